// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/evaluator.h"

#include "models/base/text.h"

#include <algorithm>
#include <set>

namespace streamscape::access {

using base::toQString;
using kafka::Acl;
using kafka::PatternType;
using kafka::Permission;
using kafka::ResourceType;

namespace {

constexpr std::uint32_t nobody = ~std::uint32_t{0};

constexpr const char* whyHangs =
    "the broker's authorizer never returns for this name: it sorts below '*' and shares its first character "
    "with the next ACL's name";
constexpr const char* whyThrows = "the broker's authorizer fails with StringIndexOutOfBoundsException for "
                                  "this name: it sorts below '*' and "
                                  "begins like the next ACL's name";
constexpr const char* whyUnparsable =
    "the broker's authorizer fails with IllegalStateException: an ACL in the way has a principal without a "
    "colon";
constexpr const char* whyEveryone =
    "the broker's authorizer fails with IllegalArgumentException for a request made as User:*";
constexpr const char* whyNoColon = "Kafka knows no principal without a colon: write Type:name";

/// An ALLOW of one operation also allows what cannot be done without: a DENY never spreads.
bool matches(Op acl, bool deny, Op asked) {
    if (acl == Op::All || (acl == asked && asked != Op::Unknown))
        return true;
    if (deny)
        return false;
    if (asked == Op::Describe)
        return acl == Op::Read || acl == Op::Write || acl == Op::Delete || acl == Op::Alter;
    return asked == Op::DescribeConfigs && acl == Op::AlterConfigs;
}

/// The number of UTF-16 code units two texts share at the start, told apart only as far as the scan does.
enum class Shared { None, One, More };
Shared shared(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty() || a[0] != b[0])
        return Shared::None;
    if (a.size() == 1 || b.size() == 1)
        return Shared::One;
    const auto lead = [](std::string_view text) { return static_cast<unsigned char>(text[1]); };
    if (lead(a) != lead(b))
        // Two characters outside the BMP share their high surrogate when they differ in the lower ten bits
        // only, for which their lead bytes are equal.
        return Shared::One;
    if (lead(a) < 0x80)
        return Shared::More;
    const std::size_t size = lead(a) >= 0xF0 ? 4 : lead(a) >= 0xE0 ? 3 : 2;
    const std::string_view one = a.substr(1, size);
    const std::string_view other = b.substr(1, size);
    if (one == other)
        return Shared::More;
    if (size < 4 || one.size() < 4 || other.size() < 4)
        return Shared::One;
    // The high surrogate holds the code point's bits above the tenth: the first two bytes and half the third.
    const bool sameHigh = one[1] == other[1] && (one[2] & 0x30) == (other[2] & 0x30);
    return sameHigh ? Shared::More : Shared::One;
}

} // namespace

std::vector<std::string> parseSuperUsers(std::string_view config) {
    std::vector<std::string> users;
    while (!config.empty()) {
        const std::size_t end = config.find(';');
        std::string_view user = config.substr(0, end);
        while (!user.empty() && static_cast<unsigned char>(user.front()) <= ' ')
            user.remove_prefix(1);
        while (!user.empty() && static_cast<unsigned char>(user.back()) <= ' ')
            user.remove_suffix(1);
        if (!user.empty())
            users.emplace_back(user);
        config = end == std::string_view::npos ? std::string_view() : config.substr(end + 1);
    }
    return users;
}

const char* name(Decision decision) {
    switch (decision) {
    case Decision::Allow:
        return "allow";
    case Decision::Deny:
        return "deny";
    case Decision::NoAnswer:
        return "no_answer";
    }
    return "";
}

const char* name(Rule rule) {
    switch (rule) {
    case Rule::SuperUser:
        return "SuperUser";
    case Rule::MatchingAcl:
        return "MatchingAcl";
    case Rule::DefaultAllow:
        return "DefaultAllow";
    case Rule::DefaultDeny:
        return "DefaultDeny";
    }
    return "";
}

/// What one decision has seen so far.
struct AclSet::Scan {
    const Question& question;
    std::uint32_t principal;
    std::uint32_t everyone;
    bool candidate = false; ///< some ACL covers the resource, whoever it is for
    const Acl* deny = nullptr;
    const Acl* allow = nullptr; ///< the last one met
    const char* failure = nullptr;

    bool ended() const { return deny || failure; }
};

AclSet::AclSet(std::vector<Acl> acls)
    : m_acls(std::move(acls)) {
    std::sort(m_acls.begin(), m_acls.end(), scansBefore);
    m_acls.erase(std::unique(m_acls.begin(), m_acls.end()), m_acls.end());
    m_entries.reserve(m_acls.size());
    m_byPrincipal.reserve(m_acls.size());
    for (std::size_t i = 0; i < m_acls.size(); ++i) {
        const Acl& acl = m_acls[i];
        const auto index = static_cast<std::uint32_t>(i);
        const auto id =
            m_principals.try_emplace(acl.principal, static_cast<std::uint32_t>(m_principals.size()))
                .first->second;
        m_entries.push_back(
            {id, parseOp(acl.operation), acl.permission == Permission::Deny, acl.host == "*"});
        m_byPrincipal.emplace_back(id, index);
        const bool same = i > 0 && m_acls[i - 1].type == acl.type && m_acls[i - 1].name == acl.name &&
                          m_acls[i - 1].pattern == acl.pattern;
        if (!same)
            m_buckets.push_back({index, index, ~std::uint32_t{0}, -1, &acl.name, acl.pattern});
        Bucket& bucket = m_buckets.back();
        bucket.end = index + 1;
        if (acl.principal.find(':') == std::string::npos)
            bucket.firstUnparsable = std::min(bucket.firstUnparsable, index);
    }
    std::uint32_t next = 0;
    for (std::size_t type = 0; type < typeCount; ++type) {
        const std::uint32_t first = next;
        while (next < m_buckets.size() &&
               static_cast<std::size_t>(m_acls[m_buckets[next].begin].type) == type)
            ++next;
        m_sections[type] = {first, next};
    }
    for (Bucket& bucket : m_buckets) {
        bucket.firstUnparsable = std::min(bucket.firstUnparsable, bucket.end);
        std::sort(m_byPrincipal.begin() + bucket.begin, m_byPrincipal.begin() + bucket.end);
    }
    // From the shortest names up (the section backwards), each name's longest prefix is the name before it or
    // one of that name's own prefixes.
    for (const auto& [first, last] : m_sections) {
        std::int32_t before = -1;
        for (std::uint32_t i = last; i > first;) {
            std::uint32_t head = i - 1;
            while (head > first && *m_buckets[head - 1].name == *m_buckets[i - 1].name)
                --head;
            std::int32_t parent = before;
            while (parent >= 0 &&
                   !m_buckets[head].name->starts_with(*m_buckets[static_cast<std::size_t>(parent)].name))
                parent = m_buckets[static_cast<std::size_t>(parent)].parent;
            for (std::uint32_t same = head; same < i; ++same)
                m_buckets[same].parent = parent;
            before = static_cast<std::int32_t>(head);
            i = head;
        }
    }
}

std::uint32_t AclSet::principalId(const std::string& principal) const {
    const auto it = m_principals.find(principal);
    return it == m_principals.end() ? nobody : it->second;
}

/// The first bucket, in scan order, whose name is not above the one asked for; -1 past the section's end.
int AclSet::firstBucketOf(std::size_t type, std::string_view asked) const {
    const auto [first, last] = m_sections[type];
    const auto it =
        std::partition_point(m_buckets.begin() + first, m_buckets.begin() + last,
                             [&](const Bucket& bucket) { return compareUtf16(*bucket.name, asked) > 0; });
    const auto index = static_cast<std::uint32_t>(it - m_buckets.begin());
    return index == last ? -1 : static_cast<int>(index);
}

/// Every ACL of one pattern, in scan order, as far as it concerns the asker.
void AclSet::apply(std::size_t bucketIndex, Scan& scan) const {
    const Bucket& bucket = m_buckets[bucketIndex];
    scan.candidate = true;
    const auto range = [&](std::uint32_t id) {
        const auto begin = m_byPrincipal.begin() + bucket.begin;
        const auto end = m_byPrincipal.begin() + bucket.end;
        if (id == nobody)
            return std::pair(end, end);
        const auto from = std::lower_bound(begin, end, std::pair(id, std::uint32_t{0}));
        auto to = from;
        while (to != end && to->first == id)
            ++to;
        return std::pair(from, to);
    };
    auto [own, ownEnd] = range(scan.principal);
    auto [all, allEnd] = range(scan.everyone);
    while (own != ownEnd || all != allEnd) {
        const bool takeOwn = all == allEnd || (own != ownEnd && own->second < all->second);
        const std::uint32_t index = takeOwn ? (own++)->second : (all++)->second;
        if (index > bucket.firstUnparsable)
            break;
        const Entry& entry = m_entries[index];
        const Acl& acl = m_acls[index];
        if (!entry.everyHost && acl.host != scan.question.host)
            continue;
        if (!matches(entry.op, entry.deny, scan.question.operation))
            continue;
        if (entry.deny) {
            scan.deny = &acl;
            return;
        }
        scan.allow = &acl;
    }
    if (bucket.firstUnparsable < bucket.end)
        scan.failure = whyUnparsable;
}

void AclSet::scanNameSection(Scan& scan) const {
    const std::string& asked = scan.question.resource.name;
    int index = firstBucketOf(static_cast<std::size_t>(scan.question.resource.type), asked);
    while (index >= 0 && !scan.ended()) {
        const auto head = static_cast<std::size_t>(index);
        const std::string& found = *m_buckets[head].name;
        if (asked.starts_with(found)) {
            for (std::size_t i = head; i < m_buckets.size() && *m_buckets[i].name == found &&
                                       m_acls[m_buckets[i].begin].type == scan.question.resource.type;
                 ++i) {
                if (scan.ended())
                    return;
                if (m_buckets[i].pattern == PatternType::Prefixed || found.size() == asked.size())
                    apply(i, scan);
            }
        }
        index = m_buckets[head].parent;
    }
}

/// LITERAL *, and what the broker's scan runs on into behind it.
void AclSet::scanWildcardSection(Scan& scan) const {
    const std::string& asked = scan.question.resource.name;
    const auto type = static_cast<std::size_t>(scan.question.resource.type);
    const int first = firstBucketOf(type, "*");
    if (first < 0)
        return;
    for (std::size_t i = static_cast<std::size_t>(first); i < m_sections[type].second; ++i) {
        if (scan.ended())
            return;
        const Bucket& bucket = m_buckets[i];
        const std::string& found = *bucket.name;
        const bool literal = bucket.pattern == PatternType::Literal;
        if (asked.starts_with(found)) {
            if (!literal || found.size() == asked.size())
                apply(i, scan);
        } else if (literal && found == "*") {
            apply(i, scan);
        } else {
            // Here the broker cuts its own search text "*" to the length shared, which is right for 0 only.
            const Shared same = shared(asked, found);
            if (same == Shared::One)
                scan.failure = whyHangs;
            else if (same == Shared::More)
                scan.failure = whyThrows;
            return;
        }
    }
}

Verdict AclSet::decide(const Authorizer& authorizer, const Question& question) const {
    const auto& supers = authorizer.superUsers;
    if (std::find(supers.begin(), supers.end(), question.principal) != supers.end())
        return {Decision::Allow, Rule::SuperUser, nullptr, ""};
    if (question.principal == everyoneName)
        return {Decision::NoAnswer, {}, nullptr, whyEveryone};
    if (question.principal.find(':') == std::string::npos)
        return {Decision::NoAnswer, {}, nullptr, whyNoColon};
    Scan scan{question, principalId(question.principal), principalId(everyoneName)};
    if (static_cast<std::size_t>(question.resource.type) < typeCount) {
        scanNameSection(scan);
        if (!scan.ended())
            scanWildcardSection(scan);
    }
    if (scan.deny)
        return {Decision::Deny, Rule::MatchingAcl, scan.deny, ""};
    if (scan.failure)
        return {Decision::NoAnswer, {}, nullptr, scan.failure};
    if (scan.allow)
        return {Decision::Allow, Rule::MatchingAcl, scan.allow, ""};
    if (!scan.candidate && authorizer.allowEveryone)
        return {Decision::Allow, Rule::DefaultAllow, nullptr, ""};
    return {Decision::Deny, Rule::DefaultDeny, nullptr, ""};
}

Verdict AclSet::decideByType(const Authorizer& authorizer, const std::string& principal,
                             const std::string& host, Op operation, ResourceType type) const {
    const Verdict named = decide(authorizer, {principal, host, operation, {type, "hardcode"}});
    if (named.decision != Decision::Deny)
        return named;
    const Verdict no{Decision::Deny, Rule::DefaultDeny, nullptr, ""};
    std::vector<const Acl*> allowLiteral;
    std::vector<const Acl*> allowPrefix;
    std::set<std::string_view> denyLiteral;
    std::set<std::string_view> denyPrefix;
    const Acl* allowAll = nullptr;
    for (const Acl& acl : m_acls) {
        // No implications here: the operation itself, or ALL.
        const Op op = parseOp(acl.operation);
        if (acl.type != type || (op != operation && op != Op::All) ||
            (acl.principal != principal && acl.principal != everyoneName) ||
            (acl.host != "*" && acl.host != host))
            continue;
        const bool prefixed = acl.pattern == PatternType::Prefixed;
        if (acl.permission == Permission::Deny) {
            if (!prefixed && acl.name == "*")
                return {Decision::Deny, Rule::MatchingAcl, &acl, ""};
            (prefixed ? denyPrefix : denyLiteral).insert(acl.name);
        } else if (!prefixed && acl.name == "*") {
            allowAll = &acl;
        } else {
            (prefixed ? allowPrefix : allowLiteral).push_back(&acl);
        }
    }
    if (allowAll)
        return {Decision::Allow, Rule::MatchingAcl, allowAll, ""};
    const auto dominated = [&](std::string_view allowed) {
        return std::any_of(denyPrefix.begin(), denyPrefix.end(),
                           [&](std::string_view prefix) { return allowed.starts_with(prefix); });
    };
    for (const Acl* acl : allowPrefix) {
        if (!dominated(acl->name))
            return {Decision::Allow, Rule::MatchingAcl, acl, ""};
    }
    for (const Acl* acl : allowLiteral) {
        if (!denyLiteral.contains(acl->name) && !dominated(acl->name))
            return {Decision::Allow, Rule::MatchingAcl, acl, ""};
    }
    return no;
}

QString sentence(const Question& question, const Verdict& verdict) {
    const QString who = toQString(question.principal);
    const QString what = QString::fromLatin1(name(question.operation));
    const QString where =
        question.resource.type == ResourceType::Cluster
            ? QStringLiteral("the cluster")
            : words(question.resource.type).toLower() + QLatin1Char(' ') + toQString(question.resource.name);
    const QString may = QStringLiteral("%1 may%2 %3 %4: ")
                            .arg(who, verdict.allowed() ? QString() : QStringLiteral(" not"), what, where);
    if (verdict.decision == Decision::NoAnswer)
        return QStringLiteral("Whether %1 may %2 %3 has no answer: %4")
            .arg(who, what, where, QString::fromUtf8(verdict.why));
    switch (*verdict.rule) {
    case Rule::SuperUser:
        return may + QStringLiteral("it is one of super.users, and no ACL can stop it");
    case Rule::MatchingAcl:
        return may + longWords(*verdict.acl) +
               (verdict.allowed() ? QStringLiteral(" says so, and no DENY is against it")
                                  : QStringLiteral(" comes before any ALLOW"));
    case Rule::DefaultAllow:
        return may + QStringLiteral("no ACL covers it, and allow.everyone.if.no.acl.found is on");
    case Rule::DefaultDeny:
        return may + QStringLiteral("no ACL allows it");
    }
    return may;
}

} // namespace streamscape::access
