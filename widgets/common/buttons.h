// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace streamscape::widgets {

enum class ButtonLook { Secondary, Primary, Danger };

/// A button as the pictures draw it; the look is a style property that the theme's stylesheet reads.
QPushButton* makeButton(const QString& text, ButtonLook look = ButtonLook::Secondary,
                        QWidget* parent = nullptr);

} // namespace streamscape::widgets
