// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "app/ctl/options.h"

namespace streamscape::ctl {

/// The command line: reads it, finds the command meant, and lets it answer. Main thread.
class Program final {
public:
    explicit Program(std::vector<std::unique_ptr<Command>> commands);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Reads the arguments behind the program's name. An exit code where that is all there is to do: help,
    /// the version, wrong usage.
    std::optional<Exit> parse(const std::vector<std::string>& arguments, std::ostream& out,
                              std::ostream& err);
    /// After parse() answered nothing. The session outlives the answer.
    QFuture<Exit> run(Session& session);
    /// Ctrl-C: true where the running command ends by it with an answer of its own.
    bool stop();

    const Options& options() const { return m_options; }

private:
    std::optional<Exit> help(std::ostream& out, std::ostream& err);
    Exit wrongUsage(const std::string& what, bool json, std::ostream& out, std::ostream& err);

    CLI::App m_app;
    Options m_options;
    std::vector<std::string> m_helpFor;
    CLI::App* m_help = nullptr;
    std::vector<std::unique_ptr<Command>> m_commands;
    std::vector<CLI::App*> m_parsers; // of m_commands, in their order
};

} // namespace streamscape::ctl
