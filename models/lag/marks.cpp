// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/marks.h"

#include "models/lag/sentence.h"

#include <algorithm>
#include <set>

namespace streamscape::lag {

using namespace sentence;

namespace {

using Kind = Mark::Kind;

// The last commits of members that left may be read this much later than that they left.
constexpr base::Duration parting = std::chrono::seconds{20};
// Commits that overtake each other put one back by less than is read in this time.
constexpr double overtaking = 30;

bool isRebalancing(kafka::GroupState state) {
    using kafka::GroupState;
    return state == GroupState::PreparingRebalance || state == GroupState::CompletingRebalance ||
           state == GroupState::Assigning || state == GroupState::Reconciling;
}

bool sameMembers(const std::vector<Member>& a, const std::vector<Member>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Member& one, const Member& other) { return one.id == other.id; });
}

// Both by partition. A partition that only one of them has is no change of hands.
bool sameAssignment(const Group& a, const Group& b) {
    auto other = b.partitions.begin();
    for (const PartitionRow& row : a.partitions) {
        while (other != b.partitions.end() && other->partition < row.partition)
            ++other;
        if (other == b.partitions.end())
            break;
        if (other->partition == row.partition && row.member && other->member &&
            row.member->id != other->member->id)
            return false;
    }
    return true;
}

// "app on 10.0.0.7, app on 10.0.0.8 and 3 more"
std::string who(const std::vector<Member>& members) {
    std::string text;
    std::set<std::string> places;
    for (const Member& member : members)
        places.insert(member.clientId + (member.host.empty() ? "" : " on " + member.host));
    std::size_t named = 0;
    for (const std::string& place : places) {
        if (named == 3)
            break;
        text += (named++ == 0 ? "" : ", ") + place;
    }
    if (places.size() > named)
        text += " and " + std::to_string(places.size() - named) + " more";
    return text;
}

struct Comings {
    std::vector<Member> joined;
    std::vector<Member> left;
    std::vector<Member> restarted; ///< gone and come again: the same client on the same host
};

Comings comingsOf(const std::vector<Member>& before, const std::vector<Member>& now) {
    const auto byId = [](const Member& a, const Member& b) { return a.id < b.id; };
    Comings comings;
    std::set_difference(now.begin(), now.end(), before.begin(), before.end(),
                        std::back_inserter(comings.joined), byId);
    std::set_difference(before.begin(), before.end(), now.begin(), now.end(),
                        std::back_inserter(comings.left), byId);
    std::erase_if(comings.left, [&](const Member& gone) {
        const auto again =
            std::find_if(comings.joined.begin(), comings.joined.end(), [&](const Member& come) {
                return come.clientId == gone.clientId && come.host == gone.host;
            });
        if (again == comings.joined.end())
            return false;
        comings.restarted.push_back(*again);
        comings.joined.erase(again);
        return true;
    });
    return comings;
}

std::string deployText(const Comings& comings, std::size_t nowThere) {
    std::string text;
    const auto add = [&](const std::vector<Member>& members, const char* verb) {
        if (members.empty())
            return;
        text += (text.empty() ? "" : "; ") +
                count(static_cast<std::int64_t>(members.size()), "member ", "members ") + verb + ": " +
                who(members);
    };
    add(comings.restarted, "restarted");
    add(comings.joined, "joined");
    add(comings.left, "left");
    if (nowThere == 0)
        text += "; none is left";
    return text;
}

// Members come and go, and partitions change hands, for a while; one mark when that is over.
void followMembers(const Group& before, const Group& group, base::Time now, MarkState& state,
                   std::vector<Mark>& marks) {
    if (!before.row.members || !group.row.members)
        return;
    const std::string& name = group.row.group;
    const bool moved = !sameMembers(before.members, group.members) || !sameAssignment(before, group);
    const auto known = state.changes.find(name);
    if (moved || isRebalancing(group.row.state)) {
        MarkState::Change& change =
            known != state.changes.end()
                ? known->second
                : state.changes.emplace(name, MarkState::Change{now, now, before.members}).first->second;
        change.last = now;
        change.rebalances += moved;
    } else if (known != state.changes.end() && now - known->second.last >= settlesIn) {
        const MarkState::Change& change = known->second;
        const Comings comings = comingsOf(change.members, group.members);
        if (!comings.joined.empty() || !comings.left.empty() || !comings.restarted.empty())
            marks.push_back(
                {change.began, Kind::Deploy, name, {}, deployText(comings, group.members.size())});
        else
            marks.push_back(
                {change.began,
                 Kind::Rebalance,
                 name,
                 {},
                 "Rebalanced " + count(static_cast<std::int64_t>(group.members.size()), "member", "members") +
                     (change.last > change.began ? " in " + words(change.last - change.began) : "")});
        state.changes.erase(known);
    }
    if (*group.row.members > 0)
        state.memberlessSince.erase(name);
    else if (*before.row.members > 0)
        state.memberlessSince.emplace(name, now);
}

struct Moves {
    std::int64_t records = 0;
    std::int64_t partitions = 0;

    void add(std::int64_t some) {
        records += some;
        ++partitions;
    }
    std::string text(const char* what) const {
        return what + count(records, "record", "records") + " on " +
               count(partitions, "partition", "partitions");
    }
};

void followOffsets(const Group& before, const Group& group, base::Time now, MarkState& state,
                   std::set<std::string>& recreated, std::vector<Mark>& marks) {
    const std::string& name = group.row.group;
    const auto alone = state.memberlessSince.find(name);
    const bool nobodyReads = alone != state.memberlessSince.end() && now - alone->second >= parting;
    Moves back;
    Moves forward;
    Moves lost;
    auto old = before.partitions.begin();
    for (const PartitionRow& row : group.partitions) {
        while (old != before.partitions.end() && old->partition < row.partition)
            ++old;
        if (old == before.partitions.end())
            break;
        if (old->partition != row.partition || row.readAt)
            continue;
        const std::string& topic = row.partition.topic;
        const bool anotherLog =
            (row.logStart && old->logStart && *row.logStart < *old->logStart) ||
            (row.logEnd && old->logStart && *row.logEnd < *old->logStart) ||
            (row.condition == Condition::Recreated && old->condition != Condition::Recreated);
        const bool cut = row.logEnd && old->logEnd && *row.logEnd < *old->logEnd;
        if (anotherLog && recreated.insert(topic).second)
            marks.push_back(
                {now,
                 Kind::TopicRecreated,
                 {},
                 topic,
                 topic + " was deleted and made again" +
                     (cut ? ": partition " + number(row.partition.partition.value) + " ended at " +
                                number(old->logEnd->value) + " and ends at " + number(row.logEnd->value)
                          : "")});
        else if (cut && recreated.insert(topic).second)
            marks.push_back({now,
                             Kind::RecordsLost,
                             {},
                             topic,
                             "The log of partition " + number(row.partition.partition.value) + " of " +
                                 topic + " lost its last " +
                                 count(old->logEnd->value - row.logEnd->value, "record", "records")});
        if (anotherLog || cut || !row.committed || !old->committed)
            continue;
        const std::int64_t step = row.committed->value - old->committed->value;
        // What a group whose members read puts back for a moment is no reset.
        const double slight = group.row.members == 0 ? 0 : overtaking * old->consumeRate.value_or(0);
        if (step < 0 && static_cast<double>(-step) > slight)
            back.add(-step);
        else if (step > 0 && nobodyReads)
            forward.add(step);
        if (row.condition == Condition::BelowStart && old->condition != Condition::BelowStart && row.logStart)
            lost.add(row.logStart->value - row.committed->value);
    }
    if (back.partitions > 0)
        marks.push_back({now, Kind::Reset, name, {}, back.text("Set back by ")});
    if (forward.partitions > 0)
        marks.push_back({now, Kind::Reset, name, {}, forward.text("Set forward over ")});
    if (lost.partitions > 0)
        marks.push_back({now, Kind::RecordsLost, name, {}, lost.text("Gone from the log unread: ")});
}

std::vector<std::string> namesOf(const Snapshot& snapshot) {
    std::vector<std::string> names;
    names.reserve(snapshot.groups.size());
    for (const Group& group : snapshot.groups)
        names.push_back(group.row.group);
    return names;
}

void followGroups(const Snapshot& before, const Snapshot& now, MarkState& state, std::vector<Mark>& marks) {
    if (!state.groups)
        state.groups = namesOf(before);
    std::vector<std::string>& known = *state.groups;
    std::vector<std::string> there = namesOf(now);
    if (there == known)
        return;
    // Who may see more or less than before sees no comings and goings in that.
    if (now.visibility != before.visibility) {
        known = std::move(there);
        return;
    }
    std::vector<std::string> come;
    std::vector<std::string> gone;
    std::set_difference(there.begin(), there.end(), known.begin(), known.end(), std::back_inserter(come));
    std::set_difference(known.begin(), known.end(), there.begin(), there.end(), std::back_inserter(gone));
    for (std::string& group : come)
        marks.push_back({now.asOf, Kind::GroupAppeared, std::move(group), {}, "The group appeared"});
    // Of brokers that did not answer, groups are missing that are not gone.
    if (!now.errors.empty()) {
        std::vector<std::string> all;
        std::set_union(there.begin(), there.end(), known.begin(), known.end(), std::back_inserter(all));
        known = std::move(all);
        return;
    }
    for (std::string& group : gone) {
        state.changes.erase(group);
        state.memberlessSince.erase(group);
        marks.push_back({now.asOf, Kind::GroupGone, std::move(group), {}, "The group is gone"});
    }
    known = std::move(there);
}

} // namespace

const char* name(Mark::Kind kind) {
    static constexpr const char* names[] = {"rebalance",      "deploy",     "reset",       "topic_recreated",
                                            "group_appeared", "group_gone", "records_lost"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<Mark> marksBetween(const Snapshot& before, const Snapshot& now, MarkState& state) {
    std::vector<Mark> marks;
    followGroups(before, now, state, marks);
    std::set<std::string> recreated;
    for (const Group& group : now.groups) {
        const Group* old = before.find(group.row.group);
        if (!old || old->row.error || group.row.error || group.row.readAt)
            continue;
        followMembers(*old, group, now.asOf, state, marks);
        followOffsets(*old, group, now.asOf, state, recreated, marks);
    }
    return marks;
}

} // namespace streamscape::lag
