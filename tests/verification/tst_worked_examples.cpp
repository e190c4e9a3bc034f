// The worked examples of the semantics, E1 to E8: small scenarios with answers derived on paper, from state
// space to figure. What luck decides must lie in the 99.9 % interval; what it does not decide is exact.
#include "tests/verification/simulated.hpp"

using namespace nueves;
using namespace nueves::verification;

namespace {

constexpr double kCentury = 876'600.0; // hours

std::string shipped(const std::string& name) {
    return std::string(NUEVES_SOURCE_DIR) + "/scenarios/" + name + ".json";
}

// One machine that fails by script, and a technician with working hours. 1 January 2027 is a Friday.
double hoursDown(const std::string& at, const std::string& onCall) {
    const auto designs =
        fromText("{'nueves': 1, 'calendar': {'start': '2027-01-01'}, "
                 "'parts': {'unit': {'failures': {'stop': {'every': 'never', "
                 "'repair': {'takes': '2 h', 'crew': 'staff'}}}}}, "
                 "'services': {'system': {'needs': 'unit'}}, "
                 "'crews': {'staff': {'size': 1, 'shifts': 'Mon-Fri 08:00-15:00', 'onCall': '" +
                 onCall + "'}}, 'script': [{'at': '" + at +
                 "', 'do': 'kill', 'on': 'unit'}], "
                 "'run': {'measure': 'horizon', 'horizon': '200 h'}}");
    const auto result = run(designs, {.histories = 2});
    return serviceOf(result, "", "system").unavailability.value * 200.0;
}

// A unit that needs a piece for each repair: one in stock and one ordered for each that is taken.
std::vector<scenario::Scenario> unitWithSpares(const std::string& stock) {
    return fromText("{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'every': 'Exp(1000 h)', "
                    "'repair': {'takes': 'Exp(2 h)', 'spare': 'pieces'}}}}}, "
                    "'services': {'system': {'needs': 'unit'}}, "
                    "'spares': {'pieces': {" +
                    stock + "}}}");
}

// Mains, a battery of ten minutes, and a generator that starts at once but for one time in a hundred.
constexpr const char* kCut =
    "{'nueves': 1, 'parts': {"
    "'grid': {'kind': 'grid', 'failures': {'cut': {'every': 'Exp(200 h)', 'repair': {'takes': 'Exp(45 "
    "min)'}}}}, "
    "'engine': {'kind': 'generator', 'startup': [{'takes': '20 s', 'works': '99 %'}, {'takes': 'Exp(4 "
    "h)'}]}, "
    "'battery': {'kind': 'ups', 'power': {'any': ['grid', 'engine']}, 'bridges': '10 min'}, "
    "'load': {'power': 'battery'}}, "
    "'services': {'system': {'needs': 'load'}}}";

// Two answers at once: inside the interval of 99.9 %, and known to `precision`.
void verifyMean(const Estimate& seen, double expected, double precision) {
    QVERIFY2(halfWidth(seen) <= precision * expected, qPrintable("precision: " + say(seen, expected)));
    QVERIFY2(holds(widened(seen), expected), qPrintable(say(widened(seen), expected)));
}

void verifyBatches(const Batches& batches, const std::vector<double>& expected, double precision) {
    for (std::size_t i = 0; i != expected.size(); ++i) {
        const Estimate narrow = batches.interval(i, 0.95), wide = batches.interval(i, 0.999);
        QVERIFY2(halfWidth(narrow) <= precision * expected[i],
                 qPrintable("precision: " + say(narrow, expected[i])));
        QVERIFY2(holds(wide, expected[i]), qPrintable(say(wide, expected[i])));
    }
}

} // namespace

class WorkedExamplesTest : public QObject {
    Q_OBJECT

  private slots:
    // E1. k failed units have the weights 1, 3 rho, 6 rho^2, 6 rho^3 with rho = 10 / 1000; first outage from
    // the new state (5 lambda + mu) / (6 lambda^2).
    void twoOfThreeWithOneCrew() {
        const auto designs = fromFile(shipped("textbook-2-of-3-one-crew"));
        const auto steady = run(designs, {.hours = kCentury, .histories = 400});
        verifyMean(serviceOf(steady, "", "system").unavailability, 0.000606 / 1.030606, 0.03);
        const Sets mission{{"run.measure", "mission"}};
        const auto first = run(fromFile(shipped("textbook-2-of-3-one-crew"), mission),
                               {.hours = 400000.0, .histories = 8000});
        verifyMean(serviceOf(first, "", "system").mttfHours.value(), 17500.0, 0.03);
    }

    // Two failed: removing either mends, half each. Three: no single one does, the cuts are all pairs, a
    // third each.
    void unitsAlikeShareTheBlame() {
        const auto designs = fromFile(shipped("textbook-2-of-3-one-crew"));
        const auto once = [&](std::uint64_t seed) -> std::vector<double> {
            const auto result = run(designs, {.hours = kCentury, .histories = 16, .seed = seed});
            const auto& system = serviceOf(result, "", "system");
            return {blamed(system, "unit[1].stop"), blamed(system, "unit[2].stop"),
                    blamed(system, "unit[3].stop")};
        };
        const double third = 0.000606 / 1.030606 / 3.0;
        verifyBatches(Batches(25, once), {third, third, third}, 0.05);
    }

    // E2. The start-up of the machine on top goes to whoever caused it, by the flow into that state.
    void layersAreBlamedForTheStartupsTheyCause() {
        const auto designs = fromFile(folder() + "cases/c4-virtualised-two-hosts.json");
        const auto once = [&](std::uint64_t seed) -> std::vector<double> {
            const auto result = run(designs, {.hours = kCentury, .histories = 24, .seed = seed});
            const auto& top = serviceOf(result, "", "host-vm");
            return {blamed(top, "host.hardware"), blamed(top, "host.hypervisor.crash"),
                    blamed(top, "vm.stop"), phaseMinutes(top, "startup") / (kCaseYear * 60.0)};
        };
        const std::vector<double> expected{0.008155004520, 6.25464825e-4, 1.71241803e-4,
                                           4.055285624e-6 + 1.887073704e-6};
        verifyBatches(Batches(25, once), expected, 0.03);
    }

    // E3. Two members down: one in repair, one waits for the technician, half of the time put on each.
    void aColdPairIsDownForTheReasonsOfItsChain() {
        const auto designs = fromFile(shipped("standby-pair-coverage"));
        const auto once = [&](std::uint64_t seed) -> std::vector<double> {
            const auto result = run(designs, {.hours = 10 * kCentury, .histories = 32, .seed = 1000 + seed});
            const auto& web = serviceOf(result, "", "web");
            return {phaseMinutes(web, "switch: automatic"), phaseMinutes(web, "switch: by hand"),
                    phaseMinutes(web, "repair") + phaseMinutes(web, "crew"), blamed(web, "server[1].crash"),
                    blamed(web, "server[2].crash")};
        };
        const double half = 491.0 / 24048491.0 / 2.0;
        verifyBatches(Batches(25, once), {2.076305, 6.556752, 2.098161, half, half}, 0.05);
    }

    // E4. The naive figure knows no common cause: each unit is down (1 / (1 + 250)) of the time whatever beta
    // is.
    void theNaiveFigureOfAPairKnowsNoCommonCause() {
        const auto result = run(fromFile(folder() + "cases/c2-common-cause-beta-b.json"), {.histories = 2});
        for (const char* design : {"beta-0", "beta-5", "beta-10"}) {
            const auto& naive = serviceOf(result, design, "system").naive;
            QVERIFY(naive.has_value());
            QVERIFY(std::abs(naive->value * 63001.0 - 1.0) < 1e-12);
        }
    }

    // E5. Nobody sees the fault before the next inspection. A horizon of whole periods: the mean over one of
    // them.
    void aHiddenFaultLastsUntilTheInspection() {
        const auto designs =
            fromText("{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'every': 'Exp(1000 h)', "
                     "'detect': {'inspect': '720 h', 'hidden': '100 %'}, 'repair': {'takes': '0 s'}}}}}, "
                     "'services': {'system': {'needs': 'unit'}}, 'run': {'measure': 'horizon'}}");
        const auto result = run(designs, {.hours = 72000.0, .histories = 1000});
        verifyMean(serviceOf(result, "", "system").unavailability, 1.0 - (1.0 - std::exp(-0.72)) / 0.72,
                   0.01);
    }

    // E6. Five states: up or in repair with one or none in stock, and waiting with two ordered.
    void aRepairWaitsForThePieceThatIsNotInStock() {
        const auto one = unitWithSpares("'stock': 1, 'lead': 'Exp(50 h)'");
        const auto once = [&](std::uint64_t seed) -> std::vector<double> {
            const auto result = run(one, {.hours = kCentury, .histories = 40, .seed = seed});
            const auto& system = serviceOf(result, "", "system");
            return {system.unavailability.value, phaseMinutes(system, "part") / (kCaseYear * 60.0)};
        };
        verifyBatches(Batches(25, once), {0.003134830579, 0.001141100240}, 0.03);
        const auto any = run(unitWithSpares("'lead': 'Exp(50 h)'"), {.hours = kCentury, .histories = 200});
        verifyMean(serviceOf(any, "", "system").unavailability, 2.0 / 1002.0, 0.03);
    }

    // E7. Half an hour on Friday, the rest on Monday from eight; or called out, and not sent home at the end.
    void aShiftPausesWhatNobodyIsOnCallFor() {
        constexpr double exact = 1e-9;
        QVERIFY(std::abs(hoursDown("2027-01-01 14:30", "no") - 67.0) < exact);
        QVERIFY(std::abs(hoursDown("2027-01-01 14:30", "30 min") - 2.0) < exact);
        QVERIFY(std::abs(hoursDown("2027-01-02 03:00", "no") - 55.0) < exact);
        QVERIFY(std::abs(hoursDown("2027-01-02 03:00", "30 min") - 2.5) < exact);
    }

    // E8. Dark if the first start failed, the cut outlasts the battery and so does the second start.
    void aCutIsBridgedByBatteryAndGenerator() {
        const auto result = run(fromText(kCut), {.hours = kCentury, .histories = 200});
        const auto& system = serviceOf(result, "", "system");
        const double cutsPerYear = core::kHoursPerYear / 200.75;
        const double dark = 0.01 * std::exp(-10.0 / 45.0) * std::exp(-(9.0 + 2.0 / 3.0) / 240.0);
        const double minutes = 1.0 / (1.0 / 45.0 + 1.0 / 240.0);
        verifyMean(system.outagesPerYear, cutsPerYear * dark, 0.03);
        verifyMean(system.mttrHours, minutes / 60.0, 0.03);
        verifyMean(system.unavailability, cutsPerYear / core::kHoursPerYear * dark * minutes / 60.0, 0.05);
    }
};

QTEST_APPLESS_MAIN(WorkedExamplesTest)
#include "tst_worked_examples.moc"
