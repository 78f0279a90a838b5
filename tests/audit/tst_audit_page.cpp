// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

#include "tests/support/manual_clock.h"
#include "tests/support/memory_map.h"
#include "tests/support/pictures.h"
#include "widgets/audit/audit_page.h"
#include "widgets/audit/event_detail.h"
#include "widgets/audit/facet_view.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/histogram.h"
#include "widgets/common/tabular.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace streamscape;
using namespace streamscape::audit;
using namespace streamscape::audit::testing;
using namespace streamscape::widgets;

namespace {

std::string allowed(const std::string& principal, const std::string& moment,
                    const std::string& operation = "WRITE",
                    const std::string& topic = "inventory.movements") {
    Said said{.moment = moment, .level = "DEBUG", .principal = principal, .operation = operation};
    said.resource = "Topic:LITERAL:" + topic;
    said.request = operation == "WRITE" ? "Produce" : "Fetch";
    said.rule =
        "MatchingAcl(acl=StandardAcl[resourceType=TOPIC, resourceName=inventory., patternType=PREFIXED, "
        "principal=" +
        principal + ", host=*, operation=" + operation + ", permissionType=ALLOW])";
    return said.line() + "\n";
}

std::string momentAt(int second) {
    char text[32];
    std::snprintf(text, sizeof text, "2026-03-04 02:%02d:%02d,118", second / 60, second % 60);
    return text;
}

// Fourteen minutes of a night: three who work, one who was refused and then dumped.
std::string night() {
    std::string log;
    for (int s = 0; s < 14 * 60; s += 3) {
        log += allowed("User:svc-pos", momentAt(s));
        if (s % 9 == 0)
            log += allowed("User:svc-projector", momentAt(s + 1), "READ");
        if (s % 30 == 0)
            log +=
                Said{.moment = momentAt(s + 1), .principal = "User:guest", .host = "10.20.9.3"}.line() + "\n";
        if (s > 600 && s < 700)
            for (int n = 0; n < 4; ++n)
                log += allowed("User:pat", momentAt(s + 2));
    }
    return log + "\tat kafka.Something\n";
}

struct Shown {
    LogFolder logs;
    std::unique_ptr<store::Store> store = openStore(logs.folder());
    test::ManualClock clock{base::parseRfc3339("2026-03-04T02:14:00Z").value()};
    View view;
    Theme theme;
    test::MemoryMap memory;
    PageContext context{view, theme, memory, clock.clock()};
    AuditFeed feed{*store, clock.clock()};
    std::unique_ptr<AuditPage> page;

    explicit Shown(const std::string& log = night(), ThemeChoice choice = ThemeChoice::Dark)
        : theme(choice) {
        if (!log.empty())
            logs.write(log);
        feed.setCluster(clusterIn(*store));
        page = std::make_unique<AuditPage>(context, feed);
        page->resize(1400, 860);
        page->show();
    }
    void follow() { feed.setSources({sourceAt(logs.path())}); }
    bool has(std::int64_t matched) {
        return QTest::qWaitFor([&] { return feed.snapshot() && feed.snapshot()->answer.matched == matched; },
                               8000);
    }
    bool caughtUp() {
        return QTest::qWaitFor(
                   [&] { return feed.progress().caughtUp && feed.snapshot() && !feed.isAsking(); }, 8000) &&
               QTest::qWaitFor([&] { return feed.snapshot()->answer.matched > 0; }, 8000);
    }
    template<class T>
    T* child(const char* name) {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    DataTable* table() { return child<DataTable>("auditEvents"); }
    void click(const QModelIndex& index) {
        table()->scrollTo(index);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(index).center());
    }
    QModelIndex cell(int row, const char* column) {
        const QAbstractItemModel* model = table()->model();
        for (int c = 0; c < model->columnCount(); ++c)
            if (model->headerData(c, Qt::Horizontal, base::KeyRole).toString() == QLatin1String(column))
                return model->index(row, c);
        return {};
    }
    QString face() {
        QStringList texts;
        for (const QLabel* label : page->findChild<Face*>()->findChildren<QLabel*>())
            if (label->isVisible())
                texts << label->text();
        return texts.join(QLatin1Char('\n'));
    }
    void shoot(const char* name) {
        const QString folder = qEnvironmentVariable("STREAMSCAPE_SHOTS");
        if (!folder.isEmpty())
            page->grab().save(QDir(folder).filePath(QString::fromLatin1(name)));
    }
};

} // namespace

class AuditPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheNight_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void showsTheNight() {
        QFETCH(bool, dark);
        Shown s(night(), dark ? ThemeChoice::Dark : ThemeChoice::Light);
        s.follow();
        QVERIFY(s.caughtUp());
        QTRY_VERIFY(s.table()->visibleRows() > 0);
        QVERIFY(s.page->isReady());
        QVERIFY(s.child<QLabel>("pageCounts")->text().contains(QStringLiteral("1 source")));
        s.click(s.cell(2, "operation"));
        QTRY_VERIFY(!s.child<QPlainTextEdit>("auditRaw")->toPlainText().isEmpty());
        QTest::qWait(50);
        s.shoot(dark ? "audit-dark.png" : "audit-light.png");
        QVERIFY(s.page->status().command.startsWith(
            QStringLiteral("streamscapectl audit query --cluster newlimits --from ")));
    }
    void aClickOnAFacetFiltersAndAChipTakesItOff() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        const std::int64_t all = s.feed.snapshot()->answer.matched;
        auto* facets = s.child<FacetView>("auditFacets");
        QModelIndex pat;
        for (int row = 0; row < facets->model()->rowCount(); ++row)
            if (facets->model()->index(row, 0).data().toString() == QStringLiteral("User:pat"))
                pat = facets->model()->index(row, 0);
        QVERIFY(pat.isValid());
        facets->scrollTo(pat);
        QTest::mouseClick(facets->viewport(), Qt::LeftButton, {}, facets->visualRect(pat).center());
        QVERIFY(s.has(4 * 33));
        QCOMPARE(s.page->location().value("principal"), std::string("User:pat"));
        QVERIFY(s.page->status().command.contains(QStringLiteral("--where principal=User:pat")));
        QPushButton* chip = nullptr;
        QAbstractButton* close = nullptr;
        Q_UNUSED(chip)
        for (QAbstractButton* button : s.child<QWidget>("auditFilter")->findChildren<QAbstractButton*>())
            close = button;
        QVERIFY(close);
        QTest::mouseClick(close, Qt::LeftButton);
        QVERIFY(s.has(all));
    }
    void theQueryLineAsks() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        s.page->focusFilter();
        auto* line = s.child<QWidget>("auditFilter")->findChild<QLineEdit*>();
        QTest::keyClicks(
            line,
            QStringLiteral("resource:inventory.* -principal:User:svc-pos -principal:User:guest Produce"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(s.has(4 * 33));
        QVERIFY(line->text().isEmpty());
        const base::Location place = s.page->location();
        QCOMPARE(place.value("text"), std::string("Produce"));
        // The copied address gives the same view.
        s.page->open({"audit", {}, {}, {}});
        QVERIFY(!s.has(-1) || true);
        QTRY_VERIFY(s.feed.snapshot()->answer.matched > 4 * 33);
        s.page->open(place);
        QVERIFY(s.has(4 * 33));
        QVERIFY(s.page->location() == place);
    }
    void keysFilterByTheCell() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        QTRY_VERIFY(s.table()->visibleRows() > 0);
        s.click(s.cell(0, "operation"));
        const QString operation = s.cell(0, "operation").data().toString().toUpper();
        QTest::keyClick(s.table(), Qt::Key_F);
        QTRY_COMPARE(s.page->location().value("operation"), operation.toStdString());
        QTest::keyClick(s.table(), Qt::Key_X);
        QTRY_COMPARE(s.page->location().value("operation"), std::string());
        QVERIFY(s.page->location().value("q").find("-operation") != std::string::npos);
    }
    void theDetailShowsTheLineTheRuleAndWhereToGo() {
        Shown s;
        s.page->open({"audit", {}, {{"principal", "User:pat"}}, {}});
        s.follow();
        QVERIFY(s.has(4 * 33));
        QTRY_VERIFY(s.table()->visibleRows() > 0);
        s.click(s.cell(0, "operation"));
        auto* detail = s.child<EventDetail>("auditDetail");
        QTRY_VERIFY(detail->event());
        QTRY_VERIFY(s.child<QPlainTextEdit>("auditRaw")
                        ->toPlainText()
                        .contains(QStringLiteral("User:pat is Allowed")));
        QStringList texts;
        for (const QLabel* label : detail->findChildren<QLabel*>())
            texts << label->text();
        QVERIFY(texts.join(QLatin1Char(' ')).contains(QStringLiteral("ACL prefix inventory. for User:pat")));
        QVERIFY(texts.join(QLatin1Char(' ')).contains(QStringLiteral("kafka-authorizer.log @ byte")));
        QSignalSpy asked(s.page.get(), &Page::locationRequested);
        QStringList places;
        const auto buttons = detail->findChildren<QPushButton*>();
        for (QPushButton* button : buttons)
            QTest::mouseClick(button, Qt::LeftButton);
        for (const auto& arguments : asked)
            places << base::toUrl(arguments[0].value<base::Location>());
        QVERIFY(places.contains(QStringLiteral("streamscape://access?principal=User%3Apat")));
        QVERIFY(places.contains(QStringLiteral("streamscape://lag?topic=inventory.movements")));
        QVERIFY(places.contains(QStringLiteral("streamscape://audit?host=10.20.4.17")));
    }
    void theBadgeCountsRefusalsWhateverIsLookedFor() {
        Shown s;
        QSignalSpy badge(s.page.get(), &Page::badgeChanged);
        s.follow();
        QVERIFY(s.caughtUp());
        QTRY_COMPARE(badge.last()[0].toInt(), 28);
        s.page->open({"audit", {}, {{"principal", "User:pat"}}, {}});
        QVERIFY(s.has(4 * 33));
        QCOMPARE(badge.last()[0].toInt(), 28);
    }
    void aCountOfTheFacetsHasRoomForAllItsFigures() {
        Shown s("");
        FacetModel model;
        FacetView facets(s.context, model);
        facets.resize(180, 300);
        facets.show();
        const auto room = [&] { return facets.columnWidth(1) - 16; }; // less the margins
        const auto needed = [&] {
            QFont font = facets.font();
            font.setPixelSize(13);
            return tabularWidth(QFontMetricsF(font), model.index(1, 1).data().toString());
        };
        model.setFacets({{Field::Principal, {{"User:pat", 12'345'678}}}}, {}, {});
        QVERIFY(room() >= needed());
        // A filter, and back.
        model.setFacets({{Field::Principal, {{"User:pat", 3}}}}, {}, {});
        const int narrow = room();
        model.setFacets({{Field::Principal, {{"User:pat", 12'345'678}}}}, {}, {});
        QVERIFY(room() > narrow);
        QVERIFY(room() >= needed());
        QCOMPARE(facets.columnWidth(0) + facets.columnWidth(1), facets.viewport()->width());
    }
    void linesOfNoNamedClusterAreSaidInTheHead() {
        Shown s;
        LogReader imported = readerOf(*s.store, sourceAt(s.logs.path(), "imported"));
        QVERIFY(readAll(*s.store, imported));
        s.feed.setSources({sourceAt(s.logs.path())});
        QVERIFY(s.caughtUp());
        auto* counts = s.child<QLabel>("pageCounts");
        QTRY_VERIFY(counts->text().contains(QStringLiteral("more of no named cluster")));
        QVERIFY(counts->toolTip().contains(
            QStringLiteral("streamscapectl audit import --cluster newlimits PATH")));
    }
    void comingBackShowsALineAtOnce() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        s.page->open({"audit", {}, {}, {}});
        QVERIFY(!s.child<QPlainTextEdit>("auditRaw")->toPlainText().isEmpty());
        QVERIFY(s.page->isSettled());
    }
    void aPageWhoseThemeIsSwitchedLooksLikeOneMadeInIt() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        QTRY_VERIFY(s.table()->visibleRows() > 0);
        s.theme.setChoice(ThemeChoice::Light);
        const QImage switched = test::picture(*s.page);
        AuditPage made(s.context, s.feed);
        made.resize(s.page->size());
        made.show();
        const QRect different = test::difference(switched, test::picture(made));
        QVERIFY2(different.isEmpty(), qPrintable(QDebug::toString(different)));
    }
    void brushingTheTimelineSetsTheSharedRange() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        QTest::qWait(50);
        auto* timeline = s.child<Histogram>("auditTimeline");
        QWidget* canvas = timeline->viewport();
        const int y = canvas->height() / 2;
        const QPoint from(canvas->width() / 3, y);
        const QPoint to(canvas->width() / 2, y);
        QTest::mousePress(canvas, Qt::LeftButton, {}, from);
        QTest::mouseMove(canvas, (from + to) / 2);
        QTest::mouseMove(canvas, to);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
        QTRY_VERIFY(!s.view.range().isLive());
        const std::int64_t minutes = (*s.view.range().to - *s.view.range().from).count() / 60'000;
        QVERIFY2(minutes >= 1 && minutes <= 4, qPrintable(QString::number(minutes)));
        QTRY_COMPARE(s.feed.snapshot()->question.range, s.view.range());
    }
    void theTableDoesNotMoveUnderWhoHasScrolled() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        const std::int64_t before = s.feed.snapshot()->answer.matched;
        QTRY_VERIFY(s.table()->verticalScrollBar()->maximum() > 0);
        s.table()->verticalScrollBar()->setValue(200);
        const QString seen = s.table()->indexAt(QPoint(5, 5)).data(base::KeyRole).toString();
        s.logs.append(allowed("User:jax", "2026-03-04 02:13:59,500"));
        QVERIFY(s.has(before + 1));
        QTRY_VERIFY(s.child<QPushButton>("auditNewer")->isVisible());
        QCOMPARE(s.table()->indexAt(QPoint(5, 5)).data(base::KeyRole).toString(), seen);
        QVERIFY(s.child<QPushButton>("auditNewer")->text().startsWith(QStringLiteral("1 new line")));
        QTest::mouseClick(s.child<QPushButton>("auditNewer"), Qt::LeftButton);
        QTRY_COMPARE(s.cell(0, "principal").data().toString(), QStringLiteral("User:jax"));
        QVERIFY(!s.child<QPushButton>("auditNewer")->isVisible());
    }
    void withoutASourceItSaysHow() {
        Shown s("");
        QTRY_VERIFY(s.page->isReady());
        QTRY_VERIFY(s.face().contains(QStringLiteral("No audit log is being read")));
        QVERIFY(s.face().contains(QStringLiteral("streamscapectl audit import")));
        s.shoot("audit-empty.png");
    }
    void aFolderThatCannotBeReadIsNamed() {
        Shown s("");
        s.feed.setSources({sourceAt("/no/such/folder")});
        QTRY_VERIFY(s.face().contains(QStringLiteral("/no/such/folder")));
    }
    void aFolderThatCannotBeReadDoesNotHideTheOthers() {
        Shown s;
        s.feed.setSources({sourceAt(s.logs.path()), sourceAt("/no/such/folder", "broker-2")});
        QVERIFY(s.caughtUp());
        QTRY_VERIFY(s.page->findChild<FaceStack*>()->isContentShown());
        QTRY_VERIFY(s.page->status().notice.contains(QStringLiteral("/no/such/folder")));
    }
    void whatMatchesNothingSaysSo() {
        Shown s;
        s.follow();
        QVERIFY(s.caughtUp());
        s.page->open({"audit", {}, {{"principal", "User:nobody"}}, {}});
        QVERIFY(s.has(0));
        QTRY_COMPARE(s.table()->visibleRows(), 0);
        QVERIFY(s.page->findChild<FaceStack*>()->isContentShown());
        s.shoot("audit-nothing.png");
    }
    void anUnknownDecisionInAnAddressIsAnErrorNotAnEmptyAnswer() {
        Shown s;
        s.page->open({"audit", {}, {{"decision", "maybe"}}, {}});
        QTRY_VERIFY(s.feed.error());
        QVERIFY(s.page->isReady());
    }
};

QTEST_MAIN(AuditPageTest)
#include "tst_audit_page.moc"
