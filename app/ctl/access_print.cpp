// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/access_print.h"

#include "models/base/json.h"
#include "models/base/text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace streamscape::ctl {

using access::Decision;
using base::ErrorKind;
using base::toQString;

namespace {

QJsonValue ruleJson(const std::optional<access::Rule>& rule) {
    return rule ? QJsonValue(QString::fromLatin1(access::name(*rule))) : QJsonValue(QJsonValue::Null);
}
QJsonValue aclJson(const std::optional<kafka::Acl>& acl) {
    return acl ? QJsonValue(access::json(*acl)) : QJsonValue(QJsonValue::Null);
}

QJsonObject bindingJson(const access::RoleBinding& binding) {
    const QJsonValue unknown(QJsonValue::Null);
    return {{QStringLiteral("role"), toQString(binding.role)},
            {QStringLiteral("principal"), toQString(binding.principal)},
            {QStringLiteral("resource_type"), QString::fromLatin1(kafka::name(binding.type))},
            {QStringLiteral("name"), toQString(binding.name)},
            {QStringLiteral("pattern"), QString::fromLatin1(kafka::name(binding.pattern))},
            {QStringLiteral("via"), QStringLiteral("acl")},
            {QStringLiteral("expires_at"), unknown},
            {QStringLiteral("owner"), unknown},
            {QStringLiteral("reason"), unknown}};
}

/// Calls each for every JSON object of a JSON Lines file, until one is wrong.
template<class Each>
base::Result<base::Done> eachLine(const std::string& path, Each each) {
    QFile file(toQString(path));
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(ErrorKind::Invalid, "The file cannot be read: " + base::toStd(file.errorString()),
                          path, "Name a readable file of JSON Lines");
    for (int number = 1; !file.atEnd(); ++number) {
        const QByteArray line = file.readLine().trimmed();
        if (line.isEmpty())
            continue;
        QJsonParseError wrong;
        const QJsonDocument document = QJsonDocument::fromJson(line, &wrong);
        const std::string where = path + ':' + std::to_string(number);
        if (!document.isObject())
            return base::fail(ErrorKind::Invalid,
                              wrong.error == QJsonParseError::NoError
                                  ? "The line is no JSON object"
                                  : "The line is no JSON: " + base::toStd(wrong.errorString()),
                              where, "Each line is one JSON object");
        if (const std::optional<base::Error> error = each(document.object())) {
            base::Error placed = *error;
            placed.where = where;
            return base::fail(placed);
        }
    }
    return base::Done{};
}

/// A request without a name is on some resource of its type.
base::Result<access::Question> requestFromJson(const QJsonObject& object) {
    const auto text = [&](const char* member) {
        return base::toStd(object.value(QLatin1String(member)).toString());
    };
    const bool named = object.contains(QStringLiteral("name"));
    for (const char* member : {"principal", "host", "operation", "resource_type", "name"}) {
        if (!named && std::string_view(member) == "name")
            continue;
        if (!object.value(QLatin1String(member)).isString())
            return base::fail(ErrorKind::Invalid, std::string("The request has no text member ") + member);
    }
    const access::Op op = access::parseOp(text("operation"));
    if (op == access::Op::Unknown)
        return base::fail(ErrorKind::Invalid, "No operation of Kafka: " + text("operation"));
    const auto type = access::parseResourceType(text("resource_type"));
    if (!type)
        return base::fail(ErrorKind::Invalid, "No resource type of an ACL: " + text("resource_type"));
    return access::Question{text("principal"), text("host"), op, {*type, text("name")}};
}

} // namespace

bool AccessFilter::keeps(const kafka::Acl& acl) const {
    return (principal.empty() || acl.principal == principal) && (!resource || access::covers(acl, *resource));
}

bool AccessFilter::keeps(const access::RoleBinding& binding) const {
    return (principal.empty() || binding.principal == principal) &&
           (!resource || std::any_of(binding.acls.begin(), binding.acls.end(),
                                     [&](const kafka::Acl& acl) { return access::covers(acl, *resource); }));
}

QJsonObject accessListJson(const access::Snapshot& snapshot, const AccessFilter& filter) {
    std::vector<kafka::Acl> kept;
    std::copy_if(snapshot.acls.acls().begin(), snapshot.acls.acls().end(), std::back_inserter(kept),
                 [&](const kafka::Acl& acl) { return filter.keeps(acl); });
    std::sort(kept.begin(), kept.end());
    QJsonArray acls;
    for (const kafka::Acl& acl : kept)
        acls.append(access::json(acl));
    QJsonArray bindings;
    for (const access::RoleBinding& binding : snapshot.recognised.bindings) {
        if (filter.keeps(binding))
            bindings.append(bindingJson(binding));
    }
    const access::Visibility& visibility = snapshot.visibility;
    QStringList notes = visibility.caveats;
    if (!visibility.text.isEmpty())
        notes.prepend(visibility.text);
    return {{QStringLiteral("authorizer"), access::json(snapshot.config)},
            {QStringLiteral("complete"), visibility.answers()},
            {QStringLiteral("visibility"), QString::fromLatin1(access::name(visibility.sight))},
            {QStringLiteral("notes"), QJsonArray::fromStringList(notes)},
            {QStringLiteral("acls"), acls},
            {QStringLiteral("bindings"), bindings}};
}

QJsonObject verdictJson(const access::Verdict& verdict) {
    QJsonObject object{
        {QStringLiteral("decision"), QString::fromLatin1(access::name(verdict.decision))},
        {QStringLiteral("rule"), ruleJson(verdict.rule)},
        {QStringLiteral("acl"), aclJson(verdict.acl ? std::optional(*verdict.acl) : std::nullopt)}};
    if (verdict.decision == Decision::NoAnswer)
        object.insert(QStringLiteral("why"), QString::fromUtf8(verdict.why));
    return object;
}

QJsonObject canJson(const access::CanAnswer& answer) {
    QJsonObject object = verdictJson(answer.verdict.value_or(access::Verdict{}));
    if (!answer.verdict || answer.verdict->decision == Decision::NoAnswer)
        object.insert(QStringLiteral("decision"), QStringLiteral("cannot_evaluate"));
    object.insert(QStringLiteral("why"), answer.why);
    return object;
}

QJsonObject whoCanJson(const access::Snapshot& snapshot, const access::WhoCan& who) {
    QJsonArray principals;
    for (const access::Answer& answer : who.answers) {
        if (answer.decision != Decision::Allow)
            continue;
        const QJsonObject via{{QStringLiteral("rule"), ruleJson(answer.rule)},
                              {QStringLiteral("acl"), aclJson(answer.acl)},
                              {QStringLiteral("role"),
                               answer.role.empty() ? QJsonValue(QJsonValue::Null) : toQString(answer.role)}};
        principals.append(QJsonObject{{QStringLiteral("principal"), toQString(answer.principal)},
                                      {QStringLiteral("host"), toQString(answer.host)},
                                      {QStringLiteral("via"), via}});
    }
    QStringList notes = snapshot.visibility.caveats;
    if (!snapshot.visibility.text.isEmpty())
        notes.prepend(snapshot.visibility.text);
    return {
        {QStringLiteral("principals"), principals},
        {QStringLiteral("everyone"), who.possible ? QJsonValue(who.everyone) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("complete"), who.possible},
        {QStringLiteral("notes"), QJsonArray::fromStringList(notes)}};
}

base::Result<std::vector<kafka::Acl>> readAcls(const std::string& path) {
    std::vector<kafka::Acl> acls;
    const auto read = eachLine(path, [&](const QJsonObject& object) -> std::optional<base::Error> {
        auto acl = access::aclFromJson(object);
        if (!acl)
            return acl.error();
        acls.push_back(std::move(*acl));
        return std::nullopt;
    });
    if (!read)
        return base::fail(read.error());
    return acls;
}

base::Result<std::string> evaluateFiles(const std::string& aclFile, const std::string& requests,
                                        const access::Authorizer& authorizer) {
    auto acls = readAcls(aclFile);
    if (!acls)
        return base::fail(acls.error());
    const access::AclSet set(std::move(*acls));
    std::string answers;
    const auto read = eachLine(requests, [&](const QJsonObject& object) -> std::optional<base::Error> {
        const auto question = requestFromJson(object);
        if (!question)
            return question.error();
        const bool byType = !object.contains(QStringLiteral("name"));
        const access::Verdict verdict =
            byType ? set.decideByType(authorizer, question->principal, question->host, question->operation,
                                      question->resource.type)
                   : set.decide(authorizer, *question);
        answers += QJsonDocument(verdictJson(verdict)).toJson(QJsonDocument::Compact).toStdString();
        answers += '\n';
        return std::nullopt;
    });
    if (!read)
        return base::fail(read.error());
    return answers;
}

} // namespace streamscape::ctl
