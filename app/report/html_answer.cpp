// The first half of the report: answers, rulers, comparison.
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/html_sections.hpp"
#include "app/report/html_text.hpp"
#include "app/report/svg_charts.hpp"
#include "app/report/traffic_text.hpp"
#include "app/report/words.hpp"

#include <algorithm>

namespace nueves::report {

using namespace analysis;

std::string ReportView::designLabel(const std::string& design) const {
    const DesignSummary* summary = designOf(result, design);
    const std::string title = summary ? summary->title.in(language) : std::string();
    return title.empty() ? design : title;
}

std::string ReportView::label(const ServiceResult& service) const {
    const std::string name = serviceName(service, language);
    return manyDesigns() ? name + " · " + designLabel(service.design) : name;
}

std::string sectionOf(const std::string& title, const std::string& body) {
    if (body.empty()) return {};
    return "<section><h2>" + escaped(title) + "</h2>\n" + body + "</section>\n";
}

namespace {

std::string_view stateClass(TargetResult::Verdict verdict) {
    if (verdict == TargetResult::Verdict::met) return "up";
    return verdict == TargetResult::Verdict::missed ? "down" : "unknown";
}

Mark markOf(TargetResult::Verdict verdict) {
    if (verdict == TargetResult::Verdict::met) return Mark::good;
    return verdict == TargetResult::Verdict::missed ? Mark::bad : Mark::doubtful;
}

std::string verdictLine(const TargetResult& target, const Result& result, Language language) {
    std::string shown = targetName(target, language) + ": ";
    if (isJudged(target)) shown += verdictText(target.verdict, language) + seenText(target, language);
    shown += (isJudged(target) ? "; " : "") + targetText(target, result, language);
    if (const std::string credits = creditText(target, result.currency, language); !credits.empty())
        shown += "; " + credits;
    return "<div class=\"verdict " + std::string(stateClass(target.verdict)) + "\">" +
           markSvg(markOf(target.verdict)) + "<span>" + escaped(shown) + "</span></div>\n";
}

// An interval in brackets goes to the next line as a whole if it does not fit into this one.
std::string withRangeApart(const std::string& text) {
    const auto bracket = text.find(" (");
    if (bracket == std::string::npos) return escaped(unbroken(text));
    return escaped(unbroken(text.substr(0, bracket))) + " <span class=\"range\">" +
           escaped(unbroken(text.substr(bracket + 1))) + "</span>";
}

std::string card(const ReportView& view, const ServiceResult& service) {
    const Language language = view.language;
    const std::string full = availabilityText(service.unavailability, language);
    const std::string brief = availabilityShort(service.unavailability, language);
    const std::string rest =
        full.size() > brief.size() ? full.substr(full.find_first_not_of(' ', brief.size())) : "";
    std::string out =
        "<div class=\"card\"><div class=\"name\">" + escaped(serviceName(service, language)) + "</div>\n";
    const std::string down =
        service.reliability ? missionText(service, view.result, language) : downtimeText(service, language);
    out += "<div class=\"answer\">" + escaped(brief) + " <small>" + escaped(rest) + "</small></div>\n<div>" +
           withRangeApart(down) + "</div>\n<div class=\"quiet\">" +
           escaped(joined({word("method." + std::string(methodName(service.unavailability.method)), language),
                           ninesText(service.unavailability, language)},
                          " · ")) +
           "</div>\n";
    for (const TargetResult& target : service.targets) out += verdictLine(target, view.result, language);
    return out + "</div>\n";
}

NinesRow ninesRow(const ReportView& view, const ServiceResult& service) {
    using State = NinesRow::State;
    NinesRow row{view.label(service), service.unavailability, {}, State::none, std::nullopt};
    for (const TargetResult& target : service.targets) {
        if (!isOfTheClock(target)) continue; // another quantity than the mark's
        row.targets.push_back(target.uptime);
        if (target.verdict == TargetResult::Verdict::missed)
            row.state = State::missed;
        else if (target.verdict == TargetResult::Verdict::open && row.state != State::missed)
            row.state = State::open;
        else if (row.state == State::none)
            row.state = State::met;
    }
    if (service.naive) row.naive = service.naive->value;
    return row;
}

} // namespace

std::string answerSection(const ReportView& view) {
    std::string body;
    for (const DesignSummary& design : view.result.designs) {
        std::string cards;
        for (const ServiceResult& service : view.result.services)
            if (service.design == design.design) cards += card(view, service);
        if (cards.empty()) continue;
        if (view.manyDesigns()) body += "<h3>" + escaped(view.designLabel(design.design)) + "</h3>\n";
        body += "<div class=\"cards\">" + cards + "</div>\n";
    }
    return sectionOf(word("html.answer", view.language), body);
}

std::string rulerSection(const ReportView& view) {
    const Language language = view.language;
    std::vector<NinesRow> rows;
    HtmlTable table;
    for (const char* head : {"html.service", "html.up", "html.down", "html.naive", "html.times"})
        table.head.push_back(escaped(word(head, language)));
    for (const ServiceResult& service : view.result.services) {
        rows.push_back(ninesRow(view, service));
        const auto ratio = naiveRatio(service);
        table.rows.push_back(
            {escaped(view.label(service)), escaped(availabilityText(service.unavailability, language)),
             escaped(hoursText(service.downtimeHoursPerYear, language)),
             service.naive ? escaped(availabilityText(*service.naive, language)) : "–",
             ratio ? escaped("× " + significant(*ratio, *ratio < 10.0 ? 2 : 3, language)) : "–"});
    }
    if (rows.empty()) return {};
    const std::string title = word("html.ruler", language);
    return sectionOf(title, ninesChart(rows, title, language) + html(table) + "<p class=\"quiet\">" +
                                escaped(word("html.naiveNote", language)) + "</p>\n");
}

namespace {

// What stands for a design as a whole: the row of all services, or else its worst one.
const ServiceResult* wholeOf(const Result& result, const std::string& design) {
    const ServiceResult* worst = nullptr;
    for (const ServiceResult& service : result.services) {
        if (service.design != design) continue;
        if (service.name.empty()) return &service;
        if (!worst || service.unavailability.high > worst->unavailability.high) worst = &service;
    }
    return worst;
}

std::string costAgainstNines(const ReportView& view) {
    const Language language = view.language;
    std::vector<CostPoint> points;
    HtmlTable table;
    for (const char* head : {"html.design", "html.what", "html.up", "html.down", "html.costYear"})
        table.head.push_back(escaped(word(head, language)));
    table.numbersFrom = 2;
    for (const DesignSummary& design : view.result.designs) {
        const ServiceResult* whole = wholeOf(view.result, design.design);
        if (!whole) continue;
        points.push_back({view.designLabel(design.design), design.costTotal, whole->unavailability});
        table.rows.push_back({escaped(view.designLabel(design.design)),
                              escaped(serviceName(*whole, language)),
                              escaped(availabilityText(whole->unavailability, language)),
                              escaped(hoursText(whole->downtimeHoursPerYear, language)),
                              escaped(money(design.costTotal, view.result.currency, language))});
    }
    const std::string title = word("html.costNines", language);
    const std::string chart = costChart(points, view.result.currency, title, language);
    return chart.empty() ? chart : sectionOf(title, chart + html(table));
}

std::string differencesTable(const ReportView& view) {
    const Language language = view.language;
    HtmlTable table;
    for (const char* head :
         {"html.design", "html.against", "html.service", "html.quantity", "html.difference"})
        table.head.push_back(escaped(word(head, language)));
    table.numbersFrom = 4;
    for (const Difference& difference : view.result.differences) {
        std::string shown = escaped(differenceText(difference, view.result.currency, language));
        if (cannotBeToldApart(difference))
            shown += "<br><span class=\"quiet\">" + escaped(word("table.undecided", language)) + "</span>";
        table.rows.push_back({escaped(view.designLabel(difference.design)),
                              escaped(view.designLabel(difference.against)),
                              difference.service.empty() ? "–" : escaped(difference.service),
                              escaped(codeWord("quantity", difference.quantity, language)), shown});
    }
    return sectionOf(word("html.differences", language), html(table));
}

} // namespace

std::string compareSection(const ReportView& view) {
    if (!view.manyDesigns()) return {};
    return costAgainstNines(view) + differencesTable(view);
}

} // namespace nueves::report
