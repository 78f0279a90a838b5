// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "models/kafkard/config.h"
#include "models/kafkard/live_cluster.h"

namespace streamscape::kafkard {

base::Result<std::unique_ptr<kafka::Cluster>> connect(const kafka::ConnectionSpec& spec,
                                                      base::Closing* closing) {
    auto conf = configuration(
        spec, {{"log.queue", "true"},
               {"group.id", "streamscape"}, // never asked for: see ClusterClient
               // The library keeps a group's coordinator for as long as it is used more often than this, and
               // goes on asking one that no longer is (2.14.2, seen after a preferred leader election).
               {"metadata.max.age.ms", "500"}});
    if (!conf)
        return base::fail(conf.error());
    // Errors and log lines come as events of the main queue, which the lane drains.
    rd_kafka_conf_set_events(conf->get(), RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG);
    auto handle = client(RD_KAFKA_CONSUMER, std::move(*conf), spec);
    if (!handle)
        return base::fail(handle.error());
    rd_kafka_set_log_queue(handle->get(), nullptr);
    return std::make_unique<LiveCluster>(std::move(*handle), spec, closing);
}

std::string libraryVersion() { return rd_kafka_version_str(); }

} // namespace streamscape::kafkard
