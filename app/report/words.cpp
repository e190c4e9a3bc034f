#include "app/report/words.hpp"

#include "app/report/words_tables.hpp"
#include "sim/core/assert.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace nueves::report {

namespace {

using Table = std::map<std::string_view, Entry>;

const Table& table() {
    static const Table built = [] {
        Table out;
        for (const Entry& entry : allEntries()) {
            const bool isNew = out.emplace(entry.key, entry).second;
            NUEVES_ASSERT(isNew, "a key stands twice in the catalogue of words");
        }
        return out;
    }();
    return built;
}

std::string_view inLanguage(const Entry& entry, Language language) {
    return language == Language::es ? entry.es : entry.en;
}

std::string_view argumentOf(const Arguments& arguments, std::string_view name) {
    for (const auto& [key, value] : arguments)
        if (key == name) return value;
    return {};
}

std::string filled(std::string_view text, const Arguments& arguments) {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        out += text.substr(0, open);
        out += argumentOf(arguments, text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return out.append(text);
}

// found, expected and nearest follow the sentence unless it says them itself.
std::string tail(std::string_view sentence, const core::Issue& issue, Language language) {
    std::string out;
    for (const std::string_view name : {"found", "expected", "nearest"}) {
        const std::string_view value = argumentOf(issue.arguments, name);
        if (value.empty() || sentence.find("{" + std::string(name) + "}") != std::string_view::npos) continue;
        const bool isPhrase = name != "nearest" && language == Language::es;
        out += "; " + say("issue-tail." + std::string(name), language,
                          {{"value", isPhrase ? phraseInSpanish(value) : std::string(value)}});
    }
    return out;
}

} // namespace

std::vector<Entry> allEntries() {
    std::vector<Entry> all;
    for (const auto& part : {resultWords(), codeWords(), htmlWords(), issueWords(), cliWords(), zoomWords()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

bool hasWord(std::string_view key) {
    return table().contains(key);
}

std::string word(std::string_view key, Language language) {
    return say(key, language, {});
}

std::string say(std::string_view key, Language language, const Arguments& arguments) {
    const auto found = table().find(key);
    NUEVES_ASSERT(found != table().end(), std::string(key).c_str());
    return filled(inLanguage(found->second, language), arguments);
}

std::string codeWord(std::string_view family, std::string_view code, Language language) {
    const std::string key = std::string(family) + "." + std::string(code);
    return hasWord(key) ? word(key, language) : std::string(code);
}

std::optional<Language> languageOf(std::string_view tag) {
    std::string head(tag.substr(0, tag.find_first_of("_-.@")));
    std::transform(head.begin(), head.end(), head.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (head == "es") return Language::es;
    if (head == "en") return Language::en;
    return std::nullopt;
}

std::string issueSentence(const core::Issue& issue, Language language) {
    const std::string key = "issue." + issue.code;
    const auto found = table().find(key);
    if (found == table().end()) {
        std::string out = say("issue-tail.unknown", language, {{"code", issue.code}});
        for (const auto& [name, value] : issue.arguments) out += "; " + name + ": " + value;
        return out;
    }
    const std::string_view sentence = inLanguage(found->second, language);
    return filled(sentence, issue.arguments) + tail(sentence, issue, language);
}

std::string issueLine(const core::Issue& issue, Language language) {
    std::string out = issue.place.file;
    if (issue.place.line > 0) out += ":" + std::to_string(issue.place.line);
    if (issue.place.column > 0) out += ":" + std::to_string(issue.place.column);
    if (!out.empty()) out += ": ";
    if (issue.severity == core::Severity::warning) out += word("issue-tail.warning", language) + ": ";
    if (!issue.path.empty()) out += issue.path + ": ";
    return out + issueSentence(issue, language);
}

} // namespace nueves::report
