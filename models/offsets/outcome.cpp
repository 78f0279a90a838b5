// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/outcome.h"

#include "models/base/text.h"

#include <algorithm>

namespace streamscape::offsets {

namespace {

using base::Error;
using base::ErrorKind;
using base::TopicPartition;

std::map<TopicPartition, base::Offset> offsetsIn(const kafka::GroupOffsets& committed) {
    std::map<TopicPartition, base::Offset> offsets;
    for (const kafka::CommittedOffset& commit : committed.offsets)
        if (commit.offset)
            offsets.emplace(commit.partition, *commit.offset);
    return offsets;
}

std::optional<base::Offset> offsetOf(const std::optional<Position>& position) {
    return position ? std::optional(position->offset) : std::nullopt;
}

std::optional<base::Offset> valueIn(const std::map<TopicPartition, base::Offset>& offsets,
                                    const TopicPartition& partition) {
    const auto it = offsets.find(partition);
    return it == offsets.end() ? std::nullopt : std::optional(it->second);
}

} // namespace

bool Outcome::mayBeApplied() const {
    return applied ||
           std::any_of(items.begin(), items.end(), [](const ItemOutcome& item) { return !item.isRead; });
}

std::string listed(const std::vector<TopicPartition>& partitions, std::size_t most) {
    std::string all;
    for (std::size_t i = 0; i < std::min(most, partitions.size()); ++i)
        all += (i == 0 ? "" : ", ") + base::nameOf(partitions[i]);
    if (partitions.size() > most)
        all += " and " + std::to_string(partitions.size() - most) + " more";
    return all;
}

std::optional<Error> staleness(const Plan& plan, const kafka::GroupDescription& description,
                               const kafka::GroupOffsets& committed) {
    Spec spec;
    spec.target = plan.action == Action::DeleteOffsets ? Target::DeleteOffsets
                  : plan.action == Action::DeleteGroup ? Target::DeleteGroup
                                                       : Target::Latest;
    Facts facts;
    facts.description = description;
    facts.committed = committed;
    if (auto refused = groupRefusal(spec, plan.group, facts))
        return refused;
    const std::map<TopicPartition, base::Offset> now = offsetsIn(committed);
    std::vector<TopicPartition> moved;
    for (const Step& step : plan.steps)
        if (valueIn(now, step.partition) != offsetOf(step.from))
            moved.push_back(step.partition);
    if (plan.action == Action::DeleteGroup) // what it would lose without having said so
        for (const auto& [partition, offset] : now)
            if (std::none_of(plan.steps.begin(), plan.steps.end(),
                             [&](const Step& step) { return step.partition == partition; }))
                moved.push_back(partition);
    if (moved.empty())
        return std::nullopt;
    return Error{ErrorKind::Conflict,
                 std::to_string(moved.size()) + (moved.size() == 1 ? " commit" : " commits") +
                     " moved since the plan was made; nothing was changed",
                 listed(moved), "Make the plan again and look at it", ""};
}

Outcome outcomeOf(const Plan& plan, const std::map<TopicPartition, Error>& answered,
                  const std::optional<kafka::GroupOffsets>& read) {
    Outcome outcome;
    outcome.readBackEqual = read.has_value();
    const std::map<TopicPartition, base::Offset> now =
        read ? offsetsIn(*read) : std::map<TopicPartition, base::Offset>();
    for (const Step& step : plan.steps) {
        ItemOutcome item{step.partition, offsetOf(step.to), read.has_value(), {}, {}};
        const auto answer = answered.find(step.partition);
        if (answer != answered.end())
            item.error = answer->second;
        if (read) {
            item.readBack = valueIn(now, step.partition);
            const bool asPlanned = item.readBack == item.to;
            if (asPlanned && offsetOf(step.from) != item.to)
                item.error.reset(); // it was done, whatever was answered
            else if (!asPlanned && !item.error)
                item.error = Error{
                    ErrorKind::Conflict,
                    item.readBack ? "It was moved to " + std::to_string(item.readBack->value) + " right after"
                                  : "Its commit was deleted right after",
                    base::nameOf(step.partition), "A member may have joined; look at the group", ""};
            outcome.readBackEqual = outcome.readBackEqual && asPlanned;
        }
        outcome.applied = outcome.applied ||
                          (item.isRead && item.readBack == item.to && item.readBack != offsetOf(step.from));
        outcome.items.push_back(std::move(item));
    }
    return outcome;
}

} // namespace streamscape::offsets
