// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/link_watch.h"

#include <QTest>

#include <vector>

using namespace streamscape;
using base::Error;
using base::ErrorKind;
using kafka::LinkState;
using kafkard::LinkWatch;

/// What a connection's state says, from what was heard of it.
class TestLinkWatch : public QObject {
    Q_OBJECT

private:
    std::vector<kafka::ConnectionState> m_told;
    const base::Time m_now = base::fromMilliseconds(1'000'000);
    const Error m_timeout{ErrorKind::Timeout, "timed out", {}, {}, {}};
    const Error m_refused{ErrorKind::Transport, "refused", "h:1", {}, {}};
    const Error m_password{ErrorKind::Auth, "password", "h:1", {}, {}};

    LinkWatch watch() {
        m_told.clear();
        return LinkWatch("somewhere", [this](const auto& state) { m_told.push_back(state); });
    }

private Q_SLOTS:
    void itIsUpWhileAnswered() {
        LinkWatch link = watch();
        QCOMPARE(link.state().link, LinkState::Connecting);
        link.answered(base::Duration(12), 3, m_now);
        QCOMPARE(link.state().link, LinkState::Up);
        QCOMPARE(m_told.back().latency, std::optional(base::Duration(12)));
        QCOMPARE(m_told.back().brokers, 3);
    }
    void whatNeverAnsweredHasFailedAndWhatDidIsLost() {
        LinkWatch never = watch();
        never.missed(m_timeout);
        QCOMPARE(never.state().link, LinkState::Failed);
        LinkWatch once = watch();
        once.answered(base::Duration(1), 1, m_now);
        once.missed(m_timeout);
        QCOMPARE(once.state().link, LinkState::Lost);
        QCOMPARE(once.state().lastAnswer, std::optional(m_now));
        QVERIFY(!once.state().latency);
    }
    void aMissedBeatOfASlowClusterDoesNotRefuseQuestions() {
        LinkWatch link = watch();
        link.answered(base::Duration(1), 1, m_now);
        link.missed(m_timeout);
        QVERIFY(!link.down());
    }
    void aBrokenLinkSaysWhyAndRefusesQuestions() {
        LinkWatch link = watch();
        link.suspect(m_refused);
        QVERIFY(m_told.empty());
        link.broken(std::nullopt);
        QCOMPARE(link.state().error, std::optional(m_refused));
        QCOMPARE(link.down(), std::optional(m_refused));
    }
    void aRefusedPasswordIsNotHiddenByTheClosedConnectionBehindIt() {
        LinkWatch link = watch();
        link.broken(m_password);
        link.suspect(m_refused);
        link.broken(std::nullopt);
        QCOMPARE(link.state().error->kind, ErrorKind::Auth);
    }
    void theNewestReasonToBreakOffCounts() {
        LinkWatch link = watch();
        link.broken(m_password);
        link.broken(m_refused);
        QCOMPARE(link.state().error, std::optional(m_refused));
    }
    void aFirstSilenceMayHaveAReasonOfItsOwn() {
        const Error token{ErrorKind::Timeout, "no token yet", "login:1", {}, {}};
        LinkWatch link(
            "somewhere", [this](const auto& state) { m_told.push_back(state); }, token);
        link.missed(m_timeout);
        QCOMPARE(link.state().error, std::optional(token));
        link.answered(base::Duration(1), 1, m_now);
        link.missed(m_timeout);
        QCOMPARE(link.state().error->where, std::string("somewhere"));
    }
    void anAnswerForgetsAllTrouble() {
        LinkWatch link = watch();
        link.broken(m_password);
        link.answered(base::Duration(1), 1, m_now);
        QVERIFY(!link.down() && !link.state().error && !link.isSuspected());
        link.missed(m_timeout);
        QCOMPARE(link.state().error->kind, ErrorKind::Timeout);
    }
    void theSameTroubleIsToldOnce() {
        LinkWatch link = watch();
        link.missed(m_timeout);
        link.missed(m_timeout);
        QCOMPARE(m_told.size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestLinkWatch)
#include "tst_link_watch.moc"
