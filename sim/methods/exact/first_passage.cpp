#include "sim/methods/exact/first_passage.hpp"

#include "sim/methods/exact/doubling.hpp"
#include "sim/methods/exact/poisson.hpp"
#include "sim/methods/exact/stationary.hpp"

#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nueves::methods {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMostDoubled = 500; // states: a matrix for each power of two is kept
constexpr std::size_t kMostLooks = 4'000'000;

// P(come by t), if `come[k]` is the chance after k jumps; from the last known on it stays.
double chanceBy(const std::vector<double>& come, double meanJumps) {
    const PoissonWeights weights = poissonWeights(meanJumps);
    double chance = 0.0;
    for (std::size_t i = 0; i != weights.weight.size(); ++i)
        chance += weights.weight[i] * come[std::min(weights.first + i, come.size() - 1)];
    return chance;
}

// Mean jumps in [low, high] by which the chance is p.
double jumpsUntil(const std::vector<double>& come, double p, double low, double high) {
    std::uintmax_t rounds = 200;
    const auto miss = [&](double mean) { return chanceBy(come, mean) - p; };
    const double below = miss(low), above = miss(high);
    if (below >= 0.0) return low;
    if (above <= 0.0) return high;
    const auto [from, to] = boost::math::tools::toms748_solve(
        miss, low, high, below, above, boost::math::tools::eps_tolerance<double>(50), rounds);
    return (from + to) / 2.0;
}

} // namespace

FirstPassage::FirstPassage(const Rates& rates, const Distribution& start, const std::vector<std::uint8_t>& up)
    : m_inside(absorbing(rates, up)), m_start(absorbing(start, up)) {
    const auto times = timeUntilLeft(rates, start, up);
    m_mean = times.empty() ? kInfinity : std::accumulate(times.begin(), times.end(), 0.0);
}

double FirstPassage::mean() const {
    return m_mean;
}

core::Expected<double, SolveFailure> FirstPassage::reliability(double seconds) const {
    const auto course = courseOver(m_inside, m_start, seconds);
    if (!course) return core::Unexpected<SolveFailure>{course.error()};
    return std::accumulate(course->end.begin(), course->end.end() - 1, 0.0);
}

core::Expected<std::vector<double>, SolveFailure>
FirstPassage::quantiles(const std::vector<double>& probabilities) const {
    const double chanceAtAll = std::isfinite(m_mean) ? 1.0 : longRun(m_inside, m_start).back();
    if (m_inside.states() <= kMostDoubled) return byDoubling(probabilities, chanceAtAll);
    auto found = byJumps(probabilities, chanceAtAll);
    if (found) return *found;
    return core::Unexpected<SolveFailure>{{std::to_string(m_inside.states()) + " states", "work"}};
}

// From the longest step down: each is taken unless the outage would have come by then with more than p.
std::vector<double> FirstPassage::byDoubling(const std::vector<double>& probabilities,
                                             double chanceAtAll) const {
    const double fastest = m_inside.fastest();
    std::vector<double> found(probabilities.size(), kInfinity);
    double largest = 0.0;
    for (double p : probabilities)
        if (p < chanceAtAll) largest = std::max(largest, p);
    if (fastest <= 0.0) return found;
    const double step = kShortStep / fastest;
    std::vector<StepMatrix> steps{shortStep(m_inside, step)};
    const auto n = static_cast<Eigen::Index>(m_start.size());
    const Eigen::RowVectorXd start = Eigen::Map<const Eigen::RowVectorXd>(m_start.data(), n);
    while ((start * steps.back())[n - 1] <= largest) {
        steps.push_back(steps.back());
        doubleStep(steps.back());
    }
    for (std::size_t i = 0; i != probabilities.size(); ++i) {
        if (probabilities[i] >= chanceAtAll) continue;
        Eigen::RowVectorXd now = start;
        double time = 0.0;
        for (std::size_t k = steps.size(); k-- > 0;) {
            Eigen::RowVectorXd next = now * steps[k];
            if (next[n - 1] >= probabilities[i]) continue;
            now.swap(next);
            time += std::ldexp(step, static_cast<int>(k));
        }
        Jumps jumps(m_inside, fastest, {now.begin(), now.end()});
        std::vector<double> come{jumps.now().back()};
        for (std::size_t k = 0; k != poissonWeights(kShortStep).last(); ++k) {
            jumps.jump();
            come.push_back(jumps.now().back());
        }
        found[i] = time + jumpsUntil(come, probabilities[i], 0.0, kShortStep) / fastest;
    }
    return found;
}

std::optional<std::vector<double>> FirstPassage::byJumps(const std::vector<double>& probabilities,
                                                         double chanceAtAll) const {
    double largest = 0.0;
    for (double p : probabilities)
        if (p < chanceAtAll) largest = std::max(largest, p);
    const double work =
        2.0 * static_cast<double>(m_inside.entries.size()) + 6.0 * static_cast<double>(m_start.size());
    const double fastest = m_inside.fastest();
    Jumps jumps(m_inside, fastest, m_start);
    std::vector<double> come{jumps.now().back()};
    const auto enough = [&] { // even at the far end of the Poisson window
        const auto n = static_cast<double>(come.size());
        const double surely = std::max(0.0, n - 10.0 * std::sqrt(n) - 40.0);
        return come[static_cast<std::size_t>(surely)] > largest;
    };
    while (!enough()) {
        if (come.size() >= kMostLooks || work * static_cast<double>(come.size()) > kMostWork)
            return std::nullopt;
        jumps.jump();
        come.push_back(jumps.now().back());
    }
    std::vector<double> found(probabilities.size(), kInfinity);
    for (std::size_t i = 0; i != probabilities.size(); ++i)
        if (probabilities[i] < chanceAtAll)
            found[i] = jumpsUntil(come, probabilities[i], 0.0, static_cast<double>(come.size())) / fastest;
    return found;
}

} // namespace nueves::methods
