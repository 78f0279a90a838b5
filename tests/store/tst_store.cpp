// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/clusters.h"
#include "models/store/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <semaphore>

using namespace streamscape;
using base::Done;
using base::Result;
using store::Sql;

namespace {

Result<std::int64_t> countClusters(Sql& sql) {
    auto rows = sql.query("SELECT count(*) FROM clusters");
    rows.next();
    return rows.integer(0);
}

// Never ends by itself: a question that only an interruption stops.
Result<std::int64_t> endless(Sql& sql) {
    auto rows =
        sql.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
    rows.next();
    return rows.integer(0);
}

} // namespace

class TestStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<store::Store> m_store;

    Result<Done> write(std::function<Result<Done>(Sql&)> job) {
        return m_store->write<Done>(std::move(job)).result();
    }
    std::int64_t clusters() { return m_store->read<std::int64_t>("", countClusters).result().value_or(-1); }

private Q_SLOTS:
    void init() {
        QVERIFY(m_dir.isValid());
        auto opened = store::Store::open(
            {m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString(),
             store::Mode::ReadWrite, "test"});
        QVERIFY2(opened, opened ? "" : base::describe(opened.error()).c_str());
        m_store = std::move(*opened);
    }
    void cleanup() { m_store.reset(); }

    void aReadSeesWhatAWriteCommitted() {
        QVERIFY(write([](Sql& sql) -> Result<Done> {
            store::clusterKey(sql, "abc", "shop", base::fromMilliseconds(5));
            return Done{};
        }));
        QCOMPARE(clusters(), 1);
    }

    void everyKindOfValueComesBackAsItWas() {
        const std::string odd("tab\t nul\0 \xf0\x9f\x91\x9f", 14);
        QVERIFY(write([&](Sql& sql) -> Result<Done> {
            sql.run("CREATE TABLE v (i INTEGER, t TEXT, b BLOB, n TEXT, o INTEGER, d INTEGER) STRICT");
            sql.run("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)", INT64_MIN, odd, store::Blob{""},
                    std::optional<std::string>{}, base::Offset{7}, base::fromMilliseconds(-1));
            return Done{};
        }));
        const auto same = m_store->read<bool>("", [&](Sql& sql) -> Result<bool> {
            auto row = sql.query("SELECT * FROM v");
            return row.next() && row.integer(0) == INT64_MIN && row.text(1) == odd && !row.isNull(2) &&
                   row.text(2).empty() && !row.maybeText(3) && row.maybeInteger(4) == 7 &&
                   row.time(5) == base::fromMilliseconds(-1) && !row.next() && !row.next();
        });
        QVERIFY(same.result().value());
    }

    void aStatementRunsAgainWithNewValues() {
        QVERIFY(write([](Sql& sql) -> Result<Done> {
            auto insert = sql.query("INSERT INTO clusters (id, name, first_seen) VALUES (?, 'n', 0)");
            for (const char* id : {"a", "b", "c"}) {
                insert.bind(1, id);
                insert.step();
            }
            return Done{};
        }));
        QCOMPARE(clusters(), 3);
    }

    void oneTextInUseTwiceReadsTwoPlaces() {
        QVERIFY(write([](Sql& sql) -> Result<Done> {
            for (const char* id : {"a", "b"})
                sql.run("INSERT INTO clusters (id, name, first_seen) VALUES (?, 'n', 0)", id);
            return Done{};
        }));
        const auto pairs = m_store->read<int>("", [](Sql& sql) -> Result<int> {
            int seen = 0;
            auto outer = sql.query("SELECT id FROM clusters");
            while (outer.next()) {
                auto inner = sql.query("SELECT id FROM clusters");
                while (inner.next())
                    ++seen;
            }
            return seen;
        });
        QCOMPARE(pairs.result().value(), 4);
    }

    void aClusterKeepsItsKeyAndTakesItsNewName() {
        const auto names = m_store->write<std::string>([](Sql& sql) -> Result<std::string> {
            const auto first = store::clusterKey(sql, "abc", "", base::fromMilliseconds(5));
            const auto second = store::clusterKey(sql, "abc", "shop", base::fromMilliseconds(6));
            store::clusterKey(sql, "abc", "", base::fromMilliseconds(7));
            auto row = sql.query("SELECT name, first_seen FROM clusters WHERE key = ?", first);
            row.next();
            return first == second ? row.text(0) + std::to_string(row.integer(1)) : "two keys";
        });
        QCOMPARE(names.result().value(), std::string("shop5"));
    }

    void aClusterIsFoundByItsIdOrElseTheNewestByItsName() {
        const auto found = m_store->write<std::string>([](Sql& sql) -> Result<std::string> {
            store::clusterKey(sql, "abc", "shop", base::fromMilliseconds(5));
            store::clusterKey(sql, "def", "shop", base::fromMilliseconds(6));
            store::clusterKey(sql, "shop", "warehouse", base::fromMilliseconds(7));
            std::string ids;
            for (const char* name : {"abc", "shop", "warehouse", "nobody"}) {
                const auto cluster = store::clusterNamed(sql, name);
                ids += (cluster ? cluster->id : "none") + " ";
            }
            return ids + std::to_string(store::knownClusters(sql).size());
        });
        QCOMPARE(found.result().value(), std::string("abc shop shop none 3"));
    }

    void aJobThatDeclinesIsRolledBack() {
        const auto declined = write([](Sql& sql) -> Result<Done> {
            store::clusterKey(sql, "abc", "shop", {});
            return base::fail(base::ErrorKind::Invalid, "not like this");
        });
        QCOMPARE(declined.error().what, std::string("not like this"));
        QCOMPARE(clusters(), 0);
    }

    void theFirstFailureSticksAndRollsBack() {
        const auto failed = write([](Sql& sql) -> Result<Done> {
            store::clusterKey(sql, "abc", "shop", {});
            sql.run("INSERT INTO nowhere VALUES (1)");
            store::clusterKey(sql, "def", "other", {});
            return Done{};
        });
        QVERIFY(!failed);
        QVERIFY(QString::fromStdString(failed.error().native).contains(QLatin1String("nowhere")));
        QCOMPARE(clusters(), 0);
    }

    void aPositionThatIsNotThereFailsTheJob() {
        QVERIFY(!write([](Sql& sql) -> Result<Done> {
            sql.run("DELETE FROM clusters WHERE id = ?", "a", "b");
            return Done{};
        }));
    }

    void aJobThatThrowsAnswersAndTheNextOneWorks() {
        const auto thrown = write([](Sql& sql) -> Result<Done> {
            store::clusterKey(sql, "abc", "shop", {});
            throw std::runtime_error("oh");
        });
        QCOMPARE(thrown.error().kind, base::ErrorKind::Bug);
        QVERIFY(write([](Sql&) -> Result<Done> { return Done{}; }));
        QCOMPARE(clusters(), 0);
    }

    void aFullDatabaseRollsBackSaysSoAndGoesOn() {
        const auto full = write([](Sql& sql) -> Result<Done> {
            {
                auto limit = sql.query("PRAGMA max_page_count = 1");
                limit.next();
            }
            sql.run("CREATE TABLE big (t TEXT) STRICT");
            for (int i = 0; i < 1000; ++i)
                sql.run("INSERT INTO big VALUES (?)", std::string(1000, 'x'));
            return Done{};
        });
        QCOMPARE(full.error().kind, base::ErrorKind::Storage);
        QCOMPARE(full.error().what, std::string("The disk with the store is full"));
        QVERIFY(!full.error().hint.empty());
        QVERIFY(QString::fromStdString(full.error().where).endsWith(QLatin1String("streamscape.db")));
        QVERIFY(write([](Sql& sql) -> Result<Done> {
            auto limit = sql.query("PRAGMA max_page_count = 100000");
            limit.next();
            return Done{};
        }));
        QVERIFY(write([](Sql& sql) -> Result<Done> {
            store::clusterKey(sql, "abc", "shop", {});
            return Done{};
        }));
        QCOMPARE(clusters(), 1);
    }

    void aNewerReadOfASlotInterruptsTheOlder() {
        auto older = m_store->read<std::int64_t>("page", endless);
        auto newer = m_store->read<std::int64_t>("page", countClusters);
        QVERIFY(newer.result());
        QCOMPARE(older.result().error().kind, base::ErrorKind::Cancelled);
    }

    void anotherSlotIsNotInterrupted() {
        std::binary_semaphore go(0);
        auto older = m_store->read<std::int64_t>("page", [&](Sql& sql) {
            go.acquire();
            return countClusters(sql);
        });
        auto other = m_store->read<std::int64_t>("elsewhere", countClusters);
        go.release();
        QVERIFY(older.result());
        QVERIFY(other.result());
    }

    void aReadTakenBackStops() {
        auto asked = m_store->read<std::int64_t>("", endless);
        asked.cancel();
        QVERIFY(m_store->read<std::int64_t>("", countClusters).result());
    }

    void aReadCannotWrite() {
        const auto refused = m_store->read<Done>("", [](Sql& sql) -> Result<Done> {
            sql.run("DELETE FROM clusters");
            return Done{};
        });
        QCOMPARE(refused.result().error().kind, base::ErrorKind::Storage);
    }

    void aReadSeesOneMomentWhileTheWriterGoesOn() {
        std::binary_semaphore counted(0);
        std::binary_semaphore go(0);
        auto same = m_store->read<bool>("", [&](Sql& sql) -> Result<bool> {
            const auto before = countClusters(sql);
            counted.release();
            go.acquire();
            return before == countClusters(sql);
        });
        counted.acquire();
        QVERIFY(write([](Sql& sql) -> Result<Done> {
            store::clusterKey(sql, "abc", "shop", {});
            return Done{};
        }));
        go.release();
        QVERIFY(same.result().value());
        QCOMPARE(clusters(), 1);
    }

    void closingFinishesWritesAndDropsReads() {
        auto read = m_store->read<std::int64_t>("", endless);
        std::vector<QFuture<Result<Done>>> writes;
        for (int i = 0; i < 20; ++i)
            writes.push_back(m_store->write<Done>([i](Sql& sql) -> Result<Done> {
                store::clusterKey(sql, std::to_string(i), "", {});
                return Done{};
            }));
        m_store.reset();
        QCOMPARE(read.result().error().kind, base::ErrorKind::Cancelled);
        for (auto& one : writes)
            QVERIFY(one.result());
    }

    void closingDoesNotWaitForAWriteWithoutEnd() {
        auto write = m_store->write<std::int64_t>(endless);
        QElapsedTimer watch;
        watch.start();
        m_store.reset();
        QVERIFY(watch.elapsed() < 1000);
        QCOMPARE(write.result().error().kind, base::ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
