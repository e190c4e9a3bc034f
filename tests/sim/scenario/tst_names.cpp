// Names, members, layers and lookup: scenario-language.md section 3, "Counts and members"; semantics.md
// section 10, "Names of draws".
#include "sim/scenario/names.hpp"

#include <QtTest>

#include <string>
#include <vector>

using namespace nueves::scenario;

namespace {

Thing thing(std::string id, Kind kind, int count = 1) {
    Thing result;
    result.id = std::move(id);
    result.kind = kind;
    result.count = count;
    return result;
}

Thing service(std::string id, int replicas) {
    Thing result = thing(std::move(id), Kind::service);
    result.replicas = replicas;
    return result;
}

Selector name(std::vector<Selector::Step> steps, bool starred = false) {
    return {.steps = std::move(steps), .starred = starred, .mark = {}};
}

// Two zones with a supply and two machines each, whose disks and system come with them; a web of two replicas
// in VMs.
Scenario twoZones() {
    Scenario scenario;
    Thing server = thing("server", Kind::host, 2);
    server.layers.push_back(thing("os", Kind::os));
    server.parts.push_back(thing("disk", Kind::disk, 2));
    Thing zone = thing("zone", Kind::zone, 2);
    zone.parts = {server, thing("ups", Kind::ups)};
    scenario.parts = {thing("spare", Kind::host, 12), zone};
    Thing web = service("web", 2);
    Thing vm = thing("vm", Kind::vm);
    vm.layers.push_back(thing("os", Kind::os));
    web.inside = {vm, thing("container", Kind::container)};
    scenario.services = {web};
    return scenario;
}

std::string names(const Inventory& inventory, const std::vector<int>& instances) {
    std::string text;
    for (const int at : instances) text += (text.empty() ? "" : " ") + inventory[at].name;
    return text;
}

std::string resolved(const Inventory& inventory, const Selector& selector, std::string_view from = {}) {
    const Resolution found = inventory.resolve(selector, from.empty() ? kNobody : inventory.find(from));
    return found ? names(inventory, found.instances) : "nothing";
}

} // namespace

#define COMPARE(actual, wanted) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(wanted))

class NamesTest : public QObject {
    Q_OBJECT

  private slots:
    void everyMemberLayerAndReplicaHasItsFullName() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        for (const char* full : {"zone[2].server[1].disk[2]", "zone[1].server[2].os", "zone[2].ups[1]",
                                 "web[2].vm.os", "web[1].container", "spare[12]"})
            QVERIFY2(inventory.find(full) != kNobody, full);
        QCOMPARE(inventory.find("web[1].os"), kNobody);
        QCOMPARE(inventory.find("zone[3]"), kNobody);
        // 12 spare + 2 zones x (1 + ups + 2 servers x (1 + os + 2 disks)) + 2 replicas x (1 + vm + its os +
        // container)
        QCOMPARE(inventory.size(), 12 + 2 * (1 + 1 + 2 * 4) + 2 * 4);
    }
    void membersAreInOrderOfNumberNotOfText() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        QVERIFY(inventory.find("spare[2]") < inventory.find("spare[10]"));
        QVERIFY(inventory.find("zone[1].server[1]") < inventory.find("zone[1].server[1].disk[1]"));
    }
    void instancesKnowTheirBoxReplicaAndPath() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        const Instance& os = inventory[inventory.find("web[2].vm.os")];
        COMPARE(os.path, "web.vm.os");
        COMPARE(inventory[os.parent].name, "web[2].vm");
        COMPARE(inventory[os.replica].name, "web[2]");
        QCOMPARE(os.service, 0);
        QVERIFY(!os.isReplica());
        QVERIFY(inventory[inventory.find("web[1]")].isReplica());
        QCOMPARE(inventory[inventory.find("web[1].container")].layer, 1);
        COMPARE(names(inventory, inventory[inventory.find("zone[1]")].children),
                "zone[1].server[1] zone[1].server[2] zone[1].ups[1]");
        QCOMPARE(inventory.layerOf(inventory.find("web[1].vm"), Kind::os), inventory.find("web[1].vm.os"));
        QCOMPARE(inventory.layerOf(inventory.find("spare[1]"), Kind::os), kNobody);
    }
    void aNameThatSpansBoxesIsDealtOutermostFirst() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        COMPARE(resolved(inventory, name({{"zone"}, {"server"}})),
                "zone[1].server[1] zone[2].server[1] zone[1].server[2] zone[2].server[2]");
        COMPARE(resolved(inventory, name({{"zone"}, {"server", 2, 2}})),
                "zone[1].server[2] zone[2].server[2]");
    }
    void aNameIsLookedUpInItsOwnBoxFirst() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        COMPARE(resolved(inventory, name({{"ups"}}), "zone[2]"), "zone[2].ups[1]");
        COMPARE(resolved(inventory, name({{"ups"}}), "zone[2].server[1].disk[1]"), "zone[2].ups[1]");
        COMPARE(resolved(inventory, name({{"disk"}}), "zone[1].server[2]"),
                "zone[1].server[2].disk[1] zone[1].server[2].disk[2]");
        COMPARE(resolved(inventory, name({{"zone"}, {"ups"}})), "zone[1].ups[1] zone[2].ups[1]");
        COMPARE(resolved(inventory, name({{"zone"}, {"ups"}}), "zone[1]"), "zone[1].ups[1] zone[2].ups[1]");
        COMPARE(resolved(inventory, name({{"ups"}})), "nothing");
        COMPARE(resolved(inventory, name({{"web", 2, 2}, {"vm"}, {"os"}})), "web[2].vm.os");
    }
    void aBareServiceIsTheServiceAndAStarItsReplicas() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        QCOMPARE(inventory.resolve(name({{"web"}})).service, 0);
        COMPARE(resolved(inventory, name({{"web"}})), "web[1] web[2]");
        QCOMPARE(inventory.resolve(name({{"web"}}, true)).service, -1);
        QCOMPARE(inventory.resolve(name({{"web", 2, 2}})).service, -1);
        QCOMPARE(inventory.resolve(name({{"spare"}})).service, -1);
    }
    void whatNamesNothingSaysWhichStep() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        const Resolution unknown = inventory.resolve(name({{"zone"}, {"fan"}}));
        QCOMPARE(unknown.failure, Resolution::Failure::unknown);
        QCOMPARE(unknown.failedStep, std::size_t{1});
        const Resolution above = inventory.resolve(name({{"zone", 2, 3}}));
        QCOMPARE(above.failure, Resolution::Failure::noSuchMember);
        QCOMPARE(above.failedStep, std::size_t{0});
        QVERIFY(inventory.resolve(name({{"internet"}})).internet);
    }
    void aListIsDealtInTurn() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        const std::vector<Selector> list = {name({{"zone"}, {"server"}}), name({{"spare", 1, 2}})};
        std::vector<int> carriers;
        for (int member = 1; member <= 6; ++member)
            carriers.push_back(inventory.dealt(list, kNobody, member));
        COMPARE(names(inventory, carriers),
                "zone[1].server[1] spare[1] zone[2].server[1] spare[2] zone[1].server[2] spare[1]");
        QCOMPARE(inventory.dealt({}, kNobody, 1), kNobody);
        QCOMPARE(inventory.dealt({name({{"nobody"}})}, kNobody, 1), kNobody);
    }
    void aMemberThatDiffersHasItsOwnKeysAndParts() {
        Scenario scenario;
        Thing host = thing("host", Kind::host, 3);
        Thing other = host;
        other.memory = 7.0;
        other.parts.push_back(thing("disk", Kind::disk));
        host.except.emplace(2, other);
        scenario.parts = {host};
        const Inventory inventory(scenario);
        QCOMPARE(inventory[inventory.find("host[2]")].thing->memory, 7.0);
        QCOMPARE(inventory[inventory.find("host[3]")].thing->memory, 0.0);
        COMPARE(resolved(inventory, name({{"host"}, {"disk"}})), "host[2].disk[1]");
        QCOMPARE(inventory.resolve(name({{"host", 1, 1}, {"disk"}})).failure, Resolution::Failure::unknown);
    }
    void eachPathIsOfferedOnce() {
        const Scenario scenario = twoZones();
        const Inventory inventory(scenario);
        const std::vector<std::string> wanted = {
            "spare", "web",         "web.container",    "web.vm",         "web.vm.os",
            "zone",  "zone.server", "zone.server.disk", "zone.server.os", "zone.ups"};
        QVERIFY(inventory.paths() == wanted);
    }
};

QTEST_APPLESS_MAIN(NamesTest)
#include "tst_names.moc"
