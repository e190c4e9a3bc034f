#include "sim/behaviour/traffic/demand.hpp"

#include "sim/core/time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour::traffic {

double presence(const model::Crowd& crowd, double t) {
    const double age = t - crowd.begins;
    if (age < 0.0) return 0.0;
    if (age < crowd.rise) return age / crowd.rise;
    const double after = age - crowd.rise - crowd.lasts;
    if (after < 0.0) return 1.0;
    return after < crowd.fades ? 1.0 - after / crowd.fades : 0.0;
}

double valueAt(const model::Curve& curve, double t) {
    if (curve.times.empty()) return 0.0;
    const auto after = std::upper_bound(curve.times.begin(), curve.times.end(), t);
    if (after == curve.times.begin()) return curve.values.front();
    if (after == curve.times.end()) return curve.values.back();
    const auto i = static_cast<std::size_t>(after - curve.times.begin());
    const double share = (t - curve.times[i - 1]) / (curve.times[i] - curve.times[i - 1]);
    return curve.values[i - 1] + share * (curve.values[i] - curve.values[i - 1]);
}

double wantedAt(const model::Demand& demand, const model::DemandState& state, double t) {
    double wanted = valueAt(demand.curve, t);
    if (demand.growth != 0.0) wanted *= std::exp(std::log1p(demand.growth) * t / core::kSecondsPerYear);
    for (std::size_t c = 0; c != demand.crowds.size(); ++c)
        wanted += state.peaks[c] * presence(demand.crowds[c], t);
    return wanted * state.factor;
}

double nextBend(const model::Demand& demand, double t) {
    double next = std::numeric_limits<double>::infinity();
    const auto offer = [&](double at) {
        if (at > t) next = std::min(next, at);
    };
    const auto after = std::upper_bound(demand.curve.times.begin(), demand.curve.times.end(), t);
    if (after != demand.curve.times.end()) offer(*after);
    if (demand.burst > 0.0) offer((std::floor(t / demand.burst + 1e-9) + 1.0) * demand.burst);
    for (const model::Crowd& crowd : demand.crowds) {
        double at = crowd.begins;
        for (const double length : {crowd.rise, crowd.lasts, crowd.fades}) {
            offer(at);
            at += length;
        }
        offer(at);
    }
    return next;
}

} // namespace nueves::behaviour::traffic
