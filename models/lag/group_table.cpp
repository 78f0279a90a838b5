// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/group_table.h"

#include "models/base/location.h"
#include "models/lag/overview.h"
#include "models/lag/words.h"

#include <algorithm>
#include <array>
#include <limits>

namespace streamscape::lag {

using base::CellKind;
using base::Severity;
using base::toQString;
using base::unknownText;

namespace {

QString why(const GroupEntry& row) { return toQString(row->error ? base::describe(*row->error) : row->why); }

// Rates take two looks, and a group that can be read at all.
QString rateWhy(const GroupEntry& row, bool known) {
    if (row->error)
        return toQString(row->error->what);
    if (known && row->ratesUnknown > 0)
        return QStringLiteral(
                   "Records a second over the last minute, without %1 partitions whose rate is not known")
            .arg(row->ratesUnknown);
    return known ? QStringLiteral("Records a second over the last minute")
                 : QStringLiteral("Not known: a rate takes two looks at the offsets");
}

bool isOld(const GroupEntry& row) { return row->readAt && row->error; }

// What could not be read again stays, with its age and why.
QString withAge(const GroupEntry& row, QString text) {
    if (!isOld(row))
        return text;
    return text + QStringLiteral("\nAs of %1: %2")
                      .arg(toQString(base::rfc3339(*row->readAt)), toQString(base::describe(*row->error)));
}

Severity ageSeverity(const GroupEntry& row) { return isOld(row) ? Severity::Muted : Severity::None; }

QString topicsText(const GroupEntry& row) {
    if (row->topics.empty())
        return unknownText;
    QString text = toQString(row->topics.front());
    if (row->topics.size() > 1)
        text += QStringLiteral(" +%1").arg(row->topics.size() - 1);
    return text;
}

QString topicsWhy(const GroupEntry& row) {
    if (row->topics.empty())
        return row->error ? why(row) : QStringLiteral("It has no commits and no assigned partitions");
    QStringList names;
    for (const std::string& topic : row->topics)
        names << toQString(topic);
    return names.join(QLatin1Char('\n'));
}

QString membersText(const GroupEntry& row) {
    return row->members ? QStringLiteral("%1/%2").arg(*row->members).arg(row->partitions) : unknownText;
}

// A group that keeps up always has a little unread: that it never reaches zero is no news.
bool hasDrain(const GroupEntry& row) {
    return row->lag.value_or(0) > 0 && row->consumeRate && row->produceRate &&
           (row->drain || row->verdict != Verdict::KeepingUp);
}

QString drainText(const GroupEntry& row) {
    if (!hasDrain(row))
        return unknownText;
    if (row->drain)
        return base::durationWords(std::chrono::floor<std::chrono::seconds>(*row->drain));
    return *row->consumeRate == 0 ? QStringLiteral("no commits") : QStringLiteral("never");
}

QString drainWhy(const GroupEntry& row) {
    if (row->lag == 0)
        return QStringLiteral("Nothing is unread");
    if (row->drain)
        return QStringLiteral("Until nothing is unread, if reading and writing go on as in the last minute");
    if (!row->consumeRate || !row->produceRate)
        return rateWhy(row, false);
    if (row->verdict == Verdict::KeepingUp)
        return QStringLiteral("It reads as fast as records are written");
    return QStringLiteral("It does not read faster than records are written");
}

QVariant drainRaw(const GroupEntry& row) {
    if (!hasDrain(row))
        return {};
    return row->drain ? static_cast<double>(row->drain->count()) : std::numeric_limits<double>::infinity();
}

// Worst verdict first, and among equals the larger lag.
QVariant verdictRaw(const GroupEntry& row) {
    const double lag = static_cast<double>(row->lag.value_or(0));
    return static_cast<double>(row->verdict) * 1e12 + std::min(lag, 1e12 - 1);
}

QVariant sparkRaw(const GroupEntry& row) {
    return QVariant::fromValue(QList<double>(row->spark.begin(), row->spark.end()));
}

constexpr std::array<base::Column<GroupEntry>, 14> groups{{
    {.id = "group",
     .title = "Group",
     .kind = CellKind::Text,
     .text = [](const GroupEntry& row) { return toQString(row->group); },
     .why =
         [](const GroupEntry& row) {
             return withAge(row, toQString(row->group) + QLatin1Char('\n') + protocolText(*row));
         },
     .severity = ageSeverity,
     .link =
         [](const GroupEntry& row) {
             return base::toUrl(placeOf({row->cluster, row->group}));
         }},
    {.id = "cluster",
     .title = "Cluster",
     .kind = CellKind::Dim,
     .text = [](const GroupEntry& row) { return toQString(row->cluster); }},
    {.id = "topic",
     .title = "Topic",
     .kind = CellKind::Dim,
     .text = topicsText,
     .why = topicsWhy,
     .link =
         [](const GroupEntry& row) {
             return row->topics.empty() ? QString() : topicAddress(row->topics.front());
         }},
    {.id = "verdict",
     .title = "Verdict",
     .kind = CellKind::Badge,
     .text =
         [](const GroupEntry& row) {
             return row->error ? QStringLiteral("Not readable") : word(row->verdict);
         },
     .raw = verdictRaw,
     .why = why,
     .severity = [](const GroupEntry& row) { return severity(row->verdict); },
     .shape = [](const GroupEntry& row) { return shape(row->verdict); }},
    {.id = "lag",
     .title = "Lag",
     .kind = CellKind::Number,
     .text = [](const GroupEntry& row) { return text(row->lag); },
     .raw = [](const GroupEntry& row) { return number(row->lag); },
     .why =
         [](const GroupEntry& row) {
             if (!row->lag)
                 return row->error ? why(row) : QStringLiteral("Not known: nothing is committed");
             return withAge(row, row->partitionErrors > 0
                                     ? QStringLiteral("Without %1 partitions whose offsets are not known")
                                           .arg(row->partitionErrors)
                                     : QStringLiteral("Records between the commits and the log ends"));
         },
     .severity = ageSeverity,
     .tip = "Records written and not yet committed as read"},
    {.id = "time_lag",
     .title = "Time lag",
     .kind = CellKind::Number,
     .text = [](const GroupEntry& row) { return timeLagText(row->timeLag); },
     .raw = [](const GroupEntry& row) { return number(row->timeLag); },
     .why = [](const GroupEntry& row) { return withAge(row, timeLagWhy(row->timeLag)); },
     .severity = ageSeverity,
     .tip = "How long the oldest unread record has been waiting"},
    {.id = "read",
     .title = "Read/s",
     .kind = CellKind::Number,
     .text = [](const GroupEntry& row) { return rateText(row->consumeRate); },
     .raw = [](const GroupEntry& row) { return number(row->consumeRate); },
     .why = [](const GroupEntry& row) { return rateWhy(row, row->consumeRate.has_value()); },
     .severity = ageSeverity,
     .tip = "Commits' progress, records a second"},
    {.id = "written",
     .title = "Written/s",
     .kind = CellKind::Number,
     .text = [](const GroupEntry& row) { return rateText(row->produceRate); },
     .raw = [](const GroupEntry& row) { return number(row->produceRate); },
     .why = [](const GroupEntry& row) { return rateWhy(row, row->produceRate.has_value()); },
     .severity = ageSeverity,
     .tip = "The log ends' progress, records a second"},
    {.id = "drain",
     .title = "Drains in",
     .kind = CellKind::Number,
     .text = drainText,
     .raw = drainRaw,
     .why = drainWhy,
     .severity =
         [](const GroupEntry& row) {
             return drainText(row) != unknownText && !row->drain ? Severity::Bad : Severity::None;
         },
     .tip = "When nothing will be unread, if things go on as they are"},
    {.id = "expiry",
     .title = "Expires in",
     .kind = CellKind::Number,
     .text = [](const GroupEntry& row) { return expiryText(row->expiry); },
     .raw = [](const GroupEntry& row) { return number(row->expiry); },
     .why = [](const GroupEntry& row) { return toQString(row->expiry.why); },
     .severity = [](const GroupEntry& row) { return severity(row->expiry); },
     .tip = "When the oldest unread record falls to retention, at the earliest"},
    {.id = "members",
     .title = "Members",
     .kind = CellKind::Number,
     .text = membersText,
     .raw = [](const GroupEntry& row) { return row->members ? QVariant(*row->members) : QVariant(); },
     .why =
         [](const GroupEntry& row) {
             return row->members ? QStringLiteral("%1 members for %2 partitions")
                                       .arg(*row->members)
                                       .arg(row->partitions)
                                 : why(row);
         },
     .tip = "Members / partitions they read"},
    {.id = "state",
     .title = "State",
     .kind = CellKind::Dim,
     .text = [](const GroupEntry& row) { return stateText(*row); },
     .why = [](const GroupEntry& row) { return protocolText(*row); }},
    {.id = "skew",
     .title = "Spread",
     .kind = CellKind::Dim,
     .text = [](const GroupEntry& row) { return toQString(row->skew); },
     .why = [](const GroupEntry& row) { return toQString(row->skew); },
     .tip = "Whether few partitions or members carry the load of many"},
    {.id = "spark",
     .title = "Session",
     .kind = CellKind::Spark,
     .text = [](const GroupEntry&) { return QString(); },
     .raw = sparkRaw,
     .severity = [](const GroupEntry& row) { return severity(row->verdict); },
     .tip = "Lag since this session began"},
}};

} // namespace

std::span<const base::Column<GroupEntry>> groupColumns() { return groups; }

std::vector<GroupEntry> groupEntries(const Snapshot& snapshot) {
    std::vector<GroupEntry> rows;
    rows.reserve(snapshot.groups.size());
    for (const Group& group : snapshot.groups)
        rows.push_back({&group.row});
    return rows;
}

void GroupModel::setSnapshots(Snapshots snapshots, const RowFilter& filter) {
    std::vector<GroupEntry> rows;
    for (const SnapshotPtr& snapshot : snapshots)
        for (const Group& group : snapshot->groups)
            if (filter.takes(group.row))
                rows.push_back({&group.row});
    setRows(std::move(rows)); // compares with the old snapshots'
    m_snapshots = std::move(snapshots);
}

} // namespace streamscape::lag
