#include "sim/measure/blame.hpp"

#include <algorithm>
#include <bit>

namespace nueves::measure {

using model::GateId;
using model::JobStatus;
using model::RootId;
using model::Signals;
using model::Spreader;
using Roots = std::vector<RootId>;

namespace {

constexpr std::size_t kMostExhaustive = 12; // 2^12 suppositions at the most; above, cuts are found greedily

bool isUp(const Signals& signals, const std::vector<GateId>& ups) {
    return std::all_of(ups.begin(), ups.end(),
                       [&](GateId up) { return !up || signals.value[up.value] != 0; });
}

bool upWithout(Signals& signals, Spreader& spreader, const std::vector<GateId>& ups, const Roots& removed) {
    spreader.suppose(signals, removed);
    const bool up = isUp(signals, ups);
    spreader.restore(signals);
    return up;
}

Roots without(const Roots& all, std::uint32_t kept) {
    Roots removed;
    for (std::size_t i = 0; i != all.size(); ++i)
        if ((kept >> i & 1U) == 0) removed.push_back(all[i]);
    return removed;
}

// Every subset, smallest first; supersets of a cut are not minimal.
Roots cutMembersOfAll(Signals& signals, Spreader& spreader, const std::vector<GateId>& ups,
                      const Roots& active) {
    std::vector<std::uint32_t> cuts;
    std::uint32_t members = 0;
    for (int size = 1; size <= static_cast<int>(active.size()); ++size)
        for (std::uint32_t set = 1; set < (1U << active.size()); ++set) {
            if (std::popcount(set) != size) continue;
            const auto contained = [&](std::uint32_t cut) { return (cut & set) == cut; };
            if (std::any_of(cuts.begin(), cuts.end(), contained)) continue;
            if (upWithout(signals, spreader, ups, without(active, set))) continue;
            cuts.push_back(set);
            members |= set;
        }
    Roots found;
    for (std::size_t i = 0; i != active.size(); ++i)
        if (members >> i & 1U) found.push_back(active[i]);
    return found;
}

// Too many for all subsets: for each root, shrink to a minimal cut while keeping that root as long as
// possible.
Roots cutMembersGreedy(Signals& signals, Spreader& spreader, const std::vector<GateId>& ups,
                       const Roots& active) {
    Roots found;
    for (RootId kept : active) {
        Roots removed;
        for (RootId other : active) {
            if (other == kept) continue;
            removed.push_back(other);
            if (upWithout(signals, spreader, ups, removed)) removed.pop_back();
        }
        removed.push_back(kept);
        if (upWithout(signals, spreader, ups, removed)) found.push_back(kept);
    }
    return found;
}

} // namespace

Blame::Blame(const model::System& system) : m_system(system), m_meaning(system.circuit.gates.size()) {
    const auto note = [&](GateId gate, Meaning::Kind kind, std::size_t subject) {
        if (gate) m_meaning[gate.value] = {kind, static_cast<std::uint32_t>(subject)};
    };
    using Kind = Meaning::Kind;
    for (std::size_t i = 0; i != system.modes.size(); ++i) {
        note(system.modes.raw()[i].absent, Kind::mode, i);
        note(system.modes.raw()[i].starved, Kind::mode, i);
        note(system.modes.raw()[i].falseAbsent, Kind::falseAlarm, i);
    }
    for (std::size_t i = 0; i != system.things.size(); ++i)
        note(system.things.raw()[i].notStarting, Kind::startup, i);
    for (std::size_t i = 0; i != system.pairs.size(); ++i)
        note(system.pairs.raw()[i].notSwitching, Kind::switchOver, i);
    for (std::size_t i = 0; i != system.causes.size(); ++i)
        note(system.causes.raw()[i].absent, Kind::cause, i);
    for (std::size_t i = 0; i != system.works.size(); ++i) note(system.works.raw()[i].absent, Kind::work, i);
    for (std::size_t i = 0; i != system.batteries.size(); ++i)
        note(system.batteries[i].charged, Kind::supply, i);
    for (std::size_t i = 0; i != system.generators.size(); ++i)
        note(system.generators[i].fuelled, Kind::supply, i);
    for (std::size_t i = 0; i != system.rotations.size(); ++i)
        note(system.rotations.raw()[i].in, Kind::rotation, i);
    for (std::size_t i = 0; i != system.traffic.stations.size(); ++i)
        for (const GateId leaf : system.traffic.stations[i].answered) note(leaf, Kind::answered, i);
    for (const model::Scaling& scaling : system.traffic.scalings)
        if (scaling.by == model::Scaling::By::vertical)
            for (const model::Target& target : system.traffic.stations[scaling.station].targets)
                note(target.wanted, Kind::resize, scaling.station);
    for (std::size_t i = 0; i != system.fleet.lodgers.size(); ++i)
        for (const model::Place& place : system.fleet.lodgers[i].places) note(place.wanted, Kind::machine, i);
    for (std::size_t i = 0; i != system.fleet.nodes.size(); ++i)
        note(system.fleet.nodes[i].exists, Kind::machine, i);
    for (std::size_t i = 0; i != system.actions.size(); ++i)
        for (GateId absent : system.actions.raw()[i].absents) note(absent, Kind::action, i);
}

Roots Blame::activeRoots(const Signals& signals) const {
    Roots roots;
    for (std::uint32_t leaf : signals.falseLeaves)
        if (signals.root[leaf]) roots.push_back(signals.root[leaf]);
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    return roots;
}

// Each active root is one false leaf, and all of them are counted by one and the same threshold and read by
// nobody else: a fleet. Swapping two changes nothing, so what holds for one of them holds for all.
bool Blame::interchangeable(const Signals& signals, const Roots& active) const {
    const model::Circuit& circuit = m_system.circuit;
    std::size_t leaves = 0;
    std::uint32_t counter = 0;
    for (std::uint32_t leaf : signals.falseLeaves) {
        if (!signals.root[leaf]) continue;
        const model::Range fans = circuit.gates[leaf].fans;
        if (fans.size() != 1) return false;
        const std::uint32_t above = circuit.fans[fans.first];
        if (leaves++ == 0) counter = above;
        if (above != counter || circuit.gates[above / 2].kind != model::GateKind::threshold) return false;
    }
    return leaves == active.size();
}

Roots Blame::shares(Signals& signals, Spreader& spreader, const std::vector<GateId>& ups) const {
    const Roots active = activeRoots(signals);
    if (active.size() == 1) return active;
    if (active.size() > 2 && interchangeable(signals, active)) // all of them, or none
        return upWithout(signals, spreader, ups, {active.front()}) ||
                       upWithout(signals, spreader, ups, active)
                   ? active
                   : Roots{};
    Roots alone;
    for (RootId root : active)
        if (upWithout(signals, spreader, ups, {root})) alone.push_back(root);
    if (!alone.empty()) return alone;
    return upWithout(signals, spreader, ups, active) ? cutMembers(signals, spreader, ups, active) : Roots{};
}

// Members of minimal sets of roots that by themselves, all others removed, keep the service down.
Roots Blame::cutMembers(Signals& signals, Spreader& spreader, const std::vector<GateId>& ups,
                        const Roots& active) const {
    return active.size() <= kMostExhaustive ? cutMembersOfAll(signals, spreader, ups, active)
                                            : cutMembersGreedy(signals, spreader, ups, active);
}

bool Blame::downForPlannedWork(Signals& signals, Spreader& spreader, const std::vector<GateId>& ups) const {
    Roots planned;
    for (RootId root : activeRoots(signals))
        if (m_system.roots[root].planned) planned.push_back(root);
    return !planned.empty() && upWithout(signals, spreader, ups, planned);
}

std::uint32_t Blame::phaseOfJob(const model::State& state, model::JobId id) const {
    if (!id) return kForGood;
    const auto& job = state.jobs[id.value];
    switch (job.status) {
    case JobStatus::waitsForCrew: return kCrew;
    case JobStatus::waitsForPiece: return kPart;
    case JobStatus::waitsForSwitch: return kRepair;
    case JobStatus::gaveUp: return kForGood;
    case JobStatus::idle:
    case JobStatus::running: break;
    }
    constexpr std::uint32_t kByPhase[] = {kResponse, kDiagnosis, kPart, kRepair};
    return kByPhase[job.phase < 4 ? job.phase : 3];
}

std::uint32_t Blame::phaseOfMeaning(const model::State& state, const Meaning& meaning) const {
    switch (meaning.kind) {
    case Meaning::Kind::mode: {
        const model::ModeId mode{meaning.subject};
        if (state.modes[mode.value].fault == model::Fault::silent && m_system.modes[mode].repair)
            return kDetection;
        return phaseOfJob(state, m_system.modes[mode].repair);
    }
    case Meaning::Kind::falseAlarm:
        return phaseOfJob(state, m_system.modes[model::ModeId{meaning.subject}].falseRepair);
    case Meaning::Kind::cause:
        return phaseOfJob(state, m_system.causes[model::CauseId{meaning.subject}].repair);
    case Meaning::Kind::switchOver: {
        const auto& pair = m_system.pairs[model::PairId{meaning.subject}];
        return kSwitch + m_system.jobs[pair.switchOver].attempts.first +
               state.jobs[pair.switchOver.value].attempt;
    }
    case Meaning::Kind::startup: return kStartup;
    case Meaning::Kind::work: return kPlanned;
    case Meaning::Kind::supply: return kSupply;
    case Meaning::Kind::rotation: return kRotation;
    case Meaning::Kind::action: return kScript;
    case Meaning::Kind::answered: return kOverload;
    case Meaning::Kind::machine: return kMachine;
    case Meaning::Kind::resize: return kResize;
    case Meaning::Kind::none: break;
    }
    return kRepair;
}

// A switch or a start-up under way tells more than the fault behind it.
std::uint32_t Blame::phaseOf(const model::State& state, RootId root) const {
    const auto rank = [](Meaning::Kind kind) {
        switch (kind) {
        case Meaning::Kind::switchOver: return 5;
        case Meaning::Kind::startup: return 4;
        case Meaning::Kind::machine: return 2; // it waits because of a fault, or of somebody's decision
        case Meaning::Kind::rotation:
        case Meaning::Kind::supply:
        case Meaning::Kind::answered: return 1;
        case Meaning::Kind::none: return 0;
        default: return 3;
        }
    };
    Meaning best;
    for (std::uint32_t leaf : state.signals.falseLeaves) {
        if (state.signals.root[leaf] != root) continue;
        const Meaning& meaning = m_meaning[leaf];
        const bool earlier = rank(meaning.kind) == rank(best.kind) && meaning.subject < best.subject;
        if (rank(meaning.kind) > rank(best.kind) || earlier) best = meaning;
    }
    return phaseOfMeaning(state, best);
}

} // namespace nueves::measure
