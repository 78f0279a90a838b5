// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/check_view.h"

#include "models/base/text.h"
#include "widgets/common/cell_delegate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace streamscape::widgets {

namespace {

struct Look {
    base::Shape shape;
    base::Severity severity;
    const char* word;
};

Look lookOf(kafka::CheckStep::Status status) {
    switch (status) {
    case kafka::CheckStep::Waiting:
        return {base::Shape::Ring, base::Severity::Muted, "waiting"};
    case kafka::CheckStep::Running:
        return {base::Shape::Dashed, base::Severity::Notice, "running"};
    case kafka::CheckStep::Passed:
        return {base::Shape::Dot, base::Severity::Good, "passed"};
    case kafka::CheckStep::Failed:
        return {base::Shape::Square, base::Severity::Bad, "failed"};
    case kafka::CheckStep::Skipped:
        return {base::Shape::Ring, base::Severity::Muted, "not tried"};
    }
    return {base::Shape::None, base::Severity::None, ""};
}

} // namespace

CheckView::CheckView(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_lines(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("checkView"));
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(4);
}

void CheckView::clear() {
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void CheckView::setSteps(const std::vector<kafka::CheckStep>& steps) {
    clear();
    for (const kafka::CheckStep& step : steps) {
        const Look look = lookOf(step.status);
        QString what = base::toQString(step.what);
        if (what.isEmpty())
            what = QString::fromLatin1(look.word);
        if (step.status == kafka::CheckStep::Passed)
            what += QStringLiteral(" · %1 ms").arg(step.took.count());
        addLine(look.shape, look.severity, base::toQString(step.name), what, base::toQString(step.hint));
    }
}

void CheckView::setProblem(const QString& what, const QString& hint) {
    clear();
    addLine(base::Shape::Square, base::Severity::Bad, tr("Not yet complete"), what, hint);
}

void CheckView::addLine(base::Shape shape, base::Severity severity, const QString& name, const QString& what,
                        const QString& hint) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* title = new QLabel(sign(shape) + QLatin1Char(' ') + name, line);
    title->setFixedWidth(180);
    title->setAlignment(Qt::AlignTop);
    title->setStyleSheet(QStringLiteral("color: %1").arg(m_theme.colour(severity).name()));
    auto* text = new QLabel(hint.isEmpty() ? what : what + QLatin1Char('\n') + hint, line);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setProperty("role", severity == base::Severity::Bad ? QString() : QStringLiteral("dim"));
    line->setAccessibleName(name + QStringLiteral(": ") + what);
    row->addWidget(title);
    row->addWidget(text, 1);
    m_lines->addWidget(line);
}

} // namespace streamscape::widgets
