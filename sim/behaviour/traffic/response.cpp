#include "sim/behaviour/traffic/response.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <utility>

namespace nueves::behaviour::traffic {

namespace {

constexpr int kEven = 32;      // bins of equal chance, the last of them halved again and again
constexpr double kTiny = 1e-7; // chance of the outermost edges
constexpr double kFirstTime = 1.0 / 64.0;
constexpr double kTimeStep = 1.12;   // between neighbouring times of the table
constexpr double kLongestTime = 1e7; // in mean services
constexpr double kJust = 1e-6;       // before and after a time that many services take to the dot
constexpr double kNever = 1e-18;
constexpr double kLevelStep = 1.35; // between neighbouring usual stretches
// Between neighbouring rows, where nodes lie closer. A row between two is taken on the straight line: with an
// exponential service off by at most 0.3 * 0.01^2 / 8 = 4e-6 of chance (z (1 - z) exp(-z) is below 0.3).
constexpr double kRowStep = 1.01;
constexpr int kMostSteps = 60; // of Newton's rule, which takes 3
constexpr double kExact = 1e-10;

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

// A service of x takes u^2 (y + (f / u - 1) fading(y)), y = x / u, if it is usually stretched by u and found
// f: the difference fades while it is served, so that its variance is that of M/M/1 with processor sharing.
double fading(double y, double lost) { // lost: exp(-y) - 1
    if (y < 0.01) return y * std::sqrt(1.0 - y * (1.0 / 3.0 - y * (1.0 / 12.0 - y / 60.0)));
    return std::sqrt(2.0 * (y + lost));
}

// y after which so much, in u^2, has passed, by Newton's rule from one not far from it. The slope is positive
// and changes one way only: from the second step on it comes nearer from one side.
double served(double passed, double excess, double y) {
    for (int i = 0; i != kMostSteps; ++i) {
        const double lost = std::expm1(-y), faded = fading(y, lost), slope = y > 0.0 ? -lost / faded : 1.0;
        const double step = (passed - y - excess * faded) / (1.0 + excess * slope);
        y = std::max(0.0, y + step);
        if (std::abs(step) <= kExact * y) break;
    }
    return y;
}

// P(done within each of the times), growing, appended to `out`.
void addRow(const TimeBins& own, double usual, double first, const std::vector<double>& times,
            std::vector<double>& out) {
    const double excess = first / usual - 1.0;
    double y = 0.0;
    for (const double t : times) {
        if (usual * y < own.most()) y = served(t / (usual * usual), excess, y);
        out.push_back(own.within(usual * y));
    }
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

TimeBins::TimeBins(const core::Law& law) : m_mean(law.mean()) {
    const auto& chance = edgesOfChance();
    for (std::size_t i = 0; i <= kBins; ++i)
        m_edges[i] = law.quantile(std::clamp(chance[i], kTiny, 1.0 - 1e-6));
    m_scv = m_mean > 0.0 ? law.variance() / (m_mean * m_mean) : 0.0;
    for (std::size_t i = 0; i != kBins; ++i) { // bent no more than that it still grows all the way
        const double part = chance[i + 1] - chance[i];
        const double lacks = 1.0 - law.survival(middle(i)) - 0.5 * (chance[i] + chance[i + 1]);
        m_bends[i] = std::clamp(4.0 * lacks, -part, part);
    }
}

double TimeBins::within(double t) const {
    if (t < m_edges.front()) return 0.0;
    if (t >= m_edges.back()) return 1.0;
    const auto& chance = edgesOfChance();
    const auto above = std::upper_bound(m_edges.begin(), m_edges.end(), t);
    const auto i = static_cast<std::size_t>(above - m_edges.begin()) - 1;
    const double width = m_edges[i + 1] - m_edges[i];
    const double share = width > 0.0 ? (t - m_edges[i]) / width : 1.0;
    return chance[i] + share * (chance[i + 1] - chance[i]) + share * (1.0 - share) * m_bends[i];
}

std::vector<double> TimeBins::atoms() const {
    std::vector<double> atoms;
    for (std::size_t i = 0; i != kBins; ++i)
        if (m_edges[i] == m_edges[i + 1] && (atoms.empty() || atoms.back() != m_edges[i]))
            atoms.push_back(m_edges[i]);
    return atoms;
}

TimeBins TimeBins::times(double factor) const {
    TimeBins scaled = *this;
    for (double& edge : scaled.m_edges) edge *= factor;
    scaled.m_mean *= factor;
    return scaled;
}

std::vector<double> tableTimes(const TimeBins& own, double longestWait) {
    const double longest = longestWait + 2.0 * own.middle(TimeBins::kBins - 1);
    std::vector<double> times;
    for (double t = kFirstTime; t < std::min(longest, kLongestTime) * kTimeStep; t *= kTimeStep)
        times.push_back(t);
    for (const double atom : own.atoms())
        if (atom > kFirstTime) times.insert(times.end(), {atom * (1.0 - kJust), atom * (1.0 + kJust)});
    std::sort(times.begin(), times.end());
    return times;
}

ResponseTable::ResponseTable(const LineGrid& grid, const TimeBins& service, double servers)
    : m_scv(service.squaredVariation()) {
    const TimeBins own = service.times(1.0 / service.mean());
    const double most = grid.nodes().back() + 1.0, workers = grid.workers();
    m_times = tableTimes(own, 4.0 * most / servers);
    for (const double found : grid.nodes()) {
        m_shared += found <= workers - 1.0;
        m_stretch.push_back(std::max(1.0, std::min(found + 1.0, workers) / servers)); // with itself
    }
    const double largest = m_stretch.back();
    for (double level = 1.0; level < largest; level *= kLevelStep) m_levels.push_back(level);
    m_levels.push_back(largest);
    NUEVES_ASSERT(m_shared <= grid.size(), "nodes of the line");
    chooseRows();
    tabulateShared(own);
    tabulateWaiting(grid, own, servers);
}

// One for each stretch that nodes have, or, where these lie close, as few as leave no gap above kRowStep.
void ResponseTable::chooseRows() {
    for (std::size_t i = 0; i != m_shared; ++i) {
        if (!m_rows.empty() && m_stretch[i] == m_rows.back()) continue;
        const bool last = i + 1 == m_shared;
        if (m_rows.empty() || last || m_stretch[i + 1] > m_rows.back() * kRowStep)
            m_rows.push_back(m_stretch[i]);
    }
    for (std::size_t i = 0, row = 0; i != m_shared; ++i) {
        while (row + 1 != m_rows.size() && m_rows[row + 1] <= m_stretch[i]) ++row;
        const bool between = m_stretch[i] > m_rows[row];
        m_rowOf.push_back(
            {row, between ? (m_stretch[i] - m_rows[row]) / (m_rows[row + 1] - m_rows[row]) : 0.0});
    }
}

void ResponseTable::tabulateShared(const TimeBins& own) {
    m_atOnce.reserve(m_levels.size() * m_rows.size() * m_times.size());
    for (const double level : m_levels)
        for (const double stretch : m_rows) addRow(own, level, stretch, m_times, m_atOnce);
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
    const double* low = &m_atOnce[usual.low * m_rows.size() * times];
    const auto useRow = [&](std::size_t row, double share) {
        if (share == 0.0) return;
        use(share * (1.0 - usual.share), low + row * times);
        if (usual.share > 0.0) use(share * usual.share, low + (m_rows.size() + row) * times);
    };
    std::size_t row = 0;
    double here = 0.0, next = 0.0; // of this row and the one after it, so far
    for (std::size_t i = 0; i != shared; ++i) {
        for (; row != m_rowOf[i].low; ++row) useRow(row, std::exchange(here, std::exchange(next, 0.0)));
        here += found[i] * (1.0 - m_rowOf[i].share);
        next += found[i] * m_rowOf[i].share;
    }
    useRow(row, here);
    useRow(row + 1, next);
    for (std::size_t i = m_shared; i < found.size(); ++i)
        if (found[i] != 0.0) use(found[i], &m_waiting[(i - m_shared) * times]);
}

double ResponseTable::within(std::span<const double> found, double t) const {
    const Mixture here = usual(found);
    const auto above = std::upper_bound(m_times.begin() + 1, m_times.end(), t);
    const auto low = static_cast<std::size_t>(above - m_times.begin()) - 1;
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
