// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/kpi_card.h"
#include "widgets/lag/lag_page.h"

#include <QApplication>
#include <QDir>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
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
    test::FakeCluster cluster;
    test::ManualClock clock;
    View view;
    Theme theme{ThemeChoice::Dark};
    MapMemory memory;
    PageContext context{view, theme, memory, clock.clock()};
    lag::Feed feed{cluster, clock.clock()};
    LagPage page{context, feed};
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
    void click(const QModelIndex& index) {
        groups()->scrollTo(index);
        QTest::mouseClick(groups()->viewport(), Qt::LeftButton, {}, groups()->visualRect(index).center());
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

    void aClickOnAGroupShowsItsPartitionsAndItsPlace() {
        Night night;
        night.showPage();
        QVERIFY(night.look(3));
        QSignalSpy moved(&night.page, &Page::locationChanged);
        night.click(night.cell(QStringLiteral("order-enricher"), QStringLiteral("Lag")));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(night.page.location().value("group"), std::string("order-enricher"));
        QCOMPARE(night.page.status().command, QStringLiteral("streamscapectl lag --group order-enricher"));
        QCOMPARE(night.partitions()->model()->index(0, 4).data().toString(),
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
        for (QPushButton* button : night.page.findChildren<QPushButton*>())
            if (button->isVisible())
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
        const QDir folder(qEnvironmentVariable("STREAMSCAPE_BINARY_DIR", QDir::tempPath()));
        QVERIFY(folder.mkpath(QStringLiteral("shots")));
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            night.theme.setChoice(choice);
            QCoreApplication::sendPostedEvents();
            const QPixmap shot = night.page.grab();
            QCOMPARE(shot.size(), night.page.size());
            QVERIFY(shot.save(folder.filePath(choice == ThemeChoice::Dark
                                                  ? QStringLiteral("shots/lag-page-dark.png")
                                                  : QStringLiteral("shots/lag-page-light.png"))));
        }
    }
};

QTEST_MAIN(TestLagPage)
#include "tst_lag_page.moc"
