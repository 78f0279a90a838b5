// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/table.h"

#include <algorithm>
#include <array>
#include <ostream>

namespace streamscape::ctl {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};
// East Asian Width W and F, and emoji shown as pictures, to the block.
constexpr std::array wide{Range{0x1100, 0x115f},   Range{0x2e80, 0xa4cf},   Range{0xac00, 0xd7a3},
                          Range{0xf900, 0xfaff},   Range{0xfe30, 0xfe4f},   Range{0xff00, 0xff60},
                          Range{0xffe0, 0xffe6},   Range{0x1f300, 0x1f64f}, Range{0x1f680, 0x1f6ff},
                          Range{0x1f900, 0x1f9ff}, Range{0x20000, 0x3fffd}};

int widthOf(char32_t point) {
    switch (QChar::category(point)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    for (const Range& range : wide)
        if (point >= range.first && point <= range.last)
            return 2;
    return 1;
}

const char* colourOf(base::Severity severity) {
    switch (severity) {
    case base::Severity::Good:
        return "\x1b[32m";
    case base::Severity::Notice:
        return "\x1b[36m";
    case base::Severity::Warn:
        return "\x1b[33m";
    case base::Severity::Bad:
        return "\x1b[31m";
    case base::Severity::Muted:
        return "\x1b[2m";
    case base::Severity::None:
        break;
    }
    return "";
}

// One line: cells padded to their columns, nothing behind the last character.
QString line(const std::vector<Cell>& cells, const std::vector<Heading>& headings,
             const std::vector<int>& widths, bool colour) {
    QString text;
    QString owed; // blanks, written only when something follows
    for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
        const QString pad(widths[i] - displayWidth(cells[i].text), QLatin1Char(' '));
        const QString ansi = colour ? QString::fromLatin1(colourOf(cells[i].severity)) : QString();
        if (headings[i].right)
            owed += pad;
        if (!cells[i].text.isEmpty()) {
            text += owed + ansi + cells[i].text + (ansi.isEmpty() ? QString() : QStringLiteral("\x1b[0m"));
            owed.clear();
        }
        if (!headings[i].right)
            owed += pad;
        owed += QStringLiteral("  ");
    }
    return text;
}

} // namespace

int displayWidth(const QString& text) {
    int width = 0;
    for (const char32_t point : text.toUcs4())
        width += widthOf(point);
    return width;
}

QString printable(const QString& text) {
    QString shown;
    shown.reserve(text.size());
    for (const QChar c : text) {
        if (c == QLatin1Char('\t'))
            shown += QStringLiteral("\\t");
        else if (c == QLatin1Char('\n'))
            shown += QStringLiteral("\\n");
        else if (c == QLatin1Char('\r'))
            shown += QStringLiteral("\\r");
        else if (c.category() == QChar::Other_Control)
            shown += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            shown += c;
    }
    return shown;
}

void printCells(std::ostream& out, bool colour, const std::vector<Heading>& headings,
                const std::vector<std::vector<Cell>>& rows) {
    std::vector<std::vector<Cell>> shown;
    shown.reserve(rows.size() + 1);
    std::vector<Cell>& head = shown.emplace_back();
    for (const Heading& heading : headings)
        head.push_back({heading.text, base::Severity::None});
    for (const std::vector<Cell>& row : rows) {
        std::vector<Cell>& line = shown.emplace_back(row);
        for (Cell& cell : line)
            cell.text = printable(cell.text);
    }
    std::vector<int> widths(headings.size(), 0);
    for (const std::vector<Cell>& row : shown)
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i].text));
    for (const std::vector<Cell>& row : shown) {
        const QByteArray text = line(row, headings, widths, colour).toUtf8() + '\n';
        out.write(text.constData(), text.size());
    }
    out.flush();
}

} // namespace streamscape::ctl
