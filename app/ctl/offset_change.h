// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/offsets/outcome.h"

#include <QPromise>

namespace streamscape::ctl {

/// What every change of a group's offsets has in common: it prints its plan and does nothing; with --apply it
/// carries it out, and prints each partition's outcome and what was read back.
class OffsetChange : public Command {
    Q_OBJECT

public:
    using Command::Command;
    /// A change under way is waited for, as long as the process is let: it ends with its outcome.
    bool stop() override;

protected:
    using Making = std::function<QFuture<base::Result<offsets::Plan>>(kafka::Cluster&)>;

    void declareLookingUp(CLI::App& app);  ///< --first-records
    void declareLeavingOut(CLI::App& app); ///< --without
    void declareApplying(CLI::App& app);   ///< --apply and --if-plan
    /// The partitions of --without.
    base::Result<std::set<base::TopicPartition>> without() const;

    QFuture<Exit> carryOut(Session& session, const Making& make);
    /// What is wrong with the command line, as the whole answer.
    QFuture<Exit> refuse(Session& session, const base::Error& error);

    /// Instead of the plan, its positions as Kafka's CSV.
    bool m_asCsv = false;

private:
    void take(const base::Result<offsets::Plan>& plan);
    void show(const offsets::Plan& plan);
    void apply(const offsets::Plan& plan);
    void finish(Exit exit);

    bool m_apply = false;
    bool m_applying = false;
    bool m_firstRecords = false;
    std::string m_planId;
    std::vector<std::string> m_without;
    Session* m_session = nullptr;
    kafka::Cluster* m_cluster = nullptr;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
