// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/authorizer_rule.h"
#include "models/audit/batch.h"

#include <cstdint>
#include <limits>
#include <optional>

namespace streamscape::audit {

// How the index spells what SQLite has no type for; resources/migrations/0003_audit.sql says the same.

constexpr std::int64_t noTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t minuteMs = 60'000;

inline std::int64_t storedTime(const std::optional<Time>& time) {
    return time ? base::toMilliseconds(*time) : noTime;
}
inline std::optional<Time> timeFrom(std::int64_t stored) {
    return stored == noTime ? std::nullopt : std::optional(base::fromMilliseconds(stored));
}
/// The minute a stored time falls into; noTime has its own.
constexpr std::int64_t minuteOf(std::int64_t stored) {
    if (stored == noTime)
        return noTime;
    return stored / minuteMs - (stored % minuteMs < 0 ? 1 : 0);
}

/// FNV-1a over what the lines of a combination say alike: the same in every build, for it is stored.
inline std::int64_t comboHash(const Combo& combo) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    const auto add = [&](const std::string& text) {
        for (const char c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    };
    add(combo.before);
    hash = (hash ^ (combo.counted ? 1U : 2U)) * 0x100000001b3U;
    add(combo.after);
    return static_cast<std::int64_t>(hash);
}

/// An ACL from its texts, as audit_acls has them.
inline std::optional<kafka::Acl> aclFrom(const std::string& type, std::string name,
                                         const std::string& pattern, std::string principal, std::string host,
                                         std::string operation, const std::string& permission) {
    const std::optional<kafka::ResourceType> resourceType = aclTypeNamed(type);
    if (!resourceType)
        return std::nullopt;
    return kafka::Acl{*resourceType,
                      std::move(name),
                      pattern == "PREFIXED" ? kafka::PatternType::Prefixed : kafka::PatternType::Literal,
                      std::move(principal),
                      std::move(host),
                      std::move(operation),
                      permission == "DENY" ? kafka::Permission::Deny : kafka::Permission::Allow};
}

} // namespace streamscape::audit
