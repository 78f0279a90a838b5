// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "widgets/common/theme.h"

#include <QFrame>

class QLabel;

namespace streamscape::widgets {

/// One of the few numbers a page opens with: the value large, below it what it is and how it is known. One
/// that leads somewhere is clicked, or reached by Tab and pressed by Return or Space.
class KpiCard final : public QFrame {
    Q_OBJECT

public:
    explicit KpiCard(const Theme& theme, QWidget* parent = nullptr);

    /// value is base::unknownText where not known; then why goes into the tooltip.
    void set(const QString& value, const QString& caption, base::Severity severity = base::Severity::None,
             const QString& tooltip = {});
    /// What a click does, in words for the tooltip: "Show them".
    void setAction(const QString& action);
    QString value() const;
    QString caption() const;

Q_SIGNALS:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void recolour();
    void explain();

    const Theme& m_theme;
    base::Severity m_severity = base::Severity::None;
    QString m_tooltip;
    QString m_action; ///< empty: it leads nowhere
    QLabel* m_value;
    QLabel* m_caption;
};

} // namespace streamscape::widgets
