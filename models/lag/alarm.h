// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_board.h"
#include "models/store/store.h"

#include <QObject>

namespace streamscape::lag {

/// Watches one cluster's snapshots by the rules, keeps the alerts in the store, runs commands, and says whom
/// to tell. Of several programs on one store only the one that writes it watches. Thread: its owner's, with
/// an event loop.
class Alarm final : public QObject {
    Q_OBJECT

public:
    Alarm(std::vector<AlertRule> rules, base::Clock clock, QObject* parent = nullptr);

    void setRules(std::vector<AlertRule> rules) { m_rules = std::move(rules); }
    /// Alerts are kept there from now on, those of an earlier run included; without it they are forgotten
    /// with the program. The store outlives the alarm and is writable.
    void useStore(store::Store& store, std::string clusterId, std::string clusterName);

    /// Looks at a snapshot by the rules.
    void look(const Snapshot& snapshot);
    /// A person has seen an open alert, or wants to hear nothing of it until then (nullopt: again from now
    /// on).
    void acknowledge(std::int64_t id);
    void mute(std::int64_t id, std::optional<base::Time> until);

    std::vector<Alert> open() const { return m_board.open(); }

Q_SIGNALS:
    /// Open alerts are other ones, or differ.
    void changed(const std::vector<streamscape::lag::Alert>& open);
    /// The desktop's turn to tell somebody.
    void told(const streamscape::lag::Alert& alert);
    /// A command or the store failed; what it concerned is not lost.
    void failed(const streamscape::base::Error& error);
    /// A command ran, or the store took something.
    void succeeded();

private:
    void adopt(std::vector<Alert> known);
    void refresh();
    void number(std::vector<AlertChange>& changes);
    template<class Then>
    void write(std::vector<Alert> alerts, Then then);
    void keep(std::vector<AlertChange> changes);
    void take(const std::vector<AlertChange>& changes);
    void tell(const AlertChange& change);
    void save(const Alert& alert);
    const AlertRule* ruleOf(const Alert& alert) const;

    std::vector<AlertRule> m_rules;
    const base::Clock m_clock;
    AlertBoard m_board;
    store::Store* m_store = nullptr;
    std::string m_clusterId;
    std::string m_clusterName;
    std::int64_t m_nextId = -1; ///< of those that no store has numbered
    base::Time m_refreshedAt{};
    bool m_busy = false; ///< the store reads or writes; the next look waits for it
};

} // namespace streamscape::lag
