// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <QDeadlineTimer>
#include <QTest>

#include <algorithm>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;

/// What a real broker does with changes of a group's commits, and how its refusals are told.
class TestGroupChanges : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;
    std::unique_ptr<Cluster> m_cluster;
    const std::string m_run = std::to_string(base::toMilliseconds(base::systemNow()));
    const std::string m_topic = "changes-" + m_run;
    const std::string m_other = "changes-other-" + m_run;
    const std::string m_wide = "changes-wide-" + m_run;
    std::vector<std::string> m_groups;

    static constexpr int widePartitions = 300;

    static TopicPartition at(const std::string& topic, int partition) {
        return {topic, PartitionId{partition}};
    }
    /// A name of its own, taken away at the end.
    std::string group(const char* name) {
        m_groups.push_back(std::string(name) + " " + m_run);
        return m_groups.back();
    }
    std::vector<CommittedOffset> commitsOf(const std::string& group) {
        const auto answer = await(m_cluster->committedOffsets({group}));
        return answer && !answer->empty() ? answer->front().offsets : std::vector<CommittedOffset>{};
    }
    std::optional<Offset> commitOf(const std::string& group, const TopicPartition& partition) {
        for (const CommittedOffset& one : commitsOf(group))
            if (one.partition == partition)
                return one.offset;
        return std::nullopt;
    }
    GroupListing listed(const std::string& group) {
        const auto list = await(m_cluster->listGroups());
        if (list)
            for (const GroupListing& one : list->groups)
                if (one.id == group)
                    return one;
        return {};
    }
    static base::ErrorKind kindOf(const OffsetOutcome& outcome) {
        return outcome.error ? outcome.error->kind : base::ErrorKind::Bug;
    }
    static std::string nativeOf(const OffsetOutcome& outcome) {
        return outcome.error ? outcome.error->native : "no error";
    }
    /// A member that has read and committed all of the topic; none where it does not come to that.
    std::unique_ptr<Consumer> member(const std::string& group, kafkard::GroupProtocol protocol) {
        auto opened = kafkard::openConsumer(m_broker.admin(), group, {m_topic}, protocol);
        if (!opened)
            return nullptr;
        const QDeadlineTimer patience(std::chrono::minutes(2));
        int came = 0;
        while (came < 30 && !patience.hasExpired())
            came += (*opened)->read(30 - came, std::chrono::milliseconds(200)).value_or(0);
        const auto committed = (*opened)->commit();
        if (came < 30 || !committed) {
            qWarning("%d of 30 records came; their commit: %s", came, test::why(committed).c_str());
            return nullptr;
        }
        return std::move(*opened);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        AWAIT(made, m_cluster->createTopics(
                        {{m_topic, 3, 1, {}}, {m_other, 1, 1, {}}, {m_wide, widePartitions, 1, {}}}));
        QCOMPARE(made.size(), 3U);
        const auto isThere = [this] {
            const auto topics = await(m_cluster->describeTopics({m_wide}));
            return topics && !topics->front().error && topics->front().partitions.size() == widePartitions;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isThere(), 30'000);
        auto producer = kafkard::openProducer(m_broker.admin());
        QVERIFY(producer.has_value());
        for (int i = 0; i < 30; ++i)
            QVERIFY((*producer)->send({m_topic, PartitionId{i % 3}, "key", "value", {}, {}}).has_value());
        QVERIFY((*producer)->flush().has_value());
        // The very first group of a new cluster makes the topic that groups are kept in.
        const auto coordinatorIsUp = [this] {
            const auto outcome =
                await(m_cluster->alterGroupOffsets("first " + m_run, {{at(m_topic, 0), {}}}));
            return outcome && !outcome->front().error;
        };
        QTRY_VERIFY_WITH_TIMEOUT(coordinatorIsUp(), 30'000);
        m_groups.push_back("first " + m_run);
    }
    void cleanupTestCase() {
        if (!m_cluster)
            return;
        (void)await(m_cluster->deleteGroups(m_groups));
        (void)await(m_cluster->deleteTopics({m_topic, m_other, m_wide}));
    }

    void theFirstCommitMakesAGroupThatNeverExisted() {
        const std::string name = group("made");
        AWAIT(outcome, m_cluster->alterGroupOffsets(name, {{at(m_topic, 1), Offset{7}}}));
        QCOMPARE(outcome, (std::vector<OffsetOutcome>{{at(m_topic, 1), std::nullopt}}));
        QCOMPARE(commitOf(name, at(m_topic, 1)), std::optional(Offset{7}));
        QTRY_COMPARE(listed(name).state, GroupState::Empty);
        QCOMPARE(listed(name).type, GroupType::Classic);
    }

    void whatWasReadIsPutBackAsItWas() {
        const std::string name = group("undone");
        const std::string words = "read by hand \xC3\xA9 \xF0\x9F\x91\x9F";
        AWAIT(first, m_cluster->alterGroupOffsets(
                         name, {{at(m_topic, 0), Offset{3}, words, 2}, {at(m_topic, 1), Offset{4}}}));
        QVERIFY(!first[0].error && !first[1].error);
        const auto before = commitsOf(name);
        QCOMPARE(before.size(), 2U);
        QCOMPARE(before[0].metadata, words);
        QCOMPARE(before[0].leaderEpoch, std::optional(2));
        QVERIFY(before[1].metadata.empty() && !before[1].leaderEpoch);
        AWAIT(moved,
              m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{9}}, {at(m_topic, 1), Offset{9}}}));
        QVERIFY(!moved[0].error && commitsOf(name) != before);
        std::vector<OffsetChange> back;
        for (const CommittedOffset& one : before)
            back.push_back({one.partition, *one.offset, one.metadata, one.leaderEpoch});
        AWAIT(undone, m_cluster->alterGroupOffsets(name, back));
        QVERIFY(!undone[0].error && !undone[1].error);
        QCOMPARE(commitsOf(name), before);
    }

    void whatIsNotThereIsRefusedInItsRowAndTheOthersAreWritten() {
        const std::string name = group("rows");
        AWAIT(outcome, m_cluster->alterGroupOffsets(name, {{at("changes-never-was", 0), Offset{1}},
                                                           {at(m_topic, 2), Offset{5}},
                                                           {at(m_topic, 99), Offset{1}}}));
        QCOMPARE(outcome.size(), 3U);
        QCOMPARE(kindOf(outcome[0]), base::ErrorKind::NotFound);
        QVERIFY(!outcome[1].error);
        QCOMPARE(kindOf(outcome[2]), base::ErrorKind::NotFound);
        QCOMPARE(outcome[2].partition, at(m_topic, 99));
        QCOMPARE(commitOf(name, at(m_topic, 2)), std::optional(Offset{5}));
    }

    void anOffsetBeyondTheEndIsWrittenAsItIs() {
        const std::string name = group("beyond");
        const Offset far{std::int64_t{1} << 61};
        AWAIT(outcome, m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), far}}));
        QVERIFY(!outcome[0].error);
        QCOMPARE(commitOf(name, at(m_topic, 0)), std::optional(far));
    }

    void wrongInputSendsNothing() {
        const std::string name = group("wrong");
        const auto negative = await(
            m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}}, {at(m_topic, 1), Offset{-1}}}));
        QVERIFY(!negative && negative.error().kind == base::ErrorKind::Invalid);
        const auto twice = await(
            m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}}, {at(m_topic, 0), Offset{2}}}));
        QVERIFY(!twice && twice.error().kind == base::ErrorKind::Invalid);
        const auto deletedTwice =
            await(m_cluster->deleteGroupOffsets(name, {at(m_topic, 0), at(m_topic, 0)}));
        QVERIFY(!deletedTwice && deletedTwice.error().kind == base::ErrorKind::Invalid);
        const auto groupTwice = await(m_cluster->deleteGroups({name, name}));
        QVERIFY(!groupTwice && groupTwice.error().kind == base::ErrorKind::Invalid);
        QVERIFY(commitsOf(name).empty());
        AWAIT(none, m_cluster->alterGroupOffsets(name, {}));
        QVERIFY(none.empty());
    }

    void wordsThatAreTooLongAreRefusedInTheirRow() {
        const std::string name = group("wordy");
        AWAIT(outcome,
              m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}, std::string(4096, 'x')},
                                                  {at(m_topic, 1), Offset{1}, std::string(4097, 'x')}}));
        QVERIFY(!outcome[0].error);
        QCOMPARE(kindOf(outcome[1]), base::ErrorKind::Invalid);
        QCOMPARE(commitsOf(name).size(), 1U);
    }

    void moreThanABrokersBatchHoldsIsWrittenToo() {
        const std::string name = group("wide");
        std::vector<OffsetChange> changes; // 1.2 MB
        for (int i = 0; i < widePartitions; ++i)
            changes.push_back({at(m_wide, i), Offset{i}, std::string(4096, 'x')});
        AWAIT(outcome, m_cluster->alterGroupOffsets(name, changes));
        QCOMPARE(outcome.size(), changes.size());
        for (std::size_t i = 0; i < changes.size(); ++i) {
            QCOMPARE(outcome[i].partition, changes[i].partition);
            QVERIFY2(!outcome[i].error, nativeOf(outcome[i]).c_str());
        }
        const auto written = commitsOf(name);
        QCOMPARE(written.size(), changes.size());
        for (const CommittedOffset& one : written)
            QCOMPARE(one.offset, std::optional(Offset{one.partition.partition.value}));
    }

    void aGroupWithMembersIsAConflictAndKeepsItsCommits_data() {
        QTest::addColumn<int>("protocol");
        QTest::newRow("classic") << static_cast<int>(kafkard::GroupProtocol::Classic);
        QTest::newRow("KIP-848") << static_cast<int>(kafkard::GroupProtocol::Consumer);
    }
    void aGroupWithMembersIsAConflictAndKeepsItsCommits() {
        QFETCH(int, protocol);
        const auto speaks = static_cast<kafkard::GroupProtocol>(protocol);
        const std::string name = group(QTest::currentDataTag());
        auto first = member(name, speaks);
        QVERIFY(first);
        QTRY_COMPARE(listed(name).state, GroupState::Stable);
        const auto before = commitsOf(name);
        QCOMPARE(before.size(), 3U);

        const auto refusedAsAWhole = [&] {
            AWAIT(altered, m_cluster->alterGroupOffsets(
                               name, {{at(m_topic, 0), Offset{1}}, {at(m_other, 0), Offset{1}}}));
            for (const OffsetOutcome& row : altered) {
                QCOMPARE(kindOf(row), base::ErrorKind::Conflict);
                QCOMPARE(nativeOf(row), std::string("UNKNOWN_MEMBER_ID"));
                QVERIFY(row.error->hint.find("stop its members") != std::string::npos);
            }
            AWAIT(deleted, m_cluster->deleteGroupOffsets(name, {at(m_topic, 0), at(m_other, 0)}));
            QCOMPARE(kindOf(deleted[0]), base::ErrorKind::Conflict);
            QCOMPARE(nativeOf(deleted[0]), std::string("GROUP_SUBSCRIBED_TO_TOPIC"));
            QVERIFY(!deleted[1].error); // no member has that topic
            AWAIT(gone, m_cluster->deleteGroups({name}));
            QVERIFY(gone[0].error && gone[0].error->kind == base::ErrorKind::Conflict);
            QCOMPARE(gone[0].error->native, std::string("NON_EMPTY_GROUP"));
            QCOMPARE(commitsOf(name), before);
        };
        refusedAsAWhole();
        if (QTest::currentTestFailed())
            return;
        // A second member comes and the first does not answer: the group rebalances until it does.
        auto second = kafkard::openConsumer(m_broker.admin(), name, {m_topic}, speaks);
        QVERIFY(second.has_value());
        QTRY_VERIFY(listed(name).state != GroupState::Stable);
        refusedAsAWhole();
        if (QTest::currentTestFailed())
            return;

        second->reset();
        first.reset();
        QTRY_COMPARE_WITH_TIMEOUT(listed(name).state, GroupState::Empty, 15'000);
        AWAIT(altered, m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}}}));
        QVERIFY2(!altered[0].error, nativeOf(altered[0]).c_str());
        QCOMPARE(commitOf(name, at(m_topic, 0)), std::optional(Offset{1}));
        QCOMPARE(listed(name).type,
                 speaks == kafkard::GroupProtocol::Classic ? GroupType::Classic : GroupType::Consumer);
    }

    void commitsAreDeletedRowByRowAndTheGroupStays() {
        const std::string name = group("deleted rows");
        AWAIT(made,
              m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}}, {at(m_topic, 1), Offset{1}}}));
        QVERIFY(!made[0].error);
        // 2 has no commit: nothing to do is done.
        AWAIT(outcome, m_cluster->deleteGroupOffsets(
                           name, {at(m_topic, 0), at(m_topic, 99), at(m_topic, 2), at(m_topic, 1)}));
        QCOMPARE(outcome.size(), 4U);
        QVERIFY(!outcome[0].error && !outcome[2].error && !outcome[3].error);
        QCOMPARE(kindOf(outcome[1]), base::ErrorKind::NotFound);
        QVERIFY(commitsOf(name).empty());
        QCOMPARE(listed(name).id, name);
    }

    void groupsAreDeletedEachByItself() {
        const std::string name = group("deleted");
        AWAIT(made, m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}}}));
        QVERIFY(!made[0].error);
        AWAIT(outcome, m_cluster->deleteGroups({"never was " + m_run, name}));
        QCOMPARE(outcome.size(), 2U);
        QVERIFY(outcome[0].error && outcome[0].error->kind == base::ErrorKind::NotFound);
        QCOMPARE(outcome[1], (ItemOutcome{name, std::nullopt}));
        QTRY_VERIFY(listed(name).id.empty());
        AWAIT(offsets, m_cluster->deleteGroupOffsets(name, {at(m_topic, 0)}));
        QCOMPARE(kindOf(offsets[0]), base::ErrorKind::NotFound);
    }

    void whoMayNotIsDeniedAndToldWhichRightItTakes() {
        const std::string name = group("denied");
        AWAIT(made, m_cluster->alterGroupOffsets(name, {{at(m_topic, 0), Offset{1}}}));
        QVERIFY(!made[0].error);
        auto guest = kafkard::connect(m_broker.guest());
        QVERIFY(guest.has_value());
        AWAIT(altered, (*guest)->alterGroupOffsets(name, {{at(m_topic, 0), Offset{2}}}));
        QCOMPARE(kindOf(altered[0]), base::ErrorKind::Denied);
        QVERIFY(altered[0].error->hint.find("READ on the group") != std::string::npos);
        AWAIT(deleted, (*guest)->deleteGroupOffsets(name, {at(m_topic, 0)}));
        QCOMPARE(kindOf(deleted[0]), base::ErrorKind::Denied);
        QVERIFY(deleted[0].error->hint.find("DELETE on the group") != std::string::npos);
        AWAIT(gone, (*guest)->deleteGroups({name}));
        QVERIFY(gone[0].error && gone[0].error->kind == base::ErrorKind::Denied);

        // With the group's right, each topic's counts in its row.
        const std::vector<Acl> rights{
            {ResourceType::Group, name, PatternType::Literal, "User:guest", "*", "READ", Permission::Allow},
            {ResourceType::Topic, m_topic, PatternType::Literal, "User:guest", "*", "READ",
             Permission::Allow}};
        AWAIT(granted, m_cluster->createAcls(rights));
        QVERIFY(!granted[0].error && !granted[1].error);
        const auto rows = [&]() -> std::vector<OffsetOutcome> {
            return await((*guest)->alterGroupOffsets(
                             name, {{at(m_topic, 0), Offset{2}}, {at(m_other, 0), Offset{2}}}))
                .value_or(std::vector<OffsetOutcome>(2));
        };
        QTRY_VERIFY(!rows()[0].error);
        const auto outcome = rows();
        QCOMPARE(kindOf(outcome[1]), base::ErrorKind::Denied);
        QVERIFY(outcome[1].error->hint.find("READ on the topic") != std::string::npos);
        QCOMPARE(commitOf(name, at(m_topic, 0)), std::optional(Offset{2}));
        AWAIT(revoked, m_cluster->deleteAcls(rights));
        QVERIFY(!revoked[0].error && !revoked[1].error);
    }
};

QTEST_GUILESS_MAIN(TestGroupChanges)
#include "tst_group_changes.moc"
