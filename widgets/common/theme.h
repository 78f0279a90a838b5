// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"

#include <QColor>
#include <QFont>
#include <QObject>

namespace streamscape::widgets {

/// The colours of one theme; the names are what they are for, not what they look like.
struct Tokens {
    QColor background, pane, raised, line, text, dim, faint, accent, accentBg, onAccent;
    QColor good, goodBg, warn, warnBg, bad, badBg, violet, blue;
};

const Tokens& darkTokens();
const Tokens& lightTokens();

enum class ThemeChoice { System, Dark, Light };

/// Which token table is in force, and the application's palette, stylesheet and fonts made from it. Owned by
/// the workspace and handed to whoever paints. GUI thread.
class Theme final : public QObject {
    Q_OBJECT

public:
    explicit Theme(ThemeChoice choice, QObject* parent = nullptr);

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    bool isDark() const { return m_dark; }
    const Tokens& tokens() const { return m_dark ? darkTokens() : lightTokens(); }

    QFont mono() const { return m_mono; }

    QColor colour(base::Severity severity) const;     ///< of a word or a line
    QColor background(base::Severity severity) const; ///< of the pill behind it
    /// The line colours of a chart, in the order they are given out.
    QList<QColor> series() const;

Q_SIGNALS:
    void changed();

private:
    void apply();

    ThemeChoice m_choice;
    bool m_dark = true;
    QFont m_mono;
};

} // namespace streamscape::widgets
