// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_screenshot.h"

#include <QCoreApplication>
#include <QEvent>
#include <QPixmap>

#include <iostream>

namespace streamscape::app {

Screenshot::Screenshot(widgets::MainWindow& window, widgets::Theme& theme, std::vector<Picture> pictures,
                       std::chrono::milliseconds settle, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_theme(theme)
    , m_pictures(std::move(pictures)) {
    connect(&window, &widgets::MainWindow::currentReady, this, &Screenshot::look);
    connect(&window, &widgets::MainWindow::failed, this,
            [this](const base::Error& error) { fail(base::toQString(base::describe(error))); });
    window.installEventFilter(this);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &Screenshot::giveUp);
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &Screenshot::look);
    m_settle.start(settle);
    begin();
}

void Screenshot::begin() {
    m_patience.start(patience);
    if (m_pictures[m_at].theme)
        m_theme.setChoice(*m_pictures[m_at].theme);
}

void Screenshot::look() {
    const widgets::Page* page = m_window.currentPage();
    if (m_at == m_pictures.size() || m_paints > 0 || !page || !page->isReady())
        return;
    const std::optional<base::Location>& place = m_pictures[m_at].place;
    if (place && base::toQString(place->page) != page->id())
        return fail(tr("There is no page %1").arg(base::toQString(place->page)));
    if (!page->isSettled() && m_settle.isActive()) {
        connect(page, &widgets::Page::statusChanged, this, &Screenshot::look, Qt::UniqueConnection);
        return;
    }
    m_paints = 2; // the first lays out what came, the second shows what that changed
    m_window.update();
}

bool Screenshot::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::UpdateRequest && m_paints > 0 && !m_queued) {
        m_queued = true;
        QTimer::singleShot(0, this, &Screenshot::painted);
    }
    return QObject::eventFilter(watched, event);
}

void Screenshot::painted() {
    m_queued = false;
    if (m_paints == 0)
        return;
    if (--m_paints == 0)
        save();
    else
        m_window.update();
}

void Screenshot::save() {
    const QString& file = m_pictures[m_at].file;
    if (!m_window.grab().save(file, "PNG"))
        return fail(tr("The picture cannot be written (%1)").arg(file));
    if (m_pictures.size() > 1)
        std::cout << base::toStd(file) << std::endl;
    if (++m_at == m_pictures.size())
        return end(0);
    begin();
    m_window.go(*m_pictures[m_at].place);
    look();
}

void Screenshot::giveUp() {
    QString reason = tr("The page had nothing to show within %1 s").arg(patience.count());
    if (const widgets::Page* page = m_window.currentPage(); page && !page->status().notice.isEmpty())
        reason += QStringLiteral(": ") + page->status().notice;
    fail(reason + QStringLiteral(" (%1)").arg(base::toUrl(m_window.location())));
}

void Screenshot::fail(const QString& reason) {
    std::cerr << base::toStd(reason) << std::endl;
    end(1);
}

void Screenshot::end(int code) {
    m_at = m_pictures.size();
    m_paints = 0;
    m_patience.stop();
    // Queued: it may fail before the event loop runs.
    QMetaObject::invokeMethod(
        this, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
}

} // namespace streamscape::app
