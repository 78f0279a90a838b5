// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/watched_clusters.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace streamscape;

namespace {

// Nobody listens there.
settings::Profile unreachable(const std::string& name) {
    settings::Profile profile = settings::newProfile(name);
    profile.properties["bootstrap.servers"] = "127.0.0.1:1";
    return profile;
}
// No servers: there is no connection to be made.
settings::Profile half(const std::string& name) { return settings::newProfile(name); }

struct World {
    base::Closing closing;
    std::deque<base::Reply<settings::Secrets>> asked; ///< for secrets, until answered
    app::WatchedClusters watched{[this](const settings::Profile&) { return asked.emplace_back().future(); },
                                 closing};
    QSignalSpy changed{&watched, &app::WatchedClusters::changed};
    QSignalSpy failed{&watched, &app::WatchedClusters::failed};

    void answer(base::Result<settings::Secrets> secrets = settings::Secrets{}) {
        asked.front().answer(std::move(secrets));
        asked.pop_front();
        QCoreApplication::sendPostedEvents();
    }
};

} // namespace

class TestWatchedClusters final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFeedIsThereOnceItsSecretsAre() {
        World world;
        world.watched.add(unreachable("ghent"));
        QCOMPARE(world.watched.feeds().size(), std::size_t{0});
        world.answer();
        QTRY_COMPARE(world.changed.size(), 1);
        QCOMPARE(world.watched.feeds().front().first, std::string("ghent"));
    }

    void takingAwayWhatNeverWasAFeedChangesNothing_data() {
        QTest::addColumn<bool>("known");
        QTest::newRow("not connected") << true;
        QTest::newRow("never added") << false;
    }
    void takingAwayWhatNeverWasAFeedChangesNothing() {
        QFETCH(bool, known);
        World world;
        if (known) {
            world.watched.add(half("ghent"));
            world.answer();
            QTRY_COMPARE(world.failed.size(), 1);
        }
        world.watched.remove("ghent");
        world.watched.clear();
        QCOMPARE(world.changed.size(), 0);
    }

    void aFeedThatGoesIsStillThereWhileThatIsSaid() {
        World world;
        world.watched.add(unreachable("ghent"));
        world.answer();
        QTRY_COMPARE(world.changed.size(), 1);
        const QPointer<lag::Feed> feed = world.watched.feeds().front().second;
        bool there = false;
        connect(&world.watched, &app::WatchedClusters::changed, this,
                [&] { there = feed && world.watched.feeds().empty(); });
        world.watched.remove("ghent");
        QVERIFY(there);
        QVERIFY(!feed);
    }

    void secretsThatComeLateTakeNoFeedAway() {
        World world;
        world.watched.add(unreachable("ghent"));
        world.watched.remove("ghent");
        world.watched.add(unreachable("ghent"));
        std::swap(world.asked.front(), world.asked.back());
        world.answer();
        QTRY_COMPARE(world.changed.size(), 1);
        world.answer(base::fail(base::ErrorKind::Denied, "The keychain is locked", "", ""));
        QTest::qWait(0);
        QCOMPARE(world.failed.size(), 0);
        QCOMPARE(world.watched.feeds().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestWatchedClusters)
#include "tst_watched_clusters.moc"
