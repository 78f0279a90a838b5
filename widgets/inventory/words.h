// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text.h"

namespace streamscape::widgets {

/// "1 warehouse", "6 warehouses".
inline QString counted(std::int64_t number, const QString& one, const QString& many) {
    return base::grouped(number) + QLatin1Char(' ') + (number == 1 ? one : many);
}

} // namespace streamscape::widgets
