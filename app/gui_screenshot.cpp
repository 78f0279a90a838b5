// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_screenshot.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPixmap>

#include <iostream>

namespace streamscape::app {

Screenshot::Screenshot(widgets::MainWindow& window, QString file, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_file(std::move(file)) {
    connect(&window, &widgets::MainWindow::currentReady, this, &Screenshot::ready);
    // Queued: it may fail before the event loop runs.
    connect(
        &window, &widgets::MainWindow::failed, this,
        [](const base::Error& error) {
            std::cerr << base::describe(error) << '\n';
            QCoreApplication::exit(1);
        },
        Qt::QueuedConnection);
    window.installEventFilter(this);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &Screenshot::giveUp);
    m_patience.start(patience);
}

void Screenshot::ready() {
    if (m_paints >= 0)
        return;
    m_paints = 2; // the first lays out what came, the second shows what that changed
    m_window.update();
}

bool Screenshot::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::UpdateRequest && m_paints >= 0) {
        QTimer::singleShot(0, this, [this] {
            if (--m_paints == 0)
                save();
            else
                m_window.update();
        });
    }
    return QObject::eventFilter(watched, event);
}

void Screenshot::save() {
    m_window.removeEventFilter(this);
    m_patience.stop();
    if (m_window.grab().save(m_file, "PNG"))
        return QCoreApplication::exit(0);
    std::cerr << "The picture cannot be written (" << m_file.toStdString() << ")\n";
    QCoreApplication::exit(1);
}

void Screenshot::giveUp() {
    std::cerr << "The page had nothing to show within " << patience.count() << " s";
    if (const widgets::Page* page = m_window.currentPage(); page && !page->status().notice.isEmpty())
        std::cerr << ": " << page->status().notice.toStdString();
    std::cerr << " (" << base::toUrl(m_window.location()).toStdString() << ")\n";
    QCoreApplication::exit(1);
}

} // namespace streamscape::app
