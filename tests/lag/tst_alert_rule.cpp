// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_rule.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;

namespace {

base::Result<std::vector<AlertRule>> read(const char* text) {
    return alertRulesFrom(QJsonDocument::fromJson(text).array());
}

base::Time at(const char* text) { return *base::parseRfc3339(text); }

} // namespace

class TestAlertRule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesComeBackFromTheirFileAsTheyWere() {
        std::vector<AlertRule> rules = defaultAlertRules();
        rules[0].quiet = QuietHours{22 * 60, 6 * 60, base::Zone::Utc};
        rules[0].command = "notify --channel ops";
        rules[1].enabled = false;
        rules[1].groups = "inventory-*";
        AlertRule lag;
        lag.id = "deep";
        lag.name = "Deep";
        lag.on = AlertRule::On::Lag;
        lag.bound = 100'000;
        lag.clearBound = 50'000;
        rules.push_back(lag);
        const auto back = alertRulesFrom(alertRulesJson(rules));
        QVERIFY2(back.has_value(), back ? "" : base::describe(back.error()).c_str());
        QCOMPARE(*back, rules);
    }

    void aRuleThatMakesNoSenseIsNamedWithItsMember_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const char* text, const char* what) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(what);
        };
        row("no id", R"([{"name":"x","verdicts":["stopped"]}])", "no id");
        row("unknown verdict", R"([{"id":"a","name":"x","verdicts":["sleepy"]}])", "verdicts");
        row("no verdict", R"([{"id":"a","name":"x"}])", "no verdict");
        row("unknown on", R"([{"id":"a","name":"x","on":"mood"}])", "\"on\"");
        row("bound is text", R"([{"id":"a","name":"x","on":"lag","bound":"many"}])", "bound");
        row("bound is zero", R"([{"id":"a","name":"x","on":"lag","bound":0}])", "above zero");
        row("span", R"([{"id":"a","name":"x","verdicts":["stopped"],"after":"soon"}])", "after");
        row("hysteresis", R"([{"id":"a","name":"x","on":"lag","bound":5,"clear_bound":9}])", "ends before");
        row("hysteresis of expiry",
            R"([{"id":"a","name":"x","on":"expiry","bound":"2h","clear_bound":"1h"}])", "ends before");
        row("quiet", R"([{"id":"a","name":"x","verdicts":["stopped"],"quiet":{"from":"25:00","to":"6"}}])",
            "quiet");
        row("twice",
            R"([{"id":"a","name":"x","verdicts":["stopped"]},{"id":"a","name":"y","verdicts":["idle"]}])",
            "one id");
    }
    void aRuleThatMakesNoSenseIsNamedWithItsMember() {
        QFETCH(QByteArray, text);
        QFETCH(QString, what);
        const auto rules = read(text.constData());
        QVERIFY(!rules);
        QCOMPARE(rules.error().kind, base::ErrorKind::Invalid);
        QVERIFY2(QString::fromStdString(rules.error().what).contains(what), rules.error().what.c_str());
        QVERIFY(!rules.error().hint.empty());
    }

    void garbageIsAnErrorOrRulesButNeverACrash() {
        QByteArray seed = QJsonDocument(alertRulesJson(defaultAlertRules())).toJson(QJsonDocument::Compact);
        quint32 state = 12345;
        for (int round = 0; round < 3000; ++round) {
            QByteArray text = seed;
            for (int i = 0; i < 3; ++i) {
                state = state * 1664525U + 1013904223U;
                text[static_cast<qsizetype>(state % static_cast<quint32>(text.size()))] =
                    static_cast<char>(state >> 24U);
            }
            (void)alertRulesFrom(QJsonDocument::fromJson(text).array());
        }
    }

    void quietHoursGoOverMidnight() {
        const QuietHours night{22 * 60, 6 * 60, base::Zone::Utc};
        QVERIFY(night.contains(at("2026-11-22T22:00:00Z")));
        QVERIFY(night.contains(at("2026-11-22T05:59:59Z")));
        QVERIFY(!night.contains(at("2026-11-22T06:00:00Z")));
        QVERIFY(!night.contains(at("2026-11-22T21:59:00Z")));
        const QuietHours lunch{12 * 60, 13 * 60, base::Zone::Utc};
        QVERIFY(lunch.contains(at("2026-11-22T12:30:00Z")));
        QVERIFY(!lunch.contains(at("2026-11-22T13:00:00Z")));
    }

    void namesFitPatterns_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("does");
        const auto row = [](const char* pattern, const char* name, bool does) {
            QTest::addRow("%s %s", pattern, name)
                << QString::fromUtf8(pattern) << QString::fromUtf8(name) << does;
        };
        row("*", "", true);
        row("*", "anything: at all", true);
        row("inventory-*", "inventory-projector", true);
        row("inventory-*", "an-inventory-projector", false);
        row("*-test", "kaff-replay-test", true);
        row("*-test", "kaff-replay-tests", false);
        row("a*b*c", "a--b--b--c", true);
        row("a*b*c", "a--c--b", false);
        row("caf?", "caf\xc3\xa9", true);
        row("caf??", "caf\xc3\xa9", false);
        row("exact", "exact", true);
        row("exact", "Exact", false);
        row("", "", true);
        row("", "x", false);
    }
    void namesFitPatterns() {
        QFETCH(QString, pattern);
        QFETCH(QString, name);
        QFETCH(bool, does);
        QCOMPARE(fits(pattern.toStdString(), name.toStdString()), does);
    }

    void aRuleIsToldInOneSentence() {
        QCOMPARE(describe(defaultAlertRules().at(0)),
                 QStringLiteral("when the verdict is Stalled or Stopped for 2 m"));
    }
};

QTEST_GUILESS_MAIN(TestAlertRule)
#include "tst_alert_rule.moc"
