// The hold model (Jones, "An empirical comparison of priority-queue and event-set implementations", CACM
// 29(4), 1986): N events pending; take the earliest, at t, and schedule one at t + Exp(1 h). Reported per
// event, the draw included; the rows "drawsOnly" say how much of it the draw is. After M events the clock
// stands at M/N hours.
#include "sim/engine/event_queue.hpp"

#include <benchmark/benchmark.h>
#include <boost/random/exponential_distribution.hpp>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <queue>
#include <random>
#include <vector>

namespace {

using namespace nueves;
using engine::QueuedEvent;

constexpr double kMeanMicros = 3.6e9;

// What the standard library offers, and what a peer's user would take.
class StandardDraws {
  public:
    std::int64_t operator()() { return std::int64_t(m_gap(m_bits)); }

  private:
    std::mt19937_64 m_bits{1};
    std::exponential_distribution<double> m_gap{1.0 / kMeanMicros};
};

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), a generator of nearly no cost.
struct SplitMix64 {
    using result_type = std::uint64_t;
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }
    result_type operator()() {
        std::uint64_t z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::uint64_t state = 1;
};

// Boost draws exponentials by the ziggurat: the calendar itself is most of what is left.
class QuickDraws {
  public:
    std::int64_t operator()() { return std::int64_t(m_gap(m_bits)); }

  private:
    SplitMix64 m_bits;
    boost::random::exponential_distribution<double> m_gap{1.0 / kMeanMicros};
};

struct Later {
    bool operator()(const QueuedEvent& a, const QueuedEvent& b) const { return engine::isBefore(b, a); }
};
using BinaryHeap = std::priority_queue<QueuedEvent, std::vector<QueuedEvent>, Later>;

double residentMiB() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t whole = 0;
    std::uint64_t resident = 0;
    file >> whole >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

template <typename Queue, typename Draws> std::int64_t holdOnce(Queue& queue, Draws& draws) {
    QueuedEvent event = queue.top();
    queue.pop();
    const std::int64_t now = event.time.time_since_epoch().count();
    event.time += core::SimSpan{draws()};
    ++event.generation;
    queue.push(event);
    return now;
}

template <typename Queue, typename Draws> void hold(benchmark::State& state) {
    const auto pending = std::uint32_t(state.range(0));
    const double before = residentMiB();
    Queue queue;
    Draws draws;
    for (std::uint32_t i = 0; i < pending; ++i) queue.push({core::SimTime{core::SimSpan{draws()}}, i, 0});
    std::int64_t start = 0; // the first laps are left out: memory and bucket widths settle
    for (std::uint64_t i = 0; i < 3 * std::uint64_t{pending}; ++i) start = holdOnce(queue, draws);
    std::int64_t now = start;
    for (auto _ : state) now = holdOnce(queue, draws);

    const double events = double(state.iterations());
    const double hours = double(now - start) / kMeanMicros;
    if (std::abs(hours * pending / events - 1.0) > 6.0 / std::sqrt(events))
        state.SkipWithError("wrong clock");
    state.counters["MiB"] = residentMiB() - before;
}

template <typename Draws> void drawsOnly(benchmark::State& state) {
    Draws draws;
    for (auto _ : state) benchmark::DoNotOptimize(draws());
}

void sizes(benchmark::internal::Benchmark* bench) {
    for (const int pending : {100, 10000, 1000000}) bench->Arg(pending)->Iterations(3000000);
}

void fewToo(benchmark::internal::Benchmark* bench) {
    for (const int pending : {3, 10, 30, 60}) bench->Arg(pending)->Iterations(3000000);
    sizes(bench);
}

BENCHMARK(drawsOnly<QuickDraws>)->Name("drawsOnly/quick");
BENCHMARK(drawsOnly<StandardDraws>)->Name("drawsOnly/standard");
BENCHMARK(hold<engine::EventQueue, QuickDraws>)->Name("hold/EventQueue/quick")->Apply(fewToo);
BENCHMARK(hold<BinaryHeap, QuickDraws>)->Name("hold/priority_queue/quick")->Apply(fewToo);
BENCHMARK(hold<engine::EventQueue, StandardDraws>)->Name("hold/EventQueue/standard")->Apply(sizes);
BENCHMARK(hold<BinaryHeap, StandardDraws>)->Name("hold/priority_queue/standard")->Apply(sizes);

} // namespace
