// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"

#include "models/base/text.h"

namespace streamscape::base {

QJsonValue json(Time time) { return QString::fromStdString(rfc3339(time)); }

QJsonObject json(const Error& error) {
    return {{QStringLiteral("kind"), QString::fromLatin1(name(error.kind))},
            {QStringLiteral("what"), QString::fromStdString(error.what)},
            {QStringLiteral("where"), QString::fromStdString(error.where)},
            {QStringLiteral("hint"), QString::fromStdString(error.hint)}};
}

} // namespace streamscape::base
