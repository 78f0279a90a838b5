// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/filter_bar.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/flow_layout.h"
#include "widgets/common/labels.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

namespace streamscape::widgets {

namespace {

constexpr int widestWord = 260; // of a chip

} // namespace

FilterBar::FilterBar(const QString& placeholder, QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_flow(new FlowLayout(this))
    , m_settle(new QTimer(this)) {
    m_line->setPlaceholderText(placeholder);
    m_line->setAccessibleName(placeholder);
    m_line->setClearButtonEnabled(true);
    m_settle->setSingleShot(true);
    m_settle->setInterval(150);
    m_flow->addWidget(m_line);
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
    while (QLayoutItem* item = m_flow->takeAt(1)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const Chip& chip : chips) {
        auto* frame = new QFrame(this);
        frame->setProperty("role", QStringLiteral("chip"));
        auto* row = new QHBoxLayout(frame);
        row->setContentsMargins(9, 2, 4, 2);
        row->setSpacing(3);
        auto* word = new ElidedLabel("", frame, chip.text);
        word->setMaximumWidth(widestWord);
        auto* close = new QToolButton(frame);
        close->setText(QStringLiteral("✕"));
        close->setAccessibleName(tr("Remove filter %1").arg(chip.text));
        close->setToolTip(plainTip(close->accessibleName()));
        row->addWidget(word);
        row->addWidget(close);
        connect(close, &QToolButton::clicked, this, [this, id = chip.id] { Q_EMIT chipRemoved(id); });
        m_flow->addWidget(frame);
    }
}

void FilterBar::focusLine() {
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

} // namespace streamscape::widgets
