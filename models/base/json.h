// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/error.h"
#include "models/base/ids.h"

#include <QJsonObject>
#include <QJsonValue>

#include <concepts>
#include <optional>
#include <string>

namespace streamscape::base {

/// How every value is spelled in streamscapectl's JSON: unknown is null, a time is RFC 3339 UTC with
/// milliseconds.
inline QJsonValue json(const std::string& text) { return QString::fromStdString(text); }
inline QJsonValue json(const char* text) { return QString::fromUtf8(text); }
template<std::integral T>
QJsonValue json(T number) {
    if constexpr (std::is_same_v<T, bool>)
        return QJsonValue(number);
    else
        return QJsonValue(static_cast<qint64>(number));
}
template<std::floating_point T>
QJsonValue json(T number) {
    return QJsonValue(static_cast<double>(number));
}
QJsonValue json(Time time);
QJsonObject json(const Error& error);
template<class Tag, class Int>
QJsonValue json(const Strong<Tag, Int>& id) {
    return QJsonValue(static_cast<qint64>(id.value));
}
inline QJsonValue json(Duration duration) { return QJsonValue(static_cast<qint64>(duration.count())); }
template<class T>
QJsonValue json(const std::optional<T>& value) {
    return value ? QJsonValue(json(*value)) : QJsonValue(QJsonValue::Null);
}

} // namespace streamscape::base
