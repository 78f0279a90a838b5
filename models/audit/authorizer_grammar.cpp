// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/authorizer_grammar.h"

#include "models/audit/authorizer_rule.h"

#include <algorithm>
#include <vector>

namespace streamscape::audit {

namespace {

// Names end at 32,767 bytes; what is longer, or says the markers more often, is nothing a broker wrote for
// anybody but an attacker, and trying every cut of it would cost too much.
constexpr std::size_t longestMessage = 256 * 1024;
constexpr std::size_t mostCuts = 16;

constexpr std::array<std::string_view, 13> operations{"READ",
                                                      "WRITE",
                                                      "CREATE",
                                                      "DELETE",
                                                      "ALTER",
                                                      "DESCRIBE",
                                                      "CLUSTER_ACTION",
                                                      "ALTER_CONFIGS",
                                                      "DESCRIBE_CONFIGS",
                                                      "CREATE_TOKENS",
                                                      "DESCRIBE_TOKENS",
                                                      "IDEMPOTENT_WRITE",
                                                      "TWO_PHASE_COMMIT"};

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isOneOf(char c, std::string_view characters) { return characters.find(c) != std::string_view::npos; }

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word))
        return false;
    text.remove_prefix(word.size());
    return true;
}

template<class Accept>
std::string_view takeWhile(std::string_view& text, Accept accept) {
    const auto end = std::find_if_not(text.begin(), text.end(), accept);
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(word.size());
    return word;
}

// "DescribeConfigs" and "DESCRIBE_CONFIGS" are one operation.
std::string upperSnake(std::string_view word) {
    std::string upper;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool capital = word[i] >= 'A' && word[i] <= 'Z';
        if (capital && i > 0 && word[i - 1] >= 'a' && word[i - 1] <= 'z')
            upper += '_';
        upper += word[i] >= 'a' && word[i] <= 'z' ? static_cast<char>(word[i] - 'a' + 'A') : word[i];
    }
    return upper;
}

bool isPlainName(std::string_view name) {
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        return c == ' ' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
}

// What a broker can have named so; only groups, transactional ids and users hold any text.
bool isPossibleName(std::string_view type, std::string_view name) {
    if (type == "TOPIC" || type == "DELEGATION_TOKEN")
        return isPlainName(name);
    if (type == "CLUSTER")
        return name == "kafka-cluster";
    return true;
}

// "Type:name", the type a word.
bool isPrincipal(std::string_view text) {
    const std::size_t colon = text.find(':');
    return colon != std::string_view::npos && colon > 0 &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                       [](char c) { return isLetter(c) || isDigit(c) || c == '_' || c == '-'; });
}

struct Head {
    std::string_view principal;
    bool allowed = false;
    bool old = false; ///< "Operation = Read", before StandardAuthorizer
    std::string operation;
    std::string_view host;
    std::string type;
    bool hasPattern = false;
    std::string_view rest; ///< the resource's name and what follows
};

// One head at a marker's place; nullopt where what follows it does not go on like one.
std::optional<Head> headAt(std::string_view message, std::size_t at) {
    Head head;
    head.principal = message.substr(0, at);
    std::string_view text = message.substr(at);
    if (take(text, " is Allowed "))
        head.allowed = true;
    else if (!take(text, " is Denied "))
        return std::nullopt;
    if (take(text, "Operation = "))
        head.old = true;
    else if (!take(text, "operation = "))
        return std::nullopt;
    head.operation = upperSnake(takeWhile(text, [](char c) { return isLetter(c) || c == '_'; }));
    if (std::find(operations.begin(), operations.end(), head.operation) == operations.end() ||
        !take(text, " from host = "))
        return std::nullopt;
    head.host = takeWhile(text, [](char c) { return isLetter(c) || isDigit(c) || isOneOf(c, ".:%_-"); });
    if (take(text, " via listener ") &&
        takeWhile(text, [](char c) { return isLetter(c) || isDigit(c) || isOneOf(c, "._-"); }).empty())
        return std::nullopt;
    if (head.host.empty() || !take(text, " on resource = "))
        return std::nullopt;
    head.type = upperSnake(takeWhile(text, isLetter));
    if (!aclTypeNamed(head.type) || !take(text, ":") || !isPrincipal(head.principal))
        return std::nullopt;
    head.hasPattern = take(text, "LITERAL:");
    head.rest = text;
    return head;
}

std::vector<Head> headsOf(std::string_view message, Level level) {
    std::vector<Head> heads;
    for (std::size_t at = message.find(" is "); at != std::string_view::npos;
         at = message.find(" is ", at + 1)) {
        const std::optional<Head> head = headAt(message, at);
        // The level says what was decided; a probe may be either.
        if (head && (level == Level::Trace || head->allowed == (level == Level::Debug)))
            heads.push_back(*head);
    }
    return heads;
}

Facts factsFrom(const Head& head, Level level, std::string_view resource) {
    Facts facts;
    facts.kind = Kind::Authz;
    facts.granted = head.allowed;
    facts.decision = level == Level::Trace ? Decision::Probe
                     : head.allowed        ? Decision::Allow
                                           : Decision::Deny;
    facts.principal = std::string(head.principal);
    facts.host = std::string(head.host);
    facts.operation = head.operation;
    facts.resourceType = head.type;
    facts.resource = std::string(resource);
    if (head.hasPattern)
        facts.pattern = "LITERAL";
    return facts;
}

// Every way to cut "<name> for request = <Api> with resourceRefCount = <n>[ based on rule <rule>]".
// Answers how many there were, possible or not: with one, the line is of this younger form.
std::size_t readTails(const Head& head, Level level, std::vector<Facts>& readings) {
    constexpr std::string_view marker = " for request = ";
    std::size_t cuts = 0;
    for (std::size_t at = head.rest.find(marker); at != std::string_view::npos;
         at = head.rest.find(marker, at + 1)) {
        std::string_view text = head.rest.substr(at + marker.size());
        const std::string_view request =
            takeWhile(text, [](char c) { return isLetter(c) || isDigit(c) || c == '_'; });
        if (request.empty() || !take(text, " with resourceRefCount = ") || takeWhile(text, isDigit).empty())
            continue;
        if (++cuts > mostCuts)
            return cuts;
        if (!text.empty() && !take(text, " based on rule "))
            continue;
        Facts facts = factsFrom(head, level, head.rest.substr(0, at));
        facts.request = std::string(request);
        if (!text.empty()) { // AclAuthorizer names no rule
            const std::optional<Rule> rule = ruleFitting(text, facts);
            if (!rule)
                continue;
            facts.rule = rule->name;
            facts.acl = rule->acl;
        }
        if (isPossibleName(head.type, *facts.resource))
            readings.push_back(std::move(facts));
    }
    return cuts;
}

} // namespace

std::optional<Facts> readMessage(Level level, std::string_view message) {
    if (!take(message, "Principal = "))
        return std::nullopt;
    const std::vector<Head> heads = headsOf(message, level);
    if (message.size() > longestMessage || heads.size() > mostCuts)
        return std::nullopt;
    std::vector<Facts> readings;
    bool younger = false;
    for (const Head& head : heads) {
        const std::size_t cuts = readTails(head, level, readings);
        if (cuts > mostCuts)
            return std::nullopt;
        younger = younger || cuts > 0;
    }
    if (!younger)
        for (const Head& head : heads) // SimpleAclAuthorizer, and Confluent's text provider
            if (isPossibleName(head.type, head.rest))
                readings.push_back(factsFrom(head, level, head.rest));
    if (readings.empty() || std::any_of(readings.begin() + 1, readings.end(),
                                        [&](const Facts& other) { return other != readings.front(); }))
        return std::nullopt;
    return std::move(readings.front());
}

} // namespace streamscape::audit
