// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/stylesheet.h"

#include <array>

namespace streamscape::widgets {

namespace {

constexpr auto sheet = R"(
* { outline: none; }
QWidget { color: @text; }
QMainWindow, QDialog, QWidget[role="page"] { background: @background; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }
QLabel { background: transparent; }
QLabel[role="dim"] { color: @dim; }
QLabel[role="small"] { color: @dim; font-size: 12px; }
QLabel[role="remark"] { color: @dim; font-size: 11px; }
QLabel[role="link"] { color: @accent; }
QLabel[role="link"]:focus { background: @accentBg; border-radius: 3px; }
QLabel[role="signBad"] { color: @bad; font-size: 18px; }
QLabel[role="signWarn"] { color: @warn; font-size: 18px; }
QLabel[role="signDim"] { color: @dim; font-size: 18px; }
QLabel[role="title"] { font-size: 18px; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="kpi"] { font-size: 21px; font-weight: 600; }
QLabel[role="stale"] { background: @warnBg; color: @warn; padding: 5px 12px; border-radius: 6px; }
QLabel[role="warnbox"] { background: @warnBg; color: @warn; padding: 9px; border-radius: 6px; }
QLabel[role="raw"] { background: @raised; color: @dim; padding: 8px; border-radius: 6px; }

streamscape--widgets--Pane, streamscape--widgets--KpiCard {
    background: @pane; border: 1px solid @line; border-radius: 8px; }
streamscape--widgets--KpiCard[clickable="true"]:hover { border-color: @faint; }
streamscape--widgets--KpiCard:focus { border-color: @accent; }
QWidget#paneHeader { border: 0; border-bottom: 1px solid @line; background: transparent; }

QPushButton, QToolButton[look="secondary"] {
    background: @raised; color: @text; border: 1px solid @line; border-radius: 6px; padding: 4px 10px; min-height: 18px; }
QPushButton:hover, QToolButton[look="secondary"]:hover { border-color: @faint; }
QPushButton:pressed, QToolButton[look="secondary"]:pressed, QPushButton:checked,
QToolButton[look="secondary"]:checked { background: @accentBg; }
QPushButton:focus, QToolButton[look="secondary"]:focus { border-color: @accent; }
QPushButton:disabled, QToolButton[look="secondary"]:disabled { color: @faint; }
QPushButton[look="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[look="primary"]:disabled { background: @raised; color: @faint; border-color: @line; }
QPushButton[look="danger"] { background: transparent; color: @bad; border-color: @bad; }
QPushButton[look="danger"]:disabled { color: @faint; border-color: @line; }
QToolButton { background: transparent; border: 0; border-radius: 6px; padding: 4px 8px; }
QToolButton:hover { background: @raised; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator { image: none; width: 0; }

streamscape--widgets--Segmented { border: 1px solid @line; border-radius: 6px; background: transparent; }
streamscape--widgets--Segmented QToolButton {
    color: @dim; border: 0; border-right: 1px solid @line; border-radius: 0; padding: 4px 5px; min-height: 18px; }
streamscape--widgets--Segmented QToolButton[last="true"] { border-right: 0; border-top-right-radius: 5px; border-bottom-right-radius: 5px; }
streamscape--widgets--Segmented QToolButton[first="true"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
streamscape--widgets--Segmented QToolButton:hover { color: @text; }
streamscape--widgets--Segmented QToolButton:checked { background: @accentBg; color: @text; }
streamscape--widgets--Segmented QToolButton:focus { text-decoration: underline; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox, QDateTimeEdit {
    background: @background; color: @text; border: 1px solid @line; border-radius: 6px; padding: 5px 8px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus { border-color: @accent; }
QLineEdit:disabled, QComboBox:disabled { color: @faint; }
QComboBox::drop-down, QDateTimeEdit::drop-down {
    subcontrol-origin: padding; subcontrol-position: center right; border: 0; width: 22px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: url(:/streamscape/theme/arrow-@theme.svg); width: 10px; height: 10px; }
QComboBox::down-arrow:disabled, QDateTimeEdit::down-arrow:disabled { image: none; }
QComboBox QAbstractItemView { background: @pane; border: 1px solid @line; selection-background-color: @accentBg; selection-color: @text; }

QTableView, QListView, QTreeView {
    background: @pane; border: 0; gridline-color: transparent; alternate-background-color: @pane;
    selection-background-color: @accentBg; selection-color: @text; }
QHeaderView { background: @raised; }
QHeaderView::section {
    background: @raised; color: @dim; font-size: 12px; border: 0; border-bottom: 1px solid @line; padding: 5px 8px; }
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @raised; border: 0; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; width: 0; height: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }

QMenu { background: @pane; border: 1px solid @line; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accentBg; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }

QCheckBox, QRadioButton { spacing: 7px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @faint; border-radius: 3px; background: @background; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox:focus { color: @accent; }
QProgressBar { background: @raised; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @line; }
QFrame[role="strip"] { background: @warnBg; border: 1px solid @line; border-radius: 6px; }
QFrame[role="strip"] > QLabel { color: @warn; font-weight: 600; }
QFrame[role="chip"] { background: @raised; border: 1px solid @line; border-radius: 12px; }
QFrame[role="chip"] QToolButton { color: @faint; padding: 0 2px; }
)";

struct Name {
    const char* token;
    QColor Tokens::*colour;
};
// Longer names first, so that @accentBg is not taken for @accent.
constexpr std::array<Name, 18> names{{{"@background", &Tokens::background},
                                      {"@accentBg", &Tokens::accentBg},
                                      {"@onAccent", &Tokens::onAccent},
                                      {"@raised", &Tokens::raised},
                                      {"@accent", &Tokens::accent},
                                      {"@goodBg", &Tokens::goodBg},
                                      {"@warnBg", &Tokens::warnBg},
                                      {"@violet", &Tokens::violet},
                                      {"@badBg", &Tokens::badBg},
                                      {"@faint", &Tokens::faint},
                                      {"@pane", &Tokens::pane},
                                      {"@line", &Tokens::line},
                                      {"@text", &Tokens::text},
                                      {"@good", &Tokens::good},
                                      {"@warn", &Tokens::warn},
                                      {"@blue", &Tokens::blue},
                                      {"@dim", &Tokens::dim},
                                      {"@bad", &Tokens::bad}}};

} // namespace

QString styleSheet(const Tokens& tokens) {
    QString text = QString::fromLatin1(sheet);
    for (const Name& name : names)
        text.replace(QLatin1String(name.token), (tokens.*(name.colour)).name());
    text.replace(QLatin1String("@theme"),
                 QLatin1String(tokens.background.lightness() < 128 ? "dark" : "light"));
    return text;
}

} // namespace streamscape::widgets
