// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/memory.h"

#include <QMap>

namespace streamscape::test {

/// A window's memory that forgets when the test ends.
class MemoryMap final : public widgets::Memory {
public:
    QVariant value(const QString& key) const override { return m_values.value(key); }
    void setValue(const QString& key, const QVariant& value) override { m_values[key] = value; }

private:
    QMap<QString, QVariant> m_values;
};

} // namespace streamscape::test
