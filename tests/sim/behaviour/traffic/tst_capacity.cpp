// The most that one replica may be sent, against queueing theory.
#include "sim/behaviour/traffic/capacity.hpp"
#include "sim/model/compile.hpp"
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

struct Compiled {
    explicit Compiled(const std::string& body)
        : scenario(test::scenarioOf(body)), made(model::compile(scenario, core::kStart + core::kYear)) {}
    const model::System& system() const { return *made.system; }
    scenario::Scenario scenario;
    model::Compiled made;
};

std::string one(const std::string& work, const std::string& more) {
    return "'parts': {'h': {'kind': 'host', 'cpu': 8}}, 'services': {'web': {'on': 'h', 'work': {'takes': "
           "'Exp(100 ms)', 'workers': 1, " +
           work + "}" + more + "}}, 'demand': {'d': {'to': 'web', 'rate': '1 req/s'}}";
}

double mostOf(const std::string& body) {
    const Compiled compiled(body);
    return behaviour::traffic::mostPerTarget(compiled.system()).front().front();
}

// M/M/1/10: P(full) = (1 - rho) rho^10 / (1 - rho^11), of which 1 % is allowed.
double rateOfOnePercentLost() {
    double low = 0.0, high = 0.999;
    for (int i = 0; i != 100; ++i) {
        const double rho = 0.5 * (low + high);
        const double full = (1.0 - rho) * std::pow(rho, 10.0) / (1.0 - std::pow(rho, 11.0));
        (full < 0.01 ? low : high) = rho;
    }
    return 10.0 * low;
}

} // namespace

class TestCapacity : public QObject {
    Q_OBJECT

  private slots:
    void aFullLineMayTurnAwayWhatIsNotPromised() {
        VERIFY_NEAR(mostOf(one("'queue': 9, 'timeout': '1000 s'", ", 'required': '99 %'")),
                    rateOfOnePercentLost(), 1e-3);
    }

    // M/M/1: P(T > t) = exp(-(mu - lambda) t), so lambda = mu - ln(100) / 2 s. The table of response times
    // steps by 12 %, within which it is straight: half a percent of the rate.
    void ninetyNinePercentWithinTwoSecondsIsTheTailOfTheResponse() {
        std::string body = one("'timeout': '1000 s'", "");
        body += ", 'targets': {'fast': {'of': 'web', 'latency': {'p99': '2 s'}}}";
        VERIFY_NEAR(mostOf(body), 10.0 - std::log(100.0) / 2.0, 0.04);
    }

    void whatTakesLongerThanPromisedByItselfIsNeverKept() {
        std::string body = one("'timeout': '1000 s'", "");
        body += ", 'targets': {'fast': {'of': 'web', 'latency': {'p99': '200 ms'}}}"; // its own 99 %: 460 ms
        QCOMPARE(mostOf(body), 0.0);
    }

    void aCacheTakesItsShareOfTheCalls() {
        const Compiled compiled("'parts': {'h': {'kind': 'host', 'cpu': 8}}, 'services': {'web': {'on': 'h', "
                                "'work': {'takes': '1 ms'}, "
                                "'calls': {'db': {'times': 3, 'cache': {'hit': '50 %', 'fill': 10}}, 'auth': "
                                "{}}}, 'auth': {'on': 'h', "
                                "'work': {'takes': '1 ms'}, 'calls': {'db': {'times': 2}}}, 'db': {'on': "
                                "'h', 'work': {'takes': '1 "
                                "ms'}}}, 'demand': {'d': {'to': 'web', 'rate': '1 req/s'}}");
        const auto& plan = compiled.system().traffic;
        const auto visits = behaviour::traffic::visitsOf(plan).front();
        for (std::size_t s = 0; s != plan.stations.size(); ++s)
            QCOMPARE(visits[s], plan.stations[s].name == "db" ? 3.5 : 1.0); // 3 x 0.5 + 2
    }
};

QTEST_APPLESS_MAIN(TestCapacity)
#include "tst_capacity.moc"
