#include "sim/analysis/outcome.hpp"

#include "sim/core/assert.hpp"

#include <iterator>

namespace nueves::analysis {
namespace {

template <class T> void extend(std::vector<T>& into, const std::vector<T>& from) {
    into.insert(into.end(), from.begin(), from.end());
}

template <class T> void addAll(std::vector<T>& into, const std::vector<T>& from) {
    if (into.size() < from.size()) into.resize(from.size());
    for (std::size_t i = 0; i != from.size(); ++i) into[i] += from[i];
}

void append(ServiceOutcome& into, const ServiceOutcome& from) {
    extend(into.down, from.down);
    extend(into.windowDown, from.windowDown);
    extend(into.windowInside, from.windowInside);
    extend(into.credits, from.credits);
    extend(into.creditMonths, from.creditMonths);
    extend(into.degraded, from.degraded);
    extend(into.lost, from.lost);
    extend(into.outages, from.outages);
    extend(into.longest, from.longest);
    extend(into.firstOutage, from.firstOutage);
    extend(into.downAtEnd, from.downAtEnd);
    addAll(into.blame, from.blame);
    for (const auto& [phase, span] : from.phases) into.phases[phase] += span;
    for (const auto& [bin, count] : from.lengths) into.lengths[bin] += count;
}

// Every vector over histories: one list, so that none is forgotten when ranges merge.
template <class Visit> void eachList(DemandOutcome& demand, Visit&& visit) {
    for (auto* list : {&demand.asked, &demand.answered, &demand.lost, &demand.repeats, &demand.refused,
                       &demand.users, &demand.usersServed})
        visit(*list);
}
template <class Visit> void eachList(StationOutcome& station, Visit&& visit) {
    for (auto* list :
         {&station.attempts, &station.served,  &station.refused,   &station.present,  &station.computing,
          &station.serving,  &station.wanted,  &station.needed,    &station.idle,     &station.missing,
          &station.over,     &station.under,   &station.machines,  &station.waiting,  &station.longest,
          &station.oldest,   &station.heldFor, &station.heldSince, &station.heldSeen, &station.heldShare,
          &station.calmShare})
        visit(*list);
    for (auto& list : station.latency) visit(list);
}

template <class T> void appendLists(std::vector<T>& into, const std::vector<T>& from) {
    for (std::size_t i = 0; i != into.size(); ++i) {
        T next = from[i];
        std::vector<std::vector<double>*> lists;
        eachList(next, [&](std::vector<double>& list) { lists.push_back(&list); });
        std::size_t at = 0;
        eachList(into[i], [&](std::vector<double>& list) { extend(list, *lists[at++]); });
    }
}

void append(PromiseOutcome& into, const PromiseOutcome& from) {
    extend(into.all, from.all);
    extend(into.bad, from.bad);
    extend(into.asked, from.asked);
    extend(into.late, from.late);
    for (std::size_t w = 0; w != std::size(into.worst); ++w) {
        extend(into.worst[w], from.worst[w]);
        extend(into.alerts[w], from.alerts[w]);
    }
}

void append(MomentOutcome& into, const MomentOutcome& from) {
    extend(into.amount, from.amount);
    extend(into.from, from.from);
}

} // namespace

std::uint32_t Outcome::wholeBlocks() const {
    return blocks > 1 && blocks * block > stretch ? blocks - 1 : blocks;
}

void Outcome::resize(std::uint64_t count) {
    histories = count;
    historyCrewBusy.resize(count * crewBusy.size());
    historyPieces.resize(count * pieces.size());
    historyExisted.resize(count * comers);
    fingerprints.resize(count);
    const auto lengthen = [&](std::vector<double>& list) { list.resize(count); };
    for (auto& demand : demands) {
        eachList(demand, lengthen);
        demand.responses.resize(kResponseBins);
    }
    for (auto& station : stations) {
        eachList(station, lengthen);
        station.existed.resize(count * station.targets);
    }
    for (auto& promise : promises) {
        for (auto* list : {&promise.all, &promise.bad, &promise.asked}) list->resize(count * blocks);
        promise.late.resize(count * blocks * promise.bounds);
        for (std::size_t w = 0; w != std::size(promise.worst); ++w)
            for (auto* list : {&promise.worst[w], &promise.alerts[w]}) list->resize(count);
    }
    for (auto* moment : {&worst, &busiest}) {
        moment->amount.resize(stations.empty() ? 0 : count);
        moment->from.resize(stations.empty() ? 0 : count);
    }
    for (auto& service : services) {
        service.down.resize(count * blocks);
        service.windowDown.resize(count * service.targets * blocks);
        service.windowInside.resize(count * service.targets * blocks);
        service.credits.resize(count * service.targets);
        service.creditMonths.resize(count * service.targets);
        service.degraded.resize(count);
        service.lost.resize(count);
        service.outages.resize(count);
        service.longest.resize(count);
        service.firstOutage.resize(count);
        service.downAtEnd.resize(count);
    }
}

void Outcome::append(const Outcome& next) {
    NUEVES_ASSERT(next.firstHistory == firstHistory + histories,
                  "ranges of histories merge only where they touch");
    NUEVES_ASSERT(next.services.size() == services.size() && next.blocks == blocks,
                  "only ranges of one design merge");
    histories += next.histories;
    events += next.events;
    for (std::size_t i = 0; i != services.size(); ++i) analysis::append(services[i], next.services[i]);
    appendLists(demands, next.demands);
    appendLists(stations, next.stations);
    for (std::size_t s = 0; s != stations.size(); ++s) {
        extend(stations[s].existed, next.stations[s].existed);
        addAll(stations[s].week, next.stations[s].week);
    }
    for (std::size_t p = 0; p != promises.size(); ++p) analysis::append(promises[p], next.promises[p]);
    analysis::append(worst, next.worst);
    analysis::append(busiest, next.busiest);
    addAll(weekSeen, next.weekSeen);
    for (std::size_t d = 0; d != demands.size(); ++d) addAll(demands[d].responses, next.demands[d].responses);
    addAll(crewBusy, next.crewBusy);
    addAll(faults, next.faults);
    addAll(pieces, next.pieces);
    extend(historyCrewBusy, next.historyCrewBusy);
    extend(historyPieces, next.historyPieces);
    extend(historyExisted, next.historyExisted);
    extend(fingerprints, next.fingerprints);
}

std::uint64_t Outcome::fingerprint() const {
    std::uint64_t digest = 0xcbf29ce484222325ULL;
    for (std::uint64_t each : fingerprints) digest = (digest ^ each) * 0x100000001b3ULL;
    return digest;
}

} // namespace nueves::analysis
