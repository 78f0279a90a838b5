// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariant>

#include <cstdint>
#include <vector>

namespace streamscape::widgets {

/// The raw values of one column, taken once a row, and the order they give: numbers as numbers, all else as
/// text, the unknown last in both directions; of equal ones the row that stands first in the model. GUI
/// thread.
class SortKeys final {
public:
    enum class Change {
        None, ///< it is what it was
        Row,  ///< this row may have another place
        All,  ///< the column turned out to be of another kind: every row may have
    };

    /// This many rows, of which nothing is known.
    void reset(std::size_t rows);
    Change take(int row, const QVariant& raw);
    /// Rows came and went: places are those of the old rows among the new, -1 where one went.
    void renumber(const std::vector<int>& places, std::size_t rows);

    bool before(int a, int b, Qt::SortOrder order) const;
    void sort(std::vector<int>& rows, Qt::SortOrder order) const;

private:
    enum class Kind { Integers, Reals, Texts }; ///< each can say what those before it can

    void become(Kind kind);
    int compare(std::size_t a, std::size_t b) const; ///< of two that are known

    Kind m_kind = Kind::Integers;
    std::vector<char> m_known;
    std::vector<std::int64_t> m_integers; ///< of these three only the kind's is filled
    std::vector<double> m_reals;
    std::vector<QString> m_texts;
};

/// What belongs to rows moves with them; new rows get an empty one.
template<class T>
void moveTo(const std::vector<int>& places, std::size_t rows, std::vector<T>& values) {
    if (values.empty())
        return;
    std::vector<T> moved(rows);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (places[i] >= 0)
            moved[static_cast<std::size_t>(places[i])] = std::move(values[i]);
    values = std::move(moved);
}

} // namespace streamscape::widgets
