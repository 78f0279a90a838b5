// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/overview.h"
#include "widgets/lag/lag_export.h"
#include "widgets/lag/lag_tables.h"
#include "widgets/lag/lag_watch.h"

#include <QPointer>
#include <QTimer>

namespace streamscape::widgets {

class AlertsDialog;
class FaceStack;
class GroupDetail;
class LagCards;
class LagChart;
class LagFilter;
class LagHead;
class LagStrip;

/// Consumer lag: who needs somebody, how far behind, since when. Address:
/// lag?by=topic&cluster=C&group=G&topic=T&verdict=stopped,stalled&not_verdict=idle&text=…&is.host=H&not.host=I
class LagPage final : public Page {
    Q_OBJECT

public:
    /// One cluster or several, each by a name of its own. The feeds outlive the page.
    LagPage(const PageContext& context, LagSources sources, QWidget* parent = nullptr);
    ~LagPage() override;

    QString id() const override { return QStringLiteral("lag"); }
    QString title() const override { return tr("Consumer lag"); }
    void open(const base::Location& location) override;
    base::Location location() const override;
    bool isReady() const override;
    bool isSettled() const override;
    PageStatus status() const override;
    std::vector<Finding> findings() const override;
    void refresh() override;
    void focusFilter() override;

    /// Other clusters from now on, at least one. Who goes is let go of before this returns; filters, sort,
    /// the selected group and its place stay, where the group's cluster does.
    void setSources(LagSources sources);
    /// What is watched for, as somebody sees and changes it here; handing it to the feeds is the owner's.
    void setAlertRules(std::vector<lag::AlertRule> rules);

Q_SIGNALS:
    /// Somebody changed what is watched for; setAlertRules() has been done.
    void alertRulesChanged(const std::vector<streamscape::lag::AlertRule>& rules);
    /// Somebody wants to change a group's offsets; the cluster as sources name it. The topic is empty but
    /// where somebody chose one.
    void resetRequested(const std::string& cluster, const std::string& group, const std::string& topic);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeHead();
    QWidget* makeContent();
    void wireCards();
    void listen();
    void showNewest();
    void selectWorst();
    void updateStrip();
    void updateBadge();
    void updateVisibility();
    void takeFilter();
    void choose(const lag::GroupKey& key);
    void follow(const lag::GroupKey& key);
    void tellMoved();
    void togglePause();
    void requestReset();
    void showAlerts();
    void note(const QString& text, base::Severity severity);
    bool isSeveral() const { return m_watch.sources().size() > 1; }

    PageContext m_context;
    LagWatch m_watch;
    lag::GroupKey m_key;   ///< the selected group
    std::string m_topic;   ///< of the row by which somebody chose it, where that is of a topic or a partition
    bool m_chosen = false; ///< by a person or an address, not by us
    LagHead* m_head = nullptr;
    LagStrip* m_strip = nullptr;
    LagFilter* m_filter = nullptr;
    FaceStack* m_face = nullptr;
    LagCards* m_cards = nullptr;
    LagChart* m_chart = nullptr;
    LagTables* m_tables = nullptr;
    GroupDetail* m_detail = nullptr;
    LagExport* m_export = nullptr;
    std::vector<lag::AlertRule> m_alertRules;
    QPointer<AlertsDialog> m_alerts; ///< while open
    QString m_note;                  ///< what became of something just done, for a while
    base::Severity m_noteSeverity = base::Severity::None;
    QTimer m_noteTimer;
};

} // namespace streamscape::widgets
