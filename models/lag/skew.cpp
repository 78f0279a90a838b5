// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/skew.h"

#include "models/lag/sentence.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace streamscape::lag {

using namespace sentence;

namespace {

// Lag younger than this evens out by itself.
constexpr base::Duration matters = std::chrono::seconds{30};

bool isSettled(kafka::GroupState state) {
    return state == kafka::GroupState::Stable || state == kafka::GroupState::Unknown;
}

std::string hotPartition(const Group& group) {
    std::int64_t sum = 0;
    int known = 0;
    const PartitionRow* hottest = nullptr;
    for (const PartitionRow& row : group.partitions) {
        if (!row.lag || row.condition == Condition::MarkersOnly)
            continue;
        ++known;
        sum += *row.lag;
        if (!hottest || *row.lag > *hottest->lag)
            hottest = &row;
    }
    // Half of the lag and more, and at least three times a fair share.
    if (known < 3 || sum == 0 || *hottest->lag * 2 < sum || *hottest->lag * known < sum * 3)
        return {};
    if (hottest->timeLag.value.value_or(base::Duration{0}) < matters)
        return {};
    const std::int64_t percent =
        std::llround(100.0 * static_cast<double>(*hottest->lag) / static_cast<double>(sum));
    const bool single = group.row.topics.size() < 2;
    return "one hot partition: " + std::to_string(hottest->partition.partition.value) +
           (single ? " of " + number(known) : " of " + hottest->partition.topic) + " holds " +
           number(percent) + " % of the lag";
}

// Members without partitions, and those whose partitions get nothing while others' do.
std::string idleMembers(const Group& group) {
    struct Work {
        int partitions = 0;
        bool gets = false;
    };
    std::map<std::string, Work> works;
    for (const Member& member : group.members)
        works[member.id];
    bool anybodyGets = false;
    for (const PartitionRow& row : group.partitions) {
        if (!row.member)
            continue;
        Work& work = works[row.member->id];
        ++work.partitions;
        // A rate that is not known yet may be some.
        work.gets = work.gets || !row.produceRate || *row.produceRate > 0 || row.lag.value_or(0) > 0;
        anybodyGets = anybodyGets || row.produceRate.value_or(0) > 0;
    }
    std::int64_t without = 0;
    std::int64_t nothing = 0;
    for (const auto& [id, work] : works) {
        without += work.partitions == 0;
        nothing += work.partitions > 0 && !work.gets && anybodyGets;
    }
    if (without + nothing == 0)
        return {};
    std::string text = count(without + nothing, "idle member", "idle members");
    if (nothing == 0)
        return text + (without == 1 ? ": it has no partition" : ": they have no partition");
    if (without == 0)
        return text + (nothing == 1 ? ": nothing is written to its partitions"
                                    : ": nothing is written to their partitions");
    return text + ": " + number(without) + " without a partition, " + number(nothing) +
           " with partitions that get nothing";
}

} // namespace

std::string skewOf(const Group& group) {
    std::string text = hotPartition(group);
    if (group.row.error || !isSettled(group.row.state))
        return text;
    const std::string idle = idleMembers(group);
    return text + (text.empty() || idle.empty() ? "" : "; ") + idle;
}

} // namespace streamscape::lag
