// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"

#include <QTest>

#include <thread>

using namespace streamscape;
using namespace streamscape::kafka;
using test::FakeCluster;
using test::KeptRecord;
using test::Question;

/// The stand-in answers as a real broker does (see tests/live), so that what is built on it holds there too.
class TestFakeCluster : public QObject {
    Q_OBJECT

private:
    static TopicPartition at(const std::string& topic, int partition) {
        return {topic, PartitionId{partition}};
    }
    static base::ErrorKind kindOf(const std::optional<base::Error>& error) {
        return error ? error->kind : base::ErrorKind::Bug;
    }
    static const base::Error trouble() { return {base::ErrorKind::Timeout, "ordered", {}, {}, {}}; }

private Q_SLOTS:
    void peekSkipsGapsAndWhatWasAborted() {
        FakeCluster fake;
        fake.addTopic("t", 2);
        KeptRecord aborted;
        aborted.aborted = true;
        KeptRecord kept;
        kept.timestamp = base::fromMilliseconds(5);
        kept.key = "key";
        kept.value = "a long value";
        fake.addRecord("t", 0, 3, aborted);
        fake.addRecord("t", 0, 7, kept);
        PeekOptions options;
        options.bytes = 6;
        AWAIT(all, fake.peek({{at("t", 0), Offset{0}}, {at("t", 0), Offset{8}}, {at("t", 1), Offset{0}}},
                             options));
        QCOMPARE(all[0].offset, std::optional(Offset{3}));
        QVERIFY(!all[0].value && all[0].valueSize == -1);
        QVERIFY(!all[1].offset && !all[1].error); // the end
        QVERIFY(!all[2].offset && !all[2].error); // nothing there yet
        options.isolation = Isolation::ReadCommitted;
        AWAIT(committed, fake.peek({{at("t", 0), Offset{0}}}, options));
        QCOMPARE(committed[0].offset, std::optional(Offset{7}));
        QCOMPARE(committed[0].timestamp, std::optional(base::fromMilliseconds(5)));
        QCOMPARE(committed[0].value, std::optional(std::string("a long")));
        QCOMPARE(committed[0].valueSize, 12);
        fake.stableEnds[at("t", 0)] = 7;
        AWAIT(open, fake.peek({{at("t", 0), Offset{0}}}, options));
        QVERIFY(!open[0].offset && !open[0].error);
    }

    void peekTellsWhatCannotBeRead() {
        FakeCluster fake;
        fake.addTopic("t", 1, 10);
        fake.starts[at("t", 0)] = 4;
        AWAIT(rows,
              fake.peek({{at("t", 0), Offset{3}}, {at("t", 0), Offset{11}}, {at("not", 0), Offset{0}}}, {}));
        for (const PeekedRecord& row : rows)
            QCOMPARE(kindOf(row.error), base::ErrorKind::NotFound);
        QVERIFY(rows[0].error->what.find("starts at 4") != std::string::npos);
        fake.peekErrors[at("t", 0)] = trouble();
        AWAIT(again, fake.peek({{at("t", 0), Offset{4}}}, {}));
        QCOMPARE(again[0].error, std::optional(trouble()));
        QCOMPARE(fake.askedFor(Question::Peek), std::vector<std::string>{"t:0@4"});
    }

    void commitsAreChangedRowByRowWhileTheGroupHasNoMembers() {
        FakeCluster fake;
        fake.addTopic("t", 3, 10);
        fake.commitErrors[at("t", 2)] = trouble();
        AWAIT(outcome, fake.alterGroupOffsets("new", {{at("t", 0), Offset{5}, "words", 2},
                                                      {at("t", 9), Offset{5}},
                                                      {at("t", 2), Offset{5}}}));
        QVERIFY(!outcome[0].error);
        QCOMPARE(kindOf(outcome[1].error), base::ErrorKind::NotFound);
        QCOMPARE(outcome[2].error, std::optional(trouble()));
        AWAIT(offsets, fake.committedOffsets({"new"}));
        QCOMPARE(offsets[0].offsets,
                 (std::vector<CommittedOffset>{{at("t", 0), Offset{5}, std::nullopt, "words", 2}}));
        AWAIT(described, fake.describeGroups({"new"}));
        QCOMPARE(described[0].state, GroupState::Empty);

        fake.addMember("new", "m", {at("t", 0)});
        AWAIT(refused, fake.alterGroupOffsets("new", {{at("t", 0), Offset{9}}}));
        QCOMPARE(kindOf(refused[0].error), base::ErrorKind::Conflict);
        QCOMPARE(fake.commits["new"].offsets[0].offset, std::optional(Offset{5}));
    }

    void commitsAreDeletedButForTheTopicsOfMembers() {
        FakeCluster fake;
        fake.addTopic("mine", 1, 10);
        fake.addTopic("other", 1, 10);
        fake.addGroup("g");
        fake.addMember("g", "m", {at("mine", 0)});
        fake.commit("g", "mine", 0, 1);
        fake.commit("g", "other", 0, 1);
        AWAIT(outcome, fake.deleteGroupOffsets("g", {at("mine", 0), at("other", 0)}));
        QCOMPARE(kindOf(outcome[0].error), base::ErrorKind::Conflict);
        QVERIFY(!outcome[1].error);
        QCOMPARE(fake.commits["g"].offsets.size(), 1U);
        AWAIT(missing, fake.deleteGroupOffsets("never was", {at("mine", 0)}));
        QCOMPARE(kindOf(missing[0].error), base::ErrorKind::NotFound);
    }

    void groupsAreDeletedUnlessTheyHaveMembersOrAreNotThere() {
        FakeCluster fake;
        fake.addGroup("active");
        fake.addGroup("empty", GroupType::Consumer, GroupState::Empty);
        fake.addGroup("ordered", GroupType::Classic, GroupState::Empty);
        fake.groupErrors["ordered"] = trouble();
        AWAIT(outcome, fake.deleteGroups({"active", "empty", "ordered", "never was"}));
        QCOMPARE(kindOf(outcome[0].error), base::ErrorKind::Conflict);
        QVERIFY(!outcome[1].error);
        QCOMPARE(outcome[2].error, std::optional(trouble()));
        QCOMPARE(kindOf(outcome[3].error), base::ErrorKind::NotFound);
        QCOMPARE(fake.groups.groups.size(), 2U);
        QVERIFY(!fake.commits.contains("empty"));
    }

    void whatIsNamedTwiceIsInvalidAsAWhole() {
        FakeCluster fake;
        fake.addTopic("t", 1, 10);
        const auto altered =
            test::await(fake.alterGroupOffsets("g", {{at("t", 0), Offset{1}}, {at("t", 0), Offset{2}}}));
        QVERIFY(!altered && altered.error().kind == base::ErrorKind::Invalid);
        const auto deleted = test::await(fake.deleteGroups({"g", "g"}));
        QVERIFY(!deleted && deleted.error().kind == base::ErrorKind::Invalid);
        QVERIFY(fake.groups.groups.empty());
    }

    void troubleIsOrderedForTheNewQuestionsToo() {
        FakeCluster fake;
        fake.addTopic("t", 1, 10);
        fake.failCall(Question::AlterGroupOffsets, 2, trouble());
        QVERIFY(test::await(fake.alterGroupOffsets("g", {{at("t", 0), Offset{1}}})).has_value());
        QVERIFY(!test::await(fake.alterGroupOffsets("g", {{at("t", 0), Offset{2}}})).has_value());
        QCOMPARE(fake.commits["g"].offsets[0].offset, std::optional(Offset{1})); // nothing was done
        fake.hold(Question::Peek);
        const auto held = fake.peek({{at("t", 0), Offset{0}}}, {});
        QVERIFY(!held.isFinished());
        QCOMPARE(fake.waiting(Question::Peek), 1);
        fake.release(Question::Peek);
        QVERIFY(held.isFinished());
    }

    void whatIsAskedElsewhereIsCarriedOutOnTheFakesThread() {
        FakeCluster fake;
        fake.addTopic("t", 1, 10);
        fake.hold(Question::ListOffsets);
        std::optional<Answer<std::vector<PartitionOffset>>> asked;
        std::thread elsewhere(
            [&] { asked = fake.listOffsets({at("t", 0)}, {}, Isolation::ReadUncommitted); });
        elsewhere.join();
        QVERIFY(!asked->isFinished());
        QCOMPARE(fake.calls(Question::ListOffsets), 0); // not before our event loop comes to it
        fake.setEnd("t", 0, 20);
        QTRY_COMPARE(fake.waiting(Question::ListOffsets), 1);
        fake.setEnd("t", 0, 30); // asked already: the answer is the old one
        fake.release(Question::ListOffsets);
        AWAIT(offsets, *asked);
        QCOMPARE(offsets[0].offset, std::optional(Offset{20}));
    }

    void aFakeThatGoesCancelsWhatWasAskedElsewhere() {
        auto fake = std::make_unique<FakeCluster>();
        std::optional<Answer<GroupList>> asked;
        std::thread elsewhere([&] { asked = fake->listGroups(); });
        elsewhere.join();
        fake.reset();
        QVERIFY(asked->isFinished());
        QCOMPARE(asked->result().error().kind, base::ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestFakeCluster)
#include "tst_fake_cluster.moc"
