// A history recorded as a script and replayed with nothing else happening is the same night: the same
// microseconds of downtime and the same outages, on the same design; and a log says what no script can.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/prepare.hpp"
#include "sim/methods/recording.hpp"
#include "support/json_text.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace nueves;
using scenario::Scenario;
using scenario::ScriptLog;
using test::issuesOf;

namespace {

io::ReadOutcome read(const std::string& text, const std::string& script = {}) {
    io::ReadOptions options;
    options.script = script;
    return test::readText(text, options);
}

Scenario only(const io::ReadOutcome& outcome) {
    if (outcome.designs.size() != 1) throw std::runtime_error(issuesOf(outcome).toStdString());
    return outcome.designs.front();
}

measure::HistoryTally simulated(const Scenario& scenario, std::uint64_t history) {
    std::vector<core::Issue> issues;
    const auto prepared = methods::prepare(scenario, issues);
    methods::Sampler sampler(*prepared.system, prepared.plan);
    return sampler.run(history - 1);
}

ScriptLog recorded(const Scenario& scenario, std::uint64_t history) {
    std::vector<core::Issue> issues;
    ScriptLog log = methods::recordHistory(scenario, history, issues);
    if (core::hasError(issues)) throw std::runtime_error(issues.front().code);
    return log;
}

QString difference(const measure::HistoryTally& a, const measure::HistoryTally& b) {
    for (std::size_t i = 0; i != a.services.size(); ++i) {
        const auto& x = a.services[i];
        const auto& y = b.services[i];
        if (x.down != y.down) return QString("down %1 and %2 us").arg(x.down[0]).arg(y.down[0]);
        if (x.outages != y.outages) return QString("%1 and %2 outages").arg(x.outages).arg(y.outages);
        if (x.longest != y.longest) return QString("longest %1 and %2 us").arg(x.longest).arg(y.longest);
        if (x.degraded != y.degraded) return QString("degraded %1 and %2 us").arg(x.degraded).arg(y.degraded);
        if (x.firstOutage != y.firstOutage) return "first outage";
    }
    return {};
}

const std::string kSingle = "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'pc': {'failures': "
                            "{'crash': {'every': 'Exp(500 h)', "
                            "'detect': 'Exp(5 min)', 'repair': 'LogNormal(median 4 h, sigma 1.2)'}}}}, "
                            "'services': {'web': {'needs': 'pc'}}}";

// One pair of hands for all: repairs wait, and the log says how long each took in the end.
const std::string kTwoOfThree =
    "{'nueves': 1, 'run': {'measure': 'horizon'}, 'crews': {'one': {}}, 'parts': {'s': {'count': 3, 'crew': "
    "'one', "
    "'failures': {'crash': {'every': 'Weibull(mean 400 h, shape 2)', 'repair': 'Exp(60 h)'}, 'disk': "
    "{'every': "
    "'Exp(2000 h)', 'effect': 'hang', 'repair': 'Exp(2 h)'}}}}, 'services': {'web': {'needs': '2 of s'}}}";

// Cuts, batteries, engines that may not start, machines that take minutes to come back, planned work.
const std::string kTwoZones =
    "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'zone': {'kind': 'zone', 'count': 2, 'parts': {"
    "'grid': {'kind': 'grid', 'failures': {'cut': {'every': 'Exp(20 d)', 'repair': 'Exp(45 min)'}}}, "
    "'engine': {'kind': 'generator', 'startup': [{'takes': '20 s', 'works': '70 %'}, 'Exp(4 h)']}, "
    "'ups': {'kind': 'ups', 'power': {'any': ['grid', 'engine']}, 'bridges': '10 min'}, "
    "'host': {'kind': 'host', 'count': 2, 'power': 'ups', 'startup': '4 min', 'os': {'startup': 'Uniform(1 "
    "min, 3 min)',"
    " 'failures': {'panic': {'every': 'Exp(60 d)', 'repair': '10 min'}}, 'maintenance': {'patching': "
    "{'every': '28 d', "
    "'takes': 'Exp(20 min)'}}}}}}}, 'commonCauses': {'flood': {'every': 'Exp(90 d)', 'hits': 'zone[1]', "
    "'repair': "
    "'Exp(1 d)'}}, 'services': {'web': {'on': 'zone.host', 'replicas': 4, 'required': 3, 'failures': {'bug': "
    "{'every': 'Exp(30 d)', 'repair': 'Exp(30 min)'}}}}}";

// Everything else that can be said: false alarms, houses that burn, flapping, hogs, certificates, a script.
const std::string kRest =
    "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'site': {'kind': 'site', "
    "'failures': {'fire': {'every': "
    "'Exp(300 d)', 'effect': 'destroy', 'repair': 'Exp(9 d)'}}}, "
    "'host': {'kind': 'host', 'count': 3, 'in': 'site', 'cpu': 8, 'startup': '5 min', "
    "'failures': {'wear': {'every': "
    "'Exp(100 d)', 'detect': {'falseAlarm': 'Exp(50 d)'}, 'repair': 'Exp(3 h)'}}, "
    "'os': {'startup': '1 min'}}}, "
    "'services': {'web': {'on': 'host', 'replicas': 3, 'required': 2, 'startup': '30 "
    "s', 'failures': {'bad': {'every': 'Exp(40 d)', 'effect': {'flap': 'Exp(10 min)'}, "
    "'repair': 'Exp(2 h)'}, 'busy': {'every': 'Exp(40 d)', 'effect': "
    "'cpu-hog', 'repair': 'Exp(1 h)'}, 'cert': {'every': 'Exp(80 d)', 'effect': "
    "'expire', 'repair': 'Exp(5 h)'}}}}, "
    "'script': [{'at': '60 d', 'do': 'stop', 'on': 'web', 'for': '5 h'}, {'at': '60 d 2 h', 'do': 'start', "
    "'on': 'web[1]'}, {'at': '20 d', 'do': 'kill', 'on': 'host[1]', 'for': '90 min'}, {'at': "
    "'30 d', 'do': 'stop', 'on': "
    "'host[2]', 'for': '7 h'}, {'at': '31 d', 'do': 'restart', 'on': 'host[3]'}, "
    "{'at': '40 d', 'do': 'kill', 'on': "
    "'host[3]'}, {'at': '50 d', 'do': 'kill', 'on': 'web[1]', 'for': '3 d'}, {'at': "
    "'51 d', 'do': 'repair', 'on': "
    "'web[1]'}]}";

} // namespace

class RecordingTest : public QObject {
    Q_OBJECT

  private slots:
    void aRecordedNightIsTheSameNight_data();
    void aRecordedNightIsTheSameNight();
    void recordingChangesNothing();
    void anotherHouseMeetsTheSameNight();
    void aloneNothingHappens();
    void whatNoScriptSaysIsNamed();
    void aMachineTakenBackIsNamed();
    void aLateNoticeIsNamed();
    void plannedWorkAndShocksHaveTheirVerbs();
    void aLongRunHasNothingToRecord();

  private:
    std::string written(const std::string& text, const char* name = "log.json") {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(text.data(), static_cast<qsizetype>(text.size()));
        return path.toStdString();
    }
    QTemporaryDir m_folder;
};

void RecordingTest::aRecordedNightIsTheSameNight_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("one server") << QString::fromStdString(kSingle);
    QTest::newRow("two of three, one crew") << QString::fromStdString(kTwoOfThree);
    QTest::newRow("two zones") << QString::fromStdString(kTwoZones);
    QTest::newRow("the rest") << QString::fromStdString(kRest);
}

void RecordingTest::aRecordedNightIsTheSameNight() {
    QFETCH(QString, file);
    const Scenario design = only(read(file.toStdString()));
    int outages = 0;
    for (std::uint64_t history = 1; history <= 25; ++history) {
        const ScriptLog log = recorded(design, history);
        QVERIFY(log.unsaid.empty());
        const std::string path = written(io::scriptToJson(log));
        const auto first = simulated(design, history);
        const auto again = simulated(only(read(file.toStdString(), path)), history);
        const QString differs = difference(first, again);
        QVERIFY2(differs.isEmpty(), qPrintable(QString("history %1: %2").arg(history).arg(differs)));
        outages += static_cast<int>(first.services[0].outages);
    }
    QVERIFY(outages > 0);
}

void RecordingTest::recordingChangesNothing() {
    const Scenario design = only(read(kTwoZones));
    std::vector<core::Issue> issues;
    const auto prepared = methods::prepare(design, issues);
    methods::Sampler sampler(*prepared.system, prepared.plan);
    const auto plain = sampler.run(3);
    const std::uint64_t fingerprint = sampler.fingerprint();
    measure::Chronicle chronicle(*prepared.system);
    const auto watched = sampler.record(3, chronicle);
    QCOMPARE(sampler.fingerprint(), fingerprint);
    QVERIFY(difference(plain, watched).isEmpty());
    QVERIFY(!chronicle.happenings().empty());
}

// Two of three in place of all three: never worse, and better as soon as one alone was down.
void RecordingTest::anotherHouseMeetsTheSameNight() {
    const auto need = [](const char* what) {
        return "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'s': {'count': 3, 'failures': "
               "{'crash': {'every': "
               "'Exp(200 h)', 'repair': 'Exp(50 h)'}}}}, 'services': {'web': {'needs': '" +
               std::string(what) + "'}}}";
    };
    const Scenario all = only(read(need("3 of s")));
    const ScriptLog log = recorded(all, 1);
    const std::string path = written(io::scriptToJson(log));
    const auto strict = simulated(all, 1), two = simulated(only(read(need("2 of s"), path)), 1);
    const auto one = simulated(only(read(need("1 of s"), path)), 1);
    QVERIFY(strict.services[0].down[0] > two.services[0].down[0]);
    QVERIFY(two.services[0].down[0] >= one.services[0].down[0]);
    // Down with all needed: some fault; with two: at least two at once; with one: three. Added up: every
    // fault's length.
    std::int64_t sum = 0;
    for (const auto& action : log.actions) sum += action.lasts->count();
    QCOMPARE(sum - strict.services[0].down[0], two.services[0].down[0] + one.services[0].down[0]);
    QVERIFY(one.services[0].down[0] > 0);
}

void RecordingTest::aloneNothingHappens() {
    for (const std::string& file : {kSingle, kTwoOfThree, kTwoZones, kRest}) {
        const std::string path = written("{\"nueves\": 1, \"alone\": \"yes\", \"script\": []}");
        const auto outcome = read(file, path);
        QVERIFY(std::any_of(outcome.issues.begin(), outcome.issues.end(), [&](const core::Issue& issue) {
            return issue.code == "only-script" && issue.place.file == path;
        }));
        for (std::uint64_t history = 1; history <= 5; ++history)
            QCOMPARE(simulated(only(outcome), history).services[0].down[0], std::int64_t{0});
    }
}

void RecordingTest::whatNoScriptSaysIsNamed() {
    const Scenario design = only(read(
        "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'h': {'kind': 'host', 'cpu': 4, 'memory': "
        "'8 GiB', 'os': {}}}, 'services': {'web': {'on': 'h', 'requests': {'memory': '1 GiB'}, 'limits': "
        "{'memory': '2 GiB'}, 'failures': {'limp': {'every': 'Exp(60 d)', 'effect': {'slow': '30 %'}, "
        "'repair': '1 h'}, 'leak': {'every': 'Exp(60 d)', 'effect': {'memory-leak': '1 MiB/s'}, 'repair': "
        "'1 h'}, 'half': {'every': 'Exp(60 d)', 'effect': {'cpu-hog': '50 %'}, 'repair': '1 h'}, 'blink': "
        "{'every': 'Exp(60 d)', 'repair': '0 s'}}}}}"));
    QStringList seen;
    for (std::uint64_t history = 1; history <= 20; ++history)
        for (const auto& unsaid : recorded(design, history).unsaid)
            seen << QString::fromStdString(unsaid.why + " " + unsaid.what);
    for (const char* what :
         {"no-verb web[1].limp", "no-verb web[1].leak", "no-verb web[1].half", "instant web[1].blink"})
        QVERIFY2(seen.contains(what), qPrintable(seen.join(", ")));
}

// A script alone takes no machine back: that it happened is said.
void RecordingTest::aMachineTakenBackIsNamed() {
    const Scenario design = only(read("{'nueves': 1, 'run': {'measure': 'horizon', 'horizon': '3 d'}, "
                                      "'parts': {'node': {'kind': 'host', 'lifetime': "
                                      "'Fixed(40 h)', 'scaling': {'by': 'nodes', 'max': 1, 'provision': '2 "
                                      "min'}}}, 'services': {'web': {'on': "
                                      "'node'}}}"));
    const ScriptLog log = recorded(design, 1);
    QCOMPARE(log.unsaid.size(), std::size_t{1});
    QCOMPARE(log.unsaid.front().what, std::string("spot interruption of node[1]"));
    QCOMPARE(log.unsaid.front().why, std::string("no-verb"));
    QCOMPARE(log.unsaid.front().at, core::after(core::kStart, std::chrono::hours(40)));
}

void RecordingTest::aLateNoticeIsNamed() {
    const Scenario design = only(read("{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'n': {'count': "
                                      "2, 'failures': {'crash': {'every': "
                                      "'Exp(30 d)', 'detect': '5 min', 'repair': '3 h'}}}, 'pair': {'kind': "
                                      "'standby', 'of': 'n', 'switch': "
                                      "'30 s'}}, 'services': {'web': {'needs': 'pair'}}}"));
    const ScriptLog log = recorded(design, 1);
    QVERIFY(!log.unsaid.empty());
    for (const auto& unsaid : log.unsaid) {
        QVERIFY(unsaid.why == "noticed");
        QVERIFY(*unsaid.lasts == std::chrono::minutes(5));
    }
}

void RecordingTest::plannedWorkAndShocksHaveTheirVerbs() {
    const Scenario design = only(read(kTwoZones));
    QStringList verbs;
    for (std::uint64_t history = 1; history <= 10; ++history)
        for (const auto& action : recorded(design, history).actions)
            verbs << QString::fromStdString(action.verb + " " + action.on + " " + action.what);
    QVERIFY(verbs.contains("kill zone[1] flood"));
    QVERIFY(
        verbs.contains("maintain patching zone[2].host[1].os maintenance.patching of zone[2].host[1].os"));
    QVERIFY2(verbs.contains("kill zone[2].grid[1] zone[2].grid[1].cut"), qPrintable(verbs.join(", ")));
}

void RecordingTest::aLongRunHasNothingToRecord() {
    std::string steady = kSingle;
    steady.replace(steady.find("horizon"), 7, "steady");
    std::vector<core::Issue> issues;
    methods::recordHistory(only(read(steady)), 1, issues);
    QCOMPARE(issues.size(), std::size_t{1});
    QVERIFY(issues[0].code == "steady-with-script");
    const std::string path =
        written("{\"nueves\": 1, \"script\": [{\"at\": \"2 h\", \"do\": \"kill\", \"on\": \"pc\", "
                "\"for\": \"1 h\"}]}");
    QVERIFY(issuesOf(read(steady, path)).contains("steady-with-script"));
}

QTEST_APPLESS_MAIN(RecordingTest)
#include "tst_recording.moc"
