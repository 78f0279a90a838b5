// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/partition_table.h"
#include "widgets/common/theme.h"

#include <QWidget>

namespace streamscape::widgets {

/// All partitions of a group at one look, a small cell each in the order of topic and number: the stronger
/// its colour, the more of the group's lag it holds; red where something is wrong with it, hollow where its
/// lag is not known. Walked by the arrow keys; click or Return chooses.
class PartitionMap final : public QWidget {
    Q_OBJECT

public:
    explicit PartitionMap(const Theme& theme, QWidget* parent = nullptr);

    /// Its rows stay alive until the next call.
    void setRows(const std::vector<lag::PartitionEntry>& rows);
    /// Marks a partition by its key, without a signal.
    void setCurrent(const QString& key);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, 60}; }

Q_SIGNALS:
    void chosen(const QString& key);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cell {
        QString key;
        QString tip;
        base::Severity severity = base::Severity::None; ///< Bad or Warn where something is wrong
        double strength = 0;                            ///< 0…1 of the greatest lag
        bool known = false;
        bool operator==(const Cell&) const = default;
    };
    struct Block { ///< one topic
        QString title;
        std::vector<Cell> cells;
        bool operator==(const Block&) const = default;
    };
    /// Where a cell is, or where it would be.
    struct Place {
        int block = -1;
        int cell = -1;
        bool isNone() const { return block < 0; }
        bool operator==(const Place&) const = default;
    };

    static Cell cellOf(const lag::PartitionEntry& row, double most);
    int perLine(int width) const;
    int linesOf(const Block& block, int width) const;
    QRect rectOf(Place place) const;
    Place placeAt(const QPoint& at) const;
    const Cell* cellAt(Place place) const;
    void moveTo(Place place);
    void step(int by);

    const Theme& m_theme;
    std::vector<Block> m_blocks;
    Place m_current;
};

} // namespace streamscape::widgets
