// Who goes next in a line, by both clocks and by theory: first come, last come, deadlines; and requests of
// several sizes.
#include "support/both_clocks.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <boost/math/special_functions/gamma.hpp>

#include <cmath>

using namespace nueves;
using test::Traffic;

namespace {

constexpr double kWork = 0.1; // s

// Ten workers of 0.1 s: a hundred a second; a patience of 1 s, room for 200 who wait.
Traffic line(model::Order order, double rate, double queue = 200.0) {
    Traffic traffic;
    const auto to = traffic.station("web", core::Law::exponential(kWork), 10);
    traffic.plan.stations[to].queue = queue;
    traffic.plan.stations[to].order = order;
    traffic.open("users", to, rate);
    traffic.edgeOf(0).timeout = 1.0;
    return traffic;
}

// Share answered of M/M/c whose customers leave unserved after a wait of T: p(c + j) = p(c) r^j P(j, c mu T),
// and of those who wait x < T (density p(c) c mu exp((lambda - c mu) x)) those whose service fits into the
// rest (Baccelli & Hebuterne 1981). T is also the time-out.
double answeredWithDeadlines(double lambda, int c, double mu, double patience) {
    const double full = c * mu, r = lambda / full;
    double p = 1.0, below = 0.0; // p(n) over p(0)
    for (int n = 0; n != c; p *= lambda / mu / ++n) below += p;
    const double atFull = p; // p(c)
    double waiting = 0.0;    // p(c + 1) + ...
    for (int j = 1; j != 1000; ++j)
        waiting += atFull * std::pow(r, j) * boost::math::gamma_p(double(j), full * patience);
    const double all = below + atFull + waiting;
    double good = below / all * (1.0 - std::exp(-mu * patience));
    constexpr int kSteps = 20000;
    for (int i = 0; i != kSteps; ++i) {
        const double x = (i + 0.5) * patience / kSteps;
        good += atFull / all * full * std::exp((lambda - full) * x) * (1.0 - std::exp(-mu * (patience - x))) *
                patience / kSteps;
    }
    return good;
}

} // namespace

class LineOrdersTest : public QObject {
    Q_OBJECT

  private slots:
    void deadlinesAnswerWhatTheoryOfImpatienceSays_data();
    void deadlinesAnswerWhatTheoryOfImpatienceSays();
    void underOverloadTheOrderDecides();
    void lastComeIsAsGoodByBothClocks_data();
    void lastComeIsAsGoodByBothClocks();
    void twoSizesWaitAsPollaczekAndKhinchineSay();
    void aLargerRequestIsLateMoreOften();
};

void LineOrdersTest::deadlinesAnswerWhatTheoryOfImpatienceSays_data() {
    QTest::addColumn<double>("rate");
    for (const double rate : {80.0, 95.0, 105.0, 130.0})
        QTest::newRow(qPrintable(QString::number(rate))) << rate;
}

// The replay: 1200 s of 80 to 130 requests; three standard errors of a share with runs of some seconds: 0.01.
void LineOrdersTest::deadlinesAnswerWhatTheoryOfImpatienceSays() {
    QFETCH(double, rate);
    const Traffic traffic = line(model::Order::deadline, rate, 1000.0);
    const double theory = answeredWithDeadlines(rate, 10, 1.0 / kWork, 1.0);
    test::Rates rates(traffic);
    rates.pass(600.0, 1200.0);
    QVERIFY2(std::abs(rates.answered() - theory) < 0.004,
             qPrintable(QString("%1, theory %2").arg(rates.answered()).arg(theory)));
    QVERIFY(std::abs(test::answeredShare(traffic.replay(1200.0, 60.0)) - theory) < 0.01);
}

// Twice as many come as can be served, for ever. First come: all wait for 2 s and none is answered in time.
// Deadlines: those served have waited for nearly all their patience. Last come: who is served is served at
// once, half of all.
void LineOrdersTest::underOverloadTheOrderDecides() {
    const auto both = [](model::Order order) {
        const Traffic traffic = line(order, 200.0, order == model::Order::deadline ? 1000.0 : 200.0);
        test::Rates rates(traffic);
        rates.pass(60.0, 360.0);
        return std::pair(rates.answered(), test::answeredShare(traffic.replay(360.0, 60.0)));
    };
    const auto [first, firstReplay] = both(model::Order::fifo);
    const auto [deadline, deadlineReplay] = both(model::Order::deadline);
    const auto [last, lastReplay] = both(model::Order::lifo);
    QVERIFY(first < 0.01 && firstReplay < 0.01);
    QVERIFY(last > 0.48 && last <= 0.5 && lastReplay > 0.47 && lastReplay < 0.51);
    const double theory = answeredWithDeadlines(200.0, 10, 1.0 / kWork, 1.0);
    QVERIFY2(std::abs(deadline - theory) < 0.004 && std::abs(deadlineReplay - theory) < 0.01,
             qPrintable(QString("%1, %2, theory %3").arg(deadline).arg(deadlineReplay).arg(theory)));
    QVERIFY(theory > 0.03 && theory < 0.2);
}

void LineOrdersTest::lastComeIsAsGoodByBothClocks_data() {
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("queue");
    QTest::addColumn<double>("scv");
    for (const double rate : {70.0, 90.0, 98.0, 120.0}) {
        QTest::addRow("%.0f/s, room for 30, exponential", rate) << rate << 30.0 << 1.0;
        QTest::addRow("%.0f/s, room for 300, exponential", rate) << rate << 300.0 << 1.0;
    }
    QTest::addRow("98/s, gamma of scv 1/4") << 98.0 << 300.0 << 0.25;
}

// A patience of 0.3 s, so that waiting counts. Three standard errors of the replay are 0.006; the rates' line
// is told in steps of several requests far from its ends: 5 % of what is lost.
void LineOrdersTest::lastComeIsAsGoodByBothClocks() {
    QFETCH(double, rate);
    QFETCH(double, queue);
    QFETCH(double, scv);
    Traffic traffic = line(model::Order::lifo, rate, queue);
    traffic.edgeOf(0).timeout = 0.3;
    if (scv != 1.0) traffic.plan.stations[0].takes = core::Law::gammaFromMean(kWork, 1.0 / scv);
    test::Rates rates(traffic);
    rates.pass(600.0, 1200.0);
    const double replayed = test::answeredShare(traffic.replay(1200.0, 120.0));
    QVERIFY2(std::abs(rates.answered() - replayed) < 0.006 + 0.05 * (1.0 - replayed),
             qPrintable(QString("%1 against %2").arg(rates.answered()).arg(replayed)));
}

// M/G/1: 3 a second of size 1 and 1 a second of size 4, exponential of 0.1 s each: rho = 0.7. Mean wait
// lambda E[S^2] / (2 (1 - rho)), E[S^2] = (3 x 2 x 0.01 + 1 x 2 x 0.16) / 4 (Kleinrock, Queueing Systems
// I, 5.63).
void LineOrdersTest::twoSizesWaitAsPollaczekAndKhinchineSay() {
    Traffic traffic;
    const auto to = traffic.station("web", core::Law::exponential(kWork), 1);
    traffic.open("small", to, 3.0);
    traffic.open("large", to, 1.0);
    traffic.edgeOf(1).size = 4.0;
    const double square = (3.0 * 2.0 * 0.01 + 2.0 * 0.16) / 4.0, wait = 4.0 * square / (2.0 * 0.3);
    const double present = 4.0 * wait + 0.7; // Little
    test::Rates rates(traffic);
    rates.pass(6000.0, 6600.0);
    VERIFY_NEAR(rates.present(), present, 1e-3);
    VERIFY_NEAR(rates.served(), 4.0, 1e-6);
    const auto record = traffic.replay(20000.0, 100.0);
    VERIFY_NEAR(record.meanPresent(0), present, 0.08); // 80 000 requests whose waits hang together
}

// Alone on its server the large one is in time with 1 - exp(-1 / 0.4), the small one with 1 - exp(-1 / 0.1).
void LineOrdersTest::aLargerRequestIsLateMoreOften() {
    Traffic traffic;
    const auto to = traffic.station("web", core::Law::exponential(kWork), 50);
    traffic.open("small", to, 3.0);
    traffic.open("large", to, 1.0);
    traffic.edgeOf(1).size = 4.0;
    traffic.edgeOf(0).timeout = traffic.edgeOf(1).timeout = 1.0;
    test::Rates rates(traffic);
    rates.pass(100.0, 200.0);
    VERIFY_NEAR(rates.answered(0), 1.0 - std::exp(-10.0), 2e-3);
    VERIFY_NEAR(rates.answered(1), 1.0 - std::exp(-2.5), 2e-3);
    const auto record = traffic.replay(10000.0, 10.0);
    QVERIFY(std::abs(test::answeredShare(record, 1) - (1.0 - std::exp(-2.5))) < 0.01);
}

QTEST_APPLESS_MAIN(LineOrdersTest)
#include "tst_line_orders.moc"
