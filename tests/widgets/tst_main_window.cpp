// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include "tests/support/manual_clock.h"
#include "tests/support/pictures.h"
#include "tests/widgets/fake_page.h"
#include "widgets/shell/rail.h"
#include "widgets/shell/range_picker.h"
#include "widgets/shell/top_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace streamscape;
using namespace streamscape::widgets;
using streamscape::test::FakePage;

class TestMainWindow final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_view = std::make_unique<View>();
        m_window = std::make_unique<MainWindow>(context());
        m_window->setPages(
            {entry("lag", "Consumer lag"), entry("audit", "Audit"), entry("access", "Access")});
        m_window->resize(1600, 1000);
        m_window->go(place("lag"));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        m_pages.clear();
    }

    void makesAPageWhenItIsLookedAtAndTheOthersWhenThereIsTime() {
        QVERIFY(m_pages.contains("lag"));
        QTRY_VERIFY(m_pages.contains("audit") && m_pages.contains("access"));
        QCOMPARE(m_window->currentPage(), m_pages["lag"]);
    }
    void anotherSavedClusterIsWatchedBesideTheOneInUse() {
        m_window->setClusters(
            {{QStringLiteral("prod"), QStringLiteral("staging")}, QStringLiteral("prod"), {}});
        QSignalSpy beside(m_window.get(), &MainWindow::besideChosen);
        auto* menu = m_window->findChild<QMenu*>(QStringLiteral("clusterMenu"));
        QVERIFY(menu);
        const QList<QAction*> actions = menu->actions();
        const auto sub = std::find_if(actions.begin(), actions.end(), [](QAction* a) { return a->menu(); });
        QVERIFY(sub != actions.end());
        QCOMPARE((*sub)->menu()->actions().size(), 1); // not the one in use
        (*sub)->menu()->actions()[0]->trigger();
        QCOMPARE(beside.size(), 1);
        QCOMPARE(beside[0][0].toString(), QStringLiteral("staging"));
        QVERIFY(beside[0][1].toBool());
    }
    void goesToThePageThatIsClickedInTheRail() {
        QTest::mouseClick(rail("audit"), Qt::LeftButton);
        QCOMPARE(m_window->currentPage(), m_pages["audit"]);
        QVERIFY(rail("audit")->isChecked());
    }
    void goesToThePageOfCtrlAndItsNumber() {
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), m_pages["access"]);
    }
    void walksBackAndForwardByKeysAndByTheMouse() {
        QTest::mouseClick(rail("audit"), Qt::LeftButton);
        QTest::mouseClick(rail("access"), Qt::LeftButton);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentPage(), m_pages["audit"]);
        QTest::mouseClick(m_pages["audit"], Qt::BackButton);
        QCOMPARE(m_window->currentPage(), m_pages["lag"]);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QTest::mouseClick(m_pages["audit"], Qt::ForwardButton);
        QCOMPARE(m_window->currentPage(), m_pages["access"]);
    }
    void goesBackToTheRowThatWasLeft() {
        m_pages["lag"]->moveTo("", {{"group", "a"}});
        m_pages["lag"]->moveTo("", {{"group", "b"}});
        Q_EMIT m_pages["lag"]->locationRequested(place("audit", {{"principal", "User:pat"}}));
        QCOMPARE(m_pages["audit"]->location().value("principal"), std::string("User:pat"));
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_pages["lag"]->location().value("group"), std::string("b"));
    }
    void takesAnotherTabAsAStep() {
        m_pages["lag"]->moveTo("topics", {});
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_pages["lag"]->location().tab, std::string());
    }
    void saysWhereThereIsNoSuchPage() {
        m_window->go(place("nowhere"));
        QCOMPARE(m_window->currentPage(), m_pages["lag"]);
        QCOMPARE(command()->text(), QStringLiteral("There is no page nowhere"));
    }
    void copiesTheAddressOfThePlace() {
        m_pages["lag"]->moveTo("", {{"group", "a b"}});
        QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("streamscape://lag?group=a%20b&last=15m"));
    }
    void refreshesAndFiltersThePageInFront() {
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTest::keyClick(m_window.get(), Qt::Key_Slash);
        QCOMPARE(m_pages["lag"]->refreshed, 1);
        QCOMPARE(m_pages["lag"]->filterFocused, 1);
    }
    void findsAGroupByAFewOfItsLetters() {
        m_pages["lag"]->found = {{QStringLiteral("warehouse-sync-reno"), QStringLiteral("group"),
                                  place("lag", {{"group", "warehouse-sync-reno"}})},
                                 {QStringLiteral("order-enricher"), QStringLiteral("group"),
                                  place("lag", {{"group", "order-enricher"}})}};
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(search()->hasFocus());
        QTest::keyClicks(search(), QStringLiteral("sync"));
        QCOMPARE(found(0), QStringLiteral("warehouse-sync-reno"));
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(m_pages["lag"]->location().value("group"), std::string("warehouse-sync-reno"));
        QVERIFY(!m_window->findChild<QFrame*>(QStringLiteral("searchList"))->isVisible());
    }
    void walksTheFoundByArrowsAndLeavesByEscape() {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(found(0), QStringLiteral("Consumer lag"));
        QTest::keyClick(search(), Qt::Key_Down);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(m_window->currentPage(), m_pages["audit"]);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(search(), Qt::Key_Escape);
        QVERIFY(!search()->hasFocus());
    }
    void runsACommandFromTheSearchBox() {
        int ran = 0;
        m_window->addCommand(QStringLiteral("Water the plants"), [&] { ++ran; });
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(search(), QStringLiteral("plants"));
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(ran, 1);
    }
    void wearsTheThemeThatIsClicked_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("choice");
        QTest::newRow("light") << QStringLiteral("Theme: light") << int(ThemeChoice::Light);
        QTest::newRow("dark") << QStringLiteral("Theme: dark") << int(ThemeChoice::Dark);
    }
    void wearsTheThemeThatIsClicked() {
        QFETCH(QString, command);
        QFETCH(int, choice);
        m_theme.setChoice(static_cast<ThemeChoice>(choice) == ThemeChoice::Dark ? ThemeChoice::Light
                                                                                : ThemeChoice::Dark);
        kafka::ConnectionState up;
        up.link = kafka::LinkState::Up;
        const auto dress = [&](MainWindow& window) {
            window.setConnection(up);
            window.statusLine()->setNotice(QStringLiteral("store"),
                                           {QStringLiteral("Store is read-only"), base::Severity::Warn, {}});
            Q_EMIT m_pages["lag"]->badgeChanged(3, base::Severity::Bad);
        };
        dress(*m_window);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(search(), QStringLiteral("theme"));
        auto* list = m_window->findChild<QListView*>(QStringLiteral("searchView"));
        QModelIndex wanted;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            if (list->model()->index(row, 0).data().toString() == command)
                wanted = list->model()->index(row, 0);
        QVERIFY(wanted.isValid());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(wanted).center());
        QCOMPARE(m_theme.choice(), static_cast<ThemeChoice>(choice));
        // What is drawn now is what a window that was never otherwise draws.
        search()->clear();
        const QImage switched = test::picture(*m_window);
        MainWindow made(context());
        made.setPages({entry("lag", "Consumer lag"), entry("audit", "Audit"), entry("access", "Access")});
        made.resize(m_window->size());
        made.go(place("lag"));
        made.show();
        dress(made);
        const QRect different = test::difference(switched, test::picture(made));
        QVERIFY2(different.isEmpty(), qPrintable(QDebug::toString(different)));
    }
    void sharesTheTimeRangeThatIsClicked() {
        QToolButton* hour = nullptr;
        const auto buttons =
            m_window->findChild<QFrame*>(QStringLiteral("rangeSpans"))->findChildren<QToolButton*>();
        for (QToolButton* button : buttons)
            if (button->text() == QStringLiteral("1 h"))
                hour = button;
        QVERIFY(hour);
        QTest::mouseClick(hour, Qt::LeftButton);
        QCOMPARE(m_view->range(), base::lastOf(std::chrono::hours{1}));
        m_view->setRange(base::lastOf(RangePicker::liveSpan));
        QVERIFY(!hour->isChecked());
    }
    void showsWhatAPageNeedsInTheRail() {
        Q_EMIT m_pages["lag"]->badgeChanged(3, base::Severity::Bad);
        QCOMPARE(rail("lag")->badge(), 3);
        QCOMPARE(rail("lag")->accessibleName(), QStringLiteral("Consumer lag, 3 need attention"));
    }
    void countsTheAgeOfTheDataUp() {
        m_pages["lag"]->pageStatus = {m_clock.now(),
                                      QStringLiteral("Lag read"),
                                      QStringLiteral("184 groups in 210 ms"),
                                      {},
                                      base::Severity::None,
                                      {},
                                      {}};
        Q_EMIT m_pages["lag"]->statusChanged();
        m_clock.advance(std::chrono::milliseconds{800});
        QTRY_COMPARE(label("statusAge")->text(), QStringLiteral("Lag read 0.8 s ago · 184 groups in 210 ms"));
    }
    void copiesTheCommandThatGivesTheSameAnswer() {
        m_pages["lag"]->pageStatus.command = QStringLiteral("streamscapectl lag --group a");
        Q_EMIT m_pages["lag"]->statusChanged();
        QCOMPARE(command()->text(), QStringLiteral("Copy as: streamscapectl lag --group a"));
        QTest::mouseClick(command(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("streamscapectl lag --group a"));
        QCOMPARE(command()->text(), QStringLiteral("Copied: streamscapectl lag --group a"));
        QTRY_COMPARE(command()->text(), QStringLiteral("Copy as: streamscapectl lag --group a"));
    }
    void cancelsTheWorkOfAPageThatIsNotInFront() {
        QTRY_VERIFY(m_pages.contains("audit"));
        FakePage* audit = m_pages["audit"];
        audit->pageStatus.work = Work{QStringLiteral("Importing"), 5, 10, true};
        Q_EMIT audit->statusChanged();
        auto* cancel = m_window->findChild<QToolButton*>(QStringLiteral("cancel-audit"));
        QTRY_VERIFY(cancel && cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(audit->cancelled, 1);
        audit->pageStatus.work.reset();
        Q_EMIT audit->statusChanged();
        QTRY_VERIFY(!m_window->findChild<QToolButton*>(QStringLiteral("cancel-audit")));
    }
    void saysHowTheConnectionIs_data() {
        QTest::addColumn<int>("link");
        QTest::addColumn<QString>("text");
        using kafka::LinkState;
        QTest::newRow("up") << int(LinkState::Up) << QStringLiteral("connected · 3 brokers · 4 ms");
        QTest::newRow("connecting") << int(LinkState::Connecting) << QStringLiteral("connecting");
        QTest::newRow("lost") << int(LinkState::Lost) << QStringLiteral("lost since 02:00:00");
        QTest::newRow("failed") << int(LinkState::Failed) << QStringLiteral("failed: The password is wrong");
    }
    void saysHowTheConnectionIs() {
        QFETCH(int, link);
        QFETCH(QString, text);
        kafka::ConnectionState state;
        state.link = static_cast<kafka::LinkState>(link);
        state.brokers = 3;
        state.latency = base::Duration{4};
        state.lastAnswer = m_clock.now();
        if (state.link == kafka::LinkState::Failed)
            state.error =
                base::Error{base::ErrorKind::Auth, "The password is wrong", "h:9092", "Type it again", {}};
        m_window->setConnection(state);
        auto* pill = m_window->findChild<QAbstractButton*>(QStringLiteral("connectionPill"));
        QCOMPARE(pill->text(), text);
        QCOMPARE(pill->toolTip().contains(QStringLiteral("Type it again")), state.error.has_value());
    }
    void asksForTheConnectionsWhereThePillIsClicked() {
        m_window->setConnection(kafka::ConnectionState{});
        QSignalSpy asked(m_window.get(), &MainWindow::connectionsRequested);
        QTest::mouseClick(m_window->findChild<QAbstractButton*>(QStringLiteral("connectionPill")),
                          Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }
    void keepsAPlaceForAPageThatIsNotThereYet() {
        bool there = false;
        PageEntry late = entry("lag", "Consumer lag");
        late.make = [&there, make = late.make](QWidget* parent) -> base::Result<Page*> {
            if (!there)
                return base::fail(base::ErrorKind::Cancelled, "Opening the store");
            return make(parent);
        };
        m_pages.clear();
        m_window->setPages({late});
        m_window->go(place("lag", {{"group", "a"}}));
        QVERIFY(!m_window->currentPage());
        there = true;
        m_window->pageMayExist(QStringLiteral("lag"));
        QCOMPARE(m_window->currentPage()->location().value("group"), std::string("a"));
    }
    void staysForWhatIsUnderWayAndThenCloses() {
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->keepOpen(QStringLiteral("writing it down"));
        QVERIFY(!m_window->close());
        QVERIFY(m_window->isVisible());
        QTRY_VERIFY(isSaid(QStringLiteral("Closes once this is done: writing it down")));
        m_window->keepOpen({});
        QVERIFY(!m_window->isVisible());
        QCOMPARE(closed.size(), 1);
    }
    void whatEndsWithNobodyClosingLeavesItOpen() {
        m_window->keepOpen(QStringLiteral("writing it down"));
        m_window->keepOpen({});
        QVERIFY(m_window->isVisible());
    }
    void remembersItsSizeForTheNextRun() {
        m_window->resize(1234, 765);
        m_window->close();
        m_window = std::make_unique<MainWindow>(context());
        QCOMPARE(m_window->size(), QSize(1234, 765));
    }

private:
    bool isSaid(const QString& text) const {
        const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().endsWith(text);
        });
    }
    PageContext context() { return {*m_view, m_theme, m_memory, m_clock.clock()}; }
    PageEntry entry(const char* id, const char* title) {
        return {QLatin1String(id), QLatin1String(title),
                [this, id, title](QWidget* parent) -> base::Result<Page*> {
                    return m_pages[id] = new FakePage(QLatin1String(id), QLatin1String(title), parent);
                }};
    }
    static base::Location place(const std::string& page, std::map<std::string, std::string> query = {}) {
        return {page, {}, std::move(query), {}};
    }
    RailItem* rail(const char* id) { return m_window->findChild<RailItem*>(QLatin1String(id)); }
    QLabel* label(const char* name) { return m_window->findChild<QLabel*>(QLatin1String(name)); }
    QToolButton* command() { return m_window->findChild<QToolButton*>(QStringLiteral("statusCommand")); }
    SearchBox* search() { return m_window->findChild<SearchBox*>(); }
    QString found(int row) {
        const auto* view = m_window->findChild<QListView*>(QStringLiteral("searchView"));
        return view->model()->index(row, 0).data().toString();
    }

    Theme m_theme{ThemeChoice::Dark};
    test::ShortMemory m_memory;
    test::ManualClock m_clock;
    std::unique_ptr<View> m_view;
    std::unique_ptr<MainWindow> m_window;
    std::map<std::string, FakePage*> m_pages;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
