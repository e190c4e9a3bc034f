// A year of the pizza web: rates, looks of the autoscaler, failures, the match. One history, the file read and
// the result worked out, as `nueves run scenarios/telepi.json#hpa --horizon "1 a" --history 1`.
//
// Checked: at least the two instances that are always there, and fewer than five on average.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/study.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace nueves;

void yearOfTelepi(benchmark::State& state, const std::string& design) {
    io::ReadOptions options;
    options.sets = {{"run.horizon", "1 a"}};
    const std::string file = NUEVES_SOURCE_DIR "/scenarios/telepi.json#" + design;
    std::uint64_t seed = 0;
    for (auto _ : state) {
        auto designs = io::readScenarioFile(file, options).designs;
        designs.front().run.histories = 1;
        designs.front().run.seed = ++seed;
        const auto study = methods::runStudy(designs, {});
        const double instances = study.result.services.front().traffic.value().instances.value;
        if (!(instances > 1.99 && instances < 5.0)) state.SkipWithError("wrong number of instances");
    }
}

void asProcess(benchmark::internal::Benchmark* bench) {
    bench->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
}

BENCHMARK_CAPTURE(yearOfTelepi, none, "none")->Name("telepi/a year, not scaled")->Apply(asProcess);
BENCHMARK_CAPTURE(yearOfTelepi, hpa, "hpa")->Name("telepi/a year, HPA")->Apply(asProcess);
BENCHMARK_CAPTURE(yearOfTelepi, forecast, "predictive")->Name("telepi/a year, forecast")->Apply(asProcess);

} // namespace
