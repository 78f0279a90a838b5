// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_feed.h"
#include "models/inventory/stock_feed.h"
#include "models/kafkard/connect.h"
#include "tests/inventory/stock_world.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"
#include "tests/support/relay.h"

#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using namespace streamscape::inventory;
using test::MovementJson;

/// The projection against a real broker: transactions that commit and abort, control markers at the ends,
/// restarts in the middle.
class tst_InventoryLive : public QObject {
    Q_OBJECT

private:
    static constexpr int partitions = 3;
    test::LiveBroker m_broker;
    std::unique_ptr<kafka::Cluster> m_cluster;
    ProjectionSpec m_spec;
    QTemporaryDir m_folder;

    std::unique_ptr<store::Store> openStore() {
        auto opened = store::Store::open({m_folder.path().toStdString(), store::Mode::ReadWrite, "test"});
        return opened ? std::move(*opened) : nullptr;
    }
    kafka::TailFactory tails() {
        return [spec = m_broker.admin()](std::vector<kafka::TailStart> starts, kafka::TailOptions options) {
            return kafkard::openTail(spec, std::move(starts), options);
        };
    }
    std::unique_ptr<kafka::Producer> producer(bool transactional) {
        kafka::ConnectionSpec spec = m_broker.admin();
        if (transactional)
            spec.properties["transactional.id"] = m_spec.movements + "-writer";
        auto opened = kafkard::openProducer(spec);
        return opened ? std::move(*opened) : nullptr;
    }
    kafka::OutgoingRecord outgoing(const test::LoggedRecord& record) const {
        return {m_spec.movements, base::PartitionId{record.partition},
                record.key,       record.value,
                record.recorded,  {}};
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        const std::string unique = "stock-" + std::to_string(base::toMilliseconds(base::systemNow()));
        m_spec.movements = unique + ".movements";
        m_spec.products = unique + ".products";
        m_spec.warehouses = unique + ".warehouses";
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        AWAIT(made, m_cluster->createTopics({{m_spec.movements, partitions, 1, {}},
                                             {m_spec.products, 1, 1, {{"cleanup.policy", "compact"}}},
                                             {m_spec.warehouses, 1, 1, {{"cleanup.policy", "compact"}}}}));
        QCOMPARE(made.size(), std::size_t{3});
    }
    void cleanupTestCase() {
        if (m_cluster)
            (void)test::await(
                m_cluster->deleteTopics({m_spec.movements, m_spec.products, m_spec.warehouses}));
    }

    void whatIsCommittedCountsOnceWhateverIsAbortedOrInterrupted() {
        const std::vector<test::LoggedRecord> log = test::randomLog(11, 900, partitions, false);
        std::vector<test::LoggedRecord> committed;
        const std::unique_ptr<kafka::Producer> plain = producer(false);
        const std::unique_ptr<kafka::Producer> atomic = producer(true);
        QVERIFY(plain && atomic);
        // Runs of 30: plain, committed, aborted, and so on; the log ends in an aborted one.
        for (std::size_t at = 0; at < log.size(); at += 30) {
            const std::size_t kind = at / 30 % 3;
            kafka::Producer& writer = kind == 0 ? *plain : *atomic;
            if (kind != 0)
                QVERIFY(atomic->beginTransaction());
            for (std::size_t i = at; i < at + 30; ++i) {
                QVERIFY(writer.send(outgoing(log[i])));
                if (kind != 2)
                    committed.push_back(log[i]);
            }
            const auto ended = kind == 0   ? plain->flush()
                               : kind == 1 ? atomic->commitTransaction()
                                           : atomic->abortTransaction();
            QVERIFY2(ended.has_value(), test::why(ended).c_str());
        }
        test::NaiveStock naive;
        for (const test::LoggedRecord& record : committed)
            naive.take(record);
        naive.finish();
        QVERIFY(plain->send(
            {m_spec.products, std::nullopt, "NL-1", R"({"name":"Aero","reorder_point":12})", {}, {}}));
        QVERIFY(plain->flush());

        // The first feeds are cut off in the middle, as a process that is killed.
        for (int kills = 0; kills < 4; ++kills) {
            const std::unique_ptr<store::Store> store = openStore();
            StockFeed feed(*m_cluster, tails(), *store, m_spec, base::systemNow);
            feed.start();
            QTest::qWait(150 + 120 * kills);
        }
        const std::unique_ptr<store::Store> store = openStore();
        StockFeed feed(*m_cluster, tails(), *store, m_spec, base::systemNow);
        feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->caughtUp() && feed.view()->stock, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(feed.view()->stock->projection.counts.records,
                                  static_cast<std::int64_t>(committed.size()), 10'000);
        const Stock& stock = *feed.view()->stock;
        QCOMPARE(stock.projection.counts.applied, naive.applied);
        QCOMPARE(stock.projection.counts.duplicates, naive.duplicates);
        QCOMPARE(stock.projection.counts.bad, naive.bad);
        QCOMPARE(stock.rows.size(), naive.rows.size());
        for (const StockRow& row : stock.rows) {
            const test::NaiveStock::Row& expected = naive.rows.at({row.where.sku, row.where.warehouse});
            QVERIFY(row.level == (Level{expected.onHand, expected.reserved, expected.inTransit}));
            QCOMPARE(row.reorderPoint.has_value(), row.where.sku == "NL-1");
        }

        // An open transaction holds back everything behind it; catching up ends before it.
        QVERIFY(atomic->beginTransaction());
        test::LoggedRecord late{0, 0, base::systemNow(), "NL-1",
                                MovementJson().text("event_id", "late-1").at(base::systemNow()).build()};
        QVERIFY(atomic->send(outgoing(late)));
        QVERIFY(atomic->flush()); // it lies in the log before the next one
        late.value = MovementJson().text("event_id", "late-2").at(base::systemNow()).build();
        QVERIFY(plain->send(outgoing(late)));
        QVERIFY(plain->flush());
        // One beside them, in a partition without a transaction: with it the ends are told anew, all at once.
        const test::LoggedRecord beside{
            1, 0, base::systemNow(), "NL-1",
            MovementJson().text("event_id", "beside").at(base::systemNow()).build()};
        const auto logEnd = [&feed](std::size_t partition) {
            return feed.view()->positions[partition].logEnd;
        };
        const auto ends = std::pair{logEnd(0), logEnd(1)};
        QVERIFY(plain->send(outgoing(beside)));
        QVERIFY(plain->flush());
        QTRY_VERIFY_WITH_TIMEOUT(logEnd(1) > ends.second && feed.view()->caughtUp(), 30'000);
        QCOMPARE(logEnd(0), ends.first);
        QTRY_COMPARE_WITH_TIMEOUT(feed.view()->stock->projection.counts.applied, naive.applied + 1, 10'000);
        QVERIFY(atomic->commitTransaction());
        QTRY_COMPARE_WITH_TIMEOUT(feed.view()->stock->projection.counts.applied, naive.applied + 3, 10'000);
    }

    void whatAConnectionMayNotSeeOfTheClusterIsSaid() {
        auto guest = kafkard::connect(m_broker.guest());
        QVERIFY2(guest.has_value(), test::why(guest).c_str());
        ClusterFeed feed(**guest, base::systemNow);
        feed.setActive(true); // every five seconds: rights take a moment to reach the broker
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->started && feed.view()->topics.empty(), 30'000);
        QVERIFY(!feed.view()->error);
        QVERIFY(feed.view()->noTopics && feed.view()->noTopics->kind == base::ErrorKind::Denied);
        QVERIFY(!feed.view()->brokers.empty() && !feed.view()->brokers[0].held);

        const kafka::Acl describe{kafka::ResourceType::Topic,
                                  m_spec.products,
                                  kafka::PatternType::Literal,
                                  "User:guest",
                                  "*",
                                  "DESCRIBE",
                                  kafka::Permission::Allow};
        AWAIT(granted, m_cluster->createAcls({describe}));
        QVERIFY(!granted[0].error);
        QTRY_COMPARE_WITH_TIMEOUT(feed.view()->topics.size(), std::size_t{1}, 30'000);
        QVERIFY(!feed.view()->noTopics);
        std::string said;
        for (const base::Error& error : feed.view()->partly)
            said += base::describe(error) + '\n';
        QVERIFY2(said.find("there may be others") != std::string::npos, said.c_str());
        QVERIFY2(said.find("The configuration of 1 topic") != std::string::npos, said.c_str());
        QVERIFY(!feed.view()->topics[0].configs && feed.view()->topics[0].records);
        (void)test::await(m_cluster->deleteAcls({describe}));
    }
    void aPartitionThatMayNoLongerBeReadIsSaidUntilItMay() {
        const auto allow = [this](const std::string& topic, const char* operation) {
            return kafka::Acl{
                kafka::ResourceType::Topic, topic, kafka::PatternType::Literal, "User:guest", "*", operation,
                kafka::Permission::Allow};
        };
        std::vector<kafka::Acl> acls;
        for (const std::string& topic : {m_spec.movements, m_spec.products, m_spec.warehouses})
            for (const char* operation : {"READ", "DESCRIBE"})
                acls.push_back(allow(topic, operation));
        AWAIT(granted, m_cluster->createAcls(acls));
        QVERIFY(!granted[0].error);
        QTemporaryDir folder;
        auto store = store::Store::open({folder.path().toStdString(), store::Mode::ReadWrite, "test"});
        QVERIFY2(store.has_value(), test::why(store).c_str());
        auto guest = kafkard::connect(m_broker.guest());
        QVERIFY2(guest.has_value(), test::why(guest).c_str());
        const auto tails = [spec = m_broker.guest()](std::vector<kafka::TailStart> starts,
                                                     kafka::TailOptions options) {
            return kafkard::openTail(spec, std::move(starts), options);
        };
        StockFeed feed(**guest, tails, **store, m_spec, base::systemNow);
        feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->caughtUp(), 30'000);
        QVERIFY(feed.view()->troubles.empty());

        const kafka::Acl read = allow(m_spec.movements, "READ");
        AWAIT(taken, m_cluster->deleteAcls({read}));
        QVERIFY(!taken[0].error);
        QTRY_COMPARE_WITH_TIMEOUT(feed.view()->troubles.size(), std::size_t{partitions}, 30'000);
        for (const Trouble& trouble : feed.view()->troubles) {
            QVERIFY(trouble.cause == Trouble::Cause::Tail && trouble.partition);
            QVERIFY(trouble.error.kind == base::ErrorKind::Denied);
        }
        const base::Time said = feed.view()->asOf;
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->asOf > said + std::chrono::seconds{5}, 20'000); // ends are told
        QCOMPARE(feed.view()->troubles.size(), std::size_t{partitions});

        AWAIT(again, m_cluster->createAcls({read}));
        QVERIFY(!again[0].error);
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->troubles.empty(), 60'000); // though nothing is written
        QVERIFY(feed.view()->caughtUp());
        (void)test::await(m_cluster->deleteAcls(acls));
    }
    void aLostConnectionIsSaidUntilItIsBackThoughNothingIsWritten() {
        kafka::ConnectionSpec direct = m_broker.sasl("SASL_PLAINTEXT", "SCRAM-SHA-512");
        const std::string address = direct.properties["bootstrap.servers"];
        test::Relay relay(std::stoi(address.substr(address.find(':') + 1)));
        direct.properties["bootstrap.servers"] = relay.address();
        auto cluster = kafkard::connect(direct);
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        QTemporaryDir folder;
        auto store = store::Store::open({folder.path().toStdString(), store::Mode::ReadWrite, "test"});
        QVERIFY2(store.has_value(), test::why(store).c_str());
        const auto tails = [direct](std::vector<kafka::TailStart> starts, kafka::TailOptions options) {
            return kafkard::openTail(direct, std::move(starts), options);
        };
        StockFeed feed(**cluster, tails, **store, m_spec, base::systemNow);
        feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->caughtUp() && feed.view()->troubles.empty(), 30'000);
        const auto isTroubledBy = [&feed](Trouble::Cause cause) {
            return std::any_of(feed.view()->troubles.begin(), feed.view()->troubles.end(),
                               [cause](const Trouble& trouble) { return trouble.cause == cause; });
        };
        relay.setMode(test::Relay::Mode::Closed);
        QTRY_VERIFY_WITH_TIMEOUT(isTroubledBy(Trouble::Cause::Tail), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(isTroubledBy(Trouble::Cause::Ends), 60'000);
        relay.setMode(test::Relay::Mode::Pass);
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->troubles.empty(), 60'000);
        QVERIFY(feed.view()->caughtUp());
    }
    void aTopicMadeAgainIsSaid() {
        AWAIT(gone, m_cluster->deleteTopics({m_spec.movements}));
        QVERIFY(!gone[0].error);
        // The name is free again only when the deletion has come through.
        std::optional<base::Error> refused;
        for (int tries = 0; tries < 40; ++tries) {
            AWAIT(made, m_cluster->createTopics({{m_spec.movements, partitions, 1, {}}}));
            refused = made[0].error;
            if (!refused)
                break;
            QTest::qWait(250);
        }
        QVERIFY2(!refused, refused ? base::describe(*refused).c_str() : "");
        const std::unique_ptr<store::Store> store = openStore();
        StockFeed feed(*m_cluster, tails(), *store, m_spec, base::systemNow);
        feed.start();
        QTRY_VERIFY_WITH_TIMEOUT(!feed.view()->obstacles.empty(), 20'000);
        QCOMPARE(describe(feed.view()->obstacles.front()).native, std::string("recreated"));
        feed.rebuild();
        QTRY_VERIFY_WITH_TIMEOUT(feed.view()->obstacles.empty() && feed.view()->caughtUp(), 20'000);
        QTRY_VERIFY(feed.view()->stock->rows.empty());
    }
};

QTEST_GUILESS_MAIN(tst_InventoryLive)
#include "tst_inventory_live.moc"
