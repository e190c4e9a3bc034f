#include "sim/methods/exact/identity.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace nueves::methods {

using engine::ClockStatus;
using model::JobStatus;

namespace {

class Bytes {
  public:
    void put(std::uint64_t value) {
        while (value >= 0x80) {
            m_text.push_back(static_cast<char>(value | 0x80));
            value >>= 7;
        }
        m_text.push_back(static_cast<char>(value));
    }
    void put(double value) { put(std::bit_cast<std::uint64_t>(value)); }
    std::string take() { return std::move(m_text); }

  private:
    std::string m_text;
};

// Will this job still ask its crew or its stock? Jobs in hand that will not are a set, without order.
bool stillQueues(const model::System& system, const model::State& state, std::size_t j) {
    const auto& job = state.jobs[j];
    if (job.status == JobStatus::waitsForCrew || job.status == JobStatus::waitsForPiece) return true;
    if (job.status != JobStatus::running || job.phase > model::kPartPhase) return false;
    const auto& attempt = system.attempts[system.jobs.raw()[j].attempts.first + job.attempt];
    const auto law = attempt.phases[model::kPartPhase];
    return attempt.spare || (law && !system.laws[law].isZero());
}

void rank(std::map<std::uint32_t, std::vector<std::size_t>>& groups, const model::State& state,
          std::vector<std::uint32_t>& ranks) {
    for (auto& [group, jobs] : groups) {
        std::stable_sort(jobs.begin(), jobs.end(), [&](std::size_t a, std::size_t b) {
            return state.jobs[a].asked < state.jobs[b].asked;
        });
        for (std::size_t i = 0; i != jobs.size(); ++i) ranks[jobs[i]] = static_cast<std::uint32_t>(i + 1);
    }
}

void putClock(Bytes& bytes, const engine::Clock& clock) {
    if (clock.status == ClockStatus::idle) return bytes.put(std::uint64_t{0});
    bytes.put(std::uint64_t{1} + clock.law.value);
    bytes.put(std::uint64_t{clock.stage});
    bytes.put(clock.speed);
}

// Pieces on order are alike: how far each has come matters, not which is which.
void putOrders(Bytes& bytes, const model::System& system, const model::State& state) {
    for (const auto& stock : system.stocks) {
        std::vector<std::uint32_t> stages;
        for (std::uint32_t o = stock.orders.first; o != stock.orders.last; ++o) {
            const auto& clock = state.clocks[system.orderClocks[o].second.value];
            if (clock.status == ClockStatus::running) stages.push_back(clock.stage);
        }
        std::sort(stages.begin(), stages.end());
        bytes.put(std::uint64_t{stages.size()});
        for (auto stage : stages) bytes.put(std::uint64_t{stage});
    }
}

} // namespace

QueueRanks queueRanks(const model::System& system, const model::State& state) {
    QueueRanks ranks{std::vector<std::uint32_t>(state.jobs.size(), 0),
                     std::vector<std::uint32_t>(state.jobs.size(), 0)};
    std::map<std::uint32_t, std::vector<std::size_t>> byCrew, byStock;
    for (std::size_t j = 0; j != state.jobs.size(); ++j) {
        if (!stillQueues(system, state, j)) continue;
        const auto& attempt = system.attempts[system.jobs.raw()[j].attempts.first + state.jobs[j].attempt];
        if (attempt.crew) byCrew[attempt.crew.value].push_back(j);
        if (attempt.spare) byStock[attempt.spare.value].push_back(j);
    }
    rank(byCrew, state, ranks.crew);
    rank(byStock, state, ranks.stock);
    return ranks;
}

bool mustStart(const model::System& system, const model::State& state, std::size_t t) {
    if (!state.things[t].needsStart) return false;
    const model::Thing& thing = system.things.raw()[t];
    if (thing.startup || thing.soft) return true;
    for (std::uint32_t i = thing.modes.first; i != thing.modes.last; ++i)
        if (system.modes[system.modeOf[i]].hidden > 0.0) return true;
    return false;
}

std::string identity(const model::System& system, const model::State& state, bool withRoots) {
    Bytes bytes;
    auto leaves = state.signals.falseLeaves;
    std::sort(leaves.begin(), leaves.end());
    bytes.put(std::uint64_t{leaves.size()});
    for (auto leaf : leaves) {
        bytes.put(std::uint64_t{leaf});
        if (withRoots) bytes.put(std::uint64_t{state.signals.root[leaf].value});
    }
    for (const auto& mode : state.modes) {
        bytes.put(std::uint64_t{static_cast<unsigned>(mode.fault)} << 4 | mode.hidden << 3 |
                  mode.falseAlarm << 2 | mode.harmed << 1 | mode.ownRestart);
        if (withRoots) bytes.put(std::uint64_t{mode.root.value});
    }
    const QueueRanks ranks = queueRanks(system, state);
    for (std::size_t j = 0; j != state.jobs.size(); ++j) {
        const auto& job = state.jobs[j];
        bytes.put(static_cast<std::uint64_t>(job.status) << 12 | std::uint64_t{job.attempt} << 4 |
                  job.phase << 1 | job.hasHand);
        bytes.put(std::uint64_t{ranks.crew[j]});
        bytes.put(std::uint64_t{ranks.stock[j]});
    }
    std::vector<std::uint8_t> isOrder(state.clocks.size(), 0);
    for (const auto& [stock, clock] : system.orderClocks) isOrder[clock.value] = 1;
    for (std::size_t c = 0; c != state.clocks.size(); ++c)
        if (!isOrder[c]) putClock(bytes, state.clocks[c]);
    putOrders(bytes, system, state);
    for (const auto& stock : state.stocks) bytes.put(std::uint64_t{stock.stock} << 32 | stock.ordered);
    for (const auto& pair : state.pairs)
        bytes.put(std::uint64_t{pair.switching} << 18 | pair.stranded << 17 | pair.failingBack << 16 |
                  pair.from << 8 | pair.to);
    for (std::size_t t = 0; t != state.things.size(); ++t) {
        bytes.put(std::uint64_t{mustStart(system, state, t)});
        bytes.put(state.things[t].reserve);
    }
    return bytes.take();
}

} // namespace nueves::methods
