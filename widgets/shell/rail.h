// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QAbstractButton>
#include <QFrame>

class QButtonGroup;
class QVBoxLayout;

namespace streamscape::widgets {

/// One line of the rail: a page's title, and at the right how many things there need somebody.
class RailItem final : public QAbstractButton {
    Q_OBJECT

public:
    RailItem(const Theme& theme, const QString& title, QWidget* parent = nullptr);

    void setBadge(int count, base::Severity severity);
    int badge() const { return m_count; }
    QSize sizeHint() const override { return {168, 32}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    int m_count = 0;
    base::Severity m_severity = base::Severity::None;
};

/// The pages down the left side. Up and Down walk through them while one has the focus.
class Rail final : public QFrame {
    Q_OBJECT

public:
    explicit Rail(const Theme& theme, QWidget* parent = nullptr);

    void clear();
    void add(const QString& id, const QString& title);
    void setCurrent(const QString& id); ///< without a signal
    void setBadge(const QString& id, int count, base::Severity severity);

Q_SIGNALS:
    void chosen(const QString& id);

private:
    RailItem* find(const QString& id) const;

    const Theme& m_theme;
    QButtonGroup* m_group;
    QVBoxLayout* m_column;
};

} // namespace streamscape::widgets
