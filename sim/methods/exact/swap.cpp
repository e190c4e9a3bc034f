#include "sim/methods/exact/swap.hpp"

#include <algorithm>
#include <numeric>

namespace nueves::methods {

using model::Cause;
using model::Job;
using model::JobId;
using model::Mode;
using model::System;
using model::Thing;

namespace {

std::vector<std::uint32_t> upTo(std::size_t n) {
    std::vector<std::uint32_t> numbers(n);
    std::iota(numbers.begin(), numbers.end(), 0U);
    return numbers;
}

template <class I> constexpr bool bothOrNone(I a, I b) {
    return static_cast<bool>(a) == static_cast<bool>(b);
}

std::vector<std::uint32_t> side(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs,
                                bool second) {
    std::vector<std::uint32_t> slots;
    for (const auto& [a, b] : pairs) slots.push_back(second ? b : a);
    return slots;
}

} // namespace

SwapTest::SwapTest(const System& system)
    : m_system(system), m_gates(system.circuit), m_modesOf(system.things.size()) {
    m_identity = {upTo(system.things.size()), upTo(system.modes.size()),         upTo(system.jobs.size()),
                  upTo(system.clocks.size()), upTo(system.circuit.gates.size()), upTo(system.roots.size()),
                  upTo(system.causes.size())};
    m_plain = m_gates.number(m_identity.leaves);
    for (std::uint32_t m = 0; m != system.modes.size(); ++m)
        m_modesOf[system.modes.raw()[m].thing.value].push_back(m);
}

std::optional<std::pair<MemberSlots, MemberSlots>> SwapTest::exchange(const std::vector<std::uint32_t>& a,
                                                                      const std::vector<std::uint32_t>& b) {
    m_map = m_identity;
    for (Pairs* list : {&m_things, &m_modes, &m_jobs, &m_clocks, &m_leaves, &m_roots, &m_causes})
        list->clear();
    if (!pairUp(a, b) || !pairCauses() || !unchanged() || !namesBreakNoTie()) return std::nullopt;
    const auto slots = [&](bool second) {
        return MemberSlots{m_system.things.raw()[(second ? b : a).front()].name,
                           side(m_things, second),
                           side(m_modes, second),
                           side(m_jobs, second),
                           side(m_clocks, second),
                           side(m_leaves, second),
                           side(m_roots, second)};
    };
    return std::pair(slots(false), slots(true));
}

// Notes that slots a and b change places; false if one of them already changes places with another.
template <class I> bool SwapTest::pair(std::vector<std::uint32_t>& map, Pairs& list, I a, I b) {
    if (!bothOrNone(a, b)) return false;
    if (!a || map[a.value] == b.value) return true;
    if (map[a.value] != a.value || map[b.value] != b.value) return false;
    map[a.value] = b.value;
    map[b.value] = a.value;
    list.emplace_back(a.value, b.value);
    return true;
}

bool SwapTest::pairUp(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i != a.size(); ++i)
        if (!pair(m_map.things, m_things, model::ThingId{a[i]}, model::ThingId{b[i]})) return false;
    for (std::size_t i = 0; i != a.size(); ++i)
        if (!pairThings(a[i], b[i])) return false;
    return true;
}

bool SwapTest::pairThings(std::uint32_t a, std::uint32_t b) {
    const Thing& x = m_system.things.raw()[a];
    const Thing& y = m_system.things.raw()[b];
    if (!pair(m_map.leaves, m_leaves, x.notStarting, y.notStarting) || !pairJobs(x.startup, y.startup))
        return false;
    if (m_modesOf[a].size() != m_modesOf[b].size()) return false;
    for (std::size_t i = 0; i != m_modesOf[a].size(); ++i)
        if (!pairModes(m_modesOf[a][i], m_modesOf[b][i])) return false;
    return true;
}

bool SwapTest::pairModes(std::uint32_t a, std::uint32_t b) {
    const Mode& x = m_system.modes.raw()[a];
    const Mode& y = m_system.modes.raw()[b];
    bool fits = pair(m_map.modes, m_modes, model::ModeId{a}, model::ModeId{b});
    for (const auto leaf : {&Mode::absent, &Mode::falseAbsent, &Mode::starved})
        fits = fits && pair(m_map.leaves, m_leaves, x.*leaf, y.*leaf);
    for (const auto clock : {&Mode::everyClock, &Mode::detectClock, &Mode::inspectClock, &Mode::falseClock,
                             &Mode::flapClock, &Mode::leakClock})
        fits = fits && pair(m_map.clocks, m_clocks, x.*clock, y.*clock);
    return fits && pair(m_map.roots, m_roots, x.root, y.root) &&
           pair(m_map.roots, m_roots, x.falseRoot, y.falseRoot) && pairJobs(x.repair, y.repair) &&
           pairJobs(x.falseRepair, y.falseRepair);
}

bool SwapTest::pairJobs(JobId a, JobId b) {
    if (!bothOrNone(a, b)) return false;
    return !a || (pair(m_map.jobs, m_jobs, a, b) &&
                  pair(m_map.clocks, m_clocks, m_system.jobs[a].clock, m_system.jobs[b].clock));
}

// Whom it strikes, and with what; sorted.
std::vector<std::uint32_t> SwapTest::victims(const Cause& cause, bool mapped) const {
    const SlotMap& map = mapped ? m_map : m_identity;
    std::vector<std::uint32_t> all, modes;
    for (model::ThingId thing : cause.victims) all.push_back(map.things[thing.value]);
    for (model::ModeId mode : cause.modes) modes.push_back(map.modes[mode.value]);
    std::sort(all.begin(), all.end());
    std::sort(modes.begin(), modes.end());
    all.push_back(0xffffffffU);
    all.insert(all.end(), modes.begin(), modes.end());
    return all;
}

// A cause of one block alone changes places with its like in the other; any other must stay what it is.
bool SwapTest::pairCauses() {
    const auto& causes = m_system.causes.raw();
    std::vector<std::uint8_t> taken(causes.size(), 0);
    for (std::uint32_t a = 0; a != causes.size(); ++a) {
        const auto from = victims(causes[a], true);
        if (taken[a] || from == victims(causes[a], false)) continue;
        std::uint32_t b = a + 1;
        while (b != causes.size() && (taken[b] || victims(causes[b], false) != from)) ++b;
        if (b == causes.size() || !pairCause(a, b)) return false;
        taken[a] = taken[b] = 1;
    }
    return true;
}

bool SwapTest::pairCause(std::uint32_t a, std::uint32_t b) {
    const Cause& x = m_system.causes.raw()[a];
    const Cause& y = m_system.causes.raw()[b];
    return pair(m_map.causes, m_causes, model::CauseId{a}, model::CauseId{b}) &&
           pair(m_map.clocks, m_clocks, x.clock, y.clock) &&
           pair(m_map.leaves, m_leaves, x.absent, y.absent) && pair(m_map.roots, m_roots, x.root, y.root) &&
           pairJobs(x.repair, y.repair);
}

} // namespace nueves::methods
