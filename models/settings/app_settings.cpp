// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/app_settings.h"

#include "models/base/location.h"
#include "models/settings/json_file.h"

#include <QJsonArray>

namespace streamscape::settings {

namespace {

constexpr const char* themeNames[] = {"system", "dark", "light"};

std::filesystem::path fileIn(const std::filesystem::path& folder) { return folder / "settings.json"; }

QString base64(const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); }
QByteArray bytesOf(const QJsonValue& value) { return QByteArray::fromBase64(value.toString().toLatin1()); }

// Written as "24h" or "7d"; shorter than an hour is a slip of the hand.
void readSpan(const QJsonValue& value, base::Duration& span) {
    const std::optional<base::Duration> read = base::parseSpan(base::toStd(value.toString()));
    if (read && *read >= std::chrono::hours{1})
        span = *read;
}
HistoryKept historyOf(const QJsonObject& object) {
    HistoryKept kept;
    readSpan(object[QStringLiteral("finest")], kept.finest);
    readSpan(object[QStringLiteral("minutes")], kept.minutes);
    readSpan(object[QStringLiteral("ten_minutes")], kept.tenMinutes);
    return kept;
}
QJsonObject jsonOf(const HistoryKept& kept) {
    const auto text = [](base::Duration span) { return QString::fromStdString(base::spanText(span)); };
    return {{QStringLiteral("finest"), text(kept.finest)},
            {QStringLiteral("minutes"), text(kept.minutes)},
            {QStringLiteral("ten_minutes"), text(kept.tenMinutes)}};
}

} // namespace

base::Result<AppSettings> loadAppSettings(const std::filesystem::path& folder) {
    auto file = readJsonFile(fileIn(folder));
    if (!file)
        return base::fail(file.error());
    AppSettings settings;
    if (!*file)
        return settings;
    const QJsonObject& object = **file;
    for (int i = 0; i < 3; ++i)
        if (object[QStringLiteral("theme")].toString() == QLatin1String(themeNames[i]))
            settings.theme = static_cast<Theme>(i);
    settings.zone = object[QStringLiteral("zone")].toString() == QLatin1String("local") ? base::Zone::Local
                                                                                        : base::Zone::Utc;
    settings.lastConnection = object[QStringLiteral("last_connection")].toString();
    for (const QJsonValue& name : object[QStringLiteral("beside")].toArray())
        settings.beside << name.toString();
    settings.lastLocation = object[QStringLiteral("last_location")].toString();
    settings.windowGeometry = bytesOf(object[QStringLiteral("window_geometry")]);
    settings.windowState = bytesOf(object[QStringLiteral("window_state")]);
    settings.history = historyOf(object[QStringLiteral("history")].toObject());
    const QJsonObject headers = object[QStringLiteral("headers")].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        settings.headers[it.key()] = bytesOf(it.value());
    return settings;
}

base::Result<base::Done> saveAppSettings(const AppSettings& settings, const std::filesystem::path& folder) {
    QJsonObject headers;
    for (auto it = settings.headers.begin(); it != settings.headers.end(); ++it)
        headers[it.key()] = base64(it.value());
    return writeJsonFile(
        fileIn(folder),
        {{QStringLiteral("theme"), QLatin1String(themeNames[static_cast<int>(settings.theme)])},
         {QStringLiteral("zone"),
          settings.zone == base::Zone::Local ? QLatin1String("local") : QLatin1String("utc")},
         {QStringLiteral("last_connection"), settings.lastConnection},
         {QStringLiteral("beside"), QJsonArray::fromStringList(settings.beside)},
         {QStringLiteral("last_location"), settings.lastLocation},
         {QStringLiteral("window_geometry"), base64(settings.windowGeometry)},
         {QStringLiteral("window_state"), base64(settings.windowState)},
         {QStringLiteral("history"), jsonOf(settings.history)},
         {QStringLiteral("headers"), headers}});
}

} // namespace streamscape::settings
