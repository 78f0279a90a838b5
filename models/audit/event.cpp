// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/event.h"

namespace streamscape::audit {

namespace {

constexpr std::array kindNames{"authn",  "authz", "request", "management",
                               "schema", "rbac",  "journal", "unparsed"};
constexpr std::array decisionNames{"allow", "deny", "probe", "unknown"};
constexpr std::array fieldNames{"principal", "host",     "client_id", "operation", "request", "resource_type",
                                "resource",  "decision", "kind",      "rule",      "source"};

} // namespace

const char* name(Kind kind) { return kindNames.at(static_cast<std::size_t>(kind)); }
const char* name(Decision decision) { return decisionNames.at(static_cast<std::size_t>(decision)); }
const char* name(Field field) { return fieldNames.at(static_cast<std::size_t>(field)); }

std::optional<Field> fieldNamed(std::string_view text) {
    for (const Field field : allFields)
        if (text == name(field))
            return field;
    return std::nullopt;
}

std::optional<std::string> valueOf(const Event& event, Field field) {
    const Facts& facts = event.facts;
    switch (field) {
    case Field::Principal:
        return facts.principal;
    case Field::Host:
        return facts.host;
    case Field::ClientId:
        return facts.clientId;
    case Field::Operation:
        return facts.operation;
    case Field::Request:
        return facts.request;
    case Field::ResourceType:
        return facts.resourceType;
    case Field::Resource:
        return facts.resource;
    case Field::Decision:
        return name(facts.decision);
    case Field::Kind:
        return name(facts.kind);
    case Field::Rule:
        return facts.rule;
    case Field::Source:
        return event.place.source;
    }
    return std::nullopt;
}

} // namespace streamscape::audit
