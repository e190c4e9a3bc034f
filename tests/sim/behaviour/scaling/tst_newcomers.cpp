// Replicas that are asked for: sent nothing until they are found well, counted while they wait.
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

using namespace nueves;

namespace {

const analysis::TrafficResult& trafficOf(const test::Timeline& seen) {
    return *seen.service("web").traffic;
}

// One replica of 100 requests a second that is asked 20; two more from 10:00 to 12:00, which take 5 min to
// start.
std::string office(const std::string& behind, const std::string& machines) {
    return "'calendar': {'start': '2027-03-01'}, 'parts': {'h': {'kind': 'host', 'cpu': 1, " + machines +
           "}, 'lb': {'kind': 'balancer'" + behind +
           "}}, 'services': {'web': {'on': 'h', 'replicas': 1, 'behind': 'lb', 'startup': '5 min', "
           "'requests': "
           "{'cpu': 1}, 'work': {'takes': '10 ms', 'workers': 4, 'timeout': '5 s'}, 'scaling': {'by': "
           "'schedule', "
           "'at': {'Mon-Sun 10:00-12:00': 3}}}}, 'demand': {'d': {'to': 'web', 'rate': '20 req/s'}}";
}

double at(const analysis::Series& series, const std::vector<double>& curve, int hour, int minute) {
    const int since = (hour * 60 + minute) * 60 - series.start.secondOfDay;
    return curve[static_cast<std::size_t>((since + 86'400) % 86'400 / series.step)];
}

} // namespace

class TestNewcomers : public QObject {
    Q_OBJECT

  private slots:
    // A check that found it well lets it in, also the first time that it ever runs.
    void nobodyIsSentToWhoStartsForTheFirstTime() {
        const test::Timeline seen(office(", 'check': {'every': '10 s', 'fall': 3, 'rise': 2}", "'count': 3"),
                                  24.0);
        QVERIFY(trafficOf(seen).requestWeighted.value < 1e-9);
        // Two replicas for two hours, less 5 min and one or two probes.
        VERIFY_NEAR(trafficOf(seen).instances.value, 1.0 + 2.0 * (115.0 - 0.25) / 1440.0, 2.0 * 0.1 / 1440.0);
    }
    // Without a check they are sent their third each, and refuse it, for 5 min of the day.
    void withoutAnyCheckTheyAreAskedAtOnce() {
        const test::Timeline seen(office("", "'count': 3"), 24.0);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 2.0 / 3.0 * 5.0 / 1440.0, 1e-6);
    }
    // There is room for two: the third waits all the time, is sent nothing, and is still wanted.
    void whoWaitsForRoomIsWantedAndSentNothing() {
        const test::Timeline seen(office("", "'count': 2"), 24.0);
        VERIFY_NEAR(trafficOf(seen).requestWeighted.value, 1.0 / 2.0 * 5.0 / 1440.0, 1e-6);
        const auto& day = *trafficOf(seen).day;
        VERIFY_NEAR(at(day, day.wanted, 11, 0), 3.0, 1e-9);
        VERIFY_NEAR(at(day, day.serving, 11, 0), 2.0, 1e-9);
    }
    // Machines that are themselves scaled: the two that wait for one are wanted from 10:00 on.
    void whoWaitsForAMachineIsWanted() {
        const test::Timeline seen(
            office("", "'count': 1, 'scaling': {'by': 'nodes', 'min': 1, 'max': 3, 'provision': '20 min'}"),
            24.0);
        const auto& day = *trafficOf(seen).day;
        VERIFY_NEAR(at(day, day.wanted, 10, 10), 3.0, 1e-9);
        VERIFY_NEAR(at(day, day.serving, 10, 10), 1.0, 1e-9);
        VERIFY_NEAR(at(day, day.serving, 11, 0), 3.0, 1e-9);
    }
    // The provider takes the only machine back after 10 h; another comes in 20 min, and the replica starts in
    // 5: it waits for a machine, it is not being repaired.
    void waitingForAMachineIsAPhaseOfItsOwn() {
        const test::Timeline seen("'parts': {'h': {'kind': 'host', 'cpu': 1, 'count': 1, 'lifetime': "
                                  "'Fixed(10 h)', 'scaling': {'by': "
                                  "'nodes', 'min': 1, 'max': 2, 'provision': '20 min'}}}, 'services': "
                                  "{'web': {'on': 'h', 'startup': '5 "
                                  "min', 'requests': {'cpu': 1}}}",
                                  15.0);
        const auto& phases = seen.service("web").phases;
        double machine = 0.0, startup = 0.0, rest = 0.0;
        for (const auto& phase : phases)
            (phase.phase == "machine" ? machine : phase.phase == "startup" ? startup : rest) += phase.share;
        // Of 25 min; until the next look of the autoscaler 10 s at most.
        VERIFY_NEAR(machine, 20.0 / 25.0, 0.01);
        VERIFY_NEAR(startup, 5.0 / 25.0, 0.01);
        VERIFY_NEAR(rest, 0.0, 1e-9);
    }
};

QTEST_APPLESS_MAIN(TestNewcomers)
#include "tst_newcomers.moc"
