// SPDX-License-Identifier: GPL-3.0-or-later
// fuzz_<unit> [inputs [seed]]: where there is no fuzzing engine, the unit's own examples and what comes of
// them when bytes are changed, put in, cut out and repeated, again and again. The same seed gives the same
// inputs. A file's name feeds that one file.
#include "tests/fuzz/fuzz_unit.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>

namespace {

using Input = std::vector<std::uint8_t>;
constexpr std::size_t longest = 4096;

void bend(Input& input, std::mt19937_64& random) {
    const auto at = [&] { return input.empty() ? 0 : random() % (input.size() + 1); };
    const auto place = [&](std::size_t from) { return input.begin() + static_cast<std::ptrdiff_t>(from); };
    static constexpr std::uint8_t telling[] = {0x00, 0x01, 0x02, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xfe, 0xff};
    switch (random() % 5) {
    case 0: // change one
        if (!input.empty())
            input[random() % input.size()] = static_cast<std::uint8_t>(random());
        break;
    case 1: // put in a few of one telling byte
        input.insert(place(at()), 1 + random() % 10, telling[random() % std::size(telling)]);
        break;
    case 2: // put in anything
        input.insert(place(at()), static_cast<std::uint8_t>(random()));
        break;
    case 3: { // cut out
        const std::size_t from = at();
        const std::size_t count = random() % 8;
        input.erase(place(from), place(std::min(input.size(), from + count)));
        break;
    }
    default: { // repeat a piece
        const std::size_t from = at();
        const Input piece(place(from), place(std::min(input.size(), from + random() % 16)));
        input.insert(place(from), piece.begin(), piece.end());
        break;
    }
    }
    if (input.size() > longest)
        input.resize(longest);
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::ifstream(argv[1]).good()) {
        std::ifstream file(argv[1], std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(file), {});
        return LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
    const long inputs = argc > 1 ? std::atol(argv[1]) : 200'000;
    std::mt19937_64 random(argc > 2 ? static_cast<std::uint64_t>(std::atoll(argv[2])) : 1);
    std::vector<Input> examples;
    for (const std::string& each : fuzzExamples())
        examples.emplace_back(each.begin(), each.end());
    std::vector<Input> pool = examples;
    for (long i = 0; i < inputs; ++i) {
        // A line of inputs, each bent from the one before, begins with an example again now and then.
        const std::size_t line = random() % pool.size();
        if (random() % 8 == 0)
            pool[line] = examples[random() % examples.size()];
        for (auto times = random() % 3; times > 0; --times)
            bend(pool[line], random);
        LLVMFuzzerTestOneInput(pool[line].data(), pool[line].size());
    }
    std::cout << inputs << " inputs\n";
    return 0;
}
