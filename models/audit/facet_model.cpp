// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/facet_model.h"

#include <algorithm>

namespace streamscape::audit {

namespace {

constexpr std::size_t shownAtFirst = 6;
constexpr std::size_t shownAtMost = 200; // an open field of thousands is for the query line

QString text(const FacetRow& row) {
    switch (row.part) {
    case FacetRow::Part::Heading:
        return fieldTitle(row.field);
    case FacetRow::Part::More:
        return QStringLiteral("%1 more").arg(base::grouped(row.count));
    case FacetRow::Part::Value:
        break;
    }
    return valueWord(row.field, row.value);
}

const base::Column<FacetRow> facetTable[] = {
    {"value", "Value", base::CellKind::Text, text, nullptr,
     [](const FacetRow& row) {
         return row.part == FacetRow::Part::Value ? base::toQString(row.value) : QString();
     }},
    {"count", "Events", base::CellKind::Number,
     [](const FacetRow& row) {
         return row.part == FacetRow::Part::Value ? base::grouped(row.count) : QString();
     },
     [](const FacetRow& row) { return QVariant::fromValue<qlonglong>(row.count); }},
};

} // namespace

QString FacetRow::keyText() const {
    return QStringLiteral("%1/%2").arg(QString::fromLatin1(name(field))).arg(rank);
}

FacetModel::FacetModel(QObject* parent)
    : RowModel(facetTable, parent) {}

void FacetModel::setFacets(const std::vector<Facet>& facets, const std::vector<Term>& chosen,
                           const std::vector<Field>& open) {
    std::vector<FacetRow> rows;
    for (std::size_t order = 0; order < facets.size(); ++order) {
        const Facet& facet = facets[order];
        if (facet.values.empty())
            continue;
        const bool isOpen = std::find(open.begin(), open.end(), facet.field) != open.end();
        const std::size_t shown = std::min(facet.values.size(), isOpen ? shownAtMost : shownAtFirst);
        rows.push_back({order, 0, FacetRow::Part::Heading, facet.field, {}, 0, false});
        for (std::size_t i = 0; i < shown; ++i) {
            const Term term{facet.field, facet.values[i].value, false};
            rows.push_back({order, i + 1, FacetRow::Part::Value, facet.field, facet.values[i].value,
                            facet.values[i].count,
                            std::find(chosen.begin(), chosen.end(), term) != chosen.end()});
        }
        if (shown < facet.values.size())
            rows.push_back({order,
                            shown + 1,
                            FacetRow::Part::More,
                            facet.field,
                            {},
                            static_cast<std::int64_t>(facet.values.size() - shown),
                            false});
    }
    setRows(std::move(rows));
}

} // namespace streamscape::audit
