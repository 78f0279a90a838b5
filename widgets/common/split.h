// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/memory.h"

#include <QWidget>

#include <initializer_list>

namespace streamscape::widgets {

/// A part of a page beside others.
struct SplitPart {
    QWidget* widget;
    int pixels;  ///< at the first showing
    int stretch; ///< its share of what a wider window gives; 0 keeps its width
};

/// The parts side by side, none of which can be closed; where somebody moves a border, it is remembered
/// under the key. The memory outlives it.
QWidget* makeSplit(Memory& memory, const QString& key, std::initializer_list<SplitPart> parts,
                   QWidget* parent);

} // namespace streamscape::widgets
