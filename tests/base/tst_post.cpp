// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/post.h"

#include <QtTest>

#include <thread>

using namespace streamscape::base;

class TestPost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void workIsDoneOnTheReceiversThreadInTheOrderItWasPosted() {
        QObject here;
        std::vector<std::string> done;
        std::set<QThread*> on;
        std::thread other([&] {
            for (int i = 0; i < 100; ++i)
                post(&here, [&, words = "a text too long for its object " + std::to_string(i)] {
                    done.push_back(words);
                    on.insert(QThread::currentThread());
                });
        });
        QTRY_COMPARE(done.size(), 100U);
        other.join();
        QCOMPARE(done.front(), std::string("a text too long for its object 0"));
        QCOMPARE(done.back(), std::string("a text too long for its object 99"));
        QCOMPARE(on, std::set<QThread*>{QThread::currentThread()});
    }

    void workIsLetGoOfWithItsReceiver() {
        const auto held = std::make_shared<int>(1);
        bool done = false;
        {
            QObject here;
            post(&here, [held, &done] { done = true; });
            QCOMPARE(held.use_count(), 2);
        }
        QCOMPARE(held.use_count(), 1);
        QCoreApplication::sendPostedEvents();
        QVERIFY(!done);
    }
};

QTEST_GUILESS_MAIN(TestPost)
#include "tst_post.moc"
