// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/kafkard/mock_cluster.h"
#include "tests/support/await.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;

/// A group's coordinator moves whenever a broker restarts, and the old one says so.
class TestCoordinators : public QObject {
    Q_OBJECT

private:
    static constexpr int offsetFetch = 9;

private Q_SLOTS:
    void aBrokerThatIsNoCoordinatorAnyLongerFailsOneRowAndNotTheProgram() {
        test::MockCluster brokers(1);
        auto cluster = kafkard::connect(brokers.spec());
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        QVERIFY(await((*cluster)->committedOffsets({"a group"})).has_value());
        brokers.refuseNext(offsetFetch, RD_KAFKA_RESP_ERR_NOT_COORDINATOR);
        const auto refused = await((*cluster)->committedOffsets({"a group"}));
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, base::ErrorKind::Transport);
        QVERIFY2(refused.error().what.find("is moving") != std::string::npos, test::why(refused).c_str());
        AWAIT(again, (*cluster)->committedOffsets({"a group"}));
        QVERIFY(!again[0].error);
    }
};

QTEST_GUILESS_MAIN(TestCoordinators)
#include "tst_coordinators.moc"
