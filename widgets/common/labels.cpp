// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/labels.h"

#include <QTextDocument>

namespace streamscape::widgets {

QLabel* makeLabel(const char* role, QWidget* parent, const QString& text) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* makeParagraph(const char* role, QWidget* parent, const QString& text) {
    QLabel* label = makeLabel(role, parent, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString plainTip(const QString& text) {
    if (!Qt::mightBeRichText(text))
        return text;
    return QStringLiteral("<qt>") + text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")) +
           QStringLiteral("</qt>");
}

} // namespace streamscape::widgets
