// A line left alone comes to rest where queueing theory says.
#include "sim/behaviour/traffic/line.hpp"
#include "sim/behaviour/traffic/response.hpp"

#include "support/near.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace nueves::behaviour::traffic;

namespace {

struct Rested {
    std::vector<double> p;
    LineFlows flows;
};

// Runs a line for ever. choices > 1 makes the arrivals depend on the lengths, so time must pass in steps.
Rested rest(const LineGrid& grid, double arrivals, const LineRates& rates, int choices = 1) {
    Rested line{std::vector<double>(grid.size(), 0.0), {}};
    line.p[0] = 1.0;
    std::vector<double> next(grid.size()), scratch, coming;
    LineGenerator generator;
    for (int step = 0; step != 2000; ++step) {
        spreadArrivals(line.p, arrivals, choices, coming);
        generator.fill(grid, coming, rates);
        implicitStage(generator, choices > 1 ? 5.0 : 1e6, line.p, next, scratch);
        line.p = next;
    }
    spreadArrivals(line.p, arrivals, choices, coming);
    line.flows = flowsOf(grid, line.p, coming, rates);
    return line;
}

// Chance of finding somebody for every n-th of Poisson arrivals at one exponential server: the root of
// s = (n rho / (n rho + 1 - s))^n (Kleinrock, Queueing Systems I, 6.4).
double rootOf(double rho, double n) {
    double s = 0.0;
    for (int i = 0; i != 2000; ++i) s = std::pow(n * rho / (n * rho + 1.0 - s), n);
    return s;
}

void regularColumns() {
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("n");
    for (const double rho : {0.3, 0.6, 0.8, 0.95})
        for (const double n : {2.0, 8.0}) QTest::addRow("every %g at %g", n, rho) << rho << n;
}

} // namespace

class TestLine : public QObject {
    Q_OBJECT

  private slots:
    // c5-mmck-loss: M/M/8/20 at 112.5 %.
    void aBoundedLineLosesWhatTheBirthDeathChainSays() {
        const LineGrid grid(8, 20);
        const auto line = rest(grid, 90.0, {10.0, 8.0, 1.0});
        VERIFY_NEAR(line.flows.turnedAway / 90.0, 0.13069123634770516, 1e-9);
        VERIFY_NEAR(line.flows.number, 14.818205796512727, 1e-9);
        VERIFY_NEAR(line.flows.served, 78.23778872870653, 1e-9);
        VERIFY_NEAR(line.flows.busy / 8.0, 0.9779723591088317, 1e-9);
    }

    // c5-erlang-b-c: 15 lines offered 8.108 erlang block 1 %.
    void withoutPlacesToWaitItIsErlangB() {
        const auto line = rest(LineGrid(15, 15), 8.108, {1.0, 15.0, 1.0});
        VERIFY_NEAR(line.flows.turnedAway / 8.108, 0.009999631942598777, 1e-9);
    }

    // c5-mm1: L = 4; unbounded, so what is beyond the unit steps counts too.
    void anUnboundedLineHasItsMean() {
        const auto line = rest(LineGrid(1, 1e9), 80.0, {100.0, 1.0, 1.0});
        VERIFY_NEAR(line.flows.number, 4.0, 1e-6);
    }

    // Pollaczek and Khinchine: Lq = rho^2 (1 + scv) / (2 (1 - rho)); c5-mg1: mean_number.
    void variabilityWidensTheWaiting_data() {
        QTest::addColumn<double>("scv");
        QTest::addColumn<double>("number");
        QTest::newRow("deterministic") << 0.0 << 1.516666666666667;
        QTest::newRow("Erlang-4") << 0.25 << 1.7208333333333337;
        QTest::newRow("exponential") << 1.0 << 2.333333333333334;
        QTest::newRow("cv 2") << 4.0 << 0.7 + 0.49 * 5.0 / 0.6;
    }
    void variabilityWidensTheWaiting() {
        QFETCH(double, scv);
        QFETCH(double, number);
        const auto line = rest(LineGrid(1, 1e9), 7.0, {10.0, 1.0, 0.5 * (1.0 + scv)});
        VERIFY_NEAR(line.flows.number, number, 1e-5);
    }

    // Processor sharing: the number present does not depend on the law of service (Kleinrock, Queueing
    // Systems II, 4.4).
    void sharingTheCpuIsOneServerWhateverTheWorkers() {
        const auto line = rest(LineGrid(50, 400), 7.0, {10.0, 1.0, 3.0});
        VERIFY_NEAR(line.flows.number, 0.7 / 0.3, 1e-6);
        VERIFY_NEAR(line.flows.speed, 0.7, 1e-6);
    }

    // Every n-th arrival at a shared CPU: L = rho / (1 - s). The formula behind it is good to some percent.
    void regularArrivalsFindTheCpuLessShared_data() { regularColumns(); }
    void regularArrivalsFindTheCpuLessShared() {
        QFETCH(double, rho);
        QFETCH(double, n);
        LineRates rates{1.0, 1.0, 1.0};
        rates.arrivalVariation = 1.0 / n;
        const auto line = rest(LineGrid(60, 400), rho, rates);
        VERIFY_NEAR(line.flows.number, rho / (1.0 - rootOf(rho, n)), 0.05);
        VERIFY_NEAR(line.flows.speed, rho, 1e-6);
    }

    // P(n are there) = rho (1 - s) s^(n - 1), P(an arrival finds n) = (1 - s) s^n.
    void whoComesRegularlyFindsFewer_data() { regularColumns(); }
    void whoComesRegularlyFindsFewer() {
        QFETCH(double, rho);
        QFETCH(double, n);
        const double s = rootOf(rho, n);
        const LineGrid grid(400, 401);
        std::vector<double> p(grid.size()), found(grid.size());
        p[0] = 1.0 - rho;
        const auto& nodes = grid.nodes();
        for (std::size_t i = 1; i != p.size(); ++i)
            p[i] = rho * (1.0 - s) * std::pow(s, nodes[i] - 1.0) * (nodes[i] - nodes[i - 1]);
        found = p;
        foundByRegular(grid, p, 1.0, found);
        for (std::size_t i = 0; i != 3; ++i)
            VERIFY_NEAR(found[i], (1.0 - s) * std::pow(s, static_cast<double>(i)), 2e-3);
    }

    // M/M/1 with processor sharing: mean 1 / (1 - rho), variance (2 + rho) / (2 - rho) / (1 - rho)^2
    // (Coffman, Muntz & Trotter 1970). The bins of the service keep its mean to 1 % and lose some of its
    // longest times.
    void sharedServicesVaryAsTheyShould_data() {
        QTest::addColumn<double>("rho");
        for (const double rho : {0.2, 0.5, 0.7, 0.85}) QTest::addRow("%g", rho) << rho;
    }
    void sharedServicesVaryAsTheyShould() {
        QFETCH(double, rho);
        const LineGrid grid(63, 64); // one by one
        const ResponseTable table(grid, TimeBins(nueves::core::Law::exponential(1.0)), 1.0);
        std::vector<double> found, within;
        for (const double n : grid.nodes()) found.push_back((1.0 - rho) * std::pow(rho, n));
        table.cumulative(found, within);
        double mean = 0.0, square = 0.0, before = 0.0, from = 0.0;
        for (std::size_t j = 0; j != within.size(); ++j) {
            const double to = table.times()[j], middle = 0.5 * (from + to);
            mean += (within[j] - before) * middle;
            square += (within[j] - before) * (middle * middle + (to - from) * (to - from) / 12.0);
            before = within[j];
            from = to;
        }
        VERIFY_NEAR(mean, 1.0 / (1.0 - rho), 0.02);
        VERIFY_NEAR(square - mean * mean, (2.0 + rho) / (2.0 - rho) / (1.0 - rho) / (1.0 - rho), 0.05);
    }

    // Mitzenmacher 2001: with two choices P(length >= i) = rho^(2^i - 1).
    void twoChoicesFollowTheSupermarketLaw() {
        const double rho = 0.9;
        const LineGrid grid(1, 60);
        const auto line = rest(grid, rho, {1.0, 1.0, 1.0}, 2);
        double longer = 1.0;
        for (std::size_t i = 0; i != 6; ++i) {
            VERIFY_NEAR(longer, std::pow(rho, std::pow(2.0, static_cast<double>(i)) - 1.0), 1e-6);
            longer -= line.p[i];
        }
    }

    // M/M/infinity from empty: mean lambda / mu (1 - exp(-mu t)). Steps of 1/500 of the service time.
    void movesInTimeAsTheForwardEquationsSay() {
        const LineGrid grid(60, 60);
        std::vector<double> p(grid.size(), 0.0), next(grid.size()), scratch, coming;
        p[0] = 1.0;
        LineGenerator generator;
        spreadArrivals(p, 12.0, 1, coming);
        const LineRates rates{1.0, 60.0, 1.0};
        generator.fill(grid, coming, rates);
        for (int step = 0; step != 1000; ++step) {
            implicitStage(generator, 0.002, p, next, scratch);
            p = next;
        }
        // Euler's own error at t = 2: half a step of the slope, 0.001 * 12 * exp(-2) * 2.
        VERIFY_NEAR(flowsOf(grid, p, coming, rates).number, 12.0 * (1.0 - std::exp(-2.0)), 5e-4);
    }

    void aStageKeepsTheSumAndTheSigns() {
        const LineGrid grid(8, 5000);
        std::vector<double> p(grid.size(), 0.0), next(grid.size()), scratch, coming;
        p[grid.size() / 2] = 1.0;
        LineGenerator generator;
        for (const double arrivals : {0.0, 3.0, 80.0, 5000.0})
            for (const double h : {1e-6, 1.0, 1e6}) {
                spreadArrivals(p, arrivals, 1, coming);
                generator.fill(grid, coming, {10.0, 2.5, 0.3});
                implicitStage(generator, h, p, next, scratch);
                QVERIFY(std::abs(std::accumulate(next.begin(), next.end(), 0.0) - 1.0) < 1e-9);
                QVERIFY(std::all_of(next.begin(), next.end(), [](double share) { return share >= 0.0; }));
            }
    }

    // M/M/1 at 60 %, the first 20 nodes of a million places: a stage that does not leave them comes to rest
    // as M/M/1/19 does, n requests with chance 0.4 x 0.6^n / (1 - 0.6^20).
    void nodesThatHoldNobodyMayBeLeftOut() {
        const LineGrid grid(1, 1e6);
        std::vector<double> p(grid.size(), 0.25), scratch;
        const std::vector<double> empty{1.0}, coming(grid.size(), 6.0);
        LineGenerator generator;
        const LineRates rates{10.0, 1.0, 1.0};
        generator.fill(grid, coming, rates, 20);
        implicitStage(generator, 1e12, empty, p, scratch); // what is not at rest yet: 1 / (10 x 1e12)
        QVERIFY(generator.up.back() == 0.0);
        const double few = 1.0 - std::pow(0.6, 20.0);
        for (std::size_t n = 0; n != 20; ++n)
            VERIFY_NEAR(p[n], 0.4 * std::pow(0.6, static_cast<double>(n)) / few, 1e-9);
        QVERIFY(std::all_of(p.begin() + 20, p.end(), [](double share) { return share == 0.0; }));
        const LineFlows flows = flowsOf(grid, std::span(p).first(20), coming, rates);
        VERIFY_NEAR(flows.served, 10.0 * (1.0 - 0.4 / few), 1e-6);
        QCOMPARE(flows.turnedAway, 0.0);
        QCOMPARE(flowsOf(grid, p, coming, rates).number, flows.number);
    }

    // What every second of Poisson arrivals finds does not depend on whether the empty end is looked at.
    void whoComesRegularlyFindsTheSameWithoutTheEnd() {
        const LineGrid grid(2, 500);
        std::vector<double> p(grid.size(), 0.0);
        for (std::size_t n = 0; n != 40; ++n) p[n] = 0.5 * std::pow(0.5, static_cast<double>(n));
        std::vector<double> found = p, first(p.begin(), p.begin() + 40);
        foundByRegular(grid, p, 2.0, found);
        foundByRegular(grid, std::span(p).first(40), 2.0, first);
        for (std::size_t n = 0; n != first.size(); ++n) QCOMPARE(first[n], found[n]);
        VERIFY_NEAR(std::accumulate(first.begin(), first.end(), 0.0), 1.0, 1e-12);
    }

    void theGridHasItsLandmarks() {
        for (const int workers : {1, 7, 64, 1000, 5000})
            for (const double queue : {0.0, 1.0, 100.0, 1e6}) {
                const LineGrid grid(workers, workers + queue);
                QCOMPARE(grid.nodes().front(), 0.0);
                QCOMPARE(grid.nodes()[grid.full()], static_cast<double>(workers));
                QCOMPARE(grid.nodes().back(), workers + queue);
                QVERIFY(std::is_sorted(grid.nodes().begin(), grid.nodes().end(), std::less_equal<>{}));
                QVERIFY(grid.size() < 3000);
            }
    }
};

QTEST_APPLESS_MAIN(TestLine)
#include "tst_line.moc"
