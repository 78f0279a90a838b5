// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/fuzzy.h"

#include <QStringList>

#include <algorithm>

namespace streamscape::widgets {

namespace {

bool startsWord(const QString& name, qsizetype at) {
    return at == 0 || !name.at(at - 1).isLetterOrNumber() ||
           (name.at(at).isUpper() && name.at(at - 1).isLower());
}

// The letters in order; each gap costs.
std::optional<int> scattered(const QString& word, const QString& name) {
    qsizetype at = -1;
    int gaps = 0;
    for (const QChar letter : word) {
        const qsizetype next = name.indexOf(letter, at + 1, Qt::CaseInsensitive);
        if (next < 0)
            return std::nullopt;
        if (at >= 0 && next != at + 1)
            ++gaps;
        at = next;
    }
    return std::max(1, 300 - 60 * gaps);
}

std::optional<int> scoreWord(const QString& word, const QString& name) {
    if (name.compare(word, Qt::CaseInsensitive) == 0)
        return 1000;
    qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive);
    if (at < 0)
        return scattered(word, name);
    if (at == 0)
        return 800;
    for (; at >= 0; at = name.indexOf(word, at + 1, Qt::CaseInsensitive))
        if (startsWord(name, at))
            return 600;
    return 400;
}

} // namespace

std::optional<int> fuzzyScore(const QString& typed, const QString& name) {
    const QStringList words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int sum = 0;
    for (const QString& word : words) {
        const std::optional<int> score = scoreWord(word, name);
        if (!score)
            return std::nullopt;
        sum += *score;
    }
    const int count = std::max(1, static_cast<int>(words.size()));
    return sum / count - std::min(90, static_cast<int>(name.size()));
}

} // namespace streamscape::widgets
