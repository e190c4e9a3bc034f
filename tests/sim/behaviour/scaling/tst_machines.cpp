// Machines that come and go (semantics.md, section 12), against timelines worked out by hand: every law is
// fixed, the autoscaler looks at whole tens of seconds, so each instant is known.
#include "support/timeline.hpp"

#include "sim/methods/deployment_cost.hpp"

#include <QtTest>

#include <cmath>
#include <string>

using namespace nueves;

namespace {

// One machine that its provider takes back after 10 h and 3 s; another one takes 2 min, a start 20 s.
std::string spot(const std::string& scaling = "", const std::string& service = "") {
    return "'parts': {'node': {'kind': 'host', 'cpu': 2, 'lifetime': 'Fixed(36003 s)', 'scaling': {'by': "
           "'nodes', "
           "'max': 1, 'provision': '2 min'" +
           scaling + "}}}, 'services': {'web': {'on': 'node', 'startup': '20 s'" + service + "}}";
}

// Two replicas to begin with, two on each machine; six from 01:00:03 on. Machines stand in two zones, in
// turn. One request in a thousand seconds: nobody is ever busy.
std::string growing(const std::string& pool, const std::string& service, const std::string& more = "") {
    return "'parts': {'z': {'kind': 'zone', 'count': 2}, 'node': {'kind': 'host', 'cpu': 2, 'in': 'z', " +
           pool +
           ", 'provision': '2 min'}}}, 'services': {'web': {'on': 'node', 'replicas': 2, 'requests': {'cpu': "
           "1}, "
           "'startup': '20 s', 'work': {'takes': '50 ms', 'workers': 1}, 'scaling': {'by': 'manual', 'at': "
           "{'3603 s': "
           "6}}" +
           service + "}}, 'demand': {'d': {'to': 'web', 'rate': '0.001 req/s'}}" + more;
}
const std::string kTwo = "'count': 2, 'scaling': {'by': 'nodes', 'max': 6";

// Replica seconds that take requests, of `hours`.
double serving(const test::Timeline& seen, double hours) {
    return seen.service("web").traffic->instances.value * hours * 3600.0;
}

std::string lost(const char* from, const char* length) {
    return std::string(", 'script': [{'at': '") + from + "', 'do': 'kill', 'on': 'z[1]', 'for': '" + length +
           "'}]";
}

void compare(double found, double expected, double bound) {
    QVERIFY2(std::abs(found - expected) <= bound,
             qPrintable(QString("%1, by hand %2").arg(found, 0, 'f', 6).arg(expected, 0, 'f', 6)));
}

double rentOf(const std::string& body, double hours) {
    auto scenario = test::scenarioOf(body);
    scenario.run.horizon = core::spanFromSeconds(hours * 3600.0);
    scenario.run.histories = 1;
    const auto study = methods::runStudy({scenario}, {});
    for (const auto& part : study.result.designs.front().costPerYear)
        if (part.kind == "rent") return part.perYear;
    return 0.0;
}

} // namespace

class TestMachines : public QObject {
    Q_OBJECT

  private slots:
    void aMachineThatIsTakenAwayIsReplaced_data();
    void aMachineThatIsTakenAwayIsReplaced() { test::compareWithHand(); }
    void replicasLeaveAMachineThatIsLost_data();
    void replicasLeaveAMachineThatIsLost() { test::compareWithHand(); }
    void whatWaitsMakesTheAutoscalerAsk();
    void anImageIsPulledOnceAndThenThere();
    void aScaleOutTakesAllItsDelays();
    void aZoneThatIsLostWhileItGrowsIsReplacedInTheOther();
    void withoutAnotherZoneItWaitsForItsOwn();
    void withTooManyBrokenTheAutoscalerDoesNothing_data();
    void withTooManyBrokenTheAutoscalerDoesNothing() { test::compareWithHand(); }
    void theProviderGrantsNoMoreThanItsQuota();
    void withoutCapacityItAsksAgainAndEachTimeLater();
    void machinesThatAreNotUsedGo();
    void machinesThatDoNotExistCostNoRent();
    void onDemandMachinesComeWhenSpotOnesDoNot();
    void theSameSeedGivesTheSameBytesOnAnyNumberOfThreads();
};

// Taken away at 36003 s. The autoscaler looks at 36010, the machine is there at 36130, the replica, which is
// known to be gone at 36053, starts there until 36150: down for 147 s. An operating system that boots for 30
// s comes before that. An image of 300 MB at 30 MB/s: 10 s more.
void TestMachines::aMachineThatIsTakenAwayIsReplaced_data() {
    test::timelineColumns();
    constexpr double kHour = 3600.0;
    test::timelineRow("provision and start", spot(),
                      {15.0, 147.0 / kHour, "spot interruption of node[1]", 147.0 / kHour});
    test::timelineRow("with its image", spot("", ", 'image': {'size': '300 MB', 'rate': '30 MB/s'}"),
                      {15.0, 157.0 / kHour, "spot interruption of node[1]", 157.0 / kHour});
    std::string boots = spot();
    boots.replace(boots.find("'cpu': 2"), 8, "'cpu': 2, 'startup': '30 s'");
    test::timelineRow("with its boot", boots,
                      {15.0, 177.0 / kHour, "spot interruption of node[1]", 177.0 / kHour});
    // At once on the machine that is there: 50 s until it is known, 20 s to start.
    std::string two = spot();
    two.replace(
        two.find("'lifetime': 'Fixed(36003 s)', "), 30,
        "'count': 2, 'except': {'1': {'lifetime': 'Fixed(36003 s)'}, '2': {'lifetime': 'Fixed(100 h)'}}, ");
    two.replace(two.find("'max': 1"), 8, "'min': 2, 'max': 2");
    test::timelineRow("to another machine", two,
                      {15.0, 70.0 / kHour, "spot interruption of node[1]", 70.0 / kHour});
}

// 50 s until the machine is not ready, 300 s that its replicas are tolerated there, 20 s to start on the
// other.
void TestMachines::replicasLeaveAMachineThatIsLost_data() {
    test::timelineColumns();
    constexpr double kHour = 3600.0;
    const std::string two =
        "'parts': {'node': {'kind': 'host', 'cpu': 2, 'count': 2, 'scaling': {'by': 'nodes', 'max': "
        "2, 'min': 2, 'provision': '2 min'}}}, 'services': {'web': {'on': 'node', 'startup': '20 "
        "s'}}, 'script': [{'at': '1 h', 'do': 'kill', 'on': 'node[1]', 'for': '";
    test::timelineRow("for long", two + "2 h'}]",
                      {5.0, 370.0 / kHour, "script: kill node[1]", 370.0 / kHour});
    test::timelineRow("for a moment", two + "100 s'}]",
                      {5.0, 120.0 / kHour, "script: kill node[1]", 120.0 / kHour});
}

// 3603 s: two of the four new ones find room and serve at 3623; the other two wait. 3610: the autoscaler asks
// for the one machine that both need; 3730: it is there; 3750: they serve.
void TestMachines::whatWaitsMakesTheAutoscalerAsk() {
    const test::Timeline seen(growing(kTwo, ""), 2.0);
    compare(serving(seen, 2.0), 2 * 7200.0 + 2 * (7200.0 - 3623.0) + 2 * (7200.0 - 3750.0), 1e-3);
}

// As above; the machines that have replicas have the image, the new one pulls it once for both, for 10 s.
void TestMachines::anImageIsPulledOnceAndThenThere() {
    const test::Timeline seen(growing(kTwo, ", 'image': {'size': '300 MB', 'rate': '30 MB/s'}"), 2.0);
    compare(serving(seen, 2.0), 2 * 7200.0 + 2 * (7200.0 - 3623.0) + 2 * (7200.0 - 3760.0), 1e-3);
}

// From 1 to 18 requests a second between 00:59 and 01:00, 50 ms of a core each. 66 % of the core, beyond the
// tolerance of the 60 % wanted, is passed at 3583 s; the measurement of 3585 is known at the look of 3600,
// when the machine for the second replica is asked for; 2 min until it is there, 10 s for the image, 20 s to
// start.
void TestMachines::aScaleOutTakesAllItsDelays() {
    const test::Timeline seen("'parts': {'node': {'kind': 'host', 'cpu': 1, 'scaling': {'by': 'nodes', "
                              "'max': 2, 'provision': '2 min'}}}, "
                              "'services': {'web': {'on': 'node', 'requests': {'cpu': 1}, 'startup': '20 s', "
                              "'image': {'size': '300 MB', "
                              "'rate': '30 MB/s'}, 'work': {'takes': 'Fixed(50 ms)', 'workers': 4, 'warm': "
                              "'30 s'}, 'scaling': {'by': 'hpa', "
                              "'max': 2, 'metrics': {'cpu': '60 %'}}}}, 'demand': {'d': {'to': 'web', "
                              "'rate': {'00:00': '1 req/s', '00:59': '1 "
                              "req/s', '01:00': '18 req/s', '24:00': '18 req/s'}}}",
                              2.0);
    compare(serving(seen, 2.0), 7200.0 + (7200.0 - 3750.0), 1e-3);
}

// node[3] is on its way in zone 1 when that is lost at 3660. At 3730 it cannot be given, and the group is
// left alone until 4030. The two replicas of node[1] leave it at 4010. 4030: four wait, node[4] and node[6]
// stand in zone 2 and are there at 4150; 4170: all serve.
void TestMachines::aZoneThatIsLostWhileItGrowsIsReplacedInTheOther() {
    const test::Timeline seen(growing(kTwo, "", lost("3660 s", "10 h")), 2.0);
    const double before = 7200.0 + 3660.0 + (7200.0 - 3623.0) + (3660.0 - 3623.0);
    compare(serving(seen, 2.0), before + 4 * (7200.0 - 4170.0), 1e-3);
}

// The same with three machines at most, so that none stands in zone 2 but node[2]; the zone is back at 5460.
// node[1], lost since 3660, was given up at 4860: both are asked for at 5460, there at 5580, and all serve at
// 5600.
void TestMachines::withoutAnotherZoneItWaitsForItsOwn() {
    const std::string three = "'count': 2, 'scaling': {'by': 'nodes', 'max': 3";
    const test::Timeline seen(growing(three, "", lost("3660 s", "30 min")), 2.0);
    const double before = 7200.0 + 3660.0 + (7200.0 - 3623.0) + (3660.0 - 3623.0);
    compare(serving(seen, 2.0), before + 4 * (7200.0 - 5600.0), 1e-3);
}

// Half of the machines are lost at 3600 s for 2 h, and one replica on each. Three of six: their replicas
// leave at 3950, new machines are there at 4070, and all serve at 4090. Four of eight are more than 3 and 45
// %: nothing is asked for, and all serve 20 s after the zone is back.
void TestMachines::withTooManyBrokenTheAutoscalerDoesNothing_data() {
    test::timelineColumns();
    const auto body = [](const std::string& count) {
        return "'parts': {'z': {'kind': 'zone', 'count': 2}, 'node': {'kind': 'host', 'cpu': 1, 'in': 'z', "
               "'count': " +
               count + ", 'scaling': {'by': 'nodes', 'min': " + count +
               ", 'max': 16, 'provision': '2 min'}}}, 'services': {'web': {'on': 'node', 'replicas': " +
               count + ", 'required': " + count + ", 'requests': {'cpu': 1}, 'startup': '20 s'}}" +
               lost("3600 s", "2 h");
    };
    test::timelineRow("three of six", body("6"), {4.0, 490.0 / 3600.0, "script: kill z[1]", 490.0 / 3600.0});
    test::timelineRow("four of eight", body("8"),
                      {4.0, 7220.0 / 3600.0, "script: kill z[1]", 7220.0 / 3600.0});
}

void TestMachines::theProviderGrantsNoMoreThanItsQuota() {
    const test::Timeline seen(growing(kTwo + ", 'quota': 2", ""), 2.0);
    compare(serving(seen, 2.0), 2 * 7200.0 + 2 * (7200.0 - 3623.0), 1e-3);
}

// Each request fails with 1/2; after the k-th failure the group is left alone for 5, 10, 20, 30, 30 ... min.
// On average that is 300/2 + 600/4 + 1200/8 + 1800 (1/16 + 1/32 + ...) = 675 s, beside the 147 s. One
// history: at most a few of those waits, standard deviation below 1200 s; four standard errors of 3000
// histories.
void TestMachines::withoutCapacityItAsksAgainAndEachTimeLater() {
    constexpr int kHistories = 3000;
    const test::Timeline seen(spot(", 'fails': '50 %'"), 19.9, kHistories);
    compare(seen.down("web") * 3600.0, 147.0 + 675.0, 4.0 * 1200.0 / std::sqrt(kHistories));
    QVERIFY(seen.blamed("web", "no capacity at the provider for node") > 0.0);
}

// Three machines for two replicas. 600 s: the third, empty since the start, goes. 610 s: the first goes too,
// and its replica starts on the second for 20 s. The second is the last that must be there.
void TestMachines::machinesThatAreNotUsedGo() {
    const std::string body = "'parts': {'node': {'kind': 'host', 'cpu': 4, 'count': 3, 'cost': {'rent': '1 "
                             "EUR/h'}, 'scaling': {'by': 'nodes', "
                             "'max': 3, 'provision': '2 min'}}}, 'services': {'web': {'on': 'node', "
                             "'replicas': 2, 'required': 2, 'requests': "
                             "{'cpu': 1}, 'startup': '20 s'}}";
    const test::Timeline seen(body, 1.0);
    compare(seen.down("web") * 3600.0, 20.0, 1e-3);
    compare(seen.blamed("web", "emptying of node") * 3600.0, 20.0, 1e-3);
    compare(rentOf(body, 1.0), (600.0 + 610.0 + 3600.0) / 3600.0 * 8766.0, 1e-3);
}

// Two all the time, and the third from 3730 s on, of two hours.
void TestMachines::machinesThatDoNotExistCostNoRent() {
    const std::string body = growing("'cost': {'rent': '1 EUR/h'}, " + kTwo, "");
    compare(rentOf(body, 2.0), (2.0 + (7200.0 - 3730.0) / 7200.0) * 8766.0, 1e-3);
}

// `on` names spot machines first, of which the provider grants none beyond the first; the others are asked at
// the next look, 3620: there at 3740, serving at 3760.
void TestMachines::onDemandMachinesComeWhenSpotOnesDoNot() {
    const std::string body = "'parts': {'spot': {'kind': 'host', 'cpu': 2, 'lifetime': 'Fixed(1000 h)', "
                             "'scaling': {'by': 'nodes', 'max': 4, "
                             "'quota': 1, 'provision': '2 min'}}, 'sure': {'kind': 'host', 'cpu': 2, "
                             "'scaling': {'by': 'nodes', 'max': 4, "
                             "'provision': '2 min'}}}, 'services': {'web': {'on': ['spot', 'sure'], "
                             "'replicas': 4, 'requests': {'cpu': 1}, "
                             "'startup': '20 s', 'work': {'takes': '50 ms', 'workers': 1}, 'scaling': {'by': "
                             "'manual', 'at': {'3603 s': 6}}}}, "
                             "'demand': {'d': {'to': 'web', 'rate': '0.001 req/s'}}";
    const test::Timeline seen(body, 2.0);
    compare(serving(seen, 2.0), 4 * 7200.0 + 2 * (7200.0 - 3760.0), 1e-3);
}

void TestMachines::theSameSeedGivesTheSameBytesOnAnyNumberOfThreads() {
    std::string body = spot(", 'fails': '30 %'");
    body.replace(body.find("Fixed(36003 s)"), 14, "Exp(10 h)");
    auto scenario = test::scenarioOf(body);
    scenario.run.horizon = core::spanFromSeconds(500.0 * 3600.0);
    scenario.run.histories = 40;
    methods::StudyOptions one, many;
    one.threads = 1;
    many.threads = 4;
    const auto first = methods::runStudy({scenario}, one), second = methods::runStudy({scenario}, many);
    QCOMPARE(first.result.fingerprint, second.result.fingerprint);
    QCOMPARE(first.result.services.front().unavailability.value,
             second.result.services.front().unavailability.value);
    QVERIFY(first.result.services.front().unavailability.value > 0.0);
}

QTEST_APPLESS_MAIN(TestMachines)
#include "tst_machines.moc"
