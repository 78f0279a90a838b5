// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lag/lag_families.h"

#include <algorithm>

namespace streamscape::test {

namespace {

using lag::Verdict;

void allLeave(World& w) {
    const bool commits = w.chance.odds(0.5);
    for (int m = 0; m < w.habits.members; ++m)
        w.leave(m, commits);
}

World stopped(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 60);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    allLeave(w);
    w.run(chance.between(180, 3600));
    return w;
}

World stoppedAndQuiet(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    allLeave(w);
    w.run(chance.between(30, 300));
    w.writeFactor = 0;
    w.run(chance.between(180, 3600));
    return w;
}

World stoppedOnATrickle(Chance& chance) {
    Habits habits = usual(chance);
    habits.rate = chance.scale(0.01, 0.1);
    habits.capacity = 2000;
    World w = world(habits, chance);
    w.run(1200);
    allLeave(w);
    w.run(300);
    while (w.lag() < 3)
        w.run(30);
    w.run(120);
    return w;
}

World stoppedWhileCatchingUp(Chance& chance) {
    Habits habits = usual(chance);
    habits.backlog = static_cast<int>(habits.rate * chance.between(1800, 7200));
    World w = world(habits, chance);
    w.run(chance.between(120, 400));
    allLeave(w);
    w.run(chance.between(180, 1800));
    return w;
}

World hung(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 60);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (World::Member& member : w.members)
        member.hung = true;
    w.run(std::max(120, 5 * habits.commitEvery) + chance.between(0, 1800));
    return w;
}

World poisonRecord(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 30);
    habits.recommits = true;
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (World::Partition& partition : w.partitions)
        partition.stuck = true;
    w.run(std::max(150, 5 * habits.commitEvery) + chance.between(0, 1800));
    return w;
}

World oneStuck(Habits habits, Chance& chance) {
    habits.partitions = chance.between(4, 12);
    habits.members = chance.between(1, 4);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.partitions[static_cast<std::size_t>(chance.between(0, habits.partitions - 1))].stuck = true;
    w.run(std::max(200, 10 * habits.commitEvery) + chance.between(0, 1800));
    return w;
}
World oneStuckFast(Chance& chance) { return oneStuck(usual(chance), chance); }
World oneStuckSlow(Chance& chance) { return oneStuck(slowCommits(chance, 30, 60), chance); }

// Reads less than is written until so many seconds' worth of records are waiting.
World tooSlow(Habits habits, double share, double secondsBehind, Chance& chance) {
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.capacityFactor = share / habits.capacity;
    w.run(static_cast<int>(secondsBehind / (1 - share)) + chance.between(60, 300));
    return w;
}
World farTooSlow(Chance& chance) {
    return tooSlow(usual(chance), chance.real(0.3, 0.85), chance.real(120, 600), chance);
}
World slowLeak(Chance& chance) {
    Habits habits = slowCommits(chance, 5, 20);
    habits.rate = chance.scale(20, 400);
    return tooSlow(habits, chance.real(0.95, 0.985), chance.real(120, 200), chance);
}
World slowLeakSlowCommits(Chance& chance) {
    Habits habits = slowCommits(chance, 40, 75);
    habits.rate = chance.scale(20, 400);
    return tooSlow(habits, chance.real(0.85, 0.96), chance.real(400, 600), chance);
}
World tooSlowForFiveMinutes(Chance& chance) {
    return tooSlow(slowCommits(chance, 240, 330), chance.real(0.3, 0.7), chance.real(1500, 2400), chance);
}

World tooSlowInNoise(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    const double share = chance.real(0.6, 0.9);
    double gust = 1;
    const auto windy = [&](int s) {
        if (s % 20 == 0)
            gust = w.chance.real(0.3, 1.7);
        w.writeFactor = gust;
    };
    w.run(aWhile(habits, chance), windy);
    w.capacityFactor = share / habits.capacity;
    w.run(static_cast<int>(chance.real(150, 400) / (1 - share)), windy);
    return w;
}

World onePartitionTooSlow(Chance& chance) {
    Habits habits = usual(chance);
    habits.partitions = chance.between(4, 12);
    habits.members = habits.partitions; // each its own
    habits.noisy = false;
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    // Its one reader cannot take more than the others' share.
    World::Partition& hot = w.partitions[static_cast<std::size_t>(chance.between(0, habits.partitions - 1))];
    hot.writeFactor = habits.capacity * chance.real(1.1, 2);
    w.run(static_cast<int>(chance.real(120, 300) / (1 - habits.capacity / hot.writeFactor)));
    return w;
}

World outgrownBatches(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    const int round = chance.between(400, 700);
    const int writing = chance.between(5, 90);
    const double size = 100 * habits.capacity / writing;
    const auto batch = [&](int s) { w.writeFactor = s % round < writing ? size : 0; };
    w.run(5 * round, batch);
    // Now a batch takes longer to read than there is until the next.
    w.capacityFactor = 100.0 / (round * chance.real(1.3, 2));
    w.run(round * chance.between(3, 5) + writing + chance.between(0, 30), batch);
    return w;
}

World setBack(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (int m = 0; m < habits.members; ++m)
        w.leave(m);
    w.run(chance.between(10, 60));
    const int back = chance.between(1200, 7200);
    for (int p = 0; p < habits.partitions; ++p) {
        const World::Partition& partition = w.partitions[static_cast<std::size_t>(p)];
        w.setCommit(p, *partition.committed - static_cast<std::int64_t>(habits.rate * back));
    }
    w.run(chance.between(5, 30));
    for (int m = 0; m < habits.members; ++m)
        w.join(m);
    w.rebalance(3);
    // The old place is regained after back / (capacity - 1) seconds: not yet.
    w.run(chance.between(40, 280));
    return w;
}

World hangingTransaction(Chance& chance) {
    Habits habits = usual(chance);
    habits.partitions = chance.between(2, 8);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (int p = 0; p < habits.partitions; ++p)
        if (p == 0 || chance.odds(0.2))
            w.partitions[static_cast<std::size_t>(p)].stable = w.partitions[static_cast<std::size_t>(p)].end;
    w.run(chance.between(400, 2400));
    return w;
}

World crashLoop(Chance& chance) {
    Habits habits = usual(chance);
    habits.members = 1;
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    const int until = w.now + chance.between(480, 1800);
    w.partitions.front().stuck = true;
    for (World::Partition& partition : w.partitions)
        partition.stuck = true;
    w.habits.recommits = false;
    while (w.now < until) {
        w.leave(0, false);
        w.run(chance.between(5, 20));
        w.join(0);
        w.rebalance(3);
        w.run(chance.between(10, 25));
    }
    return w;
}

World nobodyHasIt(Chance& chance) {
    Habits habits = usual(chance);
    habits.partitions = chance.between(3, 12);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.unassignedStay = true;
    w.partitions[static_cast<std::size_t>(chance.between(0, habits.partitions - 1))].owner = -1;
    w.run(chance.between(200, 1800));
    return w;
}

World stoppedBeforeTheConsoleBegan(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    allLeave(w);
    w.run(chance.between(600, 3600));
    w.restartConsole(false);
    w.run(chance.between(20, 60));
    return w;
}

World stalledBeforeTheConsoleBegan(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (World::Member& member : w.members)
        member.hung = true;
    w.run(chance.between(600, 3600));
    w.restartConsole(false);
    w.run(chance.between(90, 200));
    return w;
}

World fiveMinutesHung(Chance& chance) {
    Habits habits = slowCommits(chance, 240, 330);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (World::Member& member : w.members)
        member.hung = true;
    w.run(chance.between(1500, 3600));
    return w;
}

World withoutMembershipGone(Chance& chance) {
    Habits habits = slowCommits(chance, 10, 60);
    habits.membership = false;
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    for (World::Member& member : w.members)
        member.hung = true;
    w.run(chance.between(600, 3600));
    return w;
}

World halfHung(Chance& chance) {
    Habits habits = usual(chance);
    habits.partitions = chance.between(4, 12);
    habits.members = chance.between(2, 4);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.members.front().hung = true;
    w.run(chance.between(200, 1800));
    return w;
}

World stoppedAndConsoleRestarted(Chance& chance) {
    Habits habits = usual(chance);
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    w.consoleRuns = false;
    allLeave(w);
    w.run(chance.between(300, 1800));
    w.consoleRuns = true;
    w.restartConsole(true);
    w.run(chance.between(5, 60));
    return w;
}

} // namespace

const std::vector<Family>& familiesThatNeedSomebody() {
    static const std::vector<Family> all{
        {"stopped", true, {Verdict::Stopped}, stopped},
        {"stopped, then nothing written", true, {Verdict::Stopped}, stoppedAndQuiet},
        {"stopped on a trickle", true, {Verdict::Stopped}, stoppedOnATrickle},
        {"stopped while catching up", true, {Verdict::Stopped}, stoppedWhileCatchingUp},
        {"stopped while the console was off", true, {Verdict::Stopped}, stoppedAndConsoleRestarted},
        {"stopped before the console began", true, {Verdict::Stopped}, stoppedBeforeTheConsoleBegan},
        {"without membership, gone", true, {Verdict::Stopped, Verdict::Stalled}, withoutMembershipGone},
        {"hung", true, {Verdict::Stalled}, hung},
        {"hung before the console began", true, {Verdict::Stalled}, stalledBeforeTheConsoleBegan},
        {"commits every 5 min, hung", true, {Verdict::Stalled}, fiveMinutesHung},
        {"poison record", true, {Verdict::Stalled}, poisonRecord},
        {"one partition stuck", true, {Verdict::Stalled}, oneStuckFast},
        {"one partition stuck, slow commits", true, {Verdict::Stalled}, oneStuckSlow},
        {"one member of several hung", true, {Verdict::Stalled}, halfHung},
        {"a partition that nobody has", true, {Verdict::Stalled}, nobodyHasIt},
        {"hanging transaction", true, {Verdict::Stalled}, hangingTransaction},
        {"crash loop", true, {Verdict::Stalled, Verdict::Stopped}, crashLoop},
        {"far too slow", true, {Verdict::FallingBehind}, farTooSlow},
        {"too slow in noise", true, {Verdict::FallingBehind}, tooSlowInNoise},
        {"slow leak", true, {Verdict::FallingBehind}, slowLeak},
        {"slow leak, commits each minute", true, {Verdict::FallingBehind}, slowLeakSlowCommits},
        {"too slow, commits every 5 min", true, {Verdict::FallingBehind}, tooSlowForFiveMinutes},
        {"one partition too slow", true, {Verdict::FallingBehind}, onePartitionTooSlow},
        {"outgrown batches", true, {Verdict::FallingBehind}, outgrownBatches},
        {"set back", true, {Verdict::Rewound}, setBack},
    };
    return all;
}

} // namespace streamscape::test
