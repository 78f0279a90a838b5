// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/pane.h"

#include "widgets/common/elided_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

namespace {

constexpr int leastTitle = 130; // the remarks are cut before it is

QLabel* hidden(const char* role, QWidget* parent) {
    auto* made = new ElidedLabel(role, parent);
    made->hide();
    return made;
}

void say(QLabel* where, const QString& text) {
    where->setText(text);
    where->setVisible(!text.isEmpty());
}

} // namespace

Pane::Pane(const QString& title, QWidget* parent)
    : QFrame(parent) {
    m_head = new QWidget(this);
    QWidget* head = m_head;
    head->setObjectName(QStringLiteral("paneHeader"));
    head->setAttribute(Qt::WA_StyledBackground);
    head->setMinimumHeight(35);
    m_header = new QHBoxLayout(head);
    m_header->setContentsMargins(12, 4, 12, 4);
    m_header->setSpacing(10);
    m_title = hidden("heading", head);
    m_subtitle = hidden("remark", head);
    m_remark = hidden("remark", head);
    m_header->addWidget(m_title);
    m_header->addWidget(m_subtitle);
    m_header->addStretch(1);
    m_header->addWidget(m_remark);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(1, 1, 1, 1);
    all->setSpacing(0);
    all->addWidget(head);
    all->addLayout(m_body, 1);
    setTitle(title);
}

void Pane::setTitle(const QString& title) {
    say(m_title, title);
    m_title->setMinimumWidth(std::min(m_title->fontMetrics().horizontalAdvance(title) + 2, leastTitle));
    setAccessibleName(title);
}
void Pane::setSubtitle(const QString& subtitle) { say(m_subtitle, subtitle); }
void Pane::setRemark(const QString& remark) { say(m_remark, remark); }
bool Pane::setRemarkWhereRoom(const QString& remark) {
    setRemark(remark);
    m_header->invalidate(); // what is in it may have other texts by now
    const bool hasRoom = m_header->sizeHint().width() <= m_head->width();
    if (!hasRoom)
        setRemark({});
    return hasRoom;
}
void Pane::setHeaderVisible(bool visible) { m_head->setVisible(visible); }
void Pane::addHeaderWidget(QWidget* widget) { m_header->addWidget(widget); }
void Pane::addTitleWidget(QWidget* widget) { m_header->insertWidget(m_header->indexOf(m_subtitle), widget); }

} // namespace streamscape::widgets
