#include "sim/methods/naive_stores.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace nueves::methods {

using model::GateId;
using model::Mode;
using model::ModeId;
using model::System;

namespace {

struct Length { // of an outage: its first two moments, s and s^2
    double mean = 0.0, square = 0.0;
    double variance() const { return square - mean * mean; }
};

Length sum(const Length& x, const Length& y) {
    return {x.mean + y.mean, x.square + 2.0 * x.mean * y.mean + y.square};
}

Length mixed(double p, const Length& x, const Length& y) {
    return {p * x.mean + (1.0 - p) * y.mean, p * x.square + (1.0 - p) * y.square};
}

Length lengthOf(const System& system, engine::LawId law) {
    if (!law) return {};
    const double mean = system.laws[law].mean();
    return {mean, system.laws[law].variance() + mean * mean};
}

// Attempts one after the other, hands always free: from the last one back.
Length lengthOf(const System& system, const model::Job& job) {
    Length rest;
    for (std::uint32_t a = job.attempts.last; a-- > job.attempts.first;) {
        const auto& attempt = system.attempts[a];
        Length phases;
        for (const auto law : attempt.phases) phases = sum(phases, lengthOf(system, law));
        rest = mixed(attempt.tried, sum(phases, mixed(attempt.works, {}, rest)), rest);
    }
    return rest;
}

double outlasting(const System& system, const Mode& mode, double bridged) {
    if (!mode.every || !mode.repair || system.jobs[mode.repair].never) return 1.0; // down for good
    const Length outage = sum(lengthOf(system, mode.detect), lengthOf(system, system.jobs[mode.repair]));
    return shareOutlasting(outage.mean, outage.variance(), bridged);
}

class Stores {
  public:
    Stores(const System& system, const std::vector<double>& alone) : m_system(system), m_alone(alone) {
        for (std::size_t m = 0; m != system.modes.size(); ++m)
            if (const GateId leaf = system.modes.raw()[m].absent) m_modeOf[leaf.value] = ModeId{m};
    }

    // Of all that may make `gate` call for the store, each by the share of time it does.
    double emptyShare(GateId gate, core::SimSpan bridged) const {
        double active = 0.0, dark = 0.0;
        for (const ModeId mode : below(gate)) {
            const double share = m_alone[mode.value];
            active += share;
            dark += share * outlasting(m_system, m_system.modes[mode], core::seconds(bridged));
        }
        return active > 0.0 ? dark / active : 0.0;
    }

  private:
    std::vector<ModeId> below(GateId gate) const {
        std::vector<ModeId> modes;
        std::vector<std::uint8_t> seen(m_system.circuit.gates.size(), 0);
        std::vector<std::uint32_t> open{gate.value};
        while (!open.empty()) {
            const std::uint32_t at = open.back();
            open.pop_back();
            if (seen[at]++ != 0) continue;
            if (const auto mode = m_modeOf.find(at); mode != m_modeOf.end()) modes.push_back(mode->second);
            const model::Range inputs = m_system.circuit.gates[at].inputs;
            for (std::uint32_t i = inputs.first; i != inputs.last; ++i)
                open.push_back(m_system.circuit.inputs[i].gate().value);
        }
        return modes;
    }

    const System& m_system;
    const std::vector<double>& m_alone;
    std::map<std::uint32_t, ModeId> m_modeOf; // by leaf
};

} // namespace

double shareOutlasting(double mean, double variance, double bridged) {
    if (mean <= 0.0) return 0.0;
    if (std::isinf(mean)) return 1.0;
    if (variance <= 1e-12 * mean * mean) return std::max(0.0, mean - bridged) / mean;
    const double shape = mean * mean / variance, units = bridged * mean / variance;
    const double left =
        boost::math::gamma_q(shape + 1.0, units) - bridged / mean * boost::math::gamma_q(shape, units);
    return std::max(0.0, left);
}

std::vector<std::pair<GateId, double>> emptyStores(const System& system, const std::vector<double>& alone) {
    const Stores stores(system, alone);
    std::vector<std::pair<GateId, double>> list;
    for (const model::Battery& battery : system.batteries)
        if (battery.charged && battery.input)
            list.emplace_back(battery.charged, stores.emptyShare(battery.input, battery.bridges));
    for (const model::Generator& generator : system.generators)
        if (generator.fuelled && generator.asked)
            list.emplace_back(generator.fuelled, stores.emptyShare(generator.asked, generator.fuel));
    return list;
}

} // namespace nueves::methods
