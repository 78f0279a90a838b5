// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"
#include "widgets/common/theme.h"

#include <QSize>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace streamscape::app {

/// A picture to draw instead of opening the window.
struct Picture {
    QString file;
    std::optional<base::Location> place;       ///< nullopt: where the window goes first
    std::optional<widgets::ThemeChoice> theme; ///< nullopt: the window's
};

/// What the window's command line says.
struct GuiOptions {
    std::string config;  ///< --config: a client.properties file, used for this run alone
    std::string name;    ///< --name: what to call that cluster
    std::string cluster; ///< --cluster: a saved connection
    std::string store;   ///< --store: the store's folder
    std::vector<std::string> auditLogDirs;
    std::optional<widgets::ThemeChoice> theme;
    std::vector<Picture> pictures;   ///< --screenshot
    std::chrono::seconds settle{20}; ///< --settle: from the start, for what takes a while to know
    std::optional<QSize> size;
    bool watchStalls = false;
    bool traceFirstPaint = false;
    bool readOnly = false;
    std::optional<base::Location> location;
};

/// The options, or the exit code where that is all there is to do: help, the version, wrong usage.
struct GuiParsed {
    std::optional<int> exit;
    GuiOptions options;
};
GuiParsed parseGuiOptions(int argc, const char* const* argv);

} // namespace streamscape::app
