// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/alert_history.h"

#include "models/base/answered.h"
#include "widgets/common/labels.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace streamscape::widgets {

AlertHistory::AlertHistory(const PageContext& context, LagSources sources, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_sources(std::move(sources))
    , m_span(new QComboBox(this))
    , m_table(new DataTable(context, QStringLiteral("lagAlertsHistory"), this))
    , m_faces(new FaceStack(m_table, this)) {
    m_span->setAccessibleName(tr("How far back"));
    for (const auto& [text, days] :
         {std::pair{tr("Last 24 h"), 1}, {tr("Last 7 d"), 7}, {tr("Last 30 d"), 30}, {tr("Last 90 d"), 90}})
        m_span->addItem(text, days);
    m_span->setCurrentIndex(1);
    m_table->setDefaultSort(QStringLiteral("raised"), Qt::DescendingOrder);
    m_table->setStretchColumn(QStringLiteral("text"));
    m_table->setLeastWidths({{"text", 120}, {"rule", 120}, {"group", 120}});
    m_table->setAccessibleName(tr("Alerts of the past"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, 8, 10, 8);
    row->addWidget(makeLabel("dim", this, tr("Alerts that were open at some time of the")));
    row->addWidget(m_span);
    row->addStretch(1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(row);
    all->addWidget(m_faces, 1);
    connect(m_span, &QComboBox::activated, this, &AlertHistory::ask);
    connect(m_faces, &FaceStack::actionTriggered, this, &AlertHistory::ask);
    connect(m_table, &DataTable::linkActivated, this, &AlertHistory::locationRequested);
    takeSources();
    m_table->setRowModel(&m_model);
}

void AlertHistory::setSources(LagSources sources) {
    for (const LagSource& source : m_sources)
        disconnect(source.feed, nullptr, this, nullptr);
    m_sources = std::move(sources);
    takeSources();
    ask();
}

void AlertHistory::takeSources() {
    const bool several = m_sources.size() > 1;
    m_table->setHiddenByDefault(several ? QStringList{} : QStringList{QStringLiteral("cluster")});
    m_table->rememberAs(several ? QStringLiteral("lagAlertsHistoryOfClusters")
                                : QStringLiteral("lagAlertsHistory"));
    for (const LagSource& source : m_sources)
        connect(source.feed, &lag::Feed::alertsChanged, this, &AlertHistory::ask);
}

void AlertHistory::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    ask();
}

void AlertHistory::ask() {
    if (!isVisible())
        return;
    if (m_model.rows().empty())
        m_faces->showFace(Face::Kind::Loading, tr("Reading alerts…"));
    const base::Time now = m_context.clock();
    const base::Time from = now - m_span->currentData().toInt() * std::chrono::hours{24};
    const quint64 asked = ++m_asked;
    m_coming.clear();
    m_error.reset();
    m_waiting = m_sources.size();
    for (const LagSource& source : m_sources)
        base::whenAnswered(source.feed->alertsBetween(from, now + base::Duration{1}), this,
                           [this, asked, cluster = m_sources.size() > 1 ? source.name : std::string()](
                               const base::Result<std::vector<lag::Alert>>& alerts) {
                               if (asked == m_asked)
                                   take(cluster, alerts);
                           });
}

void AlertHistory::take(const std::string& cluster, const base::Result<std::vector<lag::Alert>>& alerts) {
    if (alerts)
        for (const lag::Alert& alert : *alerts)
            m_coming.push_back({cluster, alert, lag::stateOf(alert, m_context.clock())});
    else
        m_error = alerts.error();
    if (--m_waiting > 0)
        return;
    m_model.setRows(std::move(m_coming));
    m_coming = {};
    if (m_error && m_model.rows().empty())
        m_faces->showError(*m_error, tr("Try again"));
    else if (m_model.rows().empty())
        m_faces->showFace(Face::Kind::Empty, tr("There was no alert in this time"),
                          tr("What is watched for is under Rules."));
    else
        m_faces->showContent();
}

} // namespace streamscape::widgets
