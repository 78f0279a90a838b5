// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/projection_tables.h"

#include <set>

namespace streamscape::inventory {

namespace {

std::int64_t dayOf(base::Time time) {
    return std::chrono::floor<std::chrono::days>(time.time_since_epoch()).count();
}

template<class Visit>
void eachMovement(const std::vector<Entry>& entries, Visit visit) {
    for (const Entry& entry : entries) {
        if (const auto* movement = std::get_if<Movement>(&entry.what))
            visit(entry, *movement);
    }
}

} // namespace

ProjectionTables::ProjectionTables(store::Sql& sql, std::int64_t projection)
    : m_sql(sql)
    , m_projection(projection) {
    {
        store::Statement row = sql.query("SELECT revision, applied, seen, newest_occurred, forgotten_before "
                                         "FROM stock_projections WHERE key = ?",
                                         projection);
        if (!row.next())
            return;
        m_revision = row.integer(0);
        m_applied = row.integer(1);
        m_seen = row.integer(2);
        if (!row.isNull(3))
            m_newest = row.time(3);
        if (!row.isNull(4))
            m_forgottenBefore = row.time(4);
    }
    store::Statement rows = sql.query(
        "SELECT key, topic, partition, next_offset FROM stock_partitions WHERE projection = ?", projection);
    while (rows.next()) {
        const TopicPartition partition{rows.text(1), {static_cast<std::int32_t>(rows.integer(2))}};
        m_partitions[partition] = rows.integer(0);
        m_partitionNames[rows.integer(0)] = partition;
        m_next[partition] = {rows.integer(3)};
    }
}

Past ProjectionTables::past(const std::vector<Entry>& entries) {
    Past past;
    past.next = m_next;
    past.newestOccurred = m_newest;
    past.forgottenBefore = m_forgottenBefore;
    past.applied = m_applied;
    loadSeen(entries, past);
    loadTransfers(entries, past);
    loadLevels(entries, past);
    return past;
}

void ProjectionTables::loadSeen(const std::vector<Entry>& entries, Past& past) {
    const std::optional<base::Time> horizon = forgottenBefore(past);
    store::Statement seen =
        m_sql.query("SELECT content, occurred FROM stock_seen WHERE projection = ?1 AND id = ?2");
    store::Statement indexed = m_sql.query(
        "SELECT 1 FROM stock_movements WHERE level = (SELECT key FROM stock_levels WHERE projection = ?1 AND "
        "sku = ?2 AND warehouse = ?3) AND event_id = ?4 LIMIT 1");
    eachMovement(entries, [&](const Entry& entry, const Movement& movement) {
        seen.bind(1, m_projection);
        seen.bind(2, store::Blob{entry.id.bytes()});
        if (seen.next()) {
            past.seen[entry.id] = {Hash128::fromBytes(seen.text(0)), seen.time(1)};
        } else if (horizon && movement.occurredAt.time < *horizon) {
            indexed.bind(1, m_projection);
            indexed.bind(2, movement.sku);
            indexed.bind(3, movement.warehouse);
            indexed.bind(4, movement.eventId);
            if (indexed.next())
                past.repeats[entry.id] = true;
        }
    });
}

void ProjectionTables::loadTransfers(const std::vector<Entry>& entries, Past& past) {
    store::Statement legs =
        m_sql.query("SELECT arriving, warehouse, quantity FROM stock_transfers "
                    "WHERE projection = ?1 AND sku = ?2 AND transfer_id = ?3 ORDER BY seq");
    eachMovement(entries, [&](const Entry&, const Movement& movement) {
        if (!movement.transferId ||
            (movement.type != MovementType::TransferOut && movement.type != MovementType::TransferIn))
            return;
        const auto [at, isNew] = past.transfers.try_emplace({movement.sku, *movement.transferId});
        if (!isNew)
            return;
        legs.bind(1, m_projection);
        legs.bind(2, movement.sku);
        legs.bind(3, *movement.transferId);
        TransferStand& stand = at->second;
        while (legs.next()) {
            if (legs.integer(0) != 0)
                stand.arrived = true;
            else
                stand.onTheWay.emplace_back(legs.text(1), legs.integer(2));
        }
        if (stand.arrived)
            stand.onTheWay.clear();
    });
}

void ProjectionTables::loadLevels(const std::vector<Entry>& entries, Past& past) {
    store::Statement levels =
        m_sql.query("SELECT on_hand, reserved, in_transit, last_event, partition, offset FROM stock_levels "
                    "WHERE projection = ?1 AND sku = ?2 AND warehouse = ?3");
    std::set<LevelKey> asked;
    const auto load = [&](const LevelKey& key) {
        if (!asked.insert(key).second)
            return;
        levels.bind(1, m_projection);
        levels.bind(2, key.sku);
        levels.bind(3, key.warehouse);
        if (levels.next())
            past.levels[key] = {{levels.integer(0), levels.integer(1), levels.integer(2)},
                                levels.time(3),
                                m_partitionNames[levels.integer(4)],
                                {levels.integer(5)}};
    };
    eachMovement(entries, [&](const Entry&, const Movement& movement) {
        load({movement.sku, movement.warehouse});
    });
    for (const auto& [transfer, stand] : past.transfers) {
        for (const auto& [warehouse, quantity] : stand.onTheWay)
            load({transfer.sku, warehouse});
    }
}

void ProjectionTables::write(const Changes& changes, base::Time now) {
    writeLevels(changes);
    writeMovements(changes);
    writeBad(changes);
    writeCatalogue(changes);
    for (const auto& [partition, next] : changes.next)
        m_sql.run("UPDATE stock_partitions SET next_offset = ? WHERE key = ?", next, m_partitions[partition]);
    m_sql.run(
        "UPDATE stock_projections SET revision = revision + 1, records = records + ?2, applied = applied + "
        "?3, "
        "duplicates = duplicates + ?4, bad = bad + ?5, newest_occurred = ?6, "
        "newest_recorded = max(ifnull(newest_recorded, ?7), ifnull(?7, newest_recorded)), seen = seen + ?8, "
        "committed_at = ?9 WHERE key = ?1",
        m_projection, changes.counts.records, changes.counts.applied, changes.counts.duplicates,
        changes.counts.bad, changes.newestOccurred, changes.newestRecorded,
        static_cast<std::int64_t>(changes.seen.size()), now);
    m_seen += static_cast<std::int64_t>(changes.seen.size());
    forgetOld(changes);
}

void ProjectionTables::writeLevels(const Changes& changes) {
    store::Statement level = m_sql.query(
        "INSERT INTO stock_levels (projection, sku, warehouse, on_hand, reserved, in_transit, last_event, "
        "partition, offset) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
        "ON CONFLICT (projection, sku, warehouse) DO UPDATE SET on_hand = ?4, reserved = ?5, in_transit = "
        "?6, "
        "last_event = ?7, partition = ?8, offset = ?9 RETURNING key");
    for (const auto& [key, stand] : changes.levels) {
        level.bind(1, m_projection);
        level.bind(2, key.sku);
        level.bind(3, key.warehouse);
        level.bind(4, stand.level.onHand);
        level.bind(5, stand.level.reserved);
        level.bind(6, stand.level.inTransit);
        level.bind(7, stand.lastEvent);
        level.bind(8, m_partitions[stand.partition]);
        level.bind(9, stand.offset);
        if (level.next())
            m_levels[key] = level.integer(0);
    }
}

void ProjectionTables::writeMovements(const Changes& changes) {
    store::Statement movement = m_sql.query(
        "INSERT INTO stock_movements (level, seq, partition, offset, event_id, type, quantity, "
        "on_hand_after, occurred, recorded, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    for (const AppliedMovement& applied : changes.movements) {
        movement.bind(1, m_levels[applied.level]);
        movement.bind(2, applied.seq);
        movement.bind(3, m_partitions[applied.at.partition]);
        movement.bind(4, applied.at.offset);
        movement.bind(5, applied.movement.eventId);
        movement.bind(6, static_cast<std::int64_t>(applied.movement.type));
        movement.bind(7, applied.movement.quantity);
        movement.bind(8, applied.onHandAfter);
        movement.bind(9, applied.movement.occurredAt.time);
        movement.bind(10, applied.at.recorded);
        movement.bind(11, applied.movement.source);
        movement.step();
    }
    store::Statement seen = m_sql.query(
        "INSERT OR REPLACE INTO stock_seen (projection, id, content, occurred) VALUES (?1, ?2, ?3, ?4)");
    for (const auto& [id, what] : changes.seen) {
        seen.bind(1, m_projection);
        seen.bind(2, store::Blob{id.bytes()});
        seen.bind(3, store::Blob{what.content.bytes()});
        seen.bind(4, what.occurred);
        seen.step();
    }
    for (const TransferLeg& leg : changes.legs)
        m_sql.run(
            "INSERT INTO stock_transfers (projection, sku, transfer_id, seq, arriving, warehouse, quantity, "
            "occurred) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            m_projection, leg.sku, leg.transferId, leg.seq, leg.arriving, leg.warehouse, leg.quantity,
            leg.occurred);
    for (const auto& [bucket, flow] : changes.flow)
        m_sql.run(
            "INSERT INTO stock_flow (projection, minute, warehouse, delta, movements) VALUES (?1, ?2, ?3, "
            "?4, ?5) ON CONFLICT DO UPDATE SET delta = delta + ?4, movements = movements + ?5",
            m_projection, bucket.first, bucket.second, flow.delta, flow.movements);
}

void ProjectionTables::writeBad(const Changes& changes) {
    store::Statement bad =
        m_sql.query("INSERT INTO stock_bad (partition, offset, recorded, reason, detail, key, sample, size) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    const auto blob = [&](int position, const std::optional<std::string>& bytes) {
        if (bytes)
            bad.bind(position, store::Blob{*bytes});
        else
            bad.bind(position, std::nullopt);
    };
    for (const BadRecord& record : changes.bad) {
        bad.bind(1, m_partitions[record.at.partition]);
        bad.bind(2, record.at.offset);
        bad.bind(3, record.at.recorded);
        bad.bind(4, static_cast<std::int64_t>(record.bad.reason));
        bad.bind(5, record.bad.detail);
        blob(6, record.key);
        blob(7, record.sample);
        bad.bind(8, record.size);
        bad.step();
    }
    for (const Note& note : changes.notes)
        m_sql.run(
            "INSERT INTO stock_notes (projection, code, sku, warehouse, transfer_id, since, count, detail) "
            "VALUES (?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET count = count + 1",
            m_projection, note.code, note.sku, note.warehouse, note.transferId, note.since, note.detail);
}

void ProjectionTables::writeCatalogue(const Changes& changes) {
    for (const auto& [sku, product] : changes.products) {
        if (!product)
            m_sql.run("DELETE FROM stock_products WHERE projection = ? AND sku = ?", m_projection, sku);
        else
            m_sql.run("INSERT OR REPLACE INTO stock_products (projection, sku, name, category, size, colour, "
                      "unit_price, currency, reorder_point) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      m_projection, sku, product->name, product->category, product->size, product->colour,
                      product->unitPrice, product->currency, product->reorderPoint);
    }
    for (const auto& [id, warehouse] : changes.warehouses) {
        if (!warehouse)
            m_sql.run("DELETE FROM stock_warehouses WHERE projection = ? AND id = ?", m_projection, id);
        else
            m_sql.run("INSERT OR REPLACE INTO stock_warehouses (projection, id, name, city, kind) "
                      "VALUES (?, ?, ?, ?, ?)",
                      m_projection, id, warehouse->name, warehouse->city, warehouse->kind);
    }
}

// Once for each day of event time, and beyond the limit: the window shrinks by days until it fits.
void ProjectionTables::forgetOld(const Changes& changes) {
    if (!changes.newestOccurred)
        return;
    const bool newDay = !m_newest || dayOf(*changes.newestOccurred) != dayOf(*m_newest);
    if (!newDay && m_seen <= seenLimit)
        return;
    base::Time horizon = *changes.newestOccurred - seenWindow;
    for (;;) {
        m_sql.run("DELETE FROM stock_seen WHERE projection = ? AND occurred < ?", m_projection, horizon);
        store::Statement count =
            m_sql.query("SELECT count(*) FROM stock_seen WHERE projection = ?", m_projection);
        m_seen = count.next() ? count.integer(0) : 0;
        if (m_seen <= seenLimit || horizon >= *changes.newestOccurred)
            break;
        horizon += std::chrono::hours{24};
    }
    m_sql.run(
        "UPDATE stock_projections SET seen = ?2, forgotten_before = max(ifnull(forgotten_before, ?3), ?3) "
        "WHERE key = ?1",
        m_projection, m_seen, horizon);
}

} // namespace streamscape::inventory
