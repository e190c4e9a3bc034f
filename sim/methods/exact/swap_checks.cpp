// After an exchange of slots, is everything what it was?
#include "sim/methods/exact/swap.hpp"

#include <algorithm>
#include <tuple>

namespace nueves::methods {

using model::Cause;
using model::GateId;
using model::Job;
using model::Mode;
using model::Thing;

bool SwapTest::same(GateId a, GateId b) const {
    return static_cast<bool>(a) == static_cast<bool>(b) && (!a || m_swapped[a.value] == m_plain[b.value]);
}

bool SwapTest::unchanged() {
    m_swapped = m_gates.number(m_map.leaves);
    const auto all = [&](std::size_t n, auto test) {
        for (std::uint32_t i = 0; i != n; ++i)
            if (!test(i)) return false;
        return true;
    };
    return all(m_system.things.size(), [&](auto i) { return sameThing(i); }) &&
           all(m_system.modes.size(), [&](auto i) { return sameMode(i); }) &&
           all(m_system.jobs.size(), [&](auto i) { return sameJob(i); }) &&
           all(m_system.causes.size(), [&](auto i) { return sameCause(i); }) &&
           all(m_system.pairs.size(), [&](auto i) { return samePair(m_system.pairs.raw()[i]); }) &&
           all(m_system.services.size(), [&](auto i) { return sameService(m_system.services.raw()[i]); }) &&
           all(m_system.generators.size(), [&](auto i) { return sameGenerator(m_system.generators[i]); }) &&
           all(m_map.clocks.size(),
               [&](auto i) {
                   const auto& x = m_system.clocks.raw()[i];
                   const auto& y = m_system.clocks.raw()[m_map.clocks[i]];
                   return x.candidate == y.candidate && x.law == y.law && x.event.kind == y.event.kind;
               }) &&
           all(m_map.roots.size(), [&](auto i) {
               const auto& x = m_system.roots.raw()[i];
               const auto& y = m_system.roots.raw()[m_map.roots[i]];
               return x.owner == y.owner && x.planned == y.planned;
           });
}

bool SwapTest::sameThing(std::uint32_t a) const {
    const Thing& x = m_system.things.raw()[a];
    const Thing& y = m_system.things.raw()[m_map.things[a]];
    const bool gates = same(x.supplied, y.supplied) && same(x.ownOk, y.ownOk) &&
                       same(x.notStarting, y.notStarting) && same(x.runs, y.runs) && same(x.works, y.works) &&
                       same(x.carries, y.carries);
    const bool around = maps(m_map.things, x.carrier, y.carrier) && maps(m_map.things, x.box, y.box) &&
                        maps(m_map.things, x.place, y.place) && x.service == y.service &&
                        x.pairsOn == y.pairsOn;
    return gates && around && x.kind == y.kind && x.soft == y.soft && x.outside == y.outside &&
           maps(m_map.jobs, x.startup, y.startup) && x.modes.size() == y.modes.size() &&
           x.clocked.size() == y.clocked.size();
}

bool SwapTest::sameMode(std::uint32_t a) const {
    const Mode& x = m_system.modes.raw()[a];
    const Mode& y = m_system.modes.raw()[m_map.modes[a]];
    const auto plain = [](const Mode& m) {
        return std::tuple(m.name, m.effect, m.size, m.stopping, m.every, m.candidate, m.during, m.probability,
                          m.detect, m.hidden, m.inspect, m.falseAlarm, m.flap, m.leakTime, m.leakKills,
                          m.memberOf);
    };
    return plain(x) == plain(y) && maps(m_map.things, x.thing, y.thing) &&
           maps(m_map.things, x.victim, y.victim) && same(x.absent, y.absent) &&
           same(x.falseAbsent, y.falseAbsent) && same(x.starved, y.starved) &&
           maps(m_map.jobs, x.repair, y.repair) && maps(m_map.jobs, x.falseRepair, y.falseRepair) &&
           maps(m_map.roots, x.root, y.root) && maps(m_map.roots, x.falseRoot, y.falseRoot);
}

bool SwapTest::sameJob(std::uint32_t a) const {
    const Job& x = m_system.jobs.raw()[a];
    const Job& y = m_system.jobs.raw()[m_map.jobs[a]];
    if (x.owner != y.owner || x.never != y.never || x.attempts.size() != y.attempts.size()) return false;
    if (!maps(m_map.clocks, x.clock, y.clock) || x.waitsFor != y.waitsFor) return false;
    for (std::uint32_t i = 0; i != x.attempts.size(); ++i) {
        const auto plain = [](const model::Attempt& t) {
            return std::tuple(t.tried, t.works, t.phases[0], t.phases[1], t.phases[2], t.phases[3], t.crew,
                              t.spare, t.afterSwitch);
        };
        if (plain(m_system.attempts[x.attempts.first + i]) != plain(m_system.attempts[y.attempts.first + i]))
            return false;
    }
    return true;
}

bool SwapTest::sameCause(std::uint32_t a) const {
    const Cause& x = m_system.causes.raw()[a];
    const Cause& y = m_system.causes.raw()[m_map.causes[a]];
    const auto plain = [](const Cause& c) { return std::tuple(c.every, c.candidate, c.beta, c.probability); };
    return plain(x) == plain(y) && victims(x, true) == victims(y, false) && same(x.absent, y.absent) &&
           maps(m_map.clocks, x.clock, y.clock) && maps(m_map.jobs, x.repair, y.repair) &&
           maps(m_map.roots, x.root, y.root);
}

// Roles have an order: no member of a pair changes places.
bool SwapTest::samePair(const model::Pair& pair) const {
    for (const auto& member : pair.members) {
        if (!same(member.works, member.works) || !same(member.supplied, member.supplied)) return false;
        for (model::ModeId mode : member.modes)
            if (m_map.modes[mode.value] != mode.value) return false;
        for (model::ThingId thing : member.things)
            if (m_map.things[thing.value] != thing.value) return false;
    }
    for (model::ThingId thing : pair.carried)
        if (m_map.things[thing.value] != thing.value) return false;
    return same(pair.works, pair.works) &&
           (!pair.thing || m_map.things[pair.thing.value] == pair.thing.value);
}

bool SwapTest::sameService(const model::Service& service) const {
    std::vector<std::uint32_t> before, after;
    for (model::ModeId mode : service.modesBelow) {
        before.push_back(mode.value);
        after.push_back(m_map.modes[mode.value]);
    }
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    return before == after && same(service.up, service.up) && same(service.whole, service.whole) &&
           same(service.fraction, service.fraction);
}

bool SwapTest::sameGenerator(const model::Generator& generator) const {
    return m_map.things[generator.thing.value] == generator.thing.value &&
           same(generator.asked, generator.asked);
}

// Where jobs of several members may ask for a hand or a piece at one instant, names decide who is first. That
// is the same for all only if the members were alike at that instant: true of one thing with one fault, not
// of more.
bool SwapTest::namesBreakNoTie() const {
    if (m_things.size() == 1 && m_modes.size() <= 1) return true;
    const auto asks = [&](const Job& job) {
        for (std::uint32_t i = job.attempts.first; i != job.attempts.last; ++i) {
            const auto& attempt = m_system.attempts[i];
            const bool scarce = attempt.spare && !m_system.stocks[attempt.spare].unlimited;
            if (attempt.crew || scarce) return true;
        }
        return false;
    };
    bool repairsAsk = false;
    for (const auto& [a, b] : m_jobs) {
        const Job& job = m_system.jobs.raw()[a];
        if (!asks(job)) continue;
        repairsAsk = true;
        if (job.owner == model::JobOwner::startup || !job.waitsFor.empty()) return false;
    }
    if (!repairsAsk) return true;
    const auto moved = [&](model::ModeId mode) { return m_map.modes[mode.value] != mode.value; };
    for (const Cause& cause : m_system.causes)
        if (std::count_if(cause.modes.begin(), cause.modes.end(), moved) > 1) return false;
    return std::none_of(m_modes.begin(), m_modes.end(),
                        [&](const auto& pair) { return m_system.modes.raw()[pair.first].hidden > 0.0; });
}

} // namespace nueves::methods
