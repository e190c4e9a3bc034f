// Whose requests come where.
#include "sim/behaviour/traffic/reach.hpp"

#include <QtTest>

using namespace nueves;
using behaviour::traffic::isMissed;
using behaviour::traffic::reaches;

namespace {

void call(model::Traffic& plan, std::uint32_t from, std::uint32_t to) {
    model::Edge edge;
    edge.from = from;
    edge.to = to;
    plan.stations[from].calls.push_back(static_cast<std::uint32_t>(plan.edges.size()));
    plan.edges.push_back(edge);
}

void ask(model::Traffic& plan, std::uint32_t to, bool hostile) {
    model::Edge edge;
    edge.to = to;
    plan.edges.push_back(edge);
    model::Demand demand;
    demand.edge = static_cast<std::uint32_t>(plan.edges.size() - 1);
    demand.hostile = hostile;
    plan.demands.push_back(demand);
}

} // namespace

class ReachTest : public QObject {
    Q_OBJECT

  private slots:
    void callsAreFollowedAndAttackersDoNotCount() {
        model::Traffic plan;
        plan.stations.resize(4);
        call(plan, 0, 1);
        call(plan, 2, 3);
        ask(plan, 0, false);
        ask(plan, 2, true);
        QVERIFY(reaches(plan, 0, 0) && reaches(plan, 0, 1) && !reaches(plan, 0, 3));
        QVERIFY(!reaches(plan, 1, 0) && reaches(plan, 1, 3));
        QVERIFY(isMissed(plan, 1) && !isMissed(plan, 2) && !isMissed(plan, 3));
    }
    // 200 stations, each calling the next two: 1e41 ways from the first to the last.
    void waysThatMeetAgainAreFollowedOnce() {
        model::Traffic plan;
        plan.stations.resize(201);
        for (std::uint32_t s = 0; s + 1 != 200; ++s)
            for (std::uint32_t next = s + 1; next != std::min(s + 3, 200u); ++next) call(plan, s, next);
        ask(plan, 0, false);
        QVERIFY(isMissed(plan, 199));
        QVERIFY(!isMissed(plan, 200));
    }
};

QTEST_APPLESS_MAIN(ReachTest)
#include "tst_reach.moc"
