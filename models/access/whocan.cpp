// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/whocan.h"

#include "models/base/text.h"

#include <algorithm>
#include <set>

namespace streamscape::access {

using base::toQString;
using kafka::ResourceType;

namespace {

constexpr std::array verbs{
    Verb{ResourceType::Topic, Op::Write, "write to"},
    Verb{ResourceType::Topic, Op::Read, "read from"},
    Verb{ResourceType::Topic, Op::Describe, "see"},
    Verb{ResourceType::Topic, Op::Create, "create"},
    Verb{ResourceType::Topic, Op::Delete, "delete"},
    Verb{ResourceType::Topic, Op::Alter, "add partitions to"},
    Verb{ResourceType::Topic, Op::AlterConfigs, "change settings of"},
    Verb{ResourceType::Topic, Op::DescribeConfigs, "see settings of"},
    Verb{ResourceType::Group, Op::Read, "consume in"},
    Verb{ResourceType::Group, Op::Describe, "see"},
    Verb{ResourceType::Group, Op::Delete, "delete"},
    Verb{ResourceType::Cluster, Op::Alter, "grant rights on"},
    Verb{ResourceType::Cluster, Op::Describe, "see the ACLs of"},
    Verb{ResourceType::Cluster, Op::Create, "create topics on"},
    Verb{ResourceType::Cluster, Op::AlterConfigs, "change settings of"},
    Verb{ResourceType::Cluster, Op::DescribeConfigs, "see settings of"},
    Verb{ResourceType::Cluster, Op::ClusterAction, "act as a broker of"},
    Verb{ResourceType::Cluster, Op::IdempotentWrite, "write idempotently on"},
    Verb{ResourceType::TransactionalId, Op::Write, "write transactions as"},
    Verb{ResourceType::TransactionalId, Op::Describe, "see"},
    Verb{ResourceType::DelegationToken, Op::Describe, "see"},
    Verb{ResourceType::User, Op::CreateTokens, "create tokens for"},
    Verb{ResourceType::User, Op::DescribeTokens, "see tokens of"},
};

/// The name to ask the evaluator with: a request can never come as User:* itself.
std::string asker(const Snapshot& snapshot, const std::string& principal) {
    return principal == everyoneName ? stranger(snapshot) : principal;
}

/// Hosts on which an answer may differ from that for any host.
std::set<std::string> hostsNamed(const Snapshot& snapshot, const Resource& resource) {
    std::set<std::string> hosts{anyHost};
    for (const kafka::Acl& acl : snapshot.acls.acls()) {
        if (covers(acl, resource))
            hosts.insert(acl.host);
    }
    return hosts;
}

int reachOf(const Snapshot& snapshot, const std::string& principal, const std::string& host, Op op,
            const Resource& resource) {
    const auto& names = resource.type == ResourceType::Topic ? snapshot.topics : snapshot.groups;
    int count = 0;
    Question question{principal, host, op, {resource.type, {}}};
    for (const std::string& name : names) {
        if (name == resource.name)
            continue;
        question.resource.name = name;
        count += snapshot.acls.decide(snapshot.authorizer, question).allowed() ? 1 : 0;
    }
    return count;
}

Answer answerFor(const Snapshot& snapshot, const std::string& principal, const std::string& host, Op op,
                 const Resource& resource) {
    const std::string name = asker(snapshot, principal);
    const Question question{name, host, op, resource};
    const Verdict verdict = snapshot.acls.decide(snapshot.authorizer, question);
    Answer answer;
    answer.principal = principal;
    answer.host = host;
    answer.decision = verdict.decision;
    answer.rule = verdict.rule;
    answer.why = sentence({principal, host, op, resource}, verdict);
    if (verdict.acl) {
        answer.acl = *verdict.acl;
        answer.role = snapshot.roleOf(*verdict.acl);
    }
    if (verdict.rule == Rule::SuperUser) {
        answer.everything = true;
        const Principal* known = snapshot.find(principal);
        answer.inferred = known && known->inferredSuper;
    } else if (verdict.allowed() && (resource.type == ResourceType::Topic
                                         ? !snapshot.topicsError
                                         : resource.type == ResourceType::Group && !snapshot.groupsError)) {
        answer.alsoReaches = reachOf(snapshot, name, host, op, resource);
    }
    return answer;
}

} // namespace

std::vector<Verb> verbsFor(ResourceType type) {
    std::vector<Verb> fitting;
    std::copy_if(verbs.begin(), verbs.end(), std::back_inserter(fitting),
                 [&](const Verb& verb) { return verb.type == type; });
    return fitting;
}

WhoCan whoCan(const Snapshot& snapshot, Op op, const Resource& resource) {
    WhoCan result;
    result.op = op;
    result.resource = resource;
    if (resource.type == ResourceType::Topic && !snapshot.topicsError)
        result.exists = std::binary_search(snapshot.topics.begin(), snapshot.topics.end(), resource.name);
    if (resource.type == ResourceType::Group && !snapshot.groupsError)
        result.exists = std::binary_search(snapshot.groups.begin(), snapshot.groups.end(), resource.name);
    result.possible = snapshot.visibility.answers();
    if (snapshot.visibility.sight == Sight::NoAuthorizer)
        result.everyone = true;
    if (snapshot.visibility.sight != Sight::Complete)
        return result;

    std::set<std::string> named; // by an ACL on this resource
    for (const kafka::Acl& acl : snapshot.acls.acls()) {
        if (covers(acl, resource))
            named.insert(acl.principal);
    }
    const std::set<std::string> hosts = hostsNamed(snapshot, resource);
    const Question anybody{stranger(snapshot), anyHost, op, resource};
    result.everyone = snapshot.acls.decide(snapshot.authorizer, anybody).allowed();

    for (const Principal& principal : snapshot.principals) {
        if (principal.name.find(':') == std::string::npos)
            continue;
        Answer general = answerFor(snapshot, principal.name, anyHost, op, resource);
        bool shown = general.decision == Decision::Allow;
        for (const std::string& host : hosts) {
            if (host == anyHost)
                continue;
            Answer special = answerFor(snapshot, principal.name, host, op, resource);
            if (special.decision == general.decision)
                continue;
            result.answers.push_back(std::move(special));
            shown = true;
        }
        if (shown || named.contains(principal.name) || general.decision == Decision::NoAnswer)
            result.answers.push_back(std::move(general));
    }
    std::sort(result.answers.begin(), result.answers.end(),
              [](const Answer& a, const Answer& b) { return a.key() < b.key(); });
    return result;
}

CanAnswer can(const Snapshot& snapshot, const Question& question) {
    CanAnswer answer;
    if (snapshot.visibility.sight == Sight::NoAuthorizer) {
        answer.verdict = Verdict{Decision::Allow, {}, nullptr, ""};
        answer.why = QStringLiteral("This cluster has no authorizer: every request is allowed");
        return answer;
    }
    if (snapshot.visibility.sight != Sight::Complete) {
        answer.why = snapshot.visibility.title + QStringLiteral(": ") + snapshot.visibility.text;
        return answer;
    }
    answer.verdict = snapshot.acls.decide(snapshot.authorizer, question);
    answer.why = sentence(question, *answer.verdict);
    if (answer.verdict->acl)
        answer.acl = *answer.verdict->acl;
    // A refusal rests on what the broker hides; a grant by an ACL does not.
    if (answer.verdict->decision == Decision::Deny && !snapshot.visibility.caveats.isEmpty())
        answer.why +=
            QStringLiteral(" (") + snapshot.visibility.caveats.join(QStringLiteral("; ")) + QLatin1Char(')');
    return answer;
}

QString becauseOf(const Answer& answer) {
    if (answer.decision == Decision::NoAnswer)
        return answer.why;
    switch (*answer.rule) {
    case Rule::SuperUser:
        return answer.inferred ? QStringLiteral("super user \u2014 it may do what no ACL allows")
                               : QStringLiteral("super.users \u2014 no ACL can stop it");
    case Rule::MatchingAcl: {
        QString text = shortWords(*answer.acl, answer.principal);
        if (answer.acl->permission == kafka::Permission::Allow)
            text.prepend(QStringLiteral("ACL "));
        if (!answer.role.empty())
            text += QStringLiteral(" \u00b7 ") + toQString(answer.role);
        return text;
    }
    case Rule::DefaultAllow:
        return QStringLiteral("no ACL covers it; everyone may (allow.everyone.if.no.acl.found)");
    case Rule::DefaultDeny:
        return QStringLiteral("no ACL allows it");
    }
    return {};
}

} // namespace streamscape::access
