// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/live_session.h"

#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace streamscape;

class TestSession : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::string put(const char* text) {
        const std::string path = m_dir.filePath(QStringLiteral("client.properties")).toStdString();
        std::ofstream(path) << text;
        return path;
    }
    base::Result<kafka::ConnectionSpec> connection(const ctl::Options& options, std::string* said = nullptr) {
        std::ostringstream out;
        std::ostringstream err;
        ctl::LiveSession session(options, {}, out, err);
        auto spec = session.connection();
        if (said)
            *said = out.str() + err.str();
        return spec;
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_CONFIG_HOME", m_dir.path().toUtf8());
        QCOMPARE(settings::defaultConfigFolder().string(),
                 (m_dir.path() + QStringLiteral("/streamscape")).toStdString());
    }
    void cleanup() { qunsetenv("STREAMSCAPE_SASL_PASSWORD"); }

    void theCommandLineOverridesTheFile() {
        ctl::Options options;
        options.config = put("bootstrap.servers=a:1\nclient.id=x\nlinger.ms=1\n");
        options.bootstrap = "b:2";
        options.properties = {"client.id=y=z"};
        options.timeout = "5s";
        const auto spec = connection(options);
        QVERIFY2(spec, spec ? "" : base::describe(spec.error()).c_str());
        QCOMPARE(spec->properties.at("bootstrap.servers"), std::string("b:2"));
        QCOMPARE(spec->properties.at("client.id"), std::string("y=z"));
        QCOMPARE(spec->properties.at("linger.ms"), std::string("1"));
        QCOMPARE(spec->timeout, base::Duration(5000));
    }

    void thePasswordMayComeFromTheEnvironment() {
        qputenv("STREAMSCAPE_SASL_PASSWORD", "hunter2");
        ctl::Options options;
        options.config = put("bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                             "sasl.username=ada\n");
        const auto spec = connection(options);
        QVERIFY2(spec, spec ? "" : base::describe(spec.error()).c_str());
        QCOMPARE(spec->properties.at("sasl.password"), std::string("hunter2"));
    }

    void withoutAPasswordTheWaysToGiveOneAreNamed() {
        ctl::Options options;
        options.config = put("bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                             "sasl.username=ada\n");
        const auto spec = connection(options);
        QCOMPARE(spec.error().kind, base::ErrorKind::Invalid);
        QVERIFY(spec.error().hint.find("STREAMSCAPE_SASL_PASSWORD") != std::string::npos);
    }

    void aSecretOnTheCommandLineIsRefusedAndNotRepeated_data() {
        QTest::addColumn<QString>("property");
        for (const char* name :
             {"sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
              "sasl.oauthbearer.client.secret", "sasl.oauthbearer.config", "sasl.jaas.config"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void aSecretOnTheCommandLineIsRefusedAndNotRepeated() {
        QFETCH(QString, property);
        ctl::Options options;
        options.bootstrap = "a:1";
        options.properties = {property.toStdString() + "=hunter2"};
        std::string said;
        const auto spec = connection(options, &said);
        QCOMPARE(spec.error().kind, base::ErrorKind::Invalid);
        QVERIFY(base::describe(spec.error()).find("hunter2") == std::string::npos);
        QVERIFY(said.find("hunter2") == std::string::npos);
    }

    void whatIsWrongWithTheOptionsIsNamed_data() {
        QTest::addColumn<QString>("bootstrap");
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("what");
        const QString none;
        QTest::newRow("nothing") << none << none << none << none << QStringLiteral("No cluster is named");
        QTest::newRow("two") << none << QStringLiteral("a") << QStringLiteral("b") << none
                             << QStringLiteral("--cluster and --config both name a connection");
        QTest::newRow("no equals") << QStringLiteral("a:1") << none << none << QStringLiteral("x")
                                   << QStringLiteral("-X takes key=value");
        QTest::newRow("no file") << none << none << QStringLiteral("/nowhere") << none
                                 << QStringLiteral("The properties file cannot be read");
        QTest::newRow("no profile") << none << QStringLiteral("prod") << none << none
                                    << QStringLiteral("There is no saved connection prod");
        QTest::newRow("protocol") << QStringLiteral("a:1") << none << none
                                  << QStringLiteral("security.protocol=TLS")
                                  << QStringLiteral("security.protocol TLS is not known");
    }
    void whatIsWrongWithTheOptionsIsNamed() {
        QFETCH(QString, bootstrap);
        QFETCH(QString, cluster);
        QFETCH(QString, config);
        QFETCH(QString, property);
        QFETCH(QString, what);
        ctl::Options options;
        options.bootstrap = bootstrap.toStdString();
        options.cluster = cluster.toStdString();
        options.config = config.toStdString();
        if (!property.isEmpty())
            options.properties = {property.toStdString()};
        const auto spec = connection(options);
        QCOMPARE(spec.error().kind, base::ErrorKind::Invalid);
        QCOMPARE(spec.error().what, what.toStdString());
        QVERIFY(!spec.error().hint.empty());
    }

    void aSavedConnectionIsFoundByItsName() {
        settings::Profile profile = settings::newProfile("shop");
        profile.properties["bootstrap.servers"] = "a:1";
        QVERIFY(settings::ProfileFile().save({profile}));
        ctl::Options options;
        options.cluster = "shop";
        const auto spec = connection(options);
        QVERIFY2(spec, spec ? "" : base::describe(spec.error()).c_str());
        QCOMPARE(spec->bootstrap(), std::string("a:1"));
    }

    void theStoreIsOpenedOnceInTheFolderNamed() {
        ctl::Options options;
        options.store = m_dir.filePath(QStringLiteral("store")).toStdString();
        std::ostringstream out;
        std::ostringstream err;
        ctl::LiveSession session(options, {}, out, err);
        const auto writing = session.store(store::Mode::ReadWrite);
        QVERIFY2(writing, writing ? "" : base::describe(writing.error()).c_str());
        QCOMPARE(session.store(store::Mode::ReadOnly).value(), *writing);
        QCOMPARE((*writing)->folder().string(), options.store);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
