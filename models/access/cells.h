// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/acl.h"

#include <optional>

namespace streamscape::access {

// What the cells of several tables say alike.

QString patternCell(kafka::ResourceType type, kafka::PatternType pattern,
                    const std::string& name); ///< "prefix", "literal", "all"
QString patternWhy(kafka::ResourceType type, kafka::PatternType pattern, const std::string& name);
QString onCell(kafka::ResourceType type, kafka::PatternType pattern,
               const std::string& name); ///< "Topic dc2.orders"
/// Where the name leads; empty for a pattern of many names.
QString linkTo(kafka::ResourceType type, kafka::PatternType pattern, const std::string& name);
/// "4 topics", "1 group"; "—" where it is not known.
QString reachText(kafka::ResourceType type, std::optional<int> count);
/// The whole of it, as the key of a row.
QString keyOf(const kafka::Acl& acl);

/// streamscape://access?principal=User%3Aada and the like.
QString principalUrl(const std::string& principal);
QString resourceUrl(const Resource& resource);

} // namespace streamscape::access
