// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/levels.h"

namespace streamscape::inventory {

namespace {
constexpr std::array<const char*, 4> stateNames{"ok", "low", "out", "oversold"};
}

void apply(Level& level, MovementType type, std::int64_t quantity) {
    switch (type) {
    case MovementType::Receipt:
    case MovementType::Return:
    case MovementType::TransferIn:
    case MovementType::Adjustment:
        level.onHand += quantity;
        return;
    case MovementType::Sale:
    case MovementType::TransferOut:
        level.onHand -= quantity;
        return;
    case MovementType::Reservation:
        level.reserved += quantity;
        return;
    case MovementType::Release:
        level.reserved -= quantity;
        return;
    case MovementType::Fulfilment:
        level.onHand -= quantity;
        level.reserved -= quantity;
        return;
    case MovementType::Count:
        level.onHand = quantity;
        return;
    }
}

const char* name(StockState state) { return stateNames[static_cast<std::size_t>(state)]; }

std::optional<StockState> stockState(std::string_view text) {
    for (std::size_t i = 0; i < stateNames.size(); ++i) {
        if (stateNames[i] == text)
            return static_cast<StockState>(i);
    }
    return std::nullopt;
}

StockState stateOf(const Level& level, std::optional<std::int64_t> reorderPoint) {
    if (level.available() < 0)
        return StockState::Oversold;
    if (level.onHand <= 0)
        return StockState::Out;
    return reorderPoint && level.available() <= *reorderPoint ? StockState::Low : StockState::Ok;
}

} // namespace streamscape::inventory
