// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <fstream>

using namespace streamscape;
using test::FakeSession;
using test::Question;

namespace {

constexpr int answered = 0;
constexpr int no = 1;
constexpr int usage = 2;
constexpr int partial = 3;
constexpr int unreachable = 4;
constexpr int storeUnusable = 5;

base::TopicPartition at(const char* topic, std::int32_t partition) {
    return {topic, base::PartitionId{partition}};
}

// An inactive group with two commits on a topic of three partitions, and one on another.
void fill(FakeSession& session) {
    session.fake.addTopic("inventory.movements", 3, 1000);
    session.fake.starts[at("inventory.movements", 0)] = 120;
    session.fake.addTopic("orders", 1, 50);
    session.fake.addGroup("order-enricher", kafka::GroupType::Consumer, kafka::GroupState::Empty);
    session.fake.commit("order-enricher", "inventory.movements", 0, 400, "note");
    session.fake.commit("order-enricher", "inventory.movements", 1, 1000);
    session.fake.commit("order-enricher", "orders", 0, 20);
}

// The store's folder has a name of its own each time; a session for each run keeps its journal elsewhere.
struct Run {
    int exit;
    QJsonObject json;
    std::string out;
    std::string err;
};
Run run(FakeSession& session, std::vector<std::string> arguments) {
    const std::size_t outBefore = session.outText().size();
    const std::size_t errBefore = session.errText().size();
    const int exit = session.run(arguments);
    const std::string out = session.outText().substr(outBefore);
    return {exit, QJsonDocument::fromJson(QByteArray::fromStdString(out)).object(), out,
            session.errText().substr(errBefore)};
}
std::vector<std::string> reset(std::vector<std::string> more) {
    std::vector<std::string> arguments{"lag", "reset", "--json", "--group", "order-enricher"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

QString steps(const Run& run) {
    QStringList texts;
    for (const QJsonValueConstRef step : run.json[QStringLiteral("plan")][QStringLiteral("steps")].toArray())
        texts << QStringLiteral("%1:%2=%3")
                     .arg(step[QStringLiteral("topic")].toString(),
                          QString::number(step[QStringLiteral("partition")].toInt()),
                          step[QStringLiteral("to")].isNull()
                              ? QStringLiteral("-")
                              : QString::number(step[QStringLiteral("to")].toInteger()));
    return texts.join(QLatin1Char(' '));
}
std::string planId(const Run& run) {
    return run.json[QStringLiteral("plan")][QStringLiteral("id")].toString().toStdString();
}
std::int64_t committed(FakeSession& session, const char* topic, std::int32_t partition) {
    for (const kafka::CommittedOffset& row : session.fake.commits["order-enricher"].offsets)
        if (row.partition == at(topic, partition) && row.offset)
            return row.offset->value;
    return -1;
}

} // namespace

class TestOffsetsCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePlansJsonIsAsItsPageSays() {
        FakeSession session;
        fill(session);
        const Run plan = run(session, reset({"--topic", "inventory.movements", "--to-earliest"}));
        QCOMPARE(plan.exit, answered);
        QCOMPARE(plan.out, test::golden("lag-reset.json", plan.out));
        QCOMPARE(committed(session, "inventory.movements", 0), 400);
        QCOMPARE(session.fake.calls(Question::AlterGroupOffsets), 0);
    }

    void theTableHasTheSameContent() {
        FakeSession session;
        fill(session);
        session.fake.addRecord("inventory.movements", 0, 123, {session.clock.now(), "k", "v"});
        const Run plan = run(session, {"lag", "reset", "--group", "order-enricher", "--topic",
                                       "inventory.movements", "--to-earliest", "--first-records"});
        QCOMPARE(plan.exit, answered);
        QCOMPARE(plan.out, test::golden("lag-reset.txt", plan.out));
        QCOMPARE(plan.err, std::string("Nothing was changed; --apply does it\n"));
    }

    void everyTargetIsTaken_data() {
        QTest::addColumn<QStringList>("target");
        QTest::addColumn<QString>("offset");
        const auto row = [](const char* name, std::vector<const char*> words, const char* offset) {
            QStringList target;
            for (const char* word : words)
                target << QString::fromLatin1(word);
            QTest::newRow(name) << target << QString::fromLatin1(offset);
        };
        row("earliest", {"--to-earliest"}, "120");
        row("latest", {"--to-latest"}, "1000");
        row("current", {"--to-current"}, "400");
        row("offset", {"--to-offset", "500"}, "500");
        row("offset below", {"--to-offset", "-1"}, "120");
        row("shift", {"--shift-by", "7"}, "407");
        row("shift back", {"--shift-by", "-7"}, "393");
        row("shift back with =", {"--shift-by=-7"}, "393");
        row("datetime", {"--to-datetime", "2026-11-22T01:00:00.000"}, "333");
        row("datetime with a zone", {"--to-datetime", "2026-11-22T03:00:00.000+02:00"}, "333");
        row("duration", {"--by-duration", "PT1H"}, "333");
        row("span", {"--by-duration", "1h"}, "333");
        row("ahead", {"--by-duration", "-PT1H"}, "1000");
    }
    void everyTargetIsTaken() {
        QFETCH(QStringList, target);
        QFETCH(QString, offset);
        FakeSession session;
        fill(session);
        session.fake
            .offsetsByTime[at("inventory.movements", 0)][session.clock.now() - std::chrono::hours(1)] = 333;
        std::vector<std::string> arguments{"--topic", "inventory.movements:0"};
        for (const QString& word : target)
            arguments.push_back(word.toStdString());
        const Run plan = run(session, reset(arguments));
        QCOMPARE(plan.exit, answered);
        QCOMPARE(steps(plan), QStringLiteral("inventory.movements:0=") + offset);
    }

    void whatIsAppliedIsPrintedPartitionByPartition() {
        FakeSession session;
        fill(session);
        const Run done =
            run(session, reset({"--topic", "inventory.movements:0,2", "--to-earliest", "--apply"}));
        QCOMPARE(done.exit, answered);
        QCOMPARE(done.out, test::golden("lag-reset-applied.json", done.out));
        QCOMPARE(committed(session, "inventory.movements", 0), 120);
        QCOMPARE(committed(session, "inventory.movements", 2), 0);
    }

    void aChangeUnderWayComesToItsOutcomeWhenItIsStopped() {
        FakeSession session;
        fill(session);
        session.fake.hold(Question::AlterGroupOffsets);
        const int exit = session.runUntil(reset({"--all-topics", "--to-earliest", "--apply"}), [&] {
            const bool sent = session.fake.waiting(Question::AlterGroupOffsets) > 0;
            if (sent) // once it was stopped
                QTimer::singleShot(0, &session.fake,
                                   [&] { session.fake.release(Question::AlterGroupOffsets); });
            return sent;
        });
        QCOMPARE(exit, answered);
        QVERIFY(session.errText().find("Waiting a moment for the outcome") != std::string::npos);
        QCOMPARE(run(session, {"journal", "--json"}).json[QStringLiteral("entries")].toArray().size(), 2);
    }

    void theOutcomesTableSaysHowToTakeItBack() {
        FakeSession session;
        fill(session);
        const Run done = run(session, {"lag", "reset", "--group", "order-enricher", "--all-topics",
                                       "--to-earliest", "--apply"});
        QCOMPARE(done.exit, answered);
        QCOMPARE(done.out, test::golden("lag-reset-applied.txt", done.out));
        QVERIFY2(done.err.starts_with("To take it back: streamscapectl undo "), done.err.c_str());
    }

    void undoPutsEverythingBackAndNeedsApplyToo() {
        FakeSession session;
        fill(session);
        const std::string id =
            planId(run(session, reset({"--topic", "inventory.movements", "--to-earliest", "--apply"})));
        const Run plan = run(session, {"undo", id, "--json"});
        QCOMPARE(plan.exit, answered);
        QCOMPARE(steps(plan), QStringLiteral("inventory.movements:0=400 inventory.movements:1=1000 "
                                             "inventory.movements:2=-"));
        QCOMPARE(committed(session, "inventory.movements", 0), 120);
        const Run done = run(session, {"undo", id, "--apply", "--json"});
        QCOMPARE(done.exit, answered);
        QVERIFY(done.json[QStringLiteral("read_back_equal")].toBool());
        QCOMPARE(committed(session, "inventory.movements", 0), 400);
        QCOMPARE(committed(session, "inventory.movements", 2), -1);
        QCOMPARE(session.fake.commits["order-enricher"].offsets[0].metadata, std::string("note"));
        const Run none = run(session, {"undo", "nosuchplan", "--json"});
        QCOMPARE(none.exit, no);
        QCOMPARE(none.json[QStringLiteral("kind")].toString(), QStringLiteral("not_found"));
    }

    void anActiveGroupIsRefusedWithExitOne() {
        FakeSession session;
        fill(session);
        session.fake.descriptions["order-enricher"].state = kafka::GroupState::Stable;
        session.fake.addMember("order-enricher", "m1", {at("orders", 0)});
        const Run plan = run(session, reset({"--all-topics", "--to-earliest", "--apply"}));
        QCOMPARE(plan.exit, no);
        QCOMPARE(plan.out, test::golden("lag-reset-refused.json", plan.out));
        QCOMPARE(committed(session, "orders", 0), 20);
        const Run text =
            run(session, {"lag", "reset", "--group", "order-enricher", "--all-topics", "--to-earliest"});
        QCOMPARE(text.exit, no);
        QVERIFY2(text.out.find("Refused: The group is active: 1 member, state Stable") != std::string::npos,
                 text.out.c_str());
    }

    void aPlanThatIsAnotherByNowIsNotApplied() {
        FakeSession session;
        fill(session);
        const std::string id = planId(run(session, reset({"--all-topics", "--to-latest"})));
        session.fake.setEnd("orders", 0, 51);
        const Run refused = run(session, reset({"--all-topics", "--to-latest", "--apply", "--if-plan", id}));
        QCOMPARE(refused.exit, no);
        QCOMPARE(refused.json[QStringLiteral("kind")].toString(), QStringLiteral("conflict"));
        QCOMPARE(committed(session, "orders", 0), 20);
        session.fake.setEnd("orders", 0, 50);
        QCOMPARE(run(session, reset({"--all-topics", "--to-latest", "--apply", "--if-plan", id})).exit,
                 answered);
        QCOMPARE(committed(session, "orders", 0), 50);
    }

    void onePartitionThatFailsIsExitOneAndNamed() {
        FakeSession session;
        fill(session);
        session.fake.commitErrors[at("orders", 0)] = {base::ErrorKind::Denied, "Not authorized", "orders", "",
                                                      ""};
        const Run done = run(session, reset({"--all-topics", "--to-earliest", "--apply"}));
        QCOMPARE(done.exit, no);
        QVERIFY(done.json[QStringLiteral("applied")].toBool());
        QVERIFY(!done.json[QStringLiteral("read_back_equal")].toBool());
        const QJsonArray outcome = done.json[QStringLiteral("outcome")].toArray();
        QVERIFY(outcome.at(0)[QStringLiteral("ok")].toBool());
        QCOMPARE(outcome.at(2)[QStringLiteral("error")][QStringLiteral("kind")].toString(),
                 QStringLiteral("denied"));
    }

    void aFileMovesWhatItNamesAndIsRefusedWithItsLine() {
        FakeSession session;
        fill(session);
        QTemporaryDir dir;
        const std::string file = dir.filePath(QStringLiteral("offsets.csv")).toStdString();
        std::ofstream(file) << "orders,0,7\ninventory.movements,0,5\n";
        const Run plan = run(session, reset({"--from-file", file}));
        QCOMPARE(plan.exit, answered);
        QCOMPARE(steps(plan), QStringLiteral("inventory.movements:0=120 orders:0=7"));
        std::ofstream(file) << "orders,0,7\norders,0\n";
        const Run wrong = run(session, reset({"--from-file", file}));
        QCOMPARE(wrong.exit, usage);
        QVERIFY(
            wrong.json[QStringLiteral("where")].toString().endsWith(QStringLiteral("offsets.csv, line 2")));
        QCOMPARE(run(session, reset({"--from-file", file + ".none"})).exit, usage);
    }

    void exportedOffsetsAreTakenBackAsTheyAre() {
        FakeSession session;
        fill(session);
        const Run csv = run(session, {"lag", "export-offsets", "--group", "order-enricher"});
        QCOMPARE(csv.exit, answered);
        QCOMPARE(csv.out,
                 std::string("inventory.movements,0,400\ninventory.movements,1,1000\norders,0,20\n"));
        QTemporaryDir dir;
        const std::string file = dir.filePath(QStringLiteral("offsets.csv")).toStdString();
        QCOMPARE(run(session, {"lag", "export-offsets", "--group", "order-enricher", "--output", file}).exit,
                 answered);
        QCOMPARE(run(session, reset({"--all-topics", "--to-latest", "--apply"})).exit, answered);
        QCOMPARE(run(session, reset({"--from-file", file, "--apply"})).exit, answered);
        QCOMPARE(committed(session, "orders", 0), 20);
        session.fake.addGroup("other");
        session.fake.commit("other", "orders", 0, 3);
        const Run two = run(session, {"lag", "export-offsets", "--group", "other", "--group",
                                      "order-enricher", "--topic", "orders"});
        QCOMPARE(two.out, std::string("other,orders,0,3\norder-enricher,orders,0,20\n"));
        const Run none = run(session, {"lag", "export-offsets", "--group", "nobody", "--json"});
        QCOMPARE(none.exit, partial);
        QCOMPARE(none.json[QStringLiteral("errors")].toArray().size(), 1);
    }

    void aPlanIsPrintedAsKafkasCsvToo() {
        FakeSession session;
        fill(session);
        QCOMPARE(run(session, reset({"--topic", "orders", "--to-latest", "--export"})).out,
                 std::string("orders,0,50\n"));
    }

    void aGroupIsCopiedAndDeleted() {
        FakeSession session;
        fill(session);
        const Run copied =
            run(session, {"lag", "copy", "--from", "order-enricher", "--group", "new", "--apply", "--json"});
        QCOMPARE(copied.exit, answered);
        QCOMPARE(session.fake.commits["new"].offsets.size(), std::size_t{3});
        const Run some =
            run(session, {"lag", "delete-offsets", "--group", "new", "--topic", "inventory.movements",
                          "--without", "inventory.movements:1", "--apply", "--json"});
        QCOMPARE(some.exit, answered);
        QCOMPARE(steps(some), QStringLiteral("inventory.movements:0=-"));
        const Run gone = run(session, {"lag", "delete", "--group", "new", "--apply", "--json"});
        QCOMPARE(gone.exit, answered);
        QVERIFY(gone.json[QStringLiteral("applied")].toBool());
        QVERIFY(!session.fake.descriptions.contains("new"));
        QCOMPARE(run(session, {"undo", planId(gone), "--apply"}).exit, answered);
        QCOMPARE(session.fake.commits["new"].offsets.size(), std::size_t{2});
        QCOMPARE(run(session, {"lag", "delete", "--group", "nobody"}).exit, no);
    }

    void theJournalTellsWhoDidWhat() {
        FakeSession session;
        fill(session);
        const Run empty = run(session, {"journal", "--verify", "--json"});
        QCOMPARE(empty.exit, answered);
        QVERIFY(empty.json[QStringLiteral("intact")].toBool());
        const Run done = run(session, reset({"--all-topics", "--to-latest", "--apply"}));
        const Run told = run(session, {"journal", "--json"});
        QCOMPARE(told.exit, answered);
        const QJsonArray entries = told.json[QStringLiteral("entries")].toArray();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.at(0)[QStringLiteral("seq")].toInt(), 1);
        QCOMPARE(entries.at(0)[QStringLiteral("action")].toString(), QStringLiteral("lag.reset"));
        QCOMPARE(entries.at(0)[QStringLiteral("plan_id")].toString().toStdString(), planId(done));
        QCOMPARE(entries.at(0)[QStringLiteral("time")].toString(),
                 QStringLiteral("2026-11-22T02:00:00.000Z"));
        QCOMPARE(entries.at(1)[QStringLiteral("phase")].toString(), QStringLiteral("outcome"));
        QVERIFY(told.json[QStringLiteral("first_broken")].isNull());
        const Run one = run(session, {"journal", "--plan", planId(done), "--json"});
        QCOMPARE(one.json[QStringLiteral("entries")][0][QStringLiteral("payload")][QStringLiteral("before")]
                     .toArray()
                     .size(),
                 3);
        const Run text = run(session, {"journal", "--verify"});
        QVERIFY2(text.out.find("The journal is intact: 2 entries") != std::string::npos, text.out.c_str());
    }

    void aJournalThatWasChangedIsExitOne() {
        FakeSession session;
        fill(session);
        run(session, reset({"--all-topics", "--to-latest", "--apply"}));
        const std::filesystem::path file = session.storeFolder() / "journal.jsonl";
        std::ifstream stream(file);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        text.replace(text.find("order-enricher"), 5, "ordeR");
        std::ofstream(file) << text;
        const Run told = run(session, {"journal", "--verify", "--json"});
        QCOMPARE(told.exit, no);
        QCOMPARE(told.json[QStringLiteral("first_broken")].toInt(), 1);
        QCOMPARE(run(session, {"journal"}).exit, answered);
    }

    void wrongUsageIsExitTwo() {
        for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
                 {"--to-latest"},
                 {"--all-topics"},
                 {"--all-topics", "--to-latest", "--to-earliest"},
                 {"--all-topics", "--topic", "orders", "--to-latest"},
                 {"--all-topics", "--to-offset", "x"},
                 {"--all-topics", "--to-datetime", "yesterday"},
                 {"--all-topics", "--by-duration", "P1W"},
                 {"--topic", "orders:x", "--to-latest"},
                 {"--topic", "orders", "--to-latest", "--without", "orders"},
                 {"--topic", "orders", "--from-file", "/dev/null"}}) {
            FakeSession session;
            fill(session);
            const Run wrong = run(session, reset(arguments));
            QVERIFY2(wrong.exit == usage, wrong.out.c_str());
        }
        FakeSession session;
        QCOMPARE(session.run({"lag", "reset", "--to-latest", "--all-topics"}), usage);
        QCOMPARE(session.run({"undo"}), usage);
    }

    void aClusterThatDoesNotAnswerAndAStoreThatCannotBeWrittenAreTold() {
        FakeSession session;
        fill(session);
        session.fake.failCall(Question::CommittedOffsets, 1,
                              {base::ErrorKind::Timeout, "No answer", "fake:9092", "", ""});
        QCOMPARE(run(session, reset({"--all-topics", "--to-latest"})).exit, unreachable);
        std::ofstream(session.storeFolder()) << "in the way";
        const Run refused = run(session, reset({"--all-topics", "--to-latest", "--apply"}));
        QCOMPARE(refused.exit, storeUnusable);
        QVERIFY(!refused.json[QStringLiteral("applied")].toBool());
        QCOMPARE(refused.json[QStringLiteral("error")][QStringLiteral("kind")].toString(),
                 QStringLiteral("storage"));
        QCOMPARE(committed(session, "orders", 0), 20);
    }
};

QTEST_GUILESS_MAIN(TestOffsetsCommand)
#include "tst_offsets_command.moc"
