// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/filter_bar.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

namespace streamscape::widgets {

FilterBar::FilterBar(const QString& placeholder, QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_chipRow(new QHBoxLayout)
    , m_settle(new QTimer(this)) {
    m_line->setPlaceholderText(placeholder);
    m_line->setAccessibleName(placeholder);
    m_line->setClearButtonEnabled(true);
    m_settle->setSingleShot(true);
    m_settle->setInterval(150);
    m_chipRow->setContentsMargins(0, 0, 0, 0);
    m_chipRow->setSpacing(8);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_line, 1);
    row->addLayout(m_chipRow);
    connect(m_line, &QLineEdit::textEdited, m_settle, qOverload<>(&QTimer::start));
    connect(m_settle, &QTimer::timeout, this, [this] { Q_EMIT textChanged(text()); });
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        m_settle->stop();
        Q_EMIT textChanged(text());
        Q_EMIT submitted(text());
    });
}

QString FilterBar::text() const { return m_line->text().trimmed(); }
void FilterBar::setText(const QString& text) { m_line->setText(text); }

void FilterBar::setChips(const QList<Chip>& chips) {
    if (chips == m_chips)
        return;
    m_chips = chips;
    while (QLayoutItem* item = m_chipRow->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const Chip& chip : chips) {
        auto* frame = new QFrame(this);
        frame->setProperty("role", QStringLiteral("chip"));
        auto* row = new QHBoxLayout(frame);
        row->setContentsMargins(9, 2, 4, 2);
        row->setSpacing(3);
        auto* word = new QLabel(chip.text, frame);
        word->setTextFormat(Qt::PlainText);
        auto* close = new QToolButton(frame);
        close->setText(QStringLiteral("✕"));
        close->setAccessibleName(tr("Remove filter %1").arg(chip.text));
        close->setToolTip(close->accessibleName());
        row->addWidget(word);
        row->addWidget(close);
        connect(close, &QToolButton::clicked, this, [this, id = chip.id] { Q_EMIT chipRemoved(id); });
        m_chipRow->addWidget(frame);
    }
}

void FilterBar::focusLine() {
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

} // namespace streamscape::widgets
