// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/people.h"
#include "tests/newlimits/scenario.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>

using namespace streamscape;

namespace {
std::atomic_bool stopped = false;
void onSignal(int) { stopped = true; }
} // namespace

int main(int argc, char** argv) {
    CLI::App app{"NewLimits, a shoe retailer, trading on a Kafka of yours: what the console is tried on.\n"
                 "The same seed makes the same products, movements and bad records."};
    app.require_subcommand(1);
    app.fallthrough();
    std::string config;
    newlimits::Options options;
    app.add_option("--config", config, "librdkafka properties of a super user (PLAINTEXT, SSL, SASL_…)")
        ->required();
    app.add_option("--credentials", options.credentials,
                   "folder for the users' properties, NAME.properties, readable by its owner only")
        ->required();
    app.add_option("--seed", options.seed, "which NewLimits")->capture_default_str();

    auto* setup =
        app.add_subcommand("setup", "create topics, users with random passwords, grants and the catalogue");
    auto* history = app.add_subcommand("history", "write the past days' trade with its own times, once");
    history->add_option("--days", options.days, "how far back")
        ->check(CLI::Range(1, 30))
        ->capture_default_str();
    history->add_option("--per-day", options.perDay, "movements a day")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    auto* trade =
        app.add_subcommand("trade", "go on trading, with all groups reading, until SIGTERM or Ctrl-C");
    auto* consume = app.add_subcommand("consume", "run the reading groups alone, until SIGTERM or Ctrl-C");
    for (CLI::App* order : {trade, consume})
        order->add_option("--speed", options.speed, "times three movements a second")
            ->check(CLI::Range(0.01, 10'000.0))
            ->capture_default_str();
    auto* dump =
        app.add_subcommand("dump", "the incident: Pat's nightly batch writes bad records, then wrong ones");
    dump->add_option("--count", options.count, "about how many records")
        ->check(CLI::Range(12, 10'000'000))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    std::signal(SIGTERM, onSignal);
    std::signal(SIGINT, onSignal);
    auto admin = newlimits::readConnection(config);
    base::Result<base::Done> outcome = base::Done{};
    if (admin)
        options.admin = std::move(*admin);
    else
        outcome = base::fail(admin.error());
    if (outcome && setup->parsed())
        outcome = newlimits::setUp(options);
    if (outcome && history->parsed())
        outcome = newlimits::addHistory(options, stopped);
    if (outcome && trade->parsed())
        outcome = newlimits::trade(options, stopped);
    if (outcome && consume->parsed())
        outcome = newlimits::consume(options, stopped);
    if (outcome && dump->parsed())
        outcome = newlimits::dump(options, stopped);
    if (outcome)
        return 0;
    std::fprintf(stderr, "newlimits: %s\n", base::describe(outcome.error()).c_str());
    return 1;
}
