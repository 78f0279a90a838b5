// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace streamscape::widgets {

/// A framed part of a page: a heading with a small remark, things at its right end, and a body.
class Pane final : public QFrame {
    Q_OBJECT

public:
    explicit Pane(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSubtitle(const QString& subtitle); ///< small and dim, behind the title
    void setRemark(const QString& remark);     ///< small and dim, at the right end
    /// The remark where the heading has room for all that is in it, else none; true where it has.
    bool setRemarkWhereRoom(const QString& remark);
    /// A frame alone, where the content needs no heading.
    void setHeaderVisible(bool visible);
    /// At the right end of the heading.
    void addHeaderWidget(QWidget* widget);
    /// Directly behind the title (a badge).
    void addTitleWidget(QWidget* widget);
    /// Where the content goes; no margins.
    QVBoxLayout* body() const { return m_body; }

private:
    QWidget* m_head;
    QLabel* m_title;
    QLabel* m_subtitle;
    QLabel* m_remark;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
};

} // namespace streamscape::widgets
