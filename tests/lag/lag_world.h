// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/burrow.h"
#include "models/lag/peeks.h"

#include <functional>
#include <random>

namespace streamscape::test {

/// Random numbers that are the same on every machine, for a seed.
class Chance final {
public:
    explicit Chance(std::uint64_t seed)
        : m_engine(seed) {}
    /// Both ends included.
    int between(int low, int high) {
        return low + static_cast<int>(m_engine() % static_cast<std::uint64_t>(high - low + 1));
    }
    double real(double low, double high) { return low + (high - low) * unit(); }
    /// Evenly over orders of magnitude.
    double scale(double low, double high);
    bool odds(double probability) { return unit() < probability; }
    /// How many of events that come at random with this mean.
    std::int64_t poisson(double mean);

private:
    double unit() { return static_cast<double>(m_engine() >> 11) * 0x1.0p-53; }
    std::mt19937_64 m_engine;
};

/// How one group and its topic are, before anything happens to them. Rates are records a second.
struct Habits {
    int partitions = 4;
    int members = 1;
    double rate = 50;         ///< written to each partition
    double capacity = 2;      ///< read by the whole group, as a multiple of what is written
    bool noisy = true;        ///< writes come at random
    int commitEvery = 5;      ///< seconds
    double jitter = 0.1;      ///< of commitEvery
    bool recommits = true;    ///< commits what it stands at, moved or not, as Java's auto commit
    bool membership = true;   ///< false: reads by assignment alone, and commits
    int transactionEvery = 0; ///< a commit marker so many seconds after a write; 0: none
    int lookEvery = 2;        ///< the console's
    double missedLooks = 0;   ///< share of them
    int clockAhead = 0;       ///< seconds that the console's clock, and Burrow's, is ahead of the others
    int stampedEarlier = 0;   ///< seconds that records were made before they were written
    int backlog = 0;          ///< records there at the beginning, unread, in each partition
};

/// A group reading a topic, second by second: producers, members with their commits, rebalances, a console
/// that looks and Burrow that sees every commit and asks for the log ends every ten seconds.
class World final {
public:
    World(Habits habits, std::uint64_t seed);

    struct Partition {
        double writeFactor = 1;
        std::int64_t start = 0;
        std::int64_t end = 0;
        std::int64_t markers = 0;  ///< at the very end, with no record behind them
        std::int64_t position = 0; ///< what the reader has read to
        std::optional<std::int64_t> committed;
        std::optional<std::int64_t> stable; ///< where an open transaction holds the last stable offset
        bool stuck = false;
        int owner = -1;                 ///< a member, or none
        double due = 0;                 ///< of a record, written in part
        std::vector<std::int64_t> ends; ///< by second
    };
    struct Member {
        bool alive = true;
        bool hung = false; ///< stays a member, reads nothing, commits nothing
        int nextCommit = 0;
        double spare = 0;
    };

    Habits habits;
    Chance chance;
    std::vector<Partition> partitions;
    std::vector<Member> members;
    double writeFactor = 1;
    double capacityFactor = 1;
    bool unassignedStay = false; ///< partitions without owner are not handed out
    int delay = 0;               ///< reads only records older than this, in seconds
    bool consoleRuns = true;
    int now = 0; ///< seconds

    /// Lets so many seconds pass.
    void run(int seconds);
    /// Runs until a moment, doing something each second before it passes.
    void run(int seconds, const std::function<void(int)>& each);

    void leave(int member, bool commits = true);
    void join(int member);
    /// Nobody reads for so long; positions go back to what is committed.
    void rebalance(int seconds);
    /// What a tool does while the group has no members.
    void setCommit(int partition, std::int64_t offset);
    void recreate();
    /// A leader without the newest records is elected: they are gone, and readers go back to the end.
    void cut(std::int64_t records);
    int alive() const;
    std::int64_t lag() const;
    double perSecond() const; ///< written to the whole topic, as it usually is

    /// What the console makes of it now, by its rules, having peeked at what is worth it.
    lag::Group judged();
    /// The verdicts of the last so many seconds, as a console that looks every ten would have given them.
    std::vector<lag::Judgement> judgedLately(int seconds) const;
    /// What Burrow makes of it now; or would if it were asked to look at log ends every second, not every
    /// ten.
    lag::burrow::Status burrow() const { return statusOf(m_burrow); }
    lag::burrow::Status keenBurrow() const { return statusOf(m_keen); }
    /// What our looks make of it by Burrow's rules.
    lag::Judgement burrowOfLooks() const;
    /// What the console remembers, to begin a new session that has only what the store kept: every tenth
    /// second.
    void restartConsole(bool keepsStore);

private:
    void write();
    void read();
    void commit();
    void look();
    void assign();
    lag::Snapshot snapshot() const;
    void tellBurrow(std::size_t partition, std::int64_t committed);
    lag::burrow::Status statusOf(const std::vector<lag::burrow::Partition>& partitions) const;
    kafka::PeekedRecord peeked(const kafka::RecordPlace& place) const;
    base::Time moment() const;

    int m_rebalanceUntil = 0;
    int m_nextLook = 0;
    int m_looks = 0;
    lag::History m_history;
    std::vector<lag::Snapshot> m_stored; ///< every tenth second
    std::vector<lag::burrow::Partition> m_burrow;
    std::vector<lag::burrow::Partition> m_keen;
    std::uint64_t m_rotate = 0;
};

} // namespace streamscape::test
