// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/offsets_print.h"

#include "app/ctl/table.h"
#include "models/base/json.h"
#include "models/offsets/plan_json.h"
#include "models/offsets/tables.h"

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

using base::toQString;
using base::toStd;
using offsets::Plan;
using offsets::StepRow;

namespace {

Cell offsetCell(const std::optional<base::Offset>& offset) {
    return {offset ? base::grouped(offset->value) : QStringLiteral("no commit")};
}

std::string shown(const std::string& text) { return toStd(printable(toQString(text))); }

// One line for a reason that holds for everything, else a line for each.
void printRefusals(Session& session, const Plan& plan) {
    const base::Error& first = plan.refused.front().error;
    const bool same = std::all_of(plan.refused.begin(), plan.refused.end(),
                                  [&](const offsets::Refusal& one) { return one.error == first; });
    if (same) {
        session.out() << "Refused: " << shown(base::describe(first)) << '\n';
        return;
    }
    std::vector<std::vector<Cell>> rows;
    for (const StepRow& row : offsets::rowsOf(plan))
        rows.push_back({{printable(offsets::stepColumns()[0].text(row))},
                        {offsets::stepColumns()[1].text(row)},
                        {printable(toQString(base::describe(*row.refused))), base::Severity::Bad}});
    printCells(session.out(), session.colour(),
               {{QStringLiteral("Topic")}, {QStringLiteral("Partition"), true}, {QStringLiteral("Refused")}},
               rows);
}

} // namespace

QJsonObject changeJson(const Plan& plan, const offsets::Outcome* outcome, const base::Error* error) {
    const std::optional<base::Error> whole = error     ? std::optional(*error)
                                             : outcome ? outcome->error
                                                       : std::nullopt;
    return {{QStringLiteral("plan"), offsets::planJson(plan)},
            {QStringLiteral("applied"), outcome && outcome->applied},
            {QStringLiteral("outcome"), outcome ? offsets::outcomeJson(*outcome) : QJsonArray()},
            {QStringLiteral("read_back_equal"),
             outcome ? QJsonValue(outcome->readBackEqual) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("error"), base::json(whole)}};
}

void printPlan(Session& session, const Plan& plan) {
    if (session.json())
        return;
    session.out() << toStd(printable(offsets::title(plan))) << ", plan " << plan.id << '\n'
                  << toStd(offsets::summary(plan)) << '\n';
    for (const std::string& warning : plan.warnings)
        session.out() << "Note: " << shown(warning) << '\n';
    if (plan.isRefused())
        printRefusals(session, plan);
    else if (!plan.steps.empty()) {
        const bool looked = std::any_of(plan.steps.begin(), plan.steps.end(),
                                        [](const offsets::Step& step) { return step.first.has_value(); });
        session.out() << '\n';
        printTable(session,
                   looked ? offsets::stepColumns().first(offsets::planColumns().size() + 1)
                          : offsets::planColumns(),
                   offsets::rowsOf(plan));
    }
    session.out().flush();
}

void printOutcome(Session& session, const Plan& plan, const offsets::Outcome& outcome) {
    std::vector<std::vector<Cell>> rows;
    for (const offsets::ItemOutcome& item : outcome.items)
        rows.push_back({{printable(toQString(item.partition.topic))},
                        {QString::number(item.partition.partition.value)},
                        offsetCell(item.to),
                        item.isRead ? offsetCell(item.readBack) : Cell{base::unknownText},
                        {item.error    ? printable(toQString(base::describe(*item.error)))
                         : item.isRead ? QStringLiteral("done")
                                       : QStringLiteral("not refused"),
                         item.error    ? base::Severity::Bad
                         : item.isRead ? base::Severity::Good
                                       : base::Severity::Warn}});
    session.out() << '\n' << toStd(offsets::summary(outcome)) << '\n';
    if (!rows.empty()) {
        session.out() << '\n';
        printCells(session.out(), session.colour(),
                   {{QStringLiteral("Topic")},
                    {QStringLiteral("Partition"), true},
                    {QStringLiteral("To"), true},
                    {QStringLiteral("Read back"), true},
                    {QStringLiteral("Outcome")}},
                   rows);
    }
    session.out().flush();
    if (outcome.error)
        session.err() << "streamscapectl: " << base::describe(*outcome.error) << '\n';
    if (outcome.mayBeApplied())
        session.err() << "To take it back: streamscapectl undo " << plan.id << '\n';
    session.err().flush();
}

std::string planCsv(const Plan& plan) {
    std::vector<offsets::CsvRow> rows;
    for (const offsets::Step& step : plan.steps)
        if (step.to)
            rows.push_back({{}, step.partition, step.to->offset});
    return offsets::csvText(rows);
}

} // namespace streamscape::ctl
