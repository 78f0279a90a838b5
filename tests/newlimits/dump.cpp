// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/batch.h"
#include "tests/newlimits/scenario.h"
#include "tests/newlimits/writers.h"
#include "tests/newlimits/written_log.h"

#include <cstdio>
#include <map>
#include <thread>

namespace streamscape::newlimits {

using base::Done;
using base::fail;
using base::Result;
using namespace std::chrono_literals;

Result<Done> dump(const Options& options, const std::atomic_bool& stop) {
    const auto written = writtenMovements(options.admin);
    if (!written)
        return fail(written.error());
    // Copies are made of recent movements, and never of an earlier dump's.
    std::vector<Written> recent;
    for (const Written& one : *written)
        if (one.value.find("\"event_id\":\"NL-") != std::string::npos &&
            one.value.find("\"type\":\"count\"") == std::string::npos)
            recent.push_back(one);
    Writers writers(options.credentials, options.admin);
    std::map<std::string, int> counts;
    int sent = 0;
    for (const BatchRecord& record :
         batch(catalogue(options.seed), recent, options.count, options.seed, base::systemNow())) {
        if (stop)
            break;
        if (auto done = writers.send("pat", {"inventory.movements", {}, record.key, record.value, {}, {}});
            !done)
            return done;
        ++counts[record.kind.empty() ? "well-formed, and wrong" : record.kind];
        // A batch job reads its rows from somewhere: a few hundred a second.
        if (++sent % 100 == 0)
            std::this_thread::sleep_for(100ms);
    }
    if (auto done = writers.flush(); !done)
        return done;
    for (const auto& [kind, count] : counts)
        std::printf("dump: %5d %s\n", count, kind.c_str());
    // The gang tries the second data centre as well, where no grant was forgotten.
    Writers denied(options.credentials, options.admin);
    for (int i = 0; i < 3; ++i)
        (void)denied.send("pat", {"dc2.inventory.movements", {}, "NL-RUN-042-39", "{}", {}, {}});
    if (const auto refused = denied.flush(); !refused)
        std::printf("dump: dc2.inventory.movements: %s\n", refused.error().what.c_str());
    return Done{};
}

} // namespace streamscape::newlimits
