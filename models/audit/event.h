// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/kafka/acl_values.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace streamscape::audit {

using base::Time;

enum class Kind { Authn, Authz, Request, Management, Schema, Rbac, Journal, Unparsed };
const char* name(Kind kind); ///< "authz", "unparsed"

/// A probe asks without meaning to do (authorized-operations bitmaps, list filtering, pre-checks): it is no
/// attempt, and its refusal says nothing about the outcome.
enum class Decision { Allow, Deny, Probe, Unknown };
const char* name(Decision decision); ///< "allow", "deny", "probe", "unknown"

/// What a line says beside its moment and its count. What it does not say is nullopt. Names are bytes as the
/// log has them.
struct Facts {
    Kind kind = Kind::Unparsed;
    Decision decision = Decision::Unknown;
    std::optional<bool> granted; ///< the answer itself, for a probe too
    std::optional<std::string> principal;
    std::optional<std::string> host;
    std::optional<std::string> clientId;
    std::optional<std::string> operation; ///< UPPER_SNAKE whatever the source prints
    std::optional<std::string> request;
    std::optional<std::string> resourceType; ///< UPPER_SNAKE
    std::optional<std::string> resource;
    std::optional<std::string> pattern;
    std::optional<std::string> rule; ///< SuperUser, MatchingAcl, DefaultAllow, DefaultDeny
    std::optional<kafka::Acl> acl;   ///< the one that decided
    bool operator==(const Facts&) const = default;
};

/// Where a line stands.
struct Place {
    std::string source;                 ///< the node, or the kind of log where no node was named
    std::optional<std::string> cluster; ///< as people call it; nullopt: of no named cluster
    std::int64_t file = 0;              ///< the store's key of the file
    std::string path;                   ///< the file as it was last seen
    std::int64_t position = 0;          ///< byte offset of the line in its file
    std::int64_t length = 0;            ///< bytes, without the newline
    bool operator==(const Place&) const = default;
};

/// One line of an audit source.
struct Event {
    std::string id;           ///< stable over imports of the same store: time-file-position
    std::optional<Time> time; ///< a line that is no event may have none
    Facts facts;
    Place place;
    std::optional<std::int64_t> references; ///< resourceRefCount: entries of the resource in the request
    /// Stands behind a line that was torn by a newline in somebody's group or transactional id, near enough
    /// to have been written by that client: the request log, being JSON, cannot be forged so.
    bool suspect = false;
    std::optional<std::string> raw; ///< re-read from its file
    std::string whyNoRaw;           ///< "The file is gone", … where raw is not there
    bool operator==(const Event&) const = default;
};

/// What can be filtered by and counted.
enum class Field {
    Principal,
    Host,
    ClientId,
    Operation,
    Request,
    ResourceType,
    Resource,
    Decision,
    Kind,
    Rule,
    Source
};
inline constexpr std::array allFields{
    Field::Principal, Field::Host,     Field::ClientId, Field::Operation, Field::Request, Field::ResourceType,
    Field::Resource,  Field::Decision, Field::Kind,     Field::Rule,      Field::Source};
const char* name(Field field); ///< "principal", "client_id", …
std::optional<Field> fieldNamed(std::string_view text);

/// The event's own value of a field; nullopt where the line does not say.
std::optional<std::string> valueOf(const Event& event, Field field);

} // namespace streamscape::audit
