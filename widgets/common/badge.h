// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

namespace streamscape::widgets {

/// A state as a pill: shape, word and colour.
class Badge final : public QWidget {
    Q_OBJECT

public:
    explicit Badge(const Theme& theme, QWidget* parent = nullptr);

    void set(const QString& word, base::Shape shape, base::Severity severity);
    QString word() const { return m_word; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// Draws a pill at the left of rect, vertically in the middle; what Badge and table cells share.
    static void draw(QPainter* painter, const Theme& theme, const QRect& rect, const QString& word,
                     base::Shape shape, base::Severity severity);
    static QSize pillSize(const QFontMetrics& metrics, const QString& word, base::Shape shape);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_word;
    base::Shape m_shape = base::Shape::None;
    base::Severity m_severity = base::Severity::None;
};

} // namespace streamscape::widgets
