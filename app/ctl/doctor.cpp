// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/doctor.h"

#include "app/ctl/table.h"
#include "models/base/answered.h"
#include "models/base/text.h"

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

CLI::App* Doctor::declare(CLI::App& parent) {
    return parent.add_subcommand("doctor",
                                 "What this connection is, what it may see, and what stands in its way");
}

QFuture<Exit> Doctor::run(Session& session) {
    m_session = &session;
    m_report.library = session.library();
    m_promise.start();
    const base::Result<kafka::Cluster*> cluster = session.cluster();
    if (!cluster) { // nothing to examine: the connection as given is wrong
        m_promise.addResult(session.fail(cluster.error()));
        m_promise.finish();
        return m_promise.future();
    }
    m_cluster = *cluster;
    m_check = session.connectionCheck();
    if (!m_check) {
        askCluster();
        return m_promise.future();
    }
    connect(m_check.get(), &kafka::ConnectionCheck::finished, this, [this](bool) {
        for (const kafka::CheckStep& step : m_check->steps())
            m_report.checks.push_back(checkOf(step));
        askCluster();
    });
    m_check->start();
    return m_promise.future();
}

void Doctor::askCluster() {
    base::whenAnswered(m_cluster->describeCluster(), this, [this](base::Result<kafka::ClusterInfo> info) {
        if (!info)
            return failed(info.error());
        askConfigs(std::move(*info));
    });
}

void Doctor::askConfigs(kafka::ClusterInfo info) {
    m_report.cluster = std::move(info);
    if (m_report.cluster->brokers.empty())
        return finish();
    const std::string broker = std::to_string(m_report.cluster->brokers.front().id.value);
    base::whenAnswered(m_cluster->describeConfigs({{kafka::ResourceType::Broker, broker}}), this,
                       [this, broker](base::Result<std::vector<kafka::ResourceConfig>> configs) {
                           kafka::ResourceConfig config;
                           config.resource = {kafka::ResourceType::Broker, broker};
                           if (!configs)
                               config.error = configs.error();
                           else if (!configs->empty())
                               config = std::move(configs->front());
                           m_report.authorizer = authorizerOf(config);
                           m_report.features = featuresOf(config);
                           finish();
                       });
}

void Doctor::finish() {
    for (DoctorReport::Check& check : rightsChecks(m_report))
        m_report.checks.push_back(std::move(check));
    answer();
}

void Doctor::failed(const base::Error& error) {
    m_error = error;
    m_report.authorizer.error = error;
    m_report.checks.push_back(
        {"cluster", false, error.what + (error.where.empty() ? "" : " (" + error.where + ")"), error.hint});
    answer();
}

void Doctor::answer() {
    if (m_session->json())
        m_session->print(toJson(m_report));
    else
        printText();
    Exit code = Exit::Answered;
    if (std::any_of(m_report.checks.begin(), m_report.checks.end(),
                    [](const DoctorReport::Check& check) { return check.ok == false; }))
        code = Exit::No;
    if (m_report.authorizer.error || (m_report.cluster && !m_report.cluster->authorized))
        code = Exit::Partial;
    if (m_error)
        code = Exit::Unreachable;
    m_promise.addResult(code);
    m_promise.finish();
}

namespace {

std::string joined(const std::vector<std::string>& texts, const char* none) {
    std::string line;
    for (const std::string& text : texts)
        line += (line.empty() ? "" : ", ") + text;
    return line.empty() ? none : line;
}

std::string authorizerWords(const DoctorReport::Authorizer& authorizer) {
    if (authorizer.error)
        return "not known: " + authorizer.error->what;
    return !authorizer.className           ? "not known"
           : authorizer.className->empty() ? "none: everybody may do everything"
                                           : *authorizer.className;
}

} // namespace

void Doctor::printText() {
    const auto cell = [](const std::string& text, base::Severity severity = base::Severity::None) {
        return Cell{base::toQString(text), severity};
    };
    std::ostream& out = m_session->out();
    if (m_report.cluster) {
        const kafka::ClusterInfo& cluster = *m_report.cluster;
        const DoctorReport::Authorizer& authorizer = m_report.authorizer;
        const std::string unknown = base::unknownText.toStdString();
        const std::string heldBack =
            authorizer.className ? unknown + " (the broker does not show it)" : unknown;
        printCells(
            out, m_session->colour(),
            {{QStringLiteral("Cluster"), false}, {base::toQString(cluster.id), false}},
            {{cell("Controller"),
              cell(cluster.controller ? std::to_string(cluster.controller->value) : unknown)},
             {cell("Authorizer"), cell(authorizerWords(authorizer))},
             {cell("Super users"),
              cell(authorizer.superUsers ? joined(*authorizer.superUsers, "none") : heldBack)},
             {cell("Without an ACL"), cell(!authorizer.allowEveryone   ? heldBack
                                           : *authorizer.allowEveryone ? "everybody may"
                                                                       : "nobody may")},
             {cell("Rights here"), cell(cluster.authorized ? joined(*cluster.authorized, "none") : unknown)},
             {cell("Features"), cell(m_report.features ? joined(*m_report.features, "none") : unknown)},
             {cell("Client library"), cell(m_report.library)}});
        std::vector<std::vector<Cell>> brokers;
        for (const kafka::Broker& broker : cluster.brokers)
            brokers.push_back({cell(std::to_string(broker.id.value)), cell(broker.host),
                               cell(std::to_string(broker.port)), cell(broker.rack.value_or(unknown))});
        out << '\n';
        printCells(out, m_session->colour(),
                   {{QStringLiteral("Broker"), true},
                    {QStringLiteral("Host"), false},
                    {QStringLiteral("Port"), true},
                    {QStringLiteral("Rack"), false}},
                   brokers);
        out << '\n';
    }
    std::vector<std::vector<Cell>> checks;
    for (const DoctorReport::Check& check : m_report.checks) {
        const char* word = !check.ok ? "not tried" : *check.ok ? "ok" : "failed";
        const base::Severity severity = !check.ok   ? base::Severity::Muted
                                        : *check.ok ? base::Severity::Good
                                                    : base::Severity::Bad;
        checks.push_back({cell(check.name), cell(word, severity),
                          cell(check.what + (check.hint.empty() ? "" : ": " + check.hint))});
    }
    printCells(out, m_session->colour(),
               {{QStringLiteral("Check"), false},
                {QStringLiteral("Result"), false},
                {QStringLiteral("What"), false}},
               checks);
}

} // namespace streamscape::ctl
