// What can be said of a design without running it.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/facts.hpp"
#include "sim/methods/what_if.hpp"
#include "sim/model/compile.hpp"

#include <QtTest>

#include <cmath>
#include <string>

using namespace nueves;

namespace {

struct Made {
    scenario::Scenario scenario;
    std::unique_ptr<model::System> system;
    analysis::Result facts;

    std::string singles(const std::string& service) const {
        std::string text;
        for (const auto& point : facts.singlePoints)
            if (point.service == service) text += (text.empty() ? "" : " ") + point.thing;
        return text;
    }
    std::string fate(const std::string& ancestor) const {
        std::string text;
        for (const auto& fate : facts.sharedFate)
            if (fate.ancestor == ancestor)
                for (const auto& name : fate.dependents) text += (text.empty() ? "" : " ") + name;
        return text;
    }
    std::string ancestors() const {
        std::string text;
        for (const auto& fate : facts.sharedFate) text += (text.empty() ? "" : " ") + fate.ancestor;
        return text;
    }
    std::string missing() const {
        std::string text;
        for (const auto& entry : facts.notModelled)
            text += (text.empty() ? "" : " ") + entry.what + (entry.of.empty() ? "" : ":" + entry.of);
        return text;
    }
    bool misses(const std::string& what, const std::string& of = "") const {
        for (const auto& entry : facts.notModelled)
            if (entry.what == what && entry.of == of) return true;
        return false;
    }
};

std::string said(const std::vector<core::Issue>& issues) {
    std::string text;
    for (const auto& issue : issues)
        if (issue.severity == core::Severity::error) text += issue.code + " at " + issue.path + "; ";
    return text;
}

std::unique_ptr<Made> made(const io::ReadOutcome& read, const std::string& design) {
    auto result = std::make_unique<Made>();
    if (read.designs.empty()) qFatal("%s", said(read.issues).c_str());
    for (const auto& each : read.designs)
        if (each.design == design) result->scenario = each;
    auto compiled = model::compile(result->scenario, core::after(core::kStart, core::kYear));
    if (!compiled.system) qFatal("%s", said(compiled.issues).c_str());
    result->system = std::move(compiled.system);
    methods::addFacts(result->facts, *result->system);
    return result;
}
std::unique_ptr<Made> fromText(const std::string& parts, const std::string& rest) {
    return made(
        io::readScenarioText("{ \"nueves\": 1, \"parts\": {" + parts + "}, " + rest + "}", "test.json", {}),
        "");
}
std::unique_ptr<Made> fromFile(const std::string& name, const std::string& design) {
    return made(io::readScenarioFile(std::string(NUEVES_SOURCE_DIR) + "/scenarios/" + name, {}), design);
}

const std::string kBreaks =
    "\"failures\": { \"stop\": { \"every\": \"Exp(1000 h)\", \"repair\": { \"takes\": \"1 h\" } } }";
const std::string kTwo = "\"server\": { \"kind\": \"host\", \"count\": 2, " + kBreaks + "}";

std::string service(const std::string& id, const std::string& keys) {
    return "\"services\": { \"" + id + "\": { " + keys + " } }";
}

constexpr double kGibi = 1024.0 * 1024.0 * 1024.0;

void verifyNear(double found, double wanted) {
    QVERIFY2(std::fabs(found - wanted) <= 1e-9 * std::max(1.0, std::fabs(wanted)),
             qPrintable(QString("%1 instead of %2").arg(found, 0, 'g', 12).arg(wanted, 0, 'g', 12)));
}

} // namespace

class TestFacts : public QObject {
    Q_OBJECT

  private slots:
    void oneServerIsASinglePointAndTwoAreNot() {
        const auto one = fromText("\"server\": { \"kind\": \"host\", " + kBreaks + "}",
                                  service("web", "\"on\": \"server\""));
        QCOMPARE(one->singles("web"), std::string("server"));
        const auto two = fromText(kTwo, service("web", "\"on\": \"server\", \"replicas\": 2"));
        QCOMPARE(two->singles("web"), std::string());
        const auto both =
            fromText(kTwo, service("web", "\"on\": \"server\", \"replicas\": 2, \"required\": 2"));
        QCOMPARE(both->singles("web"), std::string("server[1] server[2]"));
    }

    // The copy's own crash counts only where it is the only copy.
    void aCopyIsASinglePointIfItIsAlone() {
        const auto one =
            fromText("\"server\": { \"kind\": \"host\" }", service("web", "\"on\": \"server\", " + kBreaks));
        QCOMPARE(one->singles("web"), std::string("web"));
        const auto two = fromText("\"server\": { \"kind\": \"host\" }",
                                  service("web", "\"on\": \"server\", \"replicas\": 2, " + kBreaks));
        QCOMPARE(two->singles("web"), std::string());
        QVERIFY(two->facts.sharedFate.empty()); // the server never fails
    }

    // A machine stands for its parts, of which one disk of two is no danger, and for its system.
    void aMachineStandsForItsPartsAndLayers() {
        const std::string parts =
            "\"server\": { \"kind\": \"host\", \"os\": { \"kind\": \"os\", " + kBreaks +
            "}, \"parts\": { \"disk\": { \"kind\": \"disk\", \"count\": 2, \"need\": 1, " + kBreaks +
            "}, \"board\": { \"kind\": \"board\", " + kBreaks + "} } }";
        QCOMPARE(fromText(parts, service("web", "\"on\": \"server\""))->singles("web"),
                 std::string("server"));
        const std::string spared =
            "\"server\": { \"kind\": \"host\", \"os\": { \"kind\": \"os\", " + kBreaks +
            "}, \"parts\": { \"disk\": { \"kind\": \"disk\", \"count\": 2, \"need\": 1, " + kBreaks + "} } }";
        QCOMPARE(fromText(spared, service("web", "\"on\": \"server\""))->singles("web"),
                 std::string("server.os"));
    }

    // Who can switch has switched, and a balancer has noticed: neither is an outage that lasts.
    void switchingIsNotFalling() {
        const auto pair = fromText("\"node\": { \"kind\": \"host\", \"count\": 2, " + kBreaks +
                                       "}, \"pair\": { \"kind\": \"standby\", \"of\": \"node\", \"switch\": "
                                       "{ \"takes\": \"1 min\" } }",
                                   service("db", "\"on\": \"pair\""));
        QCOMPARE(pair->singles("db"), std::string());
        const auto balanced =
            fromText(kTwo +
                         ", \"box\": { \"kind\": \"balancer\", \"check\": { \"every\": \"2 s\","
                         "\"fall\": 3, \"rise\": 2 }, " +
                         kBreaks + "}",
                     service("web", "\"on\": \"server\", \"replicas\": 2, \"required\": \"95 %\","
                                    "\"behind\": \"box\""));
        QCOMPARE(balanced->singles("web"),
                 std::string("box")); // the share of a dead copy goes to the other
    }

    // A battery only delays; a generator holds.
    void aBatteryIsEmptyInTheEnd() {
        const std::string grid = "\"grid\": { \"kind\": \"grid\", " + kBreaks +
                                 "}, \"server\": { \"kind\": \"host\", \"power\":"
                                 "\"ups\" }, \"ups\": { \"kind\": \"ups\", \"bridges\": \"10 min\", ";
        const auto alone = fromText(grid + "\"power\": \"grid\" }", service("web", "\"on\": \"server\""));
        QCOMPARE(alone->singles("web"), std::string("grid"));
        const auto held =
            fromText(grid +
                         "\"power\": { \"any\": [ \"grid\", \"generator\" ] } }, \"generator\": { \"kind\":"
                         "\"generator\", " +
                         kBreaks + "}",
                     service("web", "\"on\": \"server\""));
        QCOMPARE(held->singles("web"), std::string());
    }

    // Three applications on the metal: the one that takes all the CPU takes the others down, though they do
    // not hang on it. With a limit it harms itself alone.
    void aNeighbourMayBeASinglePoint() {
        const std::string host = "\"server\": { \"kind\": \"host\", \"cpu\": 8 }";
        const std::string hog =
            "\"services\": { \"app1\": { \"on\": \"server\", %1 \"failures\": { \"bug\": { \"every\":"
            "\"Exp(60 d)\", \"effect\": \"cpu-hog\", \"repair\": { \"takes\": \"1 h\" } } } },"
            "\"app2\": { \"on\": \"server\", \"requests\": { \"cpu\": 4 } } }";
        const auto free = fromText(host, QString::fromStdString(hog).arg("").toStdString());
        QCOMPARE(free->singles("app2"), std::string("app1"));
        QVERIFY(free->facts.sharedFate.empty());
        const auto limited =
            fromText(host, QString::fromStdString(hog).arg("\"limits\": { \"cpu\": 4 },").toStdString());
        QCOMPARE(limited->singles("app1"), std::string("app1"));
        QCOMPARE(limited->singles("app2"), std::string());
    }

    void aServiceInheritsTheDangersOfWhatItNeeds() {
        const auto made = fromText(
            "\"a\": { \"kind\": \"host\" }, \"b\": { \"kind\": \"host\", " + kBreaks + "}",
            "\"services\": { \"db\": { \"on\": \"b\" }, \"web\": { \"on\": \"a\", \"needs\": \"db\" } }");
        QCOMPARE(made->singles("web"), std::string("b"));
        QCOMPARE(made->fate("b"), std::string("db web"));
    }

    void placesDoNotHideWhatTheyHold() {
        const auto made = fromText("\"zone\": { \"kind\": \"zone\", " + kBreaks +
                                       ", \"power\": \"grid\", \"parts\": {"
                                       "\"grid\": { \"kind\": \"grid\", " +
                                       kBreaks + "}, \"server\": { \"kind\": \"host\", " + kBreaks + "} } }",
                                   service("web", "\"on\": \"zone.server\""));
        QCOMPARE(made->singles("web"), std::string("zone zone.grid zone.server"));
    }

    // Two supplies in one socket are one; each on its own strip they share the grid alone.
    void twoServersOnOneStripFallTogether() {
        const auto one = fromFile("two-servers-one-power-strip.json", "one-strip");
        QCOMPARE(one->singles("web"), std::string("grid strip"));
        QCOMPARE(one->fate("strip"), std::string("web[1] web[2]"));
        QCOMPARE(one->fate("grid"), std::string("web[1] web[2]"));
        QCOMPARE(one->fate("server[1]"), std::string());
        const auto each = fromFile("two-servers-one-power-strip.json", "one-each");
        QCOMPARE(each->singles("web"), std::string("grid"));
        QCOMPARE(each->ancestors(), std::string("grid"));
        QCOMPARE(fromFile("two-servers-one-power-strip.json", "with-ups")->singles("web"),
                 std::string("grid"));
    }

    // Two zones, two lines, two generators: what is left in common is the version and people, and a DNS that
    // is taken never to fail, which is said.
    void twoZonesShareWhatTheyShare() {
        const auto made = fromFile("ladder-9999-two-zones.json", "two-zones");
        QCOMPARE(made->singles("web"), std::string());
        QVERIFY(made->misses("failures", "dns"));
        QCOMPARE(made->fate("same-version"), std::string("web[1] web[2]"));
        QCOMPARE(made->fate("human-error"), std::string("web[1] web[2]"));
        QCOMPARE(made->fate("blackout"), std::string()); // the generators hold
        QCOMPARE(made->fate("zone[1]"), std::string());
        const auto without = fromFile("ladder-9999-two-zones.json", "no-generators");
        QCOMPARE(without->fate("blackout"), std::string("web[1] web[2]"));
        QCOMPARE(without->singles("web"), std::string());
    }

    void longRunsOfCopiesAreWrittenAsInTheFile() {
        const auto made =
            fromText("\"switch\": { \"kind\": \"switch\", " + kBreaks +
                         "}, \"alone\": { \"kind\": \"host\" },"
                         "\"rack\": { \"kind\": \"host\", \"net\": \"switch\" }",
                     service("web", "\"on\": [ \"rack\", \"rack\", \"rack\", \"alone\" ], \"replicas\": 8"));
        QCOMPARE(made->fate("switch"), std::string("web[1..3] web[5..7]"));
    }

    // 32 cores: 1 % for the system, 2 % for the hypervisor, and 5 % of each guest's four cores. 256 GiB: 1
    // for the system, 1/4 for each guest, 1/2 in each guest's own system.
    void layersAndGuestsTakeTheirShare() {
        const auto made = fromText(
            "\"server\": { \"kind\": \"host\", \"cpu\": 32, \"memory\": \"256 GiB\", \"os\": { \"overhead\": "
            "{"
            "\"share\": \"1 %\", \"memory\": \"1 GiB\" } }, \"hypervisor\": { \"overhead\": { \"share\": \"2 "
            "%\","
            "\"perGuest\": \"256 MiB\" } } }",
            service(
                "app",
                "\"on\": \"server\", \"replicas\": 3, \"requests\": { \"cpu\": 2, \"memory\": \"4 GiB\" },"
                "\"inside\": { \"vm\": { \"limits\": { \"cpu\": 4 }, \"overhead\": { \"share\": \"5 %\" },"
                "\"os\": { \"overhead\": { \"memory\": \"512 MiB\" } } } }"));
        QCOMPARE(made->facts.capacity.size(), std::size_t{1});
        const auto& capacity = made->facts.capacity.front();
        QCOMPARE(capacity.machine, std::string("server"));
        QCOMPARE(capacity.applications, 3);
        verifyNear(capacity.cores, 32.0);
        verifyNear(capacity.usefulCores, 32.0 - 0.03 * 32.0 - 3 * 0.05 * 4.0);
        verifyNear(capacity.memory / kGibi, 256.0);
        verifyNear(capacity.usefulMemory / kGibi, 256.0 - 1.0 - 3 * 0.25 - 3 * 0.5);
        verifyNear(capacity.requestedCores, 6.0);
        verifyNear(capacity.requestedMemory / kGibi, 12.0);
    }

    void bothMembersOfAPairMustHaveRoom() {
        const auto made = fromText(
            "\"node\": { \"kind\": \"host\", \"count\": 2, \"cpu\": 8 }, \"spare\": { \"kind\": \"host\" },"
            "\"pair\": { \"kind\": \"standby\", \"of\": \"node\" }",
            service("db", "\"on\": \"pair\", \"requests\": { \"cpu\": 3 }"));
        QCOMPARE(made->facts.capacity.size(), std::size_t{3});
        for (std::size_t i = 0; i != 2; ++i) {
            verifyNear(made->facts.capacity[i].requestedCores, 3.0);
            QCOMPARE(made->facts.capacity[i].applications, 1);
        }
        QCOMPARE(made->facts.capacity[2].applications, 0);
    }

    // Seven lines, of which the language says that power, internet, demand and the web's own defects are not
    // modelled.
    void theSmallestFileSaysWhatItLeavesOut() {
        const auto made = fromFile("smallest.json", "");
        for (const char* code :
             {"power", "internet", "network", "demand", "data", "releases", "disasters", "people"})
            QVERIFY2(made->misses(code), code);
        QVERIFY(made->misses("software", "web"));
        QVERIFY(!made->misses("hardware"));
    }

    // Two zones with everything: what is left is what this version cannot describe.
    void aWholeDeploymentLeavesLittleOut() {
        const auto made = fromFile("ladder-9999-two-zones.json", "two-zones");
        QVERIFY2(!made->misses("power") && !made->misses("power", "zone.server"), made->missing().c_str());
        for (const char* code :
             {"network", "internet", "hardware", "software", "disasters", "maintenance", "cost"})
            QVERIFY2(!made->misses(code), code);
        for (const char* code : {"releases", "demand", "data"}) QVERIFY2(made->misses(code), code);
    }

    // One of two kinds of machine has no supply: it is named by path, without numbers, once.
    void whatSomeLackIsNamed() {
        const auto made = fromText(
            "\"grid\": { \"kind\": \"grid\" }, \"fed\": { \"kind\": \"host\", \"power\": \"grid\" },"
            "\"rack\": { \"kind\": \"rack\", \"parts\": { \"dark\": { \"kind\": \"host\", \"count\": 2 } } }",
            service("web", "\"on\": \"fed\""));
        QVERIFY2(made->misses("power", "rack.dark"), made->missing().c_str());
        QVERIFY(!made->misses("power"));
        QVERIFY(!made->misses("power", "fed"));
    }

    void whatIsNeededAloneIsNoDeployment() {
        const auto made = fromText("\"pump\": { \"failures\": { \"stuck\": { \"probability\": \"10 %\" } } }",
                                   service("flow", "\"needs\": \"pump\""));
        QCOMPARE(made->missing(), std::string());
        QCOMPARE(made->singles("flow"), std::string("pump"));
    }

    void handsThatAreFreeAreNamedAndCrewsAreNot() {
        const std::string parts = "\"mine\": { \"kind\": \"host\", \"crew\": \"staff\", " + kBreaks +
                                  "}, \"yours\": { \"kind\": \"host\", " + kBreaks + "}";
        const auto made =
            fromText(parts, "\"crews\": { \"staff\": { \"cost\": \"30 EUR/h\" } }, " +
                                service("web", "\"on\": [ \"mine\", \"yours\" ], \"replicas\": 2"));
        QVERIFY2(made->misses("people", "yours"), made->missing().c_str());
        QVERIFY(!made->misses("people", "mine"));
        const auto unpaid = fromText(
            "\"mine\": { \"kind\": \"host\", \"crew\": \"staff\", \"cost\": { \"upkeep\": \"20 h/a\" } }",
            "\"crews\": { \"staff\": {} }, " + service("web", "\"on\": \"mine\""));
        QVERIFY2(unpaid->misses("people"), unpaid->missing().c_str());
    }

    // Every design of a file is looked at; what they all leave out is said once.
    void notModelledIsSaidOnce() {
        const auto made = fromFile("three-designs.json", "metal");
        analysis::Result both = made->facts;
        const auto singles = both.singlePoints.size(), missing = both.notModelled.size();
        methods::addFacts(both, *made->system);
        QCOMPARE(both.singlePoints.size(), 2 * singles);
        QCOMPARE(both.notModelled.size(), missing);
    }

    // A question leaves no trace.
    void afterAQuestionAllIsAsBefore() {
        const auto made = fromFile("ladder-9999-two-zones.json", "no-generators");
        methods::WhatIf whatIf(*made->system);
        for (const auto& cause : made->system->causes) {
            if (!cause.absent) continue;
            whatIf.strike({cause.absent});
            QCOMPARE(whatIf.fallenServices().size(), std::size_t{1});
            whatIf.undo();
            QVERIFY(whatIf.fallenServices().empty());
            for (const auto& service : made->system->services) QVERIFY(whatIf.isTrue(service.up));
            for (const auto& thing : made->system->things)
                if (!thing.outside && thing.kind != scenario::Kind::generator)
                    QVERIFY(whatIf.isTrue(thing.runs));
        }
    }
};

QTEST_APPLESS_MAIN(TestFacts)
#include "tst_facts.moc"
