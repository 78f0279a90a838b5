// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/whocan.h"
#include "models/base/rowmodel.h"

namespace streamscape::access {

/// One answer to "who can …?".
struct WhoCanRow {
    Answer answer;
    kafka::ResourceType type = kafka::ResourceType::Topic;
    auto key() const { return answer.key(); }
    QString keyText() const;
    bool operator==(const WhoCanRow&) const = default;
};
std::vector<WhoCanRow> whoCanRows(const WhoCan& whoCan);

std::span<const base::Column<WhoCanRow>> whoCanColumns();
using WhoCanModel = base::RowModel<WhoCanRow>;

} // namespace streamscape::access
