// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>
#include <QTest>

#include <string>

namespace streamscape::test {

/// What tests/ctl/golden/<name> holds. With STREAMSCAPE_UPDATE_GOLDEN set the file is written anew first, to
/// be read and judged by a person before it is committed.
inline std::string golden(const char* name, const std::string& now) {
    const QString path = qEnvironmentVariable("STREAMSCAPE_SOURCE_DIR") +
                         QStringLiteral("/tests/ctl/golden/") + QString::fromLatin1(name);
    QFile file(path);
    if (qEnvironmentVariableIsSet("STREAMSCAPE_UPDATE_GOLDEN") && file.open(QIODevice::WriteOnly)) {
        file.write(now.data(), static_cast<qint64>(now.size()));
        file.close();
    }
    if (!file.open(QIODevice::ReadOnly))
        return "there is no golden file " + path.toStdString();
    return file.readAll().toStdString();
}

} // namespace streamscape::test
