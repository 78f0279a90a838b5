// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/peeks.h"

#include "models/lag/sentence.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace streamscape::lag {

using namespace sentence;

namespace {

// A place that could not be read is tried again after this long.
constexpr base::Duration retryAfter = std::chrono::minutes{5};
// Other groups' time lag below this is told well enough by the history.
constexpr base::Duration shortLag = std::chrono::seconds{30};

bool isWorthIt(const PartitionRow& row, const Peeks& peeks, base::Offset place, base::Time now) {
    if (row.error)
        return false;
    const Peek* known = peeks.find(row.partition, place);
    if (!known)
        return true;
    if (known->error)
        return now - known->at >= retryAfter;
    return !known->found && *row.logEnd > known->logEnd;
}

} // namespace

bool Peek::tells(base::Offset place) const {
    if (error)
        return place == asked;
    return place >= asked && place <= found.value_or(logEnd);
}

void Peeks::take(const kafka::PeekedRecord& record, base::Offset logEnd, base::Time now) {
    std::vector<Peek>& peeks = m_peeks[record.partition];
    std::erase_if(peeks, [&](const Peek& peek) { return peek.asked == record.asked; });
    peeks.push_back(
        {record.asked, record.offset, record.timestamp, record.logAppendTime, logEnd, record.error, now});
}

const Peek* Peeks::find(const base::TopicPartition& partition, base::Offset place) const {
    const auto it = m_peeks.find(partition);
    if (it == m_peeks.end())
        return nullptr;
    const Peek* best = nullptr;
    for (const Peek& peek : it->second)
        if (peek.tells(place) && (!best || best->error || (!best->found && peek.found)))
            best = &peek;
    return best;
}

void Peeks::forget(const Snapshot& snapshot) {
    std::set<std::pair<base::TopicPartition, base::Offset>> kept;
    for (const Group& group : snapshot.groups)
        for (const PartitionRow& row : group.partitions)
            if (row.committed)
                if (const Peek* peek =
                        find(row.partition, std::max(*row.committed, row.logStart.value_or(*row.committed))))
                    kept.emplace(row.partition, peek->asked);
    for (auto& [partition, peeks] : m_peeks)
        std::erase_if(peeks, [&, key = &partition](const Peek& peek) {
            return !kept.contains({*key, peek.asked});
        });
    std::erase_if(m_peeks, [](const auto& item) { return item.second.empty(); });
}

std::size_t Peeks::size() const {
    std::size_t size = 0;
    for (const auto& [partition, peeks] : m_peeks)
        size += peeks.size();
    return size;
}

std::optional<base::Offset> firstUnread(const PartitionRow& row) {
    if (!row.committed || !row.logEnd)
        return std::nullopt;
    const base::Offset place = std::max(*row.committed, row.logStart.value_or(*row.committed));
    return place < *row.logEnd ? std::optional(place) : std::nullopt;
}

void noteMarkers(PartitionRow& row, const Peek& peek) {
    const std::optional<base::Offset> place = firstUnread(row);
    if (!place || row.condition != Condition::Normal || peek.error ||
        peek.found.value_or(peek.logEnd) < *row.logEnd)
        return;
    row.condition = Condition::MarkersOnly;
    row.note = "No record to read in the " + count(row.logEnd->value - place->value, "offset", "offsets") +
               " after the commit: transaction markers, or what compaction left empty";
}

std::vector<kafka::RecordPlace> worthPeeking(const Snapshot& snapshot, const Peeks& peeks,
                                             const std::string& group, std::size_t limit) {
    struct Candidate {
        // In front of somebody; the time is only a bound or not known; the longest time; the most lag.
        std::tuple<bool, bool, base::Duration, std::int64_t> rank;
        kafka::RecordPlace place;
    };
    std::vector<Candidate> candidates;
    for (const Group& one : snapshot.groups) {
        const bool inFront = one.row.group == group;
        for (const PartitionRow& row : one.partitions) {
            const std::optional<base::Offset> place = firstUnread(row);
            if (!place || !isWorthIt(row, peeks, *place, snapshot.asOf))
                continue;
            const bool guessed = row.timeLag.basis <= Basis::Bound;
            const base::Duration waited = row.timeLag.value.value_or(base::Duration{0});
            if (inFront || guessed || waited >= shortLag)
                candidates.push_back(
                    {{inFront, guessed, waited, row.lag.value_or(0)}, {row.partition, *place}});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank > b.rank; });
    std::vector<kafka::RecordPlace> places;
    std::set<kafka::RecordPlace> seen; // two groups may stand at one place
    for (const Candidate& candidate : candidates)
        if (places.size() < limit && seen.insert(candidate.place).second)
            places.push_back(candidate.place);
    return places;
}

} // namespace streamscape::lag
