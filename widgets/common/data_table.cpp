// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/data_table.h"

#include "widgets/common/cell_delegate.h"
#include "widgets/common/entity_menu.h"
#include "widgets/common/table_header.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMetaMethod>
#include <QPainter>

namespace streamscape::widgets {

namespace {

constexpr int rowPixels = 29;
constexpr int widest = 420;
constexpr int measuredRows = 40; // about what is seen at once

} // namespace

void TableProxy::setFilterText(const QString& text) {
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
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
        all += sourceModel()->index(row, column, parent).data().toString() + QLatin1Char('\n');
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

DataTable::DataTable(const PageContext& context, const QString& objectName, QWidget* parent)
    : QTableView(parent)
    , m_context(context)
    , m_proxy(new TableProxy(this)) {
    setObjectName(objectName);
    setItemDelegate(new CellDelegate(context.theme, this));
    setModel(m_proxy);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(rowPixels);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    auto* header = new TableHeader(context.theme, this);
    setHorizontalHeader(header);
    setSortingEnabled(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QHeaderView::customContextMenuRequested, this, &DataTable::showHeaderMenu);
    connect(header, &QHeaderView::sectionResized, this, [this] {
        m_ownWidths = m_ownWidths || (m_fitted && !m_restoring);
        rememberColumns();
    });
    connect(header, &QHeaderView::sectionMoved, this, [this] { rememberColumns(); });
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this] { rememberColumns(); });
    connect(this, &QTableView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT keyActivated(index.data(base::KeyRole).toString()); });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, [this] {
        takeWantedKey();
        if (!m_fitted)
            fitColumns();
    });
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, viewport(), qOverload<>(&QWidget::update));
    connect(&context.theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DataTable::setRowModel(QAbstractItemModel* model) {
    m_proxy->setSourceModel(model);
    m_fitted = false;
    restoreColumns();
    if (m_proxy->rowCount() > 0 && !m_fitted)
        fitColumns();
    takeWantedKey();
}

void DataTable::setFilterText(const QString& text) {
    m_proxy->setFilterText(text);
    viewport()->update();
}

int DataTable::visibleRows() const { return m_proxy->rowCount(); }
QString DataTable::currentKey() const { return currentIndex().data(base::KeyRole).toString(); }

void DataTable::selectKey(const QString& key) {
    m_wantedKey = key;
    if (key.isEmpty()) {
        setCurrentIndex({});
        clearSelection();
        return;
    }
    takeWantedKey();
}

void DataTable::takeWantedKey() {
    if (m_wantedKey.isEmpty())
        return;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (index.data(base::KeyRole).toString() != m_wantedKey)
            continue;
        m_wantedKey.clear();
        if (currentIndex().row() != row) {
            selectRow(row);
            setCurrentIndex(index);
            scrollTo(index, EnsureVisible);
        }
        return;
    }
}

void DataTable::setDefaultSort(const QString& columnId, Qt::SortOrder order) {
    m_sortColumn = columnId;
    m_sortOrder = order;
}
void DataTable::setLeastWidths(std::initializer_list<Width> widths) {
    for (const Width& width : widths)
        m_leastWidths[QString::fromLatin1(width.columnId)] = width.pixels;
}
void DataTable::setStretchColumn(const QString& columnId) { m_stretchColumn = columnId; }
void DataTable::setHiddenByDefault(const QStringList& columnIds) { m_hiddenByDefault = columnIds; }
void DataTable::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

int DataTable::columnOf(const QString& id) const {
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        if (columnId(column) == id)
            return column;
    return -1;
}

QString DataTable::columnId(int column) const {
    return m_proxy->headerData(column, Qt::Horizontal, base::KeyRole).toString();
}

void DataTable::restoreColumns() {
    m_restoring = true;
    const QByteArray state = m_context.memory.value(QStringLiteral("columns/") + objectName()).toByteArray();
    m_fitted = !state.isEmpty() && horizontalHeader()->restoreState(state);
    m_ownWidths = m_fitted;
    if (!m_fitted) {
        for (const QString& id : std::as_const(m_hiddenByDefault))
            if (const int column = columnOf(id); column >= 0)
                setColumnHidden(column, true);
        if (const int column = columnOf(m_sortColumn); column >= 0)
            sortByColumn(column, m_sortOrder);
        else
            sortByColumn(0, Qt::AscendingOrder);
    }
    m_restoring = false;
}

void DataTable::rememberColumns() {
    if (m_restoring || !m_fitted)
        return;
    m_context.memory.setValue(QStringLiteral("columns/") + objectName(), horizontalHeader()->saveState());
}

// sizeHintForColumn() would shape the text of a thousand rows, and of all of them while hidden.
int DataTable::contentWidth(int column) const {
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int first = std::max(0, rowAt(0));
    const int last = std::min(m_proxy->rowCount(), first + measuredRows);
    int width = 0;
    for (int row = first; row < last; ++row)
        width = std::max(width, itemDelegate()->sizeHint(option, m_proxy->index(row, column)).width());
    return width;
}

void DataTable::fitColumns() {
    m_restoring = true;
    struct Column {
        int index;
        int width; // what its content asks for
        int least; // what it may shrink to
    };
    std::vector<Column> columns;
    int total = 0;
    int slack = 0;
    for (int index = 0; index < m_proxy->columnCount(); ++index) {
        if (isColumnHidden(index))
            continue;
        const int head = horizontalHeader()->sectionSizeHint(index);
        const int width = std::clamp(std::max(contentWidth(index), head) + 4, 40, widest);
        const int least = std::min(width, m_leastWidths.value(columnId(index), width));
        columns.push_back({index, width, least});
        total += width;
        slack += width - least;
    }
    const int left = viewport()->width() - total;
    const int stretch = columnOf(m_stretchColumn);
    for (const Column& column : columns) {
        int width = column.width;
        if (left < 0 && slack > 0)
            width -= std::min(column.width - column.least, (column.width - column.least) * -left / slack + 1);
        else if (left > 0 && column.index == stretch)
            width += left;
        else if (left > 0 && stretch < 0) // to all, but not so wide that the eye loses the row
            width += std::min(width / 2, width * left / total);
        setColumnWidth(column.index, width);
    }
    m_restoring = false;
    // Widths measured while hidden are guesses; they hold from the first real size on.
    m_fitted = isVisible() && m_proxy->rowCount() > 0;
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (!m_ownWidths)
        fitColumns();
}

void DataTable::showHeaderMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < m_proxy->columnCount(); ++column) {
        QAction* action = menu->addAction(m_proxy->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        const bool last = horizontalHeader()->hiddenSectionCount() + 1 == m_proxy->columnCount();
        action->setEnabled(!(last && action->isChecked()));
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            rememberColumns();
        });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, [this] {
        m_context.memory.setValue(QStringLiteral("columns/") + objectName(), {});
        for (int column = 0; column < m_proxy->columnCount(); ++column) {
            setColumnHidden(column, false);
            horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), column);
        }
        restoreColumns();
        fitColumns();
    });
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

void DataTable::copySelection() const {
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(),
              [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex& row : std::as_const(rows)) {
        QStringList cells;
        for (int visual = 0; visual < m_proxy->columnCount(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (!isColumnHidden(column))
                cells << row.siblingAtColumn(column).data().toString();
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

base::Location DataTable::linkAt(const QModelIndex& index) const {
    const base::Result<base::Location> link = base::fromUrl(index.data(base::LinkRole).toString());
    return link ? *link : base::Location{};
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_F && index.isValid()) {
        Q_EMIT filterIn(columnId(index.column()), index.data().toString());
    } else if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_X && index.isValid()) {
        Q_EMIT filterOut(columnId(index.column()), index.data().toString());
    } else if (event->key() == Qt::Key_Return && event->modifiers() == Qt::ControlModifier &&
               !linkAt(index).page.empty()) {
        Q_EMIT linkActivated(linkAt(index));
    } else {
        QTableView::keyPressEvent(event);
    }
}

void DataTable::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Destination& destination : destinationsOf(linkAt(index)))
        connect(menu->addAction(destination.text), &QAction::triggered, this,
                [this, place = destination.location] { Q_EMIT linkActivated(place); });
    if (!menu->isEmpty())
        menu->addSeparator();
    const QString text = index.data().toString();
    if (isSignalConnected(QMetaMethod::fromSignal(&DataTable::filterIn))) {
        connect(menu->addAction(tr("Only this (F)")), &QAction::triggered, this,
                [this, id = columnId(index.column()), text] { Q_EMIT filterIn(id, text); });
        connect(menu->addAction(tr("Not this (X)")), &QAction::triggered, this,
                [this, id = columnId(index.column()), text] { Q_EMIT filterOut(id, text); });
        menu->addSeparator();
    }
    connect(menu->addAction(tr("Copy cell")), &QAction::triggered, this,
            [text] { QApplication::clipboard()->setText(text); });
    connect(menu->addAction(tr("Copy rows")), &QAction::triggered, this, [this] { copySelection(); });
    menu->popup(event->reason() == QContextMenuEvent::Mouse
                    ? event->globalPos()
                    : viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void DataTable::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || event->modifiers() != Qt::NoModifier || !index.isValid())
        return;
    const bool link = index.data(base::KindRole).toInt() == static_cast<int>(base::CellKind::Link);
    if (const base::Location place = linkAt(index); link && !place.page.empty())
        Q_EMIT linkActivated(place);
}

void DataTable::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool link = index.isValid() &&
                      index.data(base::KindRole).toInt() == static_cast<int>(base::CellKind::Link) &&
                      !index.data(base::LinkRole).toString().isEmpty();
    setHoveredRow(index.row());
    viewport()->setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool DataTable::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave)
        setHoveredRow(-1);
    return QTableView::viewportEvent(event);
}

void DataTable::setHoveredRow(int row) {
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    viewport()->update();
}

// Selection, hover and hairline of whole rows, also where there is no column.
void DataTable::paintRows(const QRect& area) {
    const Tokens& t = m_context.theme.tokens();
    QPainter painter(viewport());
    QColor hairline = t.line;
    hairline.setAlphaF(0.55F);
    for (int row = std::max(rowAt(area.top()), 0); row < m_proxy->rowCount(); ++row) {
        const QRect whole(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
        if (whole.top() > area.bottom())
            break;
        if (selectionModel()->isRowSelected(row))
            painter.fillRect(whole, t.accentBg);
        else if (row == m_hoveredRow)
            painter.fillRect(whole, t.raised);
        painter.setPen(hairline);
        painter.drawLine(whole.bottomLeft(), whole.bottomRight());
    }
}

void DataTable::paintEvent(QPaintEvent* event) {
    paintRows(event->rect());
    QTableView::paintEvent(event);
    if (m_proxy->rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(m_context.theme.tokens().dim);
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

void DataTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    const QString key = current.data(base::KeyRole).toString();
    if (key != previous.data(base::KeyRole).toString())
        Q_EMIT currentKeyChanged(key);
}

} // namespace streamscape::widgets
