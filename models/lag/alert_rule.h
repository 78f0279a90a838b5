// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/base/text.h"
#include "models/lag/lag.h"

#include <QJsonArray>

namespace streamscape::lag {

/// A part of every day, by the clock of a zone; from 22:00 to 06:00 goes over midnight.
struct QuietHours {
    int fromMinute = 0; ///< of the day, inclusive
    int toMinute = 0;   ///< exclusive; the same as from: all day
    base::Zone zone = base::Zone::Local;

    bool contains(base::Time time) const;
    bool operator==(const QuietHours&) const = default;
};

/// What a group must be like, and for how long, for somebody to be told.
struct AlertRule {
    enum class On {
        Verdict, ///< its verdict is one of verdicts
        Lag,     ///< records unread reach the bound
        TimeLag, ///< the time lag reaches the bound; one that is known as a bound only counts as such
        Expiry,  ///< the time until unread records expire falls to the bound
        Skew,    ///< its work is not spread evenly
    };

    std::string id;   ///< never changes; what alerts in the store refer to
    std::string name; ///< in a person's words
    bool enabled = true;
    std::string groups = "*"; ///< names with * and ?
    On on = On::Verdict;
    std::vector<Verdict> verdicts;
    std::int64_t bound = 0; ///< records, or milliseconds
    /// Hysteresis: it ends only where the value is beyond this again; unused for verdicts and skew.
    std::int64_t clearBound = 0;
    base::Duration after{};                        ///< how long it must hold before the alert is raised
    base::Duration clearAfter{};                   ///< how long it must not hold before the alert ends
    base::Severity severity = base::Severity::Bad; ///< Bad or Warn
    bool notify = true;                            ///< on the desktop
    std::string command;             ///< program and arguments, run without a shell; gets the alert as JSON
    std::optional<QuietHours> quiet; ///< nobody is told meanwhile; what is still open then is told after

    bool operator==(const AlertRule&) const = default;
};
const char* name(AlertRule::On on); ///< "verdict", "time_lag", as the rules' file spells it

/// What a console watches for before anybody says otherwise.
std::vector<AlertRule> defaultAlertRules();

/// The rule in one sentence: "when the verdict is Stopped or Stalled for 2 m".
QString describe(const AlertRule& rule);
/// Invalid with the member and the rule's name for what makes no sense.
base::Result<base::Done> check(const AlertRule& rule);

/// The rules as their file has them: an array of objects; times as "2m". Unknown members are kept out;
/// Invalid names the rule and the member.
base::Result<std::vector<AlertRule>> alertRulesFrom(const QJsonArray& array);
QJsonArray alertRulesJson(const std::vector<AlertRule>& rules);

/// True where a name fits a pattern with * (any characters) and ? (one character, as UTF-8 has it).
bool fits(const std::string& pattern, const std::string& name);

} // namespace streamscape::lag
