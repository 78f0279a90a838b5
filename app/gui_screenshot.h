// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui_options.h"
#include "widgets/shell/main_window.h"

#include <QTimer>

namespace streamscape::app {

/// Draws pictures of the window, one after the other: goes to each one's place, waits until the page has
/// something to look at and what takes a while is known, and writes the window to the file. Ends the
/// application with 0, or with 1 and the reason on stderr. GUI thread.
class Screenshot final : public QObject {
    Q_OBJECT

public:
    /// The window goes to the first picture's place by itself. What takes a while is waited for until
    /// `settle` after this.
    Screenshot(widgets::MainWindow& window, widgets::Theme& theme, std::vector<Picture> pictures,
               std::chrono::milliseconds settle, QObject* parent = nullptr);

    /// How long a page may have nothing to show.
    static constexpr std::chrono::seconds patience{45};

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void begin();
    void look();
    void painted();
    void save();
    void giveUp();
    void fail(const QString& reason);
    void end(int code);

    widgets::MainWindow& m_window;
    widgets::Theme& m_theme;
    std::vector<Picture> m_pictures;
    std::size_t m_at = 0; ///< the picture being drawn; behind the last at the end
    QTimer m_patience;
    QTimer m_settle;       ///< runs while what takes a while is waited for
    int m_paints = 0;      ///< still to come before the picture is taken; 0: not ready yet
    bool m_queued = false; ///< painted() is about to be called
};

} // namespace streamscape::app
