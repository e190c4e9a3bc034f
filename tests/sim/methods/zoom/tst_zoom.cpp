// A window request by request: percentiles by theory, and a seam error that holds what it says.
#include "sim/methods/zoom/zoom.hpp"
#include "support/near.hpp"
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

// One process on one host, 10 requests a second at most, 9 may wait; asked 8 times a second.
const std::string kOne =
    "'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', 'required': '50 %', 'work': "
    "{'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 9, 'timeout': '1000 s'}}}, 'demand': {'d': {'to': "
    "'web', "
    "'rate': '8 req/s'}}";

// Two replicas that share a core each, asked in turn by users who think and come back.
const std::string kShared =
    "'parts': {'h': {'kind': 'host', 'cpu': 4, 'count': 2}, 'lb': {'kind': 'balancer', 'policy': "
    "'round-robin'}}, 'services': "
    "{'web': {'on': "
    "'h', 'replicas': 2, 'behind': 'lb', 'required': '90 %', 'requests': {'cpu': 1}, 'limits': {'cpu': 1}, "
    "'work': "
    "{'takes': '@traf.service.web_request', 'workers': 8, 'queue': 20, 'timeout': '3 s'}}}, 'demand': {'d': "
    "{'to': "
    "'web', 'users': 'USERS', 'think': 'Exp(5 s)', 'retries': {'times': 2, 'after': '1 s'}}}";

std::string with(std::string body, const std::string& what, const std::string& by) {
    return body.replace(body.find(what), what.size(), by);
}

struct Zoomed {
    analysis::ZoomResult result;
    std::vector<core::Issue> issues;
};
Zoomed zoom(const std::string& body, double from = 7200.0, double lasts = 600.0, int threads = 0,
            bool closed = false) {
    auto scenario = test::scenarioOf(body);
    scenario.run.horizon = core::spanFromSeconds(4.0 * 3600.0);
    methods::ZoomOptions options;
    options.from = core::after(core::kStart, core::spanFromSeconds(from));
    options.lasts = core::spanFromSeconds(lasts);
    options.threads = threads;
    options.closed = closed;
    Zoomed zoomed;
    zoomed.result = methods::zoomInto(scenario, options, zoomed.issues);
    return zoomed;
}

// P(T > t) of a request that M/M/1/10 lets in: n before it with chance rho^n, then n + 1 services.
double longerThan(double t) {
    double sum = 0.0, all = 0.0;
    for (int n = 0; n != 10; ++n) {
        double term = std::exp(-10.0 * t), tail = 0.0;
        for (int k = 0; k <= n; ++k) {
            tail += term;
            term *= 10.0 * t / (k + 1);
        }
        sum += std::pow(0.8, n) * tail;
        all += std::pow(0.8, n);
    }
    return sum / all;
}
double quantileOf(double share) {
    double low = 0.0, high = 10.0;
    for (int i = 0; i != 60; ++i)
        (longerThan(0.5 * (low + high)) > 1.0 - share ? low : high) = 0.5 * (low + high);
    return low;
}

bool isInside(const analysis::SeamFigure& figure) {
    return std::abs(figure.rate - figure.request) <= figure.bound;
}

QString shown(const analysis::SeamFigure& figure) {
    return QString("rate %1, request %2, bound %3").arg(figure.rate).arg(figure.request).arg(figure.bound);
}

} // namespace

class ZoomTest : public QObject {
    Q_OBJECT

  private slots:
    // 400 replays of 10 min or about 2e6 requests: 0.5 % of a percentile is several times their error.
    void percentilesAreThoseOfTheory() {
        const Zoomed one = zoom(kOne);
        QVERIFY(one.issues.empty());
        for (const auto& [share, seconds] : one.result.whole.latency) {
            if (share > 0.99) continue; // the last one in a thousand is rarer
            VERIFY_NEAR(seconds.value, quantileOf(share), 0.01);
            QVERIFY(seconds.low < seconds.value && seconds.value < seconds.high);
        }
        const double loss = 0.2 * std::pow(0.8, 10.0) / (1.0 - std::pow(0.8, 11.0));
        VERIFY_NEAR(one.result.whole.lost.value, loss, 0.02);
        VERIFY_NEAR(one.result.whole.asked, 4800.0, 0.01);
    }

    // What the requests say lies within the seam error.
    void theSeamHoldsWhatRequestsSay_data() {
        QTest::addColumn<QString>("body");
        QTest::newRow("one process") << QString::fromStdString(kOne);
        for (const char* users : {"20", "60", "100"})
            QTest::addRow("%s users", users) << QString::fromStdString(with(kShared, "'USERS'", users));
    }
    void theSeamHoldsWhatRequestsSay() {
        QFETCH(QString, body);
        const auto result = zoom(body.toStdString()).result;
        QVERIFY(result.otherWindows >= 4);
        QVERIFY2(isInside(result.whole.p95), qPrintable(shown(result.whole.p95)));
        QVERIFY2(isInside(result.whole.lostSeam), qPrintable(shown(result.whole.lostSeam)));
    }

    // At most 10 % of the p95, and of what is lost or 1e-4 of all.
    void theSeamIsNarrow_data() {
        QTest::addColumn<QString>("body");
        QTest::newRow("one process") << QString::fromStdString(kOne);
        for (const char* users : {"20", "60", "100"})
            QTest::addRow("%s users", users) << QString::fromStdString(with(kShared, "'USERS'", users));
    }
    void theSeamIsNarrow() {
        QFETCH(QString, body);
        const auto result = zoom(body.toStdString()).result;
        const auto& p95 = result.whole.p95;
        const auto& lost = result.whole.lostSeam;
        QVERIFY2(p95.bound <= 0.1 * p95.request, qPrintable(shown(p95)));
        QVERIFY2(lost.bound <= std::max(0.1 * lost.request, 1e-4), qPrintable(shown(lost)));
    }

    // The windows that judge it are others: none of them overlaps.
    void theBoundComesFromOtherWindows() {
        methods::WindowAsked window;
        window.from = core::after(core::kStart, std::chrono::hours(30));
        window.lasts = std::chrono::minutes(10);
        window.leadIn = std::chrono::minutes(1);
        const auto others =
            methods::zoom::otherWindows(window, 16, core::after(core::kStart, std::chrono::hours(60)));
        QVERIFY(others.size() >= 6);
        for (const auto& [history, other] : others) {
            QCOMPARE(other.lasts, window.lasts);
            QVERIFY(other.from - other.leadIn >= core::kStart);
            const bool before = other.from + other.lasts <= window.from - window.leadIn;
            QVERIFY(history != 16 || before || other.from - other.leadIn >= window.from + window.lasts);
        }
    }

    void threadsChangeNothing() {
        const auto one = zoom(with(kShared, "'USERS'", "60"), 7200.0, 60.0, 1).result;
        const auto two = zoom(with(kShared, "'USERS'", "60"), 7200.0, 60.0, 2).result;
        QCOMPARE(one.requests, two.requests);
        for (std::size_t q = 0; q != 4; ++q)
            QCOMPARE(one.whole.latency[q].second.value, two.whole.latency[q].second.value);
        QCOMPARE(one.whole.p95.bound, two.whole.p95.bound);
    }

    // A fork of a window in which nobody decides anything is the window: the same requests, the same figures.
    void aForkWithoutDecisionsIsTheWindow() {
        const std::string one = with(kOne, "'50 %'", "1");
        const auto open = zoom(one).result, closed = zoom(one, 7200.0, 600.0, 0, true).result;
        QCOMPARE(closed.replays, open.replays);
        for (std::size_t q = 0; q != 4; ++q)
            QCOMPARE(closed.whole.latency[q].second.value, open.whole.latency[q].second.value);
        QCOMPARE(closed.whole.lost.value, open.whole.lost.value);
        QVERIFY(!open.fork && closed.fork);
        QVERIFY(closed.fork->scaling.empty() && closed.fork->ejections.empty());
        QCOMPARE(closed.fork->services.front().down, 0.0);
        QCOMPARE(closed.fork->services.front().forkDown.value, 0.0);
        QCOMPARE(closed.otherWindows, std::uint64_t{0}); // no seam
        QVERIFY(std::isinf(closed.whole.p95.bound) && std::isinf(closed.whole.lostSeam.bound));
    }

    // From 20 users, who think for 5 s, to 200: some 40 requests a second of about 50 ms, 2 cores, where each
    // replica is meant to use 0.6.
    void aForkListsWhatItDecided() {
        const std::string scaled = with(with(kShared, "'USERS'",
                                             "{'00:00': 20, '02:00': 20, '02:05': 200, "
                                             "'24:00': 200}"),
                                        "'work'",
                                        "'scaling': {'by': 'hpa', 'min': 2, 'max': 6, 'metrics': "
                                        "{'cpu': '60 %'}}, 'work'");
        const auto one = zoom(scaled, 7200.0, 600.0, 1, true).result;
        const auto two = zoom(scaled, 7200.0, 600.0, 2, true).result;
        QVERIFY(one.fork);
        const auto& scaling = one.fork->scaling.front();
        QCOMPARE(scaling.of, std::string("web"));
        QCOMPARE(scaling.rows.front().at, 0.0);
        QCOMPARE(scaling.rows.front().mean, static_cast<double>(scaling.rows.front().history));
        QVERIFY(scaling.rows.back().mean > scaling.rows.front().mean); // more users, more replicas
        QVERIFY(scaling.otherwise > 0.0 && scaling.otherwise < 1.0);
        QVERIFY(scaling.changes > 0.0 && scaling.forkChanges.value > 0.0);
        for (const auto& row : scaling.rows) {
            QVERIFY(row.least <= row.mean && row.mean <= row.most && row.most <= 6 && row.least >= 2);
            QCOMPARE(std::fmod(row.at, 15.0), 0.0);
        }
        QCOMPARE(two.requests, one.requests);
        QCOMPARE(two.fork->scaling.front().rows.size(), scaling.rows.size());
        QCOMPARE(two.fork->scaling.front().rows.back().mean, scaling.rows.back().mean);
        QCOMPARE(two.whole.latency[1].second.value, one.whole.latency[1].second.value);
    }

    void whatCannotBeZoomedIsRefused_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("lasts");
        QTest::addColumn<QString>("code");
        const QString one = QString::fromStdString(kOne);
        QTest::newRow("nobody asks") << "'parts': {'pc': {}}, 'services': {'web': {'needs': 'pc'}}" << 0.0
                                     << 600.0 << "zoom-no-demand";
        QTest::newRow("after the end") << one << 5.0 * 3600.0 << 600.0 << "zoom-outside";
        QTest::newRow("over the end") << one << 4.0 * 3600.0 - 60.0 << 600.0 << "zoom-outside";
        QTest::newRow("before the start") << one << -60.0 << 600.0 << "zoom-outside";
        const auto many = [&](const char* rate) {
            return QString::fromStdString(with(kOne, "8 req/s", rate));
        };
        QTest::newRow("1e9 requests") << many("1e6 req/s") << 3600.0 << 1000.0 << "zoom-too-large";
        QTest::newRow("1e9 users") << QString::fromStdString(
                                          with(with(kShared, "'USERS'", "1e9"), "Exp(5 s)", "Exp(20 a)"))
                                   << 3600.0 << 60.0 << "zoom-too-many-users";
    }
    void whatCannotBeZoomedIsRefused() {
        QFETCH(QString, body);
        QFETCH(double, from);
        QFETCH(double, lasts);
        QFETCH(QString, code);
        auto scenario = test::scenarioOf(body.toStdString());
        scenario.run.horizon = core::spanFromSeconds(4.0 * 3600.0);
        methods::ZoomOptions options;
        options.from = core::SimTime{core::kStart + core::SimSpan{static_cast<std::int64_t>(from * 1e6)}};
        options.lasts = core::spanFromSeconds(lasts);
        std::vector<core::Issue> issues;
        methods::zoomInto(scenario, options, issues);
        QStringList found;
        for (const auto& issue : issues)
            if (issue.severity == core::Severity::error) found << QString::fromStdString(issue.code);
        QCOMPARE(found, QStringList{code});
    }

    void itStopsWhenAskedTo() {
        const std::atomic<bool> stop{true};
        auto scenario = test::scenarioOf(kOne);
        scenario.run.horizon = core::spanFromSeconds(3600.0);
        methods::ZoomOptions options;
        options.lasts = std::chrono::minutes(10);
        options.stop = &stop;
        std::vector<core::Issue> issues;
        const auto result = methods::zoomInto(scenario, options, issues);
        QVERIFY(issues.empty() && result.partial);
        QCOMPARE(result.replays, std::uint64_t{0});
    }
};

QTEST_APPLESS_MAIN(ZoomTest)
#include "tst_zoom.moc"
