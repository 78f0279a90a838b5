// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <filesystem>
#include <optional>
#include <string>

namespace streamscape::journal {

/// The newest entry known to be on the disk, in a small file beside the journal: without it, entries taken
/// away at the end would leave a chain that looks whole. Written after the entry, so it may lag behind it.
struct Head {
    std::int64_t seq = 0;
    std::string hash;
    bool operator==(const Head&) const = default;
};

/// nullopt where there is none, or it cannot be read as one.
std::optional<Head> readHead(const std::filesystem::path& folder);
/// Writes and syncs. Storage with the reason.
base::Result<base::Done> writeHead(const std::filesystem::path& folder, const Head& head);

} // namespace streamscape::journal
