// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/table_proxy.h"

#include "models/base/columns.h"
#include "widgets/common/labels.h"

#include <algorithm>

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

} // namespace

TableProxy::TableProxy(const View& view, base::Clock clock, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_view(view)
    , m_clock(std::move(clock)) {
    connect(&view, &View::zoneChanged, this, &TableProxy::sayTimesAgain);
}

void TableProxy::setFilterText(const QString& text) {
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

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
    const QVariant value = QSortFilterProxyModel::headerData(section, orientation, role);
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal ||
        !base::isTime(kindOf(QSortFilterProxyModel::headerData(section, orientation, base::KindRole))))
        return value;
    return (m_view.zone() == base::Zone::Utc ? tr("%1 (UTC)") : tr("%1 (local)")).arg(value.toString());
}

bool TableProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(base::SortRole);
    const QVariant b = right.data(base::SortRole);
    if (!a.isValid() || !b.isValid()) {
        // The unknown stands last whichever way the column is sorted.
        const bool ascending = sortOrder() == Qt::AscendingOrder;
        return a.isValid() == b.isValid() ? false : (a.isValid() == ascending);
    }
    const QPartialOrdering order = QVariant::compare(a, b);
    return order == QPartialOrdering::Less;
}

bool TableProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty())
        return true;
    const int columns = sourceModel()->columnCount(parent);
    QString all;
    for (int column = 0; column < columns; ++column)
        all += shown(sourceModel()->index(row, column, parent)) + QLatin1Char('\n');
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void TableProxy::sayTimesAgain() {
    if (!m_words.isEmpty())
        invalidateFilter(); // a word may be a time
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

} // namespace streamscape::widgets
