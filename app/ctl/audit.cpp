// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/audit.h"

#include "app/ctl/audit_cluster.h"
#include "app/ctl/audit_print.h"
#include "models/base/answered.h"
#include "models/base/location.h"
#include "models/base/text.h"

#include <ostream>

namespace streamscape::ctl {

using audit::Answer;
using audit::LogFollower;

namespace {

base::Result<std::optional<base::Time>> parseMoment(const std::string& text) {
    if (text.empty())
        return std::optional<base::Time>{};
    const std::optional<base::Time> time = base::parseRfc3339(text);
    if (!time)
        return base::fail(base::ErrorKind::Invalid, "This is no moment: " + text, "command line",
                          "Write RFC 3339 with a zone, as in 2026-03-04T02:10:00Z");
    return time;
}

} // namespace

CLI::App* AuditCommand::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand("audit", "Who did what, from the brokers' audit logs");
    app->require_subcommand(1);
    app->footer(auditClusterHelp);
    const auto source = [this](CLI::App* sub) {
        sub->add_option("--kind", m_source.kind, "What the logs are: authorizer")->capture_default_str();
        sub->add_option("--time-zone", m_source.zone,
                        "Of the times in the logs, as in Europe/Berlin; without it, this machine's");
        sub->add_option("--node", m_source.node, "The broker or controller they come from");
        sub->add_option("path", m_source.paths, "Files, folders of logs, globs")->required();
    };
    m_import = app->add_subcommand("import", "Reads logs into the store; what it has already adds nothing");
    source(m_import);
    m_follow = app->add_subcommand("follow", "The same, and goes on as files grow and roll, until Ctrl-C");
    source(m_follow);
    declareQuery(*app);
    for (CLI::App* sub : {m_import, m_follow, m_query})
        sub->footer(auditClusterHelp);
    return app;
}

void AuditCommand::declareQuery(CLI::App& parent) {
    m_query = parent.add_subcommand("query", "Searches what was read");
    m_query->add_option("--from", m_from, "RFC 3339, inclusive");
    m_query->add_option("--to", m_to, "RFC 3339, exclusive");
    m_query->add_option("--where", m_where,
                        "FIELD=VALUE; the same field twice means either. Fields: principal, host, client_id, "
                        "operation, request, resource_type, resource, decision, kind, rule, source");
    m_query->add_option("--where-not", m_whereNot, "FIELD=VALUE that must not be");
    m_query->add_option("--text", m_text, "A part of the raw line");
    m_query->add_option("--bucket", m_bucket, "Length of the histogram's bars, as in 1m, or auto")
        ->capture_default_str();
    m_query->add_option("--facet", m_facets, "A field whose values are counted");
    m_query->add_option("--limit", m_limit, "How many events are printed")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    m_query->add_option("--order", m_order, "desc: newest first")
        ->check(CLI::IsMember({"desc", "asc"}))
        ->capture_default_str();
}

QFuture<Exit> AuditCommand::run(Session& session) {
    m_promise.start();
    m_timer.start();
    if (m_query->parsed())
        query(session);
    else
        read(session);
    return m_promise.future();
}

void AuditCommand::finish(Exit exit) {
    m_promise.addResult(exit);
    m_promise.finish();
}

void AuditCommand::read(Session& session) {
    if (const auto parser = audit::parserFor(m_source.kind); !parser) {
        base::Error error = parser.error();
        error.kind = base::ErrorKind::Invalid; // a wrong word on the command line
        return finish(session.fail(error));
    }
    if (!audit::ZoneClock(m_source.zone).isValid())
        return finish(session.fail({base::ErrorKind::Invalid,
                                    "There is no such time zone",
                                    m_source.zone,
                                    "Use a name like Europe/Berlin, UTC or UTC+02:00",
                                    {}}));
    const auto store = session.store(store::Mode::ReadWrite);
    if (!store)
        return finish(session.fail(store.error()));
    const auto find = [name = session.clusterName()](store::Sql& sql) { return clusterToKeepFor(sql, name); };
    base::whenAnswered((*store)->read<FoundCluster>("", find), this,
                       [this, &session, store = *store](const base::Result<FoundCluster>& cluster) {
                           if (!cluster)
                               return finish(session.fail(cluster.error()));
                           readOf(session, *store, *cluster);
                       });
}

void AuditCommand::readOf(Session& session, store::Store& store, const FoundCluster& cluster) {
    if (cluster) {
        m_source.cluster = cluster->key;
        m_clusterName = cluster->name;
    }
    const auto mode = m_follow->parsed() ? LogFollower::Mode::Follow : LogFollower::Mode::Once;
    m_reader = std::make_unique<LogFollower>(store, m_source, mode);
    connect(m_reader.get(), &LogFollower::caughtUp, this, [this, &session] { caughtUp(session); });
    m_reader->start();
}

void AuditCommand::caughtUp(Session& session) {
    audit::Progress progress = m_reader->progress();
    if (m_promise.future().isFinished() || m_told)
        return;
    const bool follow = m_follow->parsed();
    if (progress.failure && !follow)
        return finish(session.fail(*progress.failure));
    m_told = true;
    for (const std::string& path : progress.eventless)
        progress.errors.push_back({base::ErrorKind::Invalid,
                                   "No line of this file is an event of kind " + m_source.kind,
                                   path,
                                   "Its lines are kept as unparsed; is it such a log, and not another one?",
                                   {}});
    const base::Duration took{m_timer.elapsed()};
    if (session.json())
        session.print(auditJson(progress, took, m_clusterName));
    else
        printAudit(session, progress, took, m_clusterName);
    session.out().flush();
    if (follow) {
        session.err() << "Following; Ctrl-C stops\n";
        session.err().flush();
        return;
    }
    finish(progress.errors.empty() ? Exit::Answered : Exit::Partial);
}

base::Result<audit::Query> AuditCommand::queryAsked() const {
    audit::Query query;
    const auto from = parseMoment(m_from);
    const auto to = parseMoment(m_to);
    if (!from || !to)
        return base::fail(from ? to.error() : from.error());
    query.from = *from;
    query.to = *to;
    for (const auto& [texts, terms] :
         {std::pair{&m_where, &query.where}, std::pair{&m_whereNot, &query.whereNot}})
        for (const std::string& text : *texts) {
            base::Result<audit::Term> term = parseTerm(text);
            if (!term)
                return base::fail(term.error());
            terms->push_back(std::move(*term));
        }
    query.text = m_text;
    if (m_bucket != "auto") {
        query.bucket = base::parseSpan(m_bucket);
        if (!query.bucket)
            return base::fail(base::ErrorKind::Invalid, "This is no length of time: " + m_bucket,
                              "command line", "Write it as in 500ms, 30s, 1m, 1h, 1d, or auto");
    }
    for (const std::string& text : m_facets) {
        const std::optional<audit::Field> field = audit::fieldNamed(text);
        if (!field)
            return base::fail(parseTerm(text).error());
        query.facets.push_back(*field);
    }
    query.limit = m_limit;
    query.newestFirst = m_order == "desc";
    return query;
}

void AuditCommand::query(Session& session) {
    const base::Result<audit::Query> asked = queryAsked();
    if (!asked)
        return finish(session.fail(asked.error()));
    const auto store = session.store(store::Mode::ReadOnly);
    if (!store)
        return finish(session.fail(store.error()));
    const auto ask = [query = *asked, name = session.clusterName()](store::Sql& sql) {
        return askAudit(sql, name, query);
    };
    base::whenAnswered((*store)->read<AskedAudit>("", ask), this,
                       [this, &session](const base::Result<AskedAudit>& found) {
                           if (!found)
                               return finish(session.fail(found.error()));
                           const Answer& answer = found->answer;
                           if (session.json())
                               session.print(auditJson(answer, found->of));
                           else
                               printAudit(session, answer, found->of);
                           session.out().flush();
                           finish(answer.unsearched > 0 ? Exit::Partial : Exit::Answered);
                       });
}

} // namespace streamscape::ctl
