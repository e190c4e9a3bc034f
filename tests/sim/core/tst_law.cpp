// Closed forms of the textbooks, and identities that every law must keep (quantile and survival are inverse,
// the hazard is a slope), for each kind with and without a power.
#include "sim/core/law.hpp"
#include "tests/sim/core/law_cases.hpp"

#include <QtTest>

#include <cmath>
#include <stdexcept>

using namespace law_cases;

class TestLaw : public QObject {
    Q_OBJECT

  private slots:
    // Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions, vol. 1: the moments of each law.
    void momentsAreThoseOfTheTextbook() {
        QVERIFY(near(Law::exponential(7.0).mean(), 7.0));
        QVERIFY(near(Law::exponential(7.0).variance(), 49.0));
        // shape 2 is Rayleigh: mean scale sqrt(pi)/2, variance scale^2 (1 - pi/4)
        QVERIFY(near(Law::weibull(10.0, 2.0).mean(), 10.0 * std::sqrt(M_PI) / 2.0));
        QVERIFY(near(Law::weibull(10.0, 2.0).variance(), 100.0 * (1.0 - M_PI / 4.0)));
        QVERIFY(near(Law::weibullFromMean(123.0, 1.7).mean(), 123.0));
        QVERIFY(near(Law::logNormalFromMean(300.0, 0.8).mean(), 300.0));
        QVERIFY(near(Law::logNormalFromMean(300.0, 0.8).variance(), 300.0 * 300.0 * 0.64));
        QVERIFY(near(Law::logNormalFromMedian(300.0, 0.8).quantile(0.5), 300.0));
        QVERIFY(near(Law::logNormalFromMedian(300.0, 0.8).mean(), 300.0 * std::exp(0.32)));
        QVERIFY(near(Law::gammaFromMean(100.0, 7.5).variance(), 100.0 * 100.0 / 7.5));
        QVERIFY(near(Law::erlang(60.0, 3).mean(), 60.0));
        QVERIFY(near(Law::erlang(60.0, 3).variance(), 1200.0));
        QVERIFY(near(Law::uniform(20.0, 50.0).mean(), 35.0));
        QVERIFY(near(Law::uniform(20.0, 50.0).variance(), 75.0));
        QVERIFY(near(kSample.mean(), 20.0));
        QVERIFY(near(kSample.variance(), 50.0));
        QCOMPARE(Law::fixed(5.0).mean(), 5.0);
        QCOMPARE(Law::fixed(5.0).variance(), 0.0);
        QCOMPARE(Law::never().mean(), kInfinity);
    }

    void survivalHasItsClosedForm() {
        QVERIFY(near(Law::exponential(7.0).survival(14.0), std::exp(-2.0)));
        QVERIFY(near(Law::weibull(10.0, 2.0).survival(20.0), std::exp(-4.0)));
        QVERIFY(
            near(Law::erlang(60.0, 3).survival(40.0), std::exp(-2.0) * (1.0 + 2.0 + 2.0))); // Poisson(2) <= 2
        QVERIFY(near(Law::logNormalFromMedian(300.0, 0.5).survival(300.0), 0.5));
        QVERIFY(near(Law::logNormalFromMedian(1.0, 0.5).survival(std::exp(0.5 * 1.6448536269514722)), 0.05));
        QVERIFY(near(Law::uniform(20.0, 50.0).survival(45.0), 1.0 / 6.0));
        QCOMPARE(Law::fixed(5.0).survival(4.999), 1.0);
        QCOMPARE(Law::fixed(5.0).survival(5.0), 0.0);
        QCOMPARE(kSample.survival(19.9), 0.75);
        QCOMPARE(kSample.survival(20.0), 0.25);
        QCOMPARE(Law::never().survival(1e300), 1.0);
    }

    void quantileHasItsClosedForm() {
        QVERIFY(near(Law::exponential(7.0).quantile(0.5), 7.0 * std::log(2.0)));
        QVERIFY(near(Law::exponential(7.0).quantile(1e-20), 7e-20)); // 1 - u would be 1
        QVERIFY(near(Law::weibull(10.0, 2.0).quantile(1.0 - std::exp(-4.0)), 20.0, 1e-11));
        QVERIFY(near(Law::gammaFromMean(10.0, 1.0).quantile(0.3), -10.0 * std::log(0.7)));
        QVERIFY(near(Law::uniform(20.0, 50.0).quantile(0.25), 27.5));
        QCOMPARE(Law::fixed(5.0).quantile(0.123), 5.0);
        QCOMPARE(kSample.quantile(0.25), 10.0); // smallest x with P(T <= x) >= u
        QCOMPARE(kSample.quantile(0.26), 20.0);
        QCOMPARE(kSample.quantile(0.75), 20.0);
        QCOMPARE(kSample.quantile(0.7501), 30.0);
        QCOMPARE(Law::never().quantile(0.5), kInfinity);
    }

    void quantileInvertsSurvival_data() { addSmoothLaws(); }
    void quantileInvertsSurvival() {
        const Law law = chosen();
        for (const double u : {1e-12, 1e-6, 0.01}) // 1 - survival has lost 1e-16 of 1
            QVERIFY(near(1.0 - law.survival(law.quantile(u)), u, 1e-9 + 4e-16 / u));
        for (const double tail : {0.75, 0.5, 0.25, 0x1p-10, 0x1p-30, 0x1p-50}) // exact complements
            QVERIFY(passes(law, law.quantile(1.0 - tail), tail));
    }

    void quantileRisesWithU_data() { addSmoothLaws(); }
    void quantileRisesWithU() {
        const Law law = chosen();
        for (int i = 1; i < 999; ++i) QVERIFY(law.quantile(i / 1000.0) <= law.quantile((i + 1) / 1000.0));
        for (int i = 1; i < 500; ++i) QVERIFY(law.quantile(i / 1000.0) < law.quantile((i + 1) / 1000.0));
    }

    // Two-sided difference of -log survival; its own error is about 1e-7.
    void hazardIsTheSlopeOfTheLogarithmOfSurvival_data() { addSmoothLaws(); }
    void hazardIsTheSlopeOfTheLogarithmOfSurvival() {
        const Law law = chosen();
        for (const double u : {0.1, 0.5, 0.9, 0.999}) {
            const double t = law.quantile(u), step = 1e-5 * t;
            if (law.kind == LawKind::uniform && step > 1e-4 * (law.b - t))
                continue; // it bends within the step
            const double slope =
                (std::log(law.survival(t - step)) - std::log(law.survival(t + step))) / (2 * step);
            QVERIFY(near(law.hazard(t), slope, 1e-6));
        }
    }

    void hazardHasItsClosedForm() {
        QVERIFY(near(Law::exponential(7.0).hazard(1000.0), 1.0 / 7.0));
        QVERIFY(near(Law::weibull(10.0, 2.0).hazard(20.0), 0.4));
        QVERIFY(near(Law::exponential(7.0).raised(0.5).hazard(0.0), 0.5 / 7.0));
        QVERIFY(near(Law::uniform(20.0, 50.0).hazard(45.0), 0.2));
        QVERIFY(
            near(Law::gammaFromMean(100.0, 2.0).hazard(100.0), 4.0 / 100.0 / 3.0)); // x/(1+x)/scale, x = 2
        QCOMPARE(Law::weibull(10.0, 0.5).hazard(0.0), kInfinity);
        QCOMPARE(Law::gammaFromMean(10.0, 0.5).hazard(0.0), kInfinity);
        QCOMPARE(Law::gammaFromMean(10.0, 2.0).hazard(0.0), 0.0);
        QCOMPARE(Law::logNormalFromMean(10.0, 2.0).hazard(0.0), 0.0);
        QCOMPARE(Law::fixed(5.0).hazard(4.0), 0.0);
        QCOMPARE(Law::fixed(5.0).hazard(5.0), kInfinity);
        QCOMPARE(kSample.hazard(30.0), kInfinity);
        QCOMPARE(Law::never().hazard(5.0), 0.0);
        // deep in the tail the gamma law's hazard tends to 1 / scale, from below by (shape - 1) scale / t
        QVERIFY(near(Law::gammaFromMean(30.0, 3.0).hazard(1e5), 0.1 * (1.0 - 2e-4), 1e-6));
    }

    // The survivor of two independent lives has survival^2: E min of two Erlang(2) laws with rate r is
    // 5/(4r)... by parts: integral of ((1 + rt) e^-rt)^2 = (1/2 + 2/4 + 2/8)/r = 1.25/r.
    void powerIsTheSmallestOfSoManyLives() {
        QVERIFY(near(Law::erlang(2.0, 2).raised(2.0).mean(), 1.25, 1e-10));
        QVERIFY(near(Law::uniform(0.0, 1.0).raised(3.0).mean(), 0.25));
        QVERIFY(near(Law::uniform(0.0, 1.0).raised(3.0).variance(), 3.0 / 80.0));
        QCOMPARE(Law::exponential(10.0).raised(0.05), Law::exponential(200.0));
        QVERIFY(near(Law::weibull(10.0, 2.0).raised(4.0).a, 5.0)); // scale x p^(-1/shape)
        QCOMPARE(Law::weibull(10.0, 2.0).raised(4.0).power, 1.0);
        QCOMPARE(Law::fixed(5.0).raised(3.0), Law::fixed(5.0));
        QCOMPARE(Law::never().raised(3.0), Law::never());
        // own part and common part together are the whole: S^(1-b) S^b = S
        const Law law = Law::logNormalFromMean(300.0, 0.8);
        QVERIFY(near(law.raised(0.9).survival(400.0) * law.raised(0.1).survival(400.0), law.survival(400.0)));
        // smallest of two of {10, 20, 20, 30}: P(> 10) = 9/16, P(> 20) = 1/16
        const Law two = kSample.raised(2.0);
        QVERIFY(near(two.mean(), 10.0 + 10.0 * 9.0 / 16.0 + 10.0 / 16.0));
        QCOMPARE(two.quantile(7.0 / 16.0 - 1e-9), 10.0);
        QCOMPARE(two.quantile(7.0 / 16.0 + 1e-9), 20.0);
        QCOMPARE(two.quantile(15.0 / 16.0 + 1e-9), 30.0);
    }

    void powerWrittenByHandIsHonoured() {
        Law law = Law::exponential(10.0);
        law.power = 4.0;
        QVERIFY(near(law.quantile(0.5), 2.5 * std::log(2.0)));
        QVERIFY(near(law.mean(), 2.5));
        QVERIFY(near(law.variance(), 6.25));
        QVERIFY(near(law.survival(5.0), std::exp(-2.0)));
        Law wear = Law::weibull(10.0, 2.0);
        wear.power = 4.0;
        QVERIFY(near(wear.quantile(0.3), wear.raised(1.0).quantile(0.3)));
        QVERIFY(near(wear.mean(), 5.0 * std::sqrt(M_PI) / 2.0));
        QVERIFY(near(wear.equilibriumResidual(0.4), wear.raised(1.0).equilibriumResidual(0.4)));
    }

    // P(T > age + r | T > age) = 1 - u
    void residualIsTheLifeLeft_data() { addSmoothLaws(); }
    void residualIsTheLifeLeft() {
        const Law law = chosen();
        for (const double lived : {0.001, 0.5, 0.99})
            for (const double u : {0.01, 0.5, 0.99}) {
                const double age = law.quantile(lived), rest = law.residual(age, u);
                QVERIFY(rest >= 0.0);
                QVERIFY(passes(law, age + rest, law.survival(age) * (1.0 - u)));
            }
        QCOMPARE(law.residual(0.0, 0.3), law.quantile(0.3));
    }

    void residualHasItsClosedForm() {
        QCOMPARE(Law::exponential(7.0).residual(1e6, 0.3), Law::exponential(7.0).quantile(0.3));
        QCOMPARE(Law::fixed(5.0).residual(3.0, 0.9), 2.0);
        QCOMPARE(Law::fixed(5.0).residual(6.0, 0.9), 0.0);
        QVERIFY(near(Law::uniform(20.0, 50.0).residual(40.0, 0.25), 2.5));
        QVERIFY(near(Law::uniform(20.0, 50.0).residual(5.0, 0.5), 30.0));
        QVERIFY(near(Law::weibull(10.0, 2.0).residual(1000.0, 0.5),
                     1000.0 * (std::sqrt(1.0 + std::log(2.0) / 1e4) - 1.0), 1e-11)); // S(1000) = e^-10000
        QVERIFY(near(Law::gammaFromMean(30.0, 3.0).residual(1e5, 0.5), 10.0 * std::log(2.0) / (1.0 - 2e-4),
                     1e-6));
        QCOMPARE(kSample.residual(10.0, 0.5), 10.0); // 20, 20, 30 are left
        QCOMPARE(kSample.residual(10.0, 0.7), 20.0);
        QCOMPARE(kSample.residual(30.0, 0.5), 0.0);
        QCOMPARE(Law::never().residual(30.0, 0.5), kInfinity);
    }

    // Powers as small as a common cause's: the base law is then asked far below the smallest number. Mills'
    // ratio: log Q(z) = -z^2/2 - log(z sqrt(2 pi)) + log(1 - 1/z^2 + 3/z^4 - ...), and of Erlang(2) log S =
    // -x + log(1 + x).
    void smallPowersKeepTheTail() {
        const Law rare = Law::logNormalFromMedian(1.0, 1.0).raised(0.01);
        const double z = 60.0, r = 1.0 / (z * z);
        const double logQ = -z * z / 2.0 - std::log(z * std::sqrt(2.0 * M_PI)) +
                            std::log(1.0 - r + 3.0 * r * r - 15.0 * r * r * r + 105.0 * r * r * r * r);
        QVERIFY(near(rare.survival(std::exp(z)), std::exp(0.01 * logQ), 1e-11));
        QVERIFY(near(rare.quantile(-std::expm1(0.01 * logQ)), std::exp(z), 1e-6)); // u has 1e-16 / 1e-8
        QVERIFY(near(Law::erlang(2.0, 2).raised(0.01).survival(2000.0),
                     std::exp(0.01 * (std::log(2001.0) - 2000.0))));
        QVERIFY(near(rare.raised(100.0).survival(2.0), Law::logNormalFromMedian(1.0, 1.0).survival(2.0)));
    }

    void lawsAreEqualByContent() {
        QVERIFY(kSample == Law::empirical({10.0, 20.0, 20.0, 30.0}));
        QVERIFY(!(kSample == Law::empirical({10.0, 20.0, 30.0})));
        QVERIFY(!(kSample == Law::fixed(0.0)));
        QVERIFY(!(Law::exponential(7.0) == Law::fixed(7.0)));
        QVERIFY(!(Law::erlang(60.0, 3).raised(2.0) == Law::erlang(60.0, 3)));
    }

    void aLawThatCannotBeIsABug() {
        QVERIFY_EXCEPTION_THROWN(Law::exponential(0.0), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(Law::uniform(3.0, 2.0), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(Law::empirical({}), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(Law::fixed(-1.0), std::logic_error);
    }
};

QTEST_APPLESS_MAIN(TestLaw)
#include "tst_law.moc"
