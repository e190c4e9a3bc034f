// Series whose law is known, and one that people made. Bounds are derived in the comments.
#include "sim/model/forecast.hpp"
#include "support/near.hpp"

#include <QFile>
#include <QtTest>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace nueves::model;
using nueves::core::kStart;
using nueves::core::SimSpan;
using nueves::core::SimTime;

namespace {

constexpr double kDay = 86'400.0;
constexpr SimSpan kHalfHour{1'800'000'000};
constexpr int kPerDay = 48;

SimTime sample(int i) {
    return kStart + i * kHalfHour;
}

// A day's wave and a week's, in shape (day: third harmonic too) and size known.
double demand(SimTime time) {
    const double day = 2.0 * std::numbers::pi * nueves::core::seconds(time - kStart) / kDay;
    return 100.0 + 30.0 * std::cos(day + 0.3) + 8.0 * std::sin(3.0 * day) + 12.0 * std::sin(day / 7.0);
}

template <class Noise> Forecast taught(ForecastShape shape, int days, Noise noise) {
    Forecast forecast(shape);
    for (int i = 0; i < days * kPerDay; ++i) {
        forecast.add(sample(i), demand(sample(i)) + noise(i));
        if (i % kPerDay == 0) forecast.fit();
    }
    forecast.fit();
    return forecast;
}

ForecastShape hardlyHeld() {
    ForecastShape shape;
    shape.ridge = 1e-9;
    return shape;
}

std::vector<double> column(const QString& path) {
    QFile file(path);
    std::vector<double> values;
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) return values;
    file.readLine();
    while (!file.atEnd()) values.push_back(file.readLine().split(',').at(1).trimmed().toDouble());
    return values;
}

} // namespace

class TestForecast : public QObject {
    Q_OBJECT

  private slots:
    void wavesAreFound();
    void trendGoesOn();
    void ridgeShrinksByItsWeight();
    void noiseIsMeasured();
    void errorsThatLastAreCarriedOn();
    void gapsDoNoHarm();
    void oldLevelsAreForgotten();
    void fitsInBetweenChangeNothing();
    void unseenHoursAreDoubtful();
    void littleIsKnownAtFirst();
    void demandIsNeverNegative();
    void taxisOfNewYork();
};

void TestForecast::wavesAreFound() {
    const Forecast forecast = taught(hardlyHeld(), 28, [](int) { return 0.0; });
    for (int i = 28 * kPerDay; i < 42 * kPerDay; i += 5)
        VERIFY_NEAR(forecast.at(sample(i)).mean, demand(sample(i)), 1e-6);
    QVERIFY2(forecast.residualSpread() < 1e-3, qPrintable(QString::number(forecast.residualSpread())));
}

void TestForecast::trendGoesOn() { // 0.5 a day
    const Forecast forecast = taught(hardlyHeld(), 56, [](int i) { return 0.5 * i / kPerDay; });
    const int later = 70 * kPerDay;
    VERIFY_NEAR(forecast.at(sample(later)).mean, demand(sample(later)) + 35.0, 1e-5);
    ForecastShape level = hardlyHeld();
    level.trend = false;
    const Forecast flat = taught(level, 56, [](int i) { return 0.5 * i / kPerDay; });
    QVERIFY(flat.at(sample(later)).mean < demand(sample(later)) + 28.0); // what it has last seen, at most
}

// One wave c cos(t) on n whole periods of equal weight: c n/2 / (n/2 + ridge). With ridge = n/2, half of it.
void TestForecast::ridgeShrinksByItsWeight() {
    ForecastShape shape{0, 1, false, 1e12, 10.0 * kPerDay / 2.0};
    Forecast forecast(shape);
    for (int i = 0; i < 10 * kPerDay; ++i)
        forecast.add(sample(i), 100.0 + 40.0 * std::cos(2.0 * std::numbers::pi * i / kPerDay));
    forecast.fit();
    VERIFY_NEAR(forecast.at(sample(10 * kPerDay)).mean, 120.0, 1e-9);
    VERIFY_NEAR(forecast.at(sample(10 * kPerDay + kPerDay / 2)).mean, 80.0, 1e-9);
}

// 84 days of independent noise of 5. Weights of a half-life of 28 days add up to 1700 samples, whose squares
// count as 970 equal ones: the spread is known to 5 / sqrt(2 x 970) = 0.11; four of these. Of 1344 new
// samples, 95 % +- 4 x 0.6 % lie within 1.96 spreads.
void TestForecast::noiseIsMeasured() {
    std::mt19937_64 chance(7);
    std::normal_distribution<double> noise(0.0, 5.0);
    const Forecast forecast = taught({}, 84, [&](int) { return noise(chance); });
    QVERIFY(std::abs(forecast.residualSpread() - 5.0) < 0.44);
    QVERIFY(forecast.persistence(kHalfHour) < 0.1);
    int within = 0;
    const int first = 85 * kPerDay, count = 28 * kPerDay;
    for (int i = first; i < first + count; ++i) {
        const auto value = forecast.at(sample(i));
        within += std::abs(demand(sample(i)) + noise(chance) - value.mean) < 1.96 * value.spread;
    }
    QVERIFY2(std::abs(within / double(count) - 0.95) < 0.024, qPrintable(QString::number(within)));
}

// Errors e' = 0.9 e + noise of 3: spread 3 / sqrt(1 - 0.81) = 6.88, and 3 one step ahead. The correlation is
// estimated from some 970 pairs: +- sqrt((1 - 0.81) / 970) = 0.014, and the waves take a little of it away.
void TestForecast::errorsThatLastAreCarriedOn() {
    std::mt19937_64 chance(11);
    std::normal_distribution<double> noise(0.0, 3.0);
    double error = 0.0;
    const Forecast forecast = taught({}, 112, [&](int) { return error = 0.9 * error + noise(chance); });
    const double alike = forecast.persistence(kHalfHour);
    QVERIFY2(std::abs(alike - 0.9) < 0.06, qPrintable(QString::number(alike)));
    VERIFY_NEAR(forecast.persistence(4 * kHalfHour), std::pow(alike, 4), 1e-9);
    const int next = 112 * kPerDay;
    const auto soon = forecast.at(sample(next)), late = forecast.at(sample(next + 10 * kPerDay));
    QVERIFY2(std::abs(soon.spread - 3.0) < 0.8, qPrintable(QString::number(soon.spread)));
    QVERIFY2(late.spread > 5.5 && late.spread < 8.0, qPrintable(QString::number(late.spread)));
    QVERIFY(forecast.persistence(10 * 86'400 * SimSpan{1'000'000}) < 1e-9);
}

void TestForecast::gapsDoNoHarm() {
    Forecast forecast(hardlyHeld());
    for (int i = 0; i < 42 * kPerDay; ++i)
        if (i % (9 * kPerDay) >= 2 * kPerDay) forecast.add(sample(i), demand(sample(i)));
    forecast.fit();
    for (int i = 42 * kPerDay; i < 49 * kPerDay; i += 3)
        VERIFY_NEAR(forecast.at(sample(i)).mean, demand(sample(i)), 1e-5);
}

// A step of 50 seen for eight half-lives: what came before weighs 1/256, so 0.2 of it is left.
void TestForecast::oldLevelsAreForgotten() {
    ForecastShape shape;
    shape.trend = false;
    shape.halfLifeDays = 7.0;
    const Forecast forecast = taught(shape, 84, [](int i) { return i < 28 * kPerDay ? 0.0 : 50.0; });
    const auto value = forecast.at(sample(91 * kPerDay));
    QVERIFY(std::abs(value.mean - demand(sample(91 * kPerDay)) - 50.0) < 0.5);
}

void TestForecast::fitsInBetweenChangeNothing() {
    const auto noise = [](int i) { return double(i * 7919 % 13); };
    const Forecast often = taught({}, 30, noise);
    Forecast once({});
    for (int i = 0; i < 30 * kPerDay; ++i) once.add(sample(i), demand(sample(i)) + noise(i));
    once.fit();
    QCOMPARE(often.residualSpread(), once.residualSpread());
    const SimTime later = sample(60 * kPerDay); // when no error of today counts
    QCOMPARE(often.at(later).mean, once.at(later).mean);
}

void TestForecast::unseenHoursAreDoubtful() {
    Forecast forecast({});
    for (int day = 0; day < 14; ++day) // mornings only
        for (int i = 0; i < kPerDay / 2; ++i)
            forecast.add(sample(day * kPerDay + i), demand(sample(day * kPerDay + i)) + (i % 3));
    forecast.fit();
    const double morning = forecast.at(sample(14 * kPerDay + kPerDay / 4)).spread;
    const double evening = forecast.at(sample(14 * kPerDay + 3 * kPerDay / 4)).spread;
    QVERIFY2(evening > 1.5 * morning, qPrintable(QString("%1 %2").arg(morning).arg(evening)));
}

void TestForecast::littleIsKnownAtFirst() {
    Forecast forecast({});
    QVERIFY(forecast.at(kStart).mean == 0.0 && std::isinf(forecast.at(kStart).spread));
    forecast.fit(); // to nothing
    QVERIFY(std::isinf(forecast.at(kStart).spread));
    forecast.add(kStart, 80.0);
    forecast.fit();
    VERIFY_NEAR(forecast.at(kStart).mean, 80.0, 1e-9);
    QVERIFY(std::isinf(forecast.at(sample(1)).spread));
    forecast.add(kStart, 90.0); // two at once
    forecast.fit();
    QVERIFY(std::isfinite(forecast.at(sample(1)).spread));
}

void TestForecast::demandIsNeverNegative() {
    Forecast forecast(hardlyHeld());
    for (int i = 0; i < 21 * kPerDay; ++i) forecast.add(sample(i), i % kPerDay == 0 ? 100.0 : 0.0);
    forecast.fit();
    for (int i = 21 * kPerDay; i < 28 * kPerDay; ++i) QVERIFY(forecast.at(sample(i)).mean >= 0.0);
}

// Passengers per half hour, seven months with a marathon, holidays and a snow storm. Fitted each midnight;
// half an hour, two hours and a day ahead, against the value of a week before. Beyond some hours the storm's
// night, with nearly no passengers, makes up most of any relative error, and both fail it: there the mean
// absolute error is compared.
void TestForecast::taxisOfNewYork() {
    const auto seen = column(QStringLiteral(NUEVES_SHARED_DIR) + "/data/traffic/nab/nyc_taxi.csv");
    if (seen.empty()) QSKIP("the shared data is not here");
    QCOMPARE(seen.size(), std::size_t(10320));
    struct Score {
        int ahead;
        double relative = 0.0, absolute = 0.0, naiveRelative = 0.0, naiveAbsolute = 0.0;
    } scores[] = {{1}, {4}, {kPerDay}};
    Forecast forecast({});
    int count = 0;
    for (int i = 0; i + kPerDay < int(seen.size()); ++i) {
        forecast.add(sample(i), seen[i]);
        if (i % kPerDay == 0) forecast.fit();
        if (i < 28 * kPerDay) continue;
        ++count;
        for (Score& score : scores) {
            const int then = i + score.ahead;
            const double error = std::abs(forecast.at(sample(then)).mean - seen[then]);
            const double naive = std::abs(seen[then - 7 * kPerDay] - seen[then]);
            score.relative += error / seen[then];
            score.absolute += error;
            score.naiveRelative += naive / seen[then];
            score.naiveAbsolute += naive;
        }
    }
    for (const Score& s : scores)
        qInfo("%g h ahead: %.1f %% (a week before: %.1f %%), %.0f (%.0f) passengers", s.ahead / 2.0,
              100.0 * s.relative / count, 100.0 * s.naiveRelative / count, s.absolute / count,
              s.naiveAbsolute / count);
    QVERIFY(scores[0].relative < scores[0].naiveRelative && scores[1].relative < scores[1].naiveRelative);
    for (const Score& s : scores) QVERIFY(s.absolute < s.naiveAbsolute);
}

QTEST_APPLESS_MAIN(TestForecast)
#include "tst_forecast.moc"
