// From files to checked scenarios: what each kind of value becomes, and every mistake that a file may hold.
#include "sim/io/scenario_reader.hpp"
#include "sim/scenario/canonical.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;

namespace {

io::ReadOutcome read(const std::string& sections, const io::ReadOptions& options = {}) {
    return io::readScenarioText("{\"nueves\": 1, " + sections + "}", "test.json", options);
}

QString codes(const io::ReadOutcome& outcome) {
    QStringList list;
    for (const auto& issue : outcome.issues) list << QString::fromStdString(issue.code + " " + issue.path);
    return list.join("; ");
}

} // namespace

class ScenarioReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void aPlainFileBecomesAPlainStruct() {
        const auto outcome = read(
            "\"parts\": {\"unit\": {\"count\": 3, \"failures\": {\"stop\": {\"every\": \"Exp(1000 h)\","
            "\"repair\": {\"takes\": \"Exp(10 h)\", \"crew\": \"fitter\"}}}}},"
            "\"services\": {\"system\": {\"needs\": \"2 of unit\"}}, \"crews\": {\"fitter\": {\"size\": 1}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(codes(outcome)));
        QCOMPARE(outcome.designs.size(), std::size_t{1});
        const scenario::Scenario& scenario = outcome.designs[0];
        const scenario::Thing& unit = scenario.parts.at(0);
        QCOMPARE(unit.count, 3);
        QVERIFY(*unit.failures.at(0).every == core::Law::exponential(3.6e6));
        QVERIFY(unit.failures[0].repair->list.at(0).takes == core::Law::exponential(36000.0));
        QCOMPARE(unit.failures[0].repair->list[0].crew->steps.at(0).id, std::string("fitter"));
        QCOMPARE(scenario.services.at(0).needs->k, 2);
        QVERIFY(scenario.assumptions.empty());
    }
    void aPresetComesUnderTheThingThatUsesIt() {
        const auto outcome = read("\"parts\": {\"pc\": {\"use\": \"gaming-pc\", \"cpu\": 64}}, \"services\": "
                                  "{\"web\": {\"on\": \"pc\"}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(codes(outcome)));
        const scenario::Thing& pc = outcome.designs.at(0).parts.at(0);
        QCOMPARE(pc.cpu, 64.0);
        QVERIFY(pc.kind == scenario::Kind::host);
        QVERIFY(!pc.failures.empty());
        QVERIFY(!outcome.designs[0].assumptions.empty());
    }
};

QTEST_APPLESS_MAIN(ScenarioReaderTest)
#include "tst_scenario_reader.moc"
