// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"

#include <QList>
#include <QString>

namespace streamscape::widgets {

enum class EntityKind { Topic, Group, Principal, Sku, Host };

/// Where a thing is found on the pages. The one place that knows the addresses:
/// lag?group=G · lag?topic=T · inventory/stock?sku=S&warehouse=W · inventory/cluster?topic=T ·
/// audit?principal=P · audit?resource=NAME&resource_type=TOPIC · audit?host=H · access?principal=P ·
/// access?topic=T · access?group=G
struct Destination {
    QString text; ///< "Show lag"
    base::Location location;
};
QList<Destination> destinations(EntityKind kind, const std::string& name);

/// The entities an address names, each with where else it leads: what a link's context menu offers.
QList<Destination> destinationsOf(const base::Location& location);

} // namespace streamscape::widgets
