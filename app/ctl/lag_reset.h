// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/offset_change.h"

namespace streamscape::ctl {

/// lag reset: moves a group's offsets as kafka-consumer-groups --reset-offsets does.
class LagReset final : public OffsetChange {
    Q_OBJECT

public:
    using OffsetChange::OffsetChange;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    base::Result<offsets::Spec> spec() const;

    std::string m_group;
    std::vector<std::string> m_topics;
    bool m_allTopics = false;
    bool m_earliest = false;
    bool m_latest = false;
    bool m_current = false;
    std::optional<std::int64_t> m_offset;
    std::optional<std::int64_t> m_shift;
    std::string m_datetime;
    std::string m_duration;
    std::string m_file;
};

/// The scope of --topic and --all-topics; Invalid where there is none, or both.
base::Result<offsets::Scope> scopeOf(const std::vector<std::string>& topics, bool allTopics);

} // namespace streamscape::ctl
