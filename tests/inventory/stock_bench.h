// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_feed.h"
#include "tests/inventory/stock_world.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace streamscape::test {

using inventory::Obstacle;
using inventory::StockFeed;
using inventory::StockRow;
using inventory::StockView;

inline const base::Time start = *base::parseRfc3339("2026-11-22T02:00:00Z");
inline const inventory::ProjectionSpec spec;

inline MovementJson move(const std::string& id, const std::string& type, std::int64_t quantity,
                         const std::string& warehouse = "A") {
    MovementJson json;
    json.text("event_id", id).text("type", type).quantity(quantity).text("warehouse", warehouse);
    return json;
}

/// One broker with the three topics, a store in a folder of its own, and the feed between them.
struct Bench {
    QTemporaryDir folder;
    ManualClock clock;
    FakeCluster cluster;
    FakeTailFactory tails;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<StockFeed> feed;
    std::int64_t offset = 0;

    explicit Bench(bool withCatalogue = true, int partitions = 1) {
        cluster.info.id = "cluster-1";
        cluster.addTopic(spec.movements, partitions);
        if (withCatalogue) {
            cluster.addTopic(spec.products, 1);
            cluster.addTopic(spec.warehouses, 1);
        }
        openStore(store::Mode::ReadWrite);
        makeFeed();
    }
    void openStore(store::Mode mode) {
        auto opened = store::Store::open({folder.path().toStdString(), mode, "test"});
        if (!opened)
            qFatal("%s", base::describe(opened.error()).c_str());
        store = std::move(*opened);
    }
    void makeFeed() {
        feed = std::make_unique<StockFeed>(cluster, tails.factory(), *store, spec, clock.clock());
    }
    /// As a process does that ends and starts again.
    void restart() {
        feed.reset();
        store.reset();
        openStore(store::Mode::ReadWrite);
        makeFeed();
        feed->start();
    }
    void send(const std::vector<MovementJson>& jsons) {
        std::vector<LoggedRecord> records;
        for (const MovementJson& json : jsons)
            records.push_back({0, offset++, start, "NL-1", json.build()});
        cluster.setEnd(spec.movements, 0, offset);
        tails.newest()->send(batchOf(records, spec.movements));
    }
    /// The tail cannot read a partition of the movements.
    void fail(std::int32_t partition, const base::Error& error) {
        tails.newest()->send(BatchBuilder().failure(spec.movements, partition, error).build());
    }
    void isBack() {
        kafka::ConnectionState up;
        up.link = kafka::LinkState::Up;
        cluster.setState(up);
    }
    /// As the feed does by itself every two seconds; returns when the answer is published.
    void askEnds() {
        const base::Time before = view().asOf;
        clock.advance(std::chrono::seconds{1});
        feed->refresh();
        QTRY_VERIFY(view().asOf > before);
    }
    /// Changes the store behind the feed's back.
    void sql(const std::string& text) {
        auto done = store->write<base::Done>([text](store::Sql& sql) {
            sql.run(text);
            return base::Result<base::Done>(base::Done{});
        });
        QTRY_VERIFY(done.isFinished());
        QVERIFY2(done.result().has_value(),
                 done.result() ? "" : base::describe(done.result().error()).c_str());
    }
    /// partition: of the movements; nullopt: trouble with all of it.
    bool isTroubledBy(inventory::Trouble::Cause cause, std::optional<std::int32_t> partition = {}) const {
        return std::any_of(view().troubles.begin(), view().troubles.end(), [&](const auto& trouble) {
            return trouble.cause == cause && trouble.partition.has_value() == partition.has_value() &&
                   (!partition || trouble.partition == base::TopicPartition{spec.movements, {*partition}});
        });
    }
    inventory::PartitionProgress position(std::int32_t partition) const {
        for (const inventory::PartitionProgress& progress : view().positions) {
            if (progress.partition == base::TopicPartition{spec.movements, {partition}})
                return progress;
        }
        return {};
    }
    const StockView& view() const { return *feed->view(); }
    std::int64_t onHand(const std::string& warehouse) const {
        if (view().stock) {
            for (const StockRow& row : view().stock->rows) {
                if (row.where.warehouse == warehouse)
                    return row.level.onHand;
            }
        }
        return -9999;
    }
    std::vector<std::string> obstacleKinds() const {
        std::vector<std::string> kinds;
        for (const Obstacle& obstacle : view().obstacles)
            kinds.push_back(describe(obstacle).native);
        return kinds;
    }
};

} // namespace streamscape::test
