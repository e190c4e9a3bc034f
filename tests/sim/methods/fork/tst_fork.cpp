// Forks of a history: what requests do to the structure, and nothing else.
#include "sim/methods/fork/fork.hpp"

#include "support/near.hpp"
#include "support/prepared.hpp"
#include "support/replications.hpp"

#include <QtTest>

#include <cmath>
#include <thread>

using namespace nueves;
using methods::WindowAsked;

namespace {

const std::string kHost = "'parts': {'h': {'kind': 'host', 'cpu': 8}}, ";

// Four workers with a core each, 32 requests a second of 100 ms: M/M/4 at 80 %.
const std::string kFour = kHost + "'services': {'web': {'on': 'h', 'required': '50 %', 'work': {'takes': "
                                  "'Exp(100 ms)', 'workers': 4, 'queue': 1000000, 'timeout': '1000 s'}}}, "
                                  "'demand': {'d': {'to': 'web', 'rate': '32 req/s'}}";

// Two hosts, one killed at ten o'clock for five minutes; users repeat. Nobody scales, no share is promised.
const std::string kLoss =
    "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2}}, 'services': {'web': {'on': 'h', 'replicas': 2, "
    "'required': 1, 'startup': '20 s', 'work': {'takes': 'Exp(100 ms)', 'workers': 2, 'queue': 20, "
    "'timeout': '2 s', 'warm': '30 s'}}}, 'demand': {'d': {'to': 'web', 'rate': '20 req/s', 'retries': "
    "{'times': 2, 'after': '1 s'}}}, 'script': [{'at': '10 h', 'do': 'kill', 'on': 'h[1]', 'for': '5 min'}]";

// As many replicas as the autoscaler wants, of a core each, for a demand that rises at ten o'clock.
const std::string kScaled =
    "'parts': {'h': {'kind': 'host', 'cpu': 16, 'count': 2}}, 'services': {'web': {'on': 'h', 'replicas': "
    "2, 'required': '95 %', 'requests': {'cpu': 1}, 'limits': {'cpu': 1}, 'startup': '10 s', 'work': "
    "{'takes': 'Exp(50 ms)', 'workers': 4, 'queue': 100, 'timeout': '3 s'}, 'scaling': {'by': 'hpa', 'min': "
    "2, 'max': 20, 'metrics': {'cpu': '60 %'}}}}, 'demand': {'d': {'to': 'web', 'rate': {'00:00': '20 "
    "req/s', '10:00': '20 req/s', '10:05': '120 req/s', '24:00': '120 req/s'}}}";

// All that web[1] answers from one o'clock on is wrong; who fails too much is left out.
const std::string kSick =
    "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2}, 'lb': {'kind': 'balancer', 'eject': {}}}, "
    "'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'lb', 'required': '60 %', 'work': {'takes': "
    "'10 ms', 'workers': 4, 'timeout': '5 s'}}}, 'commonCauses': {'bad': {'every': 'Fixed(1 h)', 'hits': "
    "'web[1]', 'effect': 'errors', 'repair': '2 h'}}, 'demand': {'d': {'to': 'web', 'rate': '20 req/s'}}";

struct Prepared : test::Prepared {
    explicit Prepared(const std::string& body, double hours = 12.0) : test::Prepared(body, hours) {}
    methods::fork::Opening open(const WindowAsked& asked) const {
        return *methods::fork::open(system(), compiled.plan, 0, asked);
    }
    methods::fork::Forked fork(const methods::fork::Opening& opening, std::uint64_t n) const {
        const core::DrawSource source{1, 0, n + 1};
        methods::fork::Forker forker(system(), compiled.plan);
        return forker.run(opening, methods::peopled(system(), opening.window, source), source);
    }
    methods::RequestRecord replay(const methods::fork::Opening& opening, std::uint64_t n) const {
        return test::Prepared::replay(opening.window, n);
    }
};

WindowAsked asked(double hours, double seconds, double leadIn = 0.0, double every = 15.0) {
    return test::asked(hours, seconds, leadIn, every);
}

} // namespace

class ForkTest : public QObject {
    Q_OBJECT

  private slots:
    // Where nothing feeds back the fork is the open replay, to the last bit.
    void withoutFeedbackItIsTheOpenReplay_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<double>("hours");
        QTest::newRow("M/M/4") << QString::fromStdString(kFour) << 2.0;
        QTest::newRow("a host lost in the window") << QString::fromStdString(kLoss) << 9.95;
        QTest::newRow("a host lost at its opening") << QString::fromStdString(kLoss) << 10.0;
        QTest::newRow("a host lost in the lead-in") << QString::fromStdString(kLoss) << 10.004;
        QTest::newRow("a host back in the window") << QString::fromStdString(kLoss) << 10.05;
    }
    void withoutFeedbackItIsTheOpenReplay() {
        QFETCH(QString, body);
        QFETCH(double, hours);
        const Prepared prepared(body.toStdString());
        for (const double leadIn : {0.0, 20.0, 90.0}) {
            const auto opening = prepared.open(asked(hours, 600.0, leadIn));
            for (std::uint64_t n = 0; n != 3; ++n) {
                const auto open = prepared.replay(opening, n);
                const auto fork = prepared.fork(opening, n);
                QVERIFY(open.events > 10000);
                QVERIFY(fork.record == open);
                QCOMPARE(fork.decided.outages, opening.history.outages);
                QCOMPARE(fork.decided.down, opening.history.down);
            }
        }
    }

    // M/M/4 at 80 %: Erlang C 0.5964, mean number 4 x 0.8 + 0.5964 x 0.8 / 0.2.
    void aForkIsTheLineOfTheory() {
        const Prepared four(kFour);
        const auto opening = four.open(asked(2.0, 600.0, 10.0));
        test::Replications number;
        for (std::uint64_t n = 0; n != 40; ++n) number.add(four.fork(opening, n).record.meanPresent(0));
        QVERIFY2(number.covers(5.5857), qPrintable(number.against("number", 5.5857)));
    }

    // 120 req/s of 50 ms are 6 cores, at 60 % of a request of 1: 10 replicas. The demand rises in 5 min;
    // looks stand every 15 s, so each step of the history is a step of the fork a look earlier or later, or
    // one replica apart: CPU time of 30 s at 20 to 120 req/s is known to 1 / sqrt(600) = 4 % per look, and
    // the dead band is 10 %.
    void theAutoscalerFollowsTheRequests() {
        const Prepared scaled(kScaled);
        const auto opening = scaled.open(asked(10.0, 900.0, 60.0));
        const auto& history = opening.history.wanted;
        QCOMPARE(history.size(), std::size_t{60});
        QCOMPARE(history.front()[0], 2);
        QVERIFY(history.back()[0] >= 9 && history.back()[0] <= 11);
        double apart = 0.0, rows = 0.0;
        for (std::uint64_t n = 0; n != 8; ++n) {
            const auto fork = scaled.fork(opening, n);
            QCOMPARE(fork.decided.wanted.size(), history.size());
            QVERIFY(fork.decided.wanted.back()[0] >= 9 && fork.decided.wanted.back()[0] <= 12);
            for (std::size_t r = 0; r != history.size(); ++r, ++rows)
                apart += std::abs(fork.decided.wanted[r][0] - history[r][0]);
        }
        QVERIFY2(apart / rows < 1.0, qPrintable(QString::number(apart / rows)));
    }

    // Whoever looks, looks at the multiples of 15 s from the history's start: nothing changes between them.
    void looksStayOnTheirGrid() {
        const Prepared scaled(kScaled);
        const auto opening = scaled.open(asked(10.0, 600.0, 60.0, 5.0));
        const auto fork = scaled.fork(opening, 0);
        int steps = 0;
        for (std::size_t r = 1; r != fork.decided.wanted.size(); ++r) {
            if (fork.decided.wanted[r] == fork.decided.wanted[r - 1]) continue;
            ++steps;
            QCOMPARE(r % 3, std::size_t{0}); // row r stands at 5 r s
        }
        QVERIFY(steps > 2);
        QCOMPARE(static_cast<std::uint32_t>(steps), fork.decided.changes[0]);
    }

    // A host dies in the window: the autoscaler of the fork stands in for what is gone.
    void whatTheScriptKillsDiesInTheForkToo() {
        const std::string at = ", 'script': [{'at': '10 h', 'do': 'kill', 'on': 'h[1]', 'for': '2 min'}]";
        const Prepared scaled(kScaled + at);
        const auto opening = scaled.open(asked(9.99, 300.0, 60.0));
        const auto fork = scaled.fork(opening, 0);
        QVERIFY(fork.record.stations[0].broken + fork.record.stations[0].refused +
                    fork.record.demands[0].tooLate >
                0);
        QVERIFY(fork.record.demands[0].lost > 0);
        const Prepared whole(kScaled);
        const auto calm = whole.fork(whole.open(asked(9.99, 300.0, 60.0)), 0);
        QVERIFY(calm.record.demands[0].lost * 10 < fork.record.demands[0].lost);
    }

    // The rates see the crash at once, the requests when 20 of them have ended within a look of 10 s.
    void aServiceIsDownByWhatRequestsMeet() {
        const Prepared gone(kHost +
                            "'services': {'web': {'on': 'h', 'required': '90 %', 'work': {'takes': "
                            "'Exp(100 ms)', 'workers': 4, 'queue': 100, 'timeout': '1 s'}}}, 'demand': "
                            "{'d': {'to': 'web', 'rate': '20 req/s'}}, 'script': [{'at': '1 h', 'do': "
                            "'kill', 'on': 'h', 'for': '95 s'}]");
        const auto opening = gone.open(asked(1.0 - 60.0 / 3600.0, 300.0, 10.0));
        const auto fork = gone.fork(opening, 0);
        QCOMPARE(opening.history.outages.front(), 1U);
        QCOMPARE(fork.decided.outages.front(), 1U);
        // Up to 1 s until they know, up to 10 s until somebody looks, at both ends.
        VERIFY_NEAR(opening.history.down.front(), 95.0, 0.01);
        QVERIFY(fork.decided.down.front() >= 80.0 && fork.decided.down.front() <= 120.0);
        QCOMPARE(std::fmod(fork.decided.down.front(), 10.0), 0.0);
    }

    // Its looks stand at full 10 s, wherever it begins: of a target that is sick since 9 s, and was well for
    // 1 s of the lead-in, half of one more second is lost.
    void theFirstLookIsNotBeforeItsTime() {
        const Prepared sick(kSick);
        const auto opening = sick.open(asked(3609.0 / 3600.0, 25.0, 10.0));
        double lost = 0.0;
        for (std::uint64_t n = 0; n != 4; ++n) {
            const auto fork = sick.fork(opening, n);
            QCOMPARE(fork.decided.ejections.front(), 1U);
            lost += static_cast<double>(fork.record.demands[0].lost);
        }
        QVERIFY2(std::abs(lost - 40.0) < 4.0 * std::sqrt(80.0) / 2.0, qPrintable(QString::number(lost)));
    }

    // Out at the look 10 s after one o'clock for 30 s, then for 60, 90 ... after 10 s each. 20 a second in
    // turn, so half of what comes in these 40 s is lost.
    void aSinkholeIsEjectedByItsAnswers() {
        const Prepared sick(kSick);
        const auto opening = sick.open(asked(3590.0 / 3600.0, 300.0, 15.0));
        QCOMPARE(opening.history.ejections.front(), 4U);
        for (std::uint64_t n = 0; n != 4; ++n) {
            const auto fork = sick.fork(opening, n);
            QCOMPARE(fork.decided.ejections.front(), 4U);
            const double lost = static_cast<double>(fork.record.demands[0].lost);
            QVERIFY2(std::abs(lost - 400.0) < 4.0 * std::sqrt(800.0) / 2.0,
                     qPrintable(QString::number(lost)));
        }
    }

    // What a forker did before leaves no trace in the next fork.
    void forksOfOneForkerAreAsForksOfMany() {
        const Prepared scaled(kScaled);
        const auto opening = scaled.open(asked(10.0, 300.0, 60.0));
        methods::fork::Forker forker(scaled.system(), scaled.compiled.plan);
        for (std::uint64_t n = 0; n != 3; ++n) {
            const core::DrawSource source{1, 0, n + 1};
            const auto next =
                forker.run(opening, methods::peopled(scaled.system(), opening.window, source), source);
            const auto first = scaled.fork(opening, n);
            QVERIFY(next.record == first.record);
            QVERIFY(next.decided == first.decided);
        }
    }

    void threadsChangeNothing() {
        const Prepared scaled(kScaled);
        const auto opening = scaled.open(asked(10.0, 300.0, 60.0));
        std::vector<methods::fork::Forked> alone(4), together(4);
        for (std::size_t n = 0; n != 4; ++n) alone[n] = scaled.fork(opening, n);
        std::vector<std::thread> threads;
        for (std::size_t n = 0; n != 4; ++n)
            threads.emplace_back([&, n] { together[n] = scaled.fork(opening, n); });
        for (std::thread& thread : threads) thread.join();
        for (std::size_t n = 0; n != 4; ++n) {
            QVERIFY(alone[n].record == together[n].record);
            QVERIFY(alone[n].decided == together[n].decided);
        }
        QVERIFY(!(alone[0].record == alone[1].record)); // other luck
    }

    // The history does not know that it was forked.
    void theHistoryGoesOnAsBefore() {
        const Prepared scaled(kScaled);
        methods::Sampler plain(scaled.system(), scaled.compiled.plan);
        const auto events = plain.run(0).events;
        const auto digest = plain.fingerprint();
        const auto opening = scaled.open(asked(10.0, 300.0, 60.0));
        scaled.fork(opening, 0);
        methods::Sampler again(scaled.system(), scaled.compiled.plan);
        QCOMPARE(again.run(0).events, events);
        QCOMPARE(again.fingerprint(), digest);
    }
};

QTEST_APPLESS_MAIN(ForkTest)
#include "tst_fork.moc"
