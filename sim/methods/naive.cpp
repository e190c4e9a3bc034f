#include "sim/methods/naive.hpp"

#include "sim/methods/decision_diagram.hpp"

#include <cmath>

namespace nueves::methods {

using analysis::Estimate;
using model::GateId;
using model::Mode;
using model::System;

namespace {

double meanOf(const System& system, engine::LawId law) { return law ? system.laws[law].mean() : 0.0; }

// Mean length of a list of attempts with free hands; infinity if it may end in "down for ever".
double meanAttempts(const System& system, const model::Job& job) {
    if (job.never) return std::numeric_limits<double>::infinity();
    double mean = 0.0, chance = 1.0;
    for (std::uint32_t a = job.attempts.first; a != job.attempts.last; ++a) {
        const auto& attempt = system.attempts[a];
        double time = 0.0;
        for (auto law : attempt.phases) time += meanOf(system, law);
        mean += chance * attempt.tried * time;
        chance *= 1.0 - attempt.tried * attempt.works;
    }
    return chance > 1e-15 ? std::numeric_limits<double>::infinity() : mean;
}

// Mean time until a hidden fault is found at the next fixed date; exact for exponential lives, else half a period.
double meanToInspection(const core::Law& life, double period) {
    if (!life.isExponential()) return period / 2.0;
    const double x = period / life.mean(); // E[life mod period] = mean - period e^-x / (1 - e^-x)
    return period - (life.mean() - period * std::exp(-x) / -std::expm1(-x));
}

double onShare(const System& system, engine::ProfileId profile) {
    if (!profile) return 1.0;
    const double all = core::seconds(system.profileEnd - core::kStart);
    return core::seconds(system.profiles[profile].elapsed(core::kStart, system.profileEnd)) / all;
}

// P(fewer than k of independent things work), each failing with its own probability.
double fewerThan(int k, const std::vector<double>& failing) {
    std::vector<double> working(failing.size() + 1, 0.0); // working[j] = P(j work so far)
    working[0] = 1.0;
    for (double q : failing)
        for (std::size_t j = working.size() - 1;; --j) {
            working[j] = working[j] * q + (j > 0 ? working[j - 1] * (1.0 - q) : 0.0);
            if (j == 0) break;
        }
    double sum = 0.0;
    for (int j = 0; j < k && j < static_cast<int>(working.size()); ++j) sum += working[static_cast<std::size_t>(j)];
    return sum;
}

class Naive {
  public:
    explicit Naive(const System& system) : m_system(system), m_diagram(system.circuit, failing(system)) {}

    std::optional<double> service(std::size_t index) {
        const model::Service& spec = m_system.services.raw()[index];
        if (!spec.fraction) return m_diagram.falseProbability(spec.up);
        const auto& rule = m_system.circuit.fractions[m_system.circuit.gates[spec.fraction.value].payload];
        const auto& required = m_system.scenario->services[index].required;
        const double n = static_cast<double>(rule.speeds.size());
        const int k = required.share ? static_cast<int>(std::ceil(*required.share * n - 1e-9))
                                     : required.count.value_or(1);
        return ruleFails(rule, k);
    }

  private:
    static std::vector<double> failing(const System& system) {
        std::vector<double> list(system.circuit.gates.size(), 0.0);
        for (const Mode& mode : system.modes)
            if (mode.absent) list[mode.absent.value] = standAloneUnavailability(system, mode);
        return list;
    }

    std::optional<double> gateFails(GateId gate) {
        const auto& spec = m_system.circuit.gates[gate.value];
        if (spec.kind == model::GateKind::fraction) return ruleFails(m_system.circuit.fractions[spec.payload], 1);
        return m_diagram.falseProbability(gate);
    }

    // Every replica has its own copy of all that stands before it, so tiers are part of its chain.
    std::optional<double> ruleFails(const model::FractionRule& rule, int k) {
        double logTiers = 0.0;
        for (GateId tier : rule.tiers) {
            const auto fails = gateFails(tier);
            if (!fails) return std::nullopt;
            logTiers += std::log1p(-*fails);
        }
        std::vector<double> replicas;
        for (GateId speed : rule.speeds) {
            const auto fails = m_diagram.falseProbability(speed);
            if (!fails) return std::nullopt;
            replicas.push_back(-std::expm1(logTiers + std::log1p(-*fails)));
        }
        const double chain = replicas.empty() ? -std::expm1(logTiers) : fewerThan(k, replicas);
        const auto needs = m_diagram.falseProbability(rule.needs);
        if (!needs) return std::nullopt;
        return -std::expm1(std::log1p(-chain) + std::log1p(-*needs));
    }

    const System& m_system;
    DecisionDiagram m_diagram;
};

} // namespace

double standAloneUnavailability(const System& system, const Mode& mode) {
    if (mode.probability > 0.0) return mode.probability;
    if (!mode.every || !mode.repair) return 0.0;
    const core::Law& life = system.laws[mode.every];
    const double up = life.mean() / onShare(system, mode.during);
    double known = meanOf(system, mode.detect);
    if (mode.hidden > 0.0 && mode.inspect.count() > 0)
        known = (1.0 - mode.hidden) * known + mode.hidden * meanToInspection(life, core::seconds(mode.inspect));
    const double down = known + meanAttempts(system, system.jobs[mode.repair]);
    if (std::isinf(down)) return std::isinf(up) ? 0.0 : 1.0;
    return std::isinf(up) ? 0.0 : down / (up + down);
}

std::optional<Estimate> naiveUnavailability(const System& system, model::ServiceId service) {
    if (system.scenario->run.measure == scenario::Measure::mission) return std::nullopt; // a long-run figure
    const auto fails = Naive(system).service(service.value);
    if (!fails) return std::nullopt;
    return Estimate{*fails, *fails, *fails, analysis::Method::exact};
}

} // namespace nueves::methods
