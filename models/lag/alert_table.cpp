// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_table.h"

#include "models/base/location.h"
#include "models/lag/overview.h"

#include <array>

namespace streamscape::lag {

using base::CellKind;
using base::Severity;
using base::Shape;
using base::toQString;
using State = AlertEntry::State;

QString AlertEntry::keyText() const {
    return toQString(cluster) + QLatin1Char('\x1f') + QString::number(alert.id);
}
QString RuleEntry::keyText() const { return toQString(rule.id); }

AlertEntry::State stateOf(const Alert& alert, base::Time now) {
    if (!alert.isOpen())
        return State::Over;
    if (alert.acknowledgedAt)
        return State::Acknowledged;
    return alert.needsSomebody(now) ? State::NeedsSomebody : State::Muted;
}

namespace {

QString stateText(const AlertEntry& row) {
    switch (row.state) {
    case State::NeedsSomebody:
        return QStringLiteral("Open");
    case State::Acknowledged:
        return QStringLiteral("Acknowledged");
    case State::Muted:
        return QStringLiteral("Muted");
    case State::Over:
        return QStringLiteral("Over");
    }
    return {};
}

QString stateWhy(const AlertEntry& row) {
    const auto at = [](const std::optional<base::Time>& time) { return toQString(base::rfc3339(*time)); };
    switch (row.state) {
    case State::NeedsSomebody:
        return QStringLiteral("Nobody has acknowledged or muted it");
    case State::Acknowledged:
        return QStringLiteral("Somebody has seen it at ") + at(row.alert.acknowledgedAt);
    case State::Muted:
        return row.alert.mutedUntil >= untilUnmuted ? QStringLiteral("Until somebody unmutes it")
                                                    : QStringLiteral("Until ") + at(row.alert.mutedUntil);
    case State::Over:
        return QStringLiteral("It ended at ") + at(row.alert.clearedAt);
    }
    return {};
}

Severity stateSeverity(const AlertEntry& row) {
    return row.state == State::NeedsSomebody ? row.alert.severity : Severity::Muted;
}

Shape stateShape(const AlertEntry& row) {
    switch (row.state) {
    case State::NeedsSomebody:
        return row.alert.severity == Severity::Bad ? Shape::Square : Shape::Triangle;
    case State::Acknowledged:
        return Shape::Dot;
    case State::Muted:
        return Shape::Dashed;
    case State::Over:
        return Shape::Ring;
    }
    return Shape::None;
}

constexpr std::array<base::Column<AlertEntry>, 8> alerts{{
    {.id = "state",
     .title = "State",
     .kind = CellKind::Badge,
     .text = stateText,
     .raw = [](const AlertEntry& row) { return QVariant(static_cast<int>(row.state)); },
     .why = stateWhy,
     .severity = stateSeverity,
     .shape = stateShape},
    {.id = "group",
     .title = "Group",
     .kind = CellKind::Link,
     .text = [](const AlertEntry& row) { return toQString(row.alert.group); },
     .why = [](const AlertEntry& row) { return toQString(row.alert.group); },
     .link =
         [](const AlertEntry& row) {
             return base::toUrl(placeOf({row.cluster, row.alert.group}));
         }},
    {.id = "cluster",
     .title = "Cluster",
     .kind = CellKind::Dim,
     .text = [](const AlertEntry& row) { return toQString(row.cluster); }},
    {.id = "rule",
     .title = "Rule",
     .kind = CellKind::Dim,
     .text = [](const AlertEntry& row) { return toQString(row.alert.name); },
     .why = [](const AlertEntry& row) { return toQString(row.alert.name); }},
    {.id = "raised",
     .title = "Since",
     .kind = CellKind::Stamp,
     .text = [](const AlertEntry& row) { return base::timeText(row.alert.raisedAt); },
     .raw = [](const AlertEntry& row) { return base::timeRaw(row.alert.raisedAt); }},
    {.id = "cleared",
     .title = "Over at",
     .kind = CellKind::Stamp,
     .text = [](const AlertEntry& row) { return base::timeText(row.alert.clearedAt); },
     .raw = [](const AlertEntry& row) { return base::timeRaw(row.alert.clearedAt); },
     .why =
         [](const AlertEntry& row) {
             return row.alert.clearedAt ? QString() : QStringLiteral("It is still open");
         }},
    {.id = "times",
     .title = "Times",
     .kind = CellKind::Number,
     .text = [](const AlertEntry& row) { return base::grouped(row.alert.times); },
     .raw = [](const AlertEntry& row) { return QVariant(row.alert.times); },
     .tip = "How often it came: what comes back within half an hour is the same alert"},
    {.id = "text",
     .title = "What",
     .kind = CellKind::Text,
     .text = [](const AlertEntry& row) { return toQString(row.alert.text); },
     .why = [](const AlertEntry& row) { return toQString(row.alert.text); }},
}};

constexpr std::array<base::Column<RuleEntry>, 5> rules{{
    {.id = "enabled",
     .title = "State",
     .kind = CellKind::Badge,
     .text =
         [](const RuleEntry& row) { return row.rule.enabled ? QStringLiteral("On") : QStringLiteral("Off"); },
     .raw = [](const RuleEntry& row) { return QVariant(row.place); }, // the order of their file
     .severity = [](const RuleEntry& row) { return row.rule.enabled ? Severity::Good : Severity::Muted; },
     .shape = [](const RuleEntry& row) { return row.rule.enabled ? Shape::Dot : Shape::Ring; }},
    {.id = "name",
     .title = "Rule",
     .kind = CellKind::Text,
     .text = [](const RuleEntry& row) { return toQString(row.rule.name); },
     .why = [](const RuleEntry& row) { return toQString(row.rule.name); }},
    {.id = "when",
     .title = "When",
     .kind = CellKind::Dim,
     .text = [](const RuleEntry& row) { return describe(row.rule); },
     .why = [](const RuleEntry& row) { return describe(row.rule); }},
    {.id = "severity",
     .title = "Weight",
     .kind = CellKind::Text,
     .text =
         [](const RuleEntry& row) {
             return row.rule.severity == Severity::Bad ? QStringLiteral("urgent") : QStringLiteral("warning");
         },
     .severity = [](const RuleEntry& row) { return row.rule.severity; }},
    {.id = "tells",
     .title = "Tells",
     .kind = CellKind::Dim,
     .text =
         [](const RuleEntry& row) {
             QStringList ways;
             if (row.rule.notify)
                 ways << QStringLiteral("desktop");
             if (!row.rule.command.empty())
                 ways << QStringLiteral("command");
             return ways.isEmpty() ? QStringLiteral("nobody") : ways.join(QStringLiteral(", "));
         },
     .why = [](const RuleEntry& row) { return toQString(row.rule.command); }},
}};

} // namespace

std::span<const base::Column<AlertEntry>> alertColumns() { return alerts; }
std::span<const base::Column<RuleEntry>> ruleColumns() { return rules; }

void RuleModel::setRules(const std::vector<AlertRule>& all) {
    std::vector<RuleEntry> rows;
    for (const AlertRule& rule : all)
        rows.push_back({static_cast<int>(rows.size()), rule});
    setRows(std::move(rows));
}

} // namespace streamscape::lag
