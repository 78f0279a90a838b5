// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QString>

namespace streamscape::widgets {

/// The frame's own rules on top of the application's stylesheet: the bars, the rail, the search list.
QString shellStyle(const Tokens& tokens);

} // namespace streamscape::widgets
