// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/readonly_cluster.h"
#include "models/offsets/apply.h"
#include "models/offsets/make_plan.h"
#include "models/offsets/plan_json.h"
#include "models/offsets/undo.h"
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::offsets;
using test::await;
using test::FakeCluster;
using test::Question;

namespace {

base::TopicPartition at(const char* topic, std::int32_t partition) {
    return {topic, base::PartitionId{partition}};
}
Spec spec(Target target, std::int64_t number = 0) {
    Spec made;
    made.target = target;
    made.number = number;
    return made;
}
const Scope everything{true, {}, {}};
const base::Error noAnswer{base::ErrorKind::Timeout, "No answer", "fake:9092", "", ""};

} // namespace

/// From the question to the cluster through the journal and back, on a cluster where trouble can be ordered.
class TestApply : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    test::ManualClock m_clock;
    std::unique_ptr<FakeCluster> m_cluster;
    std::unique_ptr<journal::Journal> m_journal;

    base::Result<Plan> make(Spec wanted, Scope scope = everything, const char* group = "g") {
        return await(makePlan(*m_cluster, group, std::move(wanted), std::move(scope), m_clock.clock(), this));
    }
    base::Result<Outcome> carryOut(const Plan& plan) {
        return await(apply(*m_cluster, *m_journal, plan, {"ada", "till", {}}, this));
    }
    base::Result<Plan> undo(const std::string& planId) {
        return await(makeUndo(*m_cluster, *m_journal, planId, {}, m_clock.clock(), this));
    }
    std::int64_t committed(const char* topic, std::int32_t partition) const {
        for (const kafka::CommittedOffset& row : m_cluster->commits["g"].offsets)
            if (row.partition == at(topic, partition) && row.offset)
                return row.offset->value;
        return -1;
    }
    std::vector<journal::Entry> entries() const {
        std::vector<journal::Entry> all;
        const auto reading = journal::readJournal(m_journal->folder(), [&](const journal::Entry& entry) {
            all.push_back(entry);
            return true;
        });
        return reading && reading->intact ? all : std::vector<journal::Entry>{};
    }

private Q_SLOTS:
    void init() {
        m_cluster = std::make_unique<FakeCluster>();
        m_cluster->addTopic("a", 3, 100);
        m_cluster->addTopic("b", 1, 7);
        m_cluster->starts[at("a", 0)] = 10;
        m_cluster->addGroup("g", kafka::GroupType::Classic, kafka::GroupState::Empty);
        m_cluster->commit("g", "a", 0, 50, "note");
        m_cluster->commit("g", "a", 1, 60);
        m_journal = std::make_unique<journal::Journal>(
            m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString(), m_clock.clock());
    }

    void aPlanIsMadeFromWhatTheClusterAnswers() {
        const auto plan = make(spec(Target::Earliest));
        QVERIFY2(plan.has_value(), test::why(plan).c_str());
        QCOMPARE(plan->steps.size(), std::size_t{2});
        QCOMPARE(plan->steps[0].to->offset.value, 10);
        QCOMPARE(plan->steps[0].from->metadata, std::string("note"));
        QCOMPARE(plan->cluster, m_cluster->info.id);
        QCOMPARE(plan->asOf, m_clock.now());
        QCOMPARE(m_cluster->askedFor(Question::DescribeTopics), std::vector<std::string>{"a"});
    }

    void timesAreAskedOfTheLog() {
        m_cluster->offsetsByTime[at("a", 0)][m_clock.now() - std::chrono::hours(1)] = 42;
        Spec ago = spec(Target::Duration);
        ago.duration = std::chrono::hours(2);
        const auto plan = make(ago, {false, {{"a", {base::PartitionId{0}, base::PartitionId{1}}}}, {}});
        QVERIFY(plan);
        QCOMPARE(plan->steps[0].to->offset.value, 42);
        QCOMPARE(plan->steps[1].to->offset.value, 100);
    }

    void aClusterThatDoesNotAnswerGivesNoPlan() {
        for (const Question question :
             {Question::DescribeCluster, Question::ListGroups, Question::DescribeGroups,
              Question::CommittedOffsets, Question::DescribeTopics, Question::ListOffsets}) {
            m_cluster->failCall(question, 1, noAnswer);
            const auto plan = make(spec(Target::Earliest));
            QVERIFY(!plan);
            QCOMPARE(plan.error(), noAnswer);
        }
    }

    void theFirstRecordAtEachNewPositionIsLookedUp() {
        m_cluster->addRecord("a", 0, 12, {m_clock.now(), "k", "v"});
        auto plan = make(spec(Target::Earliest));
        QVERIFY(plan);
        const auto looked = await(lookUpFirstRecords(*m_cluster, *plan, this));
        QVERIFY(looked);
        QCOMPARE(looked->steps[0].first->offset->value, 12);
        QCOMPARE(looked->id, plan->id);
        plan = make(spec(Target::Latest)); // nothing stands at the end
        QVERIFY(await(lookUpFirstRecords(*m_cluster, *plan, this)));
        QCOMPARE(m_cluster->calls(Question::Peek), 1);
    }

    void whatIsAppliedIsReadBackAndWrittenDownTwice() {
        const auto plan = make(spec(Target::Earliest));
        const auto outcome = carryOut(*plan);
        QVERIFY2(outcome.has_value(), test::why(outcome).c_str());
        QVERIFY(outcome->applied);
        QVERIFY(outcome->readBackEqual);
        QCOMPARE(outcome->items.size(), std::size_t{2});
        QCOMPARE(outcome->items[0].readBack->value, 10);
        QCOMPARE(committed("a", 0), 10);
        QCOMPARE(committed("a", 1), 0);
        const auto written = entries();
        QCOMPARE(written.size(), std::size_t{2});
        QCOMPARE(written[0].phase, journal::Phase::Planned);
        QCOMPARE(written[1].phase, journal::Phase::Outcome);
        QCOMPARE(written[0].action, std::string("lag.reset"));
        QCOMPARE(written[0].planId, plan->id);
        QCOMPARE(written[0].actor.user, std::string("ada"));
        QCOMPARE(written[1].payload[QStringLiteral("read_back_equal")].toBool(), true);
    }

    void anUndoPutsEveryOffsetBackMetadataToo() {
        const auto plan = make(spec(Target::Latest), {false, {{"a", {}}}, {}}); // a:2 had no commit
        QVERIFY(carryOut(*plan)->readBackEqual);
        QCOMPARE(committed("a", 2), 100);
        const auto back = undo(plan->id);
        QVERIFY2(back.has_value(), test::why(back).c_str());
        QCOMPARE(back->action, Action::Undo);
        const auto outcome = carryOut(*back);
        QVERIFY(outcome && outcome->readBackEqual);
        QCOMPARE(committed("a", 0), 50);
        QCOMPARE(committed("a", 1), 60);
        QCOMPARE(committed("a", 2), -1);
        QCOMPARE(m_cluster->commits["g"].offsets[0].metadata, std::string("note"));
        // And the undo is undone the same way.
        const auto again = undo(back->id);
        QVERIFY(again && carryOut(*again)->readBackEqual);
        QCOMPARE(committed("a", 0), 100);
    }

    void anUndoFromAJournalChangedByHandSaysSo() {
        const auto plan = make(spec(Target::Latest));
        QVERIFY(carryOut(*plan));
        QVERIFY(QFile::remove(QString::fromStdString((m_journal->folder() / "journal.head").string())));
        const auto back = undo(plan->id);
        QVERIFY(back);
        QCOMPARE(back->warnings.size(), std::size_t{1});
        QVERIFY2(back->warnings[0].find("journal.head is gone") != std::string::npos,
                 back->warnings[0].c_str());
    }

    void anUndoLeavesOutWhatItIsToldTo() {
        const auto plan = make(spec(Target::Latest));
        QVERIFY(carryOut(*plan));
        const auto back =
            await(makeUndo(*m_cluster, *m_journal, plan->id, {at("a", 1)}, m_clock.clock(), this));
        QVERIFY(back);
        QCOMPARE(back->steps.size(), std::size_t{1});
        QCOMPARE(back->steps[0].partition, at("a", 0));
        const auto none = undo("no-such-plan");
        QVERIFY(!none);
        QCOMPARE(none.error().kind, base::ErrorKind::NotFound);
    }

    void aDeletedGroupIsPutBack() {
        const auto plan = make(spec(Target::DeleteGroup), {});
        QCOMPARE(plan->steps.size(), std::size_t{2});
        const auto outcome = carryOut(*plan);
        QVERIFY(outcome && outcome->applied && outcome->readBackEqual);
        QVERIFY(!m_cluster->descriptions.contains("g"));
        const auto back = undo(plan->id);
        QVERIFY2(back.has_value(), test::why(back).c_str());
        QVERIFY(carryOut(*back)->readBackEqual);
        QCOMPARE(committed("a", 0), 50);
    }

    void deletedOffsetsArePutBack() {
        const auto plan = make(spec(Target::DeleteOffsets), {false, {{"a", {base::PartitionId{1}}}}, {}});
        QVERIFY(carryOut(*plan)->readBackEqual);
        QCOMPARE(committed("a", 1), -1);
        QCOMPARE(committed("a", 0), 50);
        QVERIFY(carryOut(*undo(plan->id))->readBackEqual);
        QCOMPARE(committed("a", 1), 60);
    }

    void aCopyTakesTheOtherGroupsCommits() {
        m_cluster->addGroup("other", kafka::GroupType::Classic, kafka::GroupState::Stable);
        m_cluster->commit("other", "b", 0, 3, "theirs");
        Spec copy = spec(Target::CopyFrom);
        copy.from = "other";
        const auto plan = make(copy);
        QVERIFY(carryOut(*plan)->readBackEqual);
        QCOMPARE(committed("b", 0), 3);
        QCOMPARE(committed("a", 0), 50);
    }

    void aMemberThatJoinsBeforeTheApplyLeavesEverythingUntouched() {
        const auto plan = make(spec(Target::Earliest));
        m_cluster->descriptions["g"].state = kafka::GroupState::Stable;
        m_cluster->addMember("g", "m", {at("a", 0)});
        const auto outcome = carryOut(*plan);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, base::ErrorKind::Conflict);
        QCOMPARE(committed("a", 0), 50);
        QVERIFY(entries().empty());
        QCOMPARE(m_cluster->calls(Question::AlterGroupOffsets), 0);
    }

    // It joins after we looked: the broker refuses, and the outcome says that nothing moved.
    void aMemberThatJoinsDuringTheApplyIsNamedByTheBroker() {
        const auto plan = make(spec(Target::Earliest));
        m_cluster->hold(Question::CommittedOffsets); // the second look
        const auto answer = apply(*m_cluster, *m_journal, *plan, {"ada", "till", {}}, this);
        QTRY_COMPARE(m_cluster->waiting(Question::CommittedOffsets), 1);
        m_cluster->descriptions["g"].state = kafka::GroupState::Stable;
        m_cluster->addMember("g", "m", {at("a", 0)});
        m_cluster->release(Question::CommittedOffsets);
        const auto outcome = await(answer);
        QVERIFY(outcome);
        QVERIFY(!outcome->applied);
        QVERIFY(!outcome->readBackEqual);
        QCOMPARE(outcome->items[0].error->kind, base::ErrorKind::Conflict);
        QCOMPARE(committed("a", 0), 50);
        QCOMPARE(entries().size(), std::size_t{2});
    }

    void aCommitThatMovedSinceThePlanIsNamedAndNothingIsSent() {
        const auto plan = make(spec(Target::Earliest));
        m_cluster->commit("g", "a", 1, 61);
        const auto outcome = carryOut(*plan);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, base::ErrorKind::Conflict);
        QCOMPARE(outcome.error().where, std::string("a-1"));
        QCOMPARE(committed("a", 0), 50);
    }

    void aGroupThatGotAnotherCommitIsNotDeleted() {
        const auto plan = make(spec(Target::DeleteGroup), {});
        m_cluster->commit("g", "b", 0, 1);
        const auto outcome = carryOut(*plan);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().where, std::string("b-0"));
    }

    void onePartitionThatFailsIsNamedAndTheRestIsDone() {
        const auto plan = make(spec(Target::Earliest));
        m_cluster->commitErrors[at("a", 1)] = {base::ErrorKind::Denied, "Not authorized", "a", "", ""};
        const auto outcome = carryOut(*plan);
        QVERIFY(outcome);
        QVERIFY(outcome->applied);
        QVERIFY(!outcome->readBackEqual);
        QVERIFY(!outcome->items[0].error);
        QCOMPARE(outcome->items[1].error->kind, base::ErrorKind::Denied);
        QCOMPARE(outcome->items[1].readBack->value, 60);
        // The undo of what was done in part puts back all of it.
        m_cluster->commitErrors.clear();
        QVERIFY(carryOut(*undo(plan->id))->readBackEqual);
        QCOMPARE(committed("a", 0), 50);
    }

    void whatStandsThereAlreadyIsNotSaidToBeApplied() {
        const auto outcome = carryOut(*make(spec(Target::Current)));
        QVERIFY2(outcome, test::why(outcome).c_str());
        QVERIFY(outcome->readBackEqual);
        QVERIFY(!outcome->applied);
        QVERIFY(!outcome->mayBeApplied());
    }

    void whatWasNotReadBackIsNotSaidToBeApplied() {
        const auto plan = make(spec(Target::Earliest));
        m_cluster->failCall(Question::CommittedOffsets, 2, noAnswer);
        const auto outcome = carryOut(*plan);
        QVERIFY(outcome);
        QVERIFY(!outcome->applied);
        QVERIFY(outcome->mayBeApplied());
        QVERIFY(!outcome->items[0].isRead);
        QVERIFY(outcome->error);
    }

    // An answer that does not come in time says nothing; what is read back does.
    void aTimeoutIsSettledByReadingBack() {
        auto plan = make(spec(Target::Earliest));
        m_cluster->failCall(Question::AlterGroupOffsets, 1, noAnswer); // and it was not done
        auto outcome = carryOut(*plan);
        QVERIFY(outcome);
        QVERIFY(!outcome->applied);
        QCOMPARE(outcome->items[0].error->kind, base::ErrorKind::Timeout);

        plan = make(spec(Target::Latest));
        m_cluster->hold(Question::AlterGroupOffsets); // it is done, and the answer is lost
        const auto answer = apply(*m_cluster, *m_journal, *plan, {"ada", "till", {}}, this);
        QTRY_COMPARE(m_cluster->waiting(Question::AlterGroupOffsets), 1);
        m_cluster->release(Question::AlterGroupOffsets);
        outcome = await(answer);
        QVERIFY(outcome && outcome->readBackEqual);
    }

    void offsetsThatCannotBeReadBackAreNotCalledEqual() {
        const auto plan = make(spec(Target::Earliest));
        m_cluster->failCall(Question::CommittedOffsets, 2, noAnswer);
        const auto outcome = carryOut(*plan);
        QVERIFY(outcome);
        QVERIFY(!outcome->readBackEqual);
        QVERIFY(!outcome->items[0].isRead);
        QCOMPARE(outcome->error->kind, base::ErrorKind::Timeout);
    }

    void withoutAJournalNothingIsSent() {
        const auto plan = make(spec(Target::Earliest));
        QVERIFY(QFile(QString::fromStdString(m_journal->folder().string())).open(QIODevice::WriteOnly));
        const auto outcome = carryOut(*plan);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, base::ErrorKind::Storage);
        QCOMPARE(m_cluster->calls(Question::AlterGroupOffsets), 0);
        QCOMPARE(committed("a", 0), 50);
    }

    // The console dies between sending and reading back: what the journal planned is still taken back.
    void aPlanWithoutAnOutcomeIsUndone() {
        const auto plan = make(spec(Target::Earliest));
        {
            QObject console;
            m_cluster->hold(Question::AlterGroupOffsets);
            const auto answer = apply(*m_cluster, *m_journal, *plan, {"ada", "till", {}}, &console);
            QTRY_COMPARE(m_cluster->waiting(Question::AlterGroupOffsets), 1);
        }
        m_cluster->release(Question::AlterGroupOffsets);
        QCOMPARE(committed("a", 0), 10);
        QCOMPARE(entries().size(), std::size_t{1});
        QVERIFY(carryOut(*undo(plan->id))->readBackEqual);
        QCOMPARE(committed("a", 0), 50);
    }

    void aReadOnlyConnectionRefusesBeforeTheJournal() {
        const auto plan = make(spec(Target::Earliest));
        kafka::ReadOnlyCluster locked(std::move(m_cluster), true);
        const auto outcome = await(apply(locked, *m_journal, *plan, {"ada", "till", {}}, this));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, base::ErrorKind::Denied);
        QVERIFY(entries().empty());
    }

    void aRefusedPlanIsNotCarriedOut() {
        const auto plan = make(spec(Target::Shift, 1), {false, {{"a", {}}}, {}});
        QVERIFY(plan->isRefused());
        QVERIFY(!carryOut(*plan));
        QCOMPARE(m_cluster->calls(Question::AlterGroupOffsets), 0);
    }

    void aPlanOfNothingDoesNothing() {
        m_cluster->commits["g"].offsets.clear();
        const auto outcome = carryOut(*make(spec(Target::Earliest)));
        QVERIFY(outcome && !outcome->applied && outcome->readBackEqual);
        QVERIFY(entries().empty());
    }

    void theJournalKeepsAnythingACommitMayHold() {
        Plan plan;
        plan.id = "p";
        plan.cluster = "c";
        plan.group = "köln 🏪:\n\"g\"";
        Step step;
        step.partition = at("a", 0);
        step.from = Position{base::Offset{(std::int64_t{1} << 61) + 1}, "\xff\x00raw", 5};
        plan.steps.push_back(step);
        step.partition = at("a", 1);
        step.from = Position{base::Offset{0}, std::string("nul\0inside", 10)};
        plan.steps.push_back(step);
        step.partition = at("a", 2);
        step.from.reset();
        plan.steps.push_back(step);
        journal::Draft draft{{"ada", "till", {}}, "c", "lag.reset", "p", journal::Phase::Planned,
                             plannedPayload(plan)};
        AWAIT(written, m_journal->append(draft));
        AWAIT(read, m_journal->planned("p"));
        QVERIFY(read.entry == written);
        const auto inverse = inverseOf(read.entry);
        QVERIFY(inverse);
        QCOMPARE(inverse->group, plan.group);
        for (std::size_t i = 0; i < plan.steps.size(); ++i)
            QVERIFY(inverse->spec.placed[i].position == plan.steps[i].from);
    }

    void whatIsNoChangeOfOffsetsHasNoInverseHere() {
        journal::Entry entry;
        entry.action = "access.apply";
        QCOMPARE(inverseOf(entry).error().kind, base::ErrorKind::Unsupported);
        entry.action = "lag.reset";
        QCOMPARE(inverseOf(entry).error().kind, base::ErrorKind::Invalid);
        entry.payload[QStringLiteral("group")] = QStringLiteral("g");
        entry.payload[QStringLiteral("after")] = QJsonArray();
        for (const QJsonValue& wrong :
             {QJsonValue(1), QJsonValue(QJsonArray{1}), QJsonValue(QJsonArray{QJsonObject{}}),
              QJsonValue(QJsonArray{QJsonObject{{QStringLiteral("topic"), QStringLiteral("a")},
                                                {QStringLiteral("partition"), -1},
                                                {QStringLiteral("offset"), 1}}}),
              QJsonValue(QJsonArray{QJsonObject{{QStringLiteral("topic"), QStringLiteral("a")},
                                                {QStringLiteral("partition"), 1},
                                                {QStringLiteral("offset"), QStringLiteral("1")}}})}) {
            entry.payload[QStringLiteral("before")] = wrong;
            QCOMPARE(inverseOf(entry).error().kind, base::ErrorKind::Invalid);
        }
    }
};

QTEST_GUILESS_MAIN(TestApply)
#include "tst_apply.moc"
