#include "sim/methods/exact/doubling.hpp"

#include "sim/methods/exact/poisson.hpp"

namespace nueves::methods {

using Eigen::Index;

namespace {

void sumRowsToOne(StepMatrix& step) {
    const Eigen::VectorXd sums = step.rowwise().sum();
    for (Index i = 0; i != step.rows(); ++i) step.row(i) /= sums[i];
}

} // namespace

// Horner's scheme over the number of jumps, fewest last.
StepMatrix shortStep(const Rates& rates, double seconds) {
    const auto n = static_cast<Index>(rates.states());
    const double fastest = rates.fastest();
    const PoissonWeights weights = poissonWeights(fastest * seconds);
    StepMatrix sum = StepMatrix::Identity(n, n) * weights.weight.back();
    StepMatrix next(n, n);
    for (std::size_t k = weights.weight.size() - 1; k > 0; --k) {
        for (Index i = 0; i != n; ++i) {
            const auto row = static_cast<std::size_t>(i);
            next.row(i) = (1.0 - rates.exit[row] / fastest) * sum.row(i);
            for (const auto* e = rates.begin(row); e != rates.end(row); ++e)
                next.row(i) += e->rate / fastest * sum.row(e->to);
            next(i, i) += weights.weight[k - 1];
        }
        sum.swap(next);
    }
    sumRowsToOne(sum);
    return sum;
}

void doubleStep(StepMatrix& step) {
    StepMatrix twice(step.rows(), step.cols());
    twice.noalias() = step * step;
    step.swap(twice);
    sumRowsToOne(step);
}

} // namespace nueves::methods
