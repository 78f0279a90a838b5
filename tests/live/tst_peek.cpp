// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/closing.h"
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"
#include "tests/support/relay.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;
using test::Relay;

/// Single records out of a real broker's logs.
class TestPeek : public QObject {
    Q_OBJECT

private:
    using Configs = std::map<std::string, std::string>;

    test::LiveBroker m_broker;
    std::unique_ptr<Cluster> m_cluster;
    const std::string m_run = std::to_string(base::toMilliseconds(base::systemNow()));
    std::vector<std::string> m_topics;

    std::string topic(const char* name, int partitions = 1, const Configs& configs = {}) {
        m_topics.push_back(std::string("peek-") + name + "-" + m_run);
        create(m_topics.back(), partitions, configs);
        return m_topics.back();
    }
    void create(const std::string& name, int partitions, const Configs& configs) {
        const auto made = await(m_cluster->createTopics({NewTopic{name, partitions, 1, configs}}));
        if (!made || made->front().error)
            qWarning("the topic was not made");
        const auto isThere = [&] {
            const auto seen = await(m_cluster->describeTopics({name}));
            return seen && !seen->front().error &&
                   std::all_of(seen->front().partitions.begin(), seen->front().partitions.end(),
                               [](const Partition& one) { return one.leader.has_value(); });
        };
        (void)QTest::qWaitFor(isThere, 30'000);
    }
    std::unique_ptr<Producer> producer(const char* transactionalId = nullptr) const {
        ConnectionSpec spec = m_broker.admin();
        if (transactionalId)
            spec.properties["transactional.id"] = transactionalId + m_run;
        auto opened = kafkard::openProducer(spec);
        return opened ? std::move(*opened) : nullptr;
    }
    static bool send(Producer& to, const std::string& topic, std::optional<std::string> key,
                     std::optional<std::string> value, int partition = 0,
                     std::optional<base::Time> when = {}) {
        return to.send({topic, PartitionId{partition}, std::move(key), std::move(value), when, {}})
            .has_value();
    }
    static RecordPlace place(const std::string& topic, std::int64_t offset, int partition = 0) {
        return {{topic, PartitionId{partition}}, Offset{offset}};
    }
    PeekedRecord peek(const RecordPlace& at, PeekOptions options = {}) {
        const auto answer = await(m_cluster->peek({at}, options));
        PeekedRecord none;
        if (!answer)
            none.error = answer.error();
        return answer && answer->size() == 1 ? answer->front() : none;
    }
    /// The offsets found, −1 for nothing there.
    std::vector<std::int64_t> offsets(const std::string& topic, const std::vector<std::int64_t>& asked,
                                      Isolation isolation = Isolation::ReadUncommitted) {
        std::vector<RecordPlace> places;
        for (const std::int64_t offset : asked)
            places.push_back(place(topic, offset));
        PeekOptions options;
        options.isolation = isolation;
        std::vector<std::int64_t> found;
        for (const PeekedRecord& row :
             await(m_cluster->peek(places, options)).value_or(std::vector<PeekedRecord>{}))
            found.push_back(row.error ? -2 : row.offset.value_or(Offset{-1}).value);
        return found;
    }
    /// By Kafka's own tool: what retention does, at once.
    bool deleteRecordsBelow(const std::string& topic, int offset) {
        const QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("offsets.json")));
        if (!file.open(QIODevice::WriteOnly))
            return false;
        file.write(R"({"partitions":[{"topic":")" + QByteArray::fromStdString(topic) +
                   R"(","partition":0,"offset":)" + QByteArray::number(offset) + "}]}");
        file.close();
        QProcess process;
        process.start(
            qEnvironmentVariable("STREAMSCAPE_SOURCE_DIR") + QStringLiteral("/packaging/kafka/tool"),
            {QStringLiteral("org.apache.kafka.tools.DeleteRecordsCommand"),
             QStringLiteral("--bootstrap-server"), QString::fromStdString(m_broker.admin().bootstrap()),
             QStringLiteral("--command-config"),
             QString::fromStdString(m_broker.dir() + "/admin-java.properties"),
             QStringLiteral("--offset-json-file"), file.fileName()});
        return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 180'000) &&
               process.exitCode() == 0;
    }
    ConnectionSpec through(const Relay& relay) const {
        ConnectionSpec spec = m_broker.sasl("SASL_PLAINTEXT", "SCRAM-SHA-512");
        spec.properties["bootstrap.servers"] = relay.address();
        return spec;
    }
    int target() const {
        const std::string bootstrap = m_broker.value("BOOTSTRAP_SASL_PLAINTEXT");
        return std::stoi(bootstrap.substr(bootstrap.rfind(':') + 1));
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
    }
    void cleanupTestCase() {
        if (m_cluster)
            (void)await(m_cluster->deleteTopics(m_topics));
    }

    void aRecordIsToldWithItsTimeKeyAndTheHeadOfItsValue() {
        const std::string name = topic("plain");
        const auto when = base::fromMilliseconds(1'700'000'000'123);
        const auto out = producer();
        QVERIFY(send(*out, name, "key-0", "value-0", 0, when));
        QVERIFY(send(*out, name, "key-1", std::string(1000, 'x'), 0, when + std::chrono::seconds(1)));
        QVERIFY(out->flush().has_value());
        PeekOptions options;
        options.bytes = 10;
        const PeekedRecord row = peek(place(name, 1), options);
        QVERIFY2(!row.error, row.error ? base::describe(*row.error).c_str() : "");
        QCOMPARE(row.partition, (TopicPartition{name, PartitionId{0}}));
        QCOMPARE(row.asked, Offset{1});
        QCOMPARE(row.offset, std::optional(Offset{1}));
        QCOMPARE(row.timestamp, std::optional(when + std::chrono::seconds(1)));
        QVERIFY(!row.logAppendTime);
        QCOMPARE(row.key.value_or("null"), std::string("key-1"));
        QCOMPARE(row.keySize, 5);
        QCOMPARE(row.value.value_or("null"), std::string(10, 'x'));
        QCOMPARE(row.valueSize, 1000);
    }

    void nullAndEmptyAreNotTheSame() {
        const std::string name = topic("nulls");
        const auto out = producer();
        QVERIFY(send(*out, name, std::nullopt, std::nullopt));
        QVERIFY(send(*out, name, "", ""));
        QVERIFY(out->flush().has_value());
        const PeekedRecord null = peek(place(name, 0));
        QVERIFY(null.offset && !null.key && !null.value);
        QCOMPARE(null.keySize, -1);
        QCOMPARE(null.valueSize, -1);
        const PeekedRecord empty = peek(place(name, 1));
        QVERIFY(empty.key && empty.value && empty.value->empty());
        QCOMPARE(empty.valueSize, 0);
    }

    void theBrokersClockIsToldAsSuch() {
        const std::string name = topic("appended", 1, {{"message.timestamp.type", "LogAppendTime"}});
        const auto before = base::systemNow();
        const auto out = producer();
        QVERIFY(send(*out, name, "k", "v", 0, base::fromMilliseconds(1'000)));
        QVERIFY(out->flush().has_value());
        const PeekedRecord row = peek(place(name, 0));
        QVERIFY(row.logAppendTime);
        QVERIFY(row.timestamp && *row.timestamp >= before);
    }

    void nothingThereYetIsNoErrorAndNoRecord() {
        const std::string name = topic("empty");
        const PeekedRecord row = peek(place(name, 0));
        QVERIFY2(!row.error, row.error ? base::describe(*row.error).c_str() : "");
        QVERIFY(!row.offset && !row.timestamp);
        const auto out = producer();
        QVERIFY(send(*out, name, "k", "v"));
        QVERIFY(out->flush().has_value());
        QCOMPARE(offsets(name, {0, 1}), (std::vector<std::int64_t>{0, -1}));
    }

    void markersAndAbortedRecordsAreSkippedAsTheIsolationSays() {
        const std::string name = topic("transactions");
        const auto out = producer("peek-");
        QVERIFY(out);
        // 0 1 2 kept, 3 marker; 4 5 6 aborted, 7 marker; 8 9 kept, 10 marker
        for (const auto& [count, keep] : {std::pair(3, true), std::pair(3, false), std::pair(2, true)}) {
            QVERIFY(out->beginTransaction().has_value());
            for (int i = 0; i < count; ++i)
                QVERIFY(send(*out, name, "k", keep ? "kept" : "aborted"));
            QVERIFY((keep ? out->commitTransaction() : out->abortTransaction()).has_value());
        }
        const std::vector<std::int64_t> asked{0, 2, 3, 4, 7, 9, 10, 11};
        QCOMPARE(offsets(name, asked), (std::vector<std::int64_t>{0, 2, 4, 4, 8, 9, -1, -1}));
        QCOMPARE(offsets(name, asked, Isolation::ReadCommitted),
                 (std::vector<std::int64_t>{0, 2, 8, 8, 8, 9, -1, -1}));

        // What is not decided yet cannot be read as committed.
        QVERIFY(out->beginTransaction().has_value());
        QVERIFY(send(*out, name, "k", "open"));
        QVERIFY(out->flush().has_value());
        QCOMPARE(offsets(name, {10}), (std::vector<std::int64_t>{11}));
        QCOMPARE(offsets(name, {10}, Isolation::ReadCommitted), (std::vector<std::int64_t>{-1}));
        QVERIFY(out->abortTransaction().has_value());
    }

    void theGapsOfCompactionAreSkipped() {
        const std::string name = topic("compacted", 1,
                                       {{"cleanup.policy", "compact"},
                                        {"segment.ms", "50"},
                                        {"min.cleanable.dirty.ratio", "0.01"},
                                        {"max.compaction.lag.ms", "100"}});
        const auto out = producer();
        for (const char* key :
             {"a", "b", "a", "a", "c", "b"}) // 1 and 5, 0, 2 and 3: only the last of each stays
            QVERIFY(send(*out, name, key, key));
        QVERIFY(out->flush().has_value());
        // Each further record closes the segment before it; the cleaner comes by every 15 s.
        const auto isCompacted = [&] {
            return send(*out, name, "tick", "tock") && out->flush() && offsets(name, {0}).front() == 3;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isCompacted(), 90'000);
        QCOMPARE(offsets(name, {0, 1, 2, 3, 4, 5}), (std::vector<std::int64_t>{3, 3, 3, 3, 4, 5}));
    }

    void threeHundredPartitionsAreReadInOneQuestion() {
        constexpr int partitions = 300;
        const std::string name = topic("wide", partitions);
        const auto out = producer();
        for (int record = 0; record < 3; ++record)
            for (int i = 0; i < partitions - 1; ++i) // the last stays empty
                QVERIFY(send(*out, name, "k", std::to_string(i), i));
        QVERIFY(out->flush().has_value());
        std::vector<RecordPlace> places;
        for (int i = partitions - 1; i >= 0; --i)
            places.push_back(place(name, i == partitions - 1 ? 0 : i % 3, i));
        QElapsedTimer timer;
        timer.start();
        AWAIT(rows, m_cluster->peek(places, {}));
        qInfo("%d partitions in %lld ms", partitions, timer.elapsed());
        QCOMPARE(rows.size(), places.size());
        QVERIFY(!rows[0].error && !rows[0].offset);
        for (std::size_t i = 1; i < rows.size(); ++i) {
            QCOMPARE(rows[i].partition, places[i].partition);
            QVERIFY2(!rows[i].error, rows[i].error ? base::describe(*rows[i].error).c_str() : "");
            QCOMPARE(rows[i].offset, std::optional(places[i].offset));
            QCOMPARE(rows[i].value, std::optional(std::to_string(places[i].partition.partition.value)));
        }
        timer.start();
        AWAIT(fewer, m_cluster->peek({places.begin(), places.begin() + 200}, {}));
        qInfo("200 partitions in %lld ms", timer.elapsed());
        QCOMPARE(fewer.size(), 200U);
    }

    void onePartitionIsReadAtManyPlacesInAnyOrderAndByManyQuestionsAtOnce() {
        const std::string name = topic("places");
        const auto out = producer();
        for (int i = 0; i < 1000; ++i)
            QVERIFY(send(*out, name, "k", std::to_string(i)));
        QVERIFY(out->flush().has_value());
        const std::vector<std::int64_t> asked{999, 0, 500, 0, 998, 1, 1000, 250, 499};
        const std::vector<std::int64_t> expected{999, 0, 500, 0, 998, 1, -1, 250, 499};
        QCOMPARE(offsets(name, asked), expected);
        std::vector<Answer<std::vector<PeekedRecord>>> questions;
        for (int i = 0; i < 20; ++i)
            questions.push_back(m_cluster->peek({place(name, 900 - i), place(name, i)}, {}));
        for (int i = 0; i < 20; ++i) {
            AWAIT(rows, questions[static_cast<std::size_t>(i)]);
            QCOMPARE(rows[0].value, std::optional(std::to_string(900 - i)));
            QCOMPARE(rows[1].value, std::optional(std::to_string(i)));
        }
    }

    void anOffsetOutOfTheLogIsNotFoundAndTellsWhereTheLogStarts() {
        const std::string name = topic("range");
        const auto out = producer();
        QVERIFY(send(*out, name, "k", "v"));
        QVERIFY(out->flush().has_value());
        AWAIT(rows, m_cluster->peek({place(name, 5000), place(name, 0), place(name, -1)}, {}));
        QCOMPARE(rows[0].error.value_or(base::Error{}).kind, base::ErrorKind::NotFound);
        QVERIFY2(rows[0].error->what.find("starts at 0") != std::string::npos, rows[0].error->what.c_str());
        QCOMPARE(rows[0].error->native, std::string("OFFSET_OUT_OF_RANGE"));
        QVERIFY(!rows[0].offset);
        QCOMPARE(rows[1].offset, std::optional(Offset{0}));
        QCOMPARE(rows[2].error.value_or(base::Error{}).kind, base::ErrorKind::Invalid);
    }

    void anOffsetBelowTheLogsStartIsNotFoundAndTellsWhereTheLogStarts() {
        const std::string name = topic("expired");
        const auto out = producer();
        for (int i = 0; i < 10; ++i)
            QVERIFY(send(*out, name, "k", "v"));
        QVERIFY(out->flush().has_value());
        QVERIFY(deleteRecordsBelow(name, 4));
        AWAIT(rows, m_cluster->peek({place(name, 3), place(name, 4)}, {}));
        QCOMPARE(rows[0].error.value_or(base::Error{}).kind, base::ErrorKind::NotFound);
        QVERIFY2(rows[0].error->what.find("starts at 4") != std::string::npos, rows[0].error->what.c_str());
        QCOMPARE(rows[1].offset, std::optional(Offset{4}));
    }

    void whatIsNotThereBlanksItsRowOnly() {
        const std::string name = topic("there");
        const auto out = producer();
        QVERIFY(send(*out, name, "k", "v"));
        QVERIFY(out->flush().has_value());
        AWAIT(rows, m_cluster->peek({place("peek-never-was", 0), place(name, 0, 7), place(name, 0)}, {}));
        QCOMPARE(rows[0].error.value_or(base::Error{}).kind, base::ErrorKind::NotFound);
        QCOMPARE(rows[1].error.value_or(base::Error{}).kind, base::ErrorKind::NotFound);
        QVERIFY(rows[2].offset.has_value());
        AWAIT(none, m_cluster->peek({}, {}));
        QVERIFY(none.empty());
    }

    void aTopicMadeAnewIsReadAnew() {
        const std::string name = topic("anew");
        const auto out = producer();
        QVERIFY(send(*out, name, "k", "old"));
        QVERIFY(out->flush().has_value());
        QCOMPARE(peek(place(name, 0)).value.value_or(""), std::string("old"));
        AWAIT(gone, m_cluster->deleteTopics({name}));
        QVERIFY(!gone[0].error);
        const auto isGone = [&] {
            const auto seen = await(m_cluster->describeTopics({name}));
            return seen && seen->front().error.has_value();
        };
        QTRY_VERIFY(isGone());
        create(name, 1, {});
        const auto anew = producer();
        QVERIFY(send(*anew, name, "k", "new"));
        QVERIFY(anew->flush().has_value());
        const auto isNew = [&] { return peek(place(name, 0)).value.value_or("") == "new"; };
        QTRY_VERIFY_WITH_TIMEOUT(isNew(), 30'000);
    }

    void whoLosesTheRightToReadIsDenied() {
        const std::string name = topic("rights");
        const auto out = producer();
        QVERIFY(send(*out, name, "k", "v"));
        QVERIFY(out->flush().has_value());
        auto guest = kafkard::connect(m_broker.guest());
        QVERIFY(guest.has_value());
        const auto row = [&] {
            const auto rows = await((*guest)->peek({place(name, 0)}, {}));
            return rows && rows->size() == 1 ? rows->front() : PeekedRecord{};
        };
        const auto isDenied = [&] {
            const PeekedRecord one = row();
            return one.error && one.error->kind == base::ErrorKind::Denied &&
                   one.error->hint.find("READ on the topic") != std::string::npos;
        };
        const auto right = [&](const char* operation) {
            return Acl{ResourceType::Topic, name, PatternType::Literal, "User:guest", "*", operation,
                       Permission::Allow};
        };
        QVERIFY(isDenied()); // not even seen
        AWAIT(granted, m_cluster->createAcls({right("READ"), right("DESCRIBE")}));
        QVERIFY(!granted[0].error && !granted[1].error);
        QTRY_COMPARE(row().offset, std::optional(Offset{0}));
        AWAIT(revoked, m_cluster->deleteAcls({right("READ")}));
        QVERIFY(!revoked[0].error);
        QTRY_VERIFY(isDenied()); // seen, not read
        AWAIT(cleared, m_cluster->deleteAcls({right("DESCRIBE")}));
        QVERIFY(!cleared[0].error);
    }

    void everyPlaceEndsInTheConnectionsTimeWhereTheBrokerHangs() {
        const std::string name = topic("hung", 3);
        Relay relay(target());
        ConnectionSpec spec = through(relay);
        spec.timeout = std::chrono::seconds(3);
        auto cluster = kafkard::connect(spec);
        QVERIFY(cluster.has_value());
        AWAIT(rows, (*cluster)->peek({place(name, 0), place(name, 0, 1)}, {}));
        QVERIFY(!rows[0].error && !rows[1].error);
        relay.setMode(Relay::Mode::Hang);
        const auto hung = await((*cluster)->peek({place(name, 0), place(name, 0, 1)}, {}), 10'000);
        const auto kind = hung ? hung->front().error.value_or(base::Error{}).kind : hung.error().kind;
        QVERIFY2(kind == base::ErrorKind::Timeout || kind == base::ErrorKind::Transport, base::name(kind));
        relay.setMode(Relay::Mode::Pass);
        const auto isBack = [&] {
            const auto again = await((*cluster)->peek({place(name, 0)}, {}));
            return again && !again->front().error;
        };
        QVERIFY(QTest::qWaitFor(isBack, 30'000)); // once: QTRY_VERIFY asks again after it was answered
    }

    void whoClosesTheConnectionCancelsItsPeeksAndDoesNotWait() {
        const std::string name = topic("closed", 3);
        Relay relay(target());
        base::Closing closing;
        auto cluster = kafkard::connect(through(relay), &closing);
        QVERIFY(cluster.has_value());
        AWAIT(rows, (*cluster)->peek({place(name, 0)}, {}));
        QVERIFY(!rows[0].error);
        relay.setMode(Relay::Mode::Hang);
        std::vector<Answer<std::vector<PeekedRecord>>> asked;
        for (int i = 0; i < 3; ++i)
            asked.push_back((*cluster)->peek({place(name, 0, i)}, {}));
        QElapsedTimer timer;
        timer.start();
        cluster->reset();
        QVERIFY2(timer.elapsed() < 100, qPrintable(QString::number(timer.elapsed())));
        for (const auto& one : asked) {
            const auto answer = await(one);
            QVERIFY(!answer);
            QCOMPARE(answer.error().kind, base::ErrorKind::Cancelled);
        }
        QVERIFY(closing.wait(std::chrono::seconds(20)));
    }

    void aPeekJoinsNoGroup() {
        QVERIFY(!peek(place(topic("nogroup"), 0)).error);
        AWAIT(list, m_cluster->listGroups());
        QVERIFY(std::none_of(list.groups.begin(), list.groups.end(), [](const GroupListing& group) {
            return group.id.find("streamscape") == 0 || group.id.empty();
        }));
    }
};

QTEST_GUILESS_MAIN(TestPeek)
#include "tst_peek.moc"
