// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/journal.h"

#include "models/journal/appending.h"

namespace streamscape::journal {

using base::Result;

Journal::Journal(std::filesystem::path folder, base::Clock clock)
    : m_folder(std::move(folder))
    , m_clock(std::move(clock))
    , m_lane("journal") {}

QFuture<Result<Entry>> Journal::append(Draft draft) {
    return m_lane.ask<Entry>([folder = m_folder, clock = m_clock, draft = std::move(draft)]() mutable {
        return appendEntry(folder, std::move(draft), clock());
    });
}

QFuture<Result<Journal::Found>> Journal::read(std::function<bool(const Entry&)> keep) {
    return m_lane.ask<Found>([folder = m_folder, keep = std::move(keep)]() -> Result<Found> {
        Found found;
        auto reading = readJournal(folder, [&](const Entry& entry) {
            if (keep && keep(entry))
                found.entries.push_back(entry);
            return bool(keep);
        });
        if (!reading)
            return base::fail(reading.error());
        found.reading = std::move(*reading);
        return found;
    });
}

QFuture<Result<Journal::Planned>> Journal::planned(std::string planId) {
    return m_lane.ask<Planned>([folder = m_folder, planId = std::move(planId)]() -> Result<Planned> {
        std::optional<Entry> newest;
        const auto reading = readJournal(folder, [&](const Entry& entry) {
            if (entry.planId == planId && entry.phase == Phase::Planned)
                newest = entry;
            return true;
        });
        if (!reading)
            return base::fail(reading.error());
        if (!newest)
            return base::fail(base::ErrorKind::NotFound, "The journal holds no such plan", planId,
                              "See: streamscapectl journal");
        return Planned{std::move(*newest), *reading};
    });
}

} // namespace streamscape::journal
