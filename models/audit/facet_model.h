// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event_model.h"

namespace streamscape::audit {

/// A line of the facets: a field's heading, one of its values, or how many more there are. Rows are places,
/// not values: the first value of a field stays the first while counts change.
struct FacetRow {
    enum class Part { Heading, Value, More };
    std::size_t order = 0; ///< of the field among those asked for
    std::size_t rank = 0;  ///< in the field: 0 is the heading
    Part part = Part::Heading;
    Field field = Field::Principal;
    std::string value;
    std::int64_t count = 0;
    bool chosen = false; ///< a filter in force
    auto key() const { return std::pair(order, rank); }
    QString keyText() const;
    bool operator==(const FacetRow&) const = default;
};

class FacetModel final : public base::RowModel<FacetRow> {
public:
    explicit FacetModel(QObject* parent = nullptr);
    /// The first few values of each field; all of those that are open.
    void setFacets(const std::vector<Facet>& facets, const std::vector<Term>& chosen,
                   const std::vector<Field>& open);
};

} // namespace streamscape::audit
