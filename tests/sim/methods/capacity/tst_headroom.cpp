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
        VERIFY_NEAR(room->today.value, carriedByOne() / 5.0, 0.005);
        QVERIFY(!room->afterWorstLoss && room->losses == 0); // nothing can fail
        QVERIFY(!room->promise.assumed);
        VERIFY_NEAR(room->promise.share, 0.95, 1e-12);
        // The two ends between which the promise begins to be missed, and what single requests say at the
        // lower: M/M/1/10 that loses 5 %.
        QVERIFY(room->today.low == room->today.value && room->today.high > room->today.low);
        QVERIFY(room->today.high < 1.0011 * room->today.low);
        QVERIFY(room->replayed && room->replayed->low <= room->replayed->high);
        // 4 hours of 9.5 requests a second: 0.95 +- 0.0006 if losses came alone; they come in groups of ten.
        VERIFY_NEAR(room->replayed->value, 0.95, 0.01);
    }

    // The busy hour begins with ten minutes of three times as much. Both clocks weigh them as a sixth of the
    // hour; the first minutes alone would be answered far worse.
    void aPeakWeighsByItsPartOfTheHour() {
        const test::Timeline seen("'calendar': {'start': '2027-03-01'}, 'parts': {'h': {'kind': 'host', "
                                  "'cpu': 10}}, 'services': {'web': {'on': 'h', 'required': '95 %', "
                                  "'work': {'takes': 'Exp(10 ms)', 'workers': 1, 'queue': 9, 'timeout': "
                                  "'1000 s'}}}, 'demand': {'d': "
                                  "{'to': 'web', 'rate': '40 req/s', 'events': {'peak': {'on': '2027-03-01', "
                                  "'at': '10:00', 'peak': '80 "
                                  "req/s', 'lasts': '10 min'}}}}",
                                  24.0);
        const auto& room = trafficOf(seen).headroom;
        QVERIFY(room.has_value() && room->replayed);
        const auto lostAt = [](double multiple) { // of the hour's 80/3 + 20 = 1.33 times 40 a second
            const double peak = 120.0 * multiple, calm = 40.0 * multiple;
            const double lost = peak * analysis::MmcK(peak, 100.0, 1, 10).loss() +
                                5.0 * calm * analysis::MmcK(calm, 100.0, 1, 10).loss();
            return lost / (peak + 5.0 * calm);
        };
        VERIFY_NEAR(lostAt(room->today.value), 0.05, 0.001);
        VERIFY_NEAR(room->replayed->value, 0.95, 0.004);
    }

    // Two nodes hold two replicas of three: the third is asked for and waits. Nobody sends it anything, with
    // or without checks.
    void whoWaitsForRoomCarriesNothingAndHarmsNobody() {
        for (const std::string check : {"", ", 'check': {'every': '2 s', 'fall': 2, 'rise': 2}"}) {
            const std::string body =
                "'parts': {'h': {'kind': 'host', 'cpu': 1, 'count': 2}, 'lb': {'kind': 'balancer', 'policy': "
                "'random'" +
                check +
                "}}, 'services': {'web': {'on': 'h', 'replicas': 1, 'behind': 'lb', 'required': '95 %', "
                "'requests': {'cpu': 1}, 'scaling': {'by': 'schedule', 'at': {'Mon-Sun 00:00-24:00': 3}}, " +
                kWork + "}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}";
            const test::Timeline seen(body, 24.0);
            VERIFY_NEAR(trafficOf(seen).headroom->today.value, 2.0 * carriedByOne() / 5.0, 0.05);
            VERIFY_NEAR(trafficOf(seen).instances.value, 2.0, 1e-3);
            // 2.5 requests a second at each of two of 10: M/M/1/10 loses a millionth.
            QVERIFY(trafficOf(seen).requestWeighted.value < 1e-5);
        }
    }

    // Six replicas of a core each, and the provider grants three machines of a core: three times what one
    // carries. What a provider takes back, and that it has none to give, are no matter of an hour in which
    // nothing fails.
    void theQuotaIsTheHeadroomOfNodes() {
        const auto body = [](const std::string& spot, const std::string& fails) {
            return "'parts': {'h': {'kind': 'host', 'cpu': 1, 'count': 1" + spot +
                   ", 'scaling': {'by': 'nodes', 'min': 1, 'max': 6, 'quota': 3, 'provision': '2 min'" +
                   fails +
                   "}}}, 'services': {'web': {'on': 'h', 'replicas': 6, 'required': '95 %', 'requests': "
                   "{'cpu': "
                   "1}, " +
                   kWork + "}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}";
        };
        const test::Timeline sure(body("", ""), 24.0);
        VERIFY_NEAR(trafficOf(sure).headroom->today.value, 3.0 * carriedByOne() / 5.0, 0.02);
        const test::Timeline spot(body(", 'lifetime': 'Exp(10 h)'", ", 'fails': '30 %'"), 24.0);
        QCOMPARE(trafficOf(spot).headroom->today.value, trafficOf(sure).headroom->today.value);
        QVERIFY(!trafficOf(sure).headroom->replayed); // who stands where is decided while it runs
    }

    // Who has waited for 500 ms leaves unserved, and who is not done by then has nothing of it. The virtual
    // wait of M/M/1 whose customers leave when it is longer than t (Gnedenko & Kovalenko, Introduction to
    // Queueing Theory, 2nd ed. 1989, 1.8) has density p0 l e^(-(m - l) x) below t: served in time are those
    // with wait x < t whose service ends within t - x. The formula serves in order of arrival, the late ones
    // too, and asks for many more.
    void anotherOrderIsLeftToSimulation() {
        const auto inTime = [](double l) {
            constexpr double m = 10.0, t = 0.5;
            const double d = m - l, e = std::exp(-d * t);
            const double p0 = 1.0 / (1.0 + l * (1.0 - e) / d + l / m * e);
            return p0 * (1.0 - std::exp(-m * t)) +
                   p0 * l * ((1.0 - e) / d - std::exp(-m * t) * (std::exp(l * t) - 1.0) / l);
        };
        int fewest = 1;
        while (400.0 / fewest >= 10.0 || inTime(400.0 / fewest) < 0.82) ++fewest;
        const std::string body = "'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': "
                                 "'h', 'required': '82 %', 'work': "
                                 "{'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 200, 'timeout': '500 ms', "
                                 "'order': 'deadline'}}}, "
                                 "'demand': {'d': {'to': 'web', 'rate': '400 req/s'}}";
        const test::Timeline seen(body, 24.0);
        const auto& need = trafficOf(seen).scalingNeed;
        QVERIFY(need && need->otherOrder && !need->inCommon);
        QVERIFY(need->instances && need->simulated);
        QCOMPARE(*need->simulated, fewest);
        QVERIFY(*need->instances > fewest + 8); // beyond what one finds by trying neighbours
        VERIFY_NEAR(*need->answered, inTime(400.0 / fewest), 2e-3);
        VERIFY_NEAR(*need->withOneLess, inTime(400.0 / (fewest - 1)), 2e-3);
        QVERIFY(need->replayed && need->replayed->low < inTime(400.0 / fewest) + 2e-3);
        VERIFY_NEAR(need->replayed->value, inTime(400.0 / fewest), 4e-3);
    }

    // The promise is read in the busy hour: that night has hardly any demand changes nothing.
    void theBusyHourDecides() {
        const test::Timeline seen(one("'rate': {'00:00': '1 req/s', '11:00': '1 req/s', '12:00': '8 req/s', "
                                      "'14:00': '8 req/s', '15:00': '1 "
                                      "req/s', '24:00': '1 req/s'}"),
                                  24.0);
        VERIFY_NEAR(trafficOf(seen).headroom->today.value, carriedByOne() / 8.0, 0.005);
        const std::string hour = trafficOf(seen).headroom->busyHour.substr(11);
        QVERIFY2(hour == "12:00" || hour == "13:00", hour.c_str());
    }

    // Three minutes of it are enough for an hour to be the busy one, whatever minute they begin at.
    void aShortCrowdIsSeen() {
        const test::Timeline seen(
            "'calendar': {'start': '2027-03-01'}, " +
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
        VERIFY_NEAR(trafficOf(seen).headroom->today.value, (carriedByOne() - 3.0) / 2.0, 0.005);
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
        VERIFY_NEAR(room->afterWorstLoss->value, carriedByOne() / 5.0, 0.005);
        VERIFY_NEAR(room->today.value, 2.0 * room->afterWorstLoss->value, 0.02);
        QCOMPARE(QString::fromStdString(room->worstLoss), QString("h[1]"));
    }

    void aSinglePointLeavesNothing() {
        const std::string body = "'parts': {'h': {'kind': 'host', 'cpu': 1, 'failures': {'disk': {'every': "
                                 "'Exp(1 a)', 'repair': '1 h'}}}}, "
                                 "'services': {'web': {'on': 'h', 'required': '95 %', " +
                                 kWork + "}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}";
        const test::Timeline seen(body, 24.0);
        QCOMPARE(trafficOf(seen).headroom->afterWorstLoss->value, 0.0);
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
        VERIFY_NEAR(need->replayed->value, 1.0 - loss, 4e-3);
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

    // Each calls the next and has room for all who wait: what the narrowest answers is what all before it
    // can.
    void aChainGoesAsFarAsItsNarrowest() {
        const auto link = [](const std::string& name, const std::string& next) {
            return "'" + name +
                   "': {'on': 'h', 'required': '95 %', 'work': {'takes': '1 ms', 'workers': 50, 'queue': 9, "
                   "'timeout': '1000 s'}, 'calls': {'" +
                   next + "': {}}}, ";
        };
        const test::Timeline seen("'parts': {'h': {'kind': 'host', 'cpu': 20}}, 'services': {" +
                                      link("a", "b") + link("b", "c") + link("c", "web") +
                                      "'web': {'on': 'h', 'required': '95 %', 'limits': {'cpu': 1}, " +
                                      kWork + "}}, 'demand': {'d': {'to': 'a', 'rate': '5 req/s'}}",
                                  24.0);
        VERIFY_NEAR(trafficOf(seen).headroom->today.value, carriedByOne() / 5.0, 0.02);
        for (const std::string name : {"a", "b", "c"}) // to the tenth of a per cent that it is sought to
            VERIFY_NEAR(seen.service(name).traffic->headroom->today.value,
                        trafficOf(seen).headroom->today.value, 0.004);
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
        VERIFY_NEAR(trafficOf(seen).headroom->today.value, carriedByOne() / 5.0, 0.02);
    }
};

QTEST_APPLESS_MAIN(TestHeadroom)
#include "tst_headroom.moc"
