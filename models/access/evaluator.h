// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/acl.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace streamscape::access {

/// What the broker's configuration adds to the ACLs.
struct Authorizer {
    std::vector<std::string> superUsers; ///< "User:admin", compared exactly
    bool allowEveryone = false;          ///< allow.everyone.if.no.acl.found
    bool operator==(const Authorizer&) const = default;
};
/// super.users as Kafka reads it: split on ';', trimmed, empty ones dropped.
std::vector<std::string> parseSuperUsers(std::string_view config);

/// "May this principal, from this host, do this to that?" The host is the client's address as Java prints it
/// (IPv6 in full: 0:0:0:0:0:0:0:1). anyHost asks as a host that no ACL names.
struct Question {
    std::string principal; ///< Type:name
    std::string host;
    Op operation = Op::Unknown;
    Resource resource;
};
inline constexpr const char* anyHost = "*";
inline constexpr const char* everyoneName = "User:*"; ///< as a principal of ACLs: whoever asks

enum class Decision {
    Allow,
    Deny,
    NoAnswer, ///< the broker itself throws or never returns: see why
};
enum class Rule { SuperUser, MatchingAcl, DefaultAllow, DefaultDeny };
const char* name(Decision decision); ///< "allow", "deny", "no_answer"
const char* name(Rule rule);         ///< "SuperUser", as the broker's log prints it

struct Verdict {
    Decision decision = Decision::Deny;
    std::optional<Rule> rule;        ///< none with NoAnswer
    const kafka::Acl* acl = nullptr; ///< the one the broker prints; lives as long as the AclSet
    const char* why = "";            ///< of NoAnswer

    bool allowed() const { return decision == Decision::Allow; }
};

/// The ACLs of one cluster in the broker's own scan order, indexed. Immutable, so it may be shared between
/// threads.
class AclSet final {
public:
    AclSet() = default;
    /// Duplicates count once, as in the broker.
    explicit AclSet(std::vector<kafka::Acl> acls);
    AclSet(const AclSet&) = delete;
    AclSet& operator=(const AclSet&) = delete;

    const std::vector<kafka::Acl>& acls() const { return m_acls; } ///< in scan order

    /// Equal to StandardAuthorizer (4.3.1) in the decision and in the rule and ACL it prints.
    Verdict decide(const Authorizer& authorizer, const Question& question) const;
    /// Is the operation allowed on some resource of the type? Kafka asks so for InitProducerId without a
    /// transactional id (WRITE on any topic).
    Verdict decideByType(const Authorizer& authorizer, const std::string& principal, const std::string& host,
                         Op operation, kafka::ResourceType type) const;

private:
    struct Entry {
        std::uint32_t principal; ///< index into m_principals
        Op op;
        bool deny;
        bool everyHost;
    };
    /// The ACLs of one pattern: a stretch of m_acls, and of m_byPrincipal sorted by (principal, index).
    struct Bucket {
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t firstUnparsable; ///< of a principal without a colon; end if there is none
        std::int32_t parent; ///< the first bucket of the longest name that is a prefix of this one, or -1
        const std::string* name;
        kafka::PatternType pattern;
    };
    struct Scan;

    static constexpr std::size_t typeCount = 6;

    int firstBucketOf(std::size_t type, std::string_view name) const;
    void scanNameSection(Scan& scan) const;
    void scanWildcardSection(Scan& scan) const;
    void apply(std::size_t bucket, Scan& scan) const;
    std::uint32_t principalId(const std::string& principal) const;

    std::vector<kafka::Acl> m_acls;
    std::vector<Entry> m_entries;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_byPrincipal;
    std::vector<Bucket> m_buckets;
    std::array<std::pair<std::uint32_t, std::uint32_t>, typeCount> m_sections{}; ///< a type's buckets
    std::unordered_map<std::string, std::uint32_t> m_principals;
};

/// One sentence for people: who may or may not do what, and which rule says so.
QString sentence(const Question& question, const Verdict& verdict);

} // namespace streamscape::access
