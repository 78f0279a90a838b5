// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "widgets/common/context.h"

namespace streamscape::widgets {

class KpiCard;

/// The numbers the page opens with: who needs somebody, how far behind, how long, how fast.
class LagCards final : public QWidget {
    Q_OBJECT

public:
    explicit LagCards(const PageContext& context, QWidget* parent = nullptr);
    void setNumbers(const lag::Snapshot& snapshot, const lag::Totals& totals);

private:
    KpiCard* m_needed;
    KpiCard* m_behind;
    KpiCard* m_worst;
    KpiCard* m_rates;
};

} // namespace streamscape::widgets
