// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/kafka/cluster_values.h"

#include <memory>

namespace streamscape::inventory {

using kafka::BrokerId;

/// A partition with where its log begins and ends.
struct PartitionRow {
    kafka::TopicPartition partition;
    std::optional<BrokerId> leader;
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> isr;
    std::optional<kafka::Offset> start;
    std::optional<kafka::Offset> end; ///< the high watermark
    std::optional<base::Error> error; ///< why an offset is not known
    bool operator==(const PartitionRow&) const = default;
    bool underReplicated() const { return isr.size() < replicas.size(); }
    std::optional<std::int64_t> records() const;
    const kafka::TopicPartition& key() const { return partition; }
    QString keyText() const;
};

struct TopicRow {
    std::string name;
    std::string id; ///< empty: not told
    bool internal = false;
    std::vector<PartitionRow> partitions;
    int replicationFactor = 0; ///< the largest
    int underReplicated = 0;
    int offline = 0;                     ///< partitions without a leader
    std::optional<std::int64_t> records; ///< end − start over all partitions; nullopt where one is not known
    std::optional<double> perSecond;     ///< written, since the last reading
    std::optional<std::vector<kafka::ConfigEntry>> configs; ///< nullopt: not allowed to see, or not answered
    std::optional<base::Error> error;
    bool operator==(const TopicRow&) const = default;
    const std::string& key() const { return name; }
    QString keyText() const;
    /// A configuration's value; nullopt where it is not known.
    std::optional<std::string> config(const std::string& name) const;
};

struct BrokerRow {
    kafka::Broker broker;
    bool controller = false;
    struct Held {
        int leads = 0;    ///< partitions it leads
        int replicas = 0; ///< replicas it holds
        int behind = 0;   ///< replicas it holds that are out of sync
        bool operator==(const Held&) const = default;
    };
    std::optional<Held> held; ///< of the topics that are shown; nullopt where none is
    bool missing = false;     ///< assigned replicas, but not in the cluster now
    bool operator==(const BrokerRow&) const = default;
    std::int32_t key() const { return broker.id.value; }
    QString keyText() const;
};

/// Something that is wrong with the cluster, or will be.
struct ClusterFinding {
    base::Severity severity = base::Severity::Warn;
    std::string code;    ///< "under_replicated"
    std::string subject; ///< the topic, partition or broker
    std::string what;
    std::string hint;
    bool operator==(const ClusterFinding&) const = default;
    std::pair<std::string, std::string> key() const { return {code, subject}; }
    QString keyText() const;
};

/// What the cluster answered, put together. Immutable once published.
struct ClusterView {
    base::Time asOf{};
    base::Duration took{};
    bool started = false;             ///< the first answer, good or bad, has come
    std::optional<base::Error> error; ///< of the newest reading; the rest is older then
    std::string id;
    std::vector<BrokerRow> brokers;
    std::vector<TopicRow> topics; ///< by name
    std::vector<ClusterFinding> findings;
    std::optional<base::Error> noTopics; ///< why topics is empty, where that does not mean there are none
    std::vector<base::Error> partly;     ///< what was not answered, or may not be seen
};
using ClusterViewPtr = std::shared_ptr<const ClusterView>;

/// What the cluster said, one question each.
struct ClusterAnswers {
    kafka::ClusterInfo info;
    std::vector<kafka::Topic> topics;
    std::vector<kafka::PartitionOffset> starts;
    std::vector<kafka::PartitionOffset> ends;
    std::vector<kafka::ResourceConfig> configs;
};
std::vector<TopicRow> topicRows(const ClusterAnswers& answers);
/// topicsSeen is false where topics are left out of the answers altogether.
std::vector<BrokerRow> brokerRows(const ClusterAnswers& answers, bool topicsSeen = true);
/// By severity (worst first), code and subject. Nothing is said that the answers do not show.
std::vector<ClusterFinding> findings(const std::vector<BrokerRow>& brokers,
                                     const std::vector<TopicRow>& topics);
/// All topics together.
struct TopicSums {
    int partitions = 0;
    int underReplicated = 0;
    int offline = 0;
    double perSecond = 0;   ///< of the topics whose rate is known
    std::int64_t rated = 0; ///< how many those are
};
TopicSums sumUp(const std::vector<TopicRow>& topics);
/// Records written a second, by the ends of two readings.
void addRates(std::vector<TopicRow>& now, const std::vector<TopicRow>& before, base::Duration between);

const char* name(base::Severity severity); ///< "bad", "warn", "notice", as streamscapectl prints it

} // namespace streamscape::inventory
