// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/projection.h"
#include "tests/inventory/movement_json.h"
#include "tests/support/fake_tail.h"

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace streamscape::test {

/// Records of a movements topic as they lie in its partitions, made by a seed: every type, repeats,
/// conflicts, transfers in both orders, and every sort of bad record.
struct LoggedRecord {
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    base::Time recorded{};
    std::optional<std::string> key;
    std::optional<std::string> value;
};

/// Conflicts may cross partitions unless told otherwise: then who was first depends on the order of fetching.
inline std::vector<LoggedRecord> randomLog(unsigned seed, int count, int partitions, bool across = true) {
    constexpr unsigned skus = 12;
    std::mt19937 random(seed);
    const auto upTo = [&](unsigned n) { return static_cast<std::int64_t>(random() % n); };
    const base::Time start = *base::parseRfc3339("2026-11-22T02:00:00Z");
    const std::vector<std::string> types{"receipt",     "return",     "sale",        "transfer_out",
                                         "transfer_in", "adjustment", "reservation", "release",
                                         "fulfilment",  "count"};
    std::vector<LoggedRecord> log;
    std::map<std::int32_t, std::int64_t> next;
    std::vector<std::pair<std::string, std::string>> sent; // key, value: to repeat
    std::map<std::int32_t, std::vector<std::string>> ids;  // of events, by partition: to conflict with
    for (int i = 0; i < count; ++i) {
        const std::string sku = "NL-" + std::to_string(upTo(skus));
        const base::Time recorded = start + base::Duration{i * 700};
        MovementJson json;
        const std::string& type = types[static_cast<std::size_t>(upTo(10))];
        json.text("event_id", "e-" + std::to_string(i)).text("type", type).text("sku", sku);
        json.text("warehouse", "W" + std::to_string(upTo(4))).quantity(1 + upTo(9)).at(recorded);
        if (type == "adjustment")
            json.quantity(random() % 2 == 0 ? -7 : 5);
        if (type.starts_with("transfer") && random() % 8 != 0)
            json.text("transfer_id", "t-" + std::to_string(upTo(20)));
        std::optional<std::string> key = sku;
        std::optional<std::string> value = json.build();
        switch (random() % 16) {
        case 0: // the producer repeats itself
            if (!sent.empty())
                std::tie(key, value) = sent[random() % sent.size()];
            break;
        case 1: { // an old id with other content
            const std::int32_t home = across ? 0 : inventory::javaPartition(sku, partitions);
            if (!ids[home].empty())
                value = json.text("event_id", ids[home][random() % ids[home].size()])
                            .text("reason", "again")
                            .build();
            break;
        }
        case 2:
            switch (random() % 6) {
            case 0:
                value.reset();
                break;
            case 1:
                value = "{";
                break;
            case 2:
                value = json.text("quantity", "3").build();
                break;
            case 3:
                value = json.text("type", "theft").build();
                break;
            case 4:
                key = "NL-other";
                break;
            default:
                value = json.text("occurred_at", "2126-11-22T02:00:00Z").build();
            }
            break;
        default:
            sent.emplace_back(*key, *value);
            ids[across ? 0 : inventory::javaPartition(sku, partitions)].push_back("e-" + std::to_string(i));
        }
        const std::int32_t partition = inventory::javaPartition(*key, partitions);
        std::int64_t& offset = next[partition];
        offset += random() % 10 == 0 ? 2 : 0; // a control marker lay here
        log.push_back({partition, offset++, recorded, key, value});
    }
    return log;
}

/// What must come out, counted the plain way: one record after the other over maps, with nothing of the
/// projection's own code but the decoder.
struct NaiveStock {
    struct Row {
        std::int64_t onHand = 0, reserved = 0, inTransit = 0;
        auto operator<=>(const Row&) const = default;
    };
    std::map<std::pair<std::string, std::string>, Row> rows;
    std::int64_t applied = 0, duplicates = 0, bad = 0;
    std::vector<std::pair<std::string, std::int64_t>> onHandAfter; // event_id, level: in applied order

    void take(const LoggedRecord& record) {
        const inventory::Decoded decoded = m_decoder.movement({record.key, record.value, record.recorded});
        if (!decoded) {
            ++bad;
            return;
        }
        const inventory::Movement& m = *decoded;
        const std::string content = m.sku + '|' + m.warehouse + '|' + name(m.type) + '|' +
                                    std::to_string(m.quantity) + '|' + base::rfc3339(m.occurredAt.time) +
                                    '|' + m.transferId.value_or("-") + '|' + m.reason.value_or("-");
        if (const auto known = m_contents.find(m.eventId); known != m_contents.end()) {
            ++(known->second == content ? duplicates : bad);
            return;
        }
        m_contents[m.eventId] = content;
        ++applied;
        Row& row = rows[{m.sku, m.warehouse}];
        const std::string type = name(m.type);
        if (type == "receipt" || type == "return" || type == "transfer_in" || type == "adjustment")
            row.onHand += m.quantity;
        else if (type == "sale" || type == "transfer_out" || type == "fulfilment")
            row.onHand -= m.quantity;
        else if (type == "count")
            row.onHand = m.quantity;
        if (type == "reservation")
            row.reserved += m.quantity;
        else if (type == "release" || type == "fulfilment")
            row.reserved -= m.quantity;
        if (type == "transfer_out")
            m_outs.push_back({m.sku, m.warehouse, m.transferId, m.quantity});
        if (type == "transfer_in" && m.transferId)
            m_arrived.insert({m.sku, *m.transferId});
        onHandAfter.emplace_back(m.eventId, row.onHand);
    }
    /// Open transfers are added up only at the end, from all that was sent.
    void finish() {
        for (const Out& out : m_outs) {
            if (!out.id || !m_arrived.contains({out.sku, *out.id}))
                rows[{out.sku, out.warehouse}].inTransit += out.quantity;
        }
    }

private:
    struct Out {
        std::string sku, warehouse;
        std::optional<std::string> id;
        std::int64_t quantity;
    };
    inventory::Decoder m_decoder;
    std::map<std::string, std::string> m_contents;
    std::vector<Out> m_outs;
    std::set<std::pair<std::string, std::string>> m_arrived;
};

inline kafka::BatchPtr batchOf(const std::vector<LoggedRecord>& records, const std::string& topic) {
    BatchBuilder builder;
    std::map<std::int32_t, std::int64_t> next;
    for (const LoggedRecord& record : records) {
        builder.record(topic, record.partition, record.offset, record.recorded, record.key, record.value);
        next[record.partition] = record.offset + 1;
    }
    for (const auto& [partition, offset] : next)
        builder.position(topic, partition, offset, false);
    return builder.build();
}

} // namespace streamscape::test
