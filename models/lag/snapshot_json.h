// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

#include <QJsonObject>

namespace streamscape::lag {

/// A snapshot as `streamscapectl lag --json` prints it: what scripts depend on.
QJsonObject snapshotJson(const Snapshot& snapshot);

} // namespace streamscape::lag
