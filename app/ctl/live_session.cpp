// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/live_session.h"

#include "models/access/snapshot.h"
#include "models/base/answered.h"
#include "models/base/location.h"
#include "models/kafka/readonly_cluster.h"
#include "models/kafkard/connect.h"
#include "models/settings/import.h"
#include "models/settings/requirements.h"

#include <cstdlib>
#include <ostream>
#include <unistd.h>

namespace streamscape::ctl {

namespace {

tl::unexpected<base::Error> wrongOption(std::string what, std::string where, std::string hint) {
    return base::fail(base::ErrorKind::Invalid, std::move(what), std::move(where), std::move(hint));
}

base::Result<base::Done> addProperty(const std::string& text, settings::Profile& profile) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return wrongOption("-X takes key=value", "command line", "As in: -X security.protocol=SSL");
    const std::string key = text.substr(0, equals);
    if (settings::isSecret(key)) // the value is already in the process list: do not repeat it anywhere
        return wrongOption("-X does not take " + key + ": others can read the command line", "command line",
                           "Put it into the file of --config, or export STREAMSCAPE_SASL_PASSWORD");
    profile.properties[key] = text.substr(equals + 1);
    return base::Done{};
}

} // namespace

LiveSession::LiveSession(const Options& options, kafka::ConnectionCheckFactory checks, std::ostream& out,
                         std::ostream& err, base::Closing* closing)
    : m_options(options)
    , m_checks(std::move(checks))
    , m_out(out)
    , m_err(err)
    , m_closing(closing) {}

LiveSession::~LiveSession() = default;

QFuture<base::Result<base::Done>> LiveSession::prepare() {
    if (m_options.cluster.empty() || !m_options.config.empty())
        return base::ready<base::Done>(base::Done{});
    const auto profile = m_profiles.find(m_options.cluster);
    if (!profile || profile->secretProperties.empty())
        return base::ready<base::Done>(base::Done{}); // connection() says what is wrong
    m_secretStore = settings::openSecretStore();
    base::Reply<base::Done> prepared;
    base::whenAnswered(settings::readSecrets(*m_secretStore, *profile), m_secretStore.get(),
                       [this, prepared](const base::Result<settings::Secrets>& secrets) {
                           m_savedSecrets = secrets;
                           prepared.answer(base::Done{});
                       });
    return prepared.future();
}

base::Result<std::pair<settings::Profile, settings::Secrets>> LiveSession::named() const {
    if (!m_options.cluster.empty() && !m_options.config.empty())
        return wrongOption("--cluster and --config both name a connection", "command line",
                           "Give one of them");
    if (!m_options.config.empty()) {
        auto imported = settings::importFile(m_options.config);
        if (!imported)
            return base::fail(imported.error());
        if (m_options.logLevel == "info" || m_options.logLevel == "debug")
            for (const settings::ImportWarning& warning : imported->warnings)
                m_err << m_options.config << ':' << warning.line << ": " << warning.key << ' '
                      << warning.reason << '\n';
        return std::pair(std::move(imported->profile), std::move(imported->secrets));
    }
    if (!m_options.cluster.empty()) {
        auto profile = m_profiles.find(m_options.cluster);
        if (!profile) {
            base::Error error = profile.error();
            error.kind = base::ErrorKind::Invalid; // a name that is not there is wrong usage
            return base::fail(std::move(error));
        }
        if (m_savedSecrets && !*m_savedSecrets)
            return base::fail(m_savedSecrets->error());
        return std::pair(std::move(*profile), m_savedSecrets ? **m_savedSecrets : settings::Secrets{});
    }
    return std::pair(settings::newProfile("command line"), settings::Secrets{});
}

base::Result<kafka::ConnectionSpec> LiveSession::connection() const {
    auto made = named();
    if (!made)
        return base::fail(made.error());
    auto& [profile, secrets] = *made;
    if (!m_options.bootstrap.empty())
        profile.properties["bootstrap.servers"] = m_options.bootstrap;
    for (const std::string& text : m_options.properties)
        if (auto added = addProperty(text, profile); !added)
            return base::fail(added.error());
    if (const char* password = std::getenv("STREAMSCAPE_SASL_PASSWORD"); password && *password)
        settings::setProperty(profile, secrets, "sasl.password", password);
    if (profile.properties["bootstrap.servers"].empty())
        return wrongOption("No cluster is named", "command line",
                           "Use --bootstrap-server HOST:PORT, --config FILE, or --cluster NAME");
    auto spec = settings::toConnectionSpec(profile, secrets);
    if (spec)
        spec->timeout = base::parseSpan(m_options.timeout).value_or(spec->timeout);
    return spec;
}

std::optional<std::string> LiveSession::principal() const {
    const auto spec = connection();
    return spec ? access::knownOf(*spec).self : std::nullopt;
}

base::Result<kafka::Cluster*> LiveSession::cluster() {
    if (m_cluster)
        return m_cluster.get();
    const auto spec = connection();
    if (!spec)
        return base::fail(spec.error());
    auto connected = kafkard::connect(*spec, m_closing);
    if (!connected)
        return base::fail(connected.error());
    m_cluster = std::move(*connected);
    bool locked = m_options.readOnly;
    if (!m_options.cluster.empty())
        if (const auto profile = m_profiles.find(m_options.cluster))
            locked = locked || profile->readOnly;
    if (locked)
        m_cluster = std::make_unique<kafka::ReadOnlyCluster>(std::move(m_cluster), true);
    return m_cluster.get();
}

std::string LiveSession::library() const { return "librdkafka " + kafkard::libraryVersion(); }

std::unique_ptr<kafka::ConnectionCheck> LiveSession::connectionCheck() {
    const auto spec = connection();
    return spec && m_checks ? m_checks(*spec) : nullptr;
}

kafka::TailFactory LiveSession::tails() {
    return [spec = connection(),
            closing = m_closing](std::vector<kafka::TailStart> starts,
                                 kafka::TailOptions options) -> base::Result<std::unique_ptr<kafka::Tail>> {
        if (!spec)
            return base::fail(spec.error());
        return kafkard::openTail(*spec, std::move(starts), options, closing);
    };
}

std::filesystem::path LiveSession::folder() const {
    return m_options.store.empty() ? settings::defaultDataFolder() : std::filesystem::path(m_options.store);
}

journal::Journal& LiveSession::journal() {
    if (!m_journal)
        m_journal = std::make_unique<journal::Journal>(folder());
    return *m_journal;
}

base::Result<store::Store*> LiveSession::store(store::Mode mode) {
    if (m_writing)
        return m_writing.get();
    std::unique_ptr<store::Store>& wanted = mode == store::Mode::ReadWrite ? m_writing : m_reading;
    if (wanted)
        return wanted.get();
    auto opened = store::Store::open({folder(), mode, "streamscapectl"});
    if (!opened)
        return base::fail(opened.error());
    wanted = std::move(*opened);
    return wanted.get();
}

bool LiveSession::terminal() const { return ::isatty(STDOUT_FILENO) == 1; }

bool LiveSession::colour() const {
    const char* none = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    return !m_options.json && terminal() && (!none || !*none) && !(kind && std::string_view(kind) == "dumb");
}

} // namespace streamscape::ctl
