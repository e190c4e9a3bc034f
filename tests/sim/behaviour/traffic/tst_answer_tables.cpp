// Answer times belong to the plan they are of: made once, shared by all who run it or a copy, gone with it.
#include "sim/behaviour/traffic/answer_tables.hpp"
#include "support/both_clocks.hpp"

#include <QtTest>

#include <memory>
#include <thread>

using namespace nueves;
using behaviour::traffic::AnswerTimes;
using behaviour::traffic::Flow;

namespace {

test::Traffic twoSizes() {
    test::Traffic traffic;
    const auto web = traffic.station("web", core::Law::logNormalFromMean(0.1, 1.0), 8);
    traffic.plan.stations[web].queue = 20;
    traffic.plan.stations[web].sizes = {2.0, 4.0};
    traffic.open("users", web, 15.0);
    return traffic;
}

const AnswerTimes* tableOf(const Flow& flow, const model::System& system, std::uint32_t size = 0) {
    auto levels = Flow::blank(system).levels;
    levels.stations[0].size = size;
    return &flow.coupling().answerTimes(levels, 0);
}

} // namespace

class TestAnswerTables : public QObject {
    Q_OBJECT

  private slots:
    void allWhoRunAPlanOrACopyShareItsTables() {
        model::System system = test::systemOf(twoSizes());
        behaviour::traffic::prepareAnswerTables(system.traffic);
        const Flow first(system);
        model::System copy = system;
        copy.traffic.demands[0].curve.values[0] = 3.0; // as a rehearsal has it
        const Flow second(copy);
        QCOMPARE(tableOf(first, system), tableOf(second, copy));
        QCOMPARE(tableOf(first, system, 1), tableOf(second, copy, 1));
        QVERIFY(tableOf(first, system) != tableOf(first, system, 1));
    }

    void aStationThatIsAnotherGetsATableOfItsOwn() {
        model::System system = test::systemOf(twoSizes());
        behaviour::traffic::prepareAnswerTables(system.traffic);
        const Flow first(system);
        model::System copy = system;
        copy.traffic.stations[0].takes = core::Law::fixed(0.1);
        const Flow second(copy);
        QVERIFY(tableOf(first, system) != tableOf(second, copy));
        QCOMPARE(tableOf(second, copy)->squaredVariation(), 0.0);
    }

    void nothingOfThemIsLeftBehind() {
        std::weak_ptr<const behaviour::traffic::AnswerTables> seen;
        {
            model::System system = test::systemOf(twoSizes());
            behaviour::traffic::prepareAnswerTables(system.traffic);
            seen = system.traffic.answerTables;
            const Flow flow(system);
            QVERIFY(!seen.expired());
        }
        QVERIFY(seen.expired());
    }

    void preparedOrNotTheFiguresAreTheSame() {
        test::Traffic traffic = twoSizes();
        test::Rates each(traffic);
        behaviour::traffic::prepareAnswerTables(traffic.plan);
        test::Rates shared(traffic);
        std::thread other([&] { shared.pass(10.0, 400.0); }); // whose tables these are makes no difference
        other.join();
        each.pass(10.0, 400.0);
        QVERIFY(each.sums.demands[0].answered > 0.0);
        QCOMPARE(shared.sums.demands[0].answered, each.sums.demands[0].answered);
        QCOMPARE(shared.sums.demands[0].responses, each.sums.demands[0].responses);
    }
};

QTEST_APPLESS_MAIN(TestAnswerTables)
#include "tst_answer_tables.moc"
