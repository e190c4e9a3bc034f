// Stretches of time, searched by halving.
#include "sim/core/calendar.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>

namespace nueves::core {
namespace {

using Stretch = Profile::Stretch;

// Sorted, empty ones dropped, overlapping and touching ones made one: every query relies on it.
std::vector<Stretch> tidied(std::vector<Stretch> stretches) {
    std::erase_if(stretches, [](const Stretch& s) { return s.to <= s.from; });
    const auto earlier = [](const Stretch& a, const Stretch& b) { return a.from < b.from; };
    if (!std::is_sorted(stretches.begin(), stretches.end(), earlier))
        std::sort(stretches.begin(), stretches.end(), earlier);
    std::size_t kept = 0;
    for (const Stretch& next : stretches) {
        if (kept > 0 && next.from <= stretches[kept - 1].to)
            stretches[kept - 1].to = std::max(stretches[kept - 1].to, next.to);
        else
            stretches[kept++] = next;
    }
    stretches.resize(kept);
    stretches.shrink_to_fit();
    return stretches;
}

// Index of the first stretch that begins after t.
std::size_t firstAfter(const std::vector<Stretch>& stretches, SimTime t) {
    const auto at = std::upper_bound(stretches.begin(), stretches.end(), t,
                                     [](SimTime point, const Stretch& s) { return point < s.from; });
    return static_cast<std::size_t>(at - stretches.begin());
}

} // namespace

Profile::Profile(std::vector<Stretch> stretches) : m_stretches(tidied(std::move(stretches))) {
    m_before.reserve(m_stretches.size());
    SimSpan sum{};
    for (const Stretch& s : m_stretches) {
        m_before.push_back(sum);
        sum += s.to - s.from;
    }
}

Profile Profile::always() {
    Profile profile;
    profile.m_always = true;
    return profile;
}

bool Profile::isOn(SimTime t) const {
    if (m_always) return true;
    const std::size_t next = firstAfter(m_stretches, t);
    return next > 0 && t < m_stretches[next - 1].to;
}

SimSpan Profile::onBefore(SimTime t) const {
    const std::size_t next = firstAfter(m_stretches, t);
    if (next == 0) return SimSpan{};
    const Stretch& last = m_stretches[next - 1];
    return m_before[next - 1] + (std::min(t, last.to) - last.from);
}

SimSpan Profile::elapsed(SimTime from, SimTime to) const {
    if (to <= from) return SimSpan{};
    if (!m_always) return onBefore(to) - onBefore(from);
    return to == kNever ? kForever : to - from;
}

SimTime Profile::advance(SimTime from, SimSpan work) const {
    NUEVES_ASSERT(work >= SimSpan{}, "work is never negative");
    if (m_always) return after(from, work);
    if (work == SimSpan{}) return from;
    if (m_stretches.empty()) return kNever;
    const SimSpan done = onBefore(from);
    const SimSpan total = m_before.back() + (m_stretches.back().to - m_stretches.back().from);
    if (work > total - done) return kNever;
    // The last stretch before which less than all of the work is done: it ends there, at its very end at the
    // latest.
    const auto at = std::lower_bound(m_before.begin(), m_before.end(), done + work);
    const auto index = static_cast<std::size_t>(at - m_before.begin()) - 1;
    return m_stretches[index].from + (done + work - m_before[index]);
}

SimTime Profile::nextOn(SimTime t) const {
    if (m_always || isOn(t)) return t;
    const std::size_t next = firstAfter(m_stretches, t);
    return next < m_stretches.size() ? m_stretches[next].from : kNever;
}

SimTime Profile::nextOff(SimTime t) const {
    if (m_always) return kNever;
    return isOn(t) ? m_stretches[firstAfter(m_stretches, t) - 1].to : t;
}

} // namespace nueves::core
