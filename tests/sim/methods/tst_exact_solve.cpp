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

ExactService longRunOf(const Chain& chain) {
    return solved(chain, {});
}

ExactService mission(const Chain& chain, double hours, std::vector<double> probabilities = {}) {
    ExactQuestion question;
    question.horizon = hours * kHour;
    question.mission = true;
    question.probabilities = std::move(probabilities);
    return solved(chain, question);
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
    VERIFY_NEAR(courseOver(ratesOf(chain), startOf(chain), 100 * kHour)->share[0], -std::expm1(-0.1) / 0.1,
                1e-13);
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

// Ten units side by side, one of them asked for: 512 states with it, too many for matrices.
void TestExactSolve::theFirstOutageOfManyStatesByJumps() {
    std::vector<std::pair<double, double>> units(10, {100.0, 10.0});
    Chain chain = independent(units);
    for (std::size_t s = 0; s != chain.states; ++s) chain.up[0][s] = (s & 1U) == 0;
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

QTEST_APPLESS_MAIN(TestExactSolve)
#include "tst_exact_solve.moc"
