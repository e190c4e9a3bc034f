#include "app/report/table.hpp"

#include "app/report/capacity_text.hpp"
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/traffic_text.hpp"
#include "app/report/words.hpp"
#include "app/report/zoom_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nueves::report {

using namespace analysis;

namespace {

constexpr std::size_t kMostCauses = 5;
constexpr std::size_t kMostSingles = 8;
constexpr std::size_t kWidestLabel = 24;

class TablePrinter {
  public:
    TablePrinter(const Result& result, Language language, const TerminalStyle& style)
        : m_result(result), m_language(language), m_style(style) {
        m_indent = 2;
        for (const ServiceResult& service : result.services)
            m_indent = std::max(m_indent, columns(serviceName(service, language)));
        for (const char* label : {"table.why", "table.while", "table.cost", "table.ownCost"})
            m_indent = std::max(m_indent, columns(text(label)));
        m_indent = std::min(m_indent, kWidestLabel) + 4;
    }
    std::string print();

  private:
    std::string text(std::string_view key) const { return word(key, m_language); }
    std::string paint(std::string_view shown, Paint how) const { return paintedText(shown, how, m_style); }
    void line(std::string_view label, std::string_view content) {
        if (!content.empty()) m_out += paragraph("  " + std::string(label), m_indent, content, m_style);
    }
    void dimLine(std::string_view label, std::string_view content) {
        line(paint(label, Paint::dim), content);
    }
    void below(std::string_view content) {
        if (!content.empty()) m_out += paragraph("", 0, content, m_style);
    }
    std::string verdict(TargetResult::Verdict value) const;

    // Several designs: what sets them apart; the rest is in the report and in JSON.
    bool isBrief() const { return m_result.designs.size() > 1; }
    std::ptrdiff_t ofDesign(const std::string& design) const {
        return std::count_if(m_result.services.begin(), m_result.services.end(), [&](const auto& service) {
            return service.design == design && !service.name.empty();
        });
    }

    void heading();
    void grid();
    std::string gridCell(const ServiceResult& service) const;
    void design(const DesignSummary& summary);
    std::string answer(const ServiceResult& service) const;
    void service(const ServiceResult& service);
    void targets(const ServiceResult& service);
    void why(const ServiceResult& service);
    void traffic(const ServiceResult& service);
    void money(const DesignSummary& summary);
    void singles(const DesignSummary& summary);
    void differences();
    void windows();
    void footing();

    const Result& m_result;
    Language m_language;
    TerminalStyle m_style;
    std::size_t m_indent = 0;
    std::string m_out;
};

std::string TablePrinter::verdict(TargetResult::Verdict value) const {
    const std::string shown = verdictText(value, m_language);
    if (value == TargetResult::Verdict::met) return paint("✓ " + shown, Paint::good);
    if (value == TargetResult::Verdict::missed) return paint("✗ " + shown, Paint::bad);
    return paint("? " + shown, Paint::doubtful);
}

std::string methodsOf(const Result& result, Language language) {
    const auto has = [&](Method method) {
        return std::any_of(result.services.begin(), result.services.end(),
                           [&](const auto& s) { return s.unavailability.method == method; });
    };
    const bool simulated = has(Method::simulated) || has(Method::bound);
    return joined({has(Method::exact) ? word("method.exact", language) : "",
                   simulated ? word("method.simulated", language) : ""},
                  " + ");
}

void TablePrinter::heading() {
    const std::string title = m_result.title.in(m_language);
    const std::string first = paint(withoutControls(title.empty() ? m_result.scenario : title), Paint::bold);
    below(joined({first, measureText(m_result, m_language) + ", " + text("window.always"),
                  joined({methodsOf(m_result, m_language), historiesText(m_result, m_language)}, ", ")},
                 " · "));
    if (m_result.partial) below(paint(text("table.partial"), Paint::bad));
    if (const std::string missed = precisionText(m_result, m_language); !missed.empty())
        below(paint(missed, Paint::doubtful));
}

std::string TablePrinter::gridCell(const ServiceResult& service) const {
    std::string out = availabilityCell(service.unavailability, m_language);
    if (service.targets.empty()) return out;
    const auto any = [&](TargetResult::Verdict wanted) {
        return std::any_of(service.targets.begin(), service.targets.end(),
                           [&](const auto& target) { return target.verdict == wanted; });
    };
    if (any(TargetResult::Verdict::missed)) return out + " " + paint("✗", Paint::bad);
    if (any(TargetResult::Verdict::open)) return out + " " + paint("?", Paint::doubtful);
    return out + " " + paint("✓", Paint::good);
}

// Designs down, services across: all answers at one glance. Left out where it would not fit.
void TablePrinter::grid() {
    std::vector<std::vector<std::string>> rows{{""}};
    for (const DesignSummary& summary : m_result.designs) {
        std::vector<std::string> row{summary.design};
        for (const ServiceResult& service : m_result.services)
            if (service.design == summary.design) {
                if (rows.size() == 1) rows[0].push_back(paint(serviceName(service, m_language), Paint::dim));
                row.push_back(gridCell(service));
            }
        rows.push_back(row);
    }
    std::vector<std::size_t> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i >= widths.size()) widths.push_back(0);
            widths[i] = std::max(widths[i], columns(row[i]));
        }
    std::size_t total = 2;
    for (const std::size_t width : widths) total += width + 2;
    if (total > static_cast<std::size_t>(m_style.width) + 20) return;
    for (const auto& row : rows) {
        std::string shown = " ";
        for (std::size_t i = 0; i < row.size(); ++i) shown += " " + padded(row[i], widths[i] + 1);
        shown.erase(shown.find_last_not_of(' ') + 1);
        m_out += shown + "\n";
    }
}

void TablePrinter::targets(const ServiceResult& service) {
    for (const TargetResult& target : service.targets) {
        std::string shown = targetName(target, m_language) + ": ";
        if (!isJudged(target)) {
            line("", shown + targetText(target, m_result, m_language));
            continue;
        }
        shown += verdict(target.verdict);
        shown += seenText(target, m_language);
        line("", shown + "; " + targetText(target, m_result, m_language));
        if (service.traffic) line("", budgetText(target, m_language));
        line("", creditText(target, m_result.currency, m_language));
    }
}

void TablePrinter::why(const ServiceResult& service) {
    dimLine(text("table.why"), causesText(service, kMostCauses, m_language));
    if (!isBrief()) dimLine(text("table.while"), phasesText(service, m_language));
}

void TablePrinter::traffic(const ServiceResult& service) {
    for (const std::string& shown : {requestsText(service, m_language), latencyText(service, m_language),
                                     instancesText(service, m_language),
                                     supplyText(service, m_result.currency, m_language),
                                     headroomText(service, m_language), needText(service, m_language)})
        if (!shown.empty()) line("", shown);
    if (const std::string held = metastableText(service, m_language); !held.empty())
        line("", paint(held, Paint::bad));
}

std::string TablePrinter::answer(const ServiceResult& service) const {
    const std::string nines = ninesText(service.unavailability, m_language);
    std::string out = paint(availabilityText(service.unavailability, m_language), Paint::bold);
    if (!nines.empty()) out += " (" + nines + ")";
    return out + "   " + downtimeText(service, m_language);
}

void TablePrinter::service(const ServiceResult& service) {
    line(serviceName(service, m_language),
         service.reliability ? missionText(service, m_result, m_language) : answer(service));
    targets(service);
    if (!isBrief()) line("", outagesText(service, m_result, m_language));
    traffic(service);
    if (const std::string naive = naiveText(service, m_language); !naive.empty())
        line("", text("table.naive") + ": " + naive);
    why(service);
    if (ofDesign(service.design) > 1) // alone, its money is the design's, which follows
        dimLine(text("table.ownCost"),
                costText(totalOf(service.costPerYear), service.costPerYear, m_result.currency, m_language));
}

void TablePrinter::money(const DesignSummary& summary) {
    std::string shown = costText(summary.costTotal, summary.costPerYear, m_result.currency, m_language);
    if (shown.empty()) return;
    if (summary.costPerApplication > 0.0)
        shown += " (" +
                 say("table.costEach", m_language,
                     {{"total", report::money(summary.costPerApplication, m_result.currency, m_language)}}) +
                 ")";
    dimLine(text("table.cost"), shown);
}

void TablePrinter::singles(const DesignSummary& summary) {
    std::vector<std::string> things;
    std::size_t count = 0;
    for (const SinglePoint& point : m_result.singlePoints) {
        if (point.design != summary.design) continue;
        if (std::find(things.begin(), things.end(), point.thing) != things.end()) continue;
        if (++count <= kMostSingles) things.push_back(point.thing);
    }
    if (count > kMostSingles)
        things.push_back(say("table.more", m_language, {{"n", whole(count - kMostSingles, m_language)}}));
    if (!things.empty())
        m_out += paragraph(
            "  ", 2, paint(text("table.single") + ":", Paint::dim) + " " + joined(things, ", "), m_style);
}

void TablePrinter::design(const DesignSummary& summary) {
    if (m_result.designs.size() > 1)
        m_out += "\n" + paint(designLabel(summary, m_language), Paint::bold) + "\n";
    for (const ServiceResult& result : m_result.services)
        if (result.design == summary.design) service(result);
    money(summary);
    singles(summary);
}

void TablePrinter::differences() {
    if (m_result.differences.empty()) return;
    m_out += "\n" + paint(text("table.differences"), Paint::bold) + "\n";
    for (const Difference& difference : m_result.differences) {
        std::string shown = say("table.against", m_language,
                                {{"design", difference.design}, {"against", difference.against}});
        if (!difference.service.empty()) shown += ", " + difference.service;
        shown += ": " + codeWord("quantity", difference.quantity, m_language) + " " +
                 differenceText(difference, m_result.currency, m_language);
        if (cannotBeToldApart(difference)) shown += " (" + text("table.undecided") + ")";
        m_out += paragraph("  ", 2, shown, m_style);
    }
}

void TablePrinter::windows() {
    if (m_result.windows.empty()) return;
    m_out += "\n" + paint(text("table.windows"), Paint::bold) + "\n";
    for (const ZoomResult& window : m_result.windows)
        m_out += paragraph("  ", 2, withoutControls(windowText(window, m_language)), m_style);
}

void TablePrinter::footing() {
    if (!m_result.windows.empty() || m_result.designs.size() > 1 || !m_result.differences.empty())
        m_out += "\n";
    for (const core::Issue& warning : m_result.warnings)
        below(paint(withoutControls(issueLine(warning, m_language)), Paint::doubtful));
    const std::string missing = notModelledText(m_result.notModelled, m_language);
    std::string shown =
        missing.empty() ? "" : say("table.notModelled", m_language, {{"list", missing}}) + " · ";
    shown += assumedText(m_result, m_language);
    if (!m_result.assumptions.empty())
        shown +=
            " (" + say("table.explain", m_language, {{"file", withoutControls(m_result.scenario)}}) + ")";
    below(shown);
    std::string last = say("table.seed", m_language,
                           {{"seed", std::to_string(m_result.seed)}, {"fingerprint", m_result.fingerprint}});
    below(paint(withoutControls(joined({last, m_result.commandLine}, " · ")), Paint::dim));
}

std::string TablePrinter::print() {
    heading();
    if (m_result.designs.size() > 1) grid();
    for (const DesignSummary& summary : m_result.designs) design(summary);
    differences();
    windows();
    footing();
    return forTerminal(m_out, m_style);
}

} // namespace

std::string table(const Result& result, Language language, const TerminalStyle& style) {
    return TablePrinter(result, language, style).print();
}

std::string oneNumber(const Result& result) {
    if (result.services.empty()) return "\n";
    const Estimate& first = result.services.front().unavailability;
    return fmt::format("{}\n", first.method == Method::bound ? first.high : first.value);
}

} // namespace nueves::report
