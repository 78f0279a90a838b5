// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_view.h"

#include "models/base/text.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace streamscape::inventory {

using base::Severity;

namespace {

// A broker that leads this many times the average, and this many more, stands out.
constexpr double skewFactor = 1.5;
constexpr int skewLeast = 3;

std::string ids(const std::vector<BrokerId>& brokers) {
    std::string text;
    for (const BrokerId broker : brokers)
        text += (text.empty() ? "" : ", ") + std::to_string(broker.value);
    return text;
}

int leadsOf(const BrokerRow& broker) { return broker.held ? broker.held->leads : 0; }

std::optional<int> number(const std::optional<std::string>& text) {
    int value = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc())
        return std::nullopt;
    return value;
}

void checkTopic(const TopicRow& topic, int brokers, std::vector<ClusterFinding>& found) {
    std::set<BrokerId> behind;
    int atRisk = 0;
    const std::optional<int> minIsr = number(topic.config("min.insync.replicas"));
    for (const PartitionRow& partition : topic.partitions) {
        if (!partition.leader)
            found.push_back({Severity::Bad, "offline_partition", base::nameOf(partition.partition),
                             "The partition has no leader: it can be neither read nor written",
                             "Bring back one of the brokers " + ids(partition.replicas)});
        else if (minIsr && static_cast<int>(partition.isr.size()) < *minIsr)
            ++atRisk;
        for (const BrokerId replica : partition.replicas) {
            if (std::find(partition.isr.begin(), partition.isr.end(), replica) == partition.isr.end())
                behind.insert(replica);
        }
    }
    if (topic.underReplicated > 0)
        found.push_back({Severity::Warn, "under_replicated", topic.name,
                         std::to_string(topic.underReplicated) + " of " +
                             std::to_string(topic.partitions.size()) +
                             " partitions have replicas out of sync",
                         "Look at broker " + ids({behind.begin(), behind.end()})});
    if (atRisk > 0)
        found.push_back({Severity::Bad, "under_min_isr", topic.name,
                         std::to_string(atRisk) +
                             " partitions have fewer replicas in sync than "
                             "min.insync.replicas=" +
                             std::to_string(*minIsr),
                         "Producers with acks=all are refused until replicas catch up"});
    if (brokers > 1 && topic.replicationFactor == 1 && !topic.partitions.empty())
        found.push_back({Severity::Warn, "replication_one", topic.name, "Every partition has a single copy",
                         "Raise the replication factor"});
    if (minIsr && topic.replicationFactor > 1 && *minIsr >= topic.replicationFactor)
        found.push_back({Severity::Warn, "min_isr_is_replication", topic.name,
                         "min.insync.replicas=" + std::to_string(*minIsr) + " with replication factor " +
                             std::to_string(topic.replicationFactor) + ": one broker less stops all writes",
                         "Set min.insync.replicas one below the replication factor"});
    if (topic.config("unclean.leader.election.enable") == "true")
        found.push_back({Severity::Warn, "unclean_election", topic.name,
                         "unclean.leader.election.enable=true: records can be lost for good",
                         "Set it to false unless losing records is better than waiting"});
}

} // namespace

std::optional<std::int64_t> PartitionRow::records() const {
    return start && end ? std::optional(std::max<std::int64_t>(0, end->value - start->value)) : std::nullopt;
}
QString PartitionRow::keyText() const { return base::toQString(base::nameOf(partition)); }
QString TopicRow::keyText() const { return base::toQString(name); }
QString BrokerRow::keyText() const { return QString::number(broker.id.value); }
QString ClusterFinding::keyText() const { return base::toQString(code + ' ' + subject); }

std::optional<std::string> TopicRow::config(const std::string& wanted) const {
    if (!configs)
        return std::nullopt;
    for (const kafka::ConfigEntry& entry : *configs) {
        if (entry.name == wanted)
            return entry.value;
    }
    return std::nullopt;
}

std::vector<TopicRow> topicRows(const ClusterAnswers& answers) {
    std::map<kafka::TopicPartition, PartitionRow> offsets;
    const auto take = [&](const std::vector<kafka::PartitionOffset>& list, auto member) {
        for (const kafka::PartitionOffset& offset : list) {
            PartitionRow& row = offsets[offset.partition];
            row.*member = offset.offset;
            if (offset.error)
                row.error = offset.error;
        }
    };
    take(answers.starts, &PartitionRow::start);
    take(answers.ends, &PartitionRow::end);
    std::map<std::string, const kafka::ResourceConfig*> configs;
    for (const kafka::ResourceConfig& config : answers.configs)
        configs[config.resource.name] = &config;

    std::vector<TopicRow> rows;
    for (const kafka::Topic& topic : answers.topics) {
        TopicRow row;
        row.name = topic.name;
        row.id = topic.id;
        row.internal = topic.internal;
        row.error = topic.error;
        std::int64_t records = 0;
        bool allKnown = !topic.partitions.empty();
        for (const kafka::Partition& partition : topic.partitions) {
            PartitionRow one = offsets[{topic.name, partition.id}];
            one.partition = {topic.name, partition.id};
            one.leader = partition.leader;
            one.replicas = partition.replicas;
            one.isr = partition.isr;
            row.replicationFactor =
                std::max(row.replicationFactor, static_cast<int>(partition.replicas.size()));
            row.underReplicated += one.underReplicated() ? 1 : 0;
            row.offline += one.leader ? 0 : 1;
            allKnown = allKnown && one.records().has_value();
            records += one.records().value_or(0);
            row.partitions.push_back(std::move(one));
        }
        if (allKnown)
            row.records = records;
        if (const auto config = configs.find(topic.name); config != configs.end() && !config->second->error)
            row.configs = config->second->entries;
        rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const TopicRow& a, const TopicRow& b) { return a.name < b.name; });
    return rows;
}

std::vector<BrokerRow> brokerRows(const ClusterAnswers& answers, bool topicsSeen) {
    std::map<std::int32_t, BrokerRow> rows;
    for (const kafka::Broker& broker : answers.info.brokers) {
        BrokerRow& row = rows[broker.id.value];
        row.broker = broker;
        row.controller = answers.info.controller == broker.id;
        if (topicsSeen)
            row.held.emplace();
    }
    const auto held = [&](BrokerId id) -> BrokerRow::Held& {
        const auto [at, isNew] = rows.try_emplace(id.value);
        if (isNew) {
            at->second.broker.id = id;
            at->second.missing = true;
            at->second.held.emplace();
        }
        return *at->second.held;
    };
    for (const kafka::Topic& topic : answers.topics) {
        for (const kafka::Partition& partition : topic.partitions) {
            if (partition.leader)
                ++held(*partition.leader).leads;
            for (const BrokerId replica : partition.replicas) {
                BrokerRow::Held& holder = held(replica);
                ++holder.replicas;
                holder.behind +=
                    std::find(partition.isr.begin(), partition.isr.end(), replica) == partition.isr.end() ? 1
                                                                                                          : 0;
            }
        }
    }
    std::vector<BrokerRow> list;
    for (auto& [id, broker] : rows)
        list.push_back(std::move(broker));
    return list;
}

std::vector<ClusterFinding> findings(const std::vector<BrokerRow>& brokers,
                                     const std::vector<TopicRow>& topics) {
    std::vector<ClusterFinding> found;
    int present = 0;
    int leads = 0;
    for (const BrokerRow& broker : brokers) {
        present += broker.missing ? 0 : 1;
        leads += leadsOf(broker);
        if (broker.missing)
            found.push_back({Severity::Bad, "broker_missing",
                             "broker " + std::to_string(broker.broker.id.value),
                             "It holds " + std::to_string(broker.held ? broker.held->replicas : 0) +
                                 " replicas and is not in the cluster",
                             "Start it again, or move its replicas to other brokers"});
    }
    const double average = present > 0 ? static_cast<double>(leads) / present : 0;
    for (const BrokerRow& broker : brokers) {
        const int own = leadsOf(broker);
        if (present > 1 && own > average * skewFactor && own - average >= skewLeast)
            found.push_back(
                {Severity::Notice, "leadership_skew", "broker " + std::to_string(broker.broker.id.value),
                 "It leads " + std::to_string(own) + " of " + std::to_string(leads) + " partitions",
                 "Elect preferred leaders, or reassign partitions"});
    }
    for (const TopicRow& topic : topics)
        checkTopic(topic, present, found);
    std::stable_sort(found.begin(), found.end(), [](const ClusterFinding& a, const ClusterFinding& b) {
        return std::tuple(-static_cast<int>(a.severity), a.code, a.subject) <
               std::tuple(-static_cast<int>(b.severity), b.code, b.subject);
    });
    return found;
}

TopicSums sumUp(const std::vector<TopicRow>& topics) {
    TopicSums sums;
    for (const TopicRow& topic : topics) {
        sums.partitions += static_cast<int>(topic.partitions.size());
        sums.underReplicated += topic.underReplicated;
        sums.offline += topic.offline;
        sums.perSecond += topic.perSecond.value_or(0);
        sums.rated += topic.perSecond ? 1 : 0;
    }
    return sums;
}

void addRates(std::vector<TopicRow>& now, const std::vector<TopicRow>& before, base::Duration between) {
    if (between <= base::Duration::zero())
        return;
    for (TopicRow& topic : now) {
        const auto old =
            std::lower_bound(before.begin(), before.end(), topic.name,
                             [](const TopicRow& row, const std::string& name) { return row.name < name; });
        if (old == before.end() || old->name != topic.name || old->id != topic.id ||
            old->partitions.size() != topic.partitions.size())
            continue;
        std::int64_t written = 0;
        bool known = true;
        for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
            const auto& from = old->partitions[i].end;
            const auto& to = topic.partitions[i].end;
            known = known && from && to && *from <= *to;
            if (known)
                written += to->value - from->value;
        }
        if (known)
            topic.perSecond = static_cast<double>(written) * 1000.0 / static_cast<double>(between.count());
    }
}

const char* name(Severity severity) {
    switch (severity) {
    case Severity::Bad:
        return "bad";
    case Severity::Warn:
        return "warn";
    case Severity::Notice:
        return "notice";
    case Severity::Good:
        return "good";
    case Severity::None:
    case Severity::Muted:
        break;
    }
    return "none";
}

} // namespace streamscape::inventory
