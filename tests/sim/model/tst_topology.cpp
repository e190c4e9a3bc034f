// What hangs on what: ties, inheritance, circles, order (scenario-language.md, section 3; semantics.md,
// sections 4, 7, 8).
#include "sim/io/scenario_reader.hpp"
#include "sim/model/topology.hpp"

#include <QtTest>

#include <algorithm>
#include <string>

using namespace nueves;
using model::Tie;
using model::Ties;
using model::Topology;

namespace {

struct Made {
    scenario::Scenario scenario;
    std::unique_ptr<scenario::Inventory> inventory;
    std::unique_ptr<Topology> topology;

    int at(const std::string& name) const {
        for (int v = 0; v != topology->size(); ++v)
            if (topology->name(v) == name) return v;
        qFatal("no %s", name.c_str());
        return -1;
    }
    std::string names(const std::vector<int>& vertices) const {
        std::string text;
        for (const int v : vertices) text += (text.empty() ? "" : " ") + topology->name(v);
        return text;
    }
    std::string above(const std::string& name, Ties ties = Ties::all()) const {
        return names(topology->dependents(at(name), ties));
    }
    std::string below(const std::string& name, Ties ties = Ties::all()) const {
        return names(topology->ancestors(at(name), ties));
    }
    bool has(const std::string& from, Tie tie, const std::string& to) const {
        const Topology::Edge wanted{at(from), at(to), tie};
        return std::count(topology->edges().begin(), topology->edges().end(), wanted) == 1;
    }
};

std::unique_ptr<Made> made(scenario::Scenario scenario) {
    auto result = std::make_unique<Made>();
    result->scenario = std::move(scenario);
    result->inventory = std::make_unique<scenario::Inventory>(result->scenario);
    result->topology = std::make_unique<Topology>(*result->inventory);
    return result;
}

std::unique_ptr<Made> read(const std::string& parts, const std::string& services = "") {
    std::string text = "{ \"nueves\": 1, \"parts\": {" + parts + "}";
    text += services.empty() ? "}" : ", \"services\": {" + services + "} }";
    auto outcome = io::readScenarioText(text, "test.json", {});
    for (const auto& issue : outcome.issues)
        if (issue.severity == core::Severity::error)
            qFatal("%s at %s", issue.code.c_str(), issue.path.c_str());
    return made(std::move(outcome.designs.at(0)));
}

// Circles are refused by the reader, so these are put together by hand.
scenario::Thing component(std::string id, const std::string& needs) {
    scenario::Thing thing;
    thing.id = std::move(id);
    scenario::Expression expression;
    expression.op = scenario::Expression::Op::name;
    expression.name.steps = {{needs}};
    if (!needs.empty()) thing.needs = expression;
    return thing;
}

const char* kStack =
    "\"server\": { \"kind\": \"host\", \"hypervisor\": {}, \"parts\": { \"disk\": { \"kind\": \"disk\" } } }";
const char* kTwoFeeds =
    "\"grid\": { \"kind\": \"grid\" }, \"ups\": { \"kind\": \"ups\", \"power\": \"grid\" },"
    "\"room\": { \"kind\": \"room\", \"power\": \"ups\" },"
    "\"server\": { \"kind\": \"host\", \"count\": 2, \"in\": \"room\", \"parts\": { \"psu\": { \"kind\": "
    "\"psu\","
    "\"count\": 2, \"need\": 1, \"power\": { \"turn\": [ \"grid\", \"ups\" ] } }, \"disk\": { \"kind\": "
    "\"disk\" } } },"
    "\"desk\": { \"kind\": \"host\", \"in\": \"room\", \"parts\": { \"disk\": { \"kind\": \"disk\" } } }";

} // namespace

class TestTopology : public QObject {
    Q_OBJECT

  private slots:
    void aCopyStandsOnItsLayersAndTheyOnTheHost() {
        const auto made =
            read(kStack, "\"web\": { \"on\": \"server\", \"replicas\": 2, \"inside\": { \"vm\": {} } }");
        QVERIFY(made->has("web", Tie::member, "web[2]"));
        QVERIFY(made->has("web[2]", Tie::layer, "web[2].vm"));
        QVERIFY(made->has("web[2].vm", Tie::on, "server[1].hypervisor"));
        QVERIFY(made->has("server[1].hypervisor", Tie::layer, "server[1]"));
        QVERIFY(made->has("server[1]", Tie::part, "server[1].disk[1]"));
        QCOMPARE(made->above("server[1].hypervisor"), std::string("web[1] web[1].vm web[2] web[2].vm web"));
        QCOMPARE(made->below("web[1]"),
                 std::string("server[1] server[1].hypervisor server[1].disk[1] web[1].vm"));
        QCOMPARE(made->below("server[1].disk[1]"), std::string()); // under its box, not on it
    }

    // grid -> psu[1], ups -> psu[2] of each; the disk is fed as its machine is; the desk as its room is.
    void powerGoesThroughTheSuppliesOrComesFromThePlace() {
        const auto made = read(kTwoFeeds);
        QVERIFY(made->has("server[2].psu[1]", Tie::power, "grid[1]"));
        QVERIFY(made->has("server[2].psu[2]", Tie::power, "ups[1]"));
        QVERIFY(!made->has("server[2]", Tie::power, "ups[1]"));
        QVERIFY(made->has("server[2].disk[1]", Tie::power, "server[2].psu[1]"));
        QVERIFY(made->has("desk[1]", Tie::power, "ups[1]"));
        QVERIFY(made->has("desk[1].disk[1]", Tie::power, "ups[1]"));
        QVERIFY(made->has("server[2]", Tie::in, "room[1]"));
        const auto machines = made->above("grid[1]", {Tie::power, Tie::part});
        QVERIFY(machines.starts_with("desk[1] desk[1].disk[1] server[1] server[1].disk[1]"));
    }

    void whatComesFromOutsideHangsOnNoPlace() {
        const auto made =
            read("\"zone\": { \"kind\": \"zone\", \"count\": 2, \"power\": \"ups\", \"parts\": {"
                 "\"grid\": { \"kind\": \"grid\" }, \"ups\": { \"kind\": \"ups\", \"power\": \"grid\" },"
                 "\"server\": { \"kind\": \"host\" } } }");
        QCOMPARE(made->below("zone[2].ups[1]"), std::string("zone[2].grid[1]"));
        QVERIFY(made->has("zone[2].server[1]", Tie::inside, "zone[2]"));
        QCOMPARE(made->below("zone[2].server[1]"), std::string("zone[2] zone[2].grid[1] zone[2].ups[1]"));
        QCOMPARE(made->above("zone[1].grid[1]"), std::string("zone[1].server[1] zone[1].ups[1]"));
    }

    // Written from the core outwards or the other way, a machine hangs on the boxes between it and the line.
    void theNetPointsToTheUsers() {
        for (const char* boxes :
             {"\"core\": { \"kind\": \"switch\", \"net\": \"line\" }, \"leaf\": { \"kind\": \"switch\","
              "\"net\": \"core\" }",
              "\"core\": { \"kind\": \"switch\", \"net\": [ \"line\", \"leaf\" ] }, \"leaf\": {"
              "\"kind\": \"switch\" }"}) {
            const auto made = read(std::string("\"line\": { \"kind\": \"isp\" },") + boxes +
                                   ", \"server\": { \"kind\": \"host\", \"net\": \"leaf\" }");
            QVERIFY(made->has("leaf[1]", Tie::net, "core[1]"));
            QCOMPARE(made->below("server[1]"), std::string("core[1] leaf[1] line[1]"));
            QCOMPARE(made->below("core[1]"), std::string("line[1]"));
        }
    }

    void aLinkLiesBetweenItsEnds() {
        const auto made =
            read("\"line\": { \"kind\": \"isp\" }, \"near\": { \"kind\": \"switch\", \"net\": \"line\" },"
                 "\"far\": { \"kind\": \"switch\" }, \"fibre\": { \"kind\": \"link\","
                 "\"between\": [ \"far\", \"near\" ] }");
        QCOMPARE(made->below("far[1]"), std::string("fibre[1] line[1] near[1]"));
        QCOMPARE(made->above("fibre[1]"), std::string("far[1]"));
    }

    void aPathHangsOnAllThatMayJoinItsEnds() {
        const auto file =
            std::string(NUEVES_SOURCE_DIR) + "/tests/verification/cases/c2-bridge-repairable.json";
        const auto made = ::made(std::move(io::readScenarioFile(file, {}).designs.at(0)));
        QCOMPARE(made->below("joined", {Tie::net}),
                 std::string("a[1] b[1] c[1] d[1] e[1] n1[1] n2[1] s[1] t[1]"));
    }

    void aPairHangsOnItsMembersAndCarriesWhatIsOnIt() {
        const auto made =
            read("\"node\": { \"kind\": \"host\", \"count\": 2 }, \"pair\": { \"kind\": \"standby\","
                 "\"of\": \"node\" }",
                 "\"db\": { \"on\": \"pair\" }");
        QVERIFY(made->has("db[1]", Tie::on, "pair[1]"));
        QVERIFY(made->has("pair[1]", Tie::member, "node[2]"));
        QCOMPARE(made->above("node[2]"), std::string("pair[1] db[1] db"));
    }

    // Needs and ways of users belong to the service, not to its copies.
    void servicesHangOnServices() {
        const auto made = read(
            "\"box\": { \"kind\": \"balancer\" }, \"a\": {}, \"b\": {}",
            "\"db\": { \"on\": \"b\" }, \"web\": { \"on\": \"a\", \"needs\": \"db\", \"behind\": \"box\" }");
        QVERIFY(made->has("web", Tie::needs, "db"));
        QVERIFY(made->has("web", Tie::behind, "box[1]"));
        QCOMPARE(made->above("b[1]"), std::string("db[1] db web"));
        QCOMPARE(made->below("web[1]"), std::string("a[1]"));
        QCOMPARE(made->topology->serviceOf(made->at("web")), 1);
        QCOMPARE(made->topology->service(1), made->at("web"));
        QCOMPARE(made->topology->serviceOf(made->at("a[1]")), -1);
    }

    void aCircleNamesItsMembersOneAfterTheOther() {
        scenario::Scenario scenario;
        scenario.parts = {component("a", "c"), component("b", "a"), component("c", "b"),
                          component("d", "a"), component("e", "e"), component("f", "")};
        const auto made = ::made(scenario);
        const auto circles = made->topology->circles();
        QCOMPARE(circles.size(), std::size_t{2});
        QCOMPARE(made->names(circles[0]), std::string("a[1] c[1] b[1]"));
        QCOMPARE(made->names(circles[1]), std::string("e[1]"));
        QVERIFY(made->topology->order().empty());
    }

    void connectionsMakeNoCircle() {
        const auto made = read(
            "\"line\": { \"kind\": \"isp\" }, \"a\": { \"kind\": \"switch\", \"net\": [ \"line\", \"b\" ] },"
            "\"b\": { \"kind\": \"switch\", \"net\": [ \"line\", \"a\" ] }");
        QVERIFY(made->topology->circles().empty());
        QVERIFY(made->has("a[1]", Tie::net, "b[1]"));
        QVERIFY(made->has("b[1]", Tie::net, "a[1]"));
    }

    void suppliersComeFirst() {
        const auto made = read(kTwoFeeds, "\"web\": { \"on\": \"server\", \"replicas\": 2 }");
        QVERIFY(made->topology->circles().empty());
        const auto order = made->topology->order();
        QCOMPARE(static_cast<int>(order.size()), made->topology->size());
        std::vector<int> place(order.size());
        for (std::size_t p = 0; p != order.size(); ++p)
            place[static_cast<std::size_t>(order[p])] = static_cast<int>(p);
        for (const auto& edge : made->topology->edges())
            QVERIFY2(place[static_cast<std::size_t>(edge.to)] < place[static_cast<std::size_t>(edge.from)],
                     made->topology->name(edge.from).c_str());
    }
};

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"
