// What traffic did to a service, in words: asked, answered, lost; how fast; with how many instances.
#pragma once

#include "app/report/estimate_text.hpp"

namespace nueves::report {

// "12.3 requests a second, 99.97 % ± 0.01 answered in time ..."; empty without traffic.
std::string requestsText(const analysis::ServiceResult& service, Language language);
// "half the answers within 63 ms, 95 % within 180 ms ..."; empty where nobody was answered.
std::string latencyText(const analysis::ServiceResult& service, Language language);
// "4.2 instances on average, CPU 31 % used"; empty without traffic.
std::string instancesText(const analysis::ServiceResult& service, Language language);
// A time with its unit, three digits: "63.2 ms", "1.25 s".
std::string shortTime(double seconds, Language language);

} // namespace nueves::report
