// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "widgets/common/memory.h"
#include "widgets/common/page.h"
#include "widgets/common/theme.h"

namespace streamscape::widgets {

/// What every page and shared widget is given. All outlive the widgets.
struct PageContext {
    View& view;
    Theme& theme;
    Memory& memory;
    base::Clock clock;
};

} // namespace streamscape::widgets
