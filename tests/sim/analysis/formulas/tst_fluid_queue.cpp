// Values: c5-fluid-spike, computed there by other code; else the theory in the comment.
#include "sim/analysis/formulas/fluid_queue.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace nueves::analysis;

class TestFluidQueue : public QObject {
    Q_OBJECT

  private slots:
    void spikeOnAFixedPool();
    void pathAgainstSmallSteps();
    void lightLoadNeverFillsTheServers();
    void overloadWithoutEnd();
    void loadEqualToCapacityKeepsItsBacklog();
    void twoSpikesAreTwoBacklogs();
};

void TestFluidQueue::spikeOnAFixedPool() { // c5-fluid-spike
    const FluidQueue queue(100.0, 1.0, {{0.0, 80.0}, {60.0, 150.0}, {360.0, 80.0}}, 80.0);
    constexpr double kCase = 1e-6;
    VERIFY_NEAR(queue.firstAllBusy(), 60.33647223662121, kCase);
    VERIFY_NEAR(queue.peak().number, 15083.17638816894, kCase);
    VERIFY_NEAR(queue.peak().time, 360.0, 1e-12);
    VERIFY_NEAR(queue.waitAt(queue.peak().time), 149.8317638816894, kCase);
    VERIFY_NEAR(queue.drained(), 1109.158819408447, kCase);
    VERIFY_NEAR(queue.backlogArea(), 7857345.113764414, kCase);
    VERIFY_NEAR(queue.numberAt(30.0), 80.0, 1e-12);
    VERIFY_NEAR(queue.numberAt(1e5), 80.0, 1e-12);
    QCOMPARE(queue.waitAt(30.0), 0.0);
}

// Heun's rule in steps of 1 ms (second order): the closed form is nothing else than the equation's solution.
void TestFluidQueue::pathAgainstSmallSteps() {
    const std::vector<FluidStep> steps{{5.0, 0.0}, {7.0, 30.0}, {11.0, 3.0}, {12.0, 9.5}, {20.0, 1.0}};
    const double c = 4.0, mu = 2.0, h = 1e-3;
    const FluidQueue queue(c, mu, steps, 6.0);
    double q = 6.0, area = 0.0;
    for (int i = 0; i < 40000; ++i) {
        const double t = 5.0 + i * h;
        VERIFY_NEAR(queue.numberAt(t) + 1.0, q + 1.0, 2e-3);
        double rate = 0.0;
        for (const FluidStep& step : steps)
            if (step.from <= t + h / 2.0) rate = step.rate;
        const double slope = rate - mu * std::min(q, c);
        const double next = rate - mu * std::min(q + h * slope, c);
        area += h * std::max(0.0, q - c);
        q += h * (slope + next) / 2.0;
    }
    VERIFY_NEAR(queue.backlogArea(), area, 2e-3);
}

void TestFluidQueue::lightLoadNeverFillsTheServers() {
    const FluidQueue queue(10.0, 1.0, {{0.0, 9.0}}, 0.0);
    QVERIFY(std::isinf(queue.firstAllBusy()));
    QCOMPARE(queue.drained(), 0.0);
    QCOMPARE(queue.backlogArea(), 0.0);
    VERIFY_NEAR(queue.peak().number, 9.0, 1e-12); // approached, never reached
    QVERIFY(std::isinf(queue.peak().time));
    VERIFY_NEAR(queue.numberAt(2.0), 9.0 * (1.0 - std::exp(-2.0)), 1e-12);
}

void TestFluidQueue::overloadWithoutEnd() {
    const FluidQueue queue(10.0, 1.0, {{0.0, 15.0}}, 0.0);
    VERIFY_NEAR(queue.firstAllBusy(), std::log(3.0), 1e-12); // 15 (1 - e^-t) = 10
    QVERIFY(std::isinf(queue.drained()) && std::isinf(queue.backlogArea()) &&
            std::isinf(queue.peak().number));
    VERIFY_NEAR(queue.numberAt(std::log(3.0) + 100.0), 510.0, 1e-12);
}

void TestFluidQueue::loadEqualToCapacityKeepsItsBacklog() {
    const FluidQueue queue(10.0, 1.0, {{0.0, 10.0}}, 25.0);
    VERIFY_NEAR(queue.numberAt(1e6), 25.0, 1e-12);
    QVERIFY(std::isinf(queue.drained()) && queue.peak().number == 25.0 && queue.peak().time == 0.0);
    const FluidQueue brim(10.0, 1.0, {{0.0, 10.0}}, 10.0); // all busy, nobody waits
    QVERIFY(brim.firstAllBusy() == 0.0 && brim.backlogArea() == 0.0 && brim.drained() == 0.0);
}

// Each spike: 10 / h for 2 h above the capacity of 4, then nothing: triangles of 12 up and 12 / 4 h down.
void TestFluidQueue::twoSpikesAreTwoBacklogs() {
    const FluidQueue queue(4.0, 1.0, {{0.0, 10.0}, {2.0, 0.0}, {5.0, 4.0}, {8.0, 10.0}, {10.0, 4.0 / 3.0}},
                           4.0);
    VERIFY_NEAR(queue.numberAt(2.0), 16.0, 1e-12);
    VERIFY_NEAR(queue.numberAt(5.0), 4.0, 1e-12);
    VERIFY_NEAR(queue.peak().time, 2.0, 1e-12); // the first of two equals
    VERIFY_NEAR(queue.drained(), 10.0 + 12.0 / (4.0 - 4.0 / 3.0), 1e-12);
    VERIFY_NEAR(queue.backlogArea(), 12.0 * (2.0 + 3.0) / 2.0 + 12.0 * (2.0 + 4.5) / 2.0, 1e-12);
}

QTEST_APPLESS_MAIN(TestFluidQueue)
#include "tst_fluid_queue.moc"
