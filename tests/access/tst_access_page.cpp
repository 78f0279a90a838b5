// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/access/acl_builder.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_map.h"
#include "tests/support/pictures.h"
#include "widgets/access/access_page.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::widgets;
using namespace streamscape::test;
using Asked = streamscape::test::Question;

namespace {

/// Kafka's entry for a broker as it is when super.users is set: there, and hidden.
kafka::ResourceConfig brokerConfig(const char* authorizer) {
    return {{kafka::ResourceType::Broker, "1"},
            {{"authorizer.class.name", authorizer, "STATIC_BROKER_CONFIG", false, true, false},
             {"super.users", std::nullopt, "STATIC_BROKER_CONFIG", false, true, true}},
            {}};
}

/// The shoe retailer's rights, Pat's forgotten prefix grant among them.
void fill(FakeCluster& cluster) {
    cluster.info.brokers = {{base::BrokerId{1}, "broker", 9092, {}}};
    cluster.info.authorized = std::vector<kafka::Operation>{"ALTER", "DESCRIBE", "CREATE"};
    cluster.configs[{kafka::ResourceType::Broker, "1"}] =
        brokerConfig("org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    for (const char* name :
         {"dc2.inventory.stock", "inventory.levels", "inventory.movements", "orders", "shipments"})
        cluster.addTopic(name, 3);
    cluster.addGroup("inventory-projector");
    auto& acls = cluster.acls.acls;
    for (const char* op : {"READ", "WRITE", "CREATE", "DELETE", "ALTER", "ALTER_CONFIGS"})
        acls.push_back(allow("User:ada", op, topicPrefix("inventory.")));
    acls.push_back(allow("User:jax", "WRITE", topic("inventory.movements")));
    for (const char* op : {"CREATE", "DELETE", "DESCRIBE_CONFIGS"})
        acls.push_back(allow("User:kaff", op, topicPrefix("inventory.")));
    acls.push_back(allow("User:pat", "WRITE", topicPrefix("dc2.inventory.")));
    acls.push_back(allow("User:erick", "DESCRIBE", theCluster()));
    acls.push_back(allow("User:svc-bi", "READ", topic("inventory.levels")));
    acls.push_back(allow("User:svc-projector", "READ", topicPrefix("inventory.")));
    acls.push_back(allow("User:svc-projector", "READ", group("inventory-projector")));
    acls.push_back(allow("User:*", "READ", topic("orders")));
    acls.push_back(deny("User:analyst", "ALL", topicPrefix("dc2.")));
    cluster.scramUsers = {
        {"ada", {"SCRAM-SHA-512"}, {}}, {"pat", {"SCRAM-SHA-512"}, {}}, {"zoe", {"SCRAM-SHA-256"}, {}}};
}

} // namespace

class tst_access_page : public QObject {
    Q_OBJECT

    /// A page over a cluster, shown and read once.
    struct Bench {
        explicit Bench(void (*prepare)(FakeCluster&) = fill) {
            prepare(cluster);
            page.resize(1220, 790);
            page.show();
            feed.refresh();
        }
        FakeCluster cluster;
        ManualClock clock;
        access::AccessFeed feed{cluster, clock.clock(), {base::Duration{0}, {"User:boss", {}, {}}}};
        View view;
        Theme theme{ThemeChoice::Dark};
        MemoryMap memory;
        AccessPage page{feed, PageContext{view, theme, memory, clock.clock()}};

        DataTable* table(const char* name) const { return page.findChild<DataTable*>(QLatin1String(name)); }
        QString text(const char* name) const { return page.findChild<QLabel*>(QLatin1String(name))->text(); }
        /// Clicks a table's cell in the row whose first column says text.
        bool click(const char* name, const char* first, int column = 1) const {
            DataTable* where = table(name);
            for (int row = 0; row < where->model()->rowCount(); ++row) {
                if (where->model()->index(row, 0).data().toString() != QLatin1String(first))
                    continue;
                const QModelIndex cell = where->model()->index(row, column);
                where->scrollTo(cell);
                QTest::mouseClick(where->viewport(), Qt::LeftButton, {}, where->visualRect(cell).center());
                return true;
            }
            return false;
        }
        void chooseTab(const char* text) const {
            for (QToolButton* button : page.findChildren<QToolButton*>()) {
                if (button->text() == QString::fromUtf8(text))
                    QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QStringList column(const char* name, int column) const {
            QStringList cells;
            DataTable* where = table(name);
            for (int row = 0; row < where->model()->rowCount(); ++row)
                cells << where->model()->index(row, column).data().toString();
            return cells;
        }
        /// For a person to look at, where a folder is named.
        void shoot(const QString& name) {
            const QString folder = qEnvironmentVariable("STREAMSCAPE_SHOTS");
            if (folder.isEmpty())
                return;
            for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
                theme.setChoice(choice);
                QTest::qWait(50); // until the layout has settled
                page.grab().save(folder + QLatin1Char('/') + name +
                                 (choice == ThemeChoice::Dark ? QStringLiteral("-dark.png")
                                                              : QStringLiteral("-light.png")));
            }
        }
    };

private Q_SLOTS:
    void aPageWhoseThemeIsSwitchedLooksLikeOneMadeInIt() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        QTRY_VERIFY(bench.table("access.whocan")->visibleRows() > 0);
        bench.theme.setChoice(ThemeChoice::Light);
        const QImage switched = test::picture(bench.page);
        AccessPage made(bench.feed, {bench.view, bench.theme, bench.memory, bench.clock.clock()});
        made.resize(bench.page.size());
        made.show();
        const QRect different = test::difference(switched, test::picture(made));
        QVERIFY2(different.isEmpty(), qPrintable(QDebug::toString(different)));
    }
    void rolesAreReadBackFromTheAcls() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        QVERIFY(bench.page.isReady());
        QCOMPARE(bench.text("pageCounts"),
                 QStringLiteral("Kafka ACLs · StandardAuthorizer · 11 principals · 17 bindings"));
        const QStringList roles = bench.column("access.roles", 1);
        for (const char* role : {"ResourceOwner", "DeveloperWrite", "DeveloperManage", "SecurityAdmin",
                                 "DeveloperRead", "Deny All"})
            QVERIFY2(roles.contains(QLatin1String(role)), role);
        bench.shoot(QStringLiteral("access-start"));
    }

    void aClickOnARoleShowsItsPrincipalAndAsksAboutItsTopic() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        QSignalSpy moved(&bench.page, &Page::locationChanged);
        QVERIFY(bench.click("access.roles", "User:pat"));
        QCOMPARE(bench.text("principalName"), QStringLiteral("User:pat"));
        QTRY_COMPARE(bench.page.location().value("topic"), std::string("dc2.inventory.stock"));
        QCOMPARE(bench.page.location().value("principal"), std::string("User:pat"));
        QVERIFY(moved.count() > 0);
        QTRY_COMPARE(bench.column("access.whocan", 0),
                     (QStringList{QStringLiteral("User:boss"), QStringLiteral("User:pat"),
                                  QStringLiteral("User:analyst")}));
        QVERIFY(bench.text("why").startsWith(QStringLiteral("User:pat may WRITE topic dc2.inventory.stock")));
        bench.shoot(QStringLiteral("access-pat"));
    }

    void anotherQuestionIsChosenByKeyboard() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        auto* verb = bench.page.findChild<QComboBox*>(QStringLiteral("verb"));
        verb->setFocus();
        QTest::keyClick(verb, Qt::Key_Down);
        QCOMPARE(verb->currentText(), QStringLiteral("read from topic"));
        auto* name = bench.page.findChild<QLineEdit*>(QStringLiteral("resourceName"));
        name->clear();
        QTest::keyClicks(name, QStringLiteral("orders"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(bench.column("access.whocan", 0).contains(QStringLiteral("User:*")));
        QCOMPARE(bench.page.location().value("operation"), std::string("READ"));
    }

    void aLocationIsOpenedAndGivenBack() {
        Bench bench;
        const base::Location there{
            "access",
            "who-can",
            {{"topic", "inventory.movements"}, {"principal", "User:jax"}, {"operation", "WRITE"}},
            {}};
        bench.page.open(there);
        QTRY_VERIFY(bench.table("access.whocan")->visibleRows() > 0);
        QCOMPARE(bench.page.location(), there);
        QVERIFY(!bench.table("access.roles")->isVisible());
        QCOMPARE(bench.text("principalName"), QStringLiteral("User:jax"));
        bench.page.open({"access", {}, {{"group", "inventory-projector"}}, {}});
        QTRY_VERIFY(bench.column("access.whocan", 0).contains(QStringLiteral("User:svc-projector")));
        bench.shoot(QStringLiteral("access-group"));
    }

    void aPrincipalNobodyNamesIsSaidSo() {
        Bench bench;
        bench.page.open({"access", {}, {{"principal", "User:ghost"}}, {}});
        QTRY_VERIFY(bench.text("summary").startsWith(QStringLiteral("No ACL names it.")));
        QVERIFY(bench.text("summary").contains(QStringLiteral("Reads 1 topic")));
    }

    void linksLeaveForTheOtherPages() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        QVERIFY(bench.click("access.roles", "User:pat"));
        QSignalSpy requested(&bench.page, &Page::locationRequested);
        QPushButton* audit = nullptr;
        for (QPushButton* button : bench.page.findChildren<QPushButton*>()) {
            if (button->accessibleName() == QStringLiteral("Show audit · User:pat"))
                audit = button;
        }
        QVERIFY(audit);
        QTest::mouseClick(audit, Qt::LeftButton);
        const auto location = requested.at(0).at(0).value<base::Location>();
        QCOMPARE(location.page, std::string("audit"));
        QCOMPARE(location.value("principal"), std::string("User:pat"));
    }

    void theTabsShowAclsAndUsers() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        bench.chooseTab("ACLs");
        QVERIFY(bench.table("access.acls")->isVisible());
        QVERIFY(!bench.table("access.roles")->isVisible());
        QCOMPARE(bench.table("access.acls")->visibleRows(), 17);
        bench.shoot(QStringLiteral("access-acls"));
        bench.chooseTab("Users");
        QVERIFY(bench.click("access.users", "User:zoe", 5));
        QVERIFY(bench.text("summary").startsWith(QStringLiteral("No ACL names it.")));
        bench.shoot(QStringLiteral("access-users"));
        QCOMPARE(bench.page.location().tab, std::string("users"));
    }

    void theFilterNarrowsTheTable() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        bench.page.focusFilter();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("pat write"));
        QTRY_COMPARE(bench.table("access.roles")->visibleRows(), 1);
    }

    void theBadgeCountsWhatEveryoneMay() {
        FakeCluster cluster;
        fill(cluster);
        access::AccessFeed feed(cluster, base::systemNow, {});
        View view;
        Theme theme(ThemeChoice::Dark);
        MemoryMap memory;
        AccessPage page(feed, PageContext{view, theme, memory, base::systemNow});
        QSignalSpy badge(&page, &Page::badgeChanged);
        feed.refresh();
        QTRY_COMPARE(badge.count(), 1);
        QCOMPARE(badge.at(0).at(0).toInt(), 1);
    }

    void withoutTheRightToSeeItSaysSo() {
        Bench bench([](FakeCluster& cluster) {
            fill(cluster);
            cluster.acls.acls.clear();
            cluster.info.authorized = std::vector<kafka::Operation>{};
        });
        QTRY_VERIFY(bench.page.isReady());
        QVERIFY(bench.page.findChild<Face*>()->accessibleName() ==
                QStringLiteral("Not allowed to see the ACLs"));
        QVERIFY(!bench.table("access.roles")->isVisible());
        QCOMPARE(bench.text("pageCounts"), QStringLiteral("Kafka ACLs · StandardAuthorizer"));
        bench.shoot(QStringLiteral("access-denied"));
    }

    void withoutAnAuthorizerItSaysThatEverybodyMay() {
        Bench bench([](FakeCluster& cluster) {
            fill(cluster);
            cluster.acls.acls.clear();
            cluster.configs[{kafka::ResourceType::Broker, "1"}] = brokerConfig("");
        });
        QTRY_VERIFY(bench.page.isReady());
        QCOMPARE(bench.page.findChild<Face*>()->accessibleName(),
                 QStringLiteral("This cluster has no authorizer"));
        bench.shoot(QStringLiteral("access-none"));
    }

    void anotherAuthorizerKeepsItsListAndGivesNoAnswer() {
        Bench bench([](FakeCluster& cluster) {
            fill(cluster);
            cluster.configs[{kafka::ResourceType::Broker, "1"}] = brokerConfig("com.example.OpaAuthorizer");
        });
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        QVERIFY(bench.table("access.roles")->isVisible());
        QVERIFY(!bench.table("access.whocan")->isVisible());
        bench.shoot(QStringLiteral("access-other"));
    }

    void anOutageKeepsWhatWasReadAndSaysHowOldItIs() {
        Bench bench;
        QTRY_VERIFY(bench.table("access.roles")->visibleRows() > 0);
        bench.cluster.failAlways(
            Asked::DescribeAcls,
            base::Error{base::ErrorKind::Transport, "The broker went away", "fake:9092", {}, {}});
        bench.page.refresh();
        QTRY_VERIFY(bench.feed.error());
        QVERIFY(bench.table("access.roles")->isVisible());
        QCOMPARE(bench.page.status().severity, base::Severity::Bad);
        QVERIFY(bench.page.status().asOf);
        bench.shoot(QStringLiteral("access-stale"));
    }

    void aFailureWithNothingReadHasItsFaceAndAWayOut() {
        Bench bench([](FakeCluster& cluster) {
            fill(cluster);
            cluster.failAlways(
                Asked::DescribeAcls,
                base::Error{
                    base::ErrorKind::Timeout, "No answer in time", "fake:9092", "Is the broker up?", {}});
        });
        QTRY_VERIFY(bench.page.isReady());
        bench.cluster.failAlways(Asked::DescribeAcls, std::nullopt);
        auto* face = bench.page.findChild<Face*>();
        QTest::mouseClick(face->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY(bench.table("access.roles")->isVisible());
    }

    void theCommandGivesTheSameAnswer() {
        Bench bench;
        QCOMPARE(bench.page.status().command, QStringLiteral("streamscapectl access list"));
        bench.page.open({"access", "who-can", {{"topic", "a'b"}}, {}});
        QCOMPARE(bench.page.status().command,
                 QStringLiteral("streamscapectl access who-can WRITE 'TOPIC:a'\\''b'"));
    }

    void principalsCanBeFound() {
        Bench bench;
        QTRY_VERIFY(bench.page.isReady() && bench.feed.snapshot());
        QTRY_COMPARE(bench.page.findings().size(), std::size_t{11});
    }
};

QTEST_MAIN(tst_access_page)
#include "tst_access_page.moc"
