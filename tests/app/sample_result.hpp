// A result made by hand, with every kind of figure: for the tests of the faces. The figures agree with one
// another (hours = 8766 x unavailability, shares sum to 1) but come from no engine.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/core/time.hpp"

namespace nueves::tests {

inline analysis::Estimate simulated(double value, double half) {
    return {value, value - half, value + half, analysis::Method::simulated};
}
inline analysis::Estimate exact(double value) {
    return {value, value, value, analysis::Method::exact};
}
inline analysis::Estimate atMost(double high) {
    return {0.0, 0.0, high, analysis::Method::bound};
}
inline analysis::Estimate inHours(analysis::Estimate share) {
    share.value *= core::kHoursPerYear;
    share.low *= core::kHoursPerYear;
    share.high *= core::kHoursPerYear;
    return share;
}

inline analysis::TargetResult target(double uptime, analysis::TargetResult::Verdict verdict) {
    analysis::TargetResult out;
    out.id = "year";
    out.uptime = uptime;
    out.probabilityMet = simulated(0.71, 0.01);
    out.verdict = verdict;
    return out;
}

// A service that is down 8.8e-4 of the time, +- 4.4e-5: 99.912 % +- 0.004, 7 h 43 min +- 23 min a year.
inline analysis::ServiceResult webService(const std::string& design) {
    using analysis::Cause;
    analysis::ServiceResult web;
    web.design = design;
    web.name = "web";
    web.unavailability = simulated(8.8e-4, 4.4e-5);
    web.downtimeHoursPerYear = inHours(web.unavailability);
    web.naive = exact(9.0e-6);
    web.requiredFraction = 0.0;
    web.required = "1";
    web.fraction = simulated(0.99912, 4.4e-5);
    web.degraded = simulated(0.012, 0.001);
    web.outagesPerYear = simulated(6.2, 0.3);
    web.mttrHours = simulated(1.24, 0.06);
    web.mtbfHours = simulated(1412.0, 70.0);
    web.longestOutageHours = 41.5;
    web.outagesSeen = 25395;
    web.downtimeQuantiles = {{0.5, 5.1}, {0.95, 21.25}, {0.99, 44.0}};
    web.downtimeHistogram = {{2.0, 0.2}, {4.0, 0.25}, {8.0, 0.25}, {16.0, 0.2}, {32.0, 0.08}, {64.0, 0.02}};
    web.causes = {
        {"power.cut", "power.cut", {"corriente compartida", "shared power"}, Cause::Side::shared, 3.16, 0.41},
        {"web[1].bad", "web.bad", {"versión mala", "bad version"}, Cause::Side::self, 1.27, 0.165},
        {"web[2].bad", "web.bad", {"versión mala", "bad version"}, Cause::Side::self, 1.27, 0.165},
        {"host[1].crash", "host.crash", {}, Cause::Side::shared, 2.01, 0.26}};
    web.phases = {{"repair", {}, 6.17, 0.8}, {"switch", {}, 1.54, 0.2}};
    web.targets = {target(0.999, analysis::TargetResult::Verdict::met)};
    analysis::TargetResult window = target(0.9995, analysis::TargetResult::Verdict::missed);
    window.id = "shop";
    window.windowed = true;
    window.window = "Mon-Fri 09:00-14:00";
    window.unavailability = simulated(8.2e-4, 6.1e-5);
    web.targets.push_back(window);
    web.costPerYear = {{"downtime", 771.5}};
    return web;
}

inline analysis::DesignSummary design(const std::string& name, const std::string& es, const std::string& en) {
    analysis::DesignSummary out;
    out.design = name;
    out.title = {es, en};
    out.costPerYear = {{"people", 3240.0}, {"purchase", 2100.0}, {"energy", 900.0}};
    out.costTotal = 6240.0;
    out.costPerApplication = 6240.0;
    out.histories = 4096;
    out.simulatedYears = 4096.0;
    out.events = 1'234'567;
    out.fingerprint = "7c1e90ab00112233";
    out.precisionReached = 0.05;
    return out;
}

inline analysis::Result oneDesign() {
    analysis::Result result;
    result.version = "0.1.0";
    result.seed = 1;
    result.fingerprint = "7c1e90ab00112233";
    result.scenario = "scenarios/ladder-999-two-servers.json";
    result.title = {"Dos servidores, un clúster", "Two servers, one cluster"};
    result.measure = "steady";
    result.histories = 4096;
    result.simulatedYears = 4096.0;
    result.events = 1'234'567;
    result.designs = {design("", "", "")};
    result.services = {webService("")};
    result.singlePoints = {{"", "web", "power"}, {"", "web", "switch"}};
    result.sharedFate = {{"", "power", {"web[1]", "web[2]"}}};
    result.capacity = {{"", "host[1]", 32.0, 30.4, 68719476736.0, 64424509440.0, 12.0, 25769803776.0, 3}};
    result.assumptions = {
        {"parts.host.failures.crash.every", "Exp(4000 h)", "record", "Schroeder & Gibson 2007", false},
        {"parts.host.startup", "4 min", "default", "assumed", true}};
    result.notModelled = {{"demand", ""}, {"people", ""}};
    result.commandLine = "nueves run scenarios/ladder-999-two-servers.json --seed 1";
    return result;
}

inline analysis::Result emptyResult() {
    analysis::Result result;
    result.measure = "horizon";
    return result;
}

inline analysis::Result twoDesigns() {
    analysis::Result result = oneDesign();
    result.designs = {design("metal", "A hierro", "On the metal"),
                      design("vms", "En MV", "In virtual machines")};
    result.designs[1].costTotal = 16800.0;
    result.designs[1].costPerYear = {{"licences", 16800.0}};
    result.services = {webService("metal"), webService("vms")};
    result.services[1].unavailability = simulated(4.4e-4, 2.2e-5);
    result.services[1].downtimeHoursPerYear = inHours(result.services[1].unavailability);
    result.differences = {{"vms", "metal", "web", "unavailability", simulated(-4.4e-4, 3e-5)},
                          {"vms", "metal", "", "costPerYear", exact(10560.0)}};
    return result;
}

} // namespace nueves::tests
