// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions a second, and one "who can …?", on 10,000 ACLs of 1,000 principals.
#include "models/access/whocan.h"

#include <chrono>
#include <iostream>
#include <random>

using namespace streamscape;
using namespace streamscape::access;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int principals = 1'000;
constexpr int aclCount = 10'000;
constexpr int topicCount = 500;
constexpr int decisions = 2'000'000;

double seconds(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

std::string topicName(unsigned number) {
    return "team" + std::to_string(number % 40) + ".topic" + std::to_string(number);
}

std::vector<kafka::Acl> someAcls(std::mt19937& random) {
    static constexpr std::array operations{Op::Read, Op::Write, Op::Create, Op::Describe, Op::All};
    std::vector<kafka::Acl> acls;
    for (int i = 0; i < aclCount; ++i) {
        kafka::Acl acl;
        acl.pattern = random() % 3 == 0 ? kafka::PatternType::Prefixed : kafka::PatternType::Literal;
        const std::string topic = topicName(static_cast<unsigned>(random() % topicCount));
        acl.name = acl.pattern == kafka::PatternType::Prefixed ? topic.substr(0, 4 + random() % 5) : topic;
        acl.principal = "User:u" + std::to_string(random() % principals);
        acl.operation = name(operations[random() % operations.size()]);
        acl.permission = random() % 20 == 0 ? kafka::Permission::Deny : kafka::Permission::Allow;
        acls.push_back(std::move(acl));
    }
    return acls;
}

} // namespace

int main() {
    std::mt19937 random(7);
    Facts facts{kafka::ClusterInfo{},
                std::vector<kafka::ResourceConfig>{
                    {{kafka::ResourceType::Broker, "1"},
                     {{"authorizer.class.name", "x.StandardAuthorizer", "", false, false, false}},
                     {}}},
                kafka::AclList{someAcls(random)},
                std::vector<kafka::ScramUser>{},
                std::vector<kafka::Topic>{},
                kafka::GroupList{},
                {},
                {}};
    facts.cluster->authorized = std::vector<kafka::Operation>{"DESCRIBE"};
    for (unsigned i = 0; i < topicCount; ++i) {
        kafka::Topic topic;
        topic.name = topicName(i);
        facts.topics->push_back(std::move(topic));
    }
    auto from = Clock::now();
    const SnapshotPtr snapshot = takeStock(facts, {}, shippedCatalogue());
    std::cout << "taking stock of " << snapshot->acls.acls().size() << " ACLs: " << seconds(from) * 1e3
              << " ms\n";

    std::vector<Question> questions;
    for (int i = 0; i < 10'000; ++i)
        questions.push_back(
            {"User:u" + std::to_string(random() % principals),
             "10.0.0.1",
             random() % 2 ? Op::Read : Op::Write,
             {kafka::ResourceType::Topic, topicName(static_cast<unsigned>(random() % topicCount))}});
    int allowed = 0;
    from = Clock::now();
    for (int i = 0; i < decisions; ++i)
        allowed +=
            snapshot->acls.decide({}, questions[static_cast<std::size_t>(i) % questions.size()]).allowed()
                ? 1
                : 0;
    const double took = seconds(from);
    std::cout << decisions / took / 1e6 << " million decisions a second (" << allowed << " of " << decisions
              << " allowed)\n";

    from = Clock::now();
    const WhoCan who = whoCan(*snapshot, Op::Write, {kafka::ResourceType::Topic, topicName(7)});
    std::cout << "who can write to one topic: " << seconds(from) * 1e3 << " ms, " << who.answers.size()
              << " answers\n";
    return 0;
}
