// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/base/text.h"
#include "models/settings/profile_file.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace streamscape::settings {

enum class Theme { System, Dark, Light };

/// How long the samples of history are kept, by how fine they are.
struct HistoryKept {
    base::Duration finest = std::chrono::hours{24};          ///< every ten seconds
    base::Duration minutes = std::chrono::hours{24 * 7};     ///< one a minute
    base::Duration tenMinutes = std::chrono::hours{24 * 90}; ///< one in ten minutes

    bool operator==(const HistoryKept&) const = default;
};

/// What the window remembers of its user. Plain values; load() and save() go to settings.json in the
/// configuration folder.
struct AppSettings {
    Theme theme = Theme::System;
    base::Zone zone = base::Zone::Utc;
    QString lastConnection; ///< the profile's name
    QStringList beside;     ///< profiles watched beside the one in use
    QString lastLocation;   ///< a streamscape:// address
    QByteArray windowGeometry;
    QByteArray windowState;
    HistoryKept history;
    QMap<QString, QByteArray> headers; ///< column widths and order by table id

    bool operator==(const AppSettings&) const = default;
};

/// What is there; a value that makes no sense is its default. Invalid only where the file as a whole cannot
/// be read, so that it is not overwritten unseen.
base::Result<AppSettings> loadAppSettings(const std::filesystem::path& folder = defaultConfigFolder());
base::Result<base::Done> saveAppSettings(const AppSettings& settings,
                                         const std::filesystem::path& folder = defaultConfigFolder());

} // namespace streamscape::settings
