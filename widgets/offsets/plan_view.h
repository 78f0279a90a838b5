// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/offsets/tables.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/pane.h"

class QLabel;

namespace streamscape::widgets {

/// A plan as it is looked at: what it comes to in words, its warnings, its steps; then what became of each.
class PlanView final : public QWidget {
    Q_OBJECT

public:
    explicit PlanView(const PageContext& context, QWidget* parent = nullptr);

    void showNothing(const QString& what, const QString& hint);
    void showLoading(const QString& what);
    void showError(const base::Error& error);
    void showPlan(const offsets::Plan& plan);
    void showOutcome(const offsets::Plan& plan, const offsets::Outcome& outcome);
    /// Over the plan, which stays: it is of other settings, or an edit was refused. Empty takes it away.
    void setNotice(const QString& text);
    void setEditable(bool editable) { m_model.setEditable(editable); }
    DataTable* table() const { return m_table; }

Q_SIGNALS:
    void targetEdited(const streamscape::base::TopicPartition& partition, streamscape::base::Offset to);
    void linkActivated(const streamscape::base::Location& location);
    void retryAsked();

private:
    void clear();
    void showNotes(const std::vector<std::string>& warnings, const std::vector<base::Error>& errors);
    void showAge(base::Time asOf);

    PageContext m_context;
    Pane* m_pane;
    QLabel* m_summary;
    QLabel* m_warnings;
    offsets::StepModel m_model;
    DataTable* m_table;
    FaceStack* m_faces;
};

} // namespace streamscape::widgets
