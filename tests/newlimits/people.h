// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/acl_values.h"
#include "models/kafka/connection.h"

#include <string>
#include <vector>

namespace streamscape::newlimits {

/// Everybody with a password at NewLimits, people and services.
const std::vector<std::string>& users();
/// Who may do what, Pat's forgotten grant among it.
std::vector<kafka::Acl> grants();
std::vector<kafka::NewTopic> topics(int brokers);

/// FOLDER/NAME.properties, readable by its owner only: librdkafka properties. Where it is not there yet, a
/// password is drawn and the file written.
base::Result<kafka::ConnectionSpec> credentials(const std::string& folder, const std::string& user,
                                                const kafka::ConnectionSpec& admin, bool create);
/// A properties file as a connection.
base::Result<kafka::ConnectionSpec> readConnection(const std::string& file);

} // namespace streamscape::newlimits
