#include "sim/methods/exact/doors.hpp"

namespace nueves::methods {

using engine::ClockId;
using engine::ClockStatus;
using engine::LawId;
using engine::ProfileId;
using engine::StreamId;

void ListingDoors::firstBranch() {
    m_choices.clear();
    restart();
}

// Depth first: the last choice that still has its other branch open takes it; what came after is forgotten.
bool ListingDoors::nextBranch() {
    while (!m_choices.empty() && m_choices.back().other <= 0.0) m_choices.pop_back();
    if (m_choices.empty()) return false;
    Choice& last = m_choices.back();
    last.taken = !last.taken;
    last.p = last.other;
    last.other = 0.0;
    restart();
    return true;
}

bool ListingDoors::chance(StreamId, double p, std::uint32_t) {
    if (m_cursor == m_choices.size()) m_choices.push_back({true, p, 1.0 - p});
    const Choice& choice = m_choices[m_cursor++];
    m_probability *= choice.p;
    return choice.taken;
}

void ListingDoors::refuse(ClockId clock, const char* reason) const {
    const auto& spec = m_system.clocks[clock];
    throw engine::Refusal{spec.entity + " " + spec.purpose, reason};
}

void ListingDoors::start(ClockId id, LawId law, StreamId, ProfileId profile) {
    if (profile) refuse(id, "profile");
    const core::Law& spec = m_system.laws[law];
    const bool honoured = spec.isExponential() || spec.kind == core::LawKind::erlang || spec.isNever();
    if (!honoured || (spec.power != 1.0 && !spec.isExponential() && !spec.isNever())) refuse(id, "law");
    auto& clock = m_state.clocks[id.value];
    clock.status = ClockStatus::running;
    clock.law = law;
    clock.stage = 0;
    clock.speed = 1.0;
}

// An exponential life has no age; of any other, a stationary start is no single state.
void ListingDoors::startAged(ClockId id, LawId law, StreamId stream, ProfileId profile) {
    if (!m_system.laws[law].isExponential()) refuse(id, "law");
    start(id, law, stream, profile);
}

void ListingDoors::stop(ClockId id) {
    m_state.clocks[id.value].status = ClockStatus::idle;
}

void ListingDoors::setSpeed(ClockId id, double speed) {
    m_state.clocks[id.value].speed = speed;
}

void ListingDoors::at(ClockId id, core::SimTime) {
    refuse(id, "date");
}

void ListingDoors::reaches(ClockId id, core::SimSpan) {
    refuse(id, "level");
}

core::SimSpan ListingDoors::left(ClockId id) const {
    refuse(id, "level");
}

bool ListingDoors::isOn(ProfileId, ClockId id) {
    refuse(id, "profile");
}

double ListingDoors::phase(StreamId) {
    throw engine::Refusal{"check", "date"};
}

} // namespace nueves::methods
