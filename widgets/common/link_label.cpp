// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/link_label.h"

#include "widgets/common/entity_menu.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QStyle>

namespace streamscape::widgets {

LinkLabel::LinkLabel(QWidget* parent)
    : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setContextMenuPolicy(Qt::DefaultContextMenu);
}

void LinkLabel::set(const QString& text, const base::Location& place) {
    m_place = place;
    setText(text);
    const bool link = !place.page.empty();
    setProperty("role", link ? QStringLiteral("link") : QString());
    style()->polish(this);
    setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setFocusPolicy(link ? Qt::TabFocus : Qt::NoFocus);
    setAccessibleName(link ? tr("%1, link").arg(text) : text);
}

void LinkLabel::underline(bool on) {
    QFont own = font();
    own.setUnderline(on && !m_place.page.empty());
    setFont(own);
}

void LinkLabel::enterEvent(QEnterEvent*) { underline(true); }
void LinkLabel::leaveEvent(QEvent*) { underline(false); }

void LinkLabel::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !m_place.page.empty() && rect().contains(event->pos()))
        Q_EMIT activated(m_place);
}

void LinkLabel::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) && !m_place.page.empty())
        Q_EMIT activated(m_place);
    else
        QLabel::keyPressEvent(event);
}

void LinkLabel::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Destination& destination : destinationsOf(m_place))
        connect(menu->addAction(destination.text), &QAction::triggered, this,
                [this, place = destination.location] { Q_EMIT activated(place); });
    if (!menu->isEmpty())
        menu->addSeparator();
    connect(menu->addAction(tr("Copy")), &QAction::triggered, this,
            [this] { QApplication::clipboard()->setText(text()); });
    menu->popup(event->globalPos());
}

} // namespace streamscape::widgets
