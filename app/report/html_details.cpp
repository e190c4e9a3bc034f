// Service by service: how bad a year can be, whose fault it is, what was going on meanwhile.
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/html_sections.hpp"
#include "app/report/html_text.hpp"
#include "app/report/svg_charts.hpp"
#include "app/report/words.hpp"
#include "sim/core/time.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::report {

using namespace analysis;

namespace {

// "2 of 3" in the reader's language; shares ("95 %") are the same in both.
std::string requiredText(const std::string& required, Language language) {
    const auto of = required.find(" of ");
    if (of == std::string::npos || language != Language::es) return required;
    return required.substr(0, of) + " de " + required.substr(of + 4);
}

constexpr std::size_t kMostCauses = 12;
constexpr std::uint64_t kFewHistories = 200; // below, a histogram is a sketch: hollow bars

std::string titled(const std::string& title, const std::string& body) {
    return body.empty() ? body : "<h3>" + escaped(title) + "</h3>\n" + body;
}

std::string hours(double value, Language language) {
    return duration(value * 3600.0, 0.0, language);
}

// Hours a year that the first target over all hours allows.
std::optional<double> allowedHours(const ServiceResult& service) {
    for (const TargetResult& target : service.targets)
        if (isOfTheClock(target))
            return (1.0 - target.uptime) * core::kHoursPerYear;
    return std::nullopt;
}

// "50 % of years, at most 5 h · 95 % of years, at most 21 h".
std::string quantileText(const std::vector<Quantile>& quantiles, const char* key, Language language) {
    std::vector<std::string> parts;
    for (const Quantile& quantile : quantiles) {
        const bool isWhole = std::fabs(std::round(100.0 * quantile.p) - 100.0 * quantile.p) < 1e-9;
        parts.push_back(say(key, language,
                            {{"p", percent(quantile.p, isWhole ? 0 : 1, language)},
                             {"value", hours(quantile.value, language)}}));
    }
    return joined(parts, " · ");
}

std::string quantileSentence(const ServiceResult& service, Language language) {
    const std::string text = quantileText(service.downtimeQuantiles, "html.quantile", language);
    return text.empty() ? text : "<p>" + escaped(text) + "</p>\n";
}

std::string badYear(const ReportView& view, const ServiceResult& service) {
    if (!tellsOfYears(view.result)) return {};
    const Language language = view.language;
    const DesignSummary* design = designOf(view.result, service.design);
    const HistogramData data{service.downtimeHistogram, allowedHours(service),
                             design && design->histories > 0 && design->histories < kFewHistories};
    const std::string title = word("html.badYear", language);
    HtmlTable table{
        "", {escaped(word("html.upTo", language)), escaped(word("html.shareOfYears", language))}, {}, 1};
    for (const auto& [edge, share] : data.bins)
        table.rows.push_back({escaped(hours(edge, language)),
                              escaped(percent(share, share > 0.0 && share < 0.1 ? 1 : 0, language))});
    std::string body = histogramChart(data, title, language) + quantileSentence(service, language);
    if (!table.rows.empty())
        body += "<details><summary>" + escaped(word("html.data", language)) + "</summary>" + html(table) +
                "</details>\n";
    return titled(title, body);
}

std::string whose(const ReportView& view, const ServiceResult& service) {
    const Language language = view.language;
    std::vector<Bar> bars;
    HtmlTable table;
    for (const char* head : {"html.cause", "html.name", "html.side", "html.aYear", "html.share"})
        table.head.push_back(escaped(word(head, language)));
    table.numbersFrom = 3;
    for (const CauseRow& row : causeRows(service, kMostCauses, language)) {
        const std::string label = causeLabel(row, language);
        bars.push_back(
            {label, row.share, causeShare(row.share, language) + " · " + hours(row.hoursPerYear, language)});
        const char* side = row.side == Cause::Side::self        ? "side.self"
                           : row.side == Cause::Side::neighbour ? "side.neighbour"
                                                                : "side.shared";
        table.rows.push_back({escaped(label), row.name.empty() ? "–" : escaped(row.name),
                              row.name.empty() ? "–" : escaped(word(side, language)),
                              escaped(hours(row.hoursPerYear, language)),
                              escaped(causeShare(row.share, language))});
    }
    const std::string title = word("html.causes", language);
    return titled(title, barChart(bars, title) + html(table));
}

std::string meanwhile(const ReportView& view, const ServiceResult& service) {
    const Language language = view.language;
    std::vector<PhaseShare> phases = service.phases;
    std::stable_sort(phases.begin(), phases.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    std::vector<Bar> bars;
    HtmlTable table{"", {}, {}, 1};
    for (const char* head : {"html.phase", "html.aYear", "html.share"})
        table.head.push_back(escaped(word(head, language)));
    for (const PhaseShare& phase : phases) {
        if (!(phase.share > 0.0)) continue;
        const std::string label = phaseLabel(phase, language);
        const std::string share = causeShare(phase.share, language);
        bars.push_back({label, phase.share, share + " · " + hours(phase.hoursPerYear, language)});
        table.rows.push_back({escaped(label), escaped(hours(phase.hoursPerYear, language)), escaped(share)});
    }
    const std::string title = word("html.phases", language);
    return titled(title, barChart(bars, title) + html(table));
}

std::string figures(const ReportView& view, const ServiceResult& service) {
    const Language language = view.language;
    std::string items;
    const auto item = [&](const std::string& text) {
        if (!text.empty()) items += "<li>" + escaped(text) + "</li>\n";
    };
    item(missionText(service, view.result, language));
    item(outagesText(service, view.result, language));
    item(quantileText(service.outageQuantiles, "html.outageQuantile", language));
    if (service.degraded.value > 0.0)
        item(say("table.degraded", language, {{"value", shareText(service.degraded, language)}}));
    if (!service.required.empty())
        item(say("html.required", language, {{"required", requiredText(service.required, language)}}));
    const std::string naive = naiveText(service, language);
    if (!naive.empty()) item(word("table.naive", language) + ": " + naive);
    return items.empty() ? items : "<ul>\n" + items + "</ul>\n";
}

} // namespace

std::string serviceSections(const ReportView& view) {
    std::string out;
    for (const ServiceResult& service : view.result.services)
        out += sectionOf(view.label(service), figures(view, service) + trafficPart(view, service) +
                                                  badYear(view, service) + whose(view, service) + meanwhile(view, service));
    return out;
}

} // namespace nueves::report
