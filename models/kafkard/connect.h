// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/closing.h"
#include "models/kafka/cluster.h"
#include "models/kafka/consumer.h"
#include "models/kafka/producer.h"
#include "models/kafka/tail.h"

#include <memory>

namespace streamscape::kafkard {

// The door to librdkafka: nothing else of this folder is for others. Every error names the property or host
// at fault and never a secret. Each returned object owns its client handle and thread; destroying it closes
// them, which waits for what is under way: about a second. A cluster and a tail leave that to `closing` where
// they are given one, and are gone at once: the window's thread never waits.

/// Invalid for wrong or half properties; the connection itself comes up in the background
/// (Cluster::stateChanged).
base::Result<std::unique_ptr<kafka::Cluster>> connect(const kafka::ConnectionSpec& spec,
                                                      base::Closing* closing = nullptr);

base::Result<std::unique_ptr<kafka::Tail>> openTail(const kafka::ConnectionSpec& spec,
                                                    std::vector<kafka::TailStart> starts,
                                                    kafka::TailOptions options,
                                                    base::Closing* closing = nullptr);

base::Result<std::unique_ptr<kafka::Producer>> openProducer(const kafka::ConnectionSpec& spec);

enum class GroupProtocol { Classic, Consumer };
base::Result<std::unique_ptr<kafka::Consumer>> openConsumer(const kafka::ConnectionSpec& spec,
                                                            std::string group,
                                                            std::vector<std::string> topics,
                                                            GroupProtocol protocol);

/// The library's version, for doctor: "2.14.2".
std::string libraryVersion();

} // namespace streamscape::kafkard
