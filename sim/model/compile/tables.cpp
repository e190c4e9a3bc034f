#include "sim/model/compile/tables.hpp"

#include "sim/core/assert.hpp"
#include "sim/core/random.hpp"
#include "sim/model/compile/natural_order.hpp"
#include "sim/model/compile/visit.hpp"

#include <algorithm>
#include <numeric>

namespace nueves::model::compiling {

LawId Tables::law(const core::Law& law) {
    const LawKey key{law.kind, law.a, law.b, law.power, law.sample.get()};
    const auto found = m_laws.find(key);
    if (found != m_laws.end()) return found->second;
    const LawId id = m_system.laws.push(law);
    m_laws.emplace(key, id);
    return id;
}

LawId Tables::phase(const core::Law& law) {
    return law.isZero() ? LawId{} : this->law(law);
}

ProfileId Tables::profile(const core::Window& window, bool withoutHolidays) {
    WindowKey key{{}, withoutHolidays};
    for (const core::WindowRule& rule : window.rules) key.first.emplace_back(rule.days, rule.from, rule.to);
    const auto found = m_profiles.find(key);
    if (found != m_profiles.end()) return found->second;
    // Each rule is laid out day by day: a horizon of ages would fill any memory.
    m_days += std::chrono::duration<double>(m_until - core::kStart).count() / 86'400.0 *
              static_cast<double>(window.rules.size());
    const core::SimTime end = holdsAllDays() ? m_until : core::after(core::kStart, core::kYear);
    const ProfileId id = m_system.profiles.push(m_calendar.profile(window, withoutHolidays, end));
    m_profiles.emplace(std::move(key), id);
    return id;
}

StreamId Tables::stream(const std::string& entity, const std::string& purpose) {
    return m_system.streams.push(core::streamKey(entity, purpose));
}

StreamId Tables::streamFor(LawId law, const std::string& entity, const std::string& purpose) {
    return law ? stream(entity, purpose) : StreamId{};
}

ClockId Tables::clock(const std::string& entity, const std::string& purpose, const ClockDraft& draft) {
    engine::ClockSpec spec;
    spec.event = {static_cast<std::uint8_t>(draft.kind), static_cast<std::uint32_t>(draft.subject)};
    spec.rank = draft.rank;
    spec.candidate = draft.candidate;
    spec.law = draft.law;
    spec.stream = draft.stream;
    spec.entity = entity;
    spec.purpose = purpose;
    return m_system.clocks.push(std::move(spec));
}

namespace {

// Sorts and says where each went.
template <class I, class T, class Before>
std::vector<std::uint32_t> sortItems(core::IdVector<I, T>& items, Before before) {
    std::vector<std::uint32_t> order(items.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return before(items.raw()[a], items.raw()[b]); });
    std::vector<std::uint32_t> place(items.size());
    std::vector<T> sorted;
    sorted.reserve(items.size());
    for (std::uint32_t at = 0; at != order.size(); ++at) {
        place[order[at]] = at;
        sorted.push_back(std::move(items.raw()[order[at]]));
    }
    items.raw() = std::move(sorted);
    return place;
}

void sortJobs(System& system) {
    const auto place =
        sortItems(system.jobs, [](const Job& a, const Job& b) { return naturallyBefore(a.name, b.name); });
    visitJobs(system, [&](JobId& job) {
        if (job) job.value = place[job.value];
    });
    for (engine::ClockSpec& clock : system.clocks)
        if (clock.event.kind == static_cast<std::uint8_t>(EventKind::jobStep))
            clock.event.subject = place[clock.event.subject];
}

void sortClocks(System& system) {
    const auto place = sortItems(system.clocks, [](const engine::ClockSpec& a, const engine::ClockSpec& b) {
        return a.entity != b.entity ? naturallyBefore(a.entity, b.entity) : a.purpose < b.purpose;
    });
    visitClocks(system, [&](ClockId& clock) {
        if (clock) clock.value = place[clock.value];
    });
}

} // namespace

void Tables::finish() {
    sortJobs(m_system);
    sortClocks(m_system);
    std::vector<std::uint64_t> keys(m_system.streams.begin(), m_system.streams.end());
    std::sort(keys.begin(), keys.end());
    NUEVES_ASSERT(std::adjacent_find(keys.begin(), keys.end()) == keys.end(), "no two draws share a name");
}

} // namespace nueves::model::compiling
