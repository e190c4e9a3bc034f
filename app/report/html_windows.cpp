// Windows around outages, request by request, beside what the rates say of them.
#include "app/report/estimate_text.hpp"
#include "app/report/facts.hpp"
#include "app/report/html_sections.hpp"
#include "app/report/html_text.hpp"
#include "app/report/traffic_text.hpp"
#include "app/report/words.hpp"
#include "app/report/zoom_table.hpp"

#include <cmath>

namespace nueves::report {

using namespace analysis;

namespace {

std::string timeOr(double seconds, Language language) {
    return std::isfinite(seconds) ? escaped(shortTime(seconds, language)) : "–";
}

std::string shareOr(double share, Language language) {
    return std::isfinite(share) ? escaped(percent(share, 2, language)) : "–";
}

std::vector<std::string> head(const ReportView& view) {
    std::vector<std::string> out{escaped(word("html.windowOf", view.language))};
    for (const double p : {0.5, 0.95, 0.99, 0.999})
        out.push_back(escaped(say("html.windowP", view.language, {{"p", targetPercent(p, view.language)}})));
    const std::string rates = escaped(word("html.windowRates", view.language));
    const std::string seam = escaped(word("html.windowSeam", view.language));
    out.insert(out.begin() + 3, {rates, seam});
    out.insert(out.end(), {escaped(word("html.windowLost", view.language)), rates, seam});
    return out;
}

std::vector<std::string> rowOf(const ZoomResult& window, const std::string& where, Language language) {
    const ZoomView& whole = window.whole;
    std::vector<std::string> row{escaped(unbroken(where))};
    for (std::size_t q = 0; q != whole.latency.size(); ++q) {
        row.push_back(timeOr(whole.latency[q].second.value, language));
        if (q != 1) continue;
        row.push_back(timeOr(whole.p95.rate, language));
        row.push_back(timeOr(whole.p95.bound, language));
    }
    row.push_back(escaped(shareText(whole.lost, language)));
    row.push_back(shareOr(whole.lostSeam.rate, language));
    row.push_back(shareOr(whole.lostSeam.bound, language));
    return row;
}

} // namespace

std::string windowsSection(const ReportView& view) {
    HtmlTable table{"", head(view), {}, 1};
    std::string skipped;
    for (const ZoomResult& window : view.result.windows) {
        if (window.replays == 0) {
            skipped += "<li>" + escaped(windowText(window, view.language)) + "</li>\n";
            continue;
        }
        const std::string design = view.designLabel(window.design);
        const std::string where = (design.empty() ? "" : design + ", ") + window.around + ", " + window.date +
                                  ", " + duration(window.lasts, 0.0, view.language);
        table.rows.push_back(rowOf(window, where, view.language));
    }
    if (!skipped.empty()) skipped = "<ul>\n" + skipped + "</ul>\n";
    if (view.result.windows.empty()) return {};
    return sectionOf(word("html.windows", view.language),
                     html(table) + skipped + "<p class=\"quiet\">" +
                         escaped(word("html.windowsNote", view.language)) + "</p>\n");
}

} // namespace nueves::report
