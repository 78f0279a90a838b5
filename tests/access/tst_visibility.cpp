// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/visibility.h"
#include "tests/access/snapshot_builder.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;

namespace {

struct Seen {
    Facts facts = openFacts({});
    kafka::ResourceConfig& config() { return facts.broker->front(); }
    Visibility judged() const { return judge(facts.cluster, authorizerConfig(facts.broker), facts.acls); }
};
base::Error error(base::ErrorKind kind, std::string native = {}) {
    return {kind, "It failed", {}, {}, std::move(native)};
}

} // namespace

class tst_visibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyListWithTheRightToSeeIsComplete() {
        Seen seen;
        QCOMPARE(seen.judged().sight, Sight::Complete);
        QVERIFY(seen.judged().caveats.isEmpty());
    }
    void anEmptyListWithoutDescribeIsNotZeroAcls() {
        Seen seen;
        seen.facts.cluster->authorized = std::vector<kafka::Operation>{};
        QCOMPARE(seen.judged().sight, Sight::NotAllowed);
        QVERIFY(!seen.judged().hint.isEmpty());
    }
    void aRefusalIsNotAllowedToo() {
        Seen seen;
        seen.facts.acls = base::fail(error(base::ErrorKind::Denied));
        QCOMPARE(seen.judged().sight, Sight::NotAllowed);
    }
    void aListThatIsThereIsShownWhateverTheBrokerSaysOfRights() {
        Seen seen;
        seen.facts.acls = kafka::AclList{{allow("User:a", "READ", topic("t"))}};
        seen.facts.cluster->authorized.reset();
        QCOMPARE(seen.judged().sight, Sight::Complete);
    }
    void noAuthorizerIsSaidSo() {
        Seen seen;
        seen.config().entries[0].value = "";
        QCOMPARE(seen.judged().sight, Sight::NoAuthorizer);
        Seen disabled;
        disabled.facts.acls = base::fail(error(base::ErrorKind::Unsupported, "SECURITY_DISABLED"));
        QCOMPARE(disabled.judged().sight, Sight::NoAuthorizer);
    }
    void anotherAuthorizerCannotBeEvaluated() {
        Seen seen;
        seen.config().entries[0].value =
            "org.apache.ranger.authorization.kafka.authorizer.RangerKafkaAuthorizer";
        QCOMPARE(seen.judged().sight, Sight::OtherAuthorizer);
        QVERIFY(seen.judged().title.contains(QStringLiteral("RangerKafkaAuthorizer")));
    }
    void anEmptyListWithoutTheConfigurationMeansEither() {
        Seen seen;
        seen.facts.broker = base::fail(error(base::ErrorKind::Denied));
        QCOMPARE(seen.judged().sight, Sight::Unknown);
        seen.facts.acls = kafka::AclList{{allow("User:a", "READ", topic("t"))}};
        QCOMPARE(seen.judged().sight, Sight::Complete);
        QVERIFY(!seen.judged().caveats.isEmpty());
    }
    void aFailureIsItself() {
        Seen seen;
        seen.facts.acls = base::fail(error(base::ErrorKind::Timeout));
        QCOMPARE(seen.judged().sight, Sight::Unknown);
        QCOMPARE(seen.judged().error->kind, base::ErrorKind::Timeout);
    }
    void hiddenSettingsAreNotKnown() {
        // Kafka 4.3.1 lists super.users as sensitive, without its value.
        Seen seen;
        seen.config().entries[1].value.reset();
        seen.config().entries[1].sensitive = true;
        const AuthorizerConfig config = authorizerConfig(seen.facts.broker);
        QVERIFY(!config.superUsers);
        QCOMPARE(config.allowEveryone, std::optional(false)); // not listed: not set
        QCOMPARE(seen.judged().caveats.size(), 1);
    }
    void aSettingThatIsNotListedIsNotSet() {
        Seen seen;
        seen.config().entries.pop_back();
        QCOMPARE(authorizerConfig(seen.facts.broker).superUsers, std::optional(std::vector<std::string>{}));
    }

    void whoWeAreIsKnownBySaslOnly() {
        kafka::ConnectionSpec spec;
        spec.properties = {{"sasl.username", "ada"}, {"security.protocol", "SASL_SSL"}};
        QCOMPARE(knownOf(spec).self, std::optional<std::string>("User:ada"));
        spec.properties["security.protocol"] = "SSL";
        QVERIFY(!knownOf(spec).self);
    }
    void aConnectionThatMayMoreThanItsAclsIsASuperUser() {
        Facts facts = openFacts({allow("User:erick", "DESCRIBE", theCluster())});
        facts.broker->front().entries[1].value.reset();
        facts.cluster->authorized = std::vector<kafka::Operation>{"ALTER", "DESCRIBE"};
        Known known;
        known.self = "User:boss";
        const SnapshotPtr snapshot = takeStock(facts, known, shippedCatalogue());
        QVERIFY(snapshot->find("User:boss") && snapshot->find("User:boss")->inferredSuper);
        known.self = "User:erick";
        facts.cluster->authorized = std::vector<kafka::Operation>{"DESCRIBE"};
        QVERIFY(!takeStock(facts, known, shippedCatalogue())->find("User:erick")->superUser);
    }
    void thatIsNotConcludedWhereEveryoneMightBeAllowed() {
        Facts facts = openFacts({});
        auto& entries = facts.broker->front().entries;
        entries[1].value.reset();
        entries.push_back({"allow.everyone.if.no.acl.found", {}, "STATIC_BROKER_CONFIG", false, true, true});
        facts.cluster->authorized = std::vector<kafka::Operation>{"ALTER", "DESCRIBE"};
        Known known;
        known.self = "User:boss";
        QVERIFY(!takeStock(facts, known, shippedCatalogue())->find("User:boss"));
    }
};

QTEST_GUILESS_MAIN(tst_visibility)
#include "tst_visibility.moc"
