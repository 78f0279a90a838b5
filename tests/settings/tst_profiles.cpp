// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/app_settings.h"
#include "models/settings/profile_file.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace streamscape;
using settings::Profile;
using settings::Secrets;
namespace fs = std::filesystem;

namespace {

struct Made {
    Profile profile = settings::newProfile("shop");
    Secrets secrets;
    Made() {
        for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"bootstrap.servers", "a:1"},
                 {"security.protocol", "SASL_PLAINTEXT"},
                 {"sasl.mechanism", "PLAIN"},
                 {"sasl.username", "ada"},
                 {"sasl.password", "hunter2"},
                 {"ssl.key.pem", "hunter2-key"},
                 {"sasl.oauthbearer.config", "principal=hunter2-claim"}})
            settings::setProperty(profile, secrets, name, value);
        profile.readOnly = true;
        profile.auditLogDirs = {"/var/log/kafka", "/var/log/kafka 2"};
        profile.colour = "red";
    }
};

} // namespace

class TestProfiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_folder;

    void put(const char* text) {
        fs::create_directories(m_folder);
        std::ofstream(m_folder / "connections.json") << text;
    }

private Q_SLOTS:
    void init() {
        m_folder = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString();
    }

    void aSavedProfileComesBackAsItWas() {
        const Made made;
        const settings::ProfileFile file(m_folder);
        QVERIFY(file.save({made.profile, settings::newProfile("other")}));
        const auto loaded = file.load();
        QVERIFY(loaded);
        QCOMPARE(loaded->size(), std::size_t{2});
        QVERIFY(loaded->front() == made.profile);
        QCOMPARE(file.find("other")->name, std::string("other"));
    }

    void noSecretIsInAnyFileWritten() {
        Made made;
        made.profile.properties["sasl.password"] = "hunter2-by-mistake"; // even where a caller put it wrong
        QVERIFY(settings::ProfileFile(m_folder).save({made.profile}));
        int files = 0;
        for (QDirIterator it(QString::fromStdString(m_folder.string()), QDir::Files | QDir::Hidden);
             it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains("hunter2"));
            ++files;
        }
        QCOMPARE(files, 1);
    }

    void theFileIsForItsOwnerOnly() {
        const settings::ProfileFile file(m_folder);
        QVERIFY(file.save({}));
        QCOMPARE(fs::status(file.path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }

    void noFileIsNoProfiles() { QVERIFY(settings::ProfileFile(m_folder).load()->empty()); }

    void anUnknownNameListsTheNamesThereAre() {
        const settings::ProfileFile file(m_folder);
        QVERIFY(file.save({settings::newProfile("shop"), settings::newProfile("test")}));
        const auto found = file.find("prod");
        QCOMPARE(found.error().kind, base::ErrorKind::NotFound);
        QCOMPARE(found.error().hint, std::string("There are: shop, test"));
    }

    void aBrokenFileNamesItselfAndTheLine() {
        put("{\n  \"connections\": [\n    {,\n  ]\n}\n");
        const auto loaded = settings::ProfileFile(m_folder).load();
        QCOMPARE(loaded.error().where, (m_folder / "connections.json").string() + ":3");
    }

    void aWrongMemberNamesItsConnection_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no id") << QByteArray(R"({"connections":[{"name":"a","properties":{}}]})");
        QTest::newRow("no name") << QByteArray(R"({"connections":[{"id":"1","properties":{}}]})");
        QTest::newRow("no properties") << QByteArray(R"({"connections":[{"id":"1","name":"a"}]})");
        QTest::newRow("a number") << QByteArray(
            R"({"connections":[{"id":"1","name":"a","properties":{"x":1}}]})");
        QTest::newRow("a secret") << QByteArray(
            R"({"connections":[{"id":"1","name":"a","properties":{"sasl.password":"hunter2"}}]})");
        QTest::newRow("folders no list")
            << QByteArray(R"({"connections":[{"id":"1","name":"a","properties":{},"audit_log_dirs":"x"}]})");
        QTest::newRow("no object") << QByteArray(R"({"connections":[7]})");
    }
    void aWrongMemberNamesItsConnection() {
        QFETCH(QByteArray, json);
        put(json.constData());
        const auto loaded = settings::ProfileFile(m_folder).load();
        QCOMPARE(loaded.error().kind, base::ErrorKind::Invalid);
        QVERIFY(QString::fromStdString(loaded.error().where)
                    .endsWith(QLatin1String("connections.json, connection 1")));
        QVERIFY(!loaded.error().hint.empty());
        QVERIFY(base::describe(loaded.error()).find("hunter2") == std::string::npos);
    }

    void aFileThatIsAFolderIsAnError() {
        fs::create_directories(m_folder / "connections.json");
        QVERIFY(!settings::ProfileFile(m_folder).load());
        QCOMPARE(settings::ProfileFile(m_folder).save({}).error().kind, base::ErrorKind::Storage);
    }

    void aConnectionIsMadeOfProfileAndSecrets() {
        Made made;
        const auto spec = settings::toConnectionSpec(made.profile, made.secrets);
        QVERIFY2(spec, spec ? "" : base::describe(spec.error()).c_str());
        QCOMPARE(spec->properties.at("sasl.password"), std::string("hunter2"));
        QVERIFY(spec->describe().find("hunter2") == std::string::npos);
    }

    void aSecretThatIsGoneIsNamed() {
        Made made;
        made.secrets.erase("sasl.password");
        const auto spec = settings::toConnectionSpec(made.profile, made.secrets);
        QCOMPARE(spec.error().what, std::string("The value of sasl.password is not known"));
    }

    void settingsComeBackAsTheyWere() {
        settings::AppSettings written;
        written.beside = {QStringLiteral("staging")};
        written.history = {std::chrono::hours{12}, std::chrono::hours{48}, std::chrono::hours{240}};
        written.theme = settings::Theme::Light;
        written.zone = base::Zone::Local;
        written.lastConnection = QStringLiteral("shop");
        written.lastLocation = QStringLiteral("streamscape://lag?group=a");
        written.windowGeometry = QByteArray("\0\xff", 2);
        written.headers[QStringLiteral("lag")] = QByteArray("abc");
        QVERIFY(settings::saveAppSettings(written, m_folder));
        QVERIFY(settings::loadAppSettings(m_folder).value() == written);
    }

    void noSettingsAreTheDefaults() {
        QVERIFY(settings::loadAppSettings(m_folder).value() == settings::AppSettings{});
    }

    void aSettingThatMakesNoSenseIsItsDefault() {
        fs::create_directories(m_folder);
        std::ofstream(m_folder / "settings.json") << R"({"theme":"purple","zone":7,"headers":[]})";
        QVERIFY(settings::loadAppSettings(m_folder).value() == settings::AppSettings{});
    }

    void brokenSettingsAreAnErrorAndStay() {
        fs::create_directories(m_folder);
        std::ofstream(m_folder / "settings.json") << "{\n\n oops";
        const auto loaded = settings::loadAppSettings(m_folder);
        QCOMPARE(loaded.error().where, (m_folder / "settings.json").string() + ":3");
    }
};

QTEST_GUILESS_MAIN(TestProfiles)
#include "tst_profiles.moc"
