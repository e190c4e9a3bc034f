// Windows of a history: what is written down is what happened, and nothing happens because of it.
#include "sim/methods/zoom/recorder.hpp"

#include "support/near.hpp"
#include "support/prepared.hpp"
#include "support/replications.hpp"

#include <QtTest>

#include <cmath>
#include <deque>

using namespace nueves;
using methods::WindowAsked;

namespace {

// One process on one host, 10 requests a second at most, 9 may wait; asked 8 times a second.
const std::string kOne =
    "'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', 'required': '50 %', 'work': "
    "{'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 9, 'timeout': '1000 s'}}}, 'demand': {'d': {'to': "
    "'web', "
    "'rate': '8 req/s'}}";

// Two of them whose hosts fail now and then, on the autoscaler, with users who come back.
const std::string kLively = "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2, 'failures': {'crash': "
                            "{'every': 'Exp(2 h)', 'repair': '10 "
                            "min'}}}}, 'services': {'web': {'on': 'h', 'replicas': 2, 'required': '95 %', "
                            "'requests': {'cpu': 1}, 'limits': "
                            "{'cpu': 1}, 'startup': '20 s', 'work': {'takes': 'Exp(100 ms)', 'workers': 2, "
                            "'queue': 20, 'timeout': '2 s', "
                            "'warm': '30 s'}, 'scaling': {'by': 'hpa', 'min': 2, 'max': 6, 'metrics': "
                            "{'cpu': '60 %'}}}}, 'demand': {'d': "
                            "{'to': 'web', 'rate': {'00:00': '1 req/s', '12:00': '20 req/s', '24:00': '1 "
                            "req/s'}, 'retries': {'times': 2, "
                            "'after': '1 s'}}}";

struct Prepared : test::Prepared {
    explicit Prepared(const std::string& body, double hours = 24.0) : test::Prepared(body, hours) {}
    methods::RecordedWindow window(const WindowAsked& asked, std::uint64_t history = 0) const {
        return methods::windowOf(*compiled.system, compiled.plan, history, asked);
    }
};

WindowAsked asked(double hours, double seconds, double leadIn = 0.0, double every = 0.0) {
    return test::asked(hours, seconds, leadIn, every);
}

class EveryHour final : public methods::Onlooker {
  public:
    explicit EveryHour(const model::System& system) {
        for (int hour = 0; hour != 24; ++hour)
            m_recorders.emplace_back(system, 1, 0, asked(hour, 600.0, 0.0, 15.0));
    }
    void before(core::SimTime time, const model::State& state) override {
        for (auto& recorder : m_recorders) recorder.pass(state, core::seconds(time - core::kStart));
    }

  private:
    std::deque<methods::zoom::WindowRecorder> m_recorders;
};

// M/M/1/10 at 0.8, without repeats.
double lossOf(double rho) {
    return (1.0 - rho) * std::pow(rho, 10.0) / (1.0 - std::pow(rho, 11.0));
}
double numberOf(double rho) {
    double sum = 0.0, mean = 0.0;
    for (int n = 0; n <= 10; ++n) {
        sum += std::pow(rho, n);
        mean += n * std::pow(rho, n);
    }
    return mean / sum;
}

} // namespace

class RecordedWindowTest : public QObject {
    Q_OBJECT

  private slots:
    // Times and kinds of all events, and what the rates counted, to the last bit.
    void lookingOnChangesNothing() {
        const Prepared lively(kLively);
        methods::Sampler plain(*lively.compiled.system, lively.compiled.plan);
        methods::Sampler watched(*lively.compiled.system, lively.compiled.plan);
        const auto tally = plain.run(0);
        EveryHour onlooker(*lively.compiled.system);
        watched.watch(0, onlooker);
        QVERIFY(tally.events > 100);
        QCOMPARE(watched.fingerprint(), plain.fingerprint());
    }

    void theRatesOfTheWindowAreItsOwn() {
        const Prepared one(kOne);
        const auto window = one.window(asked(10.0, 600.0, 20.0, 15.0));
        VERIFY_NEAR(window.rate.demands[0].asked, 4800.0, 1e-9);
        VERIFY_NEAR(window.rate.demands[0].lost / window.rate.demands[0].asked, lossOf(0.8), 1e-6);
        VERIFY_NEAR(window.expected, 8.0 * 620.0, 1e-9);
        QCOMPARE(window.rows.size(), std::size_t{40});
        VERIFY_NEAR(window.rows[0].at, 35980.0 + 2.0 * 15.0,
                    1e-12); // the rows of a replay begin with the lead-in
        VERIFY_NEAR(window.rows[7].sums.demands[0].asked, 8.0 * 15.0, 1e-9);
    }

    // Who stands there when it opens is drawn from the line's own distribution.
    void aWindowOpensWithItsLine() {
        const Prepared one(kOne);
        const auto window = one.window(asked(10.0, 60.0));
        test::Replications number;
        for (std::uint64_t n = 0; n != 4000; ++n) {
            const auto opened = methods::peopled(*one.compiled.system, window, {1, 0, n + 1});
            number.add(opened.waiting.empty() ? 0.0 : opened.waiting[0].number);
        }
        QVERIFY2(number.covers(numberOf(0.8)), qPrintable(number.against("number", numberOf(0.8))));
    }

    void theReplayLosesWhatTheRatesDo() {
        const Prepared one(kOne);
        const auto window = one.window(asked(10.0, 600.0));
        test::Replications lost;
        for (std::uint64_t n = 0; n != 60; ++n) {
            const auto record = one.replay(window, n);
            lost.add(static_cast<double>(record.demands[0].lost) / 4800.0);
        }
        QVERIFY2(lost.covers(lossOf(0.8)), qPrintable(lost.against("lost", lossOf(0.8))));
    }

    // Killed one minute into the window, back after 5: refused by nobody, since the host itself is gone.
    void whatTheStructureDidIsReplayedAtItsTime() {
        const Prepared one(kOne + ", 'script': [{'at': '10 h', 'do': 'kill', 'on': 'h', 'for': '5 min'}]");
        const auto window = one.window(asked(10.0 - 1.0 / 60.0, 600.0, 30.0));
        const auto& changes = window.requests.targets;
        QCOMPARE(changes.size(), std::size_t{2});
        QCOMPARE(changes[0].time, methods::nanosOf(90.0));
        QVERIFY(changes[0].conduct == model::Conduct::silent);
        QCOMPARE(changes[1].time, methods::nanosOf(390.0));
        QVERIFY(changes[1].conduct == model::Conduct::serves);
        const auto record = one.replay(window, 0);
        // 8 a second for 5 min, and who stood there: none of them has an answer when the host comes back. Of
        // the other 2400 the share that finds the line full.
        const double lost = 2400.0 * (1.0 + lossOf(0.8)) + numberOf(0.8);
        VERIFY_NEAR(window.rate.demands[0].lost, lost, 2e-3);
        const double replayed = static_cast<double>(record.demands[0].lost);
        QVERIFY2(std::abs(replayed - lost) < 4.0 * std::sqrt(lost), qPrintable(QString::number(replayed)));
    }

    void aWindowMayOpenWhileAReplicaIsCold() {
        const std::string slow = ", 'script': [{'at': '10 h', 'do': 'kill', 'on': 'h', 'for': '5 min'}]";
        std::string body = kOne + slow;
        body.replace(body.find("'timeout'"), 9, "'warm': '1000 s', 'cold': '25 %', 'timeout'");
        const Prepared one(body);
        const auto window = one.window(asked(10.1, 60.0));
        const auto& changes = window.requests.targets;
        QCOMPARE(changes.size(), std::size_t{2});
        QVERIFY(changes[1].conduct == model::Conduct::serves);
        QCOMPARE(changes[1].time, -methods::nanosOf(60.0)); // it came back at 10:05
        // At a quarter of its speed it answers 2.5 a second.
        const double served = static_cast<double>(one.replay(window, 0).stations[0].served) / 60.0;
        QVERIFY2(std::abs(served - 2.5) < 5.0 * std::sqrt(2.5 / 60.0), qPrintable(QString::number(served)));
    }

    void aSecondRecordingIsTheSame() {
        const Prepared lively(kLively);
        const WindowAsked when = asked(12.0, 120.0, 20.0);
        const auto window = lively.window(when, 3);
        QCOMPARE(lively.replay(window, 1) == lively.replay(lively.window(when, 3), 1), true);
        QVERIFY(!(lively.replay(window, 1) == lively.replay(window, 2)));
    }
};

QTEST_APPLESS_MAIN(RecordedWindowTest)
#include "tst_recorded_window.moc"
