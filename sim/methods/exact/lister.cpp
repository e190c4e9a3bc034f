#include "sim/methods/exact/lister.hpp"

#include "sim/behaviour/dynamics.hpp"
#include "sim/measure/blame.hpp"
#include "sim/methods/exact/doors.hpp"
#include "sim/methods/exact/identity.hpp"
#include "sim/methods/exact/symmetry.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace nueves::methods {

using engine::ClockId;
using engine::ClockStatus;
using model::State;
using model::System;

namespace {

class Lister {
  public:
    Lister(const System& system, const ListingOptions& options)
        : m_system(system), m_options(options), m_doors(system, m_state), m_spreader(system.circuit),
          m_dynamics(system, m_state, m_doors, m_spreader), m_blame(system) {
        if (options.lump) m_symmetry = findSymmetry(system);
        if (m_symmetry) m_chain.alike = m_symmetry->alikeRoots();
        for (std::size_t i = 0; i <= system.services.size(); ++i) m_chain.up.emplace_back();
        m_chain.degraded.resize(m_chain.up.size());
        m_chain.fraction.resize(m_chain.up.size());
        m_chain.blame.resize(m_chain.up.size());
    }

    Chain list() {
        const State blank = behaviour::Dynamics::blank(m_system);
        branch(
            blank, [&] { m_dynamics.begin(false); },
            [&](std::uint32_t to, double p) { m_chain.initial.emplace_back(to, p); });
        for (std::size_t next = 0; next != m_found.size(); ++next) expand(static_cast<std::uint32_t>(next));
        m_chain.states = m_found.size();
        for (const State& state : m_found) { // not before it is known that there are few enough
            m_state = state;
            describe();
        }
        return std::move(m_chain);
    }

  private:
    // Runs `act` on a copy of `from` once for every way its choices can go.
    template <class Act, class Arrive> void branch(const State& from, const Act& act, const Arrive& arrive) {
        m_doors.firstBranch();
        do {
            m_state = from;
            m_state.now += core::SimSpan{1}; // time only orders who asked first
            act();
            m_dynamics.clearChanges();
            arrive(number(), m_doors.probability());
        } while (m_doors.nextBranch());
    }

    std::uint32_t number() {
        if (m_symmetry) m_symmetry->normalise(m_system, m_state, m_options.blame);
        auto key = identity(m_system, m_state, m_options.blame);
        const auto [place, isNew] =
            m_numbers.try_emplace(std::move(key), static_cast<std::uint32_t>(m_found.size()));
        if (!isNew) return place->second;
        if (m_found.size() >= m_options.mostStates)
            throw engine::Refusal{std::to_string(m_options.mostStates), "states"};
        m_found.push_back(m_state);
        return place->second;
    }

    void describe();
    void expand(std::uint32_t from);
    void follow(std::uint32_t from, ClockId clock, double rate, std::map<std::uint32_t, double>& to);

    const System& m_system;
    ListingOptions m_options;
    State m_state;
    ListingDoors m_doors;
    model::Spreader m_spreader;
    behaviour::Dynamics m_dynamics;
    measure::Blame m_blame;
    std::optional<Symmetry> m_symmetry;
    std::vector<State> m_found;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
    Chain m_chain;
};

// What a state means for every service and for the whole.
void Lister::describe() {
    const auto isTrue = [&](model::GateId gate) { return m_system.isTrue(m_state.signals, gate); };
    std::vector<model::GateId> all;
    for (std::size_t i = 0; i != m_chain.up.size(); ++i) {
        const bool whole = i == m_system.services.size();
        std::vector<model::GateId> ups = all;
        if (!whole) ups = {m_system.services.raw()[i].up};
        const bool up = std::all_of(ups.begin(), ups.end(), isTrue);
        m_chain.up[i].push_back(up);
        const auto* service = whole ? nullptr : &m_system.services.raw()[i];
        m_chain.degraded[i].push_back(service != nullptr && up && !isTrue(service->whole));
        const bool hasFraction = service != nullptr && service->fraction;
        m_chain.fraction[i].push_back(hasFraction ? m_state.signals.real[service->fraction.value]
                                      : up        ? 1.0
                                                  : 0.0);
        if (service != nullptr) all.push_back(service->up);
        if (!m_options.blame) continue;
        auto& shares = m_chain.blame[i].emplace_back();
        if (up) continue;
        for (auto root : m_blame.shares(m_state.signals, m_spreader, ups))
            shares.emplace_back(root, m_blame.phaseOf(m_state, root));
    }
}

void Lister::expand(std::uint32_t from) {
    std::map<std::uint32_t, double> to;
    for (std::size_t c = 0; c != m_system.clocks.size(); ++c) {
        const ClockId id{c};
        const auto& spec = m_system.clocks[id];
        m_state = m_found[from];
        if (spec.candidate) {
            const double speed = m_dynamics.candidateSpeed(id);
            if (speed > 0.0) follow(from, id, speed / m_system.laws[spec.law].mean(), to);
            continue;
        }
        const auto& clock = m_state.clocks[c];
        if (clock.status != ClockStatus::running || clock.speed <= 0.0) continue;
        const core::Law& law = m_system.laws[clock.law];
        if (law.isNever()) continue;
        const double phases = law.kind == core::LawKind::erlang ? law.b : 1.0;
        follow(from, id, clock.speed * phases / law.mean(), to);
    }
    for (const auto& [state, rate] : to)
        if (state != from) m_chain.transitions.push_back({from, state, rate});
}

void Lister::follow(std::uint32_t from, ClockId id, double rate, std::map<std::uint32_t, double>& to) {
    const State start = m_found[from]; // a copy: m_found grows
    const auto& law = m_system.clocks[id].candidate ? m_system.laws[m_system.clocks[id].law]
                                                    : m_system.laws[start.clocks[id.value].law];
    const bool lastPhase = law.kind != core::LawKind::erlang || start.clocks[id.value].stage + 1 >= law.b;
    branch(
        start,
        [&] {
            auto& clock = m_state.clocks[id.value];
            if (!lastPhase) {
                ++clock.stage;
                return;
            }
            if (!m_system.clocks[id].candidate) clock.status = ClockStatus::idle;
            m_dynamics.fire(id);
        },
        [&](std::uint32_t arrived, double p) { to[arrived] += rate * p; });
}

} // namespace

core::Expected<Chain, SolveFailure> listStates(const System& system, const ListingOptions& options) {
    // A probe's phase is a number, not a branch; the doors would not know whose.
    if (!system.rotations.empty())
        return core::Unexpected<SolveFailure>{{system.rotations.raw().front().name, "date"}};
    try {
        return Lister(system, options).list();
    } catch (const engine::Refusal& refusal) {
        return core::Unexpected<SolveFailure>{refusal};
    }
}

} // namespace nueves::methods
