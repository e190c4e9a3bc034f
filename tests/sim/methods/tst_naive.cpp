// The naive figure against products worked out by hand, and the decision diagram against published fault
// trees.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/decision_diagram.hpp"
#include "sim/methods/naive.hpp"
#include "sim/methods/naive_stores.hpp"
#include "sim/model/compile.hpp"

#include <QtTest>

#include <cmath>
#include <string>

using namespace nueves;

namespace {

struct Made {
    scenario::Scenario scenario;
    std::unique_ptr<model::System> system;
};

std::string said(const std::vector<core::Issue>& issues) {
    std::string text;
    for (const auto& issue : issues)
        if (issue.severity == core::Severity::error) text += issue.code + " at " + issue.path + "; ";
    return text;
}

// The one design `design` of a file or text; aborts the test if it does not compile.
std::unique_ptr<Made> made(const io::ReadOutcome& read, const std::string& design) {
    auto result = std::make_unique<Made>();
    for (const auto& each : read.designs)
        if (each.design == design) result->scenario = each;
    if (read.designs.empty()) qFatal("%s", said(read.issues).c_str());
    auto compiled = model::compile(result->scenario, core::after(core::kStart, 2 * core::kYear));
    if (!compiled.system) qFatal("%s", said(compiled.issues).c_str());
    result->system = std::move(compiled.system);
    return result;
}
std::unique_ptr<Made> fromText(const std::string& text) {
    return made(io::readScenarioText(text, "test.json", {}), "");
}
std::unique_ptr<Made> fromCase(const std::string& name, const std::string& design = "") {
    const std::string file = std::string(NUEVES_SOURCE_DIR) + "/tests/verification/cases/" + name;
    return made(io::readScenarioFile(file, {}), design);
}

double naiveOf(const Made& made, const std::string& service) {
    const auto figures = methods::naiveUnavailabilities(*made.system);
    for (std::size_t i = 0; i != figures.size(); ++i)
        if (made.system->services.raw()[i].name == service)
            return figures[i] ? figures[i]->value : std::nan("");
    return std::nan("");
}

// Relative to the digits that were published or worked out.
void verifyNear(double found, double wanted, double relative) {
    QVERIFY2(std::fabs(found - wanted) <= relative * std::fabs(wanted),
             qPrintable(QString("%1 instead of %2").arg(found, 0, 'g', 17).arg(wanted, 0, 'g', 17)));
}

std::string failing(const std::string& every, const std::string& takes) {
    return "\"failures\": { \"stop\": { \"every\": \"" + every + "\", \"repair\": { \"takes\": \"" + takes +
           "\" } } }";
}

} // namespace

class TestNaive : public QObject {
    Q_OBJECT

  private slots:
    // semantics.md, section 11, "Small ones": 10000/10010 x 1000/1010 each, twice independent.
    void twoServersBehindOneSwitchCountTheSwitchTwice() {
        const auto made =
            fromText("{ \"nueves\": 1, \"parts\": {"
                     "\"line\": { \"kind\": \"isp\" },"
                     "\"switch\": { \"kind\": \"switch\", \"net\": \"line\", " +
                     failing("Exp(10000 h)", "Exp(10 h)") +
                     "}, \"server\": { \"kind\": \"host\", \"count\": 2, \"net\": \"switch\", " +
                     failing("Exp(1000 h)", "Exp(10 h)") +
                     "} }, \"services\": { \"web\": { \"on\": \"server\", \"replicas\": 2 } } }");
        const double chain = 10000.0 / 10010.0 * 1000.0 / 1010.0;
        verifyNear(naiveOf(*made, "web"), (1.0 - chain) * (1.0 - chain), 1e-12);
        verifyNear(naiveOf(*made, "web"), 1.185943e-4, 1e-6);
    }

    // 95 % of two replicas is both of them.
    void aShareAsksForAsManyReplicas() {
        const auto made =
            fromText("{ \"nueves\": 1, \"parts\": { \"server\": { \"kind\": \"host\", \"count\": 2, " +
                     failing("Exp(1000 h)", "Exp(10 h)") +
                     "} }, \"services\": { \"web\": { \"on\": \"server\", \"replicas\": 2,"
                     "\"required\": \"95 %\" } } }");
        verifyNear(naiveOf(*made, "web"), 0.0197039506, 1e-9); // 1 - (1000/1010)^2
    }

    // A shop that needs the web, and that users reach over a balancer of two copies: three things in a row.
    // web: u of one server. balancer: u^2. shop's own server: u.
    void aServiceThatIsNeededCountsWithItsOwnFigure() {
        const auto made =
            fromText("{ \"nueves\": 1, \"parts\": {"
                     "\"a\": { \"kind\": \"host\", " +
                     failing("Exp(1000 h)", "Exp(10 h)") + "}, \"b\": { \"kind\": \"host\", " +
                     failing("Exp(1000 h)", "Exp(10 h)") + "}, \"c\": { \"kind\": \"host\", \"count\": 2, " +
                     failing("Exp(1000 h)", "Exp(10 h)") +
                     "} }, \"services\": {"
                     "\"gate\": { \"on\": \"c\", \"replicas\": 2 },"
                     "\"shop\": { \"on\": \"a\", \"needs\": \"web\", \"behind\": \"gate\" },"
                     "\"web\": { \"on\": \"b\", \"required\": \"100 %\" } } }");
        const double u = 10.0 / 1010.0;
        verifyNear(naiveOf(*made, "web"), u, 1e-12);
        verifyNear(naiveOf(*made, "gate"), u * u, 1e-12);
        verifyNear(naiveOf(*made, "shop"), 1.0 - (1.0 - u) * (1.0 - u) * (1.0 - u * u), 1e-12);
    }

    // Each copy of the shop is taken to have a balancer of its own: (1 - (1 - b)(1 - u))^2, not 1 - (1 - b)(1
    // - u^2).
    void whatStandsBeforeAServiceCountsInEachChain() {
        const auto made = fromText("{ \"nueves\": 1, \"parts\": { \"box\": { \"kind\": \"balancer\", " +
                                   failing("Exp(5000 h)", "Exp(5 h)") +
                                   "}, \"server\": { \"kind\": \"host\", \"count\": 2, " +
                                   failing("Exp(1000 h)", "Exp(10 h)") +
                                   "} }, \"services\": { \"shop\": { \"on\": \"server\", \"replicas\": 2, "
                                   "\"behind\": \"box\" } } }");
        const double chain = 1.0 - 5000.0 / 5005.0 * 1000.0 / 1010.0;
        verifyNear(naiveOf(*made, "shop"), chain * chain, 1e-12);
    }

    // Whoever multiplies does not see that two machines hang on one supply, nor the start-up after a cut.
    void oneSupplyCountsInEachChain() {
        const auto made =
            fromText("{ \"nueves\": 1, \"parts\": {"
                     "\"grid\": { \"kind\": \"grid\", " +
                     failing("Exp(999 h)", "Exp(1 h)") +
                     "}, \"server\": { \"kind\": \"host\", \"count\": 3, \"power\": \"grid\","
                     "\"startup\": \"Exp(1 h)\" } },"
                     "\"services\": { \"web\": { \"on\": \"server\", \"replicas\": 3, \"required\": 2 } } }");
        const double u = 1e-3;
        verifyNear(naiveOf(*made, "web"), 3 * u * u * (1 - u) + u * u * u, 1e-12);
    }

    // Exp(45 min) outlasts 10 min in exp(-10/45) of cuts, and is as long again from then on.
    void aBatteryLastsForItsMinutes() {
        const auto made = fromText(
            "{ \"nueves\": 1, \"parts\": { \"grid\": { \"kind\": \"grid\", " +
            failing("Exp(720 h)", "Exp(45 min)") +
            "}, \"ups\": { \"kind\": \"ups\", \"power\": \"grid\", \"bridges\": \"10 min\" },"
            "\"server\": { \"kind\": \"host\", \"power\": \"ups\", " +
            failing("Exp(8000 h)", "Exp(2 h)") + "} }, \"services\": { \"web\": { \"on\": \"server\" } } }");
        const double dark = std::exp(-10.0 / 45.0) * 0.75 / 720.75, server = 2.0 / 8002.0;
        verifyNear(naiveOf(*made, "web"), 1.0 - (1.0 - dark) * (1.0 - server), 1e-12);
    }

    // A cut of 10 h fixed and a tank of 4 h: dark for the last 6 of each; the start is instantaneous.
    void aTankLastsForItsHours() {
        const auto made = fromText(
            "{ \"nueves\": 1, \"parts\": { \"grid\": { \"kind\": \"grid\", " + failing("Exp(990 h)", "10 h") +
            "}, \"diesel\": { \"kind\": \"generator\", \"startup\": \"10 s\", \"fuel\": \"4 h\" },"
            "\"server\": { \"kind\": \"host\", \"power\": { \"any\": [ \"grid\", \"diesel\" ] } } },"
            "\"services\": { \"web\": { \"on\": \"server\" } } }");
        verifyNear(naiveOf(*made, "web"), 0.006, 1e-12);
    }

    // Fixed, exponential and Erlang-2 lengths by hand: E[(D - b)+] / E[D].
    void whatOutlastsABattery() {
        verifyNear(methods::shareOutlasting(10.0, 0.0, 4.0), 0.6, 1e-14);
        QCOMPARE(methods::shareOutlasting(10.0, 0.0, 11.0), 0.0);
        verifyNear(methods::shareOutlasting(10.0, 100.0, 4.0), std::exp(-0.4), 1e-13);
        verifyNear(methods::shareOutlasting(10.0, 50.0, 4.0), std::exp(-0.8) * 1.4, 1e-13);
        QCOMPARE(methods::shareOutlasting(0.0, 0.0, 4.0), 0.0);
    }

    // semantics.md, section 11, E5: 1 - (1 - exp(-0.72)) / 0.72.
    void aHiddenFaultWaitsForTheInspection() {
        const auto made = fromText("{ \"nueves\": 1, \"parts\": { \"valve\": { \"failures\": { \"stuck\": {"
                                   "\"every\": \"Exp(1000 h)\","
                                   "\"detect\": { \"inspect\": \"720 h\", \"hidden\": \"100 %\" },"
                                   "\"repair\": { \"takes\": \"0 s\" } } } } },"
                                   "\"services\": { \"safe\": { \"needs\": \"valve\" } } }");
        verifyNear(naiveOf(*made, "safe"), 0.287155911, 3e-9);
    }

    // c2 b: two units of 2000 h / 8 h. Whoever multiplies does not see the shock, but all of each unit's
    // rate.
    void aBetaFactorDoesNotMakeTheFigureBetter() {
        for (const char* design : {"beta-0", "beta-5", "beta-10"})
            verifyNear(naiveOf(*fromCase("c2-common-cause-beta-b.json", design), "system"), 1.0 / 63001.0,
                       1e-12);
        const double train = 1.0 - 0.9 * 0.9;
        verifyNear(naiveOf(*fromCase("c2-common-cause-beta-a.json"), "system"), train * train, 1e-12);
    }

    // Five links, published exact: conditioning on each link gives the same.
    void theBridgeIsExact() {
        verifyNear(naiveOf(*fromCase("c2-bridge-repairable.json"), "joined"), 1.1260298623589264e-4, 1e-12);
    }

    void theThreeTiersAreTheProductOfTheirBlocks() {
        const auto made = fromCase("c2-three-tier-series-parallel.json");
        const auto u = [](double mean, double repair) { return repair / (mean + repair); };
        const double lb = std::pow(u(8000, 2), 2), db = std::pow(u(3000, 6), 2), net = u(20000, 3);
        const double power = u(2500, 5) * u(4000, 12), q = u(700, 0.5), p = 1.0 - q;
        const double app =
            10 * std::pow(q, 3) * p * p + 5 * std::pow(q, 4) * p + std::pow(q, 5); // three or more of five
        verifyNear(naiveOf(*made, "lb-block"), lb, 1e-12);
        verifyNear(naiveOf(*made, "app-block"), app, 1e-12);
        verifyNear(naiveOf(*made, "db-block"), db, 1e-12);
        verifyNear(naiveOf(*made, "net-block"), net, 1e-12);
        verifyNear(naiveOf(*made, "power-block"), power, 1e-12);
        const double up = (1 - lb) * (1 - app) * (1 - db) * (1 - net) * (1 - power);
        verifyNear(naiveOf(*made, "platform"), 1.0 - up, 1e-12);
    }

    // Events that stand in several places and house events: top probabilities published with the trees.
    void faultTreesWithRepeatedEvents() {
        verifyNear(naiveOf(*fromCase("c2-fault-tree-three-motor.json"), "system"), 0.021153782365316197,
                   1e-12);
        verifyNear(naiveOf(*fromCase("c2-fault-tree-chinese.json"), "system"), 0.004569321780497458, 1e-12);
    }

    void aMissionHasNoLongRunFigure() {
        const auto made =
            fromText("{ \"nueves\": 1, \"parts\": { \"pc\": { " + failing("Exp(10 h)", "Exp(1 h)") +
                     "} }, \"services\": { \"it\": { \"needs\": \"pc\" } },"
                     "\"run\": { \"measure\": \"mission\", \"horizon\": \"1 a\" } }");
        QVERIFY(std::isnan(naiveOf(*made, "it")));
    }

    // 3000 machines, all needed: 1 - (1 - u)^3000. The diagram is a chain; nothing in it may grow with its
    // square.
    void aLongRowIsNoProblem() {
        const auto made =
            fromText("{ \"nueves\": 1, \"parts\": { \"unit\": { \"count\": 3000, " +
                     failing("Exp(999999 h)", "Exp(1 h)") +
                     "} }, \"services\": { \"row\": { \"needs\": \"unit\" }, \"any\": { \"needs\":"
                     "\"1 of unit\" } } }");
        verifyNear(naiveOf(*made, "row"), -std::expm1(3000.0 * std::log1p(-1e-6)), 1e-10);
        QCOMPARE(naiveOf(*made, "any"), 0.0); // 1e-18000 is no double
    }
};

QTEST_APPLESS_MAIN(TestNaive)
#include "tst_naive.moc"
