// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

#include <vector>

namespace streamscape::widgets {

/// Which colour of a chart is what, in one small line for a pane's heading. Names too many or too long for
/// the room are cut; the tooltip has them all.
class Legend final : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        QString name;
        QColor colour;
        bool operator==(const Entry&) const = default;
    };

    explicit Legend(const Theme& theme, QWidget* parent = nullptr);

    void set(std::vector<Entry> entries);
    const std::vector<Entry>& entries() const { return m_entries; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int width(const Entry& entry) const;

    const Theme& m_theme;
    std::vector<Entry> m_entries;
};

} // namespace streamscape::widgets
