#include "app/report/csv.hpp"

#include <fmt/format.h>

#include <cmath>

namespace nueves::report {

using namespace analysis;

namespace {

std::string field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string figure(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

class CsvWriter {
  public:
    explicit CsvWriter(const Result& result) : m_scenario(field(result.scenario)) {}

    void at(const std::string& design, const std::string& service) {
        m_prefix = field(design) + "," + field(service);
    }
    void row(std::string_view quantity, const std::string& item, const Estimate& e, std::string_view unit) {
        line(quantity, item, figure(e.value), figure(e.low), figure(e.high), methodName(e.method), unit);
    }
    void row(std::string_view quantity, const std::string& item, double value, std::string_view unit) {
        line(quantity, item, figure(value), "", "", "", unit);
    }
    std::string take() { return std::move(m_out); }

  private:
    void line(std::string_view quantity, const std::string& item, const std::string& value,
              const std::string& low, const std::string& high, std::string_view method,
              std::string_view unit) {
        m_out += fmt::format("{},{},{},{},{},{},{},{},{}\r\n", m_scenario, m_prefix, quantity, field(item),
                             value, low, high, method, field(std::string(unit)));
    }
    std::string m_scenario, m_prefix, m_out;
};

void figures(CsvWriter& out, const ServiceResult& service) {
    out.row("unavailability", "", service.unavailability, "share");
    if (service.naive) out.row("naiveUnavailability", "", *service.naive, "share");
    out.row("degraded", "", service.degraded, "share");
    out.row("fraction", "", service.fraction, "share");
    out.row("downtimeHoursPerYear", "", service.downtimeHoursPerYear, "h/a");
    out.row("outagesPerYear", "", service.outagesPerYear, "1/a");
    out.row("mtbfHours", "", service.mtbfHours, "h");
    out.row("mttrHours", "", service.mttrHours, "h");
    if (service.mttfHours) out.row("mttfHours", "", *service.mttfHours, "h");
    if (service.reliability) out.row("reliability", "", *service.reliability, "share");
    out.row("longestOutageHours", "", service.longestOutageHours, "h");
}

void lists(CsvWriter& out, const ServiceResult& service, const std::string& currency) {
    for (const TargetResult& target : service.targets) {
        if (target.promisesUptime) {
            out.row("targetUptime", target.id, target.uptime, "share");
            out.row("targetUnavailability", target.id, target.unavailability, "share");
        }
        for (const LatencyResult& latency : target.latency)
            out.row("targetLate", target.id + " " + figure(latency.seconds) + " s", latency.late, "share");
        if (target.budget) out.row("budgetUsed", target.id, target.budget->used, "share");
        if (target.credits) out.row("creditsPerYear", target.id, target.credits->perYear, currency + "/a");
        for (const Burn& burn : target.burn)
            out.row("burn", target.id + " " + figure(burn.hours) + " h", burn.worst, "");
        out.row("targetProbabilityMet", target.id, target.probabilityMet, "share");
    }
    for (const Quantile& quantile : service.downtimeQuantiles)
        out.row("downtimeQuantile", figure(quantile.p), quantile.value, "h/a");
    for (const Quantile& quantile : service.outageQuantiles)
        out.row("outageQuantile", figure(quantile.p), quantile.value, "h");
    for (const auto& [hours, share] : service.outagesLongerThan)
        out.row("outagesLongerThanHours", figure(hours), share, "share");
    for (const auto& [edge, share] : service.downtimeHistogram)
        out.row("downtimeUpToHours", figure(edge), share, "share");
    for (const Cause& cause : service.causes) out.row("cause", cause.name, cause.hoursPerYear, "h/a");
    for (const PhaseShare& phase : service.phases) out.row("phase", phase.phase, phase.hoursPerYear, "h/a");
    for (const CostPart& part : service.costPerYear)
        out.row("costPerYear", part.kind, part.perYear, currency + "/a");
}

void curves(CsvWriter& out, const std::string& name, const Series& series) {
    const std::pair<const char*, const std::vector<double>*> all[] = {
        {"asked", &series.asked},       {"answered", &series.answered}, {"lost", &series.lost},
        {"instances", &series.serving}, {"wanted", &series.wanted},     {"needed", &series.needed},
        {"machines", &series.machines}, {"p99", &series.slow}};
    for (const auto& [what, values] : all) {
        const std::string_view unit =
            what == std::string_view("p99")                                                   ? "s"
            : values == &series.asked || values == &series.answered || values == &series.lost ? "1/s"
                                                                                              : "";
        for (std::size_t i = 0; i != values->size(); ++i)
            out.row(name + "." + what, figure(static_cast<double>(i) * series.step), (*values)[i], unit);
    }
}

// How far it goes, and what keeps it down.
void capacity(CsvWriter& out, const TrafficResult& seen) {
    if (seen.headroom) {
        out.row("headroom", "", seen.headroom->today, "");
        if (seen.headroom->replayed) out.row("headroomReplayed", "", *seen.headroom->replayed, "share");
        if (seen.headroom->afterWorstLoss)
            out.row("headroomAfterWorstLoss", seen.headroom->worstLoss, *seen.headroom->afterWorstLoss, "");
    }
    if (seen.scalingNeed) {
        const ScalingNeed& need = *seen.scalingNeed;
        if (need.instances) out.row("scalingNeed", "formula", *need.instances, "");
        if (need.simulated) out.row("scalingNeed", "simulated", *need.simulated, "");
        if (need.replayed) out.row("scalingNeedReplayed", "", *need.replayed, "share");
        out.row("scalingNeedHosts", "", need.hosts, "");
        for (const HourNeed& hour : need.hours) out.row("scalingNeedAt", hour.at, hour.instances, "");
    }
    if (seen.metastable) out.row("metastable", "", seen.metastable->isMetastable ? 1.0 : 0.0, "");
}

void traffic(CsvWriter& out, const TrafficResult& seen, const std::string& currency) {
    out.row("asked", "", seen.asked, "1/s");
    out.row("goodput", "", seen.goodput, "1/s");
    out.row("throughput", "", seen.throughput, "1/s");
    out.row("requestWeighted", "", seen.requestWeighted, "share");
    if (seen.userWeighted) out.row("userWeighted", "", *seen.userWeighted, "share");
    out.row("retries", "", seen.retries, "");
    out.row("lostPerYear", "", seen.lostPerYear, "1/a");
    for (const auto& [p, seconds] : seen.latency) out.row("latency", figure(p), seconds, "s");
    out.row("instances", "", seen.instances, "");
    out.row("machines", "", seen.machines, "");
    out.row("utilisation", "", seen.utilisation, "share");
    if (seen.supply) {
        out.row("neededInstances", "", seen.supply->needed, "");
        out.row("idleInstances", "", seen.supply->idle, "");
        out.row("missingInstances", "", seen.supply->missing, "");
        out.row("overHoursPerYear", "", seen.supply->overHoursPerYear, "h/a");
        out.row("underHoursPerYear", "", seen.supply->underHoursPerYear, "h/a");
        out.row("idleCostPerYear", "", seen.supply->idleCostPerYear, currency + "/a");
    }
    capacity(out, seen);
    if (seen.week) curves(out, "week", *seen.week);
    if (seen.day) curves(out, "day " + core::toString(seen.day->start), *seen.day);
}

// Item: when it begins.
void window(CsvWriter& out, const ZoomResult& window) {
    out.at(window.design, window.around);
    const std::string& when = window.date;
    out.row("window.history", when, static_cast<double>(window.history), "");
    out.row("window.seconds", when, window.lasts, "s");
    if (window.replays == 0) return;
    for (const auto& [p, seconds] : window.whole.latency)
        out.row("window.latency " + figure(p), when, seconds, "s");
    out.row("window.lost", when, window.whole.lost, "share");
    out.row("window.latency 0.95 by rates", when, window.whole.p95.rate, "s");
    out.row("window.latency 0.95 seam", when, window.whole.p95.bound, "s");
    out.row("window.lost by rates", when, window.whole.lostSeam.rate, "share");
    out.row("window.lost seam", when, window.whole.lostSeam.bound, "share");
}

} // namespace

std::string csvHeader() {
    return "scenario,design,service,quantity,item,value,low,high,method,unit\r\n";
}

std::string csvRows(const Result& result) {
    CsvWriter out(result);
    for (const ServiceResult& service : result.services) {
        out.at(service.design, service.name);
        figures(out, service);
        lists(out, service, result.currency);
        if (service.traffic) traffic(out, *service.traffic, result.currency);
    }
    for (const DesignSummary& design : result.designs) {
        out.at(design.design, "");
        for (const CostPart& part : design.costPerYear)
            out.row("deploymentCostPerYear", part.kind, part.perYear, result.currency + "/a");
        out.row("deploymentCostPerYear", "total", design.costTotal, result.currency + "/a");
    }
    for (const Difference& difference : result.differences) {
        out.at(difference.design, difference.service);
        out.row("difference:" + difference.quantity, difference.against, difference.difference, "");
    }
    for (const ZoomResult& each : result.windows) window(out, each);
    return out.take();
}

} // namespace nueves::report
