// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workspace.h"

#include "models/settings/profile_file.h"
#include "widgets/common/page.h"
#include "widgets/shell/main_window.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;

namespace {

// Nobody listens there.
settings::Profile unreachable(const std::string& name) {
    settings::Profile profile = settings::newProfile(name);
    profile.properties["bootstrap.servers"] = "127.0.0.1:1";
    return profile;
}
// No servers: there is no connection to be made.
settings::Profile half(const std::string& name) { return settings::newProfile(name); }

app::GuiOptions startWith(const std::string& cluster) {
    app::GuiOptions options;
    options.cluster = cluster;
    options.location = base::Location{"lag", "", {{"text", "shoes"}}, {}};
    return options;
}

} // namespace

/// The whole window, on saved connections that nobody answers.
class TestWorkspace final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    base::Closing m_closing;
    std::unique_ptr<app::Workspace> m_workspace;

    widgets::MainWindow& window() { return m_workspace->window(); }
    QPointer<widgets::Page> page(const char* id) { return window().page(QString::fromLatin1(id)); }
    void start(const app::GuiOptions& options) {
        m_workspace = std::make_unique<app::Workspace>(options, m_closing);
        m_workspace->start();
        window().show();
        QTRY_VERIFY(page("lag") && page("inventory") && page("audit") && page("access"));
    }

private Q_SLOTS:
    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", m_home->filePath(QStringLiteral("config")).toUtf8());
        qputenv("XDG_DATA_HOME", m_home->filePath(QStringLiteral("data")).toUtf8());
        QVERIFY(settings::ProfileFile().save({unreachable("reno"), unreachable("ghent"), half("nowhere")}));
    }
    void cleanup() {
        m_workspace.reset();
        m_home.reset();
    }

    void aClusterWatchedBesideRebuildsNoPage() {
        start(startWith("reno"));
        const std::array before{page("lag"), page("inventory"), page("audit"), page("access")};
        window().go({"access", "", {{"topic", "orders"}}, {}});
        for (const bool beside : {true, false}) {
            QSignalSpy moved(page("lag").data(), &widgets::Page::statusChanged);
            Q_EMIT window().besideChosen(QStringLiteral("ghent"), beside);
            QTRY_VERIFY(!moved.isEmpty());
            for (const QPointer<widgets::Page>& one : before)
                QVERIFY(one);
            QCOMPARE(page("lag")->location().value("text"), std::string("shoes"));
            QCOMPARE(window().location().value("topic"), std::string("orders"));
        }
        QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window().location().page, std::string("lag"));
    }

    void whatCouldNotBeWatchedLeavesTheWindowAsItIsWhenItIsTakenAway() {
        start(startWith("reno"));
        Q_EMIT window().besideChosen(QStringLiteral("nowhere"), true);
        QTest::qWait(0);
        Q_EMIT window().besideChosen(QStringLiteral("nowhere"), false);
        QVERIFY(window().currentPage());
        QCOMPARE(window().location().value("text"), std::string("shoes"));
    }

    void aConnectionThatCannotBeMadeTakesTheNameOfTheOneBeforeAway() {
        start(startWith("reno"));
        QVERIFY(window().windowTitle().contains(QStringLiteral("reno")));
        QSignalSpy failed(&window(), &widgets::MainWindow::failed);
        Q_EMIT window().clusterChosen(QStringLiteral("nowhere"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(window().windowTitle(), QStringLiteral("Streamscape"));
    }
};

QTEST_MAIN(TestWorkspace)
#include "tst_workspace.moc"
