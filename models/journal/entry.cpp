// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/entry.h"

#include "models/base/json.h"
#include "models/base/text.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

namespace streamscape::journal {

namespace {

// The last member of every line, so that what it seals is simply what stands before it.
constexpr std::string_view sealBegin = R"(,"hash":")";
constexpr std::string_view sealEnd = R"("})";
constexpr std::size_t hashLength = 64;
constexpr std::size_t sealLength = sealBegin.size() + hashLength + sealEnd.size();

const QString actionKey = QStringLiteral("action");
const QString actorKey = QStringLiteral("actor");
const QString clusterKey = QStringLiteral("cluster");
const QString hostKey = QStringLiteral("host");
const QString mendedKey = QStringLiteral("mended");
const QString payloadKey = QStringLiteral("payload");
const QString phaseKey = QStringLiteral("phase");
const QString planKey = QStringLiteral("plan_id");
const QString previousKey = QStringLiteral("previous");
const QString principalKey = QStringLiteral("principal");
const QString seqKey = QStringLiteral("seq");
const QString timeKey = QStringLiteral("time");

std::string sha256(std::string_view bytes) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return hash.result().toHex().toStdString();
}

std::string textOf(const QJsonObject& object, const QString& key) {
    return object[key].toString().toStdString();
}

tl::unexpected<base::Error> notOurs(std::string what) {
    return base::fail(base::ErrorKind::Invalid, std::move(what));
}

} // namespace

Actor thisActor(std::optional<std::string> principal) {
    const passwd* user = ::getpwuid(::geteuid());
    return {user ? user->pw_name : std::to_string(::geteuid()), QSysInfo::machineHostName().toStdString(),
            std::move(principal)};
}

const char* name(Phase phase) {
    switch (phase) {
    case Phase::Planned:
        return "planned";
    case Phase::Outcome:
        return "outcome";
    case Phase::Unknown:
        return "unknown";
    }
    return "unknown";
}

std::string encode(Entry& entry) {
    QJsonObject object{{actionKey, base::json(entry.action)},
                       {actorKey, base::json(entry.actor.user)},
                       {clusterKey, base::json(entry.cluster)},
                       {hostKey, base::json(entry.actor.host)},
                       {payloadKey, entry.payload},
                       {phaseKey, base::json(name(entry.phase))},
                       {planKey, base::json(entry.planId)},
                       {previousKey, base::json(entry.previous)},
                       {principalKey, base::json(entry.actor.principal)},
                       {seqKey, base::json(entry.seq)},
                       {timeKey, base::json(entry.time)}};
    if (!entry.mended.empty())
        object[mendedKey] = base::json(entry.mended);
    std::string line = QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
    line.pop_back(); // the closing brace: the seal comes before it
    entry.hash = sha256(line);
    line.append(sealBegin).append(entry.hash).append(sealEnd);
    return line;
}

base::Result<Entry> decode(std::string_view line) {
    if (line.size() <= sealLength || line.substr(line.size() - sealLength, sealBegin.size()) != sealBegin ||
        !line.ends_with(sealEnd))
        return notOurs("The line does not end in a hash");
    const std::string_view sealed = line.substr(0, line.size() - sealLength);
    const std::string_view hash = line.substr(sealed.size() + sealBegin.size(), hashLength);
    if (sha256(sealed) != hash)
        return notOurs("The line was changed after it was written: its hash is another's");
    QJsonParseError problem;
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray(line.data(), static_cast<qsizetype>(line.size())), &problem)
            .object();
    const std::optional<base::Time> time = base::parseRfc3339(textOf(object, timeKey));
    if (problem.error != QJsonParseError::NoError || !time || !object[seqKey].isDouble())
        return notOurs("The line is no entry of the journal");
    Entry entry;
    entry.actor.user = textOf(object, actorKey);
    entry.actor.host = textOf(object, hostKey);
    if (object[principalKey].isString())
        entry.actor.principal = textOf(object, principalKey);
    entry.cluster = textOf(object, clusterKey);
    entry.action = textOf(object, actionKey);
    entry.planId = textOf(object, planKey);
    const std::string phase = textOf(object, phaseKey);
    entry.phase = phase == "planned" ? Phase::Planned : phase == "outcome" ? Phase::Outcome : Phase::Unknown;
    entry.payload = object[payloadKey].toObject();
    entry.seq = object[seqKey].toInteger();
    entry.time = *time;
    entry.previous = textOf(object, previousKey);
    entry.mended = textOf(object, mendedKey);
    entry.hash = hash;
    return entry;
}

} // namespace streamscape::journal
