// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/offsets/outcome.h"

namespace streamscape::offsets {

/// A line of a plan as it is shown: a step, or what is refused, and what became of it.
struct StepRow {
    std::string topic;           ///< empty: the refusal is of the whole group
    std::int32_t partition = -1; ///< -1: the refusal is of the whole topic
    std::optional<Step> step;
    std::optional<base::Error> refused;
    std::optional<ItemOutcome> outcome;

    std::pair<std::string, std::int32_t> key() const { return {topic, partition}; }
    QString keyText() const;
    bool operator==(const StepRow&) const = default;
};
/// Refusals first, where there are any; outcome may be null.
std::vector<StepRow> rowsOf(const Plan& plan, const Outcome* outcome = nullptr);

/// topic, partition, from, to, skipped, read_again, first, state
std::span<const base::Column<StepRow>> stepColumns();
/// The first six: what a terminal shows of a plan.
std::span<const base::Column<StepRow>> planColumns();

/// "12 partitions of 3 topics · 88 records read again · 40 records newly to be read on 2 partitions that had
/// no commit": in words what the plan comes to.
QString summary(const Plan& plan);
/// "12 of 12 done, and read back as planned"
QString summary(const Outcome& outcome);
/// "Reset offsets", "Delete group", …
QString title(Action action);
/// "Reset offsets of group payments", "Delete group payments"
QString title(const Plan& plan);

/// The rows of a plan; the column "to" can be edited where a step sets an offset. GUI thread.
class StepModel final : public base::RowModel<StepRow> {
    Q_OBJECT

public:
    explicit StepModel(QObject* parent = nullptr)
        : RowModel(stepColumns(), parent) {}

    void setEditable(bool editable) { m_editable = editable; }
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    /// Takes a number, with or without separators; the row itself changes when its plan does.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void targetEdited(const streamscape::base::TopicPartition& partition, streamscape::base::Offset to);

private:
    bool isTarget(const QModelIndex& index) const;

    bool m_editable = true;
};

} // namespace streamscape::offsets
