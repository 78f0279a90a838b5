// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/folder_lock.h"

#include "models/base/file_error.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace streamscape::store {

namespace {

const QString pidKey = QStringLiteral("pid");
const QString hostKey = QStringLiteral("host");
const QString programKey = QStringLiteral("program");

QByteArray card(const std::string& holder) {
    const QJsonObject object{{pidKey, static_cast<qint64>(::getpid())},
                             {hostKey, QSysInfo::machineHostName()},
                             {programKey, QString::fromStdString(holder)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

// "streamscape (process 4711 on host till)"; another program where the holder has not written yet.
std::string holderWords(int descriptor) {
    char buffer[1024];
    const ssize_t count = ::pread(descriptor, buffer, sizeof buffer, 0);
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray(buffer, count > 0 ? static_cast<qsizetype>(count) : 0)).object();
    if (object.isEmpty())
        return "another program";
    return QStringLiteral("%1 (process %2 on host %3)")
        .arg(object[programKey].toString(), QString::number(object[pidKey].toInteger()),
             object[hostKey].toString())
        .toStdString();
}

} // namespace

base::Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::filesystem::path& folder,
                                                           const std::string& holder) {
    const std::filesystem::path file = folder / "writer.lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return base::fail(base::fileError(errno, "The store's folder cannot be written", folder));
    std::unique_ptr<FolderLock> lock(new FolderLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return base::fail(base::fileError(errno, "The store's folder cannot be locked", file));
        return base::fail(base::ErrorKind::Conflict, "The store is held by " + holderWords(descriptor),
                          folder.string(), "Close that program, or name another folder with --store",
                          lockedByAnother);
    }
    const QByteArray text = card(holder);
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, text.constData(), static_cast<size_t>(text.size()), 0) !=
            static_cast<ssize_t>(text.size()))
        return base::fail(base::fileError(errno, "The store's folder cannot be written", folder));
    return lock;
}

// The file stays: removing it would let two openers lock two files of one name.
FolderLock::~FolderLock() { ::close(m_descriptor); }

} // namespace streamscape::store
