// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text.h"
#include "models/inventory/stock_view.h"

#include <QCoreApplication>

namespace streamscape::widgets {

/// "1,200/s", or "—/s" where it is not known.
inline QString rateText(const inventory::StockView& view) {
    return (view.perSecond ? base::grouped(static_cast<std::int64_t>(*view.perSecond + 0.5))
                           : base::unknownText) +
           QStringLiteral("/s");
}
/// Why it is not known; empty where it is.
inline QString rateWhy(const inventory::StockView& view) {
    return view.perSecond ? QString()
                          : QCoreApplication::translate(
                                "inventory", "another copy projects, and how fast is not known here");
}

} // namespace streamscape::widgets
