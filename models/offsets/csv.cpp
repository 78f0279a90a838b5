// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/csv.h"

#include <algorithm>
#include <charconv>

namespace streamscape::offsets {

namespace {

// Jackson's habit: it looks for characters that need quotes in short texts only, and quotes longer ones.
constexpr std::size_t longestUnquoted = 24;

// Counted as Java does, in UTF-16 units.
std::size_t javaLength(std::string_view utf8) {
    std::size_t count = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        count += (byte & 0xc0U) == 0x80U ? 0 : byte >= 0xf0U ? 2 : 1;
    }
    return count;
}

std::string field(const std::string& text) {
    const bool plain = javaLength(text) <= longestUnquoted &&
                       std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < '-'; });
    if (plain)
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

tl::unexpected<base::Error> wrong(std::size_t line, std::string what, std::string hint = {}) {
    return base::fail(base::ErrorKind::Invalid, std::move(what), "line " + std::to_string(line),
                      std::move(hint));
}

// Walks through the text field by field.
class Fields final {
public:
    explicit Fields(std::string_view text)
        : m_rest(text) {}

    bool atEnd() const { return m_rest.empty(); }
    std::size_t line() const { return m_line; }

    /// The fields of the next line.
    base::Result<std::vector<std::string>> next() {
        std::vector<std::string> fields;
        m_began = m_line;
        while (true) {
            auto one = field();
            if (!one)
                return base::fail(one.error());
            fields.push_back(std::move(*one));
            if (m_rest.starts_with(',')) {
                m_rest.remove_prefix(1);
                continue;
            }
            if (m_rest.starts_with('\r')) {
                m_rest.remove_prefix(1);
                if (!m_rest.empty() && m_rest.front() != '\n')
                    return wrong(m_line, "A carriage return stands within the line");
            }
            if (m_rest.starts_with('\n')) {
                m_rest.remove_prefix(1);
                ++m_line;
            }
            return fields;
        }
    }
    std::size_t began() const { return m_began; }

private:
    base::Result<std::string> field() {
        if (m_rest.starts_with('"'))
            return quoted();
        const std::size_t end = std::min(m_rest.find_first_of(",\r\n"), m_rest.size());
        std::string text(m_rest.substr(0, end));
        m_rest.remove_prefix(end);
        return text;
    }

    base::Result<std::string> quoted() {
        m_rest.remove_prefix(1);
        std::string text;
        while (true) {
            const std::size_t quote = m_rest.find('"');
            if (quote == std::string_view::npos)
                return wrong(m_began, "A quote does not end");
            text.append(m_rest.substr(0, quote));
            m_rest.remove_prefix(quote + 1);
            if (!m_rest.starts_with('"'))
                break;
            text += '"';
            m_rest.remove_prefix(1);
        }
        m_line += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        if (!m_rest.empty() && m_rest.find_first_of(",\r\n") != 0)
            return wrong(m_began, "Something stands behind a closing quote");
        return text;
    }

    std::string_view m_rest;
    std::size_t m_line = 1;
    std::size_t m_began = 1;
};

template<class Int>
std::optional<Int> number(const std::string& text) {
    std::string_view rest = text; // Jackson takes spaces around a number
    while (rest.starts_with(' '))
        rest.remove_prefix(1);
    while (rest.ends_with(' '))
        rest.remove_suffix(1);
    Int value{};
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (rest.empty() || error != std::errc{} || end != rest.data() + rest.size())
        return std::nullopt;
    return value;
}

} // namespace

std::string csvText(const std::vector<CsvRow>& rows) {
    std::string text;
    for (const CsvRow& row : rows) {
        if (row.group)
            text += field(*row.group) + ',';
        text += field(row.partition.topic) + ',' + std::to_string(row.partition.partition.value) + ',' +
                std::to_string(row.offset.value) + '\n';
    }
    return text;
}

base::Result<std::vector<CsvRow>> parseCsv(std::string_view text) {
    constexpr const char* format =
        "Write topic,partition,offset, or group,topic,partition,offset; no heading";
    if (text.starts_with("\xef\xbb\xbf")) // what some spreadsheets put in front
        text.remove_prefix(3);
    std::vector<CsvRow> rows;
    std::size_t width = 0;
    Fields fields(text);
    while (!fields.atEnd()) {
        auto line = fields.next();
        if (!line)
            return base::fail(line.error());
        const std::size_t at = fields.began();
        if (line->size() == 1 && line->front().empty())
            continue;
        if (line->size() != 3 && line->size() != 4)
            return wrong(at, std::to_string(line->size()) + " fields are none of Kafka's lines", format);
        if (width != 0 && line->size() != width)
            return wrong(at,
                         "This line has " + std::to_string(line->size()) + " fields, the ones before " +
                             std::to_string(width),
                         format);
        width = line->size();
        const std::size_t topic = width - 3;
        const auto partition = number<std::int32_t>((*line)[topic + 1]);
        const auto offset = number<std::int64_t>((*line)[topic + 2]);
        if (!partition)
            return wrong(at, "\"" + (*line)[topic + 1] + "\" is no partition's number", format);
        if (!offset)
            return wrong(at, "\"" + (*line)[topic + 2] + "\" is no offset", format);
        if ((*line)[topic].empty())
            return wrong(at, "The topic has no name", format);
        CsvRow row{{}, {std::move((*line)[topic]), base::PartitionId{*partition}}, base::Offset{*offset}};
        if (width == 4)
            row.group = std::move(line->front());
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace streamscape::offsets
