// Running a scenario from a test, and the intervals that a published or derived value must lie in.
//
// A Result gives 95 % intervals. A test that looks at a hundred of them would fail for five by luck, so both
// sides are widened to 99.9 %: by the ratio of the normal quantiles z(0.9995) / z(0.975) = 3.2905 / 1.9600,
// side by side since the intervals are skew. Figures without an interval come from independent runs with
// different seeds and Student's law.
#pragma once

#include "sim/io/scenario_reader.hpp"
#include "sim/methods/study.hpp"
#include "support/json_text.hpp"

#include <QFile>
#include <QtTest>

#include <boost/math/distributions/students_t.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nueves::verification {

using analysis::Estimate;
using analysis::ServiceResult;

constexpr double kZ95 = 1.959964;
constexpr double kZ999 = 3.290527;
constexpr double kCaseYear = 8760.0; // hours; the result's year has 8766

inline std::string folder() {
    return std::string(NUEVES_SOURCE_DIR) + "/tests/verification/";
}

struct Settings {
    double hours = 0.0; // horizon; 0: as the file says
    int histories = 0;  // 0: until the precision is reached
    std::uint64_t seed = 1;
    double precision = 0.0;
};

inline std::string toText(const std::vector<core::Issue>& issues) {
    std::string text;
    for (const auto& issue : issues) text += issue.path + ": " + issue.code + "\n";
    return text;
}

inline analysis::Result run(std::vector<scenario::Scenario> designs, const Settings& settings) {
    for (auto& design : designs) {
        if (settings.hours > 0.0) design.run.horizon = core::spanFromSeconds(settings.hours * 3600.0);
        if (settings.histories > 0) design.run.histories = settings.histories;
        if (settings.precision > 0.0) design.run.precision = settings.precision;
        design.run.seed = settings.seed;
    }
    auto study = methods::runStudy(designs, {});
    if (core::hasError(study.issues)) throw std::runtime_error(toText(study.issues));
    return std::move(study.result);
}

inline std::vector<scenario::Scenario> checked(io::ReadOutcome outcome) {
    if (outcome.designs.empty()) throw std::runtime_error(toText(outcome.issues));
    return std::move(outcome.designs);
}

using Sets = std::vector<std::pair<std::string, std::string>>;

inline std::vector<scenario::Scenario> fromFile(const std::string& file, const Sets& sets = {}) {
    io::ReadOptions options;
    options.sets = sets;
    return checked(io::readScenarioFile(file, options));
}

// Scenario text with single quotes, for short scenarios inside a test.
inline std::vector<scenario::Scenario> fromText(const std::string& text) {
    return checked(test::readText(text));
}

inline const ServiceResult& serviceOf(const analysis::Result& result, const std::string& design,
                                      const std::string& name) {
    for (const auto& service : result.services)
        if (service.name == name && (design.empty() || service.design == design)) return service;
    throw std::runtime_error("no service " + design + "/" + name);
}

// The interval of 99.9 % that belongs to one of 95 %.
inline Estimate widened(Estimate e) {
    e.low = e.value - (e.value - e.low) * kZ999 / kZ95;
    e.high = e.value + (e.high - e.value) * kZ999 / kZ95;
    return e;
}

// Half the width, or the longer side where one end was cut at what is possible.
inline double halfWidth(const Estimate& e) {
    return std::max(e.high - e.value, e.value - e.low);
}

inline bool holds(const Estimate& e, double value) {
    return e.low <= value && value <= e.high;
}

inline QString say(const Estimate& e, double value) {
    const QString text("expected %1, seen %2 in [%3, %4]");
    return text.arg(value, 0, 'g', 12).arg(e.value, 0, 'g', 12).arg(e.low, 0, 'g', 8).arg(e.high, 0, 'g', 8);
}

inline Estimate times(Estimate e, double factor) {
    return {e.value * factor, e.low * factor, e.high * factor, e.method};
}
inline Estimate complement(const Estimate& e) {
    return {1.0 - e.value, 1.0 - e.high, 1.0 - e.low, e.method};
}

// Figures of independent runs with the seeds 1, 2, 3 ...: mean, and Student's interval around it.
class Batches {
  public:
    using Once = std::function<std::vector<double>(std::uint64_t seed)>;
    Batches(int runs, const Once& once) : m_runs(runs) {
        for (int seed = 1; seed <= runs; ++seed) m_values.push_back(once(static_cast<std::uint64_t>(seed)));
    }

    Estimate interval(std::size_t figure, double confidence) const {
        double sum = 0.0, squares = 0.0;
        for (const auto& values : m_values) sum += values[figure];
        const double mean = sum / m_runs;
        for (const auto& values : m_values) squares += (values[figure] - mean) * (values[figure] - mean);
        const boost::math::students_t law(m_runs - 1.0);
        const double t = boost::math::quantile(law, 0.5 + confidence / 2.0);
        const double half = t * std::sqrt(squares / (m_runs - 1.0) / m_runs);
        return {mean, mean - half, mean + half, analysis::Method::simulated};
    }

  private:
    double m_runs;
    std::vector<std::vector<double>> m_values;
};

// Minutes a year of 8760 h in the phases whose names begin so.
inline double phaseMinutes(const ServiceResult& service, const std::string& begin) {
    double hours = 0.0;
    for (const auto& phase : service.phases)
        if (phase.phase.rfind(begin, 0) == 0) hours += phase.hoursPerYear;
    return hours * kCaseYear / core::kHoursPerYear * 60.0;
}

// Hours down per hour that are put on roots of this group.
inline double blamed(const ServiceResult& service, const std::string& group) {
    double hours = 0.0;
    for (const auto& cause : service.causes)
        if (cause.group == group || cause.name == group) hours += cause.hoursPerYear;
    return hours / core::kHoursPerYear;
}

struct Expected {
    double value = 0.0;
    double simTolerance = 0.0;
};

// A quantity of a case in expected/.
inline Expected expectedOf(const std::string& caseId, const std::string& quantity) {
    QFile file(QString::fromStdString(folder() + "expected/" + caseId + ".json"));
    if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("no case " + caseId);
    const auto document = nlohmann::json::parse(file.readAll().toStdString());
    for (const auto& entry : document.at("expected"))
        if (entry.at("quantity") == quantity)
            return {entry.at("value").get<double>(), entry.value("sim_rel_tol", 0.0)};
    throw std::runtime_error("no quantity " + quantity + " in " + caseId);
}

} // namespace nueves::verification
