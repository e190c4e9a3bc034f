// Ways that split: over a pair, between machines, from where users sit, from feeds to supplies.
// 4 to 7).
#include <QtTest>

#include "tests/sim/model/built.hpp"

#include <cmath>

using namespace nueves;
using namespace nueves::built;
using scenario::Effect;

class WaysTest : public QObject {
    Q_OBJECT

    static bool near(double a, double b) { return std::abs(a - b) < 1e-12; }
    static Thing connected(Thing made, std::vector<Expression> to) {
        made.net = all(std::move(to));
        return made;
    }
    static Expression one(const char* id) { return name({{id}}); }
    static Thing pairOf(std::vector<Expression> members) {
        Thing pair = thing("pair", Kind::standby);
        pair.of = all(std::move(members));
        return pair;
    }
    static Thing cable(std::string id, Selector a, Selector b) {
        Thing made = failing(thing(std::move(id), Kind::link));
        made.between[0] = std::move(a);
        made.between[1] = std::move(b);
        return made;
    }
    static Selector member(const char* id, int number) { return select({{id, number, number}}); }

    // Five machines, each with a cable to each of the others, and a line of users that touches none.
    static scenario::Scenario mesh() {
        scenario::Scenario file;
        for (int i = 1; i != 6; ++i)
            for (int j = i + 1; j != 6; ++j)
                file.parts.push_back(cable("cable" + std::to_string(i) + std::to_string(j),
                                           member("server", i), member("server", j)));
        file.parts.push_back(thing("isp", Kind::isp));
        file.parts.push_back(server(5));
        Thing quorum = service("quorum");
        quorum.needs = combine(Expression::Op::most, {one("server")});
        file.services = {quorum};
        return file;
    }
    // Two machines of 8 cores, each with a vm of 6; `app` on the pair of vms, `other` on the second machine
    // itself.
    static scenario::Scenario vmsOfAPair() {
        scenario::Scenario file;
        Thing host = server(2);
        host.cpu = 8.0;
        Thing vm = on(failing(thing("vm", Kind::vm, 2)), {select({{"server"}})});
        vm.limits.cpu = 6.0;
        file.parts = {pairOf({one("vm")}), host, vm};
        Thing app = failing(on(service("app"), {select({{"pair"}})}), "bug", Effect::cpuHog);
        Thing other = on(service("other"), {member("server", 2)});
        app.requests.cpu = 1.0;
        other.requests.cpu = 4.0;
        file.services = {app, other};
        return file;
    }

  private slots:
    void aPathLeadsToTheActiveMemberOfAPair() {
        scenario::Scenario file;
        file.parts = {
            connected(failing(thing("left", Kind::host)), {one("wire")}), pairOf({one("left"), one("right")}),
            connected(thing("right", Kind::host), {one("wire")}),
            connected(thing("shop", Kind::host), {one("wire")}), failing(thing("wire", Kind::switchKind))};
        Thing sales = service("sales");
        Expression path;
        path.op = Expression::Op::path;
        path.name = select({{"pair"}});
        path.other = select({{"shop"}});
        sales.needs = path;
        file.services = {sales};
        Built built(file);
        const model::Pair& pair = built.pair("pair[1]");
        for (const bool first : {true, false}) {
            built.set(pair.members[0].role, first);
            built.set(pair.members[1].role, !first);
            QVERIFY(built.up("sales"));
        }
        built.fail("wire[1]", "stop");
        QVERIFY(!built.up("sales"));
    }
    void whereUsersSitIsNoBridge() {
        scenario::Scenario file;
        file.parts = {cable("cable", select({{"far"}}), select({{"near"}})),
                      thing("far", Kind::switchKind),
                      connected(thing("isp", Kind::isp), {one("near")}),
                      thing("near", Kind::switchKind),
                      connected(thing("office", Kind::site), {one("far"), one("near")}),
                      connected(server(), {one("far")})};
        Thing inside = on(service("inside"), {select({{"server"}})});
        inside.from = select({{"office"}});
        file.services = {inside, on(service("public"), {select({{"server"}})})};
        Built built(file);
        built.fail("cable[1]", "stop"); // the office has its own wire to each switch
        QVERIFY(built.up("inside") && !built.up("public"));
    }
    void machinesJoinedTwoByTwoAreAMajority() {
        Built built(mesh());
        QVERIFY(built.up("quorum"));
        built.fail("server[1]", "stop");
        built.fail("server[2]", "stop");
        QVERIFY(built.up("quorum"));
        built.fail("cable34[1]", "stop");
        QVERIFY(!built.up("quorum")); // 3 and 4 do not reach one another
        built.mend("server[2]", "stop");
        QVERIFY(built.up("quorum")); // 2, 5 and one of them
    }
    void replicasOfOneMachineReachOneAnotherWithoutANet() {
        scenario::Scenario file;
        Thing wire = failing(thing("wire", Kind::switchKind));
        file.parts = {connected(server(2), {one("wire")}), wire};
        Thing store =
            failing(on(service("store", 3), {member("server", 1), member("server", 1), member("server", 2)}));
        Thing quorum = service("quorum");
        quorum.needs = combine(Expression::Op::most, {one("store")});
        file.services = {quorum, store};
        Built built(file);
        built.fail("wire[1]", "stop");
        QVERIFY(built.up("quorum"));
        built.fail("store[2]", "stop");
        QVERIFY(!built.up("quorum"));
    }
    void aLeakInAVmStarvesThatVmAlone() {
        scenario::Scenario file;
        Thing host = server(), vm = on(thing("vm", Kind::vm), {select({{"server"}})});
        host.memory = 100.0;
        vm.memory = 50.0;
        file.parts = {host, vm};
        Thing app = failing(on(service("app"), {select({{"vm"}})}), "leak", Effect::memoryLeak, 1.0);
        app.requests.memory = 20.0;
        file.services = {app, on(service("guest"), {select({{"vm"}})}),
                         on(service("host"), {select({{"server"}})})};
        Built built(file);
        const model::Mode& leak = built.mode("app[1]", "leak");
        QCOMPARE(core::seconds(leak.leakTime), 30.0);
        built.set(leak.starved, false);
        QVERIFY(!built.up("app") && !built.up("guest") && built.up("host"));
    }
    void aHogOnAPairOfVmsTakesFromTheMachineOfTheActiveOne() {
        Built built(vmsOfAPair());
        const model::Pair& pair = built.pair("pair[1]");
        built.set(pair.members[1].role, false);
        built.fail("app[1]", "bug");
        QCOMPARE(built.fraction("other"), 1.0); // busy in the first machine
        built.set(pair.members[0].role, false);
        built.set(pair.members[1].role, true);
        QVERIFY(near(built.fraction("other"), 0.5)); // the vm takes 6 of 8, 2 are left for 4
    }
    void whatStandsOnAPairIsSlowedWhereItIs() {
        scenario::Scenario file = vmsOfAPair();
        file.services[0].failures.clear();
        file.services[1] = failing(file.services[1], "bug", Effect::cpuHog);
        Built built(file);
        const model::Pair& pair = built.pair("pair[1]");
        built.set(pair.members[1].role, false);
        built.fail("other[1]", "bug");
        QCOMPARE(built.fraction("app"), 1.0); // the second machine has nothing left
        built.set(pair.members[0].role, false);
        built.set(pair.members[1].role, true);
        QCOMPARE(built.fraction("app"), 0.0);
    }
    void aLimitAboveItsCoresBindsNoVm() {
        scenario::Scenario file = vmsOfAPair();
        file.parts[2].cpu = 2.0;
        Built built(file);
        built.set(built.pair("pair[1]").members[0].role, false);
        built.fail("app[1]", "bug");
        QCOMPARE(built.fraction("other"), 1.0); // 6 of 8 are left for 4
    }
    void aSlowDiskInAShelfOfAMachineSlowsIt() {
        scenario::Scenario file;
        Thing host = server(), shelf = thing("shelf", Kind::component);
        shelf.parts = {failing(thing("disk", Kind::disk), "worn", Effect::slow, 0.3)};
        host.parts = {shelf};
        file.parts = {host};
        file.services = {on(service("web"), {select({{"server"}})})};
        Built built(file);
        built.fail("server[1].shelf[1].disk[1]", "worn");
        QCOMPARE(built.fraction("web"), 0.3);
    }
    void suppliesOfTwoNamesGetTwoFeeds() {
        scenario::Scenario file;
        Thing host = server();
        host.parts = {thing("left", Kind::psu), thing("right", Kind::psu)};
        host.power = turn({one("feed-a"), one("feed-b")});
        file.parts = {failing(thing("feed-a", Kind::pdu)), failing(thing("feed-b", Kind::pdu)), host};
        Built built(file);
        built.fail("feed-b[1]", "stop");
        QVERIFY(built.works("server[1].left[1]") && !built.works("server[1].right[1]"));
    }
};

QTEST_APPLESS_MAIN(WaysTest)
#include "tst_compile_ways.moc"
