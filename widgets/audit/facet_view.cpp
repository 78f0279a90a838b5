// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/facet_view.h"

#include "widgets/common/tabular.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace streamscape::widgets {

using audit::FacetRow;

namespace {

constexpr int headingPixels = 34;
constexpr int valuePixels = 23;
constexpr int margin = 12;
constexpr int leastCountPixels = 58;

QFont valueFont(QFont font) {
    font.setPixelSize(13);
    return font;
}

class FacetDelegate final : public QStyledItemDelegate {
public:
    FacetDelegate(const Theme& theme, const audit::FacetModel& model, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
        , m_model(model) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const FacetRow* row = m_model.at(index);
        if (!row)
            return;
        const Tokens& t = m_theme.tokens();
        painter->save();
        if (row->part == FacetRow::Part::Value && (option.state & QStyle::State_MouseOver))
            painter->fillRect(option.rect, t.raised);
        if (row->chosen || (option.state & QStyle::State_HasFocus && row->part != FacetRow::Part::Heading))
            painter->fillRect(option.rect, t.accentBg);
        QFont font = valueFont(option.font);
        const bool isCount = index.column() == 1;
        const bool heading = row->part == FacetRow::Part::Heading;
        if (heading)
            font.setPixelSize(12);
        painter->setFont(font);
        painter->setPen(heading || isCount || row->part == FacetRow::Part::More ? t.dim : t.text);
        const QRect rect =
            option.rect.adjusted(isCount ? 4 : margin, heading ? 8 : 0, isCount ? -margin : -4, 0);
        const QString text = index.data().toString();
        if (isCount)
            drawTabular(painter, rect, Qt::AlignRight, text);
        else
            painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                              QFontMetrics(font).elidedText(text, Qt::ElideMiddle, rect.width()));
        painter->restore();
    }

private:
    const Theme& m_theme;
    const audit::FacetModel& m_model;
};

} // namespace

FacetView::FacetView(const PageContext& context, audit::FacetModel& model, QWidget* parent)
    : QTableView(parent)
    , m_model(model) {
    setObjectName(QStringLiteral("auditFacets"));
    setAccessibleName(tr("Facets"));
    setItemDelegate(new FacetDelegate(context.theme, model, this));
    setModel(&model);
    setShowGrid(false);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setSelectionMode(NoSelection);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(30);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(valuePixels);
    verticalHeader()->setDefaultSectionSize(valuePixels);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &FacetView::fit);
    connect(&model, &QAbstractItemModel::dataChanged, this, &FacetView::fit);
    fit();
    connect(&context.theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void FacetView::fit() {
    const QFontMetricsF metrics(valueFont(font()));
    double widest = 0;
    for (int row = 0; row < m_model.rowCount({}); ++row) {
        const bool heading = m_model.rows()[static_cast<std::size_t>(row)].part == FacetRow::Part::Heading;
        const int height = heading ? headingPixels : valuePixels;
        if (rowHeight(row) != height)
            setRowHeight(row, height);
        widest = std::max(widest, tabularWidth(metrics, m_model.index(row, 1).data().toString()));
    }
    horizontalHeader()->resizeSection(
        1, std::max(leastCountPixels, static_cast<int>(std::ceil(widest)) + 4 + margin));
}

void FacetView::choose(const QModelIndex& index, bool exclude) {
    const FacetRow* row = m_model.at(index);
    if (!row)
        return;
    if (row->part == FacetRow::Part::More)
        Q_EMIT moreWanted(row->field);
    else if (row->part == FacetRow::Part::Value)
        Q_EMIT valueChosen(row->field, std::string(row->value), exclude);
}

void FacetView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_F:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return choose(currentIndex(), false);
    case Qt::Key_X:
        return choose(currentIndex(), true);
    default:
        QTableView::keyPressEvent(event);
    }
}

void FacetView::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton)
        choose(indexAt(event->position().toPoint()), event->modifiers() & Qt::ShiftModifier);
}

void FacetView::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const FacetRow* row = m_model.at(indexAt(event->position().toPoint()));
    viewport()->setCursor(row && row->part != FacetRow::Part::Heading ? Qt::PointingHandCursor
                                                                      : Qt::ArrowCursor);
}

} // namespace streamscape::widgets
