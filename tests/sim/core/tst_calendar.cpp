// Hours counted from the calendar by hand: working days, the days on which clocks change, shifts and their
// pauses.
#include "sim/core/calendar.hpp"

#include <QtTest>

#include <chrono>
#include <random>

using namespace nueves::core;
using namespace std::chrono_literals;

namespace {

SimSpan hours(double value) {
    return SimSpan{static_cast<std::int64_t>(value * 3600e6)};
}

std::int64_t utc(int year, unsigned month, unsigned day, int hour) {
    const std::chrono::sys_days date{std::chrono::year{year} / std::chrono::month{month} /
                                     std::chrono::day{day}};
    return std::int64_t{date.time_since_epoch().count()} * 86'400 + hour * 3600;
}

// Madrid: summer time from the last Sunday of March to the last of October, both at 01:00 UTC (Directive
// 2000/84/EC).
ZoneRules madrid2027to2028() {
    ZoneRules zone{"Europe/Madrid", 3600, {}};
    zone.changes = {{utc(2027, 3, 28, 1), 7200}, {utc(2027, 10, 31, 1), 3600}, {utc(2028, 3, 26, 1), 7200}};
    return zone;
}

Calendar madrid(CivilDate start, std::set<CivilDate> holidays = {}) {
    return Calendar({start, 0}, madrid2027to2028(), std::move(holidays));
}

SimTime at(const Calendar& calendar, const char* text) {
    return calendar.toSim(*parseCivilTime(text));
}
QString local(const Calendar& calendar, SimTime t) {
    return QString::fromStdString(toString(calendar.toLocal(t)));
}

SimSpan onTime(const Profile& profile) {
    return profile.elapsed(kStart, kNever);
}

Profile shifts(const Calendar& calendar, const char* text, const char* until, bool withoutHolidays = false) {
    return calendar.profile(*parseWindow(text), withoutHolidays, at(calendar, until));
}

} // namespace

class TestCalendar : public QObject {
    Q_OBJECT

  private slots:
    void windowsAreReadAndWrittenAlike_data();
    void windowsAreReadAndWrittenAlike();
    void badWindowsAreRefused_data();
    void badWindowsAreRefused();
    void datesAreReadAndWrittenAlike();
    void badDatesAreRefused_data();
    void badDatesAreRefused();

    void simulatedTimeStartsAtTheLocalDate();
    void timesBeforeTheStartAreNegative();
    void aTimeThatSpringSkipsIsTheEndOfTheGap();
    void aTimeThatAutumnRepeatsIsTheFirst();
    void datesFarAwayGoThereAndBack();

    void workingHoursOf2027AreCountedByHand();
    void holidaysTakeTheirWorkingDaysOut();
    void aHolidayStopsTheShiftThatBeginsOnItOnly();
    void daysOfClockChangeHave23And25Hours();
    void nightShiftsAreShorterInSpringAndLongerInAutumn();
    void aWindowInTheSkippedHourIsEmpty();
    void rulesThatTouchOrOverlapAreOneStretch();
    void aShiftThatBeganBeforeTheStartIsCut();
    void twoHundredYearsAreCountedByHand();

    void repairsPauseAtTheEndOfAShift();
    void stretchesAreTidied();
    void isOnFromItsStartToBeforeItsEnd();
    void nextOnAndOffFindTheBoundaries();
    void alwaysAndNeverAnswerWithoutStretches();
    void advanceAndElapsedAreInverses();
};

void TestCalendar::windowsAreReadAndWrittenAlike_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    QTest::newRow("weekdays") << "Mon-Fri 09:00-14:00"
                              << "Mon-Fri 09:00-14:00";
    QTest::newRow("two rules") << "Mon-Fri 09:00-14:00; Sat 10:00-13:00"
                               << "Mon-Fri 09:00-14:00; Sat 10:00-13:00";
    QTest::newRow("all day") << "Mon-Sun 00:00-24:00"
                             << "Mon-Sun 00:00-24:00";
    QTest::newRow("midnight is midnight") << "Mon 00:00-00:00"
                                          << "Mon 00:00-24:00";
    QTest::newRow("past midnight") << "Fri 22:00-06:00"
                                   << "Fri 22:00-06:00";
    QTest::newRow("round the clock from nine") << "Fri 09:00-09:00"
                                               << "Fri 09:00-09:00";
    QTest::newRow("wrapping range") << "Sat-Mon 08:00-09:00"
                                    << "Sat-Mon 08:00-09:00";
    QTest::newRow("list") << "Mon,Wed-Fri,Sun 08:00-09:00"
                          << "Wed-Fri,Sun-Mon 08:00-09:00";
    QTest::newRow("list out of order") << "Sun, Tue 08:00-09:00"
                                       << "Tue,Sun 08:00-09:00";
    QTest::newRow("blanks") << "  Mon-Tue   08:00-09:00 ;Wed 10:00-11:00 "
                            << "Mon-Tue 08:00-09:00; Wed 10:00-11:00";
}

void TestCalendar::windowsAreReadAndWrittenAlike() {
    QFETCH(QString, text);
    QFETCH(QString, written);
    const auto window = parseWindow(text.toStdString());
    QVERIFY(window);
    QCOMPARE(QString::fromStdString(toString(*window)), written);
    QVERIFY(parseWindow(written.toStdString()) == window);
}

void TestCalendar::badWindowsAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"",
                             " ",
                             "Mon-Fry 9-14",
                             "Mon-Fri 9-14",
                             "Mon-Fri 9:00-14:00",
                             "Mon-Fri 25:00-26:00",
                             "25:00",
                             "Mon-Fri",
                             "09:00-14:00",
                             "Mon 09:00",
                             "Mon 09:00-",
                             "Mon 09:60-10:00",
                             "Mon 09:00-24:01",
                             "Mon 24:00-25:00",
                             "Mon 24:00-08:00",
                             "Mon09:00-10:00",
                             "mon 09:00-10:00",
                             "Mon 09:00-10:00;",
                             "; Mon 09:00-10:00",
                             "Mon, 09:00-10:00",
                             "Mon- 09:00-10:00",
                             "Mon 09:00-10:00 11:00-12:00",
                             "Mon 09:00-10:00 Tue 09:00-10:00",
                             "Mon 09:00:00-10:00",
                             "Mon -9:00-10:00",
                             "Monday 09:00-10:00",
                             "Mon 09:00 - 10:00"})
        QTest::newRow(text) << text;
}

void TestCalendar::badWindowsAreRefused() {
    QFETCH(QString, text);
    QVERIFY(!parseWindow(text.toStdString()));
}

void TestCalendar::datesAreReadAndWrittenAlike() {
    const auto written = [](const char* text) {
        return QString::fromStdString(toString(*parseCivilTime(text)));
    };
    QCOMPARE(written("2027-03-02"), QString("2027-03-02 00:00"));
    QCOMPARE(written("2027-03-02 11:00"), QString("2027-03-02 11:00"));
    QCOMPARE(written("2027-03-02T11:00:30"), QString("2027-03-02 11:00:30"));
    QCOMPARE(written("2028-02-29"), QString("2028-02-29 00:00"));
}

void TestCalendar::badDatesAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "2027", "2027-3-2", "2027-02-29", "2100-02-29", "2027-13-01", "2027-00-10", "2027-04-31",
          "2027-04-00", "2027-03-02 ", "2027-03-02 24:00", "2027-03-02 11", "2027-03-02 11:60",
          "2027-03-02 11:00:60", "2027-03-02 11:00:30Z", "2027/03/02", "02-03-2027", "-027-03-02"})
        QTest::newRow(text) << text;
}

void TestCalendar::badDatesAreRefused() {
    QFETCH(QString, text);
    QVERIFY(!parseCivilTime(text.toStdString()));
}

void TestCalendar::simulatedTimeStartsAtTheLocalDate() {
    const Calendar calendar = madrid({2027, 1, 1});
    QVERIFY(at(calendar, "2027-01-01") == kStart);
    QVERIFY(at(calendar, "2027-01-02 06:30") - kStart == hours(30.5));
    // 212 days to 1 August, less the hour that spring skipped.
    QVERIFY(at(calendar, "2027-08-01") - kStart == hours(212 * 24 - 1));
    QCOMPARE(local(calendar, at(calendar, "2027-08-01 12:34:56")), QString("2027-08-01 12:34:56"));
    // Without a zone: the same instants as the default calendar.
    QVERIFY(Calendar().toSim({{2027, 1, 2}, 0}) - kStart == hours(24));
}

void TestCalendar::timesBeforeTheStartAreNegative() {
    const Calendar calendar = madrid({2027, 6, 1});
    QVERIFY(at(calendar, "2027-05-31 23:00") - kStart == -hours(1));
    QVERIFY(at(calendar, "2027-01-01") - kStart == -hours(151 * 24 - 1)); // over the change of March
    QCOMPARE(local(calendar, kStart - hours(1)), QString("2027-05-31 23:00"));
    QCOMPARE(local(calendar, kStart - SimSpan{1}), QString("2027-05-31 23:59:59"));
    const Profile profile = shifts(calendar, "Mon-Sun 00:00-24:00", "2027-06-02");
    QVERIFY(!profile.isOn(kStart - hours(1)));
    QVERIFY(profile.elapsed(kStart - hours(10), kStart + hours(2)) == hours(2));
    QVERIFY(profile.advance(kStart - hours(10), hours(2)) == kStart + hours(2));
    QVERIFY(profile.nextOn(kStart - hours(10)) == kStart);
}

void TestCalendar::aTimeThatSpringSkipsIsTheEndOfTheGap() {
    const Calendar calendar = madrid({2027, 3, 28});
    QVERIFY(at(calendar, "2027-03-28 01:59:59") - kStart == hours(2) - 1s);
    QVERIFY(at(calendar, "2027-03-28 02:00") - kStart == hours(2));
    QVERIFY(at(calendar, "2027-03-28 02:30") - kStart == hours(2));
    QVERIFY(at(calendar, "2027-03-28 03:00") - kStart == hours(2));
    QVERIFY(at(calendar, "2027-03-28 03:30") - kStart == hours(2.5));
    QCOMPARE(local(calendar, kStart + hours(2)), QString("2027-03-28 03:00"));
}

void TestCalendar::aTimeThatAutumnRepeatsIsTheFirst() {
    const Calendar calendar = madrid({2027, 10, 31});
    QVERIFY(at(calendar, "2027-10-31 02:30") - kStart == hours(2.5));
    QVERIFY(at(calendar, "2027-10-31 03:00") - kStart == hours(4));
    QCOMPARE(local(calendar, kStart + hours(2.5)), QString("2027-10-31 02:30"));
    QCOMPARE(local(calendar, kStart + hours(3.5)), QString("2027-10-31 02:30"));
    QCOMPARE(local(calendar, kStart + hours(4)), QString("2027-10-31 03:00"));
}

void TestCalendar::datesFarAwayGoThereAndBack() {
    const Calendar calendar;
    // 400 Gregorian years are 146097 days, and the weekday comes round too.
    const CivilTime far{{2027 + 400 * 500, 2, 28}, 3661};
    const SimTime t = calendar.toSim(far);
    QVERIFY(t - calendar.toSim({{2027, 2, 28}, 3661}) == hours(24.0 * 146097) * 500);
    QVERIFY(calendar.toLocal(t).date == far.date);
    QCOMPARE(calendar.toLocal(t).secondOfDay, 3661);
    QVERIFY(calendar.toLocal(calendar.toSim({{-4000, 3, 1}, 0})).date == (CivilDate{-4000, 3, 1}));
}

void TestCalendar::workingHoursOf2027AreCountedByHand() {
    const Calendar calendar = madrid({2027, 1, 1});
    const Profile profile = shifts(calendar, "Mon-Fri 09:00-14:00", "2028-01-01");
    // 2027 has 365 days and begins and ends on a Friday: 52 weeks and a Friday.
    const int workdays = 52 * 5 + 1;
    QCOMPARE(profile.stretches().size(), std::size_t{workdays});
    QVERIFY(onTime(profile) == hours(workdays * 5));
    QVERIFY(profile.stretches().front().from == at(calendar, "2027-01-01 09:00"));
    // In the summer too, nine is nine by the wall clock.
    QVERIFY(profile.isOn(at(calendar, "2027-07-01 09:00")));
    QVERIFY(!profile.isOn(at(calendar, "2027-07-01 08:59:59")));
    QVERIFY(!profile.isOn(at(calendar, "2027-07-01 14:00")));
}

void TestCalendar::holidaysTakeTheirWorkingDaysOut() {
    // Of these, 1 May and 25 December 2027 are Saturdays: only 6 January takes hours away.
    const Calendar calendar = madrid({2027, 1, 1}, {{2027, 1, 6}, {2027, 5, 1}, {2027, 12, 25}});
    QVERIFY(onTime(shifts(calendar, "Mon-Fri 09:00-14:00", "2028-01-01", true)) == hours(260 * 5));
    QVERIFY(onTime(shifts(calendar, "Mon-Fri 09:00-14:00", "2028-01-01", false)) == hours(261 * 5));
}

void TestCalendar::aHolidayStopsTheShiftThatBeginsOnItOnly() {
    const Calendar calendar = madrid({2027, 1, 4}, {{2027, 1, 6}});
    const Profile profile = shifts(calendar, "Mon-Fri 22:00-06:00", "2027-01-08 12:00", true);
    QVERIFY(profile.isOn(at(calendar, "2027-01-06 05:59"))); // began on the 5th
    QVERIFY(!profile.isOn(at(calendar, "2027-01-06 22:00")));
    QVERIFY(!profile.isOn(at(calendar, "2027-01-07 05:59")));
    QVERIFY(profile.isOn(at(calendar, "2027-01-07 22:00")));
    QVERIFY(onTime(profile) == hours(3 * 8)); // Monday, Tuesday, Thursday
}

void TestCalendar::daysOfClockChangeHave23And25Hours() {
    const Calendar spring = madrid({2027, 3, 28});
    QVERIFY(onTime(shifts(spring, "Mon-Sun 00:00-24:00", "2027-03-29")) == hours(23));
    QVERIFY(onTime(shifts(spring, "Sun 00:00-24:00", "2027-04-03")) == hours(23));
    const Calendar autumn = madrid({2027, 10, 31});
    QVERIFY(onTime(shifts(autumn, "Mon-Sun 00:00-24:00", "2027-11-01")) == hours(25));
    QVERIFY(onTime(shifts(autumn, "Sun 00:00-24:00", "2027-11-06")) == hours(25));
}

void TestCalendar::nightShiftsAreShorterInSpringAndLongerInAutumn() {
    const char* nights = "Mon-Sun 22:00-06:00";
    QVERIFY(onTime(shifts(madrid({2027, 3, 27}), "Sat 22:00-06:00", "2027-03-29")) == hours(7));
    QVERIFY(onTime(shifts(madrid({2027, 10, 30}), "Sat 22:00-06:00", "2027-11-01")) == hours(9));
    const Calendar year = madrid({2027, 1, 1});
    // 365 nights begin in 2027, of 8 h by the clock; the last is cut at the new year (6 h are left out), and
    // the night that began on 31 December 2026 lends its 6 h.
    QVERIFY(onTime(shifts(year, nights, "2028-01-01")) == hours(365 * 8 - 1 + 1));
}

void TestCalendar::aWindowInTheSkippedHourIsEmpty() {
    QVERIFY(shifts(madrid({2027, 3, 28}), "Sun 02:15-02:45", "2027-03-30").stretches().empty());
    // Two rules that share the skipped boundary neither overlap nor leave a hole.
    const Profile both = shifts(madrid({2027, 3, 28}), "Sun 00:00-02:30; Sun 02:30-05:00", "2027-03-30");
    QCOMPARE(both.stretches().size(), std::size_t{1});
    QVERIFY(onTime(both) == hours(4));
    // In autumn the double hour belongs to the rule that holds at its first 02:30.
    const Calendar autumn = madrid({2027, 10, 31});
    QVERIFY(onTime(shifts(autumn, "Sun 00:00-02:30", "2027-11-01")) == hours(2.5));
    QVERIFY(onTime(shifts(autumn, "Sun 02:30-05:00", "2027-11-01")) == hours(3.5));
}

void TestCalendar::rulesThatTouchOrOverlapAreOneStretch() {
    const Calendar calendar = madrid({2027, 1, 4});
    QCOMPARE(shifts(calendar, "Mon-Sun 00:00-24:00", "2027-12-31").stretches().size(), std::size_t{1});
    QCOMPARE(shifts(calendar, "Mon-Wed 00:00-24:00", "2027-01-10").stretches().size(), std::size_t{1});
    const Profile overlap =
        shifts(calendar, "Mon 09:00-14:00; Mon 12:00-15:00; Mon 15:00-16:00", "2027-01-10");
    QCOMPARE(overlap.stretches().size(), std::size_t{1});
    QVERIFY(onTime(overlap) == hours(7));
}

void TestCalendar::aShiftThatBeganBeforeTheStartIsCut() {
    const Calendar calendar = madrid({2027, 1, 4}); // Monday
    const Profile profile = shifts(calendar, "Sun 22:00-06:00", "2027-01-09");
    QCOMPARE(profile.stretches().size(), std::size_t{1});
    QVERIFY(profile.stretches().front().from == kStart);
    QVERIFY(onTime(profile) == hours(6));
    const Profile cut = shifts(calendar, "Mon 09:00-14:00", "2027-01-04 10:00");
    QVERIFY(onTime(cut) == hours(1));
}

void TestCalendar::twoHundredYearsAreCountedByHand() {
    const Calendar calendar; // UTC
    const SimTime end = calendar.toSim({{2227, 1, 1}, 0});
    const Profile profile = calendar.profile(*parseWindow("Mon-Fri 09:00-14:00"), false, end);
    // 2027-2226: 200 years with 48 leap days (2100 and 2200 have none) are 73048 days: 10435 weeks and 3
    // days, which are Friday (1 January 2027) to Sunday; so one working day above the weeks.
    QCOMPARE(profile.stretches().size(), std::size_t{10435 * 5 + 1});
    QVERIFY(onTime(profile) == hours(5) * (10435 * 5 + 1));
}

void TestCalendar::repairsPauseAtTheEndOfAShift() {
    const Calendar calendar = madrid({2027, 1, 1}); // 8 January 2027 is a Friday
    const Profile crew = shifts(calendar, "Mon-Fri 08:00-15:00", "2028-01-01");
    const SimTime friday = at(calendar, "2027-01-08 14:30");
    QCOMPARE(local(calendar, crew.advance(friday, hours(2))), QString("2027-01-11 09:30"));
    QVERIFY(crew.advance(friday, hours(2)) - friday == hours(67));
    QCOMPARE(local(calendar, crew.advance(at(calendar, "2027-01-09 03:00"), hours(2))),
             QString("2027-01-11 10:00"));
    // Work that fills the shift to its end is done at its end, not on Monday.
    QCOMPARE(local(calendar, crew.advance(friday, hours(0.5))), QString("2027-01-08 15:00"));
    QCOMPARE(local(calendar, crew.advance(friday, hours(0.5) + SimSpan{1})), QString("2027-01-11 08:00"));
    QVERIFY(crew.advance(friday, SimSpan{}) == friday);
    // The weekend on which clocks change has an hour less.
    const SimTime march = at(calendar, "2027-03-26 14:30");
    QCOMPARE(local(calendar, crew.advance(march, hours(2))), QString("2027-03-29 09:30"));
    QVERIFY(crew.advance(march, hours(2)) - march == hours(66));
}

void TestCalendar::stretchesAreTidied() {
    const auto t = [](int hour) { return kStart + hours(hour); };
    const Profile profile(
        {{t(8), t(9)}, {t(1), t(3)}, {t(5), t(5)}, {t(3), t(4)}, {t(2), t(3)}, {t(7), t(6)}});
    QCOMPARE(profile.stretches().size(), std::size_t{2});
    QVERIFY(profile.stretches()[0].from == t(1) && profile.stretches()[0].to == t(4));
    QVERIFY(profile.stretches()[1].from == t(8) && profile.stretches()[1].to == t(9));
    QVERIFY(onTime(profile) == hours(4));
}

void TestCalendar::isOnFromItsStartToBeforeItsEnd() {
    const Profile profile({{kStart + 1h, kStart + 2h}});
    QVERIFY(!profile.isOn(kStart + 1h - SimSpan{1}));
    QVERIFY(profile.isOn(kStart + 1h));
    QVERIFY(profile.isOn(kStart + 2h - SimSpan{1}));
    QVERIFY(!profile.isOn(kStart + 2h));
}

void TestCalendar::nextOnAndOffFindTheBoundaries() {
    const Profile profile({{kStart + 1h, kStart + 2h}, {kStart + 4h, kStart + 5h}});
    QVERIFY(profile.nextOn(kStart) == kStart + 1h);
    QVERIFY(profile.nextOn(kStart + 90min) == kStart + 90min);
    QVERIFY(profile.nextOn(kStart + 2h) == kStart + 4h);
    QVERIFY(profile.nextOn(kStart + 5h) == kNever);
    QVERIFY(profile.nextOff(kStart) == kStart);
    QVERIFY(profile.nextOff(kStart + 1h) == kStart + 2h);
    QVERIFY(profile.nextOff(kStart + 2h) == kStart + 2h);
    QVERIFY(profile.advance(kStart, hours(2)) == kStart + 5h);
    QVERIFY(profile.advance(kStart, hours(2) + SimSpan{1}) == kNever);
    QVERIFY(profile.advance(kStart, kForever) == kNever);
    QVERIFY(profile.elapsed(kStart + 3h, kStart + 1h) == SimSpan{});
}

void TestCalendar::alwaysAndNeverAnswerWithoutStretches() {
    const Profile always = Profile::always();
    QVERIFY(always.isAlways() && always.isOn(kStart) && always.isOn(kStart - 1h));
    QVERIFY(always.elapsed(kStart - 1h, kStart + 1h) == hours(2));
    QVERIFY(always.elapsed(kStart, kNever) == kForever);
    QVERIFY(always.advance(kStart + 1h, hours(1)) == kStart + 2h);
    QVERIFY(always.advance(kStart, kForever) == kNever);
    QVERIFY(always.nextOn(kStart) == kStart);
    QVERIFY(always.nextOff(kStart) == kNever);
    const Profile never;
    QVERIFY(!never.isAlways() && !never.isOn(kStart));
    QVERIFY(never.elapsed(kStart, kNever) == SimSpan{});
    QVERIFY(never.advance(kStart, SimSpan{1}) == kNever);
    QVERIFY(never.nextOn(kStart) == kNever);
    QVERIFY(never.nextOff(kStart) == kStart);
}

void TestCalendar::advanceAndElapsedAreInverses() {
    std::mt19937_64 random(20270101);
    const auto below = [&](std::int64_t limit) {
        return static_cast<std::int64_t>(random() % std::uint64_t(limit));
    };
    for (int round = 0; round < 200; ++round) {
        std::vector<Profile::Stretch> stretches;
        for (int i = 0; i < 30; ++i) {
            const SimTime from = kStart + SimSpan{below(10'000)};
            stretches.push_back({from, from + SimSpan{1 + below(300)}});
        }
        const Profile profile(stretches);
        for (int i = 0; i < 50; ++i) {
            const SimTime from = kStart + SimSpan{below(12'000) - 1'000};
            const SimSpan work{1 + below(4'000)};
            const SimTime done = profile.advance(from, work);
            if (done == kNever) {
                QVERIFY(profile.elapsed(from, kNever) < work);
                continue;
            }
            QVERIFY(profile.elapsed(from, done) == work);
            QVERIFY(profile.elapsed(from, done - SimSpan{1}) == work - SimSpan{1}); // the first such instant
            QVERIFY(profile.isOn(done - SimSpan{1}));
        }
    }
}

QTEST_APPLESS_MAIN(TestCalendar)
#include "tst_calendar.moc"
