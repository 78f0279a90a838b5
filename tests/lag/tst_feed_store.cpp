// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/feed.h"
#include "models/samples/caretaker.h"
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace streamscape;
using namespace streamscape::lag;
using namespace std::chrono_literals;
using test::await;

namespace {

/// A console on one cluster with a store of its own, which can be closed and opened again.
struct Console {
    QTemporaryDir dir;
    test::ManualClock clock;
    test::FakeCluster cluster;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Feed> feed;
    std::int64_t written = 1000;
    std::int64_t read = 900;

    Console() {
        clock.set(samples::pieceOf(clock.now(), 24h) + 2h);
        cluster.addTopic("t", 1, written);
        cluster.addGroup("g");
        cluster.addMember("g", "m", {{"t", base::PartitionId{0}}});
        cluster.commit("g", "t", 0, read);
    }
    ~Console() { close(); }

    void open(store::Mode mode = store::Mode::ReadWrite) {
        store =
            store::Store::open({dir.filePath(QStringLiteral("store")).toStdString(), mode, "test"}).value();
        feed = std::make_unique<Feed>(cluster, clock.clock());
        feed->useStore(*store, "prod");
    }
    void close() {
        feed.reset();
        store.reset();
    }
    /// Time goes by with this many records written and read a second, and ends with a look.
    bool look(base::Duration after, std::int64_t writes, std::int64_t reads) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(after).count();
        cluster.setEnd("t", 0, written += writes * seconds);
        cluster.commit("g", "t", 0, read += reads * seconds);
        clock.advance(after);
        cluster.records[{"t", base::PartitionId{0}}].try_emplace(read, test::KeptRecord{clock.now(), {}, {}});
        QSignalSpy changed(feed.get(), &Feed::changed);
        feed->refresh();
        return QTest::qWaitFor([&] { return feed->snapshot() && feed->snapshot()->asOf == clock.now(); },
                               10'000);
    }
    bool looks(int count, std::int64_t writes, std::int64_t reads) {
        for (int i = 0; i < count; ++i)
            if (!look(10s, writes, reads))
                return false;
        return settle();
    }
    /// What was asked of the store is done: its writer works in order.
    bool settle() {
        const auto done = await(feed->alertsBetween({}, clock.now()));
        return done && await(store->write<base::Done>(
                           [](store::Sql&) -> base::Result<base::Done> { return base::Done{}; }));
    }
    bool caretake() {
        samples::Caretaker caretaker(*store, {}, clock.clock());
        QSignalSpy settled(&caretaker, &samples::Caretaker::settled);
        caretaker.look();
        return settled.wait(20'000) && !caretaker.error();
    }
    const GroupRow& row() const { return feed->snapshot()->groups.at(0).row; }
};

std::optional<double> valueAt(const Line& line, base::Time moment) {
    std::optional<double> value;
    for (const base::Sample& sample : line.samples)
        if (sample.time <= moment)
            value = sample.value;
    return value;
}

} // namespace

class TestFeedStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRestartDoesNotForgetHowAGroupIsDoing() {
        Console console;
        console.open();
        QVERIFY(console.look(10s, 10, 10));
        QCOMPARE(console.row().verdict, Verdict::Unknown);
        QVERIFY(console.looks(12, 10, 10));
        QVERIFY(console.looks(30, 10, 0));
        QVERIFY2(console.row().verdict == Verdict::Stalled, console.row().why.c_str());
        console.close();

        console.open();
        QVERIFY(console.look(10s, 10, 0));
        QTRY_COMPARE(console.row().verdict, Verdict::Stalled);
        QVERIFY(console.row().produceRate.has_value());
        QVERIFY(console.feed->snapshot()->since.value() < console.clock.now() - 4min);
    }

    void samplesThatComeALittleLateAreNoGaps() {
        Console console;
        console.open();
        for (int i = 0; i < 20; ++i)
            QVERIFY(console.look(10s + std::chrono::milliseconds{7}, 10, 10));
        QVERIFY(console.settle());
        console.close();
        console.open();
        QVERIFY(console.look(10s, 10, 10));
        QTRY_VERIFY(console.feed->snapshot()->looks > 20);
        QCOMPARE(std::count_if(console.row().spark.begin(), console.row().spark.end(),
                               [](double value) { return std::isnan(value); }),
                 0);
    }

    void whileTheConsoleWasAwayNothingIsInterpolated() {
        Console console;
        console.cluster.peekErrors[{"t", base::PartitionId{0}}] = {base::ErrorKind::Denied, "may not", "t:0",
                                                                   "", ""};
        console.read = console.written; // nothing is unread when the console goes
        console.open();
        QVERIFY(console.looks(20, 10, 10));
        console.close();
        console.open();
        QVERIFY(console.look(20min, 10, 0));
        QVERIFY(console.look(10s, 0, 0));
        QTRY_VERIFY(console.feed->snapshot()->looks > 20);
        QVERIFY2(console.row().timeLag.basis == Basis::Bound, name(console.row().timeLag.basis));
    }

    void aRestartInTheMiddleOfAStretchForgetsNoLook() {
        Console console;
        console.clock.set(samples::pieceOf(console.clock.now(), 30min) + 20min);
        console.open();
        QVERIFY(console.looks(90, 10, 10)); // ten minutes of one stretch, five of the next
        console.close();
        console.open();
        QVERIFY(console.look(10s, 10, 10));
        QTRY_COMPARE(console.feed->snapshot()->looks, 91);
    }

    void aPictureHoldsWhatWasKeptAndWhatCameSince() {
        Console console;
        console.open();
        QVERIFY(console.looks(12, 10, 5));
        const base::Time restart = console.clock.now();
        const std::int64_t lagThen = console.written - console.read;
        console.close();
        console.open();
        QVERIFY(console.looks(12, 10, 5));
        QVERIFY(console.look(2s, 10, 5)); // too soon for a sample
        const PictureQuery query{Metric::Lag, restart - 5min, console.clock.now(), 800, {}, 5, {}};
        const auto picture = await(console.feed->picture(query));
        QVERIFY2(picture.has_value(), test::why(picture).c_str());
        QCOMPARE(picture->lines.size(), std::size_t{1});
        const Line& line = picture->lines[0];
        QCOMPARE(line.group, std::string("g"));
        QCOMPARE(valueAt(line, restart), std::optional(static_cast<double>(lagThen)));
        QCOMPARE(line.samples.back().time, console.clock.now());
        QCOMPARE(line.samples.back().value,
                 std::optional(static_cast<double>(console.written - console.read)));
        QVERIFY(picture->since.value() < restart - 1min);
    }

    void whileNobodyLookedThereIsAGap() {
        Console console;
        console.open();
        QVERIFY(console.looks(12, 10, 5));
        const base::Time until = console.clock.now();
        console.close();
        console.open();
        QVERIFY(console.look(10min, 10, 5));
        QVERIFY(console.looks(12, 10, 5));
        const PictureQuery query{Metric::Lag, until - 1min, console.clock.now(), 800, {"g"}, 5, {}};
        const auto picture = await(console.feed->picture(query));
        QVERIFY(picture && picture->lines.size() == 1);
        QVERIFY(valueAt(picture->lines[0], until).has_value());
        QVERIFY(!valueAt(picture->lines[0], until + 5min).has_value());
    }

    void ratesComeFromTheOffsetsThatWereKept() {
        Console console;
        console.open();
        QVERIFY(console.looks(30, 10, 4));
        const PictureQuery query{
            Metric::Rates, console.clock.now() - 4min, console.clock.now(), 400, {"g"}, 5, {}};
        const auto picture = await(console.feed->picture(query));
        QVERIFY(picture && picture->lines.size() == 2);
        for (const Line& line : picture->lines) {
            const double expected = line.of == Line::Of::Written ? 10 : 4;
            const auto rate = valueAt(line, console.clock.now() - 1min);
            QVERIFY(rate.has_value());
            QVERIFY2(std::abs(*rate - expected) < 0.5, qPrintable(QString::number(*rate)));
        }
    }

    void theSameTimeYesterdayLiesUnderToday() {
        Console console;
        console.open();
        QVERIFY(console.looks(12, 10, 5));
        const base::Time then = console.clock.now();
        const std::int64_t lagThen = console.written - console.read;
        QVERIFY(console.look(24h - 2min, 10, 10));
        QVERIFY(console.caretake());
        QVERIFY(console.looks(12, 10, 10));
        const PictureQuery query{Metric::Lag, then + 24h - 2min, then + 24h, 400, {"g"}, 5, 24h};
        const auto picture = await(console.feed->picture(query));
        QVERIFY(picture && picture->lines.size() == 2);
        QVERIFY(picture->lines[1].of == Line::Of::ValueEarlier);
        QCOMPARE(valueAt(picture->lines[1], then + 24h), std::optional(static_cast<double>(lagThen)));
    }

    void aPastMomentShowsWhatWasKnownThen() {
        Console console;
        console.open();
        QVERIFY(console.looks(12, 10, 10));
        const std::int64_t readThen = console.read;
        QVERIFY(console.looks(30, 10, 0));
        const base::Time moment = console.clock.now();
        const std::int64_t lagThen = console.written - console.read;
        QVERIFY(console.looks(30, 10, 40));
        const auto past = await(console.feed->at(moment + 3s));
        QVERIFY2(past.has_value(), test::why(past).c_str());
        QCOMPARE((*past)->asOf, moment);
        const Group& group = (*past)->groups.at(0);
        QCOMPARE(group.row.lag.value(), lagThen);
        QCOMPARE(group.row.members.value(), 1);
        QCOMPARE(group.row.verdict, Verdict::Stalled);
        QCOMPARE(group.partitions.at(0).committed.value(), base::Offset{readThen});
        QCOMPARE((*past)->partitions, 1);

        const auto before = await(console.feed->at(moment - 24h));
        QVERIFY(!before);
        QCOMPARE(before.error().kind, base::ErrorKind::NotFound);
    }

    void withoutAStoreTheSessionIsAllThereIs() {
        Console console;
        console.feed = std::make_unique<Feed>(console.cluster, console.clock.clock());
        for (int i = 0; i < 5; ++i)
            QVERIFY(console.look(10s, 10, 5));
        const PictureQuery query{Metric::Lag, console.clock.now() - 5min, console.clock.now(), 400, {}, 5,
                                 {}};
        const auto picture = await(console.feed->picture(query));
        QVERIFY(picture && picture->lines.size() == 1);
        QVERIFY(!await(console.feed->at(console.clock.now())));
    }

    void theTimeLagOfAGroupThatIsBehindIsItsRecords() {
        Console console;
        const base::Time stamped = console.clock.now() - 20min;
        console.cluster.records[{"t", base::PartitionId{0}}][900].timestamp = stamped;
        console.open();
        QVERIFY(console.look(10s, 0, 0));
        QTRY_VERIFY(console.cluster.calls(test::Question::Peek) == 1);
        QVERIFY(QTest::qWaitFor(
            [&] { return console.look(10s, 0, 0) && console.row().timeLag.basis == Basis::Exact; }));
        QCOMPARE(console.row().timeLag.value.value(), console.clock.now() - stamped);
        QCOMPARE(console.cluster.calls(test::Question::Peek), 1); // one record, fetched once
    }

    void alertsAreRaisedOnceAndOnlyByTheProgramThatKeeps() {
        Console console;
        AlertRule rule = defaultAlertRules().at(0);
        rule.verdicts = {Verdict::Stalled};
        rule.after = rule.clearAfter = {};
        console.open();
        console.feed->setAlertRules({rule});
        QVERIFY(console.looks(12, 10, 10));
        QVERIFY(console.looks(30, 10, 0));
        QTRY_COMPARE(console.feed->alerts().size(), std::size_t{1});
        const Alert alert = console.feed->alerts()[0];
        QCOMPARE(alert.group, std::string("g"));
        console.feed->acknowledge(alert.id);
        QTRY_VERIFY(console.feed->alerts()[0].acknowledgedAt);
        QVERIFY(console.settle());

        auto second = store::Store::open({console.store->folder(), store::Mode::ReadOnly, "second"}).value();
        Feed reader(console.cluster, console.clock.clock());
        QSignalSpy told(&reader, &Feed::told);
        reader.useStore(*second, "prod");
        reader.setAlertRules({rule});
        reader.start(base::Duration{20});
        const bool stalled = QTest::qWaitFor([&] {
            return reader.snapshot() && reader.snapshot()->groups.at(0).row.verdict == Verdict::Stalled;
        });
        QVERIFY2(stalled, reader.keepingError() ? base::describe(*reader.keepingError()).c_str()
                                                : reader.snapshot()->groups.at(0).row.why.c_str());
        const auto history = await(reader.alertsBetween({}, console.clock.now() + 1h));
        QVERIFY(history && history->size() == 1);
        QVERIFY(told.isEmpty());
        QVERIFY(!reader.keepingError());
        reader.stop();
    }
};

QTEST_GUILESS_MAIN(TestFeedStore)
#include "tst_feed_store.moc"
