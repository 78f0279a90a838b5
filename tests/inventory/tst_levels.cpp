// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/levels.h"

#include <QTest>

using namespace streamscape::inventory;

class tst_Levels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachTypeHasItsEffect_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<qint64>("quantity");
        QTest::addColumn<qint64>("onHand");   // from 100
        QTest::addColumn<qint64>("reserved"); // from 10
        const auto row = [](const char* type, qint64 quantity, qint64 onHand, qint64 reserved) {
            QTest::newRow(type) << QString::fromLatin1(type) << quantity << onHand << reserved;
        };
        row("receipt", 3, 103, 10);
        row("return", 3, 103, 10);
        row("sale", 3, 97, 10);
        row("transfer_out", 3, 97, 10);
        row("transfer_in", 3, 103, 10);
        row("adjustment", -3, 97, 10);
        row("reservation", 3, 100, 13);
        row("release", 3, 100, 7);
        row("fulfilment", 3, 97, 7);
        row("count", 3, 3, 10);
    }
    void eachTypeHasItsEffect() {
        QFETCH(QString, type);
        QFETCH(qint64, quantity);
        QFETCH(qint64, onHand);
        QFETCH(qint64, reserved);
        Level level{100, 10, 0};
        apply(level, *movementType(type.toStdString()), quantity);
        QCOMPARE(level.onHand, onHand);
        QCOMPARE(level.reserved, reserved);
    }

    void theStateIsTheWorstThatHolds_data() {
        QTest::addColumn<qint64>("onHand");
        QTest::addColumn<qint64>("reserved");
        QTest::addColumn<int>("reorderPoint"); // -1: none
        QTest::addColumn<QString>("state");
        QTest::newRow("plenty") << qint64{50} << qint64{0} << 12 << "ok";
        QTest::newRow("just above the reorder point") << qint64{13} << qint64{0} << 12 << "ok";
        QTest::newRow("at the reorder point") << qint64{12} << qint64{0} << 12 << "low";
        QTest::newRow("reservations count") << qint64{50} << qint64{40} << 12 << "low";
        QTest::newRow("no reorder point, never low") << qint64{1} << qint64{1} << -1 << "ok";
        QTest::newRow("nothing left") << qint64{0} << qint64{0} << 12 << "out";
        QTest::newRow("nothing left, no reorder point") << qint64{0} << qint64{0} << -1 << "out";
        QTest::newRow("more promised than there is") << qint64{5} << qint64{6} << 12 << "oversold";
        QTest::newRow("below zero") << qint64{-1} << qint64{0} << -1 << "oversold";
        QTest::newRow("below zero, released too much") << qint64{-1} << qint64{-5} << -1 << "out";
    }
    void theStateIsTheWorstThatHolds() {
        QFETCH(qint64, onHand);
        QFETCH(qint64, reserved);
        QFETCH(int, reorderPoint);
        QFETCH(QString, state);
        const std::optional<std::int64_t> point =
            reorderPoint < 0 ? std::nullopt : std::optional<std::int64_t>(reorderPoint);
        QCOMPARE(QString::fromLatin1(name(stateOf({onHand, reserved, 0}, point))), state);
    }

    void namesGoThereAndBack() {
        for (std::size_t i = 0; i < movementTypeCount; ++i) {
            const auto type = static_cast<MovementType>(i);
            QVERIFY(movementType(name(type)) == type);
        }
        QVERIFY(!movementType("Sale"));
        QVERIFY(stockState("low") == StockState::Low);
    }
};

QTEST_GUILESS_MAIN(tst_Levels)
#include "tst_levels.moc"
