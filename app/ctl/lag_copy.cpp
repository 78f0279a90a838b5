// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag_copy.h"

#include "app/ctl/lag_reset.h"
#include "models/offsets/make_plan.h"

namespace streamscape::ctl {

CLI::App* LagCopy::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand(
        "copy",
        "Give a group the commits of another; its own for other partitions stay. It must be inactive, "
        "and is made where it is not there");
    app->add_option("--from", m_from, "The group to copy")->required()->type_name("GROUP");
    app->add_option("--group", m_group, "The group that gets them")->required();
    app->add_option("--topic", m_topics, "Only this topic, or some of its partitions (repeatable)")
        ->allow_extra_args(false)
        ->type_name("TOPIC[:P,P]");
    app->add_flag("--all-topics", m_allTopics, "Every commit the other group has: where no topic is named");
    declareLeavingOut(*app);
    declareLookingUp(*app);
    declareApplying(*app);
    return app;
}

QFuture<Exit> LagCopy::run(Session& session) {
    auto scope = scopeOf(m_topics, m_allTopics || m_topics.empty());
    if (!scope)
        return refuse(session, scope.error());
    auto left = without();
    if (!left)
        return refuse(session, left.error());
    scope->without = std::move(*left);
    offsets::Spec spec;
    spec.target = offsets::Target::CopyFrom;
    spec.from = m_from;
    return carryOut(session, [this, &session, spec, scope = std::move(*scope)](kafka::Cluster& cluster) {
        return offsets::makePlan(
            cluster, m_group, spec, scope, [&session] { return session.now(); }, this);
    });
}

} // namespace streamscape::ctl
