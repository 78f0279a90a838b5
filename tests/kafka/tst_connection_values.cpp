// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/connection.h"
#include "models/kafka/connection_check.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;

class TestConnectionValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bootstrapServersAreSplit() {
        const std::vector<Endpoint> expected{{"a", 9092}, {"::1", 9093}, {"b.example", 19092}, {"c", 9092}};
        QCOMPARE(endpoints("a:9092, [::1]:9093,ssl://b.example:19092,c"), expected);
        QVERIFY(endpoints("").empty());
        QVERIFY(endpoints(" , ,").empty());
        QCOMPARE(endpoints("host:notaport"), (std::vector<Endpoint>{{"host", 9092}}));
    }
    void aConnectionHasTheStepsOfItsProtocol() {
        const auto names = [](const char* protocol) {
            ConnectionSpec spec;
            spec.properties["security.protocol"] = protocol;
            std::vector<std::string> list;
            for (const CheckStep& step : checkSteps(spec))
                list.push_back(step.name);
            return list;
        };
        QCOMPARE(names("plaintext").size(), 5U);
        QCOMPARE(names("SSL")[2], std::string(tlsStep));
        QCOMPARE(names("sasl_ssl").size(), 7U);
        QCOMPARE(names("SASL_PLAINTEXT")[2], std::string(saslStep));
    }
    void secretsAreKnownByTheirNames_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("secret");
        for (const char* name :
             {"sasl.password", "ssl.key.password", "ssl.key.pem", "sasl.oauthbearer.client.secret",
              "ssl.keystore.password", "sasl.jaas.config", "sasl.oauthbearer.config"})
            QTest::newRow(name) << QByteArray(name) << true;
        for (const char* name : {"sasl.username", "ssl.ca.location", "bootstrap.servers", "ssl.key.location",
                                 "sasl.oauthbearer.token.endpoint.url"})
            QTest::newRow(name) << QByteArray(name) << false;
    }
    void secretsAreKnownByTheirNames() {
        QFETCH(QByteArray, name);
        QFETCH(bool, secret);
        QCOMPARE(isSecretProperty(name.toStdString()), secret);
    }
    void aTokenEndpointIsShownWithoutUserAndQuery_data() {
        QTest::addColumn<std::string>("url");
        QTest::addColumn<std::string>("shown");
        const auto row = [](const char* url, const char* shown) {
            QTest::newRow(url) << std::string(url) << std::string(shown);
        };
        row("https://login.example:8443/oauth/token", "https://login.example:8443/oauth/token");
        row("https://ada:hush@login.example/token", "https://login.example/token");
        row("https://ada:h@sh@login.example", "https://login.example");
        row("https://login.example/token?key=hush", "https://login.example/token");
        row("https://login.example/u@token", "https://login.example/u@token");
    }
    void aTokenEndpointIsShownWithoutUserAndQuery() {
        QFETCH(std::string, url);
        QFETCH(std::string, shown);
        ConnectionSpec spec;
        spec.properties = {{"security.protocol", "sasl_ssl"},
                           {"sasl.mechanism", "OAUTHBEARER"},
                           {"sasl.oauthbearer.method", "OIDC"},
                           {"sasl.oauthbearer.token.endpoint.url", url}};
        QCOMPARE(spec.tokenEndpoint(), std::optional(shown));
        QCOMPARE(checkSteps(spec)[3].name, std::string(tokenStep));
        spec.properties["sasl.mechanism"] = "PLAIN";
        QVERIFY(!spec.tokenEndpoint());
    }
    void secretsAreTakenOutOfAText() {
        ConnectionSpec spec;
        spec.properties = {{"sasl.password", "hush"}, {"sasl.username", "ada"}, {"ssl.key.password", "x"}};
        QCOMPARE(spec.withoutSecrets("ada said hush, hush"), std::string("ada said …, …"));
    }
    void aSecretMayBeWhatStandsForSecrets() {
        ConnectionSpec spec;
        spec.properties = {{"sasl.password", "…"}};
        QCOMPARE(spec.withoutSecrets("wait… and see…"), std::string("wait… and see…"));
    }
    void ofASecretThatBeginsLikeAnotherNothingIsLeft() {
        ConnectionSpec spec;
        spec.properties = {{"sasl.password", "hush"}, {"ssl.key.password", "hush-hush"}};
        QCOMPARE(spec.withoutSecrets("hush-hush, hush"), std::string("…, …"));
    }
    void aDescriptionHasNoSecret() {
        ConnectionSpec spec;
        spec.properties = {{"bootstrap.servers", "h:1"},
                           {"security.protocol", "sasl_ssl"},
                           {"sasl.mechanism", "SCRAM-SHA-512"},
                           {"sasl.username", "ada"},
                           {"sasl.password", "hush"}};
        QCOMPARE(spec.describe(), std::string("SASL_SSL SCRAM-SHA-512 as ada at h:1"));
    }
};

QTEST_GUILESS_MAIN(TestConnectionValues)
#include "tst_connection_values.moc"
