// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace streamscape::widgets {

class FilterBar;

/// The first line of a page: its title, how much there is, and the page's filter.
class PageHead final : public QWidget {
    Q_OBJECT

public:
    /// Where the filter stands: at the right end, below over the whole width for long ones, or where the page
    /// puts it.
    enum class FilterPlace { Beside, Below, Elsewhere };

    PageHead(const QString& title, const QString& filterPlaceholder, FilterPlace place,
             QWidget* parent = nullptr);

    FilterBar* filter() const { return m_filter; }
    /// Small and dim behind the title: "6 groups · 3 topics".
    void setCounts(const QString& text, const QString& tooltip = {});
    QString counts() const;
    /// Directly behind the title (tabs).
    void addBehindTitle(QWidget* widget);
    /// Behind the counts (a warning).
    void addBehindCounts(QWidget* widget);
    /// At the right end, behind the filter.
    void addAtEnd(QWidget* widget);

private:
    QHBoxLayout* m_row;
    QLabel* m_counts;
    FilterBar* m_filter;
};

} // namespace streamscape::widgets
