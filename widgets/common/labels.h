// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace streamscape::widgets {

// The role is a style property that the theme's stylesheet reads: "title", "heading", "dim", "small",
// "remark", "raw", "stale", "warnbox", …; empty is the page's own text. All show plain text: names from a
// cluster are never markup.

/// One line.
QLabel* makeLabel(const char* role, QWidget* parent, const QString& text = {});
/// As many lines as it needs, selectable with the mouse.
QLabel* makeParagraph(const char* role, QWidget* parent, const QString& text = {});

/// A tooltip that shows its text as it is, also where it looks like markup.
QString plainTip(const QString& text);

} // namespace streamscape::widgets
