// The second half of the report: money, machines, shared fate, assumptions, limits, and how to get it again.
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/html_sections.hpp"
#include "app/report/html_text.hpp"
#include "app/report/svg_charts.hpp"
#include "app/report/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace nueves::report {

using namespace analysis;

namespace {

std::vector<std::string> kindsOfCost(const Result& result) {
    std::vector<std::string> kinds;
    for (const DesignSummary& design : result.designs)
        for (const CostPart& part : design.costPerYear)
            if (part.perYear != 0.0 && std::find(kinds.begin(), kinds.end(), part.kind) == kinds.end())
                kinds.push_back(part.kind);
    return kinds;
}

double costOf(const DesignSummary& design, const std::string& kind) {
    double sum = 0.0;
    for (const CostPart& part : design.costPerYear)
        if (part.kind == kind) sum += part.perYear;
    return sum;
}

std::string designName(const ReportView& view, const std::string& design) {
    const std::string label = view.designLabel(design);
    return label.empty() ? word("html.thisDesign", view.language) : label;
}

std::string bytes(double value, Language language) {
    constexpr double kGibi = 1024.0 * 1024.0 * 1024.0;
    return significant(value / kGibi, 3, language) + std::string(kThinSpace) + "GiB";
}

} // namespace

std::string moneySection(const ReportView& view) {
    const Language language = view.language;
    const std::vector<std::string> kinds = kindsOfCost(view.result);
    if (kinds.empty()) return {};
    HtmlTable table;
    table.head.push_back(escaped(word("html.design", language)));
    for (const std::string& kind : kinds) table.head.push_back(escaped(codeWord("cost", kind, language)));
    table.head.push_back(escaped(word("html.total", language)));
    table.head.push_back(escaped(word("html.perApplication", language)));
    std::vector<Bar> bars;
    for (const DesignSummary& design : view.result.designs) {
        std::vector<std::string> row{escaped(designName(view, design.design))};
        for (const std::string& kind : kinds)
            row.push_back(escaped(money(costOf(design, kind), view.result.currency, language)));
        row.push_back("<b>" + escaped(money(design.costTotal, view.result.currency, language)) + "</b>");
        row.push_back(design.costPerApplication > 0.0
                          ? escaped(money(design.costPerApplication, view.result.currency, language))
                          : "–");
        table.rows.push_back(row);
        if (!view.manyDesigns())
            for (const std::string& kind : kinds)
                bars.push_back({codeWord("cost", kind, language), std::max(costOf(design, kind), 0.0),
                                money(costOf(design, kind), view.result.currency, language)});
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    const std::string title = word("html.money", language);
    return sectionOf(title, barChart(bars, title) + html(table));
}

std::string capacitySection(const ReportView& view) {
    const Language language = view.language;
    std::vector<StackRow> rows;
    HtmlTable table;
    for (const char* head : {"html.machine", "html.applications", "html.cores", "html.layersCores",
                             "html.askedCores", "html.memory", "html.layersMemory", "html.askedMemory"})
        table.head.push_back(escaped(word(head, language)));
    for (const Capacity& c : view.result.capacity) {
        const std::string label =
            view.manyDesigns() ? c.machine + " · " + view.designLabel(c.design) : c.machine;
        if (c.memory > 0.0) {
            const double overhead = std::max(c.memory - c.usefulMemory, 0.0) / c.memory;
            const double used = std::min(c.requestedMemory / c.memory, 1.0 - overhead);
            rows.push_back({label, used, 1.0 - overhead - used, overhead,
                            say("html.layersShare", language, {{"share", percent(overhead, 0, language)}})});
        }
        table.rows.push_back(
            {escaped(label), whole(static_cast<std::uint64_t>(std::max(c.applications, 0)), language),
             significant(c.cores, 3, language), significant(c.cores - c.usefulCores, 2, language),
             significant(c.requestedCores, 3, language), escaped(bytes(c.memory, language)),
             escaped(bytes(c.memory - c.usefulMemory, language)),
             escaped(bytes(c.requestedMemory, language))});
    }
    if (table.rows.empty()) return {};
    std::string keys = "<p class=\"quiet\">" + escaped(word("html.capacityMemory", language)) + ":";
    for (const auto& [cls, key] :
         {std::pair{"used", "html.used"}, std::pair{"free", "html.free"}, std::pair{"over", "html.overhead"}})
        keys += "<span class=\"key " + std::string(cls) + "\"></span>" + escaped(word(key, language));
    const std::string title = word("html.capacity", language);
    return sectionOf(title, (rows.empty() ? "" : keys + "</p>\n" + stackChart(rows, title)) + html(table));
}

std::string fateSection(const ReportView& view) {
    const Language language = view.language;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> services;
    std::vector<std::pair<std::string, std::string>> order;
    for (const SinglePoint& point : view.result.singlePoints) {
        auto& list = services[{point.design, point.thing}];
        if (list.empty()) order.emplace_back(point.design, point.thing);
        if (std::find(list.begin(), list.end(), point.service) == list.end()) list.push_back(point.service);
    }
    HtmlTable single{escaped(word("html.single", language)),
                     {escaped(word("html.thing", language)), escaped(word("html.takesDown", language))},
                     {},
                     9};
    for (const auto& key : order) {
        const std::string thing =
            view.manyDesigns() ? key.second + " · " + view.designLabel(key.first) : key.second;
        single.rows.push_back({escaped(thing), escaped(joined(services[key], ", "))});
    }
    HtmlTable shared{escaped(word("html.shared", language)),
                     {escaped(word("html.ancestor", language)), escaped(word("html.dependents", language))},
                     {},
                     9};
    for (const SharedFate& fate : view.result.sharedFate) {
        const std::string ancestor =
            view.manyDesigns() ? fate.ancestor + " · " + view.designLabel(fate.design) : fate.ancestor;
        shared.rows.push_back({escaped(ancestor), escaped(joined(fate.dependents, ", "))});
    }
    return sectionOf(word("html.fate", language), html(single) + html(shared));
}

std::string limitsSection(const ReportView& view) {
    const Language language = view.language;
    std::string body;
    for (const core::Issue& warning : view.result.warnings)
        body += "<p class=\"note\">" + escaped(issueLine(warning, language)) + "</p>\n";
    const std::string missing = notModelledText(view.result.notModelled, language);
    if (!missing.empty()) body += "<p>" + escaped(missing) + ".</p>\n";
    body += "<p class=\"quiet\">" + escaped(word("html.notModelledNote", language)) + "</p>\n";
    return sectionOf(word("html.limits", language), body);
}

std::string assumptionsSection(const ReportView& view) {
    const Language language = view.language;
    HtmlTable table;
    for (const char* head : {"html.path", "html.value", "html.from", "html.source"})
        table.head.push_back(escaped(word(head, language)));
    table.numbersFrom = 9;
    for (const scenario::Assumption& assumption : view.result.assumptions) {
        const bool named = !assumption.source.empty() && assumption.source != "assumed";
        std::string source = named ? escaped(assumption.source) : escaped(word("assumed", language));
        if (assumption.assumed && named)
            source += " <b>(" + escaped(word("assumed", language)) + ")</b>";
        else if (assumption.assumed)
            source = "<b>" + source + "</b>";
        table.rows.push_back({"<code>" + escaped(assumption.path) + "</code>", escaped(assumption.value),
                              escaped(codeWord("from", assumption.from, language)), source});
    }
    return sectionOf(word("html.assumptions", language),
                     "<p>" + escaped(assumedText(view.result, language)) + ".</p>\n" + html(table));
}

std::string reproduceSection(const ReportView& view) {
    const Language language = view.language;
    const Result& result = view.result;
    HtmlTable table{"", {escaped(word("html.what", language)), escaped(word("html.value", language))}, {}, 9};
    const auto row = [&](const char* key, const std::string& value) {
        table.rows.push_back({escaped(word(key, language)), value});
    };
    row("html.commandLine", "<code>" + escaped(result.commandLine) + "</code>");
    row("html.version", escaped(result.version));
    row("html.seed", std::to_string(result.seed));
    row("html.fingerprint", "<code>" + escaped(result.fingerprint) + "</code>");
    row("html.histories", whole(result.histories, language));
    row("html.years", escaped(number(result.simulatedYears, 0, language)));
    row("html.events", whole(result.events, language));
    for (const DesignSummary& design : result.designs)
        if (view.manyDesigns())
            table.rows.push_back(
                {escaped(word("html.fingerprint", language) + " · " + view.designLabel(design.design)),
                 "<code>" + escaped(design.fingerprint) + "</code>"});
    return sectionOf(word("html.reproduce", language), html(table));
}

} // namespace nueves::report
