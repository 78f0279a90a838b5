// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/rail.h"

#include "models/base/text.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace streamscape::widgets {

RailItem::RailItem(const Theme& theme, const QString& title, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme) {
    setText(title);
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    setBadge(0, base::Severity::None);
}

void RailItem::setBadge(int count, base::Severity severity) {
    m_count = count;
    m_severity = severity;
    setAccessibleName(count > 0 ? tr("%1, %2 need attention").arg(text()).arg(count) : text());
    update();
}

void RailItem::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& tokens = m_theme.tokens();
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? tokens.accentBg : tokens.raised);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    QRect inside = rect().adjusted(10, 0, -10, 0);
    if (m_count > 0) {
        const QString number = base::grouped(m_count);
        painter.setPen(m_severity == base::Severity::None ? tokens.warn : m_theme.colour(m_severity));
        painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, number);
        inside.setRight(inside.right() - fontMetrics().horizontalAdvance(number) - 8);
    }
    QFont lettering = font();
    lettering.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(lettering);
    painter.setPen(isChecked() ? tokens.text : tokens.dim);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(lettering).elidedText(text(), Qt::ElideRight, inside.width()));
}

Rail::Rail(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_group(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(184);
    m_column->setContentsMargins(8, 10, 8, 10);
    m_column->setSpacing(2);
    m_column->addStretch(1);
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton* button) { Q_EMIT chosen(button->objectName()); });
}

void Rail::clear() {
    const QList<QAbstractButton*> items = m_group->buttons();
    qDeleteAll(items);
}

void Rail::add(const QString& id, const QString& title) {
    auto* item = new RailItem(m_theme, title, this);
    item->setObjectName(id);
    const auto number = m_group->buttons().size() + 1;
    if (number <= 9)
        item->setToolTip(tr("Ctrl+%1").arg(number));
    m_group->addButton(item);
    m_column->insertWidget(m_column->count() - 1, item);
}

void Rail::setCurrent(const QString& id) {
    if (RailItem* item = find(id))
        item->setChecked(true);
}

void Rail::setBadge(const QString& id, int count, base::Severity severity) {
    if (RailItem* item = find(id))
        item->setBadge(count, severity);
}

RailItem* Rail::find(const QString& id) const {
    const QList<QAbstractButton*> items = m_group->buttons();
    for (QAbstractButton* item : items)
        if (item->objectName() == id)
            return static_cast<RailItem*>(item);
    return nullptr;
}

} // namespace streamscape::widgets
