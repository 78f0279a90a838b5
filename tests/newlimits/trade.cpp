// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "tests/newlimits/market.h"
#include "tests/newlimits/readers.h"
#include "tests/newlimits/scenario.h"
#include "tests/newlimits/writers.h"
#include "tests/newlimits/written_log.h"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <thread>

namespace streamscape::newlimits {

using base::Done;
using base::fail;
using base::Result;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

constexpr double movementsASecond = 3;

/// The movement, and what goes with it: a web order, its shipment, the second data centre's copy of a
/// transfer.
Result<Done> write(Writers& writers, const Movement& movement, base::Time occurredAt, base::Time stamp) {
    // A stocktake says what is there: nothing before it may come behind it, and nothing behind it before.
    const bool fence = movement.type == "count" && !movement.reason.empty();
    if (fence)
        if (auto flushed = writers.flush(); !flushed)
            return flushed;
    const std::string json = movement.json(occurredAt);
    auto sent = writers.send(movement.writer, {"inventory.movements", {}, movement.sku, json, stamp, {}});
    if (sent && movement.type == "reservation")
        sent = writers.send("jax", {"orders", {}, movement.orderId, json, stamp, {}});
    if (sent && movement.type == "fulfilment")
        sent = writers.send("kaff", {"shipments", {}, movement.orderId, json, stamp, {}});
    if (sent && movement.type == "transfer_in")
        sent = writers.send("kaff", {"dc2.inventory.movements", {}, movement.sku, json, stamp, {}});
    return sent && fence ? writers.flush() : sent;
}

/// Busy days and quiet nights: the share of the span that is over when this share of its movements is.
double atShare(double share, int days) {
    const double turn = 2 * std::numbers::pi * days;
    return share + 0.7 / turn * std::sin(turn * share);
}

} // namespace

Result<Done> addHistory(const Options& options, const std::atomic_bool& stop) {
    const auto before = writtenMovements(options.admin);
    if (!before)
        return fail(before.error());
    if (!before->empty()) {
        std::printf("history: %zu movements are there already\n", before->size());
        return Done{};
    }
    Market market(catalogue(options.seed), options.seed);
    Writers writers(options.credentials, options.admin);
    const base::Time now = base::systemNow();
    const auto span = std::chrono::duration_cast<base::Duration>(std::chrono::hours(24) * options.days);
    const base::Time begin = now - span;
    for (const Movement& count : market.opening())
        if (auto sent = write(writers, count, begin - 1min, begin - 1min); !sent)
            return sent;
    if (auto flushed = writers.flush(); !flushed)
        return flushed;
    const int total = options.days * options.perDay;
    for (int i = 0; i < total && !stop; ++i) {
        const double share = atShare((i + 1.0) / (total + 1.0), options.days);
        const base::Time at = begin + base::Duration(static_cast<std::int64_t>(share * double(span.count())));
        if (auto sent = write(writers, market.next(), at, std::min(now, at + base::Duration(40 + i % 160)));
            !sent)
            return sent;
        if ((i + 1) % 5000 == 0) {
            std::printf("history: %d of %d movements\n", i + 1, total);
            std::fflush(stdout);
        }
    }
    if (auto flushed = writers.flush(); !flushed)
        return flushed;
    std::printf("history: the groups read it\n");
    std::fflush(stdout);
    Readers readers(options.credentials, options.admin, historyReaders(total));
    if (!stop)
        readers.wait();
    return Done{};
}

Result<Done> consume(const Options& options, const std::atomic_bool& stop) {
    const Readers readers(options.credentials, options.admin, tradingReaders(options.speed));
    while (!stop)
        std::this_thread::sleep_for(50ms);
    return Done{};
}

Result<Done> trade(const Options& options, const std::atomic_bool& stop) {
    auto before = writtenMovements(options.admin);
    if (!before)
        return fail(before.error());
    const auto number = static_cast<std::int64_t>(before->size());
    Market market(catalogue(options.seed), options.seed);
    for (const Written& one : *before)
        market.replay(one.value);
    before->clear();
    market.continueAt(number, options.seed);
    const Readers readers(options.credentials, options.admin, tradingReaders(options.speed));
    Writers writers(options.credentials, options.admin);
    std::printf("trade: goes on behind %lld movements\n", static_cast<long long>(number));
    std::fflush(stdout);
    double owed = 0;
    auto last = Steady::now();
    auto flushed = last;
    while (!stop) {
        std::this_thread::sleep_for(50ms);
        const auto tick = Steady::now();
        owed = std::min(owed + std::chrono::duration<double>(tick - last).count() * movementsASecond *
                                   options.speed,
                        1000.0);
        last = tick;
        Result<Done> outcome = Done{};
        for (; owed >= 1 && !stop && outcome; owed -= 1) {
            const base::Time now = base::systemNow();
            outcome = write(writers, market.next(), now, now);
        }
        if (outcome && tick - flushed > 1s) {
            outcome = writers.flush();
            flushed = tick;
        }
        // A broker that is away comes back; trade does not end with it.
        if (!outcome)
            std::fprintf(stderr, "trade: %s\n", base::describe(outcome.error()).c_str());
    }
    return Done{};
}

} // namespace streamscape::newlimits
