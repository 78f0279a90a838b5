// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace streamscape::ctl {

/// Ctrl-C and its kin as a signal of the event loop. Within 900 ms after the first one the process ends,
/// whatever hangs: the store survives a kill at any moment. A second one ends it at once. One a process.
class SignalWatch final : public QObject {
    Q_OBJECT

public:
    explicit SignalWatch(QObject* parent = nullptr);
    ~SignalWatch() override;

    static constexpr int exitCode = 130;

Q_SIGNALS:
    void stopAsked();

private:
    int m_pipe[2] = {-1, -1};
    QSocketNotifier* m_notifier = nullptr;
};

} // namespace streamscape::ctl
