// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
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
enum class CellKind { Text, Dim, Mono, Number, Badge, Link, Spark, Heat };

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
