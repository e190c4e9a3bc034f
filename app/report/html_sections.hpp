// The sections of the report, each a piece of HTML or nothing. Only html_report.cpp puts them together.
#pragma once

#include "sim/analysis/result.hpp"

#include <string>

namespace nueves::report {

// What a section reads. Labels name a service, with its design where there are several.
struct ReportView {
    const analysis::Result& result;
    core::Language language;
    bool manyDesigns() const { return result.designs.size() > 1; }
    std::string label(const analysis::ServiceResult& service) const;
    std::string designLabel(const std::string& design) const;
};

std::string sectionOf(const std::string& title, const std::string& body); // nothing around nothing

std::string answerSection(const ReportView& view);   // a card for each service
std::string rulerSection(const ReportView& view);    // against targets, and against independence
std::string compareSection(const ReportView& view);  // money against nines, differences
std::string trafficPart(const ReportView& view, const analysis::ServiceResult& service); // of a service's section
std::string serviceSections(const ReportView& view); // how bad a year can be, whose fault
std::string windowsSection(const ReportView& view);  // around outages, request by request
std::string moneySection(const ReportView& view);
std::string capacitySection(const ReportView& view);
std::string fateSection(const ReportView& view); // what is enough to fail, what falls together
std::string assumptionsSection(const ReportView& view);
std::string limitsSection(const ReportView& view); // not modelled, warnings
std::string reproduceSection(const ReportView& view);

} // namespace nueves::report
