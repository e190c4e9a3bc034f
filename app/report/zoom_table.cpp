#include "app/report/zoom_table.hpp"

#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/traffic_text.hpp"
#include "app/report/words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nueves::report {

using namespace analysis;

namespace {

constexpr double kRounding = 1e-12; // share: less than this the rates cannot tell from nothing
constexpr std::size_t kMoments = 5; // listed at most, of one service

class ZoomPrinter {
  public:
    ZoomPrinter(const ZoomResult& result, Language language, const TerminalStyle& style)
        : m_result(result), m_language(language), m_style(style) {
        for (const ZoomView& view : result.services) m_indent = std::max(m_indent, columns(nameOf(view)));
        for (const char* key : {"zoom.seam", "zoom.decisions", "zoom.history"})
            m_indent = std::max(m_indent, columns(word(key, language)));
        m_indent = std::min(m_indent, std::size_t{24}) + 4;
    }
    std::string print();

  private:
    std::string text(std::string_view key, const Arguments& arguments = {}) const {
        return say(key, m_language, arguments);
    }
    void line(std::string_view label, const std::string& content) {
        if (!content.empty()) m_out += paragraph("  " + std::string(label), m_indent, content, m_style);
    }
    std::string nameOf(const ZoomView& view) const {
        if (view.service.empty()) return text("zoom.all");
        const std::string& title = view.title.in(m_language);
        return withoutControls(title.empty() ? view.service : title);
    }
    std::string time(double seconds) const {
        return std::isfinite(seconds) ? shortTime(seconds, m_language) : "?";
    }
    std::string times(double n) const { return whole(static_cast<std::uint64_t>(n), m_language); }
    std::string share(double value) const {
        return value < kRounding ? percent(0.0, 0, m_language)
                                 : percent(value, decimalsForDigits(100.0 * value, 2), m_language);
    }
    void head();
    void view(const ZoomView& view);
    std::string seam(const ZoomView& view) const;
    void decisions();
    void byRates(const ZoomView& view);
    std::string scaled(const ForkScaling& scaling) const;
    void forked();

    const ZoomResult& m_result;
    Language m_language;
    const TerminalStyle& m_style;
    std::size_t m_indent = 2;
    std::string m_out;
};

void ZoomPrinter::head() {
    const std::string& title = m_result.title.in(m_language);
    m_out += paintedText(withoutControls(title.empty() ? m_result.scenario : title), Paint::bold, m_style);
    if (!m_result.design.empty()) m_out += " · " + withoutControls(m_result.design);
    m_out += "\n";
    line("", text("zoom.window", {{"history", std::to_string(m_result.history)},
                                  {"date", m_result.date},
                                  {"time", duration(m_result.lasts, 0.0, m_language)},
                                  {"from", duration(m_result.from, 0.0, m_language)}}));
    if (m_result.fork)
        line("", text("zoom.fork", {{"history", std::to_string(m_result.history)},
                                    {"date", m_result.date},
                                    {"n", whole(m_result.replays, m_language)}}));
    line("", text(m_result.fork ? "zoom.askedFork" : "zoom.asked",
                  {{"n", whole(static_cast<std::uint64_t>(m_result.whole.asked + 0.5), m_language)},
                   {"replays", whole(m_result.replays, m_language)}}));
}

void ZoomPrinter::view(const ZoomView& view) {
    std::vector<std::string> times;
    for (const auto& [p, seconds] : view.latency)
        if (std::isfinite(seconds.value))
            times.push_back(
                text("traffic.within", {{"p", targetPercent(p, m_language)}, {"time", time(seconds.value)}}));
    std::vector<std::string> parts;
    if (!times.empty()) parts.push_back(text("traffic.latency", {{"list", joined(times, ", ")}}));
    parts.push_back(text("zoom.lost", {{"share", shareText(view.lost, m_language)}}));
    line(nameOf(view), joined(parts, "; "));
    if (m_result.fork)
        byRates(view);
    else
        line(text("zoom.seam"), seam(view));
}

void ZoomPrinter::byRates(const ZoomView& view) {
    line(text("zoom.history"),
         text("zoom.byRates", {{"time", time(view.p95.rate)}, {"share", share(view.lostSeam.rate)}}));
}

std::string ZoomPrinter::seam(const ZoomView& view) const {
    const auto bound = [&](const SeamFigure& figure, const std::string& shown) {
        return std::isfinite(figure.bound) ? text("zoom.bound", {{"bound", shown}}) : text("zoom.noBound");
    };
    std::vector<std::string> parts;
    if (std::isfinite(view.p95.request))
        parts.push_back(text("zoom.p95", {{"rate", time(view.p95.rate)},
                                          {"request", time(view.p95.request)},
                                          {"bound", bound(view.p95, time(view.p95.bound))}}));
    parts.push_back(text("zoom.lostSeam", {{"rate", share(view.lostSeam.rate)},
                                           {"request", share(view.lostSeam.request)},
                                           {"bound", bound(view.lostSeam, share(view.lostSeam.bound))}}));
    return joined(parts, "; ");
}

void ZoomPrinter::decisions() {
    std::vector<std::string> parts;
    for (const SeamDecisions& decision : m_result.decisions)
        if (decision.otherwise > 0.0)
            parts.push_back(text("zoom.decision", {{"kind", codeWord("zoom.kind", decision.kind, m_language)},
                                                   {"of", withoutControls(decision.of)},
                                                   {"n", significant(decision.otherwise, 2, m_language)},
                                                   {"taken", significant(decision.taken, 3, m_language)}}));
    line(text("zoom.decisions"), parts.empty() ? text("zoom.noneOtherwise") : joined(parts, "; "));
}

// The first moments at which the forks are elsewhere.
std::string ZoomPrinter::scaled(const ForkScaling& scaling) const {
    std::vector<std::string> parts{
        text("zoom.scaled", {{"of", withoutControls(scaling.of)},
                             {"history", times(scaling.changes)},
                             {"fork", significant(scaling.forkChanges.value, 2, m_language)},
                             {"share", share(scaling.otherwise)}})};
    std::size_t more = 0;
    for (const ForkScaling::Row& row : scaling.rows) {
        if (row.least == row.history && row.most == row.history) continue;
        if (parts.size() > kMoments)
            ++more;
        else
            parts.push_back(text("zoom.scaledAt", {{"time", duration(row.at, 0.0, m_language)},
                                                   {"mean", significant(row.mean, 3, m_language)},
                                                   {"least", std::to_string(row.least)},
                                                   {"most", std::to_string(row.most)},
                                                   {"history", std::to_string(row.history)}}));
    }
    if (more > 0) parts.push_back(text("zoom.more", {{"n", std::to_string(more)}}));
    return joined(parts, "; ");
}

// Only what went another way.
void ZoomPrinter::forked() {
    std::vector<std::string> lines;
    for (const ForkScaling& scaling : m_result.fork->scaling)
        if (scaling.otherwise > 0.0) lines.push_back(scaled(scaling));
    for (const ForkService& service : m_result.fork->services)
        if (service.down != service.forkDown.value || service.outages != service.forkOutages.value)
            lines.push_back(
                text("zoom.stopped", {{"of", withoutControls(service.of)},
                                      {"history", time(service.down)},
                                      {"times", times(service.outages)},
                                      {"fork", time(service.forkDown.value)},
                                      {"forkTimes", significant(service.forkOutages.value, 2, m_language)}}));
    for (const ForkEjections& ejections : m_result.fork->ejections)
        if (ejections.history != ejections.fork.value)
            lines.push_back(
                text("zoom.ejected", {{"of", withoutControls(ejections.of)},
                                      {"history", times(ejections.history)},
                                      {"fork", significant(ejections.fork.value, 2, m_language)}}));
    if (lines.empty()) lines.push_back(text("zoom.asHistory"));
    std::string label = text("zoom.decisions");
    for (const std::string& one : lines) line(std::exchange(label, std::string()), one);
}

std::string ZoomPrinter::print() {
    head();
    for (const ZoomView& service : m_result.services) view(service);
    if (m_result.services.size() > 1) view(m_result.whole);
    if (m_result.fork) {
        forked();
        return forTerminal(m_out, m_style);
    }
    decisions();
    line("", text("zoom.judged", {{"n", std::to_string(m_result.otherWindows)}}));
    return forTerminal(m_out, m_style);
}

} // namespace

std::string zoomTable(const ZoomResult& result, Language language, const TerminalStyle& style) {
    return ZoomPrinter(result, language, style).print();
}

std::string windowText(const ZoomResult& window, Language language) {
    const Arguments where = {{"design", window.design.empty() ? "" : window.design + ", "},
                             {"service", window.around},
                             {"history", std::to_string(window.history)},
                             {"date", window.date},
                             {"time", duration(window.lasts, 0.0, language)}};
    std::string out = say("zoom.around", language, where);
    if (window.replays == 0)
        return out + say("zoom.tooMany", language, {{"n", significant(window.expected, 2, language)}});
    const SeamFigure& p95 = window.whole.p95;
    if (std::isfinite(p95.request))
        out += say("zoom.p95", language,
                   {{"rate", std::isfinite(p95.rate) ? shortTime(p95.rate, language) : "?"},
                    {"request", shortTime(p95.request, language)},
                    {"bound", ""}}) +
               "; ";
    return out + say("zoom.lostSeam", language,
                     {{"rate", percent(window.whole.lostSeam.rate, 1, language)},
                      {"request", percent(window.whole.lostSeam.request, 1, language)},
                      {"bound", ""}});
}

} // namespace nueves::report
