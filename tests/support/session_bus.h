// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace streamscape::test {

/// A session bus of the test's own, on which nothing is started but what the test starts: the bus of this
/// process (DBUS_SESSION_BUS_ADDRESS) from start() on. It takes the program dbus-daemon.
class SessionBus final {
public:
    ~SessionBus() { stop(m_process); }

    QString folder() const { return m_dir.path(); }
    QString address() const { return QStringLiteral("unix:path=") + m_dir.filePath(QStringLiteral("bus")); }

    bool start() {
        QFile configuration(m_dir.filePath(QStringLiteral("bus.conf")));
        if (!configuration.open(QIODevice::WriteOnly))
            return false;
        configuration.write(QString::fromLatin1(text).arg(m_dir.filePath(QStringLiteral("bus"))).toUtf8());
        configuration.close();
        m_process.start(QStringLiteral("dbus-daemon"),
                        {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                         QStringLiteral("--config-file=") + configuration.fileName()});
        qputenv("DBUS_SESSION_BUS_ADDRESS", address().toUtf8());
        return m_process.waitForReadyRead();
    }

    static void stop(QProcess& process) {
        process.terminate();
        if (process.state() != QProcess::NotRunning && !process.waitForFinished(5000))
            process.kill();
        process.waitForFinished();
    }

private:
    // No service folders.
    static constexpr const char* text =
        "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN'"
        " 'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>"
        "<busconfig><type>session</type><listen>unix:path=%1</listen><auth>EXTERNAL</auth>"
        "<policy context='default'><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>"
        "<allow own='*'/></policy></busconfig>";

    QTemporaryDir m_dir{QStringLiteral("/tmp/bus-XXXXXX")}; // the path of a socket must be short
    QProcess m_process;
};

} // namespace streamscape::test
