// Published vectors, and the statistics that a stream must have, with bounds that fail once in about 1e6
// seeds.
#include "sim/core/random.hpp"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace nueves::core;

namespace {

using Words = std::array<std::uint64_t, 4>;

Words philox(const Words& counter, const std::array<std::uint64_t, 2>& key) {
    const auto out =
        r123::Philox4x64{}({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
    return {out[0], out[1], out[2], out[3]};
}

// Pearson's statistic of counts that should all be equal.
double chiSquare(const std::vector<int>& counts, double expected) {
    double sum = 0.0;
    for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
    return sum;
}

// Upper 1e-6 quantile of chi-square by Wilson and Hilferty's cube (error below 1 % from 50 degrees of
// freedom).
double chiSquareLimit(double degrees) {
    const double z = 4.753; // upper 1e-6 point of the normal
    const double c = 2.0 / (9.0 * degrees);
    return degrees * std::pow(1.0 - c + z * std::sqrt(c), 3.0);
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - 0.5) * (y[i] - 0.5);
    return 12.0 * sum / static_cast<double>(x.size()); // variance of a uniform number: 1/12
}

std::vector<double> numbers(const DrawSource& source, std::uint64_t stream, std::size_t n) {
    std::vector<double> result(n);
    for (std::size_t i = 0; i < n; ++i) result[i] = source.uniform(stream, i);
    return result;
}

} // namespace

class TestRandom : public QObject {
    Q_OBJECT

  private slots:
    // Random123 1.09, tests/kat_vectors, lines "philox4x64 10".
    void philoxGivesThePublishedVectors() {
        const std::uint64_t ones = ~std::uint64_t{0};
        QCOMPARE(philox({0, 0, 0, 0}, {0, 0}),
                 (Words{0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU}));
        QCOMPARE(philox({ones, ones, ones, ones}, {ones, ones}),
                 (Words{0x87b092c3013fe90bU, 0x438c3c67be8d0224U, 0x9cc7d7c69cd777b6U, 0xa09caebf594f0ba0U}));
        QCOMPARE(philox({0x243f6a8885a308d3U, 0x13198a2e03707344U, 0xa4093822299f31d0U, 0x082efa98ec4e6c89U},
                        {0x452821e638d01377U, 0xbe5466cf34e90c6cU}),
                 (Words{0xa528f45403e61d95U, 0x38c72dbd566e9788U, 0xa5a1610e72fd18b5U, 0x57bd43b5e52b7fe6U}));
    }

    void drawsAreTheWordsOfThoseVectors() {
        // pi's digits: occurrence, block, history, branch | seed, stream. A block is 32 bits wide here, so
        // the all-zero vector carries the check of the order of words, and philox() above that of the fields.
        const std::array<std::uint64_t, 4> zeros{0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU,
                                                 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU};
        const DrawSource source{0, 0, 0};
        for (std::uint32_t i = 0; i < 4; ++i)
            QCOMPARE(source.uniform(0, 0, i), (static_cast<double>(zeros[i] >> 12) + 0.5) * 0x1p-52);

        const DrawSource named{11, 13, 17};
        const Words block = philox({19, 2, 13, 17}, {11, 23});
        for (std::uint32_t i = 0; i < 4; ++i) QCOMPARE(named.uniform(23, 19, 8 + i), openUniform(block[i]));
    }

    void uniformIsNeverZeroOrOne() {
        QCOMPARE(openUniform(0), 0x1p-53);
        QCOMPARE(openUniform(~std::uint64_t{0}), 1.0 - 0x1p-53);
        QVERIFY(openUniform(~std::uint64_t{0}) < 1.0);
    }

    // FNV-1a's published value of the empty text is the offset basis; the rest of the name is one zero byte.
    void streamNamesNeverChange() {
        std::uint64_t z = 0xcbf29ce484222325U * 0x100000001b3U; // one zero byte: xor with 0, then the prime
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        QCOMPARE(streamKey("", ""), z ^ (z >> 31));
    }

    void entityAndPurposeDoNotRunTogether() {
        QVERIFY(streamKey("ab", "c") != streamKey("a", "bc"));
        std::set<std::uint64_t> keys;
        for (int i = 0; i < 20000; ++i)
            for (const char* purpose : {"crash.every", "crash.detect", "crash.repair[1].takes"})
                keys.insert(streamKey("zone[1].server[" + std::to_string(i) + "]", purpose));
        QCOMPARE(keys.size(), std::size_t{60000});
    }

    // A bit of a name changed flips each bit of its key with chance 1/2: over 64 x 4000 bits the share is
    // 1/2 +- 5 sigma = 0.5 / sqrt(256000) x 5.
    void neighbouringNamesHaveUnrelatedKeys() {
        int flipped = 0;
        for (int i = 0; i < 4000; ++i) {
            const std::string name = "server[" + std::to_string(i) + "]";
            const std::string next = "server[" + std::to_string(i + 1) + "]";
            flipped += __builtin_popcountll(streamKey(name, "x") ^ streamKey(next, "x"));
        }
        QVERIFY(std::abs(flipped / 256000.0 - 0.5) < 5.0 * 0.5 / std::sqrt(256000.0));
    }

    void numbersAreUniform_data() {
        QTest::addColumn<int>("along");
        QTest::newRow("along occurrences") << 0;
        QTest::newRow("along indices") << 1;
        QTest::newRow("along histories") << 2;
        QTest::newRow("along branches") << 3;
        QTest::newRow("along seeds") << 4;
        QTest::newRow("along streams") << 5;
    }
    void numbersAreUniform() {
        QFETCH(int, along);
        const int n = 400000, cells = 256;
        std::vector<int> counts(cells, 0);
        for (int i = 0; i < n; ++i) {
            const auto k = [&](int which) { return static_cast<std::uint64_t>(along == which ? i : 3); };
            const DrawSource source{k(4), k(2), k(3)};
            const double u = source.uniform(k(5), k(0), static_cast<std::uint32_t>(k(1)));
            ++counts[static_cast<std::size_t>(u * cells)];
        }
        QVERIFY(chiSquare(counts, n / double(cells)) < chiSquareLimit(cells - 1));
        QVERIFY(chiSquare(counts, n / double(cells)) > 255 - 5.0 * std::sqrt(2.0 * 255)); // nor too even
    }

    // Pairs (stream, other stream) fill the square evenly, and do not move together.
    void streamsAreIndependentOfEachOther() {
        const std::size_t n = 200000;
        const DrawSource source{7, 0, 0};
        const auto x = numbers(source, streamKey("server[1]", "crash.every"), n);
        const auto others = {numbers(source, streamKey("server[2]", "crash.every"), n),
                             numbers(source, streamKey("server[1]", "crash.detect"), n),
                             numbers({7, 1, 0}, streamKey("server[1]", "crash.every"), n),
                             numbers({8, 0, 0}, streamKey("server[1]", "crash.every"), n)};
        for (const auto& y : others) {
            std::vector<int> counts(16 * 16, 0);
            for (std::size_t i = 0; i < n; ++i)
                ++counts[static_cast<std::size_t>(x[i] * 16) * 16 + static_cast<std::size_t>(y[i] * 16)];
            QVERIFY(chiSquare(counts, n / 256.0) < chiSquareLimit(255));
            QVERIFY(std::abs(correlation(x, y)) < 4.9 / std::sqrt(double(n))); // sd of r: 1 / sqrt(n)
        }
    }

    void aDrawDependsOnNothingButItsName() {
        const DrawSource source{42, 5, 0};
        const double first = source.uniform(99, 7, 2);
        for (std::uint64_t i = 0; i < 100; ++i) QVERIFY(source.uniform(i, i) != first);
        QCOMPARE(DrawSource(source).uniform(99, 7, 2), first);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
