// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the frame's own parts in both themes into gallery/ of the build folder, for looking at.
#include "tests/support/manual_clock.h"
#include "tests/widgets/fake_page.h"
#include "widgets/shell/check_view.h"
#include "widgets/shell/connection_dialog.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/range_picker.h"
#include "widgets/shell/search_box.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace streamscape;
using namespace streamscape::widgets;

namespace {

settings::Profile shop() {
    settings::Profile profile = settings::newProfile("newlimits-prod");
    profile.properties = {{"bootstrap.servers", "kafka-1:9093, kafka-2:9093"},
                          {"security.protocol", "SASL_SSL"},
                          {"sasl.mechanism", "SCRAM-SHA-512"},
                          {"sasl.username", "ada"},
                          {"ssl.ca.location", "/etc/newlimits/ca.pem"}};
    profile.secretProperties = {"sasl.password"};
    return profile;
}

std::vector<kafka::CheckStep> someSteps() {
    using Step = kafka::CheckStep;
    return {{kafka::resolveStep, Step::Passed, "10.20.1.1", {}, base::Duration{2}},
            {kafka::tcpStep, Step::Passed, "kafka-1:9093", {}, base::Duration{4}},
            {kafka::tlsStep, Step::Passed, "TLS 1.3 to CN=kafka-1", {}, base::Duration{31}},
            {kafka::saslStep, Step::Failed, "The broker refused user ada", "Check the password", {}},
            {kafka::rightsStep, Step::Skipped, {}, {}, {}}};
}

} // namespace

class TestShellGallery final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsEveryPartInBothThemes_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("dark") << int(ThemeChoice::Dark);
        QTest::newRow("light") << int(ThemeChoice::Light);
    }
    void drawsEveryPartInBothThemes() {
        QFETCH(int, choice);
        Theme theme(static_cast<ThemeChoice>(choice));
        View view;
        test::ShortMemory memory;
        test::ManualClock clock;
        MainWindow window({view, theme, memory, clock.clock()});
        window.show();
        save(window, "start");

        test::FakePage* made = nullptr;
        window.setPages({{QStringLiteral("lag"), QStringLiteral("Consumer lag"),
                          [&](QWidget* parent) -> base::Result<Page*> {
                              made = new test::FakePage(QStringLiteral("lag"), QStringLiteral("Consumer lag"),
                                                        parent);
                              return made;
                          }}});
        window.go({"lag", {}, {}, {}});
        made->found = {{QStringLiteral("warehouse-sync-reno"), QStringLiteral("group"), {"lag", {}, {}, {}}},
                       {QStringLiteral("inventory.movements"), QStringLiteral("topic"), {"lag", {}, {}, {}}}};
        made->pageStatus = {clock.now(),
                            QStringLiteral("Lag read"),
                            QStringLiteral("184 groups in 210 ms"),
                            QStringLiteral("3 alerts"),
                            base::Severity::Warn,
                            QStringLiteral("streamscapectl lag"),
                            Work{QStringLiteral("Importing server.log"), 120'000, 400'000, true}};
        Q_EMIT made->statusChanged();
        kafka::ConnectionState lost;
        lost.link = kafka::LinkState::Lost;
        lost.lastAnswer = clock.now();
        window.setClusters({{QStringLiteral("newlimits-prod")}, QStringLiteral("newlimits-prod"), {}});
        window.setConnection(lost);
        window.findChild<SearchBox*>()->begin();
        QTRY_VERIFY(window.findChild<SearchBox*>()->hasFocus());
        save(window, "search");

        window.findChild<SearchBox*>()->clearFocus();
        auto* ranges = window.findChild<RangePicker*>();
        for (QToolButton* button : ranges->findChildren<QToolButton*>())
            if (button->text() == QStringLiteral("Custom…"))
                QTest::mouseClick(button, Qt::LeftButton);
        auto* form = window.findChild<QFrame*>(QStringLiteral("rangeForm"));
        QVERIFY(form);
        save(*form, "range");
        form->hide();

        QTemporaryDir folder;
        const settings::ProfileFile file(folder.path().toStdString());
        QVERIFY(file.save({shop()}));
        const auto secrets = settings::memorySecretStore("no keychain service answers");
        ConnectionDialog dialog(theme, file, *secrets, {});
        dialog.choose(QStringLiteral("newlimits-prod"));
        dialog.findChild<CheckView*>()->setSteps(someSteps());
        dialog.show();
        save(dialog, "connection");
    }

private:
    static void save(QWidget& widget, const char* name) {
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QCoreApplication::sendPostedEvents(); // what was added last is laid out
        QDir folder(qEnvironmentVariable("STREAMSCAPE_BINARY_DIR", QDir::tempPath()));
        folder.mkpath(QStringLiteral("gallery"));
        const QString file =
            folder.filePath(QStringLiteral("gallery/shell-%1-%2.png")
                                .arg(QLatin1String(name), QLatin1String(QTest::currentDataTag())));
        QVERIFY(widget.grab().save(file));
    }
};

QTEST_MAIN(TestShellGallery)
#include "tst_shell_gallery.moc"
