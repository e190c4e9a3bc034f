// Damaged texts by a fixed seed: bits, cuts, splices, odd values and towers of brackets. The same on every
// machine: only the raw numbers of the generator are used, whose sequence the C++ standard fixes.
#pragma once

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::fuzz {

class Mutator {
  public:
    Mutator(std::vector<std::string> seeds, std::uint64_t seed) : m_seeds(std::move(seeds)), m_random(seed) {}

    // One of the seeds with one to four damages. `number` says which seed, so that each is met; every second
    // time only words are replaced, so that the text stays JSON and its meaning is what breaks.
    std::string next(std::size_t number) {
        std::string text = m_seeds[number % m_seeds.size()];
        const bool wordsOnly = number / m_seeds.size() % 2 == 1;
        for (std::size_t changes = 1 + below(4); changes > 0; --changes)
            if (wordsOnly)
                replaceWord(text);
            else
                damage(text);
        return text;
    }

  private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(m_random() % n); }

    void damage(std::string& text) {
        switch (below(8)) {
        case 0: flipBit(text); break;
        case 1: text.resize(below(text.size() + 1)); break;
        case 2: text.erase(below(text.size() + 1), 1 + below(20)); break;
        case 3: splice(text); break;
        case 4: text.insert(below(text.size() + 1), oddPiece()); break;
        case 5: replaceWord(text); break;
        case 6: repeatPart(text); break;
        default: pileUp(text); break;
        }
    }

    void flipBit(std::string& text) {
        if (text.empty()) return;
        char& letter = text[below(text.size())];
        letter = static_cast<char>(static_cast<unsigned char>(letter) ^ (1U << below(8)));
    }

    void splice(std::string& text) {
        const std::string& other = m_seeds[below(m_seeds.size())];
        const std::size_t from = below(other.size() + 1);
        text.insert(below(text.size() + 1), other, from, below(200));
    }

    std::string oddPiece() {
        static constexpr std::array<std::string_view, 24> kPieces{"{",
                                                                  "}",
                                                                  "[",
                                                                  "]",
                                                                  ",",
                                                                  ":",
                                                                  "\"",
                                                                  "\\ud800",
                                                                  "\\u0000",
                                                                  "1e400",
                                                                  "-1",
                                                                  "NaN",
                                                                  "null",
                                                                  "\xC3",
                                                                  "\xEF\xBB\xBF",
                                                                  "// ",
                                                                  "/*",
                                                                  "\"-5 h\"",
                                                                  "\"Exp(0 h)\"",
                                                                  "\"@no.such\"",
                                                                  "\"use\": \"x\",",
                                                                  "\"count\": 1000000,",
                                                                  "\"a\": 1, \"a\": 2,",
                                                                  "\"99 of x\""};
        return std::string(kPieces[below(kPieces.size())]);
    }

    struct Span {
        std::size_t start, length;
    };

    // The strings of a text with their quotes; a damaged text may have its ends elsewhere, which does no
    // harm.
    static std::vector<Span> wordsOf(const std::string& text) {
        std::vector<Span> words;
        for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at)) {
            std::size_t end = at + 1;
            while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
            if (end >= text.size()) break;
            words.push_back({at, end + 1 - at});
            at = end + 1;
        }
        return words;
    }

    std::string anyWord() {
        const std::string& seed = m_seeds[below(m_seeds.size())];
        const auto words = wordsOf(seed);
        if (words.empty()) return "\"x\"";
        const Span word = words[below(words.size())];
        return seed.substr(word.start, word.length);
    }

    // A key becomes another key, a value another value: the text stays JSON, its meaning breaks.
    void replaceWord(std::string& text) {
        static constexpr std::array<std::string_view, 18> kValues{
            "\"\"",  "\"x\"",     "\"web\"",       "\"1e400 h\"", "\"-5 h\"",
            "\"5\"", "\"never\"", "\"Exp(2 /a)\"", "\"0 s\"",     "\"100 %\"",
            "0",     "-1",        "1e308",         "[]",          "{}",
            "null",  "true",      "\"a[1..3]\""};
        const auto words = wordsOf(text);
        if (words.empty()) return;
        const Span word = words[below(words.size())];
        const std::size_t after = text.find_first_not_of(" \t\n", word.start + word.length);
        const bool isKey = after != std::string::npos && text[after] == ':';
        const bool foreign = isKey || below(2) == 0;
        const std::string other = foreign ? anyWord() : std::string(kValues[below(kValues.size())]);
        text.replace(word.start, word.length, other);
    }

    void repeatPart(std::string& text) {
        const std::string part = text.substr(below(text.size() + 1), 1 + below(60));
        std::string many;
        for (std::size_t n = 1 + below(50); n > 0; --n) many += part;
        text.insert(below(text.size() + 1), many);
    }

    void pileUp(std::string& text) {
        static constexpr std::array<std::string_view, 4> kBricks{"[", "{\"a\":", "[[],", "{\"not\":"};
        const std::string_view brick = kBricks[below(kBricks.size())];
        std::string tower;
        for (std::size_t n = 1 + below(400); n > 0; --n) tower += brick;
        text.insert(below(text.size() + 1), tower);
    }

    std::vector<std::string> m_seeds;
    std::mt19937_64 m_random;
};

} // namespace nueves::fuzz
