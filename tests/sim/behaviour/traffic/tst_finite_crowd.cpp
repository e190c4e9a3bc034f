// A crowd of so many users by rates: who waits does not ask. And when answers come: after repeats, and after
// calls.
#include "sim/behaviour/traffic/response_quantile.hpp"
#include "support/both_clocks.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace nueves;
using test::Rates;
using test::Traffic;

namespace {

// Machine repair, M/M/1//N: P(n there), x = service over think (Kleinrock, Queueing Systems I, 1975, 3.8).
std::vector<double> repair(int users, double x) {
    std::vector<double> p{1.0};
    double sum = 1.0;
    for (int n = 1; n <= users; ++n) sum += p.emplace_back(p.back() * (users - n + 1) * x);
    for (double& each : p) each /= sum;
    return p;
}

// P(T > t): one of N users finds what N - 1 leave, and waits for n + 1 services of 1 s.
double longerThan(int users, double x, double t) {
    const auto found = repair(users - 1, x);
    double tail = 0.0, term = std::exp(-t), sum = 0.0;
    for (std::size_t n = 0; n != found.size(); ++n) {
        tail += term;
        term *= t / static_cast<double>(n + 1);
        sum += found[n] * tail;
    }
    return sum;
}

double quantile(const Rates& rates, double share) {
    return behaviour::traffic::responseQuantile(rates.sums.demands[0].responses, share);
}

} // namespace

class FiniteCrowdTest : public QObject {
    Q_OBJECT

  private slots:
    // Both the line and who comes to it are exact: what is left is the step of the integration.
    void oneServerIsTheMachineRepairModel_data() {
        QTest::addColumn<int>("users");
        QTest::addColumn<double>("think");
        for (const int users : {2, 5, 20, 60}) {
            QTest::addRow("%d users, light", users) << users << 3.0 * users;
            QTest::addRow("%d users, as much as it can", users) << users << 1.0 * users;
            QTest::addRow("%d users, twice that", users) << users << 0.5 * users;
        }
    }
    void oneServerIsTheMachineRepairModel() {
        QFETCH(int, users);
        QFETCH(double, think);
        Traffic traffic;
        const auto web = traffic.station("web", core::Law::exponential(1.0), 1);
        traffic.closed("users", web, users, core::Law::exponential(think));
        Rates rates(traffic);
        rates.pass(2e4, 3e4);
        const auto p = repair(users, 1.0 / think);
        double mean = 0.0;
        for (std::size_t n = 0; n != p.size(); ++n) mean += static_cast<double>(n) * p[n];
        VERIFY_NEAR(rates.served(), 1.0 - p[0], 2e-3);
        VERIFY_NEAR(rates.present(), mean, 5e-3);
        // Percentiles are read from bins of 5 %.
        VERIFY_NEAR(longerThan(users, 1.0 / think, quantile(rates, 0.95)), 0.05, 0.05);
    }

    // Nobody is ever answered: a user thinks 5 s, waits three times 2 s, and pauses twice for 1 s.
    void aUserWhoTriesAgainPausesOnce() {
        Traffic traffic;
        const auto web = traffic.station("web", core::Law::exponential(0.01), 10);
        traffic.plan.stations[web].timeout = 2.0;
        auto& demand = traffic.closed("users", web, 26.0, core::Law::exponential(5.0));
        demand.retries = {.times = 2, .after = 1.0};
        Rates rates(traffic);
        rates.silence(0);
        rates.pass(1000.0, 2000.0);
        VERIFY_NEAR(rates.sums.demands[0].asked / rates.sums.seconds, 26.0 / (5.0 + 3.0 * 2.0 + 2.0 * 1.0),
                    1e-4);
    }

    // A third is refused at once, a third sent to a silent replica. With one repeat after 1 s, of those
    // answered 60 % are at once, 20 % after the refusal and 1 s, 20 % after a time-out of 2 s and 1 s.
    void answersAfterRepeatsComeWhenTheFailureWasKnown() {
        Traffic traffic;
        const auto web = traffic.station("web", core::Law::exponential(0.001), 10, 2);
        traffic.plan.stations[web].timeout = 2.0;
        traffic.plan.stations[web].limitTotal = 10.0; // of 9 meant and 6 repeats
        auto& demand = traffic.open("users", web, 9.0);
        demand.retries = {.times = 1, .after = 1.0};
        Rates rates(traffic);
        rates.silence(1);
        rates.pass(1000.0, 2000.0);
        VERIFY_NEAR(quantile(rates, 0.7), 1.0, 0.05); // read from bins of 5 %
        VERIFY_NEAR(quantile(rates, 0.9), 3.0, 0.05);
        QVERIFY(quantile(rates, 0.59) < 0.02);
    }

    // Nine of ten need no call: 20 ms. The tenth waits for an exponential time of 50 ms besides.
    void whoNeedsNoCallIsAnsweredWithoutIt() {
        Traffic traffic;
        const auto db = traffic.station("db", core::Law::exponential(0.05), 100);
        const auto web = traffic.station("web", core::Law::fixed(0.02), 100);
        auto& call = traffic.call(web, db);
        call.call.cacheHit = 0.9;
        traffic.open("users", web, 10.0);
        Rates rates(traffic);
        rates.pass(100.0, 1000.0);
        VERIFY_NEAR(quantile(rates, 0.5), 0.02, 0.05);
        VERIFY_NEAR(quantile(rates, 0.95), 0.02 + 0.05 * std::log(2.0), 0.05);
        VERIFY_NEAR(quantile(rates, 0.99), 0.02 + 0.05 * std::log(10.0), 0.05);
    }

    // The 95 % of an exponential law: 2.9957 means.
    void percentilesOfALawAreItsOwn() {
        Traffic traffic;
        const auto web = traffic.station("web", core::Law::exponential(1.0), 100);
        traffic.open("users", web, 1.0);
        Rates rates(traffic);
        rates.pass(1000.0, 2000.0);
        for (const double share : {0.5, 0.9, 0.95, 0.99})
            VERIFY_NEAR(quantile(rates, share), -std::log(1.0 - share), 0.01);
    }
};

QTEST_APPLESS_MAIN(FiniteCrowdTest)
#include "tst_finite_crowd.moc"
