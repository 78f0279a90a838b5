// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event_model.h"
#include "widgets/common/context.h"
#include "widgets/common/pane.h"

class QLabel;
class QVBoxLayout;

namespace streamscape::widgets {

class Badge;

/// One event: what it says, the rule that decided, the line with its place, and where to go from here.
class EventDetail final : public QWidget {
    Q_OBJECT

public:
    explicit EventDetail(const PageContext& context, QWidget* parent = nullptr);
    /// nullopt shows what to do to see one.
    void show(const std::optional<audit::Event>& event);
    const std::optional<audit::Event>& event() const { return m_event; }

Q_SIGNALS:
    void linkActivated(const streamscape::base::Location& location);

private:
    void rebuild();
    void addField(QVBoxLayout* rows, const QString& name, const QString& value);
    void addRaw(QVBoxLayout* rows);
    void addLinks(QVBoxLayout* rows);

    PageContext m_context;
    std::optional<audit::Event> m_event;
    Pane* m_pane;
    Badge* m_badge;
    QWidget* m_body = nullptr;
};

} // namespace streamscape::widgets
