// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_feed.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::inventory;

namespace {

kafka::Partition partition(std::int32_t id, std::optional<int> leader, std::vector<int> replicas,
                           std::vector<int> isr) {
    kafka::Partition made;
    made.id = {id};
    if (leader)
        made.leader = BrokerId{*leader};
    for (const int broker : replicas)
        made.replicas.push_back({broker});
    for (const int broker : isr)
        made.isr.push_back({broker});
    return made;
}
ClusterAnswers threeBrokers() {
    ClusterAnswers answers;
    for (int id = 1; id <= 3; ++id)
        answers.info.brokers.push_back({{id}, "b" + std::to_string(id), 9092, std::nullopt});
    kafka::Topic topic;
    topic.name = "orders";
    topic.id = "id-orders";
    topic.partitions = {partition(0, 1, {1, 2, 3}, {1, 2, 3}), partition(1, 2, {2, 3, 1}, {2, 3, 1}),
                        partition(2, 3, {3, 1, 2}, {3, 1, 2})};
    answers.topics = {topic};
    answers.configs = {{{kafka::ResourceType::Topic, "orders"},
                        {{"min.insync.replicas", "2", "DEFAULT_CONFIG", true, false, false}},
                        std::nullopt}};
    return answers;
}
std::vector<std::string> codes(const ClusterAnswers& answers) {
    std::vector<std::string> list;
    for (const ClusterFinding& finding : findings(brokerRows(answers), topicRows(answers)))
        list.push_back(finding.code + " " + finding.subject);
    return list;
}
using Codes = std::vector<std::string>;
using Texts = QList<QByteArray>;

} // namespace

class tst_ClusterView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsInventedOnACleanCluster() { QCOMPARE(codes(threeBrokers()), Codes{}); }
    void aSingleBrokerIsNoFinding() {
        ClusterAnswers answers = threeBrokers();
        answers.info.brokers.resize(1);
        answers.topics[0].partitions = {partition(0, 1, {1}, {1})};
        answers.configs[0].entries[0].value = "1";
        QCOMPARE(codes(answers), Codes{});
    }
    void plantedDefectsAreFound_data() {
        QTest::addColumn<int>("defect");
        QTest::addColumn<Texts>("expected");
        QTest::newRow("no leader") << 0 << Texts{"offline_partition orders-1"};
        QTest::newRow("a replica behind") << 1 << Texts{"under_replicated orders"};
        QTest::newRow("fewer in sync than demanded")
            << 2 << Texts{"under_min_isr orders", "under_replicated orders"};
        QTest::newRow("a broker gone") << 3 << Texts{"broker_missing broker 3", "under_replicated orders"};
        QTest::newRow("one copy") << 4 << Texts{"replication_one orders"};
        QTest::newRow("min ISR is the replication factor") << 5 << Texts{"min_isr_is_replication orders"};
        QTest::newRow("unclean elections") << 6 << Texts{"unclean_election orders"};
        QTest::newRow("one broker leads all") << 7 << Texts{"leadership_skew broker 1"};
    }
    void plantedDefectsAreFound() {
        QFETCH(int, defect);
        QFETCH(Texts, expected);
        ClusterAnswers answers = threeBrokers();
        std::vector<kafka::Partition>& partitions = answers.topics[0].partitions;
        switch (defect) {
        case 0:
            partitions[1].leader.reset();
            break;
        case 1:
            partitions[0] = partition(0, 1, {1, 2, 3}, {1, 2});
            break;
        case 2:
            partitions[0] = partition(0, 1, {1, 2, 3}, {1});
            break;
        case 3:
            answers.info.brokers.pop_back();
            partitions = {partition(0, 1, {1, 2, 3}, {1, 2}), partition(1, 2, {2, 3, 1}, {2, 1})};
            break;
        case 4:
            partitions = {partition(0, 1, {1}, {1}), partition(1, 2, {2}, {2})};
            answers.configs[0].entries[0].value = "1";
            break;
        case 5:
            answers.configs[0].entries[0].value = "3";
            break;
        case 6:
            answers.configs[0].entries.push_back(
                {"unclean.leader.election.enable", "true", "DYNAMIC_TOPIC_CONFIG", false, false, false});
            break;
        default:
            for (std::int32_t i = 0; i < 6; ++i)
                partitions.push_back(partition(3 + i, 1, {1, 2, 3}, {1, 2, 3}));
        }
        Texts found;
        for (const std::string& code : codes(answers))
            found << QByteArray::fromStdString(code);
        QCOMPARE(found, expected);
    }

    void recordsAreUnknownWhereAnOffsetIs() {
        ClusterAnswers answers = threeBrokers();
        for (std::int32_t i = 0; i < 3; ++i) {
            answers.starts.push_back({{"orders", {i}}, kafka::Offset{10}, std::nullopt, std::nullopt});
            answers.ends.push_back({{"orders", {i}}, kafka::Offset{30}, std::nullopt, std::nullopt});
        }
        QCOMPARE(topicRows(answers)[0].records.value_or(-1), std::int64_t{60});
        answers.ends[1] = {{"orders", {1}},
                           std::nullopt,
                           std::nullopt,
                           base::Error{base::ErrorKind::Transport, "no leader", {}, {}, {}}};
        const TopicRow row = topicRows(answers)[0];
        QVERIFY(!row.records);
        QCOMPARE(row.partitions[0].records().value_or(-1), std::int64_t{20});
        QVERIFY(row.partitions[1].error.has_value());
    }
    void ratesComeFromTwoReadingsOfOneTopic() {
        ClusterAnswers answers = threeBrokers();
        for (std::int32_t i = 0; i < 3; ++i)
            answers.ends.push_back({{"orders", {i}}, kafka::Offset{30}, std::nullopt, std::nullopt});
        const std::vector<TopicRow> before = topicRows(answers);
        answers.ends[0].offset = kafka::Offset{50};
        std::vector<TopicRow> now = topicRows(answers);
        addRates(now, before, base::Duration{4'000});
        QCOMPARE(now[0].perSecond.value_or(-1), 5.0);
        answers.topics[0].id = "made-again";
        now = topicRows(answers);
        addRates(now, before, base::Duration{4'000});
        QVERIFY(!now[0].perSecond);
    }

    void theFeedPutsTheAnswersTogether() {
        test::FakeCluster cluster;
        test::ManualClock clock;
        cluster.addTopic("b-topic", 2, 7);
        cluster.addTopic("a-topic", 1, 5);
        ClusterFeed feed(cluster, clock.clock());
        feed.setActive(true);
        QTRY_VERIFY(feed.view()->started);
        QCOMPARE(feed.view()->topics.size(), std::size_t{2});
        QCOMPARE(feed.view()->topics[0].name, std::string("a-topic"));
        QCOMPARE(feed.view()->topics[1].records.value_or(-1), std::int64_t{14});
    }
    void aFailingQuestionLeavesOnlyItsPartUnknown() {
        test::FakeCluster cluster;
        test::ManualClock clock;
        cluster.addTopic("a-topic", 1, 5);
        cluster.failCall(test::Question::DescribeConfigs, 1,
                         base::Error{base::ErrorKind::Denied, "not allowed", {}, {}, {}});
        ClusterFeed feed(cluster, clock.clock());
        feed.refresh();
        QTRY_VERIFY(feed.view()->started);
        QVERIFY(!feed.view()->error);
        QCOMPARE(feed.view()->partly.size(), std::size_t{1});
        QCOMPARE(feed.view()->topics[0].records.value_or(-1), std::int64_t{5});
        QVERIFY(!feed.view()->topics[0].configs);
    }
    void afterAFailureWhatWasReadStaysWithItsAge() {
        test::FakeCluster cluster;
        test::ManualClock clock;
        cluster.addTopic("a-topic", 1, 5);
        ClusterFeed feed(cluster, clock.clock());
        feed.refresh();
        QTRY_VERIFY(feed.view()->started);
        const base::Time read = feed.view()->asOf;
        clock.advance(base::Duration{60'000});
        cluster.failAlways(test::Question::DescribeCluster,
                           base::Error{base::ErrorKind::Transport, "No broker answers", {}, {}, {}});
        feed.refresh();
        QTRY_VERIFY(feed.view()->error.has_value());
        QVERIFY(feed.view()->asOf == read);
        QCOMPARE(feed.view()->topics.size(), std::size_t{1});
    }
    void aLateAnswerDoesNotReplaceANewerOne() {
        test::FakeCluster cluster;
        test::ManualClock clock;
        cluster.hold(test::Question::DescribeCluster);
        ClusterFeed feed(cluster, clock.clock());
        feed.refresh();
        cluster.info.id = "newer";
        feed.refresh();
        QTRY_COMPARE(cluster.waiting(test::Question::DescribeCluster), 2);
        cluster.releaseNewest(test::Question::DescribeCluster);
        QTRY_COMPARE(feed.view()->id, std::string("newer"));
        cluster.releaseOldest(test::Question::DescribeCluster);
        QTest::qWait(20);
        QCOMPARE(feed.view()->id, std::string("newer"));
    }
};

QTEST_GUILESS_MAIN(tst_ClusterView)
#include "tst_cluster_view.moc"
