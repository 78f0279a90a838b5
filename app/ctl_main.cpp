// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connection_check.h"
#include "app/ctl/live_session.h"
#include "app/ctl/program.h"
#include "app/ctl/signal_watch.h"

#include <QCoreApplication>
#include <QTimer>

#include <iostream>

using namespace streamscape;

namespace {

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

} // namespace

int main(int argc, char** argv) {
    qInstallMessageHandler(&say);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("streamscape"));
    QCoreApplication::setApplicationVersion(QStringLiteral(STREAMSCAPE_VERSION));

    ctl::Program program(ctl::allCommands());
    int code = 0;
    if (const auto done = program.parse({argv + 1, argv + argc}, std::cout, std::cerr)) {
        code = static_cast<int>(*done);
    } else {
        setLogLevel(program.options().logLevel);
        ctl::SignalWatch signals;
        ctl::LiveSession session(program.options(), app::connectionChecks(), std::cout, std::cerr);
        QObject::connect(&signals, &ctl::SignalWatch::stopAsked, &application,
                         [] { QCoreApplication::exit(ctl::SignalWatch::exitCode); });
        const auto answer = [&] {
            program.run(session).then(&application, [](QFuture<ctl::Exit> answered) {
                QCoreApplication::exit(
                    static_cast<int>(answered.resultCount() > 0 ? answered.result() : ctl::Exit::No));
            });
        };
        // From within the loop: an exit() before exec() is forgotten.
        QTimer::singleShot(0, &application, [&] {
            session.prepare().then(&application, [&](QFuture<base::Result<base::Done>>) { answer(); });
        });
        code = QCoreApplication::exec();
    }
    if (!std::cout.flush()) { // a full disk behind the redirection
        std::cerr << "streamscapectl: The answer cannot be written (stdout)\n";
        return static_cast<int>(ctl::Exit::No);
    }
    return code;
}
