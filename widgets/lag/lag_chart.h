// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/line_chart.h"
#include "widgets/lag/lag_watch.h"

#include <map>

class QComboBox;

namespace streamscape::widgets {

class Pane;
class Segmented;

/// Time lag, lag or rates over the shared time range: of the groups that are worst off, or of the selected
/// one; with what happened as marks, and beside what the same time was like yesterday or a week ago. Drawn
/// only while shown.
class LagChart final : public QWidget {
    Q_OBJECT

public:
    /// The watch outlives the chart.
    LagChart(const PageContext& context, LagWatch& watch, QWidget* parent = nullptr);
    /// Which group is the selected one.
    void setGroup(const lag::GroupKey& key);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// A line, a group's first by the cluster it is of.
    struct Drawn {
        std::string cluster;
        lag::Line line;
    };
    struct Answer {
        std::string cluster;
        lag::Picture picture;
    };

    void makeHeader();
    void showNewest();
    void showHint();
    /// Asks now, whatever was asked a moment ago.
    void ask();
    void ask(lag::PictureQuery query, base::Time now);
    void take(const lag::PictureQuery& query, std::vector<Answer> answers, base::Time now);
    std::vector<Drawn> worstOf(const std::vector<Answer>& answers) const;
    std::vector<LineChart::Line> linesOf(const std::vector<Drawn>& drawn) const;
    void chooseColours(const std::vector<Drawn>& drawn);
    std::vector<LineChart::Mark> marksOf(const std::vector<Answer>& answers, base::Time now) const;
    QString nameOf(const Drawn& one) const;
    QString subtitle(std::size_t groups, const lag::PictureQuery& query, std::optional<base::Time> since,
                     base::Time now) const;
    QString emptyText(const lag::PictureQuery& query) const;
    lag::Metric metric() const;
    bool isOfSelected() const;
    std::optional<base::Duration> earlier() const;
    std::size_t most() const;

    PageContext m_context;
    LagWatch& m_watch;
    lag::GroupKey m_key;
    std::map<lag::GroupKey, int> m_colours; ///< each group's, as long as the page lives
    quint64 m_asked = 0;                    ///< newest question wins
    std::optional<base::Time> m_askedAt;    ///< of the newest that was for what is new
    bool m_unknown = true;                  ///< nothing is known of the stretch, so far
    bool m_missed = false;                  ///< the past moment could not be said
    Pane* m_pane;
    Segmented* m_metric;
    Segmented* m_scope;
    QComboBox* m_earlier;
    LineChart* m_chart;
};

} // namespace streamscape::widgets
