// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/connection.h"
#include "models/kafkard/handle.h"

#include <initializer_list>
#include <utility>

namespace streamscape::kafkard {

using Property = std::pair<const char*, const char*>;

/// The library's configuration from a connection: our defaults first, then the connection's own properties,
/// then what this use of it must have. Invalid names the property at fault, never a secret value.
base::Result<ConfPtr> configuration(const kafka::ConnectionSpec& spec,
                                    std::initializer_list<Property> required);

/// A client handle, with OAUTHBEARER tokens fetched on the library's own thread.
base::Result<HandlePtr> client(rd_kafka_type_t type, ConfPtr conf, const kafka::ConnectionSpec& spec);

} // namespace streamscape::kafkard
