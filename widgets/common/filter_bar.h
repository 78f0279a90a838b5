// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QTimer;

namespace streamscape::widgets {

class FlowLayout;

/// A page's own filter: a line to type in, and the filters in force as chips that can be taken off. Chips go
/// on below where the line is full.
class FilterBar final : public QWidget {
    Q_OBJECT

public:
    struct Chip {
        QString id;   ///< what chipRemoved gives back
        QString text; ///< "principal is User:pat"
        bool operator==(const Chip&) const = default;
    };

    explicit FilterBar(const QString& placeholder, QWidget* parent = nullptr);

    QString text() const;
    void setText(const QString& text); ///< without a signal
    void setChips(const QList<Chip>& chips);
    void focusLine();

Q_SIGNALS:
    /// 150 ms after the last key, or at once on Return.
    void textChanged(const QString& text);
    void submitted(const QString& text); ///< Return
    void chipRemoved(const QString& id);

private:
    QLineEdit* m_line;
    FlowLayout* m_flow; ///< the line first, then the chips
    QTimer* m_settle;
    QList<Chip> m_chips;
};

} // namespace streamscape::widgets
