#include "app/cli/progress.hpp"

#include "app/cli/terminal.hpp"
#include "app/report/numbers.hpp"
#include "app/report/words.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::cli {

namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kPlainLine = std::chrono::minutes(1);
constexpr int kBarWidth = 20;
constexpr int kNoLimit = 1000;
constexpr double kEnoughToGuess = 0.02; // share done from which a time left is worth showing

double shareDone(const methods::Progress& progress) {
    double inDesign = 0.0;
    if (progress.historiesExpected > 0)
        inDesign =
            static_cast<double>(progress.historiesDone) / static_cast<double>(progress.historiesExpected);
    const double designs = std::max(progress.designCount, 1);
    return std::clamp((progress.designIndex + std::clamp(inDesign, 0.0, 1.0)) / designs, 0.0, 1.0);
}

} // namespace

ProgressLine::ProgressLine(core::Language language, report::TerminalStyle style, Where where)
    : m_language(language), m_style(style), m_where(where), m_begin(Clock::now()), m_last(m_begin) {}

ProgressLine::~ProgressLine() {
    if (m_isDrawn) printError("\r\033[K");
}

std::string ProgressLine::bar(double done) const {
    const int full = static_cast<int>(std::lround(done * kBarWidth));
    std::string out;
    for (int i = 0; i < kBarWidth; ++i) out += i < full ? "█" : "░";
    return out;
}

// The most important first: on a narrow terminal the last ones are left out, for a line that wraps is never
// wiped.
std::string ProgressLine::words(const methods::Progress& progress, double done, double seconds,
                                int room) const {
    using report::say;
    std::vector<std::string> parts{report::percent(done, 0, m_language)};
    if (progress.designCount > 1)
        parts.push_back(progress.design + " " + std::to_string(progress.designIndex + 1) + "/" +
                        std::to_string(progress.designCount));
    if (done > kEnoughToGuess && done < 1.0) {
        const double left = std::ceil(seconds * (1.0 - done) / done);
        parts.push_back(say("cli.progress.left", m_language,
                            {{"time", report::duration(left, left < 2.0 ? 1.0 : 0.0, m_language)}}));
    }
    const double error = progress.relativeHalfWidth;
    if (std::isfinite(error) && error > 0.0)
        parts.push_back("± " + report::percent(error, error < 0.1 ? 1 : 0, m_language));
    parts.push_back(say("cli.progress.histories", m_language,
                        {{"done", report::whole(progress.historiesDone, m_language)}}));
    if (seconds > 0.5) {
        const double rate = static_cast<double>(progress.events) / seconds / 1e6;
        parts.push_back(
            say("cli.progress.events", m_language, {{"rate", report::significant(rate, 2, m_language)}}));
    }
    std::string out = parts.front();
    for (std::size_t i = 1; i != parts.size(); ++i) {
        const std::string longer = out + " · " + parts[i];
        if (static_cast<int>(report::columns(report::forTerminal(longer, m_style))) > room) break;
        out = longer;
    }
    return out;
}

void ProgressLine::show(const methods::Progress& progress) {
    if (m_where == Where::nowhere) return;
    const auto now = Clock::now();
    const bool isTerminal = m_where == Where::terminal;
    const bool isDue = isTerminal ? m_isFirst || now - m_last >= kRedraw : now - m_last >= kPlainLine;
    if (!isDue) return;
    m_last = now;
    m_isFirst = false;
    const double done = shareDone(progress);
    const double seconds = std::chrono::duration<double>(now - m_begin).count();
    const int room = isTerminal ? m_style.width - kBarWidth - 2 : kNoLimit;
    const std::string shown = report::forTerminal(words(progress, done, seconds, room), m_style);
    if (!isTerminal) return printError(shown + "\n");
    m_isDrawn = true;
    printError("\r\033[K" + report::forTerminal(bar(done), m_style) + " " + shown);
}

} // namespace nueves::cli
