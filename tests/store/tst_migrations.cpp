// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/migrations.h"
#include "models/store/store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/Database.h>
#include <fstream>

using namespace streamscape;
using store::Migration;
namespace fs = std::filesystem;

namespace {

const Migration first{1, "0001_a.sql", "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1);"};
const Migration second{2, "0002_b.sql", "CREATE TABLE b (n INTEGER); INSERT INTO b SELECT n + 1 FROM a;"};
const Migration broken{3, "0003_c.sql", "CREATE TABLE c (n INTEGER); INSERT INTO nowhere VALUES (1);"};

} // namespace

class TestMigrations : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;
    fs::path m_file;

    SQLite::Database database() {
        return SQLite::Database(m_file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    }
    void put(const char* name) { std::ofstream(m_folder / name) << "SELECT 1;"; }
    fs::path backup(int version) { return m_file.string() + ".v" + std::to_string(version) + ".backup"; }

private Q_SLOTS:
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
        m_file = m_folder / "test.db";
        fs::create_directories(m_folder);
    }

    void theBuiltInStepsHaveNoGap() {
        const auto steps = store::builtInMigrations();
        QVERIFY2(steps, steps ? "" : base::describe(steps.error()).c_str());
        const QDir folder(qEnvironmentVariable("STREAMSCAPE_SOURCE_DIR") +
                          QStringLiteral("/resources/migrations"));
        QCOMPARE(static_cast<int>(steps->size()),
                 folder.entryList({QStringLiteral("*.sql")}, QDir::Files).size());
        QVERIFY(!steps->empty());
    }

    void theBuiltInStepsRunOnAnEmptyDatabase() {
        SQLite::Database db = database();
        const auto steps = store::builtInMigrations();
        const auto done = store::migrate(db, m_file, *steps, false);
        QVERIFY2(done, done ? "" : base::describe(done.error()).c_str());
        QCOMPARE(store::versionOf(db, m_file).value(), static_cast<int>(steps->size()));
    }

    // 0004: until then the audit index did not say whose its lines are.
    void oldAuditLinesAreOfTheOnlyClusterOrOfNone_data() {
        QTest::addColumn<int>("clusters");
        QTest::addColumn<QString>("owner");
        QTest::newRow("none known") << 0 << QStringLiteral("nobody");
        QTest::newRow("one known") << 1 << QStringLiteral("c0");
        QTest::newRow("two known") << 2 << QStringLiteral("nobody");
    }
    void oldAuditLinesAreOfTheOnlyClusterOrOfNone() {
        QFETCH(int, clusters);
        QFETCH(QString, owner);
        m_file = m_folder / (std::to_string(clusters) + ".db");
        SQLite::Database db = database();
        db.exec("PRAGMA foreign_keys = ON");
        const std::vector<Migration> steps = *store::builtInMigrations();
        QVERIFY(store::migrate(db, m_file, {steps.begin(), steps.begin() + 3}, false));
        for (int i = 0; i < clusters; ++i)
            db.exec("INSERT INTO clusters (id, name, first_seen) VALUES ('c" + std::to_string(i) +
                    "', 'n', 0)");
        db.exec(
            "INSERT INTO audit_sources (key, kind, node) VALUES (7, 'authorizer', 'broker-1');"
            "INSERT INTO audit_files (source, token, path, device, inode, zone, head, position, tail, lines, "
            "suspect_until) VALUES (7, 't', '/x', 0, 0, 'UTC', x'00', 9, x'', 3, 0);"
            "INSERT INTO audit_combos (source, hash, counted, kind, decision) VALUES (7, 1, 0, 0, 0);");
        const auto done = store::migrate(db, m_file, steps, false);
        QVERIFY2(done, done ? "" : base::describe(done.error()).c_str());
        QCOMPARE(
            db.execAndGet("SELECT coalesce(c.id, 'nobody') FROM audit_files f JOIN audit_sources s ON s.key "
                          "= f.source LEFT JOIN clusters c ON c.key = s.cluster")
                .getString(),
            owner.toStdString());
        QCOMPARE(db.execAndGet("SELECT count(*) FROM audit_combos JOIN audit_sources s ON s.key = source")
                     .getInt(),
                 1);
        QCOMPARE(db.execAndGet("SELECT count(*) FROM pragma_foreign_key_check").getInt(), 0);
        QVERIFY_EXCEPTION_THROWN(db.exec("DELETE FROM audit_sources"), SQLite::Exception);
    }

    void stepsComeInTheOrderOfTheirNumbers() {
        put("0010_z.sql");
        put("0002_b.sql");
        for (const char* name : {"0001_a.sql", "0003_c.sql", "0004_d.sql", "0005_e.sql", "0006_f.sql",
                                 "0007_g.sql", "0008_h.sql", "0009_i.sql"})
            put(name);
        const auto steps = store::migrationsIn(m_folder.string());
        QCOMPARE(steps->back().name, std::string("0010_z.sql"));
        QCOMPARE(steps->size(), std::size_t{10});
    }

    void aGapIsRefused() {
        put("0001_a.sql");
        put("0003_c.sql");
        const auto steps = store::migrationsIn(m_folder.string());
        QCOMPARE(steps.error().where, std::string("0003_c.sql"));
    }

    void aNumberGivenTwiceIsRefused() {
        put("0001_a.sql");
        put("0001_b.sql");
        QVERIFY(!store::migrationsIn(m_folder.string()));
    }

    void aFileWithoutANumberIsRefused() {
        put("first.sql");
        QVERIFY(!store::migrationsIn(m_folder.string()));
    }

    void onlyTheMissingStepsRunEachAfterABackup() {
        SQLite::Database db = database();
        QVERIFY(store::migrate(db, m_file, {first}, false));
        db.exec("INSERT INTO a VALUES (10)");
        QVERIFY(store::migrate(db, m_file, {first, second}, true));
        QCOMPARE(db.execAndGet("SELECT sum(n) FROM b").getInt(), 13);
        SQLite::Database kept(backup(1).string());
        QCOMPARE(kept.execAndGet("SELECT sum(n) FROM a").getInt(), 11);
        QCOMPARE(kept.execAndGet("PRAGMA user_version").getInt(), 1);
        QCOMPARE(fs::status(backup(1)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }

    void aFailingStepLeavesTheVersionBeforeIt() {
        SQLite::Database db = database();
        const auto failed = store::migrate(db, m_file, {first, second, broken}, true);
        QVERIFY(QString::fromStdString(failed.error().what).contains(QLatin1String("0003_c.sql")));
        QCOMPARE(store::versionOf(db, m_file).value(), 2);
        QVERIFY(!db.tableExists("c"));
        QVERIFY(fs::exists(backup(2)));
    }

    void aBackupThatCannotBeMadeStopsTheUpgrade() {
        SQLite::Database db = database();
        QVERIFY(store::migrate(db, m_file, {first}, false));
        fs::create_directories(backup(1).string() + ".part/in the way");
        const auto failed = store::migrate(db, m_file, {first, second}, true);
        QVERIFY(QString::fromStdString(failed.error().what).startsWith(QLatin1String("The backup before")));
        QCOMPARE(store::versionOf(db, m_file).value(), 1);
    }

    void aNewerDatabaseIsRefused() {
        SQLite::Database db = database();
        db.exec("PRAGMA user_version = 3");
        QCOMPARE(store::migrate(db, m_file, {first, second}, true).error().kind, base::ErrorKind::Storage);
    }

    void openingAnOlderStoreUpgradesItAndKeepsABackup() {
        const auto steps = store::builtInMigrations();
        m_file = m_folder / "streamscape.db";
        QVERIFY(store::Store::open({m_folder, store::Mode::ReadWrite, "test"}));
        {
            SQLite::Database db = database();
            // As it was before the first step.
            db.exec("PRAGMA user_version = 0");
            std::vector<std::string> tables;
            SQLite::Statement names(
                db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
            while (names.executeStep())
                tables.push_back(names.getColumn(0).getString());
            db.exec("PRAGMA foreign_keys = OFF");
            for (const std::string& table : tables)
                db.tryExec("DROP TABLE IF EXISTS \"" + table + '"');
        }
        QVERIFY(!store::Store::open({m_folder, store::Mode::ReadOnly, "test"}));
        const auto opened = store::Store::open({m_folder, store::Mode::ReadWrite, "test"});
        QVERIFY2(opened, opened ? "" : base::describe(opened.error()).c_str());
        for (std::size_t i = 0; i < steps->size(); ++i)
            QVERIFY(fs::exists(backup(static_cast<int>(i))));
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
