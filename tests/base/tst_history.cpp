// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/history.h"

#include <QTest>

using streamscape::base::History;
using streamscape::base::Location;

namespace {

Location place(const std::string& page, const std::string& group = {}) {
    Location location;
    location.page = page;
    if (!group.empty())
        location.query["group"] = group;
    return location;
}

} // namespace

class TestHistory final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsNowhere() {
        History history;
        QVERIFY(!history.current());
        QVERIFY(!history.back());
        QVERIFY(!history.forward());
    }
    void walksBackAndForward() {
        History history;
        history.visit(place("lag"));
        history.visit(place("audit"));
        history.visit(place("access"));
        QCOMPARE(history.back()->page, std::string("audit"));
        QCOMPARE(history.back()->page, std::string("lag"));
        QVERIFY(!history.back());
        QCOMPARE(history.forward()->page, std::string("audit"));
    }
    void forgetsWhatWasAheadAtANewStep() {
        History history;
        history.visit(place("lag"));
        history.visit(place("audit"));
        history.back();
        history.visit(place("access"));
        QVERIFY(!history.canGoForward());
        QCOMPARE(history.back()->page, std::string("lag"));
    }
    void takesNoStepToWhereItIs() {
        History history;
        history.visit(place("lag"));
        history.visit(place("lag"));
        QVERIFY(!history.canGoBack());
    }
    void amendsMovesWithinAPlace() {
        History history;
        history.visit(place("lag"));
        history.amend(place("lag", "a"));
        history.amend(place("lag", "b"));
        QVERIFY(!history.canGoBack());
        QCOMPARE(*history.current(), place("lag", "b"));
        history.amend(place("audit"));
        QCOMPARE(*history.back(), place("lag", "b"));
    }
    void keepsABoundedNumber() {
        History history;
        for (int i = 0; i < 500; ++i)
            history.visit(place("lag", std::to_string(i)));
        std::size_t steps = 0;
        while (history.back())
            ++steps;
        QCOMPARE(steps, History::most - 1);
        QCOMPARE(*history.current(), place("lag", "300"));
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
