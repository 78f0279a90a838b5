// SPDX-License-Identifier: GPL-3.0-or-later
// What the store has of samples may be anything once a disk is bad: decoding answers an error or values that
// encode and decode to themselves, within the memory their length allows.
#include "models/samples/frame.h"
#include "tests/fuzz/fuzz_unit.h"
#include "tests/samples/random_columns.h"

#include <cstdlib>

using namespace streamscape;
using namespace streamscape::samples;

namespace {

/// Between the frames of one input.
constexpr char frameEnd = '\x55';

void check(bool holds) {
    if (!holds)
        std::abort();
}

void column(std::string_view bytes, std::size_t count) {
    const auto values = decodeColumn(bytes, count);
    if (!values)
        return;
    check(values->size() == count);
    const auto again = decodeColumn(encodeColumn(*values), count);
    check(again && *again == *values);
}

void frames(std::string_view bytes) {
    FrameState state;
    FrameState told;
    FrameState read;
    for (std::size_t from = 0; from < bytes.size();) {
        const std::size_t to = std::min(bytes.find(frameEnd, from), bytes.size());
        if (!applyFrame(state, bytes.substr(from, to - from)))
            return;
        const std::vector<SeriesValue> values = state.values();
        check(applyFrame(read, encodeFrame(told, values)).has_value());
        check(read.values() == values);
        from = to + 1;
    }
}

} // namespace

std::vector<std::string> fuzzExamples() {
    test::Random random(3);
    std::vector<std::string> examples;
    for (int i = 0; i < 60; ++i) {
        const auto count = static_cast<std::size_t>(test::below(random, 100));
        const std::string head{'\0', static_cast<char>(count)};
        examples.push_back(head + encodeColumn(test::randomColumn(random, count)));
    }
    for (int i = 0; i < 20; ++i) {
        std::string input("\1\0", 2);
        FrameState state;
        for (int frame = 0; frame < 4; ++frame) {
            std::vector<SeriesValue> values;
            for (std::int32_t series = 1; series < 600;
                 series += 1 + static_cast<std::int32_t>(test::below(random, 90)))
                values.push_back({SeriesId{series}, test::below(random, 200)});
            input += encodeFrame(state, values) + frameEnd;
        }
        examples.push_back(input);
    }
    return examples;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    if (data[0] % 2 == 0)
        column(bytes, data[1]);
    else
        frames(bytes);
    return 0;
}
