// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/mark_store.h"

#include <algorithm>
#include <array>

namespace streamscape::lag {

namespace {

constexpr int prunedAtOnce = 500;
constexpr std::array allKinds{Mark::Kind::Rebalance,      Mark::Kind::Deploy,        Mark::Kind::Reset,
                              Mark::Kind::TopicRecreated, Mark::Kind::GroupAppeared, Mark::Kind::GroupGone,
                              Mark::Kind::RecordsLost};

std::optional<Mark::Kind> kindOf(const std::string& text) {
    const auto it =
        std::find_if(allKinds.begin(), allKinds.end(), [&](Mark::Kind kind) { return text == name(kind); });
    return it == allKinds.end() ? std::nullopt : std::optional(*it);
}

} // namespace

void insertMarks(store::Sql& sql, std::int64_t cluster, const std::vector<Mark>& marks, base::Time now) {
    for (const Mark& mark : marks)
        sql.run("INSERT INTO lag_marks (cluster, time, kind, consumer_group, topic, text) VALUES (?, ?, ?, "
                "?, ?, ?)",
                cluster, mark.at, name(mark.kind), mark.group, mark.topic, mark.text);
    sql.run(
        "DELETE FROM lag_marks WHERE id IN (SELECT id FROM lag_marks WHERE cluster = ? AND time < ? LIMIT ?)",
        cluster, now - marksKept, prunedAtOnce);
}

std::vector<Mark> marksBetween(store::Sql& sql, std::int64_t cluster, base::Time from, base::Time to,
                               const std::vector<std::string>& groups, int most) {
    store::Statement rows =
        sql.query("SELECT time, kind, consumer_group, topic, text FROM lag_marks"
                  " WHERE cluster = ? AND time BETWEEN ? AND ? ORDER BY time DESC, id DESC",
                  cluster, from, to);
    std::vector<Mark> marks;
    while (static_cast<int>(marks.size()) < most && rows.next()) {
        const std::optional<Mark::Kind> kind = kindOf(rows.text(1));
        Mark mark{rows.time(0), kind.value_or(Mark::Kind::Rebalance), rows.text(2), rows.text(3),
                  rows.text(4)};
        if (kind && (groups.empty() || mark.group.empty() ||
                     std::find(groups.begin(), groups.end(), mark.group) != groups.end()))
            marks.push_back(std::move(mark));
    }
    std::reverse(marks.begin(), marks.end());
    return marks;
}

} // namespace streamscape::lag
