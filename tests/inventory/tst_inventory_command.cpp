// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/projection.h"
#include "tests/inventory/stock_world.h"
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

using namespace streamscape;
using test::MovementJson;

namespace {

const inventory::ProjectionSpec spec;

/// A session whose topics hold a small story: stock comes in, is sold, sent, counted; one event comes twice,
/// three are bad.
class StockSession {
public:
    test::FakeSession session;

    StockSession() {
        session.fake.info.id = "cluster-1";
        session.fake.addTopic(spec.movements, 2);
        session.fake.addTopic(spec.products, 1, 1);
        session.fake.addTopic(spec.warehouses, 1, 1);
    }
    base::Time at(int seconds) const { return session.clock.now() - std::chrono::seconds{600 - seconds}; }

    /// Everything there is, as one batch a partition would give it.
    kafka::BatchPtr story() {
        const auto move = [&](const std::string& id, const std::string& type, std::int64_t quantity,
                              const std::string& warehouse, const std::string& transfer = {}) {
            MovementJson json;
            json.text("event_id", id).text("type", type).quantity(quantity).text("warehouse", warehouse);
            json.at(at(1)).text("source", "pos");
            if (!transfer.empty())
                json.text("transfer_id", transfer);
            return json;
        };
        test::BatchBuilder builder;
        builder.record(spec.products, 0, 0, at(0), "NL-1",
                       R"({"name":"Aero Runner","category":"Running","reorder_point":12})");
        builder.record(spec.warehouses, 0, 0, at(0), "BER1",
                       R"({"name":"Berlin","city":"Berlin","kind":"warehouse"})");
        std::int64_t offset = 0;
        const auto send = [&](const MovementJson& json) {
            builder.record(spec.movements, 0, offset, at(static_cast<int>(2 + offset)), "NL-1", json.build());
            ++offset;
        };
        send(move("e-1", "receipt", 20, "BER1"));
        send(move("e-2", "sale", 3, "BER1"));
        send(move("e-2", "sale", 3, "BER1"));
        send(move("e-3", "transfer_out", 6, "BER1", "t-1"));
        send(move("e-4", "reservation", 2, "RNO1"));
        send(move("e-1", "receipt", 99, "BER1"));
        send(move("e-5", "sale", 3, "BER1").raw("quantity", "\"3\""));
        builder.record(spec.movements, 0, offset++, at(20), "NL-1", std::nullopt);
        builder.position(spec.movements, 0, offset + 1, true); // behind a control marker
        builder.position(spec.movements, 1, 0, true);
        builder.position(spec.products, 0, 1, true);
        builder.position(spec.warehouses, 0, 1, true);
        session.fake.setEnd(spec.movements, 0, offset + 1);
        return builder.build();
    }
    int project() { return project(story()); }
    int project(const kafka::BatchPtr& batch) {
        // The tail is opened by the command; the story is told once it listens.
        QTimer teller;
        QObject::connect(&teller, &QTimer::timeout, [&] {
            if (session.fakeTails.openCount() > 0 && session.fakeTails.newest()->sentCount() == 0)
                session.fakeTails.newest()->send(batch);
        });
        teller.start(5);
        return session.run({"inventory", "run", "--until-caught-up", "--json"});
    }
    /// What one more command prints.
    std::pair<int, std::string> ask(const std::vector<std::string>& arguments) {
        const std::size_t before = session.outText().size();
        const int exit = session.run(arguments);
        return {exit, session.outText().substr(before)};
    }
    QJsonObject askJson(const std::vector<std::string>& arguments) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(ask(arguments).second)).object();
    }
};

} // namespace

class tst_InventoryCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runProjectsUntilItHasCaughtUp() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        QCOMPARE(story.session.outText(), test::golden("inventory_run.json", story.session.outText()));
    }
    void stockPrintsTheLevels() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        const auto [exit, text] = story.ask({"inventory", "stock", "--json"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_stock.json", text));
    }
    void stockPrintsATableToo() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        const auto [exit, text] = story.ask({"inventory", "stock"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_stock.txt", text));
    }
    void countsStayWhateverTheFilter() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        const QJsonObject low = story.askJson({"inventory", "stock", "--state", "low", "--json"});
        QCOMPARE(low[QStringLiteral("levels")].toArray().size(), 1);
        QCOMPARE(low[QStringLiteral("counts")].toObject()[QStringLiteral("records")].toInt(), 8);
        const QJsonObject none = story.askJson({"inventory", "stock", "--sku", "NL-9", "--json"});
        QCOMPARE(none[QStringLiteral("levels")].toArray().size(), 0);
        QCOMPARE(none[QStringLiteral("counts")], low[QStringLiteral("counts")]);
    }
    void movementsStandInAppliedOrder() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        const auto [exit, text] =
            story.ask({"inventory", "movements", "--sku", "NL-1", "--warehouse", "BER1", "--json"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_movements.json", text));
    }
    void badRecordsKeepTheirCoordinates() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        const auto [exit, text] = story.ask({"inventory", "bad", "--json"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_bad.json", text));
        const QJsonObject empty = story.askJson({"inventory", "bad", "--reason", "EMPTY", "--json"});
        QCOMPARE(empty[QStringLiteral("bad")].toArray().size(), 1);
        QCOMPARE(empty[QStringLiteral("by_reason")].toObject().size(), 1);
    }
    void findingsNameWhatToLookAt() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        const auto [exit, text] = story.ask({"inventory", "findings", "--json"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_findings.json", text));
    }
    void clusterPrintsBrokersTopicsAndFindings() {
        StockSession story;
        const auto [exit, text] = story.ask({"inventory", "cluster", "--json"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_cluster.json", text));
    }
    void clusterPrintsATableToo() {
        StockSession story;
        const auto [exit, text] = story.ask({"inventory", "cluster"});
        QCOMPARE(exit, 0);
        QCOMPARE(text, test::golden("inventory_cluster.txt", text));
    }
    void withoutAProjectionStockSaysSo() {
        StockSession story;
        QVERIFY(story.session.store(store::Mode::ReadWrite).has_value()); // an empty store
        const auto [exit, text] = story.ask({"inventory", "stock", "--json"});
        QCOMPARE(exit, 0);
        const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        QCOMPARE(answer[QStringLiteral("caught_up")], QJsonValue(false));
        QVERIFY(answer[QStringLiteral("positions")].toArray().at(0)[QStringLiteral("next_offset")].isNull());
        QVERIFY(QString::fromStdString(story.session.errText()).contains(QStringLiteral("inventory run")));
    }
    void anExpiredOffsetEndsTheRunAndARebuildHelps() {
        StockSession story;
        QCOMPARE(story.project(), 0);
        story.session.fake.starts[{spec.movements, {0}}] = 50;
        story.session.fake.setEnd(spec.movements, 0, 50);
        QCOMPARE(story.ask({"inventory", "run", "--until-caught-up", "--json"}).first, 1);
        QVERIFY(QString::fromStdString(story.session.outText()).contains(QStringLiteral("--rebuild")));
        story.session.fake.setEnd(spec.products, 0, 0); // nothing left to read
        story.session.fake.setEnd(spec.warehouses, 0, 0);
        QCOMPARE(story.ask({"inventory", "run", "--until-caught-up", "--rebuild", "--json"}).first, 0);
        QCOMPARE(story.askJson({"inventory", "stock", "--json"})[QStringLiteral("levels")].toArray().size(),
                 0);
    }
    void exitCodesTellWhatWentWrong_data() {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<int>("trouble"); // 1 no cluster, 2 no store, 3 the cluster does not answer
        QTest::addColumn<int>("exit");
        QTest::newRow("no subcommand") << QByteArray("inventory") << 0 << 2;
        QTest::newRow("an unknown state") << QByteArray("inventory stock --state gone") << 0 << 2;
        QTest::newRow("an unknown reason") << QByteArray("inventory bad --reason OTHER") << 0 << 2;
        QTest::newRow("a time without a zone")
            << QByteArray("inventory movements --sku a --warehouse b --from 2026-11-22T00:00:00") << 0 << 2;
        QTest::newRow("movements of nothing") << QByteArray("inventory movements") << 0 << 2;
        QTest::newRow("no cluster") << QByteArray("inventory cluster") << 1 << 4;
        QTest::newRow("no cluster for stock") << QByteArray("inventory stock") << 1 << 4;
        QTest::newRow("no store") << QByteArray("inventory stock") << 2 << 5;
        QTest::newRow("no store to write") << QByteArray("inventory run") << 2 << 5;
        QTest::newRow("no answer") << QByteArray("inventory run --until-caught-up") << 3 << 4;
        QTest::newRow("no answer for the cluster") << QByteArray("inventory cluster") << 3 << 4;
    }
    void exitCodesTellWhatWentWrong() {
        QFETCH(QByteArray, arguments);
        QFETCH(int, trouble);
        QFETCH(int, exit);
        StockSession story;
        const base::Error unreachable{base::ErrorKind::Transport, "No broker answers", "fake:9092", {}, {}};
        if (trouble == 1)
            story.session.clusterError = unreachable;
        if (trouble == 2)
            story.session.storeError =
                base::Error{base::ErrorKind::Storage, "The file is damaged", {}, {}, {}};
        if (trouble == 3)
            story.session.fake.failAlways(test::Question::DescribeCluster, unreachable);
        std::vector<std::string> words;
        for (const QByteArray& word : arguments.split(' '))
            words.push_back(word.toStdString());
        QCOMPARE(story.session.run(words), exit);
    }
    void aRowThatCouldNotBeReadIsAnAnswerInPart() {
        StockSession story;
        story.session.fake.partitionErrors[{spec.movements, {1}}] =
            base::Error{base::ErrorKind::Transport, "no leader", {}, {}, {}};
        const auto [exit, text] = story.ask({"inventory", "cluster", "--json"});
        QCOMPARE(exit, 3);
        const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        QVERIFY(answer[QStringLiteral("topics")].toArray().at(0)[QStringLiteral("records")].isNull());
        QVERIFY(story.session.errText().find("offsets of 1 partition (inventory.movements-1)") !=
                std::string::npos);
    }
    void withoutRightsTheClusterIsDeniedAndNotEmpty() {
        StockSession story;
        story.session.fake.info.authorized = std::vector<kafka::Operation>{};
        story.session.fake.topics.clear();
        const auto [exit, text] = story.ask({"inventory", "cluster", "--json"});
        QCOMPARE(exit, 3);
        const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        const QJsonObject error = answer[QStringLiteral("errors")].toArray().at(0).toObject();
        QCOMPARE(error[QStringLiteral("kind")].toString(), QStringLiteral("denied"));
        QCOMPARE(error[QStringLiteral("where")].toString(), QStringLiteral("fake:9092"));
        QVERIFY(answer[QStringLiteral("brokers")].toArray().at(0)[QStringLiteral("leaders")].isNull());
        QVERIFY(story.session.errText().find("may not see any topic") != std::string::npos);
        QCOMPARE(story.ask({"inventory", "cluster"}).first, 3);
    }
    void configurationsThatMayNotBeSeenAreSaid() {
        StockSession story;
        for (const std::string& topic : {spec.movements, spec.products})
            story.session.fake.configs[{kafka::ResourceType::Topic, topic}] = {
                {kafka::ResourceType::Topic, topic},
                {},
                base::Error{base::ErrorKind::Denied, "Not authorized", topic, {}, {}}};
        const auto [exit, text] = story.ask({"inventory", "cluster", "--json"});
        QCOMPARE(exit, 3);
        const QJsonObject answer = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        QVERIFY(
            answer[QStringLiteral("errors")].toArray().at(0)[QStringLiteral("what")].toString().startsWith(
                QStringLiteral("The configuration of 2 topics (inventory.movements, …)")));
        QVERIFY(answer[QStringLiteral("topics")].toArray().at(0)[QStringLiteral("configs")].isNull());
    }
    void aPartitionThatMayNotBeReadEndsTheRunInPart() {
        StockSession story;
        story.session.fake.setEnd(spec.movements, 1, 7);
        const base::Error denied{base::ErrorKind::Denied, "Not allowed to READ", {}, {}, {}};
        test::BatchBuilder batch;
        batch.position(spec.movements, 0, 0, true).position(spec.products, 0, 1, true);
        batch.position(spec.warehouses, 0, 1, true).failure(spec.movements, 1, denied);
        QCOMPARE(story.project(batch.build()), 3);
        const auto answer =
            QJsonDocument::fromJson(QByteArray::fromStdString(story.session.outText())).object();
        QCOMPARE(answer[QStringLiteral("caught_up")], QJsonValue(false));
        QCOMPARE(answer[QStringLiteral("positions")].toArray().at(
                     1)[QStringLiteral("error")][QStringLiteral("kind")],
                 QJsonValue(QStringLiteral("denied")));
        QVERIFY(story.session.errText().find("inventory.movements-1 is not read") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(tst_InventoryCommand)
#include "tst_inventory_command.moc"
