// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/snapshot.h"

namespace streamscape::access {

/// An operation as a person asks for it.
struct Verb {
    kafka::ResourceType type;
    Op op;
    const char* words; ///< "write to": Who can … NAME?
};
/// In the order to offer them.
std::vector<Verb> verbsFor(kafka::ResourceType type);

/// Whether one principal may, from where, and because of what.
struct Answer {
    std::string principal;
    std::string host = anyHost; ///< "*": from any host; else only from this one
    Decision decision = Decision::Deny;
    std::optional<Rule> rule;
    std::optional<kafka::Acl> acl;
    std::string role;               ///< the role the ACL belongs to, or empty
    std::optional<int> alsoReaches; ///< other topics (groups) this principal may do the same to; where known
    bool everything = false;        ///< a super user reaches all there is
    bool inferred = false;          ///< a super user by inference
    QString why;                    ///< one sentence

    auto key() const { return std::tie(principal, host); }
    bool operator==(const Answer&) const = default;
};

/// "Who can write to this?" for every principal with a word in it.
struct WhoCan {
    Op op = Op::Unknown;
    Resource resource;
    bool possible = false; ///< false: no answer can be given, see the snapshot's visibility
    bool everyone = false; ///< a principal nobody names may, too
    bool exists = true;    ///< false where the topic (group) is not among those this connection sees
    /// By principal, then host: whoever may, and whoever an ACL on this resource names and may not.
    std::vector<Answer> answers;
    bool operator==(const WhoCan&) const = default;
};
/// Linear in principals x resources; thread-safe on an immutable snapshot.
WhoCan whoCan(const Snapshot& snapshot, Op op, const Resource& resource);

/// "May this one do that there?" in the evaluator's words, or why there is no answer.
struct CanAnswer {
    std::optional<Verdict> verdict; ///< nullopt: cannot evaluate
    std::optional<kafka::Acl> acl;
    QString why;
};
CanAnswer can(const Snapshot& snapshot, const Question& question);

/// "ACL Write prefix dc2. (ResourceOwner)", "super.users — no ACL can stop it", "no ACL allows it".
QString becauseOf(const Answer& answer);

} // namespace streamscape::access
