// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace streamscape::settings {

struct Property {
    int line = 0; ///< where it begins, from 1
    std::string key;
    std::string value;
    bool operator==(const Property&) const = default;
};

/// java.util.Properties: # and ! comments, = : or blank between key and value, lines continued by a
/// backslash, \t \n \r \f \uXXXX and \any; the text is UTF-8. Invalid names the line of a broken \u.
base::Result<std::vector<Property>> parseJavaProperties(std::string_view text, const std::string& file);
/// librdkafka's examples and tools: # comments, key=value, blanks around both cut, nothing else changed.
/// Invalid names a line without =.
base::Result<std::vector<Property>> parseRdkafkaProperties(std::string_view text, const std::string& file);

/// A JAAS login line: "org…ScramLoginModule required username="a" password="b";".
struct Jaas {
    std::string module; ///< without its package: "ScramLoginModule"
    std::vector<std::pair<std::string, std::string>> options;
    const std::string* option(std::string_view name) const;
};
/// Invalid says what is wrong with it, never what it holds.
base::Result<Jaas> parseJaas(std::string_view text);

} // namespace streamscape::settings
