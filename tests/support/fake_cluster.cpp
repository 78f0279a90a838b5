// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_cluster.h"

#include <algorithm>

namespace streamscape::test {

using base::ErrorKind;
using base::TopicPartition;

namespace {

std::string text(const TopicPartition& tp) { return tp.topic + ":" + std::to_string(tp.partition.value); }

template<class Rows, class Key>
auto findBy(Rows& rows, Key key, const std::string& name) {
    return std::find_if(rows.begin(), rows.end(),
                        [&](const auto& row) { return std::invoke(key, row) == name; });
}

} // namespace

FakeCluster::FakeCluster(QObject* parent)
    : Cluster(parent) {
    info.id = "fake-cluster-0000000000";
    info.controller = base::BrokerId{1};
    info.brokers = {{base::BrokerId{1}, "127.0.0.1", 9092, std::nullopt}};
    info.authorized = {"DESCRIBE"};
    m_state.link = kafka::LinkState::Up;
    m_state.brokers = 1;
}

FakeCluster::~FakeCluster() = default;

void FakeCluster::addTopic(const std::string& name, int partitions, std::int64_t end) {
    kafka::Topic topic;
    topic.name = name;
    topic.id = "id-of-" + name;
    for (std::int32_t p = 0; p < partitions; ++p) {
        topic.partitions.push_back(
            {base::PartitionId{p}, base::BrokerId{1}, {base::BrokerId{1}}, {base::BrokerId{1}}});
        ends[{name, base::PartitionId{p}}] = end;
    }
    topics.push_back(std::move(topic));
}

void FakeCluster::addRecord(const std::string& topic, std::int32_t partition, std::int64_t offset,
                            KeptRecord record) {
    const TopicPartition key{topic, base::PartitionId{partition}};
    records[key].insert_or_assign(offset, std::move(record));
    ends[key] = std::max(ends[key], offset + 1);
}

void FakeCluster::setEnd(const std::string& topic, std::int32_t partition, std::int64_t end) {
    ends[{topic, base::PartitionId{partition}}] = end;
}

void FakeCluster::failCall(Question question, int nth, base::Error error) {
    Trouble& trouble = m_troubles[question];
    trouble.failAt.insert_or_assign(trouble.calls + nth, std::move(error));
}

void FakeCluster::failAlways(Question question, std::optional<base::Error> error) {
    m_troubles[question].failAlways = std::move(error);
}

void FakeCluster::failEverything(const std::optional<base::Error>& error) {
    for (int question = 0; question <= static_cast<int>(lastQuestion); ++question)
        failAlways(static_cast<Question>(question), error);
}

bool FakeCluster::releaseOldest(Question question) {
    std::deque<std::function<void()>>& waiting = m_troubles[question].waiting;
    if (waiting.empty())
        return false;
    const std::function<void()> go = std::move(waiting.front());
    waiting.pop_front();
    go();
    return true;
}

bool FakeCluster::releaseNewest(Question question) {
    std::deque<std::function<void()>>& waiting = m_troubles[question].waiting;
    if (waiting.empty())
        return false;
    const std::function<void()> go = std::move(waiting.back());
    waiting.pop_back();
    go();
    return true;
}

void FakeCluster::release(Question question) {
    m_held.erase(question);
    while (releaseOldest(question)) {
    }
}

int FakeCluster::waiting(Question question) const {
    const auto it = m_troubles.find(question);
    return it == m_troubles.end() ? 0 : static_cast<int>(it->second.waiting.size());
}

int FakeCluster::calls(Question question) const {
    const auto it = m_troubles.find(question);
    return it == m_troubles.end() ? 0 : it->second.calls;
}

std::vector<std::string> FakeCluster::askedFor(Question question) const {
    const auto it = m_troubles.find(question);
    return it == m_troubles.end() ? std::vector<std::string>{} : it->second.asked;
}

void FakeCluster::setState(const kafka::ConnectionState& state) {
    m_state = state;
    Q_EMIT stateChanged(m_state);
}

kafka::Answer<kafka::ClusterInfo> FakeCluster::describeCluster() {
    return answer<kafka::ClusterInfo>(Question::DescribeCluster, {}, [this] { return info; });
}

kafka::Answer<std::vector<kafka::Topic>> FakeCluster::describeTopics(std::vector<std::string> names) {
    return answer<std::vector<kafka::Topic>>(Question::DescribeTopics, names, [this, names] {
        if (names.empty())
            return topics;
        std::vector<kafka::Topic> found;
        for (const std::string& name : names) {
            const auto it = findBy(topics, &kafka::Topic::name, name);
            kafka::Topic missing;
            missing.name = name;
            missing.error = base::Error{ErrorKind::NotFound, "The topic does not exist", name, "",
                                        "UNKNOWN_TOPIC_OR_PARTITION"};
            found.push_back(it != topics.end() ? *it : missing);
        }
        return found;
    });
}

kafka::Answer<std::vector<kafka::ResourceConfig>>
FakeCluster::describeConfigs(std::vector<kafka::ConfigResource> resources) {
    std::vector<std::string> names;
    for (const kafka::ConfigResource& resource : resources)
        names.push_back(resource.name);
    return answer<std::vector<kafka::ResourceConfig>>(
        Question::DescribeConfigs, names, [this, resources = std::move(resources)] {
            std::vector<kafka::ResourceConfig> found;
            for (const kafka::ConfigResource& resource : resources) {
                const auto it = configs.find(resource);
                found.push_back(it != configs.end() ? it->second : kafka::ResourceConfig{resource, {}, {}});
            }
            return found;
        });
}

bool FakeCluster::knows(const TopicPartition& partition) const {
    const auto it = findBy(topics, &kafka::Topic::name, partition.topic);
    return it != topics.end() &&
           std::any_of(it->partitions.begin(), it->partitions.end(),
                       [&](const kafka::Partition& p) { return p.id == partition.partition; });
}

kafka::PartitionOffset FakeCluster::offsetOf(const TopicPartition& partition, const kafka::OffsetQuery& query,
                                             kafka::Isolation isolation) const {
    kafka::PartitionOffset row{partition, {}, {}, {}};
    if (const auto it = partitionErrors.find(partition); it != partitionErrors.end()) {
        row.error = it->second;
        return row;
    }
    if (!knows(partition)) {
        row.error = base::Error{ErrorKind::NotFound, "The topic or partition does not exist", text(partition),
                                "", "UNKNOWN_TOPIC_OR_PARTITION"};
        return row;
    }
    const auto valueIn = [&](const std::map<TopicPartition, std::int64_t>& values, std::int64_t otherwise) {
        const auto it = values.find(partition);
        return it == values.end() ? otherwise : it->second;
    };
    const std::int64_t end = valueIn(ends, 0);
    switch (query.at) {
    case kafka::OffsetQuery::At::Earliest:
        row.offset = base::Offset{valueIn(starts, 0)};
        break;
    case kafka::OffsetQuery::At::Latest:
        row.offset =
            base::Offset{isolation == kafka::Isolation::ReadCommitted ? valueIn(stableEnds, end) : end};
        break;
    case kafka::OffsetQuery::At::Time:
    case kafka::OffsetQuery::At::MaxTimestamp:
        if (const auto times = offsetsByTime.find(partition);
            times != offsetsByTime.end() && !times->second.empty()) {
            const auto it = query.at == kafka::OffsetQuery::At::Time ? times->second.lower_bound(query.time)
                                                                     : std::prev(times->second.end());
            if (it != times->second.end()) {
                row.timestamp = it->first;
                row.offset = base::Offset{it->second};
            }
        }
        break;
    }
    return row;
}

kafka::Answer<std::vector<kafka::PartitionOffset>>
FakeCluster::listOffsets(std::vector<TopicPartition> partitions, kafka::OffsetQuery query,
                         kafka::Isolation isolation) {
    std::vector<std::string> names;
    for (const TopicPartition& partition : partitions)
        names.push_back(text(partition));
    return answer<std::vector<kafka::PartitionOffset>>(
        Question::ListOffsets, names, [this, partitions = std::move(partitions), query, isolation] {
            std::vector<kafka::PartitionOffset> found;
            for (const TopicPartition& partition : partitions)
                found.push_back(offsetOf(partition, query, isolation));
            return found;
        });
}

kafka::Answer<kafka::AclList> FakeCluster::describeAcls() {
    return answer<kafka::AclList>(Question::DescribeAcls, {}, [this] {
        kafka::AclList sorted = acls;
        std::sort(sorted.acls.begin(), sorted.acls.end());
        return sorted;
    });
}

kafka::Answer<std::vector<kafka::ScramUser>> FakeCluster::describeScramUsers() {
    return answer<std::vector<kafka::ScramUser>>(Question::DescribeScramUsers, {},
                                                 [this] { return scramUsers; });
}

kafka::Answer<std::vector<kafka::ItemOutcome>>
FakeCluster::createTopics(std::vector<kafka::NewTopic> newTopics) {
    std::vector<std::string> names;
    for (const kafka::NewTopic& topic : newTopics)
        names.push_back(topic.name);
    return answer<std::vector<
        kafka::ItemOutcome>>(Question::CreateTopics, names, [this, newTopics = std::move(newTopics)] {
        std::vector<kafka::ItemOutcome> outcome;
        for (const kafka::NewTopic& topic : newTopics) {
            kafka::ItemOutcome& item = outcome.emplace_back(kafka::ItemOutcome{topic.name, {}});
            if (findBy(topics, &kafka::Topic::name, topic.name) != topics.end())
                item.error = base::Error{ErrorKind::Conflict, "The topic exists already", topic.name, "", ""};
            else
                addTopic(topic.name, topic.partitions);
        }
        return outcome;
    });
}

kafka::Answer<std::vector<kafka::ItemOutcome>> FakeCluster::deleteTopics(std::vector<std::string> names) {
    return answer<std::vector<kafka::ItemOutcome>>(Question::DeleteTopics, names, [this, names] {
        std::vector<kafka::ItemOutcome> outcome;
        for (const std::string& name : names) {
            kafka::ItemOutcome& item = outcome.emplace_back(kafka::ItemOutcome{name, {}});
            const auto it = findBy(topics, &kafka::Topic::name, name);
            if (it == topics.end())
                item.error = base::Error{ErrorKind::NotFound, "The topic does not exist", name, "", ""};
            else
                topics.erase(it);
        }
        return outcome;
    });
}

kafka::Answer<std::vector<kafka::AclOutcome>> FakeCluster::createAcls(std::vector<kafka::Acl> created) {
    return answer<std::vector<kafka::AclOutcome>>(
        Question::CreateAcls, {}, [this, created = std::move(created)] {
            std::vector<kafka::AclOutcome> outcome;
            for (const kafka::Acl& acl : created) {
                if (std::find(acls.acls.begin(), acls.acls.end(), acl) == acls.acls.end())
                    acls.acls.push_back(acl);
                outcome.push_back({acl, {}});
            }
            return outcome;
        });
}

kafka::Answer<std::vector<kafka::AclOutcome>> FakeCluster::deleteAcls(std::vector<kafka::Acl> deleted) {
    return answer<std::vector<kafka::AclOutcome>>(Question::DeleteAcls, {},
                                                  [this, deleted = std::move(deleted)] {
                                                      std::vector<kafka::AclOutcome> outcome;
                                                      for (const kafka::Acl& acl : deleted) {
                                                          std::erase(acls.acls, acl);
                                                          outcome.push_back({acl, {}});
                                                      }
                                                      return outcome;
                                                  });
}

kafka::Answer<std::vector<kafka::ItemOutcome>>
FakeCluster::upsertScramUsers(std::vector<kafka::ScramUpsert> users) {
    return answer<std::vector<kafka::ItemOutcome>>(
        Question::UpsertScramUsers, {}, [this, users = std::move(users)] {
            std::vector<kafka::ItemOutcome> outcome;
            for (const kafka::ScramUpsert& user : users) {
                const auto it = findBy(scramUsers, &kafka::ScramUser::name, user.user);
                if (it == scramUsers.end())
                    scramUsers.push_back({user.user, {user.mechanism}, {}});
                else if (std::find(it->mechanisms.begin(), it->mechanisms.end(), user.mechanism) ==
                         it->mechanisms.end())
                    it->mechanisms.push_back(user.mechanism);
                outcome.push_back({user.user, {}});
            }
            return outcome;
        });
}

} // namespace streamscape::test
