// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/group_values.h"
#include "models/kafkard/handle.h"
#include "models/kafkard/inbox.h"

#include <string>
#include <vector>

namespace streamscape::kafkard {

// What the library offers as blocking calls only. Each waits in slices, so that it ends soon where the inbox
// is closed or its connection breaks.

/// The names of all topics this principal may describe, sorted.
base::Result<std::vector<std::string>> topicNames(rd_kafka_t* handle, Inbox::Clock::time_point until,
                                                  const Inbox& inbox, const std::string& where);

/// Groups of every kind by the old ListGroups: classic, consumer, share, streams and Connect ones. Where a
/// broker stays silent: those of the others, and an error.
base::Result<kafka::GroupList> allGroups(rd_kafka_t* handle, Inbox::Clock::time_point until,
                                         const Inbox& inbox, const std::string& where);

} // namespace streamscape::kafkard
