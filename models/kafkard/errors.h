// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/connection.h"
#include "models/kafkard/handle.h"

#include <optional>
#include <string>

namespace streamscape::kafkard {

/// The library's or broker's code as an error with what, where and hint; detail is the library's own text.
base::Error error(rd_kafka_resp_err_t code, std::string where, const char* detail = nullptr);

/// nullopt for a null or NO_ERROR object.
std::optional<base::Error> error(const rd_kafka_error_t* native, std::string where);

/// For what a broker answered for others of one request, and not for this one.
base::Error silent(const std::string& where);

base::ErrorKind kind(rd_kafka_resp_err_t code);

/// What the client's own log or error callback says of a connection that failed, made readable: which host,
/// and whether name, TCP, TLS, SASL, the protocol or the token endpoint was at fault. No secret of the spec's
/// is in it.
base::Error connectionError(rd_kafka_resp_err_t code, const std::string& detail,
                            const kafka::ConnectionSpec& spec);

} // namespace streamscape::kafkard
