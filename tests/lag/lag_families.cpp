// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lag/lag_families.h"

#include <algorithm>

namespace streamscape::test {

Habits usual(Chance& chance) {
    Habits habits;
    habits.partitions = chance.between(1, 12);
    habits.members = chance.between(1, std::min(habits.partitions, 4));
    habits.rate = chance.scale(2, 400);
    habits.capacity = chance.real(1.5, 4);
    habits.noisy = chance.odds(0.75);
    habits.recommits = chance.odds(0.7);
    habits.lookEvery = chance.odds(0.6) ? 2 : chance.between(5, 15);
    return habits;
}

World world(const Habits& habits, Chance& chance) {
    return World(habits, static_cast<std::uint64_t>(chance.between(1, 1 << 30)));
}

int aWhile(const Habits& habits, Chance& chance) {
    return 20 * habits.commitEvery + chance.between(200, 600) + chance.between(0, habits.commitEvery);
}

World steady(const Habits& habits, Chance& chance) {
    World w = world(habits, chance);
    w.run(aWhile(habits, chance));
    return w;
}

Habits slowCommits(Chance& chance, int least, int most) {
    Habits habits = usual(chance);
    habits.commitEvery = chance.between(least, most);
    habits.jitter = chance.real(0, 0.2);
    habits.lookEvery = chance.odds(0.5) ? 2 : 10;
    return habits;
}

const std::vector<Family>& families() {
    static const std::vector<Family> all = [] {
        std::vector<Family> both = familiesThatAreWell();
        both.insert(both.end(), familiesThatNeedSomebody().begin(), familiesThatNeedSomebody().end());
        return both;
    }();
    return all;
}

} // namespace streamscape::test
