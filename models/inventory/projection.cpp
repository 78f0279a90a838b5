// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/projection.h"

#include <algorithm>

namespace streamscape::inventory {

namespace {

std::optional<std::string> owned(std::optional<std::string_view> bytes,
                                 std::size_t most = std::string::npos) {
    return bytes ? std::optional<std::string>(bytes->substr(0, most)) : std::nullopt;
}

class Projection {
public:
    Projection(Past& past, Changes& changes, const ProjectionSpec& spec)
        : m_past(past)
        , m_changes(changes)
        , m_spec(spec) {}

    void take(const Entry& entry) {
        Offset& next = m_past.next[entry.at.partition];
        if (entry.at.offset < next)
            return;
        next = {entry.at.offset.value + 1};
        m_changes.next[entry.at.partition] = next;
        if (entry.at.partition.topic == m_spec.movements) {
            ++m_changes.counts.records;
            m_changes.newestRecorded =
                std::max(m_changes.newestRecorded.value_or(entry.at.recorded), entry.at.recorded);
        }
        std::visit([&](const auto& what) { record(entry, what); }, entry.what);
    }

private:
    void record(const Entry& entry, const std::monostate&) {
        m_changes.notes.push_back(
            {entry.at.partition.topic == m_spec.products ? "unreadable_product" : "unreadable_warehouse",
             {},
             {},
             {},
             entry.at.recorded,
             "first at " + entry.at.partition.topic + "-" +
                 std::to_string(entry.at.partition.partition.value) + " offset " +
                 std::to_string(entry.at.offset.value)});
    }
    void record(const Entry&, const BadRecord& bad) { refuse(bad); }
    void record(const Entry&, const ProductRecord& product) {
        m_changes.products[product.sku] = product.product;
    }
    void record(const Entry&, const WarehouseRecord& warehouse) {
        m_changes.warehouses[warehouse.id] = warehouse.warehouse;
    }
    void record(const Entry& entry, const Movement& movement) {
        const std::optional<base::Time> horizon = forgottenBefore(m_past);
        const auto known = m_past.seen.find(entry.id);
        const bool forgotten = known != m_past.seen.end() && horizon && known->second.occurred < *horizon;
        if (known != m_past.seen.end() && !forgotten) {
            if (known->second.content == entry.content) {
                ++m_changes.counts.duplicates;
                return;
            }
            refuse({entry.at,
                    {BadReason::ConflictingDuplicate,
                     "event_id " + movement.eventId + " was applied with other content"},
                    movement.sku,
                    owned(entry.value, sampleBytes),
                    static_cast<std::int64_t>(entry.value.size())});
            return;
        }
        if (forgotten || m_past.repeats.contains(entry.id))
            note("stale_repeat", movement, entry,
                 "event_id " + movement.eventId +
                     " came again after it was forgotten, and was applied again");
        book(entry, movement);
    }

    void refuse(BadRecord bad) {
        ++m_changes.counts.bad;
        m_changes.bad.push_back(std::move(bad));
    }

    void book(const Entry& entry, const Movement& movement) {
        const LevelKey key{movement.sku, movement.warehouse};
        const bool isNew = !m_past.levels.contains(key);
        LevelStand& stand = m_past.levels[key];
        const std::int64_t before = stand.level.onHand;
        apply(stand.level, movement.type, movement.quantity);
        const std::int64_t seq = ++m_past.applied;
        if (movement.type == MovementType::TransferOut || movement.type == MovementType::TransferIn)
            transfer(movement, seq, stand);
        stand.lastEvent =
            isNew ? movement.occurredAt.time : std::max(stand.lastEvent, movement.occurredAt.time);
        stand.partition = entry.at.partition;
        stand.offset = entry.at.offset;
        m_changes.levels[key] = stand;
        m_changes.movements.push_back({key, seq, entry.at, movement, stand.level.onHand});

        Flow& flow = m_changes.flow[{minuteOf(entry.at.recorded), movement.warehouse}];
        flow.delta += stand.level.onHand - before;
        ++flow.movements;

        const SeenId seen{entry.content, movement.occurredAt.time};
        m_past.seen[entry.id] = seen;
        m_changes.seen.emplace_back(entry.id, seen);
        ++m_changes.counts.applied;
        m_past.newestOccurred =
            std::max(m_past.newestOccurred.value_or(movement.occurredAt.time), movement.occurredAt.time);
        checkPartition(entry, movement);
    }

    // One transfer_in closes every transfer_out of its (sku, transfer_id), whichever came first.
    void transfer(const Movement& movement, std::int64_t seq, LevelStand& own) {
        const bool arriving = movement.type == MovementType::TransferIn;
        m_changes.legs.push_back({movement.sku, movement.transferId, seq, arriving, movement.warehouse,
                                  movement.quantity, movement.occurredAt.time});
        if (!movement.transferId) {
            if (!arriving)
                own.level.inTransit += movement.quantity;
            return;
        }
        TransferStand& transfer = m_past.transfers[{movement.sku, *movement.transferId}];
        if (!arriving) {
            if (!transfer.arrived) {
                transfer.onTheWay.emplace_back(movement.warehouse, movement.quantity);
                own.level.inTransit += movement.quantity;
            }
            return;
        }
        transfer.arrived = true;
        for (const auto& [warehouse, quantity] : transfer.onTheWay) {
            const LevelKey sender{movement.sku, warehouse};
            LevelStand& stand = m_past.levels[sender]; // there since its transfer_out was booked
            stand.level.inTransit -= quantity;
            m_changes.levels[sender] = stand;
        }
        transfer.onTheWay.clear();
    }

    void checkPartition(const Entry& entry, const Movement& movement) {
        const auto count = m_past.partitionCounts.find(entry.at.partition.topic);
        if (count == m_past.partitionCounts.end())
            return;
        const std::int32_t expected = javaPartition(movement.sku, count->second);
        if (expected != entry.at.partition.partition.value)
            note("wrong_partition", movement, entry,
                 "the key leads to partition " + std::to_string(expected) + ", this was partition " +
                     std::to_string(entry.at.partition.partition.value) + " offset " +
                     std::to_string(entry.at.offset.value));
    }

    void note(const char* code, const Movement& movement, const Entry& entry, std::string detail) {
        m_changes.notes.push_back({code, movement.sku, movement.warehouse, movement.transferId.value_or(""),
                                   entry.at.recorded, std::move(detail)});
    }

    static std::int64_t minuteOf(base::Time time) {
        return std::chrono::floor<std::chrono::minutes>(time.time_since_epoch()).count();
    }

    Past& m_past;
    Changes& m_changes;
    const ProjectionSpec& m_spec;
};

} // namespace

std::vector<Entry> decode(Decoder& decoder, const ProjectionSpec& spec, const kafka::RecordBatch& batch) {
    std::vector<Entry> entries;
    entries.reserve(batch.records.size());
    for (const kafka::Record& record : batch.records) {
        const std::string& topic = batch.topics[static_cast<std::size_t>(record.topicIndex)];
        Entry entry;
        entry.at = {{topic, record.partition}, record.offset, record.timestamp};
        if (topic == spec.movements) {
            Decoded decoded = decoder.movement({record.key, record.value, record.timestamp});
            if (decoded) {
                entry.id = idHash(*decoded);
                entry.content = contentHash(*decoded);
                entry.value = *record.value;
                entry.what = *std::move(decoded);
            } else {
                entry.what = BadRecord{entry.at, std::move(decoded.error()), owned(record.key),
                                       owned(record.value, sampleBytes),
                                       static_cast<std::int64_t>(record.value ? record.value->size() : 0)};
            }
        } else if (topic == spec.products) {
            std::optional<Product> product = record.value ? decoder.product(*record.value) : std::nullopt;
            if (record.key && (product || !record.value))
                entry.what = ProductRecord{std::string(*record.key), std::move(product)};
        } else if (topic == spec.warehouses) {
            std::optional<Warehouse> place = record.value ? decoder.warehouse(*record.value) : std::nullopt;
            if (record.key && (place || !record.value))
                entry.what = WarehouseRecord{std::string(*record.key), std::move(place)};
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::optional<base::Time> forgottenBefore(const Past& past) {
    if (!past.newestOccurred)
        return past.forgottenBefore;
    return std::max(past.forgottenBefore.value_or(base::Time::min()), *past.newestOccurred - seenWindow);
}

Changes project(Past past, const ProjectionSpec& spec, const std::vector<Entry>& entries,
                const std::vector<kafka::Position>& positions) {
    Changes changes;
    Projection projection(past, changes, spec);
    for (const Entry& entry : entries)
        projection.take(entry);
    for (const kafka::Position& position : positions) {
        Offset& next = past.next[position.partition];
        if (next < position.next) {
            next = position.next;
            changes.next[position.partition] = next;
        }
    }
    changes.newestOccurred = past.newestOccurred;
    return changes;
}

// murmur2 as org.apache.kafka.common.utils.Utils has it.
std::int32_t javaPartition(std::string_view key, std::int32_t partitions) {
    constexpr std::uint32_t m = 0x5bd1e995;
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(key[i]));
    };
    std::uint32_t h = 0x9747b28cU ^ static_cast<std::uint32_t>(key.size());
    std::size_t at = 0;
    for (; at + 4 <= key.size(); at += 4) {
        std::uint32_t k = byte(at) | byte(at + 1) << 8U | byte(at + 2) << 16U | byte(at + 3) << 24U;
        k *= m;
        k ^= k >> 24U;
        k *= m;
        h = h * m ^ k;
    }
    const std::size_t rest = key.size() - at;
    if (rest == 3)
        h ^= byte(at + 2) << 16U;
    if (rest >= 2)
        h ^= byte(at + 1) << 8U;
    if (rest >= 1) {
        h ^= byte(at);
        h *= m;
    }
    h ^= h >> 13U;
    h *= m;
    h ^= h >> 15U;
    return static_cast<std::int32_t>(h & 0x7fffffffU) % partitions;
}

} // namespace streamscape::inventory
