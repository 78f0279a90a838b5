// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/token_error.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace streamscape::kafkard {

using base::Error;
using base::ErrorKind;

namespace {

constexpr std::size_t mostShown = 160; // bytes of somebody else's text

bool hasAny(const std::string& text, std::initializer_list<const char*> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const char* part) { return text.find(part) != std::string::npos; });
}

/// The reason behind either of the library's two phrases.
std::optional<std::string> reasonIn(const std::string& detail) {
    for (const std::string_view phrase :
         {"Failed to acquire SASL OAUTHBEARER token: ", "there is no token available; last error: "})
        if (const auto at = detail.find(phrase); at != std::string::npos)
            return detail.substr(at + phrase.size());
    return std::nullopt;
}

/// One line, cut at a whole character.
std::string firstWords(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            c = ' ';
    if (text.size() <= mostShown)
        return text;
    std::size_t end = mostShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

/// An endpoint may show what it was sent: the client's id and secret as HTTP's Basic scheme writes them.
std::string withoutBasic(std::string text, const kafka::ConnectionSpec& spec) {
    const auto value = [&spec](const char* name) {
        const auto it = spec.properties.find(name);
        return it == spec.properties.end() ? std::string{} : it->second;
    };
    const std::string pair =
        value("sasl.oauthbearer.client.id") + ':' + value("sasl.oauthbearer.client.secret");
    const std::string basic = QByteArray::fromStdString(pair).toBase64().toStdString();
    for (auto at = text.find(basic); at != std::string::npos; at = text.find(basic, at))
        text.replace(at, basic.size(), "…");
    return text;
}

/// RFC 6749, 5.2: "error" and "error_description". Empty where the body is no such object.
std::string oauthReason(const std::string& body) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
    const std::string error = object[QStringLiteral("error")].toString().toStdString();
    const std::string description = object[QStringLiteral("error_description")].toString().toStdString();
    if (error.empty() || description.empty())
        return error + description;
    return error + ", " + description;
}

} // namespace

std::optional<Error> tokenError(const std::string& detail, const kafka::ConnectionSpec& spec) {
    const auto found = reasonIn(detail);
    if (!found)
        return std::nullopt;
    Error made{ErrorKind::Auth, {}, spec.tokenEndpoint().value_or(spec.describe()), {}, "_AUTHENTICATION"};
    const auto say = [&made](ErrorKind is, const std::string& what, const char* todo) {
        made.kind = is;
        made.what = what;
        made.hint = todo;
    };
    const std::string reason = spec.withoutSecrets(withoutBasic(*found, spec));
    if (const std::string refused = oauthReason(reason); !refused.empty())
        say(ErrorKind::Auth, "The token endpoint refused this client: " + firstWords(refused),
            "check the client's id and secret, and the scope");
    else if (hasAny(reason, {"unexpired token"}))
        say(ErrorKind::Auth, "The token endpoint gave a token that has expired already",
            "check the clocks of this machine and of the token server");
    else if (hasAny(reason, {"not JSON encoded", "JSON", "JWT", "oken is invalid"}))
        say(ErrorKind::Auth, "What answers at the token endpoint gives no token: " + firstWords(reason),
            "check its address (sasl.oauthbearer.token.endpoint.url)");
    else if (hasAny(reason, {"certificate", "SSL"}))
        say(ErrorKind::Auth, "The token endpoint cannot be trusted: " + firstWords(reason),
            "give the CA that signed its certificate (https.ca.location)");
    else if (hasAny(reason, {"timed out", "Timeout"}))
        say(ErrorKind::Timeout, "The token endpoint did not answer in time",
            "check that it is running, and firewalls on the way to it");
    else if (hasAny(reason, {"onnect", "resolve host", "URL", "rotocol", "reply", "failure"}))
        say(ErrorKind::Transport, "The token endpoint cannot be reached: " + firstWords(reason),
            "check its address (sasl.oauthbearer.token.endpoint.url) and that it is running");
    else if (reason.find('<') != std::string::npos) // a page meant for a browser
        say(ErrorKind::Auth, "The token endpoint refused this client, with a page instead of a reason",
            "check its address (sasl.oauthbearer.token.endpoint.url), the client's id and secret, and the "
            "scope");
    else
        say(ErrorKind::Auth, "The token endpoint gave no token: " + firstWords(reason),
            "check the client's id and secret, and the scope");
    return made;
}

Error silentTokenEndpoint(const kafka::ConnectionSpec& spec) {
    return {ErrorKind::Timeout, "No token has come from the token endpoint yet, or no broker answers",
            spec.tokenEndpoint().value_or(spec.describe()),
            "check that the token endpoint is not overloaded, then the brokers' address", "_TIMED_OUT"};
}

} // namespace streamscape::kafkard
