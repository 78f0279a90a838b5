// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_opening.h"

#include "models/base/answered.h"

#include <algorithm>

namespace streamscape::inventory {

using kafka::OffsetQuery;

namespace {

bool isThere(const kafka::Topic& topic) { return !topic.error && !topic.partitions.empty(); }

std::map<TopicPartition, Offset> known(const std::vector<kafka::PartitionOffset>& offsets) {
    std::map<TopicPartition, Offset> map;
    for (const kafka::PartitionOffset& offset : offsets) {
        if (offset.offset)
            map[offset.partition] = *offset.offset;
    }
    return map;
}

base::Error missing(const std::string& name, const std::vector<kafka::Topic>& topics) {
    for (const kafka::Topic& topic : topics) {
        if (topic.name == name && topic.error && topic.error->kind != base::ErrorKind::NotFound)
            return *topic.error;
    }
    return {base::ErrorKind::NotFound,
            "The topic is not there, or may not be seen",
            name,
            "It needs to exist, and READ and DESCRIBE on it for this connection",
            {}};
}

// On the store's writer: where this cluster's stock stands, with the partitions it has not known so far.
Opened entered(store::Sql& sql, Opened opened, const std::string& name, bool rebuild, base::Time now) {
    opened.row = openProjection(sql, opened.clusterId, name, now);
    if (rebuild) {
        wipeProjection(sql, opened.row.key);
        opened.row = openProjection(sql, opened.clusterId, name, now);
    }
    const std::map<TopicPartition, Offset> starts = known(opened.starts);
    opened.obstacles = obstacles(opened.row.partitions, opened.topicIds, starts, known(opened.ends));
    if (!opened.obstacles.empty())
        return opened;
    std::vector<PartitionStand> fresh;
    for (const TopicPartition& partition : opened.partitions) {
        if (const auto start = starts.find(partition); start != starts.end())
            fresh.push_back({partition, opened.topicIds.at(partition.topic), start->second, start->second});
    }
    addPartitions(sql, opened.row.key, fresh);
    opened.row = openProjection(sql, opened.clusterId, name, now);
    return opened;
}

} // namespace

std::map<std::string, std::string> topicIds(const std::vector<kafka::Topic>& topics) {
    std::map<std::string, std::string> ids;
    for (const kafka::Topic& topic : topics) {
        if (isThere(topic))
            ids[topic.name] = topic.id;
    }
    return ids;
}

std::map<std::string, int> partitionCounts(const std::vector<kafka::Topic>& topics) {
    std::map<std::string, int> counts;
    for (const kafka::Topic& topic : topics) {
        if (isThere(topic))
            counts[topic.name] = static_cast<int>(topic.partitions.size());
    }
    return counts;
}

std::vector<std::string> topicNames(const ProjectionSpec& spec) {
    return {spec.movements, spec.products, spec.warehouses};
}

StockOpening::StockOpening(kafka::Cluster& cluster, store::Store& store, ProjectionSpec spec, Store how,
                           base::Time now)
    : m_cluster(cluster)
    , m_store(store)
    , m_spec(std::move(spec))
    , m_how(how)
    , m_now(now) {}

QFuture<base::Result<Opened>> StockOpening::ask() {
    base::whenAnswered(m_cluster.describeCluster(), this,
                       [this](const base::Result<kafka::ClusterInfo>& info) {
                           if (!info)
                               return fail(info.error());
                           m_opened.clusterId = info->id;
                           askTopics();
                       });
    return m_reply.future();
}

void StockOpening::askTopics() {
    base::whenAnswered(m_cluster.describeTopics(topicNames(m_spec)), this,
                       [this](const base::Result<std::vector<kafka::Topic>>& topics) {
                           if (!topics)
                               return fail(topics.error());
                           takeTopics(*topics);
                       });
}

void StockOpening::takeTopics(const std::vector<kafka::Topic>& topics) {
    m_opened.topicIds = topicIds(topics);
    m_opened.partitionCounts = partitionCounts(topics);
    for (const kafka::Topic& topic : topics) {
        if (!isThere(topic))
            continue;
        for (const kafka::Partition& partition : topic.partitions)
            m_opened.partitions.push_back({topic.name, partition.id});
    }
    if (!m_opened.topicIds.contains(m_spec.movements))
        return fail(missing(m_spec.movements, topics));
    for (const std::string& name : {m_spec.products, m_spec.warehouses}) {
        if (!m_opened.topicIds.contains(name))
            m_opened.partly.push_back(missing(name, topics));
    }
    askOffsets(OffsetQuery::At::Earliest, &Opened::starts,
               m_how == Store::Read ? &StockOpening::readStore : &StockOpening::askEnds);
}

// Before the ends: what another process commits in between must not look as if the log had become shorter.
void StockOpening::readStore() {
    base::whenAnswered(
        m_store.read<ProjectionRow>({},
                                    [cluster = m_opened.clusterId, name = m_spec.name](store::Sql& sql) {
                                        return base::Result<ProjectionRow>(
                                            findProjection(sql, cluster, name).value_or(ProjectionRow{}));
                                    }),
        this, [this](const base::Result<ProjectionRow>& row) {
            if (!row)
                return fail(row.error());
            m_opened.row = *row;
            askEnds();
        });
}

void StockOpening::askEnds() {
    askOffsets(OffsetQuery::At::Latest, &Opened::ends,
               m_how == Store::Read ? &StockOpening::compare : &StockOpening::enterStore);
}

void StockOpening::compare() {
    m_opened.obstacles =
        obstacles(m_opened.row.partitions, m_opened.topicIds, known(m_opened.starts), known(m_opened.ends));
    m_reply.answer(std::move(m_opened));
}

void StockOpening::enterStore() {
    base::whenAnswered(
        m_store.write<Opened>([opened = m_opened, name = m_spec.name, rebuild = m_how == Store::Rebuild,
                               now = m_now](store::Sql& sql) {
            return base::Result<Opened>(entered(sql, opened, name, rebuild, now));
        }),
        this, [this](const base::Result<Opened>& opened) { m_reply.answer(opened); });
}

void StockOpening::askOffsets(OffsetQuery::At at, std::vector<kafka::PartitionOffset> Opened::*member,
                              void (StockOpening::*next)()) {
    base::whenAnswered(
        m_cluster.listOffsets(m_opened.partitions, OffsetQuery{at, {}}, kafka::Isolation::ReadCommitted),
        this, [this, member, next](const base::Result<std::vector<kafka::PartitionOffset>>& offsets) {
            if (!offsets)
                return fail(offsets.error());
            m_opened.*member = *offsets;
            (this->*next)();
        });
}

} // namespace streamscape::inventory
