// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/command.h"
#include "models/offsets/tables.h"
#include "tests/offsets/facts_builder.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::offsets;
using test::at;
using test::FactsBuilder;

namespace {

constexpr int to = 3;

Plan randomPlan(std::mt19937& random) {
    FactsBuilder builder;
    builder.topic("a", 5, 10, 100).topic("b", 3, 0, 50);
    for (std::int32_t p = 0; p < 5; ++p)
        if (random() % 2)
            builder.commit("a", p, static_cast<std::int64_t>(random() % 150));
    if (random() % 4 == 0)
        builder.active(1);
    Spec spec;
    spec.target = static_cast<Target>(random() % 7);
    spec.number = static_cast<std::int64_t>(random() % 200);
    Scope scope;
    scope.topics = {{"a", {}}};
    if (random() % 2)
        scope.topics.push_back({"b", {}});
    return plan(spec, scope, "g", builder.facts);
}

} // namespace

class TestOffsetsTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelKeepsToItsRulesOverAnyPlans() {
        StepModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::mt19937 random{20261122};
        for (int round = 0; round < 300; ++round) {
            const Plan plan = randomPlan(random);
            Outcome outcome;
            for (const Step& step : plan.steps)
                outcome.items.push_back({step.partition, {}, random() % 2 == 0, {}, {}});
            model.setRows(rowsOf(plan, random() % 2 ? &outcome : nullptr));
            QCOMPARE(model.rowCount({}), static_cast<int>(plan.steps.size() + plan.refused.size()));
            for (int row = 0; row < model.rowCount({}); ++row)
                for (int column = 0; column < model.columnCount({}); ++column)
                    for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(base::SortRole)})
                        (void)model.index(row, column).data(role);
        }
    }

    void onlyTheTargetOfAStepCanBeEdited() {
        FactsBuilder builder;
        builder.topic("a", 1, 10, 100).commit("a", 0, 50);
        Spec spec;
        spec.target = Target::Earliest;
        StepModel model;
        model.setRows(rowsOf(plan(spec, {true, {}, {}}, "g", builder.facts)));
        QSignalSpy edited(&model, &StepModel::targetEdited);
        for (int column = 0; column < model.columnCount({}); ++column)
            QCOMPARE(model.flags(model.index(0, column)).testFlag(Qt::ItemIsEditable), column == to);
        QVERIFY(model.setData(model.index(0, to), QStringLiteral(" 1,234 "), Qt::EditRole));
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited[0][1].value<base::Offset>().value, 1234);
        QVERIFY(!model.setData(model.index(0, to), QStringLiteral("x"), Qt::EditRole));
        QVERIFY(!model.setData(model.index(0, 2), QStringLiteral("1"), Qt::EditRole));
        model.setEditable(false);
        QVERIFY(!model.flags(model.index(0, to)).testFlag(Qt::ItemIsEditable));
    }

    void aPlanIsSummedUpInWords() {
        FactsBuilder builder;
        builder.topic("a", 2, 10, 100).topic("b", 1, 0, 50).commit("a", 0, 60).commit("b", 0, 50);
        Spec spec;
        spec.target = Target::Latest;
        QCOMPARE(summary(plan(spec, {false, {{"a", {}}, {"b", {}}}, {}}, "g", builder.facts)),
                 QStringLiteral("3 partitions of 2 topics · 40 records skipped · 1 had no commit"));
        spec.target = Target::Earliest;
        QCOMPARE(
            summary(plan(spec, {false, {{"a", {}}}, {}}, "g", builder.facts)),
            QStringLiteral("2 partitions of 1 topic · 50 records read again · 90 records newly to be read "
                           "on 1 partition that had no commit"));
        spec.target = Target::Current;
        QCOMPARE(summary(plan(spec, {true, {}, {}}, "g", builder.facts)),
                 QStringLiteral("2 partitions of 2 topics · no commit moves"));
        spec.target = Target::DeleteOffsets;
        QCOMPARE(summary(plan(spec, {true, {}, {}}, "g", builder.facts)),
                 QStringLiteral("2 partitions of 2 topics · 2 commits deleted"));
        spec.target = Target::DeleteGroup;
        QCOMPARE(summary(plan(spec, {}, "g", builder.facts)),
                 QStringLiteral("The group is deleted with 2 commits"));
        QCOMPARE(title(plan(spec, {}, "g", builder.facts)), QStringLiteral("Delete group g"));
        spec.target = Target::Latest;
        QCOMPARE(title(plan(spec, {true, {}, {}}, "g", builder.facts)),
                 QStringLiteral("Reset offsets of group g"));
    }

    void theCommandMakesTheSamePlan() {
        Spec spec;
        spec.target = Target::Duration;
        spec.duration = std::chrono::minutes(90);
        QCOMPARE(commandLine(spec, {true, {}, {}}, "g"),
                 std::string("streamscapectl lag reset --group=g --all-topics --by-duration PT1H30M"));
        spec.target = Target::CopyFrom;
        spec.from = "it's theirs";
        QCOMPARE(
            commandLine(spec, {false, {{"a", {base::PartitionId{0}, base::PartitionId{2}}}}, {at("a", 2)}},
                        "two words"),
            std::string("streamscapectl lag copy --from='it'\\''s theirs' --group='two words' --topic=a:0,2 "
                        "--without=a:2"));
        spec.target = Target::File;
        QCOMPARE(commandLine(spec, {}, "-g", "my offsets.csv"),
                 std::string("streamscapectl lag reset --group=-g --from-file='my offsets.csv'"));
        spec.target = Target::Restore;
        spec.undoes = "abc";
        QCOMPARE(commandLine(spec, {false, {}, {at("a", 0), at("a", 1), at("b", 0)}}, "g"),
                 std::string("streamscapectl undo abc --without=a:0,1 --without=b:0"));
    }
};

QTEST_GUILESS_MAIN(TestOffsetsTables)
#include "tst_offsets_tables.moc"
