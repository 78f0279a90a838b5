// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "app/ctl/doctor_report.h"

namespace streamscape::ctl {

/// doctor: what this connection is, what it may see, and which step of connecting fails. Exit 0 when all
/// checks hold, 1 when one does not, 3 when something could not be seen, 4 when the cluster was not reached.
class Doctor final : public Command {
    Q_OBJECT

public:
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    void askCluster();
    void askConfigs(kafka::ClusterInfo info);
    void finish();
    void failed(const base::Error& error);
    void answer();
    void printText();

    Session* m_session = nullptr;
    kafka::Cluster* m_cluster = nullptr;
    std::unique_ptr<kafka::ConnectionCheck> m_check;
    DoctorReport m_report;
    std::optional<base::Error> m_error; ///< why the cluster was not reached
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
