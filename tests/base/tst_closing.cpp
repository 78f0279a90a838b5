// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/closing.h"
#include "models/base/tether.h"

#include <QtTest>

#include <atomic>
#include <semaphore>

using namespace streamscape::base;

namespace {

/// Its end takes until it is let go, and is noted.
struct Slow {
    std::binary_semaphore& letGo;
    std::atomic_int& ended;
    ~Slow() {
        letGo.acquire();
        ++ended;
    }
};

} // namespace

class TestClosing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoLetsGoOfAnObjectDoesNotWaitForItsEnd() {
        std::binary_semaphore letGo{0};
        std::atomic_int ended = 0;
        Closing closing;
        closing.take(std::unique_ptr<Slow>(new Slow{letGo, ended}));
        QCOMPARE(ended.load(), 0);
        QCOMPARE(closing.running(), std::size_t(1));
        QVERIFY(!closing.wait(Duration{1}));
        letGo.release();
        QVERIFY(closing.wait(Duration{30'000}));
        QCOMPARE(ended.load(), 1);
        QCOMPARE(closing.running(), std::size_t(0));
    }

    void oneThatHangsHoldsUpNoOther() {
        std::binary_semaphore never{0};
        std::binary_semaphore now{1};
        std::atomic_int hung = 0;
        std::atomic_int ended = 0;
        Closing closing;
        closing.take(std::unique_ptr<Slow>(new Slow{never, hung}));
        closing.take(std::unique_ptr<Slow>(new Slow{now, ended}));
        QTRY_COMPARE(ended.load(), 1);
        QCOMPARE(hung.load(), 0);
        never.release();
    }

    void itsOwnEndWaitsForAll() {
        std::counting_semaphore<> letGo{0};
        std::atomic_int ended = 0;
        struct Counted {
            std::counting_semaphore<>& semaphore;
            std::atomic_int& count;
            ~Counted() {
                semaphore.acquire();
                ++count;
            }
        };
        auto closing = std::make_unique<Closing>();
        for (int i = 0; i < 10; ++i)
            closing->take(std::unique_ptr<Counted>(new Counted{letGo, ended}));
        letGo.release(10);
        closing.reset();
        QCOMPARE(ended.load(), 10);
    }

    void aTetherReachesItsObjectUntilItIsCut() {
        int calls = 0;
        Tether<int> tether(&calls);
        tether.call([](int& count) { ++count; });
        tether.cut();
        tether.call([](int& count) { ++count; });
        QCOMPARE(calls, 1);
    }

    void cuttingWaitsForTheCallInHand() {
        std::binary_semaphore called{0};
        std::atomic_bool over = false;
        int object = 0;
        Tether<int> tether(&object);
        std::thread worker([&] {
            tether.call([&](int&) {
                called.release();
                std::this_thread::yield();
                over = true;
            });
        });
        called.acquire();
        tether.cut();
        QVERIFY(over.load());
        worker.join();
    }
};

QTEST_GUILESS_MAIN(TestClosing)
#include "tst_closing.moc"
