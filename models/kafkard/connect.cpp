// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "models/kafkard/config.h"
#include "models/kafkard/live_cluster.h"

namespace streamscape::kafkard {

base::Result<std::unique_ptr<kafka::Cluster>> connect(const kafka::ConnectionSpec& spec,
                                                      base::Closing* closing) {
    // A consumer of a group that is never asked for: see ClusterClient.
    auto conf = configuration(spec, {{"log.queue", "true"}, {"group.id", "streamscape"}});
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
