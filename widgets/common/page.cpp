// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/page.h"

#include <QVBoxLayout>

namespace streamscape::widgets {

void View::setRange(const base::TimeRange& range) {
    if (range == m_range)
        return;
    m_range = range;
    Q_EMIT rangeChanged();
}

void View::setZone(base::Zone zone) {
    if (zone == m_zone)
        return;
    m_zone = zone;
    Q_EMIT zoneChanged();
}

Page::Page(QWidget* parent)
    : QWidget(parent) {
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
}

void Page::layOut(QWidget* head, QWidget* body) {
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 14, 16, 14);
    rows->setSpacing(12);
    rows->addWidget(head);
    rows->addWidget(body, 1);
}

void Page::tellReady() {
    const bool ready = isReady();
    if (ready == m_wasReady)
        return;
    m_wasReady = ready;
    Q_EMIT readyChanged();
}

} // namespace streamscape::widgets
