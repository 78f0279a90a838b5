// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "models/lag/compute.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::lag;
using test::await;

namespace {

/// One line of Kafka's own tool; nullopt where it prints "-".
struct ToolRow {
    std::optional<std::int64_t> committed;
    std::optional<std::int64_t> end;
    std::optional<std::int64_t> lag;
    QString clientId;
    bool operator==(const ToolRow&) const = default;
};
using Rows = std::map<std::pair<std::string, base::TopicPartition>, ToolRow>;

std::optional<std::int64_t> number(const QString& text) {
    bool ok = false;
    const qlonglong value = text.toLongLong(&ok);
    return ok ? std::optional<std::int64_t>(value) : std::nullopt;
}

// GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID, by white space.
Rows parse(const QString& text) {
    Rows rows;
    static const QRegularExpression white(QStringLiteral("\\s+"));
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        const QStringList cells = line.split(white, Qt::SkipEmptyParts);
        if (cells.size() < 9 || cells[0] == QStringLiteral("GROUP"))
            continue;
        rows[{cells[0].toStdString(), {cells[1].toStdString(), base::PartitionId{cells[2].toInt()}}}] =
            ToolRow{number(cells[3]), number(cells[4]), number(cells[5]), cells[8]};
    }
    return rows;
}

Rows ours(const Snapshot& snapshot) {
    Rows rows;
    for (const Group& group : snapshot.groups)
        for (const PartitionRow& row : group.partitions)
            rows[{group.row.group, row.partition}] =
                ToolRow{row.committed ? std::optional(row.committed->value) : std::nullopt,
                        row.logEnd ? std::optional(row.logEnd->value) : std::nullopt, row.lag,
                        row.member ? QString::fromStdString(row.member->clientId) : QStringLiteral("-")};
    return rows;
}

} // namespace

/// Lag beside Kafka's own tool, partition by partition, on random states of a real cluster.
class TestLagLive : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;
    std::unique_ptr<kafka::Cluster> m_cluster;
    const std::string m_prefix = "lag-" + std::to_string(base::toMilliseconds(base::systemNow())) + "-";
    const std::vector<std::string> m_topics{m_prefix + "a", m_prefix + "b", m_prefix + "quiet"};
    std::mt19937 m_random{20261122};

    QString tool(const QStringList& arguments) {
        QProcess process;
        process.start(
            qEnvironmentVariable("STREAMSCAPE_SOURCE_DIR") + QStringLiteral("/packaging/kafka/tool"),
            QStringList{QStringLiteral("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"),
                        QStringLiteral("--bootstrap-server"),
                        QString::fromStdString(m_broker.admin().bootstrap()),
                        QStringLiteral("--command-config"),
                        QString::fromStdString(m_broker.dir() + "/admin-java.properties")} +
                arguments);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
            process.kill();
        return QString::fromUtf8(process.readAllStandardOutput());
    }

    void produce(const std::string& topic, int partitions, int most) {
        auto producer = kafkard::openProducer(m_broker.admin());
        QVERIFY2(producer.has_value(), test::why(producer).c_str());
        for (int p = 0; p < partitions; ++p)
            for (int i = static_cast<int>(m_random() % static_cast<unsigned>(most)); i > 0; --i)
                QVERIFY((*producer)->send({topic, base::PartitionId{p}, "k", "v", {}, {}}));
        QVERIFY((*producer)->flush());
    }

    // A member that reads and commits so many records, handed back so that it may stay.
    std::unique_ptr<kafka::Consumer> consume(const std::string& group, std::vector<std::string> topics,
                                             int count, kafkard::GroupProtocol protocol) {
        auto consumer =
            kafkard::openConsumer(m_broker.admin(), m_prefix + group, std::move(topics), protocol);
        if (!consumer)
            return nullptr;
        int read = 0;
        for (int tries = 0; read < count && tries < 40; ++tries)
            if (const auto got = (*consumer)->read(std::min(100, count - read), base::Duration{500}))
                read += *got;
        return read >= count && (*consumer)->commit() ? std::move(*consumer) : nullptr;
    }

    std::optional<Snapshot> lookAs(kafka::Cluster& cluster, std::vector<std::string> groups) {
        const auto roster = std::make_shared<Roster>();
        Query query;
        query.groups = std::move(groups);
        const auto looked = await(lag::look(cluster, roster, std::move(query), base::systemNow, this));
        if (!looked)
            qWarning("%s", base::describe(looked.error()).c_str());
        return looked ? std::optional(compute(*roster, *looked)) : std::nullopt;
    }
    std::optional<Snapshot> look(std::vector<std::string> groups = {}) {
        return lookAs(*m_cluster, std::move(groups));
    }

    void compareWithTheTool() {
        const Rows theirs = parse(tool({QStringLiteral("--all-groups"), QStringLiteral("--describe")}));
        const std::optional<Snapshot> snapshot = look();
        QVERIFY(snapshot);
        const Rows mine = ours(*snapshot);
        int compared = 0;
        for (const auto& [key, row] : theirs) {
            if (!key.first.starts_with(m_prefix))
                continue;
            const auto it = mine.find(key);
            QVERIFY2(it != mine.end(), (key.first + " " + key.second.topic).c_str());
            QCOMPARE(it->second.committed, row.committed);
            QCOMPARE(it->second.end, row.end);
            // Kafka's tool goes below zero where the commit lies beyond the end; we say so instead.
            QCOMPARE(it->second.lag, row.lag ? std::optional(std::max<std::int64_t>(0, *row.lag)) : row.lag);
            QCOMPARE(it->second.clientId, row.clientId);
            ++compared;
        }
        for (const auto& [key, row] : mine)
            QVERIFY2(!key.first.starts_with(m_prefix) || theirs.contains(key), key.first.c_str());
        QVERIFY(compared > 0);
        qInfo("%d partitions compared", compared);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        AWAIT(made, m_cluster->createTopics(
                        {{m_topics[0], 4, 1, {}}, {m_topics[1], 7, 1, {}}, {m_topics[2], 2, 1, {}}}));
        for (const kafka::ItemOutcome& one : made)
            QVERIFY2(!one.error, one.error ? base::describe(*one.error).c_str() : "");
    }
    void cleanupTestCase() {
        if (m_cluster)
            await(m_cluster->deleteTopics({m_topics[0], m_topics[1], m_topics[2], m_prefix + "named"}));
    }

    void lagEqualsKafkasOwnToolPartitionByPartition() {
        produce(m_topics[0], 4, 300);
        produce(m_topics[1], 7, 150);
        QVERIFY(consume("classic", {m_topics[0]}, 50, kafkard::GroupProtocol::Classic));
        QVERIFY(consume("kip848", {m_topics[0], m_topics[1]}, 120, kafkard::GroupProtocol::Consumer));
        const auto stays = consume("member", {m_topics[1], m_topics[2]}, 30, kafkard::GroupProtocol::Classic);
        QVERIFY(stays);
        compareWithTheTool();
        produce(m_topics[0], 4, 200);
        compareWithTheTool();
        const std::optional<Snapshot> snapshot = look({m_prefix + "member"});
        QVERIFY(snapshot);
        QCOMPARE(snapshot->groups.at(0).row.members.value_or(-1), 1);
        // The quiet topic is assigned and holds no commit: its rows are there, the lag is not known.
        int withoutCommit = 0;
        for (const PartitionRow& row : snapshot->groups.at(0).partitions)
            withoutCommit += row.partition.topic == m_topics[2] && !row.lag && row.member;
        QCOMPARE(withoutCommit, 2);
    }

    void aDeletedTopicTakesItsCommitsAlongAndTheGroupStays() {
        AWAIT(made, m_cluster->createTopics({{m_prefix + "short-lived", 1, 1, {}}}));
        QVERIFY(!made.at(0).error);
        for (int i = 0; i < 5; ++i)
            produce(m_prefix + "short-lived", 1, 50);
        QVERIFY(consume("left", {m_prefix + "short-lived"}, 1, kafkard::GroupProtocol::Classic));
        AWAIT(gone, m_cluster->deleteTopics({m_prefix + "short-lived"}));
        QVERIFY(!gone.at(0).error);
        std::optional<Snapshot> snapshot;
        QTRY_VERIFY((snapshot = look({m_prefix + "left"})) && snapshot->groups.size() == 1 &&
                    (snapshot->groups[0].partitions.empty() ||
                     snapshot->groups[0].partitions[0].condition == Condition::TopicGone));
        QVERIFY(!snapshot->groups[0].row.lag);
    }

    // Names go through as they are: not trimmed, folded, cut or taken for something else.
    void aGroupMayHaveAnyName_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("spaces") << QStringLiteral(" reads  orders slowly ");
        QTest::newRow("colons") << QStringLiteral("shop:orders:v2");
        QTest::newRow("umlauts") << QStringLiteral("Lager München, Größe 42½");
        QTest::newRow("decomposed") << QString::fromUtf8("cafe\xCC\x81");
        QTest::newRow("emoji") << QString::fromUtf8("\xF0\x9F\x91\x9F und \xF0\x9F\x9A\x9A");
        QTest::newRow("an option") << QStringLiteral("--all");
        QTest::newRow("249 bytes") << QString(249 - 1 - static_cast<qsizetype>(m_prefix.size()),
                                              QLatin1Char('g'));
    }
    void aGroupMayHaveAnyName() {
        QFETCH(QString, name);
        const std::string group =
            (name + QStringLiteral("~") + QString::fromStdString(m_prefix)).toStdString();
        const std::string topic = m_prefix + "named";
        const auto described = await(m_cluster->describeTopics({topic}));
        if (!described || described->empty() || described->front().error) {
            AWAIT(made, m_cluster->createTopics({{topic, 1, 1, {}}}));
            QVERIFY(!made.front().error);
            auto producer = kafkard::openProducer(m_broker.admin());
            QVERIFY2(producer.has_value(), test::why(producer).c_str());
            for (int i = 0; i < 20; ++i)
                QVERIFY((*producer)->send({topic, base::PartitionId{0}, "k", "v", {}, {}}));
            QVERIFY((*producer)->flush());
        }
        AWAIT(committed, m_cluster->alterGroupOffsets(
                             group, {{{topic, base::PartitionId{0}}, base::Offset{5}, {}, {}}}));
        QVERIFY(!committed.front().error);
        const std::optional<Snapshot> all = look();
        QVERIFY(all && all->find(group));
        const std::optional<Snapshot> one = look({group});
        QVERIFY(one);
        QCOMPARE(one->groups.size(), std::size_t(1));
        for (const Group* found : {all->find(group), one->find(group)}) {
            QVERIFY(found && !found->row.error);
            QCOMPARE(found->row.lag.value_or(-1), 15);
            QCOMPARE(found->row.members.value_or(-1), 0);
        }

        QProcess ctl;
        ctl.start(QStringLiteral(STREAMSCAPECTL),
                  {QStringLiteral("lag"), QStringLiteral("--json"), QStringLiteral("--config"),
                   QString::fromStdString(m_broker.dir() + "/admin.properties"),
                   QStringLiteral("--group=") + QString::fromStdString(group)});
        QVERIFY(QTest::qWaitFor([&] { return ctl.state() == QProcess::NotRunning; }, 30'000));
        const QByteArray out = ctl.readAllStandardOutput();
        const QJsonArray groups = QJsonDocument::fromJson(out).object()[QStringLiteral("groups")].toArray();
        QVERIFY2(groups.size() == 1, (out + ctl.readAllStandardError()).constData());
        QCOMPARE(groups[0][QStringLiteral("group")].toString(), QString::fromStdString(group));
        QCOMPARE(groups[0][QStringLiteral("lag")].toInt(-1), 15);
        AWAIT(gone, m_cluster->deleteGroups({group}));
        QVERIFY(!gone.front().error);
    }

    void aConnectionWithoutRightsIsToldThatItMayNotSeeAllGroups() {
        auto guest = kafkard::connect(m_broker.guest());
        QVERIFY(guest);
        const std::optional<Snapshot> answer = lookAs(**guest, {});
        QVERIFY(answer);
        QVERIFY(answer->visibility == Visibility::Some);
        QVERIFY(answer->groups.empty());
    }

    void aGroupThatNeverExistedIsNotFound() {
        const std::optional<Snapshot> snapshot = look({m_prefix + "nobody"});
        QVERIFY(snapshot);
        QVERIFY(snapshot->groups.empty());
        QCOMPARE(snapshot->errors.at(0).kind, base::ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestLagLive)
#include "tst_lag_live.moc"
