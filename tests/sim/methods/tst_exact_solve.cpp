// Chains made by hand against closed forms and fractions. Case names are those of the validation set.
#include "support/hand_chains.hpp"

#include "sim/methods/exact/exact.hpp"
#include "sim/methods/exact/first_passage.hpp"
#include "sim/methods/exact/stationary.hpp"
#include "sim/methods/exact/transient.hpp"

#include <QTest>

#include <bit>
#include <numeric>
#include <utility>

using namespace nueves;
using namespace nueves::methods;
using namespace nueves::test;

namespace {

constexpr double kCaseYear = 8760.0; // hours: the year of the validation set

ExactService solved(const Chain& chain, const ExactQuestion& question) {
    const auto outcome = solveExactly(chain, question, {"system"}, 0);
    NUEVES_ASSERT(static_cast<bool>(outcome) && outcome->leftOut.empty(), "solved");
    return outcome->services.front();
}

ExactService longRunOf(const Chain& chain) { return solved(chain, {}); }

ExactService over(const Chain& chain, double hours) {
    ExactQuestion question;
    question.horizon = hours * kHour;
    return solved(chain, question);
}

ExactService mission(const Chain& chain, double hours, std::vector<double> probabilities = {}) {
    ExactQuestion question;
    question.horizon = hours * kHour;
    question.mission = true;
    question.probabilities = std::move(probabilities);
    return solved(chain, question);
}

// n units of their own, each with its own rates; up while all work. State: bits of those that are failed.
Chain independent(const std::vector<std::pair<double, double>>& mttfAndMttr) {
    const auto states = std::size_t{1} << mttfAndMttr.size();
    std::vector<std::uint8_t> up(states, 0);
    up[0] = 1;
    std::vector<HourlyRate> rates;
    for (std::uint32_t s = 0; s != states; ++s)
        for (std::uint32_t u = 0; u != mttfAndMttr.size(); ++u) {
            const bool failed = s >> u & 1U;
            rates.push_back({s, s ^ (1U << u), 1.0 / (failed ? mttfAndMttr[u].second : mttfAndMttr[u].first)});
        }
    return handChain(up, rates);
}

} // namespace

class TestExactSolve : public QObject {
    Q_OBJECT

  private slots:
    void aBirthDeathChainKeepsEveryDigitOfItsTail();
    void unitsOfTheirOwnMultiply();
    void twoOutOfThreeWithFreeCrews();
    void theRepairmanShares_data();
    void theRepairmanShares();
    void aColdStandbyIsSplitByWhatGoesOn();
    void theBridgeFailsAndReturns();
    void aStoryThatEndsInOneOfTwoPlaces();
    void aStoryThatEndsForGood();
    void theFirstOutageOfTwoOutOfThree();
    void theFirstOutageOfManyStatesByJumps();
    void theFirstOutageThatMayNeverCome();
    void unequalUnitsWithoutRepair();
    void oneUnitOverMissions_data();
    void oneUnitOverMissions();
    void aStiffYearByDoublingAndByJumps();
    void manyStatesSettleBeforeTheYearIsOver();
    void twoOutOfThreeOverMissions();
    void theDowntimeOfAYearIsDistributed();
    void theDowntimeOfTwoOutOfThreeHasItsMean();
    void theDowntimeOfAnythingReliableIsNone();
    void beginningInTheLongRun();
};

// pi_k ~ (1e-6)^k: down to 1e-60, each to nearly all digits, since nothing was ever subtracted.
void TestExactSolve::aBirthDeathChainKeepsEveryDigitOfItsTail() {
    std::vector<Chain::Transition> transitions;
    for (std::uint32_t k = 0; k != 10; ++k) {
        transitions.push_back({k, k + 1, 1e-6});
        transitions.push_back({k + 1, k, 1.0});
    }
    const auto shares = stationary(ratesOf(11, transitions));
    for (int k = 0; k <= 10; ++k) VERIFY_NEAR(shares[k], std::pow(1e-6, k) * (1.0 - 1e-6), 1e-14);
}

// 2^10 states, more than are eliminated at once: product of the units' own shares, from 1 down to 1e-25.
void TestExactSolve::unitsOfTheirOwnMultiply() {
    std::vector<std::pair<double, double>> units;
    for (int u = 0; u != 10; ++u) units.emplace_back(1000.0 + 37.0 * u, 1.0 + 0.9 * u);
    const auto shares = stationary(ratesOf(independent(units)));
    for (std::size_t s = 0; s != shares.size(); ++s) {
        double expected = 1.0;
        for (std::size_t u = 0; u != units.size(); ++u) {
            const auto [mttf, mttr] = units[u];
            expected *= ((s >> u & 1U) != 0 ? mttr : mttf) / (mttf + mttr);
        }
        VERIFY_NEAR(shares[s], expected, 1e-13);
    }
}

// c1-kofn-2of3-independent
void TestExactSolve::twoOutOfThreeWithFreeCrews() {
    const Chain chain = repairman(3, 2, 3, 1000, 10);
    const auto figures = longRunOf(chain).figures;
    VERIFY_NEAR(figures.unavailability, 301.0 / 1030301.0, 1e-14);
    VERIFY_NEAR(figures.outageRate * kHour * kCaseYear, 525600.0 / 1030301.0, 1e-14);
    VERIFY_NEAR(figures.meanUpTime() / kHour, 51500.0 / 3.0, 1e-14);
    VERIFY_NEAR(figures.meanOutage() / kHour, 301.0 / 60.0, 1e-14);
    VERIFY_NEAR(*mission(chain, 1).meanFirstOutage / kHour, 17500.0, 1e-14);
}

// c1-machine-repairman-6
void TestExactSolve::theRepairmanShares_data() {
    QTest::addColumn<int>("crews");
    QTest::addColumn<double>("availability");
    QTest::addColumn<double>("firstOutageHours");
    QTest::newRow("one crew") << 1 << 286718750.0 / 292808411.0 << 23330.0 / 27.0;
    QTest::newRow("two crews") << 2 << 8837500000.0 / 8881870261.0 << 40330.0 / 27.0;
}

void TestExactSolve::theRepairmanShares() {
    QFETCH(int, crews);
    QFETCH(double, availability);
    QFETCH(double, firstOutageHours);
    const Chain chain = repairman(6, 4, static_cast<std::uint32_t>(crews), 200, 12);
    VERIFY_NEAR(longRunOf(chain).figures.up, availability, 1e-14);
    VERIFY_NEAR(*mission(chain, 1).meanFirstOutage / kHour, firstOutageHours, 1e-13);
}

// c1-cold-standby-coverage-switchover: both, automatic, by hand, one, none
void TestExactSolve::aColdStandbyIsSplitByWhatGoesOn() {
    const Chain chain = handChain({1, 0, 0, 1, 0}, {{0, 1, 0.95 / 2000},
                                                    {0, 2, 0.05 / 2000},
                                                    {1, 3, 120},
                                                    {2, 3, 2},
                                                    {3, 0, 0.25},
                                                    {3, 4, 1.0 / 2000},
                                                    {4, 3, 0.25}});
    const auto shares = longRun(ratesOf(chain), startOf(chain));
    const double minutes = kCaseYear * 60.0;
    VERIFY_NEAR(shares[1] * minutes, 49932000.0 / 24048491.0, 1e-14);
    VERIFY_NEAR(shares[2] * minutes, 157680000.0 / 24048491.0, 1e-14);
    VERIFY_NEAR(shares[4] * minutes, 50457600.0 / 24048491.0, 1e-14);
    const auto figures = longRunOf(chain).figures;
    VERIFY_NEAR(figures.unavailability, 491.0 / 24048491.0, 1e-14);
    VERIFY_NEAR(figures.outageRate * kHour * kCaseYear, 105330240.0 / 24048491.0, 1e-14);
    VERIFY_NEAR(figures.meanOutage() / 60.0, 2455.0 / 1002.0, 1e-14);
}

// c2-bridge-repairable: links a s-1, b s-2, c 1-2, d 1-t, e 2-t
void TestExactSolve::theBridgeFailsAndReturns() {
    Chain chain = independent({{500, 4}, {800, 6}, {300, 2}, {700, 5}, {400, 3}});
    for (std::uint32_t s = 0; s != 32; ++s) {
        const auto works = [&](std::uint32_t link) { return (s >> link & 1U) == 0; };
        const bool a = works(0), b = works(1), c = works(2), d = works(3), e = works(4);
        chain.up[0][s] = (a && d) || (b && e) || (c && ((a && e) || (b && d)));
    }
    const auto figures = longRunOf(chain).figures;
    VERIFY_NEAR(figures.unavailability, 628973.0 / 5585757723.0, 1e-14);
    VERIFY_NEAR(figures.outageRate * kHour * kCaseYear, 290788200.0 / 620639747.0, 1e-14);
    VERIFY_NEAR(figures.meanOutage() / kHour, 628973.0 / 298755.0, 1e-14);
}

// From 0 to a pair of states or to a single one, 1 : 3; within the pair 2 : 1.
void TestExactSolve::aStoryThatEndsInOneOfTwoPlaces() {
    const Chain chain = handChain({1, 1, 1, 0, 0}, {{0, 4, 1}, {4, 1, 1}, {4, 3, 3}, {1, 2, 5}, {2, 1, 10}});
    const auto shares = longRun(ratesOf(chain), startOf(chain));
    VERIFY_NEAR(shares[1], 0.25 * 2 / 3, 1e-14);
    VERIFY_NEAR(shares[2], 0.25 / 3, 1e-14);
    VERIFY_NEAR(shares[3], 0.75, 1e-14);
    QCOMPARE(shares[0] + shares[4], 0.0);
    Distribution half(5, 0.0);
    half[0] = half[3] = 0.5;
    VERIFY_NEAR(longRun(ratesOf(chain), half)[3], 0.875, 1e-14);
}

void TestExactSolve::aStoryThatEndsForGood() {
    const Chain chain = handChain({1, 0}, {{0, 1, 1e-3}});
    QCOMPARE(longRunOf(chain).figures.unavailability, 1.0);
    VERIFY_NEAR(over(chain, 100).figures.up, -std::expm1(-0.1) / 0.1, 1e-13);
}

// c6-first-passage-2of3
void TestExactSolve::theFirstOutageOfTwoOutOfThree() {
    const Chain chain = repairman(3, 2, 1, 1000, 10);
    const auto service = mission(chain, 720, {0.01, 0.1, 0.5, 0.9});
    VERIFY_NEAR(*service.meanFirstOutage / kHour, 17500.0, 1e-14);
    VERIFY_NEAR(*service.reliability, 0.9601936338674808, 1e-12);
    VERIFY_NEAR(*mission(chain, 8760).reliability, 0.6063492213687584, 1e-12);
    const double expected[] = {185.3167026619668, 1852.3366387405524, 12133.0022564571, 40282.82939308681};
    for (int i = 0; i != 4; ++i) VERIFY_NEAR(service.firstOutageQuantiles[i] / kHour, expected[i], 1e-11);
}

// Ten units side by side, 1023 states with at least one working and too many for matrices: the first outage is the
// first failure of any, exponential.
void TestExactSolve::theFirstOutageOfManyStatesByJumps() {
    std::vector<std::pair<double, double>> units(10, {100.0, 10.0});
    Chain chain = independent(units);
    for (std::size_t s = 0; s != chain.states; ++s) chain.up[0][s] = std::popcount(s) < 10;
    // All ten failed at once: the chance stays below 1e-8 in an hour, and is the transient one.
    const auto hour = over(chain, 1);
    const double u = 10.0 / 110.0;
    QVERIFY(hour.figures.unavailability < std::pow(u, 10));
    for (std::size_t s = 0; s != chain.states; ++s) chain.up[0][s] = (s & 1U) == 0; // the first unit alone
    const auto service = mission(chain, 50, {0.1, 0.5});
    VERIFY_NEAR(*service.meanFirstOutage / kHour, 100.0, 1e-13);
    VERIFY_NEAR(*service.reliability, std::exp(-0.5), 1e-12);
    VERIFY_NEAR(service.firstOutageQuantiles[0] / kHour, -100.0 * std::log(0.9), 1e-11);
    VERIFY_NEAR(service.firstOutageQuantiles[1] / kHour, 100.0 * std::log(2.0), 1e-11);
}

// Half of all stories come to rest in a state that is up for ever.
void TestExactSolve::theFirstOutageThatMayNeverCome() {
    const Chain chain = handChain({1, 1, 0}, {{0, 1, 1}, {0, 2, 1}, {2, 0, 5}});
    const auto service = mission(chain, 1, {0.25, 0.75});
    QVERIFY(std::isinf(*service.meanFirstOutage));
    VERIFY_NEAR(*service.reliability, 0.5 + 0.5 * std::exp(-2.0), 1e-13);
    VERIFY_NEAR(service.firstOutageQuantiles[0] / kHour, std::log(2.0) / 2.0, 1e-12);
    QVERIFY(std::isinf(service.firstOutageQuantiles[1]));
}

// c6-first-passage-2of3, last item: published with Storm (voting3.dft)
void TestExactSolve::unequalUnitsWithoutRepair() {
    Chain chain = independent({{1 / 0.3, 1}, {1 / 0.4, 1}, {1.0, 1}});
    std::erase_if(chain.transitions, [](const auto& t) { return t.to < t.from; });
    for (std::size_t s = 0; s != 8; ++s) chain.up[0][s] = std::popcount(s) < 2;
    VERIFY_NEAR(*mission(chain, 1).meanFirstOutage / kHour, 2685.0 / 1547.0, 1e-14);
}

// c6-interval-availability-single: L = 1/1000, M = 1/10 per hour
void TestExactSolve::oneUnitOverMissions_data() {
    QTest::addColumn<double>("hours");
    for (double hours : {10.0, 100.0, 720.0, 8760.0}) QTest::newRow(qPrintable(QString::number(hours))) << hours;
}

void TestExactSolve::oneUnitOverMissions() {
    QFETCH(double, hours);
    const double l = 1e-3, m = 0.1, sum = l + m;
    const Chain chain = repairman(1, 1, 1, 1000, 10);
    const auto course = courseOver(ratesOf(chain), startOf(chain), hours * kHour);
    QVERIFY(static_cast<bool>(course));
    VERIFY_NEAR(course->end[1], -l / sum * std::expm1(-sum * hours), 1e-12);
    const double down = l / sum * (1.0 + std::expm1(-sum * hours) / (sum * hours));
    VERIFY_NEAR(course->share[1], down, 1e-12);
    const auto service = mission(chain, hours);
    VERIFY_NEAR(service.figures.unavailability, down, 1e-12);
    VERIFY_NEAR(service.figures.outageRate * hours * kHour, l * hours * (1.0 - down), 1e-12);
    VERIFY_NEAR(*service.reliability, std::exp(-l * hours), 1e-12);
}

// Fails once a century, back in one second: 3e7 jumps a year, a few dozen doublings. The same with a long-run check.
void TestExactSolve::aStiffYearByDoublingAndByJumps() {
    const double mttf = 876000, mttr = 1.0 / 3600;
    const auto few = over(repairman(1, 1, 1, mttf, mttr), 8760).figures;
    const double l = 1 / mttf, m = 1 / mttr, sum = l + m;
    const double down = l / sum * (1.0 - 1.0 / (sum * 8760));
    VERIFY_NEAR(few.unavailability, down, 1e-12);
    VERIFY_NEAR(few.outageRate * 8760 * kHour, 0.01 * (1.0 - down), 1e-12);
}

// 2^9 states and 2e6 jumps a year; after some hundred hours all is as in the long run.
void TestExactSolve::manyStatesSettleBeforeTheYearIsOver() {
    std::vector<std::pair<double, double>> units(8, {400.0, 10.0});
    units.emplace_back(50.0, 0.005);
    const Chain chain = independent(units);
    double loss = 0.0; // integral of 1 - P(all up), by the product of the units' own courses on a fine grid
    const auto allUp = [&](double hours) {
        double p = 1.0;
        for (const auto& [mttf, mttr] : units) {
            const double sum = 1 / mttf + 1 / mttr;
            p *= 1.0 + std::expm1(-sum * hours) / mttf / sum;
        }
        return p;
    };
    const double hours = 8760;
    const auto simpson = [&](double from, double to, int steps) {
        const double h = (to - from) / steps;
        double total = 0.0;
        for (int i = 0; i <= steps; ++i) {
            const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            total += weight * (1.0 - allUp(from + i * h));
        }
        return total * h / 3;
    };
    loss = simpson(0, 0.1, 2000) + simpson(0.1, 100, 20000) + simpson(100, hours, 20000);
    VERIFY_NEAR(over(chain, hours).figures.unavailability, loss / hours, 1e-10);
}

// c6-first-passage-2of3
void TestExactSolve::twoOutOfThreeOverMissions() {
    const Chain chain = repairman(3, 2, 1, 1000, 10);
    VERIFY_NEAR(over(chain, 720).figures.unavailability, 1.0 - 0.9994284050383604, 1e-11);
    VERIFY_NEAR(over(chain, 8760).figures.unavailability, 1.0 - 0.9994133450892104, 1e-11);
}

// c6-yearly-downtime-distribution (Takacs 1957)
void TestExactSolve::theDowntimeOfAYearIsDistributed() {
    ExactQuestion question;
    question.horizon = kCaseYear * kHour;
    question.downtime = true;
    question.probabilities = {0.5, 0.9, 0.95, 0.99, 0.999};
    question.downtimeBounds = {{0.0, 4.38 * kHour, 8.76 * kHour, 17.52 * kHour, 43.8 * kHour, 8760 * kHour}};
    const auto service = solved(repairman(1, 1, 1, 1000, 2), question);
    VERIFY_NEAR(service.figures.unavailability * kCaseYear, 17.481045892247682, 1e-10);
    const double atMost[] = {0.00015688460858652242, 0.027230639335883693, 0.13994118677834763,
                             0.5496897288456388,     0.99442298288526,     1.0};
    for (int i = 0; i != 6; ++i) VERIFY_NEAR(service.downtime->atMost[i], atMost[i], 1e-11);
    const double quantiles[] = {16.476861216789136, 28.666632594144616, 32.71960532811282, 41.0322555810623,
                                51.44894438782625};
    for (int i = 0; i != 5; ++i) VERIFY_NEAR(service.downtime->quantiles[i] / kHour, quantiles[i], 1e-10);
}

// The mean of the distribution, by its own area, is the mean of the course.
void TestExactSolve::theDowntimeOfTwoOutOfThreeHasItsMean() {
    ExactQuestion question;
    question.horizon = 100 * kHour;
    question.downtime = true;
    const int steps = 1000;
    question.downtimeBounds.emplace_back();
    for (int i = 0; i <= steps; ++i) question.downtimeBounds[0].push_back(question.horizon * i / steps);
    const auto service = solved(repairman(3, 2, 1, 50, 20), question);
    const auto& p = service.downtime->atMost;
    double area = 0.0; // of 1 - P(D <= x), Simpson's rule; the last point has a jump: all of it down
    for (int i = 0; i + 2 <= steps; i += 2) {
        const double last = i + 2 == steps ? 2 * p[i + 1] - p[i] : p[i + 2];
        area += (6.0 - p[i] - 4 * p[i + 1] - last) / 6.0 * 2 / steps;
    }
    VERIFY_NEAR(area, service.figures.unavailability, 1e-7);
}

void TestExactSolve::theDowntimeOfAnythingReliableIsNone() {
    ExactQuestion question;
    question.horizon = 10 * kHour;
    question.downtime = true;
    question.probabilities = {0.5, 0.999};
    const auto service = solved(repairman(1, 1, 1, 1e9, 1), question);
    QCOMPARE(service.downtime->quantiles, (std::vector<double>{0.0, 0.0}));
    QCOMPARE(solved(handChain({1}, {}), question).downtime->quantiles, (std::vector<double>{0.0, 0.0}));
}

// Stationary from the first hour on: every mean over any horizon is the long-run one.
void TestExactSolve::beginningInTheLongRun() {
    const Chain chain = repairman(1, 1, 1, 1000, 10);
    ExactQuestion question;
    question.longRunStart = true;
    question.horizon = 10 * kHour;
    question.mission = true;
    const auto service = solved(chain, question);
    VERIFY_NEAR(service.figures.unavailability, 10.0 / 1010.0, 1e-14);
    VERIFY_NEAR(*service.reliability, 1000.0 / 1010.0 * std::exp(-0.01), 1e-13);
    VERIFY_NEAR(*service.meanFirstOutage / kHour, 1000.0 * 1000.0 / 1010.0, 1e-13);
}

QTEST_APPLESS_MAIN(TestExactSolve)
#include "tst_exact_solve.moc"
