// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/kafka/cluster.h"
#include "models/offsets/changes.h"
#include "widgets/common/context.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace streamscape::widgets {

class PlanView;
class SpecForm;

/// Changes a group's offsets: what is wanted, the plan, each step to be edited, then its outcome and the way
/// back. Nothing is changed before the plan was seen and the group's name typed. Not modal; while a change is
/// under way it stays open. All it is given outlives it, save the cluster, which may go: then it says so.
class OffsetsDialog final : public QDialog {
    Q_OBJECT

public:
    /// The changes it starts go on where it is closed.
    OffsetsDialog(const PageContext& context, kafka::Cluster& cluster, journal::Journal& journal,
                  offsets::Changes& changes, std::optional<std::string> principal, QWidget* parent = nullptr);

    /// A group to change, with one of its topics or none. Makes no plan yet.
    void setGroup(const std::string& group, const std::string& topic = {});
    /// Why nothing may be changed, which greys Apply; empty where it may.
    void setReadOnly(const QString& reason);
    /// Shows the plan that takes another back.
    void showUndo(std::string planId);

    void reject() override;

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);
    /// Something was changed, or may have been: whoever shows this group may want to look again.
    void applied(const std::string& group);

private:
    QWidget* makeHead();
    QWidget* makeFooter();
    void makePlan();
    void await(const QFuture<base::Result<offsets::Plan>>& answer);
    void take(offsets::Plan plan);
    void lookUpFirstRecords();
    void edit(const base::TopicPartition& partition, base::Offset to);
    void apply();
    void take(const offsets::Outcome& outcome);
    void forgetPlan();
    void updateButtons();
    QString whyNotApply() const;
    std::string commandLine() const;
    void copyCsv();

    PageContext m_context;
    QPointer<kafka::Cluster> m_cluster;
    journal::Journal& m_journal;
    offsets::Changes& m_changes;
    const std::optional<std::string> m_principal;
    std::string m_group;
    QString m_readOnly;
    std::optional<offsets::Plan> m_plan;
    std::optional<offsets::Outcome> m_outcome; ///< of m_plan
    std::string m_undoes;                      ///< the plan an undo is shown of
    bool m_stale = false;                      ///< the form is of another wish than the plan
    bool m_applying = false;
    quint64 m_generation = 0; ///< newest question wins
    QLabel* m_groupLabel;
    SpecForm* m_form;
    QPushButton* m_preview;
    PlanView* m_view;
    QLineEdit* m_typed;
    QPushButton* m_apply;
    QPushButton* m_undo;
    QPushButton* m_csv;
    QPushButton* m_copyCommand;
    QPushButton* m_close;
    QLabel* m_why;
    QProgressBar* m_progress;
};

} // namespace streamscape::widgets
