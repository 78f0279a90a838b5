// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/rowmodel.h"
#include "models/base/table_export.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <array>
#include <limits>

using namespace streamscape::base;

namespace {

struct Reader {
    std::string name;
    std::optional<std::int64_t> lag;
    std::optional<double> rate;
    std::optional<Time> seen;
    bool operator==(const Reader&) const = default;
    const std::string& key() const { return name; }
    QString keyText() const { return toQString(name); }
};

constexpr std::array<Column<Reader>, 6> columns{{
    {"group", "Group", CellKind::Link, [](const Reader& r) { return toQString(r.name); }},
    {"verdict", "Verdict", CellKind::Badge, [](const Reader&) { return QStringLiteral("Stopped"); },
     [](const Reader&) { return QVariant(7); }},
    {"lag", "Lag", CellKind::Number, [](const Reader& r) { return r.lag ? grouped(*r.lag) : unknownText; },
     [](const Reader& r) { return r.lag ? QVariant::fromValue<qlonglong>(*r.lag) : QVariant(); }},
    {"rate", "Read/s", CellKind::Number,
     [](const Reader& r) { return r.rate ? QString::number(*r.rate, 'f', 1) : unknownText; },
     [](const Reader& r) { return r.rate ? QVariant(*r.rate) : QVariant(); }},
    {"spark", "Lag, 15 min", CellKind::Spark, [](const Reader&) { return QString(); }},
    {"seen", "Seen", CellKind::Stamp, [](const Reader& r) { return timeText(r.seen); },
     [](const Reader& r) { return timeRaw(r.seen); }},
}};

} // namespace

class TestTableExport : public QObject {
    Q_OBJECT

    RowModel<Reader> model{columns};

private Q_SLOTS:
    void csvHoldsRawValuesUnderTheColumnsIds() {
        model.setRows(
            {{"billing", 574'619, 12.25, parseRfc3339("2026-07-01T22:30:05.118Z")}, {"fulfil", {}, {}, {}}});
        QCOMPARE(toCsv(cutAll(model)), QByteArray("group,verdict,lag,rate,seen\r\n"
                                                  "billing,Stopped,574619,12.25,2026-07-01T22:30:05.118Z\r\n"
                                                  "fulfil,Stopped,,,\r\n"));
    }

    void csvQuotesWhatWouldBreakALine() {
        model.setRows(
            {{"a,b", {}, {}, {}}, {"c \"d\"", {}, {}, {}}, {"e\r\nf", {}, {}, {}}, {" g", {}, {}, {}}});
        QCOMPARE(toCsv({model, {0, 1, 2, 3}, {0}}),
                 QByteArray("group\r\n\" g\"\r\n\"a,b\"\r\n\"c \"\"d\"\"\"\r\n\"e\r\nf\"\r\n"));
    }

    void aNameThatLooksLikeAFormulaStaysWhatItIs() {
        model.setRows({{"=1+1", {}, {}, {}}});
        QCOMPARE(toCsv({model, {0}, {0}}), QByteArray("group\r\n=1+1\r\n"));
    }

    void rowsAndColumnsComeInTheOrderAskedFor() {
        model.setRows({{"a", 1, {}, {}}, {"b", 2, {}, {}}, {"c", 3, {}, {}}});
        QCOMPARE(toCsv({model, {2, 0}, {2, 0}}), QByteArray("lag,group\r\n3,c\r\n1,a\r\n"));
    }

    void numbersKeepEveryDigit() {
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        model.setRows({{"a", most, 0.1, {}}});
        QCOMPARE(toCsv({model, {0}, {2, 3}}), QByteArray("lag,rate\r\n9223372036854775807,0.1\r\n"));
        QVERIFY(toJson({model, {0}, {2}}).contains("9223372036854775807"));
    }

    void jsonSaysNumbersAsNumbersAndNullWhereItIsNotKnown() {
        model.setRows({{"é\n\"", 3, {}, parseRfc3339("2026-07-01T22:30:05Z")}, {"ÿ", {}, {}, {}}});
        const QJsonArray rows = QJsonDocument::fromJson(toJson(cutAll(model))).array();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].toObject().value(QStringLiteral("group")).toString(), QStringLiteral("é\n\""));
        QCOMPARE(rows[0].toObject().value(QStringLiteral("lag")).toInteger(), 3);
        QCOMPARE(rows[0].toObject().value(QStringLiteral("seen")).toString(),
                 QStringLiteral("2026-07-01T22:30:05.000Z"));
        QVERIFY(rows[1].toObject().value(QStringLiteral("lag")).isNull());
        QVERIFY(!rows[1].toObject().contains(QStringLiteral("spark")));
    }

    void anEmptyTableIsAHeadLineOrAnEmptyArray() {
        model.setRows({});
        QCOMPARE(toCsv({model, {}, {0, 2}}), QByteArray("group,lag\r\n"));
        QVERIFY(QJsonDocument::fromJson(toJson(cutAll(model))).isArray());
    }
};

QTEST_APPLESS_MAIN(TestTableExport)
#include "tst_table_export.moc"
