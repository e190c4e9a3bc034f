#include "app/cli/option_values.hpp"

#include "app/report/words.hpp"
#include "sim/io/values.hpp"

#include <charconv>
#include <cmath>

namespace nueves::cli {

using report::Arguments;
using report::say;

namespace {

class ValueReader {
  public:
    ValueReader(const TypedValues& values, Options& options) : m_values(values), m_options(options) {}

    template <class T> void whole(const char* name, T least, T& into) {
        if (const std::string* text = find(name)) {
            T value{};
            const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
            if (error != std::errc() || end != text->data() + text->size() || value < least)
                return wrong(name, *text,
                             say("cli.expect.whole", language(), {{"least", std::to_string(least)}}));
            into = value;
        }
    }
    template <class T> void whole(const char* name, T least, std::optional<T>& into) {
        T value{};
        const std::size_t before = m_mistakes.size();
        if (!find(name)) return;
        whole(name, least, value);
        if (m_mistakes.size() == before) into = value;
    }
    template <class T, class Into>
    void word(const char* name, std::initializer_list<std::pair<const char*, T>> words, Into& into) {
        const std::string* text = find(name);
        if (!text) return;
        std::vector<std::string> known;
        std::string listed;
        for (const auto& [shown, value] : words) {
            if (*text == shown) {
                into = value;
                return;
            }
            known.emplace_back(shown);
            listed += (listed.empty() ? "" : " | ") + std::string(shown);
        }
        wrong(name, *text, listed, io::nearestName(*text, known));
    }
    void text(const char* name, std::string& into) {
        if (const std::string* typed = find(name)) into = *typed;
    }
    void horizon();
    void window();
    void precision();
    void sets(const std::vector<std::string>& typed);
    std::string take() { return std::move(m_mistakes); }

  private:
    core::Language language() const { return m_options.language; }
    const std::string* find(const std::string& name) const {
        const auto found = m_values.find(name);
        return found == m_values.end() ? nullptr : &found->second;
    }
    void wrong(const std::string& name, const std::string& found, const std::string& expected,
               const std::string& nearest = {}) {
        m_mistakes += say("cli.badValue", language(),
                          {{"option", "--" + name}, {"found", found}, {"expected", expected}});
        if (!nearest.empty())
            m_mistakes += "; " + say("issue-tail.nearest", language(), {{"value", nearest}});
        m_mistakes += "\n";
    }

    const TypedValues& m_values;
    Options& m_options;
    std::string m_mistakes;
};

void ValueReader::horizon() {
    const std::string* text = find("horizon");
    if (!text) return;
    const auto quantity = io::parseQuantity(*text);
    if (!quantity || quantity->dimension != io::kTime || !(quantity->value > 0.0) ||
        !std::isfinite(quantity->value))
        return wrong("horizon", *text, report::word("cli.expect.time", language()));
    m_options.overrides.horizon = core::spanFromSeconds(quantity->value);
}

// From a time since the start, or a date.
void ValueReader::window() {
    if (const std::string* text = find("from")) {
        m_options.zoom.date = core::parseCivilTime(*text);
        const auto quantity = io::parseQuantity(*text);
        const bool isTime = quantity && (quantity->dimension == io::kTime || quantity->value == 0.0);
        if (!m_options.zoom.date && !isTime)
            return wrong("from", *text, report::word("cli.expect.from", language()));
        if (isTime) m_options.zoom.from = core::spanFromSeconds(quantity->value);
    }
    if (const std::string* text = find("for")) {
        const auto quantity = io::parseQuantity(*text);
        if (!quantity || quantity->dimension != io::kTime || !(quantity->value >= 1e-6))
            return wrong("for", *text, report::word("cli.expect.for", language()));
        m_options.zoom.lasts = core::spanFromSeconds(quantity->value);
    }
    if (m_options.command == Command::zoom && m_options.history == 0) m_options.history = 1;
    if (m_options.command == Command::zoom && m_options.format == Format::csv)
        wrong("format", "csv", "table | json");
}

void ValueReader::precision() {
    const std::string* text = find("precision");
    if (!text) return;
    const auto quantity = io::parseQuantity(*text);
    const bool isShare =
        quantity && quantity->dimension == io::kPlain && (quantity->percent || quantity->bare);
    if (!isShare || !(quantity->value > 0.0) || !(quantity->value < 1.0))
        return wrong("precision", *text, report::word("cli.expect.precision", language()));
    m_options.overrides.precision = quantity->value;
}

void ValueReader::sets(const std::vector<std::string>& typed) {
    for (const std::string& set : typed) {
        const auto equals = set.find('=');
        if (equals == std::string::npos || equals == 0) {
            wrong("set", set, report::word("cli.expect.set", language()));
            continue;
        }
        m_options.sets.emplace_back(set.substr(0, equals), set.substr(equals + 1));
    }
}

} // namespace

std::string readValues(const TypedValues& values, const std::vector<std::string>& sets, Options& options) {
    using scenario::Measure;
    using scenario::Start;
    ValueReader reader(values, options);
    RunOverrides& run = options.overrides;
    reader.whole("seed", std::uint64_t{0}, run.seed);
    reader.whole("histories", 1, run.histories);
    reader.whole("history", std::uint64_t{1}, options.history);
    reader.whole("max-histories", std::uint64_t{1}, options.maxHistories);
    reader.whole("threads", 1, options.threads);
    reader.precision();
    reader.horizon();
    reader.word(
        "measure",
        {std::pair{"steady", Measure::steady}, {"horizon", Measure::horizon}, {"mission", Measure::mission}},
        run.measure);
    reader.word("start",
                {std::pair{"new", Start::fresh}, {"aged", Start::aged}, {"long-run", Start::longRun}},
                run.start);
    reader.word("format", {std::pair{"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}},
                options.format);
    reader.word("color",
                {std::pair{"auto", Colour::automatic}, {"always", Colour::always}, {"never", Colour::never}},
                options.colour);
    reader.word("lang", {std::pair{"es", core::Language::es}, {"en", core::Language::en}}, options.language);
    reader.text("design", options.design);
    reader.text("script", options.script);
    reader.text("record", options.record);
    reader.text("output", options.output);
    reader.text("report", options.report);
    reader.window();
    reader.sets(sets);
    return reader.take();
}

} // namespace nueves::cli
