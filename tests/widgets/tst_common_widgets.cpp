// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "tests/widgets/fake_page.h"
#include "widgets/common/badge.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/entity_menu.h"
#include "widgets/common/face.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/heat_grid.h"
#include "widgets/common/kpi_card.h"
#include "widgets/common/labels.h"
#include "widgets/common/link_label.h"
#include "widgets/common/page_head.h"
#include "widgets/common/pane.h"
#include "widgets/common/segmented.h"
#include "widgets/common/split.h"
#include "widgets/common/tabular.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QToolButton>
#include <QToolTip>
#include <QtTest>

#include <functional>

using namespace streamscape;
using namespace streamscape::widgets;

class TestCommonWidgets : public QObject {
    Q_OBJECT

    Theme theme{ThemeChoice::Dark};

    template<class Widget>
    static Widget* child(QWidget& of, const QString& text) {
        const auto all = of.findChildren<Widget*>();
        for (Widget* one : all)
            if (one->text() == text)
                return one;
        return nullptr;
    }

private Q_SLOTS:
    void aCardThatLeadsSomewhereIsClickedAndPressed() {
        KpiCard card(theme);
        card.set(QStringLiteral("2"), QStringLiteral("groups need you"), {}, QStringLiteral("since 02:10"));
        QSignalSpy clicked(&card, &KpiCard::clicked);
        QTest::mouseClick(&card, Qt::LeftButton);
        QTest::keyClick(&card, Qt::Key_Return);
        QCOMPARE(clicked.count(), 0); // it leads nowhere yet
        QCOMPARE(card.focusPolicy(), Qt::NoFocus);
        card.setAction(QStringLiteral("Show only these"));
        QVERIFY(card.toolTip().contains(QStringLiteral("since 02:10")));
        QVERIFY(card.toolTip().contains(QStringLiteral("Show only these")));
        QTest::mouseClick(&card, Qt::LeftButton);
        QTest::keyClick(&card, Qt::Key_Space);
        QCOMPARE(clicked.count(), 2);
    }

    // --- what all pages begin with
    void aHeadSaysHowMuchThereIsAndWhyNotMore() {
        PageHead head(QStringLiteral("Consumer lag"), QStringLiteral("Filter groups"),
                      PageHead::FilterPlace::Beside);
        head.setCounts(QStringLiteral("6 <b>groups</b>"), QStringLiteral("as far as this connection sees"));
        auto* counts = child<QLabel>(head, QStringLiteral("6 <b>groups</b>"));
        QVERIFY(counts);
        QCOMPARE(counts->textFormat(), Qt::PlainText);
        QCOMPARE(counts->toolTip(), QStringLiteral("as far as this connection sees"));
        head.setCounts({});
        QVERIFY(counts->text().isEmpty() && counts->toolTip().isEmpty());
    }

    void aMovedBorderIsThereAgainInTheNextWindow() {
        test::ShortMemory memory;
        const auto sizes = [&](const std::function<void(QSplitter*)>& move) {
            QWidget window;
            window.resize(800, 200);
            QWidget* parts = makeSplit(memory, QStringLiteral("page/split"),
                                       {{new QWidget, 500, 1}, {new QWidget, 300, 0}}, &window);
            parts->resize(800, 200);
            window.show();
            auto* split = qobject_cast<QSplitter*>(parts);
            move(split);
            return split->sizes();
        };
        const auto drag = [](QSplitter* split) {
            QWidget* border = split->handle(1);
            QTest::mousePress(border, Qt::LeftButton, {}, {5, 50});
            QTest::mouseMove(border, {-95, 50});
            QTest::mouseRelease(border, Qt::LeftButton, {}, {-95, 50});
        };
        const QList<int> first = sizes([](QSplitter*) {});
        const QList<int> dragged = sizes(drag);
        QVERIFY(dragged[0] < first[0]);
        QCOMPARE(sizes([](QSplitter*) {}), dragged);
    }

    // --- Segmented
    void aClickOnASegmentChoosesIt() {
        Segmented tabs;
        tabs.add(QStringLiteral("group"), QStringLiteral("By group"));
        tabs.add(QStringLiteral("topic"), QStringLiteral("By topic"));
        tabs.show();
        QSignalSpy chosen(&tabs, &Segmented::chosen);
        QTest::mouseClick(child<QToolButton>(tabs, QStringLiteral("By topic")), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("topic"));
        QCOMPARE(tabs.current(), QStringLiteral("topic"));
    }

    void choosingBySettingSaysNothing() {
        Segmented tabs;
        tabs.add(QStringLiteral("a"), QStringLiteral("A"));
        tabs.add(QStringLiteral("b"), QStringLiteral("B"));
        QSignalSpy chosen(&tabs, &Segmented::chosen);
        tabs.setCurrent(QStringLiteral("b"));
        tabs.setCurrent(QStringLiteral("unknown"));
        QCOMPARE(tabs.current(), QStringLiteral("b"));
        QCOMPARE(chosen.count(), 0);
    }

    void aSegmentCountsWhatIsBehindIt() {
        Segmented tabs;
        tabs.add(QStringLiteral("a"), QStringLiteral("Oversold"));
        tabs.setCount(QStringLiteral("a"), 1204);
        QVERIFY(child<QToolButton>(tabs, QStringLiteral("Oversold 1,204")));
        tabs.setCount(QStringLiteral("a"), -1);
        QVERIFY(child<QToolButton>(tabs, QStringLiteral("Oversold")));
    }

    void segmentsAreWalkedByKeyboard() {
        Segmented tabs;
        tabs.add(QStringLiteral("a"), QStringLiteral("A"));
        tabs.add(QStringLiteral("b"), QStringLiteral("B"));
        tabs.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tabs));
        child<QToolButton>(tabs, QStringLiteral("A"))->setFocus();
        QSignalSpy chosen(&tabs, &Segmented::chosen);
        QTest::keyClick(child<QToolButton>(tabs, QStringLiteral("A")), Qt::Key_Right);
        QTRY_COMPARE(tabs.current(), QStringLiteral("b"));
        QTest::keyClick(child<QToolButton>(tabs, QStringLiteral("B")), Qt::Key_Space);
        QVERIFY(chosen.count() >= 1);
        QCOMPARE(chosen.last()[0].toString(), QStringLiteral("b"));
    }

    // --- FilterBar
    void typingSettlesBeforeItIsTold() {
        FilterBar bar(QStringLiteral("filter"));
        QSignalSpy changed(&bar, &FilterBar::textChanged);
        QTest::keyClicks(bar.findChild<QLineEdit*>(), QStringLiteral("orders"));
        QCOMPARE(changed.count(), 0);
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toString(), QStringLiteral("orders"));
    }

    void returnTellsAtOnce() {
        FilterBar bar(QStringLiteral("filter"));
        QSignalSpy submitted(&bar, &FilterBar::submitted);
        QTest::keyClicks(bar.findChild<QLineEdit*>(), QStringLiteral("pat"));
        QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(submitted.count(), 1);
        QCOMPARE(submitted[0][0].toString(), QStringLiteral("pat"));
    }

    void aChipsCrossRemovesThatChip() {
        FilterBar bar(QStringLiteral("filter"));
        bar.setChips({{QStringLiteral("p"), QStringLiteral("principal is User:pat")},
                      {QStringLiteral("h"), QStringLiteral("host is 10.20.4.17")}});
        bar.show();
        QSignalSpy removed(&bar, &FilterBar::chipRemoved);
        const auto crosses = bar.findChildren<QToolButton*>();
        for (QToolButton* cross : crosses)
            if (cross->accessibleName().contains(QStringLiteral("10.20.4.17")))
                QTest::mouseClick(cross, Qt::LeftButton);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed[0][0].toString(), QStringLiteral("h"));
    }

    // --- Face
    void chipsGoOnBelowWhereTheLineIsFullAndLongOnesAreCut() {
        FilterBar bar(QStringLiteral("filter"));
        bar.setChips({{QStringLiteral("one"), QString(400, QLatin1Char('x'))}});
        QVERIFY(bar.minimumSizeHint().width() < 400);
        QList<FilterBar::Chip> chips;
        for (int i = 0; i < 9; ++i)
            chips.push_back({QString::number(i), QStringLiteral("principal is User:number-%1").arg(i)});
        bar.setChips(chips);
        QVERIFY(bar.minimumSizeHint().width() < 400);
        bar.resize(700, bar.heightForWidth(700));
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        auto* line = bar.findChild<QLineEdit*>();
        QVERIFY(bar.height() > 2 * line->height());
        int lowest = 0;
        for (QToolButton* close : bar.findChildren<QToolButton*>()) {
            const QRect place(close->mapTo(&bar, QPoint(0, 0)), close->size());
            if (close->text() == QStringLiteral("✕"))
                QVERIFY2(bar.rect().contains(place), qPrintable(QDebug::toString(place)));
            lowest = std::max(lowest, place.top());
        }
        QVERIFY(lowest > line->geometry().bottom());
        bar.setChips({});
        QTRY_COMPARE(line->width(), bar.width());
    }

    // --- labels
    void aLongNameIsCutAndTheTooltipHasIt() {
        ElidedLabel label("heading", nullptr, QString(300, QLatin1Char('n')));
        QVERIFY(label.minimumSizeHint().width() < 60);
        label.resize(120, 20);
        label.show();
        QHelpEvent asked(QEvent::ToolTip, {5, 5}, label.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&label, &asked);
        QTRY_COMPARE(QToolTip::text(), label.text());
        QToolTip::hideText();
    }
    void aTooltipIsNeverTakenForMarkup() {
        QCOMPARE(plainTip(QStringLiteral("two\nlines")), QStringLiteral("two\nlines"));
        QCOMPARE(plainTip(QStringLiteral("<b>a</b>\nb")),
                 QStringLiteral("<qt>&lt;b&gt;a&lt;/b&gt;<br>b</qt>"));
    }

    void aDeniedFaceSaysWhatAndWhatToDo() {
        FaceStack stack(new QLabel(QStringLiteral("content")));
        stack.show();
        stack.showError({base::ErrorKind::Denied, "ACLs may not be read", "cluster", "Ask for DESCRIBE", {}},
                        QStringLiteral("Try again"));
        QVERIFY(!stack.isContentShown());
        QVERIFY(child<QLabel>(stack, QStringLiteral("ACLs may not be read")));
        QVERIFY(child<QLabel>(stack, QStringLiteral("cluster\nAsk for DESCRIBE")));
        QSignalSpy again(&stack, &FaceStack::actionTriggered);
        QTest::mouseClick(child<QPushButton>(stack, QStringLiteral("Try again")), Qt::LeftButton);
        QCOMPARE(again.count(), 1);
    }

    void staleContentStaysInSight() {
        auto* content = new QLabel(QStringLiteral("content"));
        FaceStack stack(content);
        stack.show();
        stack.showContent();
        stack.setStale(QStringLiteral("as it was 42 s ago"));
        QVERIFY(stack.isContentShown());
        QVERIFY(content->isVisible());
        QVERIFY(child<QLabel>(stack, QStringLiteral("▲ as it was 42 s ago"))->isVisible());
        stack.setStale({});
        QVERIFY(!child<QLabel>(stack, QString())->isVisible());
    }

    void aLoadingFaceIsBusyAndHasNoSign() {
        Face face;
        face.show(Face::Kind::Loading, QStringLiteral("Reading"));
        QVERIFY(!face.findChild<QProgressBar*>()->isHidden());
        face.show(Face::Kind::Empty, QStringLiteral("No groups"));
        QVERIFY(face.findChild<QProgressBar*>()->isHidden());
        QVERIFY(child<QLabel>(face, QStringLiteral("◌")));
    }

    // --- Small ones
    void aBadgesWordIsItsAccessibleName() {
        Badge badge(theme);
        badge.set(QStringLiteral("Stopped"), base::Shape::Square, base::Severity::Bad);
        QCOMPARE(badge.accessibleName(), QStringLiteral("Stopped"));
        badge.set({}, base::Shape::None, base::Severity::None);
        QVERIFY(badge.isHidden());
    }

    void aCardIsReadAsOneSentence() {
        KpiCard card(theme);
        card.set(base::unknownText, QStringLiteral("records behind"), base::Severity::None,
                 QStringLiteral("no group could be read"));
        QCOMPARE(card.value(), base::unknownText);
        QCOMPARE(card.toolTip(), QStringLiteral("no group could be read"));
        QCOMPARE(card.accessibleName(), QStringLiteral("— records behind"));
    }

    void aNameIsNeverTakenForMarkup() {
        Pane pane(QStringLiteral("<b>topic</b>"));
        QCOMPARE(child<QLabel>(pane, QStringLiteral("<b>topic</b>"))->textFormat(), Qt::PlainText);
    }

    void figuresAreAllOfOneWidth() {
        const QFontMetricsF metrics(QApplication::font());
        QCOMPARE(tabularWidth(metrics, QStringLiteral("111,111")),
                 tabularWidth(metrics, QStringLiteral("888,888")));
        QCOMPARE(tabularWidth(metrics, {}), 0.0);
    }

    void aCellOfTheHeatGridIsClicked() {
        HeatGrid grid(theme);
        grid.setData({QStringLiteral("Reno"), QStringLiteral("Newark")},
                     {QStringLiteral("Running"), QStringLiteral("Trail")}, std::vector<HeatGrid::Cell>(4));
        grid.resize(400, 100);
        grid.show();
        QSignalSpy clicked(&grid, &HeatGrid::cellClicked);
        QTest::mouseClick(&grid, Qt::LeftButton, {}, {390, 28 + 26 + 10});
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(clicked[0][0].toInt(), 1);
        QCOMPARE(clicked[0][1].toInt(), 1);
        QTest::mouseClick(&grid, Qt::LeftButton, {}, {5, 5});
        QCOMPARE(clicked.count(), 1);
    }

    // --- Links
    void theHeatGridIsWalkedByKeys() {
        HeatGrid grid(theme);
        grid.setData({QStringLiteral("hub"), QStringLiteral("reno")},
                     {QStringLiteral("shoes"), QStringLiteral("boots")},
                     {{QStringLiteral("1"), {}, 0, {}},
                      {QStringLiteral("2"), {}, 0, {}},
                      {QStringLiteral("3"), {}, 0, {}},
                      {QStringLiteral("4"), {}, 0, {}}});
        QSignalSpy clicked(&grid, &HeatGrid::cellClicked);
        grid.show();
        QVERIFY(QTest::qWaitForWindowActive(&grid));
        grid.setFocus();
        QTest::keyClick(&grid, Qt::Key_Down);
        QTest::keyClick(&grid, Qt::Key_Right);
        QTest::keyClick(&grid, Qt::Key_Right); // there is no third
        QCOMPARE(grid.accessibleDescription(), QStringLiteral("reno, boots: 4"));
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(clicked[0], (QList<QVariant>{1, 1}));
        grid.setData({QStringLiteral("hub")}, {QStringLiteral("shoes")}, {{QStringLiteral("1"), {}, 0, {}}});
        QCOMPARE(grid.accessibleDescription(), QStringLiteral("hub, shoes: 1"));
    }

    void aLinkIsFollowedByClickAndByKey() {
        LinkLabel link;
        link.set(QStringLiteral("User:pat"), {"audit", {}, {{"principal", "User:pat"}}, {}});
        link.resize(120, 20);
        link.show();
        QSignalSpy followed(&link, &LinkLabel::activated);
        QTest::mouseClick(&link, Qt::LeftButton);
        QTest::keyClick(&link, Qt::Key_Return);
        QCOMPARE(followed.count(), 2);
        QCOMPARE(followed[0][0].value<base::Location>().value("principal"), "User:pat");
    }

    void textThatLeadsNowhereIsNoLink() {
        LinkLabel link;
        link.set(QStringLiteral("—"), {});
        link.show();
        QSignalSpy followed(&link, &LinkLabel::activated);
        QTest::mouseClick(&link, Qt::LeftButton);
        QCOMPARE(followed.count(), 0);
        QCOMPARE(link.focusPolicy(), Qt::NoFocus);
    }

    void aLinksMenuLeadsToTheOtherPagesAndCopies() {
        LinkLabel link;
        link.set(QStringLiteral("orders"), {"inventory", "cluster", {{"topic", "orders"}}, {}});
        link.show();
        QContextMenuEvent ask(QContextMenuEvent::Keyboard, {1, 1}, link.mapToGlobal(QPoint(1, 1)));
        QApplication::sendEvent(&link, &ask);
        auto* menu = link.findChild<QMenu*>();
        QVERIFY(menu);
        QAction* copy = nullptr;
        const auto actions = menu->actions();
        for (QAction* action : actions)
            if (action->text() == QStringLiteral("Copy"))
                copy = action;
        QVERIFY(actions.size() > 4);
        QVERIFY(copy);
        copy->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("orders"));
        menu->close();
    }

    void everyEntityLeadsToPlacesThatNameIt() {
        for (const EntityKind kind : {EntityKind::Topic, EntityKind::Group, EntityKind::Principal,
                                      EntityKind::Sku, EntityKind::Host}) {
            const QList<Destination> all = destinations(kind, "a b&c=ü");
            QVERIFY(!all.isEmpty());
            for (const Destination& one : all) {
                const auto back = base::fromUrl(base::toUrl(one.location));
                QVERIFY(back);
                QCOMPARE(*back, one.location);
            }
        }
    }

    void anAddressNamesItsEntities() {
        const QList<Destination> all =
            destinationsOf({"audit", {}, {{"resource", "orders"}, {"resource_type", "TOPIC"}}, {}});
        QVERIFY(std::any_of(all.begin(), all.end(), [](const Destination& one) {
            return one.location.page == "lag" && one.location.value("topic") == "orders";
        }));
        QVERIFY(destinationsOf({"lag", {}, {}, {}}).isEmpty());
    }
};

QTEST_MAIN(TestCommonWidgets)
#include "tst_common_widgets.moc"
