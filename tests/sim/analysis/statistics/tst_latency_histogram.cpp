// Bins of less than 1 %, sums that do not overflow, parts that merge to the same bytes.
#include "sim/analysis/statistics/latency_histogram.hpp"
#include "support/near.hpp"

#include <QtTest>

using namespace nueves;
using analysis::LatencyHistogram;
using analysis::WideSum;

class LatencyHistogramTest : public QObject {
    Q_OBJECT

  private slots:
    void oneDurationIsKnownWithinOnePercent() {
        for (std::int64_t ns = 200; ns < std::int64_t{1} << 61; ns = ns * 3 / 2 + 1) {
            LatencyHistogram one;
            one.add(ns);
            const double s = static_cast<double>(ns) * 1e-9;
            for (const double p : {0.001, 0.5, 1.0}) VERIFY_NEAR(one.quantile(p), s, 1.0 / 128.0);
            QCOMPARE(one.quantile(1.0), s); // never beyond the longest seen
            QCOMPARE(one.mean(), s);
            QCOMPARE(one.within(s * 0.99), 0.0);
            QCOMPARE(one.within(s * 1.01), 1.0);
        }
    }

    // Of 1 .. 100 000 us each once, the quantile p is p x 100 ms, and the share within t is t / 100 ms.
    void quantilesOfAUniformCrowd() {
        LatencyHistogram all;
        for (std::int64_t us = 1; us <= 100000; ++us) all.add(us * 1000);
        for (const double p : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999}) {
            VERIFY_NEAR(all.quantile(p), 0.1 * p,
                        0.001); // straight lines within a bin are exact for this law
            VERIFY_NEAR(all.within(0.1 * p), p, 0.001);
        }
        VERIFY_NEAR(all.mean(), 0.0500005, 1e-12);
        QCOMPARE(all.longest(), 0.1);
    }

    void nothingWaitedIsNotANanosecond() {
        LatencyHistogram waits;
        for (int i = 0; i != 3; ++i) waits.add(0);
        waits.add(1000);
        QCOMPARE(waits.within(0.0), 0.75);
        QCOMPARE(waits.quantile(0.7), 0.0);
        QVERIFY(waits.quantile(0.8) > 0.9e-6);
    }

    void anEmptyOneSaysNothingBad() {
        const LatencyHistogram none;
        QCOMPARE(none.quantile(0.99), 0.0);
        QCOMPARE(none.mean(), 0.0);
        QCOMPARE(none.within(0.0), 1.0);
    }

    void partsMergeToTheSameInAnyOrder() {
        LatencyHistogram whole, a, b;
        for (std::int64_t i = 0; i != 10000; ++i) {
            const std::int64_t ns = i * i * i % 1000003 * 977;
            whole.add(ns);
            (i % 3 == 0 ? a : b).add(ns);
        }
        LatencyHistogram ab = a, ba = b;
        ab.merge(b);
        ba.merge(a);
        QVERIFY(ab == whole);
        QVERIFY(ba == whole);
        QVERIFY(!(a == whole));
    }

    void aWideSumCarries() {
        constexpr std::uint64_t kHuge = ~std::uint64_t{0};
        WideSum sum, other;
        for (int i = 0; i != 1000; ++i) sum.add(kHuge);
        VERIFY_NEAR(sum.value(), 1000.0 * 0x1p64, 1e-15);
        for (int i = 0; i != 24; ++i) other.add(kHuge);
        sum.add(other);
        VERIFY_NEAR(sum.value(), 1024.0 * 0x1p64, 1e-15);
    }
};

QTEST_APPLESS_MAIN(LatencyHistogramTest)
#include "tst_latency_histogram.moc"
