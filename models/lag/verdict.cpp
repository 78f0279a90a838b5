// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/verdict.h"

#include "models/base/text.h"

#include <algorithm>
#include <cmath>

namespace streamscape::lag {

namespace {

std::string number(std::int64_t value) { return base::toStd(base::grouped(value)); }
std::string words(base::Duration duration) {
    // Tenths of a second are noise in a sentence that changes every two seconds.
    return base::toStd(base::durationWords(std::chrono::floor<std::chrono::seconds>(duration)));
}
std::string count(std::int64_t n, const char* one, const char* many) {
    return number(n) + " " + (n == 1 ? one : many);
}
std::string unread(const Evidence& e) { return count(*e.lag, "record", "records") + " unread"; }
std::string rate(std::int64_t records, base::Duration over) {
    const double perSecond = static_cast<double>(records) * 1000.0 / static_cast<double>(over.count());
    return number(std::llround(perSecond)) + " /s";
}

// "no commit for 11 m 24 s, while 1,204 /s kept arriving"
std::string standing(const Evidence& e) {
    std::string text = e.everMoved ? "no commit for " + words(e.stillFor)
                                   : "no commit since this session began, " + words(e.stillFor) + " ago";
    if (e.produced > 0)
        text += ", while " + rate(e.produced, e.watched) + " kept arriving";
    return text;
}

Judgement withoutMembers(const Evidence& e) {
    return {Verdict::Stopped, "No members, " + unread(e) + ": " + standing(e) + "."};
}

Judgement notMoving(const Evidence& e) {
    if (std::min(e.watched, e.unreadFor) < patience)
        return {Verdict::Unknown, unread(e) + ", and no commit moved in " + words(e.watched) +
                                      ": too early to tell, commits come every few seconds."};
    const std::string who = e.members ? count(*e.members, "member", "members") + ", " : std::string();
    return {Verdict::Stalled, who + unread(e) + ": " + standing(e) + "."};
}

Judgement stuckOne(const Evidence& e) {
    return {Verdict::Stalled,
            "Partition " + std::to_string(e.stuck->partition.partition.value) + " of " +
                e.stuck->partition.topic + " has unread records and its commit has not moved for " +
                words(e.stuck->since) +
                (e.stuck->assigned ? ", while others go on." : "; no member has it assigned.")};
}

Judgement moving(const Evidence& e) {
    const std::int64_t change = *e.lag - e.lagWas.value_or(*e.lag);
    if (e.lagGrows && e.watched >= patience)
        return {Verdict::FallingBehind, "Lag grew by " + number(change) + " in " + words(e.watched) + ": " +
                                            rate(e.produced, e.watched) + " written, " +
                                            rate(e.consumed, e.watched) + " read."};
    if (change > 0 && e.watched < patience)
        return {Verdict::Unknown, "Lag rose in the " + words(e.watched) +
                                      " it was watched: too early to tell, commits come every few seconds."};
    if (change < 0)
        return {Verdict::KeepingUp,
                "Catching up: " + number(-change) + " less unread than " + words(e.watched) + " ago."};
    return {Verdict::KeepingUp, rate(e.consumed, e.watched) + " read, " + rate(e.produced, e.watched) +
                                    " written; lag does not grow."};
}

} // namespace

Judgement judge(const Evidence& e) {
    if (e.error)
        return {Verdict::Unknown, e.error->what};
    if (!e.committed)
        return {Verdict::Empty, e.members.value_or(0) > 0
                                    ? count(*e.members, "member", "members") + ", nothing committed yet."
                                    : "No commits and no members."};
    if (!e.lag)
        return {Verdict::Unknown, "The log ends of its partitions are not known."};
    if (e.looks < 2 || e.watched.count() <= 0)
        return {Verdict::Unknown, "Seen once; a verdict takes at least two looks."};
    if (e.rewound > 0)
        return {Verdict::Rewound, "Commits went back by " + count(e.rewound, "record", "records") +
                                      " within the last " + words(e.watched) + "."};
    if (*e.lag == 0)
        return e.produced == 0 && e.consumed == 0
                   ? Judgement{Verdict::Idle,
                               "Nothing is unread, and nothing was written in " + words(e.watched) + "."}
                   : Judgement{Verdict::KeepingUp, "Everything written is read."};
    if (e.unreadFor < patience && e.unreadFor < e.watched)
        return {Verdict::KeepingUp, "Had read everything " + words(e.unreadFor) + " ago."};
    if (e.consumed == 0)
        return e.members == 0 ? withoutMembers(e) : notMoving(e);
    return e.stuck ? stuckOne(e) : moving(e);
}

bool grows(std::span<const Point> lag) {
    if (lag.size() < 3)
        return false;
    // Thirds of time, not of points: flat stretches are kept as two points only.
    const base::Duration third = (lag.back().at - lag.front().at) / 3;
    const base::Time firstEnds = lag.front().at + third;
    const base::Time lastBegins = lag.back().at - third;
    std::int64_t highest = lag.front().value;
    std::int64_t lowest = lag.back().value;
    for (const Point& point : lag) {
        if (point.at <= firstEnds)
            highest = std::max(highest, point.value);
        if (point.at >= lastBegins)
            lowest = std::min(lowest, point.value);
    }
    return lowest > highest;
}

} // namespace streamscape::lag
