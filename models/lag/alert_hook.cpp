// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_hook.h"

#include "models/base/json.h"
#include "models/base/text.h"
#include "models/lag/overview.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTimer>

namespace streamscape::lag {

using base::ErrorKind;
using base::fail;

namespace {

constexpr qsizetype mostSaid = 400;

// What streamscapectl was given to connect is none of the command's business.
QProcessEnvironment withoutSecrets() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("STREAMSCAPE_SASL_PASSWORD"));
    return environment;
}

std::string tail(const QByteArray& text) { return text.trimmed().right(mostSaid).toStdString(); }

} // namespace

QJsonObject alertJson(const Alert& alert, const std::string& clusterId, const std::string& clusterName) {
    return {{QStringLiteral("event"), alert.isOpen() ? QStringLiteral("raised") : QStringLiteral("cleared")},
            {QStringLiteral("id"), base::json(alert.id)},
            {QStringLiteral("cluster"), QJsonObject{{QStringLiteral("id"), base::json(clusterId)},
                                                    {QStringLiteral("name"), base::json(clusterName)}}},
            {QStringLiteral("rule"), QJsonObject{{QStringLiteral("id"), base::json(alert.rule)},
                                                 {QStringLiteral("name"), base::json(alert.name)}}},
            {QStringLiteral("group"), base::json(alert.group)},
            {QStringLiteral("severity"),
             alert.severity == base::Severity::Warn ? QStringLiteral("warn") : QStringLiteral("bad")},
            {QStringLiteral("text"), base::json(alert.text)},
            {QStringLiteral("raised_at"), base::json(alert.raisedAt)},
            {QStringLiteral("cleared_at"), base::json(alert.clearedAt)},
            {QStringLiteral("times"), base::json(alert.times)},
            {QStringLiteral("location"), base::toUrl(placeOf({clusterName, alert.group}))}};
}

QFuture<base::Result<base::Done>> runHook(const std::string& command, const QJsonObject& input,
                                          QObject* context, base::Duration timeout) {
    const base::Reply<base::Done> reply;
    QStringList words = QProcess::splitCommand(base::toQString(command));
    if (words.isEmpty()) {
        reply.answer(fail(ErrorKind::Invalid, "The command of an alert rule is empty", command,
                          "write a program and its arguments", ""));
        return reply.future();
    }
    auto* process = new QProcess(context);
    process->setProgram(words.takeFirst());
    process->setArguments(words);
    process->setProcessEnvironment(withoutSecrets());
    auto* watch = new QTimer(process);
    watch->setSingleShot(true);
    QObject::connect(watch, &QTimer::timeout, process, [process, reply, command, timeout] {
        reply.answer(fail(ErrorKind::Timeout,
                          "The command of an alert did not end within " +
                              base::toStd(base::durationWords(timeout)) + " and was stopped",
                          command, "let it hand its work on and end", ""));
        process->kill();
    });
    QObject::connect(
        process, &QProcess::errorOccurred, process, [process, reply, command](QProcess::ProcessError error) {
            if (error != QProcess::FailedToStart)
                return;
            reply.answer(fail(ErrorKind::NotFound, "The command of an alert cannot be started", command,
                              "check its path and that it may be run", process->errorString().toStdString()));
            process->deleteLater();
        });
    QObject::connect(process, &QProcess::finished, process,
                     [process, reply, command](int code, QProcess::ExitStatus status) {
                         if (status == QProcess::NormalExit && code == 0)
                             reply.answer(base::Done{});
                         else
                             reply.answer(
                                 fail(ErrorKind::Conflict,
                                      status == QProcess::NormalExit
                                          ? "The command of an alert ended with code " + std::to_string(code)
                                          : "The command of an alert crashed",
                                      command, tail(process->readAllStandardError()), ""));
                         process->deleteLater();
                     });
    QObject::connect(process, &QProcess::started, process, [process, input] {
        process->write(QJsonDocument(input).toJson(QJsonDocument::Compact) + '\n');
        process->closeWriteChannel();
    });
    watch->start(timeout);
    process->start();
    return reply.future();
}

} // namespace streamscape::lag
