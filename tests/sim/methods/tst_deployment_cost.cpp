// Money from the histories themselves, against renewal theory: one thing that fails every 1000 h and takes 10
// h to repair is down, and keeps a hand busy, 8766 x 10 / 1010 hours a year.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/deployment_cost.hpp"
#include "sim/methods/sampling/histories.hpp"
#include "sim/methods/study.hpp"
#include "sim/model/compile.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>
#include <string>

using namespace nueves;

namespace {

constexpr double kDownHours = 8766.0 * 10.0 / 1010.0; // a year
constexpr double kFaults = 8766.0 / 1010.0;

// Two designs: the file itself twice, or with dearer hands.
std::vector<scenario::Scenario> designs(const std::string& second, const std::string& run) {
    const std::string text =
        "{ \"nueves\": 1, \"parts\": { \"pump\": { \"failures\": { \"stop\": { \"every\": \"Exp(1000 h)\", "
        "\"repair\": {"
        "\"takes\": \"Exp(10 h)\", \"crew\": \"staff\", \"spare\": \"seal\" } } },"
        "\"cost\": { \"buy\": \"500 EUR\", \"life\": \"5 a\" } } },"
        "\"services\": { \"flow\": { \"needs\": \"pump\", \"cost\": { \"down\": \"100 EUR/h\" } } },"
        "\"crews\": { \"staff\": { \"cost\": \"60 EUR/h\" } }, \"spares\": { \"seal\": { \"cost\": { "
        "\"buy\": \"50 EUR\" } } },"
        "\"designs\": { \"first\": {}, \"second\": " +
        second + " }, \"run\": " + run + " }";
    auto outcome = io::readScenarioText(text, "test.json", {});
    for (const auto& issue : outcome.issues)
        if (issue.severity == core::Severity::error)
            qFatal("%s at %s", issue.code.c_str(), issue.path.c_str());
    return std::move(outcome.designs);
}

const char* kLong = "{ \"measure\": \"horizon\", \"horizon\": \"100 a\", \"histories\": 100 }";

double of(const std::vector<analysis::CostPart>& parts, const std::string& kind) {
    for (const auto& part : parts)
        if (part.kind == kind) return part.perYear;
    return 0.0;
}

analysis::Estimate costDifference(const std::string& second) {
    methods::StudyOptions options;
    options.compare = true;
    const auto study = methods::runStudy(designs(second, kLong), options);
    for (const auto& difference : study.result.differences)
        if (difference.quantity == "costPerYear") return difference.difference;
    return {std::nan(""), 0.0, 0.0, analysis::Method::simulated};
}

struct Run {
    explicit Run(const scenario::Scenario& scenario)
        : system(model::compile(scenario, core::after(core::kStart, 2 * scenario.run.horizon)).system) {
        methods::SamplingPlan plan;
        plan.stretch = measure::stretchOf(core::kStart, scenario.run.horizon);
        methods::Histories histories(*system, plan, 2);
        outcome = histories.empty(0);
        histories.run(0, 40, outcome, nullptr); // two ranges that touch
        histories.run(40, 60, outcome, nullptr);
    }
    std::unique_ptr<model::System> system;
    analysis::Outcome outcome;
};

} // namespace

class TestDeploymentCost : public QObject {
    Q_OBJECT

  private slots:
    // 87000 faults in 10000 years: their number and their mean length are each known to 0.34 %, both together
    // to 0.48 %; 2.5 % is five times that. The hand is busy exactly while the pump is down.
    void handsPiecesAndDowntimeAreWhatRenewalTheorySays() {
        const auto scenarios = designs("{}", kLong);
        const Run run(scenarios.front());
        const auto parts = methods::deploymentCost(*run.system, run.outcome);
        const auto within = [](double found, double wanted, double relative) {
            return std::fabs(found - wanted) <= relative * wanted;
        };
        QVERIFY2(within(of(parts, "people"), 60.0 * kDownHours, 0.025),
                 qPrintable(QString::number(of(parts, "people"))));
        QVERIFY2(within(of(parts, "parts"), 50.0 * kFaults, 0.025),
                 qPrintable(QString::number(of(parts, "parts"))));
        QVERIFY2(within(of(parts, "people") / 60.0, of(parts, "downtime") / 100.0, 1e-12),
                 "a hand for each hour down");
        QVERIFY(within(of(parts, "purchase"), 100.0, 1e-12));
    }

    void historiesAddUpToTheirMean() {
        const auto scenarios = designs("{}", kLong);
        const Run run(scenarios.front());
        const auto each = methods::deploymentCosts(*run.system, run.outcome);
        QCOMPARE(each.size(), std::size_t{100});
        const double mean = std::accumulate(each.begin(), each.end(), 0.0) / 100.0;
        double total = 0.0;
        for (const auto& part : methods::deploymentCost(*run.system, run.outcome)) total += part.perYear;
        QVERIFY2(std::fabs(mean - total) <= 1e-9 * total,
                 qPrintable(QString("%1 and %2").arg(mean).arg(total)));
        QVERIFY(*std::max_element(each.begin(), each.end()) > *std::min_element(each.begin(), each.end()));
        std::int64_t busy = 0;
        for (const auto span : run.outcome.historyCrewBusy) busy += span;
        QCOMPARE(busy, run.outcome.crewBusy.at(0));
    }

    void aDesignDiffersFromItselfByNothing() {
        const auto difference = costDifference("{}");
        QCOMPARE(difference.value, 0.0);
        QCOMPARE(difference.low, 0.0);
        QCOMPARE(difference.high, 0.0);
    }

    // Half as dear again: 30 EUR for each hour of hands. A half-width is about two standard errors, so 2.5
    // are five.
    void dearerHandsCostTheirHoursAndAnInterval() {
        const auto difference = costDifference("{ \"crews\": { \"staff\": { \"cost\": \"90 EUR/h\" } } }");
        const double half = (difference.high - difference.low) / 2.0;
        QVERIFY(half > 0.0);
        QVERIFY2(std::fabs(difference.value - 30.0 * kDownHours) <= 2.5 * half,
                 qPrintable(QString("%1 +- %2").arg(difference.value).arg(half)));
    }

    // A history that ends with its first outage has no year of people in it.
    void aMissionCostsWhatStands() {
        const auto scenarios =
            designs("{}", "{ \"measure\": \"mission\", \"horizon\": \"1 a\", \"histories\": 50 }");
        const Run run(scenarios.front());
        const auto parts = methods::deploymentCost(*run.system, run.outcome);
        QCOMPARE(parts.size(), std::size_t{1});
        QCOMPARE(parts.front().kind, std::string("purchase"));
    }
};

QTEST_APPLESS_MAIN(TestDeploymentCost)
#include "tst_deployment_cost.moc"
