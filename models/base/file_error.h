// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <filesystem>
#include <string_view>

namespace streamscape::base {

/// What the system said of a file or folder of ours that it refused: Storage, with errno in words, its name
/// as native, and what to do. doing: what failed, a sentence without a full stop.
Error fileError(int errnum, std::string_view doing, const std::filesystem::path& path);

} // namespace streamscape::base
