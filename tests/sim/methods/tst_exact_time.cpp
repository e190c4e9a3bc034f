// Chains made by hand over a stretch of time, against closed forms. Case names are those of the validation
// set.
#include "sim/behaviour/dynamics.hpp"
#include "sim/methods/exact/doors.hpp"
#include "sim/methods/exact/exact.hpp"
#include "sim/methods/exact/transient.hpp"

#include "support/hand_chains.hpp" // after the model: Qt takes its word "signals"
#include "support/small_systems.hpp"

#include <QTest>

#include <utility>

using namespace nueves;
using namespace nueves::methods;
using namespace nueves::test;

namespace {

constexpr double kCaseYear = 8760.0; // hours: the year of the validation set

ExactService solved(const Chain& chain, const ExactQuestion& question) {
    const auto outcome = solveExactly(chain, question, {"system"}, 0);
    NUEVES_ASSERT(static_cast<bool>(outcome) && outcome->leftOut.empty(), "solved");
    return outcome->services.front();
}

ExactService over(const Chain& chain, double hours) {
    ExactQuestion question;
    question.horizon = hours * kHour;
    return solved(chain, question);
}

ExactService mission(const Chain& chain, double hours) {
    ExactQuestion question;
    question.horizon = hours * kHour;
    question.mission = true;
    return solved(chain, question);
}

} // namespace

class TestExactTime : public QObject {
    Q_OBJECT

  private slots:
    void oneUnitOverMissions_data();
    void oneUnitOverMissions();
    void aStiffYearByDoubling();
    void manyStatesOverAYearByDoubling();
    void twoOutOfThreeOverMissions();
    void theDowntimeOfAYearIsDistributed();
    void theDowntimeOfTwoOutOfThreeHasItsMean();
    void theDowntimeOfAnythingReliableIsNone();
    void beginningInTheLongRun();
    void anAgedLifeThatWearsIsRefused();
    void onceSettledItStaysSo();
    void tooMuchWorkIsRefused();
    void whatIsTooMuchWorkIsLeftOut();
};

// c6-interval-availability-single: L = 1/1000, M = 1/10 per hour
void TestExactTime::oneUnitOverMissions_data() {
    QTest::addColumn<double>("hours");
    for (double hours : {10.0, 100.0, 720.0, 8760.0})
        QTest::newRow(qPrintable(QString::number(hours))) << hours;
}

void TestExactTime::oneUnitOverMissions() {
    QFETCH(double, hours);
    const double l = 1e-3, m = 0.1, sum = l + m;
    const Chain chain = repairman(1, 1, 1, 1000, 10);
    const auto course = courseOver(ratesOf(chain), startOf(chain), hours * kHour);
    QVERIFY(static_cast<bool>(course));
    VERIFY_NEAR(course->end[1], -l / sum * std::expm1(-sum * hours), 1e-12);
    const double down = l / sum * (1.0 + std::expm1(-sum * hours) / (sum * hours));
    VERIFY_NEAR(course->share[1], down, 1e-12);
    const auto service = mission(chain, hours);
    VERIFY_NEAR(service.figures.unavailability, down, 1e-12);
    VERIFY_NEAR(service.figures.outageRate * hours * kHour, l * hours * (1.0 - down), 1e-12);
    VERIFY_NEAR(*service.reliability, std::exp(-l * hours), 1e-12);
}

// Fails once a century, back in one second: 3e7 jumps a year, a few dozen doublings. The same with a long-run
// check.
void TestExactTime::aStiffYearByDoubling() {
    const double mttf = 876000, mttr = 1.0 / 3600;
    const auto few = over(repairman(1, 1, 1, mttf, mttr), 8760).figures;
    const double l = 1 / mttf, m = 1 / mttr, sum = l + m;
    const double down = l / sum * (1.0 - 1.0 / (sum * 8760));
    VERIFY_NEAR(few.unavailability, down, 1e-12);
    VERIFY_NEAR(few.outageRate * 8760 * kHour, 0.01 * (1.0 - down), 1e-12);
}

// 2^9 states and 2e6 jumps a year; after some hundred hours all is as in the long run.
void TestExactTime::manyStatesOverAYearByDoubling() {
    std::vector<std::pair<double, double>> units(8, {400.0, 10.0});
    units.emplace_back(50.0, 0.005);
    const Chain chain = independent(units);
    double loss = 0.0; // integral of 1 - P(all up), by the product of the units' own courses on a fine grid
    const auto allUp = [&](double hours) {
        double p = 1.0;
        for (const auto& [mttf, mttr] : units) {
            const double sum = 1 / mttf + 1 / mttr;
            p *= 1.0 + std::expm1(-sum * hours) / mttf / sum;
        }
        return p;
    };
    const double hours = 8760;
    const auto simpson = [&](double from, double to, int steps) {
        const double h = (to - from) / steps;
        double total = 0.0;
        for (int i = 0; i <= steps; ++i) {
            const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            total += weight * (1.0 - allUp(from + i * h));
        }
        return total * h / 3;
    };
    loss = simpson(0, 0.1, 2000) + simpson(0.1, 100, 20000) + simpson(100, hours, 20000);
    VERIFY_NEAR(over(chain, hours).figures.unavailability, loss / hours, 1e-10);
}

// c6-first-passage-2of3
void TestExactTime::twoOutOfThreeOverMissions() {
    const Chain chain = repairman(3, 2, 1, 1000, 10);
    VERIFY_NEAR(over(chain, 720).figures.unavailability, 1.0 - 0.9994284050383604, 1e-11);
    VERIFY_NEAR(over(chain, 8760).figures.unavailability, 1.0 - 0.9994133450892104, 1e-11);
}

// c6-yearly-downtime-distribution (Takacs 1957)
void TestExactTime::theDowntimeOfAYearIsDistributed() {
    ExactQuestion question;
    question.horizon = kCaseYear * kHour;
    question.downtime = true;
    question.probabilities = {0.5, 0.9, 0.95, 0.99, 0.999};
    question.downtimeBounds = {{0.0, 4.38 * kHour, 8.76 * kHour, 17.52 * kHour, 43.8 * kHour, 8760 * kHour}};
    const auto service = solved(repairman(1, 1, 1, 1000, 2), question);
    VERIFY_NEAR(service.figures.unavailability * kCaseYear, 17.481045892247682, 1e-10);
    const double atMost[] = {0.00015688460858652242, 0.027230639335883693, 0.13994118677834763,
                             0.5496897288456388,     0.99442298288526,     1.0};
    for (int i = 0; i != 6; ++i) VERIFY_NEAR(service.downtime->atMost[i], atMost[i], 1e-11);
    const double quantiles[] = {16.476861216789136, 28.666632594144616, 32.71960532811282, 41.0322555810623,
                                51.44894438782625};
    for (int i = 0; i != 5; ++i) VERIFY_NEAR(service.downtime->quantiles[i] / kHour, quantiles[i], 1e-10);
}

// The mean of the distribution, by its own area, is the mean of the course.
void TestExactTime::theDowntimeOfTwoOutOfThreeHasItsMean() {
    ExactQuestion question;
    question.horizon = 100 * kHour;
    question.downtime = true;
    const int steps = 1000;
    question.downtimeBounds.emplace_back();
    for (int i = 0; i <= steps; ++i) question.downtimeBounds[0].push_back(question.horizon * i / steps);
    const auto service = solved(repairman(3, 2, 1, 50, 20), question);
    const auto& p = service.downtime->atMost;
    double area = 0.0; // of 1 - P(D <= x), Simpson's rule; the last point has a jump: all of it down
    for (int i = 0; i + 2 <= steps; i += 2) {
        const double last = i + 2 == steps ? 2 * p[i + 1] - p[i] : p[i + 2];
        area += (6.0 - p[i] - 4 * p[i + 1] - last) / 6.0 * 2 / steps;
    }
    VERIFY_NEAR(area, service.figures.unavailability, 1e-7);
}

void TestExactTime::theDowntimeOfAnythingReliableIsNone() {
    ExactQuestion question;
    question.horizon = 10 * kHour;
    question.downtime = true;
    question.probabilities = {0.5, 0.999};
    const auto service = solved(repairman(1, 1, 1, 1e9, 1), question);
    QCOMPARE(service.downtime->quantiles, (std::vector<double>{0.0, 0.0}));
    QCOMPARE(solved(handChain({1}, {}), question).downtime->quantiles, (std::vector<double>{0.0, 0.0}));
}

// Stationary from the first hour on: every mean over any horizon is the long-run one.
void TestExactTime::beginningInTheLongRun() {
    const Chain chain = repairman(1, 1, 1, 1000, 10);
    ExactQuestion question;
    question.longRunStart = true;
    question.horizon = 10 * kHour;
    question.mission = true;
    const auto service = solved(chain, question);
    VERIFY_NEAR(service.figures.unavailability, 10.0 / 1010.0, 1e-14);
    VERIFY_NEAR(*service.reliability, 1000.0 / 1010.0 * std::exp(-0.01), 1e-13);
    VERIFY_NEAR(*service.meanFirstOutage / kHour, 1000.0 * 1000.0 / 1010.0, 1e-13);
}

// An Erlang life has an age, so a stationary start of it is no single state; an exponential one has none.
void TestExactTime::anAgedLifeThatWearsIsRefused() {
    for (const auto& [law, refused] : {std::pair("Exp(100 h)", false), std::pair("Erlang(100 h, 2)", true)}) {
        const Design design = compiledText(
            std::string("{ \"nueves\": 1, \"parts\": { \"x\": { \"failures\": { \"stop\": { \"every\": \"") +
            law +
            "\", \"repair\": { \"takes\": \"Exp(1 h)\" } } } } }, \"services\": { \"s\": { \"needs\": \"x\" "
            "} } }");
        model::State state = behaviour::Dynamics::blank(*design.system);
        ListingDoors doors(*design.system, state);
        const auto& mode = design.system->modes.raw().front();
        QString reason;
        try {
            doors.startAged(mode.everyClock, mode.every, {}, {});
        } catch (const engine::Refusal& refusal) {
            reason = QString::fromStdString(refusal.reason);
        }
        QCOMPARE(reason, refused ? QString("law") : QString());
    }
}

// Nine independent units over a year: 25 000 jumps, of which some hundreds are made until nothing changes any
// more. Shares and end by the product of the units' own courses.
void TestExactTime::onceSettledItStaysSo() {
    std::vector<std::pair<double, double>> units(8, {400.0, 10.0});
    units.emplace_back(50.0, 1.0 / 2.1);
    const Rates rates = ratesOf(independent(units));
    const double hours = 8760.0;
    QVERIFY(rates.fastest() * hours * kHour > 20'000); // below, nobody looks whether it has settled
    const auto course = courseOver(rates, startOf(independent(units)), hours * kHour);
    QVERIFY(static_cast<bool>(course));
    const auto allUp = [&](double at) {
        double p = 1.0;
        for (const auto& [mttf, mttr] : units) {
            const double sum = 1 / mttf + 1 / mttr;
            p *= 1.0 + std::expm1(-sum * at) / mttf / sum;
        }
        return p;
    };
    const auto simpson = [&](double from, double to, int steps) {
        const double h = (to - from) / steps;
        double total = 0.0;
        for (int i = 0; i <= steps; ++i)
            total += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * (1.0 - allUp(from + i * h));
        return total * h / 3;
    };
    const double loss = simpson(0, 10, 20000) + simpson(10, 300, 20000) + simpson(300, hours, 2000);
    double notAllUp = 0.0, rarest = 1.0;
    for (std::size_t i = 1; i != course->share.size(); ++i) notAllUp += course->share[i];
    for (const auto& [mttf, mttr] : units) rarest *= mttr / (mttf + mttr);
    VERIFY_NEAR(notAllUp, loss / hours, 1e-11);
    VERIFY_NEAR(course->end[0], allUp(hours), 1e-12);
    VERIFY_NEAR(course->end.back(), rarest, 1e-11); // 1e-15: all of them down, to its own digits
}

// Rates from 1/400 h to 1e5/h and 2048 states: 9e8 jumps a year, or thirty products of large matrices.
void TestExactTime::tooMuchWorkIsRefused() {
    std::vector<std::pair<double, double>> units(10, {400.0, 10.0});
    units.emplace_back(50.0, 1e-5);
    const Chain chain = independent(units);
    const auto course = courseOver(ratesOf(chain), startOf(chain), 8760 * kHour);
    QVERIFY(!course);
    QCOMPARE(course.error().reason, std::string("work"));
    QCOMPARE(course.error().entity, std::string("2048 states"));
    ExactQuestion question;
    question.horizon = 8760 * kHour;
    const auto outcome = solveExactly(chain, question, {"system"}, 0);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().reason, std::string("work"));
}

// The mean of a stiff year is quick by doubling; the distribution of its downtime would need every jump.
void TestExactTime::whatIsTooMuchWorkIsLeftOut() {
    ExactQuestion question;
    question.horizon = 8760 * kHour;
    question.downtime = true;
    question.probabilities = {0.5};
    const auto outcome = solveExactly(repairman(1, 1, 1, 1000, 1.0 / 36000), question, {"system"}, 0);
    QVERIFY(static_cast<bool>(outcome));
    QCOMPARE(outcome->leftOut.size(), std::size_t{1});
    QCOMPARE(outcome->leftOut[0].entity, std::string("system"));
    QCOMPARE(outcome->leftOut[0].reason, std::string("work"));
    QVERIFY(!outcome->services[0].downtime);
    const double u = 1.0 / 36000 / (1000 + 1.0 / 36000), sum = 1e-3 + 36000.0;
    VERIFY_NEAR(outcome->services[0].figures.unavailability, u * (1.0 - 1.0 / (sum * 8760)), 1e-11);
}

QTEST_APPLESS_MAIN(TestExactTime)
#include "tst_exact_time.moc"
