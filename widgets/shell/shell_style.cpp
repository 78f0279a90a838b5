// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/shell_style.h"

namespace streamscape::widgets {

QString shellStyle(const Tokens& tokens) {
    QString text = QStringLiteral(R"(
QFrame#topBar { background: @pane; border: 0; border-bottom: 1px solid @line; }
QFrame#rail { background: @pane; border: 0; border-right: 1px solid @line; }
QFrame#statusBar { background: @pane; border: 0; border-top: 1px solid @line; }
QFrame#statusBar QLabel, QFrame#statusBar QToolButton { color: @dim; font-size: 12px; }
QFrame#statusBar QToolButton { padding: 1px 6px; border-radius: 4px; }
QFrame#statusBar QToolButton:hover, QFrame#statusBar QToolButton:focus { color: @text; background: @raised; }
QLabel#productName { font-weight: 600; }
QLabel#searchKeys { color: @faint; }
QLineEdit#searchLine { border-radius: 6px; padding: 5px 64px 5px 10px; }
QFrame#searchList, QFrame#rangeForm { background: @pane; border: 1px solid @line; border-radius: 8px; }
QFrame#searchList QListView { background: transparent; border-radius: 8px; padding: 4px; }
QFrame#topBar QPushButton:checked { background: @accentBg; border-color: @accent; }
QListWidget#profileList { background: @pane; border: 1px solid @line; border-radius: 8px; padding: 4px; }
QListWidget#profileList::item { padding: 7px 8px; border-radius: 6px; color: @dim; }
QListWidget#profileList::item:selected { background: @accentBg; color: @text; }
)");
    const std::pair<const char*, QColor> names[] = {
        {"@pane", tokens.pane},         {"@line", tokens.line},     {"@dim", tokens.dim},
        {"@text", tokens.text},         {"@raised", tokens.raised}, {"@faint", tokens.faint},
        {"@accentBg", tokens.accentBg}, {"@accent", tokens.accent}};
    for (const auto& [name, colour] : names)
        text.replace(QLatin1String(name), colour.name());
    return text;
}

} // namespace streamscape::widgets
