// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/connection_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using namespace streamscape::widgets;

namespace {

// A test of a connection whose end a test decides.
class FakeCheck final : public kafka::ConnectionCheck {
public:
    explicit FakeCheck(const kafka::ConnectionSpec& spec)
        : m_steps(kafka::checkSteps(spec)) {}

    void start() override { started = true; }
    const std::vector<kafka::CheckStep>& steps() const override { return m_steps; }
    void end(const std::string& name, kafka::CheckStep::Status status, std::string what,
             std::string hint = {}) {
        for (kafka::CheckStep& step : m_steps)
            if (step.name == name) {
                step.status = status;
                step.what = std::move(what);
                step.hint = std::move(hint);
            }
        Q_EMIT changed(m_steps);
    }
    bool started = false;

private:
    std::vector<kafka::CheckStep> m_steps;
};

} // namespace

class TestConnectionDialog final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::make_unique<settings::ProfileFile>(m_folder->path().toStdString());
        m_secrets = settings::memorySecretStore("no keychain in a test");
        open();
    }
    void cleanup() { m_dialog.reset(); }

    void showsTheFieldsOfTheProtocol() {
        choose("connectionProtocol", "PLAINTEXT");
        QVERIFY(!line("connectionUser")->isVisible());
        choose("connectionProtocol", "SASL_SSL");
        QVERIFY(line("connectionUser")->isVisible());
        choose("connectionMechanism", "OAUTHBEARER");
        QVERIFY(!line("connectionUser")->isVisible());
    }
    void saysWhereThePasswordIsKept() {
        choose("connectionProtocol", "SASL_SSL");
        QVERIFY(m_dialog->findChild<QLabel*>(QStringLiteral("connectionKept"))
                    ->text()
                    .contains(QStringLiteral("this run's memory only: no keychain in a test")));
    }
    void savesAConnectionWithoutItsPassword() {
        fill();
        click("connectionSave");
        QTRY_COMPARE(m_file->load()->size(), 1U);
        QFile written(QString::fromStdString(m_file->path().string()));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(!written.readAll().contains("s3cret"));
        const settings::Profile saved = m_file->load()->front();
        QCOMPARE(saved.properties.at("sasl.username"), std::string("ada"));
        QVERIFY(saved.secretProperties.contains("sasl.password"));
        QCOMPARE(m_dialog->findChild<QListWidget*>()->count(), 1);
    }
    void findsThePasswordAgainWhenItConnects() {
        fill();
        click("connectionSave");
        QTRY_COMPARE(m_dialog->findChild<QListWidget*>()->count(), 1);
        open();
        m_dialog->choose(QStringLiteral("shop"));
        QVERIFY(line("connectionPassword")->text().isEmpty());
        settings::Secrets given;
        connect(m_dialog.get(), &ConnectionDialog::connectRequested, this,
                [&](const auto&, const settings::Secrets& secrets) { given = secrets; });
        click("connectionConnect");
        QTRY_COMPARE(given["sasl.password"], std::string("s3cret"));
    }
    void refusesASecondConnectionOfTheSameName() {
        fill();
        click("connectionSave");
        QTRY_COMPARE(m_dialog->findChild<QListWidget*>()->count(), 1);
        click("connectionNew");
        fill();
        click("connectionSave");
        QVERIFY(message().contains(QStringLiteral("called shop already")));
        QCOMPARE(m_file->load()->size(), 1U);
    }
    void removesAConnection() {
        fill();
        click("connectionSave");
        QTRY_COMPARE(m_dialog->findChild<QListWidget*>()->count(), 1);
        m_dialog->choose(QStringLiteral("shop"));
        click("connectionRemove");
        QVERIFY(m_file->load()->empty());
    }
    void keepsOtherPropertiesAndTakesSecretOnesOut() {
        fill();
        m_dialog->findChild<QPlainTextEdit*>()->setPlainText(
            QStringLiteral("client.rack=reno\nssl.keystore.password=pssst"));
        click("connectionSave");
        QTRY_COMPARE(m_file->load()->size(), 1U);
        const settings::Profile saved = m_file->load()->front();
        QCOMPARE(saved.properties.at("client.rack"), std::string("reno"));
        QVERIFY(!saved.properties.contains("ssl.keystore.password"));
        QVERIFY(saved.secretProperties.contains("ssl.keystore.password"));
    }
    void namesWhatIsMissingBeforeItTests() {
        click("connectionTest");
        QTRY_VERIFY(steps().contains(QStringLiteral("Not yet complete")));
        QVERIFY(!m_check);
    }
    void showsEachStepOfTheTestAndWhyOneFailed() {
        fill();
        click("connectionTest");
        QTRY_VERIFY(m_check && m_check->started);
        m_check->end(kafka::resolveStep, kafka::CheckStep::Passed, "127.0.0.1");
        m_check->end(kafka::saslStep, kafka::CheckStep::Failed, "The password is wrong", "Type it again");
        QVERIFY(steps().contains(QStringLiteral("127.0.0.1")));
        QVERIFY(steps().contains(QStringLiteral("■ SASL authentication")));
        QVERIFY(steps().contains(QStringLiteral("The password is wrong\nType it again")));
        Q_EMIT m_check->finished(false);
        QVERIFY(m_dialog->findChild<QPushButton*>(QStringLiteral("connectionTest"))->isEnabled());
    }

private:
    void open() {
        m_check = nullptr;
        m_dialog = std::make_unique<ConnectionDialog>(m_theme, *m_file, *m_secrets,
                                                      [this](const kafka::ConnectionSpec& spec) {
                                                          auto check = std::make_unique<FakeCheck>(spec);
                                                          m_check = check.get();
                                                          return check;
                                                      });
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    void fill() {
        type("connectionName", "shop");
        type("connectionServers", "localhost:9092");
        choose("connectionProtocol", "SASL_PLAINTEXT");
        choose("connectionMechanism", "SCRAM-SHA-512");
        type("connectionUser", "ada");
        type("connectionPassword", "s3cret");
    }
    QLineEdit* line(const char* name) { return m_dialog->findChild<QLineEdit*>(QLatin1String(name)); }
    void type(const char* name, const char* text) {
        line(name)->clear();
        QTest::keyClicks(line(name), QLatin1String(text));
    }
    void choose(const char* name, const char* text) {
        m_dialog->findChild<QComboBox*>(QLatin1String(name))->setCurrentText(QLatin1String(text));
    }
    void click(const char* name) {
        QTest::mouseClick(m_dialog->findChild<QPushButton*>(QLatin1String(name)), Qt::LeftButton);
    }
    QString message() { return m_dialog->findChild<QLabel*>(QStringLiteral("connectionMessage"))->text(); }
    QString steps() {
        QStringList texts;
        const auto labels =
            m_dialog->findChild<QFrame*>(QStringLiteral("checkView"))->findChildren<QLabel*>();
        for (const QLabel* one : labels)
            texts << one->text();
        return texts.join(QLatin1Char('\n'));
    }

    Theme m_theme{ThemeChoice::Dark};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<settings::ProfileFile> m_file;
    std::unique_ptr<settings::SecretStore> m_secrets;
    FakeCheck* m_check = nullptr;
    std::unique_ptr<ConnectionDialog> m_dialog;
};

QTEST_MAIN(TestConnectionDialog)
#include "tst_connection_dialog.moc"
