// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/changes.h"

#include "models/base/answered.h"
#include "models/offsets/apply.h"

#include <algorithm>

namespace streamscape::offsets {

QFuture<base::Result<Outcome>> Changes::apply(kafka::Cluster& cluster, journal::Journal& journal, Plan plan,
                                              journal::Actor actor) {
    const std::string group = plan.group;
    QFuture<base::Result<Outcome>> answer =
        offsets::apply(cluster, journal, std::move(plan), std::move(actor), this);
    m_underWay.push_back(group);
    Q_EMIT changed();
    base::whenAnswered(answer, this, [this, group](const base::Result<Outcome>&) {
        m_underWay.erase(std::find(m_underWay.begin(), m_underWay.end(), group));
        Q_EMIT changed();
    });
    return answer;
}

} // namespace streamscape::offsets
