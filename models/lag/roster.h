// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"
#include "models/kafka/group_values.h"
#include "models/kafka/record_values.h"
#include "models/lag/retention.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace streamscape::lag {

/// An answer and its age. Where the newest attempt failed or has not come yet, the older answer stays.
template<class T>
struct Read {
    std::optional<T> value;
    base::Time at{};                  ///< when value was read
    std::optional<base::Error> error; ///< why the newest attempt gave none
    base::Time failedAt{};            ///< when that was said
    int triedIn = 0;                  ///< the look that asked newest
    bool underway = false;            ///< its answer has not come yet
    bool outdated = false;            ///< something says that value is not true any more

    void ask(int look) {
        triedIn = look;
        underway = true;
    }
    void take(T answer, base::Time now) {
        value = std::move(answer);
        at = now;
        error.reset();
        underway = outdated = false;
    }
    void fail(base::Error why, base::Time now = {}) {
        // What is not there any more has no last known value.
        if (why.kind == base::ErrorKind::NotFound)
            value.reset();
        error = std::move(why);
        failedAt = now;
        underway = false;
    }
    /// To be asked in a look: not yet tried in it, and never answered, failed, outdated, or as old as every.
    bool isDue(int look, base::Time now, base::Duration every) const {
        return !underway && triedIn != look && (!value || error || outdated || now - at >= every);
    }
    /// The value is older than it should be: the newest attempt failed, or is still waited for.
    bool isLate() const { return error || underway; }
};

/// What the looks at a cluster have learned, each answer with its age. A look asks what is due and adds what
/// it hears; what it did not ask, or was refused, stays as it was. Values only: no thread of its own.
struct Roster {
    struct Group {
        kafka::GroupListing listing;
        Read<kafka::GroupDescription> description;
        Read<std::vector<kafka::CommittedOffset>> commits; ///< by (topic, partition)
        /// Those of commits that the newest answer does not have, and when one had them.
        std::map<base::TopicPartition, base::Time> leftOut;
    };
    struct Log {
        Read<base::Offset> start;
        Read<base::Offset> end;    ///< as the query's isolation has it
        Read<base::Offset> stable; ///< the last stable offset
        int wantedBy = 0;          ///< number of the newest look in which a group had it
    };
    struct Topic {
        std::string id;                                     ///< empty where the broker did not say
        std::optional<base::Time> recreated;                ///< when the id was seen to have changed
        std::vector<std::optional<base::BrokerId>> leaders; ///< by partition
    };

    Read<kafka::ClusterInfo> cluster;
    Read<kafka::GroupList> listing; ///< its groups are moved into groups
    Read<base::Time> topicsRead;
    std::map<std::string, Group> groups;
    std::unordered_map<base::TopicPartition, Log> logs;
    std::unordered_map<std::string, Topic> topics; ///< those that groups read
    std::unordered_map<std::string, Read<Retention>> retentions;
    int looks = 0; ///< number of the newest look
    /// How long each broker took to answer what it was asked newest.
    std::map<base::BrokerId, base::Duration> paces;

    /// The groups that are there now; what was known of the others is dropped.
    void takeListing(kafka::GroupList list, base::Time now);
    /// A broker leaves out what was removed, and silently what this connection may not see any more. Which it
    /// is shows where the log is asked for, so a commit stays for one look more, and while that is refused.
    void takeCommits(Group& group, std::vector<kafka::CommittedOffset> commits, base::Time now);
    /// Marks every partition that a group committed or was assigned as wanted by this look, and drops logs
    /// and topics that nobody wants any more.
    void want();
};

/// The broker that answers for a group: its coordinator as last described.
std::optional<base::BrokerId> coordinatorOf(const Roster::Group& group);
/// The broker that answers for a partition: its leader as last read.
std::optional<base::BrokerId> leaderOf(const Roster& roster, const base::TopicPartition& partition);

/// How long a broker of this cluster usually takes to answer, whatever the slowest do; nullopt before any
/// did.
std::optional<base::Duration> usualPace(const Roster& roster);

/// What is known of the topics' retention.
Retentions retentionsOf(const Roster& roster);
/// Where the logs of these places end, as known; the place itself where it is not.
std::vector<base::Offset> endsOf(const Roster& roster, const std::vector<kafka::RecordPlace>& places);

/// True for groups whose members and offsets can be read (classic and consumer). The others are only listed.
bool isReadable(const kafka::GroupListing& listing);

} // namespace streamscape::lag
