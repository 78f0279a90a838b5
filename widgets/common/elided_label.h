// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace streamscape::widgets {

/// One line of plain text that is cut where there is no room for all of it; then the tooltip has the rest. A
/// long name never makes a window wider.
class ElidedLabel final : public QLabel {
    Q_OBJECT

public:
    /// The role as for makeLabel().
    ElidedLabel(const char* role, QWidget* parent, const QString& text = {});

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    bool isCut() const;
};

} // namespace streamscape::widgets
