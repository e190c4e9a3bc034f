// Numbers as people write them: es and en, digits no finer than the error, nines never lost.
#include "app/report/estimate_text.hpp"
#include "app/report/numbers.hpp"
#include "tests/app/sample_result.hpp"

#include <QtTest>

#include <limits>

using namespace nueves;
using namespace nueves::report;
using nueves::tests::atMost;
using nueves::tests::exact;
using nueves::tests::simulated;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Thin no-break spaces as "_" so that expectations can be read.
QString seen(const std::string& text) {
    return QString::fromStdString(text).replace(QChar(0x202f), '_');
}

class TstNumbers : public QObject {
    Q_OBJECT

  private slots:
    void groupsAsEachLanguageDoes();
    void showsOneSignificantDigitOfTheError_data();
    void showsOneSignificantDigitOfTheError();
    void keepsEveryNine();
    void writesAvailabilityWithItsError();
    void neverPromisesHundredPercentFromASimulation();
    void tellsWhatTheRatesLeaveAsABound();
    void roundsABoundToTheSafeSide();
    void writesLopsidedIntervalsAsTheirEnds();
    void countsNinesFromTheUnavailability();
    void writesDurationsInPeoplesUnits_data();
    void writesDurationsInPeoplesUnits();
    void writesDurationsNoFinerThanTheirError();
    void writesMoneyOnTheRightSide();
    void writesTargetsAsGiven();
    void signsDifferences();
    void saysNotKnownForWhatIsNoNumber();
};

void TstNumbers::groupsAsEachLanguageDoes() {
    QCOMPARE(seen(whole(2048, Language::es)), "2048");
    QCOMPARE(seen(whole(16800, Language::es)), "16_800");
    QCOMPARE(seen(whole(1234567, Language::es)), "1_234_567");
    QCOMPARE(seen(whole(2048, Language::en)), "2,048");
    QCOMPARE(seen(number(1234567.5, 1, Language::es)), "1_234_567,5");
    QCOMPARE(seen(number(1234567.5, 1, Language::en)), "1,234,567.5");
    QCOMPARE(seen(number(-3.25, 2, Language::es)), QString::fromUtf8("−3,25"));
    QCOMPARE(seen(number(-0.001, 1, Language::en)), "0.0");
    QCOMPARE(seen(whole(std::numeric_limits<std::uint64_t>::max(), Language::en)),
             "18,446,744,073,709,551,615");
}

void TstNumbers::showsOneSignificantDigitOfTheError_data() {
    QTest::addColumn<double>("halfWidth");
    QTest::addColumn<int>("decimals");
    QTest::newRow("thousandths") << 0.0043 << 3;
    QTest::newRow("exactly a hundredth") << 0.01 << 2;
    QTest::newRow("rounds up into the next digit") << 0.0096 << 2;
    QTest::newRow("tens") << 21.0 << 0;
    QTest::newRow("units") << 1.2 << 0;
    QTest::newRow("tiny") << 3e-12 << 12;
}

void TstNumbers::showsOneSignificantDigitOfTheError() {
    QFETCH(double, halfWidth);
    QFETCH(int, decimals);
    QCOMPARE(decimalsFor(halfWidth), decimals);
}

void TstNumbers::keepsEveryNine() {
    // 1 - 3e-15 as a double is off by 8e-4 of itself; the complement in decimals is not.
    QCOMPARE(seen(availabilityPercent(3e-15, 14, Language::en)), "99.99999999999970_%");
    QCOMPARE(seen(availabilityPercent(1e-12, 11, Language::es)), "99,99999999990_%");
    QCOMPARE(seen(availabilityPercent(0.0, 2, Language::en)), "100.00_%");
    QCOMPARE(seen(availabilityPercent(1.0, 2, Language::en)), "0.00_%");
    QCOMPARE(seen(availabilityPercent(0.95, 0, Language::en)), "5_%");
    QCOMPARE(seen(availabilityPercent(0.1, 0, Language::en)), "90_%");
    QCOMPARE(seen(availabilityPercent(1.0, 0, Language::en)), "0_%");
}

void TstNumbers::writesAvailabilityWithItsError() {
    QCOMPARE(seen(availabilityText(simulated(8.8e-4, 4.4e-5), Language::en)),
             QString::fromUtf8("99.912_% ±_0.004"));
    QCOMPARE(seen(availabilityText(simulated(7e-4, 1e-4), Language::es)),
             QString::fromUtf8("99,93_% ±_0,01"));
    QCOMPARE(seen(availabilityText(simulated(0.3, 0.12), Language::es)), QString::fromUtf8("70_% ±_12"));
    QCOMPARE(seen(availabilityText(exact(9e-6), Language::en)), "99.9991_% (exact)");
    QCOMPARE(seen(availabilityText(exact(0.0), Language::es)), "100_% (exacto)");
}

void TstNumbers::neverPromisesHundredPercentFromASimulation() {
    for (double value = 1e-14; value < 1e-2; value *= 3.7) {
        for (const double relative : {0.01, 0.05, 0.3, 0.9, 1.0}) {
            const std::string text = availabilityText(simulated(value, relative * value), Language::en);
            QVERIFY2(text.rfind("100", 0) != 0, text.c_str());
        }
        const std::string bound = availabilityText(atMost(value), Language::en);
        QVERIFY2(bound.find("100") == std::string::npos, bound.c_str());
    }
}

void TstNumbers::tellsWhatTheRatesLeaveAsABound() {
    QCOMPARE(seen(answeredText(simulated(1e-15, 1e-17), Language::en)), "more than 99.9999999_%");
    QCOMPARE(seen(answeredText(simulated(1e-10, 1e-8), Language::en)), // as far as the interval goes
             seen(availabilityText(simulated(1e-10, 1e-8), Language::en)));
    QCOMPARE(seen(answeredText(exact(1e-12), Language::en)), "99.9999999999_% (exact)");
}

void TstNumbers::roundsABoundToTheSafeSide() {
    QCOMPARE(seen(availabilityText(atMost(1.42e-4), Language::en)), "more than 99.98_%");
    QCOMPARE(seen(availabilityText(atMost(2e-4), Language::es)), QString::fromUtf8("más de 99,98_%"));
    QCOMPARE(seen(ninesText(atMost(1.9e-4), Language::en)), "more than 3.7 nines"); // 3.7212
    QCOMPARE(seen(hoursText(atMost(0.03), Language::es)), QString::fromUtf8("como mucho 1_min 48_s"));
}

void TstNumbers::writesLopsidedIntervalsAsTheirEnds() {
    const analysis::Estimate skewed{1e-4, 2e-5, 4e-4, analysis::Method::simulated};
    QCOMPARE(seen(availabilityText(skewed, Language::en)), "99.990_% (99.960 to 99.998)");
    const analysis::Estimate open{1e-4, 0.0, 4e-4, analysis::Method::simulated};
    QCOMPARE(seen(availabilityText(open, Language::en)), "99.99_% (at least 99.96)");
    QCOMPARE(seen(shareText({1.0, 0.982, 1.0, analysis::Method::simulated}, Language::es)),
             QString::fromUtf8("100_% (de 98 a 100)"));
}

void TstNumbers::countsNinesFromTheUnavailability() {
    QCOMPARE(seen(ninesText(simulated(8.8e-4, 4.4e-5), Language::en)), "3.1 nines");
    QCOMPARE(seen(ninesText(exact(1e-15), Language::es)), "15,0 nueves");
    QCOMPARE(seen(ninesText(exact(0.0), Language::en)), "");
    QCOMPARE(seen(ninesText(simulated(1e-6, 2e-6), Language::en)), "about 6 nines");
}

void TstNumbers::writesDurationsInPeoplesUnits_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("99.9 % of a year") << 0.001 * 31557600.0 << "8_h 46_min";
    QTest::newRow("99.99 % of a year") << 0.0001 * 31557600.0 << "52_min 36_s";
    QTest::newRow("99 % of a year") << 0.01 * 31557600.0 << "3_d 16_h";
    QTest::newRow("90 % of a year") << 0.1 * 31557600.0 << "36_d 13_h";
    QTest::newRow("nothing") << 0.0 << "0_s";
    QTest::newRow("under a second") << 0.0042 << "4.2_ms";
    QTest::newRow("a second and a bit") << 1.34 << "1.3_s";
    QTest::newRow("rounds into the next unit") << 3599.9 << "1_h";
    QTest::newRow("rounds into the next day") << 86399.0 << "1_d";
    QTest::newRow("years") << 3.26 * 31557600.0 << "3.3_years";
    QTest::newRow("many years") << 73.4 * 31557600.0 << "73_years";
    QTest::newRow("never") << kInfinity << "?";
}

void TstNumbers::writesDurationsInPeoplesUnits() {
    QFETCH(double, seconds);
    QFETCH(QString, text);
    QCOMPARE(seen(duration(seconds, 0.0, Language::en)), text);
}

void TstNumbers::writesDurationsNoFinerThanTheirError() {
    QCOMPARE(seen(hoursText(simulated(7.716, 0.35), Language::en)), QString::fromUtf8("7_h 43_min ±_21_min"));
    QCOMPARE(seen(hoursText(simulated(27.17 * 24, 80.0), Language::en)), QString::fromUtf8("27_d ±_3_d"));
    QCOMPARE(seen(hoursText(exact(7.716), Language::es)), "7_h 43_min");
}

void TstNumbers::writesMoneyOnTheRightSide() {
    QCOMPARE(seen(money(16800.0, "EUR", Language::es)), QString::fromUtf8("16_800_€"));
    QCOMPARE(seen(money(16800.0, "EUR", Language::en)), QString::fromUtf8("€16,800"));
    QCOMPARE(seen(money(-12.5, "USD", Language::en)), QString::fromUtf8("−$12.50"));
    QCOMPARE(seen(money(12.5, "CHF", Language::es)), "12,50_CHF");
    QCOMPARE(seen(money(-0.2, "JPY", Language::en)), QString::fromUtf8("−0.20_JPY"));
}

void TstNumbers::writesTargetsAsGiven() {
    QCOMPARE(seen(targetPercent(0.9995, Language::es)), "99,95_%");
    QCOMPARE(seen(targetPercent(0.9, Language::en)), "90_%");
    QCOMPARE(seen(targetPercent(1.0, Language::en)), "100_%");
    QCOMPARE(seen(targetPercent(0.99999999, Language::en)), "99.999999_%");
}

void TstNumbers::signsDifferences() {
    using analysis::Difference;
    const Difference better{"vms", "metal", "web", "unavailability", simulated(-4.4e-4, 3e-5)};
    QCOMPARE(seen(differenceText(better, "EUR", Language::en)),
             QString::fromUtf8("−3_h 51_min ±_16_min a year"));
    QVERIFY(!cannotBeToldApart(better));
    const Difference dearer{"vms", "metal", "", "costPerYear", exact(10560.0)};
    QCOMPARE(seen(differenceText(dearer, "EUR", Language::es)), QString::fromUtf8("+10_560_€ al año"));
    QVERIFY(cannotBeToldApart({"a", "b", "", "unavailability", simulated(1e-6, 2e-6)}));
}

void TstNumbers::saysNotKnownForWhatIsNoNumber() {
    QCOMPARE(seen(availabilityText(simulated(kNan, 0.1), Language::es)), "no se sabe");
    QCOMPARE(seen(hoursText(simulated(1.0, kInfinity), Language::en)), "not known");
    QCOMPARE(seen(number(kNan, 2, Language::en)), "?");
    QCOMPARE(seen(ninesText(simulated(kNan, 0.1), Language::es)), "");
}

} // namespace

QTEST_APPLESS_MAIN(TstNumbers)
#include "tst_numbers.moc"
