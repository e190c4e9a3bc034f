// What the figures of a result say where little, nothing or everything was seen, and where all is known
// beforehand: against counts by hand.
#include "sim/analysis/statistics/intervals.hpp"
#include "sim/io/scenario_reader.hpp"
#include "sim/measure/tally.hpp"
#include "sim/methods/study.hpp"
#include "support/json_text.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace nueves;
using analysis::Estimate;
using analysis::Method;
using analysis::ServiceResult;

namespace {

// Throws if it does not run.
analysis::Result ran(const std::string& text, bool compare = false) {
    const auto read = test::readText(text);
    for (const auto& issue : read.issues)
        if (issue.severity == core::Severity::error) throw std::runtime_error(issue.path + " " + issue.code);
    methods::StudyOptions options;
    options.compare = compare;
    auto study = methods::runStudy(read.designs, options);
    if (core::hasError(study.issues)) throw std::runtime_error(study.issues.front().code);
    return std::move(study.result);
}

const ServiceResult& service(const analysis::Result& result, const std::string& name) {
    for (const auto& each : result.services)
        if (each.name == name) return each;
    throw std::runtime_error("no service " + name);
}

// One unit that the service `s` needs.
std::string unit(const std::string& every, const std::string& takes, const std::string& run,
                 const std::string& more = "") {
    return "{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'every': '" + every +
           "', 'repair': {'takes': '" + takes + "'}}}}}, 'services': {'s': {'needs': 'unit'}}, 'run': {" +
           run + "}" + more + "}";
}

bool isNear(double found, double wanted) {
    return std::abs(found - wanted) <= 1e-12 * std::abs(wanted);
}

bool isExactly(const Estimate& e, double value) {
    return isNear(e.low, value) && isNear(e.value, value) && isNear(e.high, value);
}

double longer(const ServiceResult& s, double hours) {
    for (const auto& [limit, share] : s.outagesLongerThan)
        if (isNear(limit, hours)) return share.value;
    return std::nan("");
}

// A fault in a thousand million years.
constexpr const char* kNever = "Exp(1000000000 a)";
const std::string kPromise = ", 'targets': {'t': {'of': 's', 'uptime': '99.99 %'}}";

} // namespace

class TestSummary : public QObject {
    Q_OBJECT

  private slots:
    void nothingSeenIsNeverAZero();
    void everythingSeenIsNeverAOne();
    void aPromiseIsKeptOnceEnoughWasSeen();
    void equalOutagesHaveNoSpread();
    void aFixedRepairIsNotLongerThanItself();
    void binsOfLengthEndAtTheLimits();
    void whatIsLeftOfAHorizonIsNoYear();
    void yearsOfOneHistoryAreOneObservation();
    void aMissionTellsOfFirstOutagesOnly();
    void theWholeHasNoNeighbours();
    void statementsAreNoApplications();
    void plannedWorkOfAnyPeriodIsUnbiased_data();
    void plannedWorkOfAnyPeriodIsUnbiased();
    void aLongRunOfHoursOfTheCalendarTakesWholeYears();
    void windowsOverMidnightChangesOfClockAndHolidays();
    void aDesignDiffersFromItselfByNothing();
    void anUnrelatedPartChangesNoStorm();
    void designsNeverSeenDownMayStillDiffer();
};

// 64 years without an outage: at most 1 - 0.05^(1/64) of the time, at most -ln 0.05 / 64 outages a year.
void TestSummary::nothingSeenIsNeverAZero() {
    const auto result = ran(unit(kNever, "1 h", "'histories': 64", kPromise));
    const auto& s = service(result, "s");
    const double most = 1.0 - std::pow(0.05, 1.0 / 64.0);
    const auto& target = s.targets.front();
    QVERIFY(target.unavailability.method == Method::bound && isNear(target.unavailability.high, most));
    QVERIFY(target.verdict == analysis::TargetResult::Verdict::open);
    QVERIFY(s.outagesPerYear.method == Method::bound);
    QVERIFY(isNear(s.outagesPerYear.high, -std::log(0.05) / 64.0));
    QVERIFY(std::isnan(s.mttrHours.value) && std::isnan(s.mttrHours.high));
    QVERIFY(isNear(s.mtbfHours.low, -64.0 * core::kHoursPerYear / std::log(0.05)));
    QVERIFY(!std::isfinite(s.mtbfHours.value));
    QVERIFY(isNear(s.fraction.low, 1.0 - most) && s.fraction.high == 1.0);
}

void TestSummary::everythingSeenIsNeverAOne() {
    const auto result =
        ran("{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'probability': '100 %'}}}},"
            " 'services': {'s': {'needs': 'unit'}}, 'run': {'histories': 64, 'measure': 'horizon'}}");
    const auto& u = service(result, "s").unavailability;
    QVERIFY(u.value == 1.0 && u.high == 1.0 && isNear(u.low, std::pow(0.05, 1.0 / 64.0)));
}

// 1 - 0.05^(1/n) <= 1e-4 from n = 29956 on.
void TestSummary::aPromiseIsKeptOnceEnoughWasSeen() {
    using Verdict = analysis::TargetResult::Verdict;
    const auto verdict = [](const std::string& histories) {
        const auto result = ran(unit(kNever, "1 h", "'histories': " + histories, kPromise));
        return service(result, "s").targets.front().verdict;
    };
    QVERIFY(verdict("29955") == Verdict::open);
    QVERIFY(verdict("29956") == Verdict::met);
}

void TestSummary::equalOutagesHaveNoSpread() {
    const auto result =
        ran(unit("Exp(700 h)", "3 h", "'histories': 100, 'measure': 'steady', 'horizon': '10 a'"));
    const auto& s = service(result, "s");
    QVERIFY(std::abs(s.mttrHours.value - 3.0) < 0.02); // some are cut at the ends
    const auto fixed =
        ran(unit("Fixed(100 h)", "3 h", "'histories': 100, 'measure': 'horizon', 'horizon': '1000 h'"));
    QVERIFY(isExactly(service(fixed, "s").mttrHours, 3.0));
    QVERIFY(isExactly(service(fixed, "s").unavailability, 27.0 / 1000.0)); // at 100, 203 ... 924 h: nine
}

void TestSummary::aFixedRepairIsNotLongerThanItself() {
    for (const auto& [takes, hours] : {std::pair<std::string, double>{"1 min", 1.0 / 60.0},
                                       {"15 min", 0.25},
                                       {"1 h", 1.0},
                                       {"4 h", 4.0},
                                       {"24 h", 24.0}}) {
        const auto result = ran(unit("Exp(500 h)", takes, "'histories': 64, 'measure': 'horizon'"));
        QCOMPARE(longer(service(result, "s"), hours), 0.0);
        for (const double shorter : {1.0 / 60.0, 0.25, 1.0, 4.0})
            if (shorter < hours) QCOMPARE(longer(service(result, "s"), shorter), 1.0);
    }
}

void TestSummary::binsOfLengthEndAtTheLimits() {
    for (const double limit : measure::kLengthLimits) {
        const auto micros = static_cast<std::int64_t>(limit * 1e6);
        const std::uint32_t bin = measure::lengthBin(micros);
        QCOMPARE(measure::lengthBin(micros + 1), bin + 1);
        QCOMPARE(measure::lengthBinEdge(bin + 1.0), limit * 1e6);
    }
    std::uint32_t before = 0;
    for (double length = 2.0; length < 1e16; length *= 1.00037) {
        const std::uint32_t bin = measure::lengthBin(static_cast<std::int64_t>(length));
        const double low = measure::lengthBinEdge(bin), high = measure::lengthBinEdge(bin + 1.0);
        QVERIFY(bin >= before);
        QVERIFY(high / low < 1.0100001 && low < std::floor(length) * (1 + 1e-12));
        QVERIFY(std::floor(length) <= high * (1 + 1e-12));
        before = bin;
    }
}

// A fault every 100 days of life, an hour each: three in the first year, six in 1.9 years.
void TestSummary::whatIsLeftOfAHorizonIsNoYear() {
    const auto result =
        ran(unit("Fixed(100 d)", "1 h", "'histories': 64, 'measure': 'horizon', 'horizon': '1.9 a'",
                 ", 'targets': {'t': {'of': 's', 'uptime': '99.965 %'}}")); // 3.07 h a year
    const auto& s = service(result, "s");
    for (const auto& quantile : s.downtimeQuantiles) QVERIFY(isNear(quantile.value, 3.0));
    QVERIFY(isExactly(s.unavailability, 6.0 / (1.9 * core::kHoursPerYear)));
    QCOMPARE(s.targets.front().probabilityMet.value, 1.0);
}

// Down for ever or never, as one draw at the start says: ten years are no ten observations.
void TestSummary::yearsOfOneHistoryAreOneObservation() {
    const auto result =
        ran("{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'probability': '30 %'}}}},"
            " 'services': {'s': {'needs': 'unit'}}, 'targets': {'t': {'of': 's', 'uptime': '99 %'}},"
            " 'run': {'histories': 100, 'measure': 'horizon', 'horizon': '10 a'}}");
    const Estimate p = service(result, "s").targets.front().probabilityMet;
    const double z = 1.959963984540054, hat = p.value; // Wilson, n = 100, by the book
    const double half = z / (1 + z * z / 100) * std::sqrt(hat * (1 - hat) / 100 + z * z / 40000);
    QVERIFY(hat > 0.5 && hat < 0.9);
    QVERIFY(p.high - p.low > 1.8 * half); // by the book or by the mean of its histories, which is near
}

// Its histories end with the first outages, so no share of their time means anything.
void TestSummary::aMissionTellsOfFirstOutagesOnly() {
    const auto result = ran("{'nueves': 1, 'parts': {'pc': {'kind': 'host', 'count': 2, 'failures': {'x': "
                            "{'every': 'Exp(1000 h)',"
                            " 'repair': {'takes': 'Exp(10 h)'}}}}}, 'services': {'one': {'on': 'pc[1]', "
                            "'cost': {'down': '10 EUR/h'}},"
                            " 'two': {'on': 'pc', 'replicas': 2, 'required': 2}}, 'targets': {'t': {'of': "
                            "'one', 'uptime': '99 %'}},"
                            " 'run': {'histories': 4000, 'measure': 'mission', 'horizon': '500 h'}}");
    const auto& one = service(result, "one");
    for (const Estimate* e :
         {&one.degraded, &one.fraction, &one.downtimeHoursPerYear, &one.outagesPerYear, &one.mtbfHours,
          &one.mttrHours, &one.downAtEnd, &one.targets.front().unavailability})
        QVERIFY(std::isnan(e->value) && std::isnan(e->low) && std::isnan(e->high));
    QVERIFY(one.causes.empty() && one.phases.empty() && one.costPerYear.empty() &&
            one.downtimeQuantiles.empty());
    QVERIFY(one.targets.front().verdict == analysis::TargetResult::Verdict::open);
    const double survives = std::exp(-0.5), sigma = std::sqrt(survives * (1 - survives) / 4000.0);
    QVERIFY(std::abs(one.reliability->value - survives) < 4 * sigma);
    QVERIFY(std::abs(service(result, "two").reliability->value - std::exp(-1.0)) < 4 * sigma);
    QCOMPARE(one.outagesSeen, static_cast<std::uint64_t>(std::llround(4000 * one.unavailability.value)));
}

void TestSummary::theWholeHasNoNeighbours() {
    const auto result =
        ran("{'nueves': 1, 'parts': {'pc': {'kind': 'host', 'cpu': 8}}, 'services': {'a': {'on': 'pc', "
            "'failures':"
            " {'hog': {'every': 'Exp(500 h)', 'effect': 'cpu-hog', 'repair': {'takes': 'Exp(4 h)'}}}},"
            " 'b': {'on': 'pc'}}, 'run': {'histories': 64}}");
    using Side = analysis::Cause::Side;
    QVERIFY(service(result, "a").causes.front().side == Side::self);
    QVERIFY(service(result, "b").causes.front().side == Side::neighbour);
    QVERIFY(service(result, "").causes.front().side == Side::self);
}

// 1000 EUR over 4 years for one application; a service of needs alone runs nowhere.
void TestSummary::statementsAreNoApplications() {
    const auto result =
        ran("{'nueves': 1, 'parts': {'pc': {'kind': 'host', 'cost': {'buy': '1000 EUR', 'life': '4 a'}}},"
            " 'services': {'web': {'on': 'pc'}, 'promise': {'needs': 'web'}, 'too': {'needs': 'pc'}},"
            " 'run': {'histories': 64}}");
    QCOMPARE(result.designs.front().costTotal, 250.0);
    QCOMPARE(result.designs.front().costPerApplication, 250.0);
}

// Two hours every so often, whether or not that divides the year that is measured: 2 h / period in the long
// run.
void TestSummary::plannedWorkOfAnyPeriodIsUnbiased_data() {
    QTest::addColumn<double>("days");
    for (const double days : {30.0, 100.0, 300.0, 500.0}) QTest::addRow("%g d", days) << days;
}

void TestSummary::plannedWorkOfAnyPeriodIsUnbiased() {
    QFETCH(double, days);
    const auto result =
        ran("{'nueves': 1, 'parts': {'unit': {'maintenance': {'clean': {'every': '" +
            std::to_string(static_cast<int>(days)) +
            " d', 'takes': '2 h'}}}}, 'services': {'s': {'needs': 'unit'}}, 'run': {'histories': 4000}}");
    const double wanted = 2.0 / 24.0 / days,
                 counts = 365.25 / days; // per stretch: that many, or one more or less
    const double part = counts - std::floor(counts), sigma = std::sqrt(part * (1.0 - part) / 4000.0) / counts;
    const Estimate u = service(result, "s").unavailability;
    QVERIFY2(std::abs(u.value / wanted - 1.0) < 4.0 * sigma + 1e-9,
             qPrintable(QString::number(u.value / wanted)));
    QVERIFY(u.high - u.low > 2.0 * sigma * wanted);
}

// A long run of one day may be a Sunday, and then says nothing of Saturday evenings. 1 / (3 + 1) at any hour.
void TestSummary::aLongRunOfHoursOfTheCalendarTakesWholeYears() {
    const auto result =
        ran(unit("Exp(3 h)", "Exp(1 h)", "'histories': 400, 'horizon': '1 d'",
                 ", 'targets': {'t': {'of': 's', 'uptime': '99 %', 'window': 'Sat 18:00-23:00'}}"));
    QCOMPARE(result.settings.horizon, core::kYear);
    const Estimate u = service(result, "s").targets.front().unavailability;
    QVERIFY(std::abs(u.value - 0.25) < 4.0 * (u.high - u.low) / 4.0);
    const auto whole = ran(unit("Exp(3 h)", "Exp(1 h)", "'histories': 4, 'horizon': '1.2 a'"));
    QCOMPARE(core::seconds(whole.settings.horizon), 1.2 * core::kSecondsPerYear); // no hours: as asked for
}

// Two weeks in Madrid from Saturday 27 March 2027, when at 02:00 the clock goes to 03:00. Cuts: 15 h from
// Saturday 20:00, 1 h on Friday 2 April at 10:00, 2 h on Monday 5 April from 13:00.
void TestSummary::windowsOverMidnightChangesOfClockAndHolidays() {
    const auto result = ran(
        "{'nueves': 1, 'calendar': {'start': '2027-03-27T00:00:00', 'timeZone': 'Europe/Madrid',"
        " 'holidays': ['2027-04-02']}, 'parts': {'pc': {'failures': {'x': {'every': 'Exp(1000000000 a)',"
        " 'repair': {'takes': '1 h'}}}}}, 'services': {'s': {'needs': 'pc'}}, 'targets': {"
        "'all': {'of': 's', 'uptime': '99 %'},"
        "'mornings': {'of': 's', 'uptime': '99 %', 'window': 'Mon-Fri 09:00-14:00'},"
        "'nights': {'of': 's', 'uptime': '99 %', 'window': 'Sat-Sun 22:00-06:00'},"
        "'working': {'of': 's', 'uptime': '99 %', 'window': 'Mon-Fri 09:00-14:00', 'holidays': 'excluded'}},"
        " 'script': [{'at': '2027-03-27T20:00:00', 'do': 'cut', 'on': 'pc', 'for': '15 h'},"
        " {'at': '2027-04-02T10:00:00', 'do': 'cut', 'on': 'pc', 'for': '1 h'},"
        " {'at': '2027-04-05T13:00:00', 'do': 'cut', 'on': 'pc', 'for': '2 h'}],"
        " 'run': {'histories': 2, 'measure': 'horizon', 'horizon': '14 d'}}");
    const double wanted[] = {18.0 / 336.0, 2.0 / 50.0, 7.0 / 31.0, 1.0 / 45.0}; // nights: 7 + 3 x 8 h
    const auto& targets = service(result, "s").targets;
    QCOMPARE(targets.size(), std::size_t{4});
    for (std::size_t t = 0; t != 4; ++t)
        QVERIFY2(isExactly(targets[t].unavailability, wanted[t]), targets[t].id.c_str());
}

void TestSummary::aDesignDiffersFromItselfByNothing() {
    const auto result =
        ran(unit("Exp(300 h)", "Exp(3 h)", "'histories': 64", ", 'designs': {'a': {}, 'b': {}}"), true);
    QCOMPARE(result.differences.size(), std::size_t{2});
    for (const auto& difference : result.differences) {
        QVERIFY(difference.difference.method == Method::exact);
        QVERIFY(difference.difference.low == 0.0 && difference.difference.high == 0.0);
    }
}

// Something slow to mend elsewhere needs a longer warm-up: both designs wait for it, and meet the same years.
void TestSummary::anUnrelatedPartChangesNoStorm() {
    const auto result =
        ran(unit("Exp(300 h)", "Exp(3 h)", "'histories': 64",
                 ", 'designs': {'a': {}, 'b': {'parts': {'other': {'failures': {'stop': {'every': 'Exp(1 a)',"
                 " 'repair': {'takes': 'Exp(100 d)'}}}}}}}"),
            true);
    const auto& difference = result.differences.front();
    QCOMPARE(difference.quantity, std::string("unavailability"));
    QVERIFY(difference.difference.low == 0.0 && difference.difference.value == 0.0);
    QVERIFY(difference.difference.high == 0.0);
}

void TestSummary::designsNeverSeenDownMayStillDiffer() {
    const auto result =
        ran(unit(kNever, "1 h", "'histories': 64",
                 ", 'designs': {'a': {}, 'b': {'parts': {'unit': {'failures': {'stop': {'repair': "
                 "{'takes': '2 h'}}}}}}}"),
            true);
    const auto& d = result.differences.front().difference;
    const double most = 1.0 - std::pow(0.05, 1.0 / 64.0);
    QVERIFY(d.value == 0.0 && isNear(d.high, most) && isNear(d.low, -most) && d.method == Method::bound);
}

QTEST_APPLESS_MAIN(TestSummary)
#include "tst_summary.moc"
