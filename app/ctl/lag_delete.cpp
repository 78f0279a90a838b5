// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag_delete.h"

#include "app/ctl/lag_reset.h"
#include "models/offsets/make_plan.h"

namespace streamscape::ctl {

CLI::App* LagDelete::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand(
        "delete", "Delete a group without members and all its commits; the journal keeps them");
    app->add_option("--group", m_group, "The group")->required();
    declareApplying(*app);
    return app;
}

QFuture<Exit> LagDelete::run(Session& session) {
    offsets::Spec spec;
    spec.target = offsets::Target::DeleteGroup;
    return carryOut(session, [this, &session, spec](kafka::Cluster& cluster) {
        return offsets::makePlan(
            cluster, m_group, spec, {}, [&session] { return session.now(); }, this);
    });
}

CLI::App* LagDeleteOffsets::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand(
        "delete-offsets", "Delete commits for topics that no member reads; the journal keeps them");
    app->add_option("--group", m_group, "The group")->required();
    app->add_option("--topic", m_topics, "A topic, or some of its partitions (repeatable)")
        ->allow_extra_args(false)
        ->type_name("TOPIC[:P,P]");
    app->add_flag("--all-topics", m_allTopics, "Every commit the group has");
    declareLeavingOut(*app);
    declareApplying(*app);
    return app;
}

QFuture<Exit> LagDeleteOffsets::run(Session& session) {
    auto scope = scopeOf(m_topics, m_allTopics);
    if (!scope)
        return refuse(session, scope.error());
    auto left = without();
    if (!left)
        return refuse(session, left.error());
    scope->without = std::move(*left);
    offsets::Spec spec;
    spec.target = offsets::Target::DeleteOffsets;
    return carryOut(session, [this, &session, spec, scope = std::move(*scope)](kafka::Cluster& cluster) {
        return offsets::makePlan(
            cluster, m_group, spec, scope, [&session] { return session.now(); }, this);
    });
}

} // namespace streamscape::ctl
