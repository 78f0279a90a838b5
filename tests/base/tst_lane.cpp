// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/answered.h"
#include "models/base/lane.h"

#include <QtTest>

#include <semaphore>

using namespace streamscape::base;

class TestLane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jobsRunInTheOrderTheyCame() {
        std::vector<int> order;
        Lane lane("test");
        for (int i = 0; i < 100; ++i)
            lane.post([&order, i] { order.push_back(i); });
        QFuture<Result<int>> last = lane.ask<int>([] { return Result<int>(7); });
        last.waitForFinished();
        QCOMPARE(last.result().value(), 7);
        QCOMPARE(order.size(), std::size_t(100));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void anAnswerComesBackOnTheAskersThread() {
        Lane lane("test");
        QObject here;
        QThread* thread = nullptr;
        whenAnswered(lane.ask<int>([] { return Result<int>(1); }), &here,
                     [&](const Result<int>&) { thread = QThread::currentThread(); });
        QTRY_VERIFY(thread != nullptr);
        QCOMPARE(thread, QThread::currentThread());
    }

    void whatIsStillQueuedAnswersCancelledWhenTheLaneGoes() {
        QFuture<Result<int>> waiting;
        std::binary_semaphore started{0};
        std::binary_semaphore release{0};
        auto lane = std::make_unique<Lane>("test");
        lane->post([&] {
            started.release();
            release.acquire();
        });
        started.acquire();
        waiting = lane->ask<int>([] { return Result<int>(1); });
        std::thread closer([&] { lane.reset(); });
        // The drop happens before the join, so the answer is there although the job in hand still runs.
        waiting.waitForFinished();
        release.release();
        closer.join();
        QVERIFY(!waiting.result());
        QCOMPARE(waiting.result().error().kind, ErrorKind::Cancelled);
    }

    void aReplyAnswersOnceAndTheFirstCounts() {
        const Reply<int> reply;
        reply.answer(1);
        reply.answer(2);
        QCOMPARE(reply.future().result().value(), 1);
    }

    void aDroppedReplyAnswersCancelled() {
        QFuture<Result<int>> future;
        {
            const Reply<int> reply;
            future = reply.future();
        }
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestLane)
#include "tst_lane.moc"
