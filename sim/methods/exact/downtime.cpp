#include "sim/methods/exact/downtime.hpp"

#include "sim/methods/exact/poisson.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace nueves::methods {
namespace {

constexpr std::size_t kMostKept = 30'000'000; // numbers: jumps in the window x down pieces

// P(Beta(k, n + 1 - k) <= share): at least k of n uniform points lie below `share`.
double spacings(std::size_t n, std::size_t k, double share) {
    if (k == 0 || share >= 1.0) return 1.0;
    if (k > n) return 0.0;
    return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n + 1 - k), share);
}

// Sum over k of chance[k] * spacings(n, k, share): from the largest k that matters down, one binomial term at
// a time.
double mixed(const double* chance, std::size_t pieces, std::size_t n, double share) {
    const double mean = static_cast<double>(n) * share;
    const auto far = static_cast<std::size_t>(mean + 14.0 * std::sqrt(mean) + 60.0);
    std::size_t k = std::min({pieces - 1, n, far});
    double tail = spacings(n, k, share);
    double sum = tail * chance[k];
    if (k == 0) return sum;
    // Chance that exactly j of n points lie below, for j = k - 1.
    const auto [j, rest] = std::pair(static_cast<double>(k - 1), static_cast<double>(n - k + 1));
    double exactly =
        boost::math::ibeta_derivative(j + 1.0, rest + 1.0, share) / (static_cast<double>(n) + 1.0);
    while (k > 0) {
        --k;
        tail += exactly;
        sum += std::min(tail, 1.0) * chance[k];
        exactly *= static_cast<double>(k) / static_cast<double>(n - k + 1) * (1.0 - share) / share;
    }
    return sum;
}

class DownPieces {
  public:
    DownPieces(const Rates& rates, const Distribution& start, const std::vector<std::uint8_t>& up,
               double seconds)
        : m_rates(rates), m_start(start), m_up(up), m_seconds(seconds),
          m_weights(poissonWeights(rates.fastest() * seconds)) {}

    // Makes atMost() good up to `largest` seconds. False: too much work.
    bool prepare(double largest);
    double atMost(double seconds) const;

  private:
    void jump(std::vector<Distribution>& byPieces) const;
    void keep(const std::vector<Distribution>& byPieces);

    const Rates& m_rates;
    const Distribution& m_start;
    const std::vector<std::uint8_t>& m_up;
    double m_seconds;
    PoissonWeights m_weights;
    std::size_t m_pieces =
        0; // 0 .. m_pieces - 1 down pieces are told apart; more: more than `largest` for sure
    std::vector<double> m_chance; // per number of jumps in the window, per number of down pieces
};

bool DownPieces::prepare(double largest) {
    const double share = std::min(1.0, largest / m_seconds);
    const std::size_t most = m_weights.last();
    m_pieces = 2;
    while (m_pieces < most + 2 && spacings(most, m_pieces, share) > kDowntimeLoss / 4)
        m_pieces += 1 + m_pieces / 16;
    m_pieces = std::min(m_pieces, most + 2);
    const double jumpWork =
        2.0 * static_cast<double>(m_rates.entries.size()) + 4.0 * static_cast<double>(m_up.size());
    if (jumpWork * static_cast<double>(m_pieces) * static_cast<double>(most + 1) > kMostWork) return false;
    if (m_pieces * m_weights.weight.size() > kMostKept) return false;
    std::vector<Distribution> byPieces(m_pieces, Distribution(m_up.size(), 0.0));
    for (std::size_t i = 0; i != m_up.size(); ++i) byPieces[m_up[i] ? 0 : 1][i] = m_start[i];
    m_chance.clear();
    for (std::size_t n = 0; n <= most; ++n) {
        if (n > 0) jump(byPieces);
        if (n >= m_weights.first) keep(byPieces);
    }
    return true;
}

// In place, from many pieces to few: what arrives in a down state counts one piece more.
void DownPieces::jump(std::vector<Distribution>& byPieces) const {
    const double rate = m_rates.fastest();
    Distribution up(m_up.size()), down(m_up.size());
    for (std::size_t k = byPieces.size(); k-- > 0;) {
        Distribution& now = byPieces[k];
        std::fill(up.begin(), up.end(), 0.0);
        std::fill(down.begin(), down.end(), 0.0);
        for (std::size_t i = 0; i != now.size(); ++i) {
            if (now[i] == 0.0) continue;
            (m_up[i] ? up : down)[i] += now[i] * (1.0 - m_rates.exit[i] / rate);
            for (const auto* e = m_rates.begin(i); e != m_rates.end(i); ++e)
                (m_up[e->to] ? up : down)[e->to] += now[i] * (e->rate / rate);
        }
        now = up;
        if (k + 1 != byPieces.size())
            for (std::size_t i = 0; i != down.size(); ++i) byPieces[k + 1][i] += down[i];
    }
}

void DownPieces::keep(const std::vector<Distribution>& byPieces) {
    for (const Distribution& states : byPieces) {
        double sum = 0.0;
        for (double p : states) sum += p;
        m_chance.push_back(sum);
    }
}

double DownPieces::atMost(double seconds) const {
    const double share = std::clamp(seconds / m_seconds, 0.0, 1.0);
    if (share >= 1.0) return 1.0;
    double sum = 0.0;
    for (std::size_t i = 0; i != m_weights.weight.size(); ++i) {
        const double* chance = m_chance.data() + i * m_pieces;
        const double given = share > 0.0 ? mixed(chance, m_pieces, m_weights.first + i, share) : chance[0];
        sum += m_weights.weight[i] * given;
    }
    return std::min(sum, 1.0);
}

double quantile(const DownPieces& pieces, double p, double high) {
    const auto miss = [&](double seconds) { return pieces.atMost(seconds) - p; };
    const double below = miss(0.0);
    if (below >= 0.0) return 0.0;
    std::uintmax_t rounds = 200;
    const auto [from, to] = boost::math::tools::toms748_solve(
        miss, 0.0, high, below, miss(high), boost::math::tools::eps_tolerance<double>(44), rounds);
    return (from + to) / 2.0;
}

} // namespace

core::Expected<DowntimeLaw, SolveFailure> downtimeLaw(const Rates& rates, const Distribution& start,
                                                      const std::vector<std::uint8_t>& up, double meanDown,
                                                      const DowntimeQuestion& question) {
    const auto tooMuch = core::Unexpected<SolveFailure>{{std::to_string(rates.states()) + " states", "work"}};
    const double highest = question.probabilities.empty() ? 0.0
                                                          : *std::max_element(question.probabilities.begin(),
                                                                              question.probabilities.end());
    double largest = question.probabilities.empty() ? 0.0 : 3.0 * meanDown;
    for (double bound : question.bounds) largest = std::max(largest, std::min(bound, question.seconds));
    DownPieces pieces(rates, start, up, question.seconds);
    if (!pieces.prepare(largest)) return tooMuch;
    while (largest < question.seconds && pieces.atMost(largest) < highest) {
        largest = std::min(question.seconds, std::max(2.0 * largest, 1e-9 * question.seconds));
        if (!pieces.prepare(largest)) return tooMuch;
    }
    DowntimeLaw law;
    for (double bound : question.bounds) law.atMost.push_back(pieces.atMost(bound));
    for (double p : question.probabilities) law.quantiles.push_back(quantile(pieces, p, largest));
    return law;
}

} // namespace nueves::methods
