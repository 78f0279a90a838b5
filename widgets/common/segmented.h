// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace streamscape::widgets {

/// A row of joined buttons of which one is on.
class Segmented final : public QFrame {
    Q_OBJECT

public:
    explicit Segmented(QWidget* parent = nullptr);

    void add(const QString& id, const QString& text, const QString& tooltip = {});
    /// A number behind the text ("Oversold 3"); negative shows none.
    void setCount(const QString& id, int count);
    QString current() const;
    /// Without a signal; unknown ids switch nothing.
    void setCurrent(const QString& id);

Q_SIGNALS:
    /// The user chose.
    void chosen(const QString& id);

private:
    QToolButton* find(const QString& id) const;

    QButtonGroup* m_group;
};

} // namespace streamscape::widgets
