// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/lag/lag.h"

namespace streamscape::lag {

// A verdict as a page shows it: word, shape, colour.
QString word(Verdict verdict); ///< "Keeping up"
base::Shape shape(Verdict verdict);
base::Severity severity(Verdict verdict);

/// "≥ 11 m 24 s" for a bound; base::unknownText where not known.
QString timeLagText(const TimeLag& timeLag);
/// How it is known, or why not: a tooltip.
QString timeLagWhy(const TimeLag& timeLag);
/// "1,204" or "0.4": records a second.
QString rateText(std::optional<double> rate);
/// "Stable", "Reconciling"; "share group" where the protocol has no state that can be read.
QString stateText(const GroupRow& row);
/// "classic · range", "share", "consumer · uniform · Stable".
QString protocolText(const GroupRow& row);

/// "1 stopped, 2 falling behind"; empty where nobody is needed.
QString attentionText(const Totals& totals);
/// "61 topics", "1 topic".
QString counted(std::int64_t count, const QString& one, const QString& many);

std::span<const base::Column<GroupRow>> groupColumns();
std::span<const base::Column<PartitionRow>> partitionColumns();

class GroupModel final : public base::RowModel<GroupRow> {
public:
    explicit GroupModel(QObject* parent = nullptr)
        : RowModel(groupColumns(), parent) {}
    /// Only groups that read a topic, where one is named.
    void setSnapshot(const Snapshot& snapshot, const std::string& topic = {});
};

class PartitionModel final : public base::RowModel<PartitionRow> {
public:
    explicit PartitionModel(QObject* parent = nullptr)
        : RowModel(partitionColumns(), parent) {}
    /// Null empties the table.
    void setGroup(const Group* group);
};

} // namespace streamscape::lag
