// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"
#include "models/kafka/group_values.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace streamscape::lag {

/// The one word for how a group is doing, worst last but for Unknown.
enum class Verdict { Unknown, Empty, Idle, KeepingUp, Rewound, FallingBehind, Stalled, Stopped };
const char* name(Verdict verdict); ///< "keeping_up", as streamscapectl prints it
std::optional<Verdict> verdictOf(std::string_view name);
/// True for the verdicts that ask for somebody: stopped, stalled, falling behind, rewound.
bool needsSomebody(Verdict verdict);

/// How a time lag is known.
enum class Basis {
    Unknown,      ///< not known: no value
    Bound,        ///< at least this long: older than what was seen
    Interpolated, ///< from the log end as it was seen over time
    Exact,        ///< from the record itself, or nothing is unread
};
const char* name(Basis basis);

/// How long the oldest unread record has been waiting. Never negative.
struct TimeLag {
    std::optional<base::Duration> value;
    Basis basis = Basis::Unknown;
    std::string why; ///< why it is unknown or only a bound; may be empty
    bool operator==(const TimeLag&) const = default;
};

struct Member {
    std::string id;
    std::string clientId;
    std::string host;
    bool operator==(const Member&) const = default;
};

/// When the oldest unread record falls to retention, at the earliest.
struct Expiry {
    enum class How {
        Unknown, ///< not known: in is empty, why says the reason
        Never,   ///< nothing unread, or retention takes nothing
        Time,    ///< the record's time and retention.ms
        Size,    ///< the log start as it was seen to move, where retention.bytes takes records
        Passed,  ///< records after the commit are gone already
    };
    std::optional<base::Duration> in; ///< zero where it may happen any moment, or has
    How how = How::Unknown;
    std::string why; ///< one sentence with its numbers
    bool operator==(const Expiry&) const = default;
};

/// What is special about a partition's offsets.
enum class Condition {
    Normal,
    NoCommit,    ///< assigned, nothing committed
    MarkersOnly, ///< what lies after the commit are transaction markers or compacted: nothing to read
    Hanging,     ///< an open transaction holds back the last stable offset and does not end
    BeyondEnd,   ///< the commit lies beyond the log end
    BelowStart,  ///< the commit lies below the log start: records between them are gone unread
    Recreated,   ///< the topic is another one than when the group committed
    TopicGone,   ///< the topic or partition is not there any more
    NoLeader,    ///< no broker leads the partition now
    Failed,      ///< the offsets could not be read for another reason
};

/// One partition as one group reads it.
struct PartitionRow {
    base::TopicPartition partition;
    std::optional<base::Offset> committed;
    std::optional<base::Offset> logStart;
    std::optional<base::Offset> logEnd;    ///< the high watermark, or the last stable offset where asked for
    std::optional<base::Offset> stableEnd; ///< the last stable offset, as newly as it is known
    std::optional<base::Offset> highWatermark; ///< as newly as it is known, where logEnd is not it
    std::optional<std::int64_t> lag;           ///< max(0, log end − committed)
    TimeLag timeLag;
    Expiry expiry;
    std::optional<double> consumeRate;   ///< commits' progress, records a second
    std::optional<double> produceRate;   ///< the log end's progress, records a second
    std::optional<base::Duration> drain; ///< until the lag is gone at these rates; none: unknown, or never
    Condition condition = Condition::Normal;
    std::string note;                 ///< the condition in words with its numbers; empty when normal
    std::optional<Member> member;     ///< who has it assigned
    std::optional<base::Error> error; ///< why offsets are missing, or are as old as readAt says
    /// When the offsets were read, where that was an earlier look. Without an error: some seconds ago.
    std::optional<base::Time> readAt;

    bool operator==(const PartitionRow&) const = default;
};

/// One group as a row: what its partitions come to.
struct GroupRow {
    std::string cluster; ///< the connection's name where several are shown; else empty
    std::string group;
    kafka::GroupType type = kafka::GroupType::Unknown;
    std::string protocolType; ///< "consumer", "connect", "share"; may be empty
    kafka::GroupState state = kafka::GroupState::Unknown;
    std::string assignor; ///< may be empty
    std::optional<base::BrokerId> coordinator;
    Verdict verdict = Verdict::Unknown;
    std::string why; ///< the verdict's reason, one sentence or two
    std::optional<std::int64_t> lag;
    TimeLag timeLag;                   ///< the worst of its partitions
    Expiry expiry;                     ///< the soonest of its partitions
    std::optional<double> consumeRate; ///< of the partitions whose rate is known; see ratesUnknown
    std::optional<double> produceRate;
    int ratesUnknown = 0;                ///< committed partitions left out of the two rates
    std::optional<base::Duration> drain; ///< only where the rate of every lagging partition is known
    std::string skew; ///< "one hot partition: …", "2 idle members"; empty where work is spread evenly
    std::optional<int> members;
    std::vector<std::string> topics; ///< sorted
    int partitions = 0;
    int partitionErrors = 0;
    std::vector<double> spark;        ///< lag over the session, oldest first, NaN is a gap
    std::optional<base::Error> error; ///< why this group could not be read as a whole
    std::optional<base::Time> readAt; ///< when it was read, where that was an earlier look
    /// Out of the history that is kept: its type, state, assignments, hosts and expiry are not.
    bool recorded = false;

    bool operator==(const GroupRow&) const = default;
    auto key() const { return std::tie(cluster, group); }
    QString keyText() const;
};

struct Group {
    GroupRow row;
    std::vector<Member> members;          ///< by id; also those without a partition
    std::vector<PartitionRow> partitions; ///< by (topic, partition)
};

/// Whether all groups of the cluster could be listed.
enum class Visibility {
    All,
    Some,   ///< the connection lacks DESCRIBE on the cluster: groups it may not describe are missing
    Unsaid, ///< the broker did not say what the connection may do
};

/// Everything one refresh found, immutable once published.
struct Snapshot {
    std::string clusterId; ///< empty where not known
    base::Time asOf{};     ///< when the log ends were read
    base::Duration took{};
    Visibility visibility = Visibility::Unsaid;
    std::optional<base::Time> listedAt; ///< when the groups were listed, where that was an earlier look
    std::vector<Group> groups;          ///< by name (UTF-8 bytes)
    std::vector<base::Error> errors;    ///< of brokers and questions that did not answer
    int looks = 0;                      ///< how many the history behind rates and verdicts holds
    std::optional<base::Time> since;    ///< since when it does
    int topics = 0;                     ///< different ones in all rows
    int partitions = 0;                 ///< different ones in all rows

    const Group* find(const std::string& group) const;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;
/// The newest of each cluster that is shown.
using Snapshots = std::vector<SnapshotPtr>;

/// Brings the sums of a group in line with its partitions.
void sumUp(Group& group);
/// Counts a snapshot's topics and partitions.
void sumUp(Snapshot& snapshot);
/// Only these topics' rows; groups left without any are dropped. Sums follow.
Snapshot onlyTopics(Snapshot snapshot, const std::vector<std::string>& topics);

/// The numbers over the page: only what is known.
struct Totals {
    int stopped = 0;
    int stalled = 0;
    int fallingBehind = 0;
    int rewound = 0;
    int unread = 0; ///< groups with an error of their own
    std::optional<std::int64_t> lag;
    TimeLag worst;
    std::string worstGroup;
    std::optional<double> written; ///< each partition counted once, however many groups read it
    std::optional<double> read;    ///< over all groups
    int writtenUnknown = 0;        ///< partitions left out of written
    int readUnknown = 0;           ///< commits left out of read

    int needSomebody() const { return stopped + stalled + fallingBehind + rewound; }
};
Totals totals(const Snapshot& snapshot);

} // namespace streamscape::lag
