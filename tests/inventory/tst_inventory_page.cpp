// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inventory/stock_bench.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/heat_grid.h"
#include "widgets/common/kpi_card.h"
#include "widgets/common/line_chart.h"
#include "widgets/common/segmented.h"
#include "widgets/inventory/inventory_page.h"

#include <QDir>
#include <QHash>
#include <QHelpEvent>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QToolTip>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::widgets;
using test::move;
using test::spec;

namespace {

class MapMemory final : public Memory {
public:
    QVariant value(const QString& key) const override { return m_values.value(key); }
    void setValue(const QString& key, const QVariant& value) override { m_values[key] = value; }

private:
    QHash<QString, QVariant> m_values;
};

// The shop: three warehouses, four categories, an hour of trade, then somebody's dump.
struct Shop {
    test::Bench bench;
    View view;
    Theme theme{ThemeChoice::Dark};
    MapMemory memory;
    PageContext context{view, theme, memory, bench.clock.clock()};
    inventory::ClusterFeed clusterFeed{bench.cluster, bench.clock.clock()};
    InventoryPage page{context, bench.feed.get(), clusterFeed};
    std::int64_t offset = 0;
    int event = 0;

    Shop() {
        bench.cluster.info.brokers = {
            {{1}, "kafka-1", 9092, "a"}, {{2}, "kafka-2", 9092, "b"}, {{3}, "kafka-3", 9092, "c"}};
        page.resize(1230, 830);
        view.setRange(base::lastOf(std::chrono::hours{2}));
    }
    void showPage() {
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
    }
    void open() {
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
    }
    base::Time minutesAgo(double minutes) const {
        return bench.clock.now() - base::Duration{static_cast<std::int64_t>(minutes * 60'000)};
    }
    void add(test::BatchBuilder& batch, const std::string& sku, const std::string& type,
             std::int64_t quantity, const std::string& warehouse, base::Time at, const char* source) {
        test::MovementJson json = move("e-" + std::to_string(event++), type, quantity, warehouse);
        json.text("sku", sku).text("source", source).at(at);
        batch.record(spec.movements, 0, offset++, at, sku, json.build());
    }
    void trade() {
        test::BatchBuilder batch;
        const char* categories[] = {"Running", "Trail", "Court", "Boots"};
        const char* names[] = {"Aero Runner 3", "Trail Fox GTX", "Court Classic", "Ridge Boot"};
        const char* warehouses[][2] = {{"BER1", "Berlin"}, {"HAM1", "Hamburg"}, {"RNO1", "Reno"}};
        std::int64_t product = 0;
        for (int category = 0; category < 4; ++category)
            for (int size = 39; size < 44; ++size) {
                const std::string sku = "NL-" + std::to_string(category) + "-" + std::to_string(size);
                batch.record(spec.products, 0, product++, minutesAgo(100), sku,
                             std::string(R"({"name":")") + names[category] + R"(","category":")" +
                                 categories[category] + R"(","size":")" + std::to_string(size) +
                                 R"(","reorder_point":12})");
            }
        std::int64_t place = 0;
        for (const auto& warehouse : warehouses)
            batch.record(spec.warehouses, 0, place++, minutesAgo(100), warehouse[0],
                         std::string(R"({"name":")") + warehouse[1] + R"(","kind":"warehouse"})");
        std::mt19937 random(3);
        const auto sku = [&] {
            return "NL-" + std::to_string(random() % 4) + "-" + std::to_string(39 + random() % 5);
        };
        for (int category = 0; category < 4; ++category)
            for (int size = 39; size < 44; ++size)
                for (const auto& warehouse : warehouses)
                    add(batch, "NL-" + std::to_string(category) + "-" + std::to_string(size), "receipt",
                        category == 1 ? 24 : 40 + size, warehouse[0], minutesAgo(95), "wms");
        for (int i = 0; i < 400; ++i)
            add(batch, sku(),
                i % 7 == 0    ? "receipt"
                : i % 11 == 0 ? "reservation"
                              : "sale",
                1 + static_cast<std::int64_t>(random() % 3), warehouses[random() % 3][0],
                minutesAgo(90.0 - i * 0.2), "pos");
        finish(batch, product, place);
    }
    void dump() {
        test::BatchBuilder batch;
        for (int size = 39; size < 42; ++size)
            for (int i = 0; i < 3; ++i)
                add(batch, "NL-0-" + std::to_string(size), "adjustment", -60, "RNO1", minutesAgo(8 - i),
                    "nightly-batch");
        for (int i = 0; i < 40; ++i)
            batch.record(spec.movements, 0, offset++, minutesAgo(9.5 - i * 0.02), "NL-0-39",
                         "{\"quantity\":\"3\"}");
        finish(batch, 0, 0);
    }
    void finish(test::BatchBuilder& batch, std::int64_t products, std::int64_t places) {
        batch.position(spec.movements, 0, offset, true);
        if (products > 0)
            batch.position(spec.products, 0, products, true);
        if (places > 0)
            batch.position(spec.warehouses, 0, places, true);
        bench.cluster.setEnd(spec.movements, 0, offset);
        const int before = bench.tails.newest()->takenCount();
        bench.tails.newest()->send(batch.build());
        QTRY_COMPARE(bench.tails.newest()->takenCount(), before + 1);
        QTRY_VERIFY(bench.view().stock && bench.view().caughtUp() &&
                    bench.view().stock->projection.counts.records == offset);
    }
    template<class T>
    T* find(const char* name) {
        return page.findChild<T*>(QString::fromLatin1(name));
    }
    DataTable* levels() { return find<DataTable>("stockLevels"); }
    DataTable* movements() { return find<DataTable>("stockMovements"); }
    QString cell(DataTable* table, int row, const char* column) {
        for (int c = 0; c < table->model()->columnCount(); ++c)
            if (table->model()->headerData(c, Qt::Horizontal, base::KeyRole).toString() ==
                QLatin1String(column))
                return table->model()->index(row, c).data().toString();
        return QStringLiteral("no such column");
    }
    void clickRow(DataTable* table, int row) {
        const QModelIndex index = table->model()->index(row, 1);
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    void clickSegment(const char* segmented, const QString& text) {
        for (QToolButton* button : find<Segmented>(segmented)->findChildren<QToolButton*>())
            if (button->text().startsWith(text))
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL("no such segment");
    }
    QString face() const {
        QStringList texts;
        for (const QLabel* label : page.findChildren<QLabel*>())
            if (label->isVisible())
                texts << label->text();
        return texts.join(QLatin1Char('\n'));
    }
};

} // namespace

class tst_InventoryPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itOpensWithWhatNeedsAttention() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.dump();
        QTRY_COMPARE(shop.find<KpiCard>("stockOversold")->value(), QStringLiteral("3"));
        QCOMPARE(shop.find<KpiCard>("stockBad")->value(), QStringLiteral("40"));
        QVERIFY(shop.find<KpiCard>("stockBad")->caption().contains(QStringLiteral("01:50:30")));
        QVERIFY(shop.find<QLabel>("pageCounts")->text().contains(QStringLiteral("20 SKUs · 3 warehouses")));
        QCOMPARE(shop.find<Segmented>("stockFilter")->current(), QStringLiteral("oversold"));
        QTRY_COMPARE(shop.levels()->visibleRows(), 3);
        QCOMPARE(shop.cell(shop.levels(), 0, "warehouse"), QStringLiteral("Reno"));
        QTRY_VERIFY(shop.movements()->visibleRows() > 3); // of the worst level, at once
        QCOMPARE(shop.cell(shop.movements(), 0, "source"), QStringLiteral("nightly-batch"));
        QCOMPARE(shop.cell(shop.movements(), 0, "quantity"), QStringLiteral("-60"));
    }
    void choosingALevelShowsItsMovementsAndIsAnAddress() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.clickSegment("stockFilter", QStringLiteral("All"));
        QTRY_COMPARE(shop.levels()->visibleRows(), 60);
        QSignalSpy moved(&shop.page, &Page::locationChanged);
        shop.clickRow(shop.levels(), 5);
        QTRY_VERIFY(!moved.isEmpty());
        const base::Location here = shop.page.location();
        QCOMPARE(QString::fromStdString(here.value("sku")), shop.cell(shop.levels(), 5, "sku"));
        QCOMPARE(here.value("show"), std::string("all"));
        QVERIFY(shop.page.status().command.contains(QString::fromStdString(here.value("sku"))));
        QTRY_VERIFY(shop.movements()->visibleRows() > 0);
        QCOMPARE(shop.cell(shop.movements(), 0, "level"), shop.cell(shop.levels(), 5, "on_hand"));

        shop.page.open({"inventory", "stock", {{"sku", "NL-2-40"}, {"warehouse", "HAM1"}}, std::nullopt});
        QTRY_COMPARE(shop.levels()->currentKey(), QStringLiteral("NL-2-40|HAM1"));
        QCOMPARE(shop.page.location().value("sku"), std::string("NL-2-40"));
    }
    void theLinksLeadToTheOtherPages() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.dump();
        QTRY_VERIFY(shop.movements()->visibleRows() > 3);
        QSignalSpy asked(&shop.page, &Page::locationRequested);
        QTest::mouseClick(shop.find<QPushButton>("stockToAccess"), Qt::LeftButton);
        QCOMPARE(asked.takeFirst().at(0).value<base::Location>().page, std::string("access"));
        QTest::mouseClick(shop.find<QPushButton>("stockToLag"), Qt::LeftButton);
        QCOMPARE(asked.takeFirst().at(0).value<base::Location>().value("topic"), spec.movements);
        shop.clickRow(shop.movements(), 0);
        QTest::mouseClick(shop.find<QPushButton>("stockToAudit"), Qt::LeftButton);
        const auto audit = asked.takeLast().at(0).value<base::Location>();
        QCOMPARE(audit.value("resource"), spec.movements);
        QVERIFY(audit.range && audit.range->from && *audit.range->from < shop.minutesAgo(6));
    }
    void aCellOfTheHeatMapNarrowsTheTable() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        auto* heat = shop.page.findChild<HeatGrid*>();
        QTRY_VERIFY(heat->height() > 60);
        QTest::mouseClick(heat, Qt::LeftButton, {},
                          QPoint(heat->width() - 20, 28 + 26 * 2 + 12)); // Reno, Trail
        QTRY_COMPARE(shop.levels()->visibleRows(), 5);
        QCOMPARE(shop.page.location().value("category"), std::string("Trail"));
        QCOMPARE(shop.cell(shop.levels(), 0, "warehouse"), QStringLiteral("Reno"));
    }
    void theHeatMapSaysWhatItLeavesOut() {
        Shop shop;
        shop.showPage();
        shop.open();
        test::BatchBuilder batch;
        batch.record(spec.products, 0, 0, shop.minutesAgo(9), "NL-1",
                     R"({"category":"Trail","reorder_point":10})");
        batch.record(spec.products, 0, 1, shop.minutesAgo(9), "NL-2", R"({"category":"Trail"})");
        shop.add(batch, "NL-1", "receipt", 5, "BER1", shop.minutesAgo(8), "wms");
        shop.add(batch, "NL-2", "receipt", 900, "BER1", shop.minutesAgo(8), "wms");
        shop.finish(batch, 2, 0);
        auto* heat = shop.page.findChild<HeatGrid*>();
        QTRY_VERIFY(heat->height() > 50);
        const QPoint cell(heat->width() - 20, 28 + 12);
        QHelpEvent hover(QEvent::ToolTip, cell, heat->mapToGlobal(cell));
        QCoreApplication::sendEvent(heat, &hover);
        QCOMPARE(QToolTip::text(), QStringLiteral("2 levels, 0 oversold\n"
                                                  "5 on hand, reorder points add up to 10\n"
                                                  "Left out: 1 level without a reorder point, 900 on hand"));
    }
    void anAddressThatNamesNothingSaysSo() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.page.open({"inventory", "stock", {{"sku", "NL-9"}, {"warehouse", "RNO1"}}, std::nullopt});
        QTRY_COMPARE(shop.levels()->visibleRows(), 0);
        QVERIFY(shop.find<QLabel>("stockWhat")->text().contains(QStringLiteral("Nothing is known")));
    }

    void beforeTheFirstAnswerItSaysWhatItWaitsFor() {
        Shop shop;
        shop.bench.cluster.hold(test::Question::DescribeCluster);
        shop.showPage();
        shop.bench.feed->start();
        QVERIFY(!shop.page.isReady());
        QVERIFY(shop.face().contains(QStringLiteral("Reading")));
    }
    void beforeTheFirstLevelsItCountsNone() {
        Shop shop;
        shop.bench.cluster.setEnd(spec.movements, 0, 90'000);
        shop.showPage();
        shop.open();
        QTRY_VERIFY(shop.face().contains(QStringLiteral("Catching up: 0 of 90,000")));
        QVERIFY(!shop.face().contains(QStringLiteral("0 SKUs"))); // not known yet
    }
    void withoutRecordsItSaysWhereTheyWouldComeFrom() {
        Shop shop;
        shop.showPage();
        shop.bench.cluster.setEnd(spec.products, 0, 0);
        shop.open();
        QTRY_VERIFY(shop.face().contains(QStringLiteral("No stock movements yet")));
        QVERIFY(shop.page.isReady());
    }
    void whereTheTopicMayNotBeSeenItSaysSo() {
        Shop shop;
        shop.bench.cluster.topics.clear();
        shop.showPage();
        shop.bench.feed->start();
        QTRY_VERIFY(shop.face().contains(QStringLiteral("may not be seen")));
        QVERIFY(shop.page.isReady());
    }
    void whenTheClusterIsLostTheStockStaysAndSaysSinceWhen() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.bench.tails.newest()->breakDown(
            base::Error{base::ErrorKind::Transport, "No broker answers", {}, {}, {}});
        QTRY_VERIFY(shop.face().contains(QStringLiteral("Nothing new since")));
        QVERIFY(shop.levels()->visibleRows() > 0);
        QCOMPARE(shop.page.status().severity, base::Severity::Bad);
        shop.bench.tails.newest()->recover();
        QTRY_VERIFY(!shop.face().contains(QStringLiteral("Nothing new since")));
    }
    void aFailedPartitionIsNamedUntilItIsReadAgain() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.bench.fail(0, base::Error{base::ErrorKind::Denied, "Not allowed to READ", {}, {}, {}});
        const QString said = QStringLiteral("inventory.movements-0 is not read: Not allowed to READ");
        QTRY_VERIFY(shop.face().contains(said));
        QCOMPARE(shop.page.status().severity, base::Severity::Bad);
        QVERIFY(shop.page.status().notice.contains(said));
        shop.bench.askEnds();
        QVERIFY(shop.face().contains(said));
        QVERIFY(shop.levels()->visibleRows() > 0);
        shop.bench.tails.newest()->send(
            test::BatchBuilder().position(spec.movements, 0, shop.offset, true).build());
        QTRY_VERIFY(!shop.face().contains(said));
    }
    void anUnknownEndIsNotCalledStandingStill() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.bench.cluster.failAlways(test::Question::ListOffsets,
                                      base::Error{base::ErrorKind::Timeout, "No answer in time", {}, {}, {}});
        shop.bench.askEnds();
        QVERIFY(shop.face().contains(QStringLiteral("Where the topics end is not known: No answer in time")));
        QVERIFY(!shop.face().contains(QStringLiteral("Nothing new since")));
        QVERIFY(shop.find<KpiCard>("stockAge")->caption().contains(QStringLiteral("movement known")));
    }
    void besideAnotherCopyTheRateIsUnknownAndSaysWhy() {
        Shop shop;
        shop.open();
        shop.trade();
        shop.bench.cluster.setEnd(spec.movements, 0, 90'000);
        shop.bench.cluster.setEnd(spec.products, 0, 20);
        shop.bench.cluster.setEnd(spec.warehouses, 0, 3);
        auto reader =
            store::Store::open({shop.bench.folder.path().toStdString(), store::Mode::ReadOnly, "reader"});
        QVERIFY(reader.has_value());
        inventory::StockFeed feed(shop.bench.cluster, shop.bench.tails.factory(), **reader, spec,
                                  shop.bench.clock.clock());
        InventoryPage page(shop.context, &feed, shop.clusterFeed);
        page.show();
        feed.start();
        QTRY_VERIFY(feed.view()->stock);
        QTRY_VERIFY(page.status().cost.contains(QStringLiteral("—/s (another copy projects")));
        auto* banner = page.findChild<QLabel*>(QStringLiteral("stockBanner"));
        QVERIFY2(banner->text().endsWith(QStringLiteral("—/s")), qPrintable(banner->text()));
        QVERIFY(banner->toolTip().contains(QStringLiteral("another copy projects")));
    }
    void catchingUpShowsHowFarItIs() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        QVERIFY(shop.page.isSettled());
        shop.bench.cluster.setEnd(spec.movements, 0, 90'000);
        shop.page.refresh();
        QTRY_VERIFY(shop.face().contains(QStringLiteral("Catching up")));
        QVERIFY(!shop.page.isSettled());
        QVERIFY(shop.find<KpiCard>("stockAge")->caption().contains(QStringLiteral("of the log read")));
    }
    void expiredOffsetsAreSaidAndRebuiltOnlyWhenConfirmed() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.bench.cluster.starts[{spec.movements, {0}}] = 5'000;
        shop.bench.cluster.setEnd(spec.movements, 0, 5'000);
        shop.bench.feed->start();
        QTRY_VERIFY(shop.face().contains(QStringLiteral("expired before they were read")));
        QVERIFY(shop.levels()->visibleRows() > 0); // what is known stays
        QTest::mouseClick(shop.find<QPushButton>("stockRebuild"), Qt::LeftButton);
        QTRY_VERIFY(shop.find<QMessageBox>("rebuildQuestion"));
        QVERIFY(shop.bench.view().stock->rows.size() > 0);
        for (QAbstractButton* button : shop.find<QMessageBox>("rebuildQuestion")->buttons())
            if (button->text() == QStringLiteral("Rebuild"))
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(shop.bench.view().stock->rows.empty());
        QTRY_VERIFY(shop.face().contains(QStringLiteral("No stock movements yet")));
    }
    void withoutAStoreTheClusterIsStillShown() {
        Shop shop;
        InventoryPage page(shop.context, nullptr, shop.clusterFeed,
                           base::Error{base::ErrorKind::Storage, "The store is damaged", "stock.db", {}, {}});
        page.show();
        QVERIFY(page.isReady());
        page.open({"inventory", "cluster", {}, std::nullopt});
        QTRY_VERIFY(page.isReady());
        QVERIFY(!page.findings().empty());
    }

    void theClusterTabShowsTopicsAndTheirPartitions() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.clickSegment("inventoryTabs", QStringLiteral("Cluster"));
        QTRY_COMPARE(shop.find<DataTable>("clusterTopics")->visibleRows(), 3);
        shop.page.open({"inventory", "cluster", {{"topic", spec.products}}, std::nullopt});
        QTRY_COMPARE(shop.find<DataTable>("clusterTopics")->currentKey(),
                     QString::fromStdString(spec.products));
        QTRY_COMPARE(shop.find<DataTable>("clusterPartitions")->visibleRows(), 1);
        QCOMPARE(shop.page.location().value("topic"), spec.products);
        QSignalSpy asked(&shop.page, &Page::locationRequested);
        QTest::mouseClick(shop.find<QPushButton>("topicToAudit"), Qt::LeftButton);
        QCOMPARE(asked.takeFirst().at(0).value<base::Location>().value("resource"), spec.products);
    }
    void aPictureOfTheClusterWaitsForTheSecondReading() {
        Shop shop;
        shop.showPage();
        shop.page.open({"inventory", "cluster", {}, std::nullopt});
        QTRY_VERIFY(shop.page.isReady());
        QVERIFY(!shop.page.isSettled());
        shop.bench.clock.advance(std::chrono::seconds{2});
        shop.page.refresh();
        QTRY_VERIFY(shop.page.isSettled());
    }
    void aTopicThatIsNotThereIsSaid() {
        Shop shop;
        shop.showPage();
        shop.page.open({"inventory", "cluster", {{"topic", "gone"}}, std::nullopt});
        QTRY_VERIFY(
            shop.face().contains(QStringLiteral("not there, or this connection may not describe it")));
    }
    void withoutRightsTheClusterTabIsDeniedAndNotEmpty() {
        Shop shop;
        shop.bench.cluster.info.authorized = std::vector<kafka::Operation>{};
        shop.bench.cluster.topics.clear();
        shop.showPage();
        shop.page.open({"inventory", "cluster", {}, std::nullopt});
        QTRY_VERIFY(shop.face().contains(QStringLiteral("This connection may not see any topic")));
        QVERIFY(shop.face().contains(QStringLiteral("--operation Describe")));
        QVERIFY(shop.face().contains(QStringLiteral("■"))); // the sign of denied
        QVERIFY(!shop.face().contains(QStringLiteral("Nothing is wrong")));
        QCOMPARE(shop.find<DataTable>("clusterBrokers")->visibleRows(), 3); // those may be seen
        QCOMPARE(shop.cell(shop.find<DataTable>("clusterBrokers"), 0, "leads"), QStringLiteral("—"));
        for (KpiCard* card : shop.page.findChildren<KpiCard*>())
            if (card->isVisible() && card->caption().startsWith(QStringLiteral("partitions")))
                QCOMPARE(card->value(), QStringLiteral("—"));
        QCOMPARE(shop.page.status().severity, base::Severity::Warn);
        shop.bench.cluster.info.authorized = std::vector<kafka::Operation>{"DESCRIBE"};
        shop.bench.cluster.addTopic("orders", 2);
        shop.page.refresh();
        QTRY_COMPARE(shop.find<DataTable>("clusterTopics")->visibleRows(), 1);
        QVERIFY(!shop.face().contains(QStringLiteral("may not see any topic")));
    }
    void withSomeRightsItSaysThatThereMayBeMore() {
        Shop shop;
        shop.bench.cluster.info.authorized = std::vector<kafka::Operation>{};
        shop.showPage();
        shop.page.open({"inventory", "cluster", {}, std::nullopt});
        QTRY_VERIFY(shop.face().contains(QStringLiteral("there may be others")));
        QVERIFY(shop.find<DataTable>("clusterTopics")->visibleRows() > 0);
    }
    void theSearchBoxFindsSkusAndTopics() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.page.open({"inventory", "cluster", {}, std::nullopt});
        QTRY_COMPARE(shop.page.findings().size(), std::size_t{23});
        QCOMPARE(shop.page.findings().front().text, QStringLiteral("NL-0-39 · Aero Runner 3"));
    }

    // Kept for a person to look at beside the reference pictures.
    void picturesInBothThemes() {
        Shop shop;
        shop.showPage();
        shop.open();
        shop.trade();
        shop.dump();
        const QString folder =
            qEnvironmentVariable("STREAMSCAPE_BINARY_DIR", QStringLiteral(".")) + QStringLiteral("/shots");
        QVERIFY(QDir().mkpath(folder));
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            shop.theme.setChoice(choice);
            const QString end =
                choice == ThemeChoice::Dark ? QStringLiteral("-dark.png") : QStringLiteral("-light.png");
            shop.page.open({"inventory", "stock", {}, std::nullopt});
            QTRY_VERIFY(shop.movements()->visibleRows() > 3);
            QTest::qWait(300);
            QVERIFY(shop.page.grab().save(folder + QStringLiteral("/inventory-stock") + end));
            shop.page.open({"inventory", "cluster", {{"topic", spec.movements}}, std::nullopt});
            QTRY_VERIFY(shop.find<DataTable>("clusterPartitions")->visibleRows() > 0);
            QTest::qWait(100);
            QVERIFY(shop.page.grab().save(folder + QStringLiteral("/inventory-cluster") + end));
        }
    }
};

QTEST_MAIN(tst_InventoryPage)
#include "tst_inventory_page.moc"
