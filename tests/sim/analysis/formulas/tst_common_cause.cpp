// Values: validation case c2-common-cause-beta, exact fractions.
#include "sim/analysis/formulas/birth_death.hpp"
#include "sim/analysis/formulas/common_cause.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves::analysis;

namespace {

bool near(double x, double y, double relative = 1e-12) {
    const bool good = std::abs(x - y) <= relative * std::abs(y);
    if (!good) qWarning("%.17g is not %.17g", x, y);
    return good;
}

} // namespace

class TestCommonCause : public QObject {
    Q_OBJECT

  private slots:
    void aRepairablePair() { // (b) 2000 h, 8 h, two crews
        QVERIFY(near(BetaPair({1.0 / 2000.0, 1.0 / 8.0, 0.0, 2}).unavailability(), 1.0 / 63001.0));
        QVERIFY(near(BetaPair({1.0 / 2000.0, 1.0 / 8.0, 0.05, 2}).unavailability(), 289.0 / 2519789.0));
        QVERIFY(near(BetaPair({1.0 / 2000.0, 1.0 / 8.0, 0.1, 2}).unavailability(), 269.0 / 1259769.0));
    }

    void withoutCommonCauseItIsTheRepairmansPair() {
        for (const int crews : {1, 2}) {
            const MachineRepairman group{2, static_cast<std::size_t>(crews), 0.003, 0.2};
            QVERIFY(near(BetaPair({0.003, 0.2, 0.0, crews}).unavailability(), group.unavailability(1)));
        }
    }

    // All common: whatever is up falls at the full rate, be it both units or one.
    void withNothingElseThePairFallsAtTheFullRate() {
        const BetaPair pair{0.001, 0.1, 1.0, 2};
        QVERIFY(near(pair.outageRate(), (1.0 - pair.unavailability()) * 0.001));
    }

    void twoTrains() { // (a) p = 0.1, beta = 0.2, a pump and a valve in each train
        QVERIFY(near(betaTrains(2, 0.1, 0.2), 60799491.0 / 976562500.0));
        QVERIFY(near(betaTrains(1, 0.1, 0.0), 0.01));
        QVERIFY(near(betaTrains(1, 0.1, 1.0), 0.1));
        QVERIFY(near(betaTrains(1, 1e-12, 0.1), 1e-13, 1e-10)); // rare ones keep their digits
    }
};

QTEST_APPLESS_MAIN(TestCommonCause)
#include "tst_common_cause.moc"
