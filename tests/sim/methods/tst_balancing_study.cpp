// From a file to figures: sick answers, probes that see them or not, ejection, old lists, fronts and attacks,
// where a person can work it out.
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

// Two replicas, in turn, 20 requests a second of 10 ms; from 1 h to 3 h all that web[1] answers is wrong.
std::string body(const std::string& balancer, const std::string& effect = "'errors'") {
    return "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2}, 'lb': {'kind': 'balancer'" + balancer +
           "}}, 'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'lb', 'required': '60 %', 'work': "
           "{'takes': "
           "'10 ms', 'workers': 4, 'timeout': '5 s'}}}, 'commonCauses': {'bad': {'every': 'Fixed(1 h)', "
           "'hits': "
           "'web[1]', 'effect': " +
           effect + ", 'repair': '2 h'}}, 'demand': {'d': {'to': 'web', 'rate': '20 req/s'}}";
}

const analysis::TrafficResult& trafficOf(const test::Timeline& seen, const std::string& name = "web") {
    return *seen.service(name).traffic;
}

} // namespace

class TestBalancingStudy : public QObject {
    Q_OBJECT

  private slots:
    // Half of what is asked for 2 of 4 h, and the service needs 60 %.
    void wrongAnswersAreLost() {
        const test::Timeline seen(body(""), 4.0);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 0.25, 1e-4);
        VERIFY_NEAR(seen.down("web"), 2.0, 1e-4);
        VERIFY_NEAR(seen.blamed("web", "bad"), 2.0, 1e-4);
    }
    // 30 % wrong on one of two: 85 % are answered, and 60 % is enough.
    void someOfThemAreSomeOfThem() {
        const test::Timeline seen(body("", "{'errors': '30 %'}"), 4.0);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 0.15 * 0.5, 1e-3);
        QCOMPARE(seen.down("web"), 0.0);
    }
    // A probe every minute, one failure is enough: mean half a minute, one at most.
    void onlyADeepProbeSeesThem() {
        const test::Timeline shallow(body(", 'check': {'every': '1 min'}"), 4.0);
        VERIFY_NEAR(trafficOf(shallow).requestWeighted.value, 0.25, 1e-4);
        const test::Timeline deep(body(", 'check': {'every': '1 min', 'deep': 'yes'}"), 4.0, 200);
        const double lost = trafficOf(deep).requestWeighted.value * 4.0 * 60.0; // min of all that is asked
        QVERIFY2(std::abs(lost - 0.25) < 4.0 * 0.5 / std::sqrt(12.0 * 200.0),
                 qPrintable(QString::number(lost)));
    }
    // Ten replicas, one of which answers nothing but errors, at once: of k idle ones among the nine a request
    // takes one with k / (k + 1), and each busy one is done 20 times a second. A birth-death chain.
    void whoLooksAtAllSendsMostToTheSick() {
        const test::Timeline seen(
            "'parts': {'h': {'kind': 'host', 'cpu': 8, 'count': 10}, 'lb': {'kind': 'balancer', 'policy': "
            "'least-connections'}}, 'services': {'web': {'on': 'h', 'replicas': 10, 'behind': 'lb', 'work': "
            "{'takes': 'Exp(50 ms)', 'workers': 8, 'queue': 24, 'timeout': '5 s'}}}, 'commonCauses': {'bad': "
            "{'every': 'Fixed(1 "
            "h)', 'hits': 'web[1]', 'effect': 'errors', 'repair': '2 h'}}, 'demand': {'d': {'to': 'web', "
            "'rate': "
            "'600 req/s'}}",
            4.0);
        double weight = 1.0, all = 1.0, sick = 1.0;
        for (int k = 1; k <= 9; ++k) {
            weight *= 20.0 * (10 - k) / (600.0 * k / (k + 1));
            all += weight;
            sick += weight / (k + 1);
        }
        // The rate clock divides by the mean number of idle ones: 0.713 against 0.724.
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 0.5 * sick / all, 0.02);
    }

    // In for 10 s, then out 30, 60 ... 300 s: within 7200 s it is in 28 times (10 + 17 times 310 s after the
    // first ten, 1750 s, and once more). Each time half of 10 s is lost.
    void ejectionSparesTheUsers() {
        const test::Timeline seen(body(", 'eject': {}"), 4.0);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value * 4.0 * 3600.0, 28.0 * 10.0 / 2.0, 2e-3);
    }
    // Weights 3 : 1, and the light one is sick: a quarter of 2 of 4 h. Named by the machine that it stands
    // on.
    void theLightOneIsMissedLess() {
        const test::Timeline seen(body(", 'policy': 'weighted', 'weights': {'h[2]': 3}"), 4.0);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 0.25 * 0.5, 1e-4);
        QCOMPARE(seen.down("web"), 0.0);
        VERIFY_NEAR(seen.service("web").fraction.value, 1.0 - 0.25 * 0.5, 1e-6);
    }

    // Twice a day one of two replicas goes by schedule, and the list is 2 min old: half of that is refused.
    // The other way nobody is harmed.
    void anOldListSendsToThoseWhoAreGone() {
        const auto office = [](const std::string& ttl) {
            return "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2}, 'lb': {'kind': 'balancer'" + ttl +
                   "}}, 'services': {'web': {'on': 'h', 'replicas': 1, 'behind': 'lb', 'work': {'takes': '10 "
                   "ms', "
                   "'workers': 4, 'timeout': '5 s'}, 'scaling': {'by': 'schedule', 'at': {'Mon-Sun "
                   "09:00-11:00': 2, "
                   "'Mon-Sun 14:00-15:00': 2}}}}, 'demand': {'d': {'to': 'web', 'rate': '20 req/s'}}";
        };
        const test::Timeline fresh(office(""), 24.0), old(office(", 'ttl': '2 min'"), 24.0);
        QVERIFY(trafficOf(fresh).requestWeighted.value < 1e-6);
        VERIFY_NEAR(trafficOf(old).requestWeighted.value * 86'400.0, 2.0 * 120.0 / 2.0, 5e-3);
    }

    // A front of two replicas before one web: it lets 50 of 1000 hostile requests a second through, 10 bots
    // at 5 each, and all 20 of the users.
    void aFrontTakesTheAttack() {
        const std::string front = "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 3}}, 'services': "
                                  "{'edge': {'on': ['h[1]', 'h[2]'], "
                                  "'replicas': 2, 'required': '95 %', 'cost': {'lost': '1 EUR/req'}, "
                                  "'limit': {'perUser': '5 req/s'}, 'work': "
                                  "{'takes': '1 ms', 'workers': 100, 'timeout': '5 s'}, 'calls': {'web': "
                                  "{}}}, 'web': {'on': 'h[3]', 'required': "
                                  "'95 %', 'work': {'takes': '10 ms', 'workers': 4, 'timeout': '5 s'}}}, "
                                  "'demand': {'users': {'to': 'edge', "
                                  "'rate': '20 req/s'}, 'bots': {'to': 'edge', 'rate': '1000 req/s', "
                                  "'clients': 10, 'hostile': 'yes'}}";
        const test::Timeline seen(front, 2.0);
        const analysis::TrafficResult& edge = trafficOf(seen, "edge");
        VERIFY_NEAR(edge.asked.value, 20.0, 1e-6);
        VERIFY_NEAR(edge.attack->sent.value, 1000.0, 1e-6);
        VERIFY_NEAR(edge.attack->absorbed.value, 0.95, 1e-4);
        QVERIFY(edge.requestWeighted.value < 1e-3);
        VERIFY_NEAR(trafficOf(seen, "web").throughput.value, 70.0, 2e-3);
        QVERIFY(!trafficOf(seen, "web").attack);
        QCOMPARE(seen.down("edge"), 0.0);
        for (const analysis::CostPart& part : seen.service("edge").costPerYear)
            if (part.kind == "lost") QVERIFY(part.perYear < 20.0 * 1e-3 * 3.2e7);
    }
    // Without the limit the same attack takes the web down, and is blamed.
    void withoutItTheUsersGoUnder() {
        const test::Timeline seen(
            "'parts': {'h': {'kind': 'host', 'cpu': 4}}, 'services': {'web': {'on': 'h', 'required': '95 %', "
            "'work': "
            "{'takes': '10 ms', 'workers': 4, 'queue': 100, 'timeout': '5 s'}}}, 'demand': {'users': {'to': "
            "'web', 'rate': "
            "'20 req/s'}, 'bots': {'to': 'web', 'rate': '1000 req/s', 'hostile': 'yes'}}",
            2.0);
        // 400 of 1020 a second can be served, whoever asks.
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 1.0 - 400.0 / 1020.0, 0.01);
        VERIFY_NEAR(seen.down("web"), 2.0, 0.01);
        VERIFY_NEAR(seen.blamed("web", "demand.bots"), seen.down("web"), 1e-6);
    }
};

QTEST_APPLESS_MAIN(TestBalancingStudy)
#include "tst_balancing_study.moc"
