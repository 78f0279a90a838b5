// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/kpi_card.h"
#include "widgets/common/line_chart.h"
#include "widgets/lag/lag_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::widgets;
using test::Question;

namespace {

class MapMemory final : public Memory {
public:
    QVariant value(const QString& key) const override { return m_values.value(key); }
    void setValue(const QString& key, const QVariant& value) override { m_values[key] = value; }

private:
    QHash<QString, QVariant> m_values;
};

// The night of the shoes: one group keeps up, one falls behind, one has stopped, one is empty.
struct Night {
    QTemporaryDir folder;
    std::unique_ptr<store::Store> store; ///< none before useStore()
    test::FakeCluster cluster;
    test::ManualClock clock;
    View view;
    Theme theme{ThemeChoice::Dark};
    MapMemory memory;
    PageContext context{view, theme, memory, clock.clock()};
    lag::Feed feed{cluster, clock.clock()};
    LagPage page{context, {{"night", &feed}}};
    int looked = 0;

    Night() {
        cluster.addTopic("inventory.movements", 6);
        cluster.addTopic("inventory.levels", 2);
        for (const char* group : {"inventory-projector", "order-enricher", "warehouse-sync-reno"})
            cluster.addGroup(group);
        cluster.addGroup("kaff-replay-test", kafka::GroupType::Consumer, kafka::GroupState::Empty);
        for (const char* group : {"order-enricher", "warehouse-sync-reno"})
            for (int p = 0; p < 6; ++p)
                cluster.addMember(group, std::string(group) + "-" + std::to_string(p),
                                  {{"inventory.movements", base::PartitionId{p}}});
        cluster.descriptions["inventory-projector"].state = kafka::GroupState::Empty;
        page.resize(1416, 900);
    }

    // Everything goes on for two seconds, then the feed looks.
    bool look(int times = 1) {
        for (int i = 0; i < times; ++i) {
            const int s = 2 * looked++;
            for (int p = 0; p < 6; ++p) {
                cluster.setEnd("inventory.movements", p, 100'000 + s * 200);
                cluster.commit("order-enricher", "inventory.movements", p, 100'000 + s * 200 - 10);
                cluster.commit("warehouse-sync-reno", "inventory.movements", p, 100'000 + s * 100);
                cluster.commit("inventory-projector", "inventory.movements", p, 90'000 - p * 500);
            }
            clock.advance(std::chrono::seconds{2});
            QSignalSpy changed(&feed, &lag::Feed::changed);
            feed.refresh();
            if (changed.isEmpty() && !changed.wait(2000))
                return false;
        }
        return true;
    }
    void useStore() {
        store = store::Store::open(
                    {folder.filePath(QStringLiteral("store")).toStdString(), store::Mode::ReadWrite, "test"})
                    .value();
        feed.useStore(*store, "night");
    }
    // What was asked of the store so far is done.
    bool settle() {
        const auto asked = test::await(feed.alertsBetween({}, clock.now()));
        return asked && test::await(store->write<base::Done>(
                            [](store::Sql&) -> base::Result<base::Done> { return base::Done{}; }));
    }
    // What is watched for, as the owner of the page hands it out.
    void watchFor(std::vector<lag::AlertRule> rules) {
        feed.setAlertRules(rules);
        page.setAlertRules(std::move(rules));
    }
    // What the movements topic keeps: what was not read then goes.
    void expireIn(base::Duration kept) {
        kafka::ResourceConfig config;
        config.resource = {kafka::ResourceType::Topic, "inventory.movements"};
        config.entries = {{"retention.ms", std::to_string(kept.count()), "", false, false, false},
                          {"retention.bytes", "-1", "", false, false, false},
                          {"cleanup.policy", "delete", "", false, false, false}};
        cluster.configs[config.resource] = config;
    }
    // A button of a row of joined ones, by its word.
    void press(const char* row, const QString& word) {
        for (QToolButton* button : find<QWidget>(row)->findChildren<QToolButton*>())
            if (button->text() == word)
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL(qPrintable(word));
    }
    QToolButton* chip() {
        for (QToolButton* button : page.findChildren<QToolButton*>())
            if (button->isVisible() && button->accessibleName().startsWith(QStringLiteral("Remove filter")))
                return button;
        return nullptr;
    }
    // Opens a button's menu and takes an entry; false where there is none.
    bool choose(const char* button, const QString& entry) {
        QTest::mouseClick(find<QPushButton>(button), Qt::LeftButton);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!menu)
            return false;
        for (QAction* action : menu->actions())
            if (action->text() == entry) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return true;
            }
        menu->close();
        return false;
    }
    // To the build folder, to be looked at beside the reference pictures.
    void draw(const QString& name, QWidget* what = nullptr) {
        QWidget* drawn = what ? what : &page;
        const QDir out(qEnvironmentVariable("STREAMSCAPE_BINARY_DIR", QDir::tempPath()));
        QVERIFY(out.mkpath(QStringLiteral("shots")));
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            theme.setChoice(choice);
            QCoreApplication::sendPostedEvents();
            // Lines are asked for anew, and come by an event.
            QVERIFY(test::await(feed.picture({})).has_value());
            QCoreApplication::sendPostedEvents();
            const QPixmap shot = drawn->grab();
            QCOMPARE(shot.size(), drawn->size());
            QVERIFY(shot.save(
                out.filePath(QStringLiteral("shots/%1-%2.png")
                                 .arg(name, choice == ThemeChoice::Dark ? QStringLiteral("dark")
                                                                        : QStringLiteral("light")))));
        }
    }
    void showPage() {
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
    }
    template<class T>
    T* find(const char* name) {
        return page.findChild<T*>(QString::fromLatin1(name));
    }
    DataTable* groups() { return find<DataTable>("lagGroups"); }
    DataTable* partitions() { return find<DataTable>("lagPartitions"); }
    QModelIndex cell(const QString& group, const QString& column) {
        QAbstractItemModel* model = groups()->model();
        for (int r = 0; r < model->rowCount(); ++r)
            if (model->index(r, 0).data().toString() == group)
                for (int c = 0; c < model->columnCount(); ++c)
                    if (model->headerData(c, Qt::Horizontal).toString() == column)
                        return model->index(r, c);
        return {};
    }
    QModelIndex cell(DataTable* table, int row, const char* columnId) {
        QAbstractItemModel* model = table->model();
        for (int c = 0; c < model->columnCount(); ++c)
            if (model->headerData(c, Qt::Horizontal, base::KeyRole).toString() == QLatin1String(columnId))
                return model->index(row, c);
        return {};
    }
    void click(const QModelIndex& index) { click(groups(), index); }
    void click(DataTable* table, const QModelIndex& index) {
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
};

const QString verdict = QStringLiteral("Verdict");

} // namespace

class TestLagPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWorstGroupOpensThePage() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        QCOMPARE(night.groups()->visibleRows(), 4);
        QCOMPARE(night.cell(QStringLiteral("inventory-projector"), verdict).data().toString(),
                 QStringLiteral("Stopped"));
        QCOMPARE(night.cell(QStringLiteral("warehouse-sync-reno"), verdict).data().toString(),
                 QStringLiteral("Falling behind"));
        QCOMPARE(night.cell(QStringLiteral("order-enricher"), verdict).data().toString(),
                 QStringLiteral("Keeping up"));
        QCOMPARE(night.cell(QStringLiteral("kaff-replay-test"), verdict).data().toString(),
                 QStringLiteral("Empty"));
        QCOMPARE(night.groups()->currentKey(), QStringLiteral("inventory-projector"));
        QCOMPARE(night.partitions()->visibleRows(), 6);
        QCOMPARE(night.find<KpiCard>("lagNeeded")->value(), QStringLiteral("2"));
        QVERIFY(night.find<KpiCard>("lagNeeded")->caption().contains(QStringLiteral("1 stopped")));
        QCOMPARE(night.find<KpiCard>("lagRates")->value(), QStringLiteral("1,200 /s"));
        QCOMPARE(night.find<QLabel>("pageCounts")->text(),
                 QStringLiteral("4 groups · 1 topic · 6 partitions"));
    }

    void theFirstLookShowsLagButNoRatesAndNoVerdict() {
        Night night;
        night.showPage();
        QVERIFY(night.look());
        QVERIFY(!night.page.isReady());
        QCOMPARE(night.find<KpiCard>("lagRates")->value(), base::unknownText);
        QVERIFY(!night.find<KpiCard>("lagRates")->toolTip().isEmpty());
        QCOMPARE(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")).data().toString(),
                 QStringLiteral("60"));
        QCOMPARE(night.cell(QStringLiteral("order-enricher"), verdict).data().toString(),
                 QStringLiteral("Not known yet"));
        QVERIFY(night.look());
        QVERIFY(night.page.isReady());
    }

    void aPictureWaitsUntilVerdictsAreOfMoreThanAMoment() {
        Night night;
        night.showPage();
        QVERIFY(night.look(2));
        QVERIFY(!night.page.isSettled());
        QVERIFY(night.look(8));
        QVERIFY(night.page.isSettled());
    }

    void theCardSaysWhichRecordsExpireFirst() {
        Night night;
        night.expireIn(std::chrono::hours{3});
        night.showPage();
        QVERIFY(night.look(40));
        auto* card = night.find<KpiCard>("lagExpiring");
        QVERIFY2(card->value().contains(QStringLiteral("2 h")), qPrintable(card->value()));
        QVERIFY(card->caption().contains(QStringLiteral("inventory-projector")));
    }

    void aClickOnTheFirstCardShowsOnlyWhoNeedsSomebody() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        QTest::mouseClick(night.find<KpiCard>("lagNeeded"), Qt::LeftButton);
        QCOMPARE(night.groups()->visibleRows(), 2);
        QCOMPARE(night.page.location().value("verdict"),
                 std::string("rewound,falling_behind,stalled,stopped"));
        QTRY_VERIFY(night.chip());
        QTest::mouseClick(night.chip(), Qt::LeftButton);
        QCOMPARE(night.groups()->visibleRows(), 4);
    }

    void aClickOnACardSortsByWhatItSpeaksOf() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        QTest::keyClick(night.find<KpiCard>("lagExpiring"), Qt::Key_Return);
        QVERIFY(!night.groups()->isColumnHidden(night.cell(night.groups(), 0, "expiry").column()));
        QTest::mouseClick(night.find<KpiCard>("lagBehind"), Qt::LeftButton);
        QCOMPARE(night.cell(night.groups(), 0, "group").data().toString(),
                 QStringLiteral("inventory-projector"));
    }

    void eachViewHasItsOwnTableThatAnAddressNames() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QSignalSpy moved(&night.page, &Page::locationChanged);
        night.press("lagBy", QStringLiteral("By topic"));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(night.page.location().value("by"), std::string("topic"));
        QCOMPARE(night.find<DataTable>("lagTopics")->visibleRows(), 1);
        night.page.open({"lag", "", {{"by", "partition"}}, {}});
        QCOMPARE(night.find<DataTable>("lagAllPartitions")->visibleRows(), 18);
        night.press("lagBy", QStringLiteral("By member"));
        QCOMPARE(night.find<DataTable>("lagMembers")->visibleRows(), 13); // one is nobody: six have no member
        night.press("lagBy", QStringLiteral("By group"));
        QCOMPARE(night.page.location().value("by"), std::string());
    }

    void aPartitionThatIsChosenIsShownInItsGroup() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        night.press("lagBy", QStringLiteral("By partition"));
        auto* all = night.find<DataTable>("lagAllPartitions");
        night.click(all, night.cell(all, 17, "lag")); // the least lag: order-enricher's
        QCOMPARE(night.page.location().value("group"), std::string("order-enricher"));
        QCOMPARE(night.partitions()->currentKey(), all->currentKey());
    }

    void aViewKeepsItsSelectionWhileAnotherIsInFront() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        night.press("lagBy", QStringLiteral("By member"));
        auto* members = night.find<DataTable>("lagMembers");
        night.click(members, night.cell(members, 5, "lag"));
        const QString key = members->currentKey();
        night.press("lagBy", QStringLiteral("By topic"));
        QVERIFY(night.look(2));
        night.press("lagBy", QStringLiteral("By member"));
        QCOMPARE(members->currentKey(), key);
    }

    void fAndXOnAVerdictFilterInAndOut() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        night.click(night.cell(QStringLiteral("order-enricher"), verdict));
        QTest::keyClick(night.groups(), Qt::Key_X);
        QCOMPARE(night.groups()->visibleRows(), 3);
        QCOMPARE(night.page.location().value("not_verdict"), std::string("keeping_up"));
        night.click(night.cell(QStringLiteral("inventory-projector"), verdict));
        QTest::keyClick(night.groups(), Qt::Key_F);
        QCOMPARE(night.groups()->visibleRows(), 1);
        QCOMPARE(night.page.location().value("verdict"), std::string("stopped"));
        const base::Location here = night.page.location();
        night.page.open({"lag", "", {}, {}});
        QCOMPARE(night.groups()->visibleRows(), 4);
        night.page.open(here);
        QCOMPARE(night.groups()->visibleRows(), 1);
    }

    void spaceStopsTheTableAndLetsItGoOn() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        const base::Time at = night.page.status().asOf.value();
        const auto lagOf = [&] {
            return night.cell(QStringLiteral("warehouse-sync-reno"), QStringLiteral("Lag")).data().toString();
        };
        const QString before = lagOf();
        night.groups()->setFocus();
        QTest::keyClick(night.groups(), Qt::Key_Space);
        QVERIFY(night.find<QWidget>("lagStrip")->isVisible());
        QVERIFY(night.find<QLabel>("lagStripText")->text().startsWith(QStringLiteral("Paused at ")));
        QVERIFY(night.look(3));
        QCOMPARE(lagOf(), before);
        QCOMPARE(night.page.status().asOf.value(), at);
        QTest::mouseClick(night.find<QPushButton>("lagStripBack"), Qt::LeftButton);
        QVERIFY(!night.find<QWidget>("lagStrip")->isVisible());
        QVERIFY(lagOf() != before);
        QVERIFY(night.page.status().asOf.value() > at);
    }

    void theBadgeGoesOnWhileTheTableStandsStill() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QTest::mouseClick(night.find<QPushButton>("lagPause"), Qt::LeftButton);
        QSignalSpy badge(&night.page, &Page::badgeChanged);
        QVERIFY(night.look(40));
        QCOMPARE(badge.last().at(0).toInt(), 2);
    }

    void withoutAHistoryThePastHasAFaceAndAWayBack() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        auto* faces = night.page.findChild<FaceStack*>();
        night.view.setRange(base::between(night.clock.now() - std::chrono::hours{9},
                                          night.clock.now() - std::chrono::hours{8}));
        QTRY_VERIFY(!faces->isContentShown());
        QVERIFY(night.find<QWidget>("lagStrip")->isVisible());
        QVERIFY(!night.find<QPushButton>("lagPause")->isEnabled());
        QTest::mouseClick(night.find<QPushButton>("lagStripBack"), Qt::LeftButton);
        QVERIFY(faces->isContentShown());
        QVERIFY(night.view.range().isLive());
    }

    void aPastMomentIsAskedForAgainOnceTheStoreIsThere() {
        Night night;
        night.useStore();
        QVERIFY(night.look(60));
        const base::Time then = night.clock.now();
        QVERIFY(night.look());
        QVERIFY(night.settle());
        lag::Feed later{night.cluster, night.clock.clock()}; // of a console that has only started
        LagPage page(night.context, {{"night", &later}});
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        night.view.setRange(base::between(then - std::chrono::minutes{1}, then));
        auto* faces = page.findChild<FaceStack*>();
        auto* text = page.findChild<QLabel*>(QStringLiteral("lagStripText"));
        QTRY_VERIFY(page.isReady() && !faces->isContentShown());
        later.useStore(*night.store, "night");
        const auto look = [&] {
            night.clock.advance(std::chrono::seconds{2});
            QSignalSpy changed(&later, &lag::Feed::changed);
            later.refresh();
            return !changed.isEmpty() || changed.wait();
        };
        QVERIFY(look());
        QTRY_VERIFY(faces->isContentShown());
        QVERIFY(text->text().startsWith(QStringLiteral("As it was at ")));
        QCOMPARE(page.findChild<DataTable*>(QStringLiteral("lagGroups"))->visibleRows(), 4);
    }

    void aFixedTimeShowsTheTableAsItWasAtItsEnd() {
        Night night;
        night.useStore();
        night.showPage();
        QVERIFY(night.look(60));
        const base::Time then = night.clock.now();
        QVERIFY(night.look(60));
        QVERIFY(night.settle());
        const auto lagOf = [&] {
            return night.cell(QStringLiteral("warehouse-sync-reno"), QStringLiteral("Lag")).data().toString();
        };
        const QString now = lagOf();
        night.view.setRange(base::between(then - std::chrono::minutes{1}, then));
        QTRY_VERIFY(night.find<QLabel>("lagStripText")->text().startsWith(QStringLiteral("As it was at ")));
        QVERIFY(night.page.findChild<FaceStack*>()->isContentShown());
        QVERIFY(lagOf() != now);
        QVERIFY(night.page.status().asOf.value() <= then);
        QVERIFY(night.page.status().asOf.value() > then - std::chrono::seconds{20});
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        const QModelIndex member = night.cell(night.partitions(), 0, "member");
        QCOMPARE(member.data().toString(), base::unknownText);
        QVERIFY(member.data(Qt::ToolTipRole).toString().contains(QStringLiteral("history does not keep")));
        QVERIFY(night.cell(night.partitions(), 0, "expiry")
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("history does not keep")));
        night.press("lagBy", QStringLiteral("By member"));
        QCOMPARE(night.find<DataTable>("lagMembers")->visibleRows(), 0);
        night.press("lagBy", QStringLiteral("By group"));
        QVERIFY(night.look(2)); // what is new does not show
        QVERIFY(night.page.status().asOf.value() <= then);
        QTest::mouseClick(night.find<QPushButton>("lagStripBack"), Qt::LeftButton);
        QCOMPARE(night.page.status().asOf.value(), night.clock.now());
    }

    void openAlertsAreCountedAndAcknowledged() {
        Night night;
        QSignalSpy badge(&night.page, &Page::badgeChanged);
        lag::AlertRule rule;
        rule.id = "stopped";
        rule.name = "A group stopped";
        rule.verdicts = {lag::Verdict::Stopped, lag::Verdict::FallingBehind};
        rule.notify = false;
        night.watchFor({rule});
        night.showPage();
        QVERIFY(night.look(40));
        QTRY_COMPARE(badge.last().at(0).toInt(), 2);
        QTest::mouseClick(night.find<QPushButton>("lagAlerts"), Qt::LeftButton);
        auto* open = night.find<DataTable>("lagAlertsOpen");
        QVERIFY(open && open->isVisible());
        QCOMPARE(open->visibleRows(), 2);
        QVERIFY(!night.find<QPushButton>("alertAcknowledge")->isEnabled());
        night.click(open, night.cell(open, 0, "rule"));
        QTest::mouseClick(night.find<QPushButton>("alertAcknowledge"), Qt::LeftButton);
        QTRY_COMPARE(badge.last().at(0).toInt(), 1);
        open->selectAll();
        QTest::mouseClick(night.find<QPushButton>("alertMuteHour"), Qt::LeftButton);
        QTRY_COMPARE(badge.last().at(0).toInt(), 0);
        night.press("lagAlertsTabs", QStringLiteral("History"));
        auto* history = night.find<DataTable>("lagAlertsHistory");
        QTRY_COMPARE(history->visibleRows(), 2);
    }

    void nothingMovesUnderTheMouseWhenAlertsAreRaised() {
        Night night;
        lag::AlertRule rule;
        rule.id = "stopped";
        rule.name = "A group stopped";
        rule.verdicts = {lag::Verdict::Stopped, lag::Verdict::FallingBehind};
        rule.notify = false;
        night.watchFor({rule});
        night.showPage();
        auto* alerts = night.find<QPushButton>("lagAlerts");
        auto* reset = night.find<QPushButton>("lagReset");
        QCOMPARE(alerts->text(), QStringLiteral("Alerts…"));
        const QPoint before = reset->mapTo(&night.page, QPoint());
        QVERIFY(night.look(40));
        QTRY_COMPARE(alerts->text(), QStringLiteral("▲ 2 · Alerts…"));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(reset->mapTo(&night.page, QPoint()), before);
    }

    void aRuleIsEditedAndHandedOut() {
        Night night;
        night.showPage();
        night.watchFor(lag::defaultAlertRules());
        QVERIFY(night.look(2));
        QSignalSpy changed(&night.page, &LagPage::alertRulesChanged);
        QTest::mouseClick(night.find<QPushButton>("lagAlerts"), Qt::LeftButton);
        night.press("lagAlertsTabs", QStringLiteral("Rules"));
        QCOMPARE(night.find<DataTable>("lagRules")->visibleRows(), 4);
        auto* on = night.find<QComboBox>("ruleOn");
        on->setFocus();
        QTest::keyClick(on, Qt::Key_Down);
        auto* bound = night.find<QLineEdit>("ruleBound");
        QTRY_VERIFY(bound->isVisible());
        QTest::keyClicks(bound, QStringLiteral("many"));
        QVERIFY(night.find<QLabel>("ruleWrong")->isVisible());
        QVERIFY(!night.find<QPushButton>("ruleSave")->isEnabled());
        bound->clear();
        QTest::keyClicks(bound, QStringLiteral("50,000"));
        QVERIFY2(
            night.find<QLabel>("ruleSentence")->text().contains(QStringLiteral("50,000 records or more")),
            qPrintable(night.find<QLabel>("ruleSentence")->text()));
        QTest::mouseClick(night.find<QPushButton>("ruleSave"), Qt::LeftButton);
        QCOMPARE(changed.count(), 1);
        const auto rules = changed.last().at(0).value<std::vector<lag::AlertRule>>();
        QCOMPARE(rules.size(), std::size_t(4));
        QCOMPARE(rules[0].bound, std::int64_t(50'000));
        QTest::mouseClick(night.find<QPushButton>("ruleAdd"), Qt::LeftButton);
        QCOMPARE(night.find<DataTable>("lagRules")->visibleRows(), 5);
        QTest::mouseClick(night.find<QPushButton>("ruleDelete"), Qt::LeftButton);
        QCOMPARE(night.find<DataTable>("lagRules")->visibleRows(), 4);
        QCOMPARE(changed.last().at(0).value<std::vector<lag::AlertRule>>(), rules);
    }

    void aRulesCommandIsTriedWithASample() {
        Night night;
        night.showPage();
        night.watchFor(lag::defaultAlertRules());
        QTest::mouseClick(night.find<QPushButton>("lagAlerts"), Qt::LeftButton);
        night.press("lagAlertsTabs", QStringLiteral("Rules"));
        auto* command = night.find<QLineEdit>("ruleCommand");
        QTest::keyClicks(command, QStringLiteral("grep -q sample-group"));
        QTest::mouseClick(night.find<QPushButton>("ruleTry"), Qt::LeftButton);
        QTRY_COMPARE(night.find<QLabel>("ruleTried")->text(), QStringLiteral("It ended well."));
        command->clear();
        QTest::keyClicks(command, QStringLiteral("/no/such/program"));
        QTest::mouseClick(night.find<QPushButton>("ruleTry"), Qt::LeftButton);
        QTRY_VERIFY(night.find<QLabel>("ruleTried")->text().contains(QStringLiteral("/no/such/program")));
    }

    void resettingIsAskedForTheSelectedGroup() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QSignalSpy asked(&night.page, &LagPage::resetRequested);
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        QTest::mouseClick(night.find<QPushButton>("lagReset"), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().at(0).value<std::string>(), std::string("night"));
        QCOMPARE(asked.first().at(1).value<std::string>(), std::string("order-enricher"));
        QCOMPARE(asked.first().at(2).value<std::string>(), std::string());
    }

    void resettingIsOfOneTopicWhereItsRowWasChosen() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QSignalSpy asked(&night.page, &LagPage::resetRequested);
        const auto topic = [&] {
            QTest::mouseClick(night.find<QPushButton>("lagReset"), Qt::LeftButton);
            return asked.last().at(2).value<std::string>();
        };
        night.press("lagBy", QStringLiteral("By partition"));
        QCOMPARE(topic(), std::string()); // nobody chose
        auto* all = night.find<DataTable>("lagAllPartitions");
        night.click(all, night.cell(all, 17, "lag"));
        QCOMPARE(topic(), std::string("inventory.movements"));
        night.press("lagBy", QStringLiteral("By group"));
        QCOMPARE(topic(), std::string());
        night.press("lagBy", QStringLiteral("By topic"));
        auto* topics = night.find<DataTable>("lagTopics");
        night.click(topics, night.cell(topics, 0, "topic"));
        QCOMPARE(topic(), std::string("inventory.movements"));
    }

    void theTableIsCopiedAsItIsShown() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        night.page.open({"lag", "", {{"verdict", "stopped"}}, {}});
        QVERIFY(night.choose("lagExport", QStringLiteral("Copy the table as CSV")));
        const QStringList lines = QApplication::clipboard()->text().split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[0].startsWith(QStringLiteral("group,topic,verdict,lag,time_lag")),
                 qPrintable(lines[0]));
        QVERIFY2(lines[1].startsWith(QStringLiteral("inventory-projector,inventory.movements,Stopped,")),
                 qPrintable(lines[1]));
        QVERIFY(night.choose("lagExport", QStringLiteral("Copy the table as JSON")));
        const QJsonArray rows = QJsonDocument::fromJson(QApplication::clipboard()->text().toUtf8()).array();
        QCOMPARE(rows.size(), 1);
        QVERIFY(rows[0].toObject().value(QStringLiteral("lag")).isDouble());
        QVERIFY(night.choose("lagExport", QStringLiteral("Copy everything as JSON")));
        QCOMPARE(QJsonDocument::fromJson(QApplication::clipboard()->text().toUtf8())
                     .object()
                     .value(QStringLiteral("groups"))
                     .toArray()
                     .size(),
                 4);
    }

    void aTimeLagHasRoomBeforeItIsLong() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        const QString longest = QStringLiteral("≥ 23 h 59 m");
        for (DataTable* table : {night.groups(), night.partitions()}) {
            const int width = table->columnWidth(night.cell(table, 0, "time_lag").column());
            QVERIFY2(width > table->fontMetrics().horizontalAdvance(longest) + 16,
                     qPrintable(table->objectName()));
        }
    }

    void aGroupOfOneTopicHasNoColumnForIt() {
        Night night;
        night.cluster.commit("kaff-replay-test", "inventory.movements", 0, 100);
        night.cluster.commit("kaff-replay-test", "inventory.levels", 0, 0);
        night.showPage();
        QVERIFY(night.look(3));
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        DataTable* table = night.partitions();
        const auto inView = [&](const char* column) {
            const QRect cell = table->visualRect(night.cell(table, 0, column));
            return cell.isValid() && table->viewport()->rect().contains(cell);
        };
        QVERIFY(table->isColumnHidden(night.cell(table, 0, "topic").column()));
        QVERIFY(inView("time_lag"));
        night.click(night.cell(QStringLiteral("kaff-replay-test"), QStringLiteral("Lag")));
        QVERIFY(!table->isColumnHidden(night.cell(table, 0, "topic").column()));
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        QVERIFY(table->isColumnHidden(night.cell(table, 0, "topic").column()));
        QVERIFY(inView("time_lag"));
    }

    void theMembersAndTheMapOfAGroupAreBesideItsPartitions() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        night.press("lagDetailTabs", QStringLiteral("Members 6"));
        QVERIFY(night.find<DataTable>("lagGroupMembers")->isVisible());
        QCOMPARE(night.find<DataTable>("lagGroupMembers")->visibleRows(), 6);
        night.press("lagDetailTabs", QStringLiteral("Map"));
        auto* map = night.find<QWidget>("lagMap");
        QVERIFY(map->isVisible());
        map->setFocus();
        QTest::keyClick(map, Qt::Key_Right);
        QTest::keyClick(map, Qt::Key_Right);
        QTest::keyClick(map, Qt::Key_Return);
        QVERIFY(night.partitions()->currentKey().endsWith(QStringLiteral("inventory.movements:2")));
    }

    void theChartShowsWhatIsChosen() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        auto* lines = night.find<LineChart>("lagLines");
        QTRY_VERIFY(!lines->legend()->entries().empty());
        night.press("lagMetric", QStringLiteral("Lag"));
        QTRY_COMPARE(lines->legend()->entries().size(), std::size_t(3));
        QCOMPARE(lines->legend()->entries().front().name, QStringLiteral("inventory-projector"));
        night.press("lagScope", QStringLiteral("Selected"));
        QTRY_COMPARE(lines->legend()->entries().size(), std::size_t(1));
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        QTRY_COMPARE(lines->legend()->entries().front().name, QStringLiteral("order-enricher"));
        night.press("lagMetric", QStringLiteral("Rates"));
        QTRY_COMPARE(lines->legend()->entries().front().name, QStringLiteral("order-enricher, read"));
        QCOMPARE(lines->legend()->entries().size(), std::size_t(1)); // what is written has its colour
    }

    void aGroupKeepsItsColourWhateverItsRank() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        auto* lines = night.find<LineChart>("lagLines");
        const auto colourOf = [&](const char* group) {
            for (const Legend::Entry& entry : lines->legend()->entries())
                if (entry.name == QLatin1String(group))
                    return entry.colour;
            return QColor();
        };
        night.press("lagMetric", QStringLiteral("Lag"));
        QTRY_COMPARE(lines->legend()->entries().size(), std::size_t(3));
        const QColor was = colourOf("order-enricher");
        QVERIFY(was.isValid());
        QVERIFY(colourOf("warehouse-sync-reno") != was);
        // Alone it is the first.
        night.press("lagScope", QStringLiteral("Selected"));
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        QTRY_COMPARE(lines->legend()->entries().size(), std::size_t(1));
        QCOMPARE(colourOf("order-enricher"), was);
    }

    void aChartWithoutValuesSaysWhy() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        auto* lines = night.find<LineChart>("lagLines");
        QTRY_VERIFY(!lines->legend()->entries().empty());
        QVERIFY(lines->whyEmpty().isEmpty());
        night.press("lagScope", QStringLiteral("Selected"));
        night.click(night.cell(QStringLiteral("kaff-replay-test"), QStringLiteral("Lag")));
        QTRY_COMPARE(lines->whyEmpty(),
                     QStringLiteral("No time lag is recorded for this group in this stretch"));
        night.draw(QStringLiteral("lag-no-values"));
        night.press("lagMetric", QStringLiteral("Rates"));
        QTRY_COMPARE(lines->whyEmpty(),
                     QStringLiteral("No rates are recorded for this group in this stretch"));
    }

    void theKeysZoomIntoTheChartAndBack() {
        Night night;
        night.showPage();
        QVERIFY(night.look(40));
        auto* lines = night.find<LineChart>("lagLines");
        QTRY_VERIFY(!lines->legend()->entries().empty());
        lines->setFocus();
        QTest::keyClick(lines, Qt::Key_Plus);
        QVERIFY(!night.view.range().isLive());
        QTest::keyClick(lines, Qt::Key_Home);
        QVERIFY(night.view.range().isLive());
    }

    void severalClustersStandInOneTable() {
        Night night;
        test::FakeCluster other;
        lag::Feed otherFeed{other, night.clock.clock()};
        other.addTopic("orders", 1, 100);
        other.addGroup("order-enricher");
        other.commit("order-enricher", "orders", 0, 30);
        LagPage both(night.context, {{"reno", &night.feed}, {"ghent", &otherFeed}});
        both.resize(1416, 900);
        both.show();
        QVERIFY(QTest::qWaitForWindowExposed(&both));
        QSignalSpy changed(&otherFeed, &lag::Feed::changed);
        otherFeed.refresh();
        QVERIFY(!changed.isEmpty() || changed.wait());
        QVERIFY(night.look(2));
        auto* table = both.findChild<DataTable*>(QStringLiteral("lagGroupsOfClusters"));
        QCOMPARE(table->visibleRows(), 5);
        QVERIFY(!table->isColumnHidden(night.cell(table, 0, "cluster").column()));
        both.open({"lag", "", {{"group", "order-enricher"}, {"cluster", "ghent"}}, {}});
        QCOMPARE(both.location().value("cluster"), std::string("ghent"));
        QCOMPARE(both.findChild<DataTable*>(QStringLiteral("lagPartitions"))->visibleRows(), 1);
        both.open({"lag", "", {{"group", "order-enricher"}, {"cluster", "reno"}}, {}});
        QCOMPARE(both.findChild<DataTable*>(QStringLiteral("lagPartitions"))->visibleRows(), 6);
        QSignalSpy asked(&both, &LagPage::resetRequested);
        QTest::mouseClick(both.findChild<QPushButton*>(QStringLiteral("lagReset")), Qt::LeftButton);
        QCOMPARE(asked.first().at(0).value<std::string>(), std::string("reno"));
    }

    void anotherClusterComesAndGoesAndNobodyLosesTheirPlace() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        night.groups()->sortByColumn(night.cell(night.groups(), 0, "group").column(), Qt::DescendingOrder);
        night.page.open({"lag", "", {{"text", "o"}}, {}});
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        const base::Location before = night.page.location();
        test::FakeCluster other;
        other.addTopic("orders", 1, 100);
        other.addGroup("order-enricher");
        other.commit("order-enricher", "orders", 0, 30);
        {
            lag::Feed otherFeed{other, night.clock.clock()};
            night.page.setSources({{"night", &night.feed}, {"ghent", &otherFeed}});
            QSignalSpy changed(&otherFeed, &lag::Feed::changed);
            otherFeed.refresh();
            QVERIFY(!changed.isEmpty() || changed.wait());
            auto* table = night.find<DataTable>("lagGroupsOfClusters");
            QVERIFY(table);
            QVERIFY(!table->isColumnHidden(night.cell(table, 0, "cluster").column()));
            QCOMPARE(table->horizontalHeader()->sortIndicatorSection(),
                     night.cell(table, 0, "group").column());
            QCOMPARE(night.page.location().value("cluster"), std::string("night"));
            QVERIFY(night.cell(table, 0, "group")
                        .data(base::LinkRole)
                        .toString()
                        .contains(QStringLiteral("cluster=")));
            QCOMPARE(night.page.location().value("group"), std::string("order-enricher"));
            QCOMPARE(night.partitions()->visibleRows(), 6);
            night.page.open({"lag", "", {{"group", "order-enricher"}, {"cluster", "ghent"}}, {}});
            QCOMPARE(night.partitions()->visibleRows(), 1);
            night.page.open(before);
            night.page.setSources({{"night", &night.feed}});
        }
        QVERIFY(night.groups());
        QVERIFY(night.groups()->isColumnHidden(night.cell(night.groups(), 0, "cluster").column()));
        QCOMPARE(night.page.location(), before);
        QVERIFY(night.look());
        QCOMPARE(night.groups()->currentKey(), QStringLiteral("order-enricher"));
        QCOMPARE(night.partitions()->visibleRows(), 6);
    }

    void anAddressNamesTheClusterAlsoWhereItIsTheOnlyOne() {
        Night night;
        night.showPage();
        QVERIFY(night.look(2));
        night.page.open({"lag", "", {{"group", "order-enricher"}, {"cluster", "night"}}, {}});
        QCOMPARE(night.partitions()->visibleRows(), 6);
        QCOMPARE(night.page.location().value("cluster"), std::string());
        night.page.open({"lag", "", {{"group", "order-enricher"}, {"cluster", "ghent"}}, {}});
        QCOMPARE(night.partitions()->visibleRows(), 0); // one of its name is another group
    }

    void aGroupGoesFromSightWithItsCluster() {
        Night night;
        test::FakeCluster other;
        other.addTopic("orders", 1, 100);
        other.addGroup("bookkeeper");
        lag::Feed otherFeed{other, night.clock.clock()};
        night.page.setSources({{"night", &night.feed}, {"ghent", &otherFeed}});
        night.showPage();
        QVERIFY(night.look(2));
        night.page.open({"lag", "", {{"group", "bookkeeper"}, {"cluster", "ghent"}}, {}});
        night.page.setSources({{"night", &night.feed}});
        QCOMPARE(night.page.location().value("group"), std::string());
        QVERIFY(!night.groups()->currentKey().isEmpty()); // the worst of those that are left
    }

    void aPauseHoldsWhileAnotherClusterComes() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QTest::keyClick(&night.page, Qt::Key_Space);
        const auto lag = [&](DataTable* table) { return night.cell(table, 0, "end").data().toString(); };
        const QString was = lag(night.partitions());
        QVERIFY(night.look(3));
        test::FakeCluster other;
        lag::Feed otherFeed{other, night.clock.clock()};
        night.page.setSources({{"night", &night.feed}, {"ghent", &otherFeed}});
        QCOMPARE(lag(night.partitions()), was);
        night.page.setSources({{"night", &night.feed}});
        QCOMPARE(lag(night.partitions()), was);
        QTest::keyClick(&night.page, Qt::Key_Space);
        QVERIFY(lag(night.partitions()) != was);
    }

    void aClickOnAGroupShowsItsPartitionsAndItsPlace() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QSignalSpy moved(&night.page, &Page::locationChanged);
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(night.page.location().value("group"), std::string("order-enricher"));
        QCOMPARE(night.page.status().command, QStringLiteral("streamscapectl lag --group order-enricher"));
        QCOMPARE(night.cell(night.partitions(), 0, "end").data().toString(),
                 base::grouped(night.cluster.ends[{"inventory.movements", base::PartitionId{0}}]));
    }

    void theSelectionStaysWhenNewsComes() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        night.cluster.addGroup("a-new-one");
        QVERIFY(night.look(30));
        QCOMPARE(night.groups()->currentKey(), QStringLiteral("order-enricher"));
        QCOMPARE(night.page.location().value("group"), std::string("order-enricher"));
    }

    void theLinksLeadToTheOtherPages_data() {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("address");
        QTest::newRow("audit") << "lagToAudit"
                               << "streamscape://audit?resource=inventory.movements&resource_type=TOPIC";
        QTest::newRow("access") << "lagToAccess"
                                << "streamscape://access?topic=inventory.movements";
        QTest::newRow("topic") << "lagToTopic"
                               << "streamscape://inventory/cluster?topic=inventory.movements";
    }
    void theLinksLeadToTheOtherPages() {
        QFETCH(QString, button);
        QFETCH(QString, address);
        Night night;
        night.showPage();
        QVERIFY(night.look(2));
        QSignalSpy asked(&night.page, &Page::locationRequested);
        QTest::mouseClick(night.find<QPushButton>(button.toLatin1().constData()), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(base::toUrl(asked.first().first().value<base::Location>()), address);
    }

    void anAddressSelectsItsGroup() {
        Night night;
        night.page.open({"lag", "", {{"group", "warehouse-sync-reno"}}, {}});
        night.showPage();
        QVERIFY(night.look(3));
        QCOMPARE(night.groups()->currentKey(), QStringLiteral("warehouse-sync-reno"));
        QCOMPARE(night.page.location().value("group"), std::string("warehouse-sync-reno"));
    }

    void anAddressOfAGroupThatIsNotThereIsSaid() {
        Night night;
        night.showPage();
        QVERIFY(night.look());
        night.page.open({"lag", "", {{"group", "nobody"}}, {}});
        QVERIFY(night.find<QLabel>("lagWhy")->text().contains(QStringLiteral("no such group")));
        QCOMPARE(night.partitions()->visibleRows(), 0);
    }

    void anAddressOfATopicShowsItsGroupsUntilTheChipIsTakenOff() {
        Night night;
        night.cluster.addGroup("levels-only");
        night.cluster.commit("levels-only", "inventory.levels", 0, 0);
        night.showPage();
        QVERIFY(night.look(2));
        QCOMPARE(night.groups()->visibleRows(), 5);
        night.page.open({"lag", "", {{"topic", "inventory.levels"}}, {}});
        QCOMPARE(night.groups()->visibleRows(), 1);
        QCOMPARE(night.page.location().value("topic"), std::string("inventory.levels"));
        night.page.open({"lag", "", {}, {}});
        QCOMPARE(night.groups()->visibleRows(), 5);
    }

    void typingFiltersTheGroups() {
        Night night;
        night.showPage();
        QVERIFY(night.look(2));
        night.page.focusFilter();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("reno"));
        QTRY_COMPARE(night.groups()->visibleRows(), 1);
        QCOMPARE(night.page.location().value("text"), std::string("reno"));
    }

    void aFailureBeforeAnyDataHasAFaceAndTryAgainWorks() {
        Night night;
        night.cluster.failCall(Question::ListGroups, 1,
                               {base::ErrorKind::Transport, "No broker answers", "fake:9092", "", ""});
        night.showPage();
        QVERIFY(night.look());
        auto* faces = night.page.findChild<FaceStack*>();
        QVERIFY(!faces->isContentShown());
        QVERIFY(night.page.isReady());
        for (QPushButton* button : night.page.findChild<Face*>()->findChildren<QPushButton*>())
            QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(faces->isContentShown());
    }

    void aFailureAfterDataKeepsItAndSaysItsAge() {
        Night night;
        night.showPage();
        QVERIFY(night.look(2));
        night.cluster.failEverything(
            base::Error{base::ErrorKind::Transport, "No broker answers", "fake:9092", "", ""});
        const base::Time before = night.clock.now();
        QVERIFY(night.look());
        QVERIFY(night.page.findChild<FaceStack*>()->isContentShown());
        QCOMPARE(night.groups()->visibleRows(), 4);
        QCOMPARE(night.page.status().asOf.value(), before);
        QCOMPARE(night.page.status().severity, base::Severity::Bad);
    }

    void aClusterWithoutGroupsSaysSo() {
        Night night;
        night.cluster.groups.groups.clear();
        night.showPage();
        QSignalSpy changed(&night.feed, &lag::Feed::changed);
        night.feed.refresh();
        QVERIFY(!changed.isEmpty() || changed.wait());
        QVERIFY(!night.page.findChild<FaceStack*>()->isContentShown());
    }

    void whatThisConnectionMayNotSeeIsMentioned() {
        Night night;
        night.cluster.info.authorized = std::vector<kafka::Operation>{};
        night.showPage();
        QVERIFY(night.look());
        QVERIFY(night.find<QLabel>("lagVisibility")->isVisible());
        QVERIFY(night.find<QLabel>("lagVisibility")->text().contains(QStringLiteral("may not list all")));
    }

    void theBadgeCountsWhoNeedsSomebody() {
        Night night;
        QSignalSpy badge(&night.page, &Page::badgeChanged);
        QVERIFY(night.look(40));
        QCOMPARE(badge.last().at(0).toInt(), 2);
        QCOMPARE(badge.last().at(1).value<base::Severity>(), base::Severity::Bad);
    }

    void aNameThatAShellWouldCutIsQuotedInTheCommand() {
        Night night;
        night.cluster.addGroup("a 'b");
        night.showPage();
        QVERIFY(night.look());
        night.page.open({"lag", "", {{"group", "a 'b"}}, {}});
        QCOMPARE(night.page.status().command, QStringLiteral("streamscapectl lag --group 'a '\\''b'"));
    }

    void everyGroupAndTopicCanBeFound() {
        Night night;
        QVERIFY(night.look());
        const std::vector<Finding> found = night.page.findings();
        QCOMPARE(found.size(), std::size_t(5));
        QCOMPARE(found.back().location.value("topic"), std::string("inventory.movements"));
    }

    void itIsDrawnInBothThemes() {
        Night night;
        night.showPage();
        QVERIFY(night.look(120));
        night.draw(QStringLiteral("lag-page"));
    }

    void itsOtherFacesAreDrawnInBothThemes() {
        Night night;
        night.useStore();
        night.watchFor(lag::defaultAlertRules());
        night.showPage();
        QVERIFY(night.look(160));
        QVERIFY(night.settle());
        night.press("lagBy", QStringLiteral("By partition"));
        night.press("lagMetric", QStringLiteral("Rates"));
        QTest::keyClick(night.find<DataTable>("lagAllPartitions"), Qt::Key_Space);
        night.draw(QStringLiteral("lag-paused"));
        QTest::mouseClick(night.find<QPushButton>("lagStripBack"), Qt::LeftButton);
        night.press("lagBy", QStringLiteral("By group"));
        night.press("lagMetric", QStringLiteral("Time lag"));
        night.cluster.addTopic("wide", 300, 1000);
        for (int p = 0; p < 300; ++p) {
            night.cluster.setEnd("wide", p, 1000 + p * p % 7919);
            night.cluster.commit("kaff-replay-test", "wide", p, 1000);
        }
        night.page.open({"lag", "", {{"group", "kaff-replay-test"}}, {}}); // read in full from now on
        QVERIFY(night.look(3));
        QTRY_COMPARE(night.partitions()->visibleRows(), 300);
        night.press("lagDetailTabs", QStringLiteral("Map"));
        night.draw(QStringLiteral("lag-map"));
        const base::Time then = night.clock.now() - std::chrono::seconds{40};
        night.view.setRange(base::between(then - std::chrono::minutes{2}, then));
        QTRY_VERIFY(night.find<QLabel>("lagStripText")->text().startsWith(QStringLiteral("As it was at ")));
        night.draw(QStringLiteral("lag-past"));
        QTest::mouseClick(night.find<QPushButton>("lagAlerts"), Qt::LeftButton);
        night.draw(QStringLiteral("lag-alerts"), night.find<QWidget>("lagAlertsDialog"));
        night.press("lagAlertsTabs", QStringLiteral("Rules"));
        night.draw(QStringLiteral("lag-rules"), night.find<QWidget>("lagAlertsDialog"));
    }
};

QTEST_MAIN(TestLagPage)
#include "tst_lag_page.moc"
