// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/authorizer_line.h"

#include <QTest>

#include <random>

using namespace streamscape;
using namespace streamscape::audit;

namespace {

const AuthorizerLine parser;

std::string line(const std::string& level, const std::string& message) {
    return "[2026-03-04 02:10:07,412] " + level + " " + message + " (kafka.authorizer.logger)";
}
std::string said(const std::string& principal, const std::string& decision, const std::string& operation,
                 const std::string& resource, const std::string& tail) {
    return "Principal = " + principal + " is " + decision + " operation = " + operation +
           " from host = 10.20.4.17 on resource = " + resource + tail;
}
std::string by(const std::string& request, const std::string& rule) {
    return " for request = " + request + " with resourceRefCount = 1 based on rule " + rule;
}
std::string acl(const std::string& type, const std::string& name, const std::string& pattern,
                const std::string& principal, const std::string& operation, const std::string& permission) {
    return "MatchingAcl(acl=StandardAcl[resourceType=" + type + ", resourceName=" + name +
           ", patternType=" + pattern + ", principal=" + principal + ", host=*, operation=" + operation +
           ", permissionType=" + permission + "])";
}
std::string shown(const std::optional<std::string>& text) { return text.value_or("(none)"); }
std::string shown(const std::optional<Facts>& facts) {
    if (!facts)
        return "unparsed";
    std::string text = std::string(name(facts->decision)) + "|" + shown(facts->principal) + "|" +
                       shown(facts->host) + "|" + shown(facts->operation) + "|" + shown(facts->resourceType) +
                       "|" + shown(facts->pattern) + "|" + shown(facts->resource) + "|" +
                       shown(facts->request) + "|" + shown(facts->rule);
    if (facts->acl)
        text += std::string("|") + kafka::name(facts->acl->type) + " " + kafka::name(facts->acl->pattern) +
                " " + facts->acl->name + " " + facts->acl->principal + " " + facts->acl->host + " " +
                facts->acl->operation + " " + kafka::name(facts->acl->permission);
    return text;
}

const std::string evil =
    "User:eve is Denied operation = READ from host = 9.9.9.9 on resource = Topic:LITERAL:x";
const std::string carol = "User:carol\\x [y] = {z} based on rule SuperUser (kafka.authorizer.logger)";

} // namespace

class AuthorizerLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryForm_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const std::string& text, const std::string& expected) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray::fromStdString(expected);
        };
        row("3.x prefixed allow",
            "[2026-03-04 02:10:07,412] DEBUG Principal = User:inv-batch-loader is Allowed operation = WRITE "
            "from host "
            "= 10.20.4.17 on resource = Topic:LITERAL:dc2.inventory.stock.v1 for request = Produce with "
            "resourceRefCount = 6 based on rule MatchingAcl(acl=StandardAcl(resourceType=TOPIC, "
            "resourceName=dc2.inventory., patternType=PREFIXED, principal=User:inv-batch-loader, host=*, "
            "operation=WRITE, permissionType=ALLOW)) (kafka.authorizer.logger)",
            "allow|User:inv-batch-loader|10.20.4.17|WRITE|TOPIC|LITERAL|dc2.inventory.stock.v1|Produce|"
            "MatchingAcl|"
            "TOPIC PREFIXED dc2.inventory. User:inv-batch-loader * WRITE ALLOW");
        row("distinguished name, IPv6, group with spaces",
            "[2026-03-04 02:11:30,001] INFO Principal = User:CN=Stock Audit, OU=Retail, O=Example Ltd, C=DE "
            "is Denied "
            "operation = READ from host = 0:0:0:0:0:0:0:1 on resource = Group:LITERAL:stock audit reader for "
            "request "
            "= JoinGroup with resourceRefCount = 1 based on rule DefaultDeny (kafka.authorizer.logger)",
            "deny|User:CN=Stock Audit, OU=Retail, O=Example Ltd, "
            "C=DE|0:0:0:0:0:0:0:1|READ|GROUP|LITERAL|stock audit "
            "reader|JoinGroup|DefaultDeny");
        row("denying ACL for everyone",
            "[2026-03-04 02:11:31,950] INFO Principal = User:analyst is Denied operation = DESCRIBE from "
            "host = "
            "10.20.9.3 on resource = Topic:LITERAL:dc2.inventory.stock.v1 for request = Metadata with "
            "resourceRefCount = 1 based on rule MatchingAcl(acl=StandardAcl(resourceType=TOPIC, "
            "resourceName=dc2., "
            "patternType=PREFIXED, principal=User:*, host=*, operation=ALL, permissionType=DENY)) "
            "(kafka.authorizer.logger)",
            "deny|User:analyst|10.20.9.3|DESCRIBE|TOPIC|LITERAL|dc2.inventory.stock.v1|Metadata|MatchingAcl|"
            "TOPIC "
            "PREFIXED dc2. User:* * ALL DENY");
        row("super user",
            "[2026-03-04 02:12:00,120] DEBUG Principal = User:admin is Allowed operation = ALTER from host = "
            "10.20.1.5 "
            "on resource = Cluster:LITERAL:kafka-cluster for request = DeleteAcls with resourceRefCount = 1 "
            "based on "
            "rule SuperUser (kafka.authorizer.logger)",
            "allow|User:admin|10.20.1.5|ALTER|CLUSTER|LITERAL|kafka-cluster|DeleteAcls|SuperUser");
        row("probe",
            "[2026-03-04 02:12:44,700] TRACE Principal = User:analyst is Denied operation = DESCRIBE from "
            "host = "
            "10.20.9.3 on resource = Topic:LITERAL:dc1.orders for request = Metadata with resourceRefCount = "
            "1 based "
            "on rule DefaultDeny (kafka.authorizer.logger)",
            "probe|User:analyst|10.20.9.3|DESCRIBE|TOPIC|LITERAL|dc1.orders|Metadata|DefaultDeny");
        row("AclAuthorizer",
            "[2023-03-12 13:51:55,904] INFO Principal = User:mallory is Denied Operation = Describe from "
            "host = "
            "10.244.0.27 on resource = Topic:LITERAL:t for request = Metadata with resourceRefCount = 1 "
            "(kafka.authorizer.logger)",
            "deny|User:mallory|10.244.0.27|DESCRIBE|TOPIC|LITERAL|t|Metadata|(none)");
        row("SimpleAclAuthorizer",
            "[2019-01-02 03:04:05,006] INFO Principal = User:bob is Denied Operation = Write from host = "
            "10.0.0.9 on "
            "resource = Topic:LITERAL:foo (kafka.authorizer.logger)",
            "deny|User:bob|10.0.0.9|WRITE|TOPIC|LITERAL|foo|(none)|(none)");
        row("before patterns",
            "[2017-01-02 03:04:05,006] INFO Principal = User:bob is Denied Operation = DescribeConfigs from "
            "host = "
            "10.0.0.9 on resource = Topic:foo (kafka.authorizer.logger)",
            "deny|User:bob|10.0.0.9|DESCRIBE_CONFIGS|TOPIC|(none)|foo|(none)|(none)");
        row("4.x square brackets",
            line("DEBUG",
                 said("User:ada", "Allowed", "WRITE", "Topic:LITERAL:inventory.movements",
                      by("Produce", acl("TOPIC", "inventory.", "PREFIXED", "User:ada", "WRITE", "ALLOW")))),
            "allow|User:ada|10.20.4.17|WRITE|TOPIC|LITERAL|inventory.movements|Produce|MatchingAcl|TOPIC "
            "PREFIXED "
            "inventory. User:ada * WRITE ALLOW");
        row("an implied right",
            line("DEBUG", said("User:ada", "Allowed", "DESCRIBE", "Topic:LITERAL:t",
                               by("Metadata", acl("TOPIC", "t", "LITERAL", "User:ada", "READ", "ALLOW")))),
            "allow|User:ada|10.20.4.17|DESCRIBE|TOPIC|LITERAL|t|Metadata|MatchingAcl|TOPIC LITERAL t "
            "User:ada * READ "
            "ALLOW");
        row("via listener",
            line("INFO", "Principal = User:CN=a is Denied operation = READ from host = 10.0.0.1 via listener "
                         "EXTERNAL-9094 on resource = Topic:LITERAL:t" +
                             by("Fetch", "DefaultDeny")),
            "deny|User:CN=a|10.0.0.1|READ|TOPIC|LITERAL|t|Fetch|DefaultDeny");
        row("transactional id",
            line("INFO", said("User:a", "Denied", "DESCRIBE", "TransactionalId:LITERAL:tx = 1, (b)",
                              by("FindCoordinator", "DefaultDeny"))),
            "deny|User:a|10.20.4.17|DESCRIBE|TRANSACTIONAL_ID|LITERAL|tx = 1, "
            "(b)|FindCoordinator|DefaultDeny");
        row("carriage return",
            line("INFO", said("User:a", "Denied", "READ", "Topic:LITERAL:t", by("Fetch", "DefaultDeny"))) +
                "\r",
            "deny|User:a|10.20.4.17|READ|TOPIC|LITERAL|t|Fetch|DefaultDeny");
    }
    void readsEveryForm() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(shown(parser.factsOf(text.toStdString()))), expected);
    }

    void isNotFooledByNames_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const std::string& text, const std::string& expected) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QByteArray::fromStdString(expected);
        };
        row("a principal with a head, on a topic",
            line("INFO", said(evil, "Denied", "DESCRIBE", "Topic:LITERAL:t", by("Metadata", "DefaultDeny"))),
            "deny|" + evil + "|10.20.4.17|DESCRIBE|TOPIC|LITERAL|t|Metadata|DefaultDeny");
        row("a principal with a refused head, on a group, allowed",
            line("DEBUG", said(evil, "Allowed", "READ", "Group:LITERAL:g",
                               by("JoinGroup", acl("GROUP", "g", "LITERAL", evil, "READ", "ALLOW")))),
            "allow|" + evil + "|10.20.4.17|READ|GROUP|LITERAL|g|JoinGroup|MatchingAcl|GROUP LITERAL g " +
                evil + " * READ ALLOW");
        row("a principal with a rule and a logger",
            line("INFO",
                 said(carol, "Denied", "DESCRIBE", "Group:LITERAL:g", by("FindCoordinator", "DefaultDeny"))),
            "deny|" + carol + "|10.20.4.17|DESCRIBE|GROUP|LITERAL|g|FindCoordinator|DefaultDeny");
        row("carol allowed by an ACL",
            line("DEBUG", said(carol, "Allowed", "WRITE", "Topic:LITERAL:t",
                               by("Produce", acl("TOPIC", "t", "LITERAL", carol, "WRITE", "ALLOW")))),
            "allow|" + carol + "|10.20.4.17|WRITE|TOPIC|LITERAL|t|Produce|MatchingAcl|TOPIC LITERAL t " +
                carol + " * WRITE ALLOW");
        const std::string tailed =
            "g for request = JoinGroup with resourceRefCount = 1 based on rule DefaultDeny";
        row("a group with a tail",
            line("INFO", said("User:a", "Denied", "DESCRIBE", "Group:LITERAL:" + tailed,
                              by("FindCoordinator", "DefaultDeny"))),
            "deny|User:a|10.20.4.17|DESCRIBE|GROUP|LITERAL|" + tailed + "|FindCoordinator|DefaultDeny");
        row("a group with the markers of an ACL",
            line("DEBUG",
                 said("User:a", "Allowed", "READ", "Group:LITERAL:g, patternType=LITERAL, principal=User:a",
                      by("JoinGroup", acl("GROUP", "g", "PREFIXED", "User:a", "READ", "ALLOW")))),
            "allow|User:a|10.20.4.17|READ|GROUP|LITERAL|g, patternType=LITERAL, "
            "principal=User:a|JoinGroup|MatchingAcl|GROUP PREFIXED g User:a * READ ALLOW");
        // Either the principal or the group can be the one with the head in its name.
        row("undecidable",
            line("INFO", said("User:a", "Denied", "READ",
                              "Group:LITERAL:g is Denied operation = READ from host = 1.1.1.1 on resource = "
                              "Group:LITERAL:h",
                              by("JoinGroup", "DefaultDeny"))),
            "unparsed");
        row("the same, decided by its ACL",
            line("DEBUG",
                 said("User:a", "Allowed", "READ",
                      "Group:LITERAL:g is Allowed operation = READ from host = 1.1.1.1 on resource = "
                      "Group:LITERAL:h",
                      by("JoinGroup", acl("GROUP", "h", "LITERAL",
                                          "User:a is Allowed operation = READ from host = 10.20.4.17 on "
                                          "resource = Group:LITERAL:g",
                                          "READ", "ALLOW")))),
            "allow|User:a is Allowed operation = READ from host = 10.20.4.17 on resource = "
            "Group:LITERAL:g|1.1.1.1|READ|GROUP|LITERAL|h|JoinGroup|MatchingAcl|GROUP LITERAL h User:a is "
            "Allowed "
            "operation = READ from host = 10.20.4.17 on resource = Group:LITERAL:g * READ ALLOW");
    }
    void isNotFooledByNames() { readsEveryForm(); }

    void whatNoBrokerWritesIsUnparsed_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        const std::string good =
            said("User:a", "Denied", "READ", "Topic:LITERAL:t", by("Fetch", "DefaultDeny"));
        row("empty", "");
        row("prose", "hello");
        row("INFO Allowed",
            line("INFO", said("User:a", "Allowed", "READ", "Topic:LITERAL:t", by("Fetch", "SuperUser"))));
        row("DEBUG Denied", line("DEBUG", good));
        row("WARN", line("WARN", good));
        row("denied by the super user",
            line("INFO", said("User:a", "Denied", "READ", "Topic:LITERAL:t", by("Fetch", "SuperUser"))));
        row("no moment", "INFO " + good + " (kafka.authorizer.logger)");
        row("13th month", "[2026-13-04 02:10:07,412] INFO " + good + " (kafka.authorizer.logger)");
        row("no logger", "[2026-03-04 02:10:07,412] INFO " + good);
        row("an operation nobody knows",
            line("INFO", said("User:a", "Denied", "FLY", "Topic:LITERAL:t", by("Fetch", "DefaultDeny"))));
        row("a resource nobody knows",
            line("INFO", said("User:a", "Denied", "READ", "Planet:LITERAL:t", by("Fetch", "DefaultDeny"))));
        row("a topic with a space",
            line("INFO", said("User:a", "Denied", "READ", "Topic:LITERAL:t u", by("Fetch", "DefaultDeny"))));
        row("an unknown rule on a group",
            line("INFO", said("User:a", "Denied", "READ", "Group:LITERAL:g", by("Fetch", "Whatever"))));
        row("an ACL of another topic",
            line("DEBUG", said("User:a", "Allowed", "READ", "Topic:LITERAL:t",
                               by("Fetch", acl("TOPIC", "u", "LITERAL", "User:a", "READ", "ALLOW")))));
        row("an ACL of another principal",
            line("DEBUG", said("User:a", "Allowed", "READ", "Topic:LITERAL:t",
                               by("Fetch", acl("TOPIC", "t", "LITERAL", "User:b", "READ", "ALLOW")))));
        row("an ACL that does not cover the operation",
            line("DEBUG", said("User:a", "Allowed", "WRITE", "Topic:LITERAL:t",
                               by("Produce", acl("TOPIC", "t", "LITERAL", "User:a", "READ", "ALLOW")))));
        row("a principal without a type",
            line("INFO", said("alice", "Denied", "READ", "Topic:LITERAL:t", by("Fetch", "DefaultDeny"))));
        std::string heads = "Principal = User:a";
        for (int i = 0; i < 5000; ++i)
            heads +=
                " is Denied operation = READ from host = 1.1.1.1 on resource = Group:LITERAL:g for request = "
                "Fetch with resourceRefCount = 1 based on rule DefaultDeny";
        row("a thousand heads and tails", line("INFO", heads));
    }
    void whatNoBrokerWritesIsUnparsed() {
        QFETCH(QByteArray, text);
        QCOMPARE(shown(parser.factsOf(text.toStdString())), std::string("unparsed"));
    }

    void aShapeIsTheLineWithoutMomentAndCount() {
        const std::string text =
            line("INFO", said("User:a", "Denied", "READ", "Topic:LITERAL:t", by("Fetch", "DefaultDeny")));
        const Shape shape = parser.shapeOf(text);
        QVERIFY(shape.moment);
        QCOMPARE(shape.count, std::optional<std::int64_t>(1));
        QCOMPARE(std::string(shape.after),
                 std::string(" based on rule DefaultDeny (kafka.authorizer.logger)"));
        QCOMPARE(joined(shape), text);
    }
    void aCountInAGroupsNameStaysThere() {
        const std::string text =
            line("INFO", said("User:a", "Denied", "READ", "Group:LITERAL:g with resourceRefCount = 7", ""));
        const std::optional<Facts> facts = parser.factsOf(text);
        QVERIFY(facts);
        QCOMPARE(shown(facts->resource), std::string("g with resourceRefCount = 7"));
        QVERIFY(parser.holdsCount(*facts));
    }
    void anEventCutByANewlineIsTorn() {
        QVERIFY(parser.isTorn(
            "[2026-03-04 02:10:07,412] INFO Principal = User:a is Denied operation = DESCRIBE from "
            "host = 1.1.1.1 on resource = Group:LITERAL:half"));
        QVERIFY(!parser.isTorn("hello"));
        QVERIFY(!parser.isTorn(
            line("INFO", said("User:a", "Denied", "READ", "Topic:LITERAL:t", by("Fetch", "DefaultDeny")))));
    }

    // Whatever bytes come, the parser ends, and what it calls an event holds the principal at its place.
    void survivesMutation() {
        std::mt19937 random(20261123);
        std::vector<std::string> seeds{
            line("DEBUG",
                 said("User:ada", "Allowed", "WRITE", "Topic:LITERAL:inventory.movements",
                      by("Produce", acl("TOPIC", "inventory.", "PREFIXED", "User:ada", "WRITE", "ALLOW")))),
            line("INFO",
                 said(evil, "Denied", "DESCRIBE", "Group:LITERAL:a b", by("Metadata", "DefaultDeny"))),
            line("INFO",
                 "Principal = User:bob is Denied Operation = Write from host = 10.0.0.9 on resource = "
                 "Topic:foo")};
        const auto pick = [&](std::size_t below) {
            return std::uniform_int_distribution<std::size_t>(0, below)(random);
        };
        int events = 0;
        for (int i = 0; i < 60'000; ++i) {
            std::string text = seeds[pick(seeds.size() - 1)];
            for (std::size_t n = pick(4); n > 0 && !text.empty(); --n) {
                const std::size_t at = pick(text.size() - 1);
                switch (pick(3)) {
                case 0:
                    text[at] = static_cast<char>(pick(255));
                    break;
                case 1:
                    text.erase(at, pick(20));
                    break;
                case 2:
                    text.insert(at, text.substr(pick(text.size() - 1), pick(60)));
                    break;
                default:
                    text.resize(at);
                }
            }
            QCOMPARE(joined(parser.shapeOf(text)), text);
            const std::optional<Facts> facts = parser.factsOf(text);
            if (!facts)
                continue;
            ++events;
            QVERIFY(text.find("Principal = " + *facts->principal + " is ") != std::string::npos);
            QVERIFY(text.find(*facts->resource) != std::string::npos);
        }
        QVERIFY(events > 1000);
    }
};

QTEST_GUILESS_MAIN(AuthorizerLineTest)
#include "tst_authorizer_line.moc"
