// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/kafkard/connect.h"
#include "models/offsets/apply.h"
#include "models/offsets/iso8601.h"
#include "models/offsets/make_plan.h"
#include "models/offsets/undo.h"
#include "tests/offsets/reset_oracle.h"
#include "tests/support/await.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <random>

using namespace streamscape;
using namespace streamscape::offsets;
using namespace std::chrono_literals;
using base::PartitionId;
using base::TopicPartition;
using test::await;

namespace {

/// A wish in our words and in those of Kafka's tool.
struct Wish {
    std::string group;
    Spec spec;
    Scope scope;
    QStringList words; ///< behind --reset-offsets
};

} // namespace

/// Plans beside Kafka's own tool on random states of a real cluster, and changes that are taken back.
class TestOffsetsLive : public QObject {
    Q_OBJECT

    test::LiveBroker m_broker;
    std::unique_ptr<kafka::Cluster> m_cluster;
    std::unique_ptr<test::ResetOracle> m_oracle;
    std::unique_ptr<kafka::Producer> m_open; ///< with a transaction that does not end
    std::unique_ptr<journal::Journal> m_journal;
    QTemporaryDir m_dir;
    const base::Time m_now = base::systemNow();
    const std::string m_prefix = "offsets-" + std::to_string(base::toMilliseconds(m_now)) + "-";
    const std::vector<kafka::NewTopic> m_topics{{m_prefix + "a", 4, 1, {}},
                                                {m_prefix + "b-with-a-name-of-more-than-24", 3, 1, {}},
                                                {m_prefix + "empty", 1, 1, {}},
                                                {m_prefix + "tx", 1, 1, {}}};
    const std::vector<std::string> m_groups{m_prefix + "one", m_prefix + "two words", m_prefix + "three"};
    const std::string m_never = m_prefix + "never";
    std::mt19937 m_random{20261127};

    std::int64_t below(std::int64_t count) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count));
    }
    bool oneIn(int count) { return below(count) == 0; }
    TopicPartition anyPartition() {
        const kafka::NewTopic& topic = m_topics[static_cast<std::size_t>(below(std::ssize(m_topics)))];
        return {topic.name, PartitionId{static_cast<std::int32_t>(below(topic.partitions))}};
    }
    std::int64_t anyOffset() { return oneIn(8) ? std::int64_t{1} << 50 : below(160); }

    // Records a minute apart in each partition, the newest at the scenario's now.
    void produce() {
        auto producer = kafkard::openProducer(m_broker.admin());
        QVERIFY2(producer.has_value(), test::why(producer).c_str());
        for (const kafka::NewTopic& topic : {m_topics[0], m_topics[1]})
            for (int p = 0; p < topic.partitions; ++p) {
                const std::int64_t count = 20 + below(100);
                for (std::int64_t i = 0; i < count; ++i)
                    QVERIFY((*producer)->send({topic.name,
                                               PartitionId{p},
                                               "k",
                                               "v",
                                               m_now - (count - i) * base::Duration(1min),
                                               {}}));
            }
        QVERIFY((*producer)->flush());
        for (int p = 0; p < m_topics[1].partitions; ++p)
            QVERIFY(m_oracle->ask({QStringLiteral("truncate"), QString::fromStdString(m_topics[1].name),
                                   QString::number(p), QString::number(3 + p)}));
        kafka::ConnectionSpec transactional = m_broker.admin();
        transactional.properties["transactional.id"] = m_prefix + "open";
        auto open = kafkard::openProducer(transactional);
        QVERIFY2(open.has_value(), test::why(open).c_str());
        m_open = std::move(*open);
        QVERIFY(m_open->beginTransaction());
        for (int i = 0; i < 9; ++i)
            QVERIFY(m_open->send({m_topics[3].name, PartitionId{0}, "k", "v", m_now, {}}));
        QVERIFY(m_open->flush());
    }

    void mutate(const std::string& group) {
        std::vector<kafka::OffsetChange> changes;
        std::set<TopicPartition> touched;
        for (std::int64_t n = below(5); n > 0; --n)
            if (const TopicPartition one = anyPartition(); touched.insert(one).second)
                changes.push_back({one, base::Offset{anyOffset()}, oneIn(3) ? "a note" : ""});
        if (!changes.empty())
            QVERIFY(await(m_cluster->alterGroupOffsets(group, changes)));
        if (const TopicPartition one = anyPartition(); oneIn(2) && !touched.contains(one))
            QVERIFY(await(m_cluster->deleteGroupOffsets(group, {one})));
    }

    void addScope(Wish& wish) {
        if (oneIn(3)) {
            wish.scope.allTopics = true;
            wish.words << QStringLiteral("--all-topics");
            return;
        }
        for (const kafka::NewTopic& topic : m_topics) {
            if (!wish.scope.topics.empty() && oneIn(2))
                continue;
            TopicScope scope{oneIn(40) ? "no-such-topic" : topic.name, {}};
            if (oneIn(2))
                for (std::int32_t p = 0; p < topic.partitions; ++p)
                    if (oneIn(2))
                        scope.partitions.push_back(PartitionId{p});
            if (oneIn(30))
                scope.partitions.push_back(PartitionId{77});
            QString word = QString::fromStdString(scope.topic);
            for (std::size_t i = 0; i < scope.partitions.size(); ++i)
                word += QLatin1Char(i == 0 ? ':' : ',') + QString::number(scope.partitions[i].value);
            wish.words << QStringLiteral("--topic") << word;
            wish.scope.topics.push_back(std::move(scope));
        }
    }

    void addFile(Wish& wish) {
        const bool grouped = oneIn(2);
        std::map<TopicPartition, CsvRow>
            rows; // one line each: what the tool does with two is no rule of ours
        for (std::int64_t n = 1 + below(5); n > 0; --n) {
            TopicPartition partition = anyPartition();
            if (oneIn(60))
                partition.partition = PartitionId{88};
            rows[partition] = {grouped ? std::optional(oneIn(4) ? "another" : wish.group) : std::nullopt,
                               partition, base::Offset{anyOffset()}};
        }
        for (const auto& [partition, row] : rows)
            wish.spec.rows.push_back(row);
        const QString file = m_dir.filePath(QStringLiteral("plan.csv"));
        std::ofstream(file.toStdString()) << csvText(wish.spec.rows);
        // What we write is what we read.
        QCOMPARE(parseCsv(csvText(wish.spec.rows)).value(), wish.spec.rows);
        wish.words << QStringLiteral("--from-file") << file;
    }

    void addTarget(Wish& wish) {
        const base::Duration ago = below(140) * base::Duration(1min) + 30s; // between two records
        switch (wish.spec.target) {
        case Target::Earliest:
            wish.words << QStringLiteral("--to-earliest");
            break;
        case Target::Latest:
            wish.words << QStringLiteral("--to-latest");
            break;
        case Target::Current:
            wish.words << QStringLiteral("--to-current");
            break;
        case Target::Offset:
            wish.spec.number = anyOffset() - 5;
            wish.words << QStringLiteral("--to-offset") << QString::number(wish.spec.number);
            break;
        case Target::Shift:
            wish.spec.number = below(200) - 100;
            wish.words << QStringLiteral("--shift-by") << QString::number(wish.spec.number);
            break;
        case Target::Datetime: {
            wish.spec.time = m_now - ago;
            QString text = QString::fromStdString(base::rfc3339(wish.spec.time));
            if (oneIn(2))
                text.chop(1); // the Z: UTC all the same
            wish.words << QStringLiteral("--to-datetime") << text;
            break;
        }
        case Target::Duration: {
            // Both take their own now, which may come most of a minute later: begin right behind a record.
            wish.spec.duration = base::systemNow() - m_now + ago + 29s;
            wish.words << QStringLiteral("--by-duration")
                       << QString::fromStdString(durationText(wish.spec.duration));
            break;
        }
        default:
            addFile(wish);
        }
    }

    Wish anyWish(Target target) {
        Wish wish;
        wish.group = oneIn(12) ? m_never : m_groups[static_cast<std::size_t>(below(std::ssize(m_groups)))];
        wish.words << QStringLiteral("--group") << QString::fromStdString(wish.group);
        wish.spec.target = target;
        if (target != Target::File)
            addScope(wish);
        addTarget(wish);
        return wish;
    }

    /// Asked again with more time where a busy machine made it give up.
    QString theTool(const Wish& wish, const QString& how = {}) {
        QString said;
        for (const char* const patience : {"3000", "30000"}) {
            QStringList words{QStringLiteral("tool"), QStringLiteral("--reset-offsets"),
                              QStringLiteral("--dry-run"), QStringLiteral("--timeout"),
                              QString::fromLatin1(patience)};
            words += wish.words;
            if (!how.isEmpty())
                words << how;
            said = m_oracle->ask(words).value_or(QStringLiteral("the tool did not answer"));
            if (!said.contains(QStringLiteral("TimeoutException")))
                break;
        }
        return said;
    }
    base::Result<Plan> ours(const Wish& wish) {
        return await(makePlan(*m_cluster, wish.group, wish.spec, wish.scope, base::systemNow, this));
    }
    static test::ResetOracle::Rows rowsOf(const Plan& plan) {
        test::ResetOracle::Rows rows;
        for (const Step& step : plan.steps)
            rows[step.partition] = step.to ? step.to->offset.value : -1;
        return rows;
    }
    static QByteArray shown(const Plan& plan) {
        std::string text;
        for (const Step& step : plan.steps)
            text += step.partition.topic + ":" + std::to_string(step.partition.partition.value) + "=" +
                    std::to_string(step.to ? step.to->offset.value : -1) + " ";
        for (const Refusal& refusal : plan.refused)
            text += base::describe(refusal.error) + "; ";
        return QByteArray::fromStdString(text);
    }
    std::vector<kafka::CommittedOffset> commitsOf(const std::string& group) {
        auto answer = await(m_cluster->committedOffsets({group}));
        return answer && !answer->empty() ? std::move(answer->front().offsets)
                                          : std::vector<kafka::CommittedOffset>{};
    }

    void compare(const Wish& wish, int& refused) {
        const QByteArray said = wish.words.join(QLatin1Char(' ')).toUtf8();
        const QString theirs = theTool(wish);
        const auto plan = ours(wish);
        QVERIFY2(plan.has_value(), test::why(plan).c_str());
        QVERIFY2(rowsOf(*plan) == test::ResetOracle::rowsIn(theirs),
                 (said + "\n" + theirs.toUtf8() + "\nours: " + shown(*plan)).constData());
        QVERIFY2(plan->isRefused() == theirs.contains(QStringLiteral("Error:")),
                 (said + "\n" + theirs.toUtf8() + "\nours: " + shown(*plan)).constData());
        refused += plan->isRefused();
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        m_oracle = std::make_unique<test::ResetOracle>(m_broker);
        m_journal =
            std::make_unique<journal::Journal>(m_dir.filePath(QStringLiteral("journal")).toStdString());
        AWAIT(made, m_cluster->createTopics(m_topics));
        for (const kafka::ItemOutcome& one : made)
            QVERIFY2(!one.error, one.error ? base::describe(*one.error).c_str() : "");
        produce();
    }
    void cleanupTestCase() {
        if (m_open)
            (void)m_open->abortTransaction();
        if (!m_cluster)
            return;
        await(m_cluster->deleteGroups(m_groups));
        std::vector<std::string> names;
        for (const kafka::NewTopic& topic : m_topics)
            names.push_back(topic.name);
        await(m_cluster->deleteTopics(names));
    }

    // 30 of each target, 240 in all.
    void plansEqualThoseOfKafkasToolRowByRow_data() {
        QTest::addColumn<int>("target");
        for (int target = 0; target <= static_cast<int>(Target::File); ++target)
            QTest::newRow(name(static_cast<Target>(target))) << target;
    }
    void plansEqualThoseOfKafkasToolRowByRow() {
        QFETCH(int, target);
        constexpr int pairs = 30;
        int refused = 0;
        for (int i = 0; i < pairs; ++i) {
            const Wish wish = anyWish(static_cast<Target>(target));
            if (wish.group != m_never)
                mutate(wish.group);
            compare(wish, refused);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d plans compared, of which %d refused by both", pairs, refused);
        QVERIFY(refused < pairs);
    }

    void csvIsThatOfKafkasTool() {
        for (const std::string& group : m_groups) {
            Wish wish{group, {}, {false, {{m_topics[1].name, {}}, {m_topics[3].name, {}}}, {}}, {}};
            wish.spec.target = Target::Earliest;
            wish.words << QStringLiteral("--group") << QString::fromStdString(group)
                       << QStringLiteral("--topic") << QString::fromStdString(m_topics[1].name)
                       << QStringLiteral("--topic") << QString::fromStdString(m_topics[3].name)
                       << QStringLiteral("--to-earliest");
            QStringList theirs = theTool(wish, QStringLiteral("--export")).split(QLatin1Char('\n'));
            theirs.removeAll(QString());
            const auto plan = ours(wish);
            QVERIFY(plan);
            std::vector<CsvRow> rows;
            for (const Step& step : plan->steps)
                rows.push_back({{}, step.partition, step.to->offset});
            QStringList mine = QString::fromStdString(csvText(rows)).split(QLatin1Char('\n'));
            mine.removeAll(QString());
            theirs.sort(); // the tool's order is a hash map's
            mine.sort();
            QCOMPARE(mine, theirs);
        }
        // Several groups have their names in front.
        Wish wish{m_groups[1], {}, {}, {}};
        wish.words << QStringLiteral("--group") << QString::fromStdString(m_groups[1])
                   << QStringLiteral("--group") << QString::fromStdString(m_groups[0])
                   << QStringLiteral("--topic") << QString::fromStdString(m_topics[2].name)
                   << QStringLiteral("--to-latest");
        QStringList theirs = theTool(wish, QStringLiteral("--export")).split(QLatin1Char('\n'));
        theirs.removeAll(QString());
        theirs.sort();
        const TopicPartition empty{m_topics[2].name, PartitionId{0}};
        QStringList mine = QString::fromStdString(csvText({{m_groups[0], empty, base::Offset{0}},
                                                           {m_groups[1], empty, base::Offset{0}}}))
                               .split(QLatin1Char('\n'));
        mine.removeAll(QString());
        mine.sort();
        QCOMPARE(mine, theirs);
    }

    void anUndoPutsBackEveryOffsetItsMetadataAndItsEpoch() {
        int moved = 0;
        for (int i = 0; i < 30; ++i) {
            Wish wish = anyWish(static_cast<Target>(i % 8));
            if (wish.group == m_never)
                wish.group = m_groups[0];
            mutate(wish.group);
            const auto before = commitsOf(wish.group);
            const auto plan = ours(wish);
            QVERIFY2(plan.has_value(), test::why(plan).c_str());
            if (plan->isRefused())
                continue;
            AWAIT(outcome, offsets::apply(*m_cluster, *m_journal, *plan, journal::thisActor(), this));
            QVERIFY(outcome.readBackEqual);
            const auto after = ours(wish); // what is read now is what was planned
            QVERIFY(after);
            for (const Step& step : plan->steps)
                for (const kafka::CommittedOffset& commit : commitsOf(wish.group))
                    QVERIFY(commit.partition != step.partition || commit.offset == step.to->offset);
            if (plan->steps.empty())
                continue;
            const auto undo = await(makeUndo(*m_cluster, *m_journal, plan->id, {}, base::systemNow, this));
            QVERIFY2(undo.has_value(), test::why(undo).c_str());
            QVERIFY2(!undo->isRefused(),
                     undo->isRefused() ? base::describe(undo->refused[0].error).c_str() : "");
            AWAIT(back, offsets::apply(*m_cluster, *m_journal, *undo, journal::thisActor(), this));
            QVERIFY(back.readBackEqual);
            QVERIFY(commitsOf(wish.group) == before);
            ++moved;
        }
        QVERIFY(moved > 10);
        const auto reading = journal::readJournal(m_journal->folder());
        QVERIFY(reading && reading->intact);
    }

    void aDeletedGroupAndDeletedOffsetsComeBack() {
        const std::string& group = m_groups[2];
        const TopicPartition one{m_topics[0].name, PartitionId{1}};
        QVERIFY(await(m_cluster->alterGroupOffsets(group, {{one, base::Offset{7}, "kept", 0}})));
        const auto before = commitsOf(group);
        for (const Target target : {Target::DeleteOffsets, Target::DeleteGroup}) {
            Spec spec;
            spec.target = target;
            AWAIT(plan, makePlan(*m_cluster, group, spec, {true, {}, {}}, base::systemNow, this));
            AWAIT(outcome, offsets::apply(*m_cluster, *m_journal, plan, journal::thisActor(), this));
            QVERIFY(outcome.applied && outcome.readBackEqual);
            QVERIFY(commitsOf(group).empty());
            AWAIT(undo, makeUndo(*m_cluster, *m_journal, plan.id, {}, base::systemNow, this));
            AWAIT(back, offsets::apply(*m_cluster, *m_journal, undo, journal::thisActor(), this));
            QVERIFY(back.readBackEqual);
            QVERIFY(commitsOf(group) == before);
        }
    }

    void aMemberThatJoinsAfterThePreviewLeavesOffsetsUntouched_data() {
        QTest::addColumn<int>("protocol");
        QTest::newRow("classic") << static_cast<int>(kafkard::GroupProtocol::Classic);
        QTest::newRow("consumer") << static_cast<int>(kafkard::GroupProtocol::Consumer);
    }
    void aMemberThatJoinsAfterThePreviewLeavesOffsetsUntouched() {
        QFETCH(int, protocol);
        const std::string group = m_prefix + "joins-" + std::to_string(protocol);
        const TopicPartition one{m_topics[0].name, PartitionId{0}};
        QVERIFY(await(m_cluster->alterGroupOffsets(group, {{one, base::Offset{5}}})));
        Spec spec;
        spec.target = Target::Earliest;
        AWAIT(plan, makePlan(*m_cluster, group, spec, {true, {}, {}}, base::systemNow, this));
        QCOMPARE(plan.steps.size(), std::size_t{1});
        auto member = kafkard::openConsumer(m_broker.admin(), group, {m_topics[0].name},
                                            static_cast<kafkard::GroupProtocol>(protocol));
        QVERIFY2(member.has_value(), test::why(member).c_str());
        for (int tries = 0; tries < 60; ++tries)
            if ((*member)->read(1, 500ms).value_or(0) > 0)
                break;
        const auto outcome = await(offsets::apply(*m_cluster, *m_journal, plan, journal::thisActor(), this));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, base::ErrorKind::Conflict);
        QCOMPARE(commitsOf(group).at(0).offset->value, 5);
        // And the tool says the same of the group as our plan does.
        const auto again = await(makePlan(*m_cluster, group, spec, {true, {}, {}}, base::systemNow, this));
        QVERIFY(again && again->isRefused());
        Wish wish{group,
                  spec,
                  {},
                  {QStringLiteral("--group"), QString::fromStdString(group), QStringLiteral("--all-topics"),
                   QStringLiteral("--to-earliest")}};
        QVERIFY(theTool(wish).contains(QStringLiteral("can only be reset if the group")));
        member->reset();
        QTRY_VERIFY_WITH_TIMEOUT(
            await(makePlan(*m_cluster, group, spec, {true, {}, {}}, base::systemNow, this))
                    .value()
                    .steps.size() == 1,
            60'000);
        await(m_cluster->deleteGroups({group}));
    }

    void theFirstRecordAtEachNewPositionIsFound() {
        const std::string group = m_groups[0];
        Spec spec;
        spec.target = Target::Datetime;
        spec.time = m_now - 10min - 30s;
        AWAIT(plan, makePlan(*m_cluster, group, spec, {false, {{m_topics[0].name, {}}}, {}}, base::systemNow,
                             this));
        AWAIT(looked, lookUpFirstRecords(*m_cluster, plan, this));
        QCOMPARE(looked.steps.size(), std::size_t{4});
        for (const Step& step : looked.steps) {
            QVERIFY(step.first && step.first->offset && step.first->timestamp);
            QCOMPARE(step.first->offset->value, step.to->offset.value);
            QCOMPARE(*step.first->timestamp, m_now - 10min);
        }
    }
};

QTEST_GUILESS_MAIN(TestOffsetsLive)
#include "tst_offsets_live.moc"
