// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/evaluator.h"
#include "models/access/roles.h"
#include "tests/access/acl_builder.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;

namespace {

constexpr auto allOps = std::array{
    Op::Read,         Op::Write,          Op::Create,          Op::Delete,       Op::Alter,
    Op::Describe,     Op::ClusterAction,  Op::DescribeConfigs, Op::AlterConfigs, Op::IdempotentWrite,
    Op::CreateTokens, Op::DescribeTokens, Op::TwoPhaseCommit};

/// A cluster's ACLs and authorizer, to be asked.
struct Broker {
    explicit Broker(std::vector<kafka::Acl> acls, Authorizer config = {})
        : set(std::move(acls))
        , authorizer(std::move(config)) {}
    AclSet set;
    Authorizer authorizer;

    Verdict ask(const std::string& who, Op op, const Target& what,
                const std::string& host = "10.0.0.9") const {
        return set.decide(authorizer, {who, host, op, {what.type, what.name}});
    }
    bool allows(const std::string& who, Op op, const Target& what,
                const std::string& host = "10.0.0.9") const {
        return ask(who, op, what, host).allowed();
    }
};

Authorizer everyoneAllowed() { return {{}, true}; }

bool isBecause(const Verdict& verdict, Rule rule, const kafka::Acl& acl) {
    return verdict.rule == rule && verdict.acl && *verdict.acl == acl;
}
bool isBecause(const Verdict& verdict, Rule rule) { return verdict.rule == rule && !verdict.acl; }

} // namespace

/// The edge cases of Kafka's StandardAuthorizer, each with the rule and ACL it prints.
class tst_evaluator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case01_aSuperUserIsAboveDenyAll() {
        const Broker broker({deny("User:*", "ALL", topic("*"))}, {{"User:admin"}, false});
        QVERIFY(broker.allows("User:admin", Op::Write, topic("t")));
        QVERIFY(isBecause(broker.ask("User:admin", Op::Write, topic("t")), Rule::SuperUser));
        QVERIFY(!broker.allows("User:Admin", Op::Write, topic("t")));
    }
    void case01_superUsersAreSplitAndTrimmedAndHaveNoWildcard() {
        QCOMPARE(parseSuperUsers(" User:a ;User:CN=b,O=c;; User:d"),
                 (std::vector<std::string>{"User:a", "User:CN=b,O=c", "User:d"}));
        const Broker broker({}, {parseSuperUsers("User:*"), false});
        QVERIFY(!broker.allows("User:a", Op::Read, topic("t")));
    }
    void case02_denyReadLeavesDescribe() {
        const kafka::Acl all = allow("User:a", "ALL", topic("t"));
        const Broker broker({deny("User:a", "READ", topic("t")), all});
        QVERIFY(isBecause(broker.ask("User:a", Op::Describe, topic("t")), Rule::MatchingAcl, all));
        QVERIFY(!broker.allows("User:a", Op::Read, topic("t")));
    }
    void case03_denyDescribeLeavesRead() {
        const kafka::Acl no = deny("User:a", "DESCRIBE", topic("t"));
        const kafka::Acl read = allow("User:a", "READ", topic("t"));
        const Broker broker({no, read});
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("t")), Rule::MatchingAcl, read));
        QVERIFY(isBecause(broker.ask("User:a", Op::Describe, topic("t")), Rule::MatchingAcl, no));
        QVERIFY(!broker.allows("User:a", Op::Describe, topic("t")));
    }
    void case04_createDoesNotImplyDescribe() {
        const Broker broker({allow("User:a", "CREATE", topic("t"))});
        QVERIFY(isBecause(broker.ask("User:a", Op::Describe, topic("t")), Rule::DefaultDeny));
    }
    void case05_alterConfigsImpliesDescribeConfigsOnly() {
        const Broker broker({allow("User:a", "ALTER_CONFIGS", topic("t"))});
        QVERIFY(broker.allows("User:a", Op::DescribeConfigs, topic("t")));
        QVERIFY(!broker.allows("User:a", Op::Describe, topic("t")));
    }
    void case06_denyAllIsAgainstEveryOperation() {
        const kafka::Acl no = deny("User:a", "ALL", topic("t"));
        const Broker broker({no, allow("User:a", "ALL", topic("t"))});
        for (const Op op : allOps)
            QVERIFY(isBecause(broker.ask("User:a", op, topic("t")), Rule::MatchingAcl, no));
    }
    void case07_denyWinsWhicheverPatternIsLonger() {
        const Broker prefixDeny(
            {deny("User:a", "READ", topicPrefix("in")), allow("User:a", "READ", topic("inv"))});
        QVERIFY(!prefixDeny.allows("User:a", Op::Read, topic("inv")));
        const Broker literalDeny(
            {deny("User:a", "READ", topic("inv")), allow("User:a", "READ", topicPrefix("in"))});
        QVERIFY(!literalDeny.allows("User:a", Op::Read, topic("inv")));
        QVERIFY(literalDeny.allows("User:a", Op::Read, topic("inv2")));
    }
    void case08_aLiteralNameIsNoPrefix() {
        const Broker broker({allow("User:a", "READ", topic("foo"))}, everyoneAllowed());
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("foobar")), Rule::DefaultAllow));
        QVERIFY(isBecause(broker.ask("User:b", Op::Read, topic("foo")), Rule::DefaultDeny));
    }
    void case09_aPrefixCoversItsOwnName() {
        const kafka::Acl acl = allow("User:a", "READ", topicPrefix("foo"));
        const Broker broker({acl});
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("foo")), Rule::MatchingAcl, acl));
        QVERIFY(!broker.allows("User:a", Op::Read, topic("fo")));
    }
    void case10_prefixStarIsAPrefixLikeAnyOther() {
        const Broker broker({allow("User:a", "READ", topicPrefix("*"))});
        QVERIFY(broker.allows("User:a", Op::Read, topic("*x")));
        QVERIFY(!broker.allows("User:a", Op::Read, topic("x")));
    }
    void case11_literalStarDoesNotCoverLongerNamesThatStartWithIt() {
        const Broker broker({allow("User:a", "READ", topic("*"))}, everyoneAllowed());
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("**")), Rule::DefaultAllow));
        QCOMPARE(broker.ask("User:a", Op::Read, topic("*")).rule, Rule::MatchingAcl);
        QCOMPARE(broker.ask("User:a", Op::Read, topic("x")).rule, Rule::MatchingAcl);
    }
    void case12_anAclForSomebodyElseEndsAllowEveryone() {
        const Broker broker({allow("User:b", "READ", topic("t"))}, everyoneAllowed());
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("t")), Rule::DefaultDeny));
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("u")), Rule::DefaultAllow));
    }
    void case13_soDoesAWildcardAcl() {
        const Broker broker({allow("User:b", "READ", topic("*"))}, everyoneAllowed());
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("t")), Rule::DefaultDeny));
    }
    void case14_aWildcardOfAnotherTypeDoesNotCount() {
        const Broker broker({allow("User:b", "READ", group("*"))}, everyoneAllowed());
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("t")), Rule::DefaultAllow));
    }
    void case15_hostsAreComparedAsText() {
        const Broker broker({allow("User:a", "READ", topic("t"), "10.0.0.1"),
                             allow("User:v6", "READ", topic("t"), "::1"),
                             allow("User:full", "READ", topic("t"), "0:0:0:0:0:0:0:1")});
        QVERIFY(broker.allows("User:a", Op::Read, topic("t"), "10.0.0.1"));
        QVERIFY(!broker.allows("User:a", Op::Read, topic("t"), "10.0.0.2"));
        QVERIFY(!broker.allows("User:v6", Op::Read, topic("t"), "0:0:0:0:0:0:0:1"));
        QVERIFY(broker.allows("User:full", Op::Read, topic("t"), "0:0:0:0:0:0:0:1"));
        QVERIFY(!broker.allows("User:full", Op::Read, topic("t"), "0:0:0:0:0:0:0:1%2"));
    }
    void case16_principalsAreComparedExactly() {
        const Broker broker(
            {allow("User:CN=ada,O=nl", "READ", topic("t")), allow("User:ada ", "READ", topic("t"))});
        QVERIFY(broker.allows("User:CN=ada,O=nl", Op::Read, topic("t")));
        QVERIFY(!broker.allows("User:O=nl,CN=ada", Op::Read, topic("t")));
        QVERIFY(!broker.allows("User:cn=ada,O=nl", Op::Read, topic("t")));
        QVERIFY(!broker.allows("User:ada", Op::Read, topic("t")));
    }
    void case17_userStarIsEveryType() {
        const kafka::Acl acl = allow("User:*", "READ", topic("t"));
        QVERIFY(
            isBecause(Broker({acl}).ask("ServiceAccount:a", Op::Read, topic("t")), Rule::MatchingAcl, acl));
        QVERIFY(!Broker({allow("ServiceAccount:*", "READ", topic("t"))})
                     .allows("ServiceAccount:a", Op::Read, topic("t")));
    }
    void case18_moreColonsBelongToTheName() {
        QVERIFY(Broker({allow("User:a:b", "READ", topic("t"))}).allows("User:a:b", Op::Read, topic("t")));
    }
    void case19_anAclForAPrincipalWithoutColonBreaksOthers() {
        const Broker broker({allow("bob", "READ", topic("t")), allow("User:a", "READ", topic("t"))},
                            {{"User:admin"}, false});
        const Verdict verdict = broker.ask("User:a", Op::Read, topic("t"));
        QCOMPARE(verdict.decision, Decision::NoAnswer);
        QVERIFY(QString::fromUtf8(verdict.why).contains(QStringLiteral("without a colon")));
        QCOMPARE(broker.ask("User:z", Op::Delete, topic("t"), "1.2.3.4").decision, Decision::NoAnswer);
        QVERIFY(broker.allows("User:admin", Op::Read, topic("t")));
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("u")), Rule::DefaultDeny));
    }
    void case19_unlessADenyWasMetBefore() {
        const kafka::Acl no = deny("User:a", "READ", topic("tt"));
        const Broker broker({allow("bob", "READ", topicPrefix("t")), no});
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, topic("tt")), Rule::MatchingAcl, no));
        QCOMPARE(broker.ask("User:b", Op::Read, topic("tt")).decision, Decision::NoAnswer);
    }
    void case20_theClusterHasOneName() {
        const Broker broker({allow("User:a", "ALTER", {kafka::ResourceType::Cluster, "other"})});
        QVERIFY(!broker.allows("User:a", Op::Alter, theCluster()));
        QVERIFY(
            Broker({allow("User:a", "ALTER", theCluster())}).allows("User:a", Op::Describe, theCluster()));
    }
    void case21_groupNamesMayBeAnyText() {
        const Broker broker(
            {allow("User:a", "READ", groupPrefix("göteborg 👟")), allow("User:a", "READ", group("\uFFEE"))});
        QVERIFY(broker.allows("User:a", Op::Read, group("göteborg 👟 lager")));
        QVERIFY(!broker.allows("User:a", Op::Read, group("göteborg 👠")));
        QVERIFY(broker.allows("User:a", Op::Read, group("\uFFEE")));
    }
    void case21_thePrintedAclFollowsUtf16() {
        // 👟 is written by surrogates, which sort below U+FFEE: descending, the scan meets U+FFEE first. Both
        // are prefixes of nothing in common, so order shows in the list only.
        const AclSet set({allow("User:a", "READ", group("👟")), allow("User:a", "READ", group("\uFFEE"))});
        QCOMPARE(set.acls().front().name, std::string("\uFFEE"));
        // Of two equal ACLs for two principals the later principal in UTF-16 is printed, were both the
        // asker's.
        const AclSet hosts({allow("User:a", "READ", topic("t")), allow("User:*", "READ", topic("t"))});
        const Verdict verdict =
            hosts.decide({}, {"User:a", "h", Op::Read, {kafka::ResourceType::Topic, "t"}});
        QCOMPARE(verdict.acl->principal, std::string("User:a"));
    }
    void case22_anEmptyNameIsCoveredByTheWildcardOnly() {
        const Broker broker({allow("User:a", "READ", group("*")), allow("User:b", "READ", groupPrefix("a"))});
        QVERIFY(broker.allows("User:a", Op::Read, group("")));
        QVERIFY(!broker.allows("User:b", Op::Read, group("")));
    }
    void case23_duplicatesCountOnce() {
        const AclSet set({allow("User:a", "READ", topic("t")), allow("User:a", "READ", topic("t"))});
        QCOMPARE(set.acls().size(), std::size_t{1});
    }
    void case24_tenThousandAclsAreJustMore() {
        std::vector<kafka::Acl> acls;
        for (int i = 0; i < 10'001; ++i)
            acls.push_back(
                allow("User:u" + std::to_string(i % 500), "READ", topicPrefix("t" + std::to_string(i))));
        const Broker broker(std::move(acls));
        QCOMPARE(broker.ask("User:u7", Op::Read, topic("t5007.x")).acl->name, std::string("t5007"));
        QVERIFY(!broker.allows("User:u8", Op::Read, topic("t5007.x")));
    }
    void case25_byTypeTheNameHardcodeCounts() {
        const Broker broker({allow("User:a", "WRITE", topicPrefix("h"))});
        QVERIFY(broker.set.decideByType({}, "User:a", "x", Op::Write, kafka::ResourceType::Topic).allowed());
    }
    void case25_byTypeADenyOnAllEndsIt() {
        const Broker broker({allow("User:a", "WRITE", topic("t")), deny("User:a", "WRITE", topic("*"))});
        QVERIFY(!broker.set.decideByType({}, "User:a", "x", Op::Write, kafka::ResourceType::Topic).allowed());
    }
    void case25_byTypeADenyPrefixDominates() {
        const auto ask = [](std::vector<kafka::Acl> acls) {
            return AclSet(std::move(acls))
                .decideByType({}, "User:a", "x", Op::Write, kafka::ResourceType::Topic)
                .allowed();
        };
        QVERIFY(
            !ask({allow("User:a", "WRITE", topicPrefix("ab")), deny("User:a", "WRITE", topicPrefix("a"))}));
        QVERIFY(
            ask({allow("User:a", "WRITE", topicPrefix("a")), deny("User:a", "WRITE", topicPrefix("ab"))}));
        QVERIFY(!ask({allow("User:a", "WRITE", topic("ab")), deny("User:a", "ALL", topic("ab"))}));
        QVERIFY(ask({allow("User:*", "ALL", topic("ab"))}));
        QVERIFY(!ask({allow("User:a", "READ", topic("ab"))}));
    }
    void case26_deleteOnTheClusterIsAnAclLikeAnyOther() {
        QVERIFY(Broker({allow("User:a", "DELETE", theCluster())}).allows("User:a", Op::Delete, theCluster()));
    }
    void case28_theOwnerOfADelegationTokenIsThePrincipal() {
        const Broker broker({allow("User:owner", "DESCRIBE", {kafka::ResourceType::DelegationToken, "tok"})});
        QVERIFY(broker.allows("User:owner", Op::Describe, {kafka::ResourceType::DelegationToken, "tok"}));
    }
    void case30_readAloneIsEnoughToDescribe() {
        const Role& role = *shippedCatalogue().find("DeveloperRead");
        const auto acls =
            compileRole(role, "User:a", kafka::ResourceType::Topic, "t", kafka::PatternType::Literal);
        QCOMPARE(acls.size(), std::size_t{1});
        QVERIFY(Broker(acls).allows("User:a", Op::Describe, topic("t")));
    }

    void belowStar_onceSharedHangs() {
        const Broker broker({allow("User:a", "READ", group("(bar")), allow("User:a", "READ", group("(foo"))});
        const Verdict verdict = broker.ask("User:a", Op::Read, group("(foo"));
        QCOMPARE(verdict.decision, Decision::NoAnswer);
        QVERIFY(!verdict.rule);
        QVERIFY(QString::fromUtf8(verdict.why).contains(QStringLiteral("never returns")));
    }
    void belowStar_moreSharedThrows() {
        const Verdict verdict =
            Broker({allow("User:a", "READ", group("(foo"))}).ask("User:a", Op::Read, group("(f"));
        QVERIFY(QString::fromUtf8(verdict.why).contains(QStringLiteral("StringIndexOutOfBounds")));
    }
    void belowStar_surrogatesShareTheirFirstUnit() {
        const auto why = [](const char* acl, const char* asked) {
            return QString::fromUtf8(
                Broker({allow("User:a", "READ", group(acl))}).ask("User:a", Op::Read, group(asked)).why);
        };
        QVERIFY(why("(😀", "(😁").contains(QStringLiteral("StringIndexOutOfBounds")));
        QVERIFY(why("(😀", "(\U00010400").contains(QStringLiteral("never returns")));
        QVERIFY(why("(é", "(ê").contains(QStringLiteral("never returns")));
    }
    void belowStar_aDenyMetBeforeAnswers() {
        const kafka::Acl no = deny("User:a", "READ", group("(foo"));
        const Broker broker({allow("User:a", "READ", group("(bar")), no});
        QVERIFY(isBecause(broker.ask("User:a", Op::Read, group("(foo")), Rule::MatchingAcl, no));
        const kafka::Acl all = deny("User:*", "READ", group("*"));
        QVERIFY(isBecause(
            Broker({allow("User:a", "READ", group("(bar")), all}).ask("User:a", Op::Read, group("(foo")),
            Rule::MatchingAcl, all));
    }
    void belowStar_aPrefixStarOrANameBetweenSaves() {
        const Broker star(
            {allow("User:a", "READ", group("(bar")), allow("User:b", "READ", groupPrefix("*"))});
        QVERIFY(isBecause(star.ask("User:a", Op::Read, group("(foo")), Rule::DefaultDeny));
        const Broker between({allow("User:a", "READ", group("!y")), allow("User:b", "READ", group("(q"))});
        QVERIFY(isBecause(between.ask("User:a", Op::Read, group("!x")), Rule::DefaultDeny));
    }
    void belowStar_thePrintedAclIsThePrefixAgain() {
        const kafka::Acl prefix = allow("User:a", "READ", groupPrefix("("));
        const kafka::Acl star = allow("User:a", "READ", group("*"));
        QVERIFY(isBecause(Broker({prefix, star}).ask("User:a", Op::Read, group("(foo")), Rule::MatchingAcl,
                          prefix));
        const kafka::Acl f = allow("User:a", "READ", groupPrefix("f"));
        QVERIFY(isBecause(Broker({f, star}).ask("User:a", Op::Read, group("foo")), Rule::MatchingAcl, star));
    }
    void aRequestAsUserStarThrows() {
        QCOMPARE(Broker({}).ask("User:*", Op::Read, topic("t")).decision, Decision::NoAnswer);
        QVERIFY(Broker({}, {{"User:*"}, false}).allows("User:*", Op::Read, topic("t")));
    }
    void theFirstDenyAndTheLastAllowArePrinted() {
        const kafka::Acl all = allow("User:a", "ALL", topic("t"));
        const kafka::Acl read = allow("User:a", "READ", topic("t"));
        const kafka::Acl prefix = allow("User:a", "READ", topicPrefix("t"));
        QVERIFY(isBecause(Broker({all, read}).ask("User:a", Op::Read, topic("t")), Rule::MatchingAcl, read));
        QVERIFY(isBecause(Broker({all, read, prefix}).ask("User:a", Op::Read, topic("t")), Rule::MatchingAcl,
                          prefix));
        const kafka::Acl noAll = deny("User:*", "ALL", topicPrefix("t"));
        const kafka::Acl noRead = deny("User:a", "READ", topicPrefix("t"));
        QVERIFY(isBecause(Broker({noRead, noAll}).ask("User:a", Op::Read, topic("tt")), Rule::MatchingAcl,
                          noAll));
    }
    void aSentenceSaysWhoWhatAndWhy() {
        const Broker broker({allow("User:pat", "WRITE", topicPrefix("dc2."))});
        const Question question{"User:pat", anyHost, Op::Write, {kafka::ResourceType::Topic, "dc2.stock"}};
        QCOMPARE(
            sentence(question, broker.set.decide({}, question)),
            QStringLiteral(
                "User:pat may WRITE topic dc2.stock: ALLOW WRITE on TOPIC PREFIXED dc2. for User:pat from "
                "any host says so, and no DENY is against it"));
    }
};

QTEST_GUILESS_MAIN(tst_evaluator)
#include "tst_evaluator.moc"
