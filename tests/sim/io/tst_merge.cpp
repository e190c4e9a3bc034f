// The one merge rule: base files, designs, --set, presets; short forms widened before. scenario-language.md,
// section 3 "Inheritance".
#include "sim/io/scenario_reader.hpp"
#include "support/json_text.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace nueves;
using test::json;

namespace {

QString listed(const io::ReadOutcome& outcome) {
    QStringList list;
    for (const auto& issue : outcome.issues) list << QString::fromStdString(issue.code + " " + issue.path);
    return list.join("; ");
}

const scenario::Thing& part(const io::ReadOutcome& outcome, const std::string& id, std::size_t design = 0) {
    for (const auto& thing : outcome.designs.at(design).parts)
        if (thing.id == id) return thing;
    throw std::runtime_error("no part " + id);
}

io::ReadOptions setting(const std::string& path, const std::string& value) {
    io::ReadOptions options;
    options.sets.emplace_back(path, json(value));
    return options;
}

void write(const QTemporaryDir& folder, const char* name, const std::string& text) {
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(json(text)));
}

constexpr const char* kUnit =
    "'parts': {'unit': {'count': 3, 'failures': {'stop': {'every': 'Weibull(mean 3 a, shape 2)', "
    "'repair': {'takes': 'Exp(10 h)', 'diagnosis': '1 h'}}}}}";

} // namespace

class MergeTest : public QObject {
    Q_OBJECT

  private slots:
    void aPatchOfOneKeyKeepsTheOthers() {
        const auto outcome = test::readSections(
            std::string(kUnit) + ", 'designs': {'base': {}, 'one': {'parts': {'unit': {'count': 1}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QCOMPARE(outcome.designs.size(), std::size_t{2});
        QCOMPARE(part(outcome, "unit", 0).count, 3);
        QCOMPARE(part(outcome, "unit", 1).count, 1);
        QCOMPARE(part(outcome, "unit", 1).failures.size(), std::size_t{1});
        QCOMPARE(outcome.designs[1].design, std::string("one"));
    }
    void aLawIsReplacedWholeAndAnAttemptMerges() {
        const auto outcome = test::readSections(
            std::string(kUnit) + ", 'designs': {'d': {'parts': {'unit': {'failures': {'stop': {'every': "
                                 "{'law': 'Exp', 'mean': '1 a'}, 'repair': '5 h'}}}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        const scenario::FailureMode& mode = part(outcome, "unit").failures.at(0);
        QVERIFY(*mode.every == core::Law::exponential(core::kSecondsPerYear)); // no shape left over
        const scenario::Attempt& attempt = mode.repair->list.at(0);
        QVERIFY(attempt.takes == core::Law::fixed(18000.0)); // "5 h" was widened to {"takes": "5 h"} first
        QVERIFY(attempt.diagnosis == core::Law::fixed(3600.0));
    }
    void aListOfAttemptsIsReplacedWhole() {
        const auto outcome = test::readSections(
            std::string(kUnit) +
            ", 'designs': {'d': {'parts': {'unit': {'failures': {'stop': {'repair': ['1 h', '2 h']}}}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        const auto& list = part(outcome, "unit").failures.at(0).repair->list;
        QCOMPARE(list.size(), std::size_t{2});
        QVERIFY(list[0].diagnosis.isZero());
    }
    void expressionsAndEffectsAreReplacedWhole() {
        const auto outcome =
            test::readSections("'parts': {'a': {}, 'b': {}, 'c': {'needs': {'any': ['a', 'b']}, "
                               "'failures': {'f': {'every': 'Exp(1 a)', "
                               "'effect': {'slow': '30 %'}, 'repair': '1 h'}}}}, 'designs': {'d': "
                               "{'parts': {'c': {'needs': {'all': ['a', 'b']}, "
                               "'failures': {'f': {'effect': {'cpu-hog': '50 %'}}}}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QVERIFY(part(outcome, "c").needs->op == scenario::Expression::Op::all);
        QVERIFY(part(outcome, "c").failures[0].effect == scenario::Effect::cpuHog);
        QCOMPARE(part(outcome, "c").failures[0].size, 0.5);
    }
    void insideIsReplacedWhole() {
        const auto outcome =
            test::readSections("'parts': {'h': {'kind': 'host', 'runtime': {}}}, 'services': {'w': {'on': "
                               "'h', 'inside': {'vm': {'runtime': {}}, 'container': {}}}}, "
                               "'designs': {'d': {'services': {'w': {'inside': {'container': {}}}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QCOMPARE(outcome.designs.at(0).services.at(0).inside.size(), std::size_t{1});
    }
    void nullRemovesWhatTheFileOrAPresetBrought() {
        const auto outcome = test::readSections(
            "'parts': {'pc': {'use': 'gaming-pc', 'os': null, 'crew': 'staff'}}, 'services': {'w': "
            "{'on': 'pc'}}, 'crews': {'staff': {}}, "
            "'designs': {'d': {'parts': {'pc': {'crew': null}}, 'crews': {'staff': null}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QVERIFY(part(outcome, "pc").layers.empty());
        QVERIFY(!part(outcome, "pc").crew);
        QVERIFY(outcome.designs[0].crews.empty());
    }
    void designsExtendDesigns() {
        const auto outcome = test::readSections(
            std::string(kUnit) + ", 'designs': {'two': {'parts': {'unit': {'count': 2}}}, 'slow': "
                                 "{'extends': 'two', 'parts': {'unit': {'startup': '1 h'}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QCOMPARE(part(outcome, "unit", 1).count, 2);
        QVERIFY(part(outcome, "unit", 1).startup.has_value());
        QVERIFY(!part(outcome, "unit", 0).startup.has_value());
    }
    void aDesignMayPatchPresets() {
        const auto outcome = test::readSections(
            "'presets': {'app': {'requests': {'cpu': 1}}}, 'parts': {'s': {'use': 'rack-server'}}, "
            "'services': {'a': {'use': 'app', 'on': 's'}, 'b': {'use': 'app', 'on': 's'}}, "
            "'designs': {'small': {}, 'big': {'presets': {'app': {'requests': {'cpu': 2}}, "
            "'rack-server': {'cpu': 64}}}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        for (const auto& service : outcome.designs.at(1).services) QCOMPARE(*service.requests.cpu, 2.0);
        QCOMPARE(part(outcome, "s", 1).cpu, 64.0);
        QVERIFY(!part(outcome, "s", 1).failures.empty()); // the rest of the program's preset is still there
        QVERIFY(part(outcome, "s", 0).cpu != 64.0);
    }
    void whatIsNestedInAPresetIsPatchedByItsPath() {
        const auto outcome =
            test::readSections("'parts': {'s': {'use': 'rack-server', 'parts': {'disk': {'count': 4}}}}, "
                               "'services': {'w': {'on': 's'}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        const auto& inner = part(outcome, "s").parts;
        const auto disk =
            std::find_if(inner.begin(), inner.end(), [](const auto& t) { return t.id == "disk"; });
        QCOMPARE(disk->count, 4);
        QVERIFY(disk->kind == scenario::Kind::disk);
        QVERIFY(!disk->failures.empty());
    }
    void aMemberThatDiffersIsTheWholeMember() {
        const auto outcome =
            test::readSections("'parts': {'s': {'use': 'rack-server', 'count': 3, 'except': {'2': {'cpu': "
                               "4}, '3': {'use': 'gaming-pc'}}}}, 'services': {'w': {'on': 's'}}");
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        const scenario::Thing& server = part(outcome, "s");
        QCOMPARE(server.except.size(), std::size_t{2});
        QCOMPARE(server.except.at(2).cpu, 4.0);
        QCOMPARE(server.except.at(2).memory, server.memory);
        QCOMPARE(server.except.at(2).id, std::string("s"));
        QVERIFY(!server.except.at(3).layers.empty()); // a gaming PC has its system
        QCOMPARE(server.except.at(3).preset, std::string("gaming-pc"));
    }
    void presetsOfTheFileComeBeforeImportsAndTheProgram() {
        const QTemporaryDir folder;
        write(folder, "presets.json",
              "{'nueves': 1, 'presets': {'gaming-pc': {'kind': 'host', 'cpu': 2}, 'mine': {'kind': 'host', "
              "'cpu': 3}}}");
        write(folder, "s.json",
              "{'nueves': 1, 'imports': ['presets.json'], 'presets': {'mine': {'kind': 'host', 'cpu': 5}}, "
              "'parts': {'a': {'use': 'gaming-pc'}, 'b': {'use': 'mine'}}}");
        const auto outcome = io::readScenarioFile(folder.filePath("s.json").toStdString(), {});
        QVERIFY2(!core::hasError(outcome.issues), qPrintable(listed(outcome)));
        QCOMPARE(part(outcome, "a").cpu, 2.0);
        QCOMPARE(part(outcome, "b").cpu, 5.0);
    }
    void aBaseFileLiesUnderTheFile() {
        const QTemporaryDir folder;
        write(folder, "base.json",
              "{'nueves': 1, 'title': 'base', " + std::string(kUnit) +
                  ", 'services': {'w': {'needs': '2 of unit'}}}");
        write(folder, "s.json",
              "{'nueves': 1, 'extends': 'base.json', 'title': 'own', 'parts': {'unit': {'count': 5}}, "
              "'designs': {'d': {'services': {'w': {'needs': '3 of unit'}}}}}");
        const auto outcome = io::readScenarioFile(folder.filePath("s.json#d").toStdString(), {});
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QCOMPARE(part(outcome, "unit").count, 5);
        QCOMPARE(part(outcome, "unit").failures.size(), std::size_t{1});
        QCOMPARE(outcome.designs.at(0).services.at(0).needs->k, 3);
        QCOMPARE(outcome.designs[0].title.en, std::string("own"));
    }
    void filesThatExtendOneAnotherAreACircle() {
        const QTemporaryDir folder;
        write(folder, "a.json", "{'nueves': 1, 'extends': 'b.json'}");
        write(folder, "b.json", "{'nueves': 1, 'extends': 'a.json'}");
        const auto outcome = io::readScenarioFile(folder.filePath("a.json").toStdString(), {});
        QCOMPARE(QString::fromStdString(outcome.issues.at(0).code), QString("circle"));
    }
    void aMissingFileIsNoIssue() {
        QVERIFY_EXCEPTION_THROWN(io::readScenarioFile("/nowhere/s.json", {}), io::IoError);
    }
    void aSettingReplacesTheValueAtItsPath() {
        const auto outcome = test::readSections(kUnit, setting("parts.unit.count", "2"));
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QCOMPARE(part(outcome, "unit").count, 2);
    }
    void aSettingMayLeadIntoALaw() {
        const auto outcome = test::readSections(kUnit, setting("parts.unit.failures.stop.every.mean", "5 a"));
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QVERIFY(*part(outcome, "unit").failures[0].every ==
                core::Law::weibullFromMean(5.0 * core::kSecondsPerYear, 2.0));
    }
    void aSettingMayLeadIntoWhatAPresetBrings() {
        const std::string file = "'parts': {'s': {'use': 'rack-server'}}, 'services': {'w': {'on': 's'}}";
        const auto disks = test::readSections(file, setting("parts.s.parts.disk.count", "7"));
        QVERIFY2(disks.issues.empty(), qPrintable(listed(disks)));
        QCOMPARE(part(disks, "s").parts.at(0).count, 7);
        const auto preset = test::readSections(file, setting("presets.rack-server.cpu", "9"));
        QVERIFY2(preset.issues.empty(), qPrintable(listed(preset)));
        QCOMPARE(part(preset, "s").cpu, 9.0);
        const auto removed = test::readSections(file, setting("parts.s.parts", "null"));
        QVERIFY2(removed.issues.empty(), qPrintable(listed(removed)));
        QVERIFY(part(removed, "s").parts.empty());
    }
    void aSettingThatHitsNothingIsAnError_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("unknown thing") << "parts.unti.count";
        QTest::newRow("unknown key") << "parts.unit.cuont";
        QTest::newRow("unknown section") << "part.unit.count";
        QTest::newRow("unknown failure") << "parts.unit.failures.crash.every";
    }
    void aSettingThatHitsNothingIsAnError() {
        QFETCH(QString, path);
        const auto outcome = test::readSections(kUnit, setting(path.toStdString(), "1"));
        QVERIFY2(outcome.issues.size() == 1 && outcome.issues[0].code == "patch-hits-nothing",
                 qPrintable(listed(outcome)));
    }
    void settingsApplyToEveryDesign() {
        const auto outcome = test::readSections(
            std::string(kUnit) + ", 'designs': {'a': {}, 'b': {'parts': {'unit': {'count': 5}}}}",
            setting("parts.unit.count", "4"));
        QVERIFY2(outcome.issues.empty(), qPrintable(listed(outcome)));
        QCOMPARE(part(outcome, "unit", 0).count, 4);
        QCOMPARE(part(outcome, "unit", 1).count, 4);
    }
    void oneDesignMayBeAskedFor() {
        io::ReadOptions options;
        options.design = "b";
        const auto outcome =
            test::readSections(std::string(kUnit) + ", 'designs': {'a': {}, 'b': {}}", options);
        QCOMPARE(outcome.designs.size(), std::size_t{1});
        QCOMPARE(outcome.designs[0].design, std::string("b"));
        options.design = "c";
        QCOMPARE(QString::fromStdString(
                     test::readSections(std::string(kUnit) + ", 'designs': {'a': {}, 'b': {}}", options)
                         .issues.at(0)
                         .code),
                 QString("unknown-design"));
    }
    void theFullFormReadsAsTheSameScenario() {
        const QTemporaryDir folder;
        write(folder, "s.json",
              "{'nueves': 1, 'parts': {'s': {'use': 'rack-server', 'count': 2, 'os': 'linux-server', "
              "'except': {'2': {'cpu': 4}}}}, "
              "'services': {'w': {'use': 'web-app', 'on': 's', 'replicas': 2}}}");
        std::vector<core::Issue> issues;
        const std::string full = io::explainFile(folder.filePath("s.json").toStdString(), {}, issues);
        QVERIFY(issues.empty());
        QVERIFY(full.find("// preset rack-server") != std::string::npos);
        const auto before = io::readScenarioFile(folder.filePath("s.json").toStdString(), {});
        const auto after = io::readScenarioText(full, "full.json", {});
        QVERIFY2(after.issues.empty(), qPrintable(listed(after)));
        QCOMPARE(after.designs.at(0).hash, before.designs.at(0).hash);
    }
};

QTEST_APPLESS_MAIN(MergeTest)
#include "tst_merge.moc"
