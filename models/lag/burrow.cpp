// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/burrow.h"

#include "models/lag/sentence.h"

#include <algorithm>

namespace streamscape::lag::burrow {

using namespace sentence;

namespace {

template<class T>
void keepNewest(std::vector<T>& ring, int count) {
    if (ring.size() > static_cast<std::size_t>(count))
        ring.erase(ring.begin());
}

// Silent for longer than the kept commits span, and not without lag lately.
bool isStopped(const Partition& partition, base::Time now) {
    const Commit& last = partition.commits.back();
    // Burrow's clock has whole seconds here.
    const base::Time seconds = std::chrono::floor<std::chrono::seconds>(now);
    return seconds - last.at > last.at - partition.commits.front().at &&
           std::none_of(partition.ends.begin(), partition.ends.end(),
                        [&](std::int64_t end) { return end <= last.offset; });
}

// The first step back, if no later commit came to where it was.
bool isRewound(const std::vector<Commit>& commits) {
    for (std::size_t i = 1; i < commits.size(); ++i)
        if (commits[i].offset < commits[i - 1].offset)
            return std::none_of(commits.begin() + static_cast<std::ptrdiff_t>(i), commits.end(),
                                [&](const Commit& later) { return later.offset >= commits[i - 1].offset; });
    return false;
}

bool isStalled(const std::vector<Commit>& commits) {
    return std::all_of(commits.begin(), commits.end(),
                       [&](const Commit& commit) { return commit.offset == commits.front().offset; });
}

bool neverDecreases(const std::vector<Commit>& commits) {
    std::optional<std::int64_t> before;
    for (const Commit& commit : commits) {
        if (!commit.lag)
            continue;
        if (before && *commit.lag < *before)
            return false;
        before = commit.lag;
    }
    return true;
}

Verdict verdictOf(Status status) {
    switch (status) {
    case Status::Warn:
    case Status::Err:
        return Verdict::FallingBehind;
    case Status::Stop:
        return Verdict::Stopped;
    case Status::Stall:
        return Verdict::Stalled;
    case Status::Rewind:
        return Verdict::Rewound;
    case Status::NotFound:
        return Verdict::Unknown;
    case Status::Ok:
        break;
    }
    return Verdict::KeepingUp;
}

const char* ruleOf(Status status) {
    switch (status) {
    case Status::Warn:
        return "its lag did not decrease between its last commits";
    case Status::Stop:
        return "no commit for longer than its last ones span";
    case Status::Stall:
        return "its last commits are all the same";
    case Status::Rewind:
        return "a commit went back and did not come to where it was";
    default:
        return "";
    }
}

} // namespace

const char* name(Status status) {
    static constexpr const char* names[] = {"NOTFOUND", "OK", "WARN", "ERR", "STOP", "STALL", "REWIND"};
    return names[static_cast<std::size_t>(status)];
}

void addEnd(Partition& partition, std::int64_t end, const Settings& settings) {
    partition.ends.push_back(end);
    keepNewest(partition.ends, settings.intervals);
}

void addCommit(Partition& partition, std::int64_t offset, base::Time at, const Settings& settings) {
    if (partition.ends.empty())
        return;
    Commit commit{offset, at, std::max<std::int64_t>(0, partition.ends.back() - offset)};
    if (!partition.commits.empty() && at - partition.commits.back().at < settings.minDistance) {
        commit.at = partition.commits.back().at;
        partition.commits.back() = commit;
        return;
    }
    partition.commits.push_back(commit);
    keepNewest(partition.commits, settings.intervals);
}

std::int64_t currentLag(const Partition& partition) {
    if (partition.commits.empty() || partition.ends.empty())
        return 0;
    return std::max<std::int64_t>(0, partition.ends.back() - partition.commits.back().offset);
}

double completeness(const Partition& partition, const Settings& settings) {
    return static_cast<double>(partition.commits.size()) / settings.intervals;
}

Status statusOf(const Partition& partition, const Settings& settings, base::Time now) {
    if (partition.commits.empty() || completeness(partition, settings) < settings.minimumComplete)
        return Status::Ok;
    if (currentLag(partition) <= settings.allowedLag)
        return Status::Ok;
    if (isStopped(partition, now))
        return Status::Stop;
    if (isRewound(partition.commits))
        return Status::Rewind;
    if (std::any_of(partition.commits.begin(), partition.commits.end(),
                    [&](const Commit& commit) { return commit.lag && *commit.lag <= settings.allowedLag; }))
        return Status::Ok;
    if (isStalled(partition.commits))
        return Status::Stall;
    return neverDecreases(partition.commits) ? Status::Warn : Status::Ok;
}

GroupStatus statusOf(std::span<const Partition> partitions, const Settings& settings, base::Time now) {
    GroupStatus group;
    Status worst = Status::Ok;
    std::size_t complete = 0;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        const Status status = statusOf(partitions[i], settings, now);
        group.totalLag += currentLag(partitions[i]);
        complete += completeness(partitions[i], settings) >= 1;
        if (status > worst) {
            worst = status;
            group.worst = i;
        }
    }
    if (partitions.empty())
        return group;
    group.status = std::min(worst, Status::Err);
    group.complete = static_cast<double>(complete) / static_cast<double>(partitions.size());
    return group;
}

Partition windowOf(const Series& commits, const Series& ends, const Settings& settings, base::Time now) {
    Partition partition;
    const std::span<const Point> points = commits.points();
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (points[i].value == points[i - 1].value)
            continue;
        const base::Time asked = points[i].at - points[i].at.time_since_epoch() % endsEvery;
        const std::optional<double> end = ends.at(asked) ? ends.at(asked) : ends.at(points[i].at);
        if (!end)
            continue;
        partition.ends = {static_cast<std::int64_t>(*end)};
        addCommit(partition, points[i].value, points[i].at, settings);
    }
    partition.ends.clear();
    for (int back = settings.intervals - 1; back >= 0; --back)
        if (const std::optional<double> end = ends.at(now - back * endsEvery))
            addEnd(partition, static_cast<std::int64_t>(*end), settings);
    return partition;
}

Judgement judge(const Group& group, const History& history, const Settings& settings, base::Time now) {
    if (group.row.error)
        return {Verdict::Unknown, group.row.error->what};
    std::vector<Partition> partitions;
    std::vector<const PartitionRow*> rows;
    for (const PartitionRow& row : group.partitions) {
        const Series* commits = history.committed(group.row.group, row.partition);
        const Series* ends = history.end(row.partition);
        if (!commits || !ends)
            continue;
        Partition window = windowOf(*commits, *ends, settings, now);
        if (window.commits.empty())
            continue;
        partitions.push_back(std::move(window));
        rows.push_back(&row);
    }
    const GroupStatus status = statusOf(partitions, settings, now);
    const std::string complete = " (" + number(std::llround(status.complete * 100)) + " % complete)";
    if (partitions.empty())
        return {group.row.lag ? Verdict::Unknown : Verdict::Empty,
                "Burrow: NOTFOUND, no commit was seen to come."};
    if (!status.worst)
        return {status.totalLag == 0 ? Verdict::Idle : Verdict::KeepingUp, "Burrow: OK" + complete + "."};
    const Status worst = statusOf(partitions[*status.worst], settings, now);
    const base::TopicPartition& where = rows[*status.worst]->partition;
    return {verdictOf(worst), std::string("Burrow: ") + name(status.status) + ", partition " +
                                  number(where.partition.value) + " of " + where.topic + " is " +
                                  name(worst) + ": " + ruleOf(worst) + complete + "."};
}

} // namespace streamscape::lag::burrow
