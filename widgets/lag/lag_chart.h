// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/feed.h"
#include "widgets/common/context.h"

class QLabel;

namespace streamscape::widgets {

class LineChart;
class Pane;

/// Lag of the worst groups over the shared time range, as far as this session saw it. Drawn only while shown.
class LagChart final : public QWidget {
    Q_OBJECT

public:
    /// The feed outlives the chart.
    LagChart(const PageContext& context, lag::Feed& feed, QWidget* parent = nullptr);
    /// Takes what the feed knows now.
    void showNewest();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw(const std::vector<lag::Line>& worst, base::Time from, base::Time to, base::Time began);
    QString heading(std::size_t lines, base::Time from, base::Time to, base::Time now,
                    bool wholeSession) const;

    PageContext m_context;
    lag::Feed& m_feed;
    quint64 m_asked = 0; ///< the newest question's number: an older answer that comes late is dropped
    Pane* m_pane;
    QLabel* m_legend;
    LineChart* m_chart;
};

} // namespace streamscape::widgets
