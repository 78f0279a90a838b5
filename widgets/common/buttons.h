// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QMenu;

namespace streamscape::widgets {

enum class ButtonLook { Secondary, Primary, Danger };

/// A button as the pictures draw it; the look is a style property that the theme's stylesheet reads.
QPushButton* makeButton(const QString& text, ButtonLook look = ButtonLook::Secondary,
                        QWidget* parent = nullptr);

/// Shows a menu below a button; unlike QPushButton::setMenu() no event loop waits for it.
void popUpBelow(QMenu& menu, const QWidget& button);

} // namespace streamscape::widgets
