#include "sim/methods/fork/decided.hpp"

#include <algorithm>
#include <utility>

namespace nueves::methods::fork {

using core::SimSpan;
using core::SimTime;

SimTime rowAfter(SimTime row, SimSpan every) {
    return core::kStart + ((row - core::kStart) / every + 1) * every;
}

Witness::Witness(const model::System& system, SimTime from, SimTime to, SimSpan every)
    : m_system(system), m_from(from), m_to(to), m_seenTo(from), m_nextRow(from), m_every(every) {
    m_decided.changes.resize(system.traffic.scalings.size());
    m_decided.down.resize(system.services.size());
    m_decided.outages.resize(system.services.size());
    m_decided.ejections.resize(system.traffic.stations.size());
}

void Witness::before(SimTime time, const model::State& state) {
    if (time <= m_from || state.now >= m_to) return;
    compare(state);
    const SimTime until = std::min(time, m_to); // an event that found nobody is no end of a stretch
    for (std::size_t i = 0; i != m_up.size(); ++i)
        if (m_up[i] == 0) m_decided.down[i] += core::seconds(until - std::max(state.now, m_seenTo));
    m_seenTo = until;
    while (m_nextRow < std::min(time, m_to)) addRow();
}

// With what was seen before: the first look has nothing to compare.
void Witness::compare(const model::State& state) {
    const auto& scalings = state.traffic.scalings;
    m_wanted.resize(scalings.size());
    for (std::size_t i = 0; i != scalings.size(); ++i)
        m_decided.changes[i] +=
            std::exchange(m_wanted[i], scalings[i].wanted) != scalings[i].wanted && m_begun;
    m_up.resize(m_system.services.size());
    for (std::size_t i = 0; i != m_up.size(); ++i) {
        const bool up = m_system.isTrue(state.signals, m_system.services.raw()[i].up);
        m_decided.outages[i] += std::exchange(m_up[i], up) != 0 && !up && m_begun;
    }
    const auto& stations = state.traffic.levels.stations;
    m_outUntil.resize(stations.size());
    for (std::size_t s = 0; s != stations.size(); ++s) {
        m_outUntil[s].resize(stations[s].seen.size());
        for (std::size_t t = 0; t != stations[s].seen.size(); ++t) {
            const double until = stations[s].seen[t].outUntil;
            m_decided.ejections[s] += std::exchange(m_outUntil[s][t], until) != until && m_begun;
        }
    }
    m_begun = true;
}

void Witness::addRow() {
    m_decided.wanted.push_back(m_wanted);
    m_decided.up.push_back(m_up);
    m_nextRow = rowAfter(m_nextRow, m_every);
}

void DecidedTotals::add(const Decided& one, const Decided& history) {
    wanted.resize(one.wanted.size(), std::vector<Number>(one.changes.size()));
    up.resize(one.up.size(), std::vector<std::uint64_t>(one.down.size(), 0));
    otherwise.resize(one.changes.size(), 0.0);
    for (std::size_t r = 0; r != one.wanted.size(); ++r)
        for (std::size_t i = 0; i != one.wanted[r].size(); ++i) {
            Number& number = wanted[r][i];
            const int now = one.wanted[r][i];
            number.sum += now;
            number.least = count == 0 ? now : std::min(number.least, now);
            number.most = count == 0 ? now : std::max(number.most, now);
            otherwise[i] += now != history.wanted[r][i];
        }
    for (std::size_t r = 0; r != one.up.size(); ++r)
        for (std::size_t i = 0; i != one.up[r].size(); ++i) up[r][i] += one.up[r][i];
    const auto note = [](std::vector<analysis::Moments>& into, const auto& values) {
        into.resize(values.size());
        for (std::size_t i = 0; i != values.size(); ++i) into[i].add(static_cast<double>(values[i]));
    };
    note(changes, one.changes);
    note(down, one.down);
    note(outages, one.outages);
    note(ejections, one.ejections);
    ++count;
}

} // namespace nueves::methods::fork
