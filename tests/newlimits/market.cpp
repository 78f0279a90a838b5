// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/market.h"
#include "models/base/text.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstdio>

namespace streamscape::newlimits {

std::string Movement::json(base::Time occurredAt) const {
    QJsonObject object{{QStringLiteral("event_id"), base::toQString(eventId)},
                       {QStringLiteral("type"), base::toQString(type)},
                       {QStringLiteral("sku"), base::toQString(sku)},
                       {QStringLiteral("warehouse"), base::toQString(warehouse)},
                       {QStringLiteral("quantity"), quantity},
                       {QStringLiteral("occurred_at"), base::toQString(base::rfc3339(occurredAt))},
                       {QStringLiteral("source"), base::toQString(source)}};
    if (!transferId.empty())
        object[QStringLiteral("transfer_id")] = base::toQString(transferId);
    if (!orderId.empty())
        object[QStringLiteral("order_id")] = base::toQString(orderId);
    if (!reason.empty())
        object[QStringLiteral("reason")] = base::toQString(reason);
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

Market::Market(Catalogue catalogue, std::uint64_t seed)
    : m_catalogue(std::move(catalogue))
    , m_random(seed) {
    // Every product lies in three or four of the six places; stores hold less.
    for (std::size_t p = 0; p < m_catalogue.products.size(); ++p) {
        const std::size_t skip = m_random.below(m_catalogue.warehouses.size());
        const std::size_t also = m_random.below(m_catalogue.warehouses.size());
        for (std::size_t w = 0; w < m_catalogue.warehouses.size(); ++w) {
            if (w == skip || w == also || (w + 2) % m_catalogue.warehouses.size() == skip)
                continue;
            const bool store = m_catalogue.warehouses[w].kind == "store";
            Shelf shelf{p, w, 0, 0, store ? m_random.between(12, 30) : m_random.between(30, 90), false};
            const std::size_t index = m_shelves.size();
            m_index[{m_catalogue.products[p].sku, m_catalogue.warehouses[w].id}] = index;
            m_shelves.push_back(shelf);
            for (int i = m_random.chance(15) ? 5 : 1; i > 0; --i)
                m_popular.push_back(index);
        }
    }
}

std::string Market::id(const char* prefix) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%s-%09lld", prefix, static_cast<long long>(m_number));
    return text.data();
}

Movement Market::draft(const Shelf& shelf, const char* type, int quantity, const char* source,
                       const char* writer) {
    Movement movement;
    movement.type = type;
    movement.sku = m_catalogue.products[shelf.product].sku;
    movement.warehouse = m_catalogue.warehouses[shelf.warehouse].id;
    movement.quantity = quantity;
    movement.source = source;
    movement.writer = writer;
    return movement;
}

std::vector<Movement> Market::opening() {
    std::vector<Movement> counts;
    for (Shelf& shelf : m_shelves)
        counts.push_back(give(shelf, draft(shelf, "count", shelf.target, "wms", "ada")));
    return counts;
}

Market::Shelf* Market::find(const std::string& sku, const std::string& warehouse) {
    const auto it = m_index.find({sku, warehouse});
    return it == m_index.end() ? nullptr : &m_shelves[it->second];
}

int Market::onHand(const std::string& sku, const std::string& warehouse) const {
    const auto it = m_index.find({sku, warehouse});
    return it == m_index.end() ? 0 : m_shelves[it->second].onHand;
}

/// Books it, and orders what ran low: mostly.
Movement Market::give(Shelf& shelf, Movement movement) {
    movement.eventId = id("NL");
    ++m_number;
    apply(movement);
    const Product& product = m_catalogue.products[shelf.product];
    if (!shelf.restocking && shelf.onHand - shelf.reserved <= product.reorderPoint) {
        shelf.restocking = true;
        if (m_random.chance(93)) {
            Movement receipt = draft(shelf, "receipt", shelf.target, "dock", "ada");
            receipt.reason = "purchase order";
            later(40, 900, std::move(receipt));
        }
    }
    return movement;
}

void Market::apply(const Movement& movement) {
    Shelf* shelf = find(movement.sku, movement.warehouse);
    if (!shelf)
        return;
    const std::string& type = movement.type;
    const int quantity = movement.quantity;
    if (type == "receipt" || type == "return" || type == "transfer_in" || type == "adjustment")
        shelf->onHand += quantity;
    else if (type == "sale" || type == "transfer_out")
        shelf->onHand -= quantity;
    else if (type == "count")
        shelf->onHand = quantity;
    else if (type == "reservation")
        shelf->reserved += quantity;
    else if (type == "release")
        shelf->reserved -= quantity;
    else if (type == "fulfilment") {
        shelf->onHand -= quantity;
        shelf->reserved -= quantity;
    }
    if (type == "receipt" || type == "count")
        shelf->restocking = false;
}

void Market::later(int low, int high, Movement movement) {
    const std::int64_t at = m_number + m_random.between(low, high);
    const auto place = std::upper_bound(m_due.begin(), m_due.end(), at,
                                        [](std::int64_t number, const Due& due) { return number < due.at; });
    m_due.insert(place, Due{at, std::move(movement)});
}

std::optional<Movement> Market::sale() {
    Shelf& shelf = m_shelves[m_random.of(m_popular)];
    const int available = shelf.onHand - shelf.reserved;
    if (available <= 0)
        return std::nullopt;
    const int quantity = std::min(available, m_random.chance(80) ? 1 : m_random.between(2, 3));
    return give(shelf, draft(shelf, "sale", quantity, "pos", m_random.chance(60) ? "svc-pos" : "jax"));
}

std::optional<Movement> Market::webOrder() {
    Shelf& shelf = m_shelves[m_random.of(m_popular)];
    if (shelf.onHand - shelf.reserved <= 1)
        return std::nullopt;
    Movement reservation = draft(shelf, "reservation", 1, "web", "jax");
    reservation.orderId = id("O");
    Movement end = reservation;
    end.type = m_random.chance(88) ? "fulfilment" : "release";
    end.source = "wms";
    end.writer = "kaff";
    later(10, 250, std::move(end));
    return give(shelf, std::move(reservation));
}

std::optional<Movement> Market::transfer() {
    Shelf& from = m_shelves[m_random.below(m_shelves.size())];
    if (from.onHand - from.reserved < 12)
        return std::nullopt;
    // To another place that has this product: the next shelf of it.
    const auto index = static_cast<std::size_t>(&from - m_shelves.data());
    Shelf& target = index + 1 < m_shelves.size() && m_shelves[index + 1].product == from.product
                        ? m_shelves[index + 1]
                        : m_shelves[index > 0 ? index - 1 : 0];
    if (target.product != from.product || &target == &from)
        return std::nullopt;
    const int quantity = m_random.between(2, 8);
    Movement out = draft(from, "transfer_out", quantity, "wms", "kaff");
    out.transferId = id("T");
    out.reason = "to " + m_catalogue.warehouses[target.warehouse].id;
    Movement in = draft(target, "transfer_in", quantity, "wms", "kaff");
    in.transferId = out.transferId;
    in.reason = "from " + m_catalogue.warehouses[from.warehouse].id;
    later(30, 400, std::move(in));
    return give(from, std::move(out));
}

Movement Market::next() {
    if (!m_due.empty() && m_due.front().at <= m_number) {
        Movement due = std::move(m_due.front().movement);
        m_due.pop_front();
        if (Shelf* shelf = find(due.sku, due.warehouse))
            return give(*shelf, std::move(due));
    }
    for (int attempt = 0; attempt < 50; ++attempt) {
        const std::size_t what = m_random.below(1000);
        std::optional<Movement> made;
        if (what < 760) {
            made = sale();
        } else if (what < 880) {
            made = webOrder();
        } else if (what < 930) {
            made = transfer();
        } else {
            Shelf& shelf = m_shelves[m_random.of(m_popular)];
            if (what < 980) {
                made = give(shelf, draft(shelf, "return", 1, "pos", "svc-pos"));
            } else if (what < 997) {
                Movement correction = draft(shelf, "adjustment",
                                            shelf.onHand > 5 && m_random.chance(70) ? -1 : 1, "wms", "ada");
                correction.reason = correction.quantity < 0 ? "damaged" : "found";
                made = give(shelf, std::move(correction));
            } else {
                Movement stocktake =
                    draft(shelf, "count", std::max(shelf.onHand, shelf.reserved), "wms", "ada");
                stocktake.reason = "cycle count";
                made = give(shelf, std::move(stocktake));
            }
        }
        if (made)
            return *made;
    }
    // Nothing to sell anywhere we looked: a delivery.
    Shelf& shelf = m_shelves[m_random.below(m_shelves.size())];
    return give(shelf, draft(shelf, "receipt", shelf.target, "dock", "ada"));
}

void Market::replay(std::string_view value) {
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray::fromRawData(value.data(), static_cast<qsizetype>(value.size())))
            .object();
    const auto text = [&object](const char* name) {
        return object.value(QLatin1String(name)).toString().toStdString();
    };
    // A copy of ours with another quantity is not ours.
    if (!text("event_id").starts_with("NL-") || !m_seen.insert(text("event_id")).second)
        return;
    Movement movement;
    movement.type = text("type");
    movement.sku = text("sku");
    movement.warehouse = text("warehouse");
    movement.quantity = object.value(QLatin1String("quantity")).toInt();
    movement.transferId = text("transfer_id");
    movement.orderId = text("order_id");
    apply(movement);
    // What was under way when the log stopped is finished soon.
    const std::string& key = movement.type == "transfer_out" || movement.type == "transfer_in"
                                 ? movement.transferId
                                 : movement.orderId;
    if (key.empty())
        return;
    if (movement.type == "reservation" || movement.type == "transfer_out") {
        Movement end = movement;
        end.type = movement.type == "reservation" ? "fulfilment" : "transfer_in";
        end.source = "wms";
        end.writer = "kaff";
        if (end.type == "transfer_in" && text("reason").starts_with("to ")) {
            end.warehouse = text("reason").substr(3);
            end.reason = "from " + movement.warehouse;
        }
        m_due.push_back(Due{0, std::move(end)});
    } else {
        std::erase_if(m_due, [&](const Due& due) {
            return due.movement.type == (movement.type == "transfer_in" ? "transfer_in" : "fulfilment") &&
                   (due.movement.transferId == key || due.movement.orderId == key);
        });
    }
}

} // namespace streamscape::newlimits
