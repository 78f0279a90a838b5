// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/plan.h"

#include "models/base/text.h"
#include "models/offsets/targets.h"

#include <QCryptographicHash>

#include <algorithm>

namespace streamscape::offsets {

namespace {

using base::Error;
using base::ErrorKind;
using base::TopicPartition;

Action actionOf(Target target) {
    switch (target) {
    case Target::CopyFrom:
        return Action::Copy;
    case Target::DeleteOffsets:
        return Action::DeleteOffsets;
    case Target::DeleteGroup:
        return Action::DeleteGroup;
    case Target::Restore:
        return Action::Undo;
    default:
        return Action::Reset;
    }
}

std::string idOf(const Plan& plan) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](std::string_view text) { // with its length: no two plans run into one text
        const std::string length = std::to_string(text.size()) + ':';
        hash.addData(QByteArrayView(length.data(), static_cast<qsizetype>(length.size())));
        hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    };
    const auto addPosition = [&add](const std::optional<Position>& position) {
        add(position ? std::to_string(position->offset.value) : std::string("none"));
        add(position ? position->metadata : std::string());
        add(position && position->leaderEpoch ? std::to_string(*position->leaderEpoch) : std::string());
    };
    add(plan.cluster);
    add(plan.group);
    add(name(plan.action));
    add(plan.undoes);
    for (const Step& step : plan.steps) {
        add(step.partition.topic);
        add(std::to_string(step.partition.partition.value));
        addPosition(step.from);
        addPosition(step.to);
    }
    return hash.result().toHex().left(12).toStdString();
}

void count(Step& step) {
    step.skipped.reset();
    step.readAgain.reset();
    if (!step.from || !step.to || !step.logStart || !step.logEnd)
        return; // a consumer without a commit begins where its own auto.offset.reset says
    const auto inLog = [&](base::Offset offset) {
        return std::max(step.logStart->value, std::min(offset.value, step.logEnd->value));
    };
    const std::int64_t moved = inLog(step.to->offset) - inLog(step.from->offset);
    step.skipped = std::max<std::int64_t>(0, moved);
    step.readAgain = std::max<std::int64_t>(0, -moved);
}

void order(Plan& plan) {
    std::sort(plan.steps.begin(), plan.steps.end(),
              [](const Step& a, const Step& b) { return a.partition < b.partition; });
    std::sort(plan.refused.begin(), plan.refused.end(), [](const Refusal& a, const Refusal& b) {
        return std::tie(a.topic, a.partition) < std::tie(b.topic, b.partition);
    });
}

// Commits that were moved since the plan that is taken back: putting them back undoes that, too.
void warnOfMoves(Plan& plan, const Spec& spec) {
    std::map<TopicPartition, std::optional<Position>> left;
    for (const Placed& placed : spec.left)
        left[placed.partition] = placed.position;
    const auto moved = std::count_if(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
        const auto it = left.find(step.partition);
        const auto offsetOf = [](const std::optional<Position>& position) {
            return position ? std::optional(position->offset) : std::nullopt;
        };
        return it != left.end() && offsetOf(it->second) != offsetOf(step.from);
    });
    if (moved > 0)
        plan.warnings.push_back(std::to_string(moved) + (moved == 1 ? " commit was" : " commits were") +
                                " moved since plan " + spec.undoes +
                                " was applied; what was read since is read again");
}

} // namespace

const char* name(Action action) {
    switch (action) {
    case Action::Reset:
        return "reset";
    case Action::Copy:
        return "copy";
    case Action::DeleteOffsets:
        return "delete_offsets";
    case Action::DeleteGroup:
        return "delete_group";
    case Action::Undo:
        return "undo";
    }
    return "reset";
}

bool Plan::changesAnything() const {
    return action == Action::DeleteGroup ? !isRefused()
                                         : std::any_of(steps.begin(), steps.end(),
                                                       [](const Step& step) { return step.from != step.to; });
}

void settle(Plan& plan) {
    for (Step& step : plan.steps)
        count(step);
    plan.id = idOf(plan);
}

Plan plan(const Spec& spec, const Scope& scope, const std::string& group, const Facts& facts) {
    Plan plan;
    plan.cluster = facts.cluster;
    plan.group = group;
    plan.action = actionOf(spec.target);
    plan.asOf = facts.asOf;
    plan.undoes = spec.undoes;

    const Targets targets = targetsOf(spec, scope, group, facts);
    plan.refused = targets.refused;
    const std::optional<Error> whole = groupRefusal(spec, group, facts);
    if (whole && targets.wanted.empty())
        plan.refused.push_back({{}, {}, *whole});
    for (const Wanted& wanted : targets.wanted) {
        const auto refuse = [&](const Error& error) {
            plan.refused.push_back({wanted.partition.topic, wanted.partition.partition, error});
        };
        const auto to =
            whole ? base::Result<std::optional<Position>>(base::fail(*whole)) : placeOf(spec, wanted, facts);
        if (!to) {
            refuse(to.error());
            continue;
        }
        Step step;
        step.partition = wanted.partition;
        step.from = wanted.from;
        step.to = *to;
        if (const auto log = facts.logs.find(wanted.partition); log != facts.logs.end()) {
            step.logStart = log->second.start;
            step.logEnd = log->second.end;
        }
        plan.steps.push_back(std::move(step));
    }
    if (plan.isRefused())
        plan.steps.clear();
    order(plan);
    if (spec.target == Target::Restore)
        warnOfMoves(plan, spec);
    settle(plan);
    return plan;
}

base::Result<Plan> edited(Plan plan, const TopicPartition& partition, base::Offset to) {
    const std::string where = base::nameOf(partition);
    const auto step = std::find_if(plan.steps.begin(), plan.steps.end(),
                                   [&](const Step& one) { return one.partition == partition; });
    if (step == plan.steps.end())
        return base::fail(ErrorKind::NotFound, "The plan has no such step", where);
    if (!step->to)
        return base::fail(ErrorKind::Invalid, "This plan deletes the commit", where,
                          "Plan a reset to set it instead");
    if (!step->logStart || !step->logEnd)
        return base::fail(ErrorKind::Invalid, "Where the log begins and ends is not known", where,
                          "Make the plan again");
    if (to < *step->logStart || to > *step->logEnd)
        return base::fail(ErrorKind::Invalid, "The log has no offset " + std::to_string(to.value), where,
                          "It goes from " + std::to_string(step->logStart->value) + " to " +
                              std::to_string(step->logEnd->value));
    if (step->to->offset == to)
        return plan;
    step->to = Position{to};
    step->edited = true;
    step->first.reset();
    settle(plan);
    return plan;
}

} // namespace streamscape::offsets
