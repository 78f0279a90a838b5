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
              "ssl.keystore.password", "sasl.jaas.config"})
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
