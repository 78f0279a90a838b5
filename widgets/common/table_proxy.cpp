// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/table_proxy.h"

#include "models/base/columns.h"
#include "models/base/snapshot_table.h"
#include "widgets/common/labels.h"

#include <algorithm>
#include <numeric>

namespace streamscape::widgets {

namespace {

base::CellKind kindOf(const QVariant& kind) { return static_cast<base::CellKind>(kind.toInt()); }

// Of a cell that has one and knows it.
std::optional<base::Time> timeOf(const QModelIndex& source) {
    if (!base::isTime(kindOf(source.data(base::KindRole))))
        return std::nullopt;
    const QVariant raw = source.data(base::SortRole);
    return raw.isValid() ? std::optional(base::fromMilliseconds(raw.toLongLong())) : std::nullopt;
}

std::size_t at(int row) { return static_cast<std::size_t>(row); }

} // namespace

TableProxy::TableProxy(const View& view, base::Clock clock, QObject* parent)
    : QAbstractProxyModel(parent)
    , m_view(view)
    , m_clock(std::move(clock))
    , m_filter([this](const QModelIndex& source) { return shown(source); }) {
    connect(&view, &View::zoneChanged, this, &TableProxy::sayTimesAgain);
}

void TableProxy::setFilter(const base::TableFilter& filter) {
    if (filter == m_filter.filter())
        return;
    m_filter.setFilter(filter);
    if (sourceModel())
        filterAgain();
}

int TableProxy::rowOf(const QString& key) const {
    int source = -1;
    if (const auto* table = qobject_cast<const base::SnapshotTable*>(sourceModel()))
        source = table->rowOf(key);
    else
        for (std::size_t row = 0; row < m_places.size() && source < 0; ++row)
            if (sourceModel()->index(static_cast<int>(row), 0).data(base::KeyRole).toString() == key)
                source = static_cast<int>(row);
    return source < 0 ? -1 : m_places[at(source)];
}

// ---- the shape ----

QModelIndex TableProxy::mapToSource(const QModelIndex& proxy) const {
    return proxy.isValid() && at(proxy.row()) < m_rows.size() && sourceModel()
               ? sourceModel()->index(m_rows[at(proxy.row())], proxy.column())
               : QModelIndex();
}
QModelIndex TableProxy::mapFromSource(const QModelIndex& source) const {
    return source.isValid() && at(source.row()) < m_places.size() && m_places[at(source.row())] >= 0
               ? createIndex(m_places[at(source.row())], source.column())
               : QModelIndex();
}
QModelIndex TableProxy::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}
QModelIndex TableProxy::parent(const QModelIndex&) const { return {}; }
QModelIndex TableProxy::sibling(int row, int column, const QModelIndex&) const { return index(row, column); }
int TableProxy::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int TableProxy::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || !sourceModel() ? 0 : sourceModel()->columnCount();
}
bool TableProxy::hasChildren(const QModelIndex& parent) const {
    return rowCount(parent) > 0 && columnCount(parent) > 0;
}

// ---- what it says ----

QString TableProxy::shown(const QModelIndex& source) const {
    const std::optional<base::Time> time = timeOf(source);
    if (!time)
        return source.data().toString();
    return kindOf(source.data(base::KindRole)) == base::CellKind::Moment
               ? base::clockMoment(*time, m_clock(), m_view.zone())
               : base::clockTime(*time, m_clock(), m_view.zone());
}

QVariant TableProxy::data(const QModelIndex& index, int role) const {
    const QModelIndex source = mapToSource(index);
    if (role == Qt::DisplayRole)
        return shown(source);
    if (role != Qt::ToolTipRole)
        return source.data(role);
    QString tip = source.data(role).toString();
    if (const std::optional<base::Time> time = timeOf(source))
        tip = base::fullTime(*time, m_view.zone()) + (tip.isEmpty() ? QString() : QLatin1Char('\n') + tip);
    return tip.isEmpty() ? QVariant() : plainTip(tip); // names from a cluster are never markup
}

QVariant TableProxy::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!sourceModel() || orientation != Qt::Horizontal)
        return {};
    const QVariant value = sourceModel()->headerData(section, orientation, role);
    if (role != Qt::DisplayRole ||
        !base::isTime(kindOf(sourceModel()->headerData(section, orientation, base::KindRole))))
        return value;
    return (m_view.zone() == base::Zone::Utc ? tr("%1 (UTC)") : tr("%1 (local)")).arg(value.toString());
}

void TableProxy::sayTimesAgain() {
    if (!sourceModel())
        return;
    filterAgain(); // a word may be a time
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

// ---- following the model ----

void TableProxy::setSourceModel(QAbstractItemModel* model) {
    beginResetModel();
    if (sourceModel())
        sourceModel()->disconnect(this);
    QAbstractProxyModel::setSourceModel(model);
    m_order.clear();
    m_rows.clear();
    m_places.clear();
    m_accepted.clear();
    if (model) {
        follow(*model);
        begin();
    }
    endResetModel();
}

void TableProxy::follow(QAbstractItemModel& model) {
    connect(&model, &QObject::destroyed, this, [this] {
        m_order.clear();
        m_rows.clear();
        m_places.clear();
    });
    connect(&model, &QAbstractItemModel::headerDataChanged, this, &QAbstractItemModel::headerDataChanged);
    if (auto* table = qobject_cast<base::SnapshotTable*>(&model)) {
        connect(table, &base::SnapshotTable::snapshotComes, this, [this](const base::RowDiff& diff) {
            m_inSnapshot = true;
            beforeChange(diff);
        });
        connect(table, &base::SnapshotTable::snapshotTaken, this, [this](const base::RowDiff& diff) {
            m_inSnapshot = false;
            afterChange(diff);
        });
    }
    followRuns(model);
}

void TableProxy::followRuns(QAbstractItemModel& model) {
    const auto run = [](int first, int last) { return base::RowDiff::Run{at(first), at(last - first + 1)}; };
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this, run](const QModelIndex&, int first, int last) {
                if (!m_inSnapshot)
                    beforeChange({{run(first, last)}, {}, {}});
            });
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [this, run](const QModelIndex&, int first, int last) {
                if (!m_inSnapshot)
                    afterChange({{run(first, last)}, {}, {}});
            });
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this, run](const QModelIndex&, int first, int last) {
                if (!m_inSnapshot)
                    afterChange({{}, {run(first, last)}, {}});
            });
    connect(&model, &QAbstractItemModel::dataChanged, this,
            [this, run](const QModelIndex& first, const QModelIndex& last) {
                if (!m_inSnapshot && first.isValid())
                    afterChange({{}, {}, {run(first.row(), last.row())}});
            });
    // Whoever moves rows in another way starts anew; no model of ours does outside a snapshot.
    const auto reset = [this] {
        if (!m_inSnapshot)
            beginResetModel();
    };
    const auto anew = [this] {
        if (m_inSnapshot)
            return;
        begin();
        endResetModel();
    };
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, reset);
    connect(&model, &QAbstractItemModel::modelReset, this, anew);
    connect(&model, &QAbstractItemModel::layoutAboutToBeChanged, this, reset);
    connect(&model, &QAbstractItemModel::layoutChanged, this, anew);
    connect(&model, &QAbstractItemModel::rowsAboutToBeMoved, this, reset);
    connect(&model, &QAbstractItemModel::rowsMoved, this, anew);
}

void TableProxy::begin() {
    const std::size_t rows = at(sourceModel()->rowCount());
    m_order.resize(rows);
    std::iota(m_order.begin(), m_order.end(), 0);
    takeKeys();
    m_filter.forgetAll();
    m_filter.prepare(*sourceModel());
    m_accepted.resize(rows);
    for (std::size_t row = 0; row < rows; ++row)
        m_accepted[row] = m_filter.accepts(*sourceModel(), static_cast<int>(row));
    m_rows = filtered();
    findPlaces();
}

// What goes leaves while the model still knows it.
void TableProxy::beforeChange(const base::RowDiff& diff) {
    if (diff.removals.empty())
        return;
    for (const base::RowDiff::Run& run : diff.removals)
        std::fill_n(m_accepted.begin() + static_cast<std::ptrdiff_t>(run.first), run.count, false);
    show(filtered());
}

void TableProxy::afterChange(const base::RowDiff& diff) {
    if (!diff.removals.empty() || !diff.insertions.empty()) {
        const std::size_t rows = at(sourceModel()->rowCount());
        const std::vector<int> places = base::placesAfter(diff, m_accepted.size());
        const auto renumber = [&](std::vector<int>& numbers) {
            for (int& row : numbers)
                row = places[at(row)];
            std::erase(numbers, -1);
        };
        renumber(m_order);
        renumber(m_rows);
        m_keys.renumber(places, rows);
        m_filter.renumber(places, rows);
        moveTo(places, rows, m_accepted);
        m_accepted.resize(rows);
        findPlaces();
    }
    std::vector<int> moving;
    bool all = false;
    const auto look = [&](const base::RowDiff::Run& run, bool isNew) {
        for (int row = static_cast<int>(run.first); row < static_cast<int>(run.first + run.count); ++row) {
            auto change = SortKeys::Change::None;
            if (m_sortColumn >= 0)
                change = m_keys.take(row, sourceModel()->index(row, m_sortColumn).data(base::SortRole));
            all = all || change == SortKeys::Change::All;
            if (isNew || change != SortKeys::Change::None)
                moving.push_back(row);
            m_filter.forget(row);
            m_accepted[at(row)] = m_filter.accepts(*sourceModel(), row);
        }
    };
    for (const base::RowDiff::Run& run : diff.insertions)
        look(run, true);
    for (const base::RowDiff::Run& run : diff.changes)
        look(run, false);
    if (all) {
        moving.resize(m_accepted.size());
        std::iota(moving.begin(), moving.end(), 0);
    }
    place(std::move(moving));
    show(filtered());
    tellChanged(diff);
}

// ---- the order ----

void TableProxy::sort(int column, Qt::SortOrder order) {
    const bool other = column != m_sortColumn;
    m_sortColumn = column;
    m_sortOrder = order;
    if (!sourceModel())
        return;
    if (other)
        takeKeys();
    m_keys.sort(m_order, m_sortOrder);
    show(filtered());
}

// All of the sort column, and the order they give.
void TableProxy::takeKeys() {
    if (m_sortColumn >= columnCount())
        m_sortColumn = -1;
    m_keys.reset(m_order.size());
    if (m_sortColumn >= 0)
        for (int row = 0; row < static_cast<int>(m_order.size()); ++row)
            m_keys.take(row, sourceModel()->index(row, m_sortColumn).data(base::SortRole));
    m_keys.sort(m_order, m_sortOrder);
}

void TableProxy::filterAgain() {
    m_filter.prepare(*sourceModel());
    for (std::size_t row = 0; row < m_accepted.size(); ++row)
        m_accepted[row] = m_filter.accepts(*sourceModel(), static_cast<int>(row));
    show(filtered());
}

std::vector<int> TableProxy::filtered() const {
    std::vector<int> rows;
    rows.reserve(m_order.size());
    std::copy_if(m_order.begin(), m_order.end(), std::back_inserter(rows),
                 [this](int row) { return m_accepted[at(row)]; });
    return rows;
}

// Puts rows that are new or have another key into the order.
void TableProxy::place(std::vector<int> moving) {
    if (moving.empty())
        return;
    std::vector<char> moves(m_accepted.size(), false);
    for (const int row : moving)
        moves[at(row)] = true;
    std::vector<int> rest;
    rest.reserve(moves.size());
    std::copy_if(m_order.begin(), m_order.end(), std::back_inserter(rest),
                 [&](int row) { return !moves[at(row)]; });
    m_order.clear();
    m_order.reserve(moves.size());
    m_keys.sort(moving, m_sortOrder);
    auto from = rest.begin();
    for (const int row : moving) {
        const auto to = std::lower_bound(from, rest.end(), row,
                                         [this](int a, int b) { return m_keys.before(a, b, m_sortOrder); });
        m_order.insert(m_order.end(), from, to);
        m_order.push_back(row);
        from = to;
    }
    m_order.insert(m_order.end(), from, rest.end());
}

// ---- telling views ----

namespace {

/// Each run moves all that stands behind it, in every view; more of them go in one step by way of the end.
constexpr std::size_t manyRuns = 8;

// Stretches of neighbouring rows, in ascending order.
std::vector<base::RowDiff::Run> runsOf(const std::vector<int>& ascending) {
    std::vector<base::RowDiff::Run> runs;
    for (const int row : ascending)
        if (!runs.empty() && runs.back().first + runs.back().count == at(row))
            ++runs.back().count;
        else
            runs.push_back({at(row), 1});
    return runs;
}

} // namespace

void TableProxy::findPlaces() {
    m_places.assign(m_accepted.size(), -1);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        m_places[at(m_rows[row])] = static_cast<int>(row);
}

void TableProxy::show(std::vector<int> next) {
    std::vector<char> stays(m_places.size(), false);
    std::vector<int> kept; // in their next order
    std::vector<int> coming;
    for (const int row : next) {
        stays[at(row)] = true;
        (m_places[at(row)] >= 0 ? kept : coming).push_back(row);
    }
    std::vector<int> leaving; // places
    bool reordered = false;
    for (std::size_t row = 0, seen = 0; row < m_rows.size(); ++row)
        if (!stays[at(m_rows[row])])
            leaving.push_back(static_cast<int>(row));
        else
            reordered = reordered || kept[seen++] != m_rows[row];
    if (!leaving.empty() || reordered)
        take(leaving, kept, reordered);
    if (coming.empty())
        return;
    give(next);
    Q_EMIT rowsCame(coming);
}

// What does not stay goes out, and the rest is put in order.
void TableProxy::take(const std::vector<int>& leaving, const std::vector<int>& next, bool reordered) {
    std::vector<base::RowDiff::Run> runs = runsOf(leaving);
    if (reordered || runs.size() > manyRuns) {
        std::vector<int> rows = next;
        for (const int row : leaving)
            rows.push_back(m_rows[at(row)]);
        rearrange(std::move(rows));
        runs = {{next.size(), leaving.size()}};
        if (leaving.empty())
            return;
    }
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const auto from = m_rows.begin() + static_cast<std::ptrdiff_t>(run->first);
        beginRemoveRows({}, static_cast<int>(run->first), static_cast<int>(run->first + run->count) - 1);
        m_rows.erase(from, from + static_cast<std::ptrdiff_t>(run->count));
        findPlaces();
        endRemoveRows();
    }
}

// What is shown is a part of the next, and in its order.
void TableProxy::give(const std::vector<int>& next) {
    std::vector<int> coming; // their next places
    for (std::size_t row = 0; row < next.size(); ++row)
        if (m_places[at(next[row])] < 0)
            coming.push_back(static_cast<int>(row));
    const std::vector<base::RowDiff::Run> runs = runsOf(coming);
    if (runs.size() > manyRuns) {
        beginInsertRows({}, rowCount(), static_cast<int>(next.size()) - 1);
        for (const int row : coming)
            m_rows.push_back(next[at(row)]);
        findPlaces();
        endInsertRows();
        rearrange(next);
        return;
    }
    for (const base::RowDiff::Run& run : runs) {
        const auto from = next.begin() + static_cast<std::ptrdiff_t>(run.first);
        beginInsertRows({}, static_cast<int>(run.first), static_cast<int>(run.first + run.count) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(run.first), from,
                      from + static_cast<std::ptrdiff_t>(run.count));
        findPlaces();
        endInsertRows();
    }
}

// The same rows in another order.
void TableProxy::rearrange(std::vector<int> rows) {
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    std::vector<int> sources;
    for (const QModelIndex& old : from)
        sources.push_back(m_rows[at(old.row())]);
    m_rows = std::move(rows);
    findPlaces();
    QModelIndexList to;
    for (std::size_t i = 0; i < sources.size(); ++i)
        to << createIndex(m_places[at(sources[i])], from[static_cast<qsizetype>(i)].column());
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void TableProxy::tellChanged(const base::RowDiff& diff) {
    std::vector<int> places;
    for (const base::RowDiff::Run& run : diff.changes)
        for (std::size_t row = run.first; row < run.first + run.count; ++row)
            if (m_places[row] >= 0)
                places.push_back(m_places[row]);
    if (places.empty())
        return;
    std::sort(places.begin(), places.end());
    std::vector<base::RowDiff::Run> runs = runsOf(places);
    if (runs.size() > manyRuns) // a view repaints what it shows of it
        runs = {{at(places.front()), at(places.back() - places.front() + 1)}};
    for (const base::RowDiff::Run& run : runs)
        Q_EMIT dataChanged(createIndex(static_cast<int>(run.first), 0),
                           createIndex(static_cast<int>(run.first + run.count) - 1, columnCount() - 1));
}

} // namespace streamscape::widgets
