// Small plans of traffic for tests and benchmarks: one station, one demand; more is added by hand.
#pragma once

#include "sim/methods/requests/requests.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace nueves::test {

inline constexpr double kForeverSeconds = std::numeric_limits<double>::infinity();

struct Traffic {
    model::Traffic plan;
    std::vector<core::Law> laws;

    // A station whose workers never lack a core; FIFO, room for everybody.
    std::uint32_t station(const std::string& name, core::Law takes, int workers, std::size_t targets = 1) {
        model::Station station;
        station.name = name;
        station.takes = std::move(takes);
        station.workers = workers;
        station.cores = workers;
        station.queue = kForeverSeconds;
        station.timeout = kForeverSeconds;
        station.targets.resize(targets);
        plan.stations.push_back(std::move(station));
        return static_cast<std::uint32_t>(plan.stations.size() - 1);
    }
    // Open demand of constant rate, 1/s, with all the patience in the world.
    model::Demand& open(const std::string& name, std::uint32_t to, double rate) {
        model::Edge edge;
        edge.to = to;
        edge.timeout = plan.stations[to].timeout;
        plan.edges.push_back(edge);
        model::Demand demand;
        demand.name = name;
        demand.edge = static_cast<std::uint32_t>(plan.edges.size() - 1);
        demand.curve = {{0.0}, {rate}};
        plan.demands.push_back(std::move(demand));
        return plan.demands.back();
    }
    model::Demand& closed(const std::string& name, std::uint32_t to, double users, core::Law think) {
        model::Demand& demand = open(name, to, users);
        demand.users = true;
        laws.push_back(std::move(think));
        demand.think = engine::LawId{laws.size() - 1};
        return demand;
    }
    // Calls are made in the order in which they are added.
    model::Edge& call(std::uint32_t from, std::uint32_t to, double timeout = kForeverSeconds) {
        model::Edge edge;
        edge.from = from;
        edge.to = to;
        edge.timeout = timeout;
        plan.stations[from].calls.push_back(static_cast<std::uint32_t>(plan.edges.size()));
        plan.edges.push_back(edge);
        return plan.edges.back();
    }
    model::Edge& edgeOf(std::size_t demand) { return plan.edges[plan.demands[demand].edge]; }

    methods::RequestRecord replay(const methods::RequestWindow& window, std::uint64_t seed = 1,
                                  std::uint64_t history = 0) const {
        return methods::replayRequests({plan, laws}, window, {.seed = seed, .history = history});
    }
    // From empty; the first `warmUp` s are not measured.
    methods::RequestRecord replay(double seconds, double warmUp = 0.0, std::uint64_t seed = 1) const {
        methods::RequestWindow window;
        window.lasts = methods::nanosOf(seconds);
        window.measureFrom = methods::nanosOf(warmUp);
        return replay(window, seed);
    }
};

} // namespace nueves::test
