// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/plan.h"
#include "tests/offsets/facts_builder.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::offsets;
using test::at;
using test::FactsBuilder;

namespace {

const Scope everything{true, {}, {}};
Scope only(const char* text) { return {false, {*parseTopicScope(text)}, {}}; }
Spec spec(Target target, std::int64_t number = 0) {
    Spec made;
    made.target = target;
    made.number = number;
    return made;
}

Plan planOf(const Spec& spec, const Scope& scope, const FactsBuilder& builder) {
    return plan(spec, scope, "g", builder.facts);
}

// "orders:0=17 orders:1=-", or what was refused.
std::string steps(const Plan& plan) {
    std::string text;
    for (const Step& step : plan.steps)
        text += (text.empty() ? "" : " ") + step.partition.topic + ":" +
                std::to_string(step.partition.partition.value) + "=" +
                (step.to ? std::to_string(step.to->offset.value) : "-");
    for (const Refusal& refusal : plan.refused)
        text += (text.empty() ? "" : " ") + std::string("!") + refusal.topic.value_or("group") +
                (refusal.partition ? ":" + std::to_string(refusal.partition->value) : "") + "(" +
                base::name(refusal.error.kind) + ")";
    return text;
}

std::string one(const Spec& wanted, std::optional<std::int64_t> committed, std::int64_t start,
                std::int64_t end, std::optional<std::int64_t> atTime = {}) {
    FactsBuilder builder;
    builder.topic("t", 1, start, end).log("t", 0, start, end, atTime);
    if (committed)
        builder.commit("t", 0, *committed);
    const std::string text = steps(planOf(wanted, only("t"), builder));
    return text.starts_with("t:0=") ? text.substr(4) : text;
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // One partition, every target: the answers are those of kafka-consumer-groups 4.3.1.
    void aPartitionGoesWhereKafkasToolSendsIt() {
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
        const std::optional<std::int64_t> none;
        QCOMPARE(one(spec(Target::Earliest), 50, 10, 100), std::string("10"));
        QCOMPARE(one(spec(Target::Earliest), none, 10, 100), std::string("10"));
        QCOMPARE(one(spec(Target::Latest), 50, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Offset, 60), 50, 10, 100), std::string("60"));
        QCOMPARE(one(spec(Target::Offset, 5), 50, 10, 100), std::string("10"));
        QCOMPARE(one(spec(Target::Offset, -1), 50, 10, 100), std::string("10"));
        QCOMPARE(one(spec(Target::Offset, 500), none, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Shift, 7), 50, 10, 100), std::string("57"));
        QCOMPARE(one(spec(Target::Shift, -7), 50, 10, 100), std::string("43"));
        QCOMPARE(one(spec(Target::Shift, -70), 50, 10, 100), std::string("10"));
        QCOMPARE(one(spec(Target::Shift, 70), 50, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Shift, most), 50, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Shift, -most), -5, 10, 100), std::string("10"));
        QCOMPARE(one(spec(Target::Shift, 0), 500, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Shift, 7), none, 10, 100), std::string("!t:0(invalid)"));
        QCOMPARE(one(spec(Target::Current), 50, 10, 100), std::string("50"));
        QCOMPARE(one(spec(Target::Current), 500, 10, 100), std::string("500"));
        QCOMPARE(one(spec(Target::Current), 2, 10, 100), std::string("2"));
        QCOMPARE(one(spec(Target::Current), none, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Datetime), 50, 10, 100, 42), std::string("42"));
        QCOMPARE(one(spec(Target::Datetime), none, 10, 100, 42), std::string("42"));
        QCOMPARE(one(spec(Target::Datetime), 50, 10, 100), std::string("100"));
        QCOMPARE(one(spec(Target::Duration), 50, 10, 100), std::string("100"));
    }

    void allTopicsAreThoseWithACommit() {
        FactsBuilder builder;
        builder.topic("a", 3, 0, 100).topic("b", 1, 5, 7).commit("b", 0, 6).commit("a", 1, 50);
        QCOMPARE(steps(planOf(spec(Target::Earliest), everything, builder)), std::string("a:1=0 b:0=5"));
        FactsBuilder empty;
        QCOMPARE(steps(planOf(spec(Target::Earliest), everything, empty)), std::string());
    }

    void aTopicIsAllItsPartitionsCommittedOrNot() {
        FactsBuilder builder;
        builder.topic("a", 3, 0, 100).commit("a", 1, 50);
        QCOMPARE(steps(planOf(spec(Target::Latest), only("a"), builder)),
                 std::string("a:0=100 a:1=100 a:2=100"));
        QCOMPARE(steps(planOf(spec(Target::Latest), only("a:2,0,2"), builder)),
                 std::string("a:0=100 a:2=100"));
    }

    void whatIsLeftOutIsNotTouched() {
        FactsBuilder builder;
        builder.topic("a", 3, 0, 100).commit("a", 1, 50);
        Scope scope = only("a");
        scope.without = {at("a", 0), at("a", 2)};
        QCOMPARE(steps(planOf(spec(Target::Shift, 1), scope, builder)), std::string("a:1=51"));
    }

    // Kafka's tool plans nothing where anything is wrong; neither do we, and we name each.
    void oneRefusalRefusesThePlan() {
        FactsBuilder builder;
        builder.topic("a", 2, 0, 100).commit("a", 0, 50);
        QCOMPARE(steps(planOf(spec(Target::Shift, 1), only("a"), builder)), std::string("!a:1(invalid)"));
        QCOMPARE(steps(planOf(spec(Target::Latest), only("a:0,7"), builder)), std::string("!a:7(not_found)"));
        QCOMPARE(steps(planOf(spec(Target::Latest), only("gone"), builder)), std::string("!gone(not_found)"));
        builder.facts.topics[0].partitions[1].leader.reset();
        QCOMPARE(steps(planOf(spec(Target::Current), only("a"), builder)), std::string("!a:1(transport)"));
    }

    void aLogThatDidNotAnswerIsRefusedWhereItIsNeeded() {
        FactsBuilder builder;
        builder.topic("a", 1, 0, 100).commit("a", 0, 50);
        builder.facts.logs[at("a", 0)] = {
            {}, {}, {}, base::Error{base::ErrorKind::Timeout, "No answer", "", "", ""}};
        QCOMPARE(steps(planOf(spec(Target::Latest), only("a"), builder)), std::string("!a:0(timeout)"));
        QCOMPARE(steps(planOf(spec(Target::Current), only("a"), builder)), std::string("a:0=50"));
    }

    void anActiveGroupIsRefusedWithWhatToDo() {
        FactsBuilder builder;
        builder.topic("a", 2, 0, 100).commit("a", 0, 50).active(2);
        const Plan refused = planOf(spec(Target::Latest), only("a"), builder);
        QCOMPARE(steps(refused), std::string("!a:0(conflict) !a:1(conflict)"));
        QCOMPARE(refused.refused[0].error.what, std::string("The group is active: 2 members, state Stable"));
        QVERIFY(!refused.refused[0].error.hint.empty());
        // With nothing in its scope it is refused all the same.
        FactsBuilder bare;
        bare.active(1);
        QCOMPARE(steps(planOf(spec(Target::Latest), everything, bare)), std::string("!group(conflict)"));
    }

    void aGroupThatIsRebalancingIsActive() {
        for (const kafka::GroupState state :
             {kafka::GroupState::PreparingRebalance, kafka::GroupState::CompletingRebalance,
              kafka::GroupState::Assigning, kafka::GroupState::Reconciling, kafka::GroupState::Unknown}) {
            FactsBuilder builder;
            builder.topic("a", 1, 0, 100);
            builder.facts.description.state = state;
            QCOMPARE(steps(planOf(spec(Target::Latest), only("a"), builder)), std::string("!a:0(conflict)"));
        }
    }

    void aGroupThatNeverExistedGetsAPlan() {
        FactsBuilder builder;
        builder.topic("a", 1, 3, 100);
        builder.facts.listing.reset();
        builder.facts.description.state = kafka::GroupState::Dead;
        QCOMPARE(steps(planOf(spec(Target::Earliest), only("a"), builder)), std::string("a:0=3"));
        QCOMPARE(steps(planOf(spec(Target::DeleteGroup), everything, builder)),
                 std::string("!group(not_found)"));
        builder.facts.description.state = kafka::GroupState::Unknown;
        builder.facts.description.error =
            base::Error{base::ErrorKind::NotFound, "There is no such consumer group", "g", "", ""};
        QCOMPARE(steps(planOf(spec(Target::Earliest), only("a"), builder)), std::string("a:0=3"));
        QCOMPARE(steps(planOf(spec(Target::DeleteGroup), everything, builder)),
                 std::string("!group(not_found)"));
        builder.facts.description.error->kind = base::ErrorKind::Denied;
        QCOMPARE(steps(planOf(spec(Target::Earliest), only("a"), builder)), std::string("!a:0(denied)"));
    }

    // librdkafka calls them dead classic groups, which is false.
    void shareStreamsAndConnectGroupsAreRefused() {
        for (const kafka::GroupType type :
             {kafka::GroupType::Share, kafka::GroupType::Streams, kafka::GroupType::Connect}) {
            FactsBuilder builder;
            builder.topic("a", 1, 3, 100);
            builder.facts.listing->type = type;
            builder.facts.description.state = kafka::GroupState::Dead;
            QCOMPARE(steps(planOf(spec(Target::Earliest), only("a"), builder)),
                     std::string("!a:0(unsupported)"));
        }
    }

    void aFileMovesItsLinesIntoTheLog() {
        FactsBuilder builder;
        builder.topic("a", 3, 10, 100).topic("b", 1, 0, 5).commit("b", 0, 1);
        Spec wanted = spec(Target::File);
        wanted.rows = *parseCsv("a,0,50\na,1,5\na,2,500\na,2,60\n");
        QCOMPARE(steps(planOf(wanted, {}, builder)), std::string("a:0=50 a:1=10 a:2=60"));
        wanted.rows = *parseCsv("other,b,0,4\ng,b,0,3\n");
        QCOMPARE(steps(planOf(wanted, {}, builder)), std::string("b:0=3"));
        wanted.rows = *parseCsv("other,b,0,4\n");
        QCOMPARE(steps(planOf(wanted, {}, builder)), std::string("!group(not_found)"));
        wanted.rows = *parseCsv("a,0,50\ngone,0,5\na,9,5\na,-1,5\n");
        QCOMPARE(steps(planOf(wanted, {}, builder)),
                 std::string("!a:-1(not_found) !a:9(not_found) !gone:0(not_found)"));
    }

    void aCopyTakesOverCommitsAsTheyAre() {
        FactsBuilder builder;
        builder.topic("a", 2, 10, 100).topic("b", 1, 0, 9).commit("a", 1, 20);
        builder.source("a", 0, 500, "note").source("b", 0, 3);
        Spec wanted = spec(Target::CopyFrom);
        wanted.from = "other";
        const Plan all = planOf(wanted, everything, builder);
        QCOMPARE(steps(all), std::string("a:0=500 b:0=3"));
        QCOMPARE(all.steps[0].to->metadata, std::string("note"));
        QCOMPARE(steps(planOf(wanted, only("b"), builder)), std::string("b:0=3"));
        QCOMPARE(steps(planOf(wanted, only("a:0,1"), builder)), std::string("!a:1(not_found)"));
        wanted.from = "g";
        QCOMPARE(plan(wanted, everything, "g", builder.facts).refused.at(0).error.kind,
                 base::ErrorKind::Invalid);
        FactsBuilder bare;
        bare.facts.source = kafka::GroupOffsets{"other", {}, {}};
        wanted.from = "other";
        QCOMPARE(steps(planOf(wanted, everything, bare)), std::string("!group(not_found)"));
    }

    void deletingOffsetsTakesTheCommitsThereAre() {
        FactsBuilder builder;
        builder.commit("a", 0, 5).commit("a", 1, 6).commit("deleted-topic", 0, 7);
        QCOMPARE(steps(planOf(spec(Target::DeleteOffsets), only("a"), builder)), std::string("a:0=- a:1=-"));
        QCOMPARE(steps(planOf(spec(Target::DeleteOffsets), everything, builder)),
                 std::string("a:0=- a:1=- deleted-topic:0=-"));
        QCOMPARE(steps(planOf(spec(Target::DeleteOffsets), only("b"), builder)),
                 std::string("!b(not_found)"));
        QCOMPARE(steps(planOf(spec(Target::DeleteOffsets), only("a:0,2"), builder)),
                 std::string("!a:2(not_found)"));
    }

    // The broker refuses them topic by topic: others of an active group may go.
    void offsetsOfATopicThatMembersReadAreNotDeleted() {
        FactsBuilder builder;
        builder.commit("a", 0, 5).commit("b", 0, 6).active(1, {at("a", 0)});
        QCOMPARE(steps(planOf(spec(Target::DeleteOffsets), only("b"), builder)), std::string("b:0=-"));
        QCOMPARE(steps(planOf(spec(Target::DeleteOffsets), everything, builder)),
                 std::string("!a:0(conflict)"));
    }

    void deletingAGroupNamesEveryCommitItLoses() {
        FactsBuilder builder;
        builder.commit("a", 0, 5).commit("b", 2, 6);
        const Plan plan = planOf(spec(Target::DeleteGroup), {}, builder);
        QCOMPARE(steps(plan), std::string("a:0=- b:2=-"));
        QCOMPARE(plan.action, Action::DeleteGroup);
        builder.active(1);
        QVERIFY(planOf(spec(Target::DeleteGroup), {}, builder).isRefused());
    }

    void anUndoPutsBackMetadataAndDeletesWhatWasNotThere() {
        FactsBuilder builder;
        builder.topic("a", 3, 10, 100).commit("a", 0, 100).commit("a", 1, 100).commit("a", 2, 70);
        Spec wanted = spec(Target::Restore);
        wanted.undoes = "p1";
        wanted.cluster = "cluster-1";
        wanted.placed = {{at("a", 0), Position{base::Offset{3}, "note", 7}}, {at("a", 1), {}}};
        wanted.left = {{at("a", 0), Position{base::Offset{100}}}, {at("a", 1), Position{base::Offset{100}}}};
        const Plan undo = planOf(wanted, {}, builder);
        QCOMPARE(steps(undo), std::string("a:0=3 a:1=-"));
        QCOMPARE(undo.steps[0].to->metadata, std::string("note"));
        QCOMPARE(undo.steps[0].to->leaderEpoch.value_or(0), 7);
        QCOMPARE(undo.undoes, std::string("p1"));
        QVERIFY(undo.warnings.empty());
        builder.facts.committed.offsets[0].offset = base::Offset{120};
        QCOMPARE(planOf(wanted, {}, builder).warnings.size(), std::size_t{1});
        wanted.cluster = "cluster-2";
        QCOMPARE(steps(planOf(wanted, {}, builder)), std::string("!a:0(conflict) !a:1(conflict)"));
    }

    void skippedAndReadAgainCountOnlyWhatTheLogHas() {
        FactsBuilder builder;
        builder.topic("a", 4, 10, 100).commit("a", 0, 40).commit("a", 1, 2).commit("a", 2, 500);
        const Plan forward = planOf(spec(Target::Latest), only("a"), builder);
        QCOMPARE(forward.steps[0].skipped.value_or(-1), 60);
        QCOMPARE(forward.steps[0].readAgain.value_or(-1), 0);
        QCOMPARE(forward.steps[1].skipped.value_or(-1), 90); // the records below the start are gone already
        QCOMPARE(forward.steps[2].skipped.value_or(-1), 0);
        QVERIFY(!forward.steps[3].skipped); // no commit: not known
        const Plan back = planOf(spec(Target::Earliest), only("a"), builder);
        QCOMPARE(back.steps[0].readAgain.value_or(-1), 30);
        QCOMPARE(back.steps[1].readAgain.value_or(-1), 0);
        QCOMPARE(back.steps[2].readAgain.value_or(-1), 90);
    }

    void theSamePlanHasTheSameIdAndAnotherHasAnother() {
        FactsBuilder builder;
        builder.topic("a", 2, 10, 100).commit("a", 0, 40);
        const Plan first = planOf(spec(Target::Latest), only("a"), builder);
        FactsBuilder later = builder;
        later.facts.asOf += std::chrono::hours(1);
        QCOMPARE(planOf(spec(Target::Offset, 100), only("a"), later).id, first.id);
        QCOMPARE(first.id.size(), std::size_t{12});
        later.log("a", 1, 10, 101);
        QVERIFY(planOf(spec(Target::Latest), only("a"), later).id != first.id);
        QVERIFY(plan(spec(Target::Latest), only("a"), "h", builder.facts).id != first.id);
        builder.facts.committed.offsets[0].offset = base::Offset{41};
        QVERIFY(planOf(spec(Target::Latest), only("a"), builder).id != first.id);
    }

    void aStepEditedByHandMustLieInTheLog() {
        FactsBuilder builder;
        builder.topic("a", 2, 10, 100).commit("a", 0, 40);
        const Plan plan = planOf(spec(Target::Latest), only("a"), builder);
        const auto moved = edited(plan, at("a", 0), base::Offset{30});
        QVERIFY(moved);
        QCOMPARE(steps(*moved), std::string("a:0=30 a:1=100"));
        QVERIFY(moved->steps[0].edited);
        QCOMPARE(moved->steps[0].readAgain.value_or(-1), 10);
        QVERIFY(moved->id != plan.id);
        QVERIFY(!edited(plan, at("a", 0), base::Offset{9}));
        QVERIFY(!edited(plan, at("a", 0), base::Offset{101}));
        QCOMPARE(edited(plan, at("a", 9), base::Offset{50}).error().kind, base::ErrorKind::NotFound);
        const Plan deleting = planOf(spec(Target::DeleteOffsets), everything, builder);
        QCOMPARE(edited(deleting, at("a", 0), base::Offset{50}).error().kind, base::ErrorKind::Invalid);
    }

    void whatToAskFollowsFromTheSpec() {
        FactsBuilder builder;
        builder.topic("a", 2, 10, 100).topic("b", 1, 0, 1).commit("a", 1, 40).source("b", 0, 1);
        using Topics = std::set<std::string>;
        QCOMPARE(topicsToAsk(spec(Target::Latest), everything, builder.facts), Topics{"a"});
        QCOMPARE(topicsToAsk(spec(Target::Latest), only("b"), builder.facts), Topics{"b"});
        QCOMPARE(topicsToAsk(spec(Target::CopyFrom), everything, builder.facts), Topics{"b"});
        QCOMPARE(topicsToAsk(spec(Target::DeleteOffsets), everything, builder.facts), Topics{});
        QCOMPARE(partitionsToAsk(spec(Target::Latest), only("a"), "g", builder.facts),
                 (std::vector{at("a", 0), at("a", 1)}));
        const base::Time now = builder.facts.asOf;
        Spec ago = spec(Target::Duration);
        ago.duration = std::chrono::hours(1);
        QCOMPARE(timeToAsk(ago, now).value(), now - std::chrono::hours(1));
        ago.duration = base::Duration::max();
        QCOMPARE(timeToAsk(ago, now).value(), base::Time{});
        ago.duration = base::Duration::min();
        QVERIFY(timeToAsk(ago, now).value() > now);
        Spec before = spec(Target::Datetime);
        before.time = base::fromMilliseconds(-1);
        QCOMPARE(timeToAsk(before, now).value(), base::Time{});
        QVERIFY(!timeToAsk(spec(Target::Latest), now));
    }

    void scopesAreReadAsKafkasToolReadsThem() {
        QCOMPARE(parseTopicScope("a").value(), (TopicScope{"a", {}}));
        QCOMPARE(parseTopicScope("a:0,12").value(),
                 (TopicScope{"a", {base::PartitionId{0}, base::PartitionId{12}}}));
        for (const char* wrong : {"", ":0", "a:", "a:x", "a:1,", "a:1,,2", "a:1:2", "a:-1", "a: 1"})
            QVERIFY2(!parseTopicScope(wrong), wrong);
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
