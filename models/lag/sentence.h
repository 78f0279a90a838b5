// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text.h"

#include <cmath>

namespace streamscape::lag::sentence {

// The small words that sentences about lag are made of.

/// "412,880"
inline std::string number(std::int64_t value) { return base::toStd(base::grouped(value)); }
/// "1 record", "412,880 records"
inline std::string count(std::int64_t n, const char* one, const char* many) {
    return base::toStd(base::counted(n, one, many));
}
/// "11 m 24 s": whole seconds, as tenths are noise in a sentence that changes every two of them.
inline std::string words(base::Duration duration) {
    return base::toStd(base::durationWords(std::chrono::floor<std::chrono::seconds>(duration)));
}
/// "1,204 /s", "0.3 /s"
inline std::string perSecond(double rate) {
    if (rate >= 9.95 || rate < 0.05)
        return number(std::llround(rate)) + " /s";
    return base::toStd(QString::number(rate, 'f', 1)) + " /s";
}
/// "02:10:05 UTC", with the day where it is another.
inline std::string clock(base::Time moment, base::Time now) {
    return base::toStd(base::clockTime(moment, now, base::Zone::Utc)) + " UTC";
}

} // namespace streamscape::lag::sentence
