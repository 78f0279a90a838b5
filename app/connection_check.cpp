// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connection_check.h"
#include "models/base/answered.h"
#include "models/kafkard/connect.h"

#include <algorithm>

namespace streamscape::app {

using kafka::CheckStep;

namespace {
constexpr base::Duration stepTimeout{5000};
constexpr const char* advertisedHint =
    "correct advertised.listeners at the broker, or use a listener meant for clients here";

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}
} // namespace

LiveConnectionCheck::LiveConnectionCheck(kafka::ConnectionSpec spec, base::Closing* closing)
    : m_spec(std::move(spec))
    , m_closing(closing)
    , m_steps(kafka::checkSteps(m_spec))
    , m_endpoints(kafka::endpoints(m_spec.bootstrap())) {
    m_spec.timeout = std::min(m_spec.timeout, base::Duration(10'000));
}

LiveConnectionCheck::~LiveConnectionCheck() = default;

CheckStep* LiveConnectionCheck::step(const char* name) {
    const auto it =
        std::find_if(m_steps.begin(), m_steps.end(), [name](const auto& s) { return s.name == name; });
    return it == m_steps.end() ? nullptr : &*it;
}

void LiveConnectionCheck::run(const char* name) {
    m_elapsed.start();
    if (CheckStep* one = step(name))
        one->status = CheckStep::Running;
    Q_EMIT changed(m_steps);
}

void LiveConnectionCheck::end(const char* name, CheckStep::Status status, std::string what,
                              std::string hint) {
    CheckStep* one = step(name);
    if (!one)
        return;
    *one = CheckStep{name, status, std::move(what), std::move(hint), base::Duration(m_elapsed.elapsed())};
    Q_EMIT changed(m_steps);
}

void LiveConnectionCheck::finish() {
    bool passed = true;
    for (CheckStep& one : m_steps) {
        if (one.status == CheckStep::Waiting || one.status == CheckStep::Running)
            one.status = CheckStep::Skipped;
        passed = passed && one.status != CheckStep::Failed;
    }
    Q_EMIT changed(m_steps);
    Q_EMIT finished(passed);
}

void LiveConnectionCheck::start() {
    run(kafka::resolveStep);
    if (m_endpoints.empty()) {
        end(kafka::resolveStep, CheckStep::Failed, "The connection names no broker",
            "give host:port of at least one (bootstrap.servers)");
        return finish();
    }
    probeNext();
}

http::ProbeTarget LiveConnectionCheck::target(const std::string& host, int port, bool tls) const {
    const auto property = [this](const char* name) {
        const auto it = m_spec.properties.find(name);
        return it == m_spec.properties.end() ? std::string{} : it->second;
    };
    http::ProbeTarget wanted;
    wanted.host = host;
    wanted.port = port;
    wanted.tls = tls;
    wanted.caFile = property("ssl.ca.location");
    wanted.certificateFile = property("ssl.certificate.location");
    wanted.keyFile = property("ssl.key.location");
    wanted.keyPassword = property("ssl.key.password");
    // A CA or key given as text is the client library's to read.
    wanted.verifyPeer =
        property("enable.ssl.certificate.verification") != "false" && property("ssl.ca.pem").empty();
    wanted.verifyHost = property("ssl.endpoint.identification.algorithm") != "none";
    return wanted;
}

void LiveConnectionCheck::probeNext() {
    const kafka::Endpoint endpoint = m_endpoints.front();
    m_endpoints.erase(m_endpoints.begin());
    m_probe = std::make_unique<http::Probe>(
        target(endpoint.host, endpoint.port, step(kafka::tlsStep) != nullptr), stepTimeout);
    connect(m_probe.get(), &http::Probe::stepped, this, &LiveConnectionCheck::onProbe);
    connect(
        m_probe.get(), &http::Probe::finished, this,
        [this](bool passed) {
            if (passed)
                return connectCluster();
            // Any broker of the list will do.
            if (!m_endpoints.empty())
                return probeNext();
            finish();
        },
        Qt::QueuedConnection);
    m_probe->start();
}

void LiveConnectionCheck::onProbe(const http::ProbeOutcome& outcome) {
    const char* name = outcome.stage == http::ProbeStage::Resolve ? kafka::resolveStep
                       : outcome.stage == http::ProbeStage::Tcp   ? kafka::tcpStep
                                                                  : kafka::tlsStep;
    end(name, outcome.passed ? CheckStep::Passed : CheckStep::Failed, outcome.what, outcome.hint);
    if (CheckStep* one = step(name))
        one->took = outcome.took;
    if (outcome.passed && outcome.stage == http::ProbeStage::Resolve)
        run(kafka::tcpStep);
    else if (outcome.passed && outcome.stage == http::ProbeStage::Tcp)
        run(kafka::tlsStep);
}

void LiveConnectionCheck::connectCluster() {
    run(step(kafka::tokenStep) ? kafka::tokenStep : step(kafka::saslStep) ? kafka::saslStep : kafka::apiStep);
    auto connected = kafkard::connect(m_spec, m_closing);
    if (!connected)
        return onFailure(connected.error());
    m_cluster = std::move(*connected);
    base::whenAnswered(m_cluster->describeCluster(), this,
                       [this](const base::Result<kafka::ClusterInfo>& info) { onAnswer(info); });
}

/// An address we were never given: a broker told it, so up to there all was well.
bool LiveConnectionCheck::isAdvertised(const std::string& where) const {
    const auto there = kafka::endpoints(where);
    const auto given = kafka::endpoints(m_spec.bootstrap());
    return where.find(' ') == std::string::npos && there.size() == 1 &&
           std::find(given.begin(), given.end(), there.front()) == given.end();
}

void LiveConnectionCheck::onFailure(const base::Error& error) {
    if (error.where == m_spec.tokenEndpoint()) {
        end(kafka::tokenStep, CheckStep::Failed, error.what, error.hint);
        return finish();
    }
    const bool sasl = step(kafka::saslStep) != nullptr;
    if (error.kind != base::ErrorKind::Auth && isAdvertised(error.where)) {
        end(kafka::saslStep, CheckStep::Passed, "accepted", {});
        end(kafka::apiStep, CheckStep::Passed, "answered", {});
        end(kafka::advertisedStep, CheckStep::Failed,
            "The brokers advertise " + error.where + ", which cannot be reached from here: " + error.what,
            advertisedHint);
        return finish();
    }
    const bool authFailed = error.kind == base::ErrorKind::Auth || error.kind == base::ErrorKind::Invalid;
    const bool certificate = error.what.find("certificate") != std::string::npos;
    if (error.kind == base::ErrorKind::Auth && !certificate)
        endToken();
    if (certificate && step(kafka::tlsStep)) {
        end(kafka::tlsStep, CheckStep::Failed, error.what, error.hint);
    } else if (sasl && authFailed) {
        end(kafka::saslStep, CheckStep::Failed, error.what, error.hint);
    } else {
        // Nobody said that the credentials were wrong, so that step is not the one to blame.
        if (sasl)
            end(kafka::saslStep, CheckStep::Skipped, {}, {});
        end(kafka::apiStep, CheckStep::Failed, error.what, error.hint);
    }
    finish();
}

void LiveConnectionCheck::endToken() {
    if (const auto endpoint = m_spec.tokenEndpoint())
        end(kafka::tokenStep, CheckStep::Passed, "given by " + *endpoint, {});
}

void LiveConnectionCheck::onAnswer(const base::Result<kafka::ClusterInfo>& info) {
    if (!info)
        return onFailure(info.error());
    endToken();
    if (step(kafka::saslStep)) {
        const auto user = m_spec.properties.find("sasl.username");
        end(kafka::saslStep, CheckStep::Passed,
            user == m_spec.properties.end() ? std::string("accepted") : "accepted as " + user->second, {});
    }
    end(kafka::apiStep, CheckStep::Passed,
        "cluster " + info->id + ", " + std::to_string(info->brokers.size()) +
            (info->brokers.size() == 1 ? " broker" : " brokers"),
        {});
    m_rights = !info->authorized ? "the broker does not say what this connection may do"
               : info->authorized->empty()
                   ? "none on the cluster itself; topics and groups may be granted one by one"
                   : "on the cluster: " + joined(*info->authorized);
    run(kafka::advertisedStep);
    probeAdvertised(info->brokers);
}

void LiveConnectionCheck::probeAdvertised(std::vector<kafka::Broker> brokers) {
    m_advertised = std::move(brokers);
    if (m_advertised.empty()) {
        if (step(kafka::advertisedStep)->status == CheckStep::Running)
            end(kafka::advertisedStep, CheckStep::Passed, "every broker can be reached where it says it is",
                {});
        run(kafka::rightsStep);
        end(kafka::rightsStep, CheckStep::Passed, m_rights, {});
        return finish();
    }
    const kafka::Broker broker = m_advertised.back();
    m_advertised.pop_back();
    m_probe = std::make_unique<http::Probe>(target(broker.host, broker.port, false), stepTimeout);
    connect(m_probe.get(), &http::Probe::stepped, this, [this, broker](const http::ProbeOutcome& outcome) {
        if (!outcome.passed)
            end(kafka::advertisedStep, CheckStep::Failed,
                "Broker " + std::to_string(broker.id.value) + " advertises " + broker.host + ":" +
                    std::to_string(broker.port) + ", which cannot be reached from here: " + outcome.what,
                advertisedHint);
    });
    connect(
        m_probe.get(), &http::Probe::finished, this, [this] { probeAdvertised(std::move(m_advertised)); },
        Qt::QueuedConnection);
    m_probe->start();
}

kafka::ConnectionCheckFactory connectionChecks(base::Closing* closing) {
    return [closing](const kafka::ConnectionSpec& spec) {
        return std::make_unique<LiveConnectionCheck>(spec, closing);
    };
}

} // namespace streamscape::app
