// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariant>

namespace streamscape::widgets {

/// What the window remembers between runs: column widths, sort, splitters. GUI thread.
class Memory {
public:
    virtual ~Memory() = default;
    virtual QVariant value(const QString& key) const = 0; ///< invalid where nothing was remembered
    virtual void setValue(const QString& key, const QVariant& value) = 0;
};

} // namespace streamscape::widgets
