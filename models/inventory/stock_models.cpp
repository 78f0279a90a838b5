// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_models.h"

#include "models/base/location.h"

namespace streamscape::inventory {

using base::CellKind;
using base::Column;
using base::Severity;
using base::Shape;

namespace {

QString stockLink(const LevelRow& row) {
    return base::toUrl(
        {"inventory", "stock", {{"sku", row.stock.where.sku}, {"warehouse", row.stock.where.warehouse}}, {}});
}
QString maybe(const std::optional<std::string>& text) {
    return text ? base::toQString(*text) : base::unknownText;
}

QString product(const LevelRow& row) {
    return row.stock.product ? maybe(row.stock.product->name) : base::unknownText;
}
QString productWhy(const LevelRow& row) {
    if (!row.stock.product)
        return QStringLiteral("The products topic does not know this SKU");
    const Product& p = *row.stock.product;
    QStringList parts;
    for (const auto& part : {p.category, p.size, p.colour})
        if (part)
            parts << base::toQString(*part);
    if (p.unitPrice)
        parts << base::toQString(*p.unitPrice + ' ' + p.currency.value_or(""));
    return parts.join(QStringLiteral(" · "));
}
QString place(const LevelRow& row) {
    return row.stock.warehouse && row.stock.warehouse->name ? base::toQString(*row.stock.warehouse->name)
                                                            : base::toQString(row.stock.where.warehouse);
}
Severity negative(std::int64_t number) { return number < 0 ? Severity::Bad : Severity::None; }
QVariant number(std::int64_t value) { return QVariant::fromValue(static_cast<qlonglong>(value)); }

QString stateWord(const LevelRow& row) {
    switch (row.stock.state()) {
    case StockState::Oversold:
        return QStringLiteral("Oversold");
    case StockState::Out:
        return QStringLiteral("Out");
    case StockState::Low:
        return QStringLiteral("Low");
    case StockState::Ok:
        return QStringLiteral("Ok");
    }
    return {};
}
Severity stateSeverity(const LevelRow& row) {
    switch (row.stock.state()) {
    case StockState::Oversold:
        return Severity::Bad;
    case StockState::Out:
    case StockState::Low:
        return Severity::Warn;
    case StockState::Ok:
        return Severity::Good;
    }
    return Severity::None;
}
Shape stateShape(const LevelRow& row) {
    switch (row.stock.state()) {
    case StockState::Oversold:
        return Shape::Square;
    case StockState::Out:
        return Shape::Diamond;
    case StockState::Low:
        return Shape::Triangle;
    case StockState::Ok:
        return Shape::Dot;
    }
    return Shape::None;
}
QVariant trend(const LevelRow& row) {
    return row.trend.empty() ? QVariant()
                             : QVariant::fromValue(QList<double>(row.trend.begin(), row.trend.end()));
}

// clang-format off
constexpr Column<LevelRow> levelTable[] = {
    {"sku", "SKU", CellKind::Mono, [](const LevelRow& r) { return base::toQString(r.stock.where.sku); },
     nullptr, nullptr, nullptr, nullptr, stockLink},
    {"product", "Product", CellKind::Text, product, nullptr, productWhy},
    {"warehouse", "Warehouse", CellKind::Text, place, nullptr,
     [](const LevelRow& r) { return base::toQString(r.stock.where.warehouse); }},
    {"state", "State", CellKind::Badge, stateWord,
     [](const LevelRow& r) { return QVariant(static_cast<int>(r.stock.state())); }, nullptr, stateSeverity, stateShape},
    {"on_hand", "On hand", CellKind::Number, [](const LevelRow& r) { return base::grouped(r.stock.level.onHand); },
     [](const LevelRow& r) { return number(r.stock.level.onHand); }, nullptr,
     [](const LevelRow& r) { return negative(r.stock.level.onHand); }},
    {"reserved", "Reserved", CellKind::Number, [](const LevelRow& r) { return base::grouped(r.stock.level.reserved); },
     [](const LevelRow& r) { return number(r.stock.level.reserved); }, nullptr,
     [](const LevelRow& r) { return negative(r.stock.level.reserved); }},
    {"available", "Available", CellKind::Number, [](const LevelRow& r) { return base::grouped(r.stock.level.available()); },
     [](const LevelRow& r) { return number(r.stock.level.available()); }, nullptr,
     [](const LevelRow& r) { return negative(r.stock.level.available()); }, nullptr, nullptr, "On hand less reserved"},
    {"in_transit", "In transit", CellKind::Number, [](const LevelRow& r) { return base::grouped(r.stock.level.inTransit); },
     [](const LevelRow& r) { return number(r.stock.level.inTransit); }, nullptr, nullptr, nullptr, nullptr,
     "Sent from here and not yet arrived"},
    {"reorder_point", "Reorder at", CellKind::Number,
     [](const LevelRow& r) { return r.stock.reorderPoint ? base::grouped(*r.stock.reorderPoint) : base::unknownText; },
     [](const LevelRow& r) { return r.stock.reorderPoint ? number(*r.stock.reorderPoint) : QVariant(); },
     [](const LevelRow& r) { return r.stock.reorderPoint ? QString() : QStringLiteral("The products topic gives none"); }},
    {"last_event", "Last event", CellKind::Stamp, [](const LevelRow& r) { return base::timeText(r.stock.lastEvent); },
     [](const LevelRow& r) { return base::timeRaw(r.stock.lastEvent); }, nullptr, nullptr, nullptr, nullptr,
     "The newest occurred_at applied"},
    {"trend", "Trend", CellKind::Spark, [](const LevelRow&) { return QString(); }, trend, nullptr, stateSeverity, nullptr,
     nullptr, "On hand after each of the last movements"},
};

QString signedNumber(std::int64_t value, bool plus) {
    return plus && value > 0 ? QLatin1Char('+') + base::grouped(value) : base::grouped(value);
}
// The quantity as it moved the level: a sale of 1 reads −1.
std::int64_t moved(const MovementLine& line) {
    Level level;
    apply(level, line.movement.type, line.movement.quantity);
    return level.onHand;
}
QString quantity(const MovementLine& line) {
    if (line.movement.type == MovementType::Reservation || line.movement.type == MovementType::Release)
        return base::grouped(line.movement.quantity);
    if (line.movement.type == MovementType::Count)
        return QLatin1Char('=') + base::grouped(line.movement.quantity);
    return signedNumber(moved(line), true);
}

constexpr Column<MovementLine> movementTable[] = {
    {"time", "Time", CellKind::Stamp, [](const MovementLine& l) { return base::timeText(l.movement.at.recorded); },
     [](const MovementLine& l) { return base::timeRaw(l.movement.at.recorded); },
     [](const MovementLine& l) {
         return QStringLiteral("occurred %1").arg(base::fullTime(l.movement.occurredAt, base::Zone::Utc));
     }, nullptr, nullptr, nullptr, "The record's timestamp"},
    {"type", "Type", CellKind::Text, [](const MovementLine& l) { return QString::fromLatin1(name(l.movement.type)); }},
    {"quantity", "Qty", CellKind::Number, quantity, [](const MovementLine& l) { return number(l.movement.quantity); },
     nullptr, [](const MovementLine& l) { return negative(moved(l)); }},
    {"level", "Level", CellKind::Number, [](const MovementLine& l) { return base::grouped(l.movement.onHandAfter); },
     [](const MovementLine& l) { return number(l.movement.onHandAfter); }, nullptr,
     [](const MovementLine& l) { return negative(l.movement.onHandAfter); }, nullptr, nullptr, "On hand after it"},
    {"source", "Source", CellKind::Text, [](const MovementLine& l) { return maybe(l.movement.source); }, nullptr,
     [](const MovementLine& l) { return l.movement.source ? QString() : QStringLiteral("The event names none"); }},
    {"offset", "Record", CellKind::Mono,
     [](const MovementLine& l) {
         return QStringLiteral("%1 @ %2").arg(l.movement.at.partition.partition.value).arg(l.movement.at.offset.value);
     },
     [](const MovementLine& l) { return number(l.movement.at.offset.value); },
     [](const MovementLine& l) {
         return QStringLiteral("%1, partition %2, offset %3\nevent %4")
             .arg(base::toQString(l.movement.at.partition.topic)).arg(l.movement.at.partition.partition.value)
             .arg(l.movement.at.offset.value).arg(base::toQString(l.movement.eventId));
     }, nullptr, nullptr, nullptr, "Partition @ offset of the record in the movements topic"},
};
// clang-format on

bool shows(LevelFilter filter, StockState state) {
    switch (filter) {
    case LevelFilter::Oversold:
        return state == StockState::Oversold;
    case LevelFilter::Low:
        return state == StockState::Low;
    case LevelFilter::Out:
        return state == StockState::Out;
    case LevelFilter::All:
        return true;
    }
    return true;
}

} // namespace

QString LevelRow::levelText(const LevelKey& key) { return base::toQString(key.sku + '|' + key.warehouse); }

std::span<const Column<LevelRow>> levelColumns() { return levelTable; }
std::span<const Column<MovementLine>> movementColumns() { return movementTable; }

std::vector<LevelRow> levelRows(const Stock& stock, LevelFilter filter) {
    std::vector<LevelRow> rows;
    for (const StockRow& row : stock.rows) {
        if (shows(filter, row.state()))
            rows.push_back({row, {}});
    }
    return rows;
}

std::array<int, 4> levelCounts(const Stock& stock) {
    std::array<int, 4> counts{};
    for (const StockRow& row : stock.rows) {
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] += shows(static_cast<LevelFilter>(i), row.state()) ? 1 : 0;
    }
    return counts;
}

} // namespace streamscape::inventory
