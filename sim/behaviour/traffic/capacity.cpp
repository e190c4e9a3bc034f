#include "sim/behaviour/traffic/capacity.hpp"

#include "sim/behaviour/traffic/answer_tables.hpp"
#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nueves::behaviour::traffic {

using model::Station;

namespace {

constexpr int kHalvings = 60;       // of an interval: to the last digit
constexpr int kRounds = 200;        // until lines that look at one another have come to rest
constexpr double kHuge = 1e200;

double asking(const model::Call& call) { // share of the calls that a warm cache leaves
    return call.times * (1.0 - call.cacheHit);
}

// s, of a request that nobody waits for: callees stand before callers.
std::vector<double> lightTimes(const model::Traffic& plan) {
    std::vector<double> times;
    for (const Station& station : plan.stations) {
        double calls = 0.0, together = 0.0;
        for (const std::uint32_t e : station.calls) {
            const model::Edge& edge = plan.edges[e];
            if (edge.call.later) continue; // put into a queue: nobody waits
            if (!edge.call.parallel) calls += std::exchange(together, 0.0);
            together = std::max(together, asking(edge.call) * times[edge.to]);
        }
        times.push_back(station.takes.mean() + calls + together);
    }
    return times;
}

struct Promise {
    double share, seconds;
};

std::vector<Promise> promisesOf(const model::System& system, const Station& station) {
    const model::Service& service = system.services[station.service];
    std::vector<Promise> promises;
    if (!station.answered.empty()) promises.push_back({service.requiredFraction, station.timeout});
    for (const model::TargetRule& target : service.targets) {
        for (const model::LatencyBound& bound : target.latency)
            promises.push_back({bound.share, std::min(bound.seconds, station.timeout)});
        if (target.uptime && target.weight != scenario::Weight::time)
            promises.push_back({*target.uptime, station.timeout});
    }
    if (promises.empty()) promises.push_back({kShareAssumed, station.timeout});
    return promises;
}

// One replica under a steady stream.
class Alone {
  public:
    Alone(const model::Traffic& plan, const Station& station, double cores, double light)
        : m_grid(gridOf(station)), m_times(answerTimesOf(plan, m_grid, station, cores, true)),
          m_looks(choosy(station)) {
        m_rates.service = 1.0 / light;
        m_rates.servers = serversOf(station, cores, station.takes.mean() * station.cpuShare / light);
        m_rates.variability = std::max(0.05, 0.5 * (1.0 + m_times->squaredVariation()));
        if (station.order == model::Order::deadline) m_rates.patience = station.timeout;
    }
    double most(const std::vector<Promise>& promises) {
        double low = 0.0, high = 2.0 * m_rates.service * std::max(1.0, m_rates.servers);
        for (int i = 0; i != kHalvings; ++i) {
            const double middle = 0.5 * (low + high);
            (keeps(middle, promises) ? low : high) = middle;
        }
        return keeps(low, promises) ? low : 0.0;
    }

  private:
    bool keeps(double rate, const std::vector<Promise>& promises) {
        rest(rate);
        m_meeting.found.assign(m_found.begin(), m_found.end() - 1);
        m_meeting.rates = m_rates;
        m_times->look(m_meeting, m_coming[m_grid.full()]);
        return std::all_of(promises.begin(), promises.end(), [&](const Promise& promise) {
            const double well = std::isfinite(promise.seconds)
                                    ? m_times->within(m_meeting, 1.0 / m_rates.service, promise.seconds)
                                    : m_meeting.letIn;
            return well >= promise.share;
        });
    }
    // The line at rest, and what one who comes finds there.
    void rest(double rate) {
        m_coming.assign(m_grid.size(), rate);
        for (int round = 0; round != (m_looks ? kRounds : 1); ++round) {
            LineGenerator generator;
            generator.fill(m_grid, m_coming, m_rates);
            m_p.assign(1, 1.0);
            for (std::size_t i = 1; i != m_grid.size(); ++i) grow(generator.up[i - 1], generator.down[i]);
            normalise(m_p);
            if (m_looks) spreadArrivals(m_p, rate, 2, m_next);
            for (std::size_t i = 0; m_looks && i != m_coming.size(); ++i)
                m_coming[i] += 0.5 * (m_next[i] - m_coming[i]);
        }
        m_found = m_p;
        for (std::size_t i = 0; i != m_p.size(); ++i) m_found[i] *= m_coming[i];
        if (rate > 0.0) normalise(m_found);
        else m_found = m_p;
    }
    void grow(double up, double down) {
        const double next = down > 0.0 ? m_p.back() * up / down : HUGE_VAL;
        if (next > kHuge) { // beside it, what stands before is nothing
            for (double& share : m_p) share = std::isfinite(next) ? share / next : 0.0;
            m_p.push_back(1.0);
        } else {
            m_p.push_back(next);
        }
    }
    static void normalise(std::vector<double>& shares) {
        double sum = 0.0;
        for (const double share : shares) sum += share;
        for (double& share : shares) share /= sum;
    }

    LineGrid m_grid;
    std::shared_ptr<const AnswerTimes> m_times;
    bool m_looks;
    LineRates m_rates;
    Meeting m_meeting;
    std::vector<double> m_coming, m_p, m_next, m_found;
};

} // namespace

std::vector<std::vector<double>> mostPerTarget(const model::System& system) {
    std::vector<std::vector<double>> most;
    const std::vector<double> light = lightTimes(system.traffic);
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        const Station station = oneOf(system.traffic.stations[s]);
        const std::vector<Promise> promises = promisesOf(system, station);
        most.emplace_back();
        for (std::uint32_t size = 0; size != sizesOf(station); ++size)
            most.back().push_back(
                Alone(system.traffic, station, coresOf(station, size), light[s]).most(promises));
    }
    return most;
}

std::vector<std::vector<double>> visitsOf(const model::Traffic& plan) {
    std::vector<std::vector<double>> visits;
    for (const model::Demand& demand : plan.demands) {
        std::vector<double> of(plan.stations.size(), 0.0);
        of[plan.edges[demand.edge].to] = 1.0;
        for (std::size_t s = plan.stations.size(); s-- > 0;) // callers stand behind their callees
            for (const std::uint32_t e : plan.stations[s].calls)
                of[plan.edges[e].to] += of[s] * asking(plan.edges[e].call);
        of[plan.edges[demand.edge].to] += plan.edges[demand.edge].size - 1.0;
        visits.push_back(std::move(of));
    }
    return visits;
}

} // namespace nueves::behaviour::traffic
