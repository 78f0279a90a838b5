// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/errors.h"
#include "models/kafkard/token_error.h"

#include <string_view>

namespace streamscape::kafkard {

using base::Error;
using base::ErrorKind;

ErrorKind kind(rd_kafka_resp_err_t code) {
    switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__SSL:
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__NODE_UPDATE:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__RETRY:
    case RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
    case RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_NOT_CONTROLLER:
        return ErrorKind::Transport;
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
        return ErrorKind::Timeout;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE:
        return ErrorKind::Auth;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
        return ErrorKind::Denied;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_ID:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND:
    case RD_KAFKA_RESP_ERR_RESOURCE_NOT_FOUND:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR__NO_OFFSET:
        return ErrorKind::NotFound;
    case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS:
    case RD_KAFKA_RESP_ERR_NON_EMPTY_GROUP:
    case RD_KAFKA_RESP_ERR__CONFLICT:
    case RD_KAFKA_RESP_ERR__FENCED:
    case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
    case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS:
    case RD_KAFKA_RESP_ERR_DUPLICATE_RESOURCE:
        return ErrorKind::Conflict;
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR_SECURITY_DISABLED:
        return ErrorKind::Unsupported;
    case RD_KAFKA_RESP_ERR__DESTROY:
    case RD_KAFKA_RESP_ERR__PURGE_QUEUE:
    case RD_KAFKA_RESP_ERR__PURGE_INFLIGHT:
        return ErrorKind::Cancelled;
    case RD_KAFKA_RESP_ERR__FAIL:
    case RD_KAFKA_RESP_ERR__STATE:
        return ErrorKind::Bug;
    case RD_KAFKA_RESP_ERR_UNKNOWN:
        return ErrorKind::Transport;
    default:
        return ErrorKind::Invalid;
    }
}

namespace {

const char* hint(rd_kafka_resp_err_t code) {
    switch (code) {
    case RD_KAFKA_RESP_ERR_SECURITY_DISABLED:
        return "the cluster has no authorizer, so it has no ACLs";
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return "grant this principal DESCRIBE or READ on the topic";
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        return "grant this principal DESCRIBE on the group";
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        return "grant this principal the operation on the cluster";
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        return "the records were removed by retention, or the topic was made anew";
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
        return "the broker is too old for this question";
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
        return "it is found again within seconds";
    default:
        return "";
    }
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// "sasl_ssl://127.0.0.1:9093/bootstrap: Connect to …" -> "127.0.0.1:9093"; empty where it starts otherwise.
std::string hostIn(std::string_view detail) {
    std::string_view host = detail.substr(0, detail.find(": "));
    if (host.size() == detail.size())
        return {};
    if (const auto scheme = host.find("://"); scheme != std::string_view::npos)
        host.remove_prefix(scheme + 3);
    host = host.substr(0, host.find('/'));
    return host.find(':') == std::string_view::npos || has(host, " ") ? std::string{} : std::string(host);
}

} // namespace

Error error(rd_kafka_resp_err_t code, std::string where, const char* detail) {
    Error made{kind(code), {}, std::move(where), hint(code), rd_kafka_err2name(code)};
    made.what = detail && *detail ? detail : rd_kafka_err2str(code);
    if (code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR || code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE ||
        code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS)
        made.what = "The group's coordinator is moving to another broker";
    return made;
}

std::optional<Error> error(const rd_kafka_error_t* native, std::string where) {
    const rd_kafka_resp_err_t code = native ? rd_kafka_error_code(native) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return std::nullopt;
    return error(code, std::move(where), rd_kafka_error_string(native));
}

Error silent(const std::string& where) {
    return {ErrorKind::Transport,
            "The broker did not answer for this one",
            where,
            "read it again to see what it is now",
            {}};
}

Error connectionError(rd_kafka_resp_err_t code, const std::string& detail,
                      const kafka::ConnectionSpec& spec) {
    if (auto token = tokenError(detail, spec))
        return std::move(*token);
    const std::string host = hostIn(detail);
    Error made{ErrorKind::Transport, "The broker cannot be reached", host.empty() ? spec.describe() : host,
               "check that it is running and that the address and port are right", rd_kafka_err2name(code)};
    const auto say = [&made](ErrorKind is, const char* what, const char* todo) {
        made.kind = is;
        made.what = what;
        made.hint = todo;
    };
    if (has(detail, "certificate verify failed") || has(detail, "self-signed certificate") ||
        has(detail, "unable to get local issuer"))
        say(ErrorKind::Auth, "The broker's certificate is not signed by a trusted CA",
            "give the CA that signed it (ssl.ca.location)");
    else if (has(detail, "hostname mismatch") || has(detail, "IP address mismatch"))
        say(ErrorKind::Auth, "The broker's certificate is for another host name",
            "connect by the name in the certificate");
    else if (has(detail, "certificate required") || has(detail, "bad certificate") ||
             has(detail, "unknown ca") || has(detail, "certificate expired"))
        say(ErrorKind::Auth, "The broker refused our certificate",
            "check the client certificate (ssl.certificate.location) and its dates");
    else if (code == RD_KAFKA_RESP_ERR__SSL || has(detail, "SSL handshake failed"))
        say(ErrorKind::Transport, "The TLS handshake failed",
            "is the port a TLS listener, and do both sides have a protocol in common?");
    else if (has(detail, "mechanism") && (has(detail, "not supported") || has(detail, "nsupported")))
        say(ErrorKind::Auth, "The broker does not accept this SASL mechanism",
            "choose one it has enabled on this listener (sasl.mechanism)");
    else if (spec.usesTokens() && (code == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
                                   code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED))
        say(ErrorKind::Auth, "The broker refused this token",
            "check that it has not expired, and that its issuer, audience and scope are what the broker "
            "wants");
    else if (code == RD_KAFKA_RESP_ERR__AUTHENTICATION ||
             code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED)
        say(ErrorKind::Auth, "The broker refused these credentials",
            "check user name, password and SASL mechanism");
    else if (code == RD_KAFKA_RESP_ERR__RESOLVE || has(detail, "Failed to resolve"))
        say(ErrorKind::Transport, "The host name cannot be resolved",
            "check its spelling and the name service");
    else if (has(detail, "refused"))
        say(ErrorKind::Transport, "The connection was refused",
            "check the port, and that the broker is running");
    else if (has(detail, "timed out") || code == RD_KAFKA_RESP_ERR__TIMED_OUT)
        say(ErrorKind::Timeout, "The broker did not answer in time",
            "check the address, firewalls, and the broker's load");
    else if (has(detail, "Receive failed") || has(detail, "Disconnected") || has(detail, "invalid") ||
             has(detail, "Invalid") || has(detail, "ApiVersionRequest failed"))
        say(ErrorKind::Transport, "The connection was closed, or what answered is not a Kafka broker",
            "check the port, and whether this listener wants TLS or SASL (security.protocol)");
    return made;
}

} // namespace streamscape::kafkard
