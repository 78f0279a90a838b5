// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/batch.h"
#include "models/store/sql.h"

namespace streamscape::audit {

/// What one batch added.
struct Indexed {
    std::int64_t events = 0;
    std::int64_t unparsed = 0;
    bool operator==(const Indexed&) const = default;
};

/// Keeps one batch, in a store's write job: lines, minutes and the place behind them are one transaction. A
/// batch that is kept already adds nothing; one that does not follow what is kept is a Conflict.
base::Result<Indexed> keep(store::Sql& sql, const Batch& batch);

/// The files the store has of a source, in a read job.
base::Result<std::vector<FileState>> knownFiles(store::Sql& sql, const Source& source);

} // namespace streamscape::audit
