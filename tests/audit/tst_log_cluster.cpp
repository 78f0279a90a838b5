// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

#include "models/audit/log_cluster.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>

using namespace streamscape;
using namespace streamscape::audit;
using namespace streamscape::audit::testing;

namespace {

const base::Error down{base::ErrorKind::Transport, "Connection refused", "fake:9092", "Start it", {}};

struct Setting {
    QTemporaryDir folder;
    std::unique_ptr<store::Store> store = openStore(folder);
    test::FakeCluster cluster;
    test::ManualClock clock;
    std::vector<std::string> known;
    std::vector<base::Error> unknown;

    std::unique_ptr<LogCluster> connect(const char* name, store::Store* use = nullptr) {
        auto found = std::make_unique<LogCluster>(use ? *use : *store, cluster, name, clock.clock());
        QObject::connect(found.get(), &LogCluster::known, &cluster,
                         [this](const store::KnownCluster& one) { known.push_back(one.id); });
        QObject::connect(found.get(), &LogCluster::unknown, &cluster,
                         [this](const base::Error& why) { unknown.push_back(why); });
        found->start();
        return found;
    }
    std::string nameOf(const std::string& id) {
        const auto found = await(store->read<std::optional<store::KnownCluster>>(
            "", [id](store::Sql& sql) -> base::Result<std::optional<store::KnownCluster>> {
                return clusterNamed(sql, id);
            }));
        return found && *found ? (*found)->name : std::string();
    }
    void fail() { cluster.failAlways(test::Question::DescribeCluster, down); }
};

} // namespace

class LogClusterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClusterThatAnswersIsRememberedUnderTheConnectionsName() {
        Setting s;
        s.cluster.info.id = "abc";
        const auto found = s.connect("newlimits");
        QTRY_COMPARE(s.known, std::vector<std::string>{"abc"});
        QCOMPARE(s.nameOf("abc"), std::string("newlimits"));
        QVERIFY(s.unknown.empty());
    }
    void oneThatIsDownIsTheOneThatWasLastOfThisName() {
        Setting s;
        clusterIn(*s.store, "before", "newlimits");
        clusterIn(*s.store, "abc", "newlimits");
        clusterIn(*s.store, "other", "other");
        s.fail();
        const auto found = s.connect("newlimits");
        QTRY_COMPARE(s.known, std::vector<std::string>{"abc"});
    }
    void theStateTellsBeforeTheQuestionRunsOutOfTime() {
        Setting s;
        clusterIn(*s.store, "abc", "newlimits");
        s.cluster.hold(test::Question::DescribeCluster);
        const auto found = s.connect("newlimits");
        s.cluster.setState({kafka::LinkState::Failed, down, {}, {}, 0});
        QTRY_COMPARE(s.known, std::vector<std::string>{"abc"});
    }
    void oneThatTurnsOutToBeAnotherIsToldAgain() {
        Setting s;
        clusterIn(*s.store, "abc", "newlimits");
        s.cluster.info.id = "wiped";
        s.fail();
        const auto found = s.connect("newlimits");
        QTRY_COMPARE(s.known, std::vector<std::string>{"abc"});
        s.cluster.failAlways(test::Question::DescribeCluster, std::nullopt);
        s.cluster.setState({kafka::LinkState::Up, {}, {}, {}, 1});
        QTRY_COMPARE(s.known, (std::vector<std::string>{"abc", "wiped"}));
        QCOMPARE(s.nameOf("wiped"), std::string("newlimits"));
    }
    void oneThatNeverAnsweredIsNotGuessedAt() {
        Setting s;
        clusterIn(*s.store, "other", "other");
        s.fail();
        const auto found = s.connect("newlimits");
        QTRY_COMPARE(s.unknown.size(), std::size_t{1});
        QCOMPARE(s.unknown[0].what, down.what);
        QVERIFY(s.unknown[0].hint.find("by cluster") != std::string::npos);
        s.cluster.failAlways(test::Question::DescribeCluster, std::nullopt);
        s.cluster.info.id = "abc";
        s.cluster.setState({kafka::LinkState::Up, {}, {}, {}, 1});
        QTRY_COMPARE(s.known, std::vector<std::string>{"abc"});
    }
    void aReadOnlyStoreIsNotWritten() {
        Setting s;
        s.cluster.info.id = "abc";
        const auto reading = openStore(s.folder, store::Mode::ReadOnly);
        {
            const auto found = s.connect("newlimits", reading.get());
            QTRY_COMPARE(s.unknown.size(), std::size_t{1});
            QCOMPARE(s.unknown[0].kind, base::ErrorKind::NotFound);
        }
        clusterIn(*s.store, "abc", "as the other copy calls it");
        const auto found = s.connect("newlimits", reading.get());
        QTRY_COMPARE(s.known, std::vector<std::string>{"abc"});
        QCOMPARE(s.nameOf("abc"), std::string("as the other copy calls it"));
    }
};

QTEST_GUILESS_MAIN(LogClusterTest)
#include "tst_log_cluster.moc"
