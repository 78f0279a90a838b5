// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/kpi_card.h"

#include "widgets/common/labels.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>

namespace streamscape::widgets {

KpiCard::KpiCard(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_value(makeLabel("kpi", this))
    , m_caption(makeLabel("small", this)) {
    m_caption->setWordWrap(true);
    m_caption->setMinimumHeight(m_caption->fontMetrics().lineSpacing());
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(12, 9, 12, 9);
    rows->setSpacing(2);
    rows->addWidget(m_value);
    rows->addWidget(m_caption);
    rows->addStretch(1);
    setMinimumSize(150, 68);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&m_theme, &Theme::changed, this, &KpiCard::recolour);
}

void KpiCard::set(const QString& value, const QString& caption, base::Severity severity,
                  const QString& tooltip) {
    m_value->setText(value);
    m_caption->setText(caption);
    m_tooltip = tooltip;
    explain();
    setAccessibleName(value + QLatin1Char(' ') + caption);
    if (severity != m_severity) {
        m_severity = severity;
        recolour();
    }
}

void KpiCard::setAction(const QString& action) {
    m_action = action;
    setFocusPolicy(action.isEmpty() ? Qt::NoFocus : Qt::TabFocus);
    setProperty("clickable", !action.isEmpty());
    if (action.isEmpty())
        unsetCursor();
    else
        setCursor(Qt::PointingHandCursor);
    setAccessibleDescription(action);
    explain();
}

void KpiCard::explain() {
    setToolTip(plainTip(m_tooltip.isEmpty() || m_action.isEmpty()
                            ? m_tooltip + m_action
                            : m_tooltip + QLatin1Char('\n') + m_action));
}

void KpiCard::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_action.isEmpty() && event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT clicked();
}

void KpiCard::keyPressEvent(QKeyEvent* event) {
    const bool presses =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (!m_action.isEmpty() && presses)
        Q_EMIT clicked();
    else
        QFrame::keyPressEvent(event);
}

QString KpiCard::value() const { return m_value->text(); }
QString KpiCard::caption() const { return m_caption->text(); }

void KpiCard::recolour() {
    m_value->setStyleSheet(m_severity == base::Severity::None
                               ? QString()
                               : QStringLiteral("color: %1").arg(m_theme.colour(m_severity).name()));
}

} // namespace streamscape::widgets
