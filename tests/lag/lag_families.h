// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/lag/lag_world.h"

namespace streamscape::test {

/// A kind of history, with the answer to the only question that matters: does this group need somebody now?
/// The label follows from what happens in the world, not from what any rule sees of it. Where it would be a
/// matter of taste (a burst that goes on, an outage of a minute) there is no family.
struct Family {
    const char* name;
    bool needsSomebody;
    std::vector<lag::Verdict> fitting; ///< the verdict expected, and others that say the same
    World (*play)(Chance& chance);     ///< up to the moment of judging
};

const std::vector<Family>& familiesThatAreWell();
const std::vector<Family>& familiesThatNeedSomebody();
const std::vector<Family>& families(); ///< both

// What families are made of.
Habits usual(Chance& chance);
/// The same, committing every so many seconds.
Habits slowCommits(Chance& chance, int least, int most);
World world(const Habits& habits, Chance& chance);
/// Long enough for twenty commits and a few minutes more, ending at any phase of them.
int aWhile(const Habits& habits, Chance& chance);
World steady(const Habits& habits, Chance& chance);

} // namespace streamscape::test
