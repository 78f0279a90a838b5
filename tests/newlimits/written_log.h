// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "tests/newlimits/batch.h"

namespace streamscape::newlimits {

/// Every committed record of inventory.movements, in each partition's order. Blocks for at most the
/// connection's timeout.
base::Result<std::vector<Written>> writtenMovements(const kafka::ConnectionSpec& spec);

} // namespace streamscape::newlimits
