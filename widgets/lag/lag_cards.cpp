// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_cards.h"

#include "models/lag/words.h"
#include "widgets/common/kpi_card.h"

#include <QHBoxLayout>

namespace streamscape::widgets {

using base::Severity;
using base::toQString;

namespace {

QString perSecond(std::optional<double> rate) {
    return rate ? lag::rateText(rate) + QStringLiteral(" /s") : base::unknownText;
}

} // namespace

LagCards::LagCards(const PageContext& context, QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    const auto add = [&](const char* name, const QString& action, void (LagCards::*asked)()) {
        auto* card = new KpiCard(context.theme, this);
        card->setObjectName(QString::fromLatin1(name));
        card->setAction(action);
        row->addWidget(card, 1);
        connect(card, &KpiCard::clicked, this, asked);
        return card;
    };
    m_needed = add("lagNeeded", tr("Click: show only these"), &LagCards::neededAsked);
    m_behind = add("lagBehind", tr("Click: sort by lag"), &LagCards::behindAsked);
    m_worst = add("lagWorst", tr("Click: sort by time lag"), &LagCards::worstAsked);
    m_expiring = add("lagExpiring", tr("Click: sort by when records expire"), &LagCards::expiringAsked);
    m_rates = add("lagRates", tr("Click: sort by what is written"), &LagCards::busiestAsked);
}

void LagCards::setNeeded(const lag::Overview& overview) {
    const lag::Totals& totals = overview.totals;
    if (!overview.judged)
        m_needed->set(base::unknownText, tr("groups that need you"), Severity::None,
                      tr("Not known yet: a verdict takes at least two looks at the offsets"));
    else if (totals.needSomebody() == 0)
        m_needed->set(QStringLiteral("0"), tr("groups need you"), Severity::Good);
    else
        m_needed->set(base::grouped(totals.needSomebody()),
                      totals.needSomebody() == 1 ? tr("group needs you: %1").arg(lag::attentionText(totals))
                                                 : tr("groups need you: %1").arg(lag::attentionText(totals)),
                      totals.needSomebody() == totals.rewound ? Severity::Warn : Severity::Bad);
}

void LagCards::setExpiring(const lag::Overview& overview) {
    const lag::Expiry& soonest = overview.soonest;
    const QString why = toQString(soonest.why);
    if (soonest.how == lag::Expiry::How::Never)
        m_expiring->set(base::unknownText, tr("no unread records expire"), Severity::None, why);
    else if (!soonest.in)
        m_expiring->set(base::unknownText, tr("until unread records expire"), Severity::None,
                        tr("Not known: %1").arg(why));
    else
        m_expiring->set(lag::expiryText(soonest),
                        (soonest.how == lag::Expiry::How::Passed ? tr("unread records have expired (%1)")
                                                                 : tr("until unread records expire (%1)"))
                            .arg(toQString(overview.expiring.group)),
                        lag::severity(soonest), why);
}

void LagCards::setNumbers(const lag::Overview& overview) {
    const lag::Totals& totals = overview.totals;
    setNeeded(overview);
    setExpiring(overview);
    m_behind->set(totals.lag ? base::grouped(*totals.lag) : base::unknownText,
                  tr("records behind, all groups"), Severity::None,
                  totals.lag ? QString() : tr("Not known: no group has a commit whose log end is known"));
    QString how = tr("worst time lag");
    if (totals.worst.value)
        how += QStringLiteral(" · %1 (%2)")
                   .arg(QLatin1String(lag::name(totals.worst.basis)), toQString(overview.worst.group));
    m_worst->set(lag::timeLagText(totals.worst), how, Severity::None, lag::timeLagWhy(totals.worst));
    m_rates->set(
        perSecond(totals.written), tr("written · %1 read").arg(perSecond(totals.read)), Severity::None,
        totals.written
            ? tr("Over the last minute, on the partitions that groups read. A record is counted once as "
                 "written, and as read by each group that reads it.")
            : tr("Not known yet: a rate takes two looks at the offsets"));
}

} // namespace streamscape::widgets
