// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/slices.h"

#include <QTest>

#include <vector>

using namespace streamscape;
using namespace std::chrono_literals;
using kafkard::Inbox;
using kafkard::inSlices;

/// Waiting for calls of the client library that only come blocking.
class TestSlices : public QObject {
    Q_OBJECT

private:
    Inbox m_inbox;
    std::vector<int> m_waits;

    // Answers these one after the other; the last again and again.
    auto answers(std::vector<rd_kafka_resp_err_t> codes) {
        m_waits.clear();
        return [this, codes](int ms) {
            m_waits.push_back(ms);
            return codes[std::min(m_waits.size(), codes.size()) - 1];
        };
    }
    static Inbox::Clock::time_point in(base::Duration time) { return Inbox::Clock::now() + time; }

private Q_SLOTS:
    void aPartOfTheAnswerIsAskedForAgain() {
        const auto code = inSlices(in(1h), m_inbox,
                                   answers({RD_KAFKA_RESP_ERR__PARTIAL, RD_KAFKA_RESP_ERR__TIMED_OUT,
                                            RD_KAFKA_RESP_ERR__PARTIAL, RD_KAFKA_RESP_ERR_NO_ERROR}));
        QCOMPARE(code, RD_KAFKA_RESP_ERR_NO_ERROR);
        QCOMPARE(m_waits, (std::vector{1500, 3000, 3000, 6000})); // a slow broker gets the time it needs
    }

    void aClusterOfWhichNobodyAnswersIsAskedInShortWaits() {
        inSlices(in(1h), m_inbox,
                 answers({RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TRANSPORT,
                          RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR_NO_ERROR}));
        QCOMPARE(m_waits, (std::vector{1500, 1500, 1500, 1500}));
    }

    void aPartIsTheAnswerOnceTimeIsUp() {
        QCOMPARE(inSlices(in(0ms), m_inbox, answers({RD_KAFKA_RESP_ERR__PARTIAL})),
                 RD_KAFKA_RESP_ERR__PARTIAL);
        QCOMPARE(m_waits, std::vector{1});
    }

    void whatWaitingDoesNotMendIsTheAnswerAtOnce() {
        QCOMPARE(inSlices(in(1h), m_inbox, answers({RD_KAFKA_RESP_ERR__AUTHENTICATION})),
                 RD_KAFKA_RESP_ERR__AUTHENTICATION);
        QCOMPARE(m_waits.size(), std::size_t{1});
    }

    void aBrokenConnectionIsNotWaitedFor() {
        m_inbox.setDown(true);
        QCOMPARE(inSlices(in(1h), m_inbox, answers({RD_KAFKA_RESP_ERR__PARTIAL})),
                 RD_KAFKA_RESP_ERR__PARTIAL);
        QCOMPARE(m_waits.size(), std::size_t{1});
        m_inbox.setDown(false);
    }
};

QTEST_GUILESS_MAIN(TestSlices)
#include "tst_slices.moc"
