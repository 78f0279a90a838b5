// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "tests/newlimits/catalogue.h"
#include "tests/newlimits/random.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace streamscape::newlimits {

/// One record of inventory.movements before it is written.
struct Movement {
    std::string eventId;
    std::string type;
    std::string sku;
    std::string warehouse;
    int quantity = 0;
    std::string source;
    std::string transferId;
    std::string orderId;
    std::string reason;
    std::string writer; ///< which user's service writes it

    std::string json(base::Time occurredAt) const;
    bool operator==(const Movement&) const = default;
};

/// An honest shoe trade: sales of what is there, restocking of most that runs low, transfers, web orders that
/// are reserved and shipped, the odd correction. Deterministic by seed; what is due later is counted in
/// movements, not in time, so that any speed tells the same story.
class Market final {
public:
    Market(Catalogue catalogue, std::uint64_t seed);

    /// The first stocktake: one count for each shelf. Call once, on an empty log.
    std::vector<Movement> opening();
    Movement next();

    /// Takes up where the log stands: one record as it was written. Pat's batches are not the market's.
    void replay(std::string_view value);
    /// After replay(): event ids go on behind this number, the count of records in the log.
    void continueAt(std::int64_t number, std::uint64_t seed) {
        m_number = number;
        m_seen.clear();
        m_random = Random(seed ^ (static_cast<std::uint64_t>(number) << 20U));
    }

    const Catalogue& catalogue() const { return m_catalogue; }
    /// On hand by the market's own books.
    int onHand(const std::string& sku, const std::string& warehouse) const;

private:
    struct Shelf {
        std::size_t product = 0;
        std::size_t warehouse = 0;
        int onHand = 0;
        int reserved = 0;
        int target = 0;
        bool restocking = false; ///< ordered, or given up: not ordered again
    };
    struct Due {
        std::int64_t at = 0; ///< the movement's number
        Movement movement;
    };

    Movement draft(const Shelf& shelf, const char* type, int quantity, const char* source,
                   const char* writer);
    std::optional<Movement> sale();
    std::optional<Movement> webOrder();
    std::optional<Movement> transfer();
    Movement give(Shelf& shelf, Movement movement);
    void apply(const Movement& movement);
    void later(int low, int high, Movement movement);
    Shelf* find(const std::string& sku, const std::string& warehouse);
    std::string id(const char* prefix);

    Catalogue m_catalogue;
    Random m_random;
    std::vector<Shelf> m_shelves;
    std::map<std::pair<std::string, std::string>, std::size_t> m_index;
    std::vector<std::size_t> m_popular;     ///< shelves, the well-selling ones several times
    std::deque<Due> m_due;                  ///< by number
    std::unordered_set<std::string> m_seen; ///< event ids, while the log is replayed
    std::int64_t m_number = 0;
};

} // namespace streamscape::newlimits
