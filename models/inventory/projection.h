// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/decoder.h"
#include "models/inventory/levels.h"
#include "models/kafka/tail.h"

#include <map>
#include <unordered_map>
#include <variant>
#include <vector>

namespace streamscape::inventory {

using base::Offset;
using base::PartitionId;
using base::TopicPartition;

/// What is projected from where.
struct ProjectionSpec {
    std::string name = "default"; ///< the store keeps one stock for each cluster and name
    std::string movements = "inventory.movements";
    std::string products = "inventory.products";
    std::string warehouses = "inventory.warehouses";
    bool operator==(const ProjectionSpec&) const = default;
};

/// A record's place and time.
struct Coordinates {
    TopicPartition partition;
    Offset offset;
    base::Time recorded{}; ///< the record's timestamp
    bool operator==(const Coordinates&) const = default;
};

/// A record of the movements topic that was refused.
struct BadRecord {
    Coordinates at;
    Bad bad;
    std::optional<std::string> key;
    std::optional<std::string> sample; ///< the value's first sampleBytes; nullopt for a null value
    std::int64_t size = 0;             ///< of the whole value
    bool operator==(const BadRecord&) const = default;
};
inline constexpr std::size_t sampleBytes = 1024;

/// One record, decoded. Key is the sku, or the warehouse's id; a nullopt value
/// removes it, a record that says nothing readable is monostate.
struct ProductRecord {
    std::string sku;
    std::optional<Product> product;
};
struct WarehouseRecord {
    std::string id;
    std::optional<Warehouse> warehouse;
};
struct Entry {
    Coordinates at;
    std::variant<std::monostate, Movement, BadRecord, ProductRecord, WarehouseRecord> what;
    Hash128 id; ///< of a movement
    Hash128 content;
    std::string_view value; ///< of a movement, which may yet turn out to be a conflicting duplicate
};
/// The entries point into the batch.
std::vector<Entry> decode(Decoder& decoder, const ProjectionSpec& spec, const kafka::RecordBatch& batch);

/// Where a level stands.
struct LevelStand {
    Level level;
    base::Time lastEvent{}; ///< the newest occurred_at applied
    TopicPartition partition;
    Offset offset; ///< of the last record applied
    bool operator==(const LevelStand&) const = default;
};

/// What has been booked under one (sku, transfer_id).
struct TransferStand {
    bool arrived = false; ///< a transfer_in was applied
    std::vector<std::pair<std::string, std::int64_t>>
        onTheWay; ///< warehouse sent from, quantity; while not arrived
    bool operator==(const TransferStand&) const = default;
};

struct SeenId {
    Hash128 content;
    base::Time occurred{};
    bool operator==(const SeenId&) const = default;
};

struct Counts {
    std::int64_t records = 0; ///< of the movements topic: applied + duplicates + bad
    std::int64_t applied = 0;
    std::int64_t duplicates = 0;
    std::int64_t bad = 0;
    bool operator==(const Counts&) const = default;
};

/// Everything of the past that decides about a batch: the whole of it, or only what the batch touches.
struct Past {
    std::unordered_map<LevelKey, LevelStand> levels;
    std::unordered_map<TransferKey, TransferStand> transfers;
    std::unordered_map<Hash128, SeenId> seen;
    std::unordered_map<Hash128, bool> repeats; ///< forgotten ids that the movement index still knows
    std::map<TopicPartition, Offset> next;     ///< records before these are known already
    std::map<std::string, int>
        partitionCounts; ///< to tell a record in the wrong partition; absent: not asked
    std::optional<base::Time> newestOccurred;
    std::optional<base::Time> forgottenBefore;
    std::int64_t applied = 0; ///< numbers the movements
};

struct AppliedMovement {
    LevelKey level;
    std::int64_t seq = 0;
    Coordinates at;
    Movement movement;
    std::int64_t onHandAfter = 0;
};
struct TransferLeg {
    std::string sku;
    std::optional<std::string> transferId;
    std::int64_t seq = 0;
    bool arriving = false;
    std::string warehouse;
    std::int64_t quantity = 0;
    base::Time occurred{};
};
struct Flow {
    std::int64_t delta = 0; ///< of what is on hand
    std::int64_t movements = 0;
    bool operator==(const Flow&) const = default;
};
struct Note {
    std::string code; ///< "stale_repeat", "wrong_partition", "unreadable_product"
    std::string sku;
    std::string warehouse;
    std::string transferId;
    base::Time since{};
    std::string detail;
};

/// All that a batch changes, to be committed in one transaction.
struct Changes {
    std::map<LevelKey, LevelStand> levels;  ///< as they stand after the batch
    std::vector<AppliedMovement> movements; ///< in applied order
    std::vector<TransferLeg> legs;
    std::vector<std::pair<Hash128, SeenId>> seen;
    std::vector<BadRecord> bad;
    std::map<std::pair<std::int64_t, std::string>, Flow> flow; ///< by minute since 1970 and warehouse
    std::map<std::string, std::optional<Product>> products;    ///< nullopt: removed
    std::map<std::string, std::optional<Warehouse>> warehouses;
    std::vector<Note> notes;
    std::map<TopicPartition, Offset> next;
    Counts counts;                            ///< of this batch
    std::optional<base::Time> newestOccurred; ///< over past and batch
    std::optional<base::Time> newestRecorded; ///< of this batch
};

/// The projection itself: no clock, no store, no Kafka. Records the past knows already change nothing, so a
/// batch may be handed in twice.
Changes project(Past past, const ProjectionSpec& spec, const std::vector<Entry>& entries,
                const std::vector<kafka::Position>& positions);

/// How far back an event id is remembered, before the newest occurred_at applied.
inline constexpr base::Duration seenWindow = std::chrono::hours{7 * 24};
inline constexpr std::int64_t seenLimit = 20'000'000;
/// Ids that occurred before this are forgotten.
std::optional<base::Time> forgottenBefore(const Past& past);

/// The partition Java producers put a key into.
std::int32_t javaPartition(std::string_view key, std::int32_t partitions);

} // namespace streamscape::inventory
