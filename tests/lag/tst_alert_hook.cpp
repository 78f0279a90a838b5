// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_hook.h"
#include "tests/support/await.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::await;

class TestAlertHook : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    std::string script(const char* name, const char* body) {
        QFile file(m_dir.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("#!/bin/sh\n");
        file.write(body);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void theCommandReadsTheAlertOnItsInput() {
        Alert alert;
        alert.group = "inventory \"projector\"";
        alert.rule = "stopped";
        alert.text = "No members.";
        const QString out = m_dir.filePath(QStringLiteral("out of hook.json"));
        const std::string hook = script("hook", "cat > \"$1\"\n");
        const auto done =
            await(runHook(hook + " \"" + out.toStdString() + "\"", alertJson(alert, "id", "prod"), this));
        QVERIFY2(done.has_value(), test::why(done).c_str());
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject read = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(read, alertJson(alert, "id", "prod"));
        QCOMPARE(read[QStringLiteral("group")].toString(), QStringLiteral("inventory \"projector\""));
        QCOMPARE(read[QStringLiteral("cleared_at")], QJsonValue(QJsonValue::Null));
    }

    void theCommandDoesNotGetThePassword() {
        qputenv("STREAMSCAPE_SASL_PASSWORD", "hunter2");
        qputenv("STREAMSCAPE_PAGER", "ada");
        const auto done = await(runHook(script("env", "env >&2\nexit 1\n"), {}, this));
        const auto forgotten = qScopeGuard([] { qunsetenv("STREAMSCAPE_SASL_PASSWORD"); });
        QVERIFY(!done);
        const auto all = await(runHook(
            script("look", "test -z \"$STREAMSCAPE_SASL_PASSWORD\" && test \"$STREAMSCAPE_PAGER\" = ada\n"),
            {}, this));
        QVERIFY2(all.has_value(), test::why(all).c_str());
        QCOMPARE(done.error().hint.find("hunter2"), std::string::npos);
    }

    void itsPlaceIsThatOfTheGroupOnItsCluster() {
        Alert alert;
        alert.group = "orders";
        const QString place = alertJson(alert, "id", "prod")[QStringLiteral("location")].toString();
        QCOMPARE(place, QStringLiteral("streamscape://lag?cluster=prod&group=orders"));
    }

    void nothingOfTheAlertReachesAShell() {
        Alert alert;
        alert.group = "$(touch " + m_dir.filePath(QStringLiteral("owned")).toStdString() + ")";
        QVERIFY(await(runHook(script("quiet", "cat > /dev/null\n"), alertJson(alert, "", ""), this)));
        QVERIFY(!QFile::exists(m_dir.filePath(QStringLiteral("owned"))));
    }

    void aCommandThatIsNotThereIsSaid() {
        const auto done = await(runHook("/no/such/hook", {}, this));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, base::ErrorKind::NotFound);
        QCOMPARE(done.error().where, std::string("/no/such/hook"));
    }

    void aCommandThatFailsSaysWhatItSaid() {
        const auto done = await(runHook(script("fails", "echo the pager is asleep >&2\nexit 3\n"), {}, this));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, base::ErrorKind::Conflict);
        QVERIFY(done.error().what.find("code 3") != std::string::npos);
        QCOMPARE(done.error().hint, std::string("the pager is asleep"));
    }

    void aCommandThatHangsIsStopped() {
        const auto done = await(runHook(script("hangs", "exec sleep 60\n"), {}, this, base::Duration{200}));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, base::ErrorKind::Timeout);
    }

    void aCommandThatReadsNothingIsNoFailure() {
        QVERIFY(await(runHook(script("deaf", "exec <&-\nexit 0\n"), {}, this)));
    }

    void anEmptyCommandIsInvalid() {
        QCOMPARE(await(runHook("  ", {}, this)).error().kind, base::ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestAlertHook)
#include "tst_alert_hook.moc"
