// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/journal.h"
#include "tests/journal/journal_builder.h"
#include "tests/support/await.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>
#include <set>

using namespace streamscape;
using namespace streamscape::journal;
using test::draft;
using test::fill;
using test::linesOf;
using test::setLines;
using test::setText;
using test::textOf;
namespace fs = std::filesystem;

/// The chain: what is written reads back, and what was done to it since shows.
class TestJournal : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;
    fs::path m_file;

    Reading reading() const {
        const auto answer = readJournal(m_folder);
        return answer ? *answer : Reading{-1, false, {}, base::describe(answer.error()), 0};
    }
    void cutLastLine(std::size_t keep) const {
        std::vector<std::string> lines = linesOf(m_file);
        std::string text;
        for (std::size_t i = 0; i + 1 < lines.size(); ++i)
            text += lines[i] + '\n';
        setText(m_file, text + lines.back().substr(0, keep));
    }

private Q_SLOTS:
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
        m_file = journalFile(m_folder);
    }

    void whatIsWrittenReadsBack() {
        Draft wanted = draft("p1", Phase::Outcome);
        wanted.payload[QStringLiteral("offset")] = qint64{1} << 61;
        wanted.payload[QStringLiteral("group")] = QStringLiteral("naïve \"group\" 🏪\n\t:");
        wanted.actor.principal.reset();
        const auto written = appendEntry(m_folder, wanted, test::night);
        QVERIFY2(written.has_value(), test::why(written).c_str());
        std::vector<Entry> read;
        QVERIFY(readJournal(m_folder, [&](const Entry& entry) {
            read.push_back(entry);
            return true;
        }));
        QCOMPARE(read.size(), std::size_t{1});
        QVERIFY(read[0] == *written);
        QVERIFY(static_cast<const Draft&>(read[0]) == wanted);
        QCOMPARE(read[0].seq, 1);
        QCOMPARE(read[0].previous, noHash);
        QCOMPARE(read[0].payload[QStringLiteral("offset")].toInteger(), qint64{1} << 61);
    }

    void noJournalIsAnEmptyIntactOne() { QVERIFY(reading() == Reading{}); }

    void everyEntryFollowsFromTheOneBefore() {
        fill(m_folder, 3);
        std::string previous = noHash;
        std::int64_t seq = 0;
        QVERIFY(readJournal(m_folder, [&](const Entry& entry) {
            const bool follows = entry.previous == previous && entry.seq == ++seq;
            previous = entry.hash;
            return follows;
        }));
        QCOMPARE(seq, 3);
        QCOMPARE(reading().entries, 3);
        QVERIFY(reading().intact);
    }

    void anEditedEntryIsFound() {
        fill(m_folder, 5);
        std::string text = textOf(m_file);
        text.replace(text.find("p3"), 2, "p9");
        setText(m_file, text);
        QVERIFY(!reading().intact);
        QCOMPARE(reading().firstBroken.value_or(0), 3);
        QVERIFY2(reading().why.find("changed") != std::string::npos, reading().why.c_str());
    }

    // Whoever edits an entry and seals it anew still breaks the chain behind it.
    void anEntrySealedAnewIsFoundAtTheNext() {
        fill(m_folder, 5);
        std::vector<std::string> lines = linesOf(m_file);
        Entry forged = *decode(lines[2]);
        forged.planId = "p9";
        lines[2] = encode(forged);
        setLines(m_file, lines);
        QCOMPARE(reading().firstBroken.value_or(0), 4);
    }

    void aRemovedEntryIsFound() {
        fill(m_folder, 5);
        std::vector<std::string> lines = linesOf(m_file);
        lines.erase(lines.begin() + 1);
        setLines(m_file, lines);
        QCOMPARE(reading().firstBroken.value_or(0), 2);
    }

    void aRemovedBeginningIsFound() {
        fill(m_folder, 5);
        std::vector<std::string> lines = linesOf(m_file);
        lines.erase(lines.begin());
        setLines(m_file, lines);
        QCOMPARE(reading().firstBroken.value_or(0), 1);
    }

    void aRemovedEndIsFound() {
        fill(m_folder, 5);
        std::vector<std::string> lines = linesOf(m_file);
        lines.resize(3);
        setLines(m_file, lines);
        QCOMPARE(reading().firstBroken.value_or(0), 4);
        fs::remove(m_file);
        QCOMPARE(reading().firstBroken.value_or(0), 1);
    }

    void swappedEntriesAreFound() {
        fill(m_folder, 5);
        std::vector<std::string> lines = linesOf(m_file);
        std::swap(lines[1], lines[3]);
        setLines(m_file, lines);
        QCOMPARE(reading().firstBroken.value_or(0), 2);
    }

    void aDoubledEntryIsFound() {
        fill(m_folder, 3);
        std::vector<std::string> lines = linesOf(m_file);
        lines.insert(lines.begin() + 1, lines[1]);
        setLines(m_file, lines);
        QVERIFY(!reading().intact);
    }

    void aLostHeadIsFoundAndTheNextEntrySaysSo() {
        fill(m_folder, 3);
        fs::remove(m_folder / "journal.head");
        QCOMPARE(reading().firstBroken.value_or(0), 4);
        const auto next = appendEntry(m_folder, draft("p4"), test::night);
        QVERIFY(next);
        QCOMPARE(next->seq, 4);
        QCOMPARE(next->mended, std::string("journal.head was gone"));
        QVERIFY(reading().intact);
    }

    // A break stays to be seen whatever is written behind it.
    void aRemovedEndStaysFoundAfterTheNextEntry() {
        fill(m_folder, 5);
        std::vector<std::string> lines = linesOf(m_file);
        lines.resize(3);
        setLines(m_file, lines);
        const auto next = appendEntry(m_folder, draft("p6"), test::night);
        QVERIFY(next);
        QCOMPARE(next->seq, 6);
        QVERIFY(!next->mended.empty());
        QCOMPARE(reading().firstBroken.value_or(0), 4);
    }

    // The crash of a writer: the entry is not whole, and nobody was told it was.
    void aTornLastLineIsNoBreakAndTheNextEntryMendsIt() {
        fill(m_folder, 3);
        const std::string head = textOf(m_folder / "journal.head");
        fill(m_folder, 1); // a fourth
        setText(m_folder / "journal.head", head);
        cutLastLine(50);
        QVERIFY(reading().intact);
        QCOMPARE(reading().tornBytes, 50);
        QCOMPARE(reading().entries, 3);
        const auto next = appendEntry(m_folder, draft("p4"), test::night);
        QVERIFY(next);
        QCOMPARE(next->seq, 4);
        QVERIFY2(next->mended.find("50 bytes") != std::string::npos, next->mended.c_str());
        QVERIFY(reading().intact);
        QCOMPARE(reading().entries, 4);
    }

    void aLastLineThatOnlyLacksItsEndIsKept() {
        fill(m_folder, 3);
        const std::string head = textOf(m_folder / "journal.head");
        fill(m_folder, 1);
        setText(m_folder / "journal.head", head);
        cutLastLine(std::string::npos);
        const auto next = appendEntry(m_folder, draft("p5"), test::night);
        QVERIFY(next);
        QCOMPARE(next->seq, 5);
        QVERIFY(reading().intact);
        QCOMPARE(reading().entries, 5);
    }

    void aTornFirstLineIsNoBreak() {
        fill(m_folder, 1);
        cutLastLine(30);
        setText(m_folder / "journal.head", std::string(20, '0') + ' ' + noHash + '\n');
        QVERIFY(reading().intact);
        QVERIFY(appendEntry(m_folder, draft("p1"), test::night));
        QVERIFY(reading().intact);
        QCOMPARE(reading().entries, 1);
    }

    // What had been acknowledged and was cut short since is no crash.
    void aShortenedLastEntryIsFoundAndStaysFound() {
        fill(m_folder, 3);
        cutLastLine(40);
        QCOMPARE(reading().firstBroken.value_or(0), 3);
        QVERIFY(appendEntry(m_folder, draft("p4"), test::night));
        QCOMPARE(reading().firstBroken.value_or(0), 3);
    }

    void aCrashBeforeTheHeadIsNoBreak() {
        fill(m_folder, 3);
        const std::string head = textOf(m_folder / "journal.head");
        fill(m_folder, 1);
        setText(m_folder / "journal.head", head);
        QVERIFY(reading().intact);
        const auto next = appendEntry(m_folder, draft("p5"), test::night);
        QVERIFY(next);
        QCOMPARE(next->seq, 5);
        QVERIFY(next->mended.empty());
        QVERIFY(reading().intact);
    }

    void anEntryOfManyMegabytesIsReadAndFollowed() {
        Draft big = draft("big");
        big.payload[QStringLiteral("text")] = QString(6'000'000, QLatin1Char('x'));
        QVERIFY(appendEntry(m_folder, big, test::night));
        const auto next = appendEntry(m_folder, draft("p2"), test::night);
        QVERIFY(next);
        QCOMPARE(next->seq, 2);
        QVERIFY(reading().intact);
    }

    // Any one byte changed anywhere is noticed, and nothing it is changed to does harm.
    void anyChangedByteIsFound() {
        fill(m_folder, 4);
        const std::string whole = textOf(m_file);
        std::mt19937 random{20261122};
        for (int round = 0; round < 2000; ++round) {
            std::string text = whole;
            const std::size_t at = random() % text.size();
            const char now = static_cast<char>(random() % 256);
            if (text[at] == now)
                continue;
            text[at] = now;
            setText(m_file, text);
            QVERIFY2(!reading().intact, qPrintable(QStringLiteral("byte %1 became %2").arg(at).arg(now)));
        }
    }

    // Garbage, spliced, doubled and cut: never a crash, never an entry that was not written.
    void garbageIsNeverTakenForAnEntry() {
        fill(m_folder, 4);
        const std::string whole = textOf(m_file);
        std::set<std::string> written;
        for (const std::string& line : linesOf(m_file))
            written.insert(decode(line)->hash);
        std::mt19937 random{4711};
        for (int round = 0; round < 3000; ++round) {
            std::string text = whole;
            for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
                const std::size_t at = random() % (text.size() + 1);
                const std::size_t count = random() % 200;
                switch (random() % 5) {
                case 0:
                    text.erase(at, count);
                    break;
                case 1:
                    text.insert(at, whole.substr(random() % whole.size(), count));
                    break;
                case 2:
                    text.insert(at, std::string(count, static_cast<char>(random() % 256)));
                    break;
                case 3:
                    text.insert(at, "\n");
                    break;
                default:
                    text.resize(at);
                    break;
                }
            }
            setText(m_file, text);
            bool allWritten = true;
            const auto answer = readJournal(m_folder, [&](const Entry& entry) {
                allWritten = allWritten && written.contains(entry.hash);
                return true;
            });
            QVERIFY(allWritten);
            QVERIFY(answer);
            QVERIFY(answer->intact == (text == whole) || text.starts_with(whole));
        }
    }

    void theNewestPlanOfAnIdIsFound() {
        Journal journal(m_folder, [] { return test::night; });
        Draft first = draft("p1");
        first.payload[QStringLiteral("n")] = 1;
        Draft second = draft("p1");
        second.payload[QStringLiteral("n")] = 2;
        AWAIT(one, journal.append(first));
        AWAIT(outcome, journal.append(draft("p1", Phase::Outcome)));
        AWAIT(two, journal.append(second));
        QCOMPARE(one.seq + outcome.seq, two.seq);
        AWAIT(planned, journal.planned("p1"));
        QVERIFY(planned.reading.intact);
        QCOMPARE(planned.entry.payload[QStringLiteral("n")].toInt(), 2);
        const auto missing = test::await(journal.planned("p2"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, base::ErrorKind::NotFound);
    }

    void entriesAreReadByChoice() {
        fill(m_folder, 5);
        Journal journal(m_folder);
        AWAIT(found, journal.read([](const Entry& entry) { return entry.planId == "p3"; }));
        QCOMPARE(found.entries.size(), std::size_t{1});
        QCOMPARE(found.reading.entries, 5);
        AWAIT(none, journal.read());
        QVERIFY(none.entries.empty());
        QVERIFY(none.reading.intact);
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
