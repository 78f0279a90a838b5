// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/buttons.h"

#include <QMenu>

namespace streamscape::widgets {

QPushButton* makeButton(const QString& text, ButtonLook look, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(false);
    button->setProperty("look", look == ButtonLook::Primary  ? QStringLiteral("primary")
                                : look == ButtonLook::Danger ? QStringLiteral("danger")
                                                             : QStringLiteral("secondary"));
    return button;
}

void popUpBelow(QMenu& menu, const QWidget& button) {
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)));
}

} // namespace streamscape::widgets
