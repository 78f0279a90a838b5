// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/history.h"

#include <QTest>

using namespace streamscape::base;

class tst_history : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsNoPlaceBeforeTheFirstVisit();
    void walksBackAndForwardThroughWhatWasVisited();
    void forgetsWhatLayAheadWhenSomethingNewIsVisited();
    void entersThePlaceWeAreAtOnlyOnce();
    void amendsThePlaceWithoutANewEntry();
    void keepsTheNewestTwoHundred();
};

static Location at(const char* page) { return {page, {}, {}, {}}; }

void tst_history::knowsNoPlaceBeforeTheFirstVisit() {
    History history;
    QVERIFY(!history.current());
    QVERIFY(!history.back());
    QVERIFY(!history.forward());
}

void tst_history::walksBackAndForwardThroughWhatWasVisited() {
    History history;
    history.visit(at("lag"));
    history.visit(at("audit"));
    history.visit(at("access"));
    QCOMPARE(history.back()->page, "audit");
    QCOMPARE(history.back()->page, "lag");
    QVERIFY(!history.canGoBack());
    QCOMPARE(history.forward()->page, "audit");
    QCOMPARE(history.current()->page, "audit");
    QVERIFY(history.canGoForward());
}

void tst_history::forgetsWhatLayAheadWhenSomethingNewIsVisited() {
    History history;
    history.visit(at("lag"));
    history.visit(at("audit"));
    history.back();
    history.visit(at("access"));
    QVERIFY(!history.canGoForward());
    QCOMPARE(history.back()->page, "lag");
}

void tst_history::entersThePlaceWeAreAtOnlyOnce() {
    History history;
    history.visit(at("lag"));
    history.visit(at("lag"));
    QCOMPARE(history.size(), 1U);
}

void tst_history::amendsThePlaceWithoutANewEntry() {
    History history;
    history.visit(at("lag"));
    history.amend({"lag", {}, {{"group", "g"}}, {}});
    QCOMPARE(history.size(), 1U);
    QCOMPARE(history.current()->value("group"), "g");
}

void tst_history::keepsTheNewestTwoHundred() {
    History history;
    for (int i = 0; i < 250; ++i)
        history.visit({"lag", {}, {{"group", std::to_string(i)}}, {}});
    QCOMPARE(history.size(), History::most);
    QCOMPARE(history.current()->value("group"), "249");
    QCOMPARE(history.back()->value("group"), "248");
}

QTEST_APPLESS_MAIN(tst_history)
#include "tst_history.moc"
