// SPDX-License-Identifier: GPL-3.0-or-later
// The longest time the event loop does not run while all pages refresh at the fastest rate models apply.
//   bench_window SECONDS [the window's own options, --config …]
#include "app/gui_stall_watch.h"
#include "app/workspace.h"

#include <QApplication>
#include <QTimer>

#include <array>
#include <iostream>
#include <string>

using namespace streamscape;

namespace {

constexpr std::array pages{"lag", "inventory", "audit", "access"};
constexpr std::chrono::milliseconds refreshEvery{250}; // models apply at most four times a second
constexpr int roundsAPage = 8;                         // then the next page comes to the front
constexpr int mostRoundsToGetReady = 240;

/// Drives the window: waits until every page has something to look at, then refreshes them all, over and
/// over.
class Driver final : public QObject {
public:
    Driver(widgets::MainWindow& window, int rounds)
        : m_window(window)
        , m_rounds(rounds) {
        connect(&m_timer, &QTimer::timeout, this, &Driver::next);
        m_timer.start(refreshEvery);
    }
    int result() const { return m_result; }

private:
    bool allReady() const {
        for (const char* id : pages) {
            const widgets::Page* page = m_window.page(QString::fromLatin1(id));
            if (!page || !page->isReady())
                return false;
        }
        return true;
    }
    void next() {
        ++m_round;
        if (!m_watch) {
            if (!allReady()) {
                if (m_round >= mostRoundsToGetReady)
                    end(1, "not every page came up in a minute");
                return;
            }
            m_round = 0;
            m_watch.emplace();
            return;
        }
        note();
        for (const char* id : pages) {
            if (widgets::Page* page = m_window.page(QString::fromLatin1(id)))
                page->refresh();
        }
        m_switching = m_round % roundsAPage == 0;
        if (m_switching) {
            m_front = pages[static_cast<std::size_t>(m_round / roundsAPage) % pages.size()];
            m_window.go({m_front, {}, {}, {}});
        }
        if (m_round >= m_rounds)
            end(0, "longest pause of the event loop: " + words(m_refreshing) + " while all pages refresh, " +
                       words(m_comingUp) + " when a page comes to the front; " + std::to_string(m_round) +
                       " refreshes of " + std::to_string(pages.size()) + " pages");
    }
    /// Both are the largest seen, and need not be of one pause.
    static std::string words(const app::Pause& pause) {
        return std::to_string(pause.length.count()) + " ms (" + std::to_string(pause.work.count()) +
               " ms of work)";
    }
    /// What the last round cost, to its cause.
    void note() {
        app::Pause& worst = m_switching ? m_comingUp : m_refreshing;
        if (m_watch->longest().length > worst.length || m_watch->mostWork() > worst.work) {
            worst.length = std::max(worst.length, m_watch->longest().length);
            worst.work = std::max(worst.work, m_watch->mostWork());
            std::cerr << "round " << m_round << ", " << m_front
                      << (m_switching ? " comes to the front: " : " in front: ") << words(worst) << '\n';
        }
        m_watch->restart();
    }
    void end(int code, const std::string& text) {
        m_timer.stop();
        m_result = code;
        std::cout << text << std::endl;
        QCoreApplication::quit();
    }

    widgets::MainWindow& m_window;
    const int m_rounds;
    int m_round = 0;
    int m_result = 1;
    std::string m_front = "the first page";
    bool m_switching = false;
    app::Pause m_refreshing;
    app::Pause m_comingUp;
    std::optional<app::StallWatch> m_watch;
    QTimer m_timer;
};

} // namespace

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 0;
    if (seconds <= 0) {
        std::cerr << "usage: bench_window SECONDS [the window's options]\n";
        return 2;
    }
    argv[1] = argv[0];
    const app::GuiParsed parsed = app::parseGuiOptions(argc - 1, argv + 1);
    if (parsed.exit)
        return *parsed.exit;
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("streamscape"));
    base::Closing closing;
    app::Workspace workspace(parsed.options, closing);
    workspace.window().resize(1600, 1000);
    workspace.start();
    workspace.window().show();
    const Driver driver(workspace.window(), static_cast<int>(std::chrono::seconds{seconds} / refreshEvery));
    QApplication::exec();
    return driver.result();
}
