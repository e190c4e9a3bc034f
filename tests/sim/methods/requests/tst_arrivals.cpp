// When users come: bends, jumps, growth, crowds, wavering rates, and crowds of users that follow a curve.
#include "sim/methods/requests/intensity.hpp"
#include "support/stations.hpp"

#include <QtTest>

#include <boost/math/distributions/chi_squared.hpp>

#include <cmath>

using namespace nueves;
using methods::Nanos;
using methods::RequestWindow;
using methods::requests::Arrivals;
using methods::requests::Intensity;
using methods::requests::Population;

namespace {

constexpr Nanos kSecond = 1'000'000'000;

RequestWindow windowOf(double begins, double lasts) {
    RequestWindow window;
    window.begins = begins;
    window.lasts = methods::nanosOf(lasts);
    return window;
}

std::vector<Nanos> arrivalsOf(const model::Demand& demand, const RequestWindow& window, std::uint64_t history,
                              std::vector<double> peaks = {}) {
    const core::DrawSource source{.seed = 11, .history = history};
    Arrivals arrivals(Intensity(demand, std::move(peaks), window, source, 5), source, 6);
    std::vector<Nanos> all;
    for (Nanos at = arrivals.next(); at != methods::kNeverNanos; at = arrivals.next()) all.push_back(at);
    return all;
}

// Counts in stretches of a second over many histories against their means: Poisson counts, so the sum of (n -
// m)^2 / m is chi-square. True within its central 99.9 %.
template <class Mean>
bool comeAs(const model::Demand& demand, const RequestWindow& window, Mean meanOf, QString& why,
            const std::vector<double>& peaks = {}) {
    constexpr std::uint64_t kHistories = 300;
    std::vector<double> counts(static_cast<std::size_t>(window.lasts / kSecond), 0.0);
    for (std::uint64_t history = 0; history != kHistories; ++history) {
        Nanos before = 0;
        for (const Nanos at : arrivalsOf(demand, window, history, peaks)) {
            if (at < before || at > window.lasts) return false;
            before = at;
            if (at < window.lasts) counts[static_cast<std::size_t>(at / kSecond)] += 1.0;
        }
    }
    double sum = 0.0, degrees = 0.0;
    for (std::size_t i = 0; i != counts.size(); ++i) {
        const double mean = meanOf(static_cast<double>(i), static_cast<double>(i + 1)) * kHistories;
        if (mean == 0.0 && counts[i] != 0.0) return false;
        if (mean == 0.0) continue;
        sum += (counts[i] - mean) * (counts[i] - mean) / mean;
        degrees += 1.0;
    }
    const boost::math::chi_squared law(degrees);
    why = QString("chi-square %1 of %2").arg(sum).arg(degrees);
    return sum > boost::math::quantile(law, 0.0005) && sum < boost::math::quantile(law, 0.9995);
}

} // namespace

class ArrivalsTest : public QObject {
    Q_OBJECT

  private slots:
    void aSlopeIsFollowed();
    void jumpsAreAtTheirInstant();
    void theCurveIsReadFromTheWindowsBeginning();
    void growthIsCompound();
    void aCrowdComesOnTop();
    void gapsOfAConstantRateAreExponential();
    void theSameNumbersComeWhateverTheRate();
    void aWaveringRateScattersMore();
    void usersFollowTheCurve();
    void usersWhoAppearAreInTheMiddleOfAThought();
    void aClosedCrowdAsksAsOftenAsItThinks();
};

void ArrivalsTest::aSlopeIsFollowed() {
    model::Demand demand;
    demand.curve = {{0.0, 20.0, 40.0}, {0.0, 30.0, 10.0}};
    const auto integral = [](double t) {
        return t < 20.0 ? 0.75 * t * t : 300.0 + 30.0 * (t - 20.0) - 0.5 * (t - 20.0) * (t - 20.0);
    };
    QString why;
    QVERIFY2(
        comeAs(
            demand, windowOf(0.0, 40.0), [&](double a, double b) { return integral(b) - integral(a); }, why),
        qPrintable(why));
}

void ArrivalsTest::jumpsAreAtTheirInstant() {
    model::Demand demand;
    demand.curve = {{0.0, 5.0, 5.0, 10.0, 10.0, 15.0, 15.0}, {10.0, 10.0, 40.0, 40.0, 0.0, 0.0, 20.0}};
    QString why;
    const auto mean = [](double a, double) {
        return a < 5.0 ? 10.0 : a < 10.0 ? 40.0 : a < 15.0 ? 0.0 : 20.0;
    };
    QVERIFY2(comeAs(demand, windowOf(0.0, 20.0), mean, why), qPrintable(why));
}

void ArrivalsTest::theCurveIsReadFromTheWindowsBeginning() {
    model::Demand demand;
    demand.curve = {{1000.0, 1010.0, 1010.0}, {10.0, 10.0, 40.0}};
    QString why;
    const auto mean = [](double a, double) { return a < 5.0 ? 10.0 : 40.0; };
    QVERIFY2(comeAs(demand, windowOf(1005.0, 10.0), mean, why), qPrintable(why));
}

// Doubling each year: 2^10 times as many after ten years, and within a window what grows in it.
void ArrivalsTest::growthIsCompound() {
    model::Demand demand;
    demand.curve = {{0.0}, {0.01}};
    demand.growth = 1.0;
    const double begins = 10.0 * core::kSecondsPerYear;
    const double rate = 0.01 * 1024.0;
    QString why;
    const auto mean = [&](double a, double b) {
        return rate * std::exp2(0.5 * (a + b) / core::kSecondsPerYear);
    };
    QVERIFY2(comeAs(demand, windowOf(begins, 20.0), mean, why), qPrintable(why));
    // Ten days: up by 1.9 %, expected 8.93 million with a sd of 3000.
    const auto all = arrivalsOf(demand, windowOf(begins, 864000.0), 0).size();
    const double days = 864000.0 / core::kSecondsPerYear;
    const double expected = rate * core::kSecondsPerYear * (std::exp2(days) - 1.0) / std::log(2.0);
    QVERIFY2(std::abs(static_cast<double>(all) - expected) < 4.0 * std::sqrt(expected),
             qPrintable(QString::number(all)));
}

void ArrivalsTest::aCrowdComesOnTop() {
    model::Demand demand;
    demand.curve = {{0.0}, {5.0}};
    model::Crowd& match = demand.crowds.emplace_back();
    match.begins = 10.0;
    match.rise = match.lasts = 5.0;
    match.fades = 10.0;
    const auto mean = [](double a, double b) {
        const double t = 0.5 * (a + b);
        const double there = t < 10.0   ? 0.0
                             : t < 15.0 ? (t - 10.0) / 5.0
                             : t < 20.0 ? 1.0
                             : t < 30.0 ? (30.0 - t) / 10.0
                                        : 0.0;
        return 5.0 + 50.0 * there;
    };
    QString why;
    QVERIFY2(comeAs(demand, windowOf(0.0, 40.0), mean, why, {50.0}), qPrintable(why));
}

// The largest gap between the empirical and the exponential law: Kolmogorov's 99.9 % point, 1.95 / sqrt(n).
void ArrivalsTest::gapsOfAConstantRateAreExponential() {
    model::Demand demand;
    demand.curve = {{0.0}, {100.0}};
    const auto all = arrivalsOf(demand, windowOf(0.0, 1000.0), 3);
    std::vector<double> gaps;
    for (std::size_t i = 1; i != all.size(); ++i)
        gaps.push_back(static_cast<double>(all[i] - all[i - 1]) * 1e-9);
    std::sort(gaps.begin(), gaps.end());
    const auto n = static_cast<double>(gaps.size());
    double worst = 0.0;
    for (std::size_t i = 0; i != gaps.size(); ++i)
        worst =
            std::max(worst, std::abs(static_cast<double>(i) / n + 0.5 / n + std::expm1(-100.0 * gaps[i])));
    QVERIFY2(worst < 1.95 / std::sqrt(n) && n > 98000.0, qPrintable(QString::number(worst * std::sqrt(n))));
}

// By inversion of the integrated rate: at twice the rate each arrival comes in half the time.
void ArrivalsTest::theSameNumbersComeWhateverTheRate() {
    model::Demand slow, fast;
    slow.curve = {{0.0}, {10.0}};
    fast.curve = {{0.0}, {20.0}};
    const auto one = arrivalsOf(slow, windowOf(0.0, 100.0), 0),
               two = arrivalsOf(fast, windowOf(0.0, 50.0), 0);
    QVERIFY(one.size() > 900 && one.size() + 1 >= two.size() && two.size() + 1 >= one.size());
    for (std::size_t i = 0; i != std::min(one.size(), two.size()); ++i)
        QVERIFY(std::abs(one[i] - 2 * two[i]) <=
                static_cast<Nanos>(2 * i + 2)); // roundings to the nanosecond
}

// Counts in a stretch have mean m and variance m + d m^2; of 4000 stretches the variance is known to about
// sqrt((2 + 6 d) / 4000) = 2.4 % (kurtosis of a gamma of squared variation d: 6 d).
void ArrivalsTest::aWaveringRateScattersMore() {
    model::Demand demand;
    demand.curve = {{0.0}, {20.0}};
    demand.dispersion = 0.2;
    demand.burst = 10.0;
    std::vector<double> counts(4000, 0.0);
    for (const Nanos at : arrivalsOf(demand, windowOf(70.0, 40000.0), 0)) // 70: a whole number of stretches
        counts[std::min<std::size_t>(counts.size() - 1, static_cast<std::size_t>(at / (10 * kSecond)))] +=
            1.0;
    double mean = 0.0, variance = 0.0;
    for (const double n : counts) mean += n / 4000.0;
    for (const double n : counts) variance += (n - mean) * (n - mean) / 3999.0;
    const double expected = 200.0 + 0.2 * 200.0 * 200.0;
    QVERIFY2(std::abs(mean - 200.0) < 4.0 * std::sqrt(expected / 4000.0), qPrintable(QString::number(mean)));
    QVERIFY2(std::abs(variance / expected - 1.0) < 0.1, qPrintable(QString::number(variance)));
    // The factor holds for its stretch of the history, wherever the window begins.
    const auto later = arrivalsOf(demand, windowOf(20070.0, 100.0), 0);
    double sum = 0.0;
    for (std::size_t i = 2000; i != 2010; ++i) sum += counts[i];
    QVERIFY(std::abs(static_cast<double>(later.size()) - sum) < 5.0 * std::sqrt(2.0 * sum));
}

void ArrivalsTest::usersFollowTheCurve() {
    model::Demand demand;
    demand.curve = {{0.0, 10.0, 10.0, 20.0, 30.0}, {0.0, 100.0, 500.0, 500.0, 3.0}};
    const core::DrawSource source{.seed = 1};
    const RequestWindow window = windowOf(0.0, 40.0);
    Population population(Intensity(demand, {}, window, source, 5));
    std::uint32_t users = 0;
    Nanos now = 0;
    for (int changes = 0; changes != 10000; ++changes) {
        const auto change = population.next(now, users);
        const auto until = std::min(change.time, window.lasts);
        QVERIFY(until >= now);
        // Until then the curve, rounded, is what it was: at both ends of the stretch, a nanosecond inside it.
        for (const Nanos at : {now + 2, until - 2}) {
            if (at <= now || at >= until) continue;
            const double t = static_cast<double>(at) * 1e-9;
            const double wanted = t < 10.0   ? 10.0 * t
                                  : t < 20.0 ? 500.0
                                  : t < 30.0 ? 500.0 - 49.7 * (t - 20.0)
                                             : 3.0;
            QVERIFY2(std::abs(wanted - users) <= 0.5 + 1e-6,
                     qPrintable(QString("%1 s: %2").arg(t).arg(users)));
        }
        if (change.time == methods::kNeverNanos) break;
        QVERIFY(change.users != users);
        now = change.time;
        users = change.users;
    }
    QCOMPARE(users, 3U);
}

// Fixed thoughts of 10 s: the first askings of a thousand users who are there at the start are spread over 10
// s, not all at its end: in each second 100, sd 9.5.
void ArrivalsTest::usersWhoAppearAreInTheMiddleOfAThought() {
    test::Traffic traffic;
    traffic.closed("users", traffic.station("web", core::Law::fixed(0.001), 1000), 1000.0,
                   core::Law::fixed(10.0));
    RequestWindow window = windowOf(0.0, 30.0);
    window.sampleEvery = kSecond;
    const auto record = traffic.replay(window);
    for (const auto& row : record.timeline.demands)
        QVERIFY(std::abs(static_cast<double>(row[0].intents) - 100.0) < 40.0);
}

// Users who think 1 s and are answered at once ask once a second each: twice as many ask twice as often. Of a
// sloping curve the askings of a second are its integral over it, a second of thought being spread evenly.
void ArrivalsTest::aClosedCrowdAsksAsOftenAsItThinks() {
    test::Traffic traffic;
    auto& demand = traffic.closed("users", traffic.station("web", core::Law::fixed(0.0), 5000), 0.0,
                                  core::Law::exponential(1.0));
    demand.curve = {{0.0, 100.0, 100.0, 200.0}, {1000.0, 1000.0, 2000.0, 0.0}};
    RequestWindow window = windowOf(0.0, 200.0);
    window.sampleEvery = 10 * kSecond;
    const auto record = traffic.replay(window);
    for (std::size_t row = 0; row != record.timeline.demands.size(); ++row) {
        const double middle = 10.0 * static_cast<double>(row) + 5.0;
        const double expected = 10.0 * (middle < 100.0 ? 1000.0 : 20.0 * (200.0 - middle));
        const auto seen = static_cast<double>(record.timeline.demands[row][0].intents);
        QVERIFY2(std::abs(seen - expected) < 4.5 * std::sqrt(expected) + 20.0,
                 qPrintable(QString("%1 s: %2 of %3").arg(middle).arg(seen).arg(expected)));
    }
    QCOMPARE(record.demands[0].answered, record.demands[0].intents);
}

QTEST_APPLESS_MAIN(ArrivalsTest)
#include "tst_arrivals.moc"
