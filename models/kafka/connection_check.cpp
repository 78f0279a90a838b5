// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/connection_check.h"

#include <algorithm>
#include <charconv>

namespace streamscape::kafka {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<Endpoint> endpoint(std::string_view text) {
    text = trimmed(text);
    if (const auto scheme = text.find("://"); scheme != std::string_view::npos)
        text.remove_prefix(scheme + 3);
    Endpoint found;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos)
            return std::nullopt;
        found.host = text.substr(1, close - 1);
        port = text.substr(close + 1);
        if (port.starts_with(':'))
            port.remove_prefix(1);
    } else {
        const auto colon = text.rfind(':');
        found.host = text.substr(0, colon);
        if (colon != std::string_view::npos)
            port = text.substr(colon + 1);
    }
    if (found.host.empty())
        return std::nullopt;
    if (int number = 0; !port.empty() &&
                        std::from_chars(port.data(), port.data() + port.size(), number).ec == std::errc{} &&
                        number > 0 && number < 65536)
        found.port = number;
    return found;
}

} // namespace

std::vector<Endpoint> endpoints(const std::string& bootstrapServers) {
    std::vector<Endpoint> found;
    std::string_view rest = bootstrapServers;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        if (const auto one = endpoint(rest.substr(0, comma)))
            found.push_back(*one);
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return found;
}

std::vector<CheckStep> checkSteps(const ConnectionSpec& spec) {
    std::string protocol;
    if (const auto it = spec.properties.find("security.protocol"); it != spec.properties.end())
        protocol = it->second;
    std::transform(protocol.begin(), protocol.end(), protocol.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    std::vector<CheckStep> steps;
    const auto add = [&steps](const char* name) {
        steps.push_back(CheckStep{name, CheckStep::Waiting, {}, {}, {}});
    };
    add(resolveStep);
    add(tcpStep);
    if (protocol == "SSL" || protocol == "SASL_SSL")
        add(tlsStep);
    if (spec.tokenEndpoint())
        add(tokenStep);
    if (protocol.starts_with("SASL"))
        add(saslStep);
    add(apiStep);
    add(advertisedStep);
    add(rightsStep);
    return steps;
}

} // namespace streamscape::kafka
