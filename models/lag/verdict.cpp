// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/verdict.h"

#include "models/lag/sentence.h"

#include <algorithm>
#include <cmath>

namespace streamscape::lag {

using namespace sentence;

namespace {

using base::Duration;

std::string unread(const Evidence& e) { return count(*e.unread, "record", "records") + " unread"; }
std::string members(const Evidence& e) { return count(*e.members, "member", "members"); }

// "no commit since 02:10:05 UTC, 11 m 24 s ago, while 1,204 /s kept arriving"
std::string standing(const Evidence& e) {
    // What was never seen to move may have stood for longer than anybody looked.
    std::string text = e.everMoved ? "no commit moved since " + clock(e.now - e.stoodFor, e.now) + ", " +
                                         words(e.stoodFor) + " ago"
                                   : "no commit moved for at least " + words(e.stoodFor);
    if (e.produceRate.value_or(0) > 0)
        text += ", while " + perSecond(*e.produceRate) + " kept arriving";
    return text;
}

std::string rates(const Evidence& e) {
    if (!e.consumeRate || !e.produceRate)
        return {};
    return perSecond(*e.consumeRate) + " read, " + perSecond(*e.produceRate) + " written";
}

std::string setBack(const Evidence& e) {
    const Rewound& r = *e.rewound;
    return "et back by " + count(r.by, "record", "records") + " at " + clock(r.at, e.now) +
           (r.partitions > 1 ? " on " + number(r.partitions) + " partitions" : "");
}

bool isRewound(const Evidence& e) {
    if (!e.rewound)
        return false;
    const Duration ago = e.now - e.rewound->at;
    // Commits that overtake each other put one back for a moment.
    const double soon = e.consumeRate.value_or(0) * static_cast<double>(e.patience.count()) / 1000.0;
    if (ago < e.patience && static_cast<double>(e.rewound->by) <= soon)
        return false;
    return ago < rewindCounts || e.stoodFor < ago;
}

Judgement rewound(const Evidence& e) {
    return {Verdict::Rewound,
            "S" + setBack(e) + "; " + number(e.rewound->left) + " left until it is where it was."};
}

Judgement nothingUnread(const Evidence& e) {
    if (e.heldBack)
        return {Verdict::Stalled, "Partition " + number(e.heldBack->partition.partition.value) + " of " +
                                      e.heldBack->partition.topic + " is read up to an open transaction. " +
                                      e.heldBack->note + "."};
    if (e.produceRate.value_or(0) > 0 || e.consumeRate.value_or(0) > 0)
        return {Verdict::KeepingUp, "Everything written is read."};
    return {Verdict::Idle, "Nothing is unread, and nothing is written."};
}

Judgement withoutMembers(const Evidence& e) {
    const bool isNew = e.behindIsWhole && e.behind && *e.behind < patience;
    if (isNew)
        return {Verdict::KeepingUp, "Had read everything " + words(*e.behind) + " ago."};
    // Where nobody saw it leave, how long the records have waited tells how long it has been gone.
    const Duration gone = e.sawLeaving ? e.stoodFor : e.behind.value_or(Duration{0});
    if (e.hadMembers && *e.memberless < restartTakes && gone < e.patience + restartTakes)
        return {Verdict::Unknown, "Its last member left " + words(*e.memberless) + " ago, " + unread(e) +
                                      ": too early to tell, a restart takes as long."};
    std::string why = "No members, " + unread(e) + ": " + standing(e) + ".";
    if (e.rewound)
        why += " S" + setBack(e) + ".";
    return {Verdict::Stopped, why};
}

Judgement stuck(const Evidence& e) {
    if (!e.moves) {
        if (e.members == 0)
            return {Verdict::Stopped, "No members, " + unread(e) + ": " + standing(e) + "."};
        std::string why =
            (e.members ? members(e) + ", " : std::string()) + unread(e) + ": " + standing(e) + ".";
        if (e.stuck->note.find("ransaction") != std::string::npos)
            why += " " + e.stuck->note + ".";
        return {Verdict::Stalled, why};
    }
    std::string why =
        "Partition " + number(e.stuck->partition.partition.value) + " of " + e.stuck->partition.topic;
    if (e.stuckPartitions > 1)
        why += " and " + count(e.stuckPartitions - 1, "other", "others");
    why += (e.stuckPartitions > 1 ? " have" : " has");
    why +=
        " unread records and " + std::string(e.stuckPartitions > 1 ? "their commits have" : "its commit has");
    why += " not moved for " + words(e.stuck->stood);
    why += e.stuck->assigned ? ", while others go on." : "; no member has it assigned.";
    if (!e.stuck->note.empty())
        why += " " + e.stuck->note + ".";
    return {Verdict::Stalled, why};
}

Judgement growing(const Evidence& e) {
    if (e.peaks >= 2)
        return {Verdict::KeepingUp, "Lag grows, as it did " + number(e.peaks) +
                                        " times before, and was read each time: " + unread(e) + "."};
    std::string why = "Lag ";
    if (e.growing)
        why += "of partition " + number(e.growing->partition.value) + " of " + e.growing->topic + " ";
    why += "grew by " + number(std::llround(e.trend.change)) + " in " + words(e.trend.over);
    if (const std::string both = rates(e); !both.empty() && !e.growing)
        why += ": " + both;
    if (e.behind)
        why += std::string("; ") + (e.behindIsWhole ? "" : "at least ") + words(*e.behind) + " behind";
    return {Verdict::FallingBehind, why + "."};
}

Judgement tooEarly(const Evidence& e) {
    if (!e.moves)
        return {Verdict::Unknown, unread(e) + ", and no commit moved in the " +
                                      words(std::min(e.stoodFor, e.watched)) +
                                      " it was watched: too early to tell, some commit every few minutes."};
    return {Verdict::Unknown, unread(e) + "; watched for " + words(e.watched) +
                                  ", which is too short to tell where its lag goes."};
}

Judgement behindButMoving(const Evidence& e) {
    if (!e.moves)
        return tooEarly(e);
    // Lag that grows is no news while what is known of the waits is short.
    const bool isLate = e.behind.value_or(Duration{0}) > e.patience;
    if (e.lowsRise && isLate)
        return {Verdict::FallingBehind,
                "Lag comes and goes, but of each wave more is left over: " + unread(e) +
                    (e.behind ? ", " + words(*e.behind) + " behind." : ".")};
    switch (e.trend.course) {
    case Course::Growing:
        if (isLate)
            return growing(e);
        break;
    case Course::Shrinking:
        return {Verdict::KeepingUp, "Catching up: " + number(std::llround(-e.trend.change)) +
                                        " less unread than " + words(e.trend.over) + " ago."};
    case Course::Steady:
        return {Verdict::KeepingUp, unread(e) + ", about as many as " + words(e.trend.over) + " ago" +
                                        (e.behind ? ": it stays " + words(*e.behind) + " behind." : ".")};
    case Course::Unknown:
        break;
    }
    if (e.rose.value_or(1) > 0)
        return tooEarly(e);
    return {Verdict::KeepingUp, unread(e) + ", no more than at first, and commits go on."};
}

Judgement judged(const Evidence& e) {
    if (isRewound(e))
        return rewound(e);
    if (*e.unread == 0)
        return nothingUnread(e);
    if (e.memberless && !e.readsWithoutMembers)
        return withoutMembers(e);
    if (e.behindIsWhole && e.behind && *e.behind <= e.patience) {
        const std::string both = rates(e);
        return {Verdict::KeepingUp, "Nothing has waited for more than " + words(*e.behind) +
                                        (both.empty() ? "." : ": " + both + ".")};
    }
    return e.stuck ? stuck(e) : behindButMoving(e);
}

} // namespace

Judgement judge(const Evidence& e) {
    if (e.error)
        return {Verdict::Unknown, e.error->what};
    if (!e.committed)
        return {Verdict::Empty, e.members.value_or(0) > 0 ? members(e) + ", nothing committed yet."
                                                          : "No commits and no members."};
    if (!e.unread)
        return {Verdict::Unknown, "The log ends of its partitions are not known." + e.exceptions};
    if (e.watched.count() <= 0)
        return {Verdict::Unknown, "Seen once; a verdict takes at least two looks."};
    Judgement judgement = judged(e);
    judgement.why += e.exceptions;
    return judgement;
}

} // namespace streamscape::lag
