// A 95 % interval is a promise about many runs: over 400 seeds, with the rule that stops when the precision
// is reached, it must hold the exact value in as many as a coin of 95 % would give. At 99.9 % (3.2905
// standard deviations, rounded outwards) that is between 365 and 395 of 400.
#include "tests/verification/simulated.hpp"

using namespace nueves;
using namespace nueves::verification;

namespace {

constexpr int kRuns = 400;
constexpr double kYearHours = 8766.0;

struct Counts {
    int held = 0, below = 0, above = 0; // below: the whole interval lies under the value
    double sum = 0.0;
    int precise = 0;
};

Counts count(const std::vector<scenario::Scenario>& designs, const Settings& settings, double exact) {
    Counts counts;
    for (int seed = 1; seed <= kRuns; ++seed) {
        Settings one = settings;
        one.seed = static_cast<std::uint64_t>(seed);
        const auto result = run(designs, one);
        const auto& seen = result.services.front().unavailability;
        counts.held += holds(seen, exact);
        counts.below += seen.high < exact;
        counts.above += seen.low > exact;
        counts.sum += seen.value;
        counts.precise += (seen.high - seen.low) / 2.0 <= settings.precision * seen.value;
    }
    return counts;
}

void verifyCoverage(const Counts& counts) {
    const double sigma = std::sqrt(kRuns * 0.95 * 0.05);
    const int least = static_cast<int>(std::floor(kRuns * 0.95 - kZ999 * sigma));
    const int most = static_cast<int>(std::ceil(kRuns * 0.95 + kZ999 * sigma));
    const auto text =
        QString("held %1, below %2, above %3").arg(counts.held).arg(counts.below).arg(counts.above);
    QVERIFY2(counts.held >= least && counts.held <= most, qPrintable(text));
}

} // namespace

class CoverageTest : public QObject {
    Q_OBJECT

  private slots:
    // Two of three, own repair: (3 rho^2 + rho^3) / (1 + rho)^3 with rho = 10 / 1000.
    void theIntervalOfTwoOfThreeHoldsTheValue() {
        const auto designs = fromFile(folder() + "cases/c1-kofn-2of3-independent.json");
        verifyCoverage(count(designs, {.hours = 10 * kYearHours, .precision = 0.2}, 301.0 / 1030301.0));
    }

    // One crew, coarse: 30 % is reached with as few histories as the rule allows.
    void theIntervalOfTwoOfThreeWithOneCrewHoldsTheValue() {
        const auto designs =
            fromFile(std::string(NUEVES_SOURCE_DIR) + "/scenarios/textbook-2-of-3-one-crew.json");
        verifyCoverage(count(designs, {.hours = 2 * kYearHours, .precision = 0.3}, 0.000606 / 1.030606));
    }

    // The unit that waits for pieces: outages of two kinds, one much longer than the other.
    void theIntervalOfAUnitWithSparesHoldsTheValue() {
        const auto designs =
            fromText("{'nueves': 1, 'parts': {'unit': {'failures': {'stop': {'every': 'Exp(1000 h)', "
                     "'repair': {'takes': 'Exp(2 h)', 'spare': 'pieces'}}}}}, "
                     "'services': {'system': {'needs': 'unit'}}, "
                     "'spares': {'pieces': {'stock': 1, 'lead': 'Exp(50 h)'}}}");
        verifyCoverage(count(designs, {.hours = kYearHours, .precision = 0.2}, 0.003134830579));
    }

    // A probability of a mission: reliability of a year, closed form in tst_simulated_cases and in the case's
    // file.
    void theIntervalOfAMissionHoldsTheValue() {
        const auto designs = fromFile(folder() + "cases/c6-first-passage-2of3-mission-720.json");
        const double failed = 1.0 - expectedOf("c6-first-passage-2of3", "reliability_720").value;
        verifyCoverage(count(designs, {.precision = 0.2}, failed));
    }

    // The rule stops where it says, and stopping early on a lucky width does not pull the mean: 400 means of
    // which each is known to 20 % / 1.96 leave 3.29 x 0.102 / 20 = 1.7 % of luck.
    void stoppingAtAPrecisionDoesNotBiasTheMean() {
        const auto designs = fromFile(folder() + "cases/c1-kofn-2of3-independent.json");
        const double exact = 301.0 / 1030301.0;
        const Counts counts = count(designs, {.hours = 10 * kYearHours, .precision = 0.2}, exact);
        const double mean = counts.sum / kRuns;
        QVERIFY2(std::abs(mean / exact - 1.0) < 0.017, qPrintable(QString::number(mean, 'g', 9)));
        QCOMPARE(counts.precise, kRuns);
    }
};

QTEST_APPLESS_MAIN(CoverageTest)
#include "tst_coverage.moc"
