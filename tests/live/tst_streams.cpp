// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"
#include "tests/support/relay.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <map>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;

namespace {

/// What a tail told, gathered on the test's thread.
class Gathered : public QObject {
public:
    explicit Gathered(std::unique_ptr<Tail> tail, bool take = true)
        : m_tail(std::move(tail)) {
        connect(m_tail.get(), &Tail::batch, this, [this, take](const BatchPtr& batch) {
            ++batches;
            for (const Record& record : batch->records)
                values.emplace_back(record.value.value_or("null"));
            for (const Position& position : batch->positions)
                at[position.partition] = position;
            for (const PartitionFailure& failure : batch->failures)
                failures.push_back(failure);
            if (take)
                m_tail->taken();
        });
        connect(m_tail.get(), &Tail::failed, this,
                [this](const std::optional<base::Error>& error) { broken = error; });
    }
    bool isAtEnd(const TopicPartition& partition) const {
        const auto it = at.find(partition);
        return it != at.end() && it->second.atEnd;
    }
    Tail& tail() { return *m_tail; }
    void close() { m_tail.reset(); }

    int batches = 0;
    std::vector<std::string> values;
    std::map<TopicPartition, Position> at;
    std::vector<PartitionFailure> failures;
    std::optional<base::Error> broken;

private:
    std::unique_ptr<Tail> m_tail;
};

} // namespace

/// Records out and in again on a real broker: tails, producers, transactions, groups.
class TestStreams : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;
    std::unique_ptr<Cluster> m_cluster;
    const std::string m_run = std::to_string(base::toMilliseconds(base::systemNow()));
    std::vector<std::string> m_topics;

    std::string topic(const char* name, int partitions = 1) {
        m_topics.push_back(std::string("streams-") + name + "-" + m_run);
        const auto made = await(m_cluster->createTopics({NewTopic{m_topics.back(), partitions, 1, {}}}));
        if (!made || made->front().error)
            qWarning("the topic was not made");
        // A producer is told of it a moment later.
        (void)QTest::qWaitFor(
            [this] {
                const auto seen = await(m_cluster->describeTopics({m_topics.back()}));
                return seen && !seen->front().error;
            },
            5000);
        return m_topics.back();
    }
    std::unique_ptr<Producer> producer(const char* transactionalId = nullptr) const {
        ConnectionSpec spec = m_broker.admin();
        if (transactionalId)
            spec.properties["transactional.id"] = transactionalId + m_run;
        auto opened = kafkard::openProducer(spec);
        return opened ? std::move(*opened) : nullptr;
    }
    static void send(Producer& to, const std::string& topic, const std::string& value, int partition = 0) {
        const auto sent = to.send({topic, PartitionId{partition}, "key", value, {}, {}});
        QVERIFY2(sent.has_value(), test::why(sent).c_str());
    }
    std::unique_ptr<Gathered> tail(std::vector<TailStart> starts, TailOptions options = {},
                                   bool take = true) const {
        auto opened = kafkard::openTail(m_broker.admin(), std::move(starts), options);
        return opened ? std::make_unique<Gathered>(std::move(*opened), take) : nullptr;
    }
    GroupDescription describe(const std::string& group) {
        const auto listed = await(m_cluster->listGroups());
        const auto answer = await(m_cluster->describeGroups({group}));
        return answer && !answer->empty() ? answer->front() : GroupDescription{};
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY(connected.has_value());
        m_cluster = std::move(*connected);
    }
    void cleanupTestCase() {
        if (m_cluster)
            (void)await(m_cluster->deleteTopics(m_topics));
    }

    void whatIsWrittenIsReadAndTheTailKnowsWhereItStands() {
        const std::string name = topic("plain");
        const auto out = producer();
        for (int i = 0; i < 1000; ++i)
            send(*out, name, std::to_string(i));
        QVERIFY(out->flush().has_value());
        const TopicPartition partition{name, PartitionId{0}};
        const auto in = tail({{partition, Offset{10}}});
        QTRY_VERIFY(in->isAtEnd(partition));
        QCOMPARE(in->values.size(), 990U);
        QCOMPARE(in->values.front(), std::string("10"));
        QCOMPARE(in->at[partition].next, Offset{1000});
        send(*out, name, "late");
        QVERIFY(out->flush().has_value());
        QTRY_COMPARE(in->values.back(), std::string("late"));
        QTRY_VERIFY(in->isAtEnd(partition));
        QCOMPARE(in->at[partition].next, Offset{1001});
    }

    void aTailOfTransactionsReachesTheEndBehindMarkersAndAbortedRecords() {
        const std::string name = topic("transactions");
        const auto out = producer("streams-");
        QVERIFY(out);
        for (const bool keep : {true, false, true, false}) {
            QVERIFY(out->beginTransaction().has_value());
            for (int i = 0; i < 5; ++i)
                send(*out, name, keep ? "kept" : "aborted");
            QVERIFY((keep ? out->commitTransaction() : out->abortTransaction()).has_value());
        }
        const TopicPartition partition{name, PartitionId{0}};
        const auto committed = tail({{partition, Offset{0}}});
        QTRY_VERIFY(committed->isAtEnd(partition));
        QCOMPARE(committed->values, std::vector<std::string>(10, "kept"));
        // 20 records and 4 markers
        QCOMPARE(committed->at[partition].next, Offset{24});
        TailOptions all;
        all.isolation = Isolation::ReadUncommitted;
        const auto uncommitted = tail({{partition, Offset{0}}}, all);
        QTRY_VERIFY(uncommitted->isAtEnd(partition));
        QCOMPARE(uncommitted->values.size(), 20U);

        // An open transaction holds the end back at the last stable offset.
        QVERIFY(out->beginTransaction().has_value());
        send(*out, name, "open");
        QVERIFY(out->flush().has_value());
        const auto held = tail({{partition, Offset{0}}});
        QTRY_VERIFY(held->isAtEnd(partition));
        QCOMPARE(held->at[partition].next, Offset{24});
        QVERIFY(out->abortTransaction().has_value());
        QTRY_COMPARE(held->at[partition].next, Offset{26});
    }

    void nullKeysAndTombstonesStayNull() {
        const std::string name = topic("nulls");
        const auto out = producer();
        QVERIFY(out->send({name, PartitionId{0}, std::nullopt, std::nullopt, {}, {}}).has_value());
        QVERIFY(out->send({name, PartitionId{0}, "", "", {}, {}}).has_value());
        QVERIFY(out->flush().has_value());
        const auto in = tail({{{name, PartitionId{0}}, Offset{0}}});
        QTRY_COMPARE(in->values.size(), 2U);
        QCOMPARE(in->values, (std::vector<std::string>{"null", ""}));
    }

    void anOffsetOutOfTheLogIsAFailureOfThatPartitionOnly() {
        const std::string name = topic("range", 2);
        const auto out = producer();
        send(*out, name, "there", 1);
        QVERIFY(out->flush().has_value());
        const auto in = tail({{{name, PartitionId{0}}, Offset{5000}}, {{name, PartitionId{1}}, Offset{0}}});
        QTRY_COMPARE(in->failures.size(), 1U);
        QCOMPARE(in->failures[0].partition.partition, PartitionId{0});
        QCOMPARE(in->failures[0].error.kind, base::ErrorKind::NotFound);
        QTRY_COMPARE(in->values.size(), 1U);
    }

    void aTopicThatIsNotThereIsAFailure() {
        const auto in = tail({{{"streams-never-was", PartitionId{0}}, Offset{0}}});
        QTRY_VERIFY_WITH_TIMEOUT(!in->failures.empty(), 10000);
        QCOMPARE(in->failures[0].error.kind, base::ErrorKind::NotFound);
    }

    void aTopicThatIsDeletedIsAFailureAndAPartitionThatIsNotThereToo() {
        const std::string name = topic("deleted");
        const auto in = tail({{{name, PartitionId{0}}, Offset{0}}, {{name, PartitionId{7}}, Offset{0}}});
        QTRY_VERIFY(in->isAtEnd({name, PartitionId{0}}));
        QTRY_VERIFY_WITH_TIMEOUT(!in->failures.empty(), 10000);
        QCOMPARE(in->failures[0].partition.partition, PartitionId{7});
        (void)await(m_cluster->deleteTopics({name}));
        m_topics.pop_back();
        QTRY_VERIFY_WITH_TIMEOUT(in->failures.size() > 1, 20000);
        QCOMPARE(in->failures.back().partition.partition, PartitionId{0});
        QCOMPARE(in->failures.back().error.kind, base::ErrorKind::NotFound);
        QElapsedTimer timer;
        timer.start();
        in->close();
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    }

    void aTailStopsWhileItsBatchesWait() {
        const std::string name = topic("pressure");
        const auto out = producer();
        for (int i = 0; i < 2000; ++i)
            send(*out, name, std::to_string(i));
        QVERIFY(out->flush().has_value());
        TailOptions small;
        small.batchRecords = 100;
        const auto in = tail({{{name, PartitionId{0}}, Offset{0}}}, small, false);
        QTRY_COMPARE(in->batches, Tail::maxWaiting);
        QTest::qWait(300);
        QCOMPARE(in->batches, Tail::maxWaiting);
        in->tail().taken();
        QTRY_COMPARE(in->batches, Tail::maxWaiting + 1);
        QElapsedTimer timer;
        timer.start();
        in->close();
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    }

    void aTailJoinsNoGroup() {
        const auto in = tail({{{topic("nogroup"), PartitionId{0}}, Offset{0}}});
        QTRY_COMPARE(in->at.size(), 1U);
        AWAIT(list, m_cluster->listGroups());
        QVERIFY(std::none_of(list.groups.begin(), list.groups.end(),
                             [](const GroupListing& group) { return group.id.find("streamscape") == 0; }));
    }

    void aTailTellsThatItsBrokerIsGoneAndGoesOnWhenItIsBack() {
        const std::string name = topic("cut");
        const std::string bootstrap = m_broker.value("BOOTSTRAP_SASL_PLAINTEXT");
        test::Relay relay(std::stoi(bootstrap.substr(bootstrap.rfind(':') + 1)));
        ConnectionSpec spec = m_broker.sasl("SASL_PLAINTEXT", "SCRAM-SHA-512");
        spec.properties["bootstrap.servers"] = relay.address();
        auto opened = kafkard::openTail(spec, {{{name, PartitionId{0}}, Offset{0}}}, {});
        QVERIFY(opened.has_value());
        Gathered in(std::move(*opened));
        QTRY_VERIFY(in.isAtEnd({name, PartitionId{0}}));
        relay.setMode(test::Relay::Mode::Closed);
        QTRY_VERIFY_WITH_TIMEOUT(in.broken.has_value(), 5000);
        const auto out = producer();
        send(*out, name, "meanwhile");
        QVERIFY(out->flush().has_value());
        relay.setMode(test::Relay::Mode::Pass);
        QTRY_COMPARE_WITH_TIMEOUT(in.values, (std::vector<std::string>{"meanwhile"}), 10000);
        QVERIFY(!in.broken);
    }

    void keysLieWhereJavaClientsPutThem() {
        const std::string name = topic("keys", 5);
        const auto out = producer();
        QVERIFY(out->send({name, std::nullopt, "foobar", "v", {}, {}}).has_value());
        QVERIFY(out->flush().has_value());
        // kafka-clients: Utils.murmur2("foobar") is -790332482, so toPositive(…) % 5 is 1
        AWAIT(ends, m_cluster->listOffsets({{name, PartitionId{1}}}, {}, Isolation::ReadUncommitted));
        QCOMPARE(ends[0].offset, std::optional(Offset{1}));
    }

    void aGroupOfEitherProtocolIsDescribedWithItsMembersAndCommits_data() {
        QTest::addColumn<int>("protocol");
        QTest::newRow("classic") << static_cast<int>(kafkard::GroupProtocol::Classic);
        QTest::newRow("KIP-848") << static_cast<int>(kafkard::GroupProtocol::Consumer);
    }
    void aGroupOfEitherProtocolIsDescribedWithItsMembersAndCommits() {
        QFETCH(int, protocol);
        const bool classic = protocol == static_cast<int>(kafkard::GroupProtocol::Classic);
        const std::string name = topic(classic ? "classic" : "kip848", 2);
        const std::string group = "group of " + name;
        const auto out = producer();
        for (int i = 0; i < 20; ++i)
            send(*out, name, "v", i % 2);
        QVERIFY(out->flush().has_value());
        auto consumer = kafkard::openConsumer(m_broker.admin(), group, {name},
                                              static_cast<kafkard::GroupProtocol>(protocol));
        QVERIFY2(consumer.has_value(), test::why(consumer).c_str());
        int came = 0;
        for (int i = 0; i < 100 && came < 20; ++i) {
            const auto read = (*consumer)->read(20 - came, std::chrono::milliseconds(200));
            QVERIFY2(read.has_value(), test::why(read).c_str());
            came += *read;
        }
        QCOMPARE(came, 20);
        QVERIFY((*consumer)->commit().has_value());
        QTRY_COMPARE(describe(group).state, GroupState::Stable);
        const GroupDescription described = describe(group);
        QCOMPARE(described.type, classic ? GroupType::Classic : GroupType::Consumer);
        QCOMPARE(described.members.size(), 1U);
        QCOMPARE(described.members[0].assignment.size(), 2U);
        QCOMPARE(described.members[0].host, std::string("127.0.0.1"));
        AWAIT(offsets, m_cluster->committedOffsets({group}));
        QCOMPARE(offsets[0].offsets.size(), 2U);
        QCOMPARE(offsets[0].offsets[1].offset, std::optional(Offset{10}));
        consumer->reset();
        QTRY_COMPARE(describe(group).state, GroupState::Empty);
    }
    void aConsumerLeavesWhileRecordsWait() {
        const std::string name = topic("unread", 6);
        const auto out = producer();
        for (int i = 0; i < 30'000; ++i)
            send(*out, name, std::string(500, 'v'), i % 6);
        QVERIFY(out->flush().has_value());
        for (int i = 0; i < 30; ++i) {
            auto consumer = kafkard::openConsumer(m_broker.admin(), "group " + std::to_string(i) + name,
                                                  {name}, kafkard::GroupProtocol::Classic);
            QVERIFY2(consumer.has_value(), test::why(consumer).c_str());
            int came = 0;
            while (came < 3000) {
                const auto read = (*consumer)->read(500, std::chrono::milliseconds(200));
                QVERIFY2(read.has_value(), test::why(read).c_str());
                came += *read;
            }
            QVERIFY((*consumer)->commit().has_value());
            consumer->reset(); // the library waits for ever where a record of its is still held
        }
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
