// Profiles, great days and traces as curves over simulated time: by hand, clock changes and holidays
// included.
#include "sim/behaviour/traffic/demand.hpp"
#include "sim/io/time_zone.hpp"
#include "sim/model/compile/traffic_curves.hpp"
#include "tests/sim/model/traffic_files.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using namespace nueves::built;
using behaviour::traffic::valueAt;

namespace {

constexpr double kHour = 3600.0;
constexpr double kDay = 24.0 * kHour;

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b));
}

model::Curve users(const std::string& profile, const std::string& calendar) {
    const Built made(served("'think': '1 s', 'users': " + profile, "", calendar), core::kStart + core::kYear);
    return made.system->traffic.demands.at(0).curve;
}

} // namespace

class TrafficCurvesTest : public QObject {
    Q_OBJECT

  private slots:
    void knotsAreJoinedByStraightLines() {
        const auto curve =
            users("{'02:00': 0, '08:00': 0, '12:00': 5, '14:00': 500, '17:00': 10, '21:00': 60, '24:00': 0}",
                  "'start': '2027-03-01'");
        QVERIFY(near(valueAt(curve, 1.0 * kHour), 0.0));
        QVERIFY(near(valueAt(curve, 10.0 * kHour), 2.5));
        QVERIFY(near(valueAt(curve, 13.0 * kHour), 252.5));
        QVERIFY(near(valueAt(curve, 14.0 * kHour), 500.0));
        QVERIFY(near(valueAt(curve, 22.5 * kHour), 30.0));
        QVERIFY(near(valueAt(curve, 100.0 * kDay + 13.0 * kHour), 252.5));
    }
    void alsoOverMidnight() {
        const auto curve = users("{'06:00': 0, '18:00': 12}", "'start': '2027-03-01'");
        QVERIFY(near(valueAt(curve, 0.0), 6.0)); // half way from 18:00 of the day before to 06:00
        QVERIFY(near(valueAt(curve, 21.0 * kHour), 9.0));
        QVERIFY(near(valueAt(curve, 27.0 * kHour), 3.0));
    }
    void aConstantIsOneKnot() {
        const auto curve = users("7", "'start': '2027-03-01'");
        QCOMPARE(curve.times.size(), std::size_t{1});
        QCOMPARE(valueAt(curve, 1e9), 7.0);
    }
    // 28 March 2027, Madrid: after 01:59:59 comes 03:00:00, and the day has 23 hours.
    void theHourThatSpringSkipsIsAJump() {
        const auto curve = users("{'00:00': 0, '02:00': 20, '03:00': 30, '24:00': 240}",
                                 "'start': '2027-03-28', 'timeZone': 'Europe/Madrid'");
        QVERIFY(near(valueAt(curve, 1.0 * kHour), 10.0));
        QVERIFY(near(valueAt(curve, 2.0 * kHour - 1e-3), 20.0 - 20.0 * 1e-3 / (2.0 * kHour)));
        QVERIFY(near(valueAt(curve, 2.0 * kHour), 30.0));
        QVERIFY(near(valueAt(curve, 3.0 * kHour), 40.0));
        QVERIFY(near(valueAt(curve, 23.0 * kHour), 0.0)); // midnight: the next day begins
        QVERIFY(near(valueAt(curve, 23.0 * kHour - 1.0), 240.0 - 10.0 / kHour));
    }
    // 31 October 2027, Madrid: 02:00 to 03:00 comes twice, and the day has 25 hours.
    void theHourThatComesTwiceIsOneStretch() {
        const auto curve = users("{'00:00': 0, '02:00': 20, '03:00': 30, '24:00': 240}",
                                 "'start': '2027-10-31', 'timeZone': 'Europe/Madrid'");
        QVERIFY(near(valueAt(curve, 2.0 * kHour), 20.0));
        QVERIFY(near(valueAt(curve, 3.0 * kHour), 25.0));
        QVERIFY(near(valueAt(curve, 4.0 * kHour), 30.0));
        QVERIFY(near(valueAt(curve, 25.0 * kHour - 1.0), 240.0 - 10.0 / kHour));
    }
    // 1 March 2027 is a Monday; 19 March a Friday; 6 December (Spain) a Monday.
    void theMostSpecialDayHolds() {
        const auto curve =
            users("{'Mon-Fri': 10, 'Sat,Sun': 3, 'holidays': 1, '2027-03-19': {'00:00': 0, '24:00': 24}}",
                  "'start': '2027-03-01', 'holidays': 'es'");
        const auto at = [&](double day, double hour) { return valueAt(curve, day * kDay + hour * kHour); };
        QVERIFY(near(at(0, 12.0), 10.0));
        QVERIFY(near(at(4, 23.99), 10.0) && near(at(5, 0.0), 3.0)); // a jump at midnight
        QVERIFY(near(at(6, 12.0), 3.0));
        QVERIFY(near(at(18, 6.0), 6.0));   // the date
        QVERIFY(near(at(25, 12.0), 1.0));  // Good Friday, 26 March
        QVERIFY(near(at(280, 12.0), 1.0)); // 6 December
    }
    void aRateIsPerSecond() {
        const Built made(served("'rate': {'00:00': '3600 req/h', '12:00': '2 req/s'}"));
        const model::Demand& demand = made.system->traffic.demands.at(0);
        QVERIFY(!demand.users && near(valueAt(demand.curve, 0.0), 1.0) &&
                near(valueAt(demand.curve, 6.0 * kHour), 1.5));
    }
    void growthIsCompound() {
        const auto growth = [](const char* text) {
            const Built made(served(std::string("'rate': '1 req/s', 'growth': '") + text + "'"));
            return made.system->traffic.demands.at(0).growth;
        };
        QVERIFY(near(growth("20 %/a"), 0.2));
        QVERIFY(near(growth("1 %/d"), std::pow(1.01, 365.25) - 1.0));
    }
    // A great day on the date of the clock change: 20:45 is 19 h 45 min after midnight.
    void aGreatDayIsACrowdForEachDate() {
        const Built made(
            served("'think': '1 s', 'users': 5, 'events': {'match': {'title': 'Derby', 'on': ['2027-10-23', "
                   "'2027-03-28'], 'at': '20:45', 'peak': 'Uniform(1500, 4000)', 'rise': '5 min', 'lasts': "
                   "'2 h', 'fades': '1 h'}}",
                   "", "'start': '2027-03-28', 'timeZone': 'Europe/Madrid'"));
        const model::Demand& demand = made.system->traffic.demands.at(0);
        QCOMPARE(demand.crowds.size(), std::size_t{2});
        const model::Crowd& first = demand.crowds[0];
        QCOMPARE(first.begins, 19.75 * kHour);
        QCOMPARE(demand.crowds[1].begins, (209.0 * 24.0 - 1.0 + 20.75) * kHour);
        QCOMPARE(first.rise + first.lasts + first.fades, 300.0 + 2.0 * kHour + kHour);
        QCOMPARE(made.system->laws[first.peak].mean(), 2750.0);
        QVERIFY(first.peakStream.value != demand.crowds[1].peakStream.value);
        const model::Root& root = made.system->roots[first.root];
        QCOMPARE(root.name, std::string("demand.d.match 2027-03-28"));
        QCOMPARE(root.group, std::string("demand.d.match"));
        QCOMPARE(root.title.en, std::string("Derby"));
        QCOMPARE(made.system->roots[demand.root].name, std::string("demand.d"));
    }
    // 10 req/s, index 5 within a minute: 1 + 600 v = 5.
    void theIndexOfDispersionIsAtTheMeanDemand() {
        const Built made(served(
            "'rate': {'00:00': '0 req/s', '12:00': '20 req/s'}, 'burst': {'index': 5, 'holds': '1 min'}"));
        const model::Demand& demand = made.system->traffic.demands.at(0);
        QVERIFY(std::abs(demand.dispersion - 4.0 / 600.0) < 1e-5); // the year is not whole days
        QCOMPARE(demand.burst, 60.0);
    }
    void aTraceIsRepeatedByWeekdayAndHour() {
        scenario::Trace trace;
        trace.repeat = scenario::Repeat::week;
        std::vector<scenario::TracePoint>
            points; // from Wednesday 2 January 2019, 06:00, two weeks, each hour
        constexpr double kFirst = 17898.0 * kDay + 6.0 * kHour;
        for (int i = 0; i != 14 * 24; ++i) points.push_back({kFirst + i * kHour, static_cast<double>(i)});
        trace.points = std::make_shared<const std::vector<scenario::TracePoint>>(points);
        const core::Calendar calendar({{2027, 3, 1}, 0}, {}, {}); // a Monday
        const auto curve = model::compiling::curveOf(trace, calendar, core::kStart + core::kYear);
        const double monday = (5.0 * 24.0 - 6.0); // hours from the first sample to Monday 00:00
        QVERIFY(near(valueAt(curve, 0.0), monday));
        QVERIFY(near(valueAt(curve, 3.5 * kHour), monday + 3.5));
        QVERIFY(near(valueAt(curve, 7.0 * kDay), monday + 168.0));
        QVERIFY(near(valueAt(curve, 14.0 * kDay), monday));
        QVERIFY(near(valueAt(curve, 14.0 * kDay * 20.0), monday));
    }
    // Clocks that change: each hour of the trace stands where the wall shows it, in spring the skipped one is
    // a jump, in autumn the doubled one a stretch of two hours; the days after keep their hours.
    void aRepeatedTraceKeepsTheHoursOfTheWall_data() {
        QTest::addColumn<int>("month");
        QTest::addColumn<int>("day");
        QTest::addColumn<double>("length"); // of the day, h
        QTest::newRow("spring") << 3 << 28 << 23.0;
        QTest::newRow("autumn") << 10 << 31 << 25.0;
    }
    void aRepeatedTraceKeepsTheHoursOfTheWall() {
        QFETCH(int, month);
        QFETCH(int, day);
        QFETCH(double, length);
        scenario::Trace trace;
        trace.repeat = scenario::Repeat::day;
        std::vector<scenario::TracePoint> points;
        for (int i = 0; i != 24; ++i) points.push_back({17898.0 * kDay + i * kHour, static_cast<double>(i)});
        trace.points = std::make_shared<const std::vector<scenario::TracePoint>>(points);
        const core::Calendar calendar({{2027, month, day}, 0}, *io::readZone("Europe/Madrid", 2026, 2029),
                                      {});
        const auto curve = model::compiling::curveOf(trace, calendar, core::kStart + core::kYear);
        const double late = length - 24.0; // by so much the rest of the day comes later
        QVERIFY(near(valueAt(curve, 1.0 * kHour), 1.0));
        for (const double hour : {4.0, 12.5, 22.0})
            QVERIFY2(near(valueAt(curve, (hour + late) * kHour), hour), qPrintable(QString::number(hour)));
        for (const double hour : {0.0, 2.5, 23.0}) // the day after
            QVERIFY2(near(valueAt(curve, (length + hour) * kHour), hour), qPrintable(QString::number(hour)));
        if (late < 0.0) // 02:00 is skipped: just before 03:00 the wall shows 01:59
            QVERIFY(near(valueAt(curve, 2.0 * kHour), 3.0));
        else
            QVERIFY(near(valueAt(curve, 3.0 * kHour), 2.5));
    }
    void aTraceOfItsOwnDatesIsNothingBeforeAndAfter() {
        scenario::Trace trace;
        trace.points =
            std::make_shared<const std::vector<scenario::TracePoint>>(std::vector<scenario::TracePoint>{
                {20879.0 * kDay, 4.0}, {20880.0 * kDay, 8.0}}); // 2 and 3 March 2027
        const core::Calendar calendar({{2027, 3, 1}, 0}, {}, {});
        const auto curve = model::compiling::curveOf(trace, calendar, core::kStart + core::kYear);
        QVERIFY(near(valueAt(curve, 0.99 * kDay), 0.0) && near(valueAt(curve, kDay), 4.0));
        QVERIFY(near(valueAt(curve, 1.5 * kDay), 6.0) && near(valueAt(curve, 2.01 * kDay), 0.0));
    }
    void theMeanOfACurve() {
        const model::Curve curve{{-10.0, 10.0, 10.0, 30.0}, {0.0, 20.0, 5.0, 5.0}};
        QVERIFY(near(model::compiling::meanOf(curve, 40.0), (150.0 + 100.0 + 50.0) / 40.0));
        QVERIFY(near(model::compiling::meanOf({{0.0}, {3.0}}, 7.0), 3.0));
    }
    void tooManyValuesAreRefused() {
        const auto file = served("'think': '1 s', 'users': {'06:00': 0, '18:00': 12}");
        const auto compiled = model::compile(file, core::kStart + 10'000 * core::kYear);
        QVERIFY(!compiled.system);
        QVERIFY(std::any_of(compiled.issues.begin(), compiled.issues.end(),
                            [](const auto& i) { return i.code == "too-large"; }));
    }
};

QTEST_APPLESS_MAIN(TrafficCurvesTest)
#include "tst_traffic_curves.moc"
