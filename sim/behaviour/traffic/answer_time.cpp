#include "sim/behaviour/traffic/answer_time.hpp"

#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::behaviour::traffic {

namespace {

constexpr int kPieces = 24; // of an integral over the time that a caller waits

} // namespace

AnswerTimes::AnswerTimes(const LineGrid& grid, const model::Station& station, double cores, bool plain)
    : m_grid(grid), m_takes(station.takes), m_order(station.order), m_cpuShare(station.cpuShare),
      m_cores(cores), m_fed(station.fed), m_plain(plain), m_own(station.takes),
      m_scv(m_own.squaredVariation()) {
    const double servers = serversOf(station, cores, station.cpuShare);
    if (plain && station.order == model::Order::fifo) {
        m_table.emplace(m_grid, m_own, servers);
        m_times = m_table->times();
    } else if (!station.fed) {
        m_waiting.emplace(m_grid, m_scv);
    }
    m_own = m_own.times(1.0 / station.takes.mean());
    if (!m_table) m_times = tableTimes(m_own, 4.0 * (grid.nodes().back() + 1.0) / servers);
}

bool AnswerTimes::isOf(const LineGrid& grid, const model::Station& station, double cores, bool plain) const {
    return m_order == station.order && m_cpuShare == station.cpuShare && m_cores == cores &&
           m_fed == station.fed && m_plain == plain && m_grid.workers() == grid.workers() &&
           m_grid.nodes() == grid.nodes() && m_takes == station.takes;
}

void AnswerTimes::look(Meeting& meeting, double arrivals) const {
    meeting.letIn = std::accumulate(meeting.found.begin(), meeting.found.end(), 0.0);
    meeting.weights = meeting.found;
    const double turns = meeting.rates.service * meeting.rates.servers; // 1/s
    meeting.end = std::numeric_limits<double>::infinity();
    if (m_order == model::Order::deadline && std::isfinite(meeting.rates.patience))
        meeting.served =
            m_waiting->keepDeadlines(meeting.end = meeting.rates.patience * turns, meeting.weights);
    meeting.waits.clear();
    if (m_table) return;
    if (m_order == model::Order::lifo)
        m_waiting->lastCome(meeting.weights, arrivals / turns, meeting.rates.variability, meeting.waits);
    else
        m_waiting->firstCome(meeting.weights, meeting.waits);
}

double AnswerTimes::within(const Meeting& meeting, double service, double t) const {
    return std::min(meeting.letIn,
                    m_table ? m_table->within(meeting.weights, t / service) : composed(meeting, service, t));
}

// Those who are served at once, by how many share the CPU with them; then those who wait.
double AnswerTimes::composed(const Meeting& meeting, double service, double t) const {
    const auto& nodes = m_grid.nodes();
    const double servers = meeting.rates.servers;
    double alone = 0.0, sum = 0.0;
    for (std::size_t i = 0; i != std::min(m_grid.full(), meeting.weights.size()); ++i) {
        const double stretch = (nodes[i] + 1.0) / servers;
        if (stretch <= 1.0)
            alone += meeting.weights[i];
        else if (meeting.weights[i] > 0.0)
            sum += meeting.weights[i] * m_own.within(t / (service * stretch));
    }
    sum += alone * m_own.within(t / service);
    const double own = service * std::max(1.0, m_grid.workers() / servers);
    const double turns = meeting.rates.service * servers;
    const auto& chance = TimeBins::edgesOfChance();
    for (std::size_t k = 0; k != TimeBins::kBins; ++k) {
        const double left = t - own * m_own.middle(k);
        if (left <= 0.0) break;
        sum += (chance[k + 1] - chance[k]) *
               m_waiting->at(meeting.waits, left * turns, meeting.end, meeting.served);
    }
    return sum;
}

void AnswerTimes::cumulative(const Meeting& meeting, double service, std::vector<double>& times,
                             std::vector<double>& within) const {
    times.clear();
    for (const double time : m_times) times.push_back(time * service);
    if (m_table) return m_table->cumulative(meeting.weights, within);
    within.clear();
    for (const double time : times) within.push_back(composed(meeting, service, time));
}

double AnswerTimes::mean(const Meeting& meeting, double service, double timeout) const {
    const auto& nodes = m_grid.nodes();
    const double workers = m_grid.workers(), servers = meeting.rates.servers;
    double mean = 0.0;
    if (m_order == model::Order::lifo && std::isfinite(timeout)) { // pieces grow as squares
        double before = 0.0, missing = meeting.letIn;
        for (int i = 1; i <= kPieces; ++i) {
            const double t = timeout * i * i / (kPieces * kPieces),
                         still = meeting.letIn - within(meeting, service, t);
            mean += 0.5 * (missing + still) * (t - before);
            before = t;
            missing = still;
        }
        return mean;
    }
    for (std::size_t i = 0; i != meeting.found.size(); ++i) {
        const double before = std::max(0.0, nodes[i] - workers + 1.0);
        const double stretch = std::max(1.0, std::min(nodes[i] + 1.0, workers) / servers);
        mean += meeting.found[i] *
                std::min(timeout, stretch * service + before / (servers * meeting.rates.service));
    }
    return mean;
}

} // namespace nueves::behaviour::traffic
