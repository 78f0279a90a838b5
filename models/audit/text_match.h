// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace streamscape::audit {

/// Whether lines of one shape hold a text: all of them, none, or it hangs on their moment or count.
enum class TextMatch { None, Some, All };

/// A line is "[yyyy-mm-dd hh:mm:ss,SSS]" + before + (counted: a number + after).
TextMatch matchShape(std::string_view text, std::string_view before, bool counted, std::string_view after);

} // namespace streamscape::audit
