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
// "2.1 would do: too few for 3 h a year, 9,600 instance hours a year idle, €480"; empty where nobody knows.
std::string supplyText(const analysis::ServiceResult& service, const std::string& currency, Language language);
// "8 h 46 min", "12,000 requests": what may go wrong in a year.
std::string budgetAmount(const analysis::Budget& budget, Language language);
// "error budget of a year 8 h 46 min, 31 % used; ..."; empty where there is none.
std::string budgetText(const analysis::TargetResult& target, Language language);
// "€120 given back a year, of €6,000 ..."; empty without a contract.
std::string creditText(const analysis::TargetResult& target, const std::string& currency, Language language);
// A time as it was promised, with as few digits as say it: "2 s", "250 ms".
std::string promisedTime(double seconds, Language language);
// A time with its unit, three digits: "63.2 ms", "1.25 s".
std::string shortTime(double seconds, Language language);

} // namespace nueves::report
