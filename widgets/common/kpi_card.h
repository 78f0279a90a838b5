// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "widgets/common/theme.h"

#include <QFrame>

class QLabel;

namespace streamscape::widgets {

/// One of the few numbers a page opens with: the value large, below it what it is and how it is known.
class KpiCard final : public QFrame {
    Q_OBJECT

public:
    explicit KpiCard(const Theme& theme, QWidget* parent = nullptr);

    /// value is base::unknownText where not known; then why goes into the tooltip.
    void set(const QString& value, const QString& caption, base::Severity severity = base::Severity::None,
             const QString& tooltip = {});
    QString value() const;
    QString caption() const;

private:
    void recolour();

    const Theme& m_theme;
    base::Severity m_severity = base::Severity::None;
    QLabel* m_value;
    QLabel* m_caption;
};

} // namespace streamscape::widgets
