// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/hanging.h"

#include "models/lag/sentence.h"

namespace streamscape::lag {

using namespace sentence;

void noteHanging(PartitionRow& row, const LogHistory* log, base::Time now) {
    if (!log || !log->held || (row.condition != Condition::Normal && row.condition != Condition::MarkersOnly))
        return;
    const Held& held = *log->held;
    const base::Duration stood = now - held.since;
    const bool isSure = stood >= surelyHanging;
    if (!isSure && (stood < likelyHanging || held.end <= held.endThen))
        return;
    row.condition = Condition::Hanging;
    row.note = (isSure ? "A hanging transaction" : "Likely a hanging transaction");
    row.note += ": the last stable offset has stood at " + number(held.stable) + " for " + words(stood) +
                ", with " + count(held.end - held.stable, "offset", "offsets") + " behind it";
    row.note += isSure ? ", longer than the 15 m that a transaction may take by default" : "";
    row.note += "; who reads committed records waits there";
}

} // namespace streamscape::lag
