// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/undo.h"

#include "models/offsets/undo.h"

namespace streamscape::ctl {

CLI::App* UndoCommand::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand(
        "undo", "Take back what a plan changed, as the journal says it was; see: streamscapectl journal");
    app->add_option("plan", m_id, "The plan's id")->required()->type_name("PLAN-ID");
    declareLeavingOut(*app);
    declareLookingUp(*app);
    declareApplying(*app);
    return app;
}

QFuture<Exit> UndoCommand::run(Session& session) {
    const auto left = without();
    if (!left)
        return refuse(session, left.error());
    return carryOut(session, [this, &session, left = *left](kafka::Cluster& cluster) {
        return offsets::makeUndo(
            cluster, session.journal(), m_id, left, [&session] { return session.now(); }, this);
    });
}

} // namespace streamscape::ctl
