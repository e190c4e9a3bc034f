// Stations, calls, targets, machines and scaling of the compiled plan.
#include "tests/sim/model/traffic_files.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using namespace nueves::built;

namespace {

const char* const kRate = "'rate': '10 req/s'";

const model::Station& station(const Built& made, std::string_view name) {
    for (const auto& one : made.system->traffic.stations)
        if (one.name == name) return one;
    throw std::runtime_error("no station " + std::string(name));
}

// Three services, one calling the other.
scenario::Scenario chain(const std::string& call, const std::string& required = "'required': 1") {
    return readFile(
        "'parts': {'h': {'kind': 'host', 'count': 3, 'failures': {'stop': {'every': 'Exp(1 a)', 'repair': '1 "
        "h'}}}}, 'services': {'web': {'on': 'h[1]', 'work': {'takes': '50 ms', 'timeout': '3 s'}, " +
        required + ", 'calls': {'api': " + call +
        "}}, 'api': {'on': 'h[2]', 'work': {'takes': '20 ms', 'timeout': '1 s'}, 'calls': {'db': {}}}, "
        "'db': {'on': 'h[3]', 'work': {'takes': '5 ms'}}}, 'demand': {'d': {'to': 'web', 'rate': '10 "
        "req/s'}}");
}

} // namespace

class CompileTrafficTest : public QObject {
    Q_OBJECT

  private slots:
    void withoutDemandThereIsNoTraffic() {
        const scenario::Scenario with = served(kRate);
        scenario::Scenario without = with;
        without.demand.clear();
        const Built made(without);
        QVERIFY(made.system->traffic.empty() && made.system->traffic.demands.empty());
        QVERIFY(!made.system->traffic.clock);
        QCOMPARE(Built(with).system->circuit.gates.size(),
                 made.system->circuit.gates.size()); // required: a count
    }
    void aStationHasTheKeysOfItsService() {
        const Built made(served(kRate, ", 'shed': '90 req/s', 'requests': {'cpu': 1}, 'limits': {'cpu': 2}"));
        const model::Station& web = station(made, "web");
        QCOMPARE(web.takes.mean(), 0.05);
        QCOMPARE(web.workers, 8);
        QVERIFY(std::isinf(web.queue));
        QCOMPARE(web.timeout, 3.0);
        QCOMPARE(web.shedAbove, 90.0);
        QCOMPARE(web.cpuRequest, 1.0);
        QCOMPARE(web.cores, 2.0);
        QCOMPARE(web.coldSpeed, 1.0);
        QCOMPARE(web.choice, model::Choice::uniform);
        QCOMPARE(web.targets.size(), std::size_t{2});
        QCOMPARE(made.system->things[web.targets[1].thing].name, std::string("web[2]"));
    }
    void machinesShareTheirCores() {
        const Built made(served(kRate));
        const auto& machines = made.system->traffic.machines;
        QCOMPARE(machines.size(), std::size_t{2});
        QCOMPARE(machines[0].cores, 4.0);
        QCOMPARE(machines[0].users.size(), std::size_t{1});
        QCOMPARE(machines[1].users[0].target, 1U);
        QCOMPARE(station(made, "web").cores, 4.0);
    }
    void overheadAndVmsTakeFromTheMachine() {
        const Built made(
            readFile("'parts': {'h': {'kind': 'host', 'cpu': 10, 'os': {'overhead': {'share': '20 %'}}}}, "
                     "'services': {'web': {'on': 'h', 'replicas': 2, 'inside': {'vm': {'cpu': 3}}, 'work': "
                     "{'takes': '1 s', 'workers': 4}}}, 'demand': {'d': {'to': 'web', 'rate': '1 req/s'}}"));
        const auto& machines = made.system->traffic.machines;
        QCOMPARE(machines.size(), std::size_t{3}); // two vms, then the host
        QCOMPARE(machines[0].cores, 3.0);
        QCOMPARE(machines[2].cores, 8.0);
        QCOMPARE(machines[2].users.size(), std::size_t{2});
        QCOMPARE(station(made, "web").cores, 3.0);
    }
    void aMachineThatSaysNothingLetsEachWorkerHaveACore() {
        const Built made(chain("{}"));
        QVERIFY(made.system->traffic.machines.empty());
        QCOMPARE(station(made, "web").cores, 1.0);
    }
    // Dead process: its machine refuses at once. Dead machine: silence.
    void whoAnswersForADeadReplica() {
        Built made(served(kRate));
        const model::Target first = station(made, "web").targets[0];
        QVERIFY(made.holds(first.speed) && made.holds(first.answers));
        made.fail("web[1]", "crash");
        QVERIFY(!made.holds(first.speed) && made.holds(first.answers));
        made.mend("web[1]", "crash");
        made.fail("h[1]", "stop");
        QVERIFY(!made.holds(first.speed) && !made.holds(first.answers));
        QVERIFY(made.holds(station(made, "web").targets[1].speed));
    }
    void theLastBalancerChooses_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<int>("choice");
        QTest::newRow("default") << "" << static_cast<int>(model::Choice::roundRobin);
        QTest::newRow("two") << ", 'policy': 'two-choices'" << static_cast<int>(model::Choice::twoChoices);
        QTest::newRow("least") << ", 'policy': 'least-connections'"
                               << static_cast<int>(model::Choice::leastConnections);
        QTest::newRow("random") << ", 'policy': 'random'" << static_cast<int>(model::Choice::uniform);
        QTest::newRow("first") << ", 'policy': 'first'" << static_cast<int>(model::Choice::first);
    }
    void theLastBalancerChooses() {
        QFETCH(QString, policy);
        QFETCH(int, choice);
        const Built made(readFile(
            "'parts': {'b': {'kind': 'balancer', 'check': {'every': '2 s'}" + policy.toStdString() +
            "}, 'h': {'kind': 'host', 'count': 2, 'failures': {'stop': {'every': 'Exp(1 a)', "
            "'repair': '1 h'}}}}, 'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'b', 'work': "
            "{'takes': '1 s'}}}, 'demand': {'d': {'to': 'web', 'rate': '1 req/s'}}"));
        const model::Station& web = station(made, "web");
        QCOMPARE(static_cast<int>(web.choice), choice);
        for (std::size_t t = 0; t != 2; ++t)
            QCOMPARE(web.targets[t].inRotation.value, made.system->rotations.raw()[t].in.value);
    }
    void calleesStandBeforeCallers() {
        const Built made(
            chain("{'times': 3, 'timeout': '500 ms', 'retries': {'times': 2, 'after': '100 ms', 'factor': 2, "
                  "'jitter': 'full', 'budget': '10 %'}, 'cache': {'hit': '90 %', 'fill': 1000}}"));
        const model::Traffic& plan = made.system->traffic;
        QCOMPARE(plan.stations[0].name + plan.stations[1].name + plan.stations[2].name,
                 std::string("dbapiweb"));
        QCOMPARE(plan.edges.size(), std::size_t{3});
        QCOMPARE(plan.edges[plan.demands[0].edge].to, 2U);
        QVERIFY(!plan.edges[plan.demands[0].edge].from);
        QCOMPARE(plan.edges[plan.demands[0].edge].timeout, 3.0);
        const model::Edge& edge = plan.edges.at(plan.stations[2].calls.at(0));
        QCOMPARE(edge.to, 1U);
        QCOMPARE(*edge.from, 2U);
        QCOMPARE(edge.timeout, 0.5);
        QCOMPARE(edge.call.times, 3.0);
        QCOMPARE(edge.call.retries.times, 2);
        QVERIFY(edge.call.retries.jitter && edge.call.retries.budget == 0.1 &&
                edge.call.retries.factor == 2.0);
        QVERIFY(edge.call.cacheHit == 0.9 && edge.call.cacheFill == 1000.0);
        QVERIFY(
            std::isinf(plan.edges.at(plan.stations[1].calls.at(0)).timeout)); // db is waited for without end
    }
    void whoIsCalledIsNeededUnlessThereIsAnotherAnswer() {
        for (const auto& [call, needed] : {std::pair{"{}", true},
                                           {"{'fallback': 'yes'}", false},
                                           {"{'cache': {'hit': '90 %', 'fill': 10}}", false}}) {
            Built made(chain(call));
            QVERIFY(made.up("web"));
            made.fail("h[3]", "stop"); // the database, two calls away
            QVERIFY(!made.up("db") && !made.up("api"));
            QCOMPARE(made.up("web"), !needed);
        }
    }
    void aShareIsWhatIsAnswered() {
        Built made(served(kRate, ", 'required': '95 %'"));
        const auto leaves = station(made, "web").answered;
        QVERIFY(leaves.size() > 1 && made.up("web"));
        for (const model::GateId leaf : leaves) made.set(leaf, false);
        QVERIFY(!made.up("web"));
        made.set(leaves.back(), true); // as if one root alone were gone
        QVERIFY(made.up("web"));
        for (const model::GateId leaf : leaves) made.set(leaf, true);
        made.fail("h[1]", "stop"); // half of the replicas: whether that is enough, the requests say
        QVERIFY(made.up("web") && !made.whole("web"));
        made.fail("h[2]", "stop"); // nobody could answer, asked or not
        QVERIFY(!made.up("web"));
    }
    void aCountCountsReplicas() {
        Built made(served(kRate, ", 'required': 2"));
        QVERIFY(station(made, "web").answered.empty() && made.up("web"));
        made.fail("h[1]", "stop");
        QVERIFY(!made.up("web"));
    }
    void aScheduleIsStepsInTime() {
        const Built made(served(kRate,
                                ", 'scaling': {'by': 'schedule', 'at': {'Mon-Sun 13:00-16:00': 3, 'Mon-Fri "
                                "15:00-18:00': 4}}")); // Monday 1 March 2027
        QCOMPARE(made.system->traffic.scalings.size(), std::size_t{1});
        const model::Scaling& scaling = made.system->traffic.scalings[0];
        QCOMPARE(scaling.initial, 2);
        for (const auto& [i, hour, wanted] :
             {std::tuple{0U, 13.0, 3}, {1U, 15.0, 4}, {2U, 18.0, 2}, {3U, 37.0, 3}}) {
            QCOMPARE(scaling.times[i], hour * 3600.0);
            QCOMPARE(scaling.wanted[i], wanted);
        }
        QCOMPARE(station(made, "web").targets.size(), std::size_t{4});
    }
    void byHandIsFromADateOn() {
        const Built made(
            served(kRate, ", 'scaling': {'by': 'manual', 'at': {'2027-03-02 18:00': 3, '36 h': 1}}"));
        const model::Scaling& scaling = made.system->traffic.scalings.at(0);
        QCOMPARE(scaling.times, (std::vector<double>{36.0 * 3600.0, 42.0 * 3600.0}));
        QCOMPARE(scaling.wanted, (std::vector<int>{1, 3}));
    }
    void theAutoscalerIsSetAsItsDocumentationSays() {
        const Built made(
            served(kRate, ", 'requests': {'cpu': 1}, 'scaling': {'by': 'hpa', 'min': 2, 'max': 6, 'metrics': "
                          "{'cpu': '60 %', 'requests': '20 req/s'}, 'down': {'window': '1 min', 'policies': "
                          "[{'pods': 1, 'per': '1 min'}]}}"));
        const model::Scaling& scaling = made.system->traffic.scalings.at(0);
        QCOMPARE(scaling.by, model::Scaling::By::hpa);
        QVERIFY((scaling.hpa.bounds == model::HpaBounds{2, 6}));
        QCOMPARE(scaling.sync, 15.0);
        QCOMPARE(scaling.hpa.tolerance, 0.1);
        QVERIFY(scaling.hpa.cpuInitialisation == 300 * model::kSecond &&
                scaling.hpa.readinessDelay == 30 * model::kSecond);
        QCOMPARE(scaling.hpa.targets.size(), std::size_t{2});
        QCOMPARE(scaling.hpa.targets[0].target, std::int64_t{60});
        QCOMPARE(scaling.hpa.targets[1].target, std::int64_t{20000});
        QVERIFY(scaling.hpa.behaviour->down.window == 60 * model::kSecond);
        QCOMPARE(scaling.hpa.behaviour->down.policies.size(), std::size_t{1});
        QCOMPARE(scaling.hpa.behaviour->up.policies.size(), std::size_t{2}); // not said: as documented
    }
    void aReplicaThatIsNotWantedDoesNotRun() {
        Built made(served(
            kRate, ", 'required': '95 %', 'scaling': {'by': 'schedule', 'at': {'Mon-Sun 13:00-16:00': 3}}"));
        const model::GateId wanted = station(made, "web").targets[2].wanted;
        QVERIFY(wanted && made.runs("web[3]") && made.whole("web"));
        made.set(wanted, false);
        QVERIFY(!made.runs("web[3]") && !made.works("web[3]"));
        QVERIFY(made.up("web") && made.whole("web")); // nothing is missing
        QCOMPARE(made.fraction("web"), 1.0);
    }
    // Two machines of 4 cores, replicas of 1.5: two fit on each.
    void aReplicaWithoutRoomNeverRuns() {
        const Built made(served(
            kRate, ", 'requests': {'cpu': 1.5}, 'scaling': {'by': 'hpa', 'min': 2, 'max': 6, 'metrics': "
                   "{'cpu': '60 %'}}"));
        for (const char* name : {"web[1]", "web[2]", "web[3]", "web[4]"}) QVERIFY2(made.runs(name), name);
        for (const char* name : {"web[5]", "web[6]"}) QVERIFY2(!made.runs(name), name);
        QVERIFY(!made.holds(station(made, "web").targets[4].answers));
    }
    // 60 % of one core, 50 ms of it a request: 12 a second.
    void aForecastKnowsWhatOneReplicaIsMeantToHave() {
        const Built made(served(
            kRate, ", 'requests': {'cpu': 1}, 'scaling': {'by': 'forecast', 'min': 2, 'max': 6, "
                   "'metrics': {'cpu': '60 %'}, 'ahead': '15 min', 'season': 'day', 'history': '7 d'}"));
        const model::Scaling& scaling = made.system->traffic.scalings.at(0);
        QCOMPARE(scaling.by, model::Scaling::By::forecast);
        QCOMPARE(scaling.perTarget, 12.0);
        QCOMPARE(scaling.ahead, 900.0);
        QVERIFY(scaling.shape.weeklyWaves == 0 && scaling.shape.halfLifeDays == 7.0);
    }
    void resizingStopsTheReplicasAndIsARoot() {
        Built made(served(
            kRate, ", 'scaling': {'by': 'vertical', 'sizes': [4, 2, 3], 'above': '80 %', 'takes': '2 min'}"));
        const model::Scaling& scaling = made.system->traffic.scalings.at(0);
        QCOMPARE(scaling.by, model::Scaling::By::vertical);
        QCOMPARE(station(made, "web").sizes, (std::vector<double>{2.0, 3.0, 4.0}));
        QVERIFY(scaling.above == 0.8 && scaling.below == 0.3);
        QCOMPARE(made.system->laws[scaling.takes].mean(), 120.0);
        QCOMPARE(made.system->roots[scaling.root].name, std::string("resize of web"));
        for (const model::Target& target : station(made, "web").targets) made.set(target.wanted, false);
        QVERIFY(!made.up("web") && !made.runs("web[1]"));
    }
};

QTEST_APPLESS_MAIN(CompileTrafficTest)
#include "tst_compile_traffic.moc"
