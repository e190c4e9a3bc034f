// From files to scenarios: what each kind of value becomes, where its number came from, and every shipped
// file.
#include "sim/io/scenario_reader.hpp"
#include "support/json_text.hpp"

#include <QDirIterator>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace nueves;
using test::json;

namespace {

QString listed(const io::ReadOutcome& outcome) {
    QStringList list;
    for (const auto& issue : outcome.issues) {
        QString line = QString::fromStdString(issue.place.file + ":" + std::to_string(issue.place.line) +
                                              " " + issue.code + " " + issue.path);
        for (const auto& [name, value] : issue.arguments)
            line += QString::fromStdString(" " + name + "=" + value);
        list << line;
    }
    return list.join("; ");
}

#define READS(outcome)                                                                                       \
    QVERIFY2((outcome).issues.empty() && !(outcome).designs.empty(), qPrintable(listed(outcome)))
#define READS_WITH_WARNINGS(outcome) QVERIFY2(!(outcome).designs.empty(), qPrintable(listed(outcome)))

const scenario::Assumption* assumed(const scenario::Scenario& scenario, const std::string& path) {
    for (const auto& assumption : scenario.assumptions)
        if (assumption.path == path) return &assumption;
    return nullptr;
}

} // namespace

class ScenarioReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void aPlainFileBecomesAPlainStruct() {
        const auto outcome =
            test::readSections("'parts': {'unit': {'count': 3, 'failures': {'stop': {'every': 'Exp(1000 "
                               "h)', 'repair': {'takes': 'Exp(10 h)', "
                               "'crew': 'fitter'}}}}}, 'services': {'system': {'needs': '2 of unit'}}, "
                               "'crews': {'fitter': {'size': 1}}");
        READS(outcome);
        const scenario::Scenario& scenario = outcome.designs.at(0);
        const scenario::Thing& unit = scenario.parts.at(0);
        QCOMPARE(unit.count, 3);
        QVERIFY(*unit.failures.at(0).every == core::Law::exponential(3.6e6));
        QVERIFY(unit.failures[0].repair->list.at(0).takes == core::Law::exponential(36000.0));
        QCOMPARE(unit.failures[0].repair->list[0].crew->steps.at(0).id, std::string("fitter"));
        QCOMPARE(scenario.services.at(0).needs->k, 2);
        QVERIFY(scenario.services[0].required.count == 1);
        QVERIFY(scenario.assumptions.empty()); // the author wrote every number himself
    }
    void attemptsKeepTheirOrderAndChances() {
        const auto outcome = test::readSections(
            "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': [{'tried': '95 %', "
            "'takes': '30 s', 'works': '80 %'}, '1 h', 'never']}}}}");
        READS(outcome);
        const scenario::Attempts& repair = *outcome.designs[0].parts[0].failures[0].repair;
        QCOMPARE(repair.list.size(), std::size_t{2});
        QCOMPARE(repair.list[0].tried, 0.95);
        QCOMPARE(repair.list[0].works, 0.8);
        QVERIFY(repair.list[1].takes == core::Law::fixed(3600.0));
        QVERIFY(repair.never);
    }
    void effectsHaveTheirSizes() {
        const auto outcome = test::readSections(
            "'parts': {'a': {'failures': {'a': {'every': 'Exp(1 a)', 'effect': {'slow': '30 %'}, "
            "'repair': '1 h'}, "
            "'b': {'every': 'Exp(1 a)', 'effect': {'memory-leak': '36 MB/h'}, 'repair': '1 h'}, "
            "'c': {'every': 'Exp(1 a)', 'effect': {'flap': 'Exp(5 min)'}, 'repair': '1 h'}, 'd': "
            "{'every': 'Exp(1 a)', 'effect': 'cpu-hog', 'repair': '1 h'}}}}");
        READS(outcome);
        const auto& modes = outcome.designs[0].parts[0].failures;
        QCOMPARE(modes.at(0).size, 0.3);
        QCOMPARE(modes.at(1).size, 10000.0); // bytes a second
        QVERIFY(modes.at(2).flap == core::Law::exponential(300.0));
        QVERIFY(modes.at(3).effect == scenario::Effect::cpuHog);
        QCOMPARE(modes[3].size, 1.0);
    }
    void detectionMayBeHidden() {
        const auto outcome = test::readSections(
            "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'detect': {'inspect': '30 d', "
            "'hidden': '40 %', 'after': '2 min'}, 'repair': '1 h'}, "
            "'g': {'every': 'Exp(1 a)', 'detect': 'Exp(1 h)', 'repair': '1 h'}}}}");
        READS(outcome);
        const auto& modes = outcome.designs[0].parts[0].failures;
        QVERIFY(modes[0].detect.inspect == core::spanFromSeconds(30.0 * 86400.0));
        QCOMPARE(modes[0].detect.hidden, 0.4);
        QVERIFY(modes[0].detect.delay == core::Law::fixed(120.0));
        QVERIFY(modes[1].detect.delay == core::Law::exponential(3600.0));
    }
    void layersStandInTheirOrder() {
        const auto outcome =
            test::readSections("'parts': {'h': {'kind': 'host', 'runtime': 'docker', 'hypervisor': 'kvm', "
                               "'os': 'linux-server'}}, "
                               "'services': {'w': {'on': 'h', 'inside': {'vm': 'linux-vm', 'container': "
                               "{}}}, 'v': {'on': 'h', 'inside': 'container'}}");
        READS_WITH_WARNINGS(outcome);
        const auto& layers = outcome.designs[0].parts[0].layers;
        QCOMPARE(layers.size(), std::size_t{3});
        QVERIFY(layers[0].kind == scenario::Kind::os && layers[1].kind == scenario::Kind::hypervisor &&
                layers[2].kind == scenario::Kind::runtime);
        const scenario::Thing& web = outcome.designs[0].services[1];
        QVERIFY(web.inside.at(0).kind == scenario::Kind::vm &&
                web.inside.at(1).kind == scenario::Kind::container);
        QCOMPARE(web.inside[0].layers.at(0).id, std::string("os"));
        QCOMPARE(web.inside[0].preset, std::string("linux-vm"));
        QCOMPARE(outcome.designs[0].services[0].inside.at(0).id,
                 std::string("container")); // its preset's kind gives the key
    }
    void aSoftwareBalancerIsAService() {
        const auto outcome = test::readSections(
            "'parts': {'h': {'kind': 'host', 'count': 2}}, 'services': {'lb': {'use': "
            "'balancer-software', 'on': 'h[1]'}, 'web': {'on': 'h', 'replicas': 2, 'behind': 'lb'}}");
        READS(outcome);
        QVERIFY(outcome.designs[0].services[0].kind == scenario::Kind::service);
        QVERIFY(outcome.designs[0].services[0].check.has_value());
    }
    void numbersOfPresetsAndRecordsAreListedWithTheirSource() {
        const auto outcome =
            test::readSections("'parts': {'pc': {'use': 'gaming-pc', 'cpu': 64}, 'd': {'kind': 'disk', "
                               "'failures': {'wear': {'every': 'Afr(@hw.hdd.afr)', 'repair': '1 d'}}}}, "
                               "'services': {'web': {'on': 'pc'}}");
        READS(outcome);
        const scenario::Scenario& scenario = outcome.designs[0];
        const auto* own = assumed(scenario, "parts.d.failures.wear.every");
        QVERIFY(own != nullptr);
        QCOMPARE(own->from, std::string("record"));
        QCOMPARE(own->value, std::string("Afr(1.57 %)"));
        QVERIFY(own->source.find("Backblaze") != std::string::npos && !own->assumed);
        QVERIFY(assumed(scenario, "parts.d.failures.wear.repair.takes") == nullptr);
        QVERIFY(assumed(scenario, "parts.pc.cpu") == nullptr); // the author's own
        const auto* memory = assumed(scenario, "parts.pc.memory");
        QVERIFY(memory != nullptr && memory->assumed);
    }
    void defaultsThatDoSomethingAreListed() {
        const auto outcome = test::readSections(
            "'parts': {'u': {'kind': 'ups', 'bridges': '10 min'}, 'h': {'kind': 'host', 'count': 2, "
            "'power': 'u'}}, 'services': {'w': {'on': 'h', 'replicas': 2}}");
        READS(outcome);
        for (const char* path : {"parts.u.recharge", "parts.h.startup", "services.w.required"}) {
            const auto* found = assumed(outcome.designs[0], path);
            QVERIFY2(found != nullptr && found->from == "default" && found->assumed, path);
        }
    }
    void whatAPresetBringsForAnotherKindIsListed() {
        const auto outcome = test::readSections(
            "'presets': {'x': {}}, 'parts': {'h': {'kind': 'host'}, 'a': {'use': 'rack-server', 'kind': "
            "'component'}}, 'services': {'w': {'on': ['h', 'a']}, 'v': {'use': 'x'}}");
        READS(outcome);
        const auto* unused = assumed(outcome.designs[0], "parts.a.cpu");
        QVERIFY(unused != nullptr);
        QCOMPARE(unused->from, std::string("unused"));
    }
    void moneyIsConvertedAtItsDatedRate() {
        const auto outcome =
            test::readSections("'parts': {'a': {'cost': {'buy': '100 USD', 'life': '5 a', 'rent': '0.5 "
                               "USD/h', 'upkeep': '12 h/a'}}}, "
                               "'money': {'rates': {'USD': {'value': '0.90 EUR', 'on': '2026-11-01'}}, "
                               "'energy': '0.15 EUR/kWh'}");
        READS(outcome);
        const scenario::Cost& cost = outcome.designs[0].parts[0].cost;
        QVERIFY(std::abs(*cost.buy - 90e6) < 1e-3); // micro-euros
        QVERIFY(std::abs(cost.rentPerHour - 0.45e6) < 1e-6);
        QVERIFY(std::abs(cost.upkeepHoursPerYear - 12.0) < 1e-12);
        QVERIFY(*cost.life == core::spanFromSeconds(5.0 * core::kSecondsPerYear));
        QVERIFY(std::abs(outcome.designs[0].money.energyPerKwh - 0.15e6) < 1e-6);
    }
    void aRateMayPassThroughNoThirdCurrency() {
        const auto outcome = test::readSections(
            "'money': {'currency': 'EUR', 'rates': {'GBP': {'value': '1.25 USD', 'on': '2026-11-01'}}}");
        QCOMPARE(QString::fromStdString(outcome.issues.at(0).code), QString("no-rate"));
    }
    void datesAreLocalToTheZone() {
        const auto outcome = test::readSections(
            "'calendar': {'start': '2027-03-01', 'timeZone': 'Europe/Madrid', 'holidays': "
            "['2027-03-03']}, 'parts': {'a': {}}, 'run': {'measure': 'horizon'}, "
            "'script': [{'at': '2027-03-29 00:00', 'do': 'kill', 'on': 'a', 'for': '1 h'}, {'at': '26 "
            "h', 'do': 'stop', 'on': 'a', 'for': '1 h'}]");
        READS(outcome);
        const auto& script = outcome.designs[0].script;
        QCOMPARE(script.at(0).verb, std::string("stop")); // in order of time
        QVERIFY(script[0].at == core::SimTime(std::chrono::hours(26)));
        // 28 days later, one of which has 23 hours: summer time begins on 2027-03-28.
        QVERIFY(script[1].at == core::SimTime(std::chrono::hours(28 * 24 - 1)));
        QCOMPARE(outcome.designs[0].calendar.holidays().size(), std::size_t{1});
    }
    void maintenanceByScriptNamesItsMaintenance() {
        const auto outcome = test::readSections(
            "'parts': {'a': {'maintenance': {'patching': {'every': '30 d', 'takes': '1 h'}, 'big': {'every': "
            "'1 a', 'takes': '1 d'}}}}, "
            "'run': {'measure': 'horizon'}, 'script': [{'at': '1 d', 'do': 'maintain patching', 'on': 'a'}]");
        READS(outcome);
        QCOMPARE(outcome.designs[0].script[0].verb, std::string("maintain"));
        QCOMPARE(outcome.designs[0].script[0].mode, std::string("patching"));
    }
    void windowsMayBeLists() {
        const auto outcome = test::readSections(
            "'parts': {'a': {'crew': 'c'}}, 'crews': {'c': {'shifts': ['Mon-Fri 17:00-23:00', 'Sat-Sun "
            "11:00-23:00'], 'onCall': 'no', 'holidays': 'off'}}");
        READS(outcome);
        const scenario::Crew& crew = outcome.designs[0].crews[0];
        QCOMPARE(crew.shifts->rules.size(), std::size_t{2});
        QVERIFY(!crew.onCall && crew.holidaysOff);
    }
    void aPromiseNeedsNoClock() {
        const auto outcome =
            test::readSections("'parts': {'p': {'kind': 'provider', 'sla': '99.9 %', 'failures': "
                               "{'promise': {'repair': 'Exp(30 min)'}}}}");
        READS(outcome);
        QCOMPARE(*outcome.designs[0].parts[0].sla, 0.999);
        QVERIFY(!outcome.designs[0].parts[0].failures[0].every);
    }
    void readingIsTheSameTwice() {
        const std::string file = "'parts': {'pc': {'use': 'gaming-pc'}}, 'services': {'web': {'on': 'pc'}}";
        QCOMPARE(test::readSections(file).designs.at(0).hash, test::readSections(file).designs.at(0).hash);
    }
    void commentsAndOwnKeysAreLeftAlone() {
        const auto outcome =
            test::readSections("// a comment\n'x-mine': {'anything': [1, null]}, 'view': {'a': [1, 2]}, "
                               "'parts': {'a': {'x-colour': 'red'}}");
        READS(outcome);
    }
    void everyPresetOfTheProgramReads() {
        // Each in its place: parts by themselves, what has no kind as a service, layers where they belong.
        for (const std::string& name : io::knownNames()) {
            if (name.find('.') != std::string::npos) continue; // a record
            const std::string text = io::explainName(name, core::Language::en);
            const bool part = text.find("\n  \"kind\"") != std::string::npos;
            const std::string use = "{'use': '" + name + "'}";
            std::string sections = part ? "'parts': {'p': " + use + "}" : "'services': {'s': " + use + "}";
            if (part && text.find("\n  \"kind\": \"standby\"") != std::string::npos)
                sections = "'parts': {'a': {'count': 2}, 'p': {'use': '" + name + "', 'of': 'a'}}";
            const auto outcome = test::readSections(
                sections + ", 'money': {'rates': {'USD': {'value': '0.9 EUR', 'on': '2026-11-01'}}}");
            QVERIFY2(!outcome.designs.empty(),
                     qPrintable(QString::fromStdString(name) + ": " + listed(outcome)));
        }
    }
    void everyShippedScenarioReads_data() {
        QTest::addColumn<QString>("file");
        for (const QString& folder :
             {QString(NUEVES_SOURCE_DIR) + "/scenarios", QString(NUEVES_SHARED_DIR) + "/design/scenarios"}) {
            QDirIterator files(folder, {"*.json"}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString file = files.next();
                if (!file.endsWith(".expected.json")) QTest::addRow("%s", qPrintable(file)) << file;
            }
        }
    }
    void everyShippedScenarioReads() {
        QFETCH(QString, file);
        const auto outcome = io::readScenarioFile(file.toStdString(), {});
        const bool later = std::any_of(outcome.issues.begin(), outcome.issues.end(),
                                       [](const auto& issue) { return issue.code == "not-in-this-version"; });
        const bool ours = file.startsWith(QString(NUEVES_SOURCE_DIR) + "/scenarios");
        QVERIFY2(ours ? !outcome.designs.empty() : !outcome.designs.empty() || later,
                 qPrintable(listed(outcome)));
    }
};

QTEST_APPLESS_MAIN(ScenarioReaderTest)
#include "tst_scenario_reader.moc"
