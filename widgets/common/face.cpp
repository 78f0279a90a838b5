// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/face.h"

#include "models/base/text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"

#include <QProgressBar>
#include <QStyle>
#include <QVBoxLayout>

namespace streamscape::widgets {

namespace {

QLabel* centred(const char* role, QWidget* parent) {
    QLabel* label = makeParagraph(role, parent);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

struct Sign {
    const char16_t* text;
    const char* role;
};
Sign signOf(Face::Kind kind) {
    switch (kind) {
    case Face::Kind::Loading:
        break;
    case Face::Kind::Empty:
        return {u"◌", "signDim"};
    case Face::Kind::Denied:
        return {u"■", "signBad"};
    case Face::Kind::Failed:
        return {u"▲", "signWarn"};
    }
    return {u"", "signDim"};
}

} // namespace

Face::Face(QWidget* parent)
    : QWidget(parent)
    , m_sign(centred("title", this))
    , m_what(centred("heading", this))
    , m_hint(centred("dim", this))
    , m_busy(new QProgressBar(this))
    , m_action(makeButton({}, ButtonLook::Secondary, this)) {
    m_busy->setRange(0, 0);
    m_busy->setFixedWidth(160);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 24, 24, 24);
    rows->setSpacing(8);
    rows->addStretch(2);
    rows->addWidget(m_sign);
    rows->addWidget(m_what);
    rows->addWidget(m_hint);
    rows->addWidget(m_busy, 0, Qt::AlignHCenter);
    rows->addWidget(m_action, 0, Qt::AlignHCenter);
    rows->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &Face::actionTriggered);
}

void Face::show(Kind kind, const QString& what, const QString& hint, const QString& action) {
    const Sign sign = signOf(kind);
    m_sign->setText(QString::fromUtf16(sign.text));
    m_sign->setProperty("role", QString::fromLatin1(sign.role));
    m_sign->style()->polish(m_sign);
    m_sign->setVisible(kind != Kind::Loading);
    m_what->setText(what);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_busy->setVisible(kind == Kind::Loading);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(what);
    setAccessibleDescription(hint);
}

void Face::showError(const base::Error& error, const QString& action) {
    QString hint = base::toQString(error.where);
    if (!error.hint.empty())
        hint += (hint.isEmpty() ? QString() : QStringLiteral("\n")) + base::toQString(error.hint);
    show(error.kind == base::ErrorKind::Denied ? Kind::Denied : Kind::Failed, base::toQString(error.what),
         hint, action);
}

FaceStack::FaceStack(QWidget* content, QWidget* parent)
    : QWidget(parent)
    , m_stale(makeLabel("stale", this))
    , m_stack(new QStackedWidget(this))
    , m_face(new Face(m_stack))
    , m_content(content) {
    m_stale->setWordWrap(true);
    m_stale->hide();
    m_stack->addWidget(m_face);
    m_stack->addWidget(m_content);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    rows->addWidget(m_stale);
    rows->addWidget(m_stack, 1);
    connect(m_face, &Face::actionTriggered, this, &FaceStack::actionTriggered);
    showFace(Face::Kind::Loading, tr("Loading"));
}

void FaceStack::showContent() { m_stack->setCurrentWidget(m_content); }

void FaceStack::showFace(Face::Kind kind, const QString& what, const QString& hint, const QString& action) {
    m_face->show(kind, what, hint, action);
    m_stack->setCurrentWidget(m_face);
}

void FaceStack::showError(const base::Error& error, const QString& action) {
    m_face->showError(error, action);
    m_stack->setCurrentWidget(m_face);
}

void FaceStack::setStale(const QString& text) {
    m_stale->setText(text.isEmpty() ? QString() : QStringLiteral("▲ ") + text);
    m_stale->setVisible(!text.isEmpty());
}

bool FaceStack::isContentShown() const { return m_stack->currentWidget() == m_content; }

} // namespace streamscape::widgets
