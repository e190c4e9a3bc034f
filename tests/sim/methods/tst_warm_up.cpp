// What is not measured before a long-run figure: enough to forget the start, the same for whoever can be
// alike.
#include "sim/methods/sampling/warm_up.hpp"

#include "support/small_systems.hpp"
#include "support/timeline.hpp"

using namespace nueves;

namespace {

std::string unit(const std::string& name, const std::string& every, const std::string& repair) {
    return "'" + name + "': {'failures': {'stop': {'every': '" + every + "', 'repair': {'takes': '" + repair +
           "'}}}}";
}
const std::string kUnit = "'parts': {" + unit("unit", "Exp(900 h)", "Exp(9 h)");
const std::string kService = "}, 'services': {'s': {'needs': 'unit'}}";

double years(const std::string& body) {
    const auto scenario = test::scenarioOf(body, "steady");
    const auto compiled = model::compile(scenario, core::kStart + core::kYear);
    return core::seconds(methods::warmUp(*compiled.system)) / core::kSecondsPerYear;
}

analysis::Result steady(scenario::Scenario scenario, int histories) {
    scenario.run.histories = histories;
    auto study = methods::runStudy({scenario}, {});
    return std::move(study.result);
}

// A pair that stays where it switched to; the reserve fails ten times as often.
std::string pair() {
    return "'parts': {" + unit("a", "Exp(20 a)", "Exp(10 h)") + ", " + unit("b", "Exp(2 a)", "Exp(10 h)") +
           ", 'pair': {'kind': 'standby', 'of': ['a', 'b'], 'reserve': 'hot', 'switch': {'takes': 'Exp(24 "
           "h)'}}},"
           " 'services': {'s': {'needs': 'pair'}}";
}
// A reserve that dies unseen until it is called on.
std::string hiding() {
    return "'parts': {" + unit("a", "Exp(5 a)", "Exp(10 h)") +
           ", 'b': {'failures': {'stop': {'every': 'Exp(5 a)', 'detect': {'hidden': '100 %'}, 'repair': "
           "{'takes': 'Exp(60 h)'}}}},"
           " 'pair': {'kind': 'standby', 'of': ['a', 'b'], 'reserve': 'hot', 'switch': {'takes': 'Exp(1 h)'},"
           " 'failback': 'auto'}}, 'services': {'s': {'needs': 'pair'}}";
}

} // namespace

class TestWarmUp : public QObject {
    Q_OBJECT

  private slots:
    void isAYearAndLongerOnlyForWhatForgetsSlowly_data();
    void isAYearAndLongerOnlyForWhatForgetsSlowly();
    void anUnrelatedHostLeavesLongRunFiguresAsTheyAre();
    void whatForgetsSlowlyIsMeasuredWithoutBias_data();
    void whatForgetsSlowlyIsMeasuredWithoutBias();
};

void TestWarmUp::isAYearAndLongerOnlyForWhatForgetsSlowly_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<double>("expected");
    const auto row = [](const char* name, const std::string& body, double expected) {
        QTest::newRow(name) << QString::fromStdString(body) << expected;
    };
    row("repairs of hours", kUnit + kService, 1.0);
    row("an unrelated host, 45 days", kUnit + ", " + unit("other", "Exp(50 d)", "Exp(45 d)") + kService, 1.0);
    row("8 x 100 days", kUnit + ", " + unit("other", "Exp(50 d)", "Exp(100 d)") + kService, 3.0);
    row("never more than 50", kUnit + ", " + unit("other", "Exp(50 d)", "Exp(100 a)") + kService, 50.0);
    row("5 / (1/20 + 1/2) years", pair(), 10.0);
    row("5 x 5 years", hiding(), 25.0);
}

void TestWarmUp::isAYearAndLongerOnlyForWhatForgetsSlowly() {
    QFETCH(QString, body);
    QFETCH(double, expected);
    QCOMPARE(years(body.toStdString()), expected);
}

void TestWarmUp::anUnrelatedHostLeavesLongRunFiguresAsTheyAre() {
    const auto alone = steady(test::scenarioOf(kUnit + kService, "steady"), 64);
    const auto other = ", " + unit("other", "Exp(50 d)", "Exp(30 d)");
    const auto both = steady(test::scenarioOf(kUnit + other + kService, "steady"), 64);
    const auto &a = alone.services.front(), &b = both.services.front();
    QVERIFY(both.events > alone.events);
    QVERIFY(a.unavailability.value > 0.0);
    QCOMPARE(b.unavailability.value, a.unavailability.value);
    QCOMPARE(b.unavailability.low, a.unavailability.low);
    QCOMPARE(b.unavailability.high, a.unavailability.high);
    QCOMPARE(b.outagesPerYear.value, a.outagesPerYear.value);
    QCOMPARE(b.causes.front().hoursPerYear, a.causes.front().hoursPerYear);
}

void TestWarmUp::whatForgetsSlowlyIsMeasuredWithoutBias_data() {
    QTest::addColumn<QString>("body");
    QTest::newRow("who is active") << QString::fromStdString(pair());
    QTest::newRow("what hides") << QString::fromStdString(hiding());
}

// Against the chain solved exactly. The interval of 95 % is widened to 99.9 % (3.29 / 1.96).
void TestWarmUp::whatForgetsSlowlyIsMeasuredWithoutBias() {
    QFETCH(QString, body);
    const auto scenario = test::scenarioOf(body.toStdString(), "steady");
    const auto compiled = model::compile(scenario, core::kStart + core::kYear);
    methods::ExactQuestion question;
    const auto exact = methods::solveExactly(*compiled.system, question);
    QVERIFY(exact);
    const double expected = exact->services.front().figures.unavailability;
    const auto seen = steady(scenario, 16384).services.front().unavailability;
    const double factor = 3.2905 / 1.95996;
    QVERIFY2(seen.value - factor * (seen.value - seen.low) <= expected &&
                 expected <= seen.value + factor * (seen.high - seen.value),
             qPrintable(QString("%1 in [%2, %3], exactly %4")
                            .arg(seen.value)
                            .arg(seen.low)
                            .arg(seen.high)
                            .arg(expected)));
    QVERIFY(seen.high <
            1.2 * seen.low); // sharp enough to see what a short warm-up would lose: a third and more
}

QTEST_APPLESS_MAIN(TestWarmUp)
#include "tst_warm_up.moc"
