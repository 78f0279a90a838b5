// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/peeks.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using base::Offset;
using test::second;

namespace {

base::TopicPartition t(int partition) { return {"t", base::PartitionId{partition}}; }

PartitionRow row(int partition, std::int64_t committed, std::int64_t end, TimeLag waited = {}) {
    PartitionRow row;
    row.partition = t(partition);
    row.committed = Offset{committed};
    row.logStart = Offset{0};
    row.logEnd = Offset{end};
    row.lag = std::max<std::int64_t>(0, end - committed);
    row.timeLag = std::move(waited);
    return row;
}

TimeLag seconds(int s, Basis basis = Basis::Interpolated) { return {std::chrono::seconds{s}, basis, ""}; }

Snapshot snapshot(std::vector<std::pair<std::string, std::vector<PartitionRow>>> groups) {
    Snapshot snapshot;
    snapshot.asOf = second(0);
    for (auto& [name, rows] : groups) {
        Group group;
        group.row.group = name;
        group.partitions = std::move(rows);
        snapshot.groups.push_back(std::move(group));
    }
    return snapshot;
}

kafka::PeekedRecord record(int partition, std::int64_t asked, std::optional<std::int64_t> found) {
    kafka::PeekedRecord record;
    record.partition = t(partition);
    record.asked = Offset{asked};
    if (found)
        record.offset = Offset{*found};
    record.timestamp = second(-60);
    return record;
}

std::vector<kafka::RecordPlace> places(std::initializer_list<std::pair<int, int>> list) {
    std::vector<kafka::RecordPlace> places;
    for (const auto& [partition, offset] : list)
        places.push_back({t(partition), Offset{offset}});
    return places;
}

} // namespace

class TestPeeks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasFoundTellsForEveryPlaceUpToIt() {
        Peeks peeks;
        peeks.take(record(0, 10, 15), Offset{100}, second(0));
        QVERIFY(!peeks.find(t(0), Offset{9}));
        QVERIFY(peeks.find(t(0), Offset{10}));
        QCOMPARE(*peeks.find(t(0), Offset{15})->found, Offset{15});
        QVERIFY(!peeks.find(t(0), Offset{16}));
        QVERIFY(!peeks.find(t(1), Offset{10}));
    }

    void theGroupInFrontComesFirstThenWhatIsKnownLeastThenTheLongest() {
        const Snapshot now =
            snapshot({{"a", {row(0, 0, 9, seconds(900)), row(1, 0, 9, seconds(60, Basis::Bound))}},
                      {"b", {row(2, 0, 5, seconds(2)), row(3, 0, 50, seconds(2))}},
                      {"c", {row(4, 0, 9, seconds(90))}}});
        QCOMPARE(worthPeeking(now, {}, "b", 9), places({{3, 0}, {2, 0}, {1, 0}, {0, 0}, {4, 0}}));
        QCOMPARE(worthPeeking(now, {}, "b", 3), places({{3, 0}, {2, 0}, {1, 0}}));
    }

    void aFewSecondsOfOthersAreToldByTheHistory() {
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 0, 9, seconds(8))}}}), {}, "b", 9), places({}));
    }

    void whatIsReadOrUnreadableIsNotFetched() {
        PartitionRow broken = row(1, 0, 9);
        broken.error = base::Error{base::ErrorKind::Transport, "No leader", "", "", ""};
        PartitionRow noEnd = row(2, 0, 9);
        noEnd.logEnd.reset();
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 9, 9), broken, noEnd, row(3, 12, 9)}}}), {}, "a", 9),
                 places({}));
    }

    void whatRetentionTookIsNotAskedFor() {
        PartitionRow lost = row(0, 3, 90);
        lost.logStart = Offset{40};
        QCOMPARE(worthPeeking(snapshot({{"a", {lost}}}), {}, "a", 9), places({{0, 40}}));
    }

    void aPlaceIsFetchedOnceThoughTwoGroupsStandThere() {
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 3, 9)}}, {"b", {row(0, 3, 9)}}}), {}, "a", 9),
                 places({{0, 3}}));
    }

    void aKnownPlaceIsNotFetchedAgain() {
        Peeks peeks;
        peeks.take(record(0, 3, 5), Offset{9}, second(0));
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 3, 9)}}}), peeks, "a", 9), places({}));
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 5, 9)}}}), peeks, "a", 9), places({}));
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 6, 9)}}}), peeks, "a", 9), places({{0, 6}}));
    }

    void whereNoRecordWasFoundItIsTriedAgainOnceTheLogGoesOn() {
        Peeks peeks;
        peeks.take(record(0, 8, std::nullopt), Offset{9}, second(0));
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 8, 9)}}}), peeks, "a", 9), places({}));
        QCOMPARE(worthPeeking(snapshot({{"a", {row(0, 8, 11)}}}), peeks, "a", 9), places({{0, 8}}));
    }

    void aRefusedPlaceIsTriedAgainMuchLater() {
        Peeks peeks;
        kafka::PeekedRecord denied = record(0, 3, std::nullopt);
        denied.error = base::Error{base::ErrorKind::Denied, "READ is missing", "", "", ""};
        peeks.take(denied, Offset{9}, second(0));
        Snapshot now = snapshot({{"a", {row(0, 3, 9)}}});
        QCOMPARE(worthPeeking(now, peeks, "a", 9), places({}));
        now.asOf = second(600);
        QCOMPARE(worthPeeking(now, peeks, "a", 9), places({{0, 3}}));
    }

    void placesThatNobodyStandsAtAreForgotten() {
        Peeks peeks;
        peeks.take(record(0, 3, 5), Offset{9}, second(0));
        peeks.take(record(0, 7, 7), Offset{9}, second(0));
        peeks.take(record(1, 0, 0), Offset{9}, second(0));
        peeks.forget(snapshot({{"a", {row(0, 4, 9)}}}));
        QCOMPARE(peeks.size(), std::size_t(1));
        QVERIFY(peeks.find(t(0), Offset{4}));
    }

    void markersAloneAreNoRecordsToRead() {
        PartitionRow idle = row(0, 8, 9);
        noteMarkers(idle, {Offset{8}, {}, {}, false, Offset{9}, {}, second(0)});
        QCOMPARE(idle.condition, Condition::MarkersOnly);
        QVERIFY2(idle.note.starts_with("No record to read in the 1 offset after the commit"),
                 idle.note.c_str());
    }

    void aRecordBehindTheKnownEndIsNotUnreadYet() {
        PartitionRow idle = row(0, 8, 9);
        noteMarkers(idle, {Offset{8}, Offset{9}, {}, false, Offset{9}, {}, second(0)});
        QCOMPARE(idle.condition, Condition::MarkersOnly);
    }

    void aRecordIsUnreadThoughMarkersComeFirst() {
        PartitionRow late = row(0, 7, 9);
        noteMarkers(late, {Offset{7}, Offset{8}, {}, false, Offset{9}, {}, second(0)});
        QCOMPARE(late.condition, Condition::Normal);
        // The log has gone on since nothing was found.
        noteMarkers(late, {Offset{7}, {}, {}, false, Offset{8}, {}, second(0)});
        QCOMPARE(late.condition, Condition::Normal);
    }
};

QTEST_APPLESS_MAIN(TestPeeks)
#include "tst_peeks.moc"
