// The small worked examples of the semantics: who delivers how much (section 7), who gets the processor
// (section 6), when a check notices (rotation), what the naive figure leaves out, and under which name time
// passes (phases). Scenarios without luck are exact.
#include "tests/verification/simulated.hpp"

using namespace nueves;
using namespace nueves::verification;

namespace {

constexpr double kExact = 1e-9;
constexpr double kCentury = 876'600.0; // hours

ServiceResult only(const std::string& text, const Settings& settings = {.hours = 100.0, .histories = 2},
                   const std::string& service = "web") {
    return serviceOf(run(fromText(text), settings), "", service);
}

bool near(double seen, double expected) {
    return std::abs(seen - expected) < kExact;
}

// Two machines, one of them at 30 % of its speed from the first to the last moment.
std::string limping(const std::string& keys, const std::string& parts = "") {
    return "{'nueves': 1, 'parts': {'host': {'kind': 'host', 'count': 2, 'except': {'1': {'failures': "
           "{'tired': "
           "{'probability': '100 %', 'effect': {'slow': '30 %'}}}}}}" +
           parts + "}, 'services': {'web': {'on': 'host', 'replicas': 2" + keys +
           "}}, 'run': {'measure': 'horizon'}}";
}

// A machine of 32 cores with three applications of 4, the first of which takes all the processor it can
// reach.
std::string busy(const std::string& app, const std::string& host, const std::string& effect) {
    const std::string keys = "'on': 'host', 'requests': {'cpu': 4}" + app;
    return "{'nueves': 1, 'parts': {'host': {'kind': 'host', 'cpu': 32, 'os': {}" + host +
           "}}, 'services': {'one': {" + keys +
           ", 'failures': {'bug': {'probability': '100 %', 'effect': " + effect + "}}}, 'web': {" + keys +
           "}, 'three': {" + keys + "}}, 'run': {'measure': 'horizon'}}";
}

// Two replicas on machines with 1000 h between failures and 10 h of repair.
std::string twoHosts(const std::string& required, const std::string& parts = "",
                     const std::string& net = "") {
    const std::string fails =
        "'failures': {'stop': {'every': 'Exp(1000 h)', 'repair': {'takes': 'Exp(10 h)'}}}";
    return "{'nueves': 1, 'parts': {'host': {'kind': 'host', 'count': 2, " + fails + net + "}" + parts +
           "}, 'services': {'web': {'on': 'host', 'replicas': 2, 'required': " + required + "}}}";
}

// Machines behind a balancer that asks every two seconds; the first is killed at 100 h for ten hours.
std::string checked(int replicas, const std::string& required) {
    const std::string n = std::to_string(replicas);
    return "{'nueves': 1, 'parts': {'host': {'kind': 'host', 'count': " + n +
           "}, 'front': {'kind': 'balancer', 'check': {'every': '2 s', 'fall': 3, 'rise': 2}}}, "
           "'services': {'web': {'on': 'host', 'replicas': " +
           n + ", 'required': " + required +
           ", 'behind': 'front'}}, 'script': [{'at': '100 h', 'do': 'kill', 'on': 'host[1]', 'for': '10 "
           "h'}], "
           "'run': {'measure': 'horizon', 'horizon': '200 h'}}";
}

} // namespace

class SmallExamplesTest : public QObject {
    Q_OBJECT

  private slots:
    void usersSpreadEvenlyOverFastAndSlow() {
        const auto web = only(limping(""));
        QVERIFY(near(web.fraction.value, (1.0 + 0.3) / 2.0));
        QVERIFY(near(web.degraded.value, 1.0));
        QVERIFY(near(web.unavailability.value, 0.0));
    }

    void aShareIsAskedOfTheFraction() {
        QVERIFY(near(only(limping(", 'required': '65 %'")).unavailability.value, 0.0));
        QVERIFY(near(only(limping(", 'required': '66 %'")).unavailability.value, 1.0));
        QVERIFY(near(only(limping(", 'required': 2")).unavailability.value, 0.0)); // slow is not down
    }

    void underThePolicyFirstAllGoToTheFirst() {
        const std::string front = "'kind': 'balancer', 'check': {'every': '1 s', 'fall': 1, 'rise': 1}";
        const std::string behind = ", 'behind': 'front'";
        const auto even = only(limping(behind, ", 'front': {" + front + "}"));
        const auto first = only(limping(behind, ", 'front': {" + front + ", 'policy': 'first'}"));
        QVERIFY(near(even.fraction.value, 0.65));
        QVERIFY(near(first.fraction.value, 0.3));
    }

    // Section 6: 32 cores, three applications of 4. On the metal and in a container without limit nothing is
    // left; with a limit of 4, 28 are left for the 8 asked; a hog of 80 % leaves 6.4 for 8.
    void aHogTakesWhatItCanReach() {
        const std::string all = "'cpu-hog'";
        const std::string limit = ", 'limits': {'cpu': 4}";
        QVERIFY(near(only(busy("", "", all)).fraction.value, 0.0));
        QVERIFY(near(only(busy(limit, "", all)).fraction.value, 1.0));
        QVERIFY(near(only(busy("", "", "{'cpu-hog': '80 %'}")).fraction.value, 0.8));
        const std::string inside = ", 'inside': {'container': {}}";
        QVERIFY(near(only(busy(inside, ", 'runtime': {}", all)).fraction.value, 0.0));
        QVERIFY(near(only(busy(inside + limit, ", 'runtime': {}", all)).fraction.value, 1.0));
        const std::string vm = ", 'inside': {'vm': {'limits': {'cpu': 4}}}";
        QVERIFY(near(only(busy(vm, ", 'hypervisor': {}", all)).fraction.value, 1.0));
    }

    void aBusyLoopServesNobodyButItsNeighbourMayBeDegraded() {
        const std::string text = busy("", "", "{'cpu-hog': '80 %'}");
        const auto hog = only(text, {.hours = 100.0, .histories = 2}, "one");
        QVERIFY(near(hog.unavailability.value, 1.0));
        const auto other = only(text);
        QVERIFY(near(other.unavailability.value, 0.0));
        QVERIFY(near(other.degraded.value, 1.0));
    }

    // u = 10 / 1010: both at once, or either.
    void oneOfTwoIsEnoughOrAllTheWorkIsWanted() {
        const double u = 10.0 / 1010.0;
        const Settings settings{.hours = kCentury, .histories = 200};
        const auto one = only(twoHosts("1"), settings);
        QVERIFY2(holds(widened(one.unavailability), u * u), qPrintable(say(one.unavailability, u * u)));
        const double either = 1.0 - (1.0 - u) * (1.0 - u);
        const auto all = only(twoHosts("'95 %'"), settings);
        QVERIFY2(holds(widened(all.unavailability), either), qPrintable(say(all.unavailability, either)));
        QVERIFY(halfWidth(all.unavailability) < 0.02 * either);
        QVERIFY(halfWidth(one.unavailability) < 0.05 * u * u);
    }

    // The naive figure gives each copy a switch of its own.
    void aSharedSwitchIsWorseThanTheNaiveFigureSays() {
        const std::string shared =
            ", 'box': {'kind': 'switch', 'failures': {'stop': {'every': 'Exp(10000 h)', "
            "'repair': {'takes': 'Exp(10 h)'}}}}";
        const auto web = only(twoHosts("1", shared, ", 'net': 'box'"), {.hours = kCentury, .histories = 200});
        const double box = 10000.0 / 10010.0, host = 1000.0 / 1010.0, u = 1.0 - host;
        const double truth = 1.0 - box * (1.0 - u * u), chain = 1.0 - box * host;
        QVERIFY(web.naive.has_value());
        QVERIFY2(std::abs(web.naive->value / (chain * chain) - 1.0) < 1e-12,
                 qPrintable(QString::number(web.naive->value, 'g', 12)));
        QVERIFY(std::abs(web.naive->value - 1.185943e-4) < 5e-11);
        QVERIFY2(holds(widened(web.unavailability), truth), qPrintable(say(web.unavailability, truth)));
        QVERIFY(halfWidth(web.unavailability) < 0.05 * truth);
    }

    // Three probes in a row that fail, each two seconds after the last, from an even phase: 4 to 6 s, mean 5
    // s. Mean of n even values of width 2 s: sigma 2 s / sqrt(12 n).
    void aDeadTargetLeavesTheRotationAfterFourToSixSeconds() {
        const int n = 4000;
        const auto web = only(checked(2, "'95 %'"), {.histories = n});
        const double seconds = web.unavailability.value * 200.0 * 3600.0;
        QVERIFY2(std::abs(seconds - 5.0) < kZ999 * 2.0 / std::sqrt(12.0 * n),
                 qPrintable(QString::number(seconds)));
        QVERIFY(near(web.outagesPerYear.value, core::kHoursPerYear / 200.0));
        QVERIFY(web.longestOutageHours * 3600.0 <= 6.0);
        for (const auto& quantile : web.longestOutageQuantiles) QVERIFY(quantile.value * 3600.0 > 4.0);
    }

    // The only one is missed at once, and is back two probes after it works again: 2 to 4 s.
    void aTargetIsBackInTheRotationAfterTwoToFourSeconds() {
        const int n = 4000;
        const auto web = only(checked(1, "1"), {.histories = n});
        const double seconds = (web.unavailability.value * 200.0 - 10.0) * 3600.0;
        QVERIFY2(std::abs(seconds - 3.0) < kZ999 * 2.0 / std::sqrt(12.0 * n),
                 qPrintable(QString::number(seconds)));
        QVERIFY((web.longestOutageHours - 10.0) * 3600.0 <= 4.0);
        for (const auto& quantile : web.longestOutageQuantiles)
            QVERIFY((quantile.value - 10.0) * 3600.0 > 2.0);
    }

    // Half an hour until somebody knows, then 1, 2, 3 and 4 h in order, and half an hour to start what stands
    // on it.
    void downtimePassesUnderTheNameOfWhatIsGoingOn() {
        const auto web = only("{'nueves': 1, 'parts': {'host': {'kind': 'host', 'os': {'startup': '30 min'}, "
                              "'failures': {'stop': {'every': 'Fixed(20 h)', 'detect': '30 min', 'repair': "
                              "{'response': '1 h', 'diagnosis': '2 h', 'part': '3 h', 'takes': '4 h'}}}}}, "
                              "'services': {'web': {'on': 'host'}}, 'run': {'measure': 'horizon'}}",
                              {.hours = 50.0, .histories = 2});
        const std::pair<const char*, double> parts[] = {{"detection", 0.5}, {"response", 1.0},
                                                        {"diagnosis", 2.0}, {"part", 3.0},
                                                        {"repair", 4.0},    {"startup", 0.5}};
        for (const auto& [phase, hours] : parts) {
            const double seen = phaseMinutes(web, phase) / 60.0 / kCaseYear * 50.0;
            QVERIFY2(near(seen, hours), qPrintable(QString("%1: %2").arg(phase).arg(seen, 0, 'g', 12)));
        }
        QVERIFY(near(web.unavailability.value * 50.0, 11.0));
    }
};

QTEST_APPLESS_MAIN(SmallExamplesTest)
#include "tst_small_examples.moc"
