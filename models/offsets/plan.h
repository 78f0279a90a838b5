// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/kafka/cluster_values.h"
#include "models/kafka/record_values.h"
#include "models/offsets/spec.h"

#include <map>

namespace streamscape::offsets {

/// What a plan does, as the journal calls it behind "lag.".
enum class Action { Reset, Copy, DeleteOffsets, DeleteGroup, Undo };
const char* name(Action action); ///< "reset", "copy", "delete_offsets", "delete_group", "undo"

/// What the cluster said of a partition's log.
struct LogFacts {
    std::optional<base::Offset> start;
    std::optional<base::Offset> end;    ///< the high watermark
    std::optional<base::Offset> atTime; ///< the first record at or after the time asked for; none that young
    std::optional<base::Error> error;
    bool operator==(const LogFacts&) const = default;
};

/// What the cluster answered; everything a plan is made from.
struct Facts {
    std::string cluster; ///< its id
    base::Time asOf{};
    std::optional<kafka::GroupListing> listing; ///< nullopt: the group is not among those listed
    kafka::GroupDescription description;
    kafka::GroupOffsets committed;
    std::optional<kafka::GroupOffsets> source; ///< CopyFrom: the other group's commits
    std::vector<kafka::Topic> topics;          ///< those topicsToAsk() named
    std::map<base::TopicPartition, LogFacts> logs;
};

/// One partition's change. Counts are of offsets: markers and compacted records count too.
struct Step {
    base::TopicPartition partition;
    std::optional<Position> from;             ///< the commit now; nullopt: none
    std::optional<Position> to;               ///< nullopt: the commit is deleted
    std::optional<base::Offset> logStart;     ///< where known
    std::optional<base::Offset> logEnd;       ///< the high watermark
    std::optional<std::int64_t> skipped;      ///< records that will not be read; nullopt: not known
    std::optional<std::int64_t> readAgain;    ///< records that will be read once more
    bool edited = false;                      ///< `to` was set by hand
    std::optional<kafka::PeekedRecord> first; ///< the first record at `to`, once it was looked up
    bool operator==(const Step&) const = default;
};

/// Why there is no step: of a partition, of a topic, or of the whole group.
struct Refusal {
    std::optional<std::string> topic;
    std::optional<base::PartitionId> partition;
    base::Error error;
    bool operator==(const Refusal&) const = default;
};

/// A change of a group's offsets, to be looked at before it is made. As in Kafka's tool it is all or nothing:
/// where anything in its scope is refused, there are no steps.
struct Plan {
    std::string id; ///< of its content: cluster, group, action and steps; the same plan has the same id
    std::string cluster;
    std::string group;
    Action action = Action::Reset;
    base::Time asOf{};
    std::vector<Step> steps;           ///< by (topic, partition)
    std::vector<Refusal> refused;      ///< the whole group first, then by (topic, partition)
    std::vector<std::string> warnings; ///< what to know before it is applied; sentences
    std::string undoes;                ///< Undo: the plan it takes back
    bool operator==(const Plan&) const = default;

    bool isRefused() const { return !refused.empty(); }
    /// Whether applying it would change any commit.
    bool changesAnything() const;
};

/// The topics and then the partitions that a plan must know about, by what is in the facts by then.
std::set<std::string> topicsToAsk(const Spec& spec, const Scope& scope, const Facts& facts);
std::vector<base::TopicPartition> partitionsToAsk(const Spec& spec, const Scope& scope,
                                                  const std::string& group, const Facts& facts);
/// The time to ask the log for; nullopt where the spec needs none. Never below zero, as Kafka takes -1 and -2
/// for the log's end and start.
std::optional<base::Time> timeToAsk(const Spec& spec, base::Time now);

/// Nullopt where the group may be changed this way; otherwise why not, and what to do. Resets take a group
/// without members; deleting offsets takes only that no member has the topic.
std::optional<base::Error> groupRefusal(const Spec& spec, const std::string& group, const Facts& facts);

/// The plan, whose steps equal those of kafka-consumer-groups 4.3.1 --reset-offsets --dry-run for its eight
/// targets: to_offset, shift_by and from_file are moved into the log; to_current, to_datetime and by_duration
/// take its end where there is no commit, or no record that young; the log's end is the high watermark.
/// Unlike the tool, a share or streams group is refused instead of being planned as a new one.
Plan plan(const Spec& spec, const Scope& scope, const std::string& group, const Facts& facts);

/// The plan with one step's target set by hand. Invalid where the log has no such place, NotFound where the
/// plan has no such step.
base::Result<Plan> edited(Plan plan, const base::TopicPartition& partition, base::Offset to);

/// Counts and id worked out anew after steps changed.
void settle(Plan& plan);

} // namespace streamscape::offsets
