// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/kafka/connection.h"

#include <optional>
#include <string>

namespace streamscape::kafkard {

/// What librdkafka says of an OAUTHBEARER token that did not come, made readable; nullopt where detail speaks
/// of something else. The error's "where" is the token endpoint. Of what the endpoint answered only OAuth's
/// own two members are shown, or the first words of a text, and no secret of the spec's. Rules from
/// librdkafka 2.14.2: its message ends with curl's reason, or with the whole body of an HTTP answer of 400
/// and above.
std::optional<base::Error> tokenError(const std::string& detail, const kafka::ConnectionSpec& spec);

/// For a connection that never was up and hears nothing: it may be either that is silent, because the library
/// asks a busy or hung token endpoint again for a minute before it says anything.
base::Error silentTokenEndpoint(const kafka::ConnectionSpec& spec);

} // namespace streamscape::kafkard
