#include "sim/methods/exact/stationary.hpp"

#include "sim/core/assert.hpp"
#include "sim/methods/exact/classes.hpp"

#include <Eigen/Dense>

#include <algorithm>

namespace nueves::methods {

using Matrix = Eigen::MatrixXd;
using Eigen::Index;

namespace {

constexpr Index kBlock = 48; // states eliminated before the rest of the matrix is brought up to date at once

// Takes the states [from, to) out, last first. Rows and columns of the block are complete afterwards: column
// n holds rates into n divided by the rate out of it. What they add to the states before `from` is done in
// one product.
void eliminate(Matrix& a, Index from, Index to) {
    for (Index n = to - 1; n >= std::max<Index>(from, 1); --n) {
        const double out = a.row(n).head(n).sum();
        NUEVES_ASSERT(out > 0.0, "a state that leads to no other in a class of states that do");
        a.col(n).head(n) /= out;
        const Index inside = n - from;
        if (inside > 0) {
            a.block(from, 0, inside, n).noalias() += a.col(n).segment(from, inside) * a.row(n).head(n);
            if (from > 0)
                a.block(0, from, from, inside).noalias() +=
                    a.col(n).head(from) * a.row(n).segment(from, inside);
        }
    }
    if (from > 0)
        a.topLeftCorner(from, from).noalias() +=
            a.block(0, from, from, to - from) * a.block(from, 0, to - from, from);
}

Matrix dense(const Rates& rates) {
    const auto n = static_cast<Index>(rates.states());
    Matrix a = Matrix::Zero(n, n);
    for (std::size_t i = 0; i != rates.states(); ++i)
        for (const auto* e = rates.begin(i); e != rates.end(i); ++e)
            a(static_cast<Index>(i), e->to) += e->rate;
    return a;
}

// Only the states of `members`; `restart`, if any, gathers all that leaves them, and returns as `start` says.
Rates part(const Rates& rates, const std::vector<std::uint32_t>& members, const Distribution* start) {
    constexpr std::uint32_t kOutside = 0xffffffffU;
    std::vector<std::uint32_t> number(rates.states(), kOutside);
    for (std::uint32_t i = 0; i != members.size(); ++i) number[members[i]] = i;
    const auto restart = static_cast<std::uint32_t>(members.size());
    std::vector<Chain::Transition> transitions;
    for (std::uint32_t state : members)
        for (const auto* e = rates.begin(state); e != rates.end(state); ++e) {
            const bool inside = number[e->to] != kOutside;
            if (inside || start != nullptr)
                transitions.push_back({number[state], inside ? number[e->to] : restart, e->rate});
        }
    if (start != nullptr)
        for (std::uint32_t i = 0; i != members.size(); ++i)
            transitions.push_back({restart, i, (*start)[members[i]]});
    return ratesOf(members.size() + (start != nullptr ? 1 : 0), std::move(transitions));
}

// Mean time spent in each of `members`, which are all left in the end, s. As if the story began anew whenever
// they are left: the time of one round is then a matter of long-run shares.
std::vector<double> timesIn(const Rates& rates, const Distribution& start,
                            const std::vector<std::uint32_t>& members) {
    std::vector<double> times(rates.states(), 0.0);
    double mass = 0.0;
    for (std::uint32_t state : members) mass += start[state];
    if (mass <= 0.0) return times;
    const Distribution shares = stationary(part(rates, members, &start));
    for (std::size_t i = 0; i != members.size(); ++i) times[members[i]] = shares[i] / shares.back();
    return times;
}

} // namespace

Distribution stationary(const Rates& rates) {
    const auto n = static_cast<Index>(rates.states());
    if (n <= 1) return Distribution(rates.states(), 1.0);
    Matrix a = dense(rates);
    for (Index to = n; to > 0;) {
        const Index from = std::max<Index>(0, to - kBlock);
        eliminate(a, from, to);
        to = from;
    }
    Eigen::VectorXd shares(n);
    shares[0] = 1.0;
    for (Index i = 1; i != n; ++i) shares[i] = shares.head(i).dot(a.col(i).head(i));
    shares /= shares.sum();
    return {shares.begin(), shares.end()};
}

Distribution longRun(const Rates& rates, const Distribution& start) {
    const Classes classes = classesOf(rates, start);
    std::vector<double> chance(classes.recurrent.size(), 0.0);
    std::vector<std::uint32_t> classOf(rates.states(), 0);
    for (std::size_t c = 0; c != classes.recurrent.size(); ++c)
        for (std::uint32_t state : classes.recurrent[c]) {
            classOf[state] = static_cast<std::uint32_t>(c + 1);
            chance[c] += start[state];
        }
    if (chance.size() == 1) {
        chance[0] = 1.0;
    } else {
        const auto times = timesIn(rates, start, classes.transient);
        for (std::uint32_t state : classes.transient)
            for (const auto* e = rates.begin(state); e != rates.end(state); ++e)
                if (classOf[e->to] != 0) chance[classOf[e->to] - 1] += times[state] * e->rate;
    }
    Distribution shares(rates.states(), 0.0);
    for (std::size_t c = 0; c != classes.recurrent.size(); ++c) {
        const auto inside = stationary(part(rates, classes.recurrent[c], nullptr));
        for (std::size_t i = 0; i != inside.size(); ++i)
            shares[classes.recurrent[c][i]] = chance[c] * inside[i];
    }
    return shares;
}

std::vector<double> timeUntilLeft(const Rates& rates, const Distribution& start,
                                  const std::vector<std::uint8_t>& kept) {
    Rates inside = absorbing(rates, kept);
    const auto begun = absorbing(start, kept);
    const auto outside = static_cast<std::uint32_t>(inside.states() - 1);
    const Classes classes = classesOf(inside, begun);
    for (const auto& members : classes.recurrent)
        if (members != std::vector<std::uint32_t>{outside}) return {};
    const auto times = timesIn(inside, begun, classes.transient);
    std::vector<double> all(rates.states(), 0.0);
    std::size_t next = 0;
    for (std::size_t i = 0; i != kept.size(); ++i)
        if (kept[i]) all[i] = times[next++];
    return all;
}

} // namespace nueves::methods
