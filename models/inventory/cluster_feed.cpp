// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_feed.h"

#include "models/base/answered.h"
#include "models/inventory/cluster_sight.h"

namespace streamscape::inventory {

using kafka::OffsetQuery;

namespace {
constexpr std::chrono::milliseconds refreshEvery{5'000};
} // namespace

struct ClusterFeed::Reading {
    int generation = 0;
    base::Time began{};
    ClusterAnswers answers;
    std::vector<base::Error> partly;
    std::vector<kafka::TopicPartition> partitions;
};

ClusterFeed::ClusterFeed(kafka::Cluster& cluster, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_cluster(cluster)
    , m_clock(std::move(clock))
    , m_view(std::make_shared<const ClusterView>()) {
    m_timer.setInterval(refreshEvery);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_asking) // a slow cluster is not asked twice at once
            refresh();
    });
}

void ClusterFeed::setActive(bool active) {
    if (active == m_timer.isActive())
        return;
    if (!active)
        return m_timer.stop();
    m_timer.start();
    refresh();
}

void ClusterFeed::refresh() {
    m_asking = true;
    auto reading = std::make_shared<Reading>();
    reading->generation = ++m_generation;
    reading->began = m_clock();
    base::whenAnswered(m_cluster.describeCluster(), this,
                       [this, reading](const base::Result<kafka::ClusterInfo>& info) {
                           if (reading->generation != m_generation)
                               return;
                           if (!info)
                               return fail(info.error());
                           reading->answers.info = *info;
                           askTopics(reading);
                       });
}

void ClusterFeed::askTopics(const std::shared_ptr<Reading>& reading) {
    base::whenAnswered(m_cluster.describeTopics({}), this,
                       [this, reading](const base::Result<std::vector<kafka::Topic>>& topics) {
                           if (reading->generation != m_generation)
                               return;
                           if (!topics)
                               return fail(topics.error());
                           reading->answers.topics = *topics;
                           for (const kafka::Topic& topic : *topics) {
                               for (const kafka::Partition& partition : topic.partitions)
                                   reading->partitions.push_back({topic.name, partition.id});
                           }
                           askOffsets(reading);
                       });
}

void ClusterFeed::askOffsets(const std::shared_ptr<Reading>& reading) {
    using Offsets = base::Result<std::vector<kafka::PartitionOffset>>;
    constexpr auto all = kafka::Isolation::ReadUncommitted;
    base::whenAnswered(
        m_cluster.listOffsets(reading->partitions, OffsetQuery{OffsetQuery::At::Earliest, {}}, all), this,
        [this, reading](const Offsets& starts) {
            if (reading->generation != m_generation)
                return;
            if (starts)
                reading->answers.starts = *starts;
            else
                reading->partly.push_back(starts.error());
            base::whenAnswered(
                m_cluster.listOffsets(reading->partitions, OffsetQuery{OffsetQuery::At::Latest, {}}, all),
                this, [this, reading](const Offsets& ends) {
                    if (reading->generation != m_generation)
                        return;
                    if (ends)
                        reading->answers.ends = *ends;
                    else
                        reading->partly.push_back(ends.error());
                    askConfigs(reading);
                });
        });
}

void ClusterFeed::askConfigs(const std::shared_ptr<Reading>& reading) {
    std::vector<kafka::ConfigResource> resources;
    for (const kafka::Topic& topic : reading->answers.topics)
        resources.push_back({kafka::ResourceType::Topic, topic.name});
    if (resources.empty())
        return publish(reading);
    base::whenAnswered(m_cluster.describeConfigs(std::move(resources)), this,
                       [this, reading](const base::Result<std::vector<kafka::ResourceConfig>>& configs) {
                           if (reading->generation != m_generation)
                               return;
                           if (configs)
                               reading->answers.configs = *configs;
                           else
                               reading->partly.push_back(configs.error());
                           publish(reading);
                       });
}

void ClusterFeed::publish(const std::shared_ptr<Reading>& reading) {
    m_asking = false;
    auto view = std::make_shared<ClusterView>();
    view->asOf = m_clock();
    view->took = view->asOf - reading->began;
    view->started = true;
    view->id = reading->answers.info.id;
    Unseen unseen = inventory::unseen(reading->answers, m_cluster.where());
    view->topics = topicRows(reading->answers);
    view->brokers = brokerRows(reading->answers, !unseen.topics);
    view->findings = findings(view->brokers, view->topics);
    view->noTopics = std::move(unseen.topics);
    view->partly = std::move(reading->partly);
    view->partly.insert(view->partly.end(), unseen.partly.begin(), unseen.partly.end());
    if (m_view->started && !m_view->error)
        addRates(view->topics, m_view->topics, view->asOf - m_view->asOf);
    m_view = std::move(view);
    Q_EMIT changed();
}

void ClusterFeed::fail(const base::Error& error) {
    m_asking = false;
    auto view = std::make_shared<ClusterView>(*m_view); // what was read before stays, with its age
    view->started = true;
    view->error = error;
    m_view = std::move(view);
    Q_EMIT changed();
}

} // namespace streamscape::inventory
