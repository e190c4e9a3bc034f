#include "sim/methods/capacity/capacity.hpp"

#include "sim/methods/capacity/examination.hpp"

namespace nueves::methods {

void addCapacity(std::vector<analysis::ServiceResult>& services, const model::System& system,
                 const CapacityOptions& options) {
    if (system.traffic.empty()) return;
    Examination examination(system, options);
    for (std::size_t s = 0; s != system.traffic.stations.size(); ++s) {
        auto& traffic = services[system.traffic.stations[s].service.value].traffic;
        if (!traffic) continue;
        traffic->headroom = examination.headroom(s);
        if (traffic->headroom) traffic->scalingNeed = examination.need(s, *traffic->headroom);
    }
}

} // namespace nueves::methods
