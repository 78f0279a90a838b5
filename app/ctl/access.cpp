// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/access.h"

#include "app/ctl/access_print.h"
#include "app/ctl/table.h"
#include "models/access/tables.h"
#include "models/access/whocan_table.h"
#include "models/base/text.h"

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

using access::Decision;
using access::Sight;
using base::toStd;

namespace {

constexpr const char* resourceHelp =
    "TYPE:NAME, the type one of TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID, DELEGATION_TOKEN, USER";

/// What the answer rests on goes to stderr, as stdout carries the answer only.
void printNotes(Session& session, const access::Visibility& visibility) {
    if (visibility.sight != Sight::Complete) {
        session.err() << toStd(visibility.title) << ": " << toStd(visibility.text) << '\n';
        if (!visibility.hint.isEmpty())
            session.err() << "  " << toStd(visibility.hint) << '\n';
    }
    for (const QString& caveat : visibility.caveats)
        session.err() << "note: " << toStd(caveat) << '\n';
    session.err().flush();
}

} // namespace

CLI::App* AccessCommand::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand("access", "Who may do what, and why");
    app->require_subcommand(1);
    const auto supers = [this](CLI::App* sub) {
        sub->add_option("--super-users", m_superUsers,
                        "'User:a;User:b', where the broker hides super.users, as Kafka 4 does");
        sub->add_flag("--allow-everyone-if-no-acl-found", m_allowEveryone,
                      "The broker's setting of that name is on");
    };
    m_list = app->add_subcommand("list", "The ACLs, and the roles they amount to");
    m_list->add_option("--principal", m_principal, "Only of this principal, as in User:ada");
    m_list->add_option("--resource", m_resource,
                       std::string("Only what covers this resource: ") + resourceHelp);
    supers(m_list);
    m_can = app->add_subcommand("can", "May this principal do that? Exit code 0 yes, 1 no, 3 not known");
    m_can->add_option("principal", m_principal, "As in User:ada")->required();
    m_can->add_option("operation", m_operation, "As in READ, WRITE, ALTER_CONFIGS")->required();
    m_can->add_option("resource", m_resource, resourceHelp)->required();
    m_can->add_option("--host", m_host,
                      "The client's address as Java prints it; without it, a host no ACL names");
    supers(m_can);
    m_whoCan = app->add_subcommand("who-can", "Everybody who may do that, and because of what");
    m_whoCan->add_option("operation", m_operation, "As in READ, WRITE, ALTER_CONFIGS")->required();
    m_whoCan->add_option("resource", m_resource, resourceHelp)->required();
    supers(m_whoCan);
    m_evaluate = app->add_subcommand("evaluate", "Answers requests from files, without a cluster");
    m_evaluate->add_option("--acls", m_aclFile, "JSON Lines, an ACL each")->required();
    m_evaluate
        ->add_option("--requests", m_requestFile,
                     "JSON Lines: principal, host, operation, resource_type, name; without a name: on some "
                     "resource of the type, as a broker asks for an idempotent producer")
        ->required();
    supers(m_evaluate);
    return app;
}

access::Known AccessCommand::known(const Session& session) const {
    access::Known known;
    known.self = session.principal();
    if (m_superUsers)
        known.superUsers = access::parseSuperUsers(*m_superUsers);
    if (m_allowEveryone)
        known.allowEveryone = true;
    return known;
}

base::Result<access::Question> AccessCommand::question() const {
    std::string upper = m_operation;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
        return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    const access::Op op = access::parseOp(upper);
    if (op == access::Op::Unknown)
        return base::fail(
            base::ErrorKind::Invalid, "Kafka has no operation " + m_operation, "command line",
            "One of READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, "
            "ALTER_CONFIGS, IDEMPOTENT_WRITE, CREATE_TOKENS, DESCRIBE_TOKENS, TWO_PHASE_COMMIT");
    auto resource = access::parseResource(m_resource);
    if (!resource)
        return base::fail(resource.error());
    if (m_can->parsed() && m_principal.find(':') == std::string::npos)
        return base::fail(base::ErrorKind::Invalid, "This is no principal: " + m_principal, "command line",
                          "Write Type:name, as in User:ada");
    return access::Question{m_principal, m_host, op, std::move(*resource)};
}

QFuture<Exit> AccessCommand::run(Session& session) {
    m_promise.start();
    if (m_evaluate->parsed())
        return evaluate(session);
    ask(session);
    return m_promise.future();
}

void AccessCommand::finish(Exit exit) {
    m_promise.addResult(exit);
    m_promise.finish();
}

void AccessCommand::ask(Session& session) {
    if (m_list->parsed() && !m_resource.empty()) {
        if (const auto resource = access::parseResource(m_resource); !resource)
            return finish(session.fail(resource.error()));
    }
    if (!m_list->parsed()) {
        if (const auto asked = question(); !asked)
            return finish(session.fail(asked.error()));
    }
    const auto cluster = session.cluster();
    if (!cluster)
        return finish(session.fail(cluster.error()));
    m_feed = std::make_unique<access::AccessFeed>(
        **cluster, [&session] { return session.now(); },
        access::AccessFeed::Options{base::Duration{0}, known(session)});
    connect(m_feed.get(), &access::AccessFeed::updated, this, [this, &session] {
        if (m_promise.future().isFinished())
            return;
        if (m_feed->error())
            return finish(session.fail(*m_feed->error()));
        const access::Snapshot& snapshot = *m_feed->snapshot();
        if (snapshot.visibility.error && snapshot.acls.acls().empty())
            return finish(session.fail(*snapshot.visibility.error));
        finish(m_list->parsed()  ? list(session, snapshot)
               : m_can->parsed() ? can(session, snapshot)
                                 : whoCan(session, snapshot));
    });
    m_feed->refresh();
}

Exit AccessCommand::list(Session& session, const access::Snapshot& snapshot) {
    AccessFilter filter{m_principal, {}};
    if (!m_resource.empty())
        filter.resource = *access::parseResource(m_resource);
    const Exit exit = snapshot.visibility.answers() ? Exit::Answered : Exit::Partial;
    if (session.json()) {
        session.print(accessListJson(snapshot, filter));
        return exit;
    }
    printNotes(session, snapshot.visibility);
    std::vector<access::RoleRow> roles = access::roleRows(snapshot);
    std::erase_if(roles, [&](const access::RoleRow& row) {
        return std::none_of(row.acls.begin(), row.acls.end(),
                            [&](const kafka::Acl& acl) { return filter.keeps(acl); });
    });
    std::vector<access::AclRow> acls = access::aclRows(snapshot);
    std::erase_if(acls, [&](const access::AclRow& row) { return !filter.keeps(row.acl); });
    std::sort(acls.begin(), acls.end(),
              [](const access::AclRow& a, const access::AclRow& b) { return a.key() < b.key(); });
    std::sort(roles.begin(), roles.end(),
              [](const access::RoleRow& a, const access::RoleRow& b) { return a.key() < b.key(); });
    printTable(session, access::roleColumns(), roles);
    session.out() << '\n';
    printTable(session, access::aclColumns(), acls);
    return exit;
}

Exit AccessCommand::can(Session& session, const access::Snapshot& snapshot) {
    const access::CanAnswer answer = access::can(snapshot, *question());
    if (session.json())
        session.print(canJson(answer));
    else
        session.out() << toStd(answer.why) << '\n';
    session.out().flush();
    if (!answer.verdict || answer.verdict->decision == Decision::NoAnswer)
        return Exit::Partial;
    return answer.verdict->allowed() ? Exit::Answered : Exit::No;
}

Exit AccessCommand::whoCan(Session& session, const access::Snapshot& snapshot) {
    const access::Question asked = *question();
    const access::WhoCan who = access::whoCan(snapshot, asked.operation, asked.resource);
    if (session.json()) {
        session.print(whoCanJson(snapshot, who));
    } else {
        printNotes(session, snapshot.visibility);
        if (!who.exists)
            session.err() << "note: " << toStd(access::words(who.resource))
                          << " is not among those this connection sees\n";
        if (who.everyone)
            session.out() << "Everyone who can connect may.\n";
        printTable(session, access::whoCanColumns(), access::whoCanRows(who));
    }
    return who.possible ? Exit::Answered : Exit::Partial;
}

QFuture<Exit> AccessCommand::evaluate(Session& session) {
    access::Authorizer authorizer;
    authorizer.superUsers = known(session).superUsers.value_or(std::vector<std::string>());
    authorizer.allowEveryone = m_allowEveryone;
    const auto answers = evaluateFiles(m_aclFile, m_requestFile, authorizer);
    if (answers)
        session.out().write(answers->data(), static_cast<std::streamsize>(answers->size()));
    session.out().flush();
    finish(answers ? Exit::Answered : session.fail(answers.error()));
    return m_promise.future();
}

} // namespace streamscape::ctl
