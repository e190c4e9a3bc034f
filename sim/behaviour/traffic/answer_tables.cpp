#include "sim/behaviour/traffic/answer_tables.hpp"

#include "sim/behaviour/traffic/station_facts.hpp"

#include <algorithm>

namespace nueves::behaviour::traffic {

using model::Station;
using model::Traffic;

AnswerTables::AnswerTables(const Traffic& plan) {
    for (std::size_t s = 0; s != plan.stations.size(); ++s) {
        const Station& station = plan.stations[s];
        for (std::uint32_t size = 0; size != sizesOf(station); ++size) {
            const double cores = coresOf(station, size);
            add(station, cores, isPlain(plan, s, cores));
            add(oneOf(station), cores, true); // how much one replica can take
        }
    }
}

void AnswerTables::add(const Station& station, double cores, bool plain) {
    const LineGrid grid = gridOf(station);
    if (!find(grid, station, cores, plain))
        m_tables.push_back(std::make_shared<const AnswerTimes>(grid, station, cores, plain));
}

std::shared_ptr<const AnswerTimes> AnswerTables::find(const LineGrid& grid, const Station& station,
                                                      double cores, bool plain) const {
    for (const auto& table : m_tables)
        if (table->isOf(grid, station, cores, plain)) return table;
    return nullptr;
}

void prepareAnswerTables(Traffic& plan) {
    plan.answerTables = std::make_shared<const AnswerTables>(plan);
}

std::shared_ptr<const AnswerTimes> answerTimesOf(const Traffic& plan, const LineGrid& grid,
                                                 const Station& station, double cores, bool plain) {
    if (plan.answerTables)
        if (auto known = plan.answerTables->find(grid, station, cores, plain)) return known;
    return std::make_shared<const AnswerTimes>(grid, station, cores, plain);
}

bool isPlain(const Traffic& plan, std::size_t s, double cores) {
    const Station& station = plan.stations[s];
    const double* size = nullptr; // of the first edge that comes here
    for (const model::Edge& edge : plan.edges) {
        if (edge.to != s) continue;
        if (size != nullptr && *size != edge.size) return false;
        size = &edge.size;
    }
    for (const std::uint32_t e : station.calls)
        if (!plan.edges[e].call.later) return false; // who waits, waits for others' calls too
    const bool alike = station.cpuShare == 0.0 || station.cpuShare == 1.0 || cores >= station.workers;
    return alike && !station.fed;
}

Station oneOf(const Station& station) {
    Station one = station;
    one.fed = false;
    return one;
}

} // namespace nueves::behaviour::traffic
