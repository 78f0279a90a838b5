// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/theme.h"

#include "widgets/common/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QToolTip>

// Outside every namespace, as its macro demands; a static library's resources are not found without it.
static void initThemeImages() { Q_INIT_RESOURCE(theme_images); }

namespace streamscape::widgets {

namespace {

QColor rgb(const char* hex) { return QColor(QLatin1String(hex)); }

// The system's own preference, read from its palette before ours replaces it: Qt 6.4 has no colour scheme
// query.
bool systemIsDark() {
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

} // namespace

const Tokens& darkTokens() {
    static const Tokens tokens{rgb("#0f1318"), rgb("#151a21"), rgb("#1b212a"), rgb("#28303b"), rgb("#dfe6ee"),
                               rgb("#8d99a8"), rgb("#5c6877"), rgb("#3fb6c6"), rgb("#173239"), rgb("#06181b"),
                               rgb("#57b894"), rgb("#17302a"), rgb("#e0a23c"), rgb("#38301d"), rgb("#e5615a"),
                               rgb("#3a1e20"), rgb("#a58be0"), rgb("#6aa5f0")};
    return tokens;
}

const Tokens& lightTokens() {
    static const Tokens tokens{rgb("#f3f5f8"), rgb("#ffffff"), rgb("#f6f8fa"), rgb("#d8dee6"), rgb("#18202a"),
                               rgb("#566273"), rgb("#8a95a3"), rgb("#0b7f90"), rgb("#dcf1f4"), rgb("#ffffff"),
                               rgb("#1f8a63"), rgb("#e0f3eb"), rgb("#a36a00"), rgb("#fbf0d9"), rgb("#c2322d"),
                               rgb("#fbe6e5"), rgb("#6b4fc0"), rgb("#2667c4")};
    return tokens;
}

Theme::Theme(ThemeChoice choice, QObject* parent)
    : QObject(parent)
    , m_choice(choice) {
    initThemeImages();
    systemIsDark();
    QFont ui = QApplication::font();
    const QStringList families = QFontDatabase::families();
    // Inter's figures are tabular only as a feature, which Qt 6.4 cannot ask for; the plain ones differ by
    // the 1 alone.
    if (families.contains(QStringLiteral("Inter")))
        ui.setFamily(QStringLiteral("Inter"));
    ui.setPixelSize(13);
    QApplication::setFont(ui);
    m_mono = families.contains(QStringLiteral("JetBrains Mono"))
                 ? QFont(QStringLiteral("JetBrains Mono"))
                 : QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_mono.setPixelSize(12);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    apply();
}

void Theme::setChoice(ThemeChoice choice) {
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
    Q_EMIT changed();
}

QColor Theme::colour(base::Severity severity) const {
    const Tokens& t = tokens();
    switch (severity) {
    case base::Severity::None:
        return t.text;
    case base::Severity::Good:
        return t.good;
    case base::Severity::Notice:
        return t.violet;
    case base::Severity::Warn:
        return t.warn;
    case base::Severity::Bad:
        return t.bad;
    case base::Severity::Muted:
        return t.dim;
    }
    return t.text;
}

QColor Theme::background(base::Severity severity) const {
    const Tokens& t = tokens();
    switch (severity) {
    case base::Severity::Good:
        return t.goodBg;
    case base::Severity::Warn:
        return t.warnBg;
    case base::Severity::Bad:
        return t.badBg;
    case base::Severity::None:
    case base::Severity::Notice:
    case base::Severity::Muted:
        return t.raised;
    }
    return t.raised;
}

QList<QColor> Theme::series() const {
    const Tokens& t = tokens();
    return {t.accent, t.violet, t.blue, t.good, t.warn, t.bad, t.dim, t.text};
}

void Theme::apply() {
    m_dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && systemIsDark());
    const Tokens& t = tokens();
    QPalette palette;
    palette.setColor(QPalette::Window, t.background);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.pane);
    palette.setColor(QPalette::AlternateBase, t.raised);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::Button, t.raised);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::Highlight, t.accentBg);
    palette.setColor(QPalette::HighlightedText, t.text);
    palette.setColor(QPalette::PlaceholderText, t.faint);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::Mid, t.line);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.faint);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    qApp->setStyleSheet(styleSheet(t));
}

} // namespace streamscape::widgets
