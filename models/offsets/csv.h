// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/ids.h"
#include "models/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace streamscape::offsets {

/// A line of the CSV that kafka-consumer-groups writes with --export and reads with --from-file:
/// topic,partition,offset, or group,topic,partition,offset where it was asked about several groups.
struct CsvRow {
    std::optional<std::string> group; ///< nullopt: the line does not say
    base::TopicPartition partition;
    base::Offset offset; ///< may be negative: it is moved to the log's start
    bool operator==(const CsvRow&) const = default;
};

/// As Kafka's tool (Jackson) writes it: no heading, "\n" behind each line, a text in quotes where it is
/// longer than 24 characters or holds one below '-'.
std::string csvText(const std::vector<CsvRow>& rows);

/// Reads either kind, with "\n" or "\r\n", quotes doubled inside quotes; blank lines are nothing. Invalid
/// names the line: too few or too many fields (the tool takes a missing offset for 0), a number that is
/// none, a quote that does not end, lines of both kinds.
base::Result<std::vector<CsvRow>> parseCsv(std::string_view text);

} // namespace streamscape::offsets
