// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace streamscape::newlimits {

struct Product {
    std::string sku; ///< "NL-RUN-042-39"
    std::string name;
    std::string category;
    std::string size;
    std::string colour;
    std::string unitPrice; ///< "79.95", EUR
    int reorderPoint = 0;

    std::string json() const;
};

struct Warehouse {
    std::string id;
    std::string name;
    std::string city;
    std::string kind; ///< "warehouse" or "store"

    std::string json() const;
};

/// What NewLimits sells and where, the same for the same seed: 80 models in 8 categories, six sizes each.
struct Catalogue {
    std::vector<Product> products;
    std::vector<Warehouse> warehouses;
};
Catalogue catalogue(std::uint64_t seed);

} // namespace streamscape::newlimits
