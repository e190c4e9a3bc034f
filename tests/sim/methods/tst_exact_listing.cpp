// Chains listed from scenarios, against the worked examples of the semantics (section 11).
#include "support/small_systems.hpp"

#include <QTest>

using namespace nueves;
using namespace nueves::methods;
using namespace nueves::test;

namespace {

constexpr double kHourSeconds = 3600.0;
constexpr const char* kCrew = "scenarios/textbook-2-of-3-one-crew.json";

ExactQuestion longRunBy(bool names, bool blame = true) {
    ExactQuestion question;
    question.lump = !names;
    question.blame = blame;
    return question;
}

// n alike units with a hand of one crew for all; the service needs `k` of them.
std::string crewText(int n, int k, const std::string& more = "") {
    return "{ \"nueves\": 1, \"parts\": { \"unit\": { \"count\": " + std::to_string(n) +
           ", \"failures\": { \"stop\": { \"every\": \"Exp(200 h)\", \"repair\": { \"takes\": \"Exp(12 h)\","
           " \"crew\": \"fitter\" } } } } }, \"services\": { \"system\": { \"needs\": \"" +
           std::to_string(k) + " of unit\" } }, \"crews\": { \"fitter\": { \"size\": 1 } }" + more + " }";
}

// The failures of one unit `x`, that the service needs.
std::string unitText(const std::string& failures, const std::string& more = "",
                     const std::string& keys = "") {
    return "{ \"nueves\": 1, \"parts\": { \"x\": { \"failures\": { \"stop\": " + failures + " }" + keys +
           " } }, \"services\": { \"s\": { \"needs\": \"x\" } }" + more + " }";
}

// A machine on a grid that fails, fed as `power` says.
std::string suppliedText(const std::string& supply, const std::string& power) {
    return "{ \"nueves\": 1, \"parts\": { \"grid\": { \"kind\": \"grid\", \"failures\": { \"cut\": { "
           "\"every\":"
           " \"Exp(720 h)\", \"repair\": { \"takes\": \"Exp(45 min)\" } } } }, " +
           supply + ", \"pc\": { \"kind\": \"host\", \"startup\": \"Exp(2 min)\", \"power\": " + power +
           " } }, \"services\": { \"s\": { \"on\": \"pc\" } } }";
}

SolveFailure refusal(const std::string& text) {
    const Design design = compiledText(text);
    const auto outcome = solveExactly(*design.system, {});
    return outcome ? SolveFailure{"solved", "solved"} : outcome.error();
}

} // namespace

class TestExactListing : public QObject {
    Q_OBJECT

  private slots:
    void oneCrewByNameAndByCount();
    void blameIsTheSameByNameAndByCount();
    void sixMachinesByCount();
    void unequalMembersAreNotCounted();
    void hostsWithWhatTheyCarryAreCountedAsBlocks();
    void layersHaveSixStates();
    void aColdPairIsSplitByPhase();
    void betaStrikesTogether();
    void betaOfFixedProbabilities();
    void oneSpareOnTheShelf();
    void twoReplicasFreeCrews();
    void refusedByName_data();
    void refusedByName();
    void aCheckIsRefusedByWhoProbesWhom();
    void tooManyStates();
};

// E1
void TestExactListing::oneCrewByNameAndByCount() {
    const Design design = compiledFile(kCrew);
    QCOMPARE(solved(design, longRunBy(true)).states, std::size_t{16});
    QCOMPARE(solved(design, longRunBy(false)).states, std::size_t{4});
    for (bool names : {true, false}) {
        ExactQuestion question = longRunBy(names, false);
        question.horizon = 720 * kHourSeconds;
        question.mission = true;
        const auto service = solved(design, question).services[0];
        VERIFY_NEAR(*service.meanFirstOutage / kHourSeconds, 17500.0, 1e-12);
        VERIFY_NEAR(*service.reliability, 0.9601936338674808, 1e-12);
        VERIFY_NEAR(solved(design, longRunBy(names)).services[0].figures.unavailability, 0.000606 / 1.030606,
                    1e-12);
    }
}

void TestExactListing::blameIsTheSameByNameAndByCount() {
    const Design design = compiledFile(kCrew);
    for (bool names : {true, false}) {
        const auto figures = solved(design, longRunBy(names)).services[0].figures;
        QCOMPARE(figures.blame.size(), std::size_t{3});
        for (double share : figures.blame) VERIFY_NEAR(share, figures.unavailability / 3.0, 1e-12);
        double phases = 0.0;
        for (const auto& [phase, share] : figures.phases) phases += share;
        VERIFY_NEAR(phases, figures.unavailability, 1e-12);
    }
}

// c1-machine-repairman-6 with one crew: 7 states for 1957 orders in which 0 to 6 machines wait.
void TestExactListing::sixMachinesByCount() {
    const Design design = compiledText(crewText(6, 4));
    const auto counted = solved(design, longRunBy(false, false));
    QCOMPARE(counted.states, std::size_t{7});
    VERIFY_NEAR(counted.services[0].figures.up, 286718750.0 / 292808411.0, 1e-12);
    const auto named = solved(design, longRunBy(true, false));
    QCOMPARE(named.states, std::size_t{1957});
    VERIFY_NEAR(named.services[0].figures.up, 286718750.0 / 292808411.0, 1e-12);
}

// A service of the first machine alone tells it from the five others: (0 to 5 of them waiting) x (the first
// works, or is at one of the places in the queue): 6 + (1 + 2 + 3 + 4 + 5 + 6) states.
void TestExactListing::unequalMembersAreNotCounted() {
    std::string text = crewText(6, 4);
    const std::string services = "\"services\": { ";
    text.insert(text.find(services) + services.size(), "\"first\": { \"needs\": \"unit[1]\" }, ");
    const Design design = compiledText(text);
    const auto outcome = solved(design, longRunBy(false, false));
    QCOMPARE(outcome.states, std::size_t{27});
    VERIFY_NEAR(outcome.services[design.service("first")].figures.unavailability * 6.0,
                131918616.0 / 292808411.0, 1e-12);
}

// Three hosts with a virtual machine each; six states each, 56 multisets of three.
void TestExactListing::hostsWithWhatTheyCarryAreCountedAsBlocks() {
    const Design three = compiledText(
        "{ \"nueves\": 1, \"parts\": { \"host\": { \"kind\": \"host\", \"count\": 3,"
        " \"failures\": { \"hw\": { \"every\": \"Exp(8760 h)\", \"repair\": { \"takes\": \"Exp(72 h)\" } } },"
        " \"hypervisor\": { \"kind\": \"hypervisor\", \"startup\": \"Exp(60 s)\", \"failures\": { \"crash\":"
        " { \"every\": \"Exp(2654 h)\", \"repair\": { \"takes\": \"Exp(100 min)\" } } } } },"
        " \"vm\": { \"kind\": \"vm\", \"count\": 3, \"on\": \"host\", \"startup\": \"Exp(30 s)\","
        " \"failures\": { \"stop\": { \"every\": \"Exp(2893 h)\", \"repair\": { \"takes\": \"Exp(30 min)\" } "
        "} } } },"
        " \"services\": { \"all\": { \"needs\": \"3 of vm\" }, \"any\": { \"needs\": \"1 of vm\" } } }");
    const double u = 0.0089517111482234; // E2
    for (bool names : {true, false}) {
        const auto outcome = solved(three, longRunBy(names, false));
        QCOMPARE(outcome.states, names ? std::size_t{216} : std::size_t{56});
        VERIFY_NEAR(outcome.services[three.service("any")].figures.unavailability, u * u * u, 1e-11);
        VERIFY_NEAR(outcome.services[three.service("all")].figures.up, (1 - u) * (1 - u) * (1 - u), 1e-12);
    }
    const auto named = solved(three, longRunBy(true)), counted = solved(three, longRunBy(false));
    QVERIFY(counted.states < named.states);
    for (std::size_t s = 0; s != named.services.size(); ++s)
        for (std::size_t r = 0; r != three.system->roots.size(); ++r)
            VERIFY_NEAR(counted.services[s].figures.blame[r], named.services[s].figures.blame[r], 1e-10);
}

// E2
void TestExactListing::layersHaveSixStates() {
    const Design design = compiledFile("scenarios/textbook/e2-layers.json");
    const auto outcome = solved(design, longRunBy(true));
    QCOMPARE(solved(design, longRunBy(true, false)).states, std::size_t{36});
    const auto& one = outcome.services[design.service("one")].figures;
    VERIFY_NEAR(one.unavailability, 0.0089517111482234, 1e-12);
    VERIFY_NEAR(one.blame[design.root("host[1].hardware").value], 0.008155004520, 1e-9);
    VERIFY_NEAR(one.blame[design.root("host[1].hypervisor.crash").value], 6.25464825e-4, 1e-8);
    VERIFY_NEAR(one.blame[design.root("vm[1].stop").value], 1.71241803e-4, 1e-8);
    const auto& pair = outcome.services[design.service("pair")].figures;
    VERIFY_NEAR(pair.unavailability, 0.0089517111482234 * 0.0089517111482234, 1e-12);
}

// E3
void TestExactListing::aColdPairIsSplitByPhase() {
    const Design design = compiledFile("scenarios/standby-pair-coverage.json");
    const auto figures = solved(design, longRunBy(true)).services[0].figures;
    VERIFY_NEAR(figures.unavailability, 491.0 / 24048491.0, 1e-12);
    const double minutes = 8760.0 * 60.0;
    const auto firstAttempt = figures.phases.lower_bound(1000);
    QVERIFY(firstAttempt != figures.phases.end());
    VERIFY_NEAR(firstAttempt->second * minutes, 49932000.0 / 24048491.0, 1e-12);
    VERIFY_NEAR(std::next(firstAttempt)->second * minutes, 157680000.0 / 24048491.0, 1e-12);
    double others = 0.0;
    for (auto phase = figures.phases.begin(); phase != firstAttempt; ++phase) others += phase->second;
    VERIFY_NEAR(others * minutes, 50457600.0 / 24048491.0, 1e-12);
    VERIFY_NEAR(figures.blame[design.root("server[1].crash").value], figures.unavailability / 2.0, 1e-12);
    VERIFY_NEAR(figures.blame[design.root("server[2].crash").value], figures.unavailability / 2.0, 1e-12);
    VERIFY_NEAR(figures.meanOutage() / 60.0, 2455.0 / 1002.0, 1e-12);
}

// E4 b
void TestExactListing::betaStrikesTogether() {
    for (bool names : {true, false}) {
        const Design common = compiledFile("scenarios/textbook/e4-beta.json", "common");
        const auto outcome = solved(common, longRunBy(names, false));
        QCOMPARE(outcome.states, names ? std::size_t{4} : std::size_t{3});
        VERIFY_NEAR(outcome.services[0].figures.unavailability, 289.0 / 2519789.0, 1e-12);
        const Design apart = compiledFile("scenarios/textbook/e4-beta.json", "independent");
        VERIFY_NEAR(solved(apart, longRunBy(names)).services[0].figures.unavailability, 1.0 / 63001.0, 1e-12);
    }
}

// E4 a: every branch a state of its own, for ever.
void TestExactListing::betaOfFixedProbabilities() {
    const Design design = compiledFile("tests/verification/cases/c2-common-cause-beta-a.json");
    ExactQuestion question;
    VERIFY_NEAR(solved(design, question).services[0].figures.unavailability, 0.062258678784, 1e-13);
    question.horizon = 3600.0;
    VERIFY_NEAR(solved(design, question).services[0].figures.unavailability, 0.062258678784, 1e-13);
}

// E6
void TestExactListing::oneSpareOnTheShelf() {
    const Design one = compiledFile("scenarios/textbook/e6-spare.json", "stock-1");
    const auto outcome = solved(one, longRunBy(true));
    QCOMPARE(outcome.states, std::size_t{5});
    const auto& figures = outcome.services[0].figures;
    VERIFY_NEAR(figures.unavailability, 0.003134830579, 1e-9);
    VERIFY_NEAR(figures.phases.at(measure::kPart), 0.001141100240, 1e-9);
    const Design unlimited = compiledFile("scenarios/textbook/e6-spare.json", "unlimited");
    VERIFY_NEAR(solved(unlimited, longRunBy(true)).services[0].figures.unavailability, 2.0 / 1002.0, 1e-12);
}

void TestExactListing::twoReplicasFreeCrews() {
    const double u = 10.0 / 1010.0;
    const Design one = compiledFile("scenarios/textbook/two-replicas.json", "one-is-enough");
    for (bool names : {true, false}) {
        const auto outcome = solved(one, longRunBy(names, false));
        QCOMPARE(outcome.states, names ? std::size_t{4} : std::size_t{3});
        const auto& figures = outcome.services[0].figures;
        VERIFY_NEAR(figures.unavailability, u * u, 1e-12);
        VERIFY_NEAR(figures.degraded, 2 * u * (1 - u), 1e-12);
        VERIFY_NEAR(figures.fraction, 1 - u, 1e-12);
    }
    const Design most = compiledFile("scenarios/textbook/two-replicas.json", "share-95");
    VERIFY_NEAR(solved(most, longRunBy(false)).services[0].figures.unavailability, 1 - (1 - u) * (1 - u),
                1e-12);
}

void TestExactListing::refusedByName_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("entity");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& text, const char* entity, const char* reason) {
        QTest::newRow(name) << QString::fromStdString(text) << entity << reason;
    };
    const std::string repair = ", \"repair\": { \"takes\": \"Exp(2 h)\" } }";
    row("a law with wear", unitText("{ \"every\": \"Weibull(scale 100 h, shape 2)\"" + repair), "x", "law");
    row("a fixed time", unitText("{ \"every\": \"Exp(100 h)\", \"repair\": { \"takes\": \"2 h\" } }"), "x",
        "law");
    row("evenings only",
        unitText("{ \"every\": \"Exp(100 h)\", \"during\": \"Mon-Sun 18:00-23:00\"" + repair), "x",
        "profile");
    row("people on shifts",
        unitText("{ \"every\": \"Exp(100 h)\", \"repair\": { \"takes\": \"Exp(2 h)\", \"crew\": \"day\" } }",
                 ", \"crews\": { \"day\": { \"shifts\": \"Mon-Fri 08:00-15:00\", \"onCall\": \"no\" } }"),
        "x", "profile");
    row("people on call",
        unitText(
            "{ \"every\": \"Exp(100 h)\", \"repair\": { \"takes\": \"Exp(2 h)\", \"crew\": \"day\" } }",
            ", \"crews\": { \"day\": { \"shifts\": \"Mon-Fri 08:00-15:00\", \"onCall\": \"Exp(1 h)\" } }"),
        "x", "profile");
    row("planned work",
        unitText("{ \"every\": \"Exp(100 h)\"" + repair, "",
                 ", \"maintenance\": { \"clean\": { \"every\": \"30 d\", \"takes\": \"Exp(1 h)\" } }"),
        "x", "date");
    row("a script",
        unitText("{ \"every\": \"Exp(100 h)\"" + repair,
                 ", \"script\": [ { \"at\": \"1 h\", \"do\": \"kill\", \"on\": \"x\" } ],"
                 " \"run\": { \"measure\": \"horizon\" }"),
        "script", "date");
    row("a battery",
        suppliedText("\"ups\": { \"kind\": \"ups\", \"power\": \"grid\", \"bridges\": \"10 min\" }",
                     "\"ups\""),
        "ups", "level");
    row("a tank",
        suppliedText(
            "\"diesel\": { \"kind\": \"generator\", \"startup\": \"Exp(1 min)\", \"fuel\": \"8 h\" }",
            "{ \"any\": [ \"grid\", \"diesel\" ] }"),
        "diesel", "level");
    row("a leak",
        "{ \"nueves\": 1, \"parts\": { \"pc\": { \"kind\": \"host\", \"memory\": \"8 GiB\" } }, "
        "\"services\": { \"s\": {"
        " \"on\": \"pc\", \"requests\": { \"memory\": \"1 GiB\" }, \"limits\": { \"memory\": \"2 GiB\" }, "
        "\"startup\":"
        " \"Exp(1 min)\", \"failures\": { \"leak\": { \"every\": \"Exp(100 h)\", \"effect\": { "
        "\"memory-leak\":"
        " \"100 MiB/h\" }, \"repair\": { \"takes\": \"Exp(1 h)\" } } } } } }",
        "s", "level");
    row("hidden until looked for",
        unitText("{ \"every\": \"Exp(100 h)\", \"detect\": { \"inspect\": \"30 d\", \"hidden\": \"100 %\" }" +
                 repair),
        "x", "date");
}

void TestExactListing::refusedByName() {
    QFETCH(QString, text);
    QFETCH(QString, entity);
    QFETCH(QString, reason);
    const auto failure = refusal(text.toStdString());
    QCOMPARE(QString::fromStdString(failure.reason), reason);
    QVERIFY2(QString::fromStdString(failure.entity).startsWith(entity), failure.entity.c_str());
}

void TestExactListing::aCheckIsRefusedByWhoProbesWhom() {
    const Design design = compiledFile("scenarios/textbook/two-replicas-check.json");
    const auto outcome = solveExactly(*design.system, {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().reason, std::string("date"));
    QVERIFY2(outcome.error().entity.find("web[1]") != std::string::npos, outcome.error().entity.c_str());
}

void TestExactListing::tooManyStates() {
    const Design design = compiledText(crewText(6, 4));
    ExactQuestion question = longRunBy(true, false);
    question.mostStates = 1956;
    const auto outcome = solveExactly(*design.system, question);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().reason, std::string("states"));
    QCOMPARE(outcome.error().entity, std::string("1956"));
}

QTEST_APPLESS_MAIN(TestExactListing)
#include "tst_exact_listing.moc"
