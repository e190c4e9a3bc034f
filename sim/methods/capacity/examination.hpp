// Everything about how far one deployment goes, station by station; what several ask for is worked out once.
#pragma once

#include "sim/methods/capacity/capacity.hpp"
#include "sim/methods/capacity/headroom.hpp"
#include "sim/methods/capacity/need.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace nueves::methods {

class Examination {
  public:
    Examination(const model::System& system, const CapacityOptions& options);

    // None: nobody asks, nothing is promised, or a person did not want to wait.
    std::optional<analysis::Headroom> headroom(std::size_t station);
    // headroom: what was found of the same station.
    std::optional<analysis::ScalingNeed> need(std::size_t station, const analysis::Headroom& headroom);

  private:
    // Great days, with which a deployment must do as well; or only what comes round every week.
    struct Side {
        Side(const model::System& system, bool crowds);
        Intents intents;
        Offered offered;
    };
    bool promises(std::size_t station) const;
    HeadroomSearch& at(std::size_t busy, bool crowds);
    std::pair<std::size_t, std::size_t> weekOf(std::size_t station, std::size_t busy) const;
    void addHours(std::size_t station, std::size_t busy, analysis::ScalingNeed& need) const;
    void addGrowth(std::size_t station, analysis::ScalingNeed& need);
    std::string localHour(double hour) const;

    const model::System& m_system;
    CapacityOptions m_options;
    Side m_all, m_weekly;
    Losses m_losses;
    struct Rehearsed {
        std::unique_ptr<Rehearsal> rehearsal;
        std::unique_ptr<HeadroomSearch> search;
    };
    std::map<std::pair<std::size_t, bool>, Rehearsed> m_rehearsed; // by busy hour, and whether crowds come
};

} // namespace nueves::methods
