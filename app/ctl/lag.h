// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/lag/assess.h"
#include "models/lag/look.h"
#include "models/lag/recall.h"

#include <QPromise>
#include <QTimer>

#include <set>

namespace streamscape::ctl {

/// lag: every group's lag, partition by partition, by the models of the Consumer lag page. One look, judged
/// by what the store remembers; with --history several, with --watch until it is stopped. Below it are the
/// commands that change a group's offsets, and the alerts.
class LagCommand final : public Command {
    Q_OBJECT

public:
    explicit LagCommand(QObject* parent = nullptr);
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;
    bool stop() override;

private:
    base::Result<base::Done> readOptions();
    void look();
    void take(lag::Snapshot snapshot);
    void recall(lag::Snapshot snapshot);
    void peek(lag::Snapshot snapshot);
    void judge(lag::Snapshot& snapshot);
    void checkTopics(lag::Snapshot snapshot);
    void answer(lag::Snapshot snapshot);
    void printText(const lag::Snapshot& snapshot);
    void printAgain(const lag::Snapshot& snapshot);
    void finish(Exit exit);

    std::vector<std::unique_ptr<Command>> m_below; // lag reset and its like
    std::vector<CLI::App*> m_parsers;              // of m_below, in their order
    std::vector<std::string> m_groups;
    std::vector<std::string> m_topics;
    std::string m_isolation = "read_uncommitted";
    std::string m_historyText;
    std::string m_rulesText = "ours";
    std::vector<std::string> m_failOnTexts;
    bool m_watch = false;
    std::string m_intervalText = "2s";

    Session* m_session = nullptr;
    kafka::Cluster* m_cluster = nullptr;
    lag::Query m_query;
    base::Duration m_span{};               ///< watched for at least, where the store does not know it
    base::Duration m_back = lag::recalled; ///< what the store is asked for
    base::Duration m_interval{};
    std::set<lag::Verdict> m_failOn;
    const std::shared_ptr<lag::Roster> m_roster = std::make_shared<lag::Roster>();
    std::shared_ptr<lag::History> m_history; ///< null before the store was asked
    base::Time m_first{};
    lag::Peeks m_peeks;
    QTimer m_next;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
