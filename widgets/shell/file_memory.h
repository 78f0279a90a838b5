// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/memory.h"

#include <QSettings>

namespace streamscape::widgets {

/// Memory in an ini file. What cannot be written is forgotten at the end of the run, without a word: nothing
/// but widths and places is lost.
class FileMemory final : public Memory {
public:
    explicit FileMemory(const QString& path)
        : m_file(path, QSettings::IniFormat) {}

    QVariant value(const QString& key) const override { return m_file.value(key); }
    void setValue(const QString& key, const QVariant& value) override { m_file.setValue(key, value); }

private:
    QSettings m_file;
};

} // namespace streamscape::widgets
