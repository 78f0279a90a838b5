// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alarm.h"

#include "models/base/answered.h"
#include "models/lag/alert_hook.h"
#include "models/lag/alert_store.h"
#include "models/store/clusters.h"

#include <algorithm>

namespace streamscape::lag {

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
                           m_board = AlertBoard(*known);
                           Q_EMIT changed(m_board.open());
                       });
}

void Alarm::look(const Snapshot& snapshot) {
    if (m_busy)
        return; // the next look is soon
    std::vector<AlertChange> changes = m_board.step(m_rules, snapshot, m_clock());
    if (changes.empty())
        return;
    if (m_store)
        return keep(std::move(changes));
    for (AlertChange& change : changes)
        if (change.what == AlertChange::What::Raised) {
            change.alert.id = m_nextId--;
            m_board.setId(change.alert, change.alert.id);
        }
    take(changes);
}

// In one transaction, before anybody is told: what was told and is not there afterwards would be told again.
void Alarm::keep(std::vector<AlertChange> changes) {
    m_busy = true;
    const auto job = [changes, id = m_clusterId, name = m_clusterName,
                      now = m_clock()](store::Sql& sql) mutable -> base::Result<std::vector<AlertChange>> {
        const std::int64_t cluster = store::clusterKey(sql, id, name, now);
        for (AlertChange& change : changes)
            if (change.alert.id == 0)
                change.alert.id = insertAlert(sql, cluster, change.alert);
            else
                updateAlert(sql, change.alert);
        return changes;
    };
    base::whenAnswered(m_store->write<std::vector<AlertChange>>(job), this,
                       [this, changes](const base::Result<std::vector<AlertChange>>& kept) {
                           m_busy = false;
                           kept ? Q_EMIT succeeded() : Q_EMIT failed(kept.error());
                           if (kept)
                               for (const AlertChange& change : *kept)
                                   m_board.setId(change.alert, change.alert.id);
                           // A store that cannot be written is no reason to be silent.
                           take(kept ? *kept : changes);
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
    if (!m_store)
        return;
    base::whenAnswered(m_store->write<base::Done>([alert](store::Sql& sql) -> base::Result<base::Done> {
        updateAlert(sql, alert);
        return base::Done{};
    }),
                       this, [this](const base::Result<base::Done>& done) {
                           done ? Q_EMIT succeeded() : Q_EMIT failed(done.error());
                       });
}

} // namespace streamscape::lag
