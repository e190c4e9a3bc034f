#include "sim/methods/naive.hpp"

#include "sim/methods/decision_diagram.hpp"
#include "sim/methods/naive_stores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <string_view>

namespace nueves::methods {

using analysis::Estimate;
using model::GateId;
using model::Mode;
using model::System;

namespace {

double meanOf(const System& system, engine::LawId law) {
    return law ? system.laws[law].mean() : 0.0;
}

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

// Mean time until a hidden fault is found at the next fixed date; exact for exponential lives, else half a
// period.
double meanToInspection(const core::Law& life, double period) {
    if (!life.isExponential()) return period / 2.0;
    const double x = period / life.mean(); // E[life mod period] = mean - period e^-x / (1 - e^-x)
    return period - (life.mean() - period * std::exp(-x) / -std::expm1(-x));
}

// How modes fail as if nothing were common: their own share and the part that beta factors gave to shocks.
struct Lives {
    std::vector<std::optional<core::Law>> law;
    std::vector<double> probability;
};
Lives livesOf(const System& system) {
    Lives lives;
    for (const Mode& mode : system.modes) {
        lives.law.push_back(mode.every ? std::optional(system.laws[mode.every]) : std::nullopt);
        lives.probability.push_back(mode.probability);
    }
    std::map<std::string_view, double> betas;
    for (const auto& cause : system.scenario->commonCauses) betas[cause.id] = cause.beta.value_or(0.0);
    std::vector<double> common(system.modes.size(), 0.0);
    for (const model::Cause& cause : system.causes) {
        if (!cause.beta) continue;
        for (model::ModeId mode : cause.modes) {
            common[mode.value] += betas[cause.name];
            lives.probability[mode.value] += cause.probability;
            auto& law = lives.law[mode.value];
            if (!law && cause.every) law = system.laws[cause.every]; // beta 100 %: nothing is left of its own
        }
    }
    for (std::size_t m = 0; m != common.size(); ++m)
        if (system.modes.raw()[m].every && common[m] > 0.0 && common[m] < 1.0)
            lives.law[m] = lives.law[m]->raised(1.0 / (1.0 - common[m]));
    return lives;
}

double onShare(const System& system, engine::ProfileId profile) {
    if (!profile) return 1.0;
    const double all = core::seconds(system.profileEnd - core::kStart);
    return core::seconds(system.profiles[profile].elapsed(core::kStart, system.profileEnd)) / all;
}

double aloneDown(const System& system, const Mode& mode, const core::Law& life) {
    const double up = life.mean() / onShare(system, mode.during);
    double known = meanOf(system, mode.detect);
    if (mode.hidden > 0.0 && mode.inspect.count() > 0)
        known =
            (1.0 - mode.hidden) * known + mode.hidden * meanToInspection(life, core::seconds(mode.inspect));
    const double down = known + meanAttempts(system, system.jobs[mode.repair]);
    if (std::isinf(up)) return 0.0;
    return std::isinf(down) ? 1.0 : down / (up + down);
}

constexpr double kMostTerms = 1e8;

// P(fewer than k of n independent things work) = P(at least n - k + 1 fail): counts the rarer of the two.
// Empty: too many to count.
std::optional<double> fewerThan(std::size_t k, const std::vector<double>& failing) {
    const std::size_t n = failing.size();
    if (k == 0) return 0.0;
    if (k > n) return 1.0;
    const std::size_t fatal = n - k + 1;
    if (static_cast<double>(n) * static_cast<double>(fatal) > kMostTerms) return std::nullopt;
    std::vector<double> exactly(fatal, 0.0); // exactly[j]: j have failed so far
    exactly[0] = 1.0;
    double down = 0.0; // at least `fatal` have
    for (double q : failing) {
        down += exactly[fatal - 1] * q;
        for (std::size_t j = fatal - 1; j > 0; --j) exactly[j] = exactly[j] * (1.0 - q) + exactly[j - 1] * q;
        exactly[0] *= 1.0 - q;
    }
    return down;
}

constexpr std::size_t kKeep = 50'000; // nodes kept from one replica to the next: their chains share parts

class Naive {
  public:
    explicit Naive(const System& system) : m_system(system), m_diagram(system.circuit, failing(system)) {}

    // Services in the order of their gates: whatever a service stands on comes before it.
    std::vector<std::optional<double>> all() {
        const auto& services = m_system.services.raw();
        std::vector<std::size_t> order(services.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return services[a].up.value < services[b].up.value;
        });
        std::vector<std::optional<double>> found(services.size());
        for (std::size_t s : order) {
            found[s] = service(s);
            if (!services[s].fraction || !services[s].up) continue;
            const double fails = found[s].value_or(std::numeric_limits<double>::quiet_NaN());
            m_diagram.give(services[s].up, fails); // not a number: whoever needs it has no figure either
            m_known.emplace(services[s].up.value, fails);
        }
        return found;
    }

  private:
    std::optional<double> service(std::size_t index) {
        const model::Service& spec = m_system.services.raw()[index];
        for (const model::Lodger& lodger : m_system.fleet.lodgers) // how many there are is not a matter of faults
            if (lodger.service.value == index) return std::nullopt;
        std::optional<double> fails;
        if (!spec.up)
            fails = 0.0;
        else if (!spec.fraction)
            fails = m_diagram.falseProbability(spec.up);
        else
            fails = ruleFails(m_system.circuit.fractions[gate(spec.fraction).payload], wanted(index));
        return fails && std::isnan(*fails) ? std::nullopt : fails;
    }

    // How many replicas must serve.
    std::size_t wanted(std::size_t index) const {
        const auto& service = m_system.scenario->services[index];
        const double n = static_cast<double>(m_system.services.raw()[index].replicas.size());
        if (service.required.share)
            return static_cast<std::size_t>(std::ceil(*service.required.share * n - 1e-9));
        return static_cast<std::size_t>(std::max(0, service.required.count.value_or(1)));
    }

    const model::Gate& gate(GateId id) const { return m_system.circuit.gates[id.value]; }

    static std::vector<double> failing(const System& system) {
        std::vector<double> list(system.circuit.gates.size(), 0.0);
        const auto alone = standAloneUnavailabilities(system);
        for (std::size_t m = 0; m != alone.size(); ++m)
            if (const GateId leaf = system.modes.raw()[m].absent) list[leaf.value] = alone[m];
        for (const auto& [leaf, empty] : emptyStores(system, alone)) list[leaf.value] = empty;
        return list;
    }

    // A service behind which this one stands, as the gates of an element of `behind` name it.
    std::optional<double> serviceFails(GateId tier) const {
        const auto known = [&](std::uint32_t at) -> std::optional<double> {
            const auto found = m_known.find(at);
            return found == m_known.end() ? std::nullopt : std::optional<double>(found->second);
        };
        if (const auto itself = known(tier.value)) return itself;
        const model::Gate& spec = gate(tier);
        if (spec.kind == model::GateKind::fraction) {
            const GateId needs = m_system.circuit.fractions[spec.payload].needs;
            return needs ? known(needs.value) : std::nullopt;
        }
        for (std::uint32_t i = spec.inputs.first; i != spec.inputs.last; ++i)
            if (const auto found = known(m_system.circuit.inputs[i].gate().value)) return found;
        return std::nullopt;
    }

    std::optional<double> tierFails(GateId tier) {
        if (const auto service = serviceFails(tier)) return service;
        if (gate(tier).kind != model::GateKind::fraction) return m_diagram.falseProbability(tier);
        return ruleFails(m_system.circuit.fractions[gate(tier).payload], 1);
    }

    // Every replica has its own copy of all that stands before it, so tiers are part of its chain.
    std::optional<double> ruleFails(const model::FractionRule& rule, std::size_t k) {
        double logTiers = 0.0;
        for (GateId tier : rule.tiers) {
            const auto fails = tierFails(tier);
            if (!fails) return std::nullopt;
            logTiers += std::log1p(-*fails);
        }
        std::vector<double> replicas;
        for (GateId speed : rule.speeds) {
            if (m_diagram.size() > kKeep) m_diagram.forget();
            const auto fails = m_diagram.falseProbability(speed);
            if (!fails) return std::nullopt;
            replicas.push_back(-std::expm1(logTiers + std::log1p(-*fails)));
        }
        const std::optional<double> chain = replicas.empty() ? -std::expm1(logTiers) : fewerThan(k, replicas);
        const auto needs = m_diagram.falseProbability(rule.needs);
        if (!chain || !needs) return std::nullopt;
        return -std::expm1(std::log1p(-*chain) + std::log1p(-*needs));
    }

    const System& m_system;
    DecisionDiagram m_diagram;
    std::map<std::uint32_t, double> m_known; // by the gate of a service's `up`
};

} // namespace

std::vector<double> standAloneUnavailabilities(const System& system) {
    const Lives lives = livesOf(system);
    std::vector<double> alone;
    for (std::size_t m = 0; m != system.modes.size(); ++m) {
        const Mode& mode = system.modes.raw()[m];
        const bool dies = lives.law[m] && mode.repair;
        alone.push_back(lives.probability[m] > 0.0 ? lives.probability[m]
                        : dies                     ? aloneDown(system, mode, *lives.law[m])
                                                   : 0.0);
    }
    return alone;
}

std::vector<std::optional<Estimate>> naiveUnavailabilities(const System& system) {
    std::vector<std::optional<Estimate>> figures(system.services.size());
    if (system.scenario->run.measure == scenario::Measure::mission) return figures; // a long-run figure
    const auto found = Naive(system).all();
    for (std::size_t i = 0; i != found.size(); ++i)
        if (found[i]) figures[i] = Estimate{*found[i], *found[i], *found[i], analysis::Method::exact};
    return figures;
}

} // namespace nueves::methods
