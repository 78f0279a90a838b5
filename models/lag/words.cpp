// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/words.h"

#include "models/base/location.h"
#include "models/base/text.h"

#include <algorithm>
#include <cmath>

namespace streamscape::lag {

using base::Severity;
using base::Shape;
using base::toQString;
using base::unknownText;

QString word(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
        return QStringLiteral("Not known yet");
    case Verdict::Empty:
        return QStringLiteral("Empty");
    case Verdict::Idle:
        return QStringLiteral("Idle");
    case Verdict::KeepingUp:
        return QStringLiteral("Keeping up");
    case Verdict::Rewound:
        return QStringLiteral("Rewound");
    case Verdict::FallingBehind:
        return QStringLiteral("Falling behind");
    case Verdict::Stalled:
        return QStringLiteral("Stalled");
    case Verdict::Stopped:
        return QStringLiteral("Stopped");
    }
    return {};
}

Shape shape(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
    case Verdict::Empty:
        return Shape::Dashed;
    case Verdict::Idle:
        return Shape::Ring;
    case Verdict::KeepingUp:
        return Shape::Dot;
    case Verdict::Rewound:
        return Shape::Diamond;
    case Verdict::FallingBehind:
        return Shape::Triangle;
    case Verdict::Stalled:
    case Verdict::Stopped:
        return Shape::Square;
    }
    return Shape::None;
}

Severity severity(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
    case Verdict::Empty:
    case Verdict::Idle:
        return Severity::Muted;
    case Verdict::KeepingUp:
        return Severity::Good;
    case Verdict::Rewound:
        return Severity::Warn;
    case Verdict::FallingBehind:
    case Verdict::Stalled:
    case Verdict::Stopped:
        return Severity::Bad;
    }
    return Severity::None;
}

QString timeLagText(const TimeLag& timeLag) {
    if (!timeLag.value)
        return unknownText;
    const QString text = base::durationWords(*timeLag.value);
    return timeLag.basis == Basis::Bound ? QStringLiteral("\u2265 ") + text : text;
}

QString timeLagWhy(const TimeLag& timeLag) {
    const QString why = toQString(timeLag.why);
    switch (timeLag.basis) {
    case Basis::Unknown:
        return QStringLiteral("Not known: ") + why;
    case Basis::Bound:
        return QStringLiteral("At least this long: ") + why;
    case Basis::Interpolated:
        return QStringLiteral("Interpolated from the log end as this session saw it");
    case Basis::Exact:
        return QStringLiteral("Exact: ") + why;
    }
    return why;
}

QString rateText(std::optional<double> rate) {
    if (!rate)
        return unknownText;
    // A trickle must not read as nothing.
    if (*rate > 0 && *rate < 10)
        return QString::number(std::max(0.1, *rate), 'f', 1);
    return base::grouped(std::llround(*rate));
}

QString stateText(const GroupRow& row) {
    return row.state == kafka::GroupState::Unknown ? unknownText : QLatin1String(kafka::name(row.state));
}

QString protocolText(const GroupRow& row) {
    if (row.recorded)
        return QStringLiteral("out of history, which keeps no type and state");
    QStringList parts{QLatin1String(kafka::name(row.type))};
    if (!row.assignor.empty())
        parts << toQString(row.assignor);
    if (row.state != kafka::GroupState::Unknown)
        parts << QLatin1String(kafka::name(row.state)).toString().toLower();
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString attentionText(const Totals& totals) {
    QStringList parts;
    const auto add = [&](int count, const char* words) {
        if (count > 0)
            parts << QStringLiteral("%1 %2").arg(count).arg(QLatin1String(words));
    };
    add(totals.stopped, "stopped");
    add(totals.stalled, "stalled");
    add(totals.fallingBehind, "falling behind");
    add(totals.rewound, "rewound");
    return parts.join(QStringLiteral(", "));
}

QString expiryText(const Expiry& expiry) {
    if (!expiry.in || expiry.how == Expiry::How::Never)
        return unknownText;
    return expiry.in->count() == 0
               ? QStringLiteral("now")
               : base::durationWords(std::chrono::floor<std::chrono::seconds>(*expiry.in));
}

Severity severity(const Expiry& expiry) {
    using namespace std::chrono_literals;
    if (!expiry.in || expiry.how == Expiry::How::Never)
        return Severity::None;
    return *expiry.in < 1h ? Severity::Bad : *expiry.in < 12h ? Severity::Warn : Severity::None;
}

QString topicAddress(const std::string& topic) {
    return base::toUrl({"inventory", "cluster", {{"topic", topic}}, std::nullopt});
}

QVariant number(std::optional<std::int64_t> value) {
    return value ? QVariant(static_cast<qlonglong>(*value)) : QVariant();
}
QVariant number(std::optional<double> value) { return value ? QVariant(*value) : QVariant(); }
QVariant number(const std::optional<base::Offset>& value) {
    return value ? QVariant(static_cast<qlonglong>(value->value)) : QVariant();
}
QVariant number(const TimeLag& timeLag) {
    return timeLag.value ? QVariant(static_cast<qlonglong>(timeLag.value->count())) : QVariant();
}
QString text(std::optional<std::int64_t> value) { return value ? base::grouped(*value) : unknownText; }
QString text(const std::optional<base::Offset>& value) {
    return value ? base::grouped(value->value) : unknownText;
}

QVariant number(const Expiry& expiry) {
    return expiry.in && expiry.how != Expiry::How::Never
               ? QVariant(static_cast<qlonglong>(expiry.in->count()))
               : QVariant();
}

} // namespace streamscape::lag
