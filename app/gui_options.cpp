// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_options.h"

#include "models/base/text.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace streamscape::app {

namespace {

constexpr int wrongUsage = 2;

std::optional<QSize> parseSize(const std::string& text) {
    const QStringList parts = base::toQString(text).split(QLatin1Char('x'));
    if (parts.size() != 2)
        return std::nullopt;
    const QSize size(parts[0].toInt(), parts[1].toInt());
    return size.width() >= 400 && size.height() >= 300 && size.width() <= 16'000 && size.height() <= 16'000
               ? std::optional(size)
               : std::nullopt;
}

} // namespace

GuiParsed parseGuiOptions(int argc, char** argv) {
    GuiParsed parsed;
    GuiOptions& options = parsed.options;
    std::string theme;
    std::string size;
    std::string location;
    CLI::App cli("Streamscape: lag, stock, audit and access of a Kafka cluster in one window", "streamscape");
    cli.set_version_flag("--version", std::string("streamscape ") + STREAMSCAPE_VERSION);
    CLI::Option* config =
        cli.add_option("--config", options.config, "Connect by a client.properties file, for this run alone")
            ->type_name("FILE");
    cli.add_option("--name", options.name, "What to call the cluster of --config")
        ->type_name("CLUSTERNAME")
        ->needs(config);
    cli.add_option("--cluster", options.cluster, "Connect by a saved connection")
        ->type_name("PROFILE")
        ->excludes(config);
    cli.add_option("--store", options.store, "The folder of the store")->type_name("DIR");
    cli.add_option("--audit-log-dir", options.auditLogDirs, "A folder with the brokers' logs; repeatable")
        ->type_name("DIR")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    cli.add_option("--theme", theme, "dark, light or system")
        ->check(CLI::IsMember({"dark", "light", "system"}));
    cli.add_option("--screenshot", options.screenshot,
                   "Draw the page offscreen once its data is there, write it as PNG, and end")
        ->type_name("OUT.png");
    cli.add_option("--size", size, "The window's size, as in 1600x1000")->type_name("WxH");
    cli.add_flag("--watch-stalls", options.watchStalls, "Show the event loop's longest pause");
    cli.add_flag("--trace-first-paint", options.traceFirstPaint,
                 "Print the milliseconds from start to the first usable paint");
    cli.add_flag("--read-only", options.readOnly, "Refuse every change of the cluster");
    cli.add_option("location", location, "Where to go: streamscape://PAGE?…")->type_name("LOCATION");
    try { // CLI11 answers by exceptions; none leaves this function
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == 0;
        cli.exit(error, std::cout, std::cerr);
        parsed.exit = asked ? 0 : wrongUsage;
        return parsed;
    }
    if (!theme.empty())
        options.theme = theme == "dark"    ? widgets::ThemeChoice::Dark
                        : theme == "light" ? widgets::ThemeChoice::Light
                                           : widgets::ThemeChoice::System;
    if (!size.empty()) {
        options.size = parseSize(size);
        if (!options.size) {
            std::cerr << "--size " << size << ": a size looks like 1600x1000\n";
            parsed.exit = wrongUsage;
        }
    }
    if (!location.empty()) {
        if (auto place = base::fromUrl(base::toQString(location))) {
            options.location = std::move(*place);
        } else {
            std::cerr << base::describe(place.error()) << '\n';
            parsed.exit = wrongUsage;
        }
    }
    return parsed;
}

} // namespace streamscape::app
