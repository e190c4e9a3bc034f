// Which figure of which simulated run is which quantity of which case: the table of
// tests/verification/cases/README.md as rows, and how long each run must be for the precision that the case
// asks for.
//
// A steady case runs few, long histories: each begins with a warm-up that is not measured. The counts come
// from theory: a half-width of r at 95 % on the downtime of outages of exponential length takes 2 (1.96 /
// r)^2 outages.
#pragma once

#include "tests/verification/simulated.hpp"

namespace nueves::verification {

struct RunRow {
    const char* id;
    const char* file; // in cases/, without .json; may end in #design
    double hours;     // horizon; 0: as the file says
    int histories;
    const char* path = ""; // one value set: path
    const char* value = "";
};

struct QuantityRow {
    const char* caseId;
    const char* quantity;
    const char* run;
    const char* service;
    Estimate (*figure)(const ServiceResult&, const char* what);
    const char* what = ""; // a target, or a length in hours
    bool coarse = false; // the wanted precision is beyond a test's time; the interval must hold all the same
};

namespace figure {

inline Estimate down(const ServiceResult& s, const char*) {
    return s.unavailability;
}
inline Estimate up(const ServiceResult& s, const char*) {
    return complement(s.unavailability);
}
inline Estimate downHours(const ServiceResult& s, const char*) {
    return times(s.unavailability, kCaseYear);
}
inline Estimate downMinutes(const ServiceResult& s, const char*) {
    return times(s.unavailability, kCaseYear * 60.0);
}
inline Estimate downOfSix(const ServiceResult& s, const char*) {
    return times(s.unavailability, 6.0);
}
inline Estimate outages(const ServiceResult& s, const char*) {
    return times(s.outagesPerYear, kCaseYear / core::kHoursPerYear);
}
inline Estimate outagesIn(const ServiceResult& s, const char* hours) {
    return times(s.outagesPerYear, std::stod(hours) / core::kHoursPerYear);
}
inline Estimate outage(const ServiceResult& s, const char*) {
    return s.mttrHours;
}
inline Estimate outageMinutes(const ServiceResult& s, const char*) {
    return times(s.mttrHours, 60.0);
}
// Between outages less one outage: both are over the same count, so the ends subtract.
inline Estimate upTime(const ServiceResult& s, const char*) {
    return {s.mtbfHours.value - s.mttrHours.value, s.mtbfHours.low - s.mttrHours.high,
            s.mtbfHours.high - s.mttrHours.low, s.mtbfHours.method};
}
// Each of six machines fails as often as the first; `crews` at work 12 h for each failure.
inline Estimate failuresOfSix(const ServiceResult& s, const char*) {
    return times(s.outagesPerYear, 6.0 / core::kHoursPerYear);
}
inline Estimate crewsBusy(const ServiceResult& s, const char* crews) {
    return times(s.outagesPerYear, 6.0 / core::kHoursPerYear * 12.0 / std::stod(crews));
}
inline Estimate firstOutage(const ServiceResult& s, const char*) {
    return s.mttfHours.value();
}
inline Estimate reliability(const ServiceResult& s, const char*) {
    return s.reliability.value();
}
inline Estimate upAtEnd(const ServiceResult& s, const char*) {
    return complement(s.downAtEnd);
}
inline Estimate met(const ServiceResult& s, const char* target) {
    for (const auto& each : s.targets)
        if (each.id == target) return each.probabilityMet;
    throw std::runtime_error(std::string("no target ") + target);
}
inline Estimate longerThan(const ServiceResult& s, const char* hours) {
    for (const auto& [limit, share] : s.outagesLongerThan)
        if (limit == std::stod(hours)) return share;
    throw std::runtime_error(std::string("no length ") + hours);
}

} // namespace figure

constexpr double kCentury = 876'600.0; // hours

// clang-format off
inline const RunRow kRuns[] = {
    {"cold", "c1-cold-standby-coverage-switchover", 10 * kCentury, 400},
    {"kofn", "c1-kofn-2of3-independent", kCentury, 400},
    {"kofn-mission", "c1-kofn-2of3-independent-mission", 0, 8000},
    {"kofn-unrepaired", "c1-kofn-2of3-independent-mission-unrepaired", 0, 40000},
    {"six-1", "c1-machine-repairman-6#c1", kCentury / 10, 1200},
    {"six-2", "c1-machine-repairman-6#c2", kCentury / 10, 600},
    {"six-6", "c1-machine-repairman-6#c6", kCentury / 10, 600},
    {"six-mission-1", "c1-machine-repairman-6-mission#c1", 0, 8000},
    {"six-mission-2", "c1-machine-repairman-6-mission#c2", 0, 8000},
    {"six-mission-6", "c1-machine-repairman-6-mission#c6", 0, 8000},
    {"spare-a", "c1-spares-storm-dft-a", 0, 60000},
    {"spare-b", "c1-spares-storm-dft-b", 0, 60000},
    {"spare-c", "c1-spares-storm-dft-c", 0, 60000},
    {"bridge", "c2-bridge-repairable", kCentury / 2, 200},
    {"trains", "c2-common-cause-beta-a", 0, 250000},
    {"beta-0", "c2-common-cause-beta-b#beta-0", 10 * kCentury, 100},
    {"beta-5", "c2-common-cause-beta-b#beta-5", kCentury, 100},
    {"beta-10", "c2-common-cause-beta-b#beta-10", kCentury, 100},
    {"chinese", "c2-fault-tree-chinese", 0, 450000},
    {"motors", "c2-fault-tree-three-motor", 0, 100000},
    {"tiers", "c2-three-tier-series-parallel", kCentury, 300},
    // Blocks share nothing: without the busy application servers the rare blocks can be seen often enough.
    {"tiers-quiet", "c2-three-tier-series-parallel", 10 * kCentury, 350, 
     "parts.app.failures.stop.every", "never"},
    {"quorum-3-99", "c4-quorum-majority-static#n3-p99", 0, 200000},
    {"quorum-3-999", "c4-quorum-majority-static#n3-p999", 0, 200000},
    {"quorum-5-99", "c4-quorum-majority-static#n5-p99", 0, 200000},
    {"quorum-5-999", "c4-quorum-majority-static#n5-p999", 0, 200000},
    {"quorum-7-99", "c4-quorum-majority-static#n7-p99", 0, 200000},
    {"quorum-7-999", "c4-quorum-majority-static#n7-p999", 0, 200000},
    {"quorum", "c4-quorum-majority#n3", 10 * kCentury, 150},
    {"quorum-mission", "c4-quorum-majority-mission#n3", 0, 2500},
    {"hosts", "c4-virtualised-two-hosts", kCentury, 600},
    {"passage", "c6-first-passage-2of3", 0, 20000},
    {"passage-720", "c6-first-passage-2of3-mission-720", 0, 250000},
    {"passage-8760", "c6-first-passage-2of3-mission-8760", 0, 40000},
    {"passage-part-720", "c6-first-passage-2of3-horizon-720", 0, 10000},
    {"passage-part-8760", "c6-first-passage-2of3-horizon-8760", 0, 4000},
    {"passage-unequal", "c6-first-passage-2of3-unequal", 0, 60000},
    {"single-10", "c6-interval-availability-single-10", 0, 60000},
    {"single-100", "c6-interval-availability-single-100", 0, 60000},
    {"single-720", "c6-interval-availability-single-720", 0, 60000},
    {"single", "c6-interval-availability-single", 0, 60000},
    {"single-mission-10", "c6-interval-availability-single-mission-10", 0, 10000},
    {"single-mission-100", "c6-interval-availability-single-mission-100", 0, 10000},
    {"single-mission-720", "c6-interval-availability-single-mission-720", 0, 10000},
    {"yearly", "c6-yearly-downtime-distribution", 0, 200000},
    {"yearly-far", "c6-yearly-downtime-distribution", 0, 200000, "targets.d43-8.uptime", "99.41268328 %"},
    {"yearly-mission", "c6-yearly-downtime-distribution-mission", 0, 1000000},
    {"detection", "c8-detection-plus-repair", kCentury / 10, 2000},
    {"fixed", "c8-deterministic-repair-downtime", 0, 700000},
    {"fixed-steady", "c8-deterministic-repair-downtime-steady", kCentury / 10, 300},
    {"weibull", "c8-weibull-lognormal-renewal", 10 * kCentury, 300},
    {"weibull-mission", "c8-weibull-lognormal-renewal-mission", 0, 40000},
    {"weibull-8760", "c8-weibull-lognormal-renewal-mission-8760", 0, 60000},
};

inline const QuantityRow kQuantities[] = {
    {"c1-cold-standby-coverage-switchover", "availability", "cold", "web", figure::up},
    {"c1-cold-standby-coverage-switchover", "downtime_per_year", "cold", "web", figure::downMinutes},
    {"c1-cold-standby-coverage-switchover", "outages_per_year", "cold", "web", figure::outages},
    {"c1-cold-standby-coverage-switchover", "mean_outage", "cold", "web", figure::outageMinutes},
    {"c1-kofn-2of3-independent", "availability", "kofn", "system", figure::up},
    {"c1-kofn-2of3-independent", "unavailability", "kofn", "system", figure::down},
    {"c1-kofn-2of3-independent", "downtime_per_year", "kofn", "system", figure::downMinutes},
    {"c1-kofn-2of3-independent", "failure_frequency", "kofn", "system", figure::outages},
    {"c1-kofn-2of3-independent", "mean_up_time", "kofn", "system", figure::upTime},
    {"c1-kofn-2of3-independent", "mean_down_time", "kofn", "system", figure::outage},
    {"c1-kofn-2of3-independent", "mttf_with_repair", "kofn-mission", "system", figure::firstOutage},
    {"c1-kofn-2of3-independent", "mttf_without_repair", "kofn-unrepaired", "system", figure::firstOutage},
    {"c1-machine-repairman-6", "availability_c1", "six-1", "system", figure::up},
    {"c1-machine-repairman-6", "mean_failed_c1", "six-1", "first", figure::downOfSix},
    {"c1-machine-repairman-6", "crew_utilisation_c1", "six-1", "first", figure::crewsBusy, "1"},
    {"c1-machine-repairman-6", "failure_rate_c1", "six-1", "first", figure::failuresOfSix},
    {"c1-machine-repairman-6", "mean_restoration_time_c1", "six-1", "first", figure::outage},
    {"c1-machine-repairman-6", "mttf_4of6_c1", "six-mission-1", "system", figure::firstOutage},
    {"c1-machine-repairman-6", "availability_c2", "six-2", "system", figure::up},
    {"c1-machine-repairman-6", "mean_failed_c2", "six-2", "first", figure::downOfSix},
    {"c1-machine-repairman-6", "crew_utilisation_c2", "six-2", "first", figure::crewsBusy, "2"},
    {"c1-machine-repairman-6", "failure_rate_c2", "six-2", "first", figure::failuresOfSix},
    {"c1-machine-repairman-6", "mean_restoration_time_c2", "six-2", "first", figure::outage},
    {"c1-machine-repairman-6", "mttf_4of6_c2", "six-mission-2", "system", figure::firstOutage},
    {"c1-machine-repairman-6", "availability_c6", "six-6", "system", figure::up},
    {"c1-machine-repairman-6", "mean_failed_c6", "six-6", "first", figure::downOfSix},
    {"c1-machine-repairman-6", "crew_utilisation_c6", "six-6", "first", figure::crewsBusy, "6"},
    {"c1-machine-repairman-6", "failure_rate_c6", "six-6", "first", figure::failuresOfSix},
    {"c1-machine-repairman-6", "mean_restoration_time_c6", "six-6", "first", figure::outage},
    {"c1-machine-repairman-6", "mttf_4of6_c6", "six-mission-6", "system", figure::firstOutage},
    {"c1-spares-storm-dft", "mttf_a", "spare-a", "system", figure::firstOutage},
    {"c1-spares-storm-dft", "mttf_b", "spare-b", "system", figure::firstOutage},
    {"c1-spares-storm-dft", "mttf_c", "spare-c", "system", figure::firstOutage},
    {"c2-bridge-repairable", "availability", "bridge", "joined", figure::up},
    {"c2-bridge-repairable", "unavailability", "bridge", "joined", figure::down},
    {"c2-bridge-repairable", "failure_frequency", "bridge", "joined", figure::outages},
    {"c2-bridge-repairable", "mean_down_time", "bridge", "joined", figure::outage},
    {"c2-common-cause-beta", "a_top_probability", "trains", "system", figure::down},
    {"c2-common-cause-beta", "b_unavailability_beta_0", "beta-0", "system", figure::down},
    {"c2-common-cause-beta", "b_unavailability_beta_0.05", "beta-5", "system", figure::down},
    {"c2-common-cause-beta", "b_unavailability_beta_0.1", "beta-10", "system", figure::down},
    {"c2-fault-tree-chinese", "top_event_probability", "chinese", "system", figure::down},
    {"c2-fault-tree-three-motor", "top_event_probability", "motors", "system", figure::down},
    {"c2-three-tier-series-parallel", "availability", "tiers", "platform", figure::up},
    {"c2-three-tier-series-parallel", "downtime_per_year", "tiers", "platform", figure::downMinutes},
    {"c2-three-tier-series-parallel", "unavailability_db", "tiers-quiet", "db-block", figure::down},
    {"c2-three-tier-series-parallel", "unavailability_net", "tiers-quiet", "net-block", figure::down},
    {"c2-three-tier-series-parallel", "unavailability_power", "tiers-quiet", "power-block", figure::down},
    {"c4-quorum-majority", "quorum_availability_n3_p0.99", "quorum-3-99", "store", figure::up},
    {"c4-quorum-majority", "quorum_availability_n3_p0.999", "quorum-3-999", "store", figure::up},
    {"c4-quorum-majority", "quorum_availability_n5_p0.99", "quorum-5-99", "store", figure::up},
    {"c4-quorum-majority", "quorum_availability_n5_p0.999", "quorum-5-999", "store", figure::up},
    {"c4-quorum-majority", "quorum_availability_n7_p0.99", "quorum-7-99", "store", figure::up},
    {"c4-quorum-majority", "quorum_availability_n7_p0.999", "quorum-7-999", "store", figure::up},
    {"c4-quorum-majority", "dyn_unavailability_n3", "quorum", "store", figure::down},
    {"c4-quorum-majority", "dyn_quorum_losses_per_year_n3", "quorum", "store", figure::outages},
    {"c4-quorum-majority", "mttf_quorum_n3", "quorum-mission", "store", figure::firstOutage},
    {"c4-virtualised-two-hosts", "host_availability", "hosts", "host-vm", figure::up},
    {"c4-virtualised-two-hosts", "host_downtime", "hosts", "host-vm", figure::downHours},
    {"c4-virtualised-two-hosts", "pair_unavailability", "hosts", "pair", figure::down},
    {"c4-virtualised-two-hosts", "pair_downtime", "hosts", "pair", figure::downMinutes},
    {"c4-virtualised-two-hosts", "service_availability", "hosts", "service", figure::up},
    {"c4-virtualised-two-hosts", "service_downtime", "hosts", "service", figure::downHours},
    {"c4-virtualised-two-hosts", "bare_metal_host_availability", "hosts", "bare-metal", figure::up},
    {"c6-first-passage-2of3", "mttf", "passage", "system", figure::firstOutage},
    {"c6-first-passage-2of3", "reliability_720", "passage-720", "system", figure::reliability},
    {"c6-first-passage-2of3", "reliability_8760", "passage-8760", "system", figure::reliability},
    {"c6-first-passage-2of3", "interval_availability_720", "passage-part-720", "system", figure::up},
    {"c6-first-passage-2of3", "interval_availability_8760", "passage-part-8760", "system", figure::up},
    {"c6-first-passage-2of3", "mttf_unequal_rates", "passage-unequal", "system", figure::firstOutage},
    {"c6-interval-availability-single", "point_availability_10", "single-10", "system", figure::upAtEnd},
    {"c6-interval-availability-single", "interval_availability_10", "single-10", "system", figure::up},
    {"c6-interval-availability-single", "p_no_failure_10", "single-mission-10",
     "system", figure::reliability},
    {"c6-interval-availability-single", "point_availability_100", "single-100", "system", figure::upAtEnd},
    {"c6-interval-availability-single", "interval_availability_100", "single-100", "system", figure::up},
    {"c6-interval-availability-single", "p_no_failure_100", "single-mission-100",
     "system", figure::reliability},
    {"c6-interval-availability-single", "point_availability_720", "single-720", "system", figure::upAtEnd},
    {"c6-interval-availability-single", "interval_availability_720", "single-720", "system", figure::up},
    {"c6-interval-availability-single", "p_no_failure_720", "single-mission-720",
     "system", figure::reliability},
    {"c6-interval-availability-single", "point_availability_8760", "single", "system", figure::upAtEnd},
    {"c6-interval-availability-single", "interval_availability_8760", "single", "system", figure::up},
    {"c6-interval-availability-single", "expected_failures_720", "single-720",
     "system", figure::outagesIn, "720"},
    {"c6-interval-availability-single", "expected_failures_8760", "single",
     "system", figure::outagesIn, "8760"},
    {"c6-yearly-downtime-distribution", "p_no_downtime", "yearly-mission", "system", figure::reliability},
    {"c6-yearly-downtime-distribution", "mean_downtime", "yearly", "system", figure::downHours},
    {"c6-yearly-downtime-distribution", "p_downtime_le_4.38", "yearly", "system", figure::met, "d4-38"},
    {"c6-yearly-downtime-distribution", "p_downtime_le_8.76", "yearly", "system", figure::met, "d8-76"},
    {"c6-yearly-downtime-distribution", "p_downtime_le_17.52", "yearly", "system", figure::met, "d17-52"},
    {"c6-yearly-downtime-distribution", "p_downtime_le_43.8", "yearly", "system", figure::met, "d43-8"},
    {"c8-detection-plus-repair", "mean_outage", "detection", "system", figure::outageMinutes},
    {"c8-detection-plus-repair", "availability", "detection", "system", figure::up},
    {"c8-detection-plus-repair", "downtime_per_year", "detection", "system", figure::downMinutes},
    {"c8-detection-plus-repair", "outages_per_year", "detection", "system", figure::outages},
    {"c8-detection-plus-repair", "p_outage_longer_than_1h", "detection", "system", figure::longerThan, "1"},
    // 3 % here would take 27 million histories.
    {"c8-deterministic-repair-downtime", "p_downtime_le_1", "fixed", "system", figure::met, "d1", true},
    {"c8-deterministic-repair-downtime", "p_downtime_le_5", "fixed", "system", figure::met, "d5"},
    {"c8-deterministic-repair-downtime", "p_downtime_le_9", "fixed", "system", figure::met, "d9"},
    {"c8-deterministic-repair-downtime", "p_downtime_le_17", "fixed", "system", figure::met, "d17"},
    {"c8-deterministic-repair-downtime", "p_downtime_le_25", "fixed", "system", figure::met, "d25"},
    {"c8-deterministic-repair-downtime", "p_downtime_le_33", "fixed", "system", figure::met, "d33"},
    {"c8-deterministic-repair-downtime", "steady_availability", "fixed-steady", "system", figure::up},
    {"c8-weibull-lognormal-renewal", "mean_life", "weibull-mission", "single", figure::firstOutage},
    {"c8-weibull-lognormal-renewal", "availability", "weibull", "single", figure::up},
    {"c8-weibull-lognormal-renewal", "failures_per_year", "weibull", "single", figure::outages},
    {"c8-weibull-lognormal-renewal", "parallel_pair_unavailability", "weibull", "pair", figure::down},
    {"c8-weibull-lognormal-renewal", "reliability_8760", "weibull-8760", "single", figure::reliability},
    {"c8-weibull-lognormal-renewal", "single_unit_downtime", "weibull", "single", figure::downHours},
};
// clang-format on

} // namespace nueves::verification
