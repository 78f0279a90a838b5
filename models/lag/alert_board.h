// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_rule.h"

#include <map>

namespace streamscape::lag {

/// One time that a group was as a rule says. Coming and going again within a while is still the same one: who
/// was told, acknowledged it or muted it is not told again.
struct Alert {
    std::int64_t id = 0; ///< given by the store; 0 before
    std::string rule;    ///< its id
    std::string name;    ///< the rule's, as it was called then
    std::string group;
    base::Severity severity = base::Severity::Bad;
    std::string text; ///< what it is like: the verdict's reason, or the value; as of updatedAt
    base::Time raisedAt{};
    base::Time updatedAt{};
    std::optional<base::Time> clearedAt; ///< none while it is open
    int times = 1;                       ///< how often it came, this one included
    std::optional<base::Time> acknowledgedAt;
    std::optional<base::Time> mutedUntil; ///< nobody is told before
    bool told = false;                    ///< notified, its command run

    bool isOpen() const { return !clearedAt; }
    /// Asks for somebody: open, not acknowledged, not muted.
    bool needsSomebody(base::Time now) const;
    bool operator==(const Alert&) const = default;
};

/// What became of an alert in one step.
struct AlertChange {
    enum class What {
        Raised,
        CameBack, ///< the one that was cleared a while ago is open again
        Cleared,
        Tell, ///< nothing new, but now somebody may be told: quiet hours are over
    } what;
    Alert alert;
    bool tell = false; ///< notify and run the command now
};

/// The alerts of one cluster as they are now: which rule waits for which group, and what is open. A value
/// with one step; no thread, no clock of its own.
class AlertBoard final {
public:
    /// What comes back within this time after it was cleared is the same alert: a group that flaps raises
    /// one, not fifty.
    static constexpr base::Duration sameFor = std::chrono::minutes{30};

    /// Those that were open, or cleared less than sameFor ago, when the program ended.
    explicit AlertBoard(std::vector<Alert> known = {});

    /// Looks at a snapshot by the rules. A group that could not be read, or whose verdict is not known, is
    /// left as it was. Alerts of rules and groups that are gone are cleared, saying so.
    std::vector<AlertChange> step(const std::vector<AlertRule>& rules, const Snapshot& snapshot,
                                  base::Time now);

    /// The store's id of a raised alert.
    void setId(const Alert& alert, std::int64_t id);
    /// A person has seen it, or wants to hear nothing of it until then; answers the alert as it is then.
    std::optional<Alert> acknowledge(std::int64_t id, base::Time now);
    std::optional<Alert> mute(std::int64_t id, std::optional<base::Time> until);

    /// Open ones, the newest first.
    std::vector<Alert> open() const;

private:
    struct Place {
        std::optional<base::Time> holdsSince;    ///< not yet raised
        std::optional<base::Time> holdsNotSince; ///< not yet cleared
        std::optional<Alert> alert;
    };
    using Key = std::pair<std::string, std::string>; ///< rule, group

    void clear(Place& place, const std::string& why, base::Time now, std::vector<AlertChange>& changes);
    Alert* find(std::int64_t id);

    std::map<Key, Place> m_places;
};

} // namespace streamscape::lag
