// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/signal_watch.h"

#include <QSocketNotifier>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

namespace streamscape::ctl {

namespace {

// A signal handler takes no arguments: the pipe's end it writes to has to be found.
std::atomic_int writeEnd{-1};
std::atomic_flag asked;

void onSignal(int) {
    if (asked.test_and_set())
        ::_exit(SignalWatch::exitCode);
    const itimerval limit{{0, 0}, {0, 900'000}};
    ::setitimer(ITIMER_REAL, &limit, nullptr);
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd.load(), &byte, 1);
}

void onTimeUp(int) { ::_exit(SignalWatch::exitCode); }

void handle(int number, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(number, &action, nullptr);
}

} // namespace

SignalWatch::SignalWatch(QObject* parent)
    : QObject(parent) {
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // the signals keep what they did before
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        Q_EMIT stopAsked();
    });
    writeEnd.store(m_pipe[1]);
    handle(SIGALRM, &onTimeUp);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        handle(number, &onSignal);
}

// The handlers stay: a signal while the program is being taken down must not skip the store's last write.
SignalWatch::~SignalWatch() = default;

} // namespace streamscape::ctl
