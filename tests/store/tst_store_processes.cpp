// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/store.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sqlite3.h>

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
