// Moments and the life left in the long run, against integrals and averages that share no code with them.
#include "sim/core/law.hpp"
#include "sim/core/random.hpp"
#include "tests/sim/core/law_cases.hpp"

#include <boost/math/quadrature/tanh_sinh.hpp>

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace law_cases;
using nueves::core::DrawSource;

namespace {

// An average over all u of a function of the quantile: the law's own definition of its moments.
template <class F> double averageOverDraws(F f, double tolerance = 1e-10) {
    boost::math::quadrature::tanh_sinh<double> rule(15);
    // beyond 1 - 2^-53 a double cannot name u; the share of a moment that lies there is below 1e-9
    const auto inner = [&](double u) { return f(std::min(u, 1.0 - 0x1p-53)); };
    return rule.integrate(inner, 0.0, 1.0, tolerance);
}

// E[T^k] = integral of k t^(k-1) S(t) by the trapezoid rule in log t, which converges faster than any power
// there.
double momentOfSurvival(const Law& law, int k) {
    const double step = 0.01;
    double sum = 0.0;
    for (double y = -80.0; y < 250.0; y += step)
        sum += k * std::exp(k * y) * law.survival(std::exp(y)) * step;
    return sum;
}

bool isWide(const Law& law) {
    return law.variance() > 4.0 * law.mean() * law.mean();
}

void addNarrowLaws() { // of the others a sum over draws is cut by 2^-53
    addLaws([](const Law& law) { return !isWide(law); });
}

} // namespace

class TestLawIntegrals : public QObject {
    Q_OBJECT

  private slots:
    // With a power too; the uniform law has corners, its moments are closed and tested in tst_law.
    void momentsAreIntegralsOfSurvival_data() {
        addLaws([](const Law& law) { return law.kind != LawKind::uniform; });
    }
    void momentsAreIntegralsOfSurvival() {
        const Law law = chosen();
        QVERIFY(near(momentOfSurvival(law, 1), law.mean(), 1e-9));
        QVERIFY(near(momentOfSurvival(law, 2), law.variance() + law.mean() * law.mean(), 1e-9));
    }

    void momentsAreThoseOfTheDraws_data() { addNarrowLaws(); }
    void momentsAreThoseOfTheDraws() {
        const Law law = chosen();
        QVERIFY(near(averageOverDraws([&](double u) { return law.quantile(u); }), law.mean(), 1e-8));
        const double second = averageOverDraws([&](double u) { return law.quantile(u) * law.quantile(u); });
        QVERIFY(near(second, law.variance() + law.mean() * law.mean(), 1e-7));
    }

    // Cox, Renewal Theory: the mean of the residual in the long run is (variance + mean^2) / (2 mean).
    void equilibriumResidualHasCoxsMean_data() { addNarrowLaws(); }
    void equilibriumResidualHasCoxsMean() {
        const Law law = chosen();
        const double mean = law.mean();
        const double average = averageOverDraws([&](double u) { return law.equilibriumResidual(u); }, 1e-7);
        QVERIFY(near(average, (law.variance() + mean * mean) / (2.0 * mean), 1e-6));
    }

    // Its density is survival / mean.
    void equilibriumResidualHasDensitySurvivalOverMean_data() { addSmoothLaws(); }
    void equilibriumResidualHasDensitySurvivalOverMean() {
        const Law law = chosen();
        for (const double u : {0.1, 0.5, 0.9}) {
            const double step = 1e-4;
            const double width = law.equilibriumResidual(u + step) - law.equilibriumResidual(u - step);
            QVERIFY(near(2.0 * step / width, law.survival(law.equilibriumResidual(u)) / law.mean(), 1e-3));
        }
    }

    void equilibriumResidualHasItsClosedForm() {
        QVERIFY(near(Law::fixed(5.0).equilibriumResidual(0.3), 1.5));
        QCOMPARE(Law::exponential(7.0).equilibriumResidual(0.3), Law::exponential(7.0).quantile(0.3));
        QVERIFY(near(Law::uniform(20.0, 50.0).equilibriumResidual(0.2), 7.0));
        // Uniform(0, 1): density 2 (1 - x), so P(<= x) = 1 - (1 - x)^2
        QVERIFY(near(Law::uniform(0.0, 1.0).equilibriumResidual(0.36), 0.2));
        // Erlang of 2 phases: half the time one phase is left, half the time two: P(> x) = e^-x (1 + x / 2)
        const double x = Law::erlang(2.0, 2).equilibriumResidual(0.6);
        QVERIFY(near(std::exp(-x) * (1.0 + x / 2.0), 0.4, 1e-11));
        // sample: survival 1 to 10, 3/4 to 20, 1/4 to 30; mean 20
        QVERIFY(near(kSample.equilibriumResidual(0.25), 5.0));
        QVERIFY(near(kSample.equilibriumResidual(0.5 + 3.75 / 20.0), 15.0));
        QVERIFY(near(kSample.equilibriumResidual(0.9375), 25.0));
        QCOMPARE(Law::fixed(0.0).equilibriumResidual(0.5), 0.0);
        QCOMPARE(Law::uniform(0.0, 0.0).equilibriumResidual(0.5), 0.0);
    }

    // 200 000 draws: the mean of a sample has standard error sd / sqrt(n); five of them fail once in 1.7
    // million.
    void drawsHaveTheLawsMean_data() { addNarrowLaws(); }
    void drawsHaveTheLawsMean() {
        const Law law = chosen();
        const DrawSource source{3, 0, 0};
        const int n = 200000;
        double sum = 0.0;
        for (std::uint64_t i = 0; i < n; ++i) sum += law.quantile(source.uniform(1, i));
        QVERIFY(std::abs(sum / n - law.mean()) < 5.0 * std::sqrt(law.variance() / n));
    }
};

QTEST_APPLESS_MAIN(TestLawIntegrals)
#include "tst_law_integrals.moc"
