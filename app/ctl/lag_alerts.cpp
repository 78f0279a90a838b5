// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag_alerts.h"

#include "app/ctl/stored_cluster.h"
#include "app/ctl/table.h"
#include "models/base/answered.h"
#include "models/base/json.h"
#include "models/base/location.h"
#include "models/lag/alert_hook.h"
#include "models/lag/alert_store.h"

#include <QJsonArray>

#include <ostream>

namespace streamscape::ctl {

using base::json;
using base::toQString;

namespace {

QJsonObject alertJson(const LagAlerts::Found& found, const lag::Alert& alert) {
    QJsonObject object = lag::alertJson(alert, found.cluster.id, found.cluster.name);
    object.remove(QStringLiteral("event"));
    object[QStringLiteral("acknowledged_at")] = json(alert.acknowledgedAt);
    object[QStringLiteral("muted_until")] = json(alert.mutedUntil);
    return object;
}

std::vector<Cell> cellsOf(const LagAlerts::Found& found, const lag::Alert& alert) {
    const QString ended =
        alert.clearedAt ? toQString(base::rfc3339(*alert.clearedAt)) : QStringLiteral("open");
    return {{toQString(base::rfc3339(alert.raisedAt))},
            {ended, alert.isOpen() ? alert.severity : base::Severity::None},
            {printable(toQString(found.cluster.name))},
            {printable(toQString(alert.group))},
            {printable(toQString(alert.name))},
            {QString::number(alert.times)},
            {printable(toQString(alert.text))}};
}

} // namespace

CLI::App* LagAlerts::declare(CLI::App& parent) {
    CLI::App* app =
        parent.add_subcommand("alerts", "Alerts that a console or \"watch\" raised, from the store");
    app->add_flag("--open", m_open, "Only those that still hold");
    app->add_option("--since", m_sinceText, "Those that held within this time")
        ->type_name("SPAN")
        ->capture_default_str();
    app->footer("Of --cluster (its name in the window, or its id), or of all clusters the store knows.");
    return app;
}

QFuture<Exit> LagAlerts::run(Session& session) {
    m_session = &session;
    m_promise.start();
    const auto finish = [this](Exit exit) {
        m_promise.addResult(exit);
        m_promise.finish();
    };
    const std::optional<base::Duration> since = base::parseSpan(m_sinceText);
    if (!since) {
        finish(session.fail({base::ErrorKind::Invalid, "The time span of --since cannot be read", m_sinceText,
                             "write 12h or 7d", ""}));
        return m_promise.future();
    }
    const base::Result<store::Store*> store = session.store(store::Mode::ReadOnly);
    if (!store) {
        finish(session.fail(store.error()));
        return m_promise.future();
    }
    using All = std::vector<Found>;
    const auto job = [name = session.clusterName(), to = session.now(), span = *since,
                      open = m_open](store::Sql& sql) -> base::Result<All> {
        std::vector<store::KnownCluster> clusters;
        if (name.empty()) {
            clusters = store::knownClusters(sql);
        } else {
            auto named = storedCluster(sql, name);
            if (!named)
                return base::fail(named.error());
            clusters = {*named};
        }
        All all;
        for (const store::KnownCluster& cluster : clusters) {
            // Not even one that was raised this very moment is left out.
            all.push_back({cluster, lag::alertsBetween(sql, cluster.key, to - span, to + base::Duration{1})});
            if (open)
                std::erase_if(all.back().alerts, [](const lag::Alert& alert) { return !alert.isOpen(); });
        }
        return all;
    };
    base::whenAnswered((*store)->read<All>({}, job), this, [this, finish](const base::Result<All>& found) {
        finish(found ? answer(*found) : m_session->fail(found.error()));
    });
    return m_promise.future();
}

Exit LagAlerts::answer(const std::vector<Found>& found) {
    QJsonArray alerts;
    std::vector<std::vector<Cell>> rows;
    for (const Found& one : found)
        for (const lag::Alert& alert : one.alerts) {
            alerts.append(alertJson(one, alert));
            rows.push_back(cellsOf(one, alert));
        }
    if (m_session->json()) {
        m_session->print(QJsonObject{{QStringLiteral("alerts"), alerts}});
        return Exit::Answered;
    }
    printCells(m_session->out(), m_session->colour(),
               {{QStringLiteral("Raised")},
                {QStringLiteral("Ended")},
                {QStringLiteral("Cluster")},
                {QStringLiteral("Group")},
                {QStringLiteral("Rule")},
                {QStringLiteral("Times"), true},
                {QStringLiteral("What")}},
               rows);
    m_session->out().flush();
    return Exit::Answered;
}

} // namespace streamscape::ctl
