// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/kafkard/connect.h"
#include "models/samples/reader.h"
#include "models/store/clusters.h"
#include "models/store/store.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <random>
#include <set>

using namespace streamscape;
using namespace std::chrono_literals;
using test::await;

/// A console that keeps watch is killed at moments of chance; what its store still knows.
class TestLagCrash : public QObject {
    Q_OBJECT

private:
    using Moments = std::set<base::Time>;

    test::LiveBroker m_broker;
    QTemporaryDir m_dir;
    const std::string m_group = "crash-" + std::to_string(base::toMilliseconds(base::systemNow()));
    std::unique_ptr<kafka::Cluster> m_cluster;
    std::mt19937 m_random{20261127};

    std::string storeFolder() const { return m_dir.filePath(QStringLiteral("store")).toStdString(); }

    std::unique_ptr<QProcess> startWatch() {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral(STREAMSCAPECTL),
                       {QStringLiteral("watch"), QStringLiteral("--interval"), QStringLiteral("1s"),
                        QStringLiteral("--config"),
                        QString::fromStdString(m_broker.dir() + "/admin.properties"),
                        QStringLiteral("--store"), QString::fromStdString(storeFolder())});
        QByteArray said;
        const bool watches = QTest::qWaitFor(
            [&] {
                said += process->readAllStandardError();
                return said.contains("watching") || process->state() == QProcess::NotRunning;
            },
            30'000);
        if (!watches || process->state() == QProcess::NotRunning) {
            qWarning("%s", said.constData());
            return nullptr;
        }
        return process;
    }

    /// The moments of which the store has a sample.
    base::Result<Moments> kept() {
        auto store = store::Store::open({storeFolder(), store::Mode::ReadWrite, "test"});
        if (!store)
            return base::fail(store.error());
        return await((*store)->read<Moments>({}, [](store::Sql& sql) -> base::Result<Moments> {
            Moments moments;
            for (const store::KnownCluster& cluster : store::knownClusters(sql))
                samples::replay(
                    sql, cluster.key, {}, base::systemNow() + 1h,
                    [&](samples::SeriesId, std::span<const samples::Point> points, base::Duration) {
                        for (const samples::Point& point : points)
                            moments.insert(point.time);
                    });
            return moments;
        }));
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        AWAIT(made, m_cluster->createTopics({{m_group, 1, 1, {}}}));
        QVERIFY(!made.front().error);
        const auto commits = [&] {
            const auto done = await(m_cluster->alterGroupOffsets(
                m_group, {{{m_group, base::PartitionId{0}}, base::Offset{0}, {}, {}}}));
            return done && !done->front().error;
        };
        QTRY_VERIFY_WITH_TIMEOUT(commits(), 30'000);
    }
    void cleanupTestCase() {
        if (!m_cluster)
            return;
        await(m_cluster->deleteGroups({m_group}));
        await(m_cluster->deleteTopics({m_group}));
    }

    void aConsoleThatIsKilledLosesOneSamplingIntervalAtMost() {
        // A look may come late on a busy machine, and the sample with it.
        constexpr base::Duration interval = samples::stepOf(samples::Tier::Frames) + 3s;
        Moments before;
        for (int round = 0; round < 3; ++round) {
            const auto console = startWatch();
            QVERIFY(console);
            const base::Time began = base::systemNow();
            // Somewhere in the second and third sample's time.
            QTest::qWait(9'000 + static_cast<int>(m_random() % 12'000));
            console->kill();
            const base::Time killed = base::systemNow();
            QVERIFY(QTest::qWaitFor([&] { return console->state() == QProcess::NotRunning; }, 10'000));
            const base::Result<Moments> after = kept();
            QVERIFY2(after.has_value(), test::why(after).c_str());
            QVERIFY2(std::includes(after->begin(), after->end(), before.begin(), before.end()),
                     "a sample of an earlier round is lost");
            QVERIFY(after->size() > before.size());
            // No hole of its own making from its beginning to its end.
            base::Time last = began;
            for (auto it = after->upper_bound(began); it != after->end(); last = *it++)
                QVERIFY2(*it - last <= interval, base::rfc3339(*it).c_str());
            QVERIFY2(killed - last <= interval, qPrintable(QString::number((killed - last).count())));
            qInfo("killed after %lld ms: %zu new samples, the newest %lld ms old",
                  static_cast<long long>((killed - began).count()), after->size() - before.size(),
                  static_cast<long long>((killed - last).count()));
            before = *after;
        }
    }
};

QTEST_GUILESS_MAIN(TestLagCrash)
#include "tst_lag_crash.moc"
