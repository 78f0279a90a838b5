// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/timeline_pane.h"

#include "models/audit/timeline.h"
#include "widgets/audit/words.h"
#include "widgets/common/histogram.h"
#include "widgets/common/labels.h"
#include "widgets/common/pane.h"

#include <QVBoxLayout>

namespace streamscape::widgets {

TimelinePane::TimelinePane(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_theme(context.theme)
    , m_pane(new Pane(tr("Timeline"), this))
    , m_timeline(new Histogram(context, m_pane))
    , m_legend(makeLabel("remark", m_pane)) {
    m_timeline->setObjectName(QStringLiteral("auditTimeline"));
    m_timeline->setFixedHeight(170);
    m_pane->body()->addWidget(m_timeline);
    m_legend->setTextFormat(Qt::RichText); // numbers and our own words only
    m_pane->addHeaderWidget(m_legend);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    connect(&context.theme, &Theme::changed, this, &TimelinePane::showLegend);
    View& view = context.view;
    connect(m_timeline, &Histogram::rangeSelected, &view,
            [&view](base::Time from, base::Time to) { view.setRange(base::between(from, to)); });
    connect(m_timeline, &Histogram::liveRequested, &view,
            [&view] { view.setRange(base::lastOf(std::chrono::minutes{15})); });
}

void TimelinePane::show(const audit::Snapshot& snapshot) {
    const audit::Answer& answer = snapshot.answer;
    std::vector<Histogram::Bar> bars;
    m_sum = {};
    for (const audit::Bucket& bucket : audit::timeline(answer)) {
        bars.push_back({bucket.begin, {bucket.allow, bucket.deny, bucket.other}});
        m_sum.allow += bucket.allow;
        m_sum.deny += bucket.deny;
        m_sum.other += bucket.other;
    }
    m_timeline->setData({{tr("allowed"), base::Severity::None},
                         {tr("denied"), base::Severity::Bad},
                         {tr("probes, no event"), base::Severity::Muted}},
                        bars, answer.bucket);
    m_pane->setSubtitle(
        tr("%1 matching · %2 bars").arg(base::grouped(answer.matched), base::durationWords(answer.bucket)));
    showLegend();
}

void TimelinePane::showLegend() { m_legend->setText(legend(m_sum, m_theme)); }

} // namespace streamscape::widgets
