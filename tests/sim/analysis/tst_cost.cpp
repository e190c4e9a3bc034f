// Money of small deployments, worked out by hand. A year is 8766 h.
#include "sim/analysis/cost/cost.hpp"

#include <QtTest>

#include <cmath>
#include <string>

using namespace nueves;
using namespace nueves::analysis;
using scenario::Kind;
using scenario::Thing;

namespace {

constexpr double kUnit = 1e6; // micro-units of one euro

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

scenario::Selector name(std::string id) {
    return {.steps = {{std::move(id)}}, .starred = false, .mark = {}};
}

core::SimSpan years(int n) {
    return n * core::kYear;
}

double of(const std::vector<CostPart>& parts, const std::string& kind) {
    for (const CostPart& part : parts)
        if (part.kind == kind) return part.perYear;
    return 0.0;
}

double costOf(const scenario::Scenario& scenario, const std::string& kind, const Usage& usage = {}) {
    return of(costPerYear(scenario::Inventory(scenario), usage), kind);
}

void verifyNear(double found, double wanted) {
    QVERIFY2(std::fabs(found - wanted) <= 1e-9 * std::max(1.0, std::fabs(wanted)),
             qPrintable(QString("%1 instead of %2").arg(found, 0, 'g', 12).arg(wanted, 0, 'g', 12)));
}

scenario::Crew crew(std::string id, double perHour) {
    scenario::Crew result;
    result.id = std::move(id);
    result.costPerHour = perHour * kUnit;
    return result;
}

} // namespace

class TestCost : public QObject {
    Q_OBJECT

  private slots:
    void aPurchaseIsSpreadOverItsLife() {
        scenario::Scenario scenario;
        Thing pc = thing("pc", Kind::host);
        pc.cost.buy = 1200 * kUnit;
        pc.cost.life = years(5);
        scenario.parts = {pc};
        verifyNear(costOf(scenario, "purchase"), 240.0);
    }

    void aPurchaseWithoutALifeCountsWhole() {
        scenario::Scenario scenario;
        Thing pc = thing("pc", Kind::host);
        pc.cost.buy = 800 * kUnit;
        scenario.parts = {pc};
        verifyNear(costOf(scenario, "purchase"), 800.0);
    }

    // Two zones with three servers each of two disks: 12 disks of 100 over 4 years = 300 a year, 6 servers of
    // 5000 over 5 years = 6000 a year, and each server's system with its licence of 700 over 7 years = 600 a
    // year.
    void innerPartsAndLayersCountOncePerInstance() {
        scenario::Scenario scenario;
        Thing disk = thing("disk", Kind::disk, 2);
        disk.cost.buy = 100 * kUnit;
        disk.cost.life = years(4);
        Thing os = thing("os", Kind::os);
        os.cost.buy = 700 * kUnit;
        os.cost.life = years(7);
        Thing server = thing("server", Kind::host, 3);
        server.cost.buy = 5000 * kUnit;
        server.cost.life = years(5);
        server.parts = {disk};
        server.layers = {os};
        Thing zone = thing("zone", Kind::zone, 2);
        zone.parts = {server};
        scenario.parts = {zone};
        verifyNear(costOf(scenario, "purchase"), 6300.0);
        verifyNear(costOf(scenario, "licences"), 600.0);
    }

    void oneMemberMayBeDearer() {
        scenario::Scenario scenario;
        Thing server = thing("server", Kind::host, 3);
        server.cost.rentPerHour = 1 * kUnit;
        Thing large = server;
        large.cost.rentPerHour = 4 * kUnit;
        server.except[2] = large;
        scenario.parts = {server};
        verifyNear(costOf(scenario, "rent"), 6.0 * 8766.0);
    }

    // 300 W, PUE 1.5, 0.20 a kWh: 0.3 x 8766 x 1.5 x 0.2 = 788.94 a year for each server.
    void energyIsDrawnAllYearAndCooled() {
        scenario::Scenario scenario;
        Thing server = thing("server", Kind::host, 2);
        server.draw = 300.0;
        scenario.parts = {server};
        scenario.money.energyPerKwh = 0.20 * kUnit;
        scenario.money.pue = 1.5;
        verifyNear(costOf(scenario, "energy"), 2 * 788.94);
    }

    void rentOfPlacesIsHousing() {
        scenario::Scenario scenario;
        Thing rack = thing("rack", Kind::rack);
        rack.cost.rentPerHour = 0.5 * kUnit;
        Thing line = thing("line", Kind::isp);
        line.cost.rentPerHour = 0.1 * kUnit;
        scenario.parts = {line, rack};
        verifyNear(costOf(scenario, "housing"), 4383.0);
        verifyNear(costOf(scenario, "rent"), 876.6);
    }

    // A copy of the application is licensed and looked after like a member of a part; an hour down is the
    // service's.
    void replicasEachCarryTheirServicesKeysButNotItsDowntime() {
        scenario::Scenario scenario;
        Thing web = service("web", 3);
        web.cost.licencePerHour = 0.01 * kUnit;
        web.cost.downPerHour = 2000 * kUnit;
        web.cost.upkeepHoursPerYear = 10.0;
        web.crew = name("ops");
        scenario.services = {web};
        scenario.crews = {crew("ops", 30.0)};
        Usage usage;
        usage.crewHours = {0.0};
        usage.downHours = {1.5};
        verifyNear(costOf(scenario, "licences", usage), 3 * 87.66);
        verifyNear(costOf(scenario, "people", usage), 3 * 10.0 * 30.0);
        verifyNear(costOf(scenario, "downtime", usage), 3000.0);
    }

    void handsArePaidForRepairsAndPiecesForWhatIsUsed() {
        scenario::Scenario scenario;
        scenario.crews = {crew("night", 60.0), crew("staff", 30.0)};
        scenario::Spare disk;
        disk.id = "disk";
        disk.stock = 2;
        disk.cost.buy = 150 * kUnit;
        scenario.spares = {disk};
        Usage usage;
        usage.crewHours = {2.0, 12.5};
        usage.pieces = {0.4};
        verifyNear(costOf(scenario, "people", usage), 2 * 60.0 + 12.5 * 30.0);
        verifyNear(costOf(scenario, "parts", usage), 60.0);
        scenario.spares[0].cost.life = years(3); // what lies on the shelf grows old: 2 x 150 / 3 years
        verifyNear(costOf(scenario, "parts", usage), 160.0);
    }

    // The disk's crew is its own; the server's comes from its place before its box's; an isp brings its own
    // people.
    void theCrewIsTheNearestStated() {
        scenario::Scenario scenario;
        Thing room = thing("room", Kind::room);
        room.crew = name("inside");
        Thing zone = thing("zone", Kind::zone);
        zone.crew = name("staff");
        Thing disk = thing("disk", Kind::disk);
        disk.crew = name("night");
        Thing server = thing("server", Kind::host);
        server.in = {name("room")};
        server.parts = {disk};
        server.layers = {thing("os", Kind::os)};
        zone.parts = {thing("isp", Kind::isp), server, thing("switch", Kind::switchKind)};
        Thing web = service("web", 1);
        web.on = {{.steps = {{"zone"}, {"server"}}, .starred = false, .mark = {}}};
        web.inside = {thing("vm", Kind::vm)};
        scenario.parts = {room, zone};
        scenario.services = {web};
        scenario.crews = {crew("inside", 0.0), crew("night", 0.0), crew("staff", 0.0)};
        const scenario::Inventory inventory(scenario);
        const auto crewIs = [&](const char* instance) { return crewOf(inventory, inventory.find(instance)); };
        QCOMPARE(crewIs("zone[1].server[1]"), 0);
        QCOMPARE(crewIs("zone[1].server[1].os"), 0);
        QCOMPARE(crewIs("zone[1].server[1].disk[1]"), 1);
        QCOMPARE(crewIs("zone[1].switch[1]"), 2);
        QCOMPARE(crewIs("zone[1].isp[1]"), -1);
        QCOMPARE(crewIs("web[1]"), 0);
        QCOMPARE(crewIs("web[1].vm"), 0);
    }

    void whereNobodyIsNeededNoOtherCrewIsAsked() {
        scenario::Scenario scenario;
        Thing zone = thing("zone", Kind::zone), server = thing("server", Kind::host);
        zone.crew = name("staff");
        server.crew = name("nobody");
        server.layers = {thing("os", Kind::os)};
        zone.parts = {server};
        scenario.parts = {zone};
        scenario.crews = {crew("staff", 30.0)};
        const scenario::Inventory inventory(scenario);
        QCOMPARE(crewOf(inventory, inventory.find("zone[1]")), 0);
        QCOMPARE(crewOf(inventory, inventory.find("zone[1].server[1]")), kNobodyNeeded);
        QCOMPARE(crewOf(inventory, inventory.find("zone[1].server[1].os")), kNobodyNeeded);
    }

    void upkeepThatNobodyIsPaidForIsNamed() {
        scenario::Scenario scenario;
        Thing paid = thing("paid", Kind::host), free = thing("free", Kind::host, 2),
              cheap = thing("cheap", Kind::host);
        for (Thing* each : {&paid, &free, &cheap}) each->cost.upkeepHoursPerYear = 20.0;
        paid.crew = name("staff");
        cheap.crew = name("friends");
        scenario.parts = {cheap, free, paid};
        scenario.crews = {crew("friends", 0.0), crew("staff", 30.0)};
        const scenario::Inventory inventory(scenario);
        std::vector<std::string> names;
        for (int i : unpaidUpkeep(inventory)) names.push_back(inventory[i].name);
        QCOMPARE(names, (std::vector<std::string>{"cheap[1]", "free[1]", "free[2]"}));
        verifyNear(costOf(scenario, "people"), 600.0);
    }

    // Licences 300, purchase 100, nothing else: two kinds, the dearer first, and a total that is their sum.
    void kindsThatCostNothingAreLeftOut() {
        scenario::Scenario scenario;
        Thing server = thing("server", Kind::host);
        server.cost.buy = 100 * kUnit;
        server.cost.life = years(1);
        server.cost.licencePerHour = 300 * kUnit / 8766.0;
        scenario.parts = {server};
        const scenario::Inventory inventory(scenario);
        const auto parts = costPerYear(inventory, {});
        QCOMPARE(parts.size(), std::size_t{2});
        QCOMPARE(parts[0].kind, std::string("licences"));
        QCOMPARE(parts[1].kind, std::string("purchase"));
        verifyNear(total(parts), 400.0);
        verifyNear(CostModel(inventory).totalPerYear({}), 400.0);
    }
};

QTEST_APPLESS_MAIN(TestCost)
#include "tst_cost.moc"
