// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/samples/recorder.h"

#include <unordered_map>

namespace streamscape::lag {

// How the numbers of consumer lag are called among a store's samples.
samples::SeriesName endSeries(const base::TopicPartition& partition);
samples::SeriesName startSeries(const base::TopicPartition& partition);
samples::SeriesName commitSeries(const std::string& group, const base::TopicPartition& partition);
samples::SeriesName lagSeries(const std::string& group);     ///< records; of a minute the most
samples::SeriesName timeLagSeries(const std::string& group); ///< milliseconds; of a minute the most
samples::SeriesName memberSeries(const std::string& group);

/// Writes one cluster's lag into a store's samples: one frame for a snapshot. Thread: its owner's; the store
/// outlives it and is writable. One a cluster and store.
class Recording final {
public:
    Recording(store::Store& store, std::string clusterId, std::string clusterName);

    /// What a row has from an earlier look is left out: it was not seen now.
    QFuture<base::Result<samples::FrameWritten>> write(const Snapshot& snapshot);

private:
    struct Log {
        samples::SeriesHandle end;
        samples::SeriesHandle start;
    };
    struct GroupSeries {
        samples::SeriesHandle lag;
        samples::SeriesHandle timeLag;
        samples::SeriesHandle members;
        std::unordered_map<base::TopicPartition, samples::SeriesHandle> commits;
    };

    const Log& log(const base::TopicPartition& partition);
    GroupSeries& group(const Group& group);

    samples::Recorder m_recorder;
    std::unordered_map<base::TopicPartition, Log> m_logs;
    std::unordered_map<std::string, GroupSeries> m_groups;
};

} // namespace streamscape::lag
