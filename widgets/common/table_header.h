// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QHeaderView>

namespace streamscape::widgets {

/// A table's head as the pictures draw it; the sorted column has an arrow beside its word.
class TableHeader final : public QHeaderView {
    Q_OBJECT

public:
    static constexpr int height = 28;

    explicit TableHeader(const Theme& theme, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;

private:
    const Theme& m_theme;
};

} // namespace streamscape::widgets
