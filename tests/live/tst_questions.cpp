// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <QTest>

#include <algorithm>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;

/// Every question of Cluster on a real broker.
class TestQuestions : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;
    std::unique_ptr<Cluster> m_cluster;
    std::string m_topic = "questions-" + std::to_string(base::toMilliseconds(base::systemNow()));
    // Quotes, a tab and an emoji are not for topics; these are what Kafka allows.
    std::string m_odd = m_topic + ".odd_NAME-" + std::string(180, 'x');

    PartitionOffset offsetOf(const TopicPartition& partition, OffsetQuery query) {
        const auto answer = await(m_cluster->listOffsets({partition}, query, Isolation::ReadUncommitted));
        return answer && !answer->empty() ? answer->front() : PartitionOffset{};
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        AWAIT(made,
              m_cluster->createTopics({{m_topic, 3, 1, {{"cleanup.policy", "compact"}}}, {m_odd, 1, 1, {}}}));
        QCOMPARE(made.size(), 2U);
        for (const ItemOutcome& one : made)
            QVERIFY2(!one.error, one.error ? base::describe(*one.error).c_str() : "");
        QTRY_COMPARE(m_cluster->state().link, LinkState::Up);
        // What the controller made, the broker knows a moment later.
        const auto isThere = [this](const std::string& topic) {
            const auto seen = await(m_cluster->describeTopics({topic}));
            return seen && !seen->front().error;
        };
        QTRY_VERIFY(isThere(m_topic) && isThere(m_odd));
    }
    void cleanupTestCase() {
        if (!m_cluster)
            return;
        AWAIT(gone, m_cluster->deleteTopics({m_topic, m_odd}));
        QCOMPARE(gone.size(), 2U);
        QVERIFY(!gone[0].error && !gone[1].error);
    }

    void theClusterTellsItsIdBrokersAndOurRights() {
        AWAIT(info, m_cluster->describeCluster());
        QCOMPARE(info.id, m_broker.value("CLUSTER_ID"));
        QCOMPARE(info.brokers.size(), 1U);
        QVERIFY(info.authorized.has_value());
        QVERIFY(std::count(info.authorized->begin(), info.authorized->end(), "ALTER") == 1);
    }

    void aTopicTellsItsPartitionsIdAndOurRights() {
        AWAIT(topics, m_cluster->describeTopics({m_topic}));
        QCOMPARE(topics.size(), 1U);
        const Topic& topic = topics.front();
        QCOMPARE(topic.name, m_topic);
        QCOMPARE(topic.id.size(), 22U);
        QCOMPARE(topic.partitions.size(), 3U);
        QCOMPARE(topic.partitions[2].id.value, 2);
        QVERIFY(topic.partitions[0].leader.has_value());
        QCOMPARE(topic.partitions[0].isr.size(), 1U);
        QVERIFY(topic.authorized && !topic.authorized->empty());
        QVERIFY(!topic.error);
    }

    void allTopicsAreListedByName() {
        AWAIT(topics, m_cluster->describeTopics({}));
        QVERIFY(std::is_sorted(topics.begin(), topics.end(),
                               [](const Topic& a, const Topic& b) { return a.name < b.name; }));
        for (const std::string& name : {m_topic, m_odd})
            QVERIFY(
                std::any_of(topics.begin(), topics.end(), [&](const Topic& t) { return t.name == name; }));
    }

    void aMissingTopicBlanksItsRowOnly() {
        AWAIT(topics, m_cluster->describeTopics({m_topic, "is-not-there"}));
        QCOMPARE(topics.size(), 2U);
        const Topic& missing = topics[0].name == "is-not-there" ? topics[0] : topics[1];
        QVERIFY(missing.error.has_value());
        QCOMPARE(missing.error->kind, base::ErrorKind::NotFound);
        QCOMPARE(missing.error->native, std::string("UNKNOWN_TOPIC_OR_PART"));
    }

    void configurationComesWithItsSource() {
        AWAIT(configs, m_cluster->describeConfigs({{ResourceType::Topic, m_topic},
                                                   {ResourceType::Broker, "1"},
                                                   {ResourceType::Topic, "is-not-there"}}));
        QCOMPARE(configs.size(), 3U);
        const auto entry = [](const ResourceConfig& config, const char* name) {
            const auto it = std::find_if(config.entries.begin(), config.entries.end(),
                                         [name](const ConfigEntry& e) { return e.name == name; });
            return it == config.entries.end() ? ConfigEntry{} : *it;
        };
        QCOMPARE(entry(configs[0], "cleanup.policy").value.value_or(""), std::string("compact"));
        QCOMPARE(entry(configs[0], "cleanup.policy").source, std::string("DYNAMIC_TOPIC_CONFIG"));
        QVERIFY(
            entry(configs[1], "authorizer.class.name").value.value_or("").ends_with("StandardAuthorizer"));
        QVERIFY(configs[2].error.has_value());
    }

    void offsetsAreAnsweredInTheOrderAskedAndAMissingPartitionBlanksItsRowOnly() {
        const TopicPartition second{m_topic, PartitionId{1}};
        const TopicPartition missing{m_topic, PartitionId{9}};
        const TopicPartition first{m_topic, PartitionId{0}};
        AWAIT(offsets,
              m_cluster->listOffsets({second, missing, first, second}, {}, Isolation::ReadUncommitted));
        QCOMPARE(offsets.size(), 4U);
        QCOMPARE(offsets[0].partition, second);
        QCOMPARE(offsets[0].offset, std::optional(Offset{0}));
        QVERIFY(offsets[1].error.has_value());
        QCOMPARE(offsets[1].error->kind, base::ErrorKind::NotFound);
        QVERIFY(!offsets[1].offset);
        QCOMPARE(offsets[2].partition, first);
        QCOMPARE(offsets[3], offsets[0]);
    }

    void aTimeWithoutRecordsHasNoOffset() {
        const auto none = offsetOf({m_topic, PartitionId{0}}, {OffsetQuery::At::Time, base::systemNow()});
        QVERIFY(!none.offset);
        QVERIFY(!none.error);
    }

    void offsetsByTimeFindTheFirstRecordNotOlder() {
        auto producer = kafkard::openProducer(m_broker.admin());
        QVERIFY(producer.has_value());
        const auto base = base::fromMilliseconds(1'700'000'000'000);
        for (int i = 0; i < 10; ++i)
            QVERIFY((*producer)->send({m_odd, PartitionId{0}, "k", "v", base + std::chrono::seconds(i), {}}));
        QVERIFY((*producer)->flush().has_value());
        const TopicPartition partition{m_odd, PartitionId{0}};
        QCOMPARE(offsetOf(partition, {OffsetQuery::At::Time, base + std::chrono::milliseconds(3500)}).offset,
                 std::optional(Offset{4}));
        QCOMPARE(offsetOf(partition, {OffsetQuery::At::Latest, {}}).offset, std::optional(Offset{10}));
        QCOMPARE(offsetOf(partition, {OffsetQuery::At::Earliest, {}}).offset, std::optional(Offset{0}));
        QCOMPARE(offsetOf(partition, {OffsetQuery::At::MaxTimestamp, {}}).timestamp,
                 std::optional(base + std::chrono::seconds(9)));
    }

    void oddGroupNamesGoThroughUnharmed() {
        const std::string odd = "a group\twith \"quotes\", \n é e\xCC\x81 \xF0\x9F\x91\x9F";
        AWAIT(offsets, m_cluster->committedOffsets({odd, "never-was"}));
        QCOMPARE(offsets.size(), 2U);
        QCOMPARE(offsets[0].group, odd);
        QVERIFY(offsets[0].offsets.empty());
        AWAIT(described, m_cluster->describeGroups({odd}));
        QCOMPARE(described.size(), 1U);
        QCOMPARE(described[0].id, odd);
        QCOMPARE(described[0].error->kind, base::ErrorKind::NotFound);
    }

    void anAclIsMadeSeenAndTakenAway() {
        const Acl acl{ResourceType::Topic, "inventory.", PatternType::Prefixed, "User:erick", "*", "WRITE",
                      Permission::Allow};
        const Acl wrong{ResourceType::Topic, "x", PatternType::Literal, "User:x", "*", "DANCE",
                        Permission::Allow};
        AWAIT(made, m_cluster->createAcls({acl, wrong}));
        QCOMPARE(made.size(), 2U);
        QVERIFY(!made[0].error);
        QCOMPARE(made[1].error->kind, base::ErrorKind::Invalid);
        const auto isThere = [this, &acl] {
            const auto list = await(m_cluster->describeAcls());
            return list && std::count(list->acls.begin(), list->acls.end(), acl) == 1;
        };
        QTRY_VERIFY(isThere());
        AWAIT(gone, m_cluster->deleteAcls({acl}));
        QVERIFY(!gone[0].error);
        QTRY_VERIFY(!isThere());
        AWAIT(again, m_cluster->deleteAcls({acl}));
        QCOMPARE(again[0].error->kind, base::ErrorKind::NotFound);
    }

    void aScramUserIsMadeAndCanConnect() {
        AWAIT(made,
              m_cluster->upsertScramUsers({{"questions-user", "SCRAM-SHA-256", 4096, "a secret of ours"}}));
        QVERIFY(made.size() == 1 && !made[0].error);
        const auto isThere = [this] {
            const auto users = await(m_cluster->describeScramUsers());
            return users && std::any_of(users->begin(), users->end(), [](const ScramUser& user) {
                       return user.name == "questions-user" &&
                              user.mechanisms == std::vector<std::string>{"SCRAM-SHA-256"};
                   });
        };
        QTRY_VERIFY(isThere());
        ConnectionSpec spec = m_broker.sasl("SASL_SSL", "SCRAM-SHA-256");
        spec.properties["sasl.username"] = "questions-user";
        spec.properties["sasl.password"] = "a secret of ours";
        auto theirs = kafkard::connect(spec);
        QVERIFY(theirs.has_value());
        AWAIT(info, (*theirs)->describeCluster());
        QCOMPARE(info.id, m_broker.value("CLUSTER_ID"));
    }

    void whoHasNoRightsIsToldByAuthorizedOperationsNotByAnError() {
        auto connected = kafkard::connect(m_broker.guest());
        QVERIFY(connected.has_value());
        AWAIT(info, (*connected)->describeCluster());
        const std::vector<Operation> none;
        QCOMPARE(info.authorized.value_or(none), none);
        AWAIT(acls, (*connected)->describeAcls());
        QVERIFY(acls.acls.empty());
        AWAIT(topics, (*connected)->describeTopics({m_topic}));
        QCOMPARE(topics[0].error->kind, base::ErrorKind::Denied);
    }

    void whoClosesTheConnectionCancelsItsQuestions() {
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY(connected.has_value());
        std::vector<Answer<ClusterInfo>> asked;
        for (int i = 0; i < 50; ++i)
            asked.push_back((*connected)->describeCluster());
        auto groups = (*connected)->listGroups();
        connected->reset();
        for (auto& one : asked)
            QVERIFY(one.isFinished());
        QVERIFY(groups.isFinished());
    }
};

QTEST_GUILESS_MAIN(TestQuestions)
#include "tst_questions.moc"
