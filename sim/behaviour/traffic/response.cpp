#include "sim/behaviour/traffic/response.hpp"

#include "sim/core/assert.hpp"

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
constexpr double kLevelStep = 1.35; // between neighbouring usual stretches
constexpr int kHalvings = 44;       // of an interval that is to be narrow

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

// Time that a service of x takes if it is usually stretched by `usual`, and found `first`: the difference
// fades while it is served, so that its variance is that of M/M/1 with processor sharing.
double stretched(double x, double usual, double first) {
    const double y = x / usual;
    const double fading = y < 1e-4 ? y : std::sqrt(2.0 * (y + std::expm1(-y))); // about y at first
    return usual * (x + (first - usual) * fading);
}

// Longest service that is done within t; grows with t.
double serviceDoneIn(double t, double usual, double first) {
    if (usual == first) return t / usual;
    double low = 0.0, high = t;
    for (int i = 0; i != kHalvings && high - low > 1e-9 * high; ++i) {
        const double x = 0.5 * (low + high);
        (stretched(x, usual, first) > t ? high : low) = x;
    }
    return 0.5 * (low + high);
}

// P(answered within t): `before` others leave, then an own service stretched by so much.
double withinWaiting(const TimeBins& own, double before, double stretch, double servers, double t) {
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

} // namespace

const std::array<double, TimeBins::kBins + 1>& TimeBins::edgesOfChance() {
    static const std::array<double, kBins + 1> edges = makeChances();
    return edges;
}

namespace {

// Within a bin fewer and fewer are left: as a geometric fall has it half way, against the straight line. On
// that alone the 95 % of an exponential law would come 2 % too late.
const std::array<double, TimeBins::kBins>& bends() {
    static const auto all = [] {
        std::array<double, TimeBins::kBins> bend{};
        const auto& chance = TimeBins::edgesOfChance();
        for (std::size_t i = 0; i + 1 != TimeBins::kBins; ++i) { // the last bin ends: nobody is left
            const double apart = std::sqrt(1.0 - chance[i]) - std::sqrt(1.0 - chance[i + 1]);
            bend[i] = 2.0 * apart * apart;
        }
        return bend;
    }();
    return all;
}

} // namespace

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
    return chance[i] + share * (chance[i + 1] - chance[i]) + share * (1.0 - share) * bends()[i];
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
    : m_scv(service.squaredVariation()) {
    const TimeBins own = service.times(1.0 / service.mean());
    const double most = grid.nodes().back() + 1.0, workers = grid.workers();
    const double longest = 4.0 * most / servers + 2.0 * own.middle(TimeBins::kBins - 1);
    for (double t = kFirstTime; t < std::min(longest, kLongestTime) * kTimeStep; t *= kTimeStep)
        m_times.push_back(t);
    for (const double found : grid.nodes()) {
        m_shared += found <= workers - 1.0;
        m_stretch.push_back(std::max(1.0, std::min(found + 1.0, workers) / servers)); // with itself
    }
    const double largest = m_stretch.back();
    for (double level = 1.0; level < largest; level *= kLevelStep) m_levels.push_back(level);
    m_levels.push_back(largest);
    tabulateShared(grid, own);
    tabulateWaiting(grid, own, servers);
}

void ResponseTable::tabulateShared(const LineGrid& grid, const TimeBins& own) {
    NUEVES_ASSERT(m_shared <= grid.size(), "nodes of the line");
    m_atOnce.reserve(m_levels.size() * m_times.size() * m_shared);
    for (const double level : m_levels)
        for (std::size_t i = 0; i != m_shared; ++i)
            for (const double t : m_times)
                m_atOnce.push_back(own.within(serviceDoneIn(t, level, m_stretch[i])));
}

// Others must leave before its own service begins; that it shares with as many as there are workers.
void ResponseTable::tabulateWaiting(const LineGrid& grid, const TimeBins& own, double servers) {
    m_waiting.reserve(m_times.size() * (grid.size() - m_shared));
    for (std::size_t i = m_shared; i != grid.size(); ++i)
        for (const double t : m_times)
            m_waiting.push_back(
                withinWaiting(own, grid.nodes()[i] - grid.workers() + 1.0, m_stretch[i], servers, t));
}

// Between which levels the mean stretch of those who come lies.
ResponseTable::Mixture ResponseTable::usual(std::span<const double> found) const {
    double sum = 0.0, stretch = 0.0;
    for (std::size_t i = 0; i != found.size(); ++i) {
        sum += found[i];
        stretch += found[i] * m_stretch[i];
    }
    const double mean = sum > 0.0 ? stretch / sum : 1.0;
    const auto above = std::upper_bound(m_levels.begin(), m_levels.end(), mean);
    if (above == m_levels.end()) return {m_levels.size() - 1, 0.0};
    if (above == m_levels.begin()) return {};
    const auto low = static_cast<std::size_t>(above - m_levels.begin()) - 1;
    return {low, (mean - m_levels[low]) / (m_levels[low + 1] - m_levels[low])};
}

// Rows of the table, with the share of those who come that each stands for.
template <class Use>
void ResponseTable::forEachRow(std::span<const double> found, const Mixture& usual, const Use& use) const {
    const std::size_t times = m_times.size(), shared = std::min(m_shared, found.size());
    const double* low = &m_atOnce[usual.low * m_shared * times];
    for (std::size_t i = 0; i != shared; ++i) {
        if (found[i] == 0.0) continue;
        use(found[i] * (1.0 - usual.share), low + i * times);
        if (usual.share > 0.0) use(found[i] * usual.share, low + (m_shared + i) * times);
    }
    for (std::size_t i = m_shared; i < found.size(); ++i)
        if (found[i] != 0.0) use(found[i], &m_waiting[(i - m_shared) * times]);
}

double ResponseTable::within(std::span<const double> found, double t) const {
    const Mixture here = usual(found);
    const double place = t > m_times.front() ? std::log(t / m_times.front()) / std::log(kTimeStep) : 0.0;
    const auto low = static_cast<std::size_t>(std::min(place, static_cast<double>(m_times.size() - 1)));
    const std::size_t high = std::min(low + 1, m_times.size() - 1);
    double before = 0.0, after = 0.0;
    forEachRow(found, here, [&](double share, const double* row) {
        before += share * row[low];
        after += share * row[high];
    });
    if (t <= m_times.front()) return before * std::max(0.0, t) / m_times.front();
    if (high == low) return before;
    return before + (after - before) * (t - m_times[low]) / (m_times[high] - m_times[low]);
}

// Node by node, so that the sums over the nodes go on side by side.
void ResponseTable::cumulative(std::span<const double> found, std::vector<double>& out) const {
    out.assign(m_times.size(), 0.0);
    double* const sums = out.data();
    forEachRow(found, usual(found), [&](double share, const double* row) {
        for (std::size_t j = 0; j != out.size(); ++j) sums[j] += share * row[j];
    });
}

} // namespace nueves::behaviour::traffic
