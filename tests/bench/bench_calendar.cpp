// The hold model (Jones, "An empirical comparison of priority-queue and event-set implementations", CACM
// 29(4), 1986): N events pending; take the earliest, at t, and schedule one at t + Exp(1 h). Reported per
// event, the draw included; the rows "drawsOnly" say how much of it the draw is. After M events the clock
// stands at M/N hours.
#include "sim/engine/event_queue.hpp"

#include <benchmark/benchmark.h>
#include <boost/random/exponential_distribution.hpp>
#include <malloc.h>

#include <cmath>
#include <cstdint>
#include <queue>
#include <random>
#include <type_traits>
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

// Reserved by live objects; unlike the resident set, not blurred by what earlier rows freed.
double heapMiB() {
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks + info.hblkhd) / 1048576.0;
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
    const double before = heapMiB();
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
    state.counters["MiB"] = heapMiB() - before;
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

// Other lives than the hold model's, at 10 000 pending: where a calendar tuned to one scale would fall
// behind.
enum class Life { fleet, twoScales, equalGaps, wholeHours, decades };

template <Life kLife> class OtherDraws {
  public:
    std::int64_t operator()() {
        const std::uint64_t coin = m_bits();
        switch (kLife) {
        case Life::fleet: return m_gap() / (coin % 2 ? 1 : 100); // life and repair, a hundredth of it
        case Life::twoScales: return coin % 10 ? m_gap() * 8766 : m_gap() / 3600;
        case Life::equalGaps: return std::int64_t(kMeanMicros);
        case Life::wholeHours: return std::int64_t(coin % 24) * std::int64_t(kMeanMicros);
        case Life::decades: return std::int64_t(1) << (coin % 40); // 1 us to 13 days, each scale alike
        }
        return 0;
    }

  private:
    SplitMix64 m_bits{7};
    QuickDraws m_gap;
};

template <typename Queue, Life kLife> void live(benchmark::State& state) {
    constexpr std::uint32_t kPending = 10000;
    Queue queue;
    OtherDraws<kLife> draws;
    for (std::uint32_t i = 0; i < kPending; ++i) queue.push({core::SimTime{core::SimSpan{draws()}}, i, 0});
    for (std::uint32_t i = 0; i < 3 * kPending; ++i) holdOnce(queue, draws);
    for (auto _ : state) benchmark::DoNotOptimize(holdOnce(queue, draws));
}

// One history of a small scenario after another: start, 20 events, clear.
template <typename Queue> void shortHistories(benchmark::State& state) {
    Queue queue;
    QuickDraws draws;
    for (auto _ : state) {
        if constexpr (std::is_same_v<Queue, engine::EventQueue>)
            queue.clear();
        else
            queue = Queue{};
        for (std::uint32_t i = 0; i < 6; ++i) queue.push({core::SimTime{core::SimSpan{draws()}}, i, 0});
        for (int i = 0; i < 20; ++i) benchmark::DoNotOptimize(holdOnce(queue, draws));
    }
}

BENCHMARK(drawsOnly<QuickDraws>)->Name("drawsOnly/quick");
BENCHMARK(drawsOnly<StandardDraws>)->Name("drawsOnly/standard");
BENCHMARK(hold<engine::EventQueue, QuickDraws>)->Name("hold/EventQueue/quick")->Apply(fewToo);
BENCHMARK(hold<BinaryHeap, QuickDraws>)->Name("hold/priority_queue/quick")->Apply(fewToo);
BENCHMARK(hold<engine::EventQueue, StandardDraws>)->Name("hold/EventQueue/standard")->Apply(sizes);
BENCHMARK(hold<BinaryHeap, StandardDraws>)->Name("hold/priority_queue/standard")->Apply(sizes);

#define NUEVES_BENCH_LIFE(life)                                                                              \
    BENCHMARK(live<engine::EventQueue, Life::life>)->Name("live/EventQueue/" #life);                         \
    BENCHMARK(live<BinaryHeap, Life::life>)->Name("live/priority_queue/" #life)
NUEVES_BENCH_LIFE(fleet);
NUEVES_BENCH_LIFE(twoScales);
NUEVES_BENCH_LIFE(equalGaps);
NUEVES_BENCH_LIFE(wholeHours);
NUEVES_BENCH_LIFE(decades);
BENCHMARK(shortHistories<engine::EventQueue>)->Name("shortHistories/EventQueue");
BENCHMARK(shortHistories<BinaryHeap>)->Name("shortHistories/priority_queue");

} // namespace
