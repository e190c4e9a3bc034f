// What a window finds when it opens beside lines and orbits: users who stay with a replica, open breakers,
// requests that hang where nobody answers.
#include "sim/methods/prepare.hpp"
#include "sim/methods/requests/requests.hpp"
#include "sim/methods/zoom/recorded_window.hpp"
#include "support/near.hpp"
#include "support/replications.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

struct Opened {
    scenario::Scenario scenario;
    methods::Compiled compiled;
    methods::RecordedWindow window;
    // Without a lead-in: what is there is what was found.
    Opened(const std::string& body, double from, double lasts) : scenario(test::scenarioOf(body)) {
        scenario.run.horizon = core::spanFromSeconds(4.0 * 3600.0);
        std::vector<core::Issue> issues;
        compiled = methods::prepare(scenario, issues);
        window = methods::windowOf(
            *compiled.system, compiled.plan, 0,
            {core::after(core::kStart, core::spanFromSeconds(from)), core::spanFromSeconds(lasts), {}, {}});
    }
    methods::RequestWindow people(std::uint64_t n) const {
        return methods::peopled(*compiled.system, window, {1, 0, n + 1});
    }
    methods::RequestRecord replay(std::uint64_t n) const {
        const model::System& system = *compiled.system;
        return methods::replayRequests({system.traffic, system.laws.raw(), system.streams.raw()}, people(n),
                                       {1, 0, n + 1});
    }
};

// Two replicas of one core each for 40 users who stay with theirs; the second is away from 1 h on for 20 s.
const std::string kSticky =
    "'parts': {'h': {'kind': 'host', 'cpu': 1, 'count': 2}, 'lb': {'kind': 'balancer', 'policy': 'sticky', "
    "'check': {'every': '2 s', 'fall': 2, 'rise': 2}}}, "
    "'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'lb', 'required': '50 %', 'startup': '20 s', "
    "'work': {'takes': 'Exp(20 ms)', 'workers': 1, 'queue': 100, 'timeout': '100 s'}}}, 'demand': {'d': "
    "{'to': "
    "'web', 'users': 40, 'think': 'Exp(1 s)'}}, 'script': [{'at': '1 h', 'do': 'restart', 'on': 'web[2]'}]";

// A caller whose callee is gone for good from 1 h on.
const std::string kBroken =
    "'parts': {'h': {'kind': 'host', 'cpu': 8, 'count': 2}}, 'services': {'db': {'on': 'h[2]', 'startup': "
    "'2 h', 'work': {'takes': 'Exp(5 ms)', 'workers': 8, 'queue': 100, 'timeout': '1 s'}}, 'web': {'on': "
    "'h[1]', "
    "'work': {'takes': 'Exp(5 ms)', 'workers': 8, 'queue': 100, 'timeout': '2 s'}, 'calls': {'db': "
    "{'timeout': "
    "'1 s', 'fallback': 'yes', 'breaker': {'errors': '50 %', 'window': '10 s', 'open': '30 s'}}}}}, "
    "'demand': "
    "{'d': {'to': 'web', 'rate': '100 req/s'}}, 'script': [{'at': '1 h', 'do': 'restart', 'on': 'db'}]";

// Two replicas, the first of which hangs from 1 h on: whoever is sent there waits until he gives up after 4
// s.
const std::string kHanging =
    "'parts': {'h': {'kind': 'host', 'cpu': 8, 'count': 2}}, 'services': {'web': {'on': 'h', 'replicas': 2, "
    "'required': '20 %', 'work': {'takes': 'Exp(5 ms)', 'workers': 8, 'queue': 100, 'timeout': '4 s'}}}, "
    "'demand': "
    "{'d': {'to': 'web', 'rate': '20 req/s'}}, 'script': [{'at': '1 h', 'do': 'hang', 'on': 'web[1]', 'for': "
    "'20 "
    "min'}]";

// A caller of one that hangs from 1 h on: each of its requests waits 4 s for it, and does without.
const std::string kWaiting =
    "'parts': {'h': {'kind': 'host', 'cpu': 8, 'count': 2}}, 'services': {'db': {'on': 'h[2]', 'work': "
    "{'takes': "
    "'Exp(5 ms)', 'workers': 8, 'queue': 100, 'timeout': '4 s'}}, 'web': {'on': 'h[1]', 'work': {'takes': "
    "'Exp(5 "
    "ms)', 'workers': 200, 'queue': 100, 'timeout': '10 s'}, 'calls': {'db': {'timeout': '4 s', 'fallback': "
    "'yes'}}}}, 'demand': {'d': {'to': 'web', 'rate': '20 req/s'}}, 'script': [{'at': '1 h', 'do': 'hang', "
    "'on': "
    "'db', 'for': '2 h'}]";

} // namespace

class FoundTest : public QObject {
    Q_OBJECT

  private slots:
    // All are with the first replica when the second comes back, an hour later too.
    void usersStayWhereTheyAre() {
        const Opened sticky(kSticky, 2.0 * 3600.0, 60.0);
        const auto window = sticky.people(0);
        QCOMPARE(window.bound.size(), std::size_t{1});
        QCOMPARE(window.bound[0].known, std::uint32_t{40});
        VERIFY_NEAR(window.bound[0].shares[0], 1.0, 1e-9);
        // 40 who think 1 s at one server of 20 ms (machine repair): P(nobody there) says how much it serves.
        double sum = 1.0, term = 1.0;
        for (int n = 1; n <= 40; ++n) sum += term *= (40.0 - n + 1.0) * 0.02;
        const double perSecond = (1.0 - 1.0 / sum) / 0.02;
        test::Replications served;
        for (std::uint64_t n = 0; n != 60; ++n)
            served.add(static_cast<double>(sticky.replay(n).stations[0].served) / 60.0);
        QVERIFY2(served.covers(perSecond), qPrintable(served.against("served", perSecond)));
    }

    // Open nearly all the time: of 30 s at most one call gets through, and not at the beginning.
    void aBreakerIsOpenFromTheFirstInstant() {
        const Opened broken(kBroken, 3600.0 + 1800.0, 10.0);
        double open = 0.0, calls = 0.0, cut = 0.0;
        for (std::uint64_t n = 0; n != 60; ++n) {
            open += static_cast<double>(broken.people(n).open.size()) / 60.0;
            const auto record = broken.replay(n);
            for (const auto& call : record.calls) {
                calls += static_cast<double>(call.calls);
                cut += static_cast<double>(call.cut);
            }
        }
        QVERIFY2(open > 0.95, qPrintable(QString::number(open)));
        // Had it been closed, ten calls would have failed before it opened: 10 of 1000 in each replay.
        QVERIFY2(cut >= calls - 60.0 * 2.0, qPrintable(QString("%1 of %2").arg(cut).arg(calls)));
    }

    // 10 a second for 4 s hang there at any instant, at the first too; 0.05 are served at the other (Little).
    void requestsHangWhereNobodyAnswers() {
        const Opened hanging(kHanging, 3600.0 + 600.0, 4.0);
        test::Replications present;
        for (std::uint64_t n = 0; n != 200; ++n) present.add(hanging.replay(n).meanPresent(0));
        QVERIFY2(present.covers(40.05), qPrintable(present.against("present", 40.05)));
    }

    // 80 wait for a call at any instant, and 20 of them give up in every second, from the first on (Little):
    // they have not all begun when the window opened, to come back together at its end.
    void callersComeBackOneByOne() {
        const Opened waiting(kWaiting, 3600.0 + 600.0, 3.0);
        std::size_t web = 0;
        for (std::size_t s = 0; s != waiting.compiled.system->traffic.stations.size(); ++s)
            if (!waiting.compiled.system->traffic.stations[s].calls.empty()) web = s;
        test::Replications served;
        for (std::uint64_t n = 0; n != 200; ++n)
            served.add(static_cast<double>(waiting.replay(n).stations[web].served) / 3.0);
        QVERIFY2(served.covers(20.0), qPrintable(served.against("served", 20.0)));
    }
};

QTEST_APPLESS_MAIN(FoundTest)
#include "tst_found.moc"
