// How far a deployment goes, where a person can work it out.
#include "sim/analysis/formulas/finite_queues.hpp"
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

// One core's worth of work each: 10 requests a second, 9 may wait.
const std::string kWork = "'work': {'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 9, 'timeout': '1000 s'}";

std::string one(const std::string& demand) {
    return "'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', 'required': '95 "
           "%', " +
           kWork + "}}, 'demand': {'d': {'to': 'web', " + demand + "}}";
}

// Load at which M/M/1/10 loses 5 %, in requests a second.
double carriedByOne() {
    double met = 1.0, missed = 20.0;
    while (missed - met > 1e-9) {
        const double middle = 0.5 * (met + missed);
        (analysis::MmcK(middle, 10.0, 1, 10).loss() <= 0.05 ? met : missed) = middle;
    }
    return met;
}

const analysis::TrafficResult& trafficOf(const test::Timeline& seen) {
    return *seen.service("web").traffic;
}

// Days since 1970 of "2027-03-01".
double daysOf(const std::string& date) {
    return static_cast<double>(QDate::fromString(QString::fromStdString(date), Qt::ISODate).toJulianDay());
}

} // namespace

class TestHeadroom : public QObject {
    Q_OBJECT

  private slots:
    void aSingleQueueGoesAsFarAsItsLossSays() {
        const test::Timeline seen(one("'rate': '5 req/s'"), 24.0);
        const auto& room = trafficOf(seen).headroom;
        QVERIFY(room.has_value());
        VERIFY_NEAR(room->today, carriedByOne() / 5.0, 0.005);
        QVERIFY(!room->afterWorstLoss && room->losses == 0); // nothing can fail
        QVERIFY(!room->promise.assumed);
        VERIFY_NEAR(room->promise.share, 0.95, 1e-12);
    }

    // The promise is read in the busy hour: that night has hardly any demand changes nothing.
    void theBusyHourDecides() {
        const test::Timeline seen(one("'rate': {'00:00': '1 req/s', '11:00': '1 req/s', '12:00': '8 req/s', "
                                      "'14:00': '8 req/s', '15:00': '1 "
                                      "req/s', '24:00': '1 req/s'}"),
                                  24.0);
        VERIFY_NEAR(trafficOf(seen).headroom->today, carriedByOne() / 8.0, 0.005);
        const std::string hour = trafficOf(seen).headroom->busyHour.substr(11);
        QVERIFY2(hour == "12:00" || hour == "13:00", hour.c_str());
    }

    // Three minutes of it are enough for an hour to be the busy one, whatever minute they begin at.
    void aShortCrowdIsSeen() {
        const test::Timeline seen("'calendar': {'start': '2027-03-01'}, " +
                                      one("'rate': '1 req/s', 'events': {'match': {'on': ['2027-03-01'], 'at': '10:01', "
                                          "'peak': '4 req/s', 'rise': '1 min', 'lasts': '1 min', 'fades': '1 min'}}"),
                                  24.0);
        QCOMPARE(QString::fromStdString(trafficOf(seen).headroom->busyHour), QString("2027-03-01 10:00"));
        VERIFY_NEAR(trafficOf(seen).scalingNeed->rate, 5.0, 1e-9);
    }

    // An attack takes its part of what is carried; it is not multiplied, and nobody misses its answers.
    void anAttackTakesRoomAndDoesNotGrow() {
        const test::Timeline seen(
            one("'rate': '2 req/s'}, 'attack': {'to': 'web', 'rate': '3 req/s', 'hostile': 'yes'"), 24.0);
        VERIFY_NEAR(trafficOf(seen).headroom->today, (carriedByOne() - 3.0) / 2.0, 0.005);
    }

    // Twice a year: 5 x 2^t req/s reach what is carried after log2 of the headroom, years.
    void growthRunsOutOnTheDayThatArithmeticSays() {
        const test::Timeline seen(one("'rate': '5 req/s', 'growth': '100 %/a'"), 24.0);
        const auto& need = trafficOf(seen).scalingNeed;
        QVERIFY(need && need->grows && need->runsOut);
        const double days = std::log2(carriedByOne() / 5.0) * 365.25;
        // 0.1 % of the multiple is half a day; the rate clock's own error of 0.3 % another one and a half.
        VERIFY_NEAR(daysOf(*need->runsOut) - daysOf("2027-01-01"), days, 3.0);
    }

    void withoutGrowthThereIsNoDate() {
        const test::Timeline seen(one("'rate': '5 req/s'"), 24.0);
        QVERIFY(!trafficOf(seen).scalingNeed->grows && !trafficOf(seen).scalingNeed->runsOut);
    }

    // Two hosts behind a balancer that notices: after losing one, half of it. The four faults leave two
    // different things.
    void losingOneOfTwoHostsHalvesIt() {
        const std::string body = "'parts': {'h': {'kind': 'host', 'cpu': 1, 'count': 2, 'failures': {'disk': "
                                 "{'every': 'Exp(1 a)', 'repair': "
                                 "'1 h'}, 'cpu': {'every': 'Exp(1 a)', 'repair': '1 h'}}}, 'lb': {'kind': "
                                 "'balancer', 'policy': 'random', 'check': {'every': '2 s', "
                                 "'fall': 2, 'rise': 2}}}, 'services': {'web': {'on': 'h', 'replicas': 2, "
                                 "'behind': 'lb', 'required': '95 %', " +
                                 kWork + "}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}";
        const test::Timeline seen(body, 24.0);
        const auto& room = trafficOf(seen).headroom;
        QVERIFY(room && room->afterWorstLoss);
        QCOMPARE(room->losses, 4);
        QCOMPARE(room->different, 1); // whichever host it is, and whatever of it
        VERIFY_NEAR(*room->afterWorstLoss, carriedByOne() / 5.0, 0.005);
        VERIFY_NEAR(room->today, 2.0 * *room->afterWorstLoss, 0.02);
        QCOMPARE(QString::fromStdString(room->worstLoss), QString("h[1]"));
    }

    void aSinglePointLeavesNothing() {
        const std::string body = "'parts': {'h': {'kind': 'host', 'cpu': 1, 'failures': {'disk': {'every': "
                                 "'Exp(1 a)', 'repair': '1 h'}}}}, "
                                 "'services': {'web': {'on': 'h', 'required': '95 %', " +
                                 kWork + "}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}";
        const test::Timeline seen(body, 24.0);
        QCOMPARE(*trafficOf(seen).headroom->afterWorstLoss, 0.0);
    }

    // Three times what one carries: three are too few for 95 %, since load must stay below what loses 5 %.
    void theNeedIsConfirmedByBothClocks() {
        const double rate = 3.3 * carriedByOne();
        const test::Timeline seen(one("'rate': '" + std::to_string(rate) + " req/s'"), 24.0);
        const auto& need = trafficOf(seen).scalingNeed;
        QVERIFY(need && need->instances && need->simulated && need->withOneLess && need->replayed);
        QCOMPARE(*need->instances, 4);
        QCOMPARE(*need->simulated, 4);
        QCOMPARE(need->hosts, 4);
        QCOMPARE(need->today, 1);
        QVERIFY(!need->enough);
        QVERIFY(*need->answered >= 0.95 && *need->withOneLess < 0.95);
        // 4 M/M/1/10; 250 000 requests: 5 sigma of the share are 0.001, lines that go together three times
        // that.
        const double loss = analysis::MmcK(rate / 4.0, 10.0, 1, 10).loss();
        VERIFY_NEAR(*need->answered, 1.0 - loss, 1e-3);
        VERIFY_NEAR(*need->replayed, 1.0 - loss, 4e-3);
    }

    // 102 users who think for 30 s ask 3.4 times a second: a third of what one process does.
    void aHospitalNeedsNoScaling() {
        const test::Timeline seen(one("'users': {'00:00': 98, '09:00': 100, '12:00': 102, '15:00': 100, "
                                      "'24:00': 98}, 'think': '30 s'"),
                                  24.0);
        const auto& need = trafficOf(seen).scalingNeed;
        QVERIFY(need && need->instances);
        QCOMPARE(*need->instances, 1);
        QCOMPARE(need->simulated.value_or(0), 1);
        QVERIFY(need->enough && need->margin > 2.0);
        QCOMPARE(need->hours.size(), std::size_t{24});
        for (const auto& hour : need->hours) QCOMPARE(hour.instances, 1);
    }

    // The web does ten times what the database does, and asks it once for each request.
    void theCalledServiceThatEndsFirstIsNamed() {
        const std::string body = "'parts': {'h': {'kind': 'host', 'cpu': 20}}, 'services': {'web': {'on': "
                                 "'h', 'required': '95 %', 'work': "
                                 "{'takes': 'Exp(10 ms)', 'workers': 50, 'queue': 9, 'timeout': '1000 s'}, "
                                 "'calls': {'db': {'times': 1}}}, 'db': "
                                 "{'on': 'h', 'required': '95 %', 'limits': {'cpu': 1}, " +
                                 kWork + "}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}";
        const test::Timeline seen(body, 24.0);
        QCOMPARE(QString::fromStdString(trafficOf(seen).scalingNeed->bottleneck), QString("db"));
        QVERIFY(seen.service("db").traffic->scalingNeed->bottleneck.empty());
        VERIFY_NEAR(trafficOf(seen).headroom->today, carriedByOne() / 5.0, 0.02);
    }
};

QTEST_APPLESS_MAIN(TestHeadroom)
#include "tst_headroom.moc"
