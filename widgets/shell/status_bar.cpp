// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/status_bar.h"

#include "widgets/common/cell_delegate.h"
#include "widgets/common/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace streamscape::widgets {

namespace {

base::Shape shapeOf(base::Severity severity) {
    switch (severity) {
    case base::Severity::Warn:
        return base::Shape::Triangle;
    case base::Severity::Bad:
        return base::Shape::Square;
    case base::Severity::Good:
        return base::Shape::Dot;
    default:
        return base::Shape::None;
    }
}

void say(QLabel* label, const Theme& theme, const Notice& notice) {
    const base::Shape shape = shapeOf(notice.severity);
    label->setTextFormat(Qt::PlainText);
    label->setText(shape == base::Shape::None ? notice.text : sign(shape) + QLatin1Char(' ') + notice.text);
    label->setToolTip(plainTip(notice.tooltip));
    label->setStyleSheet(notice.severity == base::Severity::None
                             ? QString()
                             : QStringLiteral("color: %1").arg(theme.colour(notice.severity).name()));
    label->setVisible(!notice.text.isEmpty());
}

} // namespace

StatusBar::StatusBar(const PageContext& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_row(new QHBoxLayout(this))
    , m_age(new QLabel(this))
    , m_pageNotice(new QLabel(this))
    , m_command(new QToolButton(this)) {
    setObjectName(QStringLiteral("statusBar"));
    setAccessibleName(tr("Status"));
    setFixedHeight(26);
    m_row->setContentsMargins(14, 0, 8, 0);
    m_row->setSpacing(22);
    m_age->setObjectName(QStringLiteral("statusAge"));
    m_pageNotice->setObjectName(QStringLiteral("statusNotice"));
    m_pageNotice->hide();
    m_command->setObjectName(QStringLiteral("statusCommand"));
    m_command->setCursor(Qt::PointingHandCursor);
    m_command->setFocusPolicy(Qt::TabFocus);
    m_row->addWidget(m_age);
    m_row->addWidget(m_pageNotice);
    m_row->addStretch(1);
    m_row->addWidget(m_command);
    connect(m_command, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_status.command);
        confirm(tr("Copied: %1").arg(m_status.command));
    });
    m_ageTimer.setInterval(200); // the age shows tenths while it is young
    connect(&m_ageTimer, &QTimer::timeout, this, &StatusBar::showAge);
    m_confirmTimer.setSingleShot(true);
    m_confirmTimer.setInterval(2'000);
    connect(&m_confirmTimer, &QTimer::timeout, this, &StatusBar::showCommand);
    connect(&context.theme, &Theme::changed, this, &StatusBar::recolour);
    showCommand();
}

void StatusBar::setStatus(const PageStatus& status) {
    m_status = status;
    say(m_pageNotice, m_context.theme, {status.notice, status.severity, {}});
    if (status.asOf)
        m_ageTimer.start();
    else
        m_ageTimer.stop();
    showAge();
    if (!m_confirmTimer.isActive())
        showCommand();
}

void StatusBar::showAge() {
    QString text; // "Lag read" without a when would claim a reading
    if (m_status.asOf) {
        const base::Duration age = std::max(base::Duration{0}, m_context.clock() - *m_status.asOf);
        text = tr("%1 %2 ago").arg(m_status.age, base::durationWords(age)).trimmed();
        m_age->setToolTip(base::fullTime(*m_status.asOf, m_context.view.zone()));
    } else {
        m_age->setToolTip({});
    }
    if (!m_status.cost.isEmpty())
        text += (text.isEmpty() ? QString() : QStringLiteral(" · ")) + m_status.cost;
    if (text != m_age->text())
        m_age->setText(text);
}

void StatusBar::showCommand() {
    m_command->setVisible(!m_status.command.isEmpty());
    m_command->setText(m_status.command.isEmpty() ? QString() : tr("Copy as: %1").arg(m_status.command));
    m_command->setToolTip(tr("A click copies the command that gives the same answer"));
    m_command->setAccessibleName(tr("Copy the command %1").arg(m_status.command));
}

void StatusBar::confirm(const QString& text) {
    m_command->setText(text);
    m_command->show();
    m_confirmTimer.start();
}

void StatusBar::setNotice(const QString& id, const Notice& notice) {
    auto it = std::find_if(m_notices.begin(), m_notices.end(),
                           [&](const NoticeLabel& shown) { return shown.id == id; });
    if (it == m_notices.end()) {
        if (notice.text.isEmpty())
            return;
        auto* label = new QLabel(this);
        label->setObjectName(QStringLiteral("notice-") + id);
        m_row->insertWidget(m_row->indexOf(m_pageNotice) + 1, label);
        it = m_notices.insert(it, {id, label, {}});
    }
    it->notice = notice;
    say(it->label, m_context.theme, notice);
}

void StatusBar::recolour() {
    setStatus(m_status);
    for (const NoticeLabel& shown : m_notices)
        say(shown.label, m_context.theme, shown.notice);
}

StatusBar::WorkRow& StatusBar::rowOf(const QString& id) {
    for (WorkRow& row : m_work)
        if (row.id == id)
            return row;
    auto* box = new QWidget(this);
    box->setObjectName(QStringLiteral("work-") + id);
    auto* inside = new QHBoxLayout(box);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(8);
    auto* text = new QLabel(box);
    auto* bar = new QProgressBar(box);
    bar->setFixedWidth(90);
    bar->setTextVisible(false);
    auto* cancel = new QToolButton(box);
    cancel->setText(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancel-") + id);
    inside->addWidget(text);
    inside->addWidget(bar);
    inside->addWidget(cancel);
    connect(cancel, &QToolButton::clicked, this, [id, this] { Q_EMIT cancelRequested(id); });
    m_row->insertWidget(m_row->indexOf(m_age) + 1, box);
    return m_work.emplace_back(WorkRow{id, box, text, bar, cancel});
}

void StatusBar::setWork(const QString& id, const std::optional<Work>& work) {
    if (!work) {
        const auto it =
            std::find_if(m_work.begin(), m_work.end(), [&](const WorkRow& row) { return row.id == id; });
        if (it == m_work.end())
            return;
        it->box->hide();
        it->box->deleteLater(); // its own Cancel button may be the caller
        m_work.erase(it);
        return;
    }
    const WorkRow& row = rowOf(id);
    row.box->show();
    QString text = work->text;
    if (work->total)
        text += QStringLiteral(" · ") +
                tr("%1 of %2").arg(base::grouped(work->done), base::grouped(*work->total));
    else if (work->done > 0)
        text += QStringLiteral(" · ") + base::grouped(work->done);
    row.text->setText(text);
    // In thousandths: a count may not fit the bar's int. Without a total it only says that something runs.
    const bool known = work->total && *work->total > 0;
    row.bar->setRange(0, known ? 1000 : 0);
    if (known)
        row.bar->setValue(static_cast<int>(std::clamp(
            1000.0 * static_cast<double>(work->done) / static_cast<double>(*work->total), 0.0, 1000.0)));
    row.bar->setAccessibleName(text);
    row.cancel->setVisible(work->cancellable);
}

} // namespace streamscape::widgets
