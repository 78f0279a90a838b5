// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

#include <QJsonObject>

namespace streamscape::ctl {

/// The answer of `lag --json`: what scripts depend on.
QJsonObject lagJson(const lag::Snapshot& snapshot);

} // namespace streamscape::ctl
