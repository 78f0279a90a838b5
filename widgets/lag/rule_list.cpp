// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/rule_list.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/pane.h"
#include "widgets/common/split.h"
#include "widgets/lag/rule_form.h"

#include <QPushButton>
#include <QScrollArea>
#include <QUuid>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

RuleList::RuleList(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_table(new DataTable(context, QStringLiteral("lagRules"), this))
    , m_form(new RuleForm(this))
    , m_scroll(new QScrollArea(this))
    , m_none(makeParagraph("dim", this)) {
    m_table->setDefaultSort(QStringLiteral("enabled"), Qt::AscendingOrder);
    m_table->setStretchColumn(QStringLiteral("when"));
    m_table->setLeastWidths({{"name", 130}, {"when", 150}});
    m_table->setEmptyText(tr("Nothing is watched for: add a rule"));
    m_table->setAccessibleName(tr("Alert rules"));
    m_table->setRowModel(&m_model);
    auto* left = new QWidget(this);
    auto* rows = new QVBoxLayout(left);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(10, 8, 10, 10);
    buttons->setSpacing(8);
    QPushButton* more = add(buttons, tr("Add rule"), "ruleAdd");
    m_toggle = add(buttons, tr("Turn off"), "ruleToggle");
    m_remove = add(buttons, tr("Delete"), "ruleDelete");
    buttons->addStretch(1);
    rows->addWidget(m_table, 1);
    rows->addLayout(buttons);
    auto* right = new Pane(tr("Rule"), this);
    m_none->setText(tr("Select a rule to change it."));
    m_none->setContentsMargins(12, 10, 12, 10);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(m_form);
    right->body()->addWidget(m_none);
    right->body()->addWidget(m_scroll, 1);
    right->body()->addStretch(0);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(
        makeSplit(context.memory, QStringLiteral("lag/rules"), {{left, 480, 1}, {right, 420, 0}}, this));
    connect(more, &QPushButton::clicked, this, &RuleList::addRule);
    connect(m_toggle, &QPushButton::clicked, this, &RuleList::toggle);
    connect(m_remove, &QPushButton::clicked, this, &RuleList::remove);
    connect(m_form, &RuleForm::saved, this, &RuleList::save);
    connect(m_form, &RuleForm::cancelled, this, &RuleList::showSelected);
    connect(m_table, &DataTable::currentKeyChanged, this, &RuleList::showSelected);
    showSelected();
}

QPushButton* RuleList::add(QLayout* row, const QString& text, const char* name) {
    QPushButton* button = makeButton(text, ButtonLook::Secondary, this);
    button->setObjectName(QString::fromLatin1(name));
    row->addWidget(button);
    return button;
}

void RuleList::setRules(const std::vector<lag::AlertRule>& rules) {
    if (rules == m_rules)
        return;
    m_rules = rules;
    m_model.setRules(rules);
    if (m_table->currentKey().isEmpty() && !rules.empty())
        m_table->selectKey(base::toQString(rules.front().id));
    showSelected();
}

const lag::AlertRule* RuleList::selected() const {
    const std::string id = base::toStd(m_table->currentKey());
    const auto found =
        std::find_if(m_rules.begin(), m_rules.end(), [&](const auto& r) { return r.id == id; });
    return found == m_rules.end() ? nullptr : &*found;
}

void RuleList::showSelected() {
    const lag::AlertRule* rule = selected();
    m_none->setVisible(!rule);
    m_scroll->setVisible(rule);
    m_toggle->setEnabled(rule);
    m_remove->setEnabled(rule);
    if (!rule)
        return;
    m_toggle->setText(rule->enabled ? tr("Turn off") : tr("Turn on"));
    m_form->setRule(*rule);
}

void RuleList::change(std::vector<lag::AlertRule> rules) {
    setRules(rules);
    Q_EMIT rulesChanged(m_rules);
}

void RuleList::addRule() {
    lag::AlertRule rule;
    rule.id = base::toStd(QUuid::createUuid().toString(QUuid::WithoutBraces));
    rule.name = base::toStd(tr("New rule"));
    rule.verdicts = {lag::Verdict::Stopped};
    rule.after = std::chrono::minutes{2};
    rule.clearAfter = std::chrono::minutes{1};
    rule.enabled = false; // until somebody has said what it is to watch for
    std::vector<lag::AlertRule> rules = m_rules;
    rules.push_back(rule);
    m_table->selectKey(base::toQString(rule.id));
    change(std::move(rules));
    m_form->setFocus();
}

void RuleList::toggle() {
    const lag::AlertRule* rule = selected();
    if (!rule)
        return;
    std::vector<lag::AlertRule> rules = m_rules;
    rules[static_cast<std::size_t>(rule - m_rules.data())].enabled = !rule->enabled;
    change(std::move(rules));
}

void RuleList::remove() {
    const lag::AlertRule* rule = selected();
    if (!rule)
        return;
    std::vector<lag::AlertRule> rules = m_rules;
    rules.erase(rules.begin() + (rule - m_rules.data()));
    change(std::move(rules));
}

void RuleList::save(const lag::AlertRule& rule) {
    std::vector<lag::AlertRule> rules = m_rules;
    for (lag::AlertRule& one : rules)
        if (one.id == rule.id)
            one = rule;
    change(std::move(rules));
}

} // namespace streamscape::widgets
