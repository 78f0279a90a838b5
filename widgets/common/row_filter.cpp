// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/row_filter.h"

#include "models/base/columns.h"
#include "widgets/common/sort_keys.h"

#include <algorithm>

namespace streamscape::widgets {

namespace {

bool isWords(base::CellKind kind) {
    switch (kind) {
    case base::CellKind::Text:
    case base::CellKind::Dim:
    case base::CellKind::Mono:
    case base::CellKind::Badge:
    case base::CellKind::Link:
        return true;
    case base::CellKind::Number:
    case base::CellKind::Position:
    case base::CellKind::Spark:
    case base::CellKind::Heat:
    case base::CellKind::Stamp:
    case base::CellKind::Moment:
        return false;
    }
    return false;
}

// Names are ASCII as a rule: folded character by character, with no other text between.
void appendFolded(std::string& folded, const QString& text) {
    if (!std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; })) {
        folded += text.toCaseFolded().toStdString();
        return;
    }
    for (const QChar c : text)
        folded +=
            static_cast<char>(c.unicode() >= u'A' && c.unicode() <= u'Z' ? c.unicode() + 32 : c.unicode());
}

bool contains(const std::vector<QString>& texts, const QString& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

} // namespace

void RowFilter::prepare(const QAbstractItemModel& model) {
    m_words.clear();
    m_conditions.clear();
    m_wordColumns.clear();
    m_timeColumns.clear();
    const QStringList words = m_filter.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const std::string folded = word.toCaseFolded().toStdString();
        m_words.push_back({folded, folded.find_first_not_of("0123456789:.-") == std::string::npos});
    }
    for (int column = 0; column < model.columnCount(); ++column) {
        const auto kind =
            static_cast<base::CellKind>(model.headerData(column, Qt::Horizontal, base::KindRole).toInt());
        if (isWords(kind))
            m_wordColumns.push_back(column);
        if (base::isTime(kind))
            m_timeColumns.push_back(column);
        Condition condition{column, {}, {}};
        const QString id = model.headerData(column, Qt::Horizontal, base::KeyRole).toString();
        for (const base::ColumnFilter& one : m_filter.columns)
            if (one.column == id)
                (one.exclude ? condition.noneOf : condition.anyOf).push_back(one.value);
        if (!condition.anyOf.empty() || !condition.noneOf.empty())
            m_conditions.push_back(std::move(condition));
    }
    if (m_words.empty())
        forgetAll(); // they take some 200 bytes a row
}

bool RowFilter::holds(const Condition& condition, const QString& text) const {
    return (condition.anyOf.empty() || contains(condition.anyOf, text)) && !contains(condition.noneOf, text);
}

bool RowFilter::accepts(const QAbstractItemModel& model, int row) {
    for (const Condition& condition : m_conditions)
        if (!holds(condition, model.index(row, condition.column).data().toString()))
            return false;
    for (const Word& word : m_words)
        if (folded(model, row).find(word.folded) == std::string::npos &&
            !(word.maybeTime && isInTimes(model, row, word.folded)))
            return false;
    return true;
}

// Not kept: what is shown of a time depends on the zone and on which day it is.
bool RowFilter::isInTimes(const QAbstractItemModel& model, int row, const std::string& word) const {
    const QString text = base::toQString(word);
    return std::any_of(m_timeColumns.begin(), m_timeColumns.end(),
                       [&](int column) { return m_shown(model.index(row, column)).contains(text); });
}

const std::string& RowFilter::folded(const QAbstractItemModel& model, int row) {
    m_folded.resize(std::max(m_folded.size(), static_cast<std::size_t>(model.rowCount())));
    std::string& folded = m_folded[static_cast<std::size_t>(row)];
    if (!folded.empty())
        return folded;
    folded.reserve(160);
    for (const int column : m_wordColumns) {
        appendFolded(folded, model.data(model.index(row, column)).toString());
        folded += '\n';
    }
    folded += '\n'; // never empty
    return folded;
}

void RowFilter::forget(int row) {
    if (static_cast<std::size_t>(row) < m_folded.size())
        m_folded[static_cast<std::size_t>(row)].clear();
}

void RowFilter::renumber(const std::vector<int>& places, std::size_t rows) {
    if (!m_folded.empty())
        m_folded.resize(places.size());
    moveTo(places, rows, m_folded);
}

} // namespace streamscape::widgets
