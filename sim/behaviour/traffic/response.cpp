#include "sim/behaviour/traffic/response.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

namespace nueves::behaviour::traffic {

namespace {

constexpr int kEven = 32;      // bins of equal chance, the last of them halved again and again
constexpr double kTiny = 1e-7; // chance of the outermost edges
constexpr double kFirstTime = 1.0 / 64.0;
constexpr double kTimeStep = 1.12;   // between neighbouring times of the table
constexpr double kLongestTime = 1e7; // in mean services
constexpr double kNever = 1e-18;

std::array<double, TimeBins::kBins + 1> makeChances() {
    std::array<double, TimeBins::kBins + 1> edges{};
    for (std::size_t i = 0; i != kEven; ++i) edges[i] = static_cast<double>(i) / kEven;
    double rest = 1.0 / kEven;
    for (std::size_t i = kEven; i != TimeBins::kBins; ++i) edges[i] = 1.0 - (rest *= 0.5);
    edges[TimeBins::kBins] = 1.0;
    return edges;
}

// P(gamma of this shape and scale 1 <= x). Beyond shape 4 Wilson and Hilferty's cube root, good to 1e-3 there
// (Proc. Natl. Acad. Sci. 17, 1931).
double gammaWithin(double shape, double x) {
    if (x <= 0.0) return 0.0;
    if (shape < 4.0) return boost::math::gamma_p(shape, x);
    const double c = 1.0 / (9.0 * shape);
    const double z = (std::cbrt(x / shape) - (1.0 - c)) / std::sqrt(c);
    return 0.5 * std::erfc(-z * M_SQRT1_2);
}

} // namespace

const std::array<double, TimeBins::kBins + 1>& TimeBins::edgesOfChance() {
    static const std::array<double, kBins + 1> edges = makeChances();
    return edges;
}

TimeBins::TimeBins(const core::Law& law) : m_mean(law.mean()) {
    const auto& chance = edgesOfChance();
    for (std::size_t i = 0; i <= kBins; ++i)
        m_edges[i] = law.quantile(std::clamp(chance[i], kTiny, 1.0 - 1e-6));
    m_scv = m_mean > 0.0 ? law.variance() / (m_mean * m_mean) : 0.0;
}

double TimeBins::within(double t) const {
    if (t < m_edges.front()) return 0.0;
    if (t >= m_edges.back()) return 1.0;
    const auto& chance = edgesOfChance();
    const auto above = std::upper_bound(m_edges.begin(), m_edges.end(), t);
    const auto i = static_cast<std::size_t>(above - m_edges.begin()) - 1;
    const double width = m_edges[i + 1] - m_edges[i];
    const double share = width > 0.0 ? (t - m_edges[i]) / width : 1.0;
    return chance[i] + share * (chance[i + 1] - chance[i]);
}

TimeBins TimeBins::times(double factor) const {
    TimeBins scaled = *this;
    for (double& edge : scaled.m_edges) edge *= factor;
    scaled.m_mean *= factor;
    return scaled;
}

TimeBins TimeBins::plus(const TimeBins& other) const {
    if (other.m_mean == 0.0) return *this;
    if (m_mean == 0.0) return other;
    const auto& chance = edgesOfChance();
    std::vector<std::pair<double, double>> sums; // value, chance
    sums.reserve(kBins * kBins);
    for (std::size_t i = 0; i != kBins; ++i)
        for (std::size_t j = 0; j != kBins; ++j)
            sums.emplace_back(middle(i) + other.middle(j),
                              (chance[i + 1] - chance[i]) * (chance[j + 1] - chance[j]));
    std::sort(sums.begin(), sums.end());
    TimeBins sum;
    double passed = 0.0;
    std::size_t edge = 1;
    sum.m_edges[0] = sums.front().first;
    for (const auto& [value, weight] : sums) {
        passed += weight;
        while (edge < kBins && passed >= chance[edge]) sum.m_edges[edge++] = value;
    }
    while (edge <= kBins) sum.m_edges[edge++] = sums.back().first;
    sum.m_mean = m_mean + other.m_mean;
    const double variance = m_scv * m_mean * m_mean + other.m_scv * other.m_mean * other.m_mean;
    sum.m_scv = variance / (sum.m_mean * sum.m_mean);
    return sum;
}

ResponseTable::ResponseTable(const LineGrid& grid, const TimeBins& service, double servers)
    : m_nodes(grid.size()), m_scv(service.squaredVariation()) {
    const TimeBins own = service.times(1.0 / service.mean());
    const double most = grid.nodes().back() + 1.0;
    const double longest = 4.0 * most / servers + 2.0 * own.middle(TimeBins::kBins - 1);
    for (double t = kFirstTime; t < std::min(longest, kLongestTime) * kTimeStep; t *= kTimeStep)
        m_times.push_back(t);
    m_within.resize(m_times.size() * m_nodes);
    for (std::size_t i = 0; i != m_nodes; ++i)
        for (std::size_t j = 0; j != m_times.size(); ++j)
            m_within[i * m_times.size() + j] =
                withinAt(own, grid.nodes()[i], grid.workers(), servers, m_times[j]);
}

double ResponseTable::withinAt(const TimeBins& own, double found, double workers, double servers,
                               double t) const {
    const double sharing = std::min(found + 1.0, workers); // with itself, once it is served
    const double stretch = std::max(1.0, sharing / servers);
    const double before = found - workers + 1.0; // must leave before its own service begins
    if (before <= 0.0) return own.within(t / stretch);
    const double scv = std::max(own.squaredVariation(), 0.01); // the sum of many: never quite fixed
    const auto& chance = TimeBins::edgesOfChance();
    const auto leftFor = [&](std::size_t k) { // P(they have left in time for a service as long as bin k's)
        return gammaWithin(before / scv, (t - stretch * own.middle(k)) * servers / scv);
    };
    if (leftFor(TimeBins::kBins - 1) == 1.0) return 1.0; // most of the table is either
    if (leftFor(0) < kNever) return 0.0;
    double sum = 0.0;
    for (std::size_t k = 0; k != TimeBins::kBins; ++k) sum += (chance[k + 1] - chance[k]) * leftFor(k);
    return sum;
}

double ResponseTable::within(std::span<const double> found, double t) const {
    const auto mean = [&](std::size_t low, std::size_t high, double share) { // between two times
        double before = 0.0, after = 0.0;
        for (std::size_t i = 0; i != found.size(); ++i) {
            const double* row = &m_within[i * m_times.size()];
            before += found[i] * row[low];
            after += found[i] * row[high];
        }
        return (1.0 - share) * before + share * after;
    };
    if (t <= m_times.front()) return mean(0, 0, 0.0) * std::max(0.0, t) / m_times.front();
    const double place = std::log(t / m_times.front()) / std::log(kTimeStep);
    const auto low = static_cast<std::size_t>(std::min(place, 1e9));
    if (low + 1 >= m_times.size()) return mean(m_times.size() - 1, m_times.size() - 1, 0.0);
    return mean(low, low + 1, (t - m_times[low]) / (m_times[low + 1] - m_times[low]));
}

// Node by node, so that the sums over the nodes go on side by side.
void ResponseTable::cumulative(std::span<const double> found, std::vector<double>& out) const {
    out.assign(m_times.size(), 0.0);
    double* const sums = out.data();
    for (std::size_t i = 0; i != found.size(); ++i) {
        if (found[i] == 0.0) continue;
        const double share = found[i], *row = &m_within[i * m_times.size()];
        for (std::size_t j = 0; j != out.size(); ++j) sums[j] += share * row[j];
    }
}

} // namespace nueves::behaviour::traffic
