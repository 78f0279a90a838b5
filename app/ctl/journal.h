// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"

#include <QPromise>

namespace streamscape::ctl {

/// journal: what the console itself changed, and whether that record is as it was written.
class JournalCommand final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;

private:
    Exit answer(const journal::Journal::Found& found);

    bool m_verify = false;
    std::string m_planId;
    Session* m_session = nullptr;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
