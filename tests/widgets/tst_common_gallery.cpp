// SPDX-License-Identifier: GPL-3.0-or-later
// A page made of the shared widgets, in the density and colours of the reference pictures. The pictures it
// draws go to the build folder (gallery-100-dark.png and so on), to be looked at beside those.
#include "models/base/rowmodel.h"
#include "tests/support/memory_map.h"
#include "widgets/common/badge.h"
#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/heat_grid.h"
#include "widgets/common/histogram.h"
#include "widgets/common/kpi_card.h"
#include "widgets/common/line_chart.h"
#include "widgets/common/pane.h"
#include "widgets/common/segmented.h"

#include <QApplication>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>
#include <QtTest>

#include <array>
#include <cmath>

using namespace streamscape;
using namespace streamscape::widgets;

namespace {

struct Group {
    std::string name, topic, verdict;
    base::Shape shape = base::Shape::Dot;
    base::Severity severity = base::Severity::Good;
    std::optional<std::int64_t> lag;
    std::string timeLag;
    QList<double> hour;
    bool operator==(const Group&) const = default;
    const std::string& key() const { return name; }
    QString keyText() const { return base::toQString(name); }
};

constexpr std::array<base::Column<Group>, 7> columns{{
    {"group", "Group", base::CellKind::Text, [](const Group& g) { return base::toQString(g.name); }},
    {"topic", "Topic", base::CellKind::Dim, [](const Group& g) { return base::toQString(g.topic); }},
    {"verdict", "Verdict", base::CellKind::Badge, [](const Group& g) { return base::toQString(g.verdict); },
     nullptr, nullptr, [](const Group& g) { return g.severity; }, [](const Group& g) { return g.shape; }},
    {"lag", "Lag", base::CellKind::Number,
     [](const Group& g) { return g.lag ? base::grouped(*g.lag) : base::unknownText; },
     [](const Group& g) { return g.lag ? QVariant::fromValue<qlonglong>(*g.lag) : QVariant(); }},
    {"time", "Time lag", base::CellKind::Number, [](const Group& g) { return base::toQString(g.timeLag); }},
    {"principal", "Written by", base::CellKind::Link, [](const Group&) { return QStringLiteral("User:pat"); },
     nullptr, nullptr, nullptr, nullptr,
     [](const Group&) { return QStringLiteral("streamscape://audit?principal=User%3Apat"); }},
    {"hour", "Last hour", base::CellKind::Spark, [](const Group&) { return QString(); },
     [](const Group& g) { return QVariant::fromValue(g.hour); }, nullptr,
     [](const Group& g) { return g.severity; }},
}};

QList<double> wave(double base, double slope, double ripple) {
    QList<double> values;
    for (int i = 0; i < 30; ++i)
        values << base + slope * i / 30 + ripple * std::sin(i);
    return values;
}

std::vector<Group> groups() {
    using S = base::Shape;
    using V = base::Severity;
    return {{"inventory-projector", "inventory.movements", "Stopped", S::Square, V::Bad, 412'880, "11 m 24 s",
             wave(0, 1, 0)},
            {"warehouse-sync-reno", "inventory.movements", "Falling behind", S::Triangle, V::Bad, 98'114,
             "2 m 51 s", wave(0.1, 0.7, 0.02)},
            {"bi-stock-report", "inventory.levels", "Rewound", S::Diamond, V::Warn, 61'302, "48 s",
             wave(0.5, 0, 0.2)},
            {"order-enricher", "orders", "Keeping up", S::Dot, V::Good, 214, "0.3 s", wave(0.3, 0, 0.1)},
            {"fraud-model-v2", "orders", "Idle", S::Ring, V::Muted, 0, "0 s", wave(0.1, 0, 0)},
            {"kaff-replay-test", "inventory.movements", "Empty group", S::Dashed, V::Muted, std::nullopt, "—",
             wave(0.4, 0.4, 0)}};
}

base::Time at(int seconds) { return base::fromMilliseconds(1'795'312'800'000 + 1000LL * seconds); }

} // namespace

class TestCommonGallery : public QObject {
    Q_OBJECT

    Theme theme{ThemeChoice::Dark};
    View view;
    test::MemoryMap memory;
    PageContext context{view, theme, memory, base::systemNow};
    base::RowModel<Group> model{columns};
    std::unique_ptr<QWidget> page;
    DataTable* table = nullptr;
    Pane* chartPane = nullptr;
    KpiCard* card = nullptr;

    QHBoxLayout* heading() {
        auto* row = new QHBoxLayout;
        row->setSpacing(10);
        auto* title = new QLabel(QStringLiteral("Consumer lag"));
        title->setProperty("role", QStringLiteral("title"));
        auto* sub = new QLabel(QStringLiteral("184 groups · 61 topics · 1,204 partitions"));
        sub->setProperty("role", QStringLiteral("dim"));
        auto* tabs = new Segmented;
        tabs->add(QStringLiteral("group"), QStringLiteral("By group"));
        tabs->add(QStringLiteral("topic"), QStringLiteral("By topic"));
        tabs->add(QStringLiteral("member"), QStringLiteral("By member"));
        row->addWidget(title);
        row->addWidget(sub);
        row->addStretch(1);
        row->addWidget(tabs);
        row->addWidget(makeButton(QStringLiteral("Reset offsets…")));
        row->addWidget(makeButton(QStringLiteral("Assign role…"), ButtonLook::Primary));
        row->addWidget(makeButton(QStringLiteral("Contain User:pat…"), ButtonLook::Danger));
        return row;
    }

    QHBoxLayout* cards() {
        auto* row = new QHBoxLayout;
        row->setSpacing(10);
        card = new KpiCard(theme);
        card->set(QStringLiteral("2"), QStringLiteral("groups need you: 1 stopped, 1 falling behind"),
                  base::Severity::Bad);
        row->addWidget(card);
        auto* second = new KpiCard(theme);
        second->set(QStringLiteral("574,619"), QStringLiteral("records behind, all groups"));
        row->addWidget(second);
        auto* third = new KpiCard(theme);
        third->set(QStringLiteral("11 m 24 s"), QStringLiteral("worst time lag · exact, from record time"));
        row->addWidget(third);
        auto* fourth = new KpiCard(theme);
        fourth->set(QStringLiteral("2 h 10 m"), QStringLiteral("until unread records expire"),
                    base::Severity::Warn);
        row->addWidget(fourth);
        return row;
    }

    Pane* lines() {
        auto* pane = new Pane(QStringLiteral("Time lag"));
        pane->setSubtitle(QStringLiteral("worst groups, last hour"));
        pane->setRemark(QStringLiteral("drag to zoom · double-click for live"));
        auto* chart = new LineChart(context, LineChart::Unit::Duration);
        chart->setFixedHeight(190);
        std::vector<LineChart::Line> drawn(3);
        drawn[0].name = QStringLiteral("inventory-projector");
        drawn[0].severity = base::Severity::Bad;
        drawn[0].filled = true;
        drawn[1].name = QStringLiteral("warehouse-sync-reno");
        drawn[1].severity = base::Severity::Warn;
        drawn[2].name = QStringLiteral("order-enricher");
        drawn[2].severity = base::Severity::Good;
        for (int i = 0; i <= 3600; i += 30) {
            drawn[0].points.push_back({at(i), i < 2200 ? 15'000.0 : (i - 2200) * 480.0});
            drawn[1].points.push_back({at(i), i < 2000 ? 20'000.0 : (i - 2000) * 120.0});
            const bool gap = i > 900 && i < 1200;
            drawn[2].points.push_back(
                {at(i), gap ? std::nullopt : std::optional<double>(20'000 + 9'000 * std::sin(i))});
        }
        chart->setData(drawn, at(0), at(3600),
                       {{at(2205), QStringLiteral("bad records begin · 41,300 invalid →")}});
        pane->body()->addWidget(chart);
        return pane;
    }

    Pane* bars() {
        auto* pane = new Pane(QStringLiteral("Timeline"));
        pane->setSubtitle(QStringLiteral("64,118 matching · 30 s buckets"));
        auto* chart = new Histogram(context);
        chart->setFixedHeight(170);
        std::vector<Histogram::Bar> data;
        for (int i = 0; i < 120; ++i)
            data.push_back(
                {at(i * 30),
                 {30 + (i * 7919) % 23 + (i > 70 && i < 84 ? 80 : 0), i % 9 == 0 ? 6 : 1, i == 64 ? 12 : 0}});
        chart->setData({{QStringLiteral("allowed"), base::Severity::None},
                        {QStringLiteral("denied"), base::Severity::Bad},
                        {QStringLiteral("access changes"), base::Severity::Warn}},
                       data, std::chrono::seconds{30});
        pane->body()->addWidget(chart);
        return pane;
    }

    Pane* heat() {
        auto* pane = new Pane(QStringLiteral("Stock against plan"));
        pane->setSubtitle(QStringLiteral("warehouse × category, % of target"));
        auto* grid = new HeatGrid(theme);
        std::vector<HeatGrid::Cell> cells;
        for (int i = 0; i < 24; ++i) {
            const int percent = i == 9 ? 18 : 60 + (i * 7919) % 60;
            cells.push_back({QString::number(percent),
                             percent < 60 ? base::Severity::Warn : base::Severity::Good,
                             percent < 60 ? 0.8 : percent / 200.0,
                             {}});
        }
        grid->setData({QStringLiteral("Mountain View"), QStringLiteral("Reno"), QStringLiteral("Newark")},
                      {QStringLiteral("Running"), QStringLiteral("Trail"), QStringLiteral("Court"),
                       QStringLiteral("Sandals"), QStringLiteral("Boots"), QStringLiteral("Kids"),
                       QStringLiteral("Slides"), QStringLiteral("Socks")},
                      cells);
        pane->body()->setContentsMargins(12, 8, 12, 8);
        pane->body()->addWidget(grid);
        return pane;
    }

    Pane* detail() {
        auto* pane = new Pane(QStringLiteral("inventory-projector"));
        auto* badge = new Badge(theme);
        badge->set(QStringLiteral("Stopped"), base::Shape::Square, base::Severity::Bad);
        pane->addTitleWidget(badge);
        pane->setRemark(QStringLiteral("classic · range"));
        auto* stack = new FaceStack(new QLabel(QStringLiteral("content")));
        stack->showError({base::ErrorKind::Denied,
                          "This connection may not see the group's members",
                          "group inventory-projector",
                          "Ask for DESCRIBE on the group",
                          {}},
                         QStringLiteral("Try again"));
        stack->setStale(QStringLiteral("Connection lost: shown as it was 42 s ago"));
        pane->body()->addWidget(stack);
        return pane;
    }

    void build() {
        page = std::make_unique<QWidget>();
        page->setProperty("role", QStringLiteral("page"));
        page->setAttribute(Qt::WA_StyledBackground);
        auto* rows = new QVBoxLayout(page.get());
        rows->setContentsMargins(16, 14, 16, 14);
        rows->setSpacing(12);
        rows->addLayout(heading());
        auto* filter = new FilterBar(QStringLiteral("free text or field:value"));
        filter->setChips({{QStringLiteral("p"), QStringLiteral("principal is User:pat")},
                          {QStringLiteral("r"), QStringLiteral("resource starts dc2.inventory.")}});
        rows->addWidget(filter);
        rows->addLayout(cards());
        chartPane = lines();
        rows->addWidget(chartPane);
        auto* middle = new QHBoxLayout;
        middle->setSpacing(12);
        middle->addWidget(bars(), 3);
        middle->addWidget(heat(), 2);
        rows->addLayout(middle);
        auto* bottom = new QHBoxLayout;
        bottom->setSpacing(12);
        auto* pane = new Pane(QStringLiteral("Groups"));
        auto* tabs = new Segmented;
        tabs->add(QStringLiteral("a"), QStringLiteral("Oversold"));
        tabs->add(QStringLiteral("b"), QStringLiteral("Low"));
        tabs->setCount(QStringLiteral("a"), 127);
        pane->addHeaderWidget(tabs);
        table = new DataTable(context, QStringLiteral("gallery"));
        table->setDefaultSort(QStringLiteral("lag"), Qt::DescendingOrder);
        table->setRowModel(&model);
        pane->body()->addWidget(table);
        bottom->addWidget(pane, 3);
        bottom->addWidget(detail(), 1);
        rows->addLayout(bottom, 1);
        page->resize(1416, 1000);
        page->show();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
        model.setRows(groups());
        table->selectKey(QStringLiteral("inventory-projector"));
    }

    // Where is in the widget's own units, also on a screen of 150 %.
    static QColor pixel(QWidget* widget, const QPoint& where) {
        const QImage shot = widget->grab().toImage();
        return shot.pixelColor((QPointF(where) * shot.devicePixelRatio()).toPoint());
    }

private Q_SLOTS:
    void init() {
        memory = {};
        theme.setChoice(ThemeChoice::Dark);
        model.setRows({});
        build();
    }

    void rowsAndHeadsHaveThePicturesHeights() {
        QCOMPARE(table->rowHeight(0), 29);
        QCOMPARE(table->horizontalHeader()->height(), 28);
    }

    void theSelectedRowIsTintedOverItsWholeWidth() {
        const QRect row = table->visualRect(table->currentIndex());
        QWidget* shown = table->viewport();
        QCOMPARE(pixel(shown, {2, row.top() + 2}), darkTokens().accentBg);
        QCOMPARE(pixel(shown, {shown->width() - 2, row.top() + 2}), darkTokens().accentBg);
    }

    void aPaneHasRoundCornersOnTheBackground() {
        const QPoint corner = chartPane->pos();
        QCOMPARE(pixel(page.get(), corner), darkTokens().background);
        QCOMPARE(pixel(page.get(), corner + QPoint(40, 0)), darkTokens().line);
        QCOMPARE(pixel(page.get(), corner + QPoint(40, 4)), darkTokens().pane);
    }

    void aListsArrowHasItsThemesDimColour_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("light") << int(ThemeChoice::Light);
        QTest::newRow("dark") << int(ThemeChoice::Dark);
    }
    void aListsArrowHasItsThemesDimColour() {
        QFETCH(int, choice);
        theme.setChoice(static_cast<ThemeChoice>(choice));
        const Tokens& t = theme.tokens();
        const auto strongest =
            [&](QWidget& widget) { // how near to the colour the pixels at the right end come
                widget.resize(200, 30);
                const QImage image = widget.grab().toImage();
                const auto distance = [](QColor a, QColor b) {
                    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
                           std::abs(a.blue() - b.blue());
                };
                int nearest = distance(t.background, t.dim);
                const double ratio = image.devicePixelRatio();
                for (int x = qRound(176 * ratio); x < qRound(196 * ratio); ++x)
                    for (int y = qRound(8 * ratio); y < qRound(22 * ratio); ++y)
                        nearest = std::min(nearest, distance(image.pixelColor(x, y), t.dim));
                return nearest;
            };
        QComboBox combo;
        combo.addItem(QStringLiteral("write to topic"));
        QDateTimeEdit date;
        date.setCalendarPopup(true);
        QVERIFY2(strongest(combo) < 30, qPrintable(QString::number(strongest(combo))));
        QVERIFY2(strongest(date) < 30, qPrintable(QString::number(strongest(date))));
        combo.setEnabled(false);
        QVERIFY(strongest(combo) > 100);
    }

    void bothThemesAreDrawnFromTheirTokens() {
        const QString file = qEnvironmentVariable("STREAMSCAPE_BINARY_DIR", QStringLiteral(".")) +
                             QStringLiteral("/gallery-%1-%2.png").arg(qRound(100 * page->devicePixelRatio()));
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(pixel(page.get(), {3, 3}), darkTokens().background);
        QVERIFY(page->grab().save(file.arg(QStringLiteral("dark"))));
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(pixel(page.get(), {3, 3}), lightTokens().background);
        QVERIFY(page->grab().save(file.arg(QStringLiteral("light"))));
    }
};

QTEST_MAIN(TestCommonGallery)
#include "tst_common_gallery.moc"
