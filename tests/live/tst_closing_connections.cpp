// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"
#include "tests/support/relay.h"

#include <QTest>

#include <semaphore>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;
using test::Relay;

namespace {

constexpr base::Duration longEnough{60'000};

std::string topicName() { return "closing-" + std::to_string(base::toMilliseconds(base::systemNow())); }

/// A cluster with three tails open on it, and every question asked.
struct Connection {
    std::unique_ptr<Cluster> cluster;
    std::vector<std::unique_ptr<Tail>> tails;
    std::shared_ptr<int> batches = std::make_shared<int>(0);

    static base::Result<Connection> open(const ConnectionSpec& spec, const std::string& topic,
                                         base::Closing& closing) {
        Connection made;
        auto connected = kafkard::connect(spec, &closing);
        if (!connected)
            return base::fail(connected.error());
        made.cluster = std::move(*connected);
        for (int i = 0; i < 3; ++i) {
            auto tail = kafkard::openTail(spec, {{{topic, PartitionId{0}}, Offset{0}}}, {}, &closing);
            if (!tail)
                return base::fail(tail.error());
            QObject::connect(tail->get(), &Tail::batch, tail->get(),
                             [batches = made.batches](const BatchPtr&) { ++*batches; });
            made.tails.push_back(std::move(*tail));
        }
        return made;
    }
    void close() {
        tails.clear();
        cluster.reset();
    }
};

/// How each question under way ended; unfinished ones are missing.
class Endings {
public:
    template<class T>
    void watch(const QFuture<base::Result<T>>& future) {
        m_all.push_back([future]() -> std::optional<std::string> {
            if (!future.isFinished())
                return std::nullopt;
            const base::Result<T> result = future.result();
            return result ? "answered" : base::name(result.error().kind);
        });
    }
    void watchAll(Cluster& cluster) {
        watch(cluster.describeCluster());
        watch(cluster.describeTopics({}));
        watch(cluster.describeTopics({"one"}));
        watch(cluster.listGroups());
        watch(cluster.describeGroups({"any"}));
        watch(cluster.describeAcls());
        watch(cluster.describeScramUsers());
    }
    std::vector<std::string> ended() const {
        std::vector<std::string> endings;
        for (const auto& one : m_all)
            if (const auto ending = one())
                endings.push_back(*ending);
        return endings;
    }
    std::size_t count() const { return m_all.size(); }

private:
    std::vector<std::function<std::optional<std::string>()>> m_all;
};

} // namespace

/// Whoever lets go of a connection does not wait for its end, be the broker well or hung.
class TestClosingConnections : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;
    const std::string m_topic = topicName();

    ConnectionSpec through(const Relay& relay) const {
        ConnectionSpec spec = m_broker.sasl("SASL_PLAINTEXT", "SCRAM-SHA-512");
        spec.properties["bootstrap.servers"] = relay.address();
        return spec;
    }
    int target() const {
        const std::string bootstrap = m_broker.value("BOOTSTRAP_SASL_PLAINTEXT");
        return std::stoi(bootstrap.substr(bootstrap.rfind(':') + 1));
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        const auto cluster = kafkard::connect(m_broker.admin());
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        AWAIT(made, (*cluster)->createTopics({NewTopic{m_topic, 1, 1, {}}}));
        QVERIFY(!made.front().error);
    }
    void cleanupTestCase() {
        if (const auto cluster = kafkard::connect(m_broker.admin()))
            (void)await((*cluster)->deleteTopics({m_topic}));
    }

    void theOwnerIsFreeBeforeALiveConnectionHasEnded() {
        base::Closing closing;
        auto connection = Connection::open(m_broker.admin(), m_topic, closing);
        QVERIFY2(connection.has_value(), test::why(connection).c_str());
        QTRY_COMPARE(connection->cluster->state().link, LinkState::Up);
        QTRY_VERIFY(*connection->batches >= 3);
        Endings endings;
        endings.watchAll(*connection->cluster);
        // Answered or dropped, this answer keeps a thread of the connection from ending.
        std::binary_semaphore hold{0};
        const auto held = connection->cluster->describeCluster().then(
            [&hold](const base::Result<ClusterInfo>&) { hold.acquire(); });
        connection->close();
        QVERIFY(closing.running() > 0);
        QVERIFY(!held.isFinished());
        hold.release();
        QVERIFY(closing.wait(longEnough));
        QCOMPARE(endings.ended().size(), endings.count());
        for (const std::string& ending : endings.ended())
            QVERIFY2(ending == "answered" || ending == "cancelled", ending.c_str());
    }

    void theOwnerIsFreeBeforeAHungConnectionHasEndedAndEveryQuestionAnswersCancelled() {
        base::Closing closing;
        Relay relay(target());
        auto connection = Connection::open(through(relay), m_topic, closing);
        QVERIFY2(connection.has_value(), test::why(connection).c_str());
        QTRY_COMPARE(connection->cluster->state().link, LinkState::Up);
        QTRY_VERIFY(*connection->batches >= 3);
        relay.setMode(Relay::Mode::Hang);
        Endings endings;
        endings.watchAll(*connection->cluster);
        std::binary_semaphore hold{0};
        const auto held = connection->cluster->describeCluster().then(
            [&hold](const base::Result<ClusterInfo>&) { hold.acquire(); });
        connection->close();
        QVERIFY(closing.running() > 0);
        hold.release();
        QVERIFY(closing.wait(longEnough));
        QCOMPARE(endings.ended(), std::vector<std::string>(endings.count(), "cancelled"));
    }

    void aConnectionThatNeverCameUpIsLetGoOfTheSameWay() {
        base::Closing closing;
        Relay relay(target(), Relay::Mode::Hang);
        auto connection = Connection::open(through(relay), m_topic, closing);
        QVERIFY(connection.has_value());
        Endings endings;
        endings.watchAll(*connection->cluster);
        connection->close();
        QVERIFY(closing.wait(longEnough));
        QCOMPARE(endings.ended(), std::vector<std::string>(endings.count(), "cancelled"));
    }

    void nothingIsToldAfterTheOwnerLetGo() {
        base::Closing closing;
        Relay relay(target());
        auto cluster = kafkard::connect(through(relay), &closing);
        QVERIFY(cluster.has_value());
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        int told = 0;
        connect(cluster->get(), &Cluster::stateChanged, this, [&told] { ++told; });
        cluster->reset();
        relay.setMode(Relay::Mode::Closed);
        QVERIFY(closing.wait(longEnough));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(told, 0);
    }

    void connectionsMayComeAndGoByTheDozen() {
        base::Closing closing;
        for (int i = 0; i < 12; ++i) {
            auto connection = Connection::open(m_broker.admin(), m_topic, closing);
            QVERIFY2(connection.has_value(), test::why(connection).c_str());
            const auto info = connection->cluster->describeCluster();
            if (i % 2 == 0)
                QVERIFY(await(info).has_value());
        }
        QVERIFY(closing.wait(longEnough));
    }
};

QTEST_GUILESS_MAIN(TestClosingConnections)
#include "tst_closing_connections.moc"
