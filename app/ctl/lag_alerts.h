// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/lag/alert_board.h"
#include "models/store/clusters.h"

#include <QPromise>

namespace streamscape::ctl {

/// lag alerts: what a console or watch raised, from the store alone; no connection is needed.
class LagAlerts final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

    /// One cluster's, the newest first.
    struct Found {
        store::KnownCluster cluster;
        std::vector<lag::Alert> alerts;
    };

private:
    Exit answer(const std::vector<Found>& found);

    bool m_open = false;
    std::string m_sinceText = "7d";
    Session* m_session = nullptr;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
