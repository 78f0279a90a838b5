// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/event_model.h"

namespace streamscape::audit {

namespace {

using base::CellKind;
using base::Column;
using base::toQString;
using base::unknownText;

QString orUnknown(const std::optional<std::string>& text) { return text ? toQString(*text) : unknownText; }
QString notSaid(const std::optional<std::string>& text) {
    return text ? toQString(*text) : QStringLiteral("The line does not say");
}

QString resourceText(const EventRow& row) {
    const Facts& facts = row.event.facts;
    if (!facts.resource)
        return row.event.raw ? toQString(*row.event.raw).left(160).simplified() : unknownText;
    return resourceWord(facts.resourceType.value_or("")) + QLatin1Char(' ') + toQString(*facts.resource);
}

QString auditLink(const char* key, const std::string& value) {
    return base::toUrl(base::Location{"audit", {}, {{key, value}}, {}});
}

QString resourceLink(const EventRow& row) {
    const Facts& facts = row.event.facts;
    if (!facts.resource || !facts.resourceType)
        return {};
    return base::toUrl(base::Location{
        "audit", {}, {{"resource", *facts.resource}, {"resource_type", *facts.resourceType}}, {}});
}

base::Severity resultSeverity(const EventRow& row) {
    return row.event.suspect ? base::Severity::Warn : decisionSeverity(row.event.facts);
}
base::Shape resultShape(const EventRow& row) {
    switch (row.event.facts.decision) {
    case Decision::Allow:
        return row.event.suspect ? base::Shape::Triangle : base::Shape::Dot;
    case Decision::Deny:
        return base::Shape::Square;
    case Decision::Probe:
        return base::Shape::Ring;
    case Decision::Unknown:
        break;
    }
    return base::Shape::Dashed;
}

const Column<EventRow> eventTable[] = {
    {"time", "Time", CellKind::Moment, [](const EventRow& r) { return base::timeText(r.event.time); },
     [](const EventRow& r) { return base::timeRaw(r.event.time); },
     [](const EventRow& r) { return r.event.time ? QString() : QStringLiteral("The line has no time"); },
     nullptr, nullptr, nullptr, "When the broker decided, by its own clock"},
    {"principal", "Principal", CellKind::Link,
     [](const EventRow& r) { return orUnknown(r.event.facts.principal); }, nullptr,
     [](const EventRow& r) { return notSaid(r.event.facts.principal); }, nullptr, nullptr,
     [](const EventRow& r) {
         return r.event.facts.principal ? auditLink("principal", *r.event.facts.principal) : QString();
     },
     "Who asked"},
    {"host", "Host", CellKind::Mono, [](const EventRow& r) { return orUnknown(r.event.facts.host); }, nullptr,
     [](const EventRow& r) { return notSaid(r.event.facts.host); }, nullptr, nullptr,
     [](const EventRow& r) {
         return r.event.facts.host ? auditLink("host", *r.event.facts.host) : QString();
     },
     "The address the request came from"},
    {"operation", "Operation", CellKind::Text,
     [](const EventRow& r) {
         return r.event.facts.operation ? operationWord(*r.event.facts.operation) : unknownText;
     },
     nullptr, [](const EventRow& r) { return notSaid(r.event.facts.operation); }, nullptr, nullptr, nullptr,
     "What they wanted to do"},
    {"resource", "Resource", CellKind::Link, resourceText, nullptr,
     [](const EventRow& r) { return resourceText(r).left(2000); }, nullptr, nullptr, resourceLink,
     "What they wanted to do it to"},
    {"decision", "Result", CellKind::Badge, [](const EventRow& r) { return decisionWord(r.event.facts); },
     nullptr,
     [](const EventRow& r) {
         if (r.event.suspect)
             return QStringLiteral(
                 "May be forged: a torn line stands just before it. A newline in a group id can "
                 "write lines like this one; the request log cannot be forged so.");
         if (r.event.facts.decision == Decision::Probe)
             return QStringLiteral(
                 "The broker asked itself: this is no attempt, and says nothing of the outcome");
         return QString();
     },
     resultSeverity, resultShape, nullptr, "What the broker answered"},
    {"rule", "Why", CellKind::Dim, [](const EventRow& r) { return whyWord(r.event); }, nullptr,
     [](const EventRow& r) { return whyWord(r.event); }, nullptr, nullptr, nullptr, "The rule that decided"},
    {"request", "Request", CellKind::Dim, [](const EventRow& r) { return orUnknown(r.event.facts.request); },
     nullptr, [](const EventRow& r) { return notSaid(r.event.facts.request); }, nullptr, nullptr, nullptr,
     "The Kafka request that asked"},
    {"source", "Source", CellKind::Dim, [](const EventRow& r) { return toQString(r.event.place.source); },
     nullptr,
     [](const EventRow& r) {
         return QStringLiteral("%1 at byte %2")
             .arg(toQString(r.event.place.path), base::grouped(r.event.place.position));
     },
     nullptr, nullptr, nullptr, "The log it stands in"},
};

} // namespace

std::span<const Column<EventRow>> eventColumns() { return eventTable; }

EventModel::EventModel(QObject* parent)
    : RowModel(eventTable, parent) {}

std::vector<EventRow> eventRows(const std::vector<Event>& events) {
    std::vector<EventRow> rows;
    rows.reserve(events.size());
    for (const Event& event : events)
        rows.push_back({event});
    return rows;
}

} // namespace streamscape::audit
