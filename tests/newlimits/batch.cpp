// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/batch.h"
#include "models/base/text.h"
#include "tests/newlimits/random.h"

#include <array>

namespace streamscape::newlimits {

namespace {

using namespace std::chrono_literals;

/// Written by hand, as a batch job that knows no JSON library would.
struct Line {
    std::string eventId;
    std::string type = "\"adjustment\"";
    std::string sku;
    std::string warehouse;
    std::string quantity;
    std::string occurredAt;

    std::string json() const {
        return "{\"event_id\":\"" + eventId + "\",\"type\":" + type + ",\"sku\":\"" + sku +
               "\",\"warehouse\":\"" + warehouse + "\",\"quantity\":" + quantity + ",\"occurred_at\":\"" +
               occurredAt + "\",\"source\":\"batch\",\"reason\":\"nightly stock export\"}";
    }
};

/// The same text without what a member's name and value take.
std::string without(std::string text, const std::string& part) {
    if (const auto at = text.find(part); at != std::string::npos)
        text.erase(at, part.size());
    return text;
}

/// The same movement with a 1 before its quantity: the same event, told differently.
std::string exaggerated(std::string text) {
    static const std::string member = "\"quantity\":";
    if (auto at = text.find(member); at != std::string::npos) {
        at += member.size();
        text.insert(text[at] == '-' ? at + 1 : at, "1");
    }
    return text;
}

class Gang final {
public:
    Gang(const Catalogue& catalogue, const std::vector<Written>& written, std::uint64_t seed, base::Time now)
        : m_catalogue(catalogue)
        , m_written(written)
        , m_random(seed ^ 0xba7c4ULL)
        , m_run(base::toMilliseconds(now))
        , m_now(now) {}

    BatchRecord make(const std::string& kind) {
        Line line = good();
        BatchRecord record{kind, line.sku, std::nullopt};
        if (kind == "EMPTY") {
            if (m_random.chance(50))
                record.value = "";
            return record;
        }
        if (kind == "NOT_JSON") {
            const std::string json = line.json();
            record.value = m_random.chance(50) ? json.substr(0, json.size() / 2)
                                               : line.sku + ";" + line.warehouse + ";" + line.quantity + ";";
            return record;
        }
        if (kind == "DUPLICATE" || kind == "CONFLICTING_DUPLICATE") {
            if (m_written.empty())
                return make("");
            const Written& old = m_random.of(m_written);
            record.key = old.key;
            record.value = kind == "DUPLICATE" ? old.value : exaggerated(old.value);
            return record;
        }
        if (kind == "MISSING_FIELD") {
            record.value = without(line.json(), "\"warehouse\":\"" + line.warehouse + "\",");
            return record;
        }
        if (kind == "WRONG_TYPE")
            line.quantity = m_random.chance(70) ? "\"" + line.quantity + "\"" : line.quantity + ".0";
        else if (kind == "UNKNOWN_TYPE")
            line.type = m_random.chance(50) ? "\"ADJ\"" : "\"bookout\"";
        else if (kind == "BAD_QUANTITY")
            line.quantity = m_random.chance(50) ? "0" : "99999999";
        else if (kind == "BAD_TIME")
            line.occurredAt = m_random.chance(60) ? "22.11.2026 02:10" : base::rfc3339(m_now + 26h);
        else if (kind == "KEY_MISMATCH")
            record.key = m_random.chance(50)
                             ? std::optional<std::string>("batch-" + std::to_string(m_count % 8))
                             : std::nullopt;
        else if (kind == "EMPTY_NAME")
            line.warehouse = "";
        record.value = line.json();
        return record;
    }

private:
    Line good() {
        const Product& product = m_random.of(m_catalogue.products);
        Line line;
        line.eventId = "PAT-" + std::to_string(m_run) + "-" + std::to_string(++m_count);
        line.sku = product.sku;
        line.warehouse = m_random.of(m_catalogue.warehouses).id;
        line.quantity = std::to_string(-m_random.between(30, 120));
        // Half of the export is of the night before, in good form and out of date.
        const auto age = m_random.chance(50) ? 24h + std::chrono::minutes(m_random.between(0, 300))
                                             : std::chrono::minutes(m_random.between(0, 3));
        line.occurredAt = base::rfc3339(m_now - std::chrono::duration_cast<base::Duration>(age));
        return line;
    }

    const Catalogue& m_catalogue;
    const std::vector<Written>& m_written;
    Random m_random;
    std::int64_t m_run;
    base::Time m_now;
    int m_count = 0;
};

struct Share {
    const char* kind;
    int perMille;
};
constexpr std::array<Share, 12> shares{{{"WRONG_TYPE", 380},
                                        {"BAD_TIME", 130},
                                        {"DUPLICATE", 120},
                                        {"KEY_MISMATCH", 110},
                                        {"", 90},
                                        {"CONFLICTING_DUPLICATE", 50},
                                        {"MISSING_FIELD", 40},
                                        {"BAD_QUANTITY", 30},
                                        {"NOT_JSON", 20},
                                        {"UNKNOWN_TYPE", 15},
                                        {"EMPTY", 10},
                                        {"EMPTY_NAME", 5}}};

} // namespace

std::vector<BatchRecord> batch(const Catalogue& catalogue, const std::vector<Written>& written, int count,
                               std::uint64_t seed, base::Time now) {
    Gang gang(catalogue, written, seed, now);
    Random order(seed ^ 0x0de5ULL);
    std::vector<std::string> kinds;
    for (const Share& share : shares)
        for (int i = 0; i < std::max(1, count * share.perMille / 1000); ++i)
            kinds.emplace_back(share.kind);
    for (std::size_t i = kinds.size(); i > 1; --i)
        std::swap(kinds[i - 1], kinds[order.below(i)]);
    std::vector<BatchRecord> records;
    records.reserve(kinds.size());
    for (const std::string& kind : kinds)
        records.push_back(gang.make(kind));
    return records;
}

} // namespace streamscape::newlimits
