// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/access/feed.h"

namespace streamscape::ctl {

/// access list | can | who-can | evaluate: who may do what, by the models of the Access page.
class AccessCommand final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    base::Result<access::Question> question() const;
    void ask(Session& session);
    void finish(Exit exit);
    Exit list(Session& session, const access::Snapshot& snapshot);
    Exit can(Session& session, const access::Snapshot& snapshot);
    Exit whoCan(Session& session, const access::Snapshot& snapshot);
    QFuture<Exit> evaluate(Session& session);
    access::Known known(const Session& session) const;

    CLI::App* m_list = nullptr;
    CLI::App* m_can = nullptr;
    CLI::App* m_whoCan = nullptr;
    CLI::App* m_evaluate = nullptr;
    std::string m_principal;
    std::string m_resource;
    std::string m_operation;
    std::string m_host = access::anyHost;
    std::optional<std::string> m_superUsers;
    bool m_allowEveryone = false;
    std::string m_aclFile;
    std::string m_requestFile;
    QPromise<Exit> m_promise;
    std::unique_ptr<access::AccessFeed> m_feed;
};

} // namespace streamscape::ctl
