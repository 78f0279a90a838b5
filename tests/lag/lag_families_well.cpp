// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lag/lag_families.h"

#include <algorithm>

namespace streamscape::test {

namespace {

using lag::Verdict;

World everyFiveSeconds(Chance& chance) { return steady(usual(chance), chance); }
World everyMinute(Chance& chance) { return steady(slowCommits(chance, 30, 75), chance); }
World everyFiveMinutes(Chance& chance) { return steady(slowCommits(chance, 240, 330), chance); }

// Polls what has gathered every few minutes, works through it, commits.
World inRounds(Chance& chance) {
    Habits habits = slowCommits(chance, 60, 240);
    habits.capacity = chance.real(4, 20);
    return steady(habits, chance);
}

World trickle(Chance& chance) {
    Habits habits = usual(chance);
    habits.rate = chance.scale(0.003, 0.1);
    habits.capacity = 2000;
    habits.commitEvery = chance.odds(0.7) ? 5 : chance.between(20, 60);
    World w = world(habits, chance);
    w.run(chance.between(1800, 3600));
    return w;
}

World idle(Chance& chance) {
    World w = world(usual(chance), chance);
    w.run(chance.between(100, 600));
    w.writeFactor = 0;
    w.run(chance.between(180, 2400));
    return w;
}

World idleBehindMarkers(Chance& chance) {
    Habits habits = usual(chance);
    habits.transactionEvery = chance.between(1, 5);
    World w = world(habits, chance);
    w.run(chance.between(100, 600));
    w.writeFactor = 0;
    w.run(chance.between(60, 2400));
    return w;
}

World transactional(Chance& chance) {
    Habits habits = usual(chance);
    habits.transactionEvery = chance.between(1, 5);
    return steady(habits, chance);
}

World tide(Chance& chance) {
    World w = world(usual(chance), chance);
    const double height = chance.real(1.5, 2.5);
    const int period = chance.between(900, 3600);
    const int phase = chance.between(0, period);
    w.habits.capacity = height + chance.real(0.5, 2);
    w.run(chance.between(1800, 3600), [&](int s) {
        const double turn =
            static_cast<double>((s + phase) % period) / period; // a triangle is as good as a sine
        w.writeFactor = 1 + (height - 1) * (turn < 0.5 ? 2 * turn : 2 - 2 * turn);
    });
    return w;
}

World inAShortBurst(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.writeFactor = chance.real(3, 20);
    w.run(chance.between(5, 40));
    return w;
}

World afterABurst(Chance& chance) {
    Habits habits = usual(chance);
    habits.capacity = chance.real(2, 4);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.writeFactor = chance.real(3, 20);
    w.run(chance.between(20, 60));
    w.writeFactor = 1;
    w.run(chance.between(30, 180));
    return w;
}

// The night's work arrives within seconds, and takes a quarter of an hour and more to read.
World nightlyBatch(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 30);
    habits.capacity = chance.real(1.5, 4);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    const int takes = chance.between(900, 3600);
    w.writeFactor = takes * (habits.capacity - 1) / 20.0;
    w.run(20);
    w.writeFactor = 1;
    w.run(chance.between(180, takes - 120));
    return w;
}

// Every few minutes a batch that takes a minute or two to read; judged at any moment of the round.
World inBatches(Chance& chance) {
    const Habits habits = usual(chance);
    const double takes = chance.real(60, 180);
    World w = world(habits, chance);
    const int round = chance.between(400, 900);
    const int writing = chance.between(5, 90);
    const double size = takes * habits.capacity / writing;
    const int all = round * chance.between(5, 7) + chance.between(0, round);
    w.run(all, [&](int s) { w.writeFactor = s % round < writing ? size : 0; });
    return w;
}

void restartOne(World& w, int member, int down) {
    w.leave(member);
    w.rebalance(w.chance.between(2, 6));
    w.run(down);
    w.join(member);
    w.rebalance(w.chance.between(2, 6));
}

World rollingDeploy(Chance& chance) {
    Habits habits = usual(chance);
    habits.partitions = chance.between(4, 12);
    habits.members = chance.between(2, 4);
    habits.capacity = chance.real(2.5, 4);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    const int stop = chance.between(1, habits.members);
    for (int m = 0; m < stop; ++m) {
        restartOne(w, m, chance.between(5, 20));
        w.run(chance.between(3, 20));
    }
    return w;
}

World restart(Chance& chance) {
    Habits habits = usual(chance);
    habits.members = 1;
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.leave(0, chance.odds(0.7));
    w.rebalance(1);
    const int down = chance.between(10, 45);
    if (chance.odds(0.5)) {
        w.run(down);
        return w;
    }
    w.run(down);
    w.join(0);
    w.rebalance(chance.between(2, 6));
    w.run(chance.between(1, 30));
    return w;
}

World catchingUp(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 30);
    habits.capacity = chance.real(1.5, 3);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    const int out = chance.between(600, 1800);
    for (int m = 0; m < habits.members; ++m)
        w.leave(m);
    w.run(out);
    for (int m = 0; m < habits.members; ++m)
        w.join(m);
    w.rebalance(5);
    // Well before it has caught up.
    w.run(std::max(150, 8 * habits.commitEvery) +
          chance.between(0, static_cast<int>(out / (habits.capacity - 1) * 0.3)));
    return w;
}

World onPurposeLate(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.delay = chance.between(120, 900);
    w.run(w.delay + aWhile(habits, chance) + 1200);
    return w;
}

World onPurposeLateInATide(Chance& chance) {
    Habits habits = usual(chance);
    habits.capacity = chance.real(3, 5);
    World w = world(habits, chance);
    w.delay = chance.between(120, 900);
    const double height = chance.real(1.5, 2.5);
    const int period = chance.between(1200, 7200);
    w.run(w.delay + chance.between(3600, 7200), [&](int s) {
        const double turn = static_cast<double>(s % period) / period;
        w.writeFactor = 1 + (height - 1) * (turn < 0.5 ? 2 * turn : 2 - 2 * turn);
    });
    return w;
}

World retentionAtWork(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    const int every = chance.between(60, 400);
    w.run(aWhile(habits, chance) + 600, [&](int s) {
        if (s % every == every - 1)
            for (World::Partition& partition : w.partitions)
                partition.start = std::max(partition.start, partition.committed.value_or(0) -
                                                                static_cast<std::int64_t>(habits.rate * 30));
    });
    return w;
}

World topicMadeAgain(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.recreate();
    w.rebalance(5);
    w.run(chance.between(60, 600));
    return w;
}

World setBackAndRegained(Chance& chance) {
    Habits habits = usual(chance);
    habits.capacity = chance.real(3, 6);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (int m = 0; m < habits.members; ++m)
        w.leave(m);
    const int back = chance.between(60, 300);
    for (int p = 0; p < habits.partitions; ++p)
        w.setCommit(p, *w.partitions[static_cast<std::size_t>(p)].committed -
                           static_cast<std::int64_t>(habits.rate * back));
    w.run(20);
    for (int m = 0; m < habits.members; ++m)
        w.join(m);
    w.rebalance(3);
    w.run(static_cast<int>((back + 60) / (habits.capacity - 1)) + chance.between(90, 300));
    return w;
}

World newFromTheStart(Chance& chance) {
    Habits habits = usual(chance);
    habits.capacity = chance.real(2, 4);
    habits.backlog = static_cast<int>(habits.rate * chance.between(1200, 7200));
    World w = world(habits, chance);
    w.run(chance.between(150, 600));
    return w;
}

World nothingCommitted(Chance& chance) {
    Habits habits = usual(chance);
    habits.commitEvery = 1 << 20;
    World w = world(habits, chance);
    for (World::Partition& partition : w.partitions)
        partition.committed.reset();
    w.run(chance.between(60, 600));
    return w;
}

World withoutMembership(Chance& chance) {
    Habits habits = slowCommits(chance, 10, 60);
    habits.membership = false;
    return steady(habits, chance);
}

World skippedAhead(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (int m = 0; m < habits.members; ++m)
        w.leave(m);
    w.run(chance.between(300, 1200));
    for (int p = 0; p < habits.partitions; ++p)
        w.setCommit(p, w.partitions[static_cast<std::size_t>(p)].end);
    w.run(10);
    for (int m = 0; m < habits.members; ++m)
        w.join(m);
    w.rebalance(3);
    w.run(chance.between(60, 300));
    return w;
}

World missedLooks(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 30);
    habits.lookEvery = chance.between(3, 30);
    habits.missedLooks = chance.real(0.1, 0.5);
    return steady(habits, chance);
}

World consoleRestarted(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 60);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.consoleRuns = false;
    w.run(chance.between(60, 900));
    w.consoleRuns = true;
    w.restartConsole(true);
    w.run(chance.between(5, 120));
    return w;
}

World firstMinute(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 60);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.restartConsole(false);
    w.run(chance.between(5, 60));
    return w;
}

World overtakingCommits(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    const int every = chance.between(40, 120);
    const auto glitch = [&](int s) {
        if (s % every != every - 1)
            return;
        // An older commit that was under way arrives after a newer one.
        const int p = w.chance.between(0, habits.partitions - 1);
        World::Partition& partition = w.partitions[static_cast<std::size_t>(p)];
        const std::int64_t position = partition.position;
        w.setCommit(p, *partition.committed - static_cast<std::int64_t>(habits.rate * 3));
        partition.position = position;
    };
    w.run(aWhile(habits, chance), glitch);
    return w;
}

World unevenWork(Chance& chance) {
    Habits habits = slowCommits(chance, 20, 90);
    habits.jitter = 0.6;
    return steady(habits, chance);
}

World unevenPartitions(Chance& chance) {
    Habits habits = usual(chance);
    habits.partitions = chance.between(4, 12);
    World w = world(habits, chance);
    for (World::Partition& partition : w.partitions)
        partition.writeFactor = chance.odds(0.6) ? 0 : chance.odds(0.3) ? 0.001 : 1;
    w.run(aWhile(habits, chance));
    return w;
}

World clocksApart(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 60);
    habits.clockAhead = chance.between(-8, 8);
    return steady(habits, chance);
}

// A replay: the records' own times are hours old.
World stampedHoursAgo(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 60);
    habits.stampedEarlier = chance.between(3600, 86'400);
    return steady(habits, chance);
}

World logCut(Chance& chance) {
    const Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.cut(static_cast<std::int64_t>(habits.rate) * chance.between(1, 10));
    w.rebalance(3);
    w.run(chance.between(5, 120));
    return w;
}

} // namespace

const std::vector<Family>& familiesThatAreWell() {
    constexpr Verdict well = Verdict::KeepingUp;
    constexpr Verdict calm = Verdict::Idle;
    constexpr Verdict early = Verdict::Unknown;
    static const std::vector<Family> all{
        {"commits every 5 s", false, {well}, everyFiveSeconds},
        {"commits every minute", false, {well}, everyMinute},
        {"commits every 5 min", false, {well}, everyFiveMinutes},
        {"reads in rounds of minutes", false, {well}, inRounds},
        {"a trickle", false, {calm, well}, trickle},
        {"idle", false, {calm}, idle},
        {"idle behind transaction markers", false, {calm}, idleBehindMarkers},
        {"transactional", false, {well}, transactional},
        {"tide", false, {well}, tide},
        {"in a burst of seconds", false, {well}, inAShortBurst},
        {"after a burst", false, {well}, afterABurst},
        {"nightly batch, being read", false, {well}, nightlyBatch},
        {"batches every few minutes", false, {well, calm}, inBatches},
        {"rolling deploy", false, {well, early}, rollingDeploy},
        {"restart of the only member", false, {well, early}, restart},
        {"catching up after an outage", false, {well}, catchingUp},
        {"late on purpose", false, {well}, onPurposeLate},
        {"late on purpose, in a tide", false, {well}, onPurposeLateInATide},
        {"retention at work", false, {well}, retentionAtWork},
        {"topic deleted and made again", false, {well}, topicMadeAgain},
        {"set back, and regained", false, {well}, setBackAndRegained},
        {"new, from the log's start", false, {well}, newFromTheStart},
        {"nothing committed yet", false, {Verdict::Empty}, nothingCommitted},
        {"reads without membership", false, {well}, withoutMembership},
        {"set to the end, and goes on", false, {well}, skippedAhead},
        {"looks missing", false, {well}, missedLooks},
        {"console restarted", false, {well}, consoleRestarted},
        {"console's very first minute", false, {well, early}, firstMinute},
        {"commits that overtake each other", false, {well}, overtakingCommits},
        {"work of uneven length", false, {well}, unevenWork},
        {"most partitions quiet", false, {well, calm}, unevenPartitions},
        {"clocks apart", false, {well}, clocksApart},
        {"records stamped hours ago", false, {well}, stampedHoursAgo},
        {"log cut at a leader's election", false, {well}, logCut},
    };
    return all;
}

} // namespace streamscape::test
