// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"

namespace streamscape::bench {

/// The large cluster that lag is measured on: 10,000 partitions in topics of 10, 20 and 15, and 1,000 groups,
/// each of which has committed on one whole topic. Every third of them has read everything, the others are
/// some records behind. Its topics and groups have names of their own, so that nothing else is touched.
struct LargeCluster {
    struct Group {
        std::string id;
        std::vector<kafka::TopicPartition> partitions;
    };
    std::vector<kafka::NewTopic> topics;
    std::vector<kafka::TopicPartition> partitions;
    std::vector<Group> groups;
};
LargeCluster largeCluster();

/// Makes what is missing of it, and says so on stdout; spec is a super user's.
base::Result<base::Done> make(const LargeCluster& wanted, kafka::Cluster& cluster,
                              const kafka::ConnectionSpec& spec);

/// Sets one commit in ten groups forward or back by one: what a look finds changed. The groups are other ones
/// each round.
base::Result<base::Done> moveCommits(const LargeCluster& large, kafka::Cluster& cluster, std::size_t round);

} // namespace streamscape::bench
