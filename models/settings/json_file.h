// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QJsonObject>

#include <filesystem>
#include <optional>

namespace streamscape::settings {

/// The object of a JSON file; nullopt where there is no file. Invalid names file and line; Storage where it
/// cannot be read.
base::Result<std::optional<QJsonObject>> readJsonFile(const std::filesystem::path& file);
/// Replaces the file as a whole or not at all; mode 0600, its folder made where missing.
base::Result<base::Done> writeJsonFile(const std::filesystem::path& file, const QJsonObject& object);

} // namespace streamscape::settings
