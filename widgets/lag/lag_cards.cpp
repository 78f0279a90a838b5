// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_cards.h"

#include "models/lag/words.h"
#include "widgets/common/kpi_card.h"

#include <QHBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::Severity;
using base::toQString;

LagCards::LagCards(const PageContext& context, QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    for (KpiCard** card : {&m_needed, &m_behind, &m_worst, &m_rates}) {
        *card = new KpiCard(context.theme, this);
        row->addWidget(*card, 1);
    }
    m_needed->setObjectName(QStringLiteral("lagNeeded"));
    m_behind->setObjectName(QStringLiteral("lagBehind"));
    m_worst->setObjectName(QStringLiteral("lagWorst"));
    m_rates->setObjectName(QStringLiteral("lagRates"));
}

void LagCards::setNumbers(const lag::Snapshot& snapshot, const lag::Totals& totals) {
    const bool judged = std::any_of(snapshot.groups.begin(), snapshot.groups.end(), [](const lag::Group& g) {
        return g.row.verdict != lag::Verdict::Unknown;
    });
    if (!judged)
        m_needed->set(base::unknownText, tr("groups that need you"), Severity::None,
                      tr("Not known yet: a verdict takes at least two looks at the offsets"));
    else if (totals.needSomebody() == 0)
        m_needed->set(QStringLiteral("0"), tr("groups need you"), Severity::Good);
    else
        m_needed->set(base::grouped(totals.needSomebody()),
                      tr("groups need you: %1").arg(lag::attentionText(totals)),
                      totals.needSomebody() == totals.rewound ? Severity::Warn : Severity::Bad);
    m_behind->set(totals.lag ? base::grouped(*totals.lag) : base::unknownText,
                  tr("records behind, all groups"), Severity::None,
                  totals.lag ? QString() : tr("Not known: no group has a commit whose log end is known"));
    QString how = tr("worst time lag");
    if (totals.worst.value)
        how += QStringLiteral(" · %1 (%2)")
                   .arg(QLatin1String(lag::name(totals.worst.basis)), toQString(totals.worstGroup));
    m_worst->set(lag::timeLagText(totals.worst), how, Severity::None, lag::timeLagWhy(totals.worst));
    const auto perSecond = [](std::optional<double> rate) {
        return rate ? lag::rateText(rate) + QStringLiteral(" /s") : base::unknownText;
    };
    m_rates->set(perSecond(totals.written), tr("written · %1 read").arg(perSecond(totals.read)),
                 Severity::None,
                 totals.written ? tr("Over the last minute, on the partitions that groups read")
                                : tr("Not known yet: a rate takes two looks at the offsets"));
}

} // namespace streamscape::widgets
