// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"

#include <QLabel>

namespace streamscape::widgets {

/// A name that leads somewhere: click or Return follows it, its context menu says where else it leads.
class LinkLabel final : public QLabel {
    Q_OBJECT

public:
    explicit LinkLabel(QWidget* parent = nullptr);

    /// An empty page makes it plain text.
    void set(const QString& text, const base::Location& place);

Q_SIGNALS:
    void activated(const streamscape::base::Location& place);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void underline(bool on);

    base::Location m_place;
};

} // namespace streamscape::widgets
