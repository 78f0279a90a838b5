// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/segmented.h"

#include "models/base/text.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>

namespace streamscape::widgets {

Segmented::Segmented(QWidget* parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton* button) { Q_EMIT chosen(button->property("segment").toString()); });
}

void Segmented::add(const QString& id, const QString& text, const QString& tooltip) {
    const QList<QAbstractButton*> there = m_group->buttons();
    if (!there.isEmpty()) {
        there.last()->setProperty("last", false);
        there.last()->style()->polish(there.last());
    }
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tooltip);
    button->setCheckable(true);
    button->setChecked(there.isEmpty());
    button->setFocusPolicy(Qt::TabFocus);
    button->setCursor(Qt::PointingHandCursor);
    button->setProperty("segment", id);
    button->setProperty("word", text);
    button->setProperty("first", there.isEmpty());
    button->setProperty("last", true);
    button->setAccessibleName(text);
    m_group->addButton(button);
    layout()->addWidget(button);
}

void Segmented::setCount(const QString& id, int count) {
    if (QToolButton* button = find(id)) {
        const QString word = button->property("word").toString();
        button->setText(count < 0 ? word : word + QLatin1Char(' ') + base::grouped(count));
    }
}

QString Segmented::current() const {
    const QAbstractButton* button = m_group->checkedButton();
    return button ? button->property("segment").toString() : QString();
}

void Segmented::setCurrent(const QString& id) {
    if (QToolButton* button = find(id))
        button->setChecked(true);
}

QToolButton* Segmented::find(const QString& id) const {
    const QList<QAbstractButton*> buttons = m_group->buttons();
    for (QAbstractButton* button : buttons)
        if (button->property("segment").toString() == id)
            return qobject_cast<QToolButton*>(button);
    return nullptr;
}

} // namespace streamscape::widgets
