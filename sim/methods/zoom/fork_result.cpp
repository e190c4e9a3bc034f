#include "sim/methods/zoom/fork_result.hpp"

#include "sim/analysis/statistics/intervals.hpp"

#include <limits>

namespace nueves::methods::zoom {

using analysis::Estimate;
using analysis::ForkScaling;
using analysis::ForkService;

namespace {

// Of something that there is no less than none of.
Estimate estimateOf(const analysis::Moments& perFork) {
    return analysis::within(analysis::meanInterval(perFork), 0.0, std::numeric_limits<double>::infinity());
}

// s since the fork began, of each row.
std::vector<double> timesOf(const WindowAsked& asked, std::size_t rows) {
    std::vector<double> times;
    for (core::SimTime at = asked.from; times.size() != rows; at = fork::rowAfter(at, asked.every))
        times.push_back(core::seconds(at - asked.from));
    return times;
}

ForkScaling scalingOf(std::size_t i, const fork::Opening& opening, const fork::DecidedTotals& forks) {
    ForkScaling scaling;
    const auto count = static_cast<double>(forks.count);
    const auto times = timesOf(opening.window.asked, forks.wanted.size());
    scaling.changes = opening.history.changes[i];
    scaling.forkChanges = estimateOf(forks.changes[i]);
    scaling.otherwise = forks.otherwise[i] / (count * static_cast<double>(times.size()));
    for (std::size_t r = 0; r != times.size(); ++r) {
        const auto& number = forks.wanted[r][i];
        const ForkScaling::Row row{times[r], opening.history.wanted[r][i], number.sum / count, number.least,
                                   number.most};
        const ForkScaling::Row* last = scaling.rows.empty() ? nullptr : &scaling.rows.back();
        if (last == nullptr || last->history != row.history || last->mean != row.mean ||
            last->least != row.least || last->most != row.most)
            scaling.rows.push_back(row);
    }
    return scaling;
}

ForkService serviceOf(std::size_t i, const fork::Opening& opening, const fork::DecidedTotals& forks) {
    ForkService service;
    const auto times = timesOf(opening.window.asked, forks.up.size());
    service.down = opening.history.down[i];
    service.forkDown = estimateOf(forks.down[i]);
    service.outages = opening.history.outages[i];
    service.forkOutages = estimateOf(forks.outages[i]);
    for (std::size_t r = 0; r != times.size(); ++r) {
        const ForkService::Row row{times[r], opening.history.up[r][i] != 0,
                                   static_cast<double>(forks.up[r][i]) / static_cast<double>(forks.count)};
        const ForkService::Row* last = service.rows.empty() ? nullptr : &service.rows.back();
        if (last == nullptr || last->history != row.history || last->up != row.up)
            service.rows.push_back(row);
    }
    return service;
}

} // namespace

analysis::ZoomFork forkOf(const model::System& system, const fork::Opening& opening,
                          const fork::DecidedTotals& forks) {
    analysis::ZoomFork result;
    const model::Traffic& plan = system.traffic;
    for (std::size_t i = 0; i != plan.scalings.size(); ++i) {
        result.scaling.push_back(scalingOf(i, opening, forks));
        result.scaling.back().of = plan.stations[plan.scalings[i].station].name;
    }
    for (std::size_t i = 0; i != system.services.size(); ++i) {
        result.services.push_back(serviceOf(i, opening, forks));
        result.services.back().of = system.services.raw()[i].name;
    }
    for (std::size_t s = 0; s != plan.stations.size(); ++s)
        if (plan.stations[s].eject.errors > 0.0)
            result.ejections.push_back({plan.stations[s].name,
                                        static_cast<double>(opening.history.ejections[s]),
                                        estimateOf(forks.ejections[s])});
    return result;
}

} // namespace nueves::methods::zoom
