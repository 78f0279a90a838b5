// SPDX-License-Identifier: GPL-3.0-or-later
// bench_table [ROWS]: a shown table over the lag page's partitions (100,000 unless told): what a snapshot, a
// sort and a filter cost the GUI thread, to the end of the paint that follows; beside bare loops over the
// same values.
#include "models/base/table_export.h"
#include "models/lag/partition_table.h"
#include "tests/support/memory_map.h"
#include "widgets/common/data_table.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>
#include <time.h>

using namespace streamscape;

namespace {

constexpr int perGroup = 20;
constexpr int topics = 1'000;
constexpr int rounds = 7;

/// Of the calling thread, in ms: what a busy machine does not lengthen.
double threadTime() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

lag::Snapshot cluster(int rows) {
    std::mt19937 random(11);
    lag::Snapshot snapshot;
    for (int g = 0; g * perGroup < rows; ++g) {
        lag::Group group;
        char name[64];
        std::snprintf(name, sizeof name, "warehouse-projection-%05d", g);
        group.row.group = name;
        group.row.verdict = lag::Verdict::KeepingUp;
        std::snprintf(name, sizeof name, "newlimits.stock.movements-%03d",
                      static_cast<int>(random() % topics));
        for (int p = 0; p < perGroup; ++p) {
            lag::PartitionRow row;
            row.partition = {name, base::PartitionId{p}};
            const std::int64_t end = 1'000'000 + random() % 9'000'000;
            row.logStart = base::Offset{end / 2};
            row.logEnd = base::Offset{end};
            if (random() % 20) { // one in twenty has no commit
                row.committed = base::Offset{end - static_cast<int>(random() % 5'000)};
                row.lag = end - row.committed->value;
                row.timeLag = {base::Duration{random() % 600'000}, lag::Basis::Interpolated, {}};
                row.consumeRate = static_cast<double>(random() % 10'000) / 10;
            }
            row.produceRate = static_cast<double>(random() % 10'000) / 10;
            row.member = lag::Member{"consumer-" + std::to_string(g) + "-" + std::to_string(p % 4),
                                     "warehouse-reader-" + std::to_string(p % 4),
                                     "10.0." + std::to_string(g % 250) + "." + std::to_string(p % 4)};
            group.partitions.push_back(row);
        }
        snapshot.groups.push_back(std::move(group));
    }
    return snapshot;
}

/// The same cluster a moment later: one row in so many has another lag; none for 0.
lag::SnapshotPtr later(const lag::Snapshot& from, int oneIn, int turn) {
    auto snapshot = std::make_shared<lag::Snapshot>(from);
    int i = 0;
    for (lag::Group& group : snapshot->groups)
        for (lag::PartitionRow& row : group.partitions)
            if (oneIn > 0 && (i++ + turn) % oneIn == 0 && row.lag) {
                row.committed->value -= 1 + turn % 3;
                row.lag = *row.lag + 1 + turn % 3;
            }
    return snapshot;
}

/// The same cluster without one group in so many.
lag::SnapshotPtr fewer(const lag::Snapshot& from, std::size_t oneIn) {
    auto snapshot = std::make_shared<lag::Snapshot>(from);
    std::size_t i = 0;
    std::erase_if(snapshot->groups, [&](const lag::Group&) { return i++ % oneIn == 0; });
    return snapshot;
}

struct Cost {
    std::vector<double> act;   // the call alone
    std::vector<double> paint; // what the event loop does after it
};

void tell(const char* what, Cost cost) {
    std::sort(cost.act.begin(), cost.act.end());
    std::sort(cost.paint.begin(), cost.paint.end());
    std::printf("%-48s %7.1f ms (longest %.1f), and %.1f ms to its paint\n", what,
                cost.act[cost.act.size() / 2], cost.act.back(), cost.paint[cost.paint.size() / 2]);
    std::fflush(stdout);
}

void measure(const char* what, const std::function<void(int)>& prepare, const std::function<void(int)>& act) {
    Cost cost;
    for (int turn = 0; turn < rounds; ++turn) {
        prepare(turn);
        QCoreApplication::processEvents();
        const double from = threadTime();
        act(turn);
        const double done = threadTime();
        QCoreApplication::processEvents();
        cost.act.push_back(done - from);
        cost.paint.push_back(threadTime() - done);
    }
    tell(what, cost);
}

// What nothing could be faster than: the bare values, no model around them.
void floors(const lag::PartitionModel& model) {
    std::vector<std::pair<std::int64_t, int>> numbers;
    std::vector<QString> texts;
    for (int row = 0; row < model.rowCount({}); ++row) {
        const lag::PartitionEntry& entry = model.rows()[static_cast<std::size_t>(row)];
        numbers.emplace_back(entry->lag.value_or(-1), row);
        texts.push_back(base::toQString(entry.group->group + ' ' + entry->partition.topic));
    }
    const auto nothing = [](int) {};
    std::vector<std::pair<std::int64_t, int>> copy;
    measure(
        "floor: std::sort of the numbers", [&](int) { copy = numbers; },
        [&](int) { std::sort(copy.begin(), copy.end()); });
    std::vector<QString> words;
    measure(
        "floor: std::sort of group and topic as text",
        [&](int) {
            words = texts;
            std::shuffle(words.begin(), words.end(), std::mt19937(5));
        },
        [&](int) { std::sort(words.begin(), words.end()); });
    qsizetype found = 0;
    measure("floor: contains() over group and topic", nothing, [&](int) {
        for (const QString& text : texts)
            found += text.contains(QStringLiteral("MOVEMENTS-01"), Qt::CaseInsensitive);
    });
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    const int rows = argc > 1 ? std::atoi(argv[1]) : 100'000;
    widgets::Theme theme(widgets::ThemeChoice::Dark);
    widgets::View view;
    test::MemoryMap memory;
    lag::PartitionModel model;
    widgets::DataTable table({view, theme, memory, base::systemNow}, QStringLiteral("bench"));
    table.setRowModel(&model);
    table.resize(1200, 700);
    table.show();

    const auto column = [&](const char* id) {
        for (int i = 0; i < model.columnCount({}); ++i)
            if (model.headerData(i, Qt::Horizontal, base::KeyRole).toString() == QLatin1String(id))
                return i;
        return -1;
    };
    const int lag = column("lag");
    const int topic = column("topic");
    const lag::Snapshot first = cluster(rows);
    lag::SnapshotPtr next;
    const auto nothing = [](int) {};
    // So that the model is not the one who lets go of an old one: that is another cost, told below.
    std::vector<lag::SnapshotPtr> kept;
    const auto offer = [&](lag::SnapshotPtr snapshot) {
        if (kept.size() > 2)
            kept.erase(kept.begin());
        kept.push_back(snapshot);
        next = std::move(snapshot);
    };
    const auto show = [&](int) { model.setAll({next}); };
    std::printf("%d rows\n", rows);

    const auto snapshots = [&](const char* how) {
        const auto named = [&](const char* what) { return std::string(what) + ", " + how; };
        offer(later(first, 0, 0));
        show(0);
        measure(
            named("snapshot, nothing changed").c_str(), [&](int) { offer(later(first, 0, 0)); }, show);
        measure(
            named("snapshot, 5 % changed").c_str(), [&](int turn) { offer(later(first, 20, turn)); }, show);
        measure(
            named("snapshot, all changed").c_str(), [&](int turn) { offer(later(first, 1, turn)); }, show);
        measure(
            named("snapshot, one group in 20 goes or comes").c_str(),
            [&](int turn) { offer(turn % 2 ? later(first, 0, 0) : fewer(first, 20)); }, show);
    };
    {
        lag::PartitionModel bare;
        measure(
            "the model alone: nothing changed", [&](int) { offer(later(first, 0, 0)); },
            [&](int) { bare.setAll({next}); });
        measure(
            "the model alone: 5 % changed", [&](int turn) { offer(later(first, 20, turn)); },
            [&](int) { bare.setAll({next}); });
    }
    measure(
        "first filling, sorted by number",
        [&](int) {
            table.sortByColumn(lag, Qt::DescendingOrder);
            model.setAll({});
            offer(later(first, 0, 0));
        },
        show);
    measure(
        "sort by number", [&](int) { table.sortByColumn(topic, Qt::AscendingOrder); },
        [&](int) { table.sortByColumn(lag, Qt::DescendingOrder); });
    measure(
        "sort by text", [&](int) { table.sortByColumn(lag, Qt::DescendingOrder); },
        [&](int) { table.sortByColumn(topic, Qt::AscendingOrder); });
    measure("the other way round", nothing, [&](int turn) {
        table.sortByColumn(topic, turn % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
    });
    table.sortByColumn(lag, Qt::DescendingOrder);
    measure(
        "first filter by text, 1 % stay", [&](int) { table.setFilterText({}); },
        [&](int) { table.setFilterText(QStringLiteral("MOVEMENTS-01")); });
    measure(
        "another filter by text", [&](int) { table.setFilterText(QStringLiteral("movements")); },
        [&](int) { table.setFilterText(QStringLiteral("MOVEMENTS-5")); });
    measure(
        "filter taken away", [&](int) { table.setFilterText(QStringLiteral("MOVEMENTS-5")); },
        [&](int) { table.setFilterText({}); });
    measure(
        "the last row selected by its key", [&](int) { table.selectKey({}); },
        [&](int) { table.selectKey(model.index(rows - 1, 0).data(base::KeyRole).toString()); });
    snapshots("sorted by number");
    table.setFilterText(QStringLiteral("movements-5"));
    snapshots("and filtered");
    table.setFilterText({});
    table.sortByColumn(topic, Qt::AscendingOrder);
    measure(
        "snapshot, 5 % changed, sorted by text", [&](int turn) { offer(later(first, 20, turn)); }, show);
    qsizetype bytes = 0;
    measure("all of it as CSV", nothing,
            [&](int) { bytes += base::toCsv(base::cutAll(*table.model())).size(); });
    lag::SnapshotPtr doomed;
    measure(
        "beside: an old snapshot let go of", [&](int) { doomed = later(first, 0, 0); },
        [&](int) { doomed.reset(); });
    floors(model);
}
