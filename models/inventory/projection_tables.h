// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/projection.h"
#include "models/store/sql.h"

namespace streamscape::inventory {

/// The tables of one projection inside one write job: reads what a batch must know, writes what it changed.
class ProjectionTables {
public:
    ProjectionTables(store::Sql& sql, std::int64_t projection);

    std::int64_t revision() const { return m_revision; }
    /// Only what these entries touch.
    Past past(const std::vector<Entry>& entries);
    void write(const Changes& changes, base::Time now);

private:
    void loadSeen(const std::vector<Entry>& entries, Past& past);
    void loadTransfers(const std::vector<Entry>& entries, Past& past);
    void loadLevels(const std::vector<Entry>& entries, Past& past);
    void writeLevels(const Changes& changes);
    void writeMovements(const Changes& changes);
    void writeBad(const Changes& changes);
    void writeCatalogue(const Changes& changes);
    void forgetOld(const Changes& changes);

    store::Sql& m_sql;
    std::int64_t m_projection;
    std::int64_t m_revision = -1;
    std::int64_t m_applied = 0;
    std::int64_t m_seen = 0;
    std::optional<base::Time> m_newest;
    std::optional<base::Time> m_forgottenBefore;
    std::map<TopicPartition, std::int64_t> m_partitions; // their keys
    std::map<std::int64_t, TopicPartition> m_partitionNames;
    std::map<TopicPartition, Offset> m_next;
    std::map<LevelKey, std::int64_t> m_levels; // keys of those written
};

} // namespace streamscape::inventory
