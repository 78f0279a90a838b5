// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_board.h"

#include "models/lag/words.h"

#include <algorithm>

namespace streamscape::lag {

using On = AlertRule::On;

namespace {

enum class Holds { Yes, No, Unknown };

Holds holdsOf(bool yes) { return yes ? Holds::Yes : Holds::No; }

// Between the two bounds it stays as it is.
Holds beyond(std::int64_t value, const AlertRule& rule) {
    if (value >= rule.bound)
        return Holds::Yes;
    return value < rule.clearBound ? Holds::No : Holds::Unknown;
}

Holds holds(const AlertRule& rule, const GroupRow& row) {
    if (row.error || row.verdict == Verdict::Unknown)
        return Holds::Unknown;
    switch (rule.on) {
    case On::Verdict:
        return holdsOf(std::find(rule.verdicts.begin(), rule.verdicts.end(), row.verdict) !=
                       rule.verdicts.end());
    case On::Lag:
        return row.lag ? beyond(*row.lag, rule) : Holds::Unknown;
    case On::TimeLag:
        if (!row.timeLag.value)
            return Holds::Unknown;
        // A bound says that it is at least so long, and nothing about how much longer.
        if (row.timeLag.basis == Basis::Bound && row.timeLag.value->count() < rule.bound)
            return Holds::Unknown;
        return beyond(row.timeLag.value->count(), rule);
    case On::Expiry:
        if (row.expiry.how == Expiry::How::Never)
            return Holds::No;
        if (!row.expiry.in)
            return Holds::Unknown;
        if (row.expiry.in->count() <= rule.bound)
            return Holds::Yes;
        return row.expiry.in->count() > rule.clearBound ? Holds::No : Holds::Unknown;
    case On::Skew:
        return holdsOf(!row.skew.empty());
    }
    return Holds::Unknown;
}

std::string textOf(const AlertRule& rule, const GroupRow& row) {
    switch (rule.on) {
    case On::Verdict:
        return row.why;
    case On::Lag:
        return base::toStd(base::grouped(row.lag.value_or(0))) + " records unread. " + row.why;
    case On::TimeLag:
        return base::toStd(timeLagText(row.timeLag)) + " behind. " + row.why;
    case On::Expiry:
        return row.expiry.why;
    case On::Skew:
        return row.skew;
    }
    return {};
}

bool isQuiet(const AlertRule& rule, base::Time now) { return rule.quiet && rule.quiet->contains(now); }

bool mayTell(const AlertRule& rule, const Alert& alert, base::Time now) {
    return !alert.told && !alert.acknowledgedAt && !isQuiet(rule, now) &&
           !(alert.mutedUntil && now < *alert.mutedUntil);
}

} // namespace

bool Alert::needsSomebody(base::Time now) const {
    return isOpen() && !acknowledgedAt && !(mutedUntil && now < *mutedUntil);
}

AlertBoard::AlertBoard(std::vector<Alert> known) {
    for (Alert& alert : known) {
        Key key{alert.rule, alert.group};
        m_places[std::move(key)].alert = std::move(alert);
    }
}

std::vector<AlertChange> AlertBoard::step(const std::vector<AlertRule>& rules, const Snapshot& snapshot,
                                          base::Time now) {
    std::vector<AlertChange> changes;
    std::map<std::string, const AlertRule*> alive;
    for (const AlertRule& rule : rules) {
        if (!rule.enabled)
            continue;
        alive.emplace(rule.id, &rule);
        for (const Group& group : snapshot.groups) {
            const GroupRow& row = group.row;
            if (!fits(rule.groups, row.group))
                continue;
            const Holds is = holds(rule, row);
            const auto known = m_places.find({rule.id, row.group});
            if (is == Holds::Unknown || (is == Holds::No && known == m_places.end()))
                continue;
            Place& place = known == m_places.end() ? m_places[{rule.id, row.group}] : known->second;
            const bool isOpen = place.alert && place.alert->isOpen();
            if (is == Holds::No) {
                place.holdsSince.reset();
                place.holdsNotSince = place.holdsNotSince.value_or(now);
                if (isOpen && now - *place.holdsNotSince >= rule.clearAfter)
                    clear(place, row.why, now, changes);
                continue;
            }
            place.holdsNotSince.reset();
            place.holdsSince = place.holdsSince.value_or(now);
            if (isOpen) {
                place.alert->text = textOf(rule, row);
                place.alert->updatedAt = now;
                if (mayTell(rule, *place.alert, now)) {
                    place.alert->told = true;
                    changes.push_back({AlertChange::What::Tell, *place.alert, true});
                }
                continue;
            }
            if (now - *place.holdsSince < rule.after)
                continue;
            if (place.alert && now - *place.alert->clearedAt < sameFor) {
                place.alert->clearedAt.reset();
                ++place.alert->times;
            } else {
                place.alert = Alert{};
                place.alert->rule = rule.id;
                place.alert->group = row.group;
                place.alert->raisedAt = now;
            }
            Alert& alert = *place.alert;
            alert.name = rule.name;
            alert.severity = rule.severity;
            alert.text = textOf(rule, row);
            alert.updatedAt = now;
            const bool tell = mayTell(rule, alert, now);
            alert.told = alert.told || tell;
            changes.push_back(
                {alert.times > 1 ? AlertChange::What::CameBack : AlertChange::What::Raised, alert, tell});
        }
    }
    for (auto it = m_places.begin(); it != m_places.end();) {
        Place& place = it->second;
        const auto rule = alive.find(it->first.first);
        if (rule == alive.end())
            clear(place, "The rule is gone or switched off.", now, changes);
        else if (!fits(rule->second->groups, it->first.second))
            clear(place, "The rule is no longer for this group.", now, changes);
        else if (!snapshot.find(it->first.second) && snapshot.errors.empty() && !snapshot.listedAt)
            clear(place, "The group is gone.", now, changes);
        const bool isOver =
            !place.alert || (place.alert->clearedAt && now - *place.alert->clearedAt >= sameFor);
        it = isOver && !place.holdsSince ? m_places.erase(it) : std::next(it);
    }
    return changes;
}

void AlertBoard::clear(Place& place, const std::string& why, base::Time now,
                       std::vector<AlertChange>& changes) {
    place.holdsSince.reset();
    if (!place.alert || !place.alert->isOpen())
        return;
    place.alert->clearedAt = place.alert->updatedAt = now;
    place.alert->text = why;
    changes.push_back({AlertChange::What::Cleared, *place.alert, false});
}

void AlertBoard::setId(const Alert& alert, std::int64_t id) {
    if (const auto it = m_places.find({alert.rule, alert.group}); it != m_places.end() && it->second.alert)
        it->second.alert->id = id;
}

Alert* AlertBoard::find(std::int64_t id) {
    for (auto& [key, place] : m_places)
        if (place.alert && place.alert->id == id)
            return &*place.alert;
    return nullptr;
}

std::optional<Alert> AlertBoard::acknowledge(std::int64_t id, base::Time now) {
    Alert* alert = find(id);
    if (!alert)
        return std::nullopt;
    alert->acknowledgedAt = alert->acknowledgedAt.value_or(now);
    return *alert;
}

std::optional<Alert> AlertBoard::mute(std::int64_t id, std::optional<base::Time> until) {
    Alert* alert = find(id);
    if (!alert)
        return std::nullopt;
    alert->mutedUntil = until;
    return *alert;
}

std::vector<Alert> AlertBoard::open() const {
    std::vector<Alert> open;
    for (const auto& [key, place] : m_places)
        if (place.alert && place.alert->isOpen())
            open.push_back(*place.alert);
    std::stable_sort(open.begin(), open.end(),
                     [](const Alert& a, const Alert& b) { return a.raisedAt > b.raisedAt; });
    return open;
}

} // namespace streamscape::lag
