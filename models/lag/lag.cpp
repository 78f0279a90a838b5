// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/lag.h"

#include "models/base/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace streamscape::lag {

using base::Error;
using base::ErrorKind;
using base::TopicPartition;

const char* name(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
        return "unknown";
    case Verdict::Empty:
        return "empty";
    case Verdict::Idle:
        return "idle";
    case Verdict::KeepingUp:
        return "keeping_up";
    case Verdict::Rewound:
        return "rewound";
    case Verdict::FallingBehind:
        return "falling_behind";
    case Verdict::Stalled:
        return "stalled";
    case Verdict::Stopped:
        return "stopped";
    }
    return "unknown";
}

std::optional<Verdict> verdictOf(std::string_view name) {
    for (const Verdict verdict :
         {Verdict::Unknown, Verdict::Empty, Verdict::Idle, Verdict::KeepingUp, Verdict::Rewound,
          Verdict::FallingBehind, Verdict::Stalled, Verdict::Stopped})
        if (name == lag::name(verdict))
            return verdict;
    return std::nullopt;
}

const char* name(Basis basis) {
    switch (basis) {
    case Basis::Unknown:
        return "unknown";
    case Basis::Bound:
        return "bound";
    case Basis::Interpolated:
        return "interpolated";
    case Basis::Exact:
        return "exact";
    }
    return "unknown";
}

bool needsSomebody(Verdict verdict) { return verdict >= Verdict::Rewound; }

QString GroupRow::keyText() const {
    return base::toQString(cluster.empty() ? group : cluster + '\x1f' + group);
}

const Group* Snapshot::find(const std::string& group) const {
    const auto it = std::lower_bound(groups.begin(), groups.end(), group,
                                     [](const Group& g, const std::string& id) { return g.row.group < id; });
    return it != groups.end() && it->row.group == group ? &*it : nullptr;
}

void sumUp(Group& group) {
    GroupRow& row = group.row;
    row.lag.reset();
    row.topics.clear();
    row.partitionErrors = 0;
    row.partitions = static_cast<int>(group.partitions.size());
    for (const PartitionRow& partition : group.partitions) {
        if (partition.lag)
            row.lag = row.lag.value_or(0) + *partition.lag;
        if (partition.error)
            ++row.partitionErrors;
        if (row.topics.empty() || row.topics.back() != partition.partition.topic)
            row.topics.push_back(partition.partition.topic);
    }
}

void sumUp(Snapshot& snapshot) {
    std::set<TopicPartition> partitions;
    for (const Group& group : snapshot.groups)
        for (const PartitionRow& row : group.partitions)
            partitions.insert(row.partition);
    snapshot.partitions = static_cast<int>(partitions.size());
    snapshot.topics = 0;
    const std::string* last = nullptr;
    for (const TopicPartition& partition : partitions) {
        if (!last || *last != partition.topic)
            ++snapshot.topics;
        last = &partition.topic;
    }
}

Snapshot onlyTopics(Snapshot snapshot, const std::vector<std::string>& topics) {
    const std::set<std::string> wanted(topics.begin(), topics.end());
    for (Group& group : snapshot.groups) {
        std::erase_if(group.partitions,
                      [&](const PartitionRow& row) { return !wanted.contains(row.partition.topic); });
        sumUp(group);
    }
    std::erase_if(snapshot.groups, [](const Group& group) { return group.partitions.empty(); });
    sumUp(snapshot);
    return snapshot;
}

Totals totals(const Snapshot& snapshot) {
    Totals sum;
    std::unordered_map<TopicPartition, std::optional<double>> written;
    bool someUnknown = false;
    bool someBounded = false;
    for (const Group& group : snapshot.groups) {
        const GroupRow& row = group.row;
        sum.stopped += row.verdict == Verdict::Stopped;
        sum.stalled += row.verdict == Verdict::Stalled;
        sum.fallingBehind += row.verdict == Verdict::FallingBehind;
        sum.rewound += row.verdict == Verdict::Rewound;
        sum.unread += row.error.has_value();
        if (row.lag)
            sum.lag = sum.lag.value_or(0) + *row.lag;
        if (row.consumeRate)
            sum.read = sum.read.value_or(0) + *row.consumeRate;
        sum.readUnknown += row.ratesUnknown;
        if (row.timeLag.value && (!sum.worst.value || *row.timeLag.value > *sum.worst.value)) {
            sum.worst = row.timeLag;
            sum.worstGroup = row.group;
        }
        someUnknown = someUnknown || (!row.timeLag.value && row.lag.value_or(0) > 0);
        someBounded = someBounded || row.timeLag.basis == Basis::Bound;
        for (const PartitionRow& partition : group.partitions) {
            std::optional<double>& rate = written[partition.partition];
            rate = rate ? rate : partition.produceRate;
        }
    }
    for (const auto& [partition, rate] : written) {
        if (rate)
            sum.written = sum.written.value_or(0) + *rate;
        sum.writtenUnknown += !rate;
    }
    if (!sum.worst.value) {
        sum.worst.why = someUnknown ? "no log end was seen for long enough to tell" : "no group has a commit";
    } else if ((someUnknown || someBounded) && sum.worst.basis != Basis::Bound) {
        sum.worst.basis = Basis::Bound;
        sum.worst.why = someUnknown
                            ? "the time lag of some groups is not known, so the worst may be longer"
                            : "the time lag of some groups is only a bound, so the worst may be longer";
    }
    return sum;
}

} // namespace streamscape::lag
