// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/watch.h"

#include "app/alert_rules_file.h"
#include "app/ctl/table.h"
#include "models/base/location.h"
#include "models/lag/alert_hook.h"
#include "models/lag/words.h"
#include "models/settings/app_settings.h"

#include <QJsonDocument>

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

using base::toQString;

CLI::App* WatchCommand::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand(
        "watch", "Keep the history of consumer lag and raise alerts without a window, until it is stopped");
    app->add_option("--interval", m_intervalText, "How often to look; a sample is kept every 10 s at most")
        ->type_name("SPAN")
        ->capture_default_str();
    app->footer(
        "Of several programs on one store only one may write it. Alert rules are those of the window\n"
        "(alerts.json in its configuration folder). One line an alert, with --json one object a line.");
    return app;
}

QFuture<Exit> WatchCommand::run(Session& session) {
    m_session = &session;
    m_promise.start();
    if (const base::Result<base::Done> begun = begin(); !begun)
        finish(session.fail(begun.error()));
    return m_promise.future();
}

base::Result<base::Done> WatchCommand::begin() {
    const std::optional<base::Duration> interval = base::parseSpan(m_intervalText);
    if (!interval || interval->count() == 0)
        return base::fail(base::ErrorKind::Invalid, "The time span of --interval cannot be read",
                          m_intervalText, "write 10s or 1m");
    const auto rules = app::loadAlertRules(m_session->configFolder());
    if (!rules)
        return base::fail(rules.error());
    const auto settings = settings::loadAppSettings(m_session->configFolder());
    if (!settings)
        return base::fail(settings.error());
    const base::Result<store::Store*> store = m_session->store(store::Mode::ReadWrite);
    if (!store)
        return base::fail(store.error());
    const base::Result<kafka::Cluster*> cluster = m_session->cluster();
    if (!cluster)
        return base::fail(cluster.error());

    const base::Clock clock = [session = m_session] { return session->now(); };
    const settings::HistoryKept& kept = settings->history;
    m_caretaker = std::make_unique<samples::Caretaker>(
        **store, samples::Retention{kept.finest, kept.minutes, kept.tenMinutes}, clock);
    m_caretaker->start();
    m_feed = std::make_unique<lag::Feed>(**cluster, clock);
    connect(m_feed.get(), &lag::Feed::changed, this, &WatchCommand::takeSnapshot);
    connect(m_feed.get(), &lag::Feed::alertsChanged, this, &WatchCommand::takeAlerts);
    m_feed->useStore(**store, m_session->clusterName());
    m_feed->setAlertRules(*rules);
    m_feed->start(*interval);
    return base::Done{};
}

void WatchCommand::complain(std::optional<base::Error>& said, const std::optional<base::Error>& error,
                            const char* what) {
    if (said == error)
        return;
    said = error;
    if (error)
        m_session->err() << "streamscapectl: " << what << base::describe(*error) << std::endl;
    else
        m_session->err() << "streamscapectl: " << what << "it works again" << std::endl;
}

void WatchCommand::takeSnapshot() {
    complain(m_saidError, m_feed->error(), "");
    complain(m_saidKeeping, m_feed->keepingError(), "history: ");
    complain(m_saidAlarm, m_feed->alarmError(), "alerts: ");
    const lag::SnapshotPtr snapshot = m_feed->snapshot();
    if (!snapshot || std::exchange(m_saidWhatIsThere, true))
        return;
    m_session->err() << "streamscapectl: watching "
                     << base::toStd(base::counted(static_cast<std::int64_t>(snapshot->groups.size()),
                                                  QStringLiteral("group"), QStringLiteral("groups")))
                     << " of "
                     << (snapshot->clusterId.empty()
                             ? "a cluster that does not say who it is: nothing is kept"
                             : snapshot->clusterId)
                     << std::endl;
}

// Those that are new, came again, or are gone.
void WatchCommand::takeAlerts() {
    const std::vector<lag::Alert> before = std::exchange(m_open, m_feed->alerts());
    const auto has = [](const std::vector<lag::Alert>& alerts, const lag::Alert& alert) {
        return std::any_of(alerts.begin(), alerts.end(),
                           [&](const lag::Alert& one) { return one.id == alert.id; });
    };
    for (const lag::Alert& alert : m_open)
        if (!has(before, alert))
            say(alert);
    for (lag::Alert alert : before)
        if (!has(m_open, alert)) {
            alert.clearedAt = m_session->now();
            say(alert);
        }
}

void WatchCommand::say(const lag::Alert& alert) {
    const lag::SnapshotPtr snapshot = m_feed->snapshot();
    if (m_session->json()) {
        const QJsonObject line =
            lag::alertJson(alert, snapshot ? snapshot->clusterId : std::string(), m_session->clusterName());
        m_session->out() << QJsonDocument(line).toJson(QJsonDocument::Compact).constData() << std::endl;
        return;
    }
    m_session->out() << base::rfc3339(m_session->now()) << "  " << (alert.isOpen() ? "raised " : "ended  ")
                     << printable(toQString(alert.group)).toStdString() << ": "
                     << printable(toQString(alert.name)).toStdString() << ": "
                     << printable(toQString(alert.text)).toStdString() << std::endl;
}

bool WatchCommand::stop() {
    if (!m_feed)
        return false;
    m_feed.reset();
    m_caretaker.reset();
    finish(Exit::Answered);
    return true;
}

void WatchCommand::finish(Exit exit) {
    m_promise.addResult(exit);
    m_promise.finish();
}

} // namespace streamscape::ctl
