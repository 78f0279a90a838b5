// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connection_check.h"
#include "app/ctl/live_session.h"
#include "app/ctl/program.h"
#include "app/ctl/signal_watch.h"
#include "models/base/answered.h"

#include <QCoreApplication>
#include <QTimer>

#include <chrono>
#include <cstdlib>
#include <iostream>

using namespace streamscape;

namespace {

// How long the process stays after its answer for connections that hang: a name service or a token server can
// hold the client library's threads far longer, and by then nothing of ours is left to do.
constexpr std::chrono::seconds patience{2};

QtMsgType leastShown = QtWarningMsg;

// In the order of their weight, which QtMsgType is not in.
int weight(QtMsgType type) {
    switch (type) {
    case QtDebugMsg:
        return 0;
    case QtInfoMsg:
        return 1;
    case QtWarningMsg:
        return 2;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return 3;
}

void say(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (weight(type) >= weight(leastShown))
        std::cerr << text.toStdString() << '\n';
}

void setLogLevel(const std::string& level) {
    leastShown = level == "debug"     ? QtDebugMsg
                 : level == "info"    ? QtInfoMsg
                 : level == "warning" ? QtWarningMsg
                                      : QtCriticalMsg;
}

int answer(ctl::Program& program, base::Closing& closing) {
    setLogLevel(program.options().logLevel);
    QCoreApplication& application = *QCoreApplication::instance();
    ctl::SignalWatch signals;
    ctl::LiveSession session(program.options(), app::connectionChecks(&closing), std::cout, std::cerr,
                             &closing);
    QObject::connect(&signals, &ctl::SignalWatch::stopAsked, &application, [&program] {
        if (!program.stop())
            QCoreApplication::exit(ctl::SignalWatch::exitCode);
    });
    // From within the loop: an exit() before exec() is forgotten.
    QTimer::singleShot(0, &application, [&] {
        base::whenAnswered(session.prepare(), &application, [&](const base::Result<base::Done>&) {
            base::whenAnswered(program.run(session), &application,
                               [](ctl::Exit code) { QCoreApplication::exit(static_cast<int>(code)); });
        });
    });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    qInstallMessageHandler(&say);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("streamscape"));
    QCoreApplication::setApplicationVersion(QStringLiteral(STREAMSCAPE_VERSION));

    base::Closing closing; // outlives the session and all that it lets go of
    int code = 0;
    {
        ctl::Program program(ctl::allCommands());
        const auto done = program.parse({argv + 1, argv + argc}, std::cout, std::cerr);
        code = done ? static_cast<int>(*done) : answer(program, closing);
    }
    if (!std::cout.flush()) { // a full disk behind the redirection
        std::cerr << "streamscapectl: The answer cannot be written (stdout)\n";
        code = static_cast<int>(ctl::Exit::No);
    }
    if (!closing.wait(patience))
        std::_Exit(code);
    return code;
}
