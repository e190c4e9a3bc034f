// Which member is which is forgotten: members stand in the order of what their slots hold.
#include "sim/methods/exact/symmetry.hpp"

#include "sim/methods/exact/identity.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace nueves::methods {

using model::RootId;
using model::State;
using model::System;

namespace {

using Words = std::vector<std::uint64_t>;
using Slots = std::vector<std::uint32_t> MemberSlots::*;

// Asking times become negative numbers in the order of asking: whoever asks later comes later.
void restampQueues(State& state) {
    std::vector<std::uint32_t> jobs;
    for (std::uint32_t j = 0; j != state.jobs.size(); ++j)
        if (state.jobs[j].status != model::JobStatus::idle) jobs.push_back(j);
    std::stable_sort(jobs.begin(), jobs.end(),
                     [&](auto a, auto b) { return state.jobs[a].asked < state.jobs[b].asked; });
    const auto count = static_cast<std::int64_t>(jobs.size());
    for (std::int64_t i = 0; i != count; ++i)
        state.jobs[jobs[static_cast<std::size_t>(i)]].asked = core::kStart + core::SimSpan{i - count};
}

// A root as seen from a member: its own, a fellow's, or one outside the group.
std::uint64_t seenFrom(const InterchangeableGroup& group, const MemberSlots& self, RootId root) {
    constexpr std::uint64_t kFellow = std::uint64_t{1} << 40, kOutside = kFellow * 2;
    const auto in = [&](const MemberSlots& member) {
        return static_cast<std::size_t>(std::find(member.roots.begin(), member.roots.end(), root.value) -
                                        member.roots.begin());
    };
    if (const std::size_t i = in(self); i != self.roots.size()) return i;
    for (const auto& member : group.members)
        if (const std::size_t i = in(member); i != member.roots.size()) return kFellow + i;
    return kOutside + root.value;
}

Words wordsOf(const System& system, const State& state, const QueueRanks& ranks,
              const InterchangeableGroup& group, const MemberSlots& member, bool withRoots) {
    Words words;
    for (auto leaf : member.leaves) {
        words.push_back(state.signals.value[leaf]);
        const bool blamed = withRoots && state.signals.value[leaf] == 0;
        words.push_back(blamed ? seenFrom(group, member, state.signals.root[leaf]) : 0);
    }
    for (auto m : member.modes) {
        const auto& mode = state.modes[m];
        words.push_back(std::uint64_t{static_cast<unsigned>(mode.fault)} << 4 | mode.hidden << 3 |
                        mode.falseAlarm << 2 | mode.harmed << 1 | mode.ownRestart);
        words.push_back(withRoots && mode.root ? seenFrom(group, member, mode.root) : 0);
    }
    for (auto j : member.jobs) {
        const auto& job = state.jobs[j];
        words.push_back(static_cast<std::uint64_t>(job.status) << 32 | std::uint64_t{job.attempt} << 16 |
                        std::uint64_t{job.phase} << 1 | job.hasHand);
        words.push_back(ranks.crew[j]);
        words.push_back(ranks.stock[j]);
    }
    for (auto c : member.clocks) {
        const auto& clock = state.clocks[c];
        const bool idle = clock.status == engine::ClockStatus::idle;
        words.push_back(idle ? 0 : std::uint64_t{1} + clock.law.value);
        words.push_back(idle ? 0 : clock.stage);
        words.push_back(idle ? 0 : std::bit_cast<std::uint64_t>(clock.speed));
    }
    for (auto t : member.things) {
        words.push_back(mustStart(system, state, t));
        words.push_back(std::bit_cast<std::uint64_t>(state.things[t].reserve));
    }
    return words;
}

// Members in the order of their words. `order[i]`: which member comes to place i.
std::vector<std::size_t> orderOf(const System& system, const State& state, const InterchangeableGroup& group,
                                 bool withRoots) {
    const QueueRanks ranks = queueRanks(system, state);
    std::vector<Words> words;
    for (const auto& member : group.members)
        words.push_back(wordsOf(system, state, ranks, group, member, withRoots));
    std::vector<std::size_t> order(words.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return words[a] < words[b]; });
    return order;
}

class Relabelling {
  public:
    Relabelling(const InterchangeableGroup& group, const std::vector<std::size_t>& order)
        : m_group(group), m_order(order) {}

    void apply(const System& system, State& state) const {
        move(&MemberSlots::things, state.things);
        move(&MemberSlots::modes, state.modes);
        move(&MemberSlots::clocks, state.clocks);
        move(&MemberSlots::jobs, state.jobs);
        renumberQueues(state);
        renumberLeaves(state);
        system.circuit.derive(state.signals);
    }

  private:
    template <class T> void move(Slots slots, std::vector<T>& values) const {
        const std::vector<T> before = values;
        for (std::size_t place = 0; place != m_order.size(); ++place) {
            const auto& to = m_group.members[place].*slots;
            const auto& from = m_group.members[m_order[place]].*slots;
            for (std::size_t i = 0; i != to.size(); ++i) values[to[i]] = before[from[i]];
        }
    }

    // Where each slot of the array goes.
    std::vector<std::uint32_t> renumbering(Slots slots, std::size_t count) const {
        std::vector<std::uint32_t> to(count);
        std::iota(to.begin(), to.end(), 0U);
        for (std::size_t place = 0; place != m_order.size(); ++place) {
            const auto& from = m_group.members[m_order[place]].*slots;
            for (std::size_t i = 0; i != from.size(); ++i) to[from[i]] = (m_group.members[place].*slots)[i];
        }
        return to;
    }

    void renumberQueues(State& state) const {
        const auto to = renumbering(&MemberSlots::jobs, state.jobs.size());
        const auto renumber = [&](model::JobId& job) {
            if (job) job = model::JobId{to[job.value]};
        };
        for (auto& job : state.jobs) renumber(job.next);
        for (auto& crew : state.crews) renumber(crew.waiting.head), renumber(crew.waiting.tail);
        for (auto& stock : state.stocks) renumber(stock.waiting.head), renumber(stock.waiting.tail);
    }

    void renumberLeaves(State& state) const {
        auto& signals = state.signals;
        move(&MemberSlots::leaves, signals.value);
        move(&MemberSlots::leaves, signals.root);
        const auto leaves = renumbering(&MemberSlots::leaves, signals.value.size());
        std::uint32_t most = 0;
        for (const auto& member : m_group.members)
            for (auto root : member.roots) most = std::max(most, root);
        const auto roots = renumbering(&MemberSlots::roots, most + 1);
        for (std::uint32_t i = 0; i != signals.falseLeaves.size(); ++i) {
            std::uint32_t& leaf = signals.falseLeaves[i];
            leaf = leaves[leaf];
            signals.position[leaf] = i;
            RootId& root = signals.root[leaf];
            if (root && root.value <= most) root = RootId{roots[root.value]};
        }
        for (auto& mode : state.modes)
            if (mode.root && mode.root.value <= most) mode.root = RootId{roots[mode.root.value]};
    }

    const InterchangeableGroup& m_group;
    const std::vector<std::size_t>& m_order;
};

} // namespace

void Symmetry::normalise(const System& system, State& state, bool withRoots) const {
    if (m_groups.empty()) return;
    restampQueues(state);
    for (const auto& group : m_groups) {
        const auto order = orderOf(system, state, group, withRoots);
        if (!std::is_sorted(order.begin(), order.end())) Relabelling(group, order).apply(system, state);
    }
}

} // namespace nueves::methods
