// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/lag/alert_board.h"

namespace streamscape::lag {

/// Muted until somebody unmutes it: a moment nobody here will see.
inline constexpr base::Time untilUnmuted =
    base::Time{std::chrono::sys_days{std::chrono::year{9999} / std::chrono::December / 31}};

/// An alert as a table shows it at a moment.
struct AlertEntry {
    enum class State { NeedsSomebody, Acknowledged, Muted, Over };

    std::string cluster; ///< the connection's name where several are shown; else empty
    Alert alert;
    State state = State::NeedsSomebody;

    bool operator==(const AlertEntry&) const = default;
    auto key() const { return std::tie(cluster, alert.id); }
    QString keyText() const;
};
AlertEntry::State stateOf(const Alert& alert, base::Time now);

std::span<const base::Column<AlertEntry>> alertColumns();

class AlertModel final : public base::RowModel<AlertEntry> {
public:
    explicit AlertModel(QObject* parent = nullptr)
        : RowModel(alertColumns(), parent) {}
};

/// A rule as a table shows it, in its place.
struct RuleEntry {
    int place = 0;
    AlertRule rule;

    bool operator==(const RuleEntry&) const = default;
    auto key() const { return std::tie(rule.id); }
    QString keyText() const;
};

std::span<const base::Column<RuleEntry>> ruleColumns();

class RuleModel final : public base::RowModel<RuleEntry> {
public:
    explicit RuleModel(QObject* parent = nullptr)
        : RowModel(ruleColumns(), parent) {}
    void setRules(const std::vector<AlertRule>& rules);
};

} // namespace streamscape::lag
