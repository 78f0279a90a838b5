// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/audit_feed.h"
#include "widgets/common/context.h"

class QLabel;

namespace streamscape::widgets {

class Histogram;
class Pane;

/// What was allowed and denied over time; a stretch drawn with the mouse becomes the range all pages share.
class TimelinePane final : public QWidget {
    Q_OBJECT

public:
    explicit TimelinePane(const PageContext& context, QWidget* parent = nullptr);
    void show(const audit::Snapshot& snapshot);

private:
    void showLegend();

    const Theme& m_theme;
    audit::Bucket m_sum; ///< of all bars
    Pane* m_pane;
    Histogram* m_timeline;
    QLabel* m_legend;
};

} // namespace streamscape::widgets
