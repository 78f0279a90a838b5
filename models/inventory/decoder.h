// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/inventory/catalogue.h"
#include "models/inventory/movement.h"

#include <memory>

namespace streamscape::inventory {

/// A record's bytes as they came. Views into the batch that owns them.
struct RawRecord {
    std::optional<std::string_view> key;
    std::optional<std::string_view> value;
    base::Time timestamp{}; ///< before 1970: the record has none, and the time's upper bound is not checked
};

/// A movement, or the first step of the ladder it failed at.
using Decoded = tl::expected<Movement, Bad>;

/// Turns record bytes into values. Keeps its buffers between records; one thread at a time.
class Decoder {
public:
    Decoder();
    ~Decoder();

    /// The bad-record ladder of the projection, in its order, up to EMPTY_NAME; what came before is the
    /// projection's business.
    Decoded movement(const RawRecord& record);
    /// nullopt where the value is not one JSON object. A member of another type than expected is as if
    /// absent.
    std::optional<Product> product(std::string_view value);
    std::optional<Warehouse> warehouse(std::string_view value);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace streamscape::inventory
