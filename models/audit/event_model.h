// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/audit_feed.h"
#include "models/base/rowmodel.h"

#include <tuple>

namespace streamscape::audit {

/// A line of the table, newest first.
struct EventRow {
    Event event;

    auto key() const {
        return std::tuple(event.time ? -base::toMilliseconds(*event.time) : std::int64_t{1} << 60,
                          -event.place.file, -event.place.position);
    }
    QString keyText() const { return base::toQString(event.id); }
    bool operator==(const EventRow&) const = default;
};

std::vector<EventRow> eventRows(const std::vector<Event>& events);

/// The columns' ids are the names of Field where they can be filtered by: time, principal, host, operation,
/// resource, decision, rule, request, source.
std::span<const base::Column<EventRow>> eventColumns();

class EventModel final : public base::RowModel<EventRow> {
public:
    explicit EventModel(QObject* parent = nullptr);
    void setEvents(const std::vector<Event>& events) { setRows(eventRows(events)); }
};

/// The words of the window, shared by table, facets and detail.
QString decisionWord(const Facts& facts); ///< "Allowed", "Denied", "Probe", "No event"
base::Severity decisionSeverity(const Facts& facts);
QString operationWord(const std::string& upperSnake); ///< "Describe configs"
QString resourceWord(const std::string& upperSnake);  ///< "Topic", "Transactional id"
QString whyWord(const Event& event);                  ///< "ACL prefix inventory. allows Write"
/// A value of a field as people read it; the value itself where no word is better.
QString valueWord(Field field, const std::string& value);
QString fieldTitle(Field field); ///< "Principal"

} // namespace streamscape::audit
