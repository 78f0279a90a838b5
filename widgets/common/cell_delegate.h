// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QStyledItemDelegate>

namespace streamscape::widgets {

/// "●", "▲", …: the shape's sign, for pills, menus and text.
QString sign(base::Shape shape);

/// Draws a cell by its KindRole: text, dim, monospace, number, pill, link, spark line or heat.
class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit CellDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintBadge(QPainter* painter, const QRect& rect, const QModelIndex& index) const;
    void paintSpark(QPainter* painter, const QRect& rect, const QModelIndex& index) const;

    const Theme& m_theme;
};

} // namespace streamscape::widgets
