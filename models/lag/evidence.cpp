// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/evidence.h"

#include "models/lag/peeks.h"
#include "models/lag/sentence.h"

#include <algorithm>
#include <set>

namespace streamscape::lag {

using namespace sentence;

namespace {

using base::Duration;
using base::Time;

// A member that has just come needs this long to fetch and commit; so does a rebalance.
constexpr Duration settling = std::chrono::seconds{60};
// The last commits of members that leave are seen about when the leaving is.
constexpr Duration parting = std::chrono::seconds{10};
// A reader that is behind may work off one partition after the other, each for as long as this.
constexpr Duration round = std::chrono::minutes{10};
// Lag that grew by less than what is written in this time has not grown.
constexpr Duration worthwhile = std::chrono::seconds{15};

struct Reader {
    const PartitionRow* row;
    const Series* commits;
    const Series* ends;
    Duration stood;
};

bool isRebalancing(kafka::GroupState state) {
    using kafka::GroupState;
    return state == GroupState::PreparingRebalance || state == GroupState::CompletingRebalance ||
           state == GroupState::Assigning || state == GroupState::Reconciling;
}

// Rows whose lag is known and is somebody's to read.
bool isUnread(const PartitionRow& row) {
    return row.condition != Condition::MarkersOnly && row.lag.value_or(0) > 0 && firstUnread(row);
}

std::string exceptionsIn(const Group& group) {
    int beyond = 0;
    int gone = 0;
    int unreadable = 0;
    std::int64_t lost = 0;
    for (const PartitionRow& row : group.partitions) {
        beyond += row.condition == Condition::BeyondEnd || row.condition == Condition::Recreated;
        gone += row.condition == Condition::TopicGone;
        unreadable += row.condition == Condition::NoLeader || row.condition == Condition::Failed;
        if (row.condition == Condition::BelowStart && row.committed && row.logStart)
            lost += row.logStart->value - row.committed->value;
    }
    std::string text;
    if (lost > 0)
        text += " " + count(lost, "record is", "records are") + " gone from the log unread.";
    if (beyond > 0)
        text +=
            " " + count(beyond, "partition's commit is", "partitions' commits are") + " no place in the log.";
    if (gone > 0)
        text += " " + count(gone, "partition is", "partitions are") + " not there any more.";
    if (unreadable > 0)
        text += " " + count(unreadable, "partition", "partitions") + " could not be read.";
    return text;
}

void addMembers(const Group& group, const History& history, Evidence& e) {
    e.members = group.row.members;
    e.rebalancing = isRebalancing(group.row.state);
    e.joined = e.watched;
    const Series* series = history.members(group.row.group);
    if (!series)
        return;
    const std::span<const Point> points = series->points();
    const Time stoodSince = e.now - e.stoodFor;
    for (std::size_t i = 0; i < points.size(); ++i) {
        e.hadMembers = e.hadMembers || points[i].value > 0;
        if (i > 0 && points[i].value == 0 && points[i - 1].value > 0)
            e.sawLeaving = !points[i].afterGap;
        if (i == 0 || points[i].value <= points[i - 1].value)
            continue;
        e.joined = e.now - points[i].at;
        e.comebacks += points[i].at > stoodSince;
    }
    if (e.members == 0)
        e.memberless = points.back().value == 0 ? e.now - series->flatSince() : Duration{0};
}

// Whether commits go on without members: moved after the last of them was gone.
bool movesAlone(const std::vector<Reader>& readers, const Evidence& e) {
    if (!e.memberless)
        return false;
    const Time alone = e.now - *e.memberless + (e.hadMembers ? parting : Duration{0});
    std::set<Time> moves;
    for (const Reader& reader : readers) {
        const std::span<const Point> points = reader.commits->points();
        for (std::size_t i = points.size(); i-- > 1 && points[i].at > alone;)
            if (points[i].value > points[i - 1].value)
                moves.insert(points[i].at);
    }
    // One move may be somebody's setting the offsets of a group that stands.
    return moves.size() >= (e.hadMembers ? 2U : 1U);
}

void addRewinds(const std::vector<Reader>& readers, const std::string& group, const History& history,
                Evidence& e) {
    for (const Reader& reader : readers) {
        const Rewind* rewind = history.rewind(group, reader.row->partition);
        if (!rewind || reader.row->committed->value >= rewind->from)
            continue;
        Rewound& sum = e.rewound ? *e.rewound : e.rewound.emplace();
        sum.at = std::max(sum.at, rewind->at);
        sum.by += rewind->from - rewind->to;
        sum.left += rewind->from - reader.row->committed->value;
        ++sum.partitions;
    }
}

// The member that has this partition goes on with others of its own.
bool isElsewhere(const Reader& reader, const std::vector<Reader>& readers, const Evidence& e) {
    return reader.row->member && std::any_of(readers.begin(), readers.end(), [&](const Reader& other) {
               return other.row != reader.row && other.row->member &&
                      other.row->member->id == reader.row->member->id && other.commits->everMoved() &&
                      other.stood < e.patience;
           });
}

// Partitions whose commit stands although records have waited for longer than the group lets them.
void addStuck(const std::vector<Reader>& readers, Evidence& e) {
    // Where a commit was never seen to move, a minute says as much as it will if the record has waited for
    // long.
    const Duration standing = e.cadence.seen == 0 ? std::min(settling, e.patience) : e.patience;
    for (const Reader& reader : readers)
        e.moves = e.moves || (reader.commits->everMoved() && reader.stood < e.patience);
    for (const Reader& reader : readers) {
        const PartitionRow& row = *reader.row;
        StuckPartition here{row.partition, reader.stood, row.member.has_value(), row.note};
        const bool isHanging = row.condition == Condition::Hanging;
        if (isHanging && !firstUnread(row) && row.highWatermark > row.committed)
            e.heldBack = here;
        if (!isUnread(row))
            continue;
        // One among others that go on may be the last in a consumer's round.
        Duration enough = e.moves ? std::max(2 * standing, settling) : standing;
        if (e.moves && isElsewhere(reader, readers, e))
            enough = std::max(enough, round);
        if (reader.stood < enough || row.timeLag.value.value_or(Duration{0}) < std::max(enough, e.patience))
            continue;
        ++e.stuckPartitions;
        if (!e.stuck || here.stood > e.stuck->stood)
            e.stuck = std::move(here);
    }
}

// More records may wait because more are written while none waits for longer: that is no falling behind. Nor
// is it where the waits have grown, and do so no more.
bool waitsLonger(const Track& track, const Trend& trend, Time now) {
    const Duration part = trend.over / 10;
    const std::optional<Duration> last = leastWait(track, now - 2 * part, now);
    const auto grew = [&](Duration ago, Duration enough) {
        const std::optional<Duration> then = leastWait(track, now - ago - part, now - ago + part);
        return !last || !then || *last - *then >= enough;
    };
    return grew(trend.over, worthwhile) && grew(trend.over / 3, worthwhile / 3);
}

// What rose for long, but is being worked off since a while: the long time's slope does not show that yet.
std::optional<Trend> turned(const std::vector<Point>& lag, std::optional<double> consumed,
                            std::optional<double> produced, Time now) {
    if (lag.empty() || !consumed || !produced || *consumed <= *produced)
        return std::nullopt;
    const auto peak = std::max_element(lag.begin(), lag.end(),
                                       [](const Point& a, const Point& b) { return a.value < b.value; });
    const auto drop = static_cast<double>(peak->value - lag.back().value);
    if (now - peak->at < settling || drop < 2 * std::chrono::duration<double>(worthwhile).count() * *produced)
        return std::nullopt;
    return Trend{Course::Shrinking, now - peak->at, -drop};
}

void addTrend(const std::vector<Reader>& readers, const std::string& group, const History& history,
              Evidence& e) {
    std::vector<Track> tracks;
    const Reader* worst = nullptr;
    for (const Reader& reader : readers) {
        if (!isUnread(*reader.row))
            continue;
        tracks.push_back({reader.commits, reader.ends});
        if (!worst || reader.row->timeLag.value > worst->row->timeLag.value)
            worst = &reader;
    }
    if (tracks.empty())
        return;
    const Series* lag = history.lag(group);
    if (lag)
        e.rose = lag->last().value - lag->since(e.now - settling).front().value;
    const auto worth = [](std::optional<double> rate) {
        return std::chrono::duration<double>(worthwhile).count() * rate.value_or(0);
    };
    const Track alone{worst->commits, worst->ends};
    const auto counts = [&](const Trend& trend) { return waitsLonger(alone, trend, e.now); };
    e.trend = trendOf(tracks, e.cadence, worth(e.produceRate), e.now, counts);
    if (lag && e.trend.course == Course::Growing) {
        e.peaks = peaksLikeThis(*lag, e.now);
        e.trend =
            turned(lag->since(e.now - e.trend.over), e.consumeRate, e.produceRate, e.now).value_or(e.trend);
        return;
    }
    if (const std::optional<Time> since = lag ? lowsRiseSince(*lag, worth(e.produceRate)) : std::nullopt)
        e.lowsRise = waitsLonger(alone, {Course::Growing, e.now - *since, 0}, e.now);
    if (e.lowsRise || tracks.size() < 2)
        return;
    const PartitionRow& row = *worst->row;
    const Trend trend = trendOf({&alone, 1}, e.cadence, worth(row.produceRate), e.now, counts);
    if (trend.course == Course::Growing &&
        !turned(lagOf(alone, e.now - trend.over), row.consumeRate, row.produceRate, e.now)) {
        e.trend = trend;
        e.growing = row.partition;
    }
}

} // namespace

Evidence evidenceOf(const Group& group, const Cadence& cadence, const History& history, Time now) {
    Evidence e;
    e.now = now;
    e.error = group.row.error;
    e.cadence = cadence;
    e.consumeRate = group.row.consumeRate;
    e.produceRate = group.row.produceRate;
    e.exceptions = exceptionsIn(group);
    e.behindIsWhole = true;
    const History::Commits* commits = history.commits(group.row.group);
    std::vector<Reader> readers;
    for (const PartitionRow& row : group.partitions) {
        e.committed = e.committed || row.committed;
        // What was not seen now has not stood still for all we know.
        if (!row.committed || !row.logEnd || row.readAt)
            continue;
        e.unread = e.unread.value_or(0);
        if (isUnread(row)) {
            *e.unread += row.logEnd->value - firstUnread(row)->value;
            if (row.timeLag.value)
                e.behind = std::max(e.behind.value_or(Duration{0}), *row.timeLag.value);
            e.behindIsWhole = e.behindIsWhole && row.timeLag.basis > Basis::Bound;
        }
        const Series* ends = history.end(row.partition);
        const auto series = commits ? commits->find(row.partition) : History::Commits::const_iterator();
        if (!ends || !commits || series == commits->end() || series->second.isEmpty())
            continue;
        const Series& one = series->second;
        readers.push_back({&row, &one, ends, now - one.flatSince()});
        e.watched = std::max(e.watched, now - one.points().front().at);
        e.everMoved = e.everMoved || one.everMoved();
    }
    e.stoodFor = e.watched;
    for (const Reader& reader : readers)
        if (reader.commits->everMoved() || !e.everMoved)
            e.stoodFor = std::min(e.stoodFor, reader.stood);
    addMembers(group, history, e);
    e.patience = cadence.patience();
    // While members come and go nobody commits; but who comes back again and again is not settling.
    if (e.rebalancing || (e.joined < settling && e.comebacks <= 2))
        e.patience += settling;
    addRewinds(readers, group.row.group, history, e);
    addStuck(readers, e);
    e.readsWithoutMembers = movesAlone(readers, e);
    if (e.unread.value_or(0) > 0 && (!e.behindIsWhole || e.behind.value_or(Duration{0}) > e.patience))
        addTrend(readers, group.row.group, history, e);
    return e;
}

} // namespace streamscape::lag
