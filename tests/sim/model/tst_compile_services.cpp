// Reaching, delivering, rotation and shares of a machine (semantics.md 6 and 7).
#include <QtTest>

#include "tests/sim/model/built.hpp"

#include <cmath>

using namespace nueves;
using namespace nueves::built;
using scenario::Effect;

class ServicesTest : public QObject {
    Q_OBJECT

    static bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

    // 32 cores, three applications that ask for 4 each; the first can go into a busy loop.
    static scenario::Scenario threeApps(double share = 1.0) {
        scenario::Scenario file;
        Thing host = server();
        host.cpu = 32.0;
        file.parts = {host};
        for (const char* id : {"app1", "app2", "app3"}) {
            Thing app = on(service(id), {select({{"server"}})});
            app.requests.cpu = 4.0;
            file.services.push_back(app);
        }
        file.services[0] = failing(file.services[0], "bug", Effect::cpuHog, share);
        return file;
    }
    static scenario::Scenario behindABalancer() {
        scenario::Scenario file;
        Thing balancer = failing(thing("balancer", Kind::balancer));
        balancer.check = scenario::Check{std::chrono::seconds(2), 3, 2};
        file.parts = {balancer, server(2)};
        Thing web = on(service("web", 2), {select({{"server"}})});
        web.behind = {select({{"balancer"}})};
        web.required.share = 0.95;
        file.services = {web};
        return file;
    }

  private slots:
    void aBusyLoopOnBareMetalStarvesItsNeighbours() {
        Built built(threeApps());
        built.fail("app1[1]", "bug");
        QVERIFY(built.runs("app1[1]") && !built.works("app1[1]") && built.works("app2[1]"));
        QCOMPARE(built.fraction("app2"), 0.0);
        QVERIFY(!built.up("app2"));
        built.mend("app1[1]", "bug");
        QCOMPARE(built.fraction("app2"), 1.0);
    }
    void aHogOfFourFifthsLeavesFourFifthsOfWhatIsAsked() {
        Built built(threeApps(0.8));
        built.fail("app1[1]", "bug"); // takes 25.6 of 32: 6.4 are left for 8
        QVERIFY(near(built.fraction("app2"), 0.8) && built.up("app2") && !built.whole("app2"));
    }
    void aLimitBindsWhereverItIsWritten() {
        scenario::Scenario own = threeApps();
        own.services[0].limits.cpu = 4.0;
        scenario::Scenario container = threeApps();
        container.services[0].inside = {layer("container", Kind::container)};
        scenario::Scenario limited = container;
        limited.services[0].inside[0].limits.cpu = 4.0;
        scenario::Scenario vm = threeApps();
        vm.services[0].inside = {layer("vm", Kind::vm)};
        vm.services[0].inside[0].limits.cpu = 4.0;
        for (const auto& [file, speed] :
             {std::pair{&own, 1.0}, {&container, 0.0}, {&limited, 1.0}, {&vm, 1.0}}) {
            Built built(*file);
            built.fail("app1[1]", "bug");
            QCOMPARE(built.fraction("app2"), speed);
        }
    }
    void insideALimitedVmTheHogTakesFromItsNeighboursThere() {
        scenario::Scenario file = threeApps(0.5);
        Thing vm = on(thing("vm", Kind::vm), {select({{"server"}})});
        vm.limits.cpu = 8.0;
        file.parts.push_back(vm);
        for (int i : {0, 1}) file.services[static_cast<std::size_t>(i)].on = {select({{"vm"}})};
        Built built(file);
        built.fail("app1[1]",
                   "bug"); // takes 4 of the vm's 8: 4 are left for app2, which asks 4; outside 24 for 4
        QCOMPARE(built.fraction("app2"), 1.0);
        QCOMPARE(built.fraction("app3"), 1.0);
        file.services[0].failures[0].size = 0.75; // takes 6: 2 are left for 4
        Built worse(file);
        worse.fail("app1[1]", "bug");
        QVERIFY(near(worse.fraction("app2"), 0.5));
    }
    void aSlowPartSlowsWhatStandsOnIt() {
        scenario::Scenario file;
        Thing host = server();
        host.layers[0] = failing(layer("os", Kind::os), "swap", Effect::slow, 0.3);
        file.parts = {host};
        file.services = {failing(on(service("web"), {select({{"server"}})}), "old", Effect::slow, 0.5)};
        Built built(file);
        built.fail("server[1].os", "swap");
        QCOMPARE(built.fraction("web"), 0.3);
        built.fail("web[1]", "old");
        QCOMPARE(built.fraction("web"), 0.15);
        QVERIFY(built.up("web") && !built.whole("web"));
    }
    void aDeadTargetCostsItsShareUntilItLeavesTheRotation() {
        Built built(behindABalancer());
        QCOMPARE(built.system->rotations.size(), std::size_t{2});
        const model::Rotation& bit = built.system->rotations.raw()[1];
        QVERIFY(bit.name == "balancer[1] -> web[2]" && bit.fall == 3 && bit.rise == 2);
        built.fail("server[2]", "stop");
        QCOMPARE(built.fraction("web"), 0.5);
        QVERIFY(!built.up("web") && !built.holds(bit.healthy));
        built.set(bit.in, false);
        QCOMPARE(built.fraction("web"), 1.0);
        QVERIFY(built.up("web") && !built.whole("web"));
        built.fail("balancer[1]", "stop");
        QVERIFY(!built.up("web") && !built.holds(bit.holder));
    }
    void softwareInFrontIsAServiceWithItsOwnReplicas() {
        scenario::Scenario file;
        file.parts = {server(3)};
        Thing proxy = failing(
            on(service("proxy", 2), {select({{"server", 1, 1}}), select({{"server", 2, 2}})}), "crash");
        proxy.check = scenario::Check{std::chrono::seconds(2), 3, 2};
        Thing web = failing(on(service("web"), {select({{"server", 3, 3}})}), "crash");
        web.behind = {select({{"proxy"}})};
        file.services = {proxy, web};
        Built built(file);
        QVERIFY(built.system->rotations.raw()[0].name == "proxy -> web[1]");
        built.fail("proxy[1]", "crash");
        QVERIFY(built.up("web") && !built.whole("web"));
        QCOMPARE(built.fraction("web"), 0.5); // nobody takes users away from the dead one
        built.fail("server[2]", "stop");
        QVERIFY(!built.up("web") && !built.up("proxy") &&
                !built.holds(built.system->rotations.raw()[0].holder));
    }
    void withPolicyFirstAllUsersAreOnTheFirstBitSet() {
        scenario::Scenario file = behindABalancer();
        file.parts[0].policy = scenario::Policy::first;
        Built built(file);
        built.fail("server[2]", "stop");
        QCOMPARE(built.fraction("web"), 1.0);
        built.fail("server[1]", "stop");
        QCOMPARE(built.fraction("web"), 0.0);
        built.mend("server[2]", "stop");
        QCOMPARE(built.fraction("web"), 0.0); // the first is dead but still in rotation
        built.set(built.system->rotations.raw()[0].in, false);
        QCOMPARE(built.fraction("web"), 1.0);
    }
    void aCountAsksForReplicasAShareForWork() {
        scenario::Scenario file;
        file.parts = {server(2)};
        Thing counted = on(service("counted", 2), {select({{"server"}})});
        Thing shared = on(service("shared", 2), {select({{"server"}})});
        shared.required.share = 0.95;
        file.services = {counted, shared};
        Built built(file);
        QVERIFY(built.service("counted").required == "1 of 2" && built.service("shared").required == "95 %");
        QVERIFY(built.whole("shared"));
        built.fail("server[1].os", "stop");
        QVERIFY(built.up("counted") && !built.up("shared"));
    }
    void manyReplicasAreCountedAlsoThoseThatFallTogether() {
        scenario::Scenario file;
        file.parts = {server(4)};
        Thing web = on(service("web", 20), {select({{"server"}})});
        web.required.share = 0.75;
        file.services = {web};
        Built built(file);
        QVERIFY(built.whole("web"));
        built.fail("server[2]", "stop");
        QCOMPARE(built.fraction("web"), 0.75);
        QVERIFY(built.up("web") && !built.whole("web"));
        built.fail("server[3].os", "stop");
        QCOMPARE(built.fraction("web"), 0.5);
        QVERIFY(!built.up("web"));
    }
    void aServiceIsDownWithoutWhatItNeeds() {
        scenario::Scenario file;
        file.parts = {server()};
        Thing web = on(service("web"), {select({{"server"}})});
        Thing db = failing(service("db"));
        web.needs = name({{"db"}});
        file.services = {db, web};
        Built built(file);
        built.fail("db[1]", "stop");
        QVERIFY(!built.up("web") && built.runs("web[1]") && built.works("web[1]"));
        QVERIFY(!built.service("db").hasOn && built.service("web").hasOn);
    }
    void eitherOfTwoProvidersIsEnough() {
        scenario::Scenario file;
        Thing isp = failing(thing("isp", Kind::isp, 2), "line");
        Thing left = failing(thing("left", Kind::switchKind)),
              right = failing(thing("right", Kind::switchKind));
        left.net = name({{"isp", 1, 1}});
        right.net = name({{"isp", 2, 2}});
        Thing host = server();
        host.net = all({name({{"left"}}), name({{"right"}})});
        file.parts = {isp, left, right, host};
        file.services = {on(service("web"), {select({{"server"}})})};
        Built built(file);
        built.fail("isp[1]", "line");
        QVERIFY(built.up("web"));
        built.fail("right[1]", "stop");
        QVERIFY(!built.up("web") && built.works("web[1]"));
        built.mend("isp[1]", "line");
        QVERIFY(built.up("web"));
        built.fail("left[1]", "stop");
        QVERIFY(!built.up("web"));
    }
    void machinesAreEndsNotBridges() {
        scenario::Scenario file;
        Thing near = thing("near", Kind::switchKind), far = thing("far", Kind::switchKind);
        near.net = name({{"isp"}});
        Thing both = thing("both", Kind::host), host = server();
        both.net = all({name({{"near"}}), name({{"far"}})});
        host.net = name({{"far"}});
        file.parts = {both, far, thing("isp", Kind::isp), near, host};
        file.services = {on(service("web"), {select({{"server"}})})};
        QVERIFY(codes(file).contains("no-path"));
        file.services[0].on = {select({{"both"}})};
        QVERIFY(!codes(file).contains("no-path"));
    }
    void theBridgeOfLinksIsWhatItsPathsSay() { // Rausand & Hoyland, bridge structure: paths 14 25 135 234...
                                               // of five links
        scenario::Scenario file;
        for (const char* id : {"a", "b", "s", "t"}) file.parts.push_back(thing(id, Kind::component));
        const std::pair<const char*, const char*> ends[] = {
            {"s", "a"}, {"s", "b"}, {"a", "b"}, {"a", "t"}, {"b", "t"}};
        const char* const ids[] = {"l1", "l2", "l3", "l4", "l5"};
        for (int i = 0; i != 5; ++i) {
            Thing link = failing(thing(ids[i], Kind::link));
            link.between[0] = select({{ends[i].first}});
            link.between[1] = select({{ends[i].second}});
            file.parts.push_back(link);
        }
        std::sort(file.parts.begin(), file.parts.end(),
                  [](const Thing& x, const Thing& y) { return x.id < y.id; });
        Thing system = service("system");
        Expression path;
        path.op = Expression::Op::path;
        path.name = select({{"s"}});
        path.other = select({{"t"}});
        system.needs = path;
        file.services = {system};
        Built built(file);
        for (unsigned down = 0; down != 32; ++down) {
            const auto ok = [&](unsigned link) { return (down >> (link - 1) & 1U) == 0; };
            for (unsigned i = 0; i != 5; ++i)
                built.set(built.mode(std::string(ids[i]) + "[1]", "stop").absent, ok(i + 1));
            const bool wanted = (ok(1) && ok(4)) || (ok(2) && ok(5)) || (ok(1) && ok(3) && ok(5)) ||
                                (ok(2) && ok(3) && ok(4));
            QCOMPARE(built.up("system"), wanted);
        }
    }
    void aMajorityMustReachOneAnother() {
        scenario::Scenario file;
        Thing left = failing(thing("left", Kind::switchKind)), right = thing("right", Kind::switchKind);
        left.net = name({{"right"}});
        Thing one = server(1, "one"), two = server(2, "two");
        one.net = name({{"left"}});
        two.net = name({{"right"}});
        Thing trunk = thing("trunk", Kind::isp);
        file.parts = {left, one, right, trunk, two};
        Thing quorum = service("quorum");
        quorum.needs = combine(Expression::Op::most, {name({{"one"}}), name({{"two"}})});
        file.services = {quorum};
        Built built(file);
        built.fail("two[1]", "stop");
        QVERIFY(built.up("quorum"));
        built.fail("left[1]", "stop"); // one[1] is alone, two[2] is alone
        QVERIFY(!built.up("quorum") && built.works("one[1]") && built.works("two[2]"));
        built.mend("two[1]", "stop");
        QVERIFY(built.up("quorum"));
    }
    void requestsAboveTheMachineAreAnError() {
        scenario::Scenario file = threeApps();
        file.parts[0].cpu = 10.0;
        QVERIFY(codes(file).contains("requests-above-host"));
        file.parts[0].cpu = 12.0;
        QCOMPARE(codes(file), QString());
        file.parts[0].layers[0].overheadShare = 0.1;
        QVERIFY(codes(file).contains("requests-above-host"));
    }
    void hiddenFaultsBelowAServiceAreKnownToIt() {
        scenario::Scenario file;
        Thing host = server(2);
        host.failures[0].detect.hidden = 0.3;
        file.parts = {host};
        file.services = {on(service("web"), {select({{"server"}})})};
        Built built(file);
        const auto& below = built.service("web").modesBelow;
        QCOMPARE(below.size(), std::size_t{1}); // it stands on the first alone
        QVERIFY(below[0] == built.system->modeOf[built.at("server[1]").modes.first]);
    }
};

QTEST_APPLESS_MAIN(ServicesTest)
#include "tst_compile_services.moc"
