// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/options.h"

#include "models/base/location.h"

namespace streamscape::ctl {

void Options::declare(CLI::App& app) {
    const std::string connection = "Connection";
    app.add_option("--bootstrap-server", bootstrap, "Brokers to begin with: host:port,…")
        ->group(connection)
        ->type_name("HOSTS");
    app.add_option("-X", properties, "A librdkafka property as key=value; no secrets, which others could see")
        ->group(connection)
        ->type_name("KEY=VALUE");
    app.add_option("--config", config, "Client properties of librdkafka or Java")
        ->group(connection)
        ->type_name("FILE");
    app.add_option("--cluster", cluster, "A connection saved in the window")
        ->group(connection)
        ->type_name("NAME");
    app.add_option("--timeout", timeout, "For each request: 500ms, 30s, 2m")
        ->group(connection)
        ->type_name("SPAN")
        ->capture_default_str()
        ->check([](const std::string& text) {
            const auto span = base::parseSpan(text);
            return span && span->count() > 0 ? std::string{} : "\"" + text + "\" is no span like 30s";
        });
    app.add_flag("--read-only", readOnly, "Refuse every change, below the commands")->group(connection);
    app.add_option("--store", store, "The folder with history, audit index, stock and journal")
        ->type_name("DIR")
        ->group("Store and output");
    app.add_flag("--json", json, "Print JSON instead of tables")->group("Store and output");
    app.add_option("--log-level", logLevel, "What is said on stderr beside the answer")
        ->group("Store and output")
        ->capture_default_str()
        ->check(CLI::IsMember({"error", "warning", "info", "debug"}));
}

} // namespace streamscape::ctl
