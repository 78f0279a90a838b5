// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/inventory/hash128.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace streamscape::inventory {

/// What can happen to a level. Stored by number: append only.
enum class MovementType : std::uint8_t {
    Receipt,
    Return,
    Sale,
    TransferOut,
    TransferIn,
    Adjustment,
    Reservation,
    Release,
    Fulfilment,
    Count,
};
inline constexpr std::size_t movementTypeCount = 10;
const char* name(MovementType type); ///< "transfer_out", as the events spell it
std::optional<MovementType> movementType(std::string_view name);

/// A moment as finely as it was written: two spellings of one instant compare equal.
struct Instant {
    base::Time time{};   ///< to the millisecond, rounded down
    std::string further; ///< the digits after the millisecond, without trailing zeros
    auto operator<=>(const Instant&) const = default; ///< digit strings order as the fractions they are
};
/// RFC 3339 with a zone; nullopt where it is not.
std::optional<Instant> parseInstant(std::string_view text);

/// One stock movement that passed the ladder. Text is UTF-8 as written.
struct Movement {
    std::string eventId;
    MovementType type = MovementType::Receipt;
    std::string sku;
    std::string warehouse;
    std::int64_t quantity = 0;
    Instant occurredAt;
    std::optional<std::string> source;
    std::optional<std::string> transferId;
    std::optional<std::string> orderId;
    std::optional<std::string> reason;
    bool operator==(const Movement&) const = default;
};

/// Stands for the event_id.
Hash128 idHash(const Movement& movement);
/// Stands for the nine members that make two movements the same content: equal as values, whatever the
/// spelling.
Hash128 contentHash(const Movement& movement);

/// Why a record is bad, in the order the ladder checks. Stored by number: append only.
enum class BadReason : std::uint8_t {
    Empty,
    NotJson,
    MissingField,
    WrongType,
    UnknownType,
    BadQuantity,
    BadTime,
    KeyMismatch,
    EmptyName,
    ConflictingDuplicate,
};
inline constexpr std::size_t badReasonCount = 10;
const char* name(BadReason reason); ///< "NOT_JSON"
std::optional<BadReason> badReason(std::string_view name);

struct Bad {
    BadReason reason = BadReason::Empty;
    std::string detail; ///< which member and what is wrong with it, in words
    bool operator==(const Bad&) const = default;
};

inline constexpr std::size_t maxRecordBytes = 1'048'576;
inline constexpr int maxDepth = 32; ///< the record's own object is depth 1
inline constexpr std::int64_t maxQuantity = 1'000'000;
inline constexpr std::size_t maxNameBytes = 128;
inline constexpr base::Duration maxAhead = std::chrono::minutes{5}; ///< of the record's own timestamp

} // namespace streamscape::inventory
