// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/lag/lag.h"

namespace streamscape::lag {

// What is computed, in the words, shapes and signs that the window and streamscapectl show.

QString word(Verdict verdict); ///< "Keeping up"
base::Shape shape(Verdict verdict);
base::Severity severity(Verdict verdict);

/// "≥ 11 m 24 s" for a bound; base::unknownText where not known.
QString timeLagText(const TimeLag& timeLag);
/// How it is known, or why not: a tooltip.
QString timeLagWhy(const TimeLag& timeLag);
/// "2 h 10 m"; "now"; base::unknownText where nothing expires or it is not known.
QString expiryText(const Expiry& expiry);
base::Severity severity(const Expiry& expiry);
/// "1,204" or "0.4": records a second.
QString rateText(std::optional<double> rate);
/// "Stable", "Reconciling"; "share group" where the protocol has no state that can be read.
QString stateText(const GroupRow& row);
/// "classic · range", "share", "consumer · uniform · Stable".
QString protocolText(const GroupRow& row);

/// "1 stopped, 2 falling behind"; empty where nobody is needed.
QString attentionText(const Totals& totals);

/// The address of a topic on the inventory page.
QString topicAddress(const std::string& topic);

// Raw values for sorting: invalid where not known.
QVariant number(std::optional<std::int64_t> value);
QVariant number(std::optional<double> value);
QVariant number(const std::optional<base::Offset>& value);
QVariant number(const TimeLag& timeLag);
QVariant number(const Expiry& expiry);
/// The number with thousands separators, or base::unknownText.
QString text(std::optional<std::int64_t> value);
QString text(const std::optional<base::Offset>& value);

} // namespace streamscape::lag
