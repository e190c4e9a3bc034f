// Staffing by service level, against the formulas of the queues that it is made of.
#include "sim/analysis/formulas/erlang.hpp"
#include "sim/analysis/formulas/finite_queues.hpp"
#include "sim/analysis/formulas/queues.hpp"
#include "sim/analysis/formulas/staffing.hpp"
#include "support/near.hpp"

#include <QtTest>

#include <limits>

using namespace nueves::analysis;
using nueves::core::Law;

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

ReplicaQueue exponential(int servers, double places, bool pooled = false) {
    ReplicaQueue queue;
    queue.service = Law::exponential(0.1);
    queue.servers = servers;
    queue.places = places;
    queue.pooled = pooled;
    return queue;
}

} // namespace

class TestStaffing : public QObject {
    Q_OBJECT

  private slots:
    // The law of service is cut into 76 parts: that costs up to 0.5 % of a share.
    void aReplicaWithRoomForAllIsAnMm1() {
        const Mm1 mm1{8.0, 10.0};
        for (const double t : {0.2, 0.5, 1.0, 2.0})
            VERIFY_NEAR(answeredWithin(exponential(1, kForEver), 1, 8.0, t), 1.0 - mm1.responseTail(t), 5e-3);
    }
    void replicasShareTheLoadEvenly() {
        const auto queue = exponential(2, 20.0);
        VERIFY_NEAR(answeredWithin(queue, 3, 30.0, 0.7), answeredWithin(queue, 1, 10.0, 0.7), 1e-12);
    }
    void aFullReplicaLosesWhatMmcKSays() {
        const MmcK mmck(8.0, 10.0, 1, 10);
        VERIFY_NEAR(answeredWithin(exponential(1, 10.0), 1, 8.0, kForEver), 1.0 - mmck.loss(), 1e-12);
    }
    void theShortestLineIsOneCommonLine() {
        const Mmc mmc{35.0, 10.0, 4};
        VERIFY_NEAR(answeredWithin(exponential(1, kForEver, true), 4, 35.0, 0.5), 1.0 - mmc.responseTail(0.5),
                    4e-3);
    }
    // The published fewest number of servers for a response, 80 % within 0.5 s.
    void asManyAsTheErlangFormulaSays() {
        for (const double load : {3.0, 17.0, 64.0, 155.0}) {
            const auto erlang = serversForResponse(load, 10.0, 0.5, 0.8);
            const auto found = replicasNeeded(exponential(1, kForEver, true), {0.8, 0.5, {}}, load, 1000);
            QVERIFY(erlang && found);
            QCOMPARE(*found, *erlang);
        }
    }
    void whatIsCarriedIsWhereTheGoalIsJustMet() {
        const auto queue = exponential(1, 10.0);
        const StaffingGoal goal{0.95, kForEver, {}};
        const double most = mostCarried(queue, goal, 1);
        VERIFY_NEAR(MmcK(most, 10.0, 1, 10).loss(), 0.05, 5e-4);
        VERIFY_NEAR(mostCarried(queue, goal, 4), 4.0 * most, 4e-3);
    }
    // Deterministic service halves the wait of M/M/1 (Pollaczek-Khinchine): the stretch of the tail is 1/2.
    void regularServiceWaitsHalfAsLong() {
        ReplicaQueue regular = exponential(1, kForEver);
        regular.service = Law::fixed(0.1);
        const Mm1 mm1{8.0, 10.0};
        const double wait = 0.3; // P(W > t) = rho e^(-(mu - lambda) t) of M/M/1, with t twice as long
        VERIFY_NEAR(answeredWithin(regular, 1, 8.0, 0.1 + wait),
                    1.0 - 0.8 * std::exp(-(10.0 - 8.0) * 2.0 * wait), 1e-9);
        QVERIFY(mm1.isStable());
    }
    void noNumberHelpsAgainstAServiceThatIsTooSlow() {
        ReplicaQueue regular = exponential(1, kForEver);
        regular.service = Law::fixed(0.1);
        QVERIFY(!replicasNeeded(regular, {0.9, 0.05, {}}, 5.0, 1000));
        QCOMPARE(mostCarried(regular, {0.9, 0.05, {}}, 3), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestStaffing)
#include "tst_staffing.moc"
