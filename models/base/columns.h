// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text.h"

#include <QVariant>

namespace streamscape::base {

/// What every item model answers beside Qt's own roles. Colour, icon and shape are the delegate's.
enum Role : int {
    SortRole = Qt::UserRole + 1, ///< the raw value; an invalid QVariant sorts last: unknown
    SeverityRole,                ///< int of Severity
    ShapeRole,                   ///< int of Shape, for badges
    KeyRole,                     ///< the row's key as text, stable across snapshots
    KindRole,                    ///< int of CellKind
    LinkRole,                    ///< a streamscape:// address this cell leads to, or empty
    SparkRole,                   ///< QList<double> for CellKind::Spark, oldest first; NaN is a gap
};

enum class Severity { None, Good, Notice, Warn, Bad, Muted };
/// A state is a word, a shape and a colour, readable in grey: ● ▲ ■ ◆ ○ ◌
enum class Shape { None, Dot, Triangle, Square, Diamond, Ring, Dashed };
/// Of Stamp and Moment the raw value is milliseconds UTC and the text RFC 3339, which is what is copied and
/// printed; a table shows them in its view's zone, Stamp to the second, Moment to the millisecond. A Position
/// is a number that is read digit by digit: monospace.
enum class CellKind { Text, Dim, Mono, Number, Badge, Link, Spark, Heat, Stamp, Moment, Position };
constexpr bool isNumber(CellKind kind) { return kind == CellKind::Number || kind == CellKind::Position; }
constexpr bool isTime(CellKind kind) { return kind == CellKind::Stamp || kind == CellKind::Moment; }

/// The text and the raw value of a Stamp or Moment column.
inline QString timeText(const std::optional<Time>& time) {
    return time ? toQString(rfc3339(*time)) : unknownText;
}
inline QVariant timeRaw(const std::optional<Time>& time) {
    return time ? QVariant::fromValue<qlonglong>(toMilliseconds(*time)) : QVariant();
}

/// One column of a row type; a feature has one constexpr table of these. Text columns are left, numbers
/// right.
template<class Row>
struct Column {
    const char* id;    ///< stable: remembered widths, order and CSV headers hang on it
    const char* title; ///< what the header says
    CellKind kind;
    QString (*text)(const Row&);           ///< what is shown; base::unknownText where not known
    QVariant (*raw)(const Row&) = nullptr; ///< SortRole; nullptr sorts by text
    QString (*why)(const Row&) = nullptr;  ///< tooltip: the full value, or why it is not known
    Severity (*severity)(const Row&) = nullptr;
    Shape (*shape)(const Row&) = nullptr;
    QString (*link)(const Row&) = nullptr; ///< a streamscape:// address
    const char* tip = "";                  ///< what the header explains
};

} // namespace streamscape::base
