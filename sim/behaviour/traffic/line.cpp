#include "sim/behaviour/traffic/line.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>
#include <cmath>

namespace nueves::behaviour::traffic {

namespace {

constexpr double kUnitBeyondFull = 64.0;              // waiting requests that are still counted one by one
constexpr double kWiden = 0.03;                       // spacing further out, as a share of those that wait
constexpr double kUnitBelowTop = 24.0, kNarrow = 0.2; // the same towards the last place
constexpr double kFluid = 1e5;      // served within the patience: so many that chance does not show any more
constexpr double kMostPlaces = 1e9; // an unlimited line; more would need more memory than any server has

// Requests between neighbouring nodes at x: one by one where the line is short, in shares of the natural
// fluctuation (its root) where hundreds are in service.
double spacingAt(double x, double workers) {
    const double inService = std::sqrt(std::min(x, workers)) / 8.0;
    const double waiting = kWiden * std::max(0.0, x - workers - kUnitBeyondFull);
    return std::max(1.0, std::floor(std::max(inService, waiting)));
}

// Of arrivals, as it is felt where `present` requests are served: where they share a CPU, regular ones are
// felt as still more regular the less there is to do (Kraemer & Langenbach-Belz), since who comes late finds
// nobody.
double variationOf(double arrivals, double present, const LineRates& rates) {
    const double own = rates.arrivalVariation;
    if (own >= 1.0 || present < rates.servers) return own;
    const double load = arrivals / (rates.servers * rates.service);
    if (!(load > 0.0) || load >= 1.0) return own;
    const double felt =
        std::exp(-2.0 * (1.0 - load) * (1.0 - own) * (1.0 - own) / (3.0 * load * (1.0 + own)));
    return (1.0 + own) * felt - 1.0;
}

} // namespace

LineGrid::LineGrid(int workers, double places, bool fineTop) : m_workers(workers) {
    NUEVES_ASSERT(workers >= 1 && places >= workers, "a line has workers, and places for them");
    const double w = workers, last = std::min(std::floor(places), kMostPlaces);
    for (double x = 0.0; x < last;) {
        if (x == w) m_full = m_nodes.size();
        m_nodes.push_back(x);
        double spacing = spacingAt(x, w);
        if (fineTop)
            spacing = std::min(spacing, std::max(1.0, std::floor(kNarrow * (last - x - kUnitBelowTop))));
        const double next = x + spacing;
        x = x < w ? std::min(next, w) : next;
    }
    if (last == w) m_full = m_nodes.size();
    const bool sliver = last > w + 1.0 && last - m_nodes.back() < 0.5 * spacingAt(m_nodes.back(), w);
    if (sliver)
        m_nodes.back() = last;
    else
        m_nodes.push_back(last);
}

// With M(j) = 1 + x / (j + 1) M(j + 1), x = r T, the rate is j / (T M(j)): summed from far above, where those
// who wait are so many more than x that all have lost patience.
void expiryRates(const LineGrid& grid, const LineRates& rates, std::vector<double>& expiry) {
    const auto& nodes = grid.nodes();
    const double x = rates.service * rates.servers * rates.patience;
    expiry.assign(nodes.size(), 0.0);
    const double far = x < kFluid ? std::ceil(x + 12.0 * std::sqrt(x) + 40.0) : 0.0;
    std::size_t i = nodes.size();
    const auto waiting = [&](std::size_t node) { return nodes[node] - grid.workers(); };
    for (; i-- > grid.full() + 1 && waiting(i) >= far;)
        expiry[i] = std::max(0.0, waiting(i) - x * waiting(i) / (waiting(i) + 1.0)) / rates.patience;
    double m = 1.0 / (1.0 - x / (far + 1.0));
    for (double j = far - 1.0; j >= 1.0 && i > grid.full(); j -= 1.0) {
        m = 1.0 + x / (j + 1.0) * m;
        if (waiting(i) < j) continue;
        expiry[i--] = j / (rates.patience * m);
    }
}

void LineGenerator::fill(const LineGrid& grid, std::span<const double> arrivals, const LineRates& rates,
                         std::size_t nodes) {
    const auto& x = grid.nodes();
    const std::size_t last = x.size() - 1, full = grid.full(), end = std::min(nodes, x.size());
    up.assign(end, 0.0);
    down.assign(end, 0.0);
    const bool patient = !std::isfinite(rates.patience);
    if (!patient) expiryRates(grid, rates, expiry);
    const auto leaving = [&](std::size_t i) { return patient ? 0.0 : expiry[i]; };
    up[0] = last > 0 ? arrivals[0] / x[1] : 0.0;
    for (std::size_t i = 1; i < std::min(end, last); ++i) {
        const double right = x[i + 1] - x[i], left = x[i] - x[i - 1];
        const double served = std::min(x[i], rates.servers) * rates.service;
        const double drift = arrivals[i] - served - leaving(i);
        const double wanted =
            leaving(i) + (i > full ? arrivals[i] + (2.0 * rates.variability - 1.0) * served
                                   : variationOf(arrivals[i], x[i], rates) * arrivals[i] + served);
        // Drift is kept exactly. Where it is strong for the spacing, variance gives way so that no rate is
        // negative.
        const double variance = std::max(wanted, drift > 0.0 ? drift * right : -drift * left);
        up[i] = (variance + drift * left) / (right * (right + left));
        down[i] = (variance - drift * right) / (left * (right + left));
    }
    if (end <= last)
        up[end - 1] = 0.0;
    else if (last > 0)
        down[last] =
            (std::min(x[last], rates.servers) * rates.service + leaving(last)) / (x[last] - x[last - 1]);
}

void implicitStage(const LineGenerator& generator, double h, std::span<const double> before,
                   std::span<double> p, std::vector<double>& scratch) {
    const auto& up = generator.up;
    const std::size_t n = up.size();
    scratch.resize(n);
    // Elimination without a subtraction, so nothing is lost however long the stage: `rest` is a pivot less
    // what goes up.
    double rest = 1.0, pivot = 1.0 + h * up[0];
    p[0] = before[0] / pivot;
    for (std::size_t i = 1; i != n; ++i) {
        const double down = h * generator.down[i] / pivot;
        scratch[i] = down;
        rest = 1.0 + down * rest;
        p[i] = (i < before.size() ? before[i] : 0.0) + h * up[i - 1] * p[i - 1];
        pivot = rest + h * up[i];
        p[i] /= pivot;
    }
    for (std::size_t i = n - 1; i-- > 0;) p[i] += scratch[i + 1] * p[i + 1];
    std::fill(p.begin() + static_cast<std::ptrdiff_t>(n), p.end(), 0.0);
}

LineFlows flowsOf(const LineGrid& grid, std::span<const double> p, std::span<const double> arrivals,
                  const LineRates& rates) {
    const auto& x = grid.nodes();
    const double workers = grid.workers();
    LineFlows flows;
    for (std::size_t i = 0; i != p.size(); ++i) {
        flows.number += p[i] * x[i];
        flows.busy += p[i] * std::min(x[i], workers);
        flows.speed += p[i] * std::min(x[i], rates.servers);
    }
    flows.served = flows.speed * rates.service;
    if (std::isfinite(rates.patience)) {
        std::vector<double> expiry;
        expiryRates(grid, rates, expiry);
        for (std::size_t i = 0; i != p.size(); ++i) flows.expired += p[i] * expiry[i];
    }
    if (p.size() == x.size()) flows.turnedAway = p.back() * arrivals[p.size() - 1];
    return flows;
}

void foundByRegular(const LineGrid& grid, std::span<const double> p, double servers,
                    std::span<double> found) {
    const auto& x = grid.nodes();
    double leaving = 0.0;
    for (std::size_t i = 1; i != p.size(); ++i) leaving += p[i] * std::min(x[i], servers);
    if (leaving <= 1e-12) return;
    const std::size_t last = x.size() - 1, below = std::min(found.size(), last);
    const double letIn = found.size() > last ? 1.0 - found[last] : 1.0;
    std::fill(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(below), 0.0);
    double sum = 0.0; // of what stays below the last node
    for (std::size_t i = 1; i != p.size(); ++i) {
        const double out = p[i] * std::min(x[i], servers), leaves = 1.0 / (x[i] - x[i - 1]);
        found[i - 1] += out * leaves; // where nodes lie apart, most departures stay at theirs
        if (i != last) found[i] += out * (1.0 - leaves);
        sum += i != last ? out : out * leaves;
    }
    for (std::size_t i = 0; i != below; ++i) found[i] *= letIn / sum;
}

void spreadArrivals(std::span<const double> p, double perLine, int choices, std::vector<double>& arrivals) {
    arrivals.assign(p.size(), perLine);
    if (choices <= 1) return;
    // P(the shortest of d lines has this length) / P(a line has this length); where nobody stands, its limit
    // d S^(d-1).
    double longer = 1.0; // P(length >= this node)
    for (std::size_t i = 0; i != p.size(); ++i) {
        const double next = std::max(0.0, longer - p[i]);
        const double d = choices;
        arrivals[i] = p[i] > 1e-12 ? perLine * (std::pow(longer, d) - std::pow(next, d)) / p[i]
                                   : perLine * d * std::pow(longer, d - 1.0);
        longer = next;
    }
}

void spreadToShortest(std::span<const LinesAlike> lines, double perLine, std::vector<double>& arrivals) {
    const auto at = [](const LinesAlike& line, std::size_t i) {
        return line.p.empty() ? (i == 0 ? 1.0 : 0.0) : line.p[i];
    };
    double count = 0.0;
    for (const LinesAlike& line : lines) count += line.count;
    std::vector<double> longer(lines.size(), 1.0); // P(length >= this node), of one of each
    double allLonger = 1.0;
    for (std::size_t i = 0; i != arrivals.size(); ++i) {
        if (allLonger <= 0.0) { // nobody joins a line of this length
            std::fill(arrivals.begin() + static_cast<std::ptrdiff_t>(i), arrivals.end(), 0.0);
            return;
        }
        double here = 0.0, limit = 0.0, next = 1.0;
        for (std::size_t l = 0; l != lines.size(); ++l) {
            const double p = at(lines[l], i);
            here += lines[l].count * p;
            if (longer[l] > 0.0) limit += lines[l].count / longer[l];
            longer[l] = std::max(0.0, longer[l] - p);
            next *= std::pow(longer[l], lines[l].count);
        }
        arrivals[i] =
            perLine * (here > 1e-12 * count ? (allLonger - next) * count / here : allLonger * limit);
        allLonger = next;
    }
}

} // namespace nueves::behaviour::traffic
