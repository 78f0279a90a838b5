// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"

#include <deque>
#include <functional>
#include <map>
#include <set>

namespace streamscape::test {

enum class Question {
    DescribeCluster,
    DescribeTopics,
    DescribeConfigs,
    ListOffsets,
    ListGroups,
    DescribeGroups,
    CommittedOffsets,
    DescribeAcls,
    DescribeScramUsers,
    CreateTopics,
    DeleteTopics,
    CreateAcls,
    DeleteAcls,
    UpsertScramUsers,
};

/// A cluster of settable values. Answers are taken from the values as they are when asked, even where they
/// are held back, so a late answer is an old one, as on a real network. One thread.
class FakeCluster final : public kafka::Cluster {
    Q_OBJECT

public:
    explicit FakeCluster(QObject* parent = nullptr);
    ~FakeCluster() override;

    // What the cluster is like. Change freely between questions.
    kafka::ClusterInfo info; ///< one broker, authorized for DESCRIBE unless set otherwise
    std::vector<kafka::Topic> topics;
    std::map<kafka::ConfigResource, kafka::ResourceConfig> configs;
    std::map<base::TopicPartition, std::int64_t> starts;     ///< log starts; absent: 0 for known partitions
    std::map<base::TopicPartition, std::int64_t> ends;       ///< high watermarks; absent: 0
    std::map<base::TopicPartition, std::int64_t> stableEnds; ///< last stable offsets; absent: as ends
    std::map<base::TopicPartition, std::map<base::Time, std::int64_t>>
        offsetsByTime;                                           ///< for OffsetQuery::At::Time
    std::map<base::TopicPartition, base::Error> partitionErrors; ///< ListOffsets' row errors
    kafka::GroupList groups;
    std::map<std::string, kafka::GroupDescription> descriptions;
    std::map<std::string, kafka::GroupOffsets> commits;
    kafka::AclList acls;
    std::vector<kafka::ScramUser> scramUsers;

    // Short words for the common cases.
    void addTopic(const std::string& name, int partitions, std::int64_t end = 0);
    /// Listed, described as Stable with no members, no commits.
    void addGroup(const std::string& id, kafka::GroupType type = kafka::GroupType::Classic,
                  kafka::GroupState state = kafka::GroupState::Stable);
    void addMember(const std::string& group, const std::string& member,
                   std::vector<base::TopicPartition> assignment);
    void commit(const std::string& group, const std::string& topic, std::int32_t partition,
                std::int64_t offset);
    void setEnd(const std::string& topic, std::int32_t partition, std::int64_t end);

    // Trouble to order.
    /// The nth call of a question from now on (1 is the next) answers this error.
    void failCall(Question question, int nth, base::Error error);
    /// Every call answers this error, until nullopt.
    void failAlways(Question question, std::optional<base::Error> error);
    /// Answers to this question wait from now on.
    void hold(Question question) { m_held.insert(question); }
    /// Lets the oldest waiting answer go; false where none waits.
    bool releaseOldest(Question question);
    bool releaseNewest(Question question);
    /// Lets all waiting answers go and holds no longer.
    void release(Question question);
    int waiting(Question question) const;

    int calls(Question question) const;
    /// The names or "topic:partition" the newest call of a question was about.
    std::vector<std::string> askedFor(Question question) const;

    void setState(const kafka::ConnectionState& state);

    kafka::ConnectionState state() const override { return m_state; }
    std::string where() const override { return "fake:9092"; }
    kafka::Answer<kafka::ClusterInfo> describeCluster() override;
    kafka::Answer<std::vector<kafka::Topic>> describeTopics(std::vector<std::string> names) override;
    kafka::Answer<std::vector<kafka::ResourceConfig>>
    describeConfigs(std::vector<kafka::ConfigResource> resources) override;
    kafka::Answer<std::vector<kafka::PartitionOffset>>
    listOffsets(std::vector<base::TopicPartition> partitions, kafka::OffsetQuery query,
                kafka::Isolation isolation) override;
    kafka::Answer<kafka::GroupList> listGroups() override;
    kafka::Answer<std::vector<kafka::GroupDescription>>
    describeGroups(std::vector<std::string> names) override;
    kafka::Answer<std::vector<kafka::GroupOffsets>> committedOffsets(std::vector<std::string> names) override;
    kafka::Answer<kafka::AclList> describeAcls() override;
    kafka::Answer<std::vector<kafka::ScramUser>> describeScramUsers() override;
    kafka::Answer<std::vector<kafka::ItemOutcome>>
    createTopics(std::vector<kafka::NewTopic> newTopics) override;
    kafka::Answer<std::vector<kafka::ItemOutcome>> deleteTopics(std::vector<std::string> names) override;
    kafka::Answer<std::vector<kafka::AclOutcome>> createAcls(std::vector<kafka::Acl> created) override;
    kafka::Answer<std::vector<kafka::AclOutcome>> deleteAcls(std::vector<kafka::Acl> deleted) override;
    kafka::Answer<std::vector<kafka::ItemOutcome>>
    upsertScramUsers(std::vector<kafka::ScramUpsert> users) override;

private:
    struct Trouble {
        int calls = 0;
        std::map<int, base::Error> failAt; // by the number of the call
        std::optional<base::Error> failAlways;
        std::vector<std::string> asked;
        std::deque<std::function<void()>> waiting;
    };
    template<class T, class Work>
    kafka::Answer<T> answer(Question question, std::vector<std::string> asked, Work work);
    kafka::PartitionOffset offsetOf(const base::TopicPartition& partition, const kafka::OffsetQuery& query,
                                    kafka::Isolation isolation) const;
    bool knows(const base::TopicPartition& partition) const;

    kafka::ConnectionState m_state;
    std::set<Question> m_held;
    std::map<Question, Trouble> m_troubles;
};

} // namespace streamscape::test
