// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace streamscape::ctl {

/// The options every command takes, before or behind its name.
struct Options {
    std::string bootstrap;               ///< --bootstrap-server
    std::vector<std::string> properties; ///< -X key=value
    std::string config;                  ///< --config FILE
    std::string cluster;                 ///< --cluster NAME
    std::string store;                   ///< --store DIR
    std::string timeout = "30s";         ///< --timeout
    std::string logLevel = "warning";    ///< --log-level
    bool readOnly = false;               ///< --read-only
    bool json = false;                   ///< --json

    void declare(CLI::App& app);
};

} // namespace streamscape::ctl
