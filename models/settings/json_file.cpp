// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/json_file.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace streamscape::settings {

namespace fs = std::filesystem;

namespace {

QString qt(const fs::path& path) { return QString::fromStdString(path.string()); }

tl::unexpected<base::Error> storageError(std::string what, const fs::path& file, const QString& reason) {
    return base::fail(base::ErrorKind::Storage, std::move(what) + ": " + reason.toStdString(), file.string(),
                      "Check the owner, the mode and the free space of its folder");
}

} // namespace

base::Result<std::optional<QJsonObject>> readJsonFile(const fs::path& file) {
    QFile in(qt(file));
    if (!in.exists())
        return std::nullopt;
    if (!in.open(QIODevice::ReadOnly))
        return storageError("The settings cannot be read", file, in.errorString());
    const QByteArray bytes = in.readAll();
    QJsonParseError wrong{};
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &wrong);
    if (document.isObject())
        return document.object();
    const auto line = 1 + bytes.left(wrong.error == QJsonParseError::NoError ? 0 : wrong.offset).count('\n');
    return base::fail(base::ErrorKind::Invalid,
                      wrong.error == QJsonParseError::NoError
                          ? std::string("The settings file holds no object")
                          : "The settings file is not JSON: " + wrong.errorString().toStdString(),
                      file.string() + ":" + std::to_string(line), "Mend the line, or move the file away");
}

base::Result<base::Done> writeJsonFile(const fs::path& file, const QJsonObject& object) {
    std::error_code failed;
    if (const fs::path folder = file.parent_path(); !fs::is_directory(folder, failed)) {
        fs::create_directories(folder, failed);
        if (failed)
            return storageError("The settings folder cannot be made", folder,
                                QString::fromStdString(failed.message()));
        fs::permissions(folder, fs::perms::owner_all, failed);
    }
    QSaveFile out(qt(file));
    if (!out.open(QIODevice::WriteOnly))
        return storageError("The settings cannot be written", file, out.errorString());
    out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    out.write(QJsonDocument(object).toJson());
    if (!out.commit())
        return storageError("The settings cannot be written", file, out.errorString());
    return base::Done{};
}

} // namespace streamscape::settings
