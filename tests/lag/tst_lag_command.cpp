// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag.h"
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <QtTest>

using namespace streamscape;
using test::FakeSession;

namespace {

constexpr int answered = 0;
constexpr int usage = 2;
constexpr int partial = 3;
constexpr int unreachable = 4;

// Three groups, one of each kind there is to tell: readable, only listed, with trouble on a partition.
void fill(FakeSession& session) {
    test::FakeCluster& cluster = session.fake;
    cluster.addTopic("inventory.movements", 3, 1000);
    cluster.addTopic("orders", 1, 50);
    cluster.addGroup("order-enricher", kafka::GroupType::Consumer);
    cluster.descriptions["order-enricher"].assignor = "uniform";
    cluster.addMember("order-enricher", "enricher-1",
                      {{"orders", base::PartitionId{0}}, {"inventory.movements", base::PartitionId{2}}});
    cluster.commit("order-enricher", "orders", 0, 50);
    cluster.addGroup("inventory-projector", kafka::GroupType::Classic, kafka::GroupState::PreparingRebalance);
    cluster.starts[{"inventory.movements", base::PartitionId{1}}] = 200;
    cluster.commit("inventory-projector", "inventory.movements", 0, 400);
    cluster.commit("inventory-projector", "inventory.movements", 1, 150);
    cluster.commit("inventory-projector", "inventory.movements", 2, 1200);
}

// The last document printed.
QJsonObject answerOf(const FakeSession& session) {
    const QByteArray text = QByteArray::fromStdString(session.outText());
    return QJsonDocument::fromJson(text.mid(text.startsWith('{') ? 0 : text.indexOf("\n{") + 1)).object();
}

// A watch of ten minutes, in which the enricher keeps up, and then reads nothing any more.
void tradeUntilItStalls(FakeSession& session) {
    session.fake.addTopic("orders", 1, 50);
    session.fake.addGroup("order-enricher");
    session.fake.addMember("order-enricher", "enricher-1", {{"orders", base::PartitionId{0}}});
    session.fake.commit("order-enricher", "orders", 0, 50);
    const base::TopicPartition orders{"orders", base::PartitionId{0}};
    int looks = 0;
    int asked = 0;
    const auto trade = [&] {
        // The next moment comes when the look at this one is done.
        if (session.fake.calls(test::Question::CommittedOffsets) == asked)
            return false;
        asked = session.fake.calls(test::Question::CommittedOffsets);
        session.clock.advance(std::chrono::seconds{10});
        const std::int64_t end = session.fake.ends[orders] + 20;
        session.fake.setEnd("orders", 0, end);
        session.fake.records[orders][end - 20].timestamp = session.clock.now();
        if (++looks < 20)
            session.fake.commit("order-enricher", "orders", 0, end);
        return looks > 60;
    };
    if (session.runUntil({"watch", "--interval", "1ms", "--cluster", "prod"}, trade) != answered)
        qFatal("the watch did not end well: %s", session.errText().c_str());
}
QJsonArray groupsOf(const FakeSession& session) {
    return answerOf(session)[QStringLiteral("groups")].toArray();
}

} // namespace

class TestLagCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theJsonIsAsItsPageSays() {
        FakeSession session;
        fill(session);
        session.fake.groups.groups.push_back(
            {"a-share-group", kafka::GroupType::Share, kafka::GroupState::Stable, "share"});
        session.fake.commit("inventory-projector", "deleted", 0, 7);
        QCOMPARE(session.run({"lag", "--json"}), partial);
        const std::string now = session.outText();
        QCOMPARE(now, test::golden("lag.json", now));
    }

    void theTableHasTheSameContent() {
        FakeSession session;
        fill(session);
        QCOMPARE(session.run({"lag"}), answered);
        const std::string now = session.outText();
        QCOMPARE(now, test::golden("lag.txt", now));
    }

    void aGroupOfAnotherKindIsAnsweredWithItsReason() {
        FakeSession session;
        fill(session);
        session.fake.groups.groups = {
            {"a-share-group", kafka::GroupType::Share, kafka::GroupState::Stable, "share"},
            {"a-streams-group", kafka::GroupType::Streams, kafka::GroupState::Stable, "streams"},
            {"a-connect-cluster", kafka::GroupType::Connect, kafka::GroupState::Stable, "connect"}};
        QCOMPARE(session.run({"lag", "--json"}), answered);
        QCOMPARE(groupsOf(session).size(), 3);
        for (const QJsonValue& group : groupsOf(session))
            QCOMPARE(group[QStringLiteral("error")][QStringLiteral("kind")].toString(),
                     QStringLiteral("unsupported"));
    }

    void oneGroupIsReadAlone() {
        FakeSession session;
        fill(session);
        QCOMPARE(session.run({"lag", "--group", "order-enricher", "--json"}), answered);
        QCOMPARE(groupsOf(session).size(), 1);
        QCOMPARE(session.fake.askedFor(test::Question::CommittedOffsets),
                 std::vector<std::string>{"order-enricher"});
    }

    void aGroupThatIsNotThereIsNotFoundAndTheRestIsAnswered() {
        FakeSession session;
        fill(session);
        QCOMPARE(session.run({"lag", "--group", "nobody", "--group", "order-enricher", "--json"}), partial);
        QCOMPARE(groupsOf(session).size(), 1);
        const QJsonObject error = answerOf(session)[QStringLiteral("errors")].toArray().at(0).toObject();
        QCOMPARE(error[QStringLiteral("kind")].toString(), QStringLiteral("not_found"));
        QCOMPARE(error[QStringLiteral("where")].toString(), QStringLiteral("nobody"));
    }

    void oneTopicKeepsItsRowsAndTheirSum() {
        FakeSession session;
        fill(session);
        QCOMPARE(session.run({"lag", "--topic", "orders", "--json"}), answered);
        QCOMPARE(groupsOf(session).size(), 1);
        QCOMPARE(groupsOf(session).at(0)[QStringLiteral("partitions")].toArray().size(), 1);
        QCOMPARE(groupsOf(session).at(0)[QStringLiteral("lag")].toInt(-1), 0);
    }

    void aTopicNobodyReadsIsEmptyAndOneThatIsNotThereIsAnError() {
        FakeSession session;
        fill(session);
        session.fake.addTopic("quiet", 1);
        QCOMPARE(session.run({"lag", "--topic", "quiet", "--json"}), answered);
        FakeSession other;
        fill(other);
        QCOMPARE(other.run({"lag", "--topic", "no-such-topic", "--json"}), partial);
        QCOMPARE(answerOf(other)[QStringLiteral("errors")].toArray().size(), 1);
    }

    void readCommittedUsesTheLastStableOffset() {
        FakeSession session;
        fill(session);
        session.fake.stableEnds[{"inventory.movements", base::PartitionId{0}}] = 900;
        QCOMPARE(
            session.run({"lag", "--group", "inventory-projector", "--isolation", "read_committed", "--json"}),
            answered);
        const QJsonObject row =
            groupsOf(session).at(0)[QStringLiteral("partitions")].toArray().at(0).toObject();
        QCOMPARE(row[QStringLiteral("log_end")].toInt(), 900);
        QCOMPARE(row[QStringLiteral("lag")].toInt(), 500);
    }

    void historyWatchesLongEnoughForRates() {
        FakeSession session;
        fill(session);
        QTimer trade;
        connect(&trade, &QTimer::timeout, &trade, [&] {
            session.clock.advance(std::chrono::milliseconds{500});
            const base::TopicPartition orders{"orders", base::PartitionId{0}};
            session.fake.setEnd("orders", 0, session.fake.ends[orders] + 5);
            session.fake.commit("order-enricher", "orders", 0, session.fake.ends[orders]);
        });
        trade.start(5);
        QCOMPARE(session.run({"lag", "--group", "order-enricher", "--history", "2s", "--json"}), answered);
        const QJsonObject group = groupsOf(session).at(0).toObject();
        QCOMPARE(group[QStringLiteral("verdict")].toString(), QStringLiteral("keeping_up"));
        const QJsonArray rows = group[QStringLiteral("partitions")].toArray();
        const QJsonObject orders = rows.at(1).toObject();
        QCOMPARE(orders[QStringLiteral("topic")].toString(), QStringLiteral("orders"));
        QVERIFY(std::abs(orders[QStringLiteral("produce_rate")].toDouble() - 10) < 3);
        // Nothing is committed on the other: its rate stays unknown.
        QVERIFY(rows.at(0)[QStringLiteral("consume_rate")].isNull());
    }

    void whatAConsoleKeptCounts() {
        FakeSession session;
        tradeUntilItStalls(session);
        QCOMPARE(session.run({"lag", "--group", "order-enricher", "--json"}), answered);
        const QJsonObject group = groupsOf(session).at(0).toObject();
        QCOMPARE(group[QStringLiteral("verdict")].toString(), QStringLiteral("stalled"));
        QVERIFY(!group[QStringLiteral("produce_rate")].isNull());
        QVERIFY(session.errText().find("without history") == std::string::npos);
    }

    void aGroupInABadWayFailsAJob() {
        FakeSession session;
        tradeUntilItStalls(session);
        QCOMPARE(session.run({"lag", "--fail-on", "stopped,stalled"}), 1);
        QCOMPARE(session.run({"lag", "--fail-on", "stopped"}), answered);
        QCOMPARE(session.run({"lag", "--fail-on", "doomed"}), usage);
        QVERIFY(session.errText().find("There is no such verdict") != std::string::npos);
    }

    void burrowsRulesAreASecondMode() {
        FakeSession session;
        tradeUntilItStalls(session);
        QCOMPARE(session.run({"lag", "--rules", "burrow", "--group", "order-enricher", "--json"}), answered);
        QVERIFY(
            groupsOf(session).at(0)[QStringLiteral("why")].toString().startsWith(QStringLiteral("Burrow: ")));
    }

    void theOldestUnreadRecordTellsTheTimeLag() {
        FakeSession session;
        fill(session);
        session.fake.records[{"inventory.movements", base::PartitionId{0}}][400].timestamp =
            session.clock.now() - std::chrono::minutes{7};
        QCOMPARE(session.run({"lag", "--group", "inventory-projector", "--json"}), answered);
        const QJsonObject row =
            groupsOf(session).at(0)[QStringLiteral("partitions")].toArray().at(0).toObject();
        QCOMPARE(row[QStringLiteral("time_lag_basis")].toString(), QStringLiteral("exact"));
        QCOMPARE(row[QStringLiteral("time_lag_ms")].toInt(), 7 * 60 * 1000);
    }

    void aWatchLooksAgainInPlaceUntilItIsStopped() {
        FakeSession session;
        fill(session);
        session.withColour = true;
        const auto looks = [&] {
            session.clock.advance(std::chrono::seconds{1});
            return session.fake.calls(test::Question::CommittedOffsets) >= 3;
        };
        QCOMPARE(session.runUntil({"lag", "--watch", "--interval", "5ms"}, looks), answered);
        const QString text = QString::fromStdString(session.outText());
        QVERIFY(text.startsWith(QStringLiteral("\x1b[H\x1b[J")));
        QVERIFY(text.count(QStringLiteral("\x1b[H")) >= 2);
        QVERIFY(session.fake.calls(test::Question::DescribeTopics) <= 2); // not again at each look
    }

    void alertsAreListedFromTheStoreAlone() {
        FakeSession session;
        tradeUntilItStalls(session);
        session.clusterError = base::Error{base::ErrorKind::Transport, "away", "", "", ""};
        QCOMPARE(session.run({"lag", "alerts", "--json"}), answered);
        const QJsonArray alerts = answerOf(session)[QStringLiteral("alerts")].toArray();
        QCOMPARE(alerts.size(), 1);
        QCOMPARE(alerts[0][QStringLiteral("group")].toString(), QStringLiteral("order-enricher"));
        QVERIFY(alerts[0][QStringLiteral("cleared_at")].isNull());
        QCOMPARE(session.run({"lag", "alerts", "--cluster", "nowhere"}), usage);
    }

    void watchSaysWhatItRaises() {
        FakeSession session;
        tradeUntilItStalls(session);
        const QString said = QString::fromStdString(session.outText());
        QVERIFY2(said.contains(QStringLiteral("raised order-enricher: ")), qPrintable(said));
        QVERIFY(session.errText().empty() ||
                session.errText().find("watching 1 group of") != std::string::npos);
    }

    void aSpanThatCannotBeReadIsWrongUsage() {
        FakeSession session;
        QCOMPARE(session.run({"lag", "--history", "soon"}), usage);
        FakeSession other;
        QCOMPARE(other.run({"lag", "--isolation", "read_sometimes"}), usage);
    }

    void aClusterThatDoesNotAnswerIsUnreachable() {
        FakeSession session;
        session.fake.failAlways(test::Question::ListGroups,
                                base::Error{base::ErrorKind::Timeout, "No answer", "fake:9092", "", ""});
        QCOMPARE(session.run({"lag", "--json"}), unreachable);
        QCOMPARE(answerOf(session)[QStringLiteral("kind")].toString(), QStringLiteral("timeout"));
    }

    void whatMayNotBeListedIsMentioned() {
        FakeSession session;
        fill(session);
        session.fake.info.authorized = std::vector<kafka::Operation>{};
        QCOMPARE(session.run({"lag", "--json"}), partial);
        const QJsonObject error = answerOf(session)[QStringLiteral("errors")].toArray().at(0).toObject();
        QCOMPARE(error[QStringLiteral("kind")].toString(), QStringLiteral("denied"));
    }
};

QTEST_GUILESS_MAIN(TestLagCommand)
#include "tst_lag_command.moc"
