// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/program.h"

#include "models/base/json.h"

#include <QJsonDocument>

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

namespace {

constexpr const char* about =
    "Looks at a Kafka cluster: the same answers as the window's, for scripts and terminals.";
constexpr const char* footer =
    "A password is never taken from the command line: it comes from --config, the keychain (--cluster), or\n"
    "STREAMSCAPE_SASL_PASSWORD. stdout carries the answer only; everything else goes to stderr.\n"
    "Exit codes: 0 answered; 1 a change failed or was refused, a check found a difference, or \"no\"; 2 "
    "wrong "
    "usage;\n3 answered in part, some rows carry an error; 4 cluster not reached; 5 the store cannot be "
    "used;\n"
    "130 stopped by Ctrl-C.";
constexpr const char* commandFooter = "The options every command takes: streamscapectl help";

// A command's help, with its whole name in the usage line. CLI::App::help() would answer for whatever was
// parsed below it.
std::string helpOf(CLI::App& app) {
    std::string name = app.get_name();
    for (const CLI::App* above = app.get_parent(); above; above = above->get_parent())
        name = above->get_name() + ' ' + name;
    return app.get_formatter()->make_help(&app, name, CLI::AppFormatMode::Normal);
}

// "--group a b" would take b as a second group and so swallow what follows; each use takes one value.
void oneValueAnOption(CLI::App& app) {
    for (CLI::Option* option : app.get_options())
        if (!option->get_positional() && option->get_items_expected_max() > 1)
            option->allow_extra_args(false);
    for (CLI::App* sub : app.get_subcommands([](CLI::App*) { return true; })) {
        if (sub->get_footer().empty())
            sub->footer(commandFooter);
        oneValueAnOption(*sub);
    }
}

} // namespace

Program::Program(std::vector<std::unique_ptr<Command>> commands)
    : m_app(about, "streamscapectl")
    , m_commands(std::move(commands)) {
    m_app.set_version_flag("--version", "streamscapectl " STREAMSCAPE_VERSION);
    m_app.require_subcommand(1);
    m_app.fallthrough(); // inherited: common options are good behind the command too
    m_app.get_formatter()->column_width(34);
    m_options.declare(m_app);
    for (const auto& command : m_commands)
        m_parsers.push_back(command->declare(m_app));
    m_help = m_app.add_subcommand("help", "This text, or a command's");
    m_help->add_option("command", m_helpFor, "The command, as in: help lag")->type_name("");
    oneValueAnOption(m_app);
    m_app.footer(footer);
}

std::optional<Exit> Program::parse(const std::vector<std::string>& arguments, std::ostream& out,
                                   std::ostream& err) {
    if (arguments.empty()) {
        err << helpOf(m_app);
        return Exit::Usage;
    }
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend()); // as CLI11 wants them
    try {
        m_app.parse(reversed);
    } catch (const CLI::CallForVersion& version) {
        out << version.what() << '\n';
        return Exit::Answered;
    } catch (const CLI::Success&) { // --help, of whichever command it followed
        CLI::App* asked = &m_app;
        for (bool deeper = true; deeper;) {
            const auto parsed = asked->get_subcommands();
            deeper = !parsed.empty();
            if (deeper)
                asked = parsed.front();
        }
        out << helpOf(*asked);
        return Exit::Answered;
    } catch (const CLI::Error& error) {
        const bool json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
        // "A subcommand is required" hides the word that is none.
        const std::vector<std::string> unknown = m_app.remaining();
        const bool named =
            unknown.empty() || error.get_exit_code() != static_cast<int>(CLI::ExitCodes::RequiredError);
        return wrongUsage(named ? error.what() : "There is no command or option " + unknown.front(), json,
                          out, err);
    }
    if (m_help->parsed())
        return help(out, err);
    return std::nullopt;
}

std::optional<Exit> Program::help(std::ostream& out, std::ostream& err) {
    CLI::App* asked = &m_app;
    for (const std::string& word : m_helpFor) {
        const auto below = asked->get_subcommands([&](CLI::App* app) { return app->get_name() == word; });
        if (below.empty())
            return wrongUsage("There is no command " + word, m_options.json, out, err);
        asked = below.front();
    }
    out << helpOf(*asked);
    return Exit::Answered;
}

Exit Program::wrongUsage(const std::string& what, bool json, std::ostream& out, std::ostream& err) {
    const base::Error error{base::ErrorKind::Invalid, what, "command line", "See: streamscapectl help", {}};
    if (json)
        out << QJsonDocument(base::json(error)).toJson().constData();
    else
        err << "streamscapectl: " << error.what << "\n  " << error.hint << '\n';
    return Exit::Usage;
}

bool Program::stop() {
    for (std::size_t i = 0; i < m_commands.size(); ++i)
        if (m_parsers[i]->parsed())
            return m_commands[i]->stop();
    return false;
}

QFuture<Exit> Program::run(Session& session) {
    for (std::size_t i = 0; i < m_commands.size(); ++i)
        if (m_parsers[i]->parsed())
            return m_commands[i]->run(session);
    // parse() has seen to it that there is one.
    QPromise<Exit> promise;
    promise.start();
    promise.addResult(Exit::Usage);
    promise.finish();
    return promise.future();
}

} // namespace streamscape::ctl
