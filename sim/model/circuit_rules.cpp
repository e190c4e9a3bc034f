#include "sim/model/circuit_rules.hpp"

#include <algorithm>
#include <map>

namespace nueves::model {
namespace {

bool isTrue(const Signals& s, std::uint32_t gate) {
    return gate == NetGraph::kAlways || s.value[gate] != 0;
}

bool conducts(const NetGraph& net, const Signals& s, std::uint32_t vertex) {
    return net.conducts[vertex] != NetGraph::kEnd && isTrue(s, net.conducts[vertex]);
}

void paint(const NetGraph& net, const Signals& s, std::uint32_t from, std::uint32_t label,
           std::vector<std::uint32_t>& labels) {
    std::vector<std::uint32_t> open{from};
    labels[from] = label;
    while (!open.empty()) {
        const Range around = net.neighbours[open.back()];
        open.pop_back();
        for (std::uint32_t e = around.first; e != around.last; ++e) {
            const auto& edge = net.edges[e];
            if (labels[edge.to] != 0 || !isTrue(s, edge.link) || !conducts(net, s, edge.to)) continue;
            labels[edge.to] = label;
            open.push_back(edge.to);
        }
    }
}

// Labels by which a vertex can be entered: its own, or those around an end.
std::vector<std::uint32_t> entrances(const NetGraph& net, const std::vector<std::uint32_t>& labels,
                                     const Signals& s, std::uint32_t vertex) {
    std::vector<std::uint32_t> found;
    if (net.conducts[vertex] != NetGraph::kEnd) {
        if (labels[vertex] != 0) found.push_back(labels[vertex]);
        return found;
    }
    const Range around = net.neighbours[vertex];
    for (std::uint32_t e = around.first; e != around.last; ++e) {
        const auto& edge = net.edges[e];
        if (isTrue(s, edge.link) && labels[edge.to] != 0) found.push_back(labels[edge.to]);
    }
    return found;
}

bool neighbours(const NetGraph& net, const Signals& s, std::uint32_t from, std::uint32_t to) {
    const Range around = net.neighbours[from];
    for (std::uint32_t e = around.first; e != around.last; ++e)
        if (net.edges[e].to == to && isTrue(s, net.edges[e].link)) return true;
    return false;
}

double realOf(const Circuit& circuit, const Signals& s, GateId gate) {
    const GateKind kind = circuit.gates[gate.value].kind;
    const bool real = kind == GateKind::fraction || kind == GateKind::speed;
    return real ? s.real[gate.value] : static_cast<double>(s.value[gate.value]);
}

// Cores that the hogs inside a consumer take, within its limit; 0: none is at it.
double hogged(const Pool::Consumer& consumer, const Signals& s) {
    double taken = 0.0;
    if (consumer.hogs.empty() || s.value[consumer.runs.value] == 0) return taken;
    for (const auto& hog : consumer.hogs)
        if (s.value[hog.absent.value] == 0) taken += hog.cores;
    return consumer.limit > 0.0 ? std::min(taken, consumer.limit) : taken;
}

} // namespace

std::vector<std::uint32_t> connectedParts(const NetGraph& net, const Signals& s) {
    std::vector<std::uint32_t> labels(net.conducts.size(), 0);
    for (std::uint32_t v = 0; v != labels.size(); ++v)
        if (labels[v] == 0 && conducts(net, s, v)) paint(net, s, v, v + 1, labels);
    return labels;
}

bool reaches(const Circuit& circuit, const ReachPair& pair, const Signals& s) {
    if (pair.from == pair.to) return true;
    const NetGraph& net = circuit.nets[pair.net];
    const auto& labels = s.labels[pair.net];
    const bool ends = net.conducts[pair.from] == NetGraph::kEnd && net.conducts[pair.to] == NetGraph::kEnd;
    if (ends && neighbours(net, s, pair.from, pair.to)) return true;
    const auto here = entrances(net, labels, s, pair.from);
    const auto there = entrances(net, labels, s, pair.to);
    return std::any_of(here.begin(), here.end(), [&](auto label) {
        return std::find(there.begin(), there.end(), label) != there.end();
    });
}

namespace {

struct Seat { // where members that work are in the net: those of one machine reach one another in it
    std::uint32_t vertex = 0, members = 0;
};

class Groups {
  public:
    Groups(const Circuit& circuit, const MostMembers& most, const Signals& s)
        : m_circuit(circuit), m_most(most), m_signals(s) {}

    // At least `missing` members at some of these seats that all reach one another.
    bool has(std::vector<Seat> open, std::uint32_t missing) const {
        std::uint32_t left = 0;
        for (const Seat& seat : open) left += seat.members;
        while (left >= missing && !open.empty()) {
            const Seat chosen = open.back();
            open.pop_back();
            if (chosen.members >= missing) return true;
            std::vector<Seat> joined;
            for (const Seat& seat : open)
                if (reaches(m_circuit, {m_most.net, seat.vertex, chosen.vertex}, m_signals))
                    joined.push_back(seat);
            if (has(std::move(joined), missing - chosen.members)) return true;
            left -= chosen.members;
        }
        return false;
    }

  private:
    const Circuit& m_circuit;
    const MostMembers& m_most;
    const Signals& m_signals;
};

} // namespace

// Around one label all reach one another. Where that is too few, machines joined two by two may still be
// enough.
bool hasMajority(const Circuit& circuit, const MostMembers& most, std::uint32_t k, const Signals& s) {
    std::map<std::uint32_t, std::uint32_t> seats, around; // members by vertex, by label
    for (const auto& [works, vertex] : most.members)
        if (s.value[works.value] != 0) ++seats[vertex];
    std::vector<Seat> open;
    for (const auto& [vertex, members] : seats) {
        auto labels = entrances(circuit.nets[most.net], s.labels[most.net], s, vertex);
        std::sort(labels.begin(), labels.end());
        labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
        for (const auto label : labels)
            if ((around[label] += members) >= k) return true;
        open.push_back({vertex, members});
    }
    return Groups(circuit, most, s).has(std::move(open), k);
}

double CpuShares::of(const Pool& pool, const Signals& s, std::size_t i) const {
    const auto& consumer = pool.consumers[i];
    if (s.value[consumer.runs.value] == 0 || hogged(consumer, s) > 0.0) return 1.0;
    if (consumer.requests > 0.0) return std::min(1.0, left / asked);
    return left / cores;
}

CpuShares cpuShares(const Pool& pool, const Signals& s) {
    CpuShares shares{pool.cores, pool.cores, 0.0};
    for (const auto& hog : pool.hogs)
        if (s.value[hog.absent.value] == 0) shares.left -= hog.cores;
    for (const auto& consumer : pool.consumers) {
        const double taken = hogged(consumer, s);
        shares.left -= taken;
        if (taken == 0.0 && s.value[consumer.runs.value] != 0) shares.asked += consumer.requests;
    }
    shares.left = std::max(0.0, shares.left);
    return shares;
}

double replicaSpeed(const SpeedRule& rule, const Signals& s) {
    if (s.value[rule.works.value] == 0) return 0.0;
    if (rule.reachable && s.value[rule.reachable.value] == 0) return 0.0;
    for (GateId leaf : rule.starved)
        if (s.value[leaf.value] == 0) return 0.0;
    double speed = 1.0;
    for (const auto& [leaf, remains] : rule.slows)
        if (s.value[leaf.value] == 0) speed *= remains;
    for (const auto& share : rule.pools)
        if (!share.via || s.value[share.via.value] != 0) speed *= s.poolSpeeds[share.consumer];
    return speed;
}

double deliveredFraction(const Circuit& circuit, const FractionRule& rule, const Signals& s) {
    if (rule.needs && s.value[rule.needs.value] == 0) return 0.0;
    double product = 1.0;
    for (GateId tier : rule.tiers) product *= realOf(circuit, s, tier);
    if (rule.counter) return product * s.count[rule.counter.value] / static_cast<double>(rule.speeds.size());
    double sum = 0.0, targets = 0.0;
    for (std::size_t i = 0; i != rule.speeds.size(); ++i) {
        if (!rule.rotation.empty() && s.value[rule.rotation[i].value] == 0) continue;
        const double weight = rule.weights.empty() ? 1.0 : rule.weights[i];
        sum += weight * realOf(circuit, s, rule.speeds[i]);
        targets += weight;
        if (rule.first) break;
    }
    if (rule.speeds.empty()) return product; // needs alone
    return targets == 0.0 ? 0.0 : product * sum / targets;
}

} // namespace nueves::model
