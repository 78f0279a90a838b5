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

} // namespace

DataTable::DataTable(const PageContext& context, const QString& objectName, QWidget* parent)
    : QTableView(parent)
    , m_context(context)
    , m_proxy(new TableProxy(context.view, context.clock, this))
    , m_columns(nullptr) {
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
    m_columns = new TableColumns(*this, context.memory);
    connect(header, &QHeaderView::customContextMenuRequested, this,
            [this, header](const QPoint& at) { m_columns->showMenu(header->mapToGlobal(at)); });
    connect(m_proxy, &TableProxy::rowsCame, this, &DataTable::rowsAreThere);
    connect(&context.view, &View::zoneChanged, this, [this] {
        if (!m_columns->areOwn())
            m_columns->fit(); // another zone may ask for a date
    });
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &DataTable::rowsAreRemoved);
    connect(&context.theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DataTable::setRowModel(QAbstractItemModel* model) {
    m_proxy->setSourceModel(model);
    m_columns->restore();
    if (m_proxy->rowCount() > 0 && !m_columns->isFitted())
        m_columns->fit();
    takeWantedKey();
}

void DataTable::setFilter(const base::TableFilter& filter) {
    m_proxy->setFilter(filter);
    viewport()->update();
}
void DataTable::setFilterText(const QString& text) {
    base::TableFilter filter = m_proxy->filter();
    filter.text = text;
    setFilter(filter);
}
const base::TableFilter& DataTable::filter() const { return m_proxy->filter(); }

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
    const int row = m_proxy->rowOf(m_wantedKey);
    if (row < 0)
        return;
    m_wantedKey.clear();
    // A table that came into focus has a current row, but none that is selected.
    if (currentIndex().row() == row && selectionModel()->isRowSelected(row))
        return;
    const QModelIndex index = m_proxy->index(row, 0);
    // Not setCurrentIndex(): with Ctrl held, as in Ctrl+2, it would toggle.
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, EnsureVisible);
}

void DataTable::rowsAreThere(const std::vector<int>& sourceRows) {
    // Of few rows their keys are asked; an index over all keys is for whoever selects.
    const auto isWanted = [this](int row) {
        return m_proxy->sourceModel()->index(row, 0).data(base::KeyRole).toString() == m_wantedKey;
    };
    if (!m_wantedKey.isEmpty() && std::any_of(sourceRows.begin(), sourceRows.end(), isWanted))
        takeWantedKey();
    if (!m_columns->isFitted())
        m_columns->fit();
}

void DataTable::setDefaultSort(const QString& columnId, Qt::SortOrder order) {
    m_columns->setDefaultSort(columnId, order);
}
void DataTable::setLeastWidths(std::initializer_list<TableColumns::Width> widths) {
    m_columns->setLeastWidths(widths);
}
void DataTable::setUsualWidths(std::initializer_list<TableColumns::Width> widths) {
    m_columns->setUsualWidths(widths);
}
void DataTable::setStretchColumn(const QString& columnId) { m_columns->setStretch(columnId); }
void DataTable::setColumnNeeded(const QString& columnId, bool needed) {
    m_columns->setNeeded(columnId, needed);
}
void DataTable::setHiddenByDefault(const QStringList& columnIds) { m_columns->setHiddenByDefault(columnIds); }
void DataTable::rememberAs(const QString& objectName) {
    if (objectName == this->objectName())
        return;
    setObjectName(objectName);
    if (m_proxy->sourceModel())
        m_columns->restoreAnew();
}
void DataTable::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (!m_columns->areOwn())
        m_columns->fit();
}

// As the model has it: a copied time carries its zone.
QString DataTable::ownText(const QModelIndex& index) const {
    return m_proxy->mapToSource(index).data().toString();
}

std::vector<int> DataTable::selectedRowNumbers() const {
    std::vector<int> rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex& index : selected)
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void DataTable::copySelection() const {
    const base::TableCut cut = shownCut(*this, selectedRowNumbers());
    QStringList lines;
    for (const int row : cut.rows) {
        QStringList cells;
        for (const int column : cut.columns)
            cells << ownText(m_proxy->index(row, column));
        lines << cells.join(QLatin1Char('\t'));
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void DataTable::copySelectionAs(TableFormat format) const {
    QApplication::clipboard()->setText(
        QString::fromUtf8(written(shownCut(*this, selectedRowNumbers()), format)));
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
        Q_EMIT filterIn(m_columns->idOf(index.column()), ownText(index));
    } else if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_X && index.isValid()) {
        Q_EMIT filterOut(m_columns->idOf(index.column()), ownText(index));
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
               !linkAt(index).page.empty()) {
        Q_EMIT linkActivated(linkAt(index));
    } else {
        QTableView::keyPressEvent(event);
    }
}

void DataTable::contextMenuEvent(QContextMenuEvent* event) {
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = mouse ? indexAt(event->pos()) : currentIndex();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid())
        addCellActions(*menu, index);
    addTableActions(*menu);
    menu->popup(mouse ? event->globalPos()
                      : viewport()->mapToGlobal(index.isValid() ? visualRect(index).bottomLeft() : QPoint()));
}

void DataTable::addCellActions(QMenu& menu, const QModelIndex& index) {
    const auto add = [&](const QString& name, auto act) {
        connect(menu.addAction(name), &QAction::triggered, this, act);
    };
    for (const Destination& destination : destinationsOf(linkAt(index)))
        add(destination.text, [this, place = destination.location] { Q_EMIT linkActivated(place); });
    if (!menu.isEmpty())
        menu.addSeparator();
    const QString text = ownText(index);
    if (isSignalConnected(QMetaMethod::fromSignal(&DataTable::filterIn))) {
        const QString id = m_columns->idOf(index.column());
        add(tr("Only this (F)"), [this, id, text] { Q_EMIT filterIn(id, text); });
        add(tr("Not this (X)"), [this, id, text] { Q_EMIT filterOut(id, text); });
        menu.addSeparator();
    }
    add(tr("Copy cell"), [text] { QApplication::clipboard()->setText(text); });
    add(tr("Copy rows"), [this] { copySelection(); });
    add(tr("Copy rows as CSV"), [this] { copySelectionAs(TableFormat::Csv); });
    add(tr("Copy rows as JSON"), [this] { copySelectionAs(TableFormat::Json); });
    menu.addSeparator();
}

// Also where there is no row, and by the keyboard, which does not reach the header's own menu.
void DataTable::addTableActions(QMenu& menu) {
    connect(menu.addAction(tr("Save all rows as CSV…")), &QAction::triggered, this,
            [this] { askAndSave(*this, TableFormat::Csv); });
    connect(menu.addAction(tr("Save all rows as JSON…")), &QAction::triggered, this,
            [this] { askAndSave(*this, TableFormat::Json); });
    m_columns->fillMenu(*menu.addMenu(tr("Columns")));
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
    if (m_removing)
        return;
    const QString key = current.data(base::KeyRole).toString();
    if (key == previous.data(base::KeyRole).toString())
        return;
    if (!key.isEmpty())
        m_wantedKey.clear(); // somebody chose another meanwhile
    Q_EMIT currentKeyChanged(key);
}

// Comes before the selection model's own, which moves on to a neighbour.
void DataTable::rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) {
    m_removing = true;
    if (currentIndex().row() >= first && currentIndex().row() <= last)
        m_lostKey = currentKey();
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

void DataTable::rowsAreRemoved() {
    if (!m_lostKey.isEmpty()) {
        selectionModel()->clearCurrentIndex();
        m_wantedKey = std::exchange(m_lostKey, {});
    }
    m_removing = false;
    viewport()->update();
}

} // namespace streamscape::widgets
