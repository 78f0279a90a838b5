// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/query_line.h"

#include "models/audit/event_model.h"

namespace streamscape::audit {

namespace {

struct Word {
    std::string text;
    bool quoted = false;     ///< from its first character on: then it is text whatever it holds
    bool endsQuoted = false; ///< a star before the closing quote is a star
};

// Quotes may begin inside a word; a backslash in quotes keeps a quote or a backslash.
std::vector<Word> wordsOf(const std::string& line) {
    std::vector<Word> words;
    bool inWord = false;
    bool inQuotes = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (!inQuotes && (c == ' ' || c == '\t')) {
            inWord = false;
            continue;
        }
        if (!inWord) {
            words.push_back({{}, c == '"', false});
            inWord = true;
        }
        Word& word = words.back();
        if (c == '"') {
            inQuotes = !inQuotes;
            word.endsQuoted = true;
        } else if (inQuotes && c == '\\' && i + 1 < line.size()) {
            word.text += line[++i];
        } else {
            word.text += c;
            word.endsQuoted = inQuotes;
        }
    }
    return words;
}

std::string quoted(const std::string& text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            made += '\\';
        made += c;
    }
    return made + "\"";
}

std::string wordOf(const Term& term, bool excluded) {
    return std::string(excluded ? "-" : "") + name(term.field) + ":" + quoted(term.value) +
           (term.prefix ? "*" : "");
}

} // namespace

QueryLine parseQueryLine(const std::string& line) {
    QueryLine query;
    for (Word& word : wordsOf(line)) {
        const bool excluded = !word.quoted && word.text.starts_with('-');
        const std::string_view text = std::string_view(word.text).substr(excluded ? 1 : 0);
        const std::size_t colon = text.find(':');
        const std::optional<Field> field =
            word.quoted || colon == std::string_view::npos ? std::nullopt : fieldNamed(text.substr(0, colon));
        if (!field) {
            query.text += (query.text.empty() ? "" : " ") + word.text;
            continue;
        }
        Term term{*field, std::string(text.substr(colon + 1)), false};
        if (term.value.ends_with('*') && !word.endsQuoted) {
            term.value.pop_back();
            term.prefix = true;
        }
        (excluded ? query.whereNot : query.where).push_back(std::move(term));
    }
    return query;
}

std::string lineOf(const QueryLine& query) {
    std::string line;
    const auto add = [&](const std::string& word) { line += (line.empty() ? "" : " ") + word; };
    for (const Term& term : query.where)
        add(wordOf(term, false));
    for (const Term& term : query.whereNot)
        add(wordOf(term, true));
    if (!query.text.empty())
        add(quoted(query.text));
    return line;
}

QString chipText(const Term& term, bool excluded) {
    const QString value = valueWord(term.field, term.value);
    const QString field = fieldTitle(term.field).toLower();
    if (term.prefix)
        return QStringLiteral("%1 %2 %3")
            .arg(field, excluded ? QStringLiteral("does not begin") : QStringLiteral("begins"), value);
    return QStringLiteral("%1 %2 %3")
        .arg(field, excluded ? QStringLiteral("is not") : QStringLiteral("is"), value);
}

} // namespace streamscape::audit
