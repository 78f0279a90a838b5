// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/feed.h"
#include "models/lag/group_table.h"
#include "tests/support/fake_cluster.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;

namespace {

constexpr int many = 65'000;

/// A cluster of so many groups, on a thread of its own as a real one's: what it takes is not the window's.
class Crowd final {
public:
    Crowd() {
        cluster->addTopic("t", 1, 100);
        for (int i = 0; i < many; ++i) {
            const std::string id = "group-" + std::to_string(100'000 + i); // in the order of their names
            cluster->groups.groups.push_back(
                {id, kafka::GroupType::Classic, kafka::GroupState::Empty, "consumer"});
            kafka::GroupDescription& description = cluster->descriptions[id];
            description.id = id;
            description.state = kafka::GroupState::Empty;
            description.coordinator = base::BrokerId{1};
            cluster->commits[id] = {id, {{{"t", base::PartitionId{0}}, base::Offset{90}, {}}}, {}};
        }
        cluster->moveToThread(&m_thread);
        m_thread.start();
    }
    ~Crowd() {
        m_thread.quit();
        m_thread.wait();
    }
    std::unique_ptr<test::FakeCluster> cluster = std::make_unique<test::FakeCluster>();

private:
    QThread m_thread;
};

/// Whether an event loop goes on.
class Pulse final {
public:
    Pulse() {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            ++m_beats;
            m_longest = std::max(m_longest, m_since.restart());
        });
        m_since.start();
        m_timer.start(5);
    }
    int beats() const { return m_beats; }
    qint64 longestMs() const { return m_longest; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    int m_beats = 0;
    qint64 m_longest = 0;
};

} // namespace

class TestManyGroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyAreListedWhileTheWindowGoesOn() {
        Crowd crowd;
        Feed feed(*crowd.cluster, base::systemNow);
        GroupModel model;
        qint64 takes = 0;
        connect(&feed, &Feed::changed, this, [&] {
            QElapsedTimer timer;
            timer.start();
            model.setSnapshots({feed.snapshot()});
            takes = std::max(takes, timer.elapsed());
        });
        Pulse pulse;
        feed.start();
        for (int look = 1; look <= 2; ++look) {
            const int before = pulse.beats();
            const SnapshotPtr last = feed.snapshot();
            QVERIFY(QTest::qWaitFor([&] { return feed.snapshot() && feed.snapshot() != last; }, 120'000));
            QCOMPARE(model.rowCount({}), many);
            // The look itself is no work of this thread's: it was free for others all along.
            QVERIFY(pulse.beats() > before + 1);
        }
        QCOMPARE(feed.snapshot()->groups.back().row.lag.value(), 10);
        qInfo("longest pause %lld ms, of which the model at most %lld ms",
              static_cast<long long>(pulse.longestMs()), static_cast<long long>(takes));
    }
};

QTEST_GUILESS_MAIN(TestManyGroups)
#include "tst_many_groups.moc"
