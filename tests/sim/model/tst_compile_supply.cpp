// Power, standby, common causes, planned work and the script (semantics.md 4, 5, 8, 9).
#include <QtTest>

#include "tests/sim/model/built.hpp"

using namespace nueves;
using namespace nueves::built;
using scenario::Effect;

class SupplyTest : public QObject {
    Q_OBJECT

    static scenario::Scenario pairOfServers(bool withOs) {
        scenario::Scenario file;
        Thing host = failing(thing("server", Kind::host, 2));
        if (withOs) host.layers = {failing(layer("os", Kind::os))};
        host.failures[0].repair->list[0].beginsAfterSwitch = true;
        Thing pair = thing("pair", Kind::standby);
        pair.of = name({{"server"}});
        pair.reserve = 0.0;
        pair.switchOver = takes(core::Law::fixed(30.0));
        file.parts = {pair, host};
        file.services = {failing(on(service("web"), {select({{"pair"}})}), "crash")};
        return file;
    }

  private slots:
    void twoFeedsReachTheTwoSuppliesOfAMachine() {
        scenario::Scenario file;
        Thing host = server();
        host.parts = {failing(thing("psu", Kind::psu, 2))};
        host.parts[0].need = 1;
        host.power = turn({name({{"feed-a"}}), name({{"feed-b"}})});
        file.parts = {failing(thing("feed-a", Kind::pdu)), failing(thing("feed-b", Kind::pdu)), host};
        Built built(file);
        built.fail("feed-a[1]", "stop");
        QVERIFY(!built.works("server[1].psu[1]") && built.works("server[1].psu[2]") &&
                built.runs("server[1]"));
        built.fail("server[1].psu[2]", "stop");
        QVERIFY(!built.runs("server[1]") && !built.runs("server[1].os"));
        built.mend("feed-a[1]", "stop");
        QVERIFY(built.runs("server[1]"));
    }
    void whatAPlaceStatesItsContentsInherit() {
        scenario::Scenario file;
        Thing zone = thing("zone", Kind::zone, 2);
        zone.power = name({{"ups"}});
        zone.crew = select({{"staff"}});
        Thing ups = failing(thing("ups", Kind::ups));
        ups.power = name({{"grid"}});
        zone.parts = {failing(thing("grid", Kind::grid), "cut"), server(), ups};
        file.parts = {zone};
        file.crews = {crew("staff", 1)};
        Built built(file);
        const auto crewOf = [&](const char* full, const char* id) {
            const auto& job = built.system->jobs[built.mode(full, id).repair];
            return built.system->attempts[job.attempts.first].crew;
        };
        QCOMPARE(crewOf("zone[2].server[1].os", "stop"), model::CrewId{0U});
        QCOMPARE(crewOf("zone[2].grid[1]", "cut"),
                 model::CrewId{}); // who comes from outside brings its own people
        built.fail("zone[2].ups[1]", "stop");
        QVERIFY(!built.runs("zone[2].server[1]") && built.runs("zone[1].server[1]") &&
                built.runs("zone[2].ups[1]"));
        QVERIFY(built.at("zone[2].ups[1]").settleOrder < built.at("zone[2].server[1]").settleOrder);
    }
    void aRepairThatNeedsNobodyAsksNoCrew() {
        scenario::Scenario file;
        Thing zone = thing("zone", Kind::zone);
        zone.crew = select({{"staff"}});
        Thing host = failing(server(), "reset", hours(100), hours(1), "nobody");
        host.layers[0].crew = select({{"nobody"}}); // and so does all that the key is inherited by
        zone.parts = {host};
        file.parts = {zone};
        file.crews = {crew("staff", 1)};
        Built built(file);
        const auto crewOf = [&](const char* full, const char* id) {
            const auto& job = built.system->jobs[built.mode(full, id).repair];
            return built.system->attempts[job.attempts.first].crew;
        };
        QCOMPARE(crewOf("zone[1].server[1]", "stop"), model::CrewId{0U});
        QCOMPARE(crewOf("zone[1].server[1]", "reset"), model::CrewId{});
        QCOMPARE(crewOf("zone[1].server[1].os", "stop"), model::CrewId{});
    }
    void whatFeedsAPlaceMayStandInIt() {
        scenario::Scenario file;
        Thing site = thing("site", Kind::site);
        site.power = name({{"grid"}});
        Thing rack = thing("rack", Kind::rack);
        rack.power = name({{"strip"}});
        rack.parts = {server(), failing(thing("strip", Kind::pdu))};
        site.parts = {rack};
        file.parts = {failing(thing("grid", Kind::grid), "cut"), site};
        Built built(file);
        built.fail("grid[1]", "cut"); // the strip is fed by what feeds the place around its rack
        QVERIFY(!built.works("site[1].rack[1].strip[1]") && !built.runs("site[1].rack[1].server[1]"));
        built.mend("grid[1]", "cut");
        built.fail("site[1].rack[1].strip[1]", "stop");
        QVERIFY(!built.runs("site[1].rack[1].server[1]") && built.runs("site[1].rack[1]"));
    }
    void aUpsBridgesUntilItsBatteryIsEmpty() {
        scenario::Scenario file;
        Thing ups = failing(thing("ups", Kind::ups));
        ups.power = name({{"grid"}});
        ups.bridges = std::chrono::minutes(10);
        Thing host = server();
        host.power = name({{"ups"}});
        file.parts = {failing(thing("grid", Kind::grid), "cut"), host, ups};
        Built built(file);
        QCOMPARE(built.system->batteries.size(), std::size_t{1});
        const model::Battery battery = built.system->batteries[0];
        built.fail("grid[1]", "cut");
        QVERIFY(!built.holds(battery.input) && built.runs("server[1]"));
        built.set(battery.charged, false);
        QVERIFY(!built.runs("server[1]"));
        built.mend("grid[1]", "cut");
        QVERIFY(built.runs("server[1]"));
        built.fail("ups[1]", "stop");
        QVERIFY(!built.runs("server[1]") && built.runs("ups[1]"));
    }
    void aGeneratorIsAskedWhenWhatComesBeforeItFails() {
        scenario::Scenario file;
        Thing generator = failing(thing("generator", Kind::generator));
        generator.startup = takes(core::Law::fixed(20.0));
        generator.fuel = std::chrono::hours(24);
        Thing host = server();
        host.power = any({name({{"grid"}}), name({{"generator"}})});
        file.parts = {generator, failing(thing("grid", Kind::grid), "cut"), host,
                      thing("lone", Kind::generator)};
        Built built(file);
        QVERIFY(!built.runs("generator[1]") && built.runs("lone[1]"));
        const model::Thing& machine = built.at("generator[1]");
        QVERIFY(machine.startup && machine.notStarting);
        const model::Generator& record = built.system->generators[0];
        QVERIFY(!built.holds(record.asked));
        built.fail("grid[1]", "cut");
        QVERIFY(built.holds(record.asked) && built.runs("generator[1]") && built.runs("server[1]"));
        built.set(machine.notStarting, false);
        QVERIFY(!built.runs("server[1]"));
        built.set(machine.notStarting, true);
        built.set(record.fuelled, false);
        QVERIFY(!built.runs("generator[1]") && !built.runs("server[1]"));
    }
    void thePairIsItsActiveMemberUnlessItIsBeingSwitched() {
        Built built(pairOfServers(false));
        const model::Pair& pair = built.pair("pair[1]");
        QCOMPARE(pair.members.size(), std::size_t{2});
        QVERIFY(!pair.hot && pair.reserveSpeed == 0.0 && !pair.failbackRoot);
        built.set(pair.members[1].role, false); // server[1] is active
        QVERIFY(built.up("web"));
        built.fail("server[2]", "stop");
        QVERIFY(built.up("web") && built.works("pair[1]"));
        built.mend("server[2]", "stop");
        built.fail("server[1]", "stop");
        QVERIFY(!built.runs("web[1]") && !built.works("pair[1]"));
        built.set(pair.members[0].role, false);
        built.set(pair.members[1].role, true);
        QVERIFY(built.up("web") && built.works("pair[1]"));
        built.set(pair.notSwitching, false);
        QVERIFY(!built.runs("web[1]") && !built.works("pair[1]"));
    }
    void theModesOfMembersKnowTheirPairAndMayWaitForItsSwitch() {
        Built built(pairOfServers(true));
        const model::Pair& pair = built.pair("pair[1]");
        const model::Mode& mode = built.mode("server[2]", "stop");
        QCOMPARE(mode.memberOf, std::vector<model::PairId>{model::PairId{0U}});
        QCOMPARE(built.system->jobs[mode.repair].waitsFor, mode.memberOf);
        QCOMPARE(built.mode("server[2].os", "stop").memberOf, mode.memberOf);
        QVERIFY(built.mode("web[1]", "crash").memberOf.empty());
        QCOMPARE(pair.members[0].modes.size(), std::size_t{2});
        QCOMPARE(pair.members[0].things.size(), std::size_t{2});
        QVERIFY(built.at("web[1]").pairsOn == std::vector<std::uint32_t>{0});
        built.set(pair.members[1].role, false);
        built.fail("server[1].os", "stop"); // a machine that is a member is there with its system
        QVERIFY(!built.up("web") && !built.holds(pair.members[0].works) &&
                built.holds(pair.members[0].supplied));
    }
    void aSharedFaultStopsAllItsVictimsAndOneWithModeHasNoLeaf() {
        scenario::Scenario file;
        file.parts = {server(2)};
        file.services = {on(service("web", 2), {select({{"server"}})})};
        scenario::CommonCause push, batch;
        push.id = "bad-push";
        push.every = hours(17532);
        push.hits = name({{"web"}});
        push.repair = takes(hours(1));
        batch.id = "batch";
        batch.beta = 0.05;
        batch.mode = "stop";
        batch.hits = name({{"server"}});
        file.commonCauses = {push, batch};
        Built built(file);
        const auto& causes = built.system->causes.raw();
        QCOMPARE(causes[0].victims.size(), std::size_t{2});
        built.set(causes[0].absent, false);
        QVERIFY(!built.runs("web[1]") && !built.runs("web[2]") && built.runs("server[1].os"));
        QVERIFY(!causes[1].absent && causes[1].beta && causes[1].modes.size() == 2);
        // Fleming: 0.95 of each member's rate is its own, 0.05 of one member's rate strikes all
        const auto& laws = built.system->laws;
        QVERIFY(qFuzzyCompare(laws[built.mode("server[1]", "stop").every].mean(), 1000.0 * 3600.0 / 0.95));
        QVERIFY(qFuzzyCompare(laws[causes[1].every].mean(), 1000.0 * 3600.0 / 0.05));
        QVERIFY(qFuzzyCompare(laws[built.mode("server[1].os", "stop").every].mean(), 1000.0 * 3600.0));
    }
    void aDisasterStrikesWhatStandsWithinItsRadius() {
        scenario::Scenario file;
        Thing site = thing("site", Kind::site, 2);
        site.at = {{40.4168, -3.7038}, {41.3874, 2.1686}}; // Madrid and Barcelona: 505 km apart on the sphere
        site.parts = {server()};
        file.parts = {site};
        scenario::CommonCause flood;
        flood.id = "flood";
        flood.every = hours(1e6);
        flood.hits = all({name({{"site"}, {"server"}})});
        flood.repair = takes(hours(100));
        flood.at = scenario::GeoPoint{40.4168, -3.7038};
        flood.radius = 500e3;
        scenario::CommonCause wide = flood;
        wide.id = "wide";
        wide.radius = 510e3;
        file.commonCauses = {flood, wide};
        Built built(file);
        QCOMPARE(built.system->causes.raw()[0].victims.size(), std::size_t{1});
        QCOMPARE(built.system->causes.raw()[1].victims.size(), std::size_t{2});
        built.set(built.system->causes.raw()[0].absent, false);
        QVERIFY(!built.runs("site[1].server[1]") && built.runs("site[2].server[1]"));
    }
    void plannedWorkOfAllZonesIsOneGroup() {
        scenario::Scenario file;
        Thing zone = thing("zone", Kind::zone, 2);
        zone.parts = {server()};
        scenario::Maintenance patching;
        patching.name = "patching";
        patching.every = std::chrono::hours(720);
        patching.takes = core::Law::fixed(600.0);
        zone.parts[0].layers[0].maintenance = {patching};
        file.parts = {zone};
        file.services = {on(service("web", 2), {select({{"zone"}, {"server"}})})};
        Built built(file);
        const auto& works = built.system->works.raw();
        QCOMPARE(works.size(), std::size_t{2});
        QCOMPARE(works[0].group, works[1].group);
        QVERIFY(works[0].path == "zone.server.os patching");
        built.set(works[1].absent, false);
        QVERIFY(!built.runs("zone[2].server[1].os") && built.runs("zone[1].server[1].os") && built.up("web"));
        const auto& root = built.system->roots[works[1].root];
        QVERIFY(root.planned && root.name == "maintenance.patching of zone[2].server[1].os");
        QVERIFY(root.group == "maintenance.patching of zone.server.os");
    }
    void theScriptStrikesWithItsOwnFaultOrWithOneOfTheThings() {
        scenario::Scenario file;
        file.parts = {server(2)};
        file.services = {on(service("web", 2), {select({{"server"}})})};
        scenario::ScriptAction kill;
        kill.at = core::kStart + std::chrono::hours(1);
        kill.verb = "kill";
        kill.on = select({{"server", 2, 2}});
        scenario::ScriptAction hang = kill;
        hang.verb = "hang";
        hang.on = select({{"web", 1, 1}});
        hang.duration = std::chrono::minutes(20);
        scenario::ScriptAction stop = kill;
        stop.verb = "stop";
        stop.on = select({{"web"}});
        file.script = {kill, hang, stop};
        Built built(file);
        const auto& actions = built.system->actions.raw();
        QVERIFY(!actions[0].absents.front());
        QCOMPARE(actions[0].modes.size(), std::size_t{1});
        QVERIFY(actions[0].modes[0] == built.system->modeOf[built.at("server[2]").modes.first]);
        built.set(actions[1].absents.front(), false);
        QVERIFY(built.runs("web[1]") && !built.works("web[1]") && built.works("web[2]"));
        built.set(actions[2].absents[0], false); // member by member
        QVERIFY(!built.runs("web[1]") && built.runs("web[2]"));
        built.set(actions[2].absents[1], false);
        QVERIFY(!built.runs("web[1]") && !built.runs("web[2]"));
        QVERIFY(built.system->roots[actions[0].root].name == "script: kill server[2]");
        file.script = {hang};
        file.script[0].duration.reset();
        QVERIFY(codes(file).contains("no-repair-for-action"));
    }
    void asManyOrdersAsCanBeOnTheirWay() {
        scenario::Scenario file;
        file.parts = {failing(thing("unit", Kind::component, 3))};
        file.parts[0].failures[0].repair->list[0].spare = select({{"box"}});
        scenario::Spare box;
        box.id = "box";
        box.stock = 2;
        box.lead = hours(50);
        file.spares = {box};
        Built built(file);
        QCOMPARE(built.system->stocks.raw()[0].orders.size(), 5U); // the stock and one for each that may wait
        QCOMPARE(built.system->clocks[built.system->orderClocks[4].second].event.subject, 4U);
    }
};

QTEST_APPLESS_MAIN(SupplyTest)
#include "tst_compile_supply.moc"
