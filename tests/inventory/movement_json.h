// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text.h"

#include <cstdint>
#include <map>
#include <string>

namespace streamscape::test {

/// Writes movement records as a producer would; every member can be set to raw JSON, or left out.
class MovementJson final {
public:
    MovementJson() {
        text("event_id", "e-1").text("type", "receipt").text("sku", "NL-1").text("warehouse", "BER1");
        raw("quantity", "3").text("occurred_at", "2026-11-22T02:00:00Z");
    }
    MovementJson& raw(const std::string& member, const std::string& json) {
        m_members[member] = json;
        return *this;
    }
    MovementJson& text(const std::string& member, const std::string& value) {
        return raw(member, '"' + value + '"');
    }
    MovementJson& quantity(std::int64_t value) { return raw("quantity", std::to_string(value)); }
    MovementJson& at(base::Time time) { return text("occurred_at", base::rfc3339(time)); }
    MovementJson& without(const std::string& member) {
        m_members.erase(member);
        return *this;
    }
    std::string build() const {
        std::string json = "{";
        for (const auto& [member, value] : m_members)
            json += (json.size() > 1 ? ",\"" : "\"") + member + "\":" + value;
        return json + "}";
    }

private:
    std::map<std::string, std::string> m_members;
};

} // namespace streamscape::test
