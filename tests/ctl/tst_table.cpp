// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/table.h"
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QTest>

using namespace streamscape;
using ctl::Cell;

namespace {

struct Shoe {
    QString name;
    int pairs = 0;
};

constexpr base::Column<Shoe> columns[] = {
    {.id = "name",
     .title = "Name",
     .kind = base::CellKind::Text,
     .text = [](const Shoe& s) { return s.name; }},
    {.id = "pairs",
     .title = "Pairs",
     .kind = base::CellKind::Number,
     .text = [](const Shoe& s) { return QString::number(s.pairs); },
     .severity = [](const Shoe& s) { return s.pairs < 0 ? base::Severity::Bad : base::Severity::Good; }},
    {.id = "spark",
     .title = "Spark",
     .kind = base::CellKind::Spark,
     .text = [](const Shoe&) { return QString(); }},
};

const std::vector<Shoe> shoes{{QStringLiteral("plain"), 5},
                              {QStringLiteral("\u9774\u5b50"), -12},
                              {QStringLiteral("e\u0301\U0001f45f"), 1000},
                              {QStringLiteral("tab\tesc\x1b[31m\n"), 0}};

} // namespace

class TestTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsAreAlignedWhateverTheirScript() {
        test::FakeSession session;
        ctl::printTable<Shoe>(session, columns, shoes);
        QCOMPARE(session.outText(), test::golden("table.txt", session.outText()));
    }

    void colourIsBySeverityAndOnlyWhereAskedFor() {
        test::FakeSession session;
        ctl::printTable<Shoe>(session, columns, shoes);
        QVERIFY(session.outText().find('\x1b') == std::string::npos);
        session.withColour = true;
        ctl::printTable<Shoe>(session, columns, {shoes[1]});
        QVERIFY(session.outText().find("\x1b[31m-12\x1b[0m") != std::string::npos);
    }

    void noRowsAreTheHeadingsAlone() {
        test::FakeSession session;
        ctl::printTable<Shoe>(session, columns, {});
        QCOMPARE(session.outText(), std::string("Name  Pairs\n"));
    }

    void widthCountsTerminalColumns_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::newRow("latin") << QStringLiteral("shoe") << 4;
        QTest::newRow("wide") << QStringLiteral("\u9774\u5b50") << 4;
        QTest::newRow("emoji") << QStringLiteral("\U0001f45f") << 2;
        QTest::newRow("combining") << QStringLiteral("e\u0301") << 1;
        QTest::newRow("joiner") << QStringLiteral("a\u200db") << 2;
        QTest::newRow("empty") << QString() << 0;
    }
    void widthCountsTerminalColumns() {
        QFETCH(QString, text);
        QFETCH(int, width);
        QCOMPARE(ctl::displayWidth(text), width);
    }
};

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
