// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_store.h"
#include "models/store/clusters.h"
#include "models/store/store.h"
#include "tests/support/await.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using namespace std::chrono_literals;
using test::await;

namespace {

const base::Time now = base::fromMilliseconds(1'795'312'800'000);

Alert alertOf(const char* group, base::Time raised, std::optional<base::Time> cleared = {}) {
    Alert alert;
    alert.rule = "stopped";
    alert.name = "A group stopped";
    alert.group = group;
    alert.severity = base::Severity::Warn;
    alert.text = "No members: \xf0\x9f\x90\x98";
    alert.raisedAt = alert.updatedAt = raised;
    alert.clearedAt = cleared;
    return alert;
}

} // namespace

class TestAlertStore : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    std::unique_ptr<store::Store> m_store;

    template<class Work>
    auto write(Work work) {
        using T = decltype(work(std::declval<store::Sql&>(), std::int64_t{}));
        return *await(m_store->write<T>([work](store::Sql& sql) -> base::Result<T> {
            return work(sql, store::clusterKey(sql, "cluster-1", "prod", now));
        }));
    }

private Q_SLOTS:
    void init() {
        auto opened = store::Store::open(
            {m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString(),
             store::Mode::ReadWrite, "test"});
        QVERIFY2(opened.has_value(), test::why(opened).c_str());
        m_store = std::move(*opened);
    }
    void cleanup() { m_store.reset(); }

    void anAlertComesBackAsItWas() {
        Alert alert = alertOf("g", now - 5min);
        alert.times = 3;
        alert.acknowledgedAt = now - 1min;
        alert.mutedUntil = now + 1h;
        alert.told = true;
        alert.id =
            write([&](store::Sql& sql, std::int64_t cluster) { return insertAlert(sql, cluster, alert); });
        QCOMPARE(
            write([](store::Sql& sql, std::int64_t cluster) { return currentAlerts(sql, cluster, now); }),
            std::vector<Alert>{alert});
        alert.text = "Members are back.";
        alert.clearedAt = now;
        write([&](store::Sql& sql, std::int64_t) {
            updateAlert(sql, alert);
            return true;
        });
        QCOMPARE(
            write([](store::Sql& sql, std::int64_t cluster) { return currentAlerts(sql, cluster, now); }),
            std::vector<Alert>{alert});
    }

    void onlyWhatIsOpenOrJustClearedBeginsABoard() {
        const auto current = write([](store::Sql& sql, std::int64_t cluster) {
            insertAlert(sql, cluster, alertOf("open", now - 3h));
            insertAlert(sql, cluster, alertOf("just", now - 2h, now - 29min));
            insertAlert(sql, cluster, alertOf("old", now - 1h, now - 31min));
            return currentAlerts(sql, cluster, now);
        });
        QCOMPARE(current.size(), std::size_t(2));
        QCOMPARE(current[0].group, std::string("open"));
        QCOMPARE(current[1].group, std::string("just"));
    }

    void aStretchOfTimeHasTheAlertsThatWereOpenInIt() {
        const auto found = write([](store::Sql& sql, std::int64_t cluster) {
            insertAlert(sql, cluster, alertOf("before", now - 3h, now - 2h));
            insertAlert(sql, cluster, alertOf("into", now - 3h, now - 50min));
            insertAlert(sql, cluster, alertOf("within", now - 40min, now - 30min));
            insertAlert(sql, cluster, alertOf("still", now - 20min));
            insertAlert(sql, cluster, alertOf("after", now));
            return alertsBetween(sql, cluster, now - 1h, now);
        });
        QCOMPARE(found.size(), std::size_t(3));
        QCOMPARE(found[0].group, std::string("still"));
        QCOMPARE(found[2].group, std::string("into"));
    }

    void whatWasClearedLongAgoGoesAndWhatIsOpenStays() {
        const auto left = write([](store::Sql& sql, std::int64_t cluster) {
            insertAlert(sql, cluster, alertOf("long ago", now - alertsKept - 2h, now - alertsKept - 1h));
            insertAlert(sql, cluster, alertOf("open since", now - alertsKept - 2h));
            pruneAlerts(sql, now);
            return alertsBetween(sql, cluster, {}, now);
        });
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left[0].group, std::string("open since"));
    }
};

QTEST_GUILESS_MAIN(TestAlertStore)
#include "tst_alert_store.moc"
