// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/lag/feed.h"
#include "models/samples/caretaker.h"

#include <QPromise>

namespace streamscape::ctl {

/// watch: what a console does without a window: samples into the store, alerts, their commands; until it is
/// stopped. Says one line for each alert that is raised or ends.
class WatchCommand final : public Command {
    Q_OBJECT

public:
    using Command::Command;
    CLI::App* declare(CLI::App& parent) override;
    QFuture<Exit> run(Session& session) override;
    bool stop() override;

private:
    base::Result<base::Done> begin();
    void takeSnapshot();
    void takeAlerts();
    void say(const lag::Alert& alert);
    void complain(std::optional<base::Error>& said, const std::optional<base::Error>& error,
                  const char* what);
    void finish(Exit exit);

    std::string m_intervalText = "10s";
    Session* m_session = nullptr;
    std::unique_ptr<samples::Caretaker> m_caretaker;
    std::unique_ptr<lag::Feed> m_feed;
    std::vector<lag::Alert> m_open; ///< as they were last
    bool m_saidWhatIsThere = false;
    std::optional<base::Error> m_saidError;
    std::optional<base::Error> m_saidKeeping;
    std::optional<base::Error> m_saidAlarm;
    QPromise<Exit> m_promise;
};

} // namespace streamscape::ctl
