// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/movement.h"

#include "models/base/text.h"

namespace streamscape::inventory {

namespace {

constexpr std::array<const char*, movementTypeCount> typeNames{
    "receipt",    "return",      "sale",    "transfer_out", "transfer_in",
    "adjustment", "reservation", "release", "fulfilment",   "count"};
constexpr std::array<const char*, badReasonCount> reasonNames{
    "EMPTY",        "NOT_JSON", "MISSING_FIELD", "WRONG_TYPE", "UNKNOWN_TYPE",
    "BAD_QUANTITY", "BAD_TIME", "KEY_MISMATCH",  "EMPTY_NAME", "CONFLICTING_DUPLICATE"};

void appendNumber(std::string& bytes, std::int64_t number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}
// The length goes first, so that no two lists of texts spell the same bytes.
void appendText(std::string& bytes, std::string_view text) {
    appendNumber(bytes, static_cast<std::int64_t>(text.size()));
    bytes.append(text);
}
void appendMaybe(std::string& bytes, const std::optional<std::string>& text) {
    if (text)
        appendText(bytes, *text);
    else
        appendNumber(bytes, -1);
}

template<class Enum, std::size_t Count>
std::optional<Enum> find(const std::array<const char*, Count>& names, std::string_view text) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (names[i] == text)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

} // namespace

const char* name(MovementType type) { return typeNames[static_cast<std::size_t>(type)]; }
std::optional<MovementType> movementType(std::string_view text) {
    return find<MovementType>(typeNames, text);
}
const char* name(BadReason reason) { return reasonNames[static_cast<std::size_t>(reason)]; }
std::optional<BadReason> badReason(std::string_view text) { return find<BadReason>(reasonNames, text); }

std::optional<Instant> parseInstant(std::string_view text) {
    const std::optional<base::Time> time = base::parseRfc3339(text);
    if (!time)
        return std::nullopt;
    Instant instant{*time, {}};
    constexpr std::size_t fraction = sizeof("2026-11-22T09:14:03") - 1;
    if (text[fraction] != '.')
        return instant;
    const std::size_t end = text.find_first_not_of("0123456789", fraction + 1);
    const std::string_view digits = text.substr(fraction + 1, end - fraction - 1);
    if (digits.size() > 3) {
        const std::string_view further = digits.substr(3);
        instant.further = further.substr(0, further.find_last_not_of('0') + 1);
    }
    return instant;
}

Hash128 idHash(const Movement& movement) { return hash128(movement.eventId); }

Hash128 contentHash(const Movement& movement) {
    std::string bytes;
    bytes.reserve(256);
    bytes.push_back(static_cast<char>(movement.type));
    appendText(bytes, movement.sku);
    appendText(bytes, movement.warehouse);
    appendNumber(bytes, movement.quantity);
    appendNumber(bytes, base::toMilliseconds(movement.occurredAt.time));
    appendText(bytes, movement.occurredAt.further);
    appendMaybe(bytes, movement.source);
    appendMaybe(bytes, movement.transferId);
    appendMaybe(bytes, movement.orderId);
    appendMaybe(bytes, movement.reason);
    return hash128(bytes);
}

} // namespace streamscape::inventory
