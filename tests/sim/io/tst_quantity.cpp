// Numbers with units. Wanted figures follow from the definitions of the units (SI, IEC 80000-13, a = 365.25
// d).
#include "sim/io/fake_records.hpp"

#include <QtTest>

using namespace nueves;
using io::Dimension;
using namespace nueves::test;

namespace {

bool near(double x, double y) {
    return std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y));
}

} // namespace

class TestQuantity : public QObject {
    Q_OBJECT

  private slots:
    void quantitiesAreReadInBaseUnits_data();
    void quantitiesAreReadInBaseUnits();
    void badQuantitiesSayWhy_data();
    void badQuantitiesSayWhy();
    void everyDimensionHasWords();
    void catalogueUnitsAreKnown_data();
    void catalogueUnitsAreKnown();
    void everyUnitOfTheCatalogueIsKnown();
    void recordsMustFitTheirPlace_data();
    void recordsMustFitTheirPlace();
    void nearestNamesAreOffered_data();
    void nearestNamesAreOffered();
};

void TestQuantity::quantitiesAreReadInBaseUnits_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("dimension");
    const auto row = [](const char* text, double value, const Dimension& dimension) {
        QTest::newRow(text) << QString(text) << value << words(toString(dimension));
    };
    row("4000 h", 4000.0 * 3600.0, io::kTime);
    row("1 h 30 min", 5400.0, io::kTime);
    row("1h30min", 5400.0, io::kTime);
    row(" 90s ", 90.0, io::kTime);
    row("1 d 1 h 1 min 1 s 1 ms 1 us", 90061.001001, io::kTime);
    row("5 a", 5.0 * 8766.0 * 3600.0, io::kTime);
    row("0 s", 0.0, io::kTime);
    row("1.5e3 ms", 1.5, io::kTime);
    row("1e5h", 3.6e8, io::kTime);
    row("20 km", 20e3, io::kLength);
    row("3 m", 3.0, io::kLength);
    row("2 GiB", 2.0 * 1073741824.0, io::kBytes);
    row("2 GB", 2e9, io::kBytes);
    row("1 KiB 1 kB 1 B", 2025.0, io::kBytes);
    row("1 TiB", 1099511627776.0, io::kBytes);
    row("100 MiB/h", 104857600.0 / 3600.0, io::kBytesPerTime);
    row("100 Mbit/s", 1e8, io::kBitRate);
    row("1 Gbit/s", 1e9, io::kBitRate);
    row("250 req/s", 250.0, Dimension{.time = -1, .request = 1});
    row("300 W", 300.0, io::kPower);
    row("2 kW", 2000.0, io::kPower);
    row("1 kWh", 3.6e6, Dimension{.time = 1, .power = 1});
    row("99.9 %", 0.999, io::kPlain);
    row("99.95%", 0.9995, io::kPlain);
    row("1.2 /a", 1.2 / 31557600.0, io::kPerTime);
    row("2 /h", 2.0 / 3600.0, io::kPerTime);
    row("120 EUR", 120e6, io::kMoney);
    row("120 \u20AC", 120e6, io::kMoney);
    row("0.35 EUR/h", 0.35e6 / 3600.0, io::kMoneyPerTime);
    row("1.2 \u20AC/h", 1.2e6 / 3600.0, io::kMoneyPerTime);
    row("0.15 EUR/kWh", 0.15e6 / 3.6e6, io::kMoneyPerEnergy);
    row("12 h/a", 12.0 / 8766.0, io::kPlain);
    row("5", 5.0, io::kPlain);
    row("0.7", 0.7, io::kPlain);
}

void TestQuantity::quantitiesAreReadInBaseUnits() {
    QFETCH(QString, text);
    QFETCH(double, value);
    QFETCH(QString, dimension);
    const auto quantity = io::parseQuantity(text.toStdString());
    QVERIFY2(bool(quantity), quantity ? "" : quantity.error().code.c_str());
    QVERIFY2(near(quantity->value, value), qPrintable(QString::number(quantity->value, 'g', 17)));
    QCOMPARE(words(toString(quantity->dimension)), dimension);
    QCOMPARE(quantity->percent, text.contains('%'));
    QCOMPARE(quantity->bare, text == "5" || text == "0.7");
    QCOMPARE(quantity->currency.empty(), quantity->dimension.money == 0);
}

void TestQuantity::badQuantitiesSayWhy_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("nearest");
    QTest::addColumn<int>("offset");
    const auto row = [](const char* text, const char* code, const char* nearest, int offset) {
        QTest::newRow(text) << QString(text) << QString(code) << QString(nearest) << offset;
    };
    row("", "malformed-quantity", "", 0);
    row("   ", "malformed-quantity", "", 3);
    row("h", "malformed-quantity", "", 0);
    row("NaN h", "malformed-quantity", "", 0);
    row("nan", "malformed-quantity", "", 0);
    row("inf h", "malformed-quantity", "", 0);
    row("infinity", "malformed-quantity", "", 0);
    row("+5 h", "malformed-quantity", "", 0);
    row(".5 h", "malformed-quantity", "", 0);
    row("5. h", "malformed-quantity", "", 1);
    row("1,5 h", "malformed-quantity", "", 1);
    row("1 h 30", "malformed-quantity", "", 6);
    row("5 5", "malformed-quantity", "", 2);
    row("5 h,", "malformed-quantity", "", 3);
    row("1 h - 5 min", "malformed-quantity", "", 4);
    row("250 req / s", "malformed-quantity", "", 8);
    row("-5 h", "out-of-range", "", 0);
    row("1 h -5 min", "out-of-range", "", 4);
    row("1e400 h", "out-of-range", "", 0);
    row("1e-400 h", "out-of-range", "", 0);
    row("1e300 a", "out-of-range", "", 0);
    row("1e-300 us", "out-of-range", "", 0);
    row("1e31", "out-of-range", "", 0);
    row("5 hours", "unknown-unit", "h", 2);
    row("5 d\u00EDas", "unknown-unit", "d", 2);
    row("5 H", "unknown-unit", "h", 2);
    row("5 eur", "unknown-unit", "EUR", 2);
    row("5 XYZ", "unknown-unit", "", 2);
    row("5 EUR/hour", "unknown-unit", "h", 6);
    row("5 Mbps", "unknown-unit", "Mbit/s", 2);
    row("0x10 h", "unknown-unit", "", 1);
    row("5 EUR/h/h", "unknown-unit", "", 6);
    row("5 h/", "unknown-unit", "", 4);
    row("1 h 5 GiB", "wrong-dimension", "", 4);
    row("1 EUR 1 USD", "wrong-dimension", "", 6);
    row("5 % 3 h", "wrong-dimension", "", 4);
}

void TestQuantity::badQuantitiesSayWhy() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(QString, nearest);
    QFETCH(int, offset);
    const auto quantity = io::parseQuantity(text.toStdString());
    QVERIFY(!quantity);
    QCOMPARE(words(quantity.error().code), code);
    if (!nearest.isEmpty()) QCOMPARE(words(quantity.error().nearest), nearest);
    QCOMPARE(int(quantity.error().offset), offset);
    QVERIFY(!quantity.error().expected.empty());
}

void TestQuantity::everyDimensionHasWords() {
    QCOMPARE(words(toString(io::kTime)), QString("a time, such as 4000 h"));
    QCOMPARE(words(toString(Dimension{.time = -2, .byte = 1})), QString("a quantity in B s^-2"));
}

void TestQuantity::catalogueUnitsAreKnown_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("value"); // of two of it
    QTest::addColumn<QString>("dimension");
    const auto row = [](const char* unit, double value, const Dimension& dimension) {
        QTest::newRow(unit) << QString(unit) << value << words(toString(dimension));
    };
    constexpr double kYear = 31557600.0;
    row("%", 0.02, io::kPlain);
    row("1", 2.0, io::kPlain);
    row("vCPU", 2.0, io::kPlain);
    row("year", 2.0 * kYear, io::kTime);
    row("1/year", 2.0 / kYear, io::kPerTime);
    row("1/day", 2.0 / 86400.0, io::kPerTime);
    row("h/year", 7200.0 / kYear, io::kPlain);
    row("EUR/month", 2e6 * 12.0 / kYear, io::kMoneyPerTime);
    row("EUR/socket/year", 2e6 / kYear, io::kMoneyPerTime);
    row("EUR/kWh", 2e6 / 3.6e6, io::kMoneyPerEnergy);
    row("USD/(GB*h)", 2e6 / 1e9 / 3600.0, Dimension{.time = -1, .byte = -1, .money = 1});
    row("kWh/(GB*h)", 2.0 * 3.6e6 / 1e9 / 3600.0, Dimension{.byte = -1, .power = 1});
    row("GB/TB", 2e-3, io::kPlain);
}

void TestQuantity::catalogueUnitsAreKnown() {
    QFETCH(QString, unit);
    QFETCH(double, value);
    QFETCH(QString, dimension);
    const auto quantity = io::catalogueQuantity(2.0, unit.toStdString());
    QVERIFY(bool(quantity));
    QVERIFY2(near(quantity->value, value), qPrintable(QString::number(quantity->value, 'g', 17)));
    QCOMPARE(words(toString(quantity->dimension)), dimension);
    QCOMPARE(quantity->percent, unit == "%");
    QCOMPARE(quantity->bare, unit == "1");
    QVERIFY(!io::catalogueQuantity(2.0, unit.toStdString() + "/foo"));
}

void TestQuantity::everyUnitOfTheCatalogueIsKnown() {
    std::vector<core::Issue> issues;
    const io::Node all =
        io::parseDocument(io::readFile(NUEVES_SOURCE_DIR "/resources/catalogue/parameters.json"), "", issues);
    QVERIFY(issues.empty());
    QVERIFY(all.items.size() > 500);
    for (const auto& record : all.items) {
        const std::string unit = record.find("unit")->text;
        QVERIFY2(bool(io::catalogueQuantity(1.0, unit)), unit.c_str());
    }
}

void TestQuantity::recordsMustFitTheirPlace_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code"); // empty: it fits
    const auto row = [](const char* text, const char* code) {
        QTest::newRow(text) << QString(text) << QString(code);
    };
    row("@sw.os.mttf", "");
    row(" @sw.os.mttf ", "");
    row("4000 h", "");
    row("4000", "bare-number");
    row("4000 W", "wrong-dimension");
    row("@hw.hdd.afr", "wrong-dimension");
    row("@ratio", "wrong-dimension");
    row("@hw.switch.repair_time", "wrong-dimension");
    row("@sw.os.mtff", "unknown-record");
    row("@", "malformed-record");
    row("@a b", "malformed-record");
}

void TestQuantity::recordsMustFitTheirPlace() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    const auto quantity = io::parseQuantityOf(text.toStdString(), io::kTime, records());
    QCOMPARE(quantity ? QString() : words(quantity.error().code), code);
    if (quantity) QCOMPARE(quantity->value, 4000.0 * 3600.0);
    if (code == "unknown-record") QCOMPARE(words(quantity.error().nearest), QString("@sw.os.mttf"));
}

void TestQuantity::nearestNamesAreOffered_data() {
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("nearest");
    const auto row = [](const char* found, const char* nearest) {
        QTest::newRow(found) << QString(found) << QString(nearest);
    };
    row("serverr", "server");
    row("sevrer", "server");
    row("SERVER", "server");
    row("balancr", "balancer");
    row("replica", "replicas");
    row("dk", "db");
    row("x", "");
    row("", "");
    row("somethingelse", "");
}

void TestQuantity::nearestNamesAreOffered() {
    QFETCH(QString, found);
    QFETCH(QString, nearest);
    QCOMPARE(words(io::nearestName(found.toStdString(), {"server", "balancer", "replicas", "db"})), nearest);
}

QTEST_APPLESS_MAIN(TestQuantity)
#include "tst_quantity.moc"
