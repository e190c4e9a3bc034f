// Requests per second, one by one: M/M/4 at 80 %, the same with a time-out and a retry, and a closed crowd
// whose events fill the calendar. Reported per request (intent).
//
// Checked: the mean wait of M/M/4 against Erlang C, 0.74554 mean services (1e6 requests: sd about 1.6 %),
// within 10 %.
#include "support/stations.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

namespace {

using namespace nueves;

void report(benchmark::State& state, double requests) {
    state.counters["a request"] =
        benchmark::Counter(requests, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["requests/s"] = benchmark::Counter(requests, benchmark::Counter::kIsRate);
}

void fourServers(benchmark::State& state) {
    test::Traffic traffic;
    const auto to = traffic.station("web", core::Law::exponential(1.0), 4);
    auto& retries = traffic.open("users", to, 3.2).retries;
    if (state.range(0) != 0) { // seldom reached: the cost of being ready for it
        traffic.edgeOf(0).timeout = 20.0;
        retries.times = 1;
        retries.after = 1.0;
    }
    double requests = 0.0;
    std::uint64_t seed = 0;
    for (auto _ : state) {
        const auto record = traffic.replay(312500.0, 0.0, ++seed);
        requests += static_cast<double>(record.demands[0].intents);
        if (std::abs(record.stations[0].wait.mean() / 0.74554 - 1.0) > 0.1) state.SkipWithError("wrong wait");
    }
    report(state, requests);
}

void crowd(benchmark::State& state) {
    test::Traffic traffic;
    const auto to = traffic.station("web", core::Law::exponential(0.01), 1000);
    traffic.closed("users", to, static_cast<double>(state.range(0)), core::Law::exponential(10.0));
    double requests = 0.0;
    std::uint64_t seed = 0;
    const double seconds = 1e7 / static_cast<double>(state.range(0));
    for (auto _ : state)
        requests += static_cast<double>(traffic.replay(seconds, 0.0, ++seed).demands[0].intents);
    report(state, requests);
}

BENCHMARK(fourServers)->Name("requests/M/M/4")->Arg(0)->Unit(benchmark::kMillisecond);
BENCHMARK(fourServers)->Name("requests/M/M/4 with time-out and retry")->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(crowd)->Name("requests/closed")->Arg(100)->Arg(100000)->Unit(benchmark::kMillisecond);

} // namespace
