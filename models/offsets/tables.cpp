// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/tables.h"

#include "models/base/location.h"

#include <algorithm>
#include <array>
#include <set>

namespace streamscape::offsets {

using base::CellKind;
using base::Column;
using base::counted;
using base::Severity;
using base::Shape;
using base::toQString;
using base::unknownText;

namespace {

constexpr int targetColumn = 3;

QVariant number(std::int64_t value) { return QVariant::fromValue(static_cast<qlonglong>(value)); }
QVariant number(const std::optional<std::int64_t>& value) { return value ? number(*value) : QVariant(); }
QString text(const std::optional<std::int64_t>& value) { return value ? base::grouped(*value) : unknownText; }

std::optional<std::int64_t> from(const StepRow& row) {
    return row.step && row.step->from ? std::optional(row.step->from->offset.value) : std::nullopt;
}
std::optional<std::int64_t> to(const StepRow& row) {
    return row.step && row.step->to ? std::optional(row.step->to->offset.value) : std::nullopt;
}
QString logWords(const Step& step) {
    return step.logStart && step.logEnd
               ? QStringLiteral("The log goes from %1 to %2")
                     .arg(base::grouped(step.logStart->value), base::grouped(step.logEnd->value))
               : QStringLiteral("Where the log begins and ends is not known");
}
QString fromWhy(const StepRow& row) {
    if (!row.step)
        return {};
    return row.step->from ? logWords(*row.step)
                          : QStringLiteral("The group has no commit there: a consumer begins where its own "
                                           "auto.offset.reset says");
}
QString toText(const StepRow& row) {
    if (!row.step)
        return unknownText;
    return row.step->to ? base::grouped(row.step->to->offset.value) : QStringLiteral("no commit");
}
QString toWhy(const StepRow& row) {
    if (!row.step)
        return {};
    return row.step->to ? logWords(*row.step) : QStringLiteral("The commit is deleted");
}
QString countWhy(const StepRow& row) {
    if (!row.step || row.step->skipped)
        return QStringLiteral("Counted in offsets: markers and compacted records are among them");
    return row.step->to ? QStringLiteral("Not known: there is no commit to count from")
                        : QStringLiteral("Not known: it depends on the consumer's auto.offset.reset");
}

QString firstText(const StepRow& row) {
    if (row.refused)
        return toQString(row.refused->what);
    if (!row.step || !row.step->to)
        return {};
    const Step& step = *row.step;
    if (!step.first)
        return step.logEnd && step.to->offset >= *step.logEnd ? QStringLiteral("the log's end") : QString();
    if (step.first->error)
        return unknownText;
    if (!step.first->offset || !step.first->timestamp)
        return QStringLiteral("none yet");
    QString said = base::fullTime(*step.first->timestamp, base::Zone::Utc);
    if (const std::int64_t ahead = step.first->offset->value - step.to->offset.value; ahead > 0)
        said += QStringLiteral(" (+%1)").arg(base::grouped(ahead)); // behind markers, or a gap
    return said;
}
QString firstWhy(const StepRow& row) {
    if (row.refused)
        return toQString(base::describe(*row.refused));
    if (!row.step || !row.step->first)
        return QStringLiteral("The first record at the new position");
    const kafka::PeekedRecord& record = *row.step->first;
    if (record.error)
        return toQString(base::describe(*record.error));
    if (!record.offset)
        return QStringLiteral("Nothing can be read there yet");
    const auto part = [](const std::optional<std::string>& bytes) {
        return bytes ? toQString(*bytes) : QStringLiteral("null");
    };
    return QStringLiteral("Offset %1\nKey: %2\nValue: %3")
        .arg(base::grouped(record.offset->value), part(record.key), part(record.value));
}
QVariant firstRaw(const StepRow& row) {
    return row.step && row.step->first && row.step->first->timestamp
               ? number(base::toMilliseconds(*row.step->first->timestamp))
               : QVariant();
}

enum class State { Refused, Failed, Unread, Done, Deletes, Edited, Same, Moves };
State stateOf(const StepRow& row) {
    if (row.refused || !row.step)
        return State::Refused;
    if (row.outcome)
        return row.outcome->error ? State::Failed : !row.outcome->isRead ? State::Unread : State::Done;
    if (!row.step->to)
        return State::Deletes;
    if (row.step->edited)
        return State::Edited;
    return row.step->from == row.step->to ? State::Same : State::Moves;
}
QString stateText(const StepRow& row) {
    switch (stateOf(row)) {
    case State::Refused:
        return QStringLiteral("Refused");
    case State::Failed:
        return QStringLiteral("Failed");
    case State::Unread:
        return QStringLiteral("Not read");
    case State::Done:
        return QStringLiteral("Done");
    case State::Deletes:
        return QStringLiteral("Deletes");
    case State::Edited:
        return QStringLiteral("Edited");
    case State::Same:
        return QStringLiteral("Stays");
    case State::Moves:
        return QStringLiteral("Moves");
    }
    return {};
}
Severity stateSeverity(const StepRow& row) {
    switch (stateOf(row)) {
    case State::Refused:
    case State::Failed:
        return Severity::Bad;
    case State::Unread:
    case State::Deletes:
        return Severity::Warn;
    case State::Done:
        return Severity::Good;
    case State::Edited:
        return Severity::Notice;
    case State::Same:
    case State::Moves:
        return Severity::Muted;
    }
    return Severity::None;
}
Shape stateShape(const StepRow& row) {
    switch (stateOf(row)) {
    case State::Refused:
    case State::Failed:
        return Shape::Square;
    case State::Unread:
        return Shape::Dashed;
    case State::Deletes:
        return Shape::Triangle;
    case State::Done:
        return Shape::Dot;
    case State::Edited:
        return Shape::Diamond;
    case State::Same:
    case State::Moves:
        return Shape::Ring;
    }
    return Shape::None;
}
QString stateWhy(const StepRow& row) {
    if (row.refused)
        return toQString(base::describe(*row.refused));
    if (row.outcome && row.outcome->error)
        return toQString(base::describe(*row.outcome->error));
    return row.outcome && row.outcome->isRead ? QStringLiteral("Read back as planned") : QString();
}
QVariant stateRaw(const StepRow& row) { return static_cast<int>(stateOf(row)); }

constexpr std::array<Column<StepRow>, 8> columns{{
    {"topic", "Topic", CellKind::Link,
     [](const StepRow& row) {
         return row.topic.empty() ? QStringLiteral("whole group") : toQString(row.topic);
     },
     nullptr, [](const StepRow& row) { return toQString(row.topic); }, nullptr, nullptr,
     [](const StepRow& row) {
         return row.topic.empty() ? QString()
                                  : base::toUrl({"inventory", "cluster", {{"topic", row.topic}}, {}});
     }},
    {"partition", "Partition", CellKind::Number,
     [](const StepRow& row) {
         return row.partition < 0 ? QStringLiteral("all") : QString::number(row.partition);
     },
     [](const StepRow& row) { return QVariant(row.partition); }},
    {"from", "From", CellKind::Number, [](const StepRow& row) { return text(from(row)); },
     [](const StepRow& row) { return number(from(row)); }, fromWhy, nullptr, nullptr, nullptr,
     "The commit now"},
    {"to", "To", CellKind::Number, toText, [](const StepRow& row) { return number(to(row)); }, toWhy, nullptr,
     nullptr, nullptr, "The commit as it shall be"},
    {"skipped", "Skipped", CellKind::Number,
     [](const StepRow& row) { return text(row.step ? row.step->skipped : std::nullopt); },
     [](const StepRow& row) { return number(row.step ? row.step->skipped : std::nullopt); }, countWhy,
     [](const StepRow& row) {
         return row.step && row.step->skipped.value_or(0) > 0 ? Severity::Warn : Severity::None;
     },
     nullptr, nullptr, "Records that will never be read"},
    {"read_again", "Read again", CellKind::Number,
     [](const StepRow& row) { return text(row.step ? row.step->readAgain : std::nullopt); },
     [](const StepRow& row) { return number(row.step ? row.step->readAgain : std::nullopt); }, countWhy,
     nullptr, nullptr, nullptr, "Records that will be read once more"},
    {"first", "First record there", CellKind::Dim, firstText, firstRaw, firstWhy, nullptr, nullptr, nullptr,
     "When the first record at the new position was written"},
    {"state", "What happens", CellKind::Badge, stateText, stateRaw, stateWhy, stateSeverity, stateShape},
}};
constexpr std::size_t onTerminal = 6;

} // namespace

QString StepRow::keyText() const { return toQString(topic) + QLatin1Char(':') + QString::number(partition); }

std::vector<StepRow> rowsOf(const Plan& plan, const Outcome* outcome) {
    std::map<base::TopicPartition, const ItemOutcome*> items;
    if (outcome)
        for (const ItemOutcome& item : outcome->items)
            items[item.partition] = &item;
    std::vector<StepRow> rows;
    for (const Refusal& refusal : plan.refused)
        rows.push_back({refusal.topic.value_or(std::string()),
                        refusal.partition ? refusal.partition->value : -1,
                        {},
                        refusal.error,
                        {}});
    for (const Step& step : plan.steps) {
        StepRow row{step.partition.topic, step.partition.partition.value, step, {}, {}};
        if (const auto item = items.find(step.partition); item != items.end())
            row.outcome = *item->second;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::span<const Column<StepRow>> stepColumns() { return columns; }
std::span<const Column<StepRow>> planColumns() { return std::span(columns).first(onTerminal); }

QString title(Action action) {
    switch (action) {
    case Action::Reset:
        return QStringLiteral("Reset offsets");
    case Action::Copy:
        return QStringLiteral("Copy offsets");
    case Action::DeleteOffsets:
        return QStringLiteral("Delete offsets");
    case Action::DeleteGroup:
        return QStringLiteral("Delete group");
    case Action::Undo:
        return QStringLiteral("Undo");
    }
    return {};
}

QString title(const Plan& plan) {
    const QString group = toQString(plan.group);
    return plan.action == Action::DeleteGroup ? title(plan.action) + QLatin1Char(' ') + group
                                              : title(plan.action) + QStringLiteral(" of group ") + group;
}

QString summary(const Plan& plan) {
    if (plan.isRefused())
        return QStringLiteral("Refused: nothing would be changed");
    const auto count = static_cast<std::int64_t>(plan.steps.size());
    if (plan.action == Action::DeleteGroup)
        return QStringLiteral("The group is deleted with %1").arg(counted(count, "commit", "commits"));
    if (count == 0)
        return QStringLiteral("Nothing to change: the group has no commits here");
    std::set<std::string> topics;
    std::int64_t skipped = 0;
    std::int64_t again = 0;
    std::int64_t fresh = 0;   // partitions
    std::int64_t freshly = 0; // records on them
    std::int64_t deleted = 0;
    for (const Step& step : plan.steps) {
        topics.insert(step.partition.topic);
        skipped += step.skipped.value_or(0);
        again += step.readAgain.value_or(0);
        if (step.to && !step.from) {
            ++fresh;
            if (step.logEnd)
                freshly += std::max<std::int64_t>(0, step.logEnd->value - step.to->offset.value);
        }
        deleted += !step.to;
    }
    QStringList parts{QStringLiteral("%1 of %2")
                          .arg(counted(count, "partition", "partitions"),
                               counted(static_cast<std::int64_t>(topics.size()), "topic", "topics"))};
    if (skipped > 0)
        parts << QStringLiteral("%1 skipped").arg(counted(skipped, "record", "records"));
    if (again > 0)
        parts << QStringLiteral("%1 read again").arg(counted(again, "record", "records"));
    if (freshly > 0)
        parts << QStringLiteral("%1 newly to be read on %2 that had no commit")
                     .arg(counted(freshly, "record", "records"), counted(fresh, "partition", "partitions"));
    else if (fresh > 0)
        parts << QStringLiteral("%1 had no commit").arg(base::grouped(fresh));
    if (deleted > 0)
        parts << QStringLiteral("%1 deleted").arg(counted(deleted, "commit", "commits"));
    if (!plan.changesAnything())
        parts << QStringLiteral("no commit moves");
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString summary(const Outcome& outcome) {
    std::int64_t done = 0;
    for (const ItemOutcome& item : outcome.items)
        done += item.isRead && !item.error;
    const bool known = std::all_of(outcome.items.begin(), outcome.items.end(),
                                   [](const ItemOutcome& item) { return item.isRead; });
    const auto all = static_cast<std::int64_t>(outcome.items.size());
    QString said = all == 0 && outcome.applied
                       ? QStringLiteral("Done")
                       : QStringLiteral("%1 of %2 done").arg(base::grouped(done), base::grouped(all));
    said += outcome.readBackEqual ? QStringLiteral(", and read back as planned")
            : known               ? QStringLiteral("; not everything is as planned")
                                  : QStringLiteral("; what became of the rest is not known");
    return said;
}

bool StepModel::isTarget(const QModelIndex& index) const {
    const StepRow* row = at(index);
    return m_editable && row && row->step && row->step->to && !row->outcome && index.column() == targetColumn;
}

Qt::ItemFlags StepModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = RowModel::flags(index);
    return isTarget(index) ? flags | Qt::ItemIsEditable : flags;
}

QVariant StepModel::data(const QModelIndex& index, int role) const {
    if (role == Qt::EditRole && isTarget(index)) // as text: the editor of a number would be a spin box
        return QString::number(to(*at(index)).value_or(0));
    return RowModel::data(index, role);
}

bool StepModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !isTarget(index))
        return false;
    bool isNumber = false;
    QString digits = value.toString().trimmed();
    const qlonglong offset = digits.remove(QLatin1Char(',')).toLongLong(&isNumber);
    if (!isNumber)
        return false;
    const StepRow& row = *at(index);
    Q_EMIT targetEdited({row.topic, base::PartitionId{row.partition}}, base::Offset{offset});
    return true;
}

} // namespace streamscape::offsets
