// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/journal.h"
#include "tests/journal/journal_builder.h"
#include "tests/support/await.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/stat.h>

using namespace streamscape;
using namespace streamscape::journal;
using test::draft;
namespace fs = std::filesystem;

/// The file among other programs, their deaths, and disks that will not take it.
class TestJournalFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;

    std::unique_ptr<QProcess> child(const char* what, int count = 1) {
        auto process = std::make_unique<QProcess>();
        process->start(
            QStringLiteral(JOURNAL_CHILD),
            {QString::fromLatin1(what), QString::fromStdString(m_folder.string()), QString::number(count)});
        return process;
    }

    static bool ended(QProcess& process) {
        return process.state() == QProcess::NotRunning || process.waitForFinished();
    }

private Q_SLOTS:
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
    }

    void severalProgramsWriteOneChain() {
        std::vector<std::unique_ptr<QProcess>> children;
        for (int i = 0; i < 4; ++i)
            children.push_back(child("write", 50));
        Journal ours(m_folder);
        for (int i = 0; i < 50; ++i)
            QVERIFY(test::await(ours.append(draft("ours"))));
        for (const auto& process : children) {
            QVERIFY(ended(*process));
            QCOMPARE(process->exitCode(), 0);
        }
        const auto reading = readJournal(m_folder);
        QVERIFY(reading);
        QCOMPARE(reading->entries, 250);
        QVERIFY2(reading->intact, reading->why.c_str());
    }

    // Every entry its writer was told of is there, and the chain is whole, whenever it dies.
    void aKilledWriterBreaksNothing() {
        std::int64_t told = 0;
        for (int round = 0; round < 12; ++round) {
            const auto writer = child("write", 100'000);
            for (int more = 0; more <= round; ++more)
                QVERIFY(writer->waitForReadyRead());
            ::kill(static_cast<pid_t>(writer->processId()), SIGKILL);
            QVERIFY(ended(*writer));
            const QByteArrayList lines = writer->readAllStandardOutput().split('\n');
            told = lines.at(lines.size() - 2).toLongLong();
            const auto reading = readJournal(m_folder);
            QVERIFY(reading);
            QVERIFY2(reading->intact, reading->why.c_str());
            QVERIFY(reading->entries >= told);
        }
        QVERIFY(appendEntry(m_folder, draft("after"), test::night));
        QVERIFY(readJournal(m_folder)->intact);
    }

    void aFullDiskFailsTheEntryAndLeavesTheRest() {
        const auto writer = child("no-space", 1000);
        QVERIFY(ended(*writer));
        const QByteArray said = writer->readAllStandardOutput();
        QVERIFY2(said.contains("storage: "), said.constData());
        QVERIFY2(said.contains("File too large") && said.contains("Free some space"), said.constData());
        const auto reading = readJournal(m_folder);
        QVERIFY(reading);
        QVERIFY(reading->intact);
        QCOMPARE(reading->tornBytes, 0);
        QVERIFY(reading->entries > 10);
        QVERIFY(appendEntry(m_folder, draft("after"), test::night));
    }

    void anEntryThatCannotBeSealedIsTakenBack() {
        QVERIFY(appendEntry(m_folder, draft("p1"), test::night));
        const auto sizeOf = [&] { return fs::file_size(m_folder / "journal.jsonl"); };
        const auto before = sizeOf();
        fs::remove(m_folder / "journal.head");
        fs::create_directory(m_folder / "journal.head"); // no file to be written there
        const auto refused = appendEntry(m_folder, draft("p2"), test::night);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, base::ErrorKind::Storage);
        QCOMPARE(sizeOf(), before);
        fs::remove(m_folder / "journal.head");
        const auto after = appendEntry(m_folder, draft("p3"), test::night);
        QVERIFY(after);
        QCOMPARE(after->seq, 2);
        QVERIFY(readJournal(m_folder)->intact);
    }

    void aFolderThatMayNotBeWrittenIsSaid() {
        fs::create_directory(m_folder);
        fs::permissions(m_folder, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                                      fs::perms::others_exec);
        fs::permissions(m_folder.parent_path(), fs::perms::others_exec, fs::perm_options::add);
        const auto writer = child("as-nobody");
        QVERIFY(ended(*writer));
        const QByteArray said = writer->readAllStandardOutput();
        QVERIFY2(said.contains("storage: ") && said.contains("Permission denied") &&
                     said.contains("Give this user the right"),
                 said.constData());
    }

    void aHeldJournalIsWaitedForAndThenSaid() {
        fs::create_directory(m_folder);
        const auto holder = child("hold");
        QVERIFY(holder->waitForReadyRead());
        const auto refused = appendEntry(m_folder, draft("p1"), test::night, base::Duration{50});
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, base::ErrorKind::Conflict);
        QCOMPARE(refused.error().native, std::string("journal_locked"));
        Journal journal(m_folder);
        const auto waiting = journal.append(draft("p1"));
        holder->closeWriteChannel();
        AWAIT(entry, waiting);
        QCOMPARE(entry.seq, 1);
        QVERIFY(ended(*holder));
    }

    void othersMayNotReadIt() {
        QVERIFY(appendEntry(m_folder, draft("p1"), test::night));
        struct stat status {};
        QCOMPARE(::stat(journalFile(m_folder).c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        QCOMPARE(::stat(m_folder.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0700U);
    }

    void aFileThatCannotBeReadIsAnErrorAndNotAnEmptyJournal() {
        fs::create_directories(journalFile(m_folder)); // a folder of that name
        const auto reading = readJournal(m_folder);
        QVERIFY(!reading);
        QCOMPARE(reading.error().kind, base::ErrorKind::Storage);
    }
};

QTEST_GUILESS_MAIN(TestJournalFiles)
#include "tst_journal_files.moc"
