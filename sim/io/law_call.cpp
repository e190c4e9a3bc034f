#include "sim/io/law_call.hpp"

#include "sim/io/units.hpp"

#include <algorithm>

namespace nueves::io {

namespace {

constexpr std::array kForms = std::to_array<LawForm>({
    {"Exp", "Exp(mean) or Exp(rate), such as Exp(4000 h) or Exp(2 /a)", {{{"mean", "rate"}}}},
    {"Afr", "Afr(chance per year), such as Afr(1.5 %)", {{{"chance"}}}},
    {"Weibull",
     "Weibull(mean 73 a, shape 1.2) or Weibull(scale 73 a, shape 1.2)",
     {{{"mean", "scale"}, {"shape"}}},
     true},
    {"LogNormal",
     "LogNormal(mean 4 h, cv 0.8) or LogNormal(median 4 h, sigma 1)",
     {{{"mean", "median"}, {"cv", "sigma"}}},
     true},
    {"Gamma", "Gamma(mean, shape), such as Gamma(4 h, 2)", {{{"mean"}, {"shape"}}}},
    {"Erlang", "Erlang(mean, k), such as Erlang(4 h, 3)", {{{"mean"}, {"k"}}}},
    {"Uniform", "Uniform(low, high), such as Uniform(30 min, 3 h)", {{{"low"}, {"high"}}}},
    {"Fixed", "Fixed(time), such as Fixed(90 s)", {{{"t"}}}},
    {"Empirical", "Empirical(\"file.csv\", column)", {{{"file"}, {"column"}}}},
});

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), isLetter) - text.begin());
}

// Commas within quotes do not separate.
std::size_t endOfArgument(std::string_view text, std::size_t start) {
    bool quoted = false;
    std::size_t end = start;
    for (; end < text.size() && (quoted || text[end] != ','); ++end)
        if (text[end] == '"') quoted = !quoted;
    return end;
}

// "mean 73 a", "73 a", "@id", "\"file.csv\"", "column": a word is a name only if something follows it.
LawArgument argumentOf(std::string_view whole, std::size_t start, std::size_t end) {
    LawArgument argument;
    std::string_view text = trimmed(whole.substr(start, end - start));
    const std::size_t length = letters(text);
    const std::string_view rest = trimmed(text.substr(length));
    if (length > 0 && !rest.empty() && (text[length] == ' ' || text[length] == '@' || text[length] == '"')) {
        argument.name = text.substr(0, length);
        text = rest;
    }
    argument.offset = text.empty() ? start : static_cast<std::size_t>(text.data() - whole.data());
    argument.quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    argument.text = argument.quoted ? text.substr(1, text.size() - 2) : text;
    return argument;
}

} // namespace

const LawForm* findLawForm(std::string_view name) {
    const auto found =
        std::find_if(kForms.begin(), kForms.end(), [&](const LawForm& f) { return f.name == name; });
    return found != kForms.end() ? &*found : nullptr;
}

ValueError lawError(const char* code, const LawCall& call, std::string expected, std::size_t offset) {
    return {code, excerpt(call.text), std::move(expected), "", offset};
}

ValueError unknownLaw(const LawCall& call) {
    std::vector<std::string> names{"never"};
    std::string expected;
    for (const auto& form : kForms) {
        names.emplace_back(form.name);
        expected += (expected.empty() ? "" : " ") + names.back();
    }
    return {"unknown-law", excerpt(call.name), expected + " never", nearestName(call.name, names), 0};
}

Parsed<LawCall> splitLaw(std::string_view text) {
    LawCall call;
    call.text = text;
    const std::string_view body = trimmed(text);
    const std::size_t length = letters(body);
    call.name = body.substr(0, length);
    const std::size_t open = body.find_first_not_of(' ', length);
    const bool closed = open != std::string_view::npos && body[open] == '(' && body.back() == ')';
    if (length == 0 || !closed)
        return core::Unexpected{
            lawError("malformed-law", call, "a law, such as Exp(4000 h), or a time, or never")};
    const auto first = static_cast<std::size_t>(body.data() - text.data()) + open + 1;
    const std::string_view inside = text.substr(0, first + body.size() - open - 2);
    for (std::size_t start = first; start <= inside.size();) {
        const std::size_t end = endOfArgument(inside, start);
        call.arguments.push_back(argumentOf(inside, start, end));
        start = end + 1;
    }
    return call;
}

Parsed<LawCall> callOf(const Node& object) {
    LawCall call;
    for (const auto& [key, value, place] : object.members) {
        if (!value.isString() && !value.isNumber())
            return core::Unexpected{lawError("malformed-law", call, "text or a number for " + excerpt(key))};
        if (key == "law")
            call.name = value.text;
        else
            call.arguments.push_back({key, value.text, false, 0});
        call.text += (call.text.empty() ? "" : ", ") + key + " " + value.text;
    }
    return call;
}

Parsed<std::vector<LawArgument>> arrange(const LawCall& call, const LawForm& form) {
    const std::size_t wanted = form.places[1][0].empty() ? 1 : 2;
    std::vector<LawArgument> arranged(wanted);
    std::vector<bool> filled(wanted, false);
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
        const LawArgument& argument = call.arguments[i];
        std::size_t place = i;
        if (!argument.name.empty())
            for (place = 0; place < wanted; ++place)
                if (form.places[place][0] == argument.name || form.places[place][1] == argument.name) break;
        const bool nameless = argument.name.empty() && form.alwaysNamed;
        if (nameless || place >= wanted || filled[place] || argument.text.empty())
            return core::Unexpected{
                lawError("malformed-law", call, std::string(form.usage), argument.offset)};
        filled[place] = true;
        arranged[place] = argument;
    }
    if (std::find(filled.begin(), filled.end(), false) != filled.end())
        return core::Unexpected{lawError("malformed-law", call, std::string(form.usage))};
    return arranged;
}

} // namespace nueves::io
