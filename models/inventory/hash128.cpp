// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/hash128.h"

#include <QCryptographicHash>

namespace streamscape::inventory {

Hash128 hash128(std::string_view bytes) {
    const QByteArray digest = QCryptographicHash::hash(
        QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())), QCryptographicHash::Blake2s_128);
    return Hash128::fromBytes({digest.constData(), static_cast<std::size_t>(digest.size())});
}

} // namespace streamscape::inventory
