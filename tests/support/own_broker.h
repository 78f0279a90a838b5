// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/live_broker.h"

#include <QProcess>
#include <QTest>

#include <csignal>
#include <fstream>

namespace streamscape::test {

/// A cluster that one test has for itself, to stop, start and hurt: packaging/kafka/broker in the build
/// tree's folder test-broker-<name>.
class OwnBroker final {
public:
    explicit OwnBroker(const std::string& name, int brokers = 1)
        : m_folder(qEnvironmentVariable("STREAMSCAPE_BINARY_DIR").toStdString() + "/test-broker-" + name)
        , m_brokers(brokers) {}

    /// As it is now: read it again after the first start.
    LiveBroker files() const { return LiveBroker(m_folder); }

    /// start, stop or wipe, with the event loop running meanwhile. Start starts the brokers that do not run.
    bool order(const char* what) const {
        QProcess script;
        script.setProcessChannelMode(QProcess::MergedChannels);
        QStringList arguments{QStringLiteral("--dir"), QString::fromStdString(m_folder)};
        if (qstrcmp(what, "start") == 0)
            arguments << QStringLiteral("--brokers") << QString::number(m_brokers);
        script.start(qEnvironmentVariable("STREAMSCAPE_SOURCE_DIR") +
                         QStringLiteral("/packaging/kafka/broker"),
                     arguments << QString::fromLatin1(what));
        bool over = false;
        QObject::connect(&script, &QProcess::finished, &script, [&over] { over = true; });
        if (!QTest::qWaitFor([&over] { return over; }, 120'000) || script.exitCode() != 0) {
            qWarning("broker %s: %s", what, script.readAll().constData());
            return false;
        }
        return true;
    }

    /// SIGKILL, SIGSTOP or SIGCONT to one broker; id from 1. False where it is not running.
    bool signal(int id, int number) const {
        std::ifstream file(m_folder + "/broker-" + std::to_string(id) + "/pid");
        pid_t pid = 0;
        return file >> pid && pid > 0 && ::kill(pid, number) == 0;
    }

private:
    std::string m_folder;
    int m_brokers;
};

} // namespace streamscape::test
