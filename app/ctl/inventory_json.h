// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/cluster_view.h"
#include "models/inventory/stock_view.h"

#include <QJsonArray>
#include <QJsonObject>

namespace streamscape::ctl {

// The shapes of `streamscapectl inventory …`; scripts depend on them: members may be added, none renamed.

QJsonArray positionsJson(const inventory::StockView& view);
QJsonObject countsJson(const inventory::Counts& counts);
QJsonObject stockJson(const inventory::StockView& view, const std::vector<inventory::StockRow>& rows);
QJsonObject movementsJson(const std::vector<inventory::MovementRow>& movements);
QJsonObject badJson(const std::vector<inventory::BadRecord>& bad);
QJsonArray findingsJson(const std::vector<inventory::StockFinding>& findings);
QJsonObject clusterJson(const inventory::ClusterView& view);

} // namespace streamscape::ctl
