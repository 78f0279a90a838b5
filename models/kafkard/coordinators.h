// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/ids.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace streamscape::kafkard {

/// Which broker coordinates a group, as it last said so. The library remembers eleven groups (2.14.2); for
/// every other it asks a broker of its choice first, be that a slow one, and for as long as that takes.
/// Lane's thread.
class Coordinators final {
public:
    std::optional<base::BrokerId> of(const std::string& group) const {
        const auto it = m_brokers.find(group);
        return it == m_brokers.end() ? std::nullopt : std::optional(it->second);
    }
    void learn(const std::string& group, base::BrokerId broker) { m_brokers.insert_or_assign(group, broker); }
    void forget(const std::string& group) { m_brokers.erase(group); }
    /// One that does not answer may coordinate nothing any more.
    void forget(base::BrokerId broker) {
        std::erase_if(m_brokers, [broker](const auto& one) { return one.second == broker; });
    }

private:
    std::unordered_map<std::string, base::BrokerId> m_brokers;
};

} // namespace streamscape::kafkard
