// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/journal.h"

#include "app/ctl/table.h"
#include "models/base/answered.h"
#include "models/base/json.h"
#include "models/base/text.h"

#include <QJsonArray>

#include <ostream>

namespace streamscape::ctl {

using base::json;
using base::toQString;
using journal::Entry;

namespace {

QJsonObject entryJson(const Entry& entry, bool whole) {
    QJsonObject object{
        {QStringLiteral("seq"), json(entry.seq)},
        {QStringLiteral("time"), json(entry.time)},
        {QStringLiteral("actor"), json(entry.actor.user)},
        {QStringLiteral("host"), json(entry.actor.host)},
        {QStringLiteral("principal"), json(entry.actor.principal)},
        {QStringLiteral("cluster"), json(entry.cluster)},
        {QStringLiteral("action"), json(entry.action)},
        {QStringLiteral("phase"), json(journal::name(entry.phase))},
        {QStringLiteral("plan_id"), json(entry.planId)},
        {QStringLiteral("mended"), entry.mended.empty() ? QJsonValue(QJsonValue::Null) : json(entry.mended)},
        {QStringLiteral("hash"), json(entry.hash)}};
    if (whole)
        object[QStringLiteral("payload")] = entry.payload;
    return object;
}

std::vector<Cell> entryCells(const Entry& entry) {
    const QString group = entry.payload[QStringLiteral("group")].toString();
    return {{QString::number(entry.seq)},
            {toQString(base::rfc3339(entry.time))},
            {printable(toQString(entry.actor.user + "@" + entry.actor.host))},
            {printable(toQString(entry.actor.principal.value_or("\u2014")))},
            {printable(toQString(entry.action))},
            {printable(group)},
            {QString::fromLatin1(journal::name(entry.phase))},
            {printable(toQString(entry.planId))}};
}

} // namespace

CLI::App* JournalCommand::declare(CLI::App& parent) {
    CLI::App* app =
        parent.add_subcommand("journal", "What the console itself changed: who, when, and by which "
                                         "plan");
    app->add_flag("--verify", m_verify, "Exit code 1 where the record is not as it was written");
    app->add_option("--plan", m_planId, "Only this plan's entries; as JSON with all they hold")
        ->type_name("ID");
    return app;
}

QFuture<Exit> JournalCommand::run(Session& session) {
    m_session = &session;
    m_promise.start();
    base::whenAnswered(session.journal().read(
                           [id = m_planId](const Entry& entry) { return id.empty() || entry.planId == id; }),
                       this, [this](const base::Result<journal::Journal::Found>& found) {
                           m_promise.addResult(found ? answer(*found) : m_session->fail(found.error()));
                           m_promise.finish();
                       });
    return m_promise.future();
}

Exit JournalCommand::answer(const journal::Journal::Found& found) {
    const journal::Reading& reading = found.reading;
    if (m_session->json()) {
        QJsonArray entries;
        for (const Entry& entry : found.entries)
            entries.append(entryJson(entry, !m_planId.empty()));
        m_session->print(QJsonObject{
            {QStringLiteral("entries"), entries},
            {QStringLiteral("intact"), reading.intact},
            {QStringLiteral("first_broken"), json(reading.firstBroken)},
            {QStringLiteral("why"), reading.intact ? QJsonValue(QJsonValue::Null) : json(reading.why)}});
    } else {
        std::vector<std::vector<Cell>> rows;
        for (const Entry& entry : found.entries)
            rows.push_back(entryCells(entry));
        printCells(m_session->out(), m_session->colour(),
                   {{QStringLiteral("Seq"), true},
                    {QStringLiteral("Time")},
                    {QStringLiteral("Who")},
                    {QStringLiteral("Principal")},
                    {QStringLiteral("Action")},
                    {QStringLiteral("Group")},
                    {QStringLiteral("Phase")},
                    {QStringLiteral("Plan")}},
                   rows);
        std::ostream& verdict = m_verify ? m_session->out() : m_session->err();
        if (!reading.intact)
            verdict << "The journal is not as it was written from entry " << reading.firstBroken.value_or(0)
                    << " on: " << reading.why << '\n';
        else if (m_verify)
            verdict << "The journal is intact: " << reading.entries << " entries\n";
        m_session->out().flush();
        m_session->err().flush();
    }
    return m_verify && !reading.intact ? Exit::No : Exit::Answered;
}

} // namespace streamscape::ctl
