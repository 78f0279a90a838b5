// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/audit/log_follower.h"
#include "models/audit/query.h"
#include "models/store/clusters.h"

#include <QElapsedTimer>

namespace streamscape::ctl {

/// audit import | follow | query: the brokers' authorizer logs, by the models of the Audit page.
class AuditCommand final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    void declareQuery(CLI::App& parent);
    void read(Session& session);
    void readOf(Session& session, store::Store& store, const std::optional<store::KnownCluster>& cluster);
    void caughtUp(Session& session);
    void query(Session& session);
    base::Result<audit::Query> queryAsked() const;
    void finish(Exit exit);

    CLI::App* m_import = nullptr;
    CLI::App* m_follow = nullptr;
    CLI::App* m_query = nullptr;
    audit::Source m_source;
    std::string m_clusterName; ///< whose logs they are kept as; empty: no named cluster's
    std::string m_from;
    std::string m_to;
    std::vector<std::string> m_where;
    std::vector<std::string> m_whereNot;
    std::string m_text;
    std::string m_bucket = "auto";
    std::vector<std::string> m_facets;
    std::int64_t m_limit = 100;
    std::string m_order = "desc";
    QElapsedTimer m_timer;
    bool m_told = false; ///< follow has said what it found
    QPromise<Exit> m_promise;
    std::unique_ptr<audit::LogFollower> m_reader;
};

} // namespace streamscape::ctl
