// Health checks: probes that nobody sees happen decide who is in rotation (semantics.md, section 7).
#include "support/timeline.hpp"

using namespace nueves;

namespace {

// Two replicas behind a balancer that probes every hour; h[1] is dead as the script says. Half the users are
// lost while the dead one is in rotation.
std::string balanced(const std::string& script) {
    return "'parts': {'h': {'kind': 'host', 'count': 2}, 'lb': {'kind': 'balancer', 'check': {'every': '1 "
           "h', 'fall': 3, 'rise':"
           " 2}}}, 'services': {'web': {'on': 'h', 'replicas': 2, 'behind': ['lb'], 'required': '95 %'}}, "
           "'script': [" +
           script + "]";
}

std::string killed(double from, double minutes) {
    return "{'at': '" + std::to_string(from) + " h', 'do': 'kill', 'on': 'h[1]', 'for': '" +
           std::to_string(minutes) + " min'}";
}

} // namespace

class TestRotation : public QObject {
    Q_OBJECT

  private slots:
    void aDeadTargetIsTakenOutAfterItsThirdProbe();
    void aRecoveryThatNoProbeSawChangesNothing();
};

// The third probe comes 2 to 3 h after the death, evenly: mean 2.5 h, deviation 1 / sqrt(12) h.
void TestRotation::aDeadTargetIsTakenOutAfterItsThirdProbe() {
    constexpr int kHistories = 1000;
    const double down = test::Timeline(balanced(killed(10, 1200)), 40.0, kHistories).down("web");
    QVERIFY2(std::abs(down - 2.5) < 4.0 / std::sqrt(12.0 * kHistories), qPrintable(QString::number(down)));
}

// Dead ten times for 115 of 120 minutes from 10:00 on. The probes' phase p is even in (0, 1) h. For p < 55
// min no probe falls into a gap: the target is out from the third, at 12:00 + p, so it is down for 115 min +
// p, until it is out for good. Else every second probe succeeds and it is never out: 10 x 115 min. Mean 11/12
// x (115 + 27.5) + 1/12 x 1150 = 226.458 min; the second moment gives a deviation of 279 min.
void TestRotation::aRecoveryThatNoProbeSawChangesNothing() {
    constexpr int kHistories = 4000;
    std::string script;
    for (int i = 0; i != 10; ++i) script += (i == 0 ? "" : ", ") + killed(10 + 2 * i, 115);
    const double down = test::Timeline(balanced(script), 29.95, kHistories).down("web") * 60.0;
    QVERIFY2(std::abs(down - 226.458) < 4.0 * 279.0 / std::sqrt(kHistories),
             qPrintable(QString::number(down)));
}

QTEST_APPLESS_MAIN(TestRotation)
#include "tst_rotation.moc"
