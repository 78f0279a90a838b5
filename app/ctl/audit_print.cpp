// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/audit_print.h"

#include "app/ctl/table.h"
#include "models/audit/event_model.h"
#include "models/base/json.h"

#include <QJsonArray>

#include <ostream>

namespace streamscape::ctl {

using audit::Field;
using base::json;

namespace {

QJsonValue aclJson(const std::optional<kafka::Acl>& acl) {
    if (!acl)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("resource_type"), json(kafka::name(acl->type))},
                       {QStringLiteral("name"), json(acl->name)},
                       {QStringLiteral("pattern"), json(kafka::name(acl->pattern))},
                       {QStringLiteral("principal"), json(acl->principal)},
                       {QStringLiteral("host"), json(acl->host)},
                       {QStringLiteral("operation"), json(acl->operation)},
                       {QStringLiteral("permission"), json(kafka::name(acl->permission))}};
}

// An empty name is no named cluster.
QJsonValue clusterJson(const std::string& name) {
    return name.empty() ? QJsonValue(QJsonValue::Null) : json(name);
}

} // namespace

base::Result<audit::Term> parseTerm(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::optional<Field> field =
        equals == std::string::npos ? std::nullopt : audit::fieldNamed(text.substr(0, equals));
    if (!field)
        return base::fail(
            base::ErrorKind::Invalid, "This is no FIELD=VALUE: " + text, "command line",
            "The fields: principal, host, client_id, operation, request, resource_type, resource, "
            "decision, kind, rule, source");
    return audit::Term{*field, text.substr(equals + 1), false};
}

QJsonObject auditJson(const audit::Event& event) {
    const audit::Facts& facts = event.facts;
    return {{QStringLiteral("id"), json(event.id)},
            {QStringLiteral("time"), json(event.time)},
            {QStringLiteral("kind"), json(audit::name(facts.kind))},
            {QStringLiteral("decision"), json(audit::name(facts.decision))},
            {QStringLiteral("principal"), json(facts.principal)},
            {QStringLiteral("host"), json(facts.host)},
            {QStringLiteral("client_id"), json(facts.clientId)},
            {QStringLiteral("operation"), json(facts.operation)},
            {QStringLiteral("request"), json(facts.request)},
            {QStringLiteral("resource_type"), json(facts.resourceType)},
            {QStringLiteral("resource"), json(facts.resource)},
            {QStringLiteral("pattern"), json(facts.pattern)},
            {QStringLiteral("rule"), json(facts.rule)},
            {QStringLiteral("acl"), aclJson(facts.acl)},
            {QStringLiteral("suspect"), event.suspect},
            {QStringLiteral("source"), QJsonObject{{QStringLiteral("cluster"), json(event.place.cluster)},
                                                   {QStringLiteral("name"), json(event.place.source)},
                                                   {QStringLiteral("path"), json(event.place.path)},
                                                   {QStringLiteral("position"), json(event.place.position)}}},
            {QStringLiteral("raw"), json(event.raw)},
            {QStringLiteral("raw_error"),
             event.whyNoRaw.empty() ? QJsonValue(QJsonValue::Null) : json(event.whyNoRaw)}};
}

QJsonObject auditJson(const audit::Answer& answer, const std::vector<std::string>& of) {
    QJsonArray clusters;
    for (const std::string& name : of)
        clusters.append(clusterJson(name));
    QJsonArray histogram;
    for (const audit::Bucket& bucket : answer.histogram)
        histogram.append(QJsonObject{{QStringLiteral("t"), json(bucket.begin)},
                                     {QStringLiteral("allow"), json(bucket.allow)},
                                     {QStringLiteral("deny"), json(bucket.deny)},
                                     {QStringLiteral("other"), json(bucket.other)}});
    QJsonObject facets;
    for (const audit::Facet& facet : answer.facets) {
        QJsonArray values;
        for (const audit::FacetValue& value : facet.values)
            values.append(QJsonObject{{QStringLiteral("value"), json(value.value)},
                                      {QStringLiteral("count"), json(value.count)}});
        facets[QString::fromLatin1(audit::name(facet.field))] = values;
    }
    QJsonArray events;
    for (const audit::Event& event : answer.events)
        events.append(auditJson(event));
    return {{QStringLiteral("matched"), json(answer.matched)},
            {QStringLiteral("unparsed"), json(answer.unparsed)},
            {QStringLiteral("unsearched"), json(answer.unsearched)},
            {QStringLiteral("from"), json(answer.from)},
            {QStringLiteral("to"), json(answer.to)},
            {QStringLiteral("took_ms"), json(answer.took)},
            {QStringLiteral("clusters"), clusters},
            {QStringLiteral("bucket_ms"), json(answer.bucket)},
            {QStringLiteral("histogram"), histogram},
            {QStringLiteral("facets"), facets},
            {QStringLiteral("events"), events}};
}

QJsonObject auditJson(const audit::Progress& progress, base::Duration took, const std::string& cluster) {
    QJsonArray errors;
    for (const base::Error& error : progress.errors)
        errors.append(json(error));
    return {{QStringLiteral("cluster"), clusterJson(cluster)},
            {QStringLiteral("files"), json(progress.files)},
            {QStringLiteral("bytes"), json(progress.bytes)},
            {QStringLiteral("lines"), json(progress.lines)},
            {QStringLiteral("events"), json(progress.events)},
            {QStringLiteral("already"), json(progress.already)},
            {QStringLiteral("unparsed"), json(progress.unparsed)},
            {QStringLiteral("waiting_bytes"), json(progress.unread)},
            {QStringLiteral("took_ms"), json(took)},
            {QStringLiteral("errors"), errors}};
}

void printAudit(Session& session, const audit::Answer& answer, const std::vector<std::string>& of) {
    printTable(session, audit::eventColumns(), audit::eventRows(answer.events));
    for (const audit::Facet& facet : answer.facets) {
        std::vector<std::vector<Cell>> cells;
        for (const audit::FacetValue& value : facet.values)
            cells.push_back({{audit::valueWord(facet.field, value.value)}, {base::grouped(value.count)}});
        session.out() << '\n';
        printCells(session.out(), session.colour(),
                   {{audit::fieldTitle(facet.field)}, {QStringLiteral("Events"), true}}, cells);
    }
    session.err() << base::grouped(answer.matched).toStdString() << " matched, "
                  << base::grouped(answer.unparsed).toStdString() << " of them no event; "
                  << answer.took.count() << " ms\n";
    if (of.size() > 1) {
        session.err() << "Of all clusters in the store:";
        for (const std::string& name : of)
            session.err() << ' ' << (name.empty() ? "(no named one)" : name)
                          << (&name == &of.back() ? "" : ",");
        session.err() << "; --cluster NAME asks of one\n";
    }
    if (answer.unsearched > 0)
        session.err() << base::grouped(answer.unsearched).toStdString()
                      << " lines could not be searched: their file is gone\n";
}

void printAudit(Session& session, const audit::Progress& progress, base::Duration took,
                const std::string& cluster) {
    const auto number = [](std::int64_t n) { return Cell{base::grouped(n)}; };
    printCells(session.out(), session.colour(),
               {{QStringLiteral("Files"), true},
                {QStringLiteral("Bytes"), true},
                {QStringLiteral("Lines"), true},
                {QStringLiteral("New events"), true},
                {QStringLiteral("Already known"), true},
                {QStringLiteral("No event"), true},
                {QStringLiteral("Took"), true}},
               {{number(static_cast<std::int64_t>(progress.files)),
                 number(progress.bytes),
                 number(progress.lines),
                 number(progress.events),
                 number(progress.already),
                 number(progress.unparsed),
                 {base::durationWords(took)}}});
    session.err() << "Kept for "
                  << (cluster.empty() ? std::string("no named cluster; --cluster NAME names one") : cluster)
                  << '\n';
    if (progress.lines == 0 && progress.errors.empty())
        session.err() << "There is no line in it\n";
    for (const base::Error& error : progress.errors)
        session.err() << base::describe(error) << '\n';
    if (progress.unread > 0)
        session.err() << "The last line of a file waits for its end: " << progress.unread << " bytes\n";
}

} // namespace streamscape::ctl
