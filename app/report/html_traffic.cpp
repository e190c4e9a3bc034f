// What traffic did to a service: side by side by the clock, the request and the user; the worst day, the mean
// week; what the promises have left.
#include "app/report/capacity_text.hpp"
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/html_sections.hpp"
#include "app/report/html_text.hpp"
#include "app/report/svg_time_chart.hpp"
#include "app/report/traffic_text.hpp"
#include "app/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::report {

using namespace analysis;

namespace {

constexpr double kDash = 0.0005; // of a curve's largest value: less is shown as nothing

std::string titled(const std::string& title, const std::string& body) {
    return body.empty() ? body : "<h3>" + escaped(title) + "</h3>\n" + body;
}

std::string inDetails(const std::string& table, Language language) {
    return "<details><summary>" + escaped(word("html.data", language)) + "</summary>" + table +
           "</details>\n";
}

std::vector<std::string> heads(std::initializer_list<const char*> keys, Language language) {
    std::vector<std::string> out;
    for (const char* key : keys) out.push_back(escaped(word(key, language)));
    return out;
}

std::string weights(const ServiceResult& service, Language language) {
    HtmlTable table{"", heads({"html.weighted", "html.meaning", "html.up"}, language), {}, 2};
    const auto row = [&](const char* how, const Estimate& wrong, const char* meaning,
                         std::string (*text)(const Estimate&, Language) = answeredText) {
        if (std::isfinite(wrong.value))
            table.rows.push_back({escaped(word(how, language)), escaped(word(meaning, language)),
                                  escaped(text(wrong, language))});
    };
    row("html.byTime", service.unavailability, "html.byTimeMeans", availabilityText);
    row("html.byRequest", service.traffic->requestWeighted, "html.byRequestMeans");
    if (service.traffic->userWeighted) row("html.byUser", *service.traffic->userWeighted, "html.byUserMeans");
    return html(table);
}

std::string sentences(const ServiceResult& service, const std::string& currency, Language language) {
    std::string items;
    for (const std::string& text :
         {requestsText(service, language), latencyText(service, language), instancesText(service, language),
          supplyText(service, currency, language), headroomText(service, language), needText(service, language),
          metastableText(service, language)})
        if (!text.empty()) items += "<li>" + escaped(unbroken(text)) + "</li>\n";
    return items.empty() ? items : "<ul>\n" + items + "</ul>\n";
}

bool anyKnown(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

TimeChart chartOf(const Series& series, Language language) {
    TimeChart chart;
    chart.step = series.step;
    chart.startHour = series.start.secondOfDay / 3600;
    const auto curve = [&](const char* key, const char* cls, const std::vector<double>& values) {
        return TimeCurve{word(key, language), cls, values};
    };
    chart.panels.push_back(
        {word("chart.perSecond", language),
         {curve("chart.asked", "asked", series.asked), curve("chart.answered", "answered", series.answered),
          curve("chart.lost", "lost", series.lost)}});
    TimePanel replicas{
        word("chart.replicas", language),
        {curve("chart.serving", "serving", series.serving), curve("chart.wanted", "wanted", series.wanted)}};
    if (anyKnown(series.needed)) replicas.curves.push_back(curve("chart.needed", "needed", series.needed));
    replicas.curves.push_back(curve("chart.machines", "machines", series.machines));
    chart.panels.push_back(std::move(replicas));
    if (anyKnown(series.slow))
        chart.panels.push_back(
            {word("chart.slowAxis", language), {curve("chart.slow", "slow", series.slow)}});
    for (std::size_t i = 0; i != series.incidents.size(); ++i)
        chart.bands.push_back({series.incidents[i].from, series.incidents[i].until, std::to_string(i + 1)});
    return chart;
}

std::string clock(const Series& series, double seconds) {
    const int minutes = (series.start.secondOfDay + static_cast<int>(seconds)) / 60;
    return fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
}

double meanOf(const std::vector<double>& values, std::size_t from, std::size_t count) {
    double sum = 0.0;
    for (std::size_t i = from; i != from + count; ++i) sum += values[i];
    return sum / static_cast<double>(count);
}

std::string figureOf(double value, double most, Language language) {
    if (!std::isfinite(value)) return "–";
    return value > 0.0 && value < kDash * most ? "0" : significant(value, 3, language);
}

// A row an hour.
std::string curveTable(const Series& series, Language language) {
    HtmlTable table{"",
                    heads({"html.hour", "chart.asked", "chart.answered", "chart.lost", "chart.serving",
                           "chart.wanted", "chart.needed", "chart.machines"},
                          language),
                    {},
                    1};
    const auto perHour = static_cast<std::size_t>(std::lround(3600.0 / series.step));
    for (std::size_t i = 0; i + perHour <= series.asked.size(); i += perHour) {
        const auto hour = static_cast<int>(i / perHour);
        constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
        const std::string when = series.history > 0
                                     ? clock(series, 3600.0 * hour)
                                     : word(std::string("day.") + kDays[hour / 24 % 7], language) +
                                           fmt::format(" {:02}:00", hour % 24);
        std::vector<std::string> row{escaped(when)};
        for (const auto* values : {&series.asked, &series.answered, &series.lost, &series.serving,
                                   &series.wanted, &series.needed, &series.machines})
            row.push_back(figureOf(meanOf(*values, i, perHour),
                                   *std::max_element(series.asked.begin(), series.asked.end()), language));
        table.rows.push_back(std::move(row));
    }
    return inDetails(html(table), language);
}

std::string incidentList(const Series& series, Language language) {
    std::string items;
    for (const auto& incident : series.incidents) {
        const std::string title = incident.title.in(language);
        items += "<li>" +
                 escaped(clock(series, incident.from) + "–" + clock(series, incident.until) + " · " +
                         (title.empty() ? incident.name : title)) +
                 "</li>\n";
    }
    return items.empty() ? items : "<ol>\n" + items + "</ol>\n";
}

std::string day(const ServiceResult& service, Language language) {
    if (!service.traffic->day || service.traffic->day->asked.empty()) return {};
    const Series& series = *service.traffic->day;
    const double lost = std::accumulate(series.lost.begin(), series.lost.end(), 0.0) * series.step;
    const std::string title =
        say(lost >= 1.0 ? "html.worstDay" : "html.busiestDay", language,
            {{"date", core::toString(series.start).substr(0, 10)}, {"n", std::to_string(series.history)}});
    return titled(title, timeChart(chartOf(series, language), title, language) +
                             incidentList(series, language) + curveTable(series, language));
}

std::string week(const ServiceResult& service, Language language) {
    if (!service.traffic->week) return {};
    TimeChart chart = chartOf(*service.traffic->week, language);
    chart.isWeek = true;
    const std::string title = word("html.meanWeek", language);
    return titled(title, timeChart(chart, title, language) + curveTable(*service.traffic->week, language));
}

std::string budgets(const ServiceResult& service, Language language) {
    HtmlTable table{"", heads({"html.target", "html.budget", "html.budgetUsed"}, language), {}, 1};
    HtmlTable burns{
        "",
        heads({"html.target", "html.burnWindow", "html.burnWorst", "html.burnAlert", "html.burnAlerts"},
              language),
        {},
        2};
    for (const TargetResult& target : service.targets) {
        const std::string name = escaped(targetName(target, language));
        if (target.budget)
            table.rows.push_back({name, escaped(budgetAmount(*target.budget, language)),
                                  escaped(shareText(target.budget->used, language))});
        for (const Burn& burn : target.burn)
            burns.rows.push_back({name, escaped(duration(burn.hours * 3600.0, 0.0, language)),
                                  escaped(significant(burn.largest, 3, language)),
                                  escaped(significant(burn.alertAt, 3, language)),
                                  escaped(countText(burn.alertsPerYear, language))});
    }
    const std::string note =
        burns.rows.empty() ? "" : "<p class=\"quiet\">" + escaped(word("html.burnNote", language)) + "</p>\n";
    return titled(word("html.budgets", language), html(table) + html(burns) + note);
}

} // namespace

std::string trafficPart(const ReportView& view, const ServiceResult& service) {
    if (!service.traffic) return {};
    const Language language = view.language;
    return titled(word("html.traffic", language),
                  sentences(service, view.result.currency, language) + weights(service, language)) +
           day(service, language) + week(service, language) + budgets(service, language);
}

} // namespace nueves::report
