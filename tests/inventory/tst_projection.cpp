// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/projection.h"
#include "tests/inventory/stock_world.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::inventory;
using test::MovementJson;

namespace {

const base::Time start = *base::parseRfc3339("2026-11-22T02:00:00Z");

/// Keeps the whole past in memory: commits what the projection answers, as a store would.
class Ledger {
public:
    ProjectionSpec spec;
    Past past;
    Counts counts;
    std::vector<BadRecord> bad;
    std::vector<Note> notes;
    std::vector<AppliedMovement> movements;

    Changes ask(const kafka::BatchPtr& batch) {
        return project(past, spec, decode(m_decoder, spec, *batch), batch->positions);
    }
    void commit(const Changes& changes) {
        for (const auto& [key, stand] : changes.levels)
            past.levels[key] = stand;
        for (const auto& [id, seen] : changes.seen)
            past.seen[id] = seen;
        for (const TransferLeg& leg : changes.legs) {
            if (!leg.transferId)
                continue;
            TransferStand& stand = past.transfers[{leg.sku, *leg.transferId}];
            if (leg.arriving) {
                stand.arrived = true;
                stand.onTheWay.clear();
            } else if (!stand.arrived) {
                stand.onTheWay.emplace_back(leg.warehouse, leg.quantity);
            }
        }
        for (const auto& [partition, offset] : changes.next)
            past.next[partition] = offset;
        past.newestOccurred = changes.newestOccurred;
        past.applied += changes.counts.applied;
        counts.records += changes.counts.records;
        counts.applied += changes.counts.applied;
        counts.duplicates += changes.counts.duplicates;
        counts.bad += changes.counts.bad;
        bad.insert(bad.end(), changes.bad.begin(), changes.bad.end());
        notes.insert(notes.end(), changes.notes.begin(), changes.notes.end());
        movements.insert(movements.end(), changes.movements.begin(), changes.movements.end());
    }
    void send(const std::vector<MovementJson>& jsons) {
        std::vector<test::LoggedRecord> records;
        for (const MovementJson& json : jsons)
            records.push_back({0, m_offset++, start, "NL-1", json.build()});
        commit(ask(test::batchOf(records, spec.movements)));
    }
    Level level(const std::string& warehouse) const {
        const auto found = past.levels.find({"NL-1", warehouse});
        return found == past.levels.end() ? Level{-99, -99, -99} : found->second.level;
    }

private:
    Decoder m_decoder;
    std::int64_t m_offset = 0;
};

MovementJson move(const std::string& id, const std::string& type, std::int64_t quantity,
                  const std::string& warehouse = "A", const std::string& transfer = {}) {
    MovementJson json;
    json.text("event_id", id).text("type", type).quantity(quantity).text("warehouse", warehouse);
    if (!transfer.empty())
        json.text("transfer_id", transfer);
    return json;
}

} // namespace

class tst_Projection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRepeatedEventCountsOnce() {
        Ledger ledger;
        ledger.send({move("1", "receipt", 5), move("1", "receipt", 5)});
        ledger.send({move("1", "receipt", 5)});
        QVERIFY(ledger.level("A") == (Level{5, 0, 0}));
        QVERIFY(ledger.counts == (Counts{3, 1, 2, 0}));
    }
    void theSameIdWithOtherContentIsBad() {
        Ledger ledger;
        ledger.send({move("1", "receipt", 5), move("1", "receipt", 6)});
        QVERIFY(ledger.level("A") == (Level{5, 0, 0}));
        QVERIFY(ledger.bad.at(0).bad.reason == BadReason::ConflictingDuplicate);
        QVERIFY(ledger.bad.at(0).sample->starts_with("{"));
    }
    void onlyAnAppliedRecordMakesItsIdSeen() {
        Ledger ledger;
        ledger.send({move("1", "receipt", 0), move("1", "receipt", 0), move("1", "receipt", 7)});
        QVERIFY(ledger.counts == (Counts{3, 1, 0, 2}));
        QVERIFY(ledger.level("A") == (Level{7, 0, 0}));
    }
    void aCountForgetsWhatWasBookedBefore() {
        Ledger ledger;
        ledger.send(
            {move("1", "receipt", 50), move("2", "sale", 3), move("3", "count", 40), move("4", "sale", 1)});
        QVERIFY(ledger.level("A") == (Level{39, 0, 0}));
        QCOMPARE(ledger.movements.at(2).onHandAfter, std::int64_t{40});
    }
    void stockMayFallBelowZero() {
        Ledger ledger;
        ledger.send({move("1", "sale", 3)});
        QVERIFY(ledger.level("A") == (Level{-3, 0, 0}));
    }
    void offsetsOrderMovementsWhateverTheirTime() {
        Ledger ledger;
        ledger.send(
            {move("1", "count", 10).at(start), move("2", "count", 4).at(start - std::chrono::hours{1})});
        QVERIFY(ledger.level("A") == (Level{4, 0, 0}));
        QVERIFY(ledger.past.levels.at({"NL-1", "A"}).lastEvent == start);
    }

    void aTransferIsInTransitUntilItArrives() {
        Ledger ledger;
        ledger.send({move("1", "transfer_out", 5, "A", "t")});
        QVERIFY(ledger.level("A") == (Level{-5, 0, 5}));
        ledger.send({move("2", "transfer_in", 5, "B", "t")});
        QVERIFY(ledger.level("A") == (Level{-5, 0, 0}));
        QVERIFY(ledger.level("B") == (Level{5, 0, 0}));
    }
    void anArrivalBeforeItsDepartureClosesItToo() {
        Ledger ledger;
        ledger.send({move("1", "transfer_in", 5, "B", "t")});
        ledger.send({move("2", "transfer_out", 5, "A", "t")});
        QVERIFY(ledger.level("A") == (Level{-5, 0, 0}));
    }
    void oneArrivalClosesAllWhateverItsQuantity() {
        Ledger ledger;
        ledger.send({move("1", "transfer_out", 5, "A", "t"), move("2", "transfer_out", 3, "C", "t"),
                     move("3", "transfer_out", 2, "A", "other"), move("4", "transfer_in", 1, "B", "t")});
        QVERIFY(ledger.level("A") == (Level{-7, 0, 2}));
        QVERIFY(ledger.level("C") == (Level{-3, 0, 0}));
    }
    void withoutATransferIdNothingIsClosed() {
        Ledger ledger;
        ledger.send({move("1", "transfer_out", 5), move("2", "transfer_in", 5, "B")});
        QVERIFY(ledger.level("A") == (Level{-5, 0, 5}));
        QVERIFY(ledger.level("B") == (Level{5, 0, 0}));
    }
    void aTransferToItselfCloses() {
        Ledger ledger;
        ledger.send({move("1", "transfer_out", 5, "A", "t"), move("2", "transfer_in", 5, "A", "t")});
        QVERIFY(ledger.level("A") == (Level{0, 0, 0}));
    }

    void aBatchHandedInAgainChangesNothing() {
        Ledger ledger;
        const kafka::BatchPtr batch =
            test::batchOf({{0, 0, start, "NL-1", move("1", "receipt", 5).build()}}, ledger.spec.movements);
        ledger.commit(ledger.ask(batch));
        const Changes again = ledger.ask(batch);
        QVERIFY(again.counts == Counts{});
        QVERIFY(again.next.empty());
    }
    void theNextOffsetLiesBehindControlMarkers() {
        Ledger ledger;
        test::BatchBuilder builder;
        builder.record(ledger.spec.movements, 0, 0, start, "NL-1", move("1", "receipt", 5).build());
        builder.position(ledger.spec.movements, 0, 9, true);
        const Changes changes = ledger.ask(builder.build());
        QVERIFY(changes.next.at({ledger.spec.movements, {0}}) == Offset{9});
    }

    void anIdIsForgottenAfterSevenDaysOfEventTime() {
        Ledger ledger;
        ledger.past.newestOccurred = start;
        const MovementJson old = move("1", "receipt", 5).at(start - seenWindow - base::Duration{1});
        ledger.send({old, old});
        QVERIFY(ledger.counts == (Counts{2, 2, 0, 0}));
        QCOMPARE(ledger.notes.size(), std::size_t{1});
        QCOMPARE(ledger.notes.at(0).code, std::string("stale_repeat"));
        const MovementJson edge = move("2", "receipt", 5).at(start - seenWindow);
        ledger.send({edge, edge});
        QVERIFY(ledger.counts == (Counts{4, 3, 1, 0}));
    }
    void aKeyInAnotherPartitionIsAFindingNotBad() {
        Ledger ledger;
        ledger.past.partitionCounts[ledger.spec.movements] = 6;
        const std::int32_t right = javaPartition("NL-1", 6);
        ledger.commit(
            ledger.ask(test::batchOf({{right, 0, start, "NL-1", move("1", "receipt", 5).build()},
                                      {(right + 1) % 6, 0, start, "NL-1", move("2", "receipt", 5).build()}},
                                     ledger.spec.movements)));
        QCOMPARE(ledger.counts.applied, std::int64_t{2});
        QCOMPARE(ledger.notes.size(), std::size_t{1});
        QCOMPARE(ledger.notes.at(0).code, std::string("wrong_partition"));
    }
    void javaProducersPutKeysWhereWeExpectThem() { // org.apache.kafka.common.utils.UtilsTest.testMurmur2
        QCOMPARE(javaPartition("21", 0x7fffffff), (-973932308 & 0x7fffffff) % 0x7fffffff);
        QCOMPARE(javaPartition("foobar", 0x7fffffff), (-790332482 & 0x7fffffff) % 0x7fffffff);
        QCOMPARE(javaPartition("a-little-bit-long-string", 0x7fffffff),
                 (-985981536 & 0x7fffffff) % 0x7fffffff);
        QCOMPARE(javaPartition("abc", 0x7fffffff), 479470107 % 0x7fffffff);
    }

    void productsChangeAndTombstonesRemoveThem() {
        Ledger ledger;
        test::BatchBuilder builder;
        builder.record(ledger.spec.products, 0, 0, start, "NL-1", R"({"name":"Aero"})");
        builder.record(ledger.spec.products, 0, 1, start, "NL-2", R"({"name":"Court"})");
        builder.record(ledger.spec.products, 0, 2, start, "NL-1", std::nullopt);
        builder.record(ledger.spec.products, 0, 3, start, "NL-3", "nonsense");
        builder.record(ledger.spec.warehouses, 0, 0, start, "A", R"({"city":"Reno"})");
        const Changes changes = ledger.ask(builder.build());
        QVERIFY(changes.products.at("NL-1") == std::nullopt);
        QCOMPARE(changes.products.at("NL-2")->name.value_or("?"), std::string("Court"));
        QVERIFY(!changes.products.contains("NL-3"));
        QCOMPARE(changes.notes.at(0).code, std::string("unreadable_product"));
        QCOMPARE(changes.warehouses.at("A")->city.value_or("?"), std::string("Reno"));
        QVERIFY(changes.counts == Counts{}); // only movements count
    }
    void whatIsOnHandIsSummedUpByMinute() {
        Ledger ledger;
        const Changes changes = ledger.ask(
            test::batchOf({{0, 0, start, "NL-1", move("1", "receipt", 5).build()},
                           {0, 1, start + std::chrono::seconds{59}, "NL-1", move("2", "count", 2).build()},
                           {0, 2, start + std::chrono::seconds{60}, "NL-1", move("3", "sale", 1).build()}},
                          ledger.spec.movements));
        const std::int64_t minute = base::toMilliseconds(start) / 60'000;
        QVERIFY(changes.flow.at({minute, "A"}) == (Flow{2, 2}));
        QVERIFY(changes.flow.at({minute + 1, "A"}) == (Flow{-1, 1}));
    }

    void randomLogsAgreeWithAPlainRecount() {
        for (unsigned seed = 1; seed <= 30; ++seed) {
            const std::vector<test::LoggedRecord> log = test::randomLog(seed, 600, 3);
            test::NaiveStock naive;
            for (const test::LoggedRecord& record : log)
                naive.take(record);
            naive.finish();

            Ledger ledger;
            std::mt19937 random(seed);
            for (std::size_t at = 0; at < log.size();) {
                const std::size_t size = std::min<std::size_t>(1 + random() % 50, log.size() - at);
                const std::vector<test::LoggedRecord> part(log.begin() + static_cast<std::ptrdiff_t>(at),
                                                           log.begin() +
                                                               static_cast<std::ptrdiff_t>(at + size));
                const Changes changes = ledger.ask(test::batchOf(part, ledger.spec.movements));
                if (random() % 3 == 0)
                    continue; // killed before the commit: the batch comes again, in another size
                ledger.commit(changes);
                at += size;
            }
            QCOMPARE(ledger.counts.applied, naive.applied);
            QCOMPARE(ledger.counts.duplicates, naive.duplicates);
            QCOMPARE(ledger.counts.bad, naive.bad);
            QCOMPARE(ledger.past.levels.size(), naive.rows.size());
            for (const auto& [key, row] : naive.rows)
                QVERIFY(ledger.past.levels.at({key.first, key.second}).level ==
                        (Level{row.onHand, row.reserved, row.inTransit}));
            for (std::size_t i = 0; i < naive.onHandAfter.size(); ++i) {
                QCOMPARE(ledger.movements.at(i).movement.eventId, naive.onHandAfter[i].first);
                QCOMPARE(ledger.movements.at(i).onHandAfter, naive.onHandAfter[i].second);
                QCOMPARE(ledger.movements.at(i).seq, static_cast<std::int64_t>(i + 1));
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_Projection)
#include "tst_projection.moc"
