// What was promised to those who ask, where a person can work it out.
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace nueves;

namespace {

// So fast and wide that only what is broken is lost: nobody waits, the patience is of a second.
const std::string kWide =
    "'parts': {'h': {'kind': 'host', 'cpu': 64}}, 'services': {'web': {'on': 'h', 'work': {'takes': '1 ms', "
    "'workers': 64, 'queue': 1000, 'timeout': '1 s'}}}";
// Requests per second that grow by the hour: t an hour after midnight.
const std::string kRising = ", 'demand': {'d': {'to': 'web', 'rate': {'00:00': '0 req/s', '24:00': '24 "
                            "req/s'}}}";
const std::string kEven = ", 'demand': {'d': {'to': 'web', 'rate': '8 req/s'}}";

std::string down(const std::string& at, const std::string& length) {
    return ", 'script': [{'at': '" + at + "', 'do': 'kill', 'on': 'h', 'for': '" + length + "'}]";
}

const analysis::TargetResult& targetOf(const test::Timeline& seen) {
    return seen.service("web").targets.front();
}

// M/M/1 that answers 99 % within 2 s up to 10 - ln(100) / 2 = 7.7 requests a second: 5 need one, 25 need
// four.
const std::string kThree =
    "'parts': {'h': {'kind': 'host', 'cpu': 8}}, 'services': {'web': {'on': 'h', 'replicas': 3, 'cost': "
    "{'rent': "
    "'1 EUR/h'}, 'work': {'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 50, 'timeout': '1000 s'}}}, "
    "'demand': "
    "{'d': {'to': 'web', 'rate': {'00:00': '5 req/s', '12:00': '5 req/s', '12:01': '25 req/s', '24:00': '25 "
    "req/s'}}}, 'targets': {'fast': {'of': 'web', 'latency': {'p99': '2 s'}}}";

} // namespace

class TestPromises : public QObject {
    Q_OBJECT

  private slots:
    // Down from 12 to 13 h: of what is asked that day 12.5 / 288, of the time 1 / 24.
    void eachRequestWeighsTheSameWhereRequestsCount() {
        const test::Timeline seen(
            kWide + kRising + down("12 h", "1 h") +
                ", 'targets': {'t': {'of': 'web', 'uptime': '90 %', 'weight': 'requests'}}",
            24.0, 2);
        const auto& target = targetOf(seen);
        VERIFY_NEAR(target.unavailability.value, 12.5 / 288.0, 1e-5);
        VERIFY_NEAR(seen.service("web").unavailability.value, 1.0 / 24.0, 1e-6);
        QCOMPARE(target.verdict, analysis::Verdict::met);
        VERIFY_NEAR(target.budget->used.value, 12.5 / 28.8, 1e-4);
        VERIFY_NEAR(target.budget->perYear, 0.1 * 12.0 * 3600.0 * 8766.0,
                    1e-3 * 0.1 * 12.0 * 3600.0 * 8766.0);
        QCOMPARE(QString::fromStdString(target.budget->unit), QString("requests"));
    }

    // Of 10:00 to 14:00 a quarter of the time, and 12.5 / 48 of the requests.
    void onlyTheHoursOfThePromiseCount() {
        const std::string target =
            ", 'targets': {'t': {'of': 'web', 'uptime': '80 %', 'weight': 'requests', 'window': 'Mon-Sun "
            "10:00-14:00'}}";
        const test::Timeline seen(kWide + kRising + down("12 h", "1 h") + target, 24.0, 2);
        VERIFY_NEAR(targetOf(seen).unavailability.value, 12.5 / 48.0, 1e-4);
        QCOMPARE(targetOf(seen).verdict, analysis::Verdict::missed);
    }

    // M/M/1 at 5 of 10 a second: P(T <= 0.5 s) = 1 - exp(-2.5). Answers are counted in bins of 5 %: within
    // one, up to 0.025 x 0.5 s x 5/s x exp(-2.5) = 0.005 may stand on the wrong side.
    void latencyIsAShareOfWhatIsAsked() {
        const std::string body =
            "'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', 'work': {'takes': "
            "'Exp(100 "
            "ms)', 'workers': 1, 'queue': 1000, 'timeout': '1000 s'}}}, 'demand': {'d': {'to': 'web', "
            "'rate': '5 "
            "req/s'}}, 'targets': {'t': {'of': 'web', 'latency': {'p90': '500 ms', 'p99': '600 ms'}}}";
        const test::Timeline seen(body, 24.0, 2);
        const auto& latency = targetOf(seen).latency;
        QVERIFY(std::abs(latency[0].late.value - std::exp(-2.5)) < 5e-3);
        QVERIFY(std::abs(latency[1].late.value - std::exp(-3.0)) < 5e-3);
        QCOMPARE(latency[0].verdict, analysis::Verdict::met);    // 8.2 % of the 10 % allowed
        QCOMPARE(latency[1].verdict, analysis::Verdict::missed); // 5 % of the 1 %
        QCOMPARE(targetOf(seen).verdict, analysis::Verdict::missed);
        QVERIFY(!targetOf(seen).promisesUptime && !targetOf(seen).budget);
    }

    // Half the requests of the day are lost outright: none of them is answered within anything.
    void whatIsLostIsNotAnsweredInTime() {
        const test::Timeline seen(kWide + kEven + down("6 h", "12 h") +
                                      ", 'targets': {'t': {'of': 'web', 'latency': {'p50': '900 ms'}}}",
                                  24.0, 2);
        VERIFY_NEAR(targetOf(seen).latency.front().late.value, 0.5, 1e-4);
    }

    // 30 min down of a promise of 99.9 %: half of an hour, 1/12 of 6 h, 1/144 of 3 d, each over 0.001. One
    // alert each.
    void theBudgetBurnsByTheWindow() {
        const test::Timeline seen(kWide + kEven + down("80 h", "30 min") +
                                      ", 'targets': {'t': {'of': 'web', 'uptime': '99.9 %'}}",
                                  96.0, 2);
        const auto& burn = targetOf(seen).burn;
        QCOMPARE(burn.size(), std::size_t{3});
        VERIFY_NEAR(burn[0].largest, 500.0, 0.5);
        VERIFY_NEAR(burn[1].largest, 1000.0 / 12.0, 0.1);
        VERIFY_NEAR(burn[2].largest, 1000.0 / 144.0, 0.01);
        for (const auto& each : burn) VERIFY_NEAR(each.alertsPerYear.value, 8766.0 / 96.0, 1e-6);
    }

    // Three where one does for 12 h and four are needed for 12 h (a minute of ramp aside).
    void replicasAreHeldAgainstWhatWouldDo() {
        const test::Timeline seen(kThree, 24.0, 2);
        const analysis::Supply& supply = *seen.service("web").traffic->supply;
        VERIFY_NEAR(supply.overHoursPerYear.value, 8766.0 / 2.0, 8766.0 * 1e-3);
        VERIFY_NEAR(supply.underHoursPerYear.value, 8766.0 / 2.0, 8766.0 * 1e-3);
        VERIFY_NEAR(supply.idle.value, 2.0 / 2.0, 2e-3);
        VERIFY_NEAR(supply.missing.value, 1.0 / 2.0, 2e-3);
        VERIFY_NEAR(supply.needed.value, 2.5, 2e-3);
        VERIFY_NEAR(supply.idleCostPerYear.value, 8766.0, 20.0); // 1 EUR an hour each
    }

    // Two, and six from 08:30 to 17:30: 3.5 on average are paid for; reserved ones all six.
    void whatIsScaledAwayCostsNoRentUnlessReserved() {
        const auto body = [](const std::string& terms) {
            return "'parts': {'h': {'kind': 'host', 'cpu': 8}}, 'services': {'web': {'on': 'h', 'replicas': "
                   "2, "
                   "'cost': {'rent': '1 EUR/h'" +
                   terms +
                   "}, 'work': {'takes': '1 ms'}, 'scaling': {'by': 'schedule', 'at': {'Mon-Sun "
                   "08:30-17:30': "
                   "6}}}}" +
                   kEven;
        };
        const auto cost = [](const test::Timeline& seen) { return seen.design().costTotal; };
        VERIFY_NEAR(cost(test::Timeline(body(""), 48.0, 2)), 3.5 * 8766.0, 10.0);
        VERIFY_NEAR(cost(test::Timeline(body(", 'terms': 'reserved'"), 48.0, 2)), 6.0 * 8766.0, 1e-6);
    }

    // January, February and March of 2027 in UTC; 10 h of January's 744 are lost: 98.66 %, the second step.
    void aMonthThatFallsShortGivesBackItsStep_data() {
        QTest::addColumn<QString>("weight");
        QTest::newRow("by the clock") << "";
        QTest::newRow("by the request") << ", 'weight': 'requests'";
    }
    void aMonthThatFallsShortGivesBackItsStep() {
        QFETCH(QString, weight);
        const std::string target =
            ", 'targets': {'t': {'of': 'web', 'uptime': '99.9 %'" + weight.toStdString() +
            ", 'credits': {'fee': '12000 EUR/a', 'steps': [{'below': '99.9 %', 'share': '10 "
            "%'}, {'below': '99 %', 'share': '25 %'}, {'below': '95 %', 'share': '100 %'}]}}}";
        const test::Timeline seen(kWide + kEven + down("200 h", "10 h") + target, 90.0 * 24.0, 2);
        const auto& credits = *targetOf(seen).credits;
        VERIFY_NEAR(credits.feePerYear, 12000.0, 1e-6);
        VERIFY_NEAR(credits.perYear.value, 12000.0 * 0.25 / 3.0, 1e-6);
        VERIFY_NEAR(credits.months.value, 1.0 / 3.0, 1e-9);
        double counted = 0.0;
        for (const auto& part : seen.design().costPerYear)
            if (part.kind == "credits") counted = part.perYear;
        VERIFY_NEAR(counted, 1000.0, 1e-6);
    }

    // The hour of the failure, 12 h before it and after: what was lost then is lost there.
    void theWorstDayIsDrawnAroundWhatWasLost() {
        const test::Timeline seen(kWide + kRising + down("60 h", "1 h"), 96.0, 2);
        const auto& day = *seen.service("web").traffic->day;
        QCOMPARE(day.asked.size(), std::size_t{288});
        QCOMPARE(QString::fromStdString(core::toString(day.start)), QString("2027-01-03 00:00"));
        VERIFY_NEAR(std::accumulate(day.lost.begin(), day.lost.end(), 0.0) * day.step, 12.5 * 3600.0, 10.0);
        VERIFY_NEAR(day.asked[100], 100.5 / 12.0, 1e-3); // the mean of its five minutes
        VERIFY_NEAR(day.serving[12 * 12 + 6], 0.0, 1e-9);
        VERIFY_NEAR(day.machines[12 * 12 + 6], 0.0, 1e-9);
        QCOMPARE(day.incidents.size(), std::size_t{1});
        VERIFY_NEAR(day.incidents.front().from, 12.0 * 3600.0, 1e-6);
        VERIFY_NEAR(day.incidents.front().until, 13.0 * 3600.0, 1e-6);
    }

    // 1 January 2027 is a Friday; half past two in the afternoon, any day: 14.5 requests a second.
    void theMeanWeekBeginsOnMonday() {
        const std::string weekdays =
            ", 'demand': {'d': {'to': 'web', 'rate': {'Mon': '2 req/s', 'Tue-Sun': '1 req/s'}}}";
        const test::Timeline seen(kWide + weekdays, 24.0 * 21.0, 2);
        const auto& week = *seen.service("web").traffic->week;
        QCOMPARE(week.asked.size(), std::size_t{168});
        VERIFY_NEAR(week.asked[12], 2.0, 1e-6);
        VERIFY_NEAR(week.asked[24 + 12], 1.0, 1e-6);
        VERIFY_NEAR(week.serving[12], 1.0, 1e-6);
    }

    void anyNumberOfThreadsGivesTheSameBytes() {
        auto scenario =
            test::scenarioOf(kThree.substr(0, kThree.find("'cost'")) +
                             "'failures': {'crash': {'every': 'Exp(6 h)', 'repair': '10 min'}}, " +
                             kThree.substr(kThree.find("'cost'")));
        scenario.run.horizon = core::spanFromSeconds(8.0 * 86400.0);
        scenario.run.histories = 5;
        methods::StudyOptions one, two;
        one.threads = 1;
        two.threads = 2;
        const auto a = methods::runStudy({scenario}, one).result,
                   b = methods::runStudy({scenario}, two).result;
        const auto &x = *a.services.front().traffic, &y = *b.services.front().traffic;
        QCOMPARE(x.week->answered, y.week->answered);
        QCOMPARE(x.day->answered, y.day->answered);
        QCOMPARE(x.day->history, y.day->history);
        QCOMPARE(x.supply->idle.value, y.supply->idle.value);
        QCOMPARE(a.services.front().targets.front().latency.front().late.value,
                 b.services.front().targets.front().latency.front().late.value);
    }
};

QTEST_APPLESS_MAIN(TestPromises)
#include "tst_promises.moc"
