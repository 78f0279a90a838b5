// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settings/profile.h"

#include <filesystem>

namespace streamscape::settings {

/// The folder settings live in: $XDG_CONFIG_HOME/streamscape unless told otherwise.
std::filesystem::path defaultConfigFolder();
/// The folder of the store: $XDG_DATA_HOME/streamscape.
std::filesystem::path defaultDataFolder();

/// The saved connections of this user: connections.json, mode 0600, replaced as a whole or not at all.
class ProfileFile {
public:
    explicit ProfileFile(std::filesystem::path folder = defaultConfigFolder());

    /// In the order they were saved; none where there is no file. Invalid names file, line and member.
    base::Result<std::vector<Profile>> load() const;
    /// Storage where the file cannot be written; the one that was there stays.
    base::Result<base::Done> save(const std::vector<Profile>& profiles) const;
    /// By name; NotFound lists the names there are.
    base::Result<Profile> find(const std::string& name) const;

    std::filesystem::path path() const;

private:
    std::filesystem::path m_folder;
};

} // namespace streamscape::settings
