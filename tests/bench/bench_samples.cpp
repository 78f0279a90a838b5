// SPDX-License-Identifier: GPL-3.0-or-later
// bench_samples FOLDER [DAYS]: the samples of a cluster of 10,000 partitions and 869 groups of 20 partitions
// each, 39,987 series: what one costs to write, to keep and to read back, and how long others wait for the
// writer.
#include "models/samples/reader.h"
#include "models/samples/recorder.h"
#include "models/samples/source.h"
#include "models/samples/upkeep.h"
#include "models/store/clusters.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fcntl.h>
#include <iomanip>
#include <iostream>
#include <random>
#include <sqlite3.h>
#include <sstream>
#include <thread>
#include <time.h>
#include <unistd.h>

using namespace streamscape;
using namespace streamscape::samples;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr int partitions = 10'000;
constexpr int groups = 869;
constexpr int perGroup = 20;

double since(SteadyClock::time_point from) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - from).count();
}

/// Of the calling thread, in ms: what a busy machine does not lengthen.
double threadTime() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template<class T>
T need(base::Result<T> result) {
    if (result)
        return std::move(*result);
    std::cerr << base::describe(result.error()) << '\n';
    std::exit(1);
}

struct Times {
    std::vector<double> all;
    void add(double ms) { all.push_back(ms); }
    std::string told() {
        std::sort(all.begin(), all.end());
        if (all.empty())
            return "never";
        std::ostringstream out;
        out << std::fixed << std::setprecision(1) << all[all.size() / 2] << " ms (longest " << all.back()
            << ", of " << all.size() << ")";
        return out.str();
    }
};

/// A day in the life of a cluster: of five partitions one is busy (50 to 2,000 records a second, more by
/// day), three trickle (one in ten minutes to one a second), one is idle. Groups commit what was there some
/// seconds ago; one in twenty is behind and comes and goes.
class Cluster {
public:
    explicit Cluster(Recorder& recorder) {
        for (int i = 0; i < partitions; ++i) {
            Partition& it = m_partitions[static_cast<std::size_t>(i)];
            const double pick = std::uniform_real_distribution<double>()(m_random);
            it.rate = i % 5 == 0 ? 50 * std::pow(40, pick) : i % 5 < 4 ? 0.0017 * std::pow(600, pick) : 0;
            it.end = static_cast<std::int64_t>(it.rate * 4'000'000);
            it.start = it.end * 9 / 10;
        }
        const auto topic = [](int partition) { return "shop.topic-" + std::to_string(partition / 10); };
        const auto ask = [&](const char* kind, std::string first, std::string second, int number,
                             Rollup rollup) {
            m_handles.push_back(
                recorder.series({"lag", kind, {std::move(first), std::move(second), ""}, number}, rollup));
        };
        for (int i = 0; i < partitions; ++i)
            ask("end", topic(i), "", i % 10, Rollup::Last);
        for (int i = 0; i < partitions; ++i)
            ask("start", topic(i), "", i % 10, Rollup::Last);
        for (int g = 0; g < groups; ++g) {
            const std::string name = "shop.group-" + std::to_string(g);
            ask("lag", name, "", 0, Rollup::Max);
            ask("time", name, "", 0, Rollup::Max);
            ask("members", name, "", 0, Rollup::Last);
            for (int i = 0; i < perGroup; ++i)
                ask("committed", name, topic(partitionOf(g, i)), partitionOf(g, i) % 10, Rollup::Last);
        }
    }

    /// A group's partitions lie in topics far apart: nothing that is read of it is together by luck.
    static int partitionOf(int group, int i) { return (group * 7919 + i * 503) % partitions; }

    std::vector<Reading> look(base::Time now, base::Duration step) {
        const double seconds = std::chrono::duration<double>(step).count();
        const double hour = std::chrono::duration<double, std::ratio<3600>>(now.time_since_epoch()).count();
        const double day = 1 + 0.5 * std::sin(hour / 24 * 2 * 3.14159265);
        for (Partition& it : m_partitions) {
            const double mean = it.rate * seconds * (it.rate >= 50 ? day : 1);
            it.before = it.end;
            it.end +=
                mean > 30
                    ? std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * m_normal(m_random)))
                : mean > 0 ? std::poisson_distribution<std::int64_t>(mean)(m_random)
                           : 0;
            if (it.rate >= 50 && m_random() % 360 == 0) // a segment goes about once an hour
                it.start = it.end - static_cast<std::int64_t>(it.rate * 400'000);
        }
        std::vector<Reading> readings;
        readings.reserve(m_handles.size());
        const auto say = [&](std::int64_t value) { readings.push_back({m_handles[readings.size()], value}); };
        for (const Partition& it : m_partitions)
            say(it.end);
        for (const Partition& it : m_partitions)
            say(it.start);
        std::array<std::int64_t, perGroup> committed{};
        for (int g = 0; g < groups; ++g) {
            const bool isBehind = g % 20 == 0 && std::sin(hour + g) > 0;
            std::int64_t lag = 0;
            for (int i = 0; i < perGroup; ++i) {
                const Partition& it = m_partitions[static_cast<std::size_t>(partitionOf(g, i))];
                const std::int64_t step10 = it.end - it.before;
                const auto late =
                    isBehind ? static_cast<std::int64_t>(it.rate * 600 * std::sin(hour + g)) : 0;
                committed[static_cast<std::size_t>(i)] =
                    it.end - late -
                    (step10 > 0 ? static_cast<std::int64_t>(m_random() % 1024) * step10 / 2048 : 0);
                lag += it.end - committed[static_cast<std::size_t>(i)];
            }
            say(lag);
            say(lag == 0 ? 0 : static_cast<std::int64_t>(m_random() % 5'000) + (isBehind ? 600'000 : 0));
            say(3 + g % 5);
            for (const std::int64_t each : committed)
                say(each);
        }
        return readings;
    }

    std::size_t series() const { return m_handles.size(); }

private:
    struct Partition {
        double rate = 0; ///< records a second
        std::int64_t start = 0;
        std::int64_t end = 0;
        std::int64_t before = 0;
    };
    std::array<Partition, partitions> m_partitions;
    std::vector<SeriesHandle> m_handles;
    std::mt19937_64 m_random{7};
    std::normal_distribution<double> m_normal;
};

/// Another connection that would write: for how long at a time it found the write lock taken.
class LockProbe {
public:
    explicit LockProbe(const std::filesystem::path& file)
        : m_thread([this, file] { run(file); }) {}
    Times stop() {
        m_stop = true;
        m_thread.join();
        return std::move(m_times);
    }

private:
    void run(const std::filesystem::path& file) {
        sqlite3* db = nullptr;
        sqlite3_open(file.c_str(), &db);
        const auto free = [db] {
            return sqlite3_exec(db, "BEGIN IMMEDIATE; ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK;
        };
        while (!m_stop) {
            std::this_thread::sleep_for(100us);
            if (free())
                continue;
            const auto taken = SteadyClock::now();
            while (!free())
                std::this_thread::sleep_for(50us);
            m_times.add(since(taken));
        }
        sqlite3_close(db);
    }

    std::atomic_bool m_stop = false;
    Times m_times;
    std::thread m_thread;
};

class Bench {
public:
    Bench(std::filesystem::path folder, double days)
        : m_folder(std::move(folder))
        , m_days(days) {}

    void run() {
        open(store::Mode::ReadWrite);
        fill();
        writeBesideFloor();
        bytes();
        m_store.reset();
        read();
    }

private:
    void open(store::Mode mode) { m_store = need(store::Store::open({m_folder, mode, "bench_samples"})); }

    template<class T>
    T ask(std::function<T(store::Sql&)> job) {
        return need(
            m_store->read<T>("", [&](store::Sql& sql) -> base::Result<T> { return job(sql); }).result());
    }

    void keepUpAll() {
        do {
            const auto from = SteadyClock::now();
            double cpu = 0;
            auto turn = m_store->write<UpkeepPlace>([&](store::Sql& sql) {
                cpu = threadTime();
                return keepUp(sql, m_place, m_retention, m_now);
            });
            auto behind = m_store->write<double>(
                [&](store::Sql&) -> base::Result<double> { return threadTime() - cpu; });
            m_place = need(turn.result());
            m_turns.add(since(from));
            m_turnsOfCpu.add(need(behind.result()));
            if (m_probe)
                std::this_thread::sleep_for(1ms); // or it would see many turns as one
        } while (!m_place.isDone);
    }

    // The last day at full detail, the days before it once a minute: their moments are gone by then anyway.
    void fill() {
        m_recorder = std::make_unique<Recorder>(*m_store, "bench", "bench");
        m_cluster = std::make_unique<Cluster>(*m_recorder);
        const base::Time end = m_now;
        m_now = end - std::chrono::duration_cast<base::Duration>(m_days * 24h);
        const auto began = SteadyClock::now();
        std::vector<Reading> readings = m_cluster->look(m_now, 10s);
        auto from = SteadyClock::now();
        need(m_recorder->write(m_now, std::move(readings)).result());
        std::cout << "first frame of " << m_cluster->series() << " new series: " << since(from) << " ms\n";
        while (m_now < end) {
            const base::Duration step = end - m_now > 24h ? base::Duration(60s) : base::Duration(10s);
            if (step == 10s && !m_probe) {
                m_probe.emplace(m_folder / "streamscape.db");
                m_turns = m_turnsOfCpu = {};
            }
            m_now += step;
            need(m_recorder->write(m_now, m_cluster->look(m_now, step)).result());
            keepUpAll();
        }
        std::cout << "filled with " << m_days << " days in " << since(began) / 1000 << " s\n"
                  << "a day of recording, putting in order and pruning: one turn of upkeep takes "
                  << m_turns.told() << ", of the processor " << m_turnsOfCpu.told()
                  << "; the write lock was seen taken for " << m_probe->stop().told() << "\n";
        m_probe.reset();
    }

    void writeBesideFloor() {
        need(m_store
                 ->write<base::Done>([](store::Sql& sql) -> base::Result<base::Done> {
                     sql.run("CREATE TABLE IF NOT EXISTS floor (key INTEGER PRIMARY KEY, frame BLOB) STRICT");
                     return base::Done{};
                 })
                 .result());
        Times caller;
        Times ours;
        Times bare;
        std::int64_t size = 0;
        for (int i = 0; i < 180; ++i) {
            m_now += 10s;
            std::vector<Reading> readings = m_cluster->look(m_now, 10s);
            auto from = SteadyClock::now();
            auto writing = m_recorder->write(m_now, std::move(readings));
            caller.add(since(from));
            const FrameWritten written = need(writing.result());
            ours.add(since(from));
            size += written.bytes;
            const std::string blob(static_cast<std::size_t>(written.bytes), 'x');
            from = SteadyClock::now();
            need(m_store
                     ->write<base::Done>([&](store::Sql& sql) -> base::Result<base::Done> {
                         sql.run("INSERT INTO floor (frame) VALUES (?1)", store::Blob{blob});
                         return base::Done{};
                     })
                     .result());
            bare.add(since(from));
        }
        need(m_store
                 ->write<base::Done>([](store::Sql& sql) -> base::Result<base::Done> {
                     sql.run("DROP TABLE floor");
                     return base::Done{};
                 })
                 .result());
        std::cout << "one sample of " << m_cluster->series() << " series, " << size / 180
                  << " bytes: " << ours.told() << ", of which on the caller's thread " << caller.told()
                  << "; a bare insert of as many bytes " << bare.told() << "\n";
        keepUpAll();
    }

    void bytes() {
        const auto series = static_cast<double>(m_cluster->series());
        double samples = 0;
        for (const auto& [tier, name] : {std::pair{1, "10 s"}, {2, "1 min"}, {3, "10 min"}}) {
            const auto [points, size] =
                ask<std::pair<double, double>>([&](store::Sql& sql) -> std::pair<double, double> {
                    auto row =
                        sql.query("SELECT sum(points), sum((SELECT sum(length(bytes)) FROM sample_columns c "
                                  "WHERE c.key >= s.key << 28 AND c.key < (s.key + 1) << 28)) "
                                  "FROM sample_stretches s WHERE tier = ?1",
                                  tier);
                    row.next();
                    return {row.real(0), row.real(1)};
                });
            samples += points * series;
            std::cout << "a stored sample, " << name << " tier: " << size / (points * series) << " bytes ("
                      << points * series / 1e6 << " million samples)\n";
        }
        const double pages = ask<double>([](store::Sql& sql) {
            auto row = sql.query("SELECT sum(pgsize) FROM dbstat WHERE name = 'sample_columns'");
            row.next();
            return row.real(0);
        });
        std::cout << "with all pages they take: " << pages / samples << " bytes a sample, " << pages / 1e6
                  << " MB\n";
    }

    /// What the kernel keeps of the file goes, so that the next read comes from the disk.
    void chill() {
        for (const char* name : {"streamscape.db", "streamscape.db-wal"}) {
            const int file = ::open((m_folder / name).c_str(), O_RDONLY);
            if (file < 0)
                continue;
            ::fdatasync(file);
            ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
            ::close(file);
        }
    }

    LineQuery chartOf(int group, base::Duration step) {
        LineQuery query{0, {}, m_now - 24h, m_now, step};
        query.cluster = ask<std::int64_t>([](store::Sql& sql) { return *store::findCluster(sql, "bench"); });
        ask<int>([&](store::Sql& sql) {
            const std::string name = "shop.group-" + std::to_string(group);
            const auto want = [&](const char* kind, const std::string& first, const std::string& second,
                                  int number) {
                query.series.push_back(
                    *findSeries(sql, query.cluster, {"lag", kind, {first, second, ""}, number}));
            };
            want("lag", name, "", 0);
            want("time", name, "", 0);
            for (int i = 0; i < perGroup; ++i) {
                const int partition = Cluster::partitionOf(group, i);
                const std::string topic = "shop.topic-" + std::to_string(partition / 10);
                want("committed", name, topic, partition % 10);
                want("end", topic, "", partition % 10);
            }
            return 0;
        });
        return query;
    }

    // The rows a chart needs, asked for one by one and left as they are.
    static std::size_t bareRows(store::Sql& sql, const LineQuery& query, Tier tier) {
        std::size_t rows = 0;
        std::size_t size = 0;
        for (const Stretch& each : readableStretches(sql, query.cluster, query.from, query.to)) {
            if (each.tier == Tier::Frames || (each.tier != tier && each.inParent) || each.tier > tier)
                continue;
            for (const SeriesId series : query.series) {
                auto row = sql.query("SELECT bytes FROM sample_columns WHERE key = ?1",
                                     rowsOf(each.key) + series.value);
                rows += row.next() ? 1 : 0;
                size += row.text(0).size();
            }
        }
        return size > 0 ? rows : 0;
    }

    void read() {
        for (const auto& [step, tier] :
             {std::pair{base::Duration(86s), Tier::Minute}, {base::Duration(10s), Tier::Raw}}) {
            Times cold;
            Times warm;
            Times coldBare;
            Times warmBare;
            std::size_t moments = 0;
            std::size_t rows = 0;
            for (int round = 0; round < 7; ++round) {
                const LineQuery query = [&] {
                    open(store::Mode::ReadOnly);
                    return chartOf(round * 100 + 1, step);
                }();
                const auto lines = [&] {
                    const auto from = SteadyClock::now();
                    moments = ask<Lines>([&](store::Sql& sql) { return readLines(sql, query); }).times.size();
                    return since(from);
                };
                const auto bare = [&] {
                    const auto from = SteadyClock::now();
                    rows = ask<std::size_t>([&](store::Sql& sql) { return bareRows(sql, query, tier); });
                    return since(from);
                };
                const auto again = [&](Times& first, Times& then, const auto& what) {
                    m_store.reset();
                    chill();
                    open(store::Mode::ReadOnly);
                    first.add(what());
                    then.add(what());
                };
                again(cold, warm, lines);
                again(coldBare, warmBare, bare);
            }
            std::cout << "24 h of one group, 42 lines of " << moments << " moments: cold " << cold.told()
                      << ", warm " << warm.told() << "; a bare SELECT of its " << rows << " rows: cold "
                      << coldBare.told() << ", warm " << warmBare.told() << "\n";
        }
        open(store::Mode::ReadOnly);
        const auto from = SteadyClock::now();
        const auto values = ask<std::size_t>([&](store::Sql& sql) {
            return readMoment(sql, *store::findCluster(sql, "bench"), m_now - 12h, 1min)->values.size();
        });
        std::cout << "one past moment of " << values << " series: " << since(from) << " ms\n";
        const auto began = SteadyClock::now();
        const auto points = ask<std::size_t>([&](store::Sql& sql) {
            std::size_t count = 0;
            replay(sql, *store::findCluster(sql, "bench"), m_now - 1h, base::Time::max(),
                   [&count](SeriesId, std::span<const Point> some, base::Duration) { count += some.size(); });
            return count;
        });
        std::cout << "replay of the last hour, " << static_cast<double>(points) / 1e6
                  << " million points: " << since(began) << " ms\n";
    }

    std::filesystem::path m_folder;
    double m_days;
    base::Time m_now = pieceOf(base::systemNow(), 12h) + 5min;
    Retention m_retention;
    UpkeepPlace m_place;
    std::optional<LockProbe> m_probe;
    Times m_turns;
    Times m_turnsOfCpu;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<Cluster> m_cluster;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 2)
        return 64;
    std::cout << std::fixed << std::setprecision(2);
    Bench(argv[1], argc > 2 ? std::atof(argv[2]) : 7).run();
    return 0;
}
