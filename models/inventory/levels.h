// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/movement.h"

#include <optional>
#include <string>

namespace streamscape::inventory {

/// Where stock lies: ordered by (sku, warehouse) as UTF-8 bytes.
struct LevelKey {
    std::string sku;
    std::string warehouse;
    auto operator<=>(const LevelKey&) const = default;
};

/// The stock of one SKU in one warehouse, as the events say. Negative is shown, never clipped.
struct Level {
    std::int64_t onHand = 0;
    std::int64_t reserved = 0;
    std::int64_t inTransit = 0; ///< sent from here, not yet arrived
    bool operator==(const Level&) const = default;
    std::int64_t available() const { return onHand - reserved; }
};

/// What a movement does to its own level. Transfers beside that open or close in_transit: see Transfer.
void apply(Level& level, MovementType type, std::int64_t quantity);

enum class StockState { Ok, Low, Out, Oversold };
const char* name(StockState state); ///< "oversold"
std::optional<StockState> stockState(std::string_view name);
/// Without a reorder point the state is never low.
StockState stateOf(const Level& level, std::optional<std::int64_t> reorderPoint);

/// A transfer is told apart by (sku, transfer_id).
struct TransferKey {
    std::string sku;
    std::string transferId;
    auto operator<=>(const TransferKey&) const = default;
};

} // namespace streamscape::inventory

template<>
struct std::hash<streamscape::inventory::LevelKey> {
    std::size_t operator()(const streamscape::inventory::LevelKey& key) const noexcept {
        return std::hash<std::string>{}(key.sku) * 31U + std::hash<std::string>{}(key.warehouse);
    }
};
template<>
struct std::hash<streamscape::inventory::TransferKey> {
    std::size_t operator()(const streamscape::inventory::TransferKey& key) const noexcept {
        return std::hash<std::string>{}(key.sku) * 31U + std::hash<std::string>{}(key.transferId);
    }
};
