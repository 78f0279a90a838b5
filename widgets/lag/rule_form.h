// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_rule.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace streamscape::widgets {

/// One alert rule to be edited: what it comes to in a sentence, what is wrong with it, and its command tried
/// with a sample.
class RuleForm final : public QWidget {
    Q_OBJECT

public:
    explicit RuleForm(QWidget* parent = nullptr);

    void setRule(const lag::AlertRule& rule);
    /// Invalid with the reason, fit to be shown.
    base::Result<lag::AlertRule> rule() const;

Q_SIGNALS:
    void saved(const streamscape::lag::AlertRule& rule);
    void cancelled();

private:
    QWidget* makeVerdicts();
    QWidget* makeQuiet();
    QWidget* makeCommand();
    QWidget* makeFooter();
    void addRow(const QString& label, QWidget* field);
    void showFields();
    void check();
    void save();
    void tryCommand();
    lag::AlertRule::On on() const;
    base::Result<std::int64_t> bound(const QLineEdit& field) const;

    std::string m_id;
    QFormLayout* m_form;
    QLineEdit* m_name;
    QCheckBox* m_enabled;
    QLineEdit* m_groups;
    QComboBox* m_on;
    QWidget* m_verdictBox;
    std::vector<std::pair<lag::Verdict, QCheckBox*>> m_verdicts;
    QLineEdit* m_bound;
    QLineEdit* m_clearBound;
    QLineEdit* m_after;
    QLineEdit* m_clearAfter;
    QComboBox* m_severity;
    QCheckBox* m_notify;
    QLineEdit* m_command;
    QPushButton* m_try;
    QLabel* m_tried;
    QCheckBox* m_quiet;
    QLineEdit* m_quietFrom;
    QLineEdit* m_quietTo;
    QComboBox* m_quietZone;
    QLabel* m_sentence;
    QLabel* m_wrong;
    QPushButton* m_save;
};

} // namespace streamscape::widgets
