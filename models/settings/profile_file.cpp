// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/profile_file.h"

#include "models/settings/json_file.h"

#include <QJsonArray>
#include <QStandardPaths>

namespace streamscape::settings {

namespace fs = std::filesystem;

namespace {

const QString connectionsKey = QStringLiteral("connections");

// The folder does not hang on the application's or organisation's name: both commands use the same one.
fs::path under(QStandardPaths::StandardLocation where) {
    return fs::path(QStandardPaths::writableLocation(where).toStdString()) / "streamscape";
}

} // namespace

fs::path defaultConfigFolder() { return under(QStandardPaths::GenericConfigLocation); }
fs::path defaultDataFolder() { return under(QStandardPaths::GenericDataLocation); }

ProfileFile::ProfileFile(fs::path folder)
    : m_folder(std::move(folder)) {}

fs::path ProfileFile::path() const { return m_folder / "connections.json"; }

base::Result<std::vector<Profile>> ProfileFile::load() const {
    auto object = readJsonFile(path());
    if (!object)
        return base::fail(object.error());
    std::vector<Profile> profiles;
    if (!*object)
        return profiles;
    if (!(**object)[connectionsKey].isArray())
        return base::fail(base::ErrorKind::Invalid, "The file has no list \"connections\"", path().string(),
                          "Mend it, or move the file away");
    int number = 0;
    for (const QJsonValue& one : (**object)[connectionsKey].toArray()) {
        ++number;
        auto profile = profileFromJson(one.toObject());
        if (!profile) {
            base::Error error = profile.error();
            error.where = path().string() + ", connection " + std::to_string(number);
            return base::fail(std::move(error));
        }
        profiles.push_back(std::move(*profile));
    }
    return profiles;
}

base::Result<base::Done> ProfileFile::save(const std::vector<Profile>& profiles) const {
    QJsonArray list;
    for (const Profile& profile : profiles)
        list.append(toJson(profile));
    return writeJsonFile(path(), {{connectionsKey, list}});
}

base::Result<Profile> ProfileFile::find(const std::string& name) const {
    auto profiles = load();
    if (!profiles)
        return base::fail(profiles.error());
    std::string names;
    for (Profile& profile : *profiles) {
        if (profile.name == name)
            return std::move(profile);
        names += (names.empty() ? "" : ", ") + profile.name;
    }
    return base::fail(base::ErrorKind::NotFound, "There is no saved connection " + name, path().string(),
                      names.empty() ? "Save one in the window, or use --bootstrap-server or --config"
                                    : "There are: " + names);
}

} // namespace streamscape::settings
