// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/expiry.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using base::Offset;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::second;
using How = Expiry::How;

namespace {

constexpr int now = 100'000; // second

PartitionRow row(std::int64_t committed, std::int64_t end, std::int64_t start, TimeLag waited) {
    PartitionRow row;
    row.partition = {"t", base::PartitionId{0}};
    row.committed = Offset{committed};
    row.logStart = Offset{start};
    row.logEnd = Offset{end};
    row.lag = std::max<std::int64_t>(0, end - committed);
    row.timeLag = std::move(waited);
    return row;
}

const TimeLag anHour{hours{1}, Basis::Interpolated, ""};

// The log start as it was seen: every so many seconds it moved on by so many records.
LogHistory moving(int every, std::int64_t by, int times) {
    LogHistory log;
    for (int i = 0; i <= times; ++i)
        log.starts.add(second(now - (times - i) * every), i * by, false);
    return log;
}

Retention keeps(std::optional<base::Duration> time, std::optional<std::int64_t> bytes = {}) {
    return {true, time, bytes};
}

struct Case {
    const char* name;
    PartitionRow row;
    LogHistory log;
    std::optional<base::Duration> stampedAgo; ///< of the record, where it was peeked at
    std::optional<Retention> retention;
    How how;
    std::optional<base::Duration> in;
    const char* why; ///< part of it
};

std::vector<Case> cases() {
    PartitionRow markers = row(90, 100, 0, {base::Duration{0}, Basis::Exact, ""});
    markers.condition = Condition::MarkersOnly;
    PartitionRow noCommit = row(0, 100, 0, {});
    noCommit.committed.reset();
    PartitionRow noEnd = row(0, 100, 0, {});
    noEnd.logEnd.reset();
    const TimeLag bound{hours{1}, Basis::Bound, ""};
    const TimeLag unknown{{}, Basis::Unknown, "seen once"};
    return {
        {"nothing unread",
         row(100, 100, 0, {}),
         {},
         {},
         keeps(hours{2}),
         How::Never,
         {},
         "Nothing is unread"},
        {"markers only", markers, {}, {}, keeps(hours{2}), How::Never, {}, "Nothing is unread"},
        {"nothing committed", noCommit, {}, {}, keeps(hours{2}), How::Unknown, {}, "committed"},
        {"no log end", noEnd, {}, {}, keeps(hours{2}), How::Unknown, {}, "log end"},
        {"config not readable", row(0, 100, 0, anHour), {}, {}, {}, How::Unknown, {}, "could not be read"},
        {"compact only",
         row(0, 100, 0, anHour),
         {},
         hours{900},
         Retention{false, hours{2}, {}},
         How::Never,
         {},
         "compacted"},
        {"for ever", row(0, 100, 0, anHour), {}, {}, keeps({}), How::Never, {}, "for ever"},
        {"gone already",
         row(10, 100, 40, anHour),
         {},
         {},
         keeps(hours{2}),
         How::Passed,
         seconds{0},
         "30 records after the commit are gone"},

        {"by time, as seen",
         row(0, 100, 0, anHour),
         {},
         {},
         keeps(hours{2}),
         How::Time,
         hours{1},
         "about 1 h"},
        {"by time, as stamped",
         row(0, 100, 0, anHour),
         {},
         minutes{90},
         keeps(hours{2}),
         How::Time,
         minutes{30},
         "30 m at the earliest"},
        {"by time, bound", row(0, 100, 0, bound), {}, {}, keeps(hours{2}), How::Time, hours{1}, "or sooner"},
        {"by time, not known",
         row(0, 100, 0, unknown),
         {},
         {},
         keeps(hours{2}),
         How::Unknown,
         {},
         "not known"},
        {"older than is kept: its segment lives",
         row(0, 100, 0, anHour),
         {},
         hours{3},
         keeps(hours{2}),
         How::Time,
         seconds{0},
         "any moment"},
        {"an old stamp counts, though it was written just now",
         row(0, 100, 0, {seconds{1}, Basis::Interpolated, ""}),
         {},
         hours{9000},
         keeps(hours{168}),
         How::Time,
         seconds{0},
         "any moment"},
        {"a stamp from the future keeps it longer",
         row(0, 100, 0, anHour),
         {},
         -hours{5},
         keeps(hours{2}),
         How::Time,
         hours{7},
         "5 h in the future"},

        {"by size, at the pace of the log start",
         row(5000, 9000, 3000, anHour),
         moving(60, 100, 30),
         {},
         keeps({}, 1 << 30),
         How::Size,
         minutes{19},
         "in about 19 m"},
        {"by size, within the next stride",
         row(3050, 9000, 3000, anHour),
         moving(60, 100, 30),
         {},
         keeps({}, 1 << 30),
         How::Size,
         seconds{0},
         "any moment"},
        {"by size, the start stands",
         row(50, 9000, 0, anHour),
         moving(60, 0, 30),
         {},
         keeps({}, 1 << 30),
         How::Unknown,
         {},
         "has not moved in the 30 m"},
        {"by size, one look",
         row(50, 9000, 0, anHour),
         moving(60, 0, 0),
         {},
         keeps({}, 1 << 30),
         How::Unknown,
         {},
         "not watched for long enough"},
        {"by size, no look",
         row(50, 9000, 0, anHour),
         {},
         {},
         keeps({}, 1 << 30),
         How::Unknown,
         {},
         "not watched"},

        {"both: size is sooner",
         row(5000, 9000, 3000, anHour),
         moving(60, 100, 30),
         {},
         keeps(hours{2}, 1 << 30),
         How::Size,
         minutes{19},
         "pace"},
        {"both: time is sooner",
         row(5000, 9000, 3000, anHour),
         moving(60, 100, 30),
         {},
         keeps(minutes{65}, 1 << 30),
         How::Time,
         minutes{5},
         "about 5 m"},
        {"both: size not known",
         row(50, 9000, 0, anHour),
         {},
         {},
         keeps(hours{2}, 1 << 30),
         How::Time,
         hours{1},
         "1,073,741,824 bytes"},
        {"both: time not known",
         row(5000, 9000, 3000, unknown),
         moving(60, 100, 30),
         {},
         keeps(hours{2}, 1 << 30),
         How::Size,
         minutes{19},
         "pace"},
    };
}

kafka::ConfigEntry entry(const char* name, const char* value) {
    return {name, std::string(value), "DEFAULT_CONFIG", true};
}

} // namespace

class TestExpiry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theClockFollowsFromWhatIsKept_data() {
        QTest::addColumn<int>("index");
        const std::vector<Case> all = cases();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << static_cast<int>(i);
    }
    void theClockFollowsFromWhatIsKept() {
        QFETCH(int, index);
        const Case one = cases()[static_cast<std::size_t>(index)];
        std::optional<Peek> peek;
        if (one.stampedAgo)
            peek = Peek{*one.row.committed,
                        one.row.committed,
                        second(now) - *one.stampedAgo,
                        false,
                        *one.row.logEnd,
                        {},
                        second(now)};
        const Expiry expiry = expiryOf(one.row, &one.log, peek ? &*peek : nullptr,
                                       one.retention ? &*one.retention : nullptr, second(now));
        QVERIFY2(expiry.how == one.how, expiry.why.c_str());
        QCOMPARE(expiry.in.has_value(), one.in.has_value());
        if (one.in)
            QVERIFY2(std::abs((*expiry.in - *one.in).count()) <= 1, expiry.why.c_str());
        QVERIFY2(expiry.why.find(one.why) != std::string::npos, expiry.why.c_str());
        QVERIFY(expiry.why.ends_with('.'));
    }

    void aGroupSaysTheSoonestOfItsPartitions() {
        std::vector<PartitionRow> rows(4);
        for (PartitionRow& row : rows)
            row.committed = Offset{0};
        rows[0].expiry = {{}, How::Never, "never"};
        rows[1].expiry = {hours{5}, How::Time, "late"};
        rows[2].expiry = {{}, How::Unknown, "who knows"};
        rows[3].expiry = {hours{1}, How::Size, "soon"};
        QCOMPARE(soonestOf(rows).why, std::string("soon"));
        rows[1].expiry = {seconds{0}, How::Passed, "gone"};
        QCOMPARE(soonestOf(rows).why, std::string("gone"));
        rows[1].expiry = rows[3].expiry = {{}, How::Never, "never"};
        QCOMPARE(soonestOf(rows).why, std::string("who knows"));
        QCOMPARE(soonestOf({}).how, How::Unknown);
    }

    void configsTellWhatIsKept() {
        QCOMPARE(retentionOf({entry("cleanup.policy", "delete"), entry("retention.bytes", "-1"),
                              entry("retention.ms", "604800000")})
                     .value(),
                 (Retention{true, hours{168}, {}}));
        QCOMPARE(retentionOf({entry("cleanup.policy", "compact"), entry("retention.ms", "1000")}).value(),
                 (Retention{false, seconds{1}, {}}));
        QCOMPARE(retentionOf({entry("cleanup.policy", "compact,delete"), entry("retention.ms", "-1"),
                              entry("retention.bytes", "4096")})
                     .value(),
                 (Retention{true, {}, 4096}));
        // "For ever", written as the largest number there is.
        QVERIFY(
            !retentionOf({entry("cleanup.policy", "delete"), entry("retention.ms", "9223372036854775807")})
                 .value()
                 .time);
    }

    void configsThatDoNotTellAreNotGuessed() {
        QVERIFY(!retentionOf({}));
        QVERIFY(!retentionOf({entry("cleanup.policy", "delete")}));
        QVERIFY(!retentionOf({entry("cleanup.policy", "delete"), entry("retention.ms", "soon")}));
    }
};

QTEST_APPLESS_MAIN(TestExpiry)
#include "tst_expiry.moc"
