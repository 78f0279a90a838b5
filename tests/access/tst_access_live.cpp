// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/feed.h"
#include "models/kafkard/connect.h"
#include "tests/access/acl_builder.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;
using kafka::ResourceType;

namespace {

constexpr std::array topicOps{Op::Read,  Op::Write,    Op::Create,          Op::Delete,
                              Op::Alter, Op::Describe, Op::DescribeConfigs, Op::AlterConfigs};
constexpr std::array clusterOps{Op::Create,          Op::ClusterAction, Op::DescribeConfigs, Op::AlterConfigs,
                                Op::IdempotentWrite, Op::Alter,         Op::Describe};

} // namespace

/// The Access feed and the evaluator beside a real broker's own answers.
class tst_access_live : public QObject {
    Q_OBJECT

    LiveBroker m_broker;
    std::unique_ptr<kafka::Cluster> m_admin;
    const std::string m_run = "ev" + std::to_string(base::toMilliseconds(base::systemNow()) % 10'000'000);
    const std::string m_user = m_run + "-asker";
    const std::string m_asker = "User:" + m_user;
    std::vector<std::string> m_topics;
    std::vector<kafka::Acl> m_acls;

    /// Alternates of what a test run may change without being in the way of others.
    std::vector<kafka::Acl> randomAcls(std::mt19937& random) const {
        const auto oneOf = [&](const std::vector<std::string>& all) { return all[random() % all.size()]; };
        std::set<kafka::Acl> acls;
        while (acls.size() < 300) {
            kafka::Acl acl;
            const std::string topic = oneOf(m_topics);
            acl.pattern = random() % 2 ? kafka::PatternType::Prefixed : kafka::PatternType::Literal;
            acl.name = acl.pattern == kafka::PatternType::Prefixed
                           ? topic.substr(0, m_run.size() + 1 + random() % (topic.size() - m_run.size()))
                           : topic;
            acl.principal = oneOf({m_asker, m_asker, "User:*", "User:somebody", m_asker + "x"});
            acl.host = oneOf({"*", "*", "*", "127.0.0.1", "10.9.9.9"});
            acl.operation = random() % 12 == 0 ? "ALL" : name(topicOps[random() % topicOps.size()]);
            acl.permission = random() % 5 == 0 ? kafka::Permission::Deny : kafka::Permission::Allow;
            // A DENY on a short prefix would leave nothing to compare.
            if (acl.permission == kafka::Permission::Deny)
                acl.name = topic;
            acls.insert(acl);
        }
        // On any topic, and on the cluster, for the asker only.
        acls.insert(allow(m_asker, "DESCRIBE_CONFIGS", topic("*")));
        acls.insert(deny(m_asker, "ALTER", topic("*"), "127.0.0.1"));
        acls.insert(allow(m_asker, "DESCRIBE", theCluster())); // or the broker says nothing of the others
        acls.insert(allow(m_asker, "ALTER_CONFIGS", theCluster()));
        acls.insert(deny(m_asker, "ALTER_CONFIGS", theCluster(), "10.9.9.9"));
        acls.insert(allow(m_asker, "CREATE", theCluster(), "10.9.9.9"));
        return {acls.begin(), acls.end()};
    }

    std::unique_ptr<kafka::Cluster> connectAs(kafka::ConnectionSpec spec) const {
        auto connected = kafkard::connect(spec);
        return connected ? std::move(*connected) : nullptr;
    }

    template<std::size_t N>
    std::set<std::string> ours(const AclSet& set, const std::array<Op, N>& operations,
                               const Resource& resource) const {
        std::set<std::string> allowed;
        for (const Op op : operations) {
            if (set.decide({}, {m_asker, "127.0.0.1", op, resource}).allowed())
                allowed.insert(name(op));
        }
        return allowed;
    }
    static QString joined(const std::set<std::string>& words) {
        QStringList list;
        for (const std::string& word : words)
            list << QString::fromStdString(word);
        return list.join(QLatin1Char(' '));
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), LiveBroker::howTo());
        m_admin = connectAs(m_broker.admin());
        QVERIFY(m_admin);
        std::mt19937 random(20261123);
        std::vector<kafka::NewTopic> made;
        for (int i = 0; i < 30; ++i) {
            std::string topic = m_run + '.';
            for (auto n = 1 + random() % 5; n > 0; --n)
                topic += "ab.-"[random() % 4];
            topic += std::to_string(i);
            m_topics.push_back(topic);
            made.push_back({topic, 1, 1, {}});
        }
        AWAIT(topics, m_admin->createTopics(made));
        for (const kafka::ItemOutcome& outcome : topics)
            QVERIFY2(!outcome.error, outcome.item.c_str());
        AWAIT(users, m_admin->upsertScramUsers({{m_user, "SCRAM-SHA-512", 4096, "a-password-of-one-run"}}));
        QVERIFY(!users.front().error);
        m_acls = randomAcls(random);
        AWAIT(acls, m_admin->createAcls(m_acls));
        for (const kafka::AclOutcome& outcome : acls)
            QVERIFY2(!outcome.error, longWords(outcome.acl).toUtf8());
    }
    void cleanupTestCase() {
        if (!m_admin)
            return;
        AWAIT(acls, m_admin->deleteAcls(m_acls));
        AWAIT(topics, m_admin->deleteTopics(m_topics));
        QCOMPARE(topics.size(), m_topics.size());
        QVERIFY(!acls.empty());
    }

    void anAdminSeesEverything() {
        AccessFeed feed(*m_admin, base::systemNow, {base::Duration{0}, {"User:admin", {}, {}}});
        const auto all = [&] {
            return feed.snapshot() && std::all_of(m_acls.begin(), m_acls.end(), [&](const kafka::Acl& acl) {
                       const auto& seen = feed.snapshot()->acls.acls();
                       return std::find(seen.begin(), seen.end(), acl) != seen.end();
                   });
        };
        // The broker's own copy of what the controller has accepted may be a moment behind.
        connect(&feed, &AccessFeed::updated, this, [&] {
            if (!all())
                feed.refresh();
        });
        feed.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(all(), 15'000);
        QCOMPARE(feed.snapshot()->visibility.sight, Sight::Complete);
        QCOMPARE(shortClass(*feed.snapshot()->config.className), std::string("StandardAuthorizer"));
        QVERIFY(feed.snapshot()->find(m_asker)->scram == std::vector<std::string>{"SCRAM-SHA-512"});
        // Kafka hides the list; that admin is in it follows from what it may do.
        QVERIFY(!feed.snapshot()->config.superUsers);
        QVERIFY(feed.snapshot()->find("User:admin")->inferredSuper);
    }

    void whoMayNotSeeIsToldSo() {
        const auto guest = connectAs(m_broker.guest());
        QVERIFY(guest);
        AccessFeed feed(*guest, base::systemNow, {base::Duration{0}, {}});
        feed.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(feed.snapshot(), 15'000);
        QCOMPARE(feed.snapshot()->visibility.sight, Sight::NotAllowed);
    }

    void theEvaluatorAgreesWithTheBroker() {
        kafka::ConnectionSpec spec = m_broker.admin();
        spec.properties["sasl.username"] = m_user;
        spec.properties["sasl.password"] = "a-password-of-one-run";
        const auto asker = connectAs(spec);
        QVERIFY(asker);
        const AclSet set(m_acls);
        AWAIT(topics, asker->describeTopics(m_topics));
        std::map<std::string, std::set<std::string>> broker;
        for (const kafka::Topic& topic : topics) {
            if (!topic.error && topic.authorized)
                broker[topic.name] = {topic.authorized->begin(), topic.authorized->end()};
        }
        int seen = 0;
        for (const std::string& topic : m_topics) {
            std::set<std::string> expected = ours(set, topicOps, {ResourceType::Topic, topic});
            // Without DESCRIBE the broker does not answer for the topic at all.
            if (!expected.contains("DESCRIBE"))
                expected.clear();
            QVERIFY2(broker[topic] == expected,
                     (QString::fromStdString(topic) + QStringLiteral(" broker: ") + joined(broker[topic]) +
                      QStringLiteral(" ours: ") + joined(expected))
                         .toUtf8());
            seen += expected.empty() ? 0 : 1;
        }
        QVERIFY2(seen > 3 && seen < static_cast<int>(m_topics.size()), qPrintable(QString::number(seen)));
        AWAIT(info, asker->describeCluster());
        QVERIFY(info.authorized);
        QCOMPARE(joined({info.authorized->begin(), info.authorized->end()}),
                 joined(ours(set, clusterOps, {ResourceType::Cluster, clusterName})));
    }
};

QTEST_GUILESS_MAIN(tst_access_live)
#include "tst_access_live.moc"
