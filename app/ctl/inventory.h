// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/inventory/cluster_feed.h"
#include "models/inventory/stock_feed.h"

#include <QPromise>

namespace streamscape::ctl {

/// inventory run | stock | movements | bad | findings | cluster: the stock the events make, and the cluster
/// they lie on, by the models of the Inventory page.
class InventoryCommand final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    base::Result<base::Done> check();
    void project();
    void read();
    void clusterView();
    void progress();
    void projected();
    void stock();
    void movements();
    void bad();
    void findings();
    template<class T>
    void ask(std::function<T(store::Sql&, std::int64_t projection)> job, std::function<Exit(const T&)> print);
    void finish(Exit exit);
    void fail(const base::Error& error);

    CLI::App* m_run = nullptr;
    CLI::App* m_stock = nullptr;
    CLI::App* m_movements = nullptr;
    CLI::App* m_bad = nullptr;
    CLI::App* m_findings = nullptr;
    CLI::App* m_cluster = nullptr;
    bool m_untilCaughtUp = false;
    bool m_rebuild = false;
    std::string m_sku;
    std::string m_warehouse;
    std::string m_stateText;
    std::string m_reasonText;
    std::string m_fromText;
    std::string m_toText;
    std::optional<inventory::StockState> m_state;
    std::optional<inventory::BadReason> m_reason;
    std::optional<base::Time> m_from;
    std::optional<base::Time> m_to;

    Session* m_session = nullptr;
    store::Store* m_store = nullptr;
    base::Time m_began{};
    std::optional<base::Time> m_lastProgress;
    std::vector<inventory::Trouble> m_said; ///< on stderr already
    bool m_asked = false;
    QPromise<Exit> m_promise;
    std::unique_ptr<inventory::StockFeed> m_feed;
    std::unique_ptr<inventory::ClusterFeed> m_clusterFeed;
};

} // namespace streamscape::ctl
