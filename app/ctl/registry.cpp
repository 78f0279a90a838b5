// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/access.h"
#include "app/ctl/audit.h"
#include "app/ctl/command.h"
#include "app/ctl/doctor.h"
#include "app/ctl/inventory.h"
#include "app/ctl/journal.h"
#include "app/ctl/lag.h"
#include "app/ctl/undo.h"
#include "app/ctl/watch.h"

namespace streamscape::ctl {

std::vector<std::unique_ptr<Command>> allCommands() {
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<Doctor>());
    commands.push_back(std::make_unique<LagCommand>());
    commands.push_back(std::make_unique<WatchCommand>());
    commands.push_back(std::make_unique<InventoryCommand>());
    commands.push_back(std::make_unique<AuditCommand>());
    commands.push_back(std::make_unique<AccessCommand>());
    commands.push_back(std::make_unique<UndoCommand>());
    commands.push_back(std::make_unique<JournalCommand>());
    return commands;
}

} // namespace streamscape::ctl
