// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/import.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace streamscape;
using settings::Dialect;
using settings::Imported;
namespace fs = std::filesystem;

namespace {

std::string valueOf(const Imported& imported, const char* name) {
    const auto it = imported.profile.properties.find(name);
    return it == imported.profile.properties.end() ? "(not set)" : it->second;
}
std::string secret(const Imported& imported, const char* name) {
    const auto it = imported.secrets.find(name);
    return it == imported.secrets.end() ? "(not set)" : it->second;
}
std::string reason(const Imported& imported, const std::string& key) {
    for (const settings::ImportWarning& warning : imported.warnings)
        if (warning.key == key)
            return std::to_string(warning.line) + ": " + warning.reason;
    return "(no warning)";
}

const std::string scram =
    "bootstrap.servers=a:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n"
    "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
    "username=\"ada\" password=\"hunter2\";\n";

} // namespace

class TestImport : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    fs::path put(const char* name, std::string_view bytes) {
        const fs::path path = m_dir.filePath(QString::fromLatin1(name)).toStdString();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    base::Result<Imported> import(const std::string& text) {
        return settings::importProperties(text,
                                          m_dir.filePath(QStringLiteral("shop.properties")).toStdString());
    }

private Q_SLOTS:
    void aScramClientGoesOver() {
        const fs::path ca = put("ca.pem", "-----BEGIN CERTIFICATE-----\n");
        const auto imported = import(scram + "ssl.truststore.type=PEM\nssl.truststore.location=ca.pem\n"
                                             "ssl.endpoint.identification.algorithm=\n");
        QVERIFY2(imported, imported ? "" : base::describe(imported.error()).c_str());
        QCOMPARE(imported->profile.name, std::string("shop"));
        QCOMPARE(valueOf(*imported, "bootstrap.servers"), std::string("a:9093"));
        QCOMPARE(valueOf(*imported, "sasl.username"), std::string("ada"));
        QCOMPARE(valueOf(*imported, "ssl.ca.location"), ca.string());
        QCOMPARE(valueOf(*imported, "ssl.endpoint.identification.algorithm"), std::string("none"));
        QCOMPARE(secret(*imported, "sasl.password"), std::string("hunter2"));
        QCOMPARE(valueOf(*imported, "sasl.password"), std::string("(not set)"));
        QVERIFY(imported->profile.secretProperties.contains("sasl.password"));
        QVERIFY(imported->warnings.empty());
    }

    void plainIsTakenFromItsLoginModule() {
        const auto imported =
            import("bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.jaas.config="
                   "org.apache.kafka.common.security.plain.PlainLoginModule required "
                   "username='k' password='s';\n");
        QCOMPARE(valueOf(*imported, "sasl.mechanism"), std::string("PLAIN"));
    }

    void oidcGoesOver() {
        const auto imported = import(
            "bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\n"
            "sasl.oauthbearer.token.endpoint.url=https://id/token\n"
            "sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer."
            "OAuthBearerLoginCallbackHandler\n"
            "sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
            "clientId=\"console\" clientSecret=\"hunter2\" scope=\"kafka\" "
            "extension_logicalCluster=\"lkc-1\";\n");
        QVERIFY2(imported, imported ? "" : base::describe(imported.error()).c_str());
        QCOMPARE(valueOf(*imported, "sasl.oauthbearer.method"), std::string("oidc"));
        QCOMPARE(valueOf(*imported, "sasl.oauthbearer.client.id"), std::string("console"));
        QCOMPARE(valueOf(*imported, "sasl.oauthbearer.scope"), std::string("kafka"));
        QCOMPARE(valueOf(*imported, "sasl.oauthbearer.extensions"), std::string("logicalCluster=lkc-1"));
        QCOMPARE(secret(*imported, "sasl.oauthbearer.client.secret"), std::string("hunter2"));
        QVERIFY(imported->warnings.empty());
    }

    void kerberosGoesOver() {
        const auto imported =
            import("bootstrap.servers=a:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=GSSAPI\n"
                   "sasl.kerberos.service.name=kafka\nsasl.jaas.config=com.sun.security.auth.module."
                   "Krb5LoginModule required useKeyTab=true keyTab=\"/k\" principal=\"ada@X\";\n");
        QCOMPARE(valueOf(*imported, "sasl.kerberos.keytab"), std::string("/k"));
        QCOMPARE(valueOf(*imported, "sasl.kerberos.principal"), std::string("ada@X"));
    }

    void aPemKeyStoreIsKeyAndCertificate() {
        const fs::path pem = put("client.pem", "Bag Attributes\n-----BEGIN PRIVATE KEY-----\n");
        const auto imported = import("bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.type=PEM\n"
                                     "ssl.keystore.location=client.pem\nssl.key.password=hunter2\n");
        QCOMPARE(valueOf(*imported, "ssl.key.location"), pem.string());
        QCOMPARE(valueOf(*imported, "ssl.certificate.location"), pem.string());
        QCOMPARE(secret(*imported, "ssl.key.password"), std::string("hunter2"));
    }

    void aPkcs12KeyStoreIsUsedAsItIs() {
        const fs::path p12 = put("client.p12", "\x30\x82\x0a\x0b");
        const auto imported =
            import("bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.keystore.location=client.p12\n"
                   "ssl.keystore.password=hunter2\nssl.truststore.password=unused\n");
        QCOMPARE(valueOf(*imported, "ssl.keystore.location"), p12.string());
        QCOMPARE(secret(*imported, "ssl.keystore.password"), std::string("hunter2"));
    }

    void certificatesInTheFileItselfGoOver() {
        const auto imported = import("bootstrap.servers=a:1\nsecurity.protocol=SSL\n"
                                     "ssl.truststore.certificates=-----BEGIN CERTIFICATE----- \\\n abc\n"
                                     "ssl.keystore.certificate.chain=chain\nssl.keystore.key=hunter2\n");
        QCOMPARE(valueOf(*imported, "ssl.ca.pem"), std::string("-----BEGIN CERTIFICATE----- abc"));
        QCOMPARE(valueOf(*imported, "ssl.certificate.pem"), std::string("chain"));
        QCOMPARE(secret(*imported, "ssl.key.pem"), std::string("hunter2"));
    }

    void whatDoesNotGoOverIsSaidWithItsLine() {
        const auto imported = import("group.id=g\nbootstrap.servers=a:1\nkey.deserializer=x.Y\nfoo.bar=1\n"
                                     "bootstrap.servers=b:1\nssl.cipher.suites=TLS_X\n");
        QVERIFY(reason(*imported, "group.id").starts_with("1: concerns producers and consumers"));
        QVERIFY(reason(*imported, "key.deserializer").starts_with("3: concerns producers and consumers"));
        QVERIFY(reason(*imported, "foo.bar").starts_with("4: is not known"));
        QVERIFY(reason(*imported, "ssl.cipher.suites").starts_with("6: Java's cipher names differ"));
        QCOMPARE(reason(*imported, "bootstrap.servers"),
                 std::string("2: is set again in line 5, which counts"));
        QCOMPARE(valueOf(*imported, "bootstrap.servers"), std::string("b:1"));
        QCOMPARE(valueOf(*imported, "foo.bar"), std::string("(not set)"));
    }

    void librdkafkasPropertiesGoOverAsTheyAre() {
        const auto imported =
            import("bootstrap.servers=a:1\nsecurity.protocol=sasl_plaintext\nsasl.mechanisms=PLAIN\n"
                   "sasl.username=ada\nsasl.password=a\\tb=c\nbroker.address.family=v4\n");
        QVERIFY2(imported, imported ? "" : base::describe(imported.error()).c_str());
        QCOMPARE(secret(*imported, "sasl.password"), std::string("a\\tb=c"));
        QCOMPARE(valueOf(*imported, "broker.address.family"), std::string("v4"));
    }

    void aPluginIsLeftOut() {
        const auto imported = import("bootstrap.servers=a:1\nplugin.library.paths=evil\n");
        QCOMPARE(valueOf(*imported, "plugin.library.paths"), std::string("(not set)"));
        QVERIFY(reason(*imported, "plugin.library.paths").starts_with("2: loads foreign code"));
    }

    void aMissingPasswordIsAWarningAsItMayComeFromElsewhere() {
        const auto imported =
            import("bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n"
                   "sasl.username=ada\n");
        QVERIFY2(imported, imported ? "" : base::describe(imported.error()).c_str());
        QVERIFY(reason(*imported, "sasl.password").find("password of ada is missing") != std::string::npos);
    }

    void aLoginThatIsNotUsedIsSaid() {
        const auto imported =
            import("bootstrap.servers=a:1\nsasl.mechanism=PLAIN\nsasl.username=a\nsasl.password=b\n");
        QVERIFY(reason(*imported, "security.protocol").find("has no SASL") != std::string::npos);
    }

    void aHalfOrWrongFileIsRefusedWithFileLineAndHint_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("line"); // 0: the file as a whole
        const auto row = [](const char* name, const char* text, const char* what, int line) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(what) << line;
        };
        row("empty", "", "bootstrap.servers is missing", 0);
        row("no servers", "security.protocol=SSL\n", "bootstrap.servers is missing", 0);
        row("only commas", "bootstrap.servers= , \n", "bootstrap.servers is missing", 1);
        row("unknown protocol", "bootstrap.servers=a:1\nsecurity.protocol=TLS\n",
            "security.protocol TLS is not known", 2);
        row("no mechanism", "bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\n",
            "sasl.mechanism is missing", 0);
        row("unknown mechanism",
            "bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\n",
            "The SASL mechanism AWS_MSK_IAM is not known", 3);
        row("no user", "bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n",
            "sasl.username is missing", 0);
        row("no client id",
            "bootstrap.servers=a:1\nsecurity.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER\n"
            "sasl.oauthbearer.method=oidc\nsasl.oauthbearer.token.endpoint.url=x\n",
            "sasl.oauthbearer.client.id is missing", 0);
        row("no line at all", "bootstrap.servers=a:1\nhello\n", "The line is no key=value", 2);
        row("open quote",
            "bootstrap.servers=a:1\nsasl.jaas.config=x.ScramLoginModule required password=\"hunter2\n",
            "sasl.jaas.config has an option without a value, or a quote that is not closed", 2);
        row("no user in JAAS",
            "bootstrap.servers=a:1\nsasl.mechanism=PLAIN\nsasl.jaas.config=x.PlainLoginModule required "
            "password=\"hunter2\";\n",
            "sasl.jaas.config has no username", 3);
        row("SCRAM without mechanism",
            "bootstrap.servers=a:1\nsasl.jaas.config=x.ScramLoginModule required "
            "username=a password=\"hunter2\";\n",
            "sasl.mechanism is missing beside a SCRAM login", 2);
        row("foreign module",
            "bootstrap.servers=a:1\nsasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;\n",
            "The login module IAMLoginModule is Java's alone", 2);
        row("config provider",
            "bootstrap.servers=a:1\nssl.truststore.type=PEM\nssl.key.password=${file:/s:key}\n",
            "ssl.key.password is taken from a config provider, which only Java resolves", 3);
        row("JKS", "bootstrap.servers=a:1\nssl.truststore.location=store.jks\n",
            "The trust store is a Java key store (JKS), which only Java reads", 2);
        row("JKS key store",
            "bootstrap.servers=a:1\nssl.keystore.type=JKS\nssl.keystore.location=store.jks\n",
            "The key store is a Java key store (JKS), which only Java reads", 3);
        row("PKCS12 trust store", "bootstrap.servers=a:1\nssl.truststore.location=store.p12\n",
            "The trust store is a PKCS12 file, which librdkafka cannot read", 2);
        row("no such store", "bootstrap.servers=a:1\n\nssl.truststore.location=nowhere.pem\n",
            "The trust store cannot be read", 3);
        row("nonsense as a store", "bootstrap.servers=a:1\nssl.truststore.location=nonsense\n",
            "The trust store is neither PEM, PKCS12 nor JKS", 2);
        row("no such CA", "bootstrap.servers=a:1\nsecurity.protocol=SSL\nssl.ca.location=nowhere.pem\n",
            "The file of ssl.ca.location is not there", 3);
    }
    void aHalfOrWrongFileIsRefusedWithFileLineAndHint() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        QFETCH(int, line);
        put("store.jks", "\xfe\xed\xfe\xed\x01");
        put("store.p12", "\x30\x82\x0a\x0b");
        put("nonsense", "nonsense");
        const auto imported = import(text.toStdString());
        QVERIFY(!imported);
        const base::Error error = imported.error();
        QCOMPARE(error.kind, base::ErrorKind::Invalid);
        QVERIFY2(QString::fromStdString(error.what).startsWith(what), error.what.c_str());
        const QString file = m_dir.filePath(QStringLiteral("shop.properties"));
        QCOMPARE(QString::fromStdString(error.where),
                 line == 0 ? file : file + QStringLiteral(":%1").arg(line));
        QVERIFY(!error.hint.empty());
        QVERIFY(base::describe(error).find("hunter2") == std::string::npos);
    }

    void theJksHintNamesKeytool() {
        put("store.jks", "\xfe\xed\xfe\xed\x01");
        const auto imported = import("bootstrap.servers=a:1\nssl.keystore.location=store.jks\n");
        QVERIFY(imported.error().hint.starts_with("keytool -importkeystore -srckeystore "));
    }

    void aFileThatIsNoneIsRefused_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("missing") << m_dir.filePath(QStringLiteral("nowhere"));
        QTest::newRow("a folder") << m_dir.path();
        QTest::newRow("without end") << QStringLiteral("/dev/zero");
    }
    void aFileThatIsNoneIsRefused() {
        QFETCH(QString, path);
        const auto imported = settings::importFile(path.toStdString());
        QCOMPARE(imported.error().kind, base::ErrorKind::Invalid);
        QCOMPARE(imported.error().where, path.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
