// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/ids.h"
#include "tests/support/live_broker.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <map>
#include <optional>

namespace streamscape::test {

/// Kafka's own kafka-consumer-groups, kept running (ResetOracle.java).
class ResetOracle final {
public:
    explicit ResetOracle(const LiveBroker& broker) {
        const QString root = qEnvironmentVariable("STREAMSCAPE_SOURCE_DIR");
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.setStandardErrorFile(QProcess::nullDevice()); // the tool warns of every offset it moves
        m_process.start(QStringLiteral("java"),
                        {QStringLiteral("-cp"), root + QStringLiteral("/.deps/kafka-libs/*"),
                         QStringLiteral("-Xmx256m"),
                         QStringLiteral("-Dlog4j2.configurationFile=") + root +
                             QStringLiteral("/packaging/kafka/log4j2-tool.yaml"),
                         root + QStringLiteral("/tests/offsets/ResetOracle.java"),
                         QString::fromStdString(broker.admin().bootstrap()),
                         QString::fromStdString(broker.dir() + "/admin-java.properties")});
    }
    ~ResetOracle() {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
    }

    /// What the tool printed; nullopt where it did not answer in time, which on a busy machine is long.
    std::optional<QString> ask(const QStringList& words) {
        const QByteArray number = QByteArray::number(++m_asked);
        m_process.write(number + '\x1f' + words.join(QChar(0x1f)).toUtf8() + '\n');
        const QByteArray end = "\n\x04" + number + "\n";
        QByteArray said;
        const bool answered = QTest::qWaitFor(
            [&] {
                said += m_process.readAllStandardOutput();
                return said.endsWith(end) || m_process.state() == QProcess::NotRunning;
            },
            120'000);
        if (!answered || !said.endsWith(end))
            return std::nullopt;
        return QString::fromUtf8(said.chopped(end.size()));
    }

    using Rows = std::map<base::TopicPartition, std::int64_t>;
    /// The rows of a plan: GROUP TOPIC PARTITION NEW-OFFSET, the group's name in front may have spaces.
    static Rows rowsIn(const QString& text) {
        Rows rows;
        static const QRegularExpression line(QStringLiteral("^.* (\\S+) +(\\d+) +(-?\\d+) *$"),
                                             QRegularExpression::MultilineOption);
        for (auto it = line.globalMatch(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            rows[{match.captured(1).toStdString(), base::PartitionId{match.captured(2).toInt()}}] =
                match.captured(3).toLongLong();
        }
        return rows;
    }

private:
    QProcess m_process;
    int m_asked = 0;
};

} // namespace streamscape::test
