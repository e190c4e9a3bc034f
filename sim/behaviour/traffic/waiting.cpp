#include "sim/behaviour/traffic/waiting.hpp"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace nueves::behaviour::traffic {

namespace {

constexpr double kFirstTime = 1.0 / 16.0, kTimeStep = 1.1, kLongestTime = 1e7; // turns
constexpr double kLeastScv = 0.01;  // the sum of many is never quite fixed
constexpr double kNever = 1e-12;    // a chance that nobody sees
constexpr double kNothing = 1e-18;  // a chance that changes no digit of a sum with another
constexpr double kTiniest = 1e-290; // what can be divided by

// ---- last come first served: a table over arrivals, room above, time ----

constexpr int kTerms = 14; // of Stehfest's sum: 6 digits of a smooth function
constexpr int kLoads = 41, kRooms = 27, kTimes = 72;
constexpr double kPassageFirst = 1.0 / 16.0, kPassageStep = 1.26;

std::array<double, kTerms> stehfestWeights() {
    std::array<double, kTerms> weights{};
    const auto factorial = [](int n) { return std::tgamma(n + 1.0); };
    constexpr int half = kTerms / 2;
    for (int k = 1; k <= kTerms; ++k) {
        double sum = 0.0;
        for (int j = (k + 1) / 2; j <= std::min(k, half); ++j)
            sum += std::pow(j, half) * factorial(2 * j) /
                   (factorial(half - j) * factorial(j) * factorial(j - 1) * factorial(k - j) *
                    factorial(2 * j - k));
        weights[static_cast<std::size_t>(k - 1)] = ((k + half) % 2 == 0 ? 1.0 : -1.0) * sum;
    }
    return weights;
}

// Loads lie closest around 1, where the answer turns: arrivals / (1 + arrivals) = 1/2 +- (distance)^2 / 2.
double loadAt(int i) {
    const double u = 2.0 * i / (kLoads - 1) - 1.0;
    const double share = 0.5 + 0.5 * u * std::abs(u);
    return share < 1.0 - 1e-5 ? share / (1.0 - share) : 1e5;
}
double placeOfLoad(double load) {
    const double share = 2.0 * load / (1.0 + load) - 1.0;
    return 0.5 * (kLoads - 1) * (1.0 + std::copysign(std::sqrt(std::abs(share)), share));
}
// 0 1 2 3 4 6 8 12 16 ...: half octaves from 2 on.
double roomAt(int i) {
    if (i < 3) return i;
    return std::ldexp(i % 2 == 1 ? 1.5 : 2.0, i % 2 == 1 ? (i - 1) / 2 : (i - 2) / 2);
}
double placeOfRoom(double room) {
    if (room <= 2.0) return room;
    int i = 2;
    while (i + 2 < kRooms && roomAt(i + 1) <= room) ++i;
    return std::min<double>(i + (room - roomAt(i)) / (roomAt(i + 1) - roomAt(i)), kRooms - 1);
}

// The transform solves f(k) = 1 / (s + 1 + a - a f(k - 1)): a Moebius map, whose powers are known from its
// fixed points.
double transform(double s, double arrivals, double room) {
    const double last = 1.0 / (1.0 + s); // nobody finds a place above
    if (arrivals < 1e-9) return last;
    const double b = s + 1.0 + arrivals, root = std::sqrt(std::max(0.0, b * b - 4.0 * arrivals));
    const double low = 2.0 / (b + root), high = (b + root) / (2.0 * arrivals);
    const double c = (last - low) / (last - high) * std::pow(low / high, room);
    return (low - high * c) / (1.0 - c);
}

double invert(double arrivals, double room, double turns) {
    static const std::array<double, kTerms> weights = stehfestWeights();
    const double a = std::log(2.0) / turns;
    double sum = 0.0;
    for (int k = 1; k <= kTerms; ++k)
        sum += weights[static_cast<std::size_t>(k - 1)] * transform(k * a, arrivals, room) / k;
    return std::clamp(sum, 0.0, 1.0);
}

struct Passages {
    std::vector<double> within; // load by load, room by room, time by time
    Passages() {
        within.reserve(static_cast<std::size_t>(kLoads) * kRooms * kTimes);
        for (int load = 0; load != kLoads; ++load)
            for (int room = 0; room != kRooms; ++room)
                for (int time = 0; time != kTimes; ++time)
                    within.push_back(
                        invert(loadAt(load), roomAt(room), kPassageFirst * std::pow(kPassageStep, time)));
    }
    const double* row(int load, int room) const {
        return &within[static_cast<std::size_t>((load * kRooms + room) * kTimes)];
    }
};

const Passages& passages() {
    static const Passages table;
    return table;
}

struct Between { // two neighbours and how far from the first
    int low;
    double share;
};
Between between(double place, int count) {
    const int low = std::clamp(static_cast<int>(place), 0, count - 2);
    return {low, std::clamp(place - low, 0.0, 1.0)};
}

double timeIn(const double* row, double turns) {
    if (turns <= kPassageFirst) return row[0] * std::max(0.0, turns) / kPassageFirst;
    const auto [low, share] = between(std::log(turns / kPassageFirst) / std::log(kPassageStep), kTimes);
    return (1.0 - share) * row[low] + share * row[low + 1];
}

} // namespace

double passage(double arrivals, double room, double turns) {
    const Between load = between(placeOfLoad(arrivals), kLoads), above = between(placeOfRoom(room), kRooms);
    double sum = 0.0;
    for (int i = 0; i != 2; ++i)
        for (int j = 0; j != 2; ++j) {
            const double weight =
                (i == 0 ? 1.0 - load.share : load.share) * (j == 0 ? 1.0 - above.share : above.share);
            if (weight > 0.0) sum += weight * timeIn(passages().row(load.low + i, above.low + j), turns);
        }
    return sum;
}

WaitingTimes::WaitingTimes(const LineGrid& grid, double scv) : m_grid(grid), m_scv(std::max(scv, kLeastScv)) {
    const double most = grid.nodes().back() - grid.workers() + 1.0;
    for (double t = kFirstTime; t < std::min(4.0 * most + 30.0, kLongestTime) * kTimeStep; t *= kTimeStep)
        m_times.push_back(t);
    for (std::size_t i = grid.full(); i < grid.size(); ++i)
        for (const double t : m_times)
            m_first.push_back(
                boost::math::gamma_p((grid.nodes()[i] - grid.workers() + 1.0) / m_scv, t / m_scv));
}

void WaitingTimes::firstCome(std::span<const double> found, std::vector<double>& out) const {
    out.assign(m_times.size(), 0.0);
    for (std::size_t i = m_grid.full(); i < found.size(); ++i) {
        if (found[i] < kNothing) continue;
        const double* row = &m_first[(i - m_grid.full()) * m_times.size()];
        for (std::size_t j = 0; j != out.size(); ++j) out[j] += found[i] * row[j];
    }
}

// The chances of finding so much room are gathered first: the rows they share are many.
void WaitingTimes::lastCome(std::span<const double> found, double arrivals, double variability,
                            std::vector<double>& out) const {
    std::array<double, kRooms> rooms{};
    for (std::size_t i = m_grid.full(); i < found.size(); ++i) {
        const Between room = between(placeOfRoom(m_grid.nodes().back() - m_grid.nodes()[i] - 1.0), kRooms);
        rooms[static_cast<std::size_t>(room.low)] += found[i] * (1.0 - room.share);
        rooms[static_cast<std::size_t>(room.low) + 1] += found[i] * room.share;
    }
    const Between load = between(placeOfLoad(arrivals), kLoads);
    std::array<double, kTimes> mixed{};
    for (int room = 0; room != kRooms; ++room) {
        const double weight = rooms[static_cast<std::size_t>(room)];
        if (weight <= 0.0) continue;
        const double *low = passages().row(load.low, room), *high = passages().row(load.low + 1, room);
        for (std::size_t t = 0; t != mixed.size(); ++t)
            mixed[t] += weight * ((1.0 - load.share) * low[t] + load.share * high[t]);
    }
    out.resize(m_times.size());
    for (std::size_t j = 0; j != out.size(); ++j) out[j] = timeIn(mixed.data(), m_times[j] / variability);
}

double WaitingTimes::keepDeadlines(double patience, std::span<double> found) const {
    double served = 0.0;
    for (std::size_t i = m_grid.full(); i < found.size(); ++i) {
        if (found[i] < kNever) continue;
        const double others = m_grid.nodes()[i] - m_grid.workers(), x = patience / m_scv;
        const double so = others > 0.0 ? boost::math::gamma_p(others / m_scv, x) : 1.0;
        found[i] = so > kTiniest ? found[i] / so : 0.0;
        served += found[i] * boost::math::gamma_p((others + 1.0) / m_scv, x);
    }
    return served;
}

double WaitingTimes::at(const std::vector<double>& within, double turns, double end, double most) const {
    if (turns <= 0.0) return 0.0;
    if (turns >= end) return most;
    if (turns <= m_times.front()) return within.front() * turns / m_times.front();
    const double place = std::log(turns / m_times.front()) / std::log(kTimeStep);
    if (place >= static_cast<double>(m_times.size() - 1)) return within.back();
    const auto low = static_cast<std::size_t>(place);
    const bool ends = m_times[low + 1] > end;
    const double to = ends ? end : m_times[low + 1], after = ends ? most : within[low + 1];
    const double share = (turns - m_times[low]) / (to - m_times[low]), before = within[low];
    // Straight in logarithms: what is rare grows by powers.
    if (before > kNever && after < 0.9) return before * std::pow(after / before, share);
    return (1.0 - share) * before + share * after;
}

} // namespace nueves::behaviour::traffic
