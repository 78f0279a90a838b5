// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/sort_keys.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace streamscape::widgets {

namespace {

bool isInteger(const QVariant& raw) {
    switch (raw.typeId()) {
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::Long:
    case QMetaType::LongLong:
        return true;
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return raw.toULongLong() <= static_cast<qulonglong>(std::numeric_limits<qlonglong>::max());
    default:
        return false;
    }
}

bool isReal(const QVariant& raw) {
    return raw.typeId() == QMetaType::Double || raw.typeId() == QMetaType::Float ||
           raw.typeId() == QMetaType::ULong || raw.typeId() == QMetaType::ULongLong;
}

bool isKnown(const QVariant& raw) { return raw.isValid() && !(isReal(raw) && std::isnan(raw.toDouble())); }

template<class Number>
int compared(Number a, Number b) {
    return a < b ? -1 : b < a ? 1 : 0;
}

/// A text as a sort looks at it. Names of one kind begin alike: what comes after that, in one number, tells
/// most of them apart without a look at the text, which lies elsewhere in memory.
struct TextKey {
    std::uint64_t head = 0; ///< the first four UTF-16 units of the rest, 0 behind its end
    QStringView rest;       ///< after the common beginning
    int row = 0;
};

qsizetype commonLength(QStringView a, QStringView b) {
    return std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
}

constexpr qsizetype headUnits = 4;

TextKey keyOf(QStringView rest, int row) {
    TextKey key{0, rest, row};
    for (qsizetype i = 0; i < headUnits; ++i)
        key.head = key.head << 16U | (i < rest.size() ? rest[i].unicode() : 0U);
    return key;
}

int compared(const TextKey& a, const TextKey& b) {
    if (a.head != b.head)
        return a.head < b.head ? -1 : 1;
    if (a.rest.size() <= headUnits && b.rest.size() <= headUnits)
        return compared(a.rest.size(), b.rest.size()); // they differ where one ends in NULs
    return a.rest.compare(b.rest);
}

void sortTexts(std::vector<int>& rows, std::vector<int>::iterator known, Qt::SortOrder order,
               const std::vector<QString>& texts) {
    if (known == rows.begin())
        return;
    const auto textOf = [&](int row) { return QStringView(texts[static_cast<std::size_t>(row)]); };
    QStringView common = textOf(rows.front());
    for (auto row = rows.begin(); row != known && !common.isEmpty(); ++row)
        common = common.left(commonLength(common, textOf(*row)));
    std::vector<TextKey> keys;
    keys.reserve(static_cast<std::size_t>(known - rows.begin()));
    for (auto row = rows.begin(); row != known; ++row)
        keys.push_back(keyOf(textOf(*row).mid(common.size()), *row));
    std::sort(keys.begin(), keys.end(), [order](const TextKey& a, const TextKey& b) {
        const int by = compared(a, b);
        return by == 0 ? a.row < b.row : (by < 0) == (order == Qt::AscendingOrder);
    });
    std::transform(keys.begin(), keys.end(), rows.begin(), [](const TextKey& key) { return key.row; });
}

template<class Value>
void sortBy(std::vector<int>& rows, std::vector<int>::iterator known, Qt::SortOrder order,
            const std::vector<Value>& values) {
    std::vector<std::pair<Value, int>> keys; // side by side: the sort does not jump about in memory
    keys.reserve(static_cast<std::size_t>(known - rows.begin()));
    for (auto row = rows.begin(); row != known; ++row)
        keys.emplace_back(values[static_cast<std::size_t>(*row)], *row);
    std::sort(keys.begin(), keys.end(), [order](const auto& a, const auto& b) {
        const int by = compared(a.first, b.first);
        return by == 0 ? a.second < b.second : (by < 0) == (order == Qt::AscendingOrder);
    });
    std::transform(keys.begin(), keys.end(), rows.begin(), [](const auto& key) { return key.second; });
}

} // namespace

void SortKeys::reset(std::size_t rows) {
    m_kind = Kind::Integers;
    m_known.assign(rows, false);
    m_integers.assign(rows, 0);
    m_reals.clear();
    m_texts.clear();
}

void SortKeys::become(Kind kind) {
    const std::size_t rows = m_known.size();
    if (kind == Kind::Texts) {
        m_texts.resize(rows);
        for (std::size_t i = 0; i < rows; ++i)
            if (m_known[i])
                m_texts[i] =
                    m_kind == Kind::Integers ? QString::number(m_integers[i]) : QString::number(m_reals[i]);
        m_reals.clear();
    } else {
        m_reals.assign(m_integers.begin(), m_integers.end());
    }
    m_integers.clear();
    m_kind = kind;
}

SortKeys::Change SortKeys::take(int row, const QVariant& raw) {
    const auto i = static_cast<std::size_t>(row);
    const bool was = m_known[i];
    m_known[i] = isKnown(raw);
    if (!m_known[i])
        return was ? Change::Row : Change::None;
    const Kind kind = isInteger(raw) ? Kind::Integers : isReal(raw) ? Kind::Reals : Kind::Texts;
    const bool becomes = kind > m_kind;
    if (becomes)
        become(kind);
    const auto put = [&](auto& values, auto value) {
        const bool same = was && values[i] == value;
        values[i] = std::move(value);
        return becomes ? Change::All : same ? Change::None : Change::Row;
    };
    switch (m_kind) {
    case Kind::Integers:
        return put(m_integers, static_cast<std::int64_t>(raw.toLongLong()));
    case Kind::Reals:
        return put(m_reals, raw.toDouble());
    case Kind::Texts:
        break;
    }
    return put(m_texts, raw.toString());
}

void SortKeys::renumber(const std::vector<int>& places, std::size_t rows) {
    moveTo(places, rows, m_known);
    moveTo(places, rows, m_integers);
    moveTo(places, rows, m_reals);
    moveTo(places, rows, m_texts);
    m_known.resize(rows); // there were none before
    if (m_kind == Kind::Integers)
        m_integers.resize(rows);
    if (m_kind == Kind::Reals)
        m_reals.resize(rows);
    if (m_kind == Kind::Texts)
        m_texts.resize(rows);
}

int SortKeys::compare(std::size_t a, std::size_t b) const {
    switch (m_kind) {
    case Kind::Integers:
        return compared(m_integers[a], m_integers[b]);
    case Kind::Reals:
        return compared(m_reals[a], m_reals[b]);
    case Kind::Texts:
        break;
    }
    return m_texts[a].compare(m_texts[b]);
}

bool SortKeys::before(int a, int b, Qt::SortOrder order) const {
    const auto i = static_cast<std::size_t>(a);
    const auto j = static_cast<std::size_t>(b);
    if (m_known[i] != m_known[j])
        return m_known[i];
    const int compared = m_known[i] ? compare(i, j) : 0;
    return compared == 0 ? a < b : (compared < 0) == (order == Qt::AscendingOrder);
}

void SortKeys::sort(std::vector<int>& rows, Qt::SortOrder order) const {
    const auto known = std::partition(rows.begin(), rows.end(),
                                      [&](int row) { return m_known[static_cast<std::size_t>(row)]; });
    std::sort(known, rows.end());
    switch (m_kind) {
    case Kind::Integers:
        return sortBy(rows, known, order, m_integers);
    case Kind::Reals:
        return sortBy(rows, known, order, m_reals);
    case Kind::Texts:
        return sortTexts(rows, known, order, m_texts);
    }
}

} // namespace streamscape::widgets
