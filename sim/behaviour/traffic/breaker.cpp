#include "sim/behaviour/traffic/breaker.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <numeric>

namespace nueves::behaviour::traffic {

using model::BreakerLevel;

namespace {

constexpr double kEnoughCalls = 10.0; // in a window before it is judged (assumed, as the request level does)
constexpr double kNoCalls = 1e-9;     // 1/s: nobody calls

// 1/s, at which a closed one opens.
double opening(const model::Breaker& plan, const BreakerLevel& level, const BreakerSight& sight) {
    const double bad = std::clamp(level.failing, 0.0, 1.0), failures = sight.calls * sight.failing;
    if (failures < kNoCalls || bad <= 0.0) return 0.0;
    const double calls = sight.calls * plan.window, judged = std::max(calls, kEnoughCalls);
    const double others =
        std::max(plan.errors * judged - 1.0, 0.0); // failures, besides the one that opens it
    double chance = calls < 10.0 * kEnoughCalls ? boost::math::gamma_p(kEnoughCalls, calls) : 1.0;
    if (others > 0.0 && bad < 1.0) chance *= boost::math::ibeta(others, judged - others, bad);
    if (chance < 1e-12) return 0.0;
    return 1.0 / (kEnoughCalls / sight.calls + 1.0 / (failures * chance));
}

// 1/s, from one phase of being open to the next.
double ripening(const model::Breaker& plan, const BreakerSight& sight) {
    if (sight.calls < kNoCalls) return 0.0;
    return BreakerLevel::kPhases / (plan.open + sight.each + 1.0 / sight.calls);
}

} // namespace

double closedShare(const BreakerLevel& level) {
    return std::max(0.0, 1.0 - std::accumulate(level.open.begin(), level.open.end(), 0.0));
}

double passingShare(const model::Breaker& plan, const BreakerLevel& level, const BreakerSight& sight) {
    if (plan.errors <= 0.0) return 1.0;
    const double closed = closedShare(level);
    if (sight.calls < kNoCalls) return closed;
    const double trials = ripening(plan, sight) * level.open.back() / sight.calls;
    return std::min(1.0, closed + trials);
}

void moveBreaker(const model::Breaker& plan, const BreakerLevel& before, double h, const BreakerSight& sight,
                 BreakerLevel& to) {
    const double seen = sight.calls < kNoCalls ? 0.0 : 2.0 * h / plan.window;
    to.failing = (before.failing + seen * sight.failing) / (1.0 + seen);
    const double opens = h * opening(plan, to, sight), on = h * ripening(plan, sight);
    // Each phase is a + b times the first, solved together with the share that is closed.
    double a = 0.0, b = 1.0, sumA = 0.0, sumB = 1.0;
    for (std::size_t i = 1; i != to.open.size(); ++i) {
        a = (before.open[i] + on * a) / (1.0 + on);
        b = on * b / (1.0 + on);
        sumA += a;
        sumB += b;
    }
    const double again = on * sight.failing; // a trial fails
    to.open[0] = (before.open[0] + opens * (1.0 - sumA) + again * a) / (1.0 + on + opens * sumB - again * b);
    for (std::size_t i = 1; i != to.open.size(); ++i)
        to.open[i] = (before.open[i] + on * to.open[i - 1]) / (1.0 + on);
}

} // namespace nueves::behaviour::traffic
