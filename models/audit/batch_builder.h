// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/batch.h"
#include "models/audit/line_parser.h"
#include "models/audit/zone_clock.h"

#include <unordered_map>

namespace streamscape::audit {

/// Turns the bytes of one file into a batch: cuts lines, parses each shape once, sets times into UTC, and
/// marks what stands behind a torn line. No files, no threads.
class BatchBuilder final {
public:
    BatchBuilder(const LineParser& parser, ZoneClock& clock, Source source, FileState file);

    /// The next bytes of the file; they may end inside a line, whose rest comes with the next call's bytes.
    /// Answers how many bytes were taken: whole lines, and a last one without a newline if it is a whole
    /// event already (atEnd). With force, a last piece without a newline is taken as an unparsed line.
    std::size_t take(std::string_view bytes, bool atEnd, bool force);
    /// The batch; size is the file's.
    Batch finish(std::int64_t size);

private:
    void takeLine(std::string_view line, std::int64_t position);
    std::size_t comboOf(std::string_view line, const Shape& shape);

    const LineParser& m_parser;
    ZoneClock& m_clock;
    Batch m_batch;
    std::unordered_map<std::string, std::size_t> m_shapes; ///< before, a sign, after
    std::string m_key;
};

} // namespace streamscape::audit
