// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/alerts_dialog.h"

#include "widgets/common/pane.h"
#include "widgets/common/segmented.h"
#include "widgets/lag/alert_history.h"
#include "widgets/lag/alert_list.h"
#include "widgets/lag/rule_list.h"

#include <QHBoxLayout>
#include <QStackedWidget>

namespace streamscape::widgets {

namespace {

const QString openTab = QStringLiteral("open");
const QString historyTab = QStringLiteral("history");
const QString rulesTab = QStringLiteral("rules");

} // namespace

AlertsDialog::AlertsDialog(const PageContext& context, const LagSources& sources, QWidget* parent)
    : QDialog(parent)
    , m_tabs(new Segmented(this))
    , m_stack(new QStackedWidget(this))
    , m_open(new AlertList(context, sources, m_stack))
    , m_history(new AlertHistory(context, sources, m_stack))
    , m_rules(new RuleList(context, m_stack)) {
    setWindowTitle(tr("Lag alerts"));
    setObjectName(QStringLiteral("lagAlertsDialog"));
    resize(1040, 680);
    m_tabs->setObjectName(QStringLiteral("lagAlertsTabs"));
    m_tabs->add(openTab, tr("Open"));
    m_tabs->add(historyTab, tr("History"));
    m_tabs->add(rulesTab, tr("Rules"), tr("What is watched for"));
    m_stack->addWidget(m_open);
    m_stack->addWidget(m_history);
    m_stack->addWidget(m_rules);
    auto* pane = new Pane(QString(), this);
    pane->setHeaderVisible(false);
    pane->body()->addWidget(m_stack);
    auto* head = new QHBoxLayout;
    head->addWidget(m_tabs);
    head->addStretch(1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(14, 12, 14, 14);
    all->setSpacing(10);
    all->addLayout(head);
    all->addWidget(pane, 1);
    const auto count = [this] { m_tabs->setCount(openTab, m_open->needing() > 0 ? m_open->needing() : -1); };
    connect(m_open, &AlertList::changed, this, count);
    connect(m_tabs, &Segmented::chosen, this, [this](const QString& id) {
        m_stack->setCurrentIndex(id == rulesTab ? 2 : id == historyTab ? 1 : 0);
    });
    connect(m_open, &AlertList::locationRequested, this, &AlertsDialog::locationRequested);
    connect(m_history, &AlertHistory::locationRequested, this, &AlertsDialog::locationRequested);
    connect(m_rules, &RuleList::rulesChanged, this, &AlertsDialog::rulesChanged);
    count();
}

void AlertsDialog::setSources(const LagSources& sources) {
    m_open->setSources(sources);
    m_history->setSources(sources);
}

void AlertsDialog::setRules(const std::vector<lag::AlertRule>& rules) { m_rules->setRules(rules); }

} // namespace streamscape::widgets
