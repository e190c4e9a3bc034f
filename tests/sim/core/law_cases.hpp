// Laws that the tests of laws go through, and ways to compare.
#pragma once

#include "sim/core/law.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace law_cases {

using nueves::core::Law;
using nueves::core::LawKind;

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

inline bool near(double x, double y, double relative = 1e-12) {
    const bool good = x == y || std::abs(x - y) <= relative * std::max(std::abs(x), std::abs(y));
    if (!good) qWarning("%.17g is not %.17g", x, y);
    return good;
}

inline std::vector<std::pair<std::string, Law>> smoothLaws() {
    std::vector<std::pair<std::string, Law>> plain = {
        {"exponential", Law::exponential(3600.0)},
        {"weibull wear", Law::weibull(5000.0, 2.5)},
        {"weibull infant", Law::weibull(5000.0, 0.6)},
        {"lognormal", Law::logNormalFromMean(300.0, 0.8)},
        {"lognormal wide", Law::logNormalFromMean(300.0, 3.0)},
        {"gamma peaked", Law::gammaFromMean(100.0, 7.5)},
        {"gamma infant", Law::gammaFromMean(100.0, 0.5)},
        {"erlang", Law::erlang(60.0, 3)},
        {"uniform", Law::uniform(20.0, 50.0)},
    };
    auto all = plain;
    for (const auto& [name, law] : plain)
        for (const double p : {0.05, 0.3, 4.0})
            all.emplace_back(name + " to the " + std::to_string(p), law.raised(p));
    return all;
}

inline const Law kSample = Law::empirical({30.0, 10.0, 20.0, 20.0});

// t is where survival passes `wanted`, to within a few last digits of t.
inline bool passes(const Law& law, double t, double wanted) {
    const bool good = law.survival(t * (1.0 + 1e-13)) <= wanted * (1.0 + 1e-9) &&
                      law.survival(t * (1.0 - 1e-13)) >= wanted * (1.0 - 1e-9);
    if (!good) qWarning("at %.17g survival is %.17g, not %.17g", t, law.survival(t), wanted);
    return good;
}

// Data rows: the laws of smoothLaws() that `which` lets through, by their index.
template <class Which> void addLaws(Which which) {
    QTest::addColumn<int>("index");
    const auto laws = smoothLaws();
    for (std::size_t i = 0; i < laws.size(); ++i)
        if (which(laws[i].second)) QTest::newRow(laws[i].first.c_str()) << static_cast<int>(i);
}
inline void addSmoothLaws() {
    addLaws([](const Law&) { return true; });
}
inline Law chosen() {
    QFETCH(int, index);
    return smoothLaws()[static_cast<std::size_t>(index)].second;
}

} // namespace law_cases
