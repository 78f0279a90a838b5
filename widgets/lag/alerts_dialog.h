// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_rule.h"
#include "widgets/common/context.h"
#include "widgets/lag/lag_source.h"

#include <QDialog>

class QStackedWidget;

namespace streamscape::widgets {

class AlertHistory;
class AlertList;
class RuleList;
class Segmented;

/// Open alerts, those of the past, and what is watched for. Not modal. The feeds outlive it.
class AlertsDialog final : public QDialog {
    Q_OBJECT

public:
    AlertsDialog(const PageContext& context, const LagSources& sources, QWidget* parent = nullptr);

    void setSources(const LagSources& sources);
    void setRules(const std::vector<lag::AlertRule>& rules);

Q_SIGNALS:
    void rulesChanged(const std::vector<streamscape::lag::AlertRule>& rules);
    void locationRequested(const streamscape::base::Location& location);

private:
    Segmented* m_tabs;
    QStackedWidget* m_stack;
    AlertList* m_open;
    AlertHistory* m_history;
    RuleList* m_rules;
};

} // namespace streamscape::widgets
