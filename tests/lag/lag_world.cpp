// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lag/lag_world.h"

#include "models/lag/assess.h"
#include "tests/lag/lag_builders.h"

#include <algorithm>
#include <cmath>

namespace streamscape::test {

namespace {

std::size_t number(const kafka::RecordPlace& place) {
    return static_cast<std::size_t>(place.partition.partition.value);
}

} // namespace

double Chance::scale(double low, double high) { return std::exp(real(std::log(low), std::log(high))); }

std::int64_t Chance::poisson(double mean) {
    if (mean > 30) // a normal distribution is as good, and does not take so many draws
        return std::max<std::int64_t>(
            0, std::llround(mean + std::sqrt(mean) *
                                       (unit() + unit() + unit() + unit() + unit() + unit() - 3) * 1.414));
    const double enough = std::exp(-mean);
    std::int64_t n = 0;
    for (double product = unit(); product > enough; product *= unit())
        ++n;
    return n;
}

World::World(Habits wanted, std::uint64_t seed)
    : habits(wanted)
    , chance(seed)
    , partitions(static_cast<std::size_t>(wanted.partitions))
    , members(static_cast<std::size_t>(wanted.members))
    , m_burrow(partitions.size())
    , m_keen(partitions.size()) {
    for (Partition& partition : partitions) {
        partition.start = chance.between(0, 100'000);
        partition.position = 5'000'000 + chance.between(0, 100'000);
        partition.end = partition.position + habits.backlog;
        partition.committed = partition.position;
    }
    for (Member& member : members)
        member.nextCommit = chance.between(1, habits.commitEvery);
    assign();
}

int World::alive() const {
    return static_cast<int>(
        std::count_if(members.begin(), members.end(), [](const Member& m) { return m.alive; }));
}

std::int64_t World::lag() const {
    std::int64_t sum = 0;
    for (const Partition& partition : partitions)
        sum += partition.end - partition.committed.value_or(partition.end);
    return sum;
}

double World::perSecond() const { return habits.rate * habits.partitions; }

base::Time World::moment() const { return second(now); }

void World::assign() {
    if (unassignedStay)
        return;
    std::vector<int> there;
    for (int m = 0; m < habits.members; ++m)
        if (members[static_cast<std::size_t>(m)].alive)
            there.push_back(m);
    for (std::size_t p = 0; p < partitions.size(); ++p)
        partitions[p].owner = there.empty() ? -1 : there[p % there.size()];
}

void World::leave(int member, bool commits) {
    Member& one = members[static_cast<std::size_t>(member)];
    if (!one.alive)
        return;
    if (commits && !one.hung) {
        one.nextCommit = now;
        commit();
    }
    one.alive = false;
    assign();
}

void World::join(int member) {
    Member& one = members[static_cast<std::size_t>(member)];
    one.alive = true;
    one.nextCommit = now + habits.commitEvery;
    assign();
}

void World::rebalance(int seconds) {
    m_rebalanceUntil = now + seconds;
    for (Partition& partition : partitions)
        partition.position = partition.committed.value_or(partition.start);
}

void World::setCommit(int partition, std::int64_t offset) {
    Partition& one = partitions[static_cast<std::size_t>(partition)];
    one.committed = one.position = offset;
    tellBurrow(static_cast<std::size_t>(partition), offset);
}

void World::recreate() {
    // The commits go with the topic; Burrow is told of that and forgets its windows.
    for (Partition& partition : partitions) {
        partition.start = partition.end = partition.position = partition.markers = 0;
        partition.committed.reset();
        partition.ends.assign(partition.ends.size(), 0);
    }
    m_burrow.assign(m_burrow.size(), {});
    m_keen.assign(m_keen.size(), {});
}

void World::cut(std::int64_t records) {
    for (Partition& partition : partitions) {
        partition.end = std::max(partition.start, partition.end - records);
        partition.position = std::min(partition.position, partition.end);
        for (std::int64_t& end : partition.ends)
            end = std::min(end, partition.end);
    }
}

void World::write() {
    for (Partition& partition : partitions) {
        const double mean = habits.rate * writeFactor * partition.writeFactor;
        std::int64_t records = 0;
        if (habits.noisy) {
            records = chance.poisson(mean);
        } else {
            partition.due += mean;
            records = static_cast<std::int64_t>(partition.due);
            partition.due -= static_cast<double>(records);
        }
        partition.end += records;
        if (records > 0)
            partition.markers = 0;
        // A transaction ends with a marker, once in so many seconds in which something was written.
        if (habits.transactionEvery > 0 && records > 0 && now % habits.transactionEvery == 0) {
            ++partition.end;
            ++partition.markers;
        }
        partition.ends.push_back(partition.end);
    }
}

void World::read() {
    if (now < m_rebalanceUntil)
        return;
    const double each = perSecond() * habits.capacity * capacityFactor / habits.members;
    ++m_rotate;
    for (int m = 0; m < habits.members; ++m) {
        Member& member = members[static_cast<std::size_t>(m)];
        if (!member.alive || member.hung)
            continue;
        member.spare = std::min(member.spare, each) + each;
        std::vector<Partition*> mine;
        for (Partition& partition : partitions)
            if (partition.owner == m && !partition.stuck)
                mine.push_back(&partition);
        if (!mine.empty())
            std::rotate(mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(m_rotate % mine.size()),
                        mine.end());
        // A fair share for each first, then what is left over for whoever has more.
        for (const bool fair : {true, false}) {
            const double share = fair && !mine.empty() ? member.spare / static_cast<double>(mine.size()) : 0;
            for (Partition* partition : mine) {
                std::int64_t last = partition->end - partition->markers;
                if (partition->stable)
                    last = std::min(last, *partition->stable);
                if (delay > 0)
                    last =
                        std::min(last, partition->ends[static_cast<std::size_t>(std::max(0, now - delay))]);
                const double most = fair ? share : member.spare;
                const std::int64_t some = std::min(std::max<std::int64_t>(0, last - partition->position),
                                                   static_cast<std::int64_t>(most));
                partition->position += some;
                member.spare -= static_cast<double>(some);
            }
        }
    }
}

void World::commit() {
    if (now < m_rebalanceUntil)
        return;
    for (int m = 0; m < habits.members; ++m) {
        Member& member = members[static_cast<std::size_t>(m)];
        if (!member.alive || member.hung || now < member.nextCommit)
            continue;
        const double wait = habits.commitEvery * chance.real(1 - habits.jitter, 1 + habits.jitter);
        member.nextCommit = now + std::max(1, static_cast<int>(std::lround(wait)));
        for (std::size_t p = 0; p < partitions.size(); ++p) {
            Partition& partition = partitions[p];
            if (partition.owner != m || (!habits.recommits && partition.committed == partition.position))
                continue;
            partition.committed = partition.position;
            tellBurrow(p, partition.position);
        }
    }
}

lag::Snapshot World::snapshot() const {
    lag::Snapshot snapshot;
    snapshot.asOf = moment();
    lag::Group group;
    group.row.group = "g";
    group.row.members = habits.membership ? alive() : 0;
    group.row.state = alive() == 0             ? kafka::GroupState::Empty
                      : now < m_rebalanceUntil ? kafka::GroupState::PreparingRebalance
                                               : kafka::GroupState::Stable;
    for (std::size_t p = 0; p < partitions.size(); ++p) {
        const Partition& partition = partitions[p];
        lag::PartitionRow row;
        row.partition = {"t", base::PartitionId{static_cast<std::int32_t>(p)}};
        row.logStart = base::Offset{partition.start};
        row.logEnd = base::Offset{partition.end};
        row.stableEnd = base::Offset{partition.stable.value_or(partition.end)};
        if (partition.committed) {
            row.committed = base::Offset{*partition.committed};
            row.lag = std::max<std::int64_t>(0, partition.end - *partition.committed);
            group.row.lag = group.row.lag.value_or(0) + *row.lag;
        }
        if (habits.membership && partition.owner >= 0)
            row.member = lag::Member{std::to_string(partition.owner), "app", "10.0.0.7"};
        group.partitions.push_back(std::move(row));
    }
    group.row.topics = {"t"};
    group.row.partitions = habits.partitions;
    snapshot.groups.push_back(std::move(group));
    return snapshot;
}

void World::look() {
    const bool isTenth = now % 10 == 0;
    const bool isDue = now >= m_nextLook;
    if (!consoleRuns || (!isTenth && !isDue))
        return;
    const lag::Snapshot seen = snapshot();
    if (isTenth)
        m_stored.push_back(seen);
    if (!isDue)
        return;
    m_nextLook = now + habits.lookEvery;
    if (!chance.odds(habits.missedLooks))
        m_history.record(seen);
}

void World::restartConsole(bool keepsStore) {
    m_history.clear();
    if (keepsStore)
        for (const lag::Snapshot& stored : m_stored)
            m_history.record(stored);
    else
        m_stored.clear();
}

void World::run(int seconds) {
    run(seconds, [](int) {});
}

void World::run(int seconds, const std::function<void(int)>& each) {
    for (int s = 0; s < seconds; ++s) {
        each(s);
        write();
        for (std::size_t p = 0; p < partitions.size(); ++p) {
            lag::burrow::addEnd(m_keen[p], partitions[p].end, {});
            if (now % 10 == 0)
                lag::burrow::addEnd(m_burrow[p], partitions[p].end, {});
        }
        read();
        commit();
        look();
        ++now;
    }
}

kafka::PeekedRecord World::peeked(const kafka::RecordPlace& place) const {
    const Partition& partition = partitions[number(place)];
    kafka::PeekedRecord record;
    record.partition = place.partition;
    record.asked = place.offset;
    if (place.offset.value < partition.end - partition.markers) {
        const auto it = std::upper_bound(partition.ends.begin(), partition.ends.end(), place.offset.value);
        record.offset = place.offset;
        record.timestamp = second(it - partition.ends.begin() - habits.clockAhead - habits.stampedEarlier);
    }
    return record;
}

lag::Group World::judged() {
    --now; // the second that has just passed
    lag::Snapshot snapshot = this->snapshot();
    m_history.record(snapshot);
    lag::Peeks peeks;
    for (int round = 0; round < 3; ++round) {
        lag::assess(snapshot, m_history, {&peeks});
        for (const kafka::RecordPlace& place : lag::worthPeeking(snapshot, peeks, {}, 8))
            peeks.take(peeked(place), base::Offset{partitions[number(place)].end}, snapshot.asOf);
    }
    lag::assess(snapshot, m_history, {&peeks});
    ++now;
    return snapshot.groups.front();
}

lag::Judgement World::burrowOfLooks() const {
    const lag::Snapshot snapshot = this->snapshot();
    return lag::burrow::judge(snapshot.groups.front(), m_history, {}, snapshot.asOf);
}

std::vector<lag::Judgement> World::judgedLately(int seconds) const {
    lag::History history;
    std::vector<lag::Judgement> judgements;
    for (lag::Snapshot snapshot : m_stored) {
        history.record(snapshot);
        if (moment() - snapshot.asOf > std::chrono::seconds{seconds})
            continue;
        lag::assess(snapshot, history);
        judgements.push_back({snapshot.groups.front().row.verdict, snapshot.groups.front().row.why});
    }
    return judgements;
}

void World::tellBurrow(std::size_t partition, std::int64_t committed) {
    lag::burrow::addCommit(m_burrow[partition], committed, moment(), {});
    lag::burrow::addCommit(m_keen[partition], committed, moment(), {});
}

lag::burrow::Status World::statusOf(const std::vector<lag::burrow::Partition>& all) const {
    // Of partitions that nobody ever committed Burrow knows nothing.
    std::vector<lag::burrow::Partition> known;
    for (const lag::burrow::Partition& partition : all)
        if (!partition.commits.empty())
            known.push_back(partition);
    return lag::burrow::statusOf(known, {}, moment() + std::chrono::seconds{habits.clockAhead}).status;
}

} // namespace streamscape::test
