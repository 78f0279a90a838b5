// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/lag/history.h"
#include "models/lag/lag.h"
#include "models/lag/roster.h"

#include <QPromise>
#include <QTimer>

namespace streamscape::ctl {

/// lag: every group's lag, partition by partition, by the models of the Consumer lag page. One look, or with
/// --history several, so that there are rates, time lag and verdicts. Below it are the commands that change a
/// group's offsets.
class LagCommand final : public Command {
    Q_OBJECT

public:
    explicit LagCommand(QObject* parent = nullptr);
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    void look();
    void take(lag::Snapshot snapshot);
    void checkTopics(lag::Snapshot snapshot);
    void answer(lag::Snapshot snapshot);
    void printText(const lag::Snapshot& snapshot);
    void finish(Exit exit);

    std::vector<std::unique_ptr<Command>> m_changes; // lag reset and its like
    std::vector<CLI::App*> m_parsers;                // of m_changes, in their order
    std::vector<std::string> m_groups;
    std::vector<std::string> m_topics;
    std::string m_isolation = "read_uncommitted";
    std::string m_historyText;

    Session* m_session = nullptr;
    kafka::Cluster* m_cluster = nullptr;
    base::Duration m_span{};
    const std::shared_ptr<lag::Roster> m_roster = std::make_shared<lag::Roster>();
    lag::History m_history;
    QTimer m_next;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
