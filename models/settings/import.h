// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settings/profile.h"

#include <filesystem>
#include <string_view>

namespace streamscape::settings {

/// A line of an imported file that does not go over, and why. Never the value of a secret.
struct ImportWarning {
    int line = 0;
    std::string key;
    std::string reason;
    bool operator==(const ImportWarning&) const = default;
};

struct Imported {
    Profile profile;
    Secrets secrets;
    std::vector<ImportWarning> warnings;
};

/// Which rules a file follows: Java's (escapes, continued lines, JAAS, stores) or librdkafka's (key=value,
/// all behind the first = as it is).
enum class Dialect { Guess, Java, Rdkafka };

/// Makes a profile named after the file from client properties. Invalid names file and line, with what to do:
/// for a JKS store the keytool call that turns it into one that can be used.
base::Result<Imported> importProperties(std::string_view text, const std::filesystem::path& file,
                                        Dialect dialect = Dialect::Guess);
/// The same from a file on disk.
base::Result<Imported> importFile(const std::filesystem::path& file, Dialect dialect = Dialect::Guess);

} // namespace streamscape::settings
