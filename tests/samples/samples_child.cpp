// SPDX-License-Identifier: GPL-3.0-or-later
// samples_child <folder>: records the known frames, from where the store stands, until it is killed. Prints
// the number of each frame that was committed. Between two frames it keeps the store in order in small
// pieces.
#include "models/samples/recorder.h"
#include "models/samples/stretch.h"
#include "models/samples/upkeep.h"
#include "models/store/clusters.h"
#include "tests/samples/known_frames.h"

#include <iostream>

using namespace streamscape;
using namespace streamscape::samples;

namespace {

std::int64_t nextFrame(store::Store& store) {
    return store
        .read<std::int64_t>("",
                            [](store::Sql& sql) -> base::Result<std::int64_t> {
                                std::int64_t next = 0;
                                const auto cluster = store::findCluster(sql, "known").value_or(0);
                                for (const Stretch& each :
                                     readableStretches(sql, cluster, base::Time::min(), base::Time::max()))
                                    next = std::max(next, test::knownFrame(each.last) + 1);
                                return next;
                            })
        .result()
        .value();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2)
        return 64;
    auto opened = store::Store::open({argv[1], store::Mode::ReadWrite, "samples_child"});
    if (!opened) {
        std::cout << base::describe(opened.error()) << std::endl;
        return 1;
    }
    store::Store& store = **opened;
    Recorder recorder(store, "known", "known");
    std::vector<Reading> readings;
    for (int series = 0; series < test::knownSeries; ++series)
        readings.push_back({recorder.series(test::knownName(series), test::knownRollup(series)), {}});
    UpkeepPlace place;
    const Retention retention{std::chrono::hours{10'000}, std::chrono::hours{10'000},
                              std::chrono::hours{10'000}};
    for (std::int64_t frame = nextFrame(store);; ++frame) {
        for (int series = 0; series < test::knownSeries; ++series)
            readings[static_cast<std::size_t>(series)].value = test::knownValue(series, frame);
        if (const auto written = recorder.write(test::knownTime(frame), readings).result(); !written) {
            std::cout << base::describe(written.error()) << std::endl;
            return 1;
        }
        std::cout << frame << std::endl;
        const auto kept = store
                              .write<UpkeepPlace>([&](store::Sql& sql) {
                                  return keepUp(sql, place, retention, test::knownTime(frame),
                                                std::chrono::milliseconds{0});
                              })
                              .result();
        if (kept)
            place = *kept;
    }
}
