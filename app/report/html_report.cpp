#include "app/report/html_report.hpp"

#include "app/report/facts.hpp"
#include "app/report/html_sections.hpp"
#include "app/report/html_style.hpp"
#include "app/report/html_text.hpp"
#include "app/report/words.hpp"

namespace nueves::report {

namespace {

std::string titleOf(const ReportView& view) {
    const std::string title = view.result.title.in(view.language);
    return title.empty() ? view.result.scenario : title;
}

std::string head(const ReportView& view) {
    return "<!DOCTYPE html>\n<html lang=\"" + std::string(view.language == Language::es ? "es" : "en") +
           "\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"generator\" content=\"Nueves " +
           escaped(view.result.version) + "\">\n<title>" + escaped(titleOf(view)) +
           " · Nueves</title>\n<style>" + std::string(reportStyle()) + "</style>\n</head>\n<body>\n";
}

std::string heading(const ReportView& view) {
    const auto& result = view.result;
    std::string out =
        "<header><h1>" + escaped(titleOf(view)) + "</h1>\n<p class=\"quiet\">" +
        escaped(joined({measureText(result, view.language) + ", " + word("window.always", view.language),
                        historiesText(result, view.language), result.scenario},
                       " · ")) +
        "</p>\n";
    for (const std::string& note : {result.partial ? word("table.partial", view.language) : std::string(),
                                    precisionText(result, view.language)})
        if (!note.empty()) out += "<p class=\"note\">" + escaped(note) + "</p>\n";
    return out + "</header>\n";
}

} // namespace

std::string htmlReport(const analysis::Result& result, core::Language language) {
    const ReportView view{result, language};
    return head(view) + heading(view) + "<main>\n" + answerSection(view) + rulerSection(view) +
           compareSection(view) + serviceSections(view) + windowsSection(view) + moneySection(view) +
           capacitySection(view) + fateSection(view) + limitsSection(view) + assumptionsSection(view) +
           reproduceSection(view) + "</main>\n<footer><p>" +
           escaped(say("html.footer", language, {{"version", result.version}})) +
           "</p></footer>\n</body>\n</html>\n";
}

} // namespace nueves::report
