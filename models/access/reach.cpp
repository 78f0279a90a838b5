// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/reach.h"

#include "models/access/cells.h"
#include "models/base/text.h"

namespace streamscape::access {

using base::CellKind;
using base::Column;
using base::counted;
using base::Severity;
using base::toQString;
using kafka::ResourceType;

namespace {

constexpr std::array topicOps{Op::Read,  Op::Write,        Op::Create,          Op::Delete,
                              Op::Alter, Op::AlterConfigs, Op::DescribeConfigs, Op::Describe};
constexpr std::array groupOps{Op::Read, Op::Delete, Op::Describe};

/// What is implied by another right is not worth a word of its own.
bool isImplied(Op op, const std::vector<Op>& may) {
    const auto has = [&](Op other) { return std::find(may.begin(), may.end(), other) != may.end(); };
    if (op == Op::Describe)
        return has(Op::Read) || has(Op::Write) || has(Op::Delete) || has(Op::Alter);
    return op == Op::DescribeConfigs && has(Op::AlterConfigs);
}

template<std::size_t N>
void ask(const Snapshot& snapshot, Question& question, const std::array<Op, N>& operations,
         std::vector<ReachRow>& rows) {
    ReachRow row{question.resource, {}, false};
    for (const Op op : operations) {
        question.operation = op;
        if (snapshot.acls.decide(snapshot.authorizer, question).allowed() && !isImplied(op, row.may))
            row.may.push_back(op);
    }
    if (row.may.empty())
        return;
    row.describeOnly = row.may.front() == Op::Describe || row.may.front() == Op::DescribeConfigs;
    rows.push_back(std::move(row));
}

QString opWords(const std::vector<Op>& operations) {
    QStringList list;
    for (const Op op : operations)
        list << words(kafka::Operation(name(op)));
    return list.join(QStringLiteral(", "));
}

constexpr Column<ReachRow> columns[] = {
    {"resource", "Reaches", CellKind::Link, [](const ReachRow& r) { return words(r.resource); }, nullptr,
     [](const ReachRow& r) { return toQString(r.resource.name); }, nullptr, nullptr,
     [](const ReachRow& r) { return resourceUrl(r.resource); },
     "Of the topics and groups this connection can see"},
    {"may", "May", CellKind::Text, [](const ReachRow& r) { return opWords(r.may); }, nullptr,
     [](const ReachRow& r) {
         return r.describeOnly ? QStringLiteral("Sees that it is there, and no more") : opWords(r.may);
     },
     [](const ReachRow& r) { return r.describeOnly ? Severity::Muted : Severity::None; }, nullptr, nullptr,
     "What the broker would allow from a host no ACL names"},
};

} // namespace

QString ReachRow::keyText() const {
    return QString::fromLatin1(kafka::name(resource.type)) + QLatin1Char(':') + toQString(resource.name);
}

Reach reachOf(const Snapshot& snapshot, const std::string& principal) {
    Reach reach;
    if (snapshot.visibility.sight != Sight::Complete)
        return reach;
    Question question{principal == everyoneName ? stranger(snapshot) : principal, anyHost, Op::Read, {}};
    reach.everything =
        snapshot.acls
            .decide(snapshot.authorizer,
                    {question.principal, anyHost, Op::Alter, {ResourceType::Cluster, clusterName}})
            .rule == Rule::SuperUser;
    for (const std::string& topic : snapshot.topics) {
        question.resource = {ResourceType::Topic, topic};
        ask(snapshot, question, topicOps, reach.rows);
    }
    for (const std::string& group : snapshot.groups) {
        question.resource = {ResourceType::Group, group};
        ask(snapshot, question, groupOps, reach.rows);
    }
    for (const ReachRow& row : reach.rows) {
        const auto has = [&](Op op) {
            return std::find(row.may.begin(), row.may.end(), op) != row.may.end();
        };
        const bool isTopic = row.resource.type == ResourceType::Topic;
        reach.readTopics += isTopic && has(Op::Read) ? 1 : 0;
        reach.writeTopics += isTopic && has(Op::Write) ? 1 : 0;
        reach.groups += !isTopic && has(Op::Read) ? 1 : 0;
    }
    return reach;
}

std::span<const Column<ReachRow>> reachColumns() { return columns; }

QString reachWords(const Snapshot& snapshot, const std::string& principal, const Reach& reach) {
    const Principal* known = snapshot.find(principal);
    QStringList has;
    if (known && known->roles > 0)
        has << counted(known->roles, "role", "roles");
    if (known && known->custom > 0)
        has << counted(known->custom, "custom ACL", "custom ACLs");
    if (known && known->denies > 0)
        has << counted(known->denies, "DENY", "DENYs");
    QString text = has.isEmpty() ? QStringLiteral("No ACL names it. ")
                                 : has.join(QStringLiteral(", ")) + QStringLiteral(". ");
    if (snapshot.visibility.sight != Sight::Complete)
        return text.trimmed();
    if (reach.everything)
        return text + (known && known->inferredSuper
                           ? QStringLiteral("It is a super user: it may do what no ACL allows.")
                           : QStringLiteral("It is one of super.users: no ACL can stop it."));
    QStringList reaches;
    if (!snapshot.topicsError) {
        reaches << QStringLiteral("reads ") + counted(reach.readTopics, "topic", "topics");
        reaches << QStringLiteral("writes ") + counted(reach.writeTopics, "topic", "topics");
    }
    if (!snapshot.groupsError)
        reaches << QStringLiteral("consumes in ") + counted(reach.groups, "group", "groups");
    if (reaches.isEmpty())
        return text.trimmed();
    QString tail = reaches.join(QStringLiteral(", "));
    tail[0] = tail[0].toUpper();
    return text + tail + QStringLiteral(", of those this connection sees.");
}

} // namespace streamscape::access
