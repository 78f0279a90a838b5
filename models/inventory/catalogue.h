// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace streamscape::inventory {

/// What the products topic says of a SKU. Every member may be missing.
struct Product {
    std::optional<std::string> name;
    std::optional<std::string> category;
    std::optional<std::string> size;
    std::optional<std::string> colour;
    std::optional<std::string> unitPrice; ///< a decimal number as written: never a binary fraction
    std::optional<std::string> currency;
    std::optional<std::int64_t> reorderPoint;
    bool operator==(const Product&) const = default;
};

/// What the warehouses topic says of a warehouse or store.
struct Warehouse {
    std::optional<std::string> name;
    std::optional<std::string> city;
    std::optional<std::string> kind; ///< "warehouse" or "store"
    bool operator==(const Warehouse&) const = default;
};

} // namespace streamscape::inventory
