// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/overview.h"
#include "widgets/common/context.h"

namespace streamscape::widgets {

class KpiCard;

/// The numbers the page opens with: who needs somebody, how far behind, how long, until what is lost, how
/// fast. A click on one asks to see what it speaks of.
class LagCards final : public QWidget {
    Q_OBJECT

public:
    explicit LagCards(const PageContext& context, QWidget* parent = nullptr);
    void setNumbers(const lag::Overview& overview);

Q_SIGNALS:
    void neededAsked();   ///< the groups that need somebody
    void behindAsked();   ///< those that are furthest behind
    void worstAsked();    ///< those whose records wait longest
    void expiringAsked(); ///< those whose records expire soonest
    void busiestAsked();  ///< those on whose topics most is written

private:
    void setNeeded(const lag::Overview& overview);
    void setExpiring(const lag::Overview& overview);

    KpiCard* m_needed;
    KpiCard* m_behind;
    KpiCard* m_worst;
    KpiCard* m_expiring;
    KpiCard* m_rates;
};

} // namespace streamscape::widgets
