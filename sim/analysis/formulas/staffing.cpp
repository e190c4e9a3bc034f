#include "sim/analysis/formulas/staffing.hpp"

#include "sim/analysis/formulas/erlang.hpp"
#include "sim/analysis/formulas/finite_queues.hpp"
#include "sim/core/assert.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

namespace nueves::analysis {

namespace {

constexpr double kCountedPlaces = 400.0; // beyond, the end of the line is not worth a term each
constexpr double kMostLost = 1e6;        // of a goal so low that nothing misses it
constexpr double kFine = 1e-4;           // relative, of the rate that is carried

// Parts of a service law by their chance, finer towards the long ones.
struct Part {
    double chance, u; // u: middle
};
std::vector<Part> partsOf() {
    std::vector<Part> parts;
    constexpr int kEven = 64;
    double from = 0.0;
    for (int i = 0; i + 1 != kEven; ++i, from += 1.0 / kEven)
        parts.push_back({1.0 / kEven, from + 0.5 / kEven});
    double rest = 1.0 / kEven;
    for (int i = 0; i != 12; ++i, rest /= 2.0) parts.push_back({rest / 2.0, 1.0 - 0.75 * rest});
    parts.push_back({rest, 1.0 - rest / 2.0});
    return parts;
}

double meanService(const ReplicaQueue& queue) {
    return (queue.service.mean() + queue.extra) / queue.speed;
}

double squaredVariation(const ReplicaQueue& queue) {
    const double mean = queue.service.mean() + queue.extra;
    return queue.service.variance() / (mean * mean);
}

struct Line {
    double letIn = 1.0;
    std::function<double(double)> waitTail; // of those let in
};

// One replica with its part of the load, or all of them as one.
Line lineAt(const ReplicaQueue& queue, int replicas, double arrivalRate) {
    const double rate = 1.0 / meanService(queue);
    const double stretch = std::max(0.05, 0.5 * (1.0 + squaredVariation(queue)));
    const int servers = queue.pooled ? queue.servers * replicas : queue.servers;
    const double load = queue.pooled ? arrivalRate : arrivalRate / replicas;
    if (!queue.pooled && queue.places <= kCountedPlaces) {
        const MmcK mmck(load, rate, servers, static_cast<int>(std::max<double>(queue.places, servers)));
        return {1.0 - mmck.loss(), [=](double t) { return mmck.waitTail(t / stretch); }};
    }
    const Mmc mmc{load, rate, servers};
    return {mmc.isStable() ? 1.0 : 0.0, [=](double t) { return mmc.waitTail(t / stretch); }};
}

double answeredIn(const Line& line, const ReplicaQueue& queue, double t) {
    if (std::isinf(t)) return line.letIn;
    static const std::vector<Part> kParts = partsOf();
    double sum = 0.0;
    for (const Part& part : kParts) {
        const double left = t - (queue.extra + queue.service.quantile(part.u)) / queue.speed;
        if (left >= 0.0) sum += part.chance * (1.0 - line.waitTail(left));
    }
    return line.letIn * sum;
}

} // namespace

double answeredWithin(const ReplicaQueue& queue, int replicas, double arrivalRate, double t) {
    NUEVES_ASSERT(replicas >= 1 && arrivalRate > 0.0, "somebody asks somebody");
    return answeredIn(lineAt(queue, replicas, arrivalRate), queue, t);
}

bool isEnough(const ReplicaQueue& queue, const StaffingGoal& goal, int replicas, double arrivalRate) {
    NUEVES_ASSERT(replicas >= 1 && arrivalRate > 0.0, "somebody asks somebody");
    const Line line = lineAt(queue, replicas, arrivalRate);
    if (line.letIn < goal.share || answeredIn(line, queue, goal.patience) < goal.share) return false;
    return std::all_of(goal.within.begin(), goal.within.end(),
                       [&](const auto& one) { return answeredIn(line, queue, one.second) >= one.first; });
}

double mostCarried(const ReplicaQueue& queue, const StaffingGoal& goal, int replicas) {
    const double all = replicas * queue.servers / meanService(queue);
    double met = all, missed = 2.0 * all; // who may lose a share carries more than the servers do
    if (!isEnough(queue, goal, replicas, met)) {
        missed = met;
        while (!isEnough(queue, goal, replicas, met /= 2.0)) {
            missed = met;
            if (met < all * 1e-4) return 0.0;
        }
    } else {
        while (missed < all * kMostLost && isEnough(queue, goal, replicas, missed))
            met = std::exchange(missed, 2.0 * missed);
    }
    while (missed / met > 1.0 + kFine) {
        const double middle = std::sqrt(met * missed);
        (isEnough(queue, goal, replicas, middle) ? met : missed) = middle;
    }
    return met;
}

std::optional<int> replicasNeeded(const ReplicaQueue& queue, const StaffingGoal& goal, double arrivalRate,
                                  int most) {
    int enough = 1;
    while (enough < most && !isEnough(queue, goal, enough, arrivalRate)) enough = std::min(most, 2 * enough);
    if (!isEnough(queue, goal, enough, arrivalRate)) return std::nullopt;
    int few = enough / 2; // not enough, or 0
    while (enough - few > 1) {
        const int middle = few + (enough - few) / 2;
        (isEnough(queue, goal, middle, arrivalRate) ? enough : few) = middle;
    }
    return enough;
}

} // namespace nueves::analysis
