// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/offset_change.h"

namespace streamscape::ctl {

/// undo: puts back what a plan changed, as the journal says it was.
class UndoCommand final : public OffsetChange {
    Q_OBJECT

public:
    using OffsetChange::OffsetChange;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    std::string m_id;
};

} // namespace streamscape::ctl
