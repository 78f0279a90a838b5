// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag_export.h"

#include "models/base/answered.h"
#include "models/base/json.h"
#include "models/offsets/csv.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

CLI::App* LagExport::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand("export-offsets",
                                          "Print what groups have committed, as the CSV of Kafka's own tool");
    app->footer("topic,partition,offset of one group; group,topic,partition,offset of several.");
    app->add_option("--group", m_groups, "The group (repeatable)")->required()->allow_extra_args(false);
    app->add_option("--topic", m_topics, "Only this topic (repeatable)")->allow_extra_args(false);
    app->add_option("--output", m_output, "Write to this file instead")->type_name("FILE");
    return app;
}

QFuture<Exit> LagExport::run(Session& session) {
    m_session = &session;
    m_promise.start();
    const base::Result<kafka::Cluster*> cluster = session.cluster();
    if (!cluster) {
        finish(session.fail(cluster.error()));
        return m_promise.future();
    }
    base::whenAnswered((*cluster)->committedOffsets(m_groups), this,
                       [this](const base::Result<std::vector<kafka::GroupOffsets>>& answer) {
                           if (!answer)
                               return finish(m_session->fail(answer.error()));
                           take(*answer);
                       });
    return m_promise.future();
}

void LagExport::take(const std::vector<kafka::GroupOffsets>& answer) {
    std::vector<offsets::CsvRow> rows;
    QJsonArray groups;
    std::vector<base::Error> errors;
    for (const kafka::GroupOffsets& group : answer) {
        std::size_t before = rows.size();
        QJsonArray commits;
        if (group.error)
            errors.push_back(*group.error);
        for (const kafka::CommittedOffset& commit : group.offsets) {
            const bool wanted = m_topics.empty() || std::find(m_topics.begin(), m_topics.end(),
                                                              commit.partition.topic) != m_topics.end();
            if (wanted && commit.error)
                errors.push_back(*commit.error);
            if (!wanted || commit.error || !commit.offset)
                continue;
            rows.push_back({m_groups.size() > 1 ? std::optional(group.group) : std::nullopt, commit.partition,
                            *commit.offset});
            commits.append(QJsonObject{{QStringLiteral("topic"), base::json(commit.partition.topic)},
                                       {QStringLiteral("partition"), base::json(commit.partition.partition)},
                                       {QStringLiteral("offset"), base::json(*commit.offset)}});
        }
        if (!group.error && rows.size() == before)
            errors.push_back({base::ErrorKind::NotFound, "The group has no commits here, or does not exist",
                              "group " + group.group, "Check the spelling", ""});
        groups.append(QJsonObject{{QStringLiteral("group"), base::json(group.group)},
                                  {QStringLiteral("offsets"), commits},
                                  {QStringLiteral("error"), base::json(group.error)}});
    }
    const std::string csv = offsets::csvText(rows);
    if (!m_output.empty()) {
        QSaveFile file(QString::fromStdString(m_output));
        const bool written = file.open(QIODevice::WriteOnly) &&
                             file.write(csv.data(), static_cast<qint64>(csv.size())) >= 0 && file.commit();
        if (!written)
            return finish(m_session->fail({base::ErrorKind::Storage, "The file cannot be written", m_output,
                                           file.errorString().toStdString(), ""}));
    }
    if (m_session->json()) {
        QJsonArray said;
        for (const base::Error& error : errors)
            said.append(base::json(error));
        m_session->print(QJsonObject{{QStringLiteral("groups"), groups}, {QStringLiteral("errors"), said}});
    } else {
        if (m_output.empty())
            m_session->out() << csv;
        m_session->out().flush();
        for (const base::Error& error : errors)
            m_session->err() << "streamscapectl: " << base::describe(error) << std::endl;
    }
    finish(errors.empty() ? Exit::Answered : Exit::Partial);
}

void LagExport::finish(Exit exit) {
    m_promise.addResult(exit);
    m_promise.finish();
}

} // namespace streamscape::ctl
