// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/connection_pill.h"

#include "widgets/common/badge.h"
#include "widgets/common/labels.h"

#include <QPainter>

namespace streamscape::widgets {

namespace {

QString tooltip(const std::optional<base::Error>& error) {
    if (!error)
        return {};
    QString text = base::toQString(error->what);
    if (!error->where.empty())
        text += QStringLiteral("\n") + base::toQString(error->where);
    if (!error->hint.empty())
        text += QStringLiteral("\n\n") + base::toQString(error->hint);
    return text;
}

} // namespace

ConnectionPill::ConnectionPill(const PageContext& context, QWidget* parent)
    : QAbstractButton(parent)
    , m_context(context) {
    setObjectName(QStringLiteral("connectionPill"));
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(&context.view, &View::zoneChanged, this, &ConnectionPill::refresh);
    refresh();
}

void ConnectionPill::setState(const kafka::ConnectionState& state) {
    m_state = state;
    refresh();
}

void ConnectionPill::refresh() {
    setToolTip(plainTip(tooltip(m_state.error)));
    switch (m_state.link) {
    case kafka::LinkState::Connecting:
        return say(tr("connecting"), base::Shape::Ring, base::Severity::Muted);
    case kafka::LinkState::Up: {
        QString word = tr("connected") + QStringLiteral(" · ") + base::grouped(m_state.brokers) +
                       QLatin1Char(' ') + (m_state.brokers == 1 ? tr("broker") : tr("brokers"));
        if (m_state.latency)
            word += QStringLiteral(" · %1 ms").arg(m_state.latency->count());
        return say(word, base::Shape::Dot, base::Severity::Good);
    }
    case kafka::LinkState::Lost:
        return say(m_state.lastAnswer ? tr("lost since %1")
                                            .arg(base::clockTime(*m_state.lastAnswer, m_context.clock(),
                                                                 m_context.view.zone()))
                                      : tr("lost"),
                   base::Shape::Triangle, base::Severity::Warn);
    case kafka::LinkState::Failed:
        return say(m_state.error ? tr("failed: %1").arg(base::toQString(m_state.error->what)) : tr("failed"),
                   base::Shape::Square, base::Severity::Bad);
    }
}

void ConnectionPill::say(const QString& word, base::Shape shape, base::Severity severity) {
    setText(word);
    setAccessibleName(tr("Connection: %1").arg(word));
    m_shape = shape;
    m_severity = severity;
    updateGeometry();
    update();
}

QSize ConnectionPill::sizeHint() const {
    QFont small = font();
    small.setPixelSize(12);
    QSize size = Badge::pillSize(QFontMetrics(small), text(), m_shape);
    size.setWidth(std::min(size.width(), 360));
    return size;
}

void ConnectionPill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    Badge::draw(&painter, m_context.theme, rect(), text(), m_shape, m_severity);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_context.theme.tokens().accent);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0,
                                height() / 2.0);
    }
}

} // namespace streamscape::widgets
