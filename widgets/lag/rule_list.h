// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_table.h"
#include "widgets/common/data_table.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace streamscape::widgets {

class RuleForm;

/// What is watched for: the rules, and the selected one to be edited. It keeps nothing itself: each change is
/// a new list of rules that it asks for.
class RuleList final : public QWidget {
    Q_OBJECT

public:
    explicit RuleList(const PageContext& context, QWidget* parent = nullptr);

    void setRules(const std::vector<lag::AlertRule>& rules);

Q_SIGNALS:
    void rulesChanged(const std::vector<streamscape::lag::AlertRule>& rules);

private:
    QPushButton* add(QLayout* row, const QString& text, const char* name);
    const lag::AlertRule* selected() const;
    void showSelected();
    void addRule();
    void toggle();
    void remove();
    void save(const lag::AlertRule& rule);
    void change(std::vector<lag::AlertRule> rules);

    std::vector<lag::AlertRule> m_rules;
    lag::RuleModel m_model;
    DataTable* m_table;
    RuleForm* m_form;
    QScrollArea* m_scroll;
    QLabel* m_none;
    QPushButton* m_toggle;
    QPushButton* m_remove;
};

} // namespace streamscape::widgets
