// The whole way of a study: the same luck whoever computes it, and what each measure and each start means.
//
// Figures are compared with renewal theory (Cox, "Renewal Theory", 1962): the renewal equation for new parts,
// the elementary renewal theorem for the long run, the equilibrium distribution for the first outage of an
// aged one.
#include "sim/io/result_writer.hpp"
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/sampling/histories.hpp"
#include "sim/methods/study.hpp"
#include "sim/model/compile.hpp"
#include "support/json_text.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace nueves;
using analysis::Estimate;
using analysis::Outcome;
using analysis::ServiceOutcome;

namespace {

std::vector<scenario::Scenario> read(const std::string& text) {
    auto outcome = test::readText(text);
    for (const auto& issue : outcome.issues)
        if (issue.severity == core::Severity::error) throw std::runtime_error(issue.path + " " + issue.code);
    return std::move(outcome.designs);
}

std::vector<scenario::Scenario> file(const std::string& name) {
    return io::readScenarioFile(NUEVES_SOURCE_DIR "/scenarios/" + name, {}).designs;
}

analysis::Result study(std::vector<scenario::Scenario> designs, int histories,
                       methods::StudyOptions options = {}) {
    for (auto& design : designs)
        if (histories > 0) design.run.histories = histories;
    return methods::runStudy(designs, options).result;
}

methods::StudyOptions threads(int count) {
    methods::StudyOptions options;
    options.threads = count;
    return options;
}

// One design compiled, for what a Result no longer shows: history by history.
struct Compiled {
    explicit Compiled(const scenario::Scenario& scenario)
        : system(model::compile(scenario, core::after(core::kStart, 2 * scenario.run.horizon)).system) {
        plan.seed = scenario.run.seed;
        plan.stretch = measure::stretchOf(core::kStart, scenario.run.horizon);
    }
    Outcome run(std::uint64_t first, std::uint64_t count, int threads = 2) const {
        methods::Histories histories(*system, plan, threads);
        Outcome outcome = histories.empty(first);
        histories.run(first, count, outcome, nullptr);
        return outcome;
    }
    std::unique_ptr<model::System> system;
    methods::SamplingPlan plan;
};

// The first thing in which two services differ, history by history; empty: in nothing.
QString firstHistoricDifference(const ServiceOutcome& a, const ServiceOutcome& b) {
    if (a.down != b.down) return "down";
    if (a.windowDown != b.windowDown) return "windowDown";
    if (a.windowInside != b.windowInside) return "windowInside";
    if (a.degraded != b.degraded) return "degraded";
    if (a.lost != b.lost) return "lost";
    if (a.outages != b.outages) return "outages";
    if (a.longest != b.longest) return "longest";
    if (a.firstOutage != b.firstOutage) return "firstOutage";
    return a.downAtEnd != b.downAtEnd ? "downAtEnd" : "";
}

QString firstDifference(const ServiceOutcome& a, const ServiceOutcome& b) {
    if (a.blame != b.blame) return "blame";
    if (a.phases != b.phases) return "phases";
    if (a.lengths != b.lengths) return "lengths";
    return firstHistoricDifference(a, b);
}

QString firstDifference(const Outcome& a, const Outcome& b) {
    if (a.histories != b.histories || a.firstHistory != b.firstHistory) return "range";
    if (a.events != b.events) return "events";
    if (a.fingerprints != b.fingerprints) return "fingerprints";
    if (a.crewBusy != b.crewBusy || a.historyCrewBusy != b.historyCrewBusy) return "crews";
    if (a.faults != b.faults) return "faults";
    if (a.pieces != b.pieces || a.historyPieces != b.historyPieces) return "pieces";
    for (std::size_t i = 0; i != a.services.size(); ++i)
        if (const QString found = firstDifference(a.services[i], b.services[i]); !found.isEmpty())
            return found;
    return "";
}

std::vector<std::string> thingNames(const model::System& system) {
    std::vector<std::string> names;
    for (const auto& thing : system.things) names.push_back(thing.name);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::uint64_t> streamsOf(const model::System& system) {
    std::vector<std::uint64_t> keys(system.streams.raw().begin(), system.streams.raw().end());
    std::sort(keys.begin(), keys.end());
    return keys;
}

// A service of two replicas with a crew, wear-out, a window and a common cause; more hosts as the text says.
std::string pairOfHosts(const std::string& more, const std::string& hosts = "2") {
    return "{'nueves': 1, 'parts': {'host': {'kind': 'host', 'count': " + hosts +
           ", 'failures': {'board': {'every': 'Weibull(mean 900 h, shape 2)', 'repair': {'takes': "
           "'LogNormal(mean 9 h, cv 1)',"
           " 'crew': 'fitter'}}, 'crash': {'every': 'Exp(300 h)', 'repair': {'takes': 'Exp(1 h)'}}}}" +
           more +
           "}, 'crews': {'fitter': {'size': 1}},"
           " 'services': {'web': {'on': ['host[1]', 'host[2]'], 'replicas': 2, 'required': 1,"
           " 'failures': {'bug': {'every': 'Exp(100 h)', 'detect': 'Exp(10 min)', 'repair': {'takes': '20 "
           "min'}}}}},"
           " 'commonCauses': {'version': {'beta': '10 %', 'hits': 'web', 'mode': 'bug'}},"
           " 'targets': {'day': {'of': 'web', 'uptime': '99 %', 'window': 'Mon-Fri 09:00-14:00'}},"
           " 'run': {'measure': 'horizon', 'horizon': '1 a'}}";
}

constexpr double kWearMean = 3.0; // years
constexpr double kWearShape = 3.0;
constexpr double kRepairHours = 1.0;

std::string wearing(const std::string& run) {
    return "{'nueves': 1, 'parts': {'unit': {'failures': {'wear': {'every': 'Weibull(mean 3 a, shape 3)',"
           " 'repair': {'takes': '1 h'}}}}}, 'services': {'s': {'needs': 'unit'}}, 'run': {" +
           run + "}}";
}

double wearScale() {
    return kWearMean / std::tgamma(1.0 + 1.0 / kWearShape);
}
double wearFails(double years) {
    return -std::expm1(-std::pow(years / wearScale(), kWearShape));
}

// Mean number of failures of a new part in its first `years`, m(t) = F(t) + integral of m(t - s) dF(s), on a
// grid fine enough for four digits. Repairs (1 h) are left out: 4 h in 10^5 of a life.
double renewals(double years) {
    constexpr int kSteps = 2000;
    std::vector<double> m(kSteps + 1, 0.0);
    const double step = years / kSteps;
    for (int i = 1; i <= kSteps; ++i) {
        m[std::size_t(i)] = wearFails(i * step);
        for (int j = 1; j <= i; ++j) // the mean of m over the step of the first failure
            m[std::size_t(i)] += 0.5 * (m[std::size_t(i - j)] + (j < i ? m[std::size_t(i - j + 1)] : 0.0)) *
                                 (wearFails(j * step) - wearFails((j - 1) * step));
    }
    return m[kSteps];
}

// Of an aged part: 1 - integral of the survival over the mean (equilibrium distribution).
double agedReliability(double years) {
    constexpr int kSteps = 2000;
    double integral = 0.0;
    for (int i = 0; i != kSteps; ++i)
        integral += (1.0 - wearFails((i + 0.5) * years / kSteps)) * years / kSteps;
    return 1.0 - integral / kWearMean;
}

bool within(double value, double expected, double bound) {
    if (std::abs(value - expected) <= bound) return true;
    qWarning("%.6g is not within %.3g of %.6g", value, bound, expected);
    return false;
}

const analysis::ServiceResult& only(const analysis::Result& result) {
    return result.services.front();
}

} // namespace

class TestStudy : public QObject {
    Q_OBJECT

  private slots:
    void sameSeedGivesTheSameBytesOnOneAndTwoThreads_data();
    void sameSeedGivesTheSameBytesOnOneAndTwoThreads();
    void rangesOfHistoriesMergeToTheSameBytes();
    void anotherSeedIsAnotherStorm();
    void aDesignComparedWithItselfDiffersByExactlyZero();
    void anUnrelatedHostChangesNobodysLuck();
    void growingFromOneToTwoRenamesNobody();
    void aStopLeavesWholeHistories();
    void newPartsFailAsTheRenewalEquationSays();
    void agedAndLongRunPartsFailAtTheLongRunRate_data();
    void agedAndLongRunPartsFailAtTheLongRunRate();
    void steadyForgetsTheStart();
    void horizonOfExponentialUnitsIsTheMeanOfTheTransient();
    void missionGivesReliabilityOfNewAndAged();
    void missionGivesTheMeanTimeToTheFirstOutage();
    void precisionIsReachedOrSaid();
};

void TestStudy::sameSeedGivesTheSameBytesOnOneAndTwoThreads_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("histories");
    QTest::newRow("crews, pairs, checks, patching") << "ladder-999-two-servers.json" << 80;
    QTest::newRow("zones, generators, shocks") << "ladder-9999-two-zones.json" << 72;
    QTest::newRow("script") << "maquina-2-offline.json" << 200;
    QTest::newRow("window, shifts") << "window-9-14.json" << 96;
    QTest::newRow("until precise") << "docker-on-windows.json" << 0;
}

void TestStudy::sameSeedGivesTheSameBytesOnOneAndTwoThreads() {
    QFETCH(QString, name);
    QFETCH(int, histories);
    auto designs = file(name.toStdString());
    for (auto& design : designs) design.run.precision = 0.1;
    const auto one = study(designs, histories, threads(1)), two = study(designs, histories, threads(2));
    QVERIFY(one.events > 1000);
    if (histories == 0)
        QVERIFY2(one.histories >= 64 * designs.size() && one.designs.front().precisionMet, "no stop");
    QCOMPARE(QString::fromStdString(two.fingerprint), QString::fromStdString(one.fingerprint));
    QCOMPARE(QString::fromStdString(io::resultToJson(two)), QString::fromStdString(io::resultToJson(one)));
}

void TestStudy::rangesOfHistoriesMergeToTheSameBytes() {
    const auto designs = file("ladder-999-two-servers.json");
    for (const auto& design : designs) {
        const Compiled compiled(design);
        const Outcome whole = compiled.run(0, 128);
        Outcome merged = compiled.run(0, 64, 1);
        QVERIFY(firstDifference(merged, whole) != "");
        merged.append(compiled.run(64, 64));
        QCOMPARE(firstDifference(merged, whole), QString());
        QCOMPARE(merged.fingerprint(), whole.fingerprint());
    }
}

void TestStudy::anotherSeedIsAnotherStorm() {
    auto designs = file("smallest.json");
    const auto first = study(designs, 64);
    designs.front().run.seed = 2;
    const auto second = study(designs, 64);
    QVERIFY(first.fingerprint != second.fingerprint);
    QVERIFY(only(first).unavailability.value != only(second).unavailability.value);
}

void TestStudy::aDesignComparedWithItselfDiffersByExactlyZero() {
    std::string text = pairOfHosts("");
    text.pop_back();
    methods::StudyOptions options;
    options.compare = true;
    const auto result = study(read(text + ", 'designs': {'a': {}, 'b': {}}}"), 64, options);
    QCOMPARE(result.differences.size(), std::size_t{2}); // the service, and the cost of the deployment
    for (const auto& one : result.differences)
        for (double figure : {one.difference.value, one.difference.low, one.difference.high})
            QCOMPARE(figure, 0.0);
    QVERIFY(result.services.front().unavailability.value > 0.0);
    QVERIFY(result.designs[0].fingerprint == result.designs[1].fingerprint);
}

void TestStudy::anUnrelatedHostChangesNobodysLuck() {
    const auto without = read(pairOfHosts(""));
    const auto with = read(pairOfHosts(", 'another': {'kind': 'host', 'os': {'failures': {'panic': {'every': "
                                       "'Exp(50 h)', 'repair': {'takes': 'Exp(2 h)'}}}},"
                                       " 'failures': {'board': {'every': 'Weibull(mean 70 h, shape 2)', "
                                       "'repair': {'takes': 'Exp(5 h)'}}}}"));
    const Compiled a(without.front()), b(with.front());
    const Outcome before = a.run(0, 64), after = b.run(0, 64);
    QVERIFY(after.events > before.events + 64 * 100); // it does fail: a hundred times a year and more
    QCOMPARE(firstHistoricDifference(after.services[0], before.services[0]), QString());
    QVERIFY(std::all_of(before.services[0].outages.begin(), before.services[0].outages.end(),
                        [](auto n) { return n > 0; }));
    const auto few = streamsOf(*a.system), many = streamsOf(*b.system);
    QVERIFY(many.size() > few.size());
    QVERIFY(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

void TestStudy::growingFromOneToTwoRenamesNobody() {
    const std::string text = "{'nueves': 1, 'parts': {'host': {'kind': 'host', 'count': COUNT, 'os': "
                             "{'failures': {'panic': {'every': 'Exp(100 h)',"
                             " 'repair': {'takes': '1 h'}}}}, 'parts': {'disk': {'kind': 'disk', 'failures': "
                             "{'wear': {'every': 'Weibull(mean 50 h, shape 2)',"
                             " 'repair': {'takes': 'Exp(3 h)'}}}}}}}, 'services': {'web': {'on': 'host[1]', "
                             "'inside': {'container': {}}, 'failures': {'bug':"
                             " {'every': 'Exp(30 h)', 'repair': {'takes': 'Exp(1 h)'}}}}}, 'run': "
                             "{'measure': 'horizon', 'horizon': '90 d'}}";
    const auto counted = [&](const std::string& count) {
        std::string one = text;
        return read(one.replace(one.find("COUNT"), 5, count));
    };
    const auto one = counted("1"), two = counted("2");
    const Compiled a(one.front()), b(two.front());
    const auto lone = thingNames(*a.system), both = thingNames(*b.system);
    QVERIFY(both.size() > lone.size());
    QVERIFY(std::includes(both.begin(), both.end(), lone.begin(), lone.end()));
    QCOMPARE(firstHistoricDifference(a.run(0, 32).services[0], b.run(0, 32).services[0]), QString());
}

void TestStudy::aStopLeavesWholeHistories() {
    const auto designs = file("smallest.json");
    std::atomic<bool> stop{false};
    methods::StudyOptions options;
    options.stop = &stop;
    options.progress = [&](const methods::Progress& progress) { stop = progress.historiesDone >= 100; };
    const auto cut = study(designs, 1000, options);
    QVERIFY(cut.partial);
    QVERIFY(cut.histories >= 100 && cut.histories < 1000);
    const auto whole = study(designs, static_cast<int>(cut.histories));
    QVERIFY(!whole.partial);
    QCOMPARE(QString::fromStdString(cut.fingerprint), QString::fromStdString(whole.fingerprint));
    QCOMPARE(only(cut).unavailability.value, only(whole).unavailability.value);
}

// Bounds: 4 standard errors. Counts of failures in a year have a variance below their mean (F is new better
// than used), so 4 sqrt(mean / n) is more than that.
void TestStudy::newPartsFailAsTheRenewalEquationSays() {
    constexpr int kHistories = 20000;
    const double expected = renewals(1.0); // 0.0260: twelve times less than in the long run
    const auto result =
        study(read(wearing("'measure': 'horizon', 'horizon': '1 a', 'start': 'new'")), kHistories);
    QVERIFY(expected < 0.1 / kWearMean);
    QVERIFY(within(only(result).outagesPerYear.value, expected, 4.0 * std::sqrt(expected / kHistories)));
    const auto six =
        study(read(wearing("'measure': 'horizon', 'horizon': '6 a', 'start': 'new'")), kHistories);
    QVERIFY(within(only(six).outagesPerYear.value, renewals(6.0) / 6.0,
                   4.0 * std::sqrt(renewals(6.0) / kHistories) / 6.0));
}

void TestStudy::agedAndLongRunPartsFailAtTheLongRunRate_data() {
    QTest::addColumn<QString>("run");
    QTest::newRow("aged") << "'measure': 'horizon', 'horizon': '1 a', 'start': 'aged'";
    QTest::newRow("long-run") << "'measure': 'horizon', 'horizon': '1 a', 'start': 'long-run'";
    QTest::newRow("steady") << "'measure': 'steady', 'horizon': '1 a'";
    QTest::newRow("steady, a long horizon") << "'measure': 'steady', 'horizon': '5 a'";
}

void TestStudy::agedAndLongRunPartsFailAtTheLongRunRate() {
    QFETCH(QString, run);
    constexpr int kHistories = 20000;
    const auto designs = read(wearing(run.toStdString()));
    const auto result = study(designs, kHistories);
    const double years =
        std::chrono::duration<double>(designs.front().run.horizon).count() / core::kSecondsPerYear;
    const double expected = 1.0 / (kWearMean + kRepairHours / core::kHoursPerYear);
    QVERIFY(
        within(only(result).outagesPerYear.value, expected, 4.0 * std::sqrt(expected / years / kHistories)));
    // Each outage lasts an hour; those cut by the ends of the year are as many as those that begin before it.
    const double share = expected * kRepairHours / core::kHoursPerYear;
    QVERIFY(within(only(result).unavailability.value, share,
                   share * 4.0 / std::sqrt(expected * years * kHistories)));
}

// Exponential unit, 100 h / 10 h: from new the share of a day that it is down is far below the long-run 1/11.
void TestStudy::steadyForgetsTheStart() {
    const std::string unit = "{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'every': 'Exp(100 h)', "
                             "'repair': {'takes': 'Exp(10 h)'}}}}},"
                             " 'services': {'s': {'needs': 'unit'}}, 'run': {'horizon': '10 h', ";
    constexpr int kHistories = 20000;
    const double u = 1.0 / 11.0, rate = 1.0 / 100.0 + 1.0 / 10.0, hours = 10.0;
    const double fromNew = u * (1.0 + std::expm1(-rate * hours) / (rate * hours));
    // Variance of the mean of a two-state chain over `hours`, of the steady state: 2 u (1-u) (x - 1 + e^-x) /
    // x^2.
    const double x = rate * hours;
    const double sigma = std::sqrt(2.0 * u * (1.0 - u) * (x + std::expm1(-x)) / (x * x) / kHistories);
    const auto fresh = study(read(unit + "'measure': 'horizon', 'start': 'new'}}"), kHistories);
    QVERIFY(within(only(fresh).unavailability.value, fromNew, 4.0 * sigma));
    const auto steady = study(read(unit + "'measure': 'steady'}}"), kHistories);
    QVERIFY(within(only(steady).unavailability.value, u, 4.0 * sigma));
    const auto longRun = study(read(unit + "'measure': 'horizon', 'start': 'long-run'}}"), kHistories);
    QVERIFY(within(only(longRun).unavailability.value, u, 4.0 * sigma));
}

// performance.md, W2: 2 of 3, 1000 h / 10 h, a year from new: 2.916531e-4, the mean over time of a binomial
// tail.
void TestStudy::horizonOfExponentialUnitsIsTheMeanOfTheTransient() {
    const auto designs = read(
        "{'nueves': 1, 'parts': {'unit': {'count': 3, 'failures': {'stop': {'every': 'Exp(1000 h)', "
        "'repair': {'takes': 'Exp(10 h)'}}}}},"
        " 'services': {'s': {'needs': '2 of unit'}}, 'run': {'measure': 'horizon', 'horizon': '8760 h'}}");
    const auto result = study(designs, 20000);
    // Outages are nearly Poisson (0.51 a year) of mean 5 h, exponential: variance per year 0.51 x 2 x 5^2
    // h^2.
    const double sigma = std::sqrt(0.511 * 2.0 * 25.0 / 20000.0) / 8760.0;
    QVERIFY(within(only(result).unavailability.value, 2.916531e-4, 4.0 * sigma));
}

void TestStudy::missionGivesReliabilityOfNewAndAged() {
    constexpr int kHistories = 20000;
    const auto bound = [](double p) { return 4.0 * std::sqrt(p * (1.0 - p) / kHistories); };
    const auto fresh =
        only(study(read(wearing("'measure': 'mission', 'horizon': '2 a', 'start': 'new'")), kHistories));
    const double survives = 1.0 - wearFails(2.0);
    QVERIFY(within(fresh.reliability->value, survives, bound(survives)));
    QVERIFY(within(fresh.unavailability.value, 1.0 - survives, bound(survives))); // of a mission: P(it fails)
    const auto aged =
        only(study(read(wearing("'measure': 'mission', 'horizon': '2 a', 'start': 'aged'")), kHistories));
    const double endures = agedReliability(2.0);
    QVERIFY(survives > endures + 0.2);
    QVERIFY(within(aged.reliability->value, endures, bound(endures)));
}

// semantics.md, E1: two of three with one crew: (5 la + mu) / (6 la^2) = 17500 h.
void TestStudy::missionGivesTheMeanTimeToTheFirstOutage() {
    auto designs = file("textbook-2-of-3-one-crew.json");
    designs.front().run.measure = scenario::Measure::mission;
    designs.front().run.horizon =
        core::spanFromSeconds(100 * core::kSecondsPerYear); // 50 means: all have failed
    constexpr int kHistories = 4000;
    const auto result = study(designs, kHistories);
    QVERIFY(only(result).mttfHours.has_value());
    // Nearly exponential: its standard deviation is its mean.
    QVERIFY(within(only(result).mttfHours->value, 17500.0, 4.0 * 17500.0 / std::sqrt(double(kHistories))));
}

void TestStudy::precisionIsReachedOrSaid() {
    auto designs = file("textbook-2-of-3-one-crew.json");
    designs.front().run.precision = 0.2;
    const auto met = study(designs, 0);
    QVERIFY(met.designs.front().precisionMet);
    QVERIFY(met.designs.front().precisionReached <= 0.2);
    const Estimate u = only(met).unavailability;
    QVERIFY(u.high - u.low <= 2.0 * 0.2 * u.value * 1.0001 && u.low > 0.0);
    methods::StudyOptions few;
    few.maxHistories = 100;
    const auto notMet = study(designs, 0, few);
    QCOMPARE(notMet.histories, std::uint64_t{100});
    QVERIFY(!notMet.designs.front().precisionMet);
    QVERIFY(notMet.designs.front().precisionReached > 0.2);
}

QTEST_APPLESS_MAIN(TestStudy)
#include "tst_study.moc"
