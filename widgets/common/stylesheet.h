// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QString>

namespace streamscape::widgets {

/// The application's one stylesheet, from the tokens alone. Widgets are addressed by class, and by the
/// properties "look" (buttons) and "role" (labels, frames).
QString styleSheet(const Tokens& tokens);

} // namespace streamscape::widgets
