// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"

#include <optional>
#include <string>

namespace streamscape::settings {

/// True for what must never be written to a file: the properties of kafka::isSecretProperty, and settings
/// that may carry a secret inside a longer text.
bool isSecret(const std::string& property);

/// What a connection lacks before it can be tried.
struct Missing {
    std::string property;
    std::string what;
    std::string hint;
};
/// The first thing missing or wrong; nullopt where the properties can be tried.
std::optional<Missing> requirementMissing(const kafka::ConnectionSpec& spec);

} // namespace streamscape::settings
