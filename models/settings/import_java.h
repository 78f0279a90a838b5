// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settings/import.h"
#include "models/settings/properties_file.h"

namespace streamscape::settings {

/// Where a property of an imported file stands, for its errors.
struct ImportPlace {
    std::filesystem::path file;
    int line = 0;
    std::string text() const { return file.string() + (line > 0 ? ":" + std::to_string(line) : ""); }
};

/// The file a path in a properties file means: as it is, or beside the properties file; absolute.
std::filesystem::path resolved(const std::string& path, const std::filesystem::path& file);

/// Turns Java client properties into librdkafka's, into the profile given.
base::Result<base::Done> translateJava(const std::vector<Property>& properties,
                                       const std::filesystem::path& file, Imported& into);

} // namespace streamscape::settings
