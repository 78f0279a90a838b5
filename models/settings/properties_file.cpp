// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/properties_file.h"

#include <charconv>

namespace streamscape::settings {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (isBlank(text.front()) || text.front() == '\r'))
        text.remove_prefix(1);
    while (!text.empty() && (isBlank(text.back()) || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

// The next line without its end (\n, \r or \r\n).
std::string_view takeLine(std::string_view& text) {
    const auto end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    if (end == std::string_view::npos) {
        text = {};
    } else {
        const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        text.remove_prefix(end + (both ? 2 : 1));
    }
    return line;
}

bool endsInOpenBackslash(std::string_view line) {
    std::size_t count = 0;
    while (count < line.size() && line[line.size() - 1 - count] == '\\')
        ++count;
    return count % 2 == 1;
}

void appendUtf8(std::string& out, unsigned point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (point >> 18));
        out += static_cast<char>(0x80 | ((point >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    }
}

bool hex4(std::string_view text, std::size_t at, unsigned& value) {
    if (at + 4 > text.size())
        return false;
    const char* const first = text.data() + at;
    return std::from_chars(first, first + 4, value, 16).ptr == first + 4;
}

// The escape at text[at] == '\\'; moves at behind it. False for a broken \u.
bool unescapeOne(std::string_view text, std::size_t& at, std::string& out) {
    if (++at >= text.size())
        return true;
    const char c = text[at++];
    switch (c) {
    case 't':
        out += '\t';
        return true;
    case 'n':
        out += '\n';
        return true;
    case 'r':
        out += '\r';
        return true;
    case 'f':
        out += '\f';
        return true;
    case 'u':
        break;
    default:
        out += c;
        return true;
    }
    unsigned point = 0;
    if (!hex4(text, at, point))
        return false;
    at += 4;
    unsigned low = 0;
    if (point >= 0xd800 && point < 0xdc00 && text.substr(at, 2) == "\\u" && hex4(text, at + 2, low) &&
        low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
    }
    appendUtf8(out, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
    return true;
}

// Reads up to an unescaped separator (none where stops is empty).
bool unescape(std::string_view& text, std::string_view stops, std::string& out) {
    std::size_t at = 0;
    while (at < text.size() && stops.find(text[at]) == std::string_view::npos) {
        if (text[at] == '\\') {
            if (!unescapeOne(text, at, out))
                return false;
        } else {
            out += text[at++];
        }
    }
    text.remove_prefix(at);
    return true;
}

std::string_view withoutMark(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    return text;
}

tl::unexpected<base::Error> lineError(std::string what, const std::string& file, int line, std::string hint) {
    return base::fail(base::ErrorKind::Invalid, std::move(what), file + ":" + std::to_string(line),
                      std::move(hint));
}

} // namespace

base::Result<std::vector<Property>> parseJavaProperties(std::string_view text, const std::string& file) {
    std::vector<Property> found;
    text = withoutMark(text);
    for (int number = 1; !text.empty(); ++number) {
        const int first = number;
        std::string_view piece = takeLine(text);
        while (!piece.empty() && isBlank(piece.front()))
            piece.remove_prefix(1);
        if (piece.empty() || piece.front() == '#' || piece.front() == '!')
            continue;
        std::string logical(piece);
        while (endsInOpenBackslash(logical)) {
            logical.pop_back();
            if (text.empty())
                break;
            ++number;
            piece = takeLine(text);
            while (!piece.empty() && isBlank(piece.front()))
                piece.remove_prefix(1);
            logical += piece;
        }
        Property property{first, {}, {}};
        std::string_view rest = logical;
        bool good = unescape(rest, "=: \t\f", property.key);
        while (!rest.empty() && isBlank(rest.front()))
            rest.remove_prefix(1);
        if (!rest.empty() && (rest.front() == '=' || rest.front() == ':'))
            rest.remove_prefix(1);
        while (!rest.empty() && isBlank(rest.front()))
            rest.remove_prefix(1);
        good = good && unescape(rest, "", property.value);
        if (!good)
            return lineError("A \\u is not followed by four hexadecimal digits", file, first,
                             "Write the character itself, or a backslash as \\\\");
        found.push_back(std::move(property));
    }
    return found;
}

base::Result<std::vector<Property>> parseRdkafkaProperties(std::string_view text, const std::string& file) {
    std::vector<Property> found;
    text = withoutMark(text);
    for (int number = 1; !text.empty(); ++number) {
        const std::string_view line = trimmed(takeLine(text));
        if (line.empty() || line.front() == '#')
            continue;
        const auto equals = line.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return lineError("The line is no key=value", file, number,
                             "Write property=value, or # before a remark");
        found.push_back({number, std::string(trimmed(line.substr(0, equals))),
                         std::string(trimmed(line.substr(equals + 1)))});
    }
    return found;
}

const std::string* Jaas::option(std::string_view name) const {
    for (const auto& [key, value] : options)
        if (key == name)
            return &value;
    return nullptr;
}

namespace {

/// The tokens of a JAAS line: words and quoted texts, = and ;.
class JaasReader {
public:
    explicit JaasReader(std::string_view text)
        : m_rest(text) {}

    void skipBlanks() {
        while (!m_rest.empty() &&
               (isBlank(m_rest.front()) || m_rest.front() == '\n' || m_rest.front() == '\r'))
            m_rest.remove_prefix(1);
    }
    bool take(char c) {
        skipBlanks();
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool atEnd() {
        skipBlanks();
        return m_rest.empty();
    }
    // A bare word or a quoted text; false where there is none or a quote stays open.
    bool text(std::string& out) {
        skipBlanks();
        if (m_rest.empty())
            return false;
        if (m_rest.front() != '"' && m_rest.front() != '\'') {
            const auto end = m_rest.find_first_of(" \t\f\r\n=;\"'");
            out = m_rest.substr(0, end);
            m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end);
            return !out.empty();
        }
        const char quote = m_rest.front();
        for (std::size_t at = 1; at < m_rest.size(); ++at) {
            if (m_rest[at] == quote) {
                m_rest.remove_prefix(at + 1);
                return true;
            }
            if (m_rest[at] == '\\' && at + 1 < m_rest.size())
                ++at;
            out += m_rest[at];
        }
        return false;
    }

private:
    std::string_view m_rest;
};

tl::unexpected<base::Error> jaasError(const char* what) {
    return base::fail(base::ErrorKind::Invalid, std::string("sasl.jaas.config ") + what, {},
                      "It reads: org.apache.kafka.common.security.….LoginModule required name=\"value\" …;");
}

} // namespace

base::Result<Jaas> parseJaas(std::string_view text) {
    JaasReader in(text);
    Jaas jaas;
    std::string flag;
    if (!in.text(jaas.module))
        return jaasError("is empty");
    if (const auto dot = jaas.module.rfind('.'); dot != std::string::npos)
        jaas.module.erase(0, dot + 1);
    if (!in.text(flag) ||
        (flag != "required" && flag != "requisite" && flag != "sufficient" && flag != "optional"))
        return jaasError("has no \"required\" behind its module");
    while (!in.take(';')) {
        std::string key;
        std::string value;
        if (in.atEnd())
            return jaasError("does not end in a semicolon");
        if (!in.text(key) || !in.take('='))
            return jaasError("has an option without =");
        if (!in.text(value))
            return jaasError("has an option without a value, or a quote that is not closed");
        jaas.options.emplace_back(std::move(key), std::move(value));
    }
    if (!in.atEnd())
        return jaasError("names more than one login module");
    return jaas;
}

} // namespace streamscape::settings
