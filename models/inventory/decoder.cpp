// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/decoder.h"

#include "models/inventory/json_numbers.h"

#include <simdjson.h>

#include <algorithm>

namespace streamscape::inventory {

namespace dom = simdjson::dom;

namespace {

// The members the projection reads, required ones first, in the order the rules name them.
constexpr std::array<std::string_view, 10> members{"event_id", "type",        "sku",    "warehouse",
                                                   "quantity", "occurred_at", "source", "transfer_id",
                                                   "order_id", "reason"};
enum Member : std::size_t {
    EventId,
    Type,
    Sku,
    WarehouseId,
    Quantity,
    OccurredAt,
    Source,
    TransferId,
    OrderId,
    Reason
};
constexpr std::size_t requiredMembers = 6;
constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

bool deeperThan(const dom::element& element, int levels) {
    if (element.is_array()) {
        const dom::array array = element.get_array();
        return levels == 0 || std::any_of(array.begin(), array.end(), [&](const dom::element& child) {
                   return deeperThan(child, levels - 1);
               });
    }
    if (element.is_object()) {
        const dom::object object = element.get_object();
        return levels == 0 ||
               std::any_of(object.begin(), object.end(), [&](const dom::key_value_pair& member) {
                   return deeperThan(member.value, levels - 1);
               });
    }
    return false;
}

const char* kindOf(const dom::element& element) {
    switch (element.type()) {
    case dom::element_type::ARRAY:
        return "an array";
    case dom::element_type::OBJECT:
        return "an object";
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
        return "a number";
    case dom::element_type::STRING:
        return "text";
    case dom::element_type::BOOL:
        return "true or false";
    case dom::element_type::NULL_VALUE:
        return "null";
    }
    return "something else";
}

Bad bad(BadReason reason, std::string detail) { return {reason, std::move(detail)}; }
std::string_view textOf(const dom::element& element) { return element.get_string().value_unsafe(); }

std::optional<Bad> quantityFault(MovementType type, std::int64_t quantity) {
    const std::string said = "quantity is " + std::to_string(quantity);
    if (quantity > maxQuantity || quantity < -maxQuantity)
        return bad(BadReason::BadQuantity, said + ", beyond 1000000");
    if (type == MovementType::Adjustment)
        return quantity == 0 ? std::optional(bad(BadReason::BadQuantity, said + " in an adjustment"))
                             : std::nullopt;
    if (type == MovementType::Count)
        return quantity < 0 ? std::optional(bad(BadReason::BadQuantity, said + " in a count")) : std::nullopt;
    return quantity <= 0 ? std::optional(bad(BadReason::BadQuantity, said + ", not above 0")) : std::nullopt;
}

std::optional<Bad> nameFault(const char* member, const std::string& text) {
    if (text.empty())
        return bad(BadReason::EmptyName, std::string(member) + " is empty");
    if (text.size() > maxNameBytes)
        return bad(BadReason::EmptyName,
                   std::string(member) + " has " + std::to_string(text.size()) + " bytes, more than 128");
    return std::nullopt;
}

} // namespace

struct Decoder::Impl {
    dom::parser parser;
    std::string tame; // the document once more, where its numbers had to be replaced

    // One JSON object in valid UTF-8, no deeper than allowed.
    tl::expected<dom::object, Bad> object(std::string_view bytes) {
        if (bytes.size() > maxRecordBytes)
            return tl::unexpected(
                bad(BadReason::NotJson, std::to_string(bytes.size()) + " bytes, more than 1048576"));
        if (bytes.starts_with(byteOrderMark))
            return tl::unexpected(bad(BadReason::NotJson, "begins with a byte order mark"));
        dom::element root;
        simdjson::error_code error = parser.parse(bytes.data(), bytes.size(), true).get(root);
        if (error == simdjson::NUMBER_ERROR) {
            tame = withTameNumbers(bytes);
            error = parser.parse(tame.data(), tame.size(), true).get(root);
        }
        if (error == simdjson::DEPTH_ERROR)
            return tl::unexpected(bad(BadReason::NotJson, "nested deeper than 32"));
        if (error)
            return tl::unexpected(bad(BadReason::NotJson, simdjson::error_message(error)));
        if (!root.is_object())
            return tl::unexpected(
                bad(BadReason::NotJson, std::string("one object is expected, this is ") + kindOf(root)));
        if (deeperThan(root, maxDepth))
            return tl::unexpected(bad(BadReason::NotJson, "nested deeper than 32"));
        return root.get_object().value_unsafe();
    }
};

Decoder::Decoder()
    : m_impl(std::make_unique<Impl>()) {}
Decoder::~Decoder() = default;

Decoded Decoder::movement(const RawRecord& record) {
    if (!record.value || record.value->empty())
        return tl::unexpected(
            bad(BadReason::Empty, record.value ? "the value has no bytes" : "the value is null"));
    const tl::expected<dom::object, Bad> object = m_impl->object(*record.value);
    if (!object)
        return tl::unexpected(object.error());

    std::array<std::optional<dom::element>, members.size()> found;
    for (const dom::key_value_pair member : *object) {
        const auto at = std::find(members.begin(), members.end(), member.key);
        if (at == members.end())
            continue;
        std::optional<dom::element>& slot = found[static_cast<std::size_t>(at - members.begin())];
        if (slot)
            return tl::unexpected(bad(BadReason::NotJson, std::string(*at) + " is given twice"));
        slot = member.value;
    }
    for (std::size_t i = 0; i < requiredMembers; ++i) {
        if (!found[i])
            return tl::unexpected(bad(BadReason::MissingField, std::string(members[i]) + " is missing"));
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!found[i])
            continue;
        if (i >= requiredMembers && found[i]->is_null()) {
            found[i].reset();
            continue;
        }
        if (i == Quantity) {
            if (found[i]->type() != dom::element_type::INT64)
                return tl::unexpected(
                    bad(BadReason::WrongType,
                        std::string("quantity is ") +
                            (found[i]->is_number() ? "no 64-bit integer" : kindOf(*found[i])) +
                            ", a whole number belongs there"));
        } else if (!found[i]->is_string()) {
            return tl::unexpected(bad(BadReason::WrongType, std::string(members[i]) + " is " +
                                                                kindOf(*found[i]) + ", text belongs there"));
        }
    }

    const std::optional<MovementType> type = movementType(textOf(*found[Type]));
    if (!type)
        return tl::unexpected(
            bad(BadReason::UnknownType,
                "type is \"" + std::string(textOf(*found[Type]).substr(0, maxNameBytes)) + "\""));
    const std::int64_t quantity = found[Quantity]->get_int64().value_unsafe();
    if (std::optional<Bad> fault = quantityFault(*type, quantity))
        return tl::unexpected(std::move(*fault));

    const std::string_view when = textOf(*found[OccurredAt]);
    std::optional<Instant> occurredAt = parseInstant(when);
    if (!occurredAt)
        return tl::unexpected(bad(BadReason::BadTime, "occurred_at is \"" + std::string(when.substr(0, 64)) +
                                                          "\", not RFC 3339 with a zone"));
    if (record.timestamp >= base::Time{} && *occurredAt > Instant{record.timestamp + maxAhead, {}})
        return tl::unexpected(
            bad(BadReason::BadTime, "occurred_at is more than 5 minutes after the record's own timestamp"));

    const std::string_view sku = textOf(*found[Sku]);
    if (!record.key || *record.key != sku)
        return tl::unexpected(
            bad(BadReason::KeyMismatch, record.key ? "the key is not the sku" : "the key is null"));

    const auto text = [&](Member member) { return std::string(textOf(*found[member])); };
    const auto maybe = [&](Member member) {
        return found[member] ? std::optional(text(member)) : std::nullopt;
    };
    Movement movement{
        text(EventId),          *type,         text(Sku),         text(WarehouseId), quantity,
        *std::move(occurredAt), maybe(Source), maybe(TransferId), maybe(OrderId),    maybe(Reason)};
    for (const auto& [member, value] :
         {std::pair{"event_id", &movement.eventId}, std::pair{"sku", &movement.sku},
          std::pair{"warehouse", &movement.warehouse}}) {
        if (std::optional<Bad> fault = nameFault(member, *value))
            return tl::unexpected(std::move(*fault));
    }
    return movement;
}

namespace {

std::optional<std::string> textAt(const dom::object& object, std::string_view member) {
    std::string_view text;
    if (object.at_key(member).get_string().get(text))
        return std::nullopt;
    return std::string(text);
}

} // namespace

std::optional<Product> Decoder::product(std::string_view value) {
    const tl::expected<dom::object, Bad> object = m_impl->object(value);
    if (!object)
        return std::nullopt;
    Product product{textAt(*object, "name"),
                    textAt(*object, "category"),
                    textAt(*object, "size"),
                    textAt(*object, "colour"),
                    textAt(*object, "unit_price"),
                    textAt(*object, "currency"),
                    std::nullopt};
    std::int64_t reorderPoint = 0;
    const auto element = object->at_key("reorder_point");
    if (!element.error() && element.type().value_unsafe() == dom::element_type::INT64 &&
        !element.get_int64().get(reorderPoint))
        product.reorderPoint = reorderPoint;
    return product;
}

std::optional<Warehouse> Decoder::warehouse(std::string_view value) {
    const tl::expected<dom::object, Bad> object = m_impl->object(value);
    if (!object)
        return std::nullopt;
    return Warehouse{textAt(*object, "name"), textAt(*object, "city"), textAt(*object, "kind")};
}

} // namespace streamscape::inventory
