// Parts, layers and carriers: what falls when what fails, and what everything is called (semantics.md 1, 4,
// 6, 10).
#include <QtTest>

#include "sim/core/random.hpp"
#include "tests/sim/model/built.hpp"

using namespace nueves;
using namespace nueves::built;
using scenario::Effect;

class CompileTest : public QObject {
    Q_OBJECT

    static scenario::Scenario textbook() {
        scenario::Scenario file;
        file.parts = {failing(thing("unit", Kind::component, 3), "stop", hours(1000), hours(10), "fitter")};
        Thing system = service("system");
        system.needs = atLeast(2, {name({{"unit"}})});
        file.services = {system};
        file.crews = {crew("fitter", 1)};
        return file;
    }

  private slots:
    void theTextbookSystemIsThreeLeavesAndOneGate() {
        Built built(textbook());
        QCOMPARE(built.system->circuit.gates.size(), std::size_t{4});
        for (const auto& one : built.system->things) {
            QVERIFY(!one.supplied && !one.notStarting && !one.carries);
            QVERIFY(one.works == one.runs && one.works == one.ownOk);
        }
        QVERIFY(built.at("unit[2]").works == built.mode("unit[2]", "stop").absent);
        QVERIFY(!built.service("system").fraction);
        built.fail("unit[1]", "stop");
        QVERIFY(built.up("system"));
        built.fail("unit[3]", "stop");
        QVERIFY(!built.up("system"));
        built.mend("unit[1]", "stop");
        QVERIFY(built.up("system") && built.whole("system"));
    }
    void drawsAndRootsHaveTheNamesOfTheirEntity() {
        Built built(textbook());
        const model::System& system = *built.system;
        const model::Mode& mode = built.mode("unit[2]", "stop");
        const auto& attempt = system.attempts[system.jobs[mode.repair].attempts.first];
        QVERIFY(mode.candidate && system.clocks[mode.everyClock].candidate);
        QCOMPARE(attempt.crew, model::CrewId{0U});
        QCOMPARE(system.streams[mode.everyStream], core::streamKey("unit[2]", "stop.every"));
        QCOMPARE(system.streams[attempt.phaseStreams[3]], core::streamKey("unit[2]", "stop.repair[1].takes"));
        QVERIFY(system.roots[mode.root].name == "unit[2].stop" &&
                system.roots[mode.root].group == "unit.stop");
        QVERIFY(system.jobs[mode.repair].name == "unit[2] stop.repair");
        const auto& clock = system.clocks[system.jobs[mode.repair].clock];
        QCOMPARE(clock.event.subject, mode.repair.value);
        QVERIFY(clock.entity == "unit[2]" && clock.purpose == "stop.repair");
    }
    void anUnrelatedPartChangesNoOrderAmongTheOthers() {
        const auto rest = [](const scenario::Scenario& file) {
            Built built(file);
            std::vector<std::string> order;
            for (const auto& gate : built.system->modes)
                if (built.system->things[gate.thing].path != "another")
                    order.push_back(built.system->things[gate.thing].name);
            std::vector<std::pair<std::uint32_t, std::string>> leaves;
            for (const auto& mode : built.system->modes)
                if (built.system->things[mode.thing].path != "another")
                    leaves.emplace_back(mode.absent.value, built.system->things[mode.thing].name);
            std::sort(leaves.begin(), leaves.end());
            for (const auto& [gate, text] : leaves) order.push_back(text);
            for (const auto& entry : built.system->clocks)
                if (!entry.entity.starts_with("another")) order.push_back(entry.entity + " " + entry.purpose);
            return order;
        };
        scenario::Scenario file = textbook();
        const auto before = rest(file);
        file.parts.insert(file.parts.begin(), failing(thing("another", Kind::component, 12)));
        QVERIFY(rest(file) == before);
    }
    void membersStandInOrderOfNumber() {
        scenario::Scenario file;
        file.parts = {thing("unit", Kind::component, 11)};
        Built built(file);
        QVERIFY(built.system->things.raw()[1].name == "unit[2]");
        QVERIFY(built.system->things.raw()[10].name == "unit[11]");
    }
    void onBareMetalEachLayerCarriesTheNext() {
        scenario::Scenario file;
        file.parts = {server(2)};
        file.services = {failing(on(service("web", 2), {select({{"server"}})}), "crash")};
        Built built(file);
        built.fail("web[1]", "crash");
        QVERIFY(!built.works("web[1]") && built.works("server[1].os") && built.up("web"));
        QCOMPARE(built.fraction("web"), 0.5);
        QVERIFY(!built.whole("web"));
        built.fail("server[2].os", "stop");
        QVERIFY(!built.runs("web[2]") && built.runs("server[2]") && !built.up("web"));
        built.mend("web[1]", "crash");
        built.fail("server[1]", "stop");
        QVERIFY(!built.runs("server[1].os") && !built.runs("web[1]"));
        QVERIFY(built.at("web[1]").carrier == built.at("server[1].os").carrier || built.at("web[1]").soft);
    }
    void aContainerInAVmStandsOnTheVmsOwnRuntime() {
        scenario::Scenario file;
        Thing host = server();
        host.layers = {failing(layer("os", Kind::os)), failing(layer("hypervisor", Kind::hypervisor)),
                       failing(layer("runtime", Kind::runtime))};
        file.parts = {host};
        Thing web = on(service("web"), {select({{"server"}})});
        Thing vm = failing(layer("vm", Kind::vm));
        vm.layers = {failing(layer("os", Kind::os)), failing(layer("runtime", Kind::runtime))};
        web.inside = {vm, failing(layer("container", Kind::container))};
        file.services = {web};
        Built built(file);
        const auto carrier = [&](const char* full) {
            return QString::fromStdString(built.system->things[built.at(full).carrier].name);
        };
        QCOMPARE(carrier("web[1]"), "web[1].container");
        QCOMPARE(carrier("web[1].container"), "web[1].vm.runtime");
        QCOMPARE(carrier("web[1].vm.runtime"), "web[1].vm.os");
        QCOMPARE(carrier("web[1].vm.os"), "web[1].vm");
        QCOMPARE(carrier("web[1].vm"), "server[1].hypervisor");
        QCOMPARE(carrier("server[1].hypervisor"), "server[1].os");
        QCOMPARE(carrier("server[1].runtime"), "server[1].os");
        built.fail("server[1].runtime", "stop"); // nothing stands on it
        QVERIFY(built.up("web"));
        built.fail("server[1].hypervisor", "stop");
        for (const char* full :
             {"web[1].vm", "web[1].vm.os", "web[1].vm.runtime", "web[1].container", "web[1]"})
            QVERIFY(!built.runs(full));
        QVERIFY(built.runs("server[1].os"));
    }
    void aContainerWithoutVmStandsOnTheMachinesRuntime() {
        scenario::Scenario file;
        Thing host = server();
        host.layers.push_back(failing(layer("runtime", Kind::runtime)));
        file.parts = {host};
        Thing web = on(service("web"), {select({{"server"}})});
        web.inside = {layer("container", Kind::container)};
        file.services = {web, on(service("bare"), {select({{"server"}})})};
        Built built(file);
        built.fail("server[1].runtime", "stop");
        QVERIFY(!built.up("web") && built.up("bare"));
    }
    void startupsLingerOnlyWhereSomethingCanStop() {
        scenario::Scenario file;
        Thing host = server();
        host.startup = takes(core::Law::fixed(120.0));
        host.layers[0].startup = takes(core::Law::fixed(60.0));
        file.parts = {host};
        Built built(file);
        QVERIFY(!built.at("server[1]")
                     .startup); // nothing supplies it: only its own repair brings it back, at once
        const model::Thing& os = built.at("server[1].os");
        QVERIFY(os.startup && os.notStarting);
        QCOMPARE(built.system->jobs[os.startup].subject, 1U);
        built.set(os.notStarting, false);
        QVERIFY(!built.runs("server[1].os") && built.holds(os.supplied) && built.holds(os.ownOk));
    }
    void innerPartsAreNeededAndLiveOnWithoutTheMachine() {
        scenario::Scenario file;
        Thing host = failing(thing("server", Kind::host));
        host.parts = {failing(thing("disk", Kind::disk, 3))};
        host.parts[0].need = 2;
        file.parts = {host};
        Built built(file);
        built.fail("server[1]", "stop");
        QVERIFY(built.runs("server[1].disk[1]"));
        built.mend("server[1]", "stop");
        built.fail("server[1].disk[1]", "stop");
        QVERIFY(built.works("server[1]"));
        built.fail("server[1].disk[3]", "stop");
        QVERIFY(!built.runs("server[1]"));
    }
    void aHangIsFrozenButRunsAndStopsWhatItCarries() {
        scenario::Scenario file;
        Thing host = thing("server", Kind::host);
        host.layers = {failing(layer("os", Kind::os), "freeze", Effect::hang)};
        file.parts = {host};
        file.services = {on(service("web"), {select({{"server"}})})};
        Built built(file);
        built.fail("server[1].os", "freeze");
        QVERIFY(built.runs("server[1].os") && !built.works("server[1].os") && !built.runs("web[1]"));
    }
    void aPanicStopsTheNearestSystemBelow() {
        scenario::Scenario file;
        file.parts = {server()};
        Thing web = failing(on(service("web"), {select({{"server"}})}), "driver", Effect::panic);
        file.services = {web};
        Built built(file);
        const model::Mode& mode = built.mode("web[1]", "driver");
        QVERIFY(built.system->things[mode.victim].name == "server[1].os");
        QVERIFY(built.system->things[mode.thing].name == "web[1]");
        const model::Range struck = built.at("server[1].os").modes;
        QCOMPARE(struck.size(), 2U); // its own and the panic
        QCOMPARE(built.at("web[1]").modes.size(), 0U);
        QCOMPARE(built.at("web[1]").clocked.size(), 1U);
        built.fail("web[1]", "driver");
        QVERIFY(!built.runs("server[1].os") && !built.runs("web[1]") && built.runs("server[1]"));
    }
    void aStandingFaultOfAPlaceStopsAllInsideButNotWhatComesFromOutside() {
        scenario::Scenario file;
        Thing zone = failing(thing("zone", Kind::zone, 2), "fire", Effect::destroy);
        zone.parts = {thing("isp", Kind::isp), server()};
        Thing rack = thing("rack", Kind::rack);
        rack.in = {select({{"zone", 2, 2}})};
        Thing loose = thing("loose", Kind::component);
        loose.in = {select({{"rack"}})};
        file.parts = {loose, rack, zone};
        Built built(file);
        built.fail("zone[2]", "fire");
        QVERIFY(!built.runs("zone[2].server[1]") && !built.runs("zone[2].server[1].os") &&
                !built.runs("loose[1]"));
        QVERIFY(built.works("zone[2].isp[1]") && built.works("zone[1].server[1]"));
        QVERIFY(built.system->things[built.at("loose[1]").place].name == "rack[1]");
    }
    void aFullDiskFillsNeighboursWithoutALimit() {
        scenario::Scenario file;
        file.parts = {server()};
        const auto app = [](const char* id, std::optional<double> limit) {
            Thing made = failing(on(service(id), {select({{"server"}})}), "logs", Effect::diskFull);
            made.limits.disk = limit;
            return made;
        };
        file.services = {app("a", {}), app("b", {}), app("c", 1e9)};
        Built built(file);
        built.fail("a[1]", "logs");
        QVERIFY(!built.works("a[1]") && !built.works("b[1]") && built.works("c[1]") && built.runs("b[1]"));
        built.mend("a[1]", "logs");
        built.fail("c[1]", "logs");
        QVERIFY(built.works("a[1]") && !built.works("c[1]"));
    }
    void aLeakRunsToTheNearestLimitElseToTheMachine() {
        scenario::Scenario file;
        Thing host = server();
        host.memory = 100.0;
        file.parts = {host};
        const auto app = [](const char* id, std::optional<double> limit) {
            Thing made = failing(on(service(id), {select({{"server"}})}), "leak", Effect::memoryLeak, 2.0);
            made.requests.memory = 20.0;
            made.limits.memory = limit;
            return made;
        };
        file.services = {app("bounded", 60.0), app("free", {})};
        Built built(file);
        const model::Mode& bounded = built.mode("bounded[1]", "leak");
        QVERIFY(bounded.leakKills && !bounded.starved);
        QCOMPARE(core::seconds(bounded.leakTime), 20.0); // (60 - 20) / 2
        const model::Mode& unbounded = built.mode("free[1]", "leak");
        QVERIFY(!unbounded.leakKills && unbounded.starved);
        QCOMPARE(core::seconds(unbounded.leakTime), 40.0); // (100 - 20) / 2
        built.set(unbounded.starved, false);
        QVERIFY(!built.up("bounded") && !built.up("free") && built.works("bounded[1]"));
    }
    void falseAlarmsStopAndAPromiseKeepsItsShare() {
        scenario::Scenario file;
        Thing guarded = failing(thing("pump", Kind::component));
        guarded.failures[0].detect.falseAlarm = hours(500);
        Thing box = thing("cloud", Kind::provider);
        box.sla = 0.99;
        box.failures.emplace_back();
        box.failures[0].name = "promise";
        box.failures[0].repair = takes(core::Law::fixed(3600.0));
        file.parts = {box, guarded};
        Built built(file);
        built.set(built.mode("pump[1]", "stop").falseAbsent, false);
        QVERIFY(!built.runs("pump[1]"));
        const model::Mode& promise = built.mode("cloud[1]", "promise");
        QCOMPARE(built.system->laws[promise.every].mean(), 3600.0 * 0.99 / 0.01);
    }
    void aCircleIsReportedWithItsNames() {
        scenario::Scenario file;
        Thing a = thing("a", Kind::group), b = thing("b", Kind::group);
        a.needs = name({{"b"}});
        b.needs = name({{"a"}});
        file.parts = {a, b};
        QVERIFY(codes(file).contains("circle"));
    }
    void aChainOfAHundredThousandNeedsNoDeepStack() {
        scenario::Scenario file;
        const int links = 100'000;
        file.parts.reserve(links);
        char id[16];
        for (int i = 0; i != links; ++i) {
            std::snprintf(id, sizeof id, "g%06d", i);
            Thing group = i + 1 == links ? failing(thing(id, Kind::group)) : thing(id, Kind::group);
            std::snprintf(id, sizeof id, "g%06d", i + 1);
            if (i + 1 != links) group.needs = name({{id}});
            file.parts.push_back(std::move(group));
        }
        Built built(file);
        built.fail("g099999[1]", "stop");
        QVERIFY(!built.works("g000000[1]"));
    }
    void aFleetOfTenThousandFoldsToItsLeaves() {
        scenario::Scenario file = textbook();
        file.parts[0].count = 10'000;
        file.services[0].needs->k = 9871;
        QElapsedTimer timer;
        timer.start();
        Built built(file);
        qInfo("compiled in %lld ms", static_cast<long long>(timer.elapsed()));
        QCOMPARE(built.system->circuit.gates.size(), std::size_t{10'001});
        QCOMPARE(built.system->laws.size(), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(CompileTest)
#include "tst_compile.moc"
