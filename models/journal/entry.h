// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QJsonObject>

#include <optional>
#include <string>
#include <string_view>

namespace streamscape::journal {

/// Who made a change: the operating system's user on its host, and the Kafka principal where it is known.
struct Actor {
    std::string user;
    std::string host;
    std::optional<std::string> principal; ///< "User:ada"
    bool operator==(const Actor&) const = default;
};
/// This process' user and host.
Actor thisActor(std::optional<std::string> principal = std::nullopt);

/// A change is written down twice: before anything is sent, with its inverse, and once it was read back. A
/// plan without an outcome was interrupted; its inverse still undoes whatever of it took place.
enum class Phase { Planned, Outcome, Unknown };
const char* name(Phase phase); ///< "planned", "outcome"

/// What somebody wants written down. Never a secret: the journal is a plain file.
struct Draft {
    Actor actor;
    std::string cluster; ///< the cluster's id
    std::string action;  ///< "lag.reset", "lag.undo", …
    std::string planId;
    Phase phase = Phase::Planned;
    QJsonObject payload; ///< the plan and its inverse, or the outcome; owned by the action
    bool operator==(const Draft&) const = default;
};

/// One line of the journal. Hash is the SHA-256, in hex, of the line's bytes before its own member "hash";
/// previous is the hash of the line before it, 64 zeros for the first.
struct Entry : Draft {
    std::int64_t seq = 0; ///< 1 for the first
    base::Time time{};
    std::string previous;
    std::string mended; ///< what was found broken, and mended, when this entry was written; mostly empty
    std::string hash;
    bool operator==(const Entry&) const = default;
};

inline const std::string noHash(64, '0');

/// The line without its newline; hash is worked out and also set in the entry.
std::string encode(Entry& entry);
/// Invalid where the line is none of ours or its hash is another's. Never trusts what it reads.
base::Result<Entry> decode(std::string_view line);

} // namespace streamscape::journal
