// Growing to a larger machine (semantics.md, section 12): what a resize costs, and where it ends. By hand:
// each request takes 100 ms of a core, so r requests a second use r / 10 cores.
#include "support/timeline.hpp"

#include <QtTest>

#include <cmath>
#include <string>

using namespace nueves;

namespace {

constexpr double kHour = 3600.0;

// Four requests a second until 01:00, from 01:01 on `later`.
std::string growing(const std::string& sizes, const std::string& later) {
    return "'parts': {'h': {'kind': 'host', 'cpu': 16}}, 'services': {'web': {'on': 'h', 'startup': '20 s', "
           "'work': "
           "{'takes': 'Fixed(100 ms)', 'workers': 16, 'queue': 20, 'timeout': '5 s'}, 'scaling': {'by': "
           "'vertical', 'sizes': " +
           sizes +
           ", 'takes': '2 min'}}}, 'demand': {'d': {'to': 'web', 'rate': {'00:00': '4 req/s', '01:00': '4 "
           "req/s', "
           "'01:01': '" +
           later + "', '24:00': '" + later + "'}}}";
}

} // namespace

class TestResize : public QObject {
    Q_OBJECT

  private slots:
    // From 0.4 of one core to 0.9: one resize, 2 min and a start-up of 20 s, all blamed on it. Four cores are
    // then used to 22 %, less than 30 %, but one would be used to 90 % again: it stays.
    void aResizeStopsItAndIsNotTakenBackAtOnce() {
        const test::Timeline seen(growing("[1, 4]", "9 req/s"), 4.0);
        QVERIFY2(std::abs(seen.down("web") * kHour - 140.0) < 1e-3,
                 qPrintable(QString::number(seen.down("web") * kHour)));
        QVERIFY(std::abs(seen.blamed("web", "resize of web") * kHour - 140.0) < 1e-3);
        QVERIFY(std::abs(seen.outages("web") - 1.0) < 1e-9);
    }
    // The largest is all there is: twice what it can do brings no further resize. (1 h x 4 + 3 h x 20) / 4 h
    // = 16 a second, less the first minutes.
    void theLargestIsTheCeiling() {
        const test::Timeline seen(growing("[1, 2]", "40 req/s"), 4.0);
        QVERIFY(std::abs(seen.blamed("web", "resize of web") * kHour - 140.0) < 1e-3);
        const auto& traffic = *seen.service("web").traffic;
        QVERIFY2(traffic.throughput.value < 16.1 && traffic.throughput.value > 15.3,
                 qPrintable(QString::number(traffic.throughput.value)));
    }
};

QTEST_APPLESS_MAIN(TestResize)
#include "tst_resize.moc"
