// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_reader.h"
#include "models/store/store.h"
#include "tests/inventory/stock_world.h"

#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using namespace streamscape::inventory;
using test::MovementJson;

namespace {

const base::Time start = *base::parseRfc3339("2026-11-22T02:00:00Z");
const ProjectionSpec spec;

std::unique_ptr<store::Store> openStore(const QTemporaryDir& folder) {
    auto opened = store::Store::open({folder.path().toStdString(), store::Mode::ReadWrite, "test"});
    if (!opened)
        qFatal("%s", base::describe(opened.error()).c_str());
    return std::move(*opened);
}

template<class T>
base::Result<T> write(store::Store& store, std::function<base::Result<T>(store::Sql&)> job) {
    return store.write<T>(std::move(job)).result();
}
template<class T>
T read(store::Store& store, std::function<T(store::Sql&)> job) {
    return *store.read<T>({}, [job](store::Sql& sql) { return base::Result<T>(job(sql)); }).result();
}

// As a feed does after a start: asks the store where it stands and begins a new line of commits there.
std::shared_ptr<CommitLine> openLine(store::Store& store, int partitions) {
    auto line = std::make_shared<CommitLine>();
    const base::Result<ProjectionRow> row = write<ProjectionRow>(store, [=](store::Sql& sql) {
        const ProjectionRow opened = openProjection(sql, "cluster-1", spec.name, start);
        std::vector<PartitionStand> stands;
        for (int i = 0; i < partitions; ++i)
            stands.push_back({{spec.movements, {i}}, "id-1", {0}, {0}});
        addPartitions(sql, opened.key, stands);
        return base::Result<ProjectionRow>(opened);
    });
    line->projection = row->key;
    line->revision = row->revision;
    return line;
}
std::map<TopicPartition, Offset> stands(store::Store& store) {
    return read<std::map<TopicPartition, Offset>>(store, [](store::Sql& sql) {
        std::map<TopicPartition, Offset> next;
        const ProjectionRow row = findProjection(sql, "cluster-1", spec.name).value_or(ProjectionRow{});
        for (const PartitionStand& stand : row.partitions)
            next[stand.partition] = stand.next;
        return next;
    });
}
Stock stock(store::Store& store) {
    return read<Stock>(store, [](store::Sql& sql) { return *readStock(sql, "cluster-1", spec.name); });
}
base::Result<Commit> apply(store::Store& store, const std::shared_ptr<CommitLine>& line,
                           const kafka::BatchPtr& batch, bool killed = false) {
    return write<Commit>(store, [=](store::Sql& sql) {
        const base::Result<Commit> commit = applyBatch(sql, *line, spec, {}, *batch, start);
        if (killed && commit) // everything was written, and the commit never came
            return base::Result<Commit>(base::fail(base::ErrorKind::Storage, "the disk is full"));
        return commit;
    });
}
kafka::BatchPtr batch(std::int64_t offset, const std::vector<MovementJson>& jsons) {
    std::vector<test::LoggedRecord> records;
    for (const MovementJson& json : jsons)
        records.push_back({0, offset++, start, "NL-1", json.build()});
    return test::batchOf(records, spec.movements);
}
MovementJson move(const std::string& id, const std::string& type, std::int64_t quantity,
                  const std::string& warehouse = "A", const std::string& transfer = {}) {
    MovementJson json;
    json.text("event_id", id).text("type", type).quantity(quantity).text("warehouse", warehouse);
    if (!transfer.empty())
        json.text("transfer_id", transfer);
    return json;
}

} // namespace

class tst_ProjectionStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedAtAnyMomentNothingIsLostOrDoubled() {
        for (unsigned seed = 1; seed <= 6; ++seed) {
            const std::vector<test::LoggedRecord> log = test::randomLog(seed, 500, 3);
            test::NaiveStock naive;
            QTemporaryDir folder;
            std::unique_ptr<store::Store> store = openStore(folder);
            auto line = openLine(*store, 3);
            std::mt19937 random(seed);
            int kills = 0;
            for (;;) {
                // What the log still holds behind the stored offsets, in the order of the log.
                const std::map<TopicPartition, Offset> next = stands(*store);
                std::vector<test::LoggedRecord> rest;
                for (const test::LoggedRecord& record : log) {
                    if (Offset{record.offset} >= next.at({spec.movements, {record.partition}}))
                        rest.push_back(record);
                }
                if (rest.empty())
                    break;
                rest.resize(std::min<std::size_t>(rest.size(), 1 + random() % 60));
                const bool killed = random() % 3 == 0;
                const base::Result<Commit> commit =
                    apply(*store, line, test::batchOf(rest, spec.movements), killed);
                QCOMPARE(commit.has_value(), !killed);
                if (killed) {
                    ++kills;
                    // A batch sent before the failure was noticed must not leave a hole.
                    const base::Result<Commit> behind =
                        apply(*store, line, test::batchOf({log.back()}, spec.movements));
                    QVERIFY(!behind);
                    QVERIFY(behind.error().kind == base::ErrorKind::Conflict);
                    store.reset();
                    store = openStore(folder);
                    line = openLine(*store, 3);
                } else {
                    for (const test::LoggedRecord& record : rest)
                        naive.take(record);
                }
            }
            naive.finish();
            QVERIFY(kills > 0);

            const Stock result = stock(*store);
            QVERIFY(result.projection.counts == (Counts{static_cast<std::int64_t>(log.size()), naive.applied,
                                                        naive.duplicates, naive.bad}));
            QCOMPARE(result.rows.size(), naive.rows.size());
            std::size_t movements = 0;
            auto expected = naive.rows.begin();
            for (const StockRow& row : result.rows) {
                QCOMPARE(row.where.sku, expected->first.first);
                QCOMPARE(row.where.warehouse, expected->first.second);
                QVERIFY(row.level == (Level{expected->second.onHand, expected->second.reserved,
                                            expected->second.inTransit}));
                const auto behind = read<std::vector<MovementRow>>(*store, [&](store::Sql& sql) {
                    return readMovements(sql, result.projection.key,
                                         {row.where.sku, row.where.warehouse, {}, {}, {}});
                });
                QCOMPARE(behind.back().onHandAfter, row.level.onHand);
                movements += behind.size();
                ++expected;
            }
            QCOMPARE(static_cast<std::int64_t>(movements), naive.applied);
            const auto bad = read<std::vector<BadRecord>>(
                *store, [&](store::Sql& sql) { return readBad(sql, result.projection.key, {}); });
            QCOMPARE(static_cast<std::int64_t>(bad.size()), naive.bad);
            const auto points = read<std::vector<OnHandPoint>>(*store, [&](store::Sql& sql) {
                return readOnHand(sql, result.projection.key, {}, start, start + std::chrono::hours{1}, 200);
            });
            std::int64_t total = 0;
            for (const StockRow& row : result.rows)
                total += row.level.onHand;
            QCOMPARE(points.back().onHand, total);
            QCOMPARE(points.front().onHand, std::int64_t{0});
        }
    }

    void positionsBehindControlMarkersAreKept() {
        QTemporaryDir folder;
        const std::unique_ptr<store::Store> store = openStore(folder);
        const auto line = openLine(*store, 1);
        test::BatchBuilder builder;
        builder.position(spec.movements, 0, 7, true);
        QVERIFY(apply(*store, line, builder.build()));
        QVERIFY(stands(*store).at({spec.movements, {0}}) == Offset{7});
    }
    void aRepeatBeyondTheWindowIsAppliedAndToldOnceForgotten() {
        QTemporaryDir folder;
        const std::unique_ptr<store::Store> store = openStore(folder);
        const auto line = openLine(*store, 1);
        const MovementJson old = move("old", "receipt", 5).at(start - std::chrono::hours{24 * 9});
        QVERIFY(apply(*store, line, batch(0, {old})));
        QVERIFY(apply(*store, line, batch(1, {old}))->counts.duplicates == 1);
        QVERIFY(apply(*store, line, batch(2, {move("new", "sale", 1)})));
        QVERIFY(apply(*store, line, batch(3, {old}))->counts.applied == 1);
        QVERIFY(stock(*store).rows.at(0).level == (Level{9, 0, 0}));
        const auto findings = read<std::vector<StockFinding>>(
            *store, [&](store::Sql& sql) { return readFindings(sql, line->projection, start); });
        QVERIFY(std::any_of(findings.begin(), findings.end(),
                            [](const StockFinding& finding) { return finding.code == "stale_repeat"; }));
    }
    void findingsAreDerivedFromWhatIsStored() {
        QTemporaryDir folder;
        const std::unique_ptr<store::Store> store = openStore(folder);
        const auto line = openLine(*store, 1);
        QVERIFY(
            apply(*store, line,
                  batch(0, {move("1", "transfer_out", 5, "A", "t1"), move("2", "transfer_in", 4, "B", "t1"),
                            move("3", "transfer_in", 1, "B", "t2"), move("4", "transfer_out", 2, "A", "t3"),
                            move("5", "transfer_out", 2, "A")})));
        const auto codesAt = [&](base::Time now) {
            std::vector<std::string> codes;
            for (const StockFinding& finding : read<std::vector<StockFinding>>(
                     *store, [&](store::Sql& sql) { return readFindings(sql, line->projection, now); }))
                codes.push_back(finding.code);
            return codes;
        };
        QCOMPARE(codesAt(start),
                 (std::vector<std::string>{"negative_stock", "transfer_in_without_out", "transfer_open",
                                           "transfer_quantity_differs", "unknown_sku", "unknown_warehouse",
                                           "unknown_warehouse"}));
        const std::vector<std::string> later = codesAt(start + std::chrono::hours{25});
        QCOMPARE(std::count(later.begin(), later.end(), "transfer_open"), std::ptrdiff_t{2});
    }
    void theCatalogueGivesReorderPointsAndTakesThemAway() {
        QTemporaryDir folder;
        const std::unique_ptr<store::Store> store = openStore(folder);
        const auto line = openLine(*store, 1);
        QVERIFY(write<base::Done>(*store, [&](store::Sql& sql) {
            addPartitions(sql, line->projection, {{{spec.products, {0}}, {}, {0}, {0}}});
            return base::Result<base::Done>(base::Done{});
        }));
        QVERIFY(apply(*store, line, batch(0, {move("1", "receipt", 5)})));
        QVERIFY(stock(*store).rows.at(0).state() == StockState::Ok);
        test::BatchBuilder builder;
        builder.record(spec.products, 0, 0, start, "NL-1", R"({"name":"Aero","reorder_point":5})");
        QVERIFY(apply(*store, line, builder.build()));
        QVERIFY(stock(*store).rows.at(0).state() == StockState::Low);
        QCOMPARE(stock(*store).rows.at(0).product->name.value_or("?"), std::string("Aero"));
        builder.record(spec.products, 0, 1, start, "NL-1", std::nullopt);
        QVERIFY(apply(*store, line, builder.build()));
        QVERIFY(stock(*store).rows.at(0).state() == StockState::Ok);
    }
    void movementsAreCutByTheirOwnTime() {
        QTemporaryDir folder;
        const std::unique_ptr<store::Store> store = openStore(folder);
        const auto line = openLine(*store, 1);
        QVERIFY(apply(*store, line,
                      batch(0, {move("1", "receipt", 5).at(start - base::Duration{2}),
                                move("2", "receipt", 5).at(start - base::Duration{1}),
                                move("3", "receipt", 5).at(start)})));
        const auto ids = [&](std::optional<base::Time> from, std::optional<base::Time> to,
                             std::optional<std::int64_t> newest) {
            std::string text;
            for (const MovementRow& row : read<std::vector<MovementRow>>(*store, [&](store::Sql& sql) {
                     return readMovements(sql, line->projection, {"NL-1", "A", from, to, newest});
                 }))
                text += row.eventId;
            return text;
        };
        QCOMPARE(ids({}, {}, {}), std::string("123"));
        QCOMPARE(ids(start - base::Duration{1}, start, {}), std::string("2"));
        QCOMPARE(ids({}, {}, 2), std::string("23"));
    }
    void wipingBeginsAgain() {
        QTemporaryDir folder;
        const std::unique_ptr<store::Store> store = openStore(folder);
        const auto line = openLine(*store, 1);
        QVERIFY(apply(*store, line, batch(0, {move("1", "receipt", 5), move("1", "receipt", 6)})));
        QVERIFY(write<base::Done>(*store, [&](store::Sql& sql) {
            wipeProjection(sql, line->projection);
            return base::Result<base::Done>(base::Done{});
        }));
        QVERIFY(stock(*store).rows.empty());
        QVERIFY(stock(*store).projection.counts == Counts{});
        QVERIFY(!apply(*store, line, batch(2, {move("2", "receipt", 5)}))); // of the old line
        const auto again = openLine(*store, 1);
        QVERIFY(apply(*store, again, batch(0, {move("1", "receipt", 5)})));
        QVERIFY(stock(*store).rows.at(0).level == (Level{5, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(tst_ProjectionStore)
#include "tst_projection_store.moc"
