// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/stock_detail.h"

#include "models/base/answered.h"
#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/labels.h"
#include "widgets/common/pane.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::toQString;

namespace {

constexpr std::int64_t mostMovements = 500;
constexpr base::Duration around = std::chrono::minutes{5}; // of a movement, in the audit timeline

const inventory::StockRow* rowOf(const inventory::StockViewPtr& view, const inventory::LevelKey& key) {
    if (!view->stock)
        return nullptr;
    const auto& rows = view->stock->rows;
    const auto found =
        std::lower_bound(rows.begin(), rows.end(), key,
                         [](const inventory::StockRow& row, const auto& k) { return row.where < k; });
    return found != rows.end() && found->where == key ? &*found : nullptr;
}

} // namespace

StockDetail::StockDetail(const PageContext& context, inventory::StockFeed& feed, QWidget* parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_pane(new Pane(QString(), this))
    , m_what(makeLabel("dim", this))
    , m_table(new DataTable(context, QStringLiteral("stockMovements"), this)) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    m_what->setObjectName(QStringLiteral("stockWhat"));
    m_what->setWordWrap(true);
    m_what->setContentsMargins(12, 9, 12, 9);
    m_table->setAccessibleName(tr("Movements of the selected level"));
    m_table->setDefaultSort(QStringLiteral("time"), Qt::DescendingOrder);
    m_table->setLeastWidths(
        {{"time", 74}, {"type", 86}, {"quantity", 50}, {"level", 54}, {"source", 70}, {"offset", 76}});
    m_table->setStretchColumn(QStringLiteral("source"));
    m_table->setRowModel(&m_model);
    auto* links = new QHBoxLayout;
    links->setContentsMargins(12, 10, 12, 12);
    links->setSpacing(8);
    m_audit = addLink(links, tr("Audit →"), "stockToAudit");
    m_access = addLink(links, tr("Who may write →"), "stockToAccess");
    m_lag = addLink(links, tr("Lag of readers →"), "stockToLag");
    links->addStretch(1);
    m_pane->body()->addWidget(m_what);
    m_pane->body()->addWidget(m_table, 1);
    m_pane->body()->addLayout(links);
    const std::string topic = feed.spec().movements;
    connect(m_audit, &QPushButton::clicked, this, &StockDetail::openAudit);
    connect(m_access, &QPushButton::clicked, this, [this, topic] {
        Q_EMIT locationRequested({"access", "", {{"topic", topic}}, std::nullopt});
    });
    connect(m_lag, &QPushButton::clicked, this, [this, topic] {
        Q_EMIT locationRequested({"lag", "", {{"topic", topic}}, std::nullopt});
    });
    connect(m_table, &DataTable::linkActivated, this, &StockDetail::locationRequested);
    setLevel(std::nullopt);
}

QPushButton* StockDetail::addLink(QHBoxLayout* row, const QString& text, const char* name) {
    QPushButton* button = makeButton(text, ButtonLook::Secondary, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(toQString(m_feed.spec().movements));
    row->addWidget(button);
    return button;
}

// Around the selected movement where there is one: when it was written is what the audit is asked for.
void StockDetail::openAudit() {
    base::Location audit{
        "audit", "", {{"resource", m_feed.spec().movements}, {"resource_type", "TOPIC"}}, std::nullopt};
    const QString key = m_table->currentKey();
    for (const inventory::MovementLine& line : m_model.rows()) {
        if (line.keyText() == key)
            audit.range =
                base::between(line.movement.at.recorded - around, line.movement.at.recorded + around);
    }
    Q_EMIT locationRequested(audit);
}

void StockDetail::setLevel(const std::optional<inventory::LevelKey>& level) {
    if (level != m_level) {
        m_level = level;
        m_shownRevision = -1;
        m_table->selectKey({});
        m_model.setRows({});
    }
    m_table->setEmptyText(level ? tr("No movements") : tr("Select a level to see every movement behind it"));
    showNewest();
}

void StockDetail::showNewest() {
    updateHead();
    const inventory::StockViewPtr& view = m_feed.view();
    if (m_level && view->stock && view->stock->projection.revision != m_shownRevision)
        ask();
}

void StockDetail::updateHead() {
    if (!m_level) {
        m_pane->setTitle(tr("No level selected"));
        m_pane->setSubtitle({});
        return m_what->hide();
    }
    const inventory::StockRow* row = rowOf(m_feed.view(), *m_level);
    const QString place = toQString(row && row->warehouse ? row->warehouse->name.value_or(m_level->warehouse)
                                                          : m_level->warehouse);
    m_pane->setTitle(toQString(m_level->sku) + QStringLiteral(" · ") + place);
    m_pane->setSubtitle(row ? tr("every movement behind the number") : QString());
    QString text;
    if (!row)
        text = tr("Nothing is known of this SKU in this warehouse: no movement of it was applied.");
    else if (!row->product)
        text = tr("The products topic does not know this SKU.");
    m_what->setText(text);
    m_what->setVisible(!text.isEmpty());
}

void StockDetail::ask() {
    m_shownRevision = m_feed.view()->stock->projection.revision;
    base::whenAnswered(
        m_feed.movements({m_level->sku, m_level->warehouse, {}, {}, mostMovements}), this,
        [this, number = ++m_question](const base::Result<std::vector<inventory::MovementRow>>& rows) {
            if (number != m_question)
                return; // a newer level or commit was asked for
            if (rows)
                return showMovements(*rows);
            m_model.setRows({});
            m_table->setEmptyText(toQString(base::describe(rows.error())));
        });
}

void StockDetail::showMovements(std::vector<inventory::MovementRow> movements) {
    m_pane->setRemark(static_cast<std::int64_t>(movements.size()) == mostMovements
                          ? tr("the last %1").arg(mostMovements)
                          : QString());
    std::vector<inventory::MovementLine> lines;
    for (inventory::MovementRow& movement : movements)
        lines.push_back({std::move(movement)});
    m_model.setRows(std::move(lines));
}

} // namespace streamscape::widgets
