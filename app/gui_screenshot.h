// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/shell/main_window.h"

#include <QTimer>

namespace streamscape::app {

/// Waits until the page in front has something to look at, then writes the window to a file, once. Ends the
/// application with 0, or with 1 and the reason on stderr.
class Screenshot final : public QObject {
    Q_OBJECT

public:
    Screenshot(widgets::MainWindow& window, QString file, QObject* parent = nullptr);

    static constexpr std::chrono::seconds patience{45};

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void ready();
    void save();
    void giveUp();

    widgets::MainWindow& m_window;
    QString m_file;
    QTimer m_patience;
    int m_paints = -1; ///< still to come before the picture is taken; -1: not ready yet
};

} // namespace streamscape::app
