// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/retention.h"

#include <charconv>

namespace streamscape::lag {

namespace {

std::optional<std::int64_t> integer(const std::optional<std::string>& text) {
    std::int64_t value = 0;
    if (!text)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    return error == std::errc{} && end == text->data() + text->size() ? std::optional(value) : std::nullopt;
}

// Kafka's −1, and spans that would not fit a time any more, are "for ever".
std::optional<base::Duration> span(std::int64_t ms) {
    constexpr std::int64_t tenThousandYears = 315'360'000'000'000;
    return ms < 0 || ms > tenThousandYears ? std::nullopt : std::optional(base::Duration{ms});
}

} // namespace

std::optional<Retention> retentionOf(const std::vector<kafka::ConfigEntry>& entries) {
    Retention retention;
    bool policy = false;
    bool time = false;
    for (const kafka::ConfigEntry& entry : entries) {
        if (entry.name == "cleanup.policy" && entry.value) {
            retention.deletes = entry.value->find("delete") != std::string::npos;
            policy = true;
        } else if (entry.name == "retention.ms") {
            const std::optional<std::int64_t> ms = integer(entry.value);
            time = ms.has_value();
            retention.time = ms ? span(*ms) : std::nullopt;
        } else if (entry.name == "retention.bytes") {
            const std::optional<std::int64_t> bytes = integer(entry.value);
            if (bytes && *bytes >= 0)
                retention.bytes = bytes;
        }
    }
    return policy && time ? std::optional(retention) : std::nullopt;
}

} // namespace streamscape::lag
