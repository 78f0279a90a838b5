// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/post.h"
#include "models/kafka/cluster.h"

#include <QThread>

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
    Peek,
    AlterGroupOffsets,
    DeleteGroupOffsets,
    DeleteGroups,
};
inline constexpr Question lastQuestion = Question::DeleteGroups;

/// A record in the fake's log.
struct KeptRecord {
    base::Time timestamp{};
    std::optional<std::string> key;
    std::optional<std::string> value;
    bool logAppendTime = false;
    bool aborted = false; ///< skipped where only committed records are read
};

/// A cluster of settable values. Answers are taken from the values as they are when asked, even where they
/// are held back, so a late answer is an old one, as on a real network. Ask from any thread; everything else
/// is for the fake's own. A question asked elsewhere is carried out on the fake's thread, when its event loop
/// comes to it, so a test changes values between questions without a lock.
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
    /// What peek reads, by offset; what is not here is a gap.
    std::map<base::TopicPartition, std::map<std::int64_t, KeptRecord>> records;
    std::map<base::TopicPartition, base::Error> peekErrors;   ///< peek's row errors
    std::map<base::TopicPartition, base::Error> commitErrors; ///< alterGroupOffsets' and deleteGroupOffsets'
    std::map<std::string, base::Error> groupErrors;           ///< deleteGroups' row errors
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
                std::int64_t offset, std::string metadata = {});
    /// Moves the end behind it where it was before.
    void addRecord(const std::string& topic, std::int32_t partition, std::int64_t offset, KeptRecord record);
    void setEnd(const std::string& topic, std::int32_t partition, std::int64_t end);

    // Trouble to order.
    /// The nth call of a question from now on (1 is the next) answers this error.
    void failCall(Question question, int nth, base::Error error);
    /// Every call answers this error, until nullopt.
    void failAlways(Question question, std::optional<base::Error> error);
    /// Every question answers this error, until nullopt.
    void failEverything(const std::optional<base::Error>& error);
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
    kafka::Answer<std::vector<kafka::PeekedRecord>> peek(std::vector<kafka::RecordPlace> places,
                                                         kafka::PeekOptions options) override;
    // As a real broker: refused as a whole while the group has members; a group that was not there is made.
    kafka::Answer<std::vector<kafka::OffsetOutcome>>
    alterGroupOffsets(std::string group, std::vector<kafka::OffsetChange> changes) override;
    /// Refused for the topics that members of the group have.
    kafka::Answer<std::vector<kafka::OffsetOutcome>>
    deleteGroupOffsets(std::string group, std::vector<base::TopicPartition> partitions) override;
    kafka::Answer<std::vector<kafka::ItemOutcome>> deleteGroups(std::vector<std::string> names) override;

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
    bool isActive(const std::string& group) const;
    std::optional<base::Error> refusal(const base::TopicPartition& partition) const;
    kafka::PeekedRecord peeked(const kafka::RecordPlace& place, const kafka::PeekOptions& options) const;

    kafka::ConnectionState m_state;
    std::set<Question> m_held;
    std::map<Question, Trouble> m_troubles;
};

template<class T, class Work>
kafka::Answer<T> FakeCluster::answer(Question question, std::vector<std::string> asked, Work work) {
    base::Reply<T> reply;
    auto carryOut = [this, question, asked = std::move(asked), work = std::move(work), reply]() mutable {
        Trouble& trouble = m_troubles[question];
        ++trouble.calls;
        trouble.asked = std::move(asked);
        base::Result<T> result = [&]() -> base::Result<T> {
            if (const auto it = trouble.failAt.find(trouble.calls); it != trouble.failAt.end())
                return base::fail(it->second);
            if (trouble.failAlways)
                return base::fail(*trouble.failAlways);
            return work();
        }();
        if (m_held.contains(question))
            trouble.waiting.emplace_back([reply, result = std::move(result)] { reply.answer(result); });
        else
            reply.answer(std::move(result));
    };
    if (QThread::currentThread() == thread())
        carryOut();
    else
        base::post(this, std::move(carryOut));
    return reply.future();
}

} // namespace streamscape::test
