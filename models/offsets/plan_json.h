// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/entry.h"
#include "models/offsets/outcome.h"

#include <QJsonArray>
#include <QJsonObject>

namespace streamscape::offsets {

/// As streamscapectl prints a plan: id, group, action, steps {topic, partition, from, to, skipped,
/// read_again, first_record}, refused {topic, partition, error}, warnings.
QJsonObject planJson(const Plan& plan);
/// Each step's outcome: {topic, partition, to, read_back, ok, error}.
QJsonArray outcomeJson(const Outcome& outcome);

/// "lag.reset", "lag.undo", …: what the journal calls it.
std::string journalAction(Action action);
/// The journal's payloads: the plan with how every commit was, and what became of it.
QJsonObject plannedPayload(const Plan& plan);
QJsonObject outcomePayload(const Plan& plan, const Outcome& outcome);

/// What takes a change back, from the entry that planned it.
struct Inverse {
    std::string group;
    Spec spec; ///< Restore
    bool operator==(const Inverse&) const = default;
};
/// Unsupported where the entry is no change of offsets, Invalid where its payload cannot be read.
base::Result<Inverse> inverseOf(const journal::Entry& entry);

} // namespace streamscape::offsets
