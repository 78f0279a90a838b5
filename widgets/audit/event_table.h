// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/audit_feed.h"
#include "models/audit/event_model.h"
#include "widgets/common/context.h"

class QPushButton;

namespace streamscape::widgets {

class DataTable;

/// The lines of an answer, newest first. They move neither under the cursor nor away from who has scrolled
/// to them: newer ones wait behind a button.
class EventTable final : public QWidget {
    Q_OBJECT

public:
    explicit EventTable(const PageContext& context, QWidget* parent = nullptr);

    /// At once for another question than the last, else when it may.
    void show(const audit::SnapshotPtr& snapshot);
    const std::vector<audit::EventRow>& rows() const { return m_events.rows(); }
    void select(const std::string& event);

Q_SIGNALS:
    /// Lines took the place of others, of another question or newer ones of the same.
    void linesChanged(bool otherQuestion);
    void eventChosen(const std::string& event);
    /// F and X on a cell of the chosen line.
    void filterWanted(const QString& columnId, bool exclude);
    void linkActivated(const streamscape::base::Location& location);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showWaiting();
    bool holdsStill() const;
    void sayEmpty();

    PageContext m_context;
    audit::EventModel m_events;
    audit::SnapshotPtr m_shown;   ///< whose lines stand there
    audit::SnapshotPtr m_waiting; ///< of the same question, newer; null where there is none
    QPushButton* m_newer;
    DataTable* m_table;
};

} // namespace streamscape::widgets
