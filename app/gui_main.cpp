// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/signal_watch.h"
#include "app/gui_memory.h"
#include "app/gui_screenshot.h"
#include "app/gui_stall_watch.h"
#include "app/workspace.h"

#include <QApplication>
#include <QIcon>

#include <chrono>
#include <cstdlib>
#include <iostream>

using namespace streamscape;

namespace {

using Steady = std::chrono::steady_clock;

// How long the process stays after its window for connections that hang: a name service or a token server can
// hold the client library's threads far longer, and by then nothing of ours is left to do.
constexpr std::chrono::seconds patience{2};

void traceFirstPaint(widgets::MainWindow& window, Steady::time_point started) {
    QObject::connect(&window, &widgets::MainWindow::painted, &window, [started] {
        const std::chrono::duration<double, std::milli> took = Steady::now() - started;
        std::cerr << "first usable paint after " << took.count() << " ms\n";
    });
}

void watchStalls(widgets::MainWindow& window, app::StallWatch& watch) {
    QObject::connect(&watch, &app::StallWatch::grew, &window, [&window](const app::Pause& longest) {
        window.statusLine()->setNotice(
            QStringLiteral("stalls"),
            {QApplication::translate("main", "longest pause %1 ms").arg(longest.length.count()),
             longest.length > std::chrono::milliseconds{50} ? base::Severity::Warn : base::Severity::None,
             QApplication::translate("main", "The longest time the event loop did not run: %1 ms of it the "
                                             "window's own work, else there was no processor for it")
                 .arg(longest.work.count())});
    });
    // What it takes to come up is another figure.
    QObject::connect(&window, &widgets::MainWindow::painted, &watch, &app::StallWatch::restart);
}

int show(const app::GuiOptions& options, base::Closing& closing, Steady::time_point started) {
    ctl::SignalWatch signals;
    app::Workspace workspace(options, closing);
    widgets::MainWindow& window = workspace.window();
    // It remembers its place, and waits for a change under way as long as SignalWatch lets it. What that
    // breaks off is in the journal as a plan without an outcome.
    bool stopped = false;
    QObject::connect(&signals, &ctl::SignalWatch::stopAsked, &window, [&window, &stopped] {
        stopped = true;
        window.close();
    });
    QObject::connect(&window, &widgets::MainWindow::closed, &window, [] { QCoreApplication::quit(); });
    QObject::connect(&window, &widgets::MainWindow::painted, &window, [&window] {
        window.setWindowIcon(QIcon(QStringLiteral(":/streamscape/icons/streamscape.svg")));
    });
    if (options.size)
        window.resize(*options.size);
    if (options.traceFirstPaint)
        traceFirstPaint(window, started);
    std::optional<app::StallWatch> stalls;
    if (options.watchStalls)
        watchStalls(window, stalls.emplace());
    std::optional<app::Screenshot> screenshot;
    if (!options.pictures.empty())
        screenshot.emplace(window, workspace.theme(), options.pictures, options.settle);
    workspace.start();
    window.show();
    const int code = QApplication::exec();
    if (stalls)
        std::cerr << "longest pause of the event loop: " << stalls->longest().length.count() << " ms, "
                  << stalls->longest().work.count() << " ms of it work\n";
    return stopped ? ctl::SignalWatch::exitCode : code;
}

} // namespace

int main(int argc, char** argv) {
    const auto started = Steady::now();
    app::shareArenas();
    const app::GuiParsed parsed = app::parseGuiOptions(argc, argv);
    if (parsed.exit)
        return *parsed.exit;
    const app::GuiOptions& options = parsed.options;
    if (!options.pictures.empty())
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("streamscape"));
    QApplication::setApplicationDisplayName(QStringLiteral("Streamscape"));
    QApplication::setApplicationVersion(QStringLiteral(STREAMSCAPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("streamscape"));

    const app::MemoryKeeper memory;
    base::Closing closing; // outlives the window and all that it lets go of
    const int code = show(options, closing, started);
    if (!closing.wait(patience))
        std::_Exit(code);
    return code;
}
