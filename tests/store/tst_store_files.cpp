// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/clusters.h"
#include "models/store/store.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sqlite3.h>
#include <sys/stat.h>

using namespace streamscape;
using base::Done;
using base::Result;
namespace fs = std::filesystem;

namespace {

Result<std::unique_ptr<store::Store>> open(const fs::path& folder,
                                           store::Mode mode = store::Mode::ReadWrite) {
    return store::Store::open({folder, mode, "test"});
}

base::Error refusal(const fs::path& folder, store::Mode mode = store::Mode::ReadWrite) {
    auto opened = open(folder, mode);
    return opened ? base::Error{base::ErrorKind::Bug, "it opened", {}, {}, {}} : opened.error();
}

// A store with one cluster in it, closed.
void fill(const fs::path& folder) {
    auto opened = open(folder);
    QVERIFY(opened);
    QVERIFY((*opened)
                ->write<Done>([](store::Sql& sql) -> Result<Done> {
                    store::clusterKey(sql, "abc", "shop", {});
                    return Done{};
                })
                .result());
}

QByteArray bytesOf(const fs::path& file) {
    QFile in(QString::fromStdString(file.string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("cannot be read");
}

void exec(const fs::path& file, const char* sql) {
    sqlite3* db = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    QCOMPARE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
}

bool complete(const base::Error& error) {
    return error.kind == base::ErrorKind::Storage && !error.what.empty() && !error.where.empty() &&
           !error.hint.empty();
}

// The child's one line, as a user without rights where the test runs as root.
QString askChild(const char* what, const fs::path& folder) {
    QProcess child;
    child.start(QStringLiteral(STORE_CHILD),
                {QString::fromLatin1(what), QString::fromStdString(folder.string())});
    child.waitForFinished();
    return QString::fromUtf8(child.readAllStandardOutput()).trimmed();
}

} // namespace

class TestStoreFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;
    fs::path m_file;

private Q_SLOTS:
    void initTestCase() {
        // The child that runs as nobody has to get in.
        ::chmod(m_dir.path().toUtf8().constData(), 0755);
    }
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
        m_file = m_folder / "streamscape.db";
    }

    void aNewStoreIsForItsOwnerOnly() {
        QVERIFY(open(m_folder));
        QCOMPARE(fs::status(m_folder).permissions(), fs::perms::owner_all);
        QCOMPARE(fs::status(m_file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }

    void aHalfMadeStoreIsMadeAnew() {
        fs::create_directories(m_folder);
        std::ofstream(m_folder / "streamscape.db.new") << "left over from a death";
        QVERIFY(open(m_folder));
        QVERIFY(!fs::exists(m_folder / "streamscape.db.new"));
    }

    void aTruncatedFileIsRefusedAndLeftAlone_data() {
        QTest::addColumn<int>("keep"); // bytes, or hundredths of the file where negative
        QTest::newRow("nothing left") << 0;
        QTest::newRow("half a header") << 50;
        QTest::newRow("the first page only") << 4096;
        QTest::newRow("within a page") << 5000;
        QTest::newRow("half") << -50;
    }
    void aTruncatedFileIsRefusedAndLeftAlone() {
        QFETCH(int, keep);
        m_folder /= QTest::currentDataTag();
        m_file = m_folder / "streamscape.db";
        fill(m_folder);
        fs::resize_file(m_file, keep < 0 ? fs::file_size(m_file) * static_cast<unsigned>(-keep) / 100
                                         : static_cast<unsigned>(keep));
        const QByteArray before = bytesOf(m_file);
        const base::Error error = refusal(m_folder);
        QVERIFY2(complete(error), base::describe(error).c_str());
        QCOMPARE(error.what, std::string("The store's file is damaged or cut short"));
        QVERIFY(complete(refusal(m_folder, store::Mode::ReadOnly)));
        QCOMPARE(bytesOf(m_file), before);
    }

    void garbageIsRefusedAndLeftAlone() {
        fs::create_directories(m_folder);
        std::ofstream(m_file) << std::string(9000, 'x');
        const base::Error error = refusal(m_folder);
        QVERIFY(complete(error));
        QCOMPARE(error.what, std::string("The file in the store's place is no Streamscape store"));
        QCOMPARE(bytesOf(m_file), QByteArray(9000, 'x'));
    }

    void garbageBehindAGoodHeaderIsAnErrorNotACrash() {
        fill(m_folder);
        {
            std::fstream file(m_file, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(100);
            file << std::string(8000, '\xff');
        }
        QVERIFY(complete(refusal(m_folder)));
    }

    void anotherProgramsDatabaseIsRefused() {
        fs::create_directories(m_folder);
        exec(m_file, "CREATE TABLE bookmarks (url TEXT)");
        const QByteArray before = bytesOf(m_file);
        const base::Error error = refusal(m_folder);
        QVERIFY(complete(error));
        QCOMPARE(error.what, std::string("The file in the store's place belongs to another program"));
        QCOMPARE(bytesOf(m_file), before);
    }

    void aNewerStoreIsRefusedAndLeftAlone() {
        fill(m_folder);
        exec(m_file, "PRAGMA user_version = 9999");
        const QByteArray before = bytesOf(m_file);
        const base::Error error = refusal(m_folder);
        QVERIFY(complete(error));
        QVERIFY(
            QString::fromStdString(error.what).contains(QLatin1String("newer Streamscape (version 9999")));
        QVERIFY(complete(refusal(m_folder, store::Mode::ReadOnly)));
        QCOMPARE(bytesOf(m_file), before);
    }

    void aFolderThatIsAFileIsRefused() {
        std::ofstream(m_folder) << "a file";
        QVERIFY(complete(refusal(m_folder)));
    }

    void aFolderInAPlaceThatIsAFileIsRefused() {
        std::ofstream(m_folder) << "a file";
        QVERIFY(complete(refusal(m_folder / "store")));
    }

    void aReadOnlyFolderIsRefusedForWriting() {
        fill(m_folder);
        fs::permissions(m_folder, fs::perms(0555));
        fs::permissions(m_file, fs::perms(0444));
        const QString said = askChild("as-nobody", m_folder);
        QVERIFY2(said.startsWith(
                     QLatin1String("storage: The store's folder cannot be written: Permission denied")),
                 qPrintable(said));
        QVERIFY(said.contains(QString::fromStdString(m_folder.string())));
    }

    void aReadOnlyFolderCanStillBeRead() {
        fill(m_folder);
        fs::permissions(m_folder, fs::perms(0555));
        fs::permissions(m_file, fs::perms(0444));
        QCOMPARE(askChild("read-as-nobody", m_folder), QStringLiteral("open"));
    }

    void aPlaceWithoutRightsIsRefused() {
        fs::create_directories(m_folder);
        fs::permissions(m_folder, fs::perms(0555));
        const QString said = askChild("as-nobody", m_folder / "store");
        QVERIFY2(
            said.startsWith(QLatin1String("storage: The store's folder cannot be made: Permission denied")),
            qPrintable(said));
    }

    void readingWhereNothingIsSaysSoAndMakesNothing() {
        const base::Error error = refusal(m_folder, store::Mode::ReadOnly);
        QVERIFY(complete(error));
        QCOMPARE(error.what, std::string("There is no store yet"));
        QVERIFY(!fs::exists(m_folder));
    }

    void noSpaceIsAnErrorAndWhatWasStoredStays() {
        const QString said = askChild("no-space", m_folder);
        QVERIFY2(said.contains(QLatin1String("storage: The store's file cannot be read or written")) ||
                     said.contains(QLatin1String("storage: The disk with the store is full")),
                 qPrintable(said));
        const int committed = static_cast<int>(said.count(QLatin1Char('\n')));
        QVERIFY(committed > 0);
        auto opened = open(m_folder);
        QVERIFY(opened);
        const auto rows = (*opened)->read<std::int64_t>("", [](store::Sql& sql) -> Result<std::int64_t> {
            auto row = sql.query("SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)");
            row.next();
            return row.integer(0);
        });
        QCOMPARE(rows.result().value(), committed * 100);
    }

    // A real disk of 2 MiB, in memory, that nobody but the child sees.
    void aFullDiskIsSaidWhatWasStoredCanBeReadAndWritingGoesOnWhenThereIsSpaceAgain() {
        const QString disk = m_dir.filePath(QStringLiteral("disk"));
        fs::create_directories(disk.toStdString());
        QProcess child;
        child.start(
            QStringLiteral("unshare"),
            {QStringLiteral("--map-root-user"), QStringLiteral("--mount"), QStringLiteral("sh"),
             QStringLiteral("-c"),
             QStringLiteral("mount -t tmpfs -o size=2m tmpfs \"$1\" || exit 77;"
                            "head -c 1000000 /dev/zero >\"$1/filler\" && exec \"$2\" full-disk \"$1/store\""),
             QStringLiteral("sh"), disk, QStringLiteral(STORE_CHILD)});
        if (!child.waitForStarted() || !child.waitForFinished() || child.exitCode() == 77 ||
            child.readAllStandardError().contains("unshare"))
            QSKIP("this system lets us mount no disk of our own (unshare --map-root-user --mount)");
        const QStringList said =
            QString::fromUtf8(child.readAllStandardOutput()).trimmed().split(QLatin1Char('\n'));
        QVERIFY2(said.size() == 4, qPrintable(said.join(QLatin1Char('|'))));
        QVERIFY2(said[0].startsWith(QLatin1String("storage: The disk with the store is full (")) &&
                     said[0].contains(QLatin1String("Free some space")),
                 qPrintable(said[0]));
        const int jobs = said[1].toInt();
        QVERIFY(jobs > 0);
        QCOMPARE(said[2].toInt(), jobs * 50);
        QCOMPARE(said[3].toInt(), (jobs + 1) * 50);
        QCOMPARE(child.exitCode(), 0);
    }

    void noSpaceForANewStoreLeavesNothingHalf() {
        // /dev/full is a disk that is always full.
        if (!fs::exists("/dev/full"))
            QSKIP("this system has no /dev/full");
        fs::create_directories(m_folder);
        fs::create_symlink("/dev/full", m_folder / "writer.lock");
        const base::Error error = refusal(m_folder);
        QVERIFY2(complete(error), base::describe(error).c_str());
        QVERIFY(!fs::exists(m_file));
    }
};

QTEST_GUILESS_MAIN(TestStoreFiles)
#include "tst_store_files.moc"
