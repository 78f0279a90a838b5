// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace streamscape::widgets {

/// One line over the page that says why it shows something else than now, and the way back.
class LagStrip final : public QFrame {
    Q_OBJECT

public:
    explicit LagStrip(QWidget* parent = nullptr);

    /// An empty text takes it away.
    void say(const QString& text, const QString& back = {});

Q_SIGNALS:
    void backAsked();

private:
    QLabel* m_text;
    QPushButton* m_back;
};

} // namespace streamscape::widgets
