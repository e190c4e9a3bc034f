// Numbers near one another: QCOMPARE on doubles is too strict for solvers.
#pragma once

#include <QString>
#include <QTest>

#include <cmath>

namespace nueves::test {

inline bool isNear(double value, double expected, double relative) {
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace nueves::test

// Fails with both numbers, and how far apart they are.
#define VERIFY_NEAR(value, expected, relative)                                                               \
    do {                                                                                                     \
        const double v_ = (value), e_ = (expected);                                                          \
        QVERIFY2(nueves::test::isNear(v_, e_, relative), qPrintable(QString("%1: %2, expected %3, %4 apart") \
                                                                        .arg(#value)                         \
                                                                        .arg(v_, 0, 'g', 17)                 \
                                                                        .arg(e_, 0, 'g', 17)                 \
                                                                        .arg(v_ / e_ - 1.0)));               \
    } while (false)
