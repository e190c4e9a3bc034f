// Laws, profiles, streams and clocks of a System, entered as they are met; equal laws and profiles once.
#pragma once

#include "sim/model/system.hpp"

#include <map>
#include <string>
#include <tuple>

namespace nueves::model::compiling {

inline const core::Window kEveryDay{{{.days = 0x7f, .from = 0, .to = 86400}}};

struct ClockDraft {
    EventKind kind = EventKind::failure;
    engine::Rank rank = engine::Rank::ends;
    std::size_t subject = 0;
    LawId law{};       // candidates
    StreamId stream{}; // candidates
    bool candidate = false;
};

class Tables {
  public:
    Tables(System& system, const core::Calendar& calendar, core::SimTime until)
        : m_system(system), m_calendar(calendar), m_until(until) {}

    LawId law(const core::Law& law);
    LawId phase(const core::Law& law); // none for zero time
    ProfileId profile(const core::Window& window, bool withoutHolidays);
    bool holdsAllDays() const { return m_days <= kMostDays; } // false: what was laid out is too short
    // One for each (entity, purpose), asked for once.
    StreamId stream(const std::string& entity, const std::string& purpose);
    StreamId streamFor(LawId law, const std::string& entity,
                       const std::string& purpose); // none: nothing to draw
    ClockId clock(const std::string& entity, const std::string& purpose, const ClockDraft& draft);

    // Clocks and jobs in order of name; no two streams of one key.
    void finish();

  private:
    using LawKey = std::tuple<core::LawKind, double, double, double, const void*>;
    using WindowKey = std::pair<std::vector<std::tuple<int, int, int>>, bool>;

    System& m_system;
    const core::Calendar& m_calendar;
    static constexpr double kMostDays = 2e7; // of all windows together

    core::SimTime m_until;
    double m_days = 0.0;
    std::map<LawKey, LawId> m_laws;
    std::map<WindowKey, ProfileId> m_profiles;
};

} // namespace nueves::model::compiling
