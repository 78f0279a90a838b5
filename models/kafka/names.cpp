// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/acl_values.h"
#include "models/kafka/group_values.h"

namespace streamscape::kafka {

const char* name(ResourceType type) {
    switch (type) {
    case ResourceType::Topic:
        return "TOPIC";
    case ResourceType::Group:
        return "GROUP";
    case ResourceType::Cluster:
        return "CLUSTER";
    case ResourceType::TransactionalId:
        return "TRANSACTIONAL_ID";
    case ResourceType::DelegationToken:
        return "DELEGATION_TOKEN";
    case ResourceType::User:
        return "USER";
    case ResourceType::Broker:
        return "BROKER";
    }
    return "UNKNOWN";
}

const char* name(PatternType type) { return type == PatternType::Literal ? "LITERAL" : "PREFIXED"; }
const char* name(Permission permission) { return permission == Permission::Allow ? "ALLOW" : "DENY"; }

const char* name(GroupType type) {
    switch (type) {
    case GroupType::Unknown:
        return "unknown";
    case GroupType::Classic:
        return "classic";
    case GroupType::Consumer:
        return "consumer";
    case GroupType::Share:
        return "share";
    case GroupType::Streams:
        return "streams";
    case GroupType::Connect:
        return "connect";
    }
    return "unknown";
}

const char* name(GroupState state) {
    switch (state) {
    case GroupState::Unknown:
        return "Unknown";
    case GroupState::PreparingRebalance:
        return "PreparingRebalance";
    case GroupState::CompletingRebalance:
        return "CompletingRebalance";
    case GroupState::Stable:
        return "Stable";
    case GroupState::Dead:
        return "Dead";
    case GroupState::Empty:
        return "Empty";
    case GroupState::Assigning:
        return "Assigning";
    case GroupState::Reconciling:
        return "Reconciling";
    }
    return "Unknown";
}

} // namespace streamscape::kafka
