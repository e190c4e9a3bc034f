// The validation cases that are chains, by the exact method, from scenario file to figure. Nobody here made
// the answers up; cases/README.md says which figure of a scenario is which quantity of a case. Case years
// have 8760 h.
#include "support/small_systems.hpp"

#include <QTest>

#include <cmath>

using namespace nueves;
using namespace nueves::methods;
using namespace nueves::test;

namespace {

constexpr double kHourSeconds = 3600.0;
constexpr double kNearly = 1e-9; // relative

Design caseFile(const std::string& name, const std::string& design = "") {
    return compiledFile("tests/verification/cases/" + name + ".json", design);
}

// What the scenario itself asks for: long run, a horizon or a mission.
ExactOutcome asked(const Design& design, ExactQuestion question = {}) {
    using scenario::Measure;
    const auto& run = design.scenario->run;
    if (run.measure != Measure::steady) question.horizon = core::seconds(run.horizon);
    question.mission = run.measure == Measure::mission;
    question.blame = false;
    return solved(design, question);
}

ExactService serviceOf(const Design& design, const std::string& service, const ExactQuestion& question = {}) {
    return asked(design, question).services[design.service(service)];
}

double unavailability(const std::string& file, const std::string& design, const std::string& service) {
    return serviceOf(caseFile(file, design), service).figures.unavailability;
}

double firstOutageHours(const std::string& file, const std::string& design = "") {
    return *serviceOf(caseFile(file, design), "system").meanFirstOutage / kHourSeconds;
}

} // namespace

class TestExactCases : public QObject {
    Q_OBJECT

  private slots:
    void c1ColdStandby();
    void c1TwoOutOfThree();
    void c1Repairman_data();
    void c1Repairman();
    void c1Spares();
    void c2Bridge();
    void c2BridgeBirnbaum_data();
    void c2BridgeBirnbaum();
    void c2CommonCause();
    void c2ThreeTiers();
    void c2StaticTreesAreForOtherMethods();
    void c4Quorum();
    void c4VirtualisedHosts();
    void c6FirstPassage();
    void c6Intervals_data();
    void c6Intervals();
    void c6YearlyDowntime();
};

void TestExactCases::c1ColdStandby() {
    const auto figures = serviceOf(caseFile("c1-cold-standby-coverage-switchover"), "web").figures;
    VERIFY_NEAR(figures.unavailability, 491.0 / 24048491.0, kNearly);
    VERIFY_NEAR(figures.outageRate * 8760 * kHourSeconds, 105330240.0 / 24048491.0, kNearly);
    VERIFY_NEAR(figures.meanOutage() / 60.0, 2455.0 / 1002.0, kNearly);
}

void TestExactCases::c1TwoOutOfThree() {
    const auto figures = serviceOf(caseFile("c1-kofn-2of3-independent"), "system").figures;
    VERIFY_NEAR(figures.unavailability, 301.0 / 1030301.0, kNearly);
    VERIFY_NEAR(figures.outageRate * 8760 * kHourSeconds, 525600.0 / 1030301.0, kNearly);
    VERIFY_NEAR(figures.meanUpTime() / kHourSeconds, 51500.0 / 3.0, kNearly);
    VERIFY_NEAR(figures.meanOutage() / kHourSeconds, 301.0 / 60.0, kNearly);
    VERIFY_NEAR(firstOutageHours("c1-kofn-2of3-independent-mission"), 17500.0, kNearly);
    VERIFY_NEAR(firstOutageHours("c1-kofn-2of3-independent-mission-unrepaired"), 2500.0 / 3.0, kNearly);
}

void TestExactCases::c1Repairman_data() {
    QTest::addColumn<QString>("design");
    QTest::addColumn<double>("availability");
    QTest::addColumn<double>("meanFailed");
    QTest::addColumn<double>("failuresAnHour");
    QTest::addColumn<double>("restorationHours");
    QTest::addColumn<double>("firstOutage");
    QTest::newRow("one crew") << "c1" << 286718750.0 / 292808411.0 << 131918616.0 / 292808411.0
                              << 32498637.0 / 1171233644.0 << 175891488.0 / 10832879.0 << 23330.0 / 27.0;
    QTest::newRow("two crews") << "c2" << 8837500000.0 / 8881870261.0 << 3062212866.0 / 8881870261.0
                               << 502290087.0 / 17763740522.0 << 2041475244.0 / 167430029.0 << 40330.0 / 27.0;
    QTest::newRow("six crews") << "c6" << 22093750000.0 / 22164361129.0 << 18.0 / 53.0 << 3.0 / 106.0 << 12.0
                               << 40330.0 / 27.0;
}

void TestExactCases::c1Repairman() {
    QFETCH(QString, design);
    QFETCH(double, availability);
    QFETCH(double, meanFailed);
    QFETCH(double, failuresAnHour);
    QFETCH(double, restorationHours);
    QFETCH(double, firstOutage);
    const Design crews = caseFile("c1-machine-repairman-6", design.toStdString());
    const auto outcome = asked(crews);
    VERIFY_NEAR(outcome.services[crews.service("system")].figures.up, availability, kNearly);
    const auto& first = outcome.services[crews.service("first")].figures;
    VERIFY_NEAR(6.0 * first.unavailability, meanFailed, kNearly);
    VERIFY_NEAR(6.0 * first.outageRate * kHourSeconds, failuresAnHour, kNearly);
    VERIFY_NEAR(first.meanOutage() / kHourSeconds, restorationHours, kNearly);
    VERIFY_NEAR(firstOutageHours("c1-machine-repairman-6-mission", design.toStdString()), firstOutage,
                kNearly);
}

// Published: Storm unit tests of dynamic fault trees (1 time unit = 1 h).
void TestExactCases::c1Spares() {
    VERIFY_NEAR(firstOutageHours("c1-spares-storm-dft-a"), 46.0 / 13.0, kNearly);
    VERIFY_NEAR(firstOutageHours("c1-spares-storm-dft-b"), 43.0 / 23.0, kNearly);
    VERIFY_NEAR(firstOutageHours("c1-spares-storm-dft-c"), 8.0 / 3.0, kNearly);
}

void TestExactCases::c2Bridge() {
    const auto figures = serviceOf(caseFile("c2-bridge-repairable"), "joined").figures;
    VERIFY_NEAR(figures.unavailability, 628973.0 / 5585757723.0, kNearly);
    VERIFY_NEAR(figures.outageRate * 8760 * kHourSeconds, 290788200.0 / 620639747.0, kNearly);
    VERIFY_NEAR(figures.meanOutage() / kHourSeconds, 628973.0 / 298755.0, kNearly);
}

void TestExactCases::c2BridgeBirnbaum_data() {
    QTest::addColumn<QString>("link");
    QTest::addColumn<double>("importance");
    QTest::newRow("a") << "a" << 8635420.0 / 1152616673.0;
    QTest::newRow("b") << "b" << 331900.0 / 41581323.0;
    QTest::newRow("c") << "c" << 53000.0 / 480893049.0;
    QTest::newRow("d") << "d" << 1102375.0 / 147142554.0;
    QTest::newRow("e") << "e" << 297025.0 / 41581323.0;
}

void TestExactCases::c2BridgeBirnbaum() {
    QFETCH(QString, link);
    QFETCH(double, importance);
    const auto with = [&](const char* state) {
        return unavailability("c2-bridge-repairable-birnbaum", link.toStdString() + state, "joined");
    };
    VERIFY_NEAR(with("-cut") - with("-good"), importance, kNearly);
}

void TestExactCases::c2CommonCause() {
    VERIFY_NEAR(unavailability("c2-common-cause-beta-a", "", "system"), 60799491.0 / 976562500.0, kNearly);
    VERIFY_NEAR(unavailability("c2-common-cause-beta-b", "beta-0", "system"), 1.0 / 63001.0, kNearly);
    VERIFY_NEAR(unavailability("c2-common-cause-beta-b", "beta-5", "system"), 289.0 / 2519789.0, kNearly);
    VERIFY_NEAR(unavailability("c2-common-cause-beta-b", "beta-10", "system"), 269.0 / 1259769.0, kNearly);
}

// 4096 states by name; by count 3 x 6 x 3 x 2 x 2 x 2.
void TestExactCases::c2ThreeTiers() {
    const Design design = caseFile("c2-three-tier-series-parallel");
    const auto outcome = asked(design);
    QCOMPARE(outcome.states, std::size_t{432});
    const auto down = [&](const char* name) {
        return outcome.services[design.service(name)].figures.unavailability;
    };
    VERIFY_NEAR(down("platform"), 1.0 - 0.9998400037610096, 1e-11);
    VERIFY_NEAR(down("lb-block"), 1.0 / 16008001.0, kNearly);
    VERIFY_NEAR(down("app-block"), 6535667.0 / 1799158486535667.0, kNearly);
    VERIFY_NEAR(down("db-block"), 1.0 / 251001.0, kNearly);
    VERIFY_NEAR(down("net-block"), 3.0 / 20003.0, kNearly);
    VERIFY_NEAR(down("power-block"), 1.0 / 167501.0, kNearly);
}

// Two dozen events of fixed probability are 2^24 chains of one state each.
void TestExactCases::c2StaticTreesAreForOtherMethods() {
    for (const char* name : {"c2-fault-tree-chinese", "c2-fault-tree-three-motor"}) {
        const auto outcome = solveExactly(*caseFile(name).system, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().reason, std::string("states"));
    }
}

void TestExactCases::c4Quorum() {
    const auto three = serviceOf(caseFile("c4-quorum-majority", "n3"), "store").figures;
    VERIFY_NEAR(three.unavailability, 6481.0 / 10091699281.0, kNearly);
    VERIFY_NEAR(three.outageRate * 8760 * kHourSeconds, 113529600.0 / 10091699281.0, kNearly);
    VERIFY_NEAR(unavailability("c4-quorum-majority", "n5", "store"), 46666801.0 / 47127438398026801.0,
                kNearly);
    const auto mean = [](const char* file, const char* design) {
        return *serviceOf(caseFile(file, design), "store").meanFirstOutage / kHourSeconds;
    };
    VERIFY_NEAR(mean("c4-quorum-majority-mission", "n3"), 779400.0, kNearly);
    VERIFY_NEAR(mean("c4-quorum-majority-mission-n5", "n5"), 336935772.0, kNearly);
}

void TestExactCases::c4VirtualisedHosts() {
    const Design design = caseFile("c4-virtualised-two-hosts");
    const auto outcome = asked(design);
    const auto down = [&](const char* name) {
        return outcome.services[design.service(name)].figures.unavailability;
    };
    VERIFY_NEAR(down("host-vm"), 1.0 - 0.9910482888517768, 1e-12);
    VERIFY_NEAR(down("host-hardware"), 0.00815217391304348, kNearly);
    VERIFY_NEAR(down("host-hypervisor") - down("host-hardware"),
                0.0006223530726275951 + 1.8870737043631129e-06, kNearly);
    VERIFY_NEAR(down("host-vm") - down("host-hypervisor"), 0.00017124180322367177 + 4.055285624301109e-06,
                kNearly);
    VERIFY_NEAR(down("pair"), 8.013313248122425e-05, kNearly);
    VERIFY_NEAR(down("service"), 1.0 - 0.9917683462137075, 1e-12);
    VERIFY_NEAR(down("bare-metal"), 1.0 - 0.9916764336856974, 1e-12);
}

void TestExactCases::c6FirstPassage() {
    ExactQuestion question;
    question.probabilities = {0.01, 0.1, 0.5, 0.9};
    const auto service = serviceOf(caseFile("c6-first-passage-2of3"), "system", question);
    VERIFY_NEAR(*service.meanFirstOutage / kHourSeconds, 17500.0, kNearly);
    const double quantiles[] = {185.3167026619668, 1852.3366387405524, 12133.0022564571, 40282.82939308681};
    for (int i = 0; i != 4; ++i)
        VERIFY_NEAR(service.firstOutageQuantiles[i] / kHourSeconds, quantiles[i], kNearly);
    const auto reliability = [](const char* file) {
        return *serviceOf(caseFile(file), "system").reliability;
    };
    VERIFY_NEAR(reliability("c6-first-passage-2of3-mission-720"), 0.9601936338674808, kNearly);
    VERIFY_NEAR(reliability("c6-first-passage-2of3-mission-8760"), 0.6063492213687584, kNearly);
    VERIFY_NEAR(unavailability("c6-first-passage-2of3-horizon-720", "", "system"), 1.0 - 0.9994284050383604,
                kNearly);
    VERIFY_NEAR(unavailability("c6-first-passage-2of3-horizon-8760", "", "system"), 1.0 - 0.9994133450892104,
                kNearly);
    VERIFY_NEAR(firstOutageHours("c6-first-passage-2of3-unequal"), 2685.0 / 1547.0, kNearly);
}

void TestExactCases::c6Intervals_data() {
    QTest::addColumn<QString>("horizonFile");
    QTest::addColumn<QString>("missionFile");
    QTest::addColumn<double>("availability");
    QTest::addColumn<double>("noFailure");
    const QString file = "c6-interval-availability-single";
    QTest::newRow("10 h") << file + "-10" << file + "-mission-10" << 0.9963315461271295 << 0.9900498337491681;
    QTest::newRow("100 h") << file + "-100" << file + "-mission-100" << 0.9910792656802713
                           << 0.9048374180359595;
    QTest::newRow("720 h") << file + "-720" << file + "-mission-720" << 0.9902351621300743
                           << 0.4867522559599717;
    QTest::newRow("8760 h") << file << file + "-mission-8760" << 0.9901102004951614 << 0.00015688460858652242;
}

void TestExactCases::c6Intervals() {
    QFETCH(QString, horizonFile);
    QFETCH(QString, missionFile);
    QFETCH(double, availability);
    QFETCH(double, noFailure);
    const Design design = caseFile(horizonFile.toStdString());
    const auto figures = serviceOf(design, "system").figures;
    VERIFY_NEAR(figures.unavailability, 1.0 - availability, kNearly);
    const double hours = core::seconds(design.scenario->run.horizon) / kHourSeconds;
    VERIFY_NEAR(figures.outageRate * hours * kHourSeconds, availability * hours / 1000.0, kNearly);
    VERIFY_NEAR(*serviceOf(caseFile(missionFile.toStdString()), "system").reliability, noFailure, kNearly);
}

void TestExactCases::c6YearlyDowntime() {
    ExactQuestion question;
    question.downtime = true;
    question.probabilities = {0.5, 0.9, 0.95, 0.99, 0.999};
    for (double hours : {4.38, 8.76, 17.52, 43.8}) {
        question.downtimeBounds.resize(1);
        question.downtimeBounds[0].push_back(hours * kHourSeconds);
    }
    const auto service = serviceOf(caseFile("c6-yearly-downtime-distribution"), "system", question);
    VERIFY_NEAR(service.figures.unavailability * 8760.0, 17.481045892247682, kNearly);
    const double atMost[] = {0.027230639335883693, 0.13994118677834763, 0.5496897288456388, 0.99442298288526};
    for (int i = 0; i != 4; ++i) VERIFY_NEAR(service.downtime->atMost[i], atMost[i], kNearly);
    const double quantiles[] = {16.476861216789136, 28.666632594144616, 32.71960532811282, 41.0322555810623,
                                51.44894438782625};
    for (int i = 0; i != 5; ++i)
        VERIFY_NEAR(service.downtime->quantiles[i] / kHourSeconds, quantiles[i], kNearly);
    const auto mission = serviceOf(caseFile("c6-yearly-downtime-distribution-mission"), "system");
    VERIFY_NEAR(*mission.reliability, 0.00015688460858652242, kNearly);
}

QTEST_APPLESS_MAIN(TestExactCases)
#include "tst_exact_cases.moc"
