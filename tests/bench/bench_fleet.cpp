// The fleet: n units, all working at 0, independent, Exp(1000 h) to fail and Exp(10 h) to mend, a year of
// 8760 h; the system is down while fewer than k work. From the text of a scenario to the tally of its
// histories, nothing by hand: the general way, for any law, with blame. Reported per transition (a failure or
// the end of a repair).
//
// Checked: the mean unavailability against the time average of the binomial tail with
// u(t) = u (1 - exp(-(la + mu) t)), within 5 standard errors.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/sampling/sampler.hpp"
#include "sim/model/compile.hpp"

#include <benchmark/benchmark.h>
#include <boost/math/distributions/binomial.hpp>
#include <malloc.h>
#include <time.h>

#include <cmath>
#include <memory>
#include <string>

namespace {

using namespace nueves;

constexpr double kHours = 8760.0;

double exactUnavailability(int n, int k) {
    constexpr double kLa = 1e-3, kMu = 0.1, kU = kLa / (kLa + kMu);
    const auto down = [&](double t) { // fewer than k of n work
        const boost::math::binomial works(n, 1.0 - kU * -std::expm1(-(kLa + kMu) * t));
        return boost::math::cdf(works, k - 1);
    };
    // Simpson's rule: fine steps over the 100 h in which u(t) settles, then it is constant to 5 digits.
    double sum = 0.0;
    constexpr int kSteps = 2000;
    constexpr double kStep = 200.0 / kSteps;
    for (int i = 0; i != kSteps; ++i)
        sum += kStep / 6.0 * (down(i * kStep) + 4.0 * down((i + 0.5) * kStep) + down((i + 1) * kStep));
    return (sum + down(kHours) * (kHours - 200.0)) / kHours;
}

std::string fleetText(int n, int k) {
    return "{\"nueves\": 1, \"parts\": {\"unit\": {\"count\": " + std::to_string(n) +
           ", \"failures\": {\"stop\": {\"every\": \"Exp(1000 h)\", \"repair\": {\"takes\": \"Exp(10 "
           "h)\"}}}}},"
           " \"services\": {\"system\": {\"needs\": \"" +
           std::to_string(k) +
           " of unit\"}},"
           " \"run\": {\"measure\": \"horizon\", \"horizon\": \"8760 h\"}}";
}

double heapBytes() {
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks + info.hblkhd);
}

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

struct Sum { // of the unavailability of each history
    double n = 0.0, x = 0.0, squares = 0.0;
    void add(double value) {
        ++n;
        x += value;
        squares += value * value;
    }
    double mean() const { return x / n; }
    double variance() const { return std::max(0.0, (squares - x * x / n) / (n - 1.0)); }
};

void fleet(benchmark::State& state) {
    const int n = int(state.range(0)), k = int(state.range(1));
    const auto read = io::readScenarioText(fleetText(n, k), "fleet.json", {});
    const double before = heapBytes(), began = cpuSeconds();
    const auto compiled = model::compile(read.designs.front(), core::kStart + core::kYear);
    const double compileSeconds = cpuSeconds() - began;
    methods::SamplingPlan plan;
    plan.stretch = measure::stretchOf(core::kStart, read.designs.front().run.horizon);
    methods::Sampler sampler(*compiled.system, plan);
    sampler.run(0); // memory settles
    const double bytes = heapBytes() - before;

    Sum sum;
    double transitions = 0.0;
    std::uint64_t history = 0;
    const double start = cpuSeconds();
    for (auto _ : state) {
        const auto& tally = sampler.run(++history);
        sum.add(double(tally.services[0].down[0]) / (kHours * 3600e6));
        transitions += double(tally.events);
    }
    const double cpu = cpuSeconds() - start;

    const double error = std::sqrt(sum.variance() / sum.n);
    if (!(std::abs(sum.mean() - exactUnavailability(n, k)) < 5.0 * error))
        state.SkipWithError("wrong unavailability");
    const double wanted =
        1.96 * 1.96 * sum.variance() / (1e-4 * sum.mean() * sum.mean()); // histories for 1 %
    state.counters["ns/transition"] = cpu / transitions * 1e9;
    state.counters["CPU_s_to_1%"] = wanted * cpu / sum.n;
    state.counters["bytes/unit"] = bytes / n;
    state.counters["compile_ms"] = compileSeconds * 1e3;
}

BENCHMARK(fleet)->Args({3, 2})->Iterations(20000);
BENCHMARK(fleet)->Args({100, 96})->Iterations(2000);
BENCHMARK(fleet)->Args({10000, 9871})->Iterations(30);

} // namespace
