#include "sim/methods/zoom/decisions.hpp"

#include "sim/behaviour/scaling/scaler.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::methods::zoom {

using analysis::SeamDecisions;
using model::Conduct;

namespace {

constexpr double kUsualRow = 15.0; // s: how often the Kubernetes autoscaler looks
constexpr double kMostRows = 2000.0;
constexpr double kErrors =
    2.0; // standard errors beyond which a share is on the other side of what is required

// Requests that came to a station's targets and that they answered, 1/s, up to a row.
struct Seen {
    double arrived = 0.0, served = 0.0;
};

class Judge {
  public:
    Judge(const model::System& system, const RecordedWindow& window, const RequestRecord& record)
        : m_system(system), m_window(window), m_timeline(record.timeline), m_scaler(system) {}

    std::vector<double> judge() {
        const auto& plan = m_system.traffic;
        std::vector<double> otherwise(plan.scalings.size(), 0.0);
        for (const WindowRow& row : m_window.rows) lookAtScaling(row, otherwise);
        for (std::size_t s = 0; s != plan.stations.size(); ++s) {
            if (plan.stations[s].answered.empty()) continue;
            otherwise.push_back(0.0);
            for (const WindowRow& row : m_window.rows) otherwise.back() += isAnsweredOtherwise(row, s);
        }
        return otherwise;
    }

  private:
    std::size_t indexOf(const WindowRow& row) const; // of the timeline
    Seen seen(std::size_t station, std::size_t index, double over) const;
    void lookAtScaling(const WindowRow& row, std::vector<double>& otherwise);
    void showRequests(const WindowRow& row);
    bool isAnsweredOtherwise(const WindowRow& row, std::size_t station) const;

    const model::System& m_system;
    const RecordedWindow& m_window;
    const RequestTimeline& m_timeline;
    behaviour::Scaler m_scaler;
    behaviour::traffic::Now m_now;
    std::vector<std::vector<model::MetricSample>> m_samples; // that requests gave, per scaling
};

std::size_t Judge::indexOf(const WindowRow& row) const {
    const double every = static_cast<double>(m_timeline.every) * 1e-9;
    const auto index = static_cast<std::size_t>((row.at - m_window.requests.begins) / every + 0.5) - 1;
    return std::min(index, m_timeline.stations.size() - 1);
}

Seen Judge::seen(std::size_t station, std::size_t index, double over) const {
    const double every = static_cast<double>(m_timeline.every) * 1e-9;
    const auto rows =
        static_cast<std::size_t>(std::clamp(over / every + 0.5, 1.0, static_cast<double>(index + 1)));
    Seen sum;
    for (std::size_t r = index + 1 - rows; r <= index; ++r) {
        sum.arrived += static_cast<double>(m_timeline.stations[r][station].arrived);
        sum.served += static_cast<double>(m_timeline.stations[r][station].served);
    }
    const double seconds = every * static_cast<double>(rows);
    return {sum.arrived / seconds, sum.served / seconds};
}

// Mean size of the requests that came to a station: calls are of size 1.
double sizeAsked(const model::System& system, const WindowRow& row, std::size_t station) {
    const double attempts = row.sums.stations[station].attempts;
    double larger = 0.0; // requests of size 1, beyond one for each
    for (std::size_t d = 0; d != system.traffic.demands.size(); ++d) {
        const model::Edge& edge = system.traffic.edges[system.traffic.demands[d].edge];
        const auto& users = row.sums.demands[d];
        if (edge.to == station) larger += (users.asked + users.repeats) * (edge.size - 1.0);
    }
    return attempts > 0.0 ? 1.0 + larger / attempts : 1.0;
}

// The flow as those who scale see it, with what the requests did shared out among the targets that serve.
void Judge::showRequests(const WindowRow& row) {
    const auto& plan = m_system.traffic;
    const std::size_t index = indexOf(row);
    m_now.stations.resize(plan.stations.size());
    for (const model::Scaling& scaling : plan.scalings) {
        const std::size_t s = scaling.station;
        const Seen requests = seen(s, index, scaling.metricWindow);
        const auto& lines = row.levels.stations[s].lines;
        auto& here = m_now.stations[s];
        here.arrivals = requests.arrived;
        here.work = plan.stations[s].takes.mean() * sizeAsked(m_system, row, s);
        here.lines.assign(lines.size(), {});
        double serving = 0.0, reached = 0.0;
        for (const model::Line& line : lines) {
            serving += line.conduct == Conduct::serves ? line.count : 0.0;
            reached += line.reached ? line.count : 0.0;
        }
        for (std::size_t l = 0; l != lines.size(); ++l) {
            if (lines[l].conduct == Conduct::serves) here.lines[l].flows.served = requests.served / serving;
            if (lines[l].reached) here.lines[l].arrivals = requests.arrived / reached;
        }
    }
}

// Each look begins with the memory that the history had, but for the metrics.
void Judge::lookAtScaling(const WindowRow& row, std::vector<double>& otherwise) {
    if (otherwise.empty()) return;
    std::vector<model::ScalingState> states = row.before;
    if (m_samples.empty())
        for (const auto& state : states) m_samples.push_back(state.samples);
    for (std::size_t i = 0; i != states.size(); ++i) states[i].samples = m_samples[i];
    showRequests(row);
    const behaviour::Scaler::Sight sight{&row.levels, &m_now, row.at};
    double at = 0.0;
    while (m_scaler.look(states, row.signals, sight, sight, at)) {
    }
    for (std::size_t i = 0; i != states.size(); ++i) {
        otherwise[i] += states[i].wanted != row.after[i].wanted;
        m_samples[i] = std::move(states[i].samples);
    }
}

bool Judge::isAnsweredOtherwise(const WindowRow& row, std::size_t s) const {
    const auto& plan = m_system.traffic;
    double well = 0.0, all = 0.0;
    for (std::size_t d = 0; d != plan.demands.size(); ++d) {
        if (plan.edges[plan.demands[d].edge].to != s) continue;
        const auto& here = m_timeline.demands[indexOf(row)][d];
        well += static_cast<double>(here.answered);
        all += static_cast<double>(here.answered + here.lost);
    }
    if (all == 0.0) return false;
    const double required = m_system.services[plan.stations[s].service].requiredFraction;
    const double beyond = kErrors * std::sqrt(required * (1.0 - required) / all);
    return row.answered[s] != 0 ? well / all < required - beyond : well / all > required + beyond;
}

} // namespace

std::vector<SeamDecisions> decisionsOf(const model::System& system) {
    const auto& plan = system.traffic;
    std::vector<SeamDecisions> decisions;
    for (const model::Scaling& scaling : plan.scalings)
        decisions.push_back({"scaling", plan.stations[scaling.station].name});
    for (const model::Station& station : plan.stations)
        if (!station.answered.empty()) decisions.push_back({"answered", station.name});
    for (const model::Edge& edge : plan.edges)
        if (edge.from && edge.call.breaker.errors > 0.0)
            decisions.push_back(
                {"breaker", plan.stations[*edge.from].name + " > " + plan.stations[edge.to].name});
    return decisions;
}

void countTaken(const model::System& system, const RecordedWindow& window,
                std::vector<SeamDecisions>& decisions) {
    const auto& plan = system.traffic;
    std::vector<double> taken(plan.scalings.size(), 0.0);
    for (const WindowRow& row : window.rows)
        for (std::size_t i = 0; i != taken.size(); ++i)
            taken[i] += row.after[i].nextSync > row.before[i].nextSync;
    for (std::size_t i = 0; i != taken.size(); ++i) decisions[i].taken = taken[i];
    for (SeamDecisions& decision : decisions)
        if (decision.kind == "answered") decision.taken = static_cast<double>(window.rows.size());
}

std::vector<double> takenOtherwise(const model::System& system, const RecordedWindow& window,
                                   const RequestRecord& record) {
    if (window.rows.empty()) return std::vector<double>(decisionsOf(system).size(), 0.0);
    std::vector<double> otherwise = Judge(system, window, record).judge();
    for (std::size_t e = 0; e != system.traffic.edges.size(); ++e) {
        const model::Edge& edge = system.traffic.edges[e];
        if (edge.from && edge.call.breaker.errors > 0.0)
            otherwise.push_back(static_cast<double>(record.calls[e].opened));
    }
    return otherwise;
}

core::SimSpan rowsFor(const model::System& system, core::SimSpan lasts) {
    double every = kUsualRow;
    for (const model::Scaling& scaling : system.traffic.scalings) every = std::min(every, scaling.sync);
    const double tooMany = core::seconds(lasts) / (every * kMostRows);
    return core::spanFromSeconds(every * std::max(1.0, std::ceil(tooMany)));
}

} // namespace nueves::methods::zoom
