// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/store.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

using namespace streamscape;
using base::Result;
namespace fs = std::filesystem;

class TestStoreProcesses : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;

    Result<std::unique_ptr<store::Store>> open(store::Mode mode) {
        return store::Store::open({m_folder, mode, "test"});
    }

    // A child that has the store open; it ends when its input is closed.
    std::unique_ptr<QProcess> child(const char* what) {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(STORE_CHILD),
                       {QString::fromLatin1(what), QString::fromStdString(m_folder.string())});
        process->waitForReadyRead();
        return process;
    }
    static QByteArray lineOf(QProcess& process) {
        while (!process.canReadLine())
            if (!process.waitForReadyRead())
                return "nothing came: " + process.readAllStandardOutput() + process.readAllStandardError();
        return process.readLine().trimmed();
    }

private Q_SLOTS:
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
    }

    void aSecondWriterIsToldWhoHoldsTheStore() {
        const auto holder = child("hold");
        auto second = open(store::Mode::ReadWrite);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, base::ErrorKind::Conflict);
        const QString said = QString::fromStdString(second.error().what);
        QVERIFY2(said.contains(QStringLiteral("store_child (process %1 on host ").arg(holder->processId())),
                 qPrintable(said));
        QCOMPARE(second.error().where, m_folder.string());
        QVERIFY(!second.error().hint.empty());
        holder->closeWriteChannel();
        QVERIFY(holder->waitForFinished());
    }

    // As when several windows are started at once on a machine that never had one.
    void ofManyThatStartAtOnceOnANewStoreOneWritesAndAllOthersRead() {
        constexpr int rounds = 25;
        constexpr int copies = 6;
        for (int round = 0; round < rounds; ++round) {
            m_folder = m_dir.filePath(QStringLiteral("at-once-%1/store").arg(round)).toStdString();
            std::vector<std::unique_ptr<QProcess>> all;
            for (int i = 0; i < copies; ++i)
                all.push_back(child("either-when-told-to"));
            for (const auto& one : all)
                QCOMPARE(lineOf(*one), QByteArray("ready"));
            for (const auto& one : all) {
                one->write("go\n");
                QVERIFY(one->waitForBytesWritten());
            }
            QProcess* writer = nullptr;
            for (const auto& one : all) {
                const QByteArray became = lineOf(*one);
                if (became == "writer" && !writer)
                    writer = one.get();
                else
                    QCOMPARE(became, QByteArray("reader"));
            }
            QVERIFY(writer);
            writer->write("write\ncount\n");
            QCOMPARE(lineOf(*writer), QByteArray("50"));
            for (const auto& one : all) {
                if (one.get() != writer) {
                    one->write("count\n");
                    QCOMPARE(lineOf(*one), QByteArray("50"));
                }
            }
            for (const auto& one : all) {
                one->closeWriteChannel();
                QVERIFY(one->waitForFinished());
                QCOMPARE(one->exitStatus(), QProcess::NormalExit);
                QCOMPARE(one->exitCode(), 0);
                QCOMPARE(one->readAllStandardOutput(), QByteArray());
                QCOMPARE(one->readAllStandardError(), QByteArray());
            }
            QVERIFY(!fs::exists(m_folder / "streamscape.db.new"));
            QVERIFY(open(store::Mode::ReadWrite));
        }
    }

    void aCopyThatWaitsForTheStoreTakesOverWhenItsMakerDies() {
        fs::create_directories(m_folder);
        // Who makes it, as far as the lock goes, and then dies of it.
        const int lock = ::open((m_folder / "writer.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), 0);
        const auto waiting = child("either-when-told-to");
        QCOMPARE(lineOf(*waiting), QByteArray("ready"));
        // Each look opens the lock's file and, as it is held, closes it again.
        const int looks = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        QVERIFY(::inotify_add_watch(looks, (m_folder / "writer.lock").c_str(), IN_CLOSE_WRITE) >= 0);
        waiting->write("go\n");
        std::array<char, 4096> events{};
        QVERIFY(
            QTest::qWaitFor([&] { return ::read(looks, events.data(), events.size()) > 0; })); // reads once
        QVERIFY(!waiting->canReadLine());
        ::close(looks);
        ::close(lock);
        QCOMPARE(lineOf(*waiting), QByteArray("writer"));
        waiting->closeWriteChannel();
        QVERIFY(waiting->waitForFinished());
    }

    void whoMakesTheStoreForTooLongIsNamed() {
        fs::create_directories(m_folder);
        const int lock = ::open((m_folder / "writer.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), 0);
        const auto late = open(store::Mode::Either);
        ::close(lock);
        QVERIFY(!late);
        QCOMPARE(late.error().kind, base::ErrorKind::Conflict);
        QVERIFY2(late.error().what.find("making or upgrading") != std::string::npos,
                 base::describe(late.error()).c_str());
        QVERIFY(!late.error().hint.empty());
    }

    void aSecondWriterOfTheSameProcessIsRefusedToo() {
        auto first = open(store::Mode::ReadWrite);
        QVERIFY(first);
        QCOMPARE(open(store::Mode::ReadWrite).error().kind, base::ErrorKind::Conflict);
    }

    void theStoreIsFreeWhenItsHolderEnds() {
        const auto holder = child("hold");
        holder->closeWriteChannel();
        QVERIFY(holder->waitForFinished());
        QVERIFY(open(store::Mode::ReadWrite));
    }

    void aDeadHoldersStoreIsTakenOver() {
        const auto holder = child("hold");
        ::kill(static_cast<pid_t>(holder->processId()), SIGKILL);
        QVERIFY(holder->waitForFinished());
        QVERIFY(open(store::Mode::ReadWrite));
    }

    void aReaderWorksBesideAWriter() {
        const auto writer = child("write-until-killed");
        auto reader = open(store::Mode::ReadOnly);
        QVERIFY2(reader, reader ? "" : base::describe(reader.error()).c_str());
        const auto rows = (*reader)->read<std::int64_t>("", [](store::Sql& sql) -> Result<std::int64_t> {
            auto row = sql.query("SELECT count(*) FROM a");
            row.next();
            return row.integer(0);
        });
        QVERIFY(rows.result().value() >= 50);
        const auto refused =
            (*reader)->write<base::Done>([](store::Sql&) -> Result<base::Done> { return base::Done{}; });
        QCOMPARE(refused.result().error().what, std::string("The store is read-only"));
        writer->kill();
        QVERIFY(writer->waitForFinished());
    }

    // Ten deaths at ten moments: every job is there as a whole or not at all, and every one that answered is
    // there.
    void aKilledWriterLosesNothingItAnswered() {
        for (int round = 0; round < 10; ++round) {
            const auto writer = child("write-until-killed");
            for (int more = 0; more < round; ++more)
                writer->waitForReadyRead();
            ::kill(static_cast<pid_t>(writer->processId()), SIGKILL);
            QVERIFY(writer->waitForFinished());
        }
        auto opened = open(store::Mode::ReadWrite);
        QVERIFY2(opened, opened ? "" : base::describe(opened.error()).c_str());
        const auto intact = (*opened)->read<std::string>("", [](store::Sql& sql) -> Result<std::string> {
            auto check = sql.query("PRAGMA integrity_check");
            check.next();
            auto rows = sql.query("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)");
            rows.next();
            if (rows.integer(0) != rows.integer(1) || rows.integer(0) % 50 != 0 || rows.integer(0) < 500)
                return "a " + rows.text(0) + " b " + rows.text(1);
            return check.text(0);
        });
        QCOMPARE(intact.result().value(), std::string("ok"));
    }
};

QTEST_GUILESS_MAIN(TestStoreProcesses)
#include "tst_store_processes.moc"
