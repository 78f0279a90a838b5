// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QTest>
#include <QWidget>

namespace streamscape::test {

/// The widget as it is drawn once its layout has settled, without the cursor of a line that has focus.
inline QImage picture(QWidget& widget) {
    if (!QTest::qWaitForWindowActive(widget.window()))
        return {};
    if (QWidget* focus = QApplication::focusWidget())
        focus->clearFocus();
    QTest::qWait(20); // layouts settle by posted events
    return widget.grab().toImage();
}

/// Where two pictures of one size differ; empty where they are the same.
inline QRect difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size())
        return a.rect().united(b.rect());
    QRect where;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            if (a.pixel(x, y) != b.pixel(x, y))
                where |= QRect(x, y, 1, 1);
    return where;
}

} // namespace streamscape::test
