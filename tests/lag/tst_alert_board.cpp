// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_board.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using namespace std::chrono_literals;
using What = AlertChange::What;

namespace {

AlertRule stopped() {
    AlertRule rule = defaultAlertRules().at(0); // stopped or stalled for 2 m; over after 1 m
    return rule;
}

// One group of which everything is said by the test.
struct Night {
    AlertBoard board;
    std::vector<AlertRule> rules{stopped()};
    Snapshot snapshot;
    base::Time now = base::fromMilliseconds(1'795'312'800'000);

    Night() { row().verdict = Verdict::KeepingUp; }
    GroupRow& row() {
        if (snapshot.groups.empty())
            snapshot.groups.emplace_back().row.group = "g";
        return snapshot.groups.front().row;
    }
    std::vector<AlertChange> step() { return board.step(rules, snapshot, now); }
    // A look every ten seconds for so long; what changed meanwhile.
    std::vector<AlertChange> go(base::Duration span) {
        std::vector<AlertChange> all;
        for (base::Duration gone{}; gone < span; gone += 10s) {
            now += 10s;
            for (AlertChange& change : step())
                all.push_back(std::move(change));
        }
        return all;
    }
};

} // namespace

class TestAlertBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAlertIsRaisedOnceItHeldForTheRulesTime() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        night.row().why = "No members.";
        QVERIFY(night.go(2min).empty());
        const auto changes = night.go(1min);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].what, What::Raised);
        QVERIFY(changes[0].tell);
        QCOMPARE(changes[0].alert.group, std::string("g"));
        QCOMPARE(changes[0].alert.text, std::string("No members."));
        QCOMPARE(night.board.open().size(), std::size_t(1));
    }

    void whatHeldForAMomentOnlyRaisesNothing() {
        Night night;
        for (int i = 0; i < 10; ++i) {
            night.row().verdict = Verdict::Stopped;
            QVERIFY(night.go(1min).empty());
            night.row().verdict = Verdict::KeepingUp;
            QVERIFY(night.go(10s).empty());
        }
    }

    void anAlertIsOverOnceItDidNotHoldForTheRulesTime() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        night.go(3min);
        night.row().verdict = Verdict::KeepingUp;
        QVERIFY(night.go(1min).empty());
        const auto changes = night.go(20s);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].what, What::Cleared);
        QVERIFY(night.board.open().empty());
    }

    void anAlertEndsWhereItsRuleIsNoLongerForItsGroup() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        night.go(3min);
        QCOMPARE(night.board.open().size(), std::size_t(1));
        night.rules[0].groups = "orders-*";
        const auto changes = night.go(10s);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].what, What::Cleared);
        QVERIFY(night.board.open().empty());
    }

    void aGroupThatFlapsRaisesOneAlertNotFifty() {
        Night night;
        int raised = 0;
        int told = 0;
        int cameBack = 0;
        for (int i = 0; i < 50; ++i) {
            night.row().verdict = Verdict::Stopped;
            auto changes = night.go(3min);
            night.row().verdict = Verdict::KeepingUp;
            for (AlertChange& change : night.go(2min))
                changes.push_back(change);
            for (const AlertChange& change : changes) {
                raised += change.what == What::Raised;
                cameBack += change.what == What::CameBack;
                told += change.tell;
            }
        }
        QCOMPARE(raised, 1);
        QCOMPARE(told, 1);
        QCOMPARE(cameBack, 49);
    }

    void whatComesBackMuchLaterIsAnotherAlert() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        night.go(3min);
        night.row().verdict = Verdict::KeepingUp;
        night.go(45min);
        night.row().verdict = Verdict::Stopped;
        const auto changes = night.go(3min);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].what, What::Raised);
        QCOMPARE(changes[0].alert.times, 1);
    }

    void aGroupThatCannotBeReadStaysAsItWas() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        night.go(3min);
        night.row().error = base::Error{base::ErrorKind::Timeout, "No answer", "", "", ""};
        QVERIFY(night.go(10min).empty());
        night.row().error.reset();
        night.row().verdict = Verdict::Unknown;
        QVERIFY(night.go(10min).empty());
        QCOMPARE(night.board.open().size(), std::size_t(1));
    }

    void betweenTheTwoBoundsItStaysAsItIs() {
        Night night;
        AlertRule rule = stopped();
        rule.on = AlertRule::On::Lag;
        rule.bound = 1000;
        rule.clearBound = 500;
        rule.after = rule.clearAfter = {};
        night.rules = {rule};
        night.row().lag = 800;
        QVERIFY(night.go(10s).empty());
        night.row().lag = 1000;
        QCOMPARE(night.go(10s).at(0).what, What::Raised);
        night.row().lag = 501;
        QVERIFY(night.go(5min).empty());
        night.row().lag = 499;
        QCOMPARE(night.go(10s).at(0).what, What::Cleared);
    }

    void aTimeLagKnownAsABoundCountsForNoLessAndNoMore() {
        Night night;
        AlertRule rule = stopped();
        rule.on = AlertRule::On::TimeLag;
        rule.bound = rule.clearBound = base::Duration{10min}.count();
        rule.after = rule.clearAfter = {};
        night.rules = {rule};
        night.row().timeLag = {5min, Basis::Bound, "older than what was seen"};
        QVERIFY(night.go(1min).empty());
        night.row().timeLag = {11min, Basis::Bound, "older than what was seen"};
        QCOMPARE(night.go(10s).at(0).what, What::Raised);
        night.row().timeLag = {{}, Basis::Unknown, "not known"};
        QVERIFY(night.go(1min).empty());
        night.row().timeLag = {1s, Basis::Exact, ""};
        QCOMPARE(night.go(10s).at(0).what, What::Cleared);
    }

    void recordsThatExpireSoonRaiseAndThoseThatNeverDoNot() {
        Night night;
        AlertRule rule = defaultAlertRules().at(2); // an hour or less
        rule.after = rule.clearAfter = {};
        night.rules = {rule};
        night.row().expiry = {{}, Expiry::How::Never, ""};
        QVERIFY(night.go(1min).empty());
        night.row().expiry = {30min, Expiry::How::Time, "Retention takes them."};
        QCOMPARE(night.go(10s).at(0).alert.text, std::string("Retention takes them."));
        night.row().expiry = {90min, Expiry::How::Time, ""};
        QVERIFY(night.go(1min).empty());
        night.row().expiry = {3h, Expiry::How::Time, ""};
        QCOMPARE(night.go(10s).at(0).what, What::Cleared);
    }

    void quietHoursTellNobodyUntilTheyAreOver() {
        Night night;
        night.rules[0].quiet = QuietHours{22 * 60, 6 * 60, base::Zone::Utc};
        night.now = *base::parseRfc3339("2026-11-22T05:50:00Z");
        night.row().verdict = Verdict::Stopped;
        auto changes = night.go(3min);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].what, What::Raised);
        QVERIFY(!changes[0].tell);
        changes = night.go(10min);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].what, What::Tell);
        QVERIFY(changes[0].tell);
        QVERIFY(night.go(10min).empty());
    }

    void whatIsAcknowledgedOrMutedNeedsNobody() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        const Alert raised = night.go(3min).at(0).alert;
        night.board.setId(raised, 7);
        QVERIFY(night.board.open().at(0).needsSomebody(night.now));
        QVERIFY(night.board.mute(7, night.now + 1h));
        QVERIFY(!night.board.open().at(0).needsSomebody(night.now));
        QVERIFY(night.board.open().at(0).needsSomebody(night.now + 2h));
        QVERIFY(night.board.acknowledge(7, night.now));
        QVERIFY(!night.board.open().at(0).needsSomebody(night.now + 2h));
        QVERIFY(!night.board.acknowledge(8, night.now));
    }

    void whatWasOpenBeforeARestartIsNotRaisedAgain() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        Alert alert = night.go(3min).at(0).alert;
        alert.id = 3;
        night.board = AlertBoard({alert});
        QVERIFY(night.go(10min).empty());
        QCOMPARE(night.board.open().at(0).id, 3);
        night.row().verdict = Verdict::KeepingUp;
        QCOMPARE(night.go(2min).at(0).what, What::Cleared);
    }

    void anAlertOfARuleOrAGroupThatIsGoneEndsAndSaysSo() {
        Night night;
        night.row().verdict = Verdict::Stopped;
        night.go(3min);
        Night other = night;
        other.rules[0].enabled = false;
        QVERIFY(other.step().at(0).alert.text.find("rule") != std::string::npos);
        night.snapshot.groups.clear();
        night.snapshot.errors = {
            {base::ErrorKind::Transport, "A broker did not list its groups", "", "", ""}};
        QVERIFY(night.step().empty()); // it may be there
        night.snapshot.errors.clear();
        QVERIFY(night.step().at(0).alert.text.find("group is gone") != std::string::npos);
    }

    void onlyGroupsThatARuleIsForAreLookedAt() {
        Night night;
        night.rules[0].groups = "inventory-*";
        night.row().verdict = Verdict::Stopped;
        QVERIFY(night.go(5min).empty());
    }
};

QTEST_GUILESS_MAIN(TestAlertBoard)
#include "tst_alert_board.moc"
