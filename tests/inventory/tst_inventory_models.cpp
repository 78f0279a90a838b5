// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_models.h"
#include "models/inventory/stock_models.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <random>

using namespace streamscape;
using namespace streamscape::inventory;

namespace {

const base::Time now = *base::parseRfc3339("2026-11-22T02:00:00Z");

StockRow stockRow(const std::string& sku, const std::string& warehouse, std::int64_t onHand,
                  std::optional<std::int64_t> reorderPoint = {}) {
    return {{sku, warehouse}, {onHand, 0, 0}, now, reorderPoint, nullptr, nullptr};
}
QString cell(const QAbstractItemModel& model, int row, const char* column, int role = Qt::DisplayRole) {
    for (int i = 0; i < model.columnCount(); ++i) {
        if (model.headerData(i, Qt::Horizontal, base::KeyRole).toString() == QLatin1String(column))
            return model.index(row, i).data(role).toString();
    }
    return QStringLiteral("no such column");
}

} // namespace

class tst_InventoryModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsMoveByKeyThroughRandomSnapshots() {
        LevelModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::vector<LevelRow> rows;
            for (int i = 0; i < 40; ++i) {
                if (random() % 3 != 0)
                    rows.push_back(
                        {stockRow("NL-" + std::to_string(i), "W", static_cast<std::int64_t>(random() % 5)),
                         {}});
            }
            model.setRows(rows);
            QCOMPARE(model.rowCount({}), static_cast<int>(rows.size()));
        }
    }
    void movementsStandNewestFirst() {
        MovementModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        MovementRow sale{
            2,           {{"inventory.movements", {4}}, {77}, now}, "e-2", MovementType::Sale, 3, -1, now,
            std::nullopt};
        MovementRow receipt{
            1, {{"inventory.movements", {4}}, {76}, now}, "e-1", MovementType::Receipt, 2, 2, now, "pos"};
        MovementRow count{
            3, {{"inventory.movements", {4}}, {78}, now}, "e-3", MovementType::Count, 9, 9, now, "wms"};
        model.setRows({{receipt}, {sale}, {count}});
        QCOMPARE(cell(model, 0, "quantity"), QStringLiteral("=9"));
        QCOMPARE(cell(model, 1, "quantity"), QStringLiteral("-3"));
        QCOMPARE(cell(model, 1, "level"), QStringLiteral("-1"));
        QCOMPARE(cell(model, 1, "source"), base::unknownText);
        QCOMPARE(cell(model, 1, "offset"), QStringLiteral("4 @ 77"));
        QCOMPARE(cell(model, 2, "quantity"), QStringLiteral("+2"));
    }
    void filtersShowWhatTheyCount() {
        Stock stock;
        stock.rows = {stockRow("a", "W", -1), stockRow("b", "W", 0), stockRow("c", "W", 3, 5),
                      stockRow("d", "W", 9, 5)};
        QVERIFY((levelCounts(stock) == std::array<int, 4>{1, 1, 1, 4}));
        QCOMPARE(levelRows(stock, LevelFilter::Out).at(0).stock.where.sku, std::string("b"));
    }
    void anUnknownReorderPointIsADashAndSortsLast() {
        LevelModel model;
        model.setRows({{stockRow("a", "W", 1), {}}});
        QCOMPARE(cell(model, 0, "reorder_point"), base::unknownText);
        QVERIFY(!cell(model, 0, "reorder_point", Qt::ToolTipRole).isEmpty());
        QCOMPARE(cell(model, 0, "product"), base::unknownText);
        QCOMPARE(cell(model, 0, "state"), QStringLiteral("Ok"));
    }
    void clusterTablesMoveByKey() {
        TopicModel topics;
        PartitionModel partitions;
        BrokerModel brokers;
        FindingModel found;
        const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
        const QAbstractItemModelTester t1(&topics, mode), t2(&partitions, mode), t3(&brokers, mode),
            t4(&found, mode);
        std::mt19937 random(8);
        for (int round = 0; round < 100; ++round) {
            std::vector<TopicRow> topicList;
            std::vector<PartitionRow> partitionList;
            std::vector<BrokerRow> brokerList;
            std::vector<ClusterFinding> findingList;
            for (std::int32_t i = 0; i < 12; ++i) {
                if (random() % 2 == 0)
                    continue;
                TopicRow topic;
                topic.name = "t" + std::to_string(i);
                topic.offline = static_cast<int>(random() % 2);
                topicList.push_back(topic);
                PartitionRow partition;
                partition.partition = {"t", {i}};
                partition.end = kafka::Offset{static_cast<std::int64_t>(random() % 9)};
                partitionList.push_back(partition);
                BrokerRow broker;
                broker.broker.id = {i};
                if (random() % 3 != 0)
                    broker.held = BrokerRow::Held{static_cast<int>(random() % 3), 0, 0};
                brokerList.push_back(broker);
                findingList.push_back({base::Severity::Warn, "code", "s" + std::to_string(i), "w", "h"});
            }
            topics.setRows(topicList);
            partitions.setRows(partitionList);
            brokers.setRows(brokerList);
            found.setRows(findingList);
        }
        PartitionRow unknown;
        unknown.partition = {"t", {99}};
        partitions.setRows({unknown});
        QCOMPARE(cell(partitions, 0, "leader"), base::unknownText);
        QCOMPARE(cell(partitions, 0, "records"), base::unknownText);
    }
};

QTEST_GUILESS_MAIN(tst_InventoryModels)
#include "tst_inventory_models.moc"
