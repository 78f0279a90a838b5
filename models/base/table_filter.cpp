// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/table_filter.h"

#include "models/base/text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace streamscape::base {

namespace {

constexpr std::string_view textKey = "text";
constexpr std::array<std::string_view, 2> prefixes{"is.", "not."}; // by exclude

std::string escaped(const QString& value) {
    if (value.isEmpty())
        return "\\0";
    std::string text;
    for (const char c : toStd(value)) {
        if (c == ',' || c == '\\')
            text += '\\';
        text += c;
    }
    return text;
}

std::vector<QString> split(std::string_view list) {
    std::vector<QString> values;
    std::string value;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] == ',') {
            values.push_back(toQString(std::exchange(value, {})));
        } else if (list[i] == '\\' && i + 1 < list.size()) {
            ++i;
            if (list[i] != '0')
                value += list[i];
        } else {
            value += list[i];
        }
    }
    values.push_back(toQString(value));
    return values;
}

} // namespace

TableFilter with(TableFilter filter, const ColumnFilter& one) {
    std::erase_if(filter.columns, [&](const ColumnFilter& other) {
        return other.column == one.column && other.value == one.value;
    });
    filter.columns.push_back(one);
    return filter;
}

void putFilter(const TableFilter& filter, Location& location) {
    std::erase_if(location.query, [](const auto& pair) {
        return pair.first == textKey || pair.first.starts_with(prefixes[0]) ||
               pair.first.starts_with(prefixes[1]);
    });
    if (!filter.text.isEmpty())
        location.query[std::string(textKey)] = toStd(filter.text);
    for (const ColumnFilter& column : filter.columns) {
        std::string& list = location.query[std::string(prefixes[column.exclude]) + toStd(column.column)];
        list += (list.empty() ? "" : ",") + escaped(column.value);
    }
}

TableFilter filterOf(const Location& location) {
    TableFilter filter{toQString(location.value(std::string(textKey))), {}};
    for (const bool exclude : {false, true})
        for (const auto& [key, list] : location.query)
            if (const std::string_view prefix = prefixes[exclude]; key.starts_with(prefix))
                for (const QString& value : split(list))
                    filter.columns.push_back({toQString(key.substr(prefix.size())), value, exclude});
    return filter;
}

} // namespace streamscape::base
