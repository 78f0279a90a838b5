// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alarm.h"

#include "models/base/answered.h"
#include "models/lag/alert_hook.h"
#include "models/lag/alert_store.h"
#include "models/store/clusters.h"

#include <algorithm>

namespace streamscape::lag {

namespace {
constexpr base::Duration keptEvery = std::chrono::minutes{1};
}

Alarm::Alarm(std::vector<AlertRule> rules, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_rules(std::move(rules))
    , m_clock(std::move(clock)) {}

void Alarm::useStore(store::Store& store, std::string clusterId, std::string clusterName) {
    m_store = &store;
    m_clusterId = std::move(clusterId);
    m_clusterName = std::move(clusterName);
    m_busy = true;
    const auto begin = [id = m_clusterId, name = m_clusterName,
                        now = m_clock()](store::Sql& sql) -> base::Result<std::vector<Alert>> {
        const std::int64_t cluster = store::clusterKey(sql, id, name, now);
        pruneAlerts(sql, now);
        return currentAlerts(sql, cluster, now);
    };
    base::whenAnswered(m_store->write<std::vector<Alert>>(begin), this,
                       [this](const base::Result<std::vector<Alert>>& known) {
                           m_busy = false;
                           if (!known)
                               return Q_EMIT failed(known.error());
                           adopt(*known);
                       });
}

// What was raised before the store was there has been told: it is not raised again.
void Alarm::adopt(std::vector<Alert> known) {
    for (const Alert& alert : m_board.open()) {
        const bool isKnown = std::any_of(known.begin(), known.end(), [&](const Alert& one) {
            return one.rule == alert.rule && one.group == alert.group;
        });
        if (!isKnown)
            known.push_back(alert);
    }
    m_board = AlertBoard(std::move(known));
    Q_EMIT changed(m_board.open());
}

void Alarm::look(const Snapshot& snapshot) {
    if (m_busy)
        return; // the next look is soon
    std::vector<AlertChange> changes = m_board.step(m_rules, snapshot, m_clock());
    if (changes.empty())
        return refresh();
    if (m_store)
        return keep(std::move(changes));
    number(changes);
    take(changes);
}

// Numbers of their own for those that no store has numbered.
void Alarm::number(std::vector<AlertChange>& changes) {
    for (AlertChange& change : changes)
        if (change.alert.id == 0) {
            change.alert.id = m_nextId--;
            m_board.setId(change.alert, change.alert.id);
        }
}

// Texts and values of those that stay open, as of now; kept once in a while.
void Alarm::refresh() {
    const std::vector<Alert> open = m_board.open();
    if (open.empty())
        return;
    Q_EMIT changed(open);
    if (!m_store || m_clock() - m_refreshedAt < keptEvery)
        return;
    m_refreshedAt = m_clock();
    write(open, [](const base::Result<std::vector<Alert>>&) {});
}

// In one transaction; new ones get their number. Somebody's choice made meanwhile is not written over by it.
template<class Then>
void Alarm::write(std::vector<Alert> alerts, Then then) {
    const auto job = [alerts = std::move(alerts), id = m_clusterId, name = m_clusterName,
                      now = m_clock()](store::Sql& sql) mutable -> base::Result<std::vector<Alert>> {
        const std::int64_t cluster = store::clusterKey(sql, id, name, now);
        for (Alert& alert : alerts)
            if (alert.id <= 0)
                alert.id = insertAlert(sql, cluster, alert);
            else
                updateAlert(sql, alert);
        return alerts;
    };
    m_busy = true;
    base::whenAnswered(m_store->write<std::vector<Alert>>(job), this,
                       [this, then](const base::Result<std::vector<Alert>>& kept) mutable {
                           m_busy = false;
                           kept ? Q_EMIT succeeded() : Q_EMIT failed(kept.error());
                           if (kept)
                               for (const Alert& alert : *kept)
                                   m_board.setId(alert, alert.id);
                           then(kept);
                       });
}

// Before anybody is told: what was told and is not there afterwards would be told again.
void Alarm::keep(std::vector<AlertChange> changes) {
    std::vector<Alert> alerts;
    for (const AlertChange& change : changes)
        alerts.push_back(change.alert);
    write(std::move(alerts), [this, changes](const base::Result<std::vector<Alert>>& kept) mutable {
        if (kept)
            for (std::size_t i = 0; i < changes.size(); ++i)
                changes[i].alert.id = (*kept)[i].id;
        // A store that cannot be written is no reason to be silent.
        number(changes);
        take(changes);
    });
}

void Alarm::take(const std::vector<AlertChange>& changes) {
    for (const AlertChange& change : changes)
        tell(change);
    Q_EMIT changed(m_board.open());
}

void Alarm::tell(const AlertChange& change) {
    const AlertRule* rule = ruleOf(change.alert);
    if (!rule)
        return;
    if (change.tell && rule->notify)
        Q_EMIT told(change.alert);
    // A pager wants to know the end of what it was told of, too.
    const bool ended = change.what == AlertChange::What::Cleared && change.alert.told;
    if (rule->command.empty() || (!change.tell && !ended))
        return;
    base::whenAnswered(runHook(rule->command, alertJson(change.alert, m_clusterId, m_clusterName), this),
                       this, [this](const base::Result<base::Done>& done) {
                           done ? Q_EMIT succeeded() : Q_EMIT failed(done.error());
                       });
}

const AlertRule* Alarm::ruleOf(const Alert& alert) const {
    const auto it = std::find_if(m_rules.begin(), m_rules.end(),
                                 [&](const AlertRule& rule) { return rule.id == alert.rule; });
    return it == m_rules.end() ? nullptr : &*it;
}

void Alarm::acknowledge(std::int64_t id) {
    if (const std::optional<Alert> alert = m_board.acknowledge(id, m_clock()))
        save(*alert);
}

void Alarm::mute(std::int64_t id, std::optional<base::Time> until) {
    if (const std::optional<Alert> alert = m_board.mute(id, until))
        save(*alert);
}

void Alarm::save(const Alert& alert) {
    Q_EMIT changed(m_board.open());
    // One that has no number yet is being given it: the next refresh keeps this, too.
    if (m_store && (alert.id > 0 || !m_busy))
        write({alert}, [this](const base::Result<std::vector<Alert>>&) { Q_EMIT changed(m_board.open()); });
}

} // namespace streamscape::lag
