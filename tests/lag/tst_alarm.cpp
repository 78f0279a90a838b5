// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alarm.h"
#include "models/lag/alert_store.h"
#include "models/store/clusters.h"
#include "tests/support/await.h"
#include "tests/support/manual_clock.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using namespace std::chrono_literals;
using test::await;

namespace {

struct Night {
    QTemporaryDir dir;
    test::ManualClock clock;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Alarm> alarm;
    Snapshot snapshot;

    Night() {
        snapshot.groups.emplace_back().row.group = "g";
        openStore();
    }
    ~Night() { alarm.reset(); }
    void openStore() {
        store.reset();
        store = std::move(*store::Store::open(
            {dir.filePath(QStringLiteral("store")).toStdString(), store::Mode::ReadWrite, "test"}));
    }
    std::vector<AlertRule> rules(const std::string& command = {}) const {
        AlertRule rule = defaultAlertRules().at(0);
        rule.after = rule.clearAfter = {};
        rule.command = command;
        return {rule};
    }
    bool start(const std::string& command = {}) {
        alarm = std::make_unique<Alarm>(rules(command), clock.clock());
        QSignalSpy ready(alarm.get(), &Alarm::changed);
        alarm->useStore(*store, "cluster-1", "prod");
        return ready.wait(5000);
    }
    bool look(Verdict verdict) {
        QSignalSpy changed(alarm.get(), &Alarm::changed);
        snapshot.groups[0].row.verdict = verdict;
        clock.advance(10s);
        alarm->look(snapshot);
        return !changed.isEmpty() || changed.wait(5000);
    }
    std::vector<Alert> stored() {
        return *await(
            store->read<std::vector<Alert>>("", [this](store::Sql& sql) -> base::Result<std::vector<Alert>> {
                return alertsBetween(sql, store::findCluster(sql, "cluster-1").value_or(0), {},
                                     clock.now() + 1h);
            }));
    }
};

} // namespace

class TestAlarm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRaisedAlertIsKeptAndTold() {
        Night night;
        QVERIFY(night.start());
        QSignalSpy told(night.alarm.get(), &Alarm::told);
        QVERIFY(night.look(Verdict::Stopped));
        QCOMPARE(told.count(), 1);
        QCOMPARE(night.stored().size(), std::size_t(1));
        QVERIFY(night.stored()[0].isOpen());
        QCOMPARE(night.alarm->open().at(0).id, night.stored()[0].id);
        QVERIFY(night.look(Verdict::KeepingUp));
        QVERIFY(!night.stored()[0].isOpen());
        QCOMPARE(told.count(), 1);
    }

    void aRestartDoesNotRaiseItAgain() {
        Night night;
        QVERIFY(night.start());
        QVERIFY(night.look(Verdict::Stopped));
        night.alarm.reset();
        night.openStore();
        QVERIFY(night.start());
        QSignalSpy told(night.alarm.get(), &Alarm::told);
        QCOMPARE(night.alarm->open().size(), std::size_t(1));
        night.clock.advance(10s);
        night.alarm->look(night.snapshot);
        QCOMPARE(night.stored().size(), std::size_t(1));
        QCOMPARE(told.count(), 0);
    }

    void anAcknowledgementIsKept() {
        Night night;
        QVERIFY(night.start());
        QVERIFY(night.look(Verdict::Stopped));
        night.alarm->acknowledge(night.alarm->open().at(0).id);
        QTRY_VERIFY(night.stored().at(0).acknowledgedAt);
        QVERIFY(!night.alarm->open().at(0).needsSomebody(night.clock.now()));
    }

    void theCommandHearsOfTheBeginningAndOfTheEnd() {
        Night night;
        const QString log = night.dir.filePath(QStringLiteral("log"));
        const QString hook = night.dir.filePath(QStringLiteral("hook"));
        QFile file(hook);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\ncat >> \"$1\"\n");
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        file.close();
        QVERIFY(night.start((hook + QLatin1Char(' ') + log).toStdString()));
        const auto lines = [&] {
            QFile read(log);
            return read.open(QIODevice::ReadOnly) ? read.readAll().count('\n') : 0;
        };
        QVERIFY(night.look(Verdict::Stopped));
        QTRY_COMPARE(lines(), 1);
        QVERIFY(night.look(Verdict::KeepingUp));
        QTRY_COMPARE(lines(), 2);
    }

    void aCommandThatFailsIsSaidAndTheAlertStays() {
        Night night;
        QVERIFY(night.start("/no/such/command"));
        QSignalSpy failed(night.alarm.get(), &Alarm::failed);
        QVERIFY(night.look(Verdict::Stopped));
        QVERIFY(!failed.isEmpty() || failed.wait(5000));
        QCOMPARE(night.stored().size(), std::size_t(1));
    }

    void whatWasToldBeforeTheStoreWasThereIsNotToldAgain() {
        Night night;
        night.alarm = std::make_unique<Alarm>(night.rules(), night.clock.clock());
        QSignalSpy told(night.alarm.get(), &Alarm::told);
        QVERIFY(night.look(Verdict::Stopped));
        QCOMPARE(told.count(), 1);
        QSignalSpy ready(night.alarm.get(), &Alarm::changed);
        night.alarm->useStore(*night.store, "cluster-1", "prod");
        QVERIFY(ready.wait(5000));
        QVERIFY(night.look(Verdict::Stopped));
        QTRY_COMPARE(night.stored().size(), std::size_t(1)); // and it is kept now
        QTRY_VERIFY(night.alarm->open().at(0).id > 0);
        QCOMPARE(told.count(), 1);
    }

    void whereTheStoreCannotBeWrittenEachAlertStillHasItsOwnNumber() {
        Night night;
        night.snapshot.groups.emplace_back().row.group = "h";
        night.snapshot.groups[1].row.verdict = Verdict::Stopped;
        auto reader = store::Store::open({night.store->folder(), store::Mode::ReadOnly, "test"}).value();
        night.alarm = std::make_unique<Alarm>(night.rules(), night.clock.clock());
        QSignalSpy failed(night.alarm.get(), &Alarm::failed);
        night.alarm->useStore(*reader, "cluster-1", "prod");
        QVERIFY(failed.wait(5000));
        QVERIFY(night.look(Verdict::Stopped));
        const std::vector<Alert> open = night.alarm->open();
        QCOMPARE(open.size(), std::size_t(2));
        QVERIFY(open[0].id < 0 && open[1].id < 0 && open[0].id != open[1].id);
        night.alarm->acknowledge(open[1].id);
        QVERIFY(night.alarm->open()[1].acknowledgedAt);
        QVERIFY(!night.alarm->open()[0].acknowledgedAt);
    }

    void anAlertThatStaysOpenSaysHowItIsNow() {
        Night night;
        QVERIFY(night.start());
        night.snapshot.groups[0].row.why = "10 records unread.";
        QVERIFY(night.look(Verdict::Stopped));
        night.snapshot.groups[0].row.why = "99 records unread.";
        night.clock.advance(2min);
        QVERIFY(night.look(Verdict::Stopped));
        QVERIFY(night.alarm->open()[0].text.find("99") != std::string::npos);
        QTRY_VERIFY(night.stored()[0].text.find("99") != std::string::npos);
    }

    void withoutAStoreAlertsAreToldAllTheSame() {
        Night night;
        night.alarm = std::make_unique<Alarm>(night.rules(), night.clock.clock());
        QSignalSpy told(night.alarm.get(), &Alarm::told);
        QVERIFY(night.look(Verdict::Stopped));
        QCOMPARE(told.count(), 1);
        const std::int64_t id = night.alarm->open().at(0).id;
        night.alarm->acknowledge(id);
        QVERIFY(night.alarm->open().at(0).acknowledgedAt);
    }
};

QTEST_GUILESS_MAIN(TestAlarm)
#include "tst_alarm.moc"
