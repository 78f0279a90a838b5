// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/offset_change.h"

namespace streamscape::ctl {

/// lag copy: one group's commits for another.
class LagCopy final : public OffsetChange {
    Q_OBJECT

public:
    using OffsetChange::OffsetChange;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    std::string m_from;
    std::string m_group;
    std::vector<std::string> m_topics;
    bool m_allTopics = false;
};

} // namespace streamscape::ctl
