// Time zones against the law that makes them, and holidays against published calendars.
#include "sim/io/holidays.hpp"
#include "sim/io/time_zone.hpp"
#include "sim/io/time_zone_rule.hpp"

#include <QtTest>

#include <algorithm>
#include <chrono>

using namespace nueves;
using core::CivilDate;

namespace {

std::int64_t utc(std::chrono::year_month_day date, int hour) {
    return std::int64_t{std::chrono::sys_days{date}.time_since_epoch().count()} * 86'400 + hour * 3600;
}

using Change = core::ZoneRules::Change;

bool holds(const core::ZoneRules& zone, std::int64_t second, std::int32_t offset) {
    return std::any_of(zone.changes.begin(), zone.changes.end(), [&](const Change& change) {
        return change.utcSeconds == second && change.offsetSeconds == offset;
    });
}

std::int32_t offsetAt(const core::ZoneRules& zone, std::int64_t second) {
    std::int32_t offset = zone.initialOffset;
    for (const Change& change : zone.changes)
        if (change.utcSeconds <= second) offset = change.offsetSeconds;
    return offset;
}

} // namespace

class TestTimeZone : public QObject {
    Q_OBJECT

  private slots:
    void madridFollowsTheDirectiveForTwoHundredYears();
    void offsetsAreRightWhereTheYearsAskedForBegin();
    void zonesWithoutSummerHaveNoChange();
    void theYearTurnsRoundInTheSouth();
    void summerMayHaveANegativeHourOrAnOffsetBelow();
    void everyZoneOfTheDatabaseCanBeReadAndIsSorted();
    void utcNeedsNoChange();
    void unknownNamesAreRefused_data();
    void unknownNamesAreRefused();
    void namesAreSortedAndKnown();
    void standingRulesAreRead();
    void badStandingRulesAreRefused_data();
    void badStandingRulesAreRefused();
    void daysOfTheClockChangeAreCountedRight();

    void easterIsThePublishedDate_data();
    void easterIsThePublishedDate();
    void spainsListIsThatOfTheGazette();
    void unknownHolidayListsAreRefused();
};

// Directive 2000/84/EC, articles 2 and 3: last Sunday of March and of October, 01:00 UTC.
void TestTimeZone::madridFollowsTheDirectiveForTwoHundredYears() {
    using namespace std::chrono;
    const auto zone = io::readZone("Europe/Madrid", 2027, 2226);
    QVERIFY(zone);
    QCOMPARE(QString::fromStdString(zone->name), QString("Europe/Madrid"));
    QCOMPARE(zone->initialOffset, 3600);
    for (int y = 2027; y <= 2226; ++y) {
        QVERIFY(holds(*zone, utc(year_month_day{sys_days{year{y} / March / Sunday[last]}}, 1), 7200));
        QVERIFY(holds(*zone, utc(year_month_day{sys_days{year{y} / October / Sunday[last]}}, 1), 3600));
    }
    // No others within these years; the list may go on a little past them.
    const auto last = std::count_if(zone->changes.begin(), zone->changes.end(), [](const Change& change) {
        return change.utcSeconds < utc(year{2227} / 1 / 1, 0);
    });
    QCOMPARE(last, 400);
    QVERIFY(zone->changes.size() < 410);
}

void TestTimeZone::offsetsAreRightWhereTheYearsAskedForBegin() {
    using namespace std::chrono;
    for (const int y : {2027, 2037, 2038, 2050, 2100}) {
        const auto zone = io::readZone("Europe/Madrid", y, y);
        QVERIFY(zone);
        QCOMPARE(offsetAt(*zone, utc(year{y} / 1 / 1, 0) - 3600), 3600);
        QCOMPARE(offsetAt(*zone, utc(year{y} / 7 / 1, 0)), 7200);
        QCOMPARE(offsetAt(*zone, utc(year{y} / 12 / 31, 23)), 3600);
    }
    // Spain moved to Central European Time on 16 March 1940 at 23:00 (tz database, file europe).
    const auto old = io::readZone("Europe/Madrid", 1940, 1941);
    QVERIFY(old);
    QCOMPARE(old->initialOffset, 0);
    QVERIFY(holds(*old, utc(year{1940} / 3 / 16, 23), 3600));
}

void TestTimeZone::zonesWithoutSummerHaveNoChange() {
    const auto tokyo = io::readZone("Asia/Tokyo", 2027, 2127);
    QVERIFY(tokyo && tokyo->changes.empty());
    QCOMPARE(tokyo->initialOffset, 9 * 3600);
}

// New Zealand Daylight Time Order 2007: last Sunday of September, 02:00 standard, to first of April, 03:00
// daylight.
void TestTimeZone::theYearTurnsRoundInTheSouth() {
    using namespace std::chrono;
    const auto zone = io::readZone("Pacific/Auckland", 2060, 2060);
    QVERIFY(zone);
    QCOMPARE(offsetAt(*zone, utc(year{2060} / 1 / 1, 0) - 13 * 3600), 13 * 3600);
    QVERIFY(
        holds(*zone, utc(year_month_day{sys_days{year{2060} / April / Sunday[1]} - days{1}}, 14), 12 * 3600));
    QVERIFY(holds(*zone, utc(year_month_day{sys_days{year{2060} / September / Sunday[last]} - days{1}}, 14),
                  13 * 3600));
}

void TestTimeZone::summerMayHaveANegativeHourOrAnOffsetBelow() {
    using namespace std::chrono;
    // Greenland changes with the European Union, at 01:00 UTC: Saturday 23:00 local.
    const auto nuuk = io::readZone("America/Nuuk", 2055, 2055);
    QVERIFY(nuuk);
    QVERIFY(holds(*nuuk, utc(year_month_day{sys_days{year{2055} / March / Sunday[last]}}, 1), -3600));
    // Ireland's law calls summer the standard and winter the exception; the instants are those of the
    // Directive.
    const auto dublin = io::readZone("Europe/Dublin", 2055, 2055);
    QVERIFY(dublin);
    QVERIFY(holds(*dublin, utc(year_month_day{sys_days{year{2055} / March / Sunday[last]}}, 1), 3600));
    QVERIFY(holds(*dublin, utc(year_month_day{sys_days{year{2055} / October / Sunday[last]}}, 1), 0));
}

void TestTimeZone::everyZoneOfTheDatabaseCanBeReadAndIsSorted() {
    const auto names = io::zoneNames();
    for (const std::string& name : names) {
        const auto zone = io::readZone(name, 2027, 2060);
        QVERIFY2(zone, name.c_str());
        const auto notAfter = [](const Change& a, const Change& b) { return a.utcSeconds >= b.utcSeconds; };
        QVERIFY2(std::adjacent_find(zone->changes.begin(), zone->changes.end(), notAfter) ==
                     zone->changes.end(),
                 name.c_str());
        for (const Change& change : zone->changes)
            QVERIFY2(std::abs(change.offsetSeconds) < 86'400, name.c_str());
    }
}

void TestTimeZone::utcNeedsNoChange() {
    const auto zone = io::readZone("UTC", 2027, 3000);
    QVERIFY(zone && zone->changes.empty());
    QCOMPARE(zone->initialOffset, 0);
}

void TestTimeZone::unknownNamesAreRefused_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"", "Europe/Madrit", "europe/madrid", "Europe", "CEST-1", "../../../etc/passwd",
                             "localtime", "Europe/Madrid/", "/usr/share/zoneinfo/Europe/Madrid"})
        QTest::newRow(name) << name;
}

void TestTimeZone::unknownNamesAreRefused() {
    QFETCH(QString, name);
    QVERIFY(!io::readZone(name.toStdString(), 2027, 2028));
}

void TestTimeZone::namesAreSortedAndKnown() {
    const auto names = io::zoneNames();
    QVERIFY(std::is_sorted(names.begin(), names.end()));
    QVERIFY(std::adjacent_find(names.begin(), names.end()) == names.end());
    for (const char* name : {"UTC", "Europe/Madrid", "Atlantic/Canary", "America/Mexico_City"})
        QVERIFY2(std::binary_search(names.begin(), names.end(), std::string(name)), name);
}

void TestTimeZone::standingRulesAreRead() {
    const auto quoted = io::parseTimeZoneRule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    QVERIFY(quoted && quoted->hasSummer);
    QCOMPARE(quoted->standardOffset, 37'800);
    QCOMPARE(quoted->summerOffset, 39'600);
    const auto plain = io::parseTimeZoneRule("EST5");
    QVERIFY(plain && !plain->hasSummer);
    QCOMPARE(plain->standardOffset, -5 * 3600);
    const auto above = io::parseTimeZoneRule("EET-2EEST,M3.4.4/50,M10.4.4/50");
    QVERIFY(above);
    QCOMPARE(above->toSummer.second, 50 * 3600);
    QCOMPARE(above->summerOffset, 3 * 3600);
}

void TestTimeZone::badStandingRulesAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "CET", "CE-1", "-1", "<+03-3", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
          "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/",
          "CET-1CEST,M3.5.0,M10.5.0 ", "CET-1CEST,J0,J365", "CET-200"})
        QTest::newRow(text) << text;
}

void TestTimeZone::badStandingRulesAreRefused() {
    QFETCH(QString, text);
    QVERIFY(!io::parseTimeZoneRule(text.toStdString()));
}

// POSIX.1-2017, 8.3: Jn never counts 29 February (J60 is 1 March), n does, from 0.
void TestTimeZone::daysOfTheClockChangeAreCountedRight() {
    using namespace std::chrono;
    const auto rule = io::parseTimeZoneRule("AAA0BBB,J60/0,300/0");
    QVERIFY(rule);
    QCOMPARE(rule->toSummer.localSecond(2027), utc(year{2027} / 3 / 1, 0));
    QCOMPARE(rule->toSummer.localSecond(2028), utc(year{2028} / 3 / 1, 0));
    QCOMPARE(rule->toStandard.localSecond(2027), utc(year{2027} / 10 / 28, 0));
    QCOMPARE(rule->toStandard.localSecond(2028), utc(year{2028} / 10 / 27, 0));
}

void TestTimeZone::easterIsThePublishedDate_data() {
    QTest::addColumn<int>("year");
    QTest::addColumn<int>("month");
    QTest::addColumn<int>("day");
    // US Naval Observatory and Meeus: 1818 the earliest there is, 1943 and 2038 the latest, 1954 and 1981 the
    // exceptions of Gauss's rule.
    QTest::newRow("1818") << 1818 << 3 << 22;
    QTest::newRow("1943") << 1943 << 4 << 25;
    QTest::newRow("1954") << 1954 << 4 << 18;
    QTest::newRow("1981") << 1981 << 4 << 19;
    QTest::newRow("2000") << 2000 << 4 << 23;
    QTest::newRow("2024") << 2024 << 3 << 31;
    QTest::newRow("2025") << 2025 << 4 << 20;
    QTest::newRow("2027") << 2027 << 3 << 28;
    QTest::newRow("2038") << 2038 << 4 << 25;
}

void TestTimeZone::easterIsThePublishedDate() {
    QFETCH(int, year);
    QFETCH(int, month);
    QFETCH(int, day);
    QVERIFY(io::easterSunday(year) == (CivilDate{year, month, day}));
}

// The days kept in every region by the official lists: 2018 (ten days) and 2026 (nine and 6 December, a
// Sunday, whose Monday is left to the regions).
void TestTimeZone::spainsListIsThatOfTheGazette() {
    const auto of2018 = io::holidayList("es", 2018, 2018);
    QVERIFY(of2018);
    const std::set<CivilDate> published{{2018, 1, 1},  {2018, 1, 6},   {2018, 3, 30}, {2018, 5, 1},
                                        {2018, 8, 15}, {2018, 10, 12}, {2018, 11, 1}, {2018, 12, 6},
                                        {2018, 12, 8}, {2018, 12, 25}};
    QVERIFY(*of2018 == published);
    const auto of2026 = io::holidayList("es", 2026, 2026);
    QVERIFY(of2026 && of2026->contains({2026, 4, 3}));
    QVERIFY(!of2026->contains({2026, 12, 7}) && !of2026->contains({2026, 4, 2}));
    QCOMPARE(io::holidayList("es", 2027, 2226)->size(), std::size_t{200 * 10});
}

void TestTimeZone::unknownHolidayListsAreRefused() {
    QVERIFY(!io::holidayList("", 2027, 2028));
    QVERIFY(!io::holidayList("ES", 2027, 2028));
    QVERIFY(!io::holidayList("xx", 2027, 2028));
    QVERIFY(io::holidayListNames() == std::vector<std::string>{"es"});
}

QTEST_APPLESS_MAIN(TestTimeZone)
#include "tst_time_zone.moc"
