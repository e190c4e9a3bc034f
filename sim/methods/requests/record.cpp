#include "sim/methods/requests/record.hpp"

#include "sim/core/assert.hpp"

namespace nueves::methods {

void DemandRecord::merge(const DemandRecord& other) {
    intents += other.intents;
    answered += other.answered;
    lost += other.lost;
    underWay += other.underWay;
    retries += other.retries;
    denied += other.denied;
    tooLate += other.tooLate;
    wasted += other.wasted;
    endedWell += other.endedWell;
    endedLost += other.endedLost;
    latency.merge(other.latency);
}

void StationRecord::merge(const StationRecord& other) {
    arrivals += other.arrivals;
    served += other.served;
    wasted += other.wasted;
    turnedAway += other.turnedAway;
    shed += other.shed;
    refused += other.refused;
    limited += other.limited;
    ejected += other.ejected;
    wrong += other.wrong;
    expired += other.expired;
    broken += other.broken;
    present.add(other.present);
    busy.add(other.busy);
    wait.merge(other.wait);
}

void CallRecord::merge(const CallRecord& other) {
    calls += other.calls;
    hits += other.hits;
    failed += other.failed;
    fallbacks += other.fallbacks;
    retries += other.retries;
    tooLate += other.tooLate;
    done += other.done;
    cut += other.cut;
    opened += other.opened;
}

void RequestRecord::merge(const RequestRecord& other) {
    NUEVES_ASSERT(demands.size() == other.demands.size() && stations.size() == other.stations.size() &&
                      calls.size() == other.calls.size(),
                  "records of one plan");
    measured += other.measured;
    events += other.events;
    for (std::size_t d = 0; d != demands.size(); ++d) demands[d].merge(other.demands[d]);
    for (std::size_t s = 0; s != stations.size(); ++s) stations[s].merge(other.stations[s]);
    for (std::size_t e = 0; e != calls.size(); ++e) calls[e].merge(other.calls[e]);
}

} // namespace nueves::methods
