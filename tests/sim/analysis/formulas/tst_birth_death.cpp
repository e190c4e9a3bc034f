// Values: the validation cases named in each test.
#include "sim/analysis/formulas/birth_death.hpp"
#include "sim/analysis/formulas/block_diagram.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>
#include <utility>

using namespace nueves::analysis;

namespace {

bool near(double x, double y, double relative = 1e-12) {
    const bool good = std::abs(x - y) <= relative * std::abs(y);
    if (!good) qWarning("%.17g is not %.17g", x, y);
    return good;
}

const MachineRepairman kGroup{3, 1, 1.0 / 1000.0, 1.0 / 10.0}; // c6-first-passage-2of3

} // namespace

class TestBirthDeath : public QObject {
    Q_OBJECT

  private slots:
    void sixMachines_data() { // c1-machine-repairman-6: 200 h, 12 h, 4 of 6 needed
        QTest::addColumn<int>("crews");
        QTest::addColumn<double>("unavailability");
        QTest::addColumn<double>("failed");
        QTest::addColumn<double>("utilisation");
        QTest::addColumn<double>("failures");
        QTest::addColumn<double>("restoration");
        QTest::addColumn<double>("toOutage");
        QTest::newRow("one crew") << 1 << 6089661.0 / 292808411.0 << 131918616.0 / 292808411.0
                                  << 97495911.0 / 292808411.0 << 32498637.0 / 1171233644.0
                                  << 175891488.0 / 10832879.0 << 23330.0 / 27.0;
        QTest::newRow("two crews") << 2 << 44370261.0 / 8881870261.0 << 3062212866.0 / 8881870261.0
                                   << 1506870261.0 / 8881870261.0 << 502290087.0 / 17763740522.0
                                   << 2041475244.0 / 167430029.0 << 40330.0 / 27.0;
        QTest::newRow("a crew each") << 6 << 70611129.0 / 22164361129.0 << 18.0 / 53.0 << 3.0 / 53.0
                                     << 3.0 / 106.0 << 12.0 << 40330.0 / 27.0;
    }
    void sixMachines() {
        QFETCH(int, crews);
        QFETCH(double, unavailability);
        QFETCH(double, failed);
        QFETCH(double, utilisation);
        QFETCH(double, failures);
        QFETCH(double, restoration);
        QFETCH(double, toOutage);
        const MachineRepairman group{6, static_cast<std::size_t>(crews), 1.0 / 200.0, 1.0 / 12.0};
        QVERIFY(near(group.unavailability(4), unavailability));
        QVERIFY(near(group.meanFailed(), failed));
        QVERIFY(near(group.crewUtilisation(), utilisation));
        QVERIFY(near(group.failuresPerTime(), failures));
        QVERIFY(near(group.meanRestoration(), restoration));
        QVERIFY(near(group.meanTimeToOutage(4), toOutage));
    }

    void aCrewEachIsTheBinomialLaw() {
        const MachineRepairman group{7, 7, 1.0 / 700.0, 1.0 / 11.0};
        QVERIFY(near(group.unavailability(5), kOfNUnavailability(5, 7, renewalUnavailability(700.0, 11.0))));
    }

    void oneCrewForTwoOfThree() { // weights 1, 3 r, 6 r^2, 6 r^3 with r = 10 / 1000; (5 L + M) / (6 L^2)
        QVERIFY(near(kGroup.unavailability(2), 0.000606 / 1.030606));
        QVERIFY(near(kGroup.meanTimeToOutage(2), 17500.0));
    }

    void firstOutageOfTwoOfThree() { // c6-first-passage-2of3
        const BirthDeath chain = kGroup.chain();
        QVERIFY(near(chain.notReached(2, 720.0), 0.9601936338674808, 1e-11));
        QVERIFY(near(chain.notReached(2, 8760.0), 0.6063492213687584, 1e-11));
        QVERIFY(near(chain.reached(2, 8760.0), 1.0 - 0.6063492213687584, 1e-11));
        QVERIFY(near(chain.firstPassageQuantile(2, 0.01), 185.3167026619668, 1e-9));
        QVERIFY(near(chain.firstPassageQuantile(2, 0.1), 1852.3366387405524, 1e-10));
        QVERIFY(near(chain.firstPassageQuantile(2, 0.5), 12133.0022564571, 1e-10));
        QVERIFY(near(chain.firstPassageQuantile(2, 0.9), 40282.82939308681, 1e-10));
    }

    void meanShareOfAMission() { // c6-first-passage-2of3, interval availability
        const BirthDeath chain = kGroup.chain();
        for (const auto& [time, expected] :
             {std::pair{720.0, 0.9994284050383604}, {8760.0, 0.9994133450892104}}) {
            const auto share = chain.averageOver(time);
            QVERIFY(near(share[0] + share[1], expected));
            QVERIFY(near(std::accumulate(share.begin(), share.end(), 0.0), 1.0));
        }
    }

    void lossOfCopies() { // c4-mttdl-replication: 100000 h, rebuild 24 h, years of 8760 h
        const MachineRepairman mirror{2, 1, 1e-5, 1.0 / 24.0};
        const MachineRepairman serial{3, 1, 1e-5, 1.0 / 24.0}, parallel{3, 3, 1e-5, 1.0 / 24.0};
        QVERIFY(near(mirror.meanTimeToOutage(1), 23799.467275494673 * 8760.0));
        QVERIFY(near(serial.meanTimeToOutage(1), 33062764.036867917 * 8760.0));
        QVERIFY(near(parallel.meanTimeToOutage(1), 66117579.69727719 * 8760.0));
        // The case (by uniformisation) gives 4.19018399e-05 and 2.0995168e-04, good to 1e-5; here the closed
        // form 1 - (s1 e^(s2 T) - s2 e^(s1 T)) / (s1 - s2), s the roots of s^2 + (3 L + M) s + 2 L^2, in 50
        // digits.
        QVERIFY(near(mirror.chain().reached(2, 8760.0), 4.1901839824799227e-05));
        QVERIFY(near(mirror.chain().reached(2, 5 * 8760.0), 2.0995168301339010e-04));
    }

    void inTheLongRunTheStartIsForgotten() {
        const BirthDeath chain = MachineRepairman{4, 2, 0.02, 0.1}.chain();
        const auto late = chain.at(1e4), always = chain.stationary();
        for (std::size_t i = 0; i < late.size(); ++i) QVERIFY(near(late[i], always[i], 1e-10));
        const auto start = chain.at(0.0);
        QVERIFY(near(start[0], 1.0) && std::abs(start[1]) < 1e-14);
    }

    void oneUnitIsTheTwoStateChain() { // c6-interval-availability-single
        const BirthDeath chain = MachineRepairman{1, 1, 1.0 / 1000.0, 1.0 / 10.0}.chain();
        QVERIFY(near(chain.at(10.0)[0], 0.9937051384115992));
        QVERIFY(near(chain.averageOver(100.0)[0], 0.9910792656802713));
    }
};

QTEST_APPLESS_MAIN(TestBirthDeath)
#include "tst_birth_death.moc"
