// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/kafka/cluster.h"
#include "models/offsets/outcome.h"

#include <QObject>

namespace streamscape::offsets {

/// The changes under way. Each goes on to its end and into the journal, whether or not whoever asked for it
/// still waits; only with this object it would break off. GUI thread.
class Changes final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// As offsets::apply(). The journal outlives this; a cluster that goes is said by the outcome.
    QFuture<base::Result<Outcome>> apply(kafka::Cluster& cluster, journal::Journal& journal, Plan plan,
                                         journal::Actor actor);
    /// The groups they are about, oldest first.
    const std::vector<std::string>& underWay() const { return m_underWay; }

Q_SIGNALS:
    /// underWay() is another.
    void changed();

private:
    std::vector<std::string> m_underWay;
};

} // namespace streamscape::offsets
