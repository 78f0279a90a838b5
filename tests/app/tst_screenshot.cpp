// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_screenshot.h"

#include "tests/support/manual_clock.h"
#include "tests/widgets/fake_page.h"

#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace streamscape;
using namespace std::chrono_literals;
using streamscape::test::FakePage;
using widgets::ThemeChoice;

class TestScreenshot final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<widgets::MainWindow>(
            widgets::PageContext{m_view, m_theme, m_memory, m_clock.clock()});
        m_window->setPages({entry("lag"), entry("audit")});
    }
    void cleanup() {
        m_window.reset();
        m_pages.clear();
    }

    void drawsEveryPlaceInEveryTheme() {
        QCOMPARE(draw({picture("lag", ThemeChoice::Dark), picture("audit", ThemeChoice::Dark),
                       picture("lag", ThemeChoice::Light), picture("audit", ThemeChoice::Light)}),
                 0);
        QVERIFY(corner("lag-0").lightness() < 128);
        QVERIFY(corner("audit-0").lightness() < 128);
        QVERIFY(corner("lag-1").lightness() > 128);
        QVERIFY(corner("audit-1").lightness() > 128);
    }
    void waitsForWhatTakesAWhileToKnow() {
        m_settled = false;
        int paints = 0;
        QTimer ticker;
        connect(&ticker, &QTimer::timeout, this, [&] {
            m_window->update();
            if (++paints < 10)
                return;
            m_pages["lag"]->settled = true;
            Q_EMIT m_pages["lag"]->statusChanged();
        });
        ticker.start(0ms);
        QCOMPARE(draw({picture("lag", ThemeChoice::Dark)}, 1h), 0);
        QVERIFY(paints >= 10);
    }
    void waitsNoLongerThanItWasTold() {
        m_settled = false;
        QCOMPARE(draw({picture("lag", ThemeChoice::Dark), picture("audit", ThemeChoice::Dark)}, 1ms), 0);
        QVERIFY(QFile::exists(file("audit-0")));
    }
    void endsWithAFailureWhereThereIsNoSuchPage() {
        QCOMPARE(draw({picture("lag", ThemeChoice::Dark), picture("nowhere", ThemeChoice::Dark)}), 1);
        QVERIFY(QFile::exists(file("lag-0")));
        QVERIFY(!QFile::exists(file("nowhere-0")));
    }
    void endsWithAFailureWhereThePictureCannotBeWritten() {
        app::Picture nowhere = picture("lag", ThemeChoice::Dark);
        nowhere.file = m_folder->filePath(QStringLiteral("no/such/folder.png"));
        QCOMPARE(draw({nowhere}), 1);
    }
    void endsWithAFailureWhereThereIsNoCluster() {
        app::Screenshot screenshot(*m_window, m_theme, {picture("lag", ThemeChoice::Dark)}, 0ms);
        m_window->setPages({});
        m_window->showFailure({base::ErrorKind::Invalid, "Half a profile", {}, {}, {}});
        m_window->show();
        QCOMPARE(QCoreApplication::exec(), 1);
    }

private:
    int draw(std::vector<app::Picture> pictures, std::chrono::milliseconds settle = 0ms) {
        const base::Location first = *pictures.front().place;
        app::Screenshot screenshot(*m_window, m_theme, std::move(pictures), settle);
        m_window->go(first);
        m_window->show();
        return QCoreApplication::exec();
    }
    app::Picture picture(const char* page, ThemeChoice theme) const {
        return {file(QStringLiteral("%1-%2").arg(QLatin1String(page)).arg(theme == ThemeChoice::Light)),
                base::Location{page, {}, {}, {}}, theme};
    }
    QString file(const QString& name) const { return m_folder->filePath(name + QStringLiteral(".png")); }
    QString file(const char* name) const { return file(QString::fromLatin1(name)); }
    QColor corner(const char* name) const { return QImage(file(name)).pixelColor(2, 2); }
    widgets::PageEntry entry(const char* id) {
        const QString name = QString::fromLatin1(id);
        return {name, name, [this, name](QWidget* parent) -> base::Result<widgets::Page*> {
                    auto* made = new FakePage(name, name, parent);
                    made->settled = m_settled;
                    m_pages[base::toStd(name)] = made;
                    return made;
                }};
    }

    widgets::Theme m_theme{ThemeChoice::Dark};
    widgets::View m_view;
    test::ShortMemory m_memory;
    test::ManualClock m_clock;
    bool m_settled = true;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::MainWindow> m_window;
    std::map<std::string, FakePage*> m_pages;
};

QTEST_MAIN(TestScreenshot)
#include "tst_screenshot.moc"
