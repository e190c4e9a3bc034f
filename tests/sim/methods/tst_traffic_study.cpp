// From a file with demand to figures: what is answered, lost and scaled, where a person can work it out.
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

// One process on one host, 10 requests a second at most, 9 may wait; asked 8 times a second.
const std::string kOne = "'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', 'required': "
                         "'50 %', 'work': {'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 9, 'timeout': '1000 s'}}}, "
                         "'demand': {'d': {'to': 'web', 'rate': '8 req/s'}}";

// M/M/1/10: P(full) = (1 - rho) rho^10 / (1 - rho^11).
double lossOf(double rho) { return (1.0 - rho) * std::pow(rho, 10.0) / (1.0 - std::pow(rho, 11.0)); }

const analysis::TrafficResult& trafficOf(const test::Timeline& seen) { return *seen.service("web").traffic; }

// Office hours that two replicas cannot carry: 30 requests a second from 9 to 17, each 100 ms of one core.
std::string office(const std::string& scaling) {
    return "'parts': {'h': {'kind': 'host', 'cpu': 8, 'count': 2}}, 'services': {'web': {'on': 'h', 'replicas': 2, "
           "'required': '95 %', 'requests': {'cpu': 1}, 'limits': {'cpu': 1}, 'startup': '20 s', 'work': {'takes': "
           "'Exp(100 ms)', 'workers': 1, 'queue': 20, 'timeout': '2 s'}" +
           scaling +
           "}}, 'demand': {'d': {'to': 'web', 'rate': {'00:00': '1 req/s', '09:00': '1 req/s', '09:30': '30 req/s', "
           "'16:30': '30 req/s', '17:00': '1 req/s', '24:00': '1 req/s'}}}";
}

} // namespace

class TestTrafficStudy : public QObject {
    Q_OBJECT

  private slots:
    void aFullLineLosesWhatQueueingTheorySays() {
        const test::Timeline seen(kOne, 24.0, 2);
        // From an empty line: the first seconds lose less.
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, lossOf(0.8), 1e-3);
        VERIFY_NEAR(trafficOf(seen).goodput.value, 8.0 * (1.0 - lossOf(0.8)), 1e-3);
        VERIFY_NEAR(trafficOf(seen).asked.value, 8.0, 1e-9);
    }

    // Down for 2.4 h of 24: all that is asked meanwhile is lost, and the time is blamed on the script.
    void whatIsAskedWhileItIsDownIsLost() {
        const test::Timeline seen(
            kOne + ", 'script': [{'at': '10 h', 'do': 'kill', 'on': 'h', 'for': '2.4 h'}]", 24.0, 2);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 0.1 + 0.9 * lossOf(0.8), 2e-3);
        VERIFY_NEAR(seen.down("web"), 2.4, 1e-3);
        VERIFY_NEAR(seen.blamed("web", "script: kill h"), 2.4, 1e-3);
    }

    // Twice what it can do: down by overload, and the demand is to blame.
    void overloadIsDowntimeOfTheDemand() {
        std::string body = kOne;
        body.replace(body.find("8 req/s"), 7, "25 req/s");
        const test::Timeline seen(body, 24.0, 2);
        VERIFY_NEAR(seen.down("web"), 24.0, 1e-2);
        VERIFY_NEAR(seen.blamed("web", "demand.d"), seen.down("web"), 1e-6);
        VERIFY_NEAR(trafficOf(seen).goodput.value, 10.0, 1e-2);
    }

    void theAutoscalerCarriesWhatTwoReplicasCannot() {
        const test::Timeline fixed(office(""), 24.0, 2);
        const test::Timeline scaled(
            office(", 'scaling': {'by': 'hpa', 'min': 2, 'max': 8, 'metrics': {'cpu': '60 %'}}"), 24.0, 2);
        // 10 of 30 requests a second are lost in the 7 h of the plateau at least: 20 are all that two replicas do.
        QVERIFY(trafficOf(fixed).requestWeighted.value > 0.25);
        QVERIFY(trafficOf(scaled).requestWeighted.value < 0.01);
        // At 60 % of one core for each: 30 / 10 / 0.6 = 5 replicas in the plateau, within the 10 % that it tolerates.
        const double mean = trafficOf(scaled).instances.value;
        QVERIFY2(mean > 2.0 + 7.0 / 24.0 * 2.5 && mean < 2.0 + 9.0 / 24.0 * 4.0, qPrintable(QString::number(mean)));
        QVERIFY(fixed.service("web").unavailability.value > 7.0 / 24.0);
        QVERIFY(scaled.service("web").unavailability.value < 0.02);
    }

    // Six M/M/1 at 5 of 10 a second: exp(-(10 - 5) 2) = 4.5e-5 of the answers take longer than 2 s.
    void aScheduleIsThereBeforeTheUsers() {
        const test::Timeline seen(office(", 'scaling': {'by': 'schedule', 'at': {'Mon-Sun 08:30-17:30': 6}}"), 24.0, 2);
        QVERIFY(trafficOf(seen).requestWeighted.value < 1e-3);
        VERIFY_NEAR(trafficOf(seen).instances.value, 2.0 + 4.0 * 9.0 / 24.0, 1e-2);
    }

    void anyNumberOfThreadsGivesTheSameBytes() {
        auto scenario = test::scenarioOf(
            office(", 'failures': {'crash': {'every': 'Exp(6 h)', 'repair': '10 min'}}, 'scaling': {'by': 'hpa', 'min': "
                   "2, 'max': 8, 'metrics': {'cpu': '60 %'}}"));
        scenario.run.horizon = core::spanFromSeconds(86400.0);
        scenario.run.histories = 6;
        methods::StudyOptions one, two;
        one.threads = 1;
        two.threads = 2;
        const auto a = methods::runStudy({scenario}, one).result, b = methods::runStudy({scenario}, two).result;
        QCOMPARE(a.fingerprint, b.fingerprint);
        QCOMPARE(a.services.front().traffic->requestWeighted.value, b.services.front().traffic->requestWeighted.value);
        QCOMPARE(a.services.front().traffic->latency.back().second.value,
                 b.services.front().traffic->latency.back().second.value);
    }
};

QTEST_APPLESS_MAIN(TestTrafficStudy)
#include "tst_traffic_study.moc"
