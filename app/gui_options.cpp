// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_options.h"

#include "models/base/text.h"

#include <CLI/CLI.hpp>

#include <QDir>
#include <QSet>

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

widgets::ThemeChoice themeOf(const std::string& word) {
    return word == "dark"    ? widgets::ThemeChoice::Dark
           : word == "light" ? widgets::ThemeChoice::Light
                             : widgets::ThemeChoice::System;
}

// "inventory-stock-dark.png"; a place on the same tab as one before gets a number.
QString pictureName(const base::Location& place, const std::string& theme, QSet<QString>& taken) {
    QString page = base::toQString(place.page);
    if (!place.tab.empty())
        page += QLatin1Char('-') + base::toQString(place.tab);
    page.replace(QLatin1Char('/'), QLatin1Char('_'));
    QString name;
    for (int number = 1; name.isEmpty() || taken.contains(name); ++number)
        name = page + (number > 1 ? QStringLiteral("-%1").arg(number) : QString()) + QLatin1Char('-') +
               base::toQString(theme) + QStringLiteral(".png");
    taken.insert(name);
    return name;
}

// Every place in every theme; a theme at a time, because putting on another dresses every widget anew.
std::vector<Picture> picturesIn(const QDir& folder, const std::vector<base::Location>& places,
                                const std::vector<std::string>& themes) {
    std::vector<Picture> pictures;
    QSet<QString> taken;
    for (const std::string& theme : themes)
        for (const base::Location& place : places)
            pictures.push_back({folder.filePath(pictureName(place, theme, taken)), place, themeOf(theme)});
    return pictures;
}

// What is wrong with asking for these pictures, or nothing.
std::string pictureComplaint(const std::string& target, bool folder, std::size_t places) {
    if (folder && !QDir(base::toQString(target)).exists())
        return "--screenshot " + target + ": there is no such folder; make it first";
    if (folder && places == 0)
        return "--screenshot " + target + ": a folder of pictures wants at least one LOCATION";
    if (!target.empty() && !folder && places > 1)
        return "--screenshot " + target +
               ": one picture shows one LOCATION; end it in / to have a folder of them";
    if (target.empty() && places > 1)
        return "one window opens at one LOCATION";
    return {};
}

} // namespace

GuiParsed parseGuiOptions(int argc, const char* const* argv) {
    GuiParsed parsed;
    GuiOptions& options = parsed.options;
    std::string theme;
    std::string size;
    std::string screenshot;
    int settle = static_cast<int>(options.settle.count());
    std::vector<std::string> locations;
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
    CLI::Option* pictures =
        cli.add_option(
               "--screenshot", screenshot,
               "Draw the page offscreen once its data is there, write it as PNG, and end; with a folder, "
               "every LOCATION in both themes, or in that of --theme, as PAGE-TAB-THEME.png")
            ->type_name("OUT.png|DIR/");
    cli.add_option(
           "--settle", settle,
           "How long from its start --screenshot may wait for what takes a while to know, as verdicts do")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 3600))
        ->capture_default_str()
        ->needs(pictures);
    cli.add_option("--size", size, "The window's size, as in 1600x1000")->type_name("WxH");
    cli.add_flag("--watch-stalls", options.watchStalls, "Show the event loop's longest pause");
    cli.add_flag("--trace-first-paint", options.traceFirstPaint,
                 "Print the milliseconds from start to the first usable paint");
    cli.add_flag("--read-only", options.readOnly, "Refuse every change of the cluster");
    cli.add_option("location", locations, "Where to go: streamscape://PAGE?…")->type_name("LOCATION");
    try { // CLI11 answers by exceptions; none leaves this function
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == 0;
        cli.exit(error, std::cout, std::cerr);
        parsed.exit = asked ? 0 : wrongUsage;
        return parsed;
    }
    if (!theme.empty())
        options.theme = themeOf(theme);
    if (!size.empty()) {
        options.size = parseSize(size);
        if (!options.size) {
            std::cerr << "--size " << size << ": a size looks like 1600x1000\n";
            parsed.exit = wrongUsage;
        }
    }
    options.settle = std::chrono::seconds{settle};
    std::vector<base::Location> places;
    for (const std::string& location : locations) {
        if (auto place = base::fromUrl(base::toQString(location))) {
            places.push_back(std::move(*place));
        } else {
            std::cerr << base::describe(place.error()) << '\n';
            parsed.exit = wrongUsage;
        }
    }
    const QDir folder(base::toQString(screenshot));
    const bool toFolder = !screenshot.empty() && (screenshot.back() == '/' || folder.exists());
    if (const std::string wrong = pictureComplaint(screenshot, toFolder, locations.size()); !wrong.empty()) {
        std::cerr << wrong << '\n';
        parsed.exit = wrongUsage;
    }
    if (!places.empty())
        options.location = places.front();
    if (toFolder)
        options.pictures = picturesIn(
            folder, places, theme.empty() ? std::vector<std::string>{"dark", "light"} : std::vector{theme});
    else if (!screenshot.empty())
        options.pictures = {{base::toQString(screenshot), std::nullopt, std::nullopt}};
    return parsed;
}

} // namespace streamscape::app
