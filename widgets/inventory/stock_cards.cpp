// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/stock_cards.h"

#include "widgets/common/kpi_card.h"
#include "widgets/inventory/words.h"

#include <QHBoxLayout>

namespace streamscape::widgets {

using base::grouped;
using base::Severity;

namespace {

QString percent(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? QString::number(100 * part / whole) + QStringLiteral(" %") : base::unknownText;
}

} // namespace

StockCards::StockCards(const PageContext& context, inventory::StockFeed& feed, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(feed) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    for (KpiCard** card : {&m_units, &m_oversold, &m_low, &m_bad, &m_age}) {
        *card = new KpiCard(m_context.theme, this);
        row->addWidget(*card, 1);
    }
    m_units->setObjectName(QStringLiteral("stockUnits"));
    m_oversold->setObjectName(QStringLiteral("stockOversold"));
    m_low->setObjectName(QStringLiteral("stockLow"));
    m_bad->setObjectName(QStringLiteral("stockBad"));
    m_age->setObjectName(QStringLiteral("stockAge"));
    m_tick.setInterval(1'000);
    connect(&m_tick, &QTimer::timeout, this, &StockCards::updateAge);
    m_tick.start();
    connect(&m_context.view, &View::zoneChanged, this, [this] {
        m_shownRevision = -1;
        showNewest();
    });
}

void StockCards::showNewest() {
    updateAge();
    const inventory::StockViewPtr& view = m_feed.view();
    if (!view->stock || view->stock->projection.revision == m_shownRevision)
        return;
    m_shownRevision = view->stock->projection.revision;
    updateNumbers(*view->stock);
}

void StockCards::updateNumbers(const inventory::Stock& stock) {
    const inventory::StockSummary summary = summarize(stock);
    const inventory::Counts& counts = stock.projection.counts;
    m_units->set(
        grouped(summary.units),
        tr("units on hand in %1").arg(base::counted(summary.warehouses, tr("warehouse"), tr("warehouses"))));
    m_oversold->set(grouped(summary.oversold), tr("SKUs oversold"),
                    summary.oversold > 0 ? Severity::Bad : Severity::None,
                    tr("More promised than there is, in at least one warehouse"));
    m_low->set(grouped(summary.low), tr("SKUs low or out"), summary.low > 0 ? Severity::Warn : Severity::None,
               tr("At or below the reorder point, or nothing on hand, in at least one warehouse"));
    const QString repeats = tr("%1 repeated events were left out").arg(grouped(counts.duplicates));
    if (stock.badBurst) {
        QString caption = tr("bad records since %1")
                              .arg(base::clockTime(stock.badBurst->first, now(), m_context.view.zone()));
        if (counts.bad > stock.badBurst->count)
            caption += tr(" · %1 in all").arg(grouped(counts.bad));
        m_bad->set(grouped(stock.badBurst->count), caption, Severity::Bad,
                   tr("Refused, with their reason and place: streamscapectl inventory bad") +
                       QLatin1Char('\n') + repeats);
    } else {
        m_bad->set(QStringLiteral("0"), tr("bad records"), Severity::None, repeats);
    }
}

void StockCards::updateAge() {
    const inventory::StockView& view = *m_feed.view();
    const std::optional<base::Time> newest =
        view.stock ? view.stock->projection.newestRecorded : std::nullopt;
    if (!newest)
        return m_age->set(base::unknownText, tr("age of the newest movement"), Severity::None,
                          tr("No movement was read yet"));
    const QString age = base::durationWords(std::max(base::Duration::zero(), now() - *newest));
    const QString full = base::fullTime(*newest, m_context.view.zone());
    if (view.catchingUp())
        return m_age->set(
            age, tr("behind the warehouses · %1 of the log read").arg(percent(view.done(), view.total())),
            Severity::Warn, full);
    const std::optional<base::Error> inTheWay = view.inTheWay();
    if (!inTheWay)
        return m_age->set(age, tr("since the newest movement"), Severity::None, full);
    m_age->set(age, tr("since the newest movement known"), Severity::Warn,
               full + QLatin1Char('\n') + base::toQString(base::describe(*inTheWay)));
}

} // namespace streamscape::widgets
