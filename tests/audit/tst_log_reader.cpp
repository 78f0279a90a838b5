// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

using namespace streamscape;
using namespace streamscape::audit;
using namespace streamscape::audit::testing;

namespace {

std::string numbered(int number) {
    Said said;
    char moment[32];
    std::snprintf(moment, sizeof moment, "2026-03-04 02:%02d:%02d,000", number / 60 % 60, number % 60);
    said.moment = moment;
    said.principal = "User:u" + std::to_string(number);
    return said.line() + "\n";
}
std::string run(int first, int last) {
    std::string text;
    for (int i = first; i <= last; ++i)
        text += numbered(i);
    return text;
}

/// A folder, a store, and a reader that can be started anew.
struct Setting {
    LogFolder logs;
    std::unique_ptr<store::Store> store = openStore(logs.folder());
    Source source = sourceAt(logs.path());
    std::optional<LogReader> reader;
    Setting() { restart(); }
    void restart() { reader.emplace(readerOf(*store, source)); }
    std::int64_t read() {
        const auto added = readAll(*store, *reader);
        return added ? added->events : -1;
    }
    // Every one of the numbered lines once, whatever file it stands in now.
    bool hasEach(int first, int last) const {
        Query query;
        query.limit = 100'000;
        query.newestFirst = false;
        query.facets = {Field::Principal};
        const auto answer = askStore(*store, query);
        if (!answer || answer->matched != last - first + 1 ||
            answer->facets[0].values.size() != static_cast<std::size_t>(last - first + 1))
            return false;
        return std::all_of(answer->events.begin(), answer->events.end(),
                           [](const Event& e) { return e.raw; });
    }
};

} // namespace

class LogReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOnWhereTheFileGrew() {
        Setting s;
        s.logs.append(run(1, 5));
        QCOMPARE(s.read(), 5);
        QCOMPARE(s.read(), 0);
        s.logs.append(run(6, 7));
        QCOMPARE(s.read(), 2);
        QVERIFY(s.hasEach(1, 7));
    }
    void aTornLastLineWaitsForItsRest() {
        Setting s;
        const std::string line = numbered(2);
        s.logs.append(numbered(1) + line.substr(0, 100));
        QCOMPARE(s.read(), 1);
        QCOMPARE(s.reader->waiting(), 100);
        QCOMPARE(s.read(), 0);
        s.logs.append(line.substr(100));
        QCOMPARE(s.read(), 1);
        QVERIFY(s.hasEach(1, 2));
    }
    void aWholeLastLineNeedsNoNewline() {
        Setting s;
        std::string line = numbered(1);
        line.pop_back();
        s.logs.append(line);
        QCOMPARE(s.read(), 1);
        s.logs.append("\n" + numbered(2));
        QCOMPARE(s.read(), 1);
        QVERIFY(s.hasEach(1, 2));
    }
    void aRolledFileIsReadToItsEndUnderItsNewName() {
        Setting s;
        s.logs.append(run(1, 3));
        QCOMPARE(s.read(), 3);
        s.logs.append(run(4, 5));
        s.logs.rename("kafka-authorizer.log", "kafka-authorizer.log.2026-03-04-02");
        s.logs.append(run(6, 8));
        QCOMPARE(s.read(), 5);
        QVERIFY(s.hasEach(1, 8));
    }
    void rollingWhileTheProgramWasAwayLosesNothing() {
        Setting s;
        s.logs.append(run(1, 3));
        QCOMPARE(s.read(), 3);
        s.logs.append(run(4, 5));
        s.logs.rename("kafka-authorizer.log", "kafka-authorizer.log.2026-03-04-02");
        s.logs.append(run(6, 8));
        s.logs.rename("kafka-authorizer.log", "kafka-authorizer.log.2026-03-04-03");
        s.logs.append(run(9, 9));
        s.restart();
        QCOMPARE(s.read(), 6);
        QVERIFY(s.hasEach(1, 9));
    }
    void aFileNamedByItselfIsFollowedThroughItsRoll() {
        Setting s;
        s.source.paths = {s.logs.file()};
        s.restart();
        s.logs.append(run(1, 3));
        QCOMPARE(s.read(), 3);
        s.logs.append(run(4, 4));
        s.logs.rename("kafka-authorizer.log", "kafka-authorizer.log.2026-03-04-02");
        s.logs.append(run(5, 5));
        QCOMPARE(s.read(), 2);
        QVERIFY(s.hasEach(1, 5));
    }
    void aTruncatedFileIsANewOne() {
        Setting s;
        s.logs.append(run(1, 5));
        QCOMPARE(s.read(), 5);
        s.logs.write(run(6, 7));
        QCOMPARE(s.read(), 2);
        s.logs.append(run(8, 8));
        QCOMPARE(s.read(), 1);
    }
    void aFileRewrittenLongerIsANewOne() {
        Setting s;
        s.logs.append(run(1, 2));
        QCOMPARE(s.read(), 2);
        s.logs.write(run(3, 9));
        QCOMPARE(s.read(), 7);
    }
    void copyAndTruncateLosesNothing() {
        Setting s;
        s.logs.append(run(1, 4));
        QCOMPARE(s.read(), 4);
        s.logs.append(run(5, 6)); // not read yet when it is copied away
        std::filesystem::copy_file(s.logs.file(), s.logs.file("kafka-authorizer.log.1"));
        s.logs.write("");
        s.logs.append(run(7, 8));
        QCOMPARE(s.read(), 4);
        QVERIFY(s.hasEach(1, 8));
        s.logs.append(run(9, 9));
        QCOMPARE(s.read(), 1);
        s.restart();
        QCOMPARE(s.read(), 0);
        QVERIFY(s.hasEach(1, 9));
    }
    void aCopyAddsNothing() {
        Setting s;
        s.logs.append(run(1, 4));
        std::filesystem::copy_file(s.logs.file(), s.logs.file("kafka-authorizer.log.copy"));
        s.logs.append(run(5, 5));
        QCOMPARE(s.read(), 5);
        QVERIFY(s.hasEach(1, 5));
        std::filesystem::copy_file(s.logs.file(), s.logs.file("kafka-authorizer.log.again"));
        s.restart();
        QCOMPARE(s.read(), 0);
    }
    void twoFilesThatBeginAlikeAreTwo() {
        Setting s;
        s.logs.append(run(1, 40) + numbered(41), "kafka-authorizer.log.a");
        s.logs.append(run(1, 40) + numbered(42), "kafka-authorizer.log.b");
        QCOMPARE(s.read(), 82);
        s.restart();
        QCOMPARE(s.read(), 0);
    }
    void whatCouldNotBeKeptIsReadAgain() {
        Setting s;
        s.logs.append(run(1, 6));
        s.reader->scan(true);
        QVERIFY(s.reader->next(1000));
        QVERIFY(s.reader->next(1000)); // both lost, as on a full disk
        s.restart();                   // from what the store has
        QCOMPARE(s.read(), 6);
        QVERIFY(s.hasEach(1, 6));
    }
    void batchesOfAnySizeGiveTheSame() {
        for (const std::size_t bytes : {300, 500, 1000, 5000}) {
            Setting s;
            s.logs.append(run(1, 50) + "half");
            const auto added = readAll(*s.store, *s.reader, bytes);
            QVERIFY(added);
            QCOMPARE(added->events, 50);
            QVERIFY(s.hasEach(1, 50));
        }
    }
    void aCrashBetweenBatchesResumesWithoutLossOrDoubles() {
        std::mt19937 random(7);
        Setting s;
        s.logs.append(run(1, 60));
        std::int64_t added = 0;
        for (int crash = 0; crash < 12; ++crash) {
            s.reader->scan(true);
            for (int n = std::uniform_int_distribution(0, 2)(random); n > 0; --n)
                if (const BatchPtr batch = s.reader->next(1500)) {
                    const auto kept = await(
                        s.store->write<Indexed>([batch](store::Sql& sql) { return keep(sql, *batch); }));
                    added += kept->events;
                }
            s.reader->next(1500); // read, never kept
            s.reader.reset();
            s.store.reset();
            s.store = openStore(s.logs.folder());
            s.restart();
        }
        added += s.read();
        QCOMPARE(added, 60);
        QVERIFY(s.hasEach(1, 60));
    }
    void aLineOfAMegabyteIsKeptAsItIs() {
        Setting s;
        s.logs.append(std::string(1 << 20, 'x') + "\n" + numbered(1));
        const auto added = readAll(*s.store, *s.reader, 64 << 10);
        QVERIFY(added);
        QCOMPARE(added->unparsed, 1);
        QCOMPARE(added->events, 1);
    }
    void blankLinesAreNothing() {
        Setting s;
        s.logs.append("\n  \n\r\n" + numbered(1) + "\n\n");
        QCOMPARE(s.read(), 1);
        QCOMPARE(askStore(*s.store, {})->matched, 1);
    }
    void whatCannotBeReadIsNamed() {
        Setting s;
        s.logs.append(numbered(1), "kafka-authorizer.log.1.gz");
        s.source.paths = {s.logs.path(), "/nowhere/at/all", s.logs.path() + "/*.none"};
        s.restart();
        const LogReader::Scan scan = s.reader->scan(false);
        QCOMPARE(scan.files, std::size_t{0});
        QCOMPARE(scan.errors.size(), std::size_t{3});
        QCOMPARE(scan.errors[0].kind, base::ErrorKind::Unsupported);
        QVERIFY(scan.errors[0].where.ends_with(".gz"));
        QCOMPARE(scan.errors[1].where, std::string("/nowhere/at/all"));
        QCOMPARE(scan.errors[2].kind, base::ErrorKind::NotFound);
    }
    void aGlobNamesFiles() {
        Setting s;
        s.logs.append(numbered(1), "a.log");
        s.logs.append(numbered(2), "b.log");
        s.source.paths = {s.logs.path() + "/?.log"};
        s.restart();
        QCOMPARE(s.read(), 2);
    }
};

QTEST_GUILESS_MAIN(LogReaderTest)
#include "tst_log_reader.moc"
