// Windows around outages, which a run zooms into by itself: where they lie, what they cost, what they leave
// alone.
#include "sim/io/result_writer.hpp"
#include "sim/io/zoom_writer.hpp"
#include "sim/methods/study.hpp"
#include "sim/methods/zoom/zoom.hpp"
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace nueves;

namespace {

// Two replicas that are restarted together an hour after the start, each back after 20 s.
const std::string kRestarted =
    "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2}}, 'services': {'web': {'on': 'h', 'replicas': 2, "
    "'required': '95 %', 'startup': '20 s', 'work': {'takes': 'Exp(TAKES)', 'workers': 4, 'queue': 20, "
    "'timeout': '2 s'}}}, 'demand': {'d': {'to': 'web', 'rate': 'RATE', 'retries': {'times': 1, 'after': "
    "'1 s'}}}, 'script': [{'at': '1 h', 'do': 'restart', 'on': 'web'}]";

// Hosts that fail by chance, so that each history has an outage of its own.
const std::string kFailing =
    "'parts': {'h': {'kind': 'host', 'cpu': 4, 'failures': {'crash': {'every': 'Exp(2 h)', 'repair': '10 "
    "min'}}}}, 'services': {'web': {'on': 'h', 'required': '95 %', 'work': {'takes': 'Exp(100 ms)', "
    "'workers': 4, 'queue': 20, 'timeout': '2 s'}}}, 'demand': {'d': {'to': 'web', 'rate': '10 req/s'}}";

std::string restarted(const std::string& rate, const std::string& takes = "100 ms") {
    std::string body = kRestarted;
    body.replace(body.find("RATE"), 4, rate);
    return body.replace(body.find("TAKES"), 5, takes);
}

analysis::Result run(const std::string& body, bool windows, int threads = 0, int histories = 2) {
    auto scenario = test::scenarioOf(body);
    scenario.run.horizon = core::spanFromSeconds(6.0 * 3600.0);
    scenario.run.histories = histories;
    methods::StudyOptions options;
    options.threads = threads;
    options.windows = windows;
    return methods::runStudy({scenario}, options).result;
}

} // namespace

class AroundTest : public QObject {
    Q_OBJECT

  private slots:
    // Not a digit of the result, its fingerprint among them; and the windows themselves on any number of
    // threads.
    void noFigureOfTheRunChanges() {
        const std::string plain = io::resultToJson(run(kFailing, false));
        std::string windows;
        for (const int threads : {1, 2}) {
            analysis::Result result = run(kFailing, true, threads);
            QCOMPARE(result.windows.size(), std::size_t{1});
            const std::string seen = io::resultToJson(result);
            QVERIFY(windows.empty() || seen == windows);
            windows = seen;
            result.windows.clear();
            QCOMPARE(io::resultToJson(result), plain);
        }
    }

    void theWindowLiesAroundTheOutage() {
        const auto windows = run(restarted("20 req/s"), true).windows;
        QCOMPARE(windows.size(), std::size_t{1});
        QCOMPARE(windows[0].around, std::string("web"));
        QCOMPARE(windows[0].history, std::uint64_t{1});
        QCOMPARE(windows[0].from, 3480.0);
        QCOMPARE(windows[0].lasts, 600.0);
        VERIFY_NEAR(windows[0].whole.asked, 20.0 * 600.0, 0.02);
        // Down for 20 s; who asks in the first 19 of them fails at the repeat after 1 s too.
        VERIFY_NEAR(windows[0].whole.lost.value, 19.0 / 600.0, 0.05);
        QVERIFY(windows[0].otherWindows > 0);
        QVERIFY(std::abs(windows[0].whole.lostSeam.rate - windows[0].whole.lostSeam.request) <=
                windows[0].whole.lostSeam.bound);
    }

    // History by history, the first that has one.
    void itIsTheFirstHistoryWithAnOutage() {
        const auto all = run(kFailing, true, 0, 4);
        QCOMPARE(all.windows.size(), std::size_t{1});
        auto scenario = test::scenarioOf(kFailing);
        scenario.run.horizon = core::spanFromSeconds(6.0 * 3600.0);
        scenario.run.histories = 1;
        for (std::uint64_t history = 0; history + 1 < all.windows[0].history; ++history) {
            methods::StudyOptions options;
            options.firstHistory = history;
            QCOMPARE(methods::runStudy({scenario}, options).result.services[0].outagesSeen, std::uint64_t{0});
        }
    }

    void aServiceThatNeverFailsHasNone() {
        std::string body = restarted("20 req/s");
        body.resize(body.find(", 'script'"));
        QVERIFY(run(body, true).windows.empty());
    }

    // 600 s would be 1.2e6 requests: less time, a fifth of it before the outage as always.
    void tooManyRequestsAreCutToWhatLiesAroundIt() {
        const auto windows = run(restarted("1000 req/s", "1 ms"), true).windows;
        QCOMPARE(windows.size(), std::size_t{1});
        const auto& window = windows[0];
        QVERIFY(window.replays > 0);
        QVERIFY(window.lasts < 120.0 && window.expected <= 1e5);
        VERIFY_NEAR((3600.0 - window.from) / window.lasts, 0.2, 1e-6);
    }

    // The 10 s that are replayed before it would be 2e5 already.
    void whatCannotBeCutIsTold() {
        const auto windows = run(restarted("20000 req/s", "100 us"), true).windows;
        QCOMPARE(windows.size(), std::size_t{1});
        QCOMPARE(windows[0].replays, std::uint64_t{0});
        QVERIFY(windows[0].expected > 1e5);
        QVERIFY(windows[0].whole.latency.empty());
    }

    // Whoever reads `nueves zoom --format json` reads these.
    void aWindowHasTheShapeOfAZoom() {
        const analysis::Result result = run(restarted("20 req/s"), true);
        const auto of = [](const std::string& text) {
            return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        };
        QStringList keys = of(io::resultToJson(result))["windows"].toArray()[0].toObject().keys();
        keys << "schemaVersion"
             << "version"
             << "seed"
             << "scenario"
             << "title"
             << "warnings";
        keys.sort();
        QCOMPARE(of(io::zoomToJson(result.windows[0])).keys(), keys);
    }
};

QTEST_APPLESS_MAIN(AroundTest)
#include "tst_around.moc"
