// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at a large cluster beside the bare calls of the client library.
//   bench_lag make CONFIG             makes what is missing of it
//   bench_lag measure CONFIG ROUNDS   bare calls, first looks and steady looks, turn and turn about
//   bench_lag phases CONFIG           each once, with when it began and ended, so that requests can be
//   counted
#include "models/base/answered.h"
#include "models/kafkard/connect.h"
#include "models/lag/assess.h"
#include "models/lag/compute.h"
#include "models/lag/look.h"
#include "tests/bench/bench_lag_bare.h"
#include "tests/bench/bench_lag_cluster.h"
#include "tests/support/live_broker.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <sstream>
#include <time.h>

using namespace streamscape;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {

// The console looks every two seconds. Here the looker's clock goes on by that, and the machine waits for
// longer than the client library keeps what it knows of topics and coordinators (500 ms).
constexpr base::Duration betweenLooks = 2s;
constexpr base::Duration pause = 700ms;
constexpr int steadyLooksARound = 5;
constexpr const char* prefix = "bench.";

double since(SteadyClock::time_point from) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - from).count();
}

/// Of all threads of this process, in ms: what a busy machine lengthens least.
double processTime() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template<class T>
T need(base::Result<T> result) {
    if (result)
        return std::move(*result);
    std::cerr << base::describe(result.error()) << '\n';
    std::exit(1);
}

void rest(base::Duration time) {
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

struct Times {
    std::vector<double> all;

    double median() const {
        std::vector<double> sorted = all;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? 0 : sorted[sorted.size() / 2];
    }
    double mean() const {
        return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
    }
    std::string told() const {
        std::ostringstream out;
        out << std::fixed << std::setprecision(0) << median() << " ms (mean " << mean() << ", "
            << *std::min_element(all.begin(), all.end()) << " to "
            << *std::max_element(all.begin(), all.end()) << ", of " << all.size() << ")";
        return out.str();
    }
};

/// Somebody who looks: a query, and what its looks have learned.
class Looker {
public:
    Looker(kafka::Cluster& cluster, lag::Query query)
        : m_cluster(cluster)
        , m_query(std::move(query)) {}

    /// The next look is as the very first.
    void forget() {
        m_roster = std::make_shared<lag::Roster>();
        m_history.clear();
    }

    void look() {
        m_clock += betweenLooks;
        const auto began = SteadyClock::now();
        const double computed = processTime();
        QEventLoop loop;
        base::Result<lag::Looked> looked;
        base::whenAnswered(lag::look(
                               m_cluster, m_roster, m_query, [this] { return now(); }, &m_context),
                           &loop, [&](base::Result<lag::Looked> answer) {
                               looked = std::move(answer);
                               loop.quit();
                           });
        loop.exec();
        m_asked.all.push_back(since(began));
        lag::Snapshot snapshot = lag::compute(*m_roster, need(std::move(looked)));
        m_history.record(snapshot);
        const lag::Retentions retentions = lag::retentionsOf(*m_roster);
        lag::assess(snapshot, m_history, {nullptr, &retentions, lag::Rules::Ours});
        m_times.all.push_back(since(began));
        m_computed.all.push_back(processTime() - computed);
        m_groups = m_partitions = 0;
        m_late += std::any_of(snapshot.groups.begin(), snapshot.groups.end(),
                              [](const lag::Group& group) { return group.row.readAt.has_value(); })
                      ? 1
                      : 0;
        for (const lag::Group& group : snapshot.groups) {
            if (!group.row.group.starts_with(prefix))
                continue;
            ++m_groups;
            for (const lag::PartitionRow& row : group.partitions)
                m_partitions += row.lag ? 1 : 0;
        }
    }

    /// What was measured so far does not count.
    void restart() {
        m_times = m_asked = m_computed = {};
        m_late = 0;
    }
    void tell(const char* name, const Times& bare) const {
        const double perRound =
            static_cast<double>(m_times.all.size()) / static_cast<double>(bare.all.size());
        Times ratios; // of what was measured in the same minute
        for (std::size_t i = 0; i < m_times.all.size(); ++i)
            ratios.all.push_back(m_times.all[i] /
                                 bare.all[static_cast<std::size_t>(static_cast<double>(i) / perRound)]);
        std::cout << name << ": " << m_times.told() << ", " << m_asked.told()
                  << " of it until the last answer, CPU " << m_computed.told()
                  << "; by the bare calls of its round " << std::setprecision(2) << std::fixed
                  << ratios.median() << ", by means " << m_times.mean() / bare.mean() << "; " << m_groups
                  << " groups, lag known on " << m_partitions << " rows; looks with late answers: " << m_late
                  << std::endl;
    }

private:
    base::Time now() const { return base::systemNow() + m_clock; }

    kafka::Cluster& m_cluster;
    QObject m_context; // late answers count for the next look
    const lag::Query m_query;
    base::Duration m_clock{0}; ///< ahead of the system's
    std::shared_ptr<lag::Roster> m_roster = std::make_shared<lag::Roster>();
    lag::History m_history;
    Times m_times;
    Times m_asked;
    Times m_computed;
    std::size_t m_late = 0; ///< looks that did not wait for an answer
    std::size_t m_groups = 0;
    std::size_t m_partitions = 0;
};

/// As if every group had members: their commits are read at each look.
lag::Query busy() {
    lag::Query query = lag::steady();
    query.restingCommits = base::Duration{0};
    return query;
}

struct Contest {
    explicit Contest(const kafka::ConnectionSpec& spec)
        : large(bench::largeCluster())
        , cluster(need(kafkard::connect(spec)))
        , bare(spec) {}

    const bench::LargeCluster large;
    const std::unique_ptr<kafka::Cluster> cluster;
    bench::BareCalls bare;
    Looker first{*cluster, lag::steady()};
    Looker whole{*cluster, lag::Query{}};
    Looker steady{*cluster, lag::steady()};
    Looker steadyBusy{*cluster, busy()};
};

void measure(const kafka::ConnectionSpec& spec, int rounds) {
    Contest it(spec);
    // Connections come up, and steady looks have had their first.
    it.bare.all(prefix);
    it.first.look();
    it.first.restart();
    for (Looker* looker : {&it.steady, &it.steadyBusy})
        for (int i = 0; i < 2; ++i) {
            rest(pause);
            looker->look();
            looker->restart();
        }
    bench::BareTimes found;
    Times bare, computed, listing, groups, logs;
    for (int round = 0; round < rounds; ++round) {
        need(bench::moveCommits(it.large, *it.cluster, static_cast<std::size_t>(round)));
        rest(pause);
        const auto callBare = [&] {
            const double before = processTime();
            found = it.bare.all(prefix);
            computed.all.push_back(processTime() - before);
            bare.all.push_back(found.all());
            listing.all.push_back(found.listing);
            groups.all.push_back(found.groups);
            logs.all.push_back(found.logs);
        };
        const auto lookFirst = [&] {
            for (Looker* looker : {&it.first, &it.whole}) {
                rest(pause);
                looker->forget();
                looker->look();
            }
        };
        // What goes first in a round has no advantage from it.
        if (round % 2 == 0)
            callBare();
        lookFirst();
        if (round % 2 != 0) {
            rest(pause);
            callBare();
        }
        for (int i = 0; i < steadyLooksARound; ++i)
            for (Looker* looker : {&it.steady, &it.steadyBusy}) {
                rest(pause);
                looker->look();
            }
    }
    std::cout << "bare calls: " << bare.told() << ", CPU " << computed.told() << ": listing "
              << listing.told() << ", descriptions and commits " << groups.told() << ", log starts and ends "
              << logs.told() << "; " << found.listed << " groups, " << found.commits << " commits, "
              << found.offsets << " log offsets" << std::endl;
    it.first.tell("first look of a console", bare);
    it.whole.tell("everything at once, with topics and their configs", bare);
    it.steady.tell("steady look, groups without members", bare);
    it.steadyBusy.tell("steady look, all commits read at each", bare);
}

void phases(const kafka::ConnectionSpec& spec) {
    Contest it(spec);
    const auto phase = [](const char* name, const auto& what) {
        rest(pause);
        const base::Time began = base::systemNow();
        what();
        std::cout << base::toMilliseconds(began) << ' ' << base::toMilliseconds(base::systemNow()) << ' '
                  << name << std::endl;
    };
    it.bare.all(prefix);
    phase("bare calls", [&] { it.bare.all(prefix); });
    phase("first look", [&] { it.steady.look(); });
    phase("second look", [&] { it.steady.look(); });
    phase("steady look", [&] { it.steady.look(); });
    it.steadyBusy.look();
    it.steadyBusy.look();
    phase("steady look, all commits", [&] { it.steadyBusy.look(); });
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const std::string order = argc > 1 ? argv[1] : "";
    if (argc < (order == "measure" ? 4 : 3)) {
        std::cerr << "usage: bench_lag make CONFIG | measure CONFIG ROUNDS | phases CONFIG\n";
        return 2;
    }
    kafka::ConnectionSpec spec;
    spec.properties = test::readProperties(argv[2]);
    spec.timeout = 120s; // making topics takes a loaded machine a while
    if (order == "make") {
        const auto cluster = need(kafkard::connect(spec));
        need(bench::make(bench::largeCluster(), *cluster, spec));
    } else if (order == "measure") {
        measure(spec, std::atoi(argv[3]));
    } else {
        phases(spec);
    }
    return 0;
}
