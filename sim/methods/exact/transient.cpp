#include "sim/methods/exact/transient.hpp"

#include "sim/methods/exact/doubling.hpp"
#include "sim/methods/exact/poisson.hpp"
#include "sim/methods/exact/stationary.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace nueves::methods {

namespace {

constexpr double kProductSpeed = 6.0; // a matrix product does so many operations while a jump does one
constexpr std::size_t kFewJumps =
    20'000; // below, looking whether the chain has settled is not worth its price
constexpr std::size_t kLookEvery = 64;

double sum(const Distribution& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

void add(Distribution& to, double weight, const Distribution& values) {
    for (std::size_t i = 0; i != to.size(); ++i) to[i] += weight * values[i];
}

void scaleTo(Distribution& values, double total) {
    const double factor = total / sum(values);
    for (double& value : values) value *= factor;
}

// The time of each state over `seconds`, begun at `start`.
Course uniformised(const Rates& rates, const Distribution& start, double seconds,
                   const std::optional<Distribution>& steady) {
    const double fastest = rates.fastest();
    const PoissonWeights weights = poissonWeights(fastest * seconds);
    const std::vector<double> more = weights.more();
    Course course{Distribution(start.size(), 0.0), Distribution(start.size(), 0.0)};
    Jumps jumps(rates, fastest, start);
    const auto isSteady = [&] {
        for (std::size_t i = 0; i != start.size(); ++i)
            if (std::abs(jumps.now()[i] - (*steady)[i]) > kSteady * (*steady)[i]) return false;
        return true;
    };
    for (std::size_t n = 0; n <= weights.last(); ++n) {
        if (n > 0) jumps.jump();
        if (steady && n % kLookEvery == 0 && isSteady()) {
            double looks = n < weights.first ? static_cast<double>(weights.first - n) : 0.0, ends = 0.0;
            for (std::size_t k = std::max(n, weights.first); k <= weights.last(); ++k) {
                looks += more[k - weights.first];
                ends += weights.weight[k - weights.first];
            }
            add(course.share, looks, *steady);
            add(course.end, ends, *steady);
            break;
        }
        const bool counts = n >= weights.first;
        add(course.share, counts ? more[n - weights.first] : 1.0, jumps.now());
        if (counts) add(course.end, weights.weight[n - weights.first], jumps.now());
    }
    return course;
}

Course doubled(const Rates& rates, const Distribution& start, double seconds, int doublings) {
    const double step = std::ldexp(seconds, -doublings);
    Course course = uniformised(rates, start, step, std::nullopt);
    scaleTo(course.share, step);
    StepMatrix matrix = shortStep(rates, step);
    const auto n = static_cast<Eigen::Index>(start.size());
    Eigen::Map<Eigen::RowVectorXd> time(course.share.data(), n);
    for (int i = 0; i != doublings; ++i) {
        time += (time * matrix).eval();
        if (i + 1 != doublings) doubleStep(matrix);
    }
    Eigen::RowVectorXd end = Eigen::Map<const Eigen::RowVectorXd>(start.data(), n) * matrix;
    if (doublings > 0) end = (end * matrix).eval();
    course.end.assign(end.begin(), end.end());
    return course;
}

} // namespace

void Jumps::jump() {
    for (std::size_t i = 0; i != m_now.size(); ++i) m_next[i] = m_now[i] * (1.0 - m_rates.exit[i] / m_rate);
    for (std::size_t i = 0; i != m_now.size(); ++i) {
        const double flow = m_now[i] / m_rate;
        for (const auto* e = m_rates.begin(i); e != m_rates.end(i); ++e) m_next[e->to] += flow * e->rate;
    }
    m_now.swap(m_next);
}

core::Expected<Course, SolveFailure> courseOver(const Rates& rates, const Distribution& start,
                                                double seconds) {
    const double mean = rates.fastest() * seconds;
    const auto n = static_cast<double>(rates.states());
    if (mean <= 0.0) return Course{start, start};
    const int doublings = std::max(0, static_cast<int>(std::ceil(std::log2(mean / kShortStep))));
    const double jump = 2.0 * static_cast<double>(rates.entries.size()) + 6.0 * n;
    const double workOfJumps = (mean + 12.0 * std::sqrt(mean) + 40.0) * jump;
    const double workOfDoubling = 2.0 * n * n * n * (doublings + 1) / kProductSpeed;
    Course course;
    if (std::min(workOfJumps, workOfDoubling) > kMostWork)
        return core::Unexpected<SolveFailure>{{std::to_string(rates.states()) + " states", "work"}};
    if (workOfDoubling < workOfJumps) {
        course = doubled(rates, start, seconds, doublings);
    } else {
        std::optional<Distribution> steady;
        if (mean > static_cast<double>(kFewJumps)) steady = longRun(rates, start);
        course = uniformised(rates, start, seconds, steady);
    }
    scaleTo(course.share, 1.0);
    scaleTo(course.end, 1.0);
    return course;
}

} // namespace nueves::methods
