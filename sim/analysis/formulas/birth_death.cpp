#include "sim/analysis/formulas/birth_death.hpp"

#include "sim/core/assert.hpp"

#include <Eigen/Dense>
#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nueves::analysis {

namespace {

// The chain on states 0 .. size - 1 (leaving upwards from the last one if `absorbing`), made symmetric by the
// square roots of its weights: generator = W^-1/2 (V E V^T) W^1/2.
struct Spectrum {
    Eigen::VectorXd values;
    Eigen::MatrixXd vectors;
    Eigen::VectorXd rootWeights;
};

Spectrum spectrumOf(const BirthDeath& chain, std::size_t size, bool absorbing) {
    const auto n = static_cast<Eigen::Index>(size);
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
    Eigen::VectorXd rootWeights = Eigen::VectorXd::Ones(n);
    for (std::size_t i = 0; i < size; ++i) {
        const auto k = static_cast<Eigen::Index>(i);
        const bool leaves = i + 1 < size || (absorbing && i < chain.up.size());
        matrix(k, k) = -(leaves ? chain.up[i] : 0.0) - (i > 0 ? chain.down[i - 1] : 0.0);
        if (i + 1 == size) break;
        matrix(k, k + 1) = matrix(k + 1, k) = std::sqrt(chain.up[i] * chain.down[i]);
        rootWeights(k + 1) = rootWeights(k) * std::sqrt(chain.up[i] / chain.down[i]);
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    return {solver.eigenvalues(), solver.eigenvectors(), rootWeights};
}

// Row of state 0 of f(generator).
template <class F> std::vector<double> fromZero(const Spectrum& s, F f) {
    const Eigen::VectorXd factors = s.values.unaryExpr(f);
    const Eigen::VectorXd first = s.vectors.row(0).transpose();
    const Eigen::VectorXd row = s.vectors * factors.cwiseProduct(first);
    const Eigen::VectorXd scaled = row.cwiseProduct(s.rootWeights);
    return {scaled.data(), scaled.data() + scaled.size()};
}

// Mean of exp(y s) over s in [0, 1]; the stationary eigenvalue gives y = 0.
double averageOfExp(double y) {
    return std::abs(y) < 1e-9 ? 1.0 + y / 2.0 : std::expm1(y) / y;
}

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

std::vector<double> BirthDeath::stationary() const {
    std::vector<double> share{1.0};
    for (std::size_t i = 0; i < up.size(); ++i) share.push_back(share.back() * up[i] / down[i]);
    const double total = sum(share);
    for (double& p : share) p /= total;
    return share;
}

// h_i = mean time from i to i + 1 = (1 + down h_(i-1)) / up.
double BirthDeath::meanFirstPassage(std::size_t level) const {
    NUEVES_ASSERT(level >= 1 && level < states(), "a level of the chain");
    double step = 0.0, total = 0.0;
    for (std::size_t i = 0; i < level; ++i) {
        step = (1.0 + (i > 0 ? down[i - 1] * step : 0.0)) / up[i];
        total += step;
    }
    return total;
}

double BirthDeath::notReached(std::size_t level, double time) const {
    NUEVES_ASSERT(level >= 1 && level < states(), "a level of the chain");
    return sum(fromZero(spectrumOf(*this, level, true), [&](double x) { return std::exp(x * time); }));
}

// The flow over the last step, summed over [0, time]: no difference of nearly equal numbers.
double BirthDeath::reached(std::size_t level, double time) const {
    NUEVES_ASSERT(level >= 1 && level < states(), "a level of the chain");
    const auto share =
        fromZero(spectrumOf(*this, level, true), [&](double x) { return averageOfExp(x * time); });
    return up[level - 1] * time * share.back();
}

double BirthDeath::firstPassageQuantile(std::size_t level, double p) const {
    NUEVES_ASSERT(p > 0.0 && p < 1.0, "a quantile has 0 < p < 1");
    const auto excess = [&](double time) { return 1.0 - p - notReached(level, time); };
    double high = meanFirstPassage(level);
    while (excess(high) < 0.0) high *= 2.0;
    std::uintmax_t steps = 200;
    const auto close = boost::math::tools::eps_tolerance<double>(48);
    const auto [from, to] =
        boost::math::tools::toms748_solve(excess, 0.0, high, -p, excess(high), close, steps);
    return from + (to - from) / 2.0;
}

std::vector<double> BirthDeath::at(double time) const {
    return fromZero(spectrumOf(*this, states(), false), [&](double x) { return std::exp(x * time); });
}

std::vector<double> BirthDeath::averageOver(double time) const {
    return fromZero(spectrumOf(*this, states(), false), [&](double x) { return averageOfExp(x * time); });
}

BirthDeath MachineRepairman::chain() const {
    NUEVES_ASSERT(machines > 0 && crews > 0 && failureRate > 0.0 && repairRate > 0.0,
                  "machines, crews and rates");
    BirthDeath result;
    for (std::size_t failed = 0; failed < machines; ++failed) {
        result.up.push_back(static_cast<double>(machines - failed) * failureRate);
        result.down.push_back(static_cast<double>(std::min(failed + 1, crews)) * repairRate);
    }
    return result;
}

double MachineRepairman::unavailability(std::size_t needed) const {
    NUEVES_ASSERT(needed <= machines, "no more machines needed than there are");
    const std::vector<double> share = chain().stationary();
    double down = 0.0;
    for (std::size_t failed = machines; failed > machines - needed; --failed) down += share[failed];
    return down;
}

double MachineRepairman::meanFailed() const {
    const std::vector<double> share = chain().stationary();
    double mean = 0.0;
    for (std::size_t failed = 1; failed < share.size(); ++failed)
        mean += static_cast<double>(failed) * share[failed];
    return mean;
}

double MachineRepairman::failuresPerTime() const {
    return failureRate * (static_cast<double>(machines) - meanFailed());
}

// In the long run as many are repaired as fail.
double MachineRepairman::crewUtilisation() const {
    return failuresPerTime() / (repairRate * static_cast<double>(crews));
}

double MachineRepairman::meanRestoration() const {
    return meanFailed() / failuresPerTime();
}

double MachineRepairman::meanTimeToOutage(std::size_t needed) const {
    NUEVES_ASSERT(needed >= 1 && needed <= machines,
                  "at least one machine needed, and no more than there are");
    return chain().meanFirstPassage(machines - needed + 1);
}

} // namespace nueves::analysis
