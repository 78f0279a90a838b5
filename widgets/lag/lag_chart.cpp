// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_chart.h"

#include "models/base/answered.h"
#include "models/lag/words.h"
#include "widgets/common/line_chart.h"
#include "widgets/common/pane.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::Severity;
using base::toQString;

namespace {

constexpr std::size_t mostLines = 5;
constexpr int legendCharacters = 26;
constexpr std::chrono::minutes leastSpan{2}; // a session's first seconds would otherwise fill the whole axis

QString legendEntry(QString name, const QColor& colour) {
    if (name.size() > legendCharacters)
        name = name.left(legendCharacters - 1) + QStringLiteral("…");
    return QStringLiteral("<span style='color:%1'>&#9644;</span>&nbsp;%2")
        .arg(colour.name(), name.toHtmlEscaped().replace(QLatin1Char(' '), QStringLiteral("&nbsp;")));
}

} // namespace

LagChart::LagChart(const PageContext& context, lag::Feed& feed, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(feed)
    , m_pane(new Pane(tr("Lag"), this))
    , m_legend(new QLabel(m_pane))
    , m_chart(new LineChart(context, LineChart::Unit::Count, m_pane)) {
    m_legend->setProperty("role", QStringLiteral("small"));
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setObjectName(QStringLiteral("lagLegend"));
    m_pane->addHeaderWidget(m_legend);
    m_chart->setAccessibleName(tr("Lag of the worst groups over time"));
    m_chart->setFixedHeight(170);
    m_pane->body()->addWidget(m_chart);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    connect(&context.view, &View::rangeChanged, this, &LagChart::showNewest);
    connect(&context.view, &View::zoneChanged, this, &LagChart::showNewest);
    connect(&context.theme, &Theme::changed, this, &LagChart::showNewest);
    connect(m_chart, &LineChart::rangeSelected, this,
            [this](base::Time from, base::Time to) { m_context.view.setRange(base::between(from, to)); });
    connect(m_chart, &LineChart::liveRequested, this,
            [this] { m_context.view.setRange(base::lastOf(std::chrono::minutes{15})); });
}

void LagChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showNewest();
}

void LagChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showNewest();
}

QString LagChart::heading(std::size_t lines, base::Time from, base::Time to, base::Time now,
                          bool wholeSession) const {
    if (from >= to)
        return m_feed.snapshot()->looks < 2 ? tr("the first look; a line takes two")
                                            : tr("this session saw nothing of the chosen time");
    static const char* const words[] = {"no", "one", "two", "three", "four", "five"};
    const QString since = base::clockTime(from, now, m_context.view.zone());
    const QString which = lines == 1
                              ? tr("worst group")
                              : tr("worst %1 groups").arg(QLatin1String(words[std::min(lines, mostLines)]));
    return wholeSession ? tr("%1, since this session began at %2").arg(which, since)
                        : tr("%1, since %2").arg(which, since);
}

void LagChart::showNewest() {
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    if (!snapshot || !snapshot->since || !isVisible())
        return;
    const base::Time now = snapshot->asOf;
    const base::TimeRange range = m_context.view.range();
    const base::Time began = *snapshot->since;
    const base::Time from = std::max(range.begin(now), began);
    const base::Time to = std::min(range.end(now), now);
    const quint64 asked = ++m_asked;
    const lag::PictureQuery query{lag::Metric::Lag, from, to, m_chart->width(), {}, mostLines, {}};
    base::whenAnswered(m_feed.picture(query), this,
                       [this, asked, from, to, began](const base::Result<lag::Picture>& picture) {
                           if (asked == m_asked && picture)
                               draw(picture->lines, from, to, began);
                       });
}

void LagChart::draw(const std::vector<lag::Line>& worst, base::Time from, base::Time to, base::Time began) {
    const base::Time now = m_feed.snapshot()->asOf;
    m_pane->setSubtitle(heading(worst.size(), from, to, now, from == began));
    std::vector<LineChart::Line> lines;
    QStringList legend;
    const QList<QColor> colours = m_context.theme.series();
    qsizetype next = 0;
    for (const lag::Line& one : worst) {
        LineChart::Line& line = lines.emplace_back();
        line.name = toQString(one.group);
        // Only the worst is red and filled: two red lines could not be told apart.
        line.filled = lines.size() == 1 && lag::needsSomebody(one.verdict);
        line.severity = line.filled ? lag::severity(one.verdict) : Severity::None;
        for (const base::Sample& sample : one.samples)
            line.points.push_back({sample.time, sample.value});
        legend << legendEntry(line.name, line.filled ? m_context.theme.colour(line.severity)
                                                     : colours[next++ % colours.size()]);
    }
    m_legend->setText(legend.join(QStringLiteral("&nbsp;&nbsp; ")));
    m_chart->setData(lines, m_context.view.range().isLive() ? std::min(from, to - leastSpan) : from, to);
}

} // namespace streamscape::widgets
