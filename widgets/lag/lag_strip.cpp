// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_strip.h"

#include "widgets/common/buttons.h"
#include "widgets/common/elided_label.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace streamscape::widgets {

LagStrip::LagStrip(QWidget* parent)
    : QFrame(parent)
    , m_text(new ElidedLabel("", this))
    , m_back(makeButton({}, ButtonLook::Secondary, this)) {
    setProperty("role", QStringLiteral("strip"));
    m_text->setObjectName(QStringLiteral("lagStripText"));
    m_back->setObjectName(QStringLiteral("lagStripBack"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 6, 4);
    row->setSpacing(10);
    row->addWidget(m_text, 1);
    row->addWidget(m_back);
    connect(m_back, &QPushButton::clicked, this, &LagStrip::backAsked);
    hide();
}

void LagStrip::say(const QString& text, const QString& back) {
    m_text->setText(text);
    m_back->setText(back);
    m_back->setVisible(!back.isEmpty());
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

} // namespace streamscape::widgets
