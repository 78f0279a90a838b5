// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace streamscape::widgets {

/// How well a name answers what was typed; nullopt where it does not. More is better: the name itself, then
/// its beginning, then the beginning of one of its words, then somewhere inside, then the letters in order
/// with gaps. Of equals the shorter name wins. Every word typed has to be found.
std::optional<int> fuzzyScore(const QString& typed, const QString& name);

} // namespace streamscape::widgets
