// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"

#include <QPromise>

namespace streamscape::ctl {

/// lag export-offsets: what groups have committed, as the CSV that `lag reset --from-file` and Kafka's tool
/// read.
class LagExport final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    void take(const std::vector<kafka::GroupOffsets>& answer);
    void finish(Exit exit);

    std::vector<std::string> m_groups;
    std::vector<std::string> m_topics;
    std::string m_output;
    Session* m_session = nullptr;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
