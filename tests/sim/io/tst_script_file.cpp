// A script as a document of its own: what it may say, where its mistakes are, and how it is laid into a
// scenario.
#include "sim/io/scenario_reader.hpp"
#include "support/json_text.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace nueves;
using scenario::Scenario;
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

const std::string kOneMachine = "{'nueves': 1, 'run': {'measure': 'horizon', 'horizon': '200 a'}, 'parts': "
                                "{'pc': {}}, 'services': {'web': {'needs': 'pc'}}}";
const std::string kScripted =
    "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'pc': {}}, 'services': {'web': {'needs': 'pc'}}, "
    "'script': [{'at': '3 d', 'do': 'kill', 'on': 'pc', 'for': '1 h'}]}";

} // namespace

class ScriptFileTest : public QObject {
    Q_OBJECT

  private slots:
    void withoutAloneItJoinsTheFile();
    void aloneTheFilesOwnScriptIsLeftOut();
    void mistakesPointIntoTheScript();
    void spansAreExact();

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

void ScriptFileTest::aloneTheFilesOwnScriptIsLeftOut() {
    const Scenario design =
        only(read(kScripted, written("{\"nueves\": 1, \"alone\": \"yes\", \"script\": []}")));
    QVERIFY(design.run.alone);
    QVERIFY(design.script.empty());
}

void ScriptFileTest::withoutAloneItJoinsTheFile() {
    const std::string path =
        written("{\"nueves\": 1, \"script\": [{\"at\": \"300 d\", \"do\": \"kill\", \"on\": "
                "\"pc\", \"for\": \"2 h\"}]}");
    const Scenario joined = only(read(kScripted, path));
    QCOMPARE(joined.script.size(), only(read(kScripted)).script.size() + 1);
    QVERIFY(!joined.run.alone);
    QCOMPARE(QString::fromStdString(joined.script.back().mark.path), QString("script[1]"));
}

void ScriptFileTest::mistakesPointIntoTheScript() {
    const std::string path =
        written("{\"nueves\": 1,\n \"alone\": \"perhaps\",\n \"scrip\": [],\n \"script\": [\n"
                "  {\"at\": \"2 h\", \"do\": \"kill\", \"on\": \"pc\", \"for\": \"1 h\"},\n"
                "  {\"at\": \"2\", \"do\": \"kil\", \"on\": \"pcc\", \"for\": \"1 h\"}]}");
    const auto outcome = read(kOneMachine, path);
    QVERIFY(outcome.designs.empty());
    const auto has = [&](const char* code, int line, const char* at) {
        return std::any_of(outcome.issues.begin(), outcome.issues.end(), [&](const core::Issue& issue) {
            return issue.code == code && issue.place.file == path && issue.place.line == line &&
                   issue.path == at;
        });
    };
    const QString all = issuesOf(outcome);
    QVERIFY2(has("unknown-word", 2, "alone"), qPrintable(all));
    QVERIFY2(has("unknown-key", 3, "scrip"), qPrintable(all));
    QVERIFY2(has("malformed-date", 6, "script[2].at"), qPrintable(all));
    QVERIFY2(has("unknown-word", 6, "script[2].do"), qPrintable(all));
    QVERIFY2(has("unknown-name", 6, "script[2].on"), qPrintable(all));
}

// What is written is read back to the microsecond, up to a hundred years.
void ScriptFileTest::spansAreExact() {
    QVERIFY(io::spanText(std::chrono::microseconds(0)) == "0 s");
    QVERIFY(io::spanText(std::chrono::microseconds(1)) == "0.000001 s");
    QVERIFY(io::spanText(std::chrono::hours(51)) == "2 d 3 h");
    QVERIFY(io::spanText(std::chrono::microseconds(90'000'500'000)) == "1 d 1 h 0.5 s");
    for (std::int64_t micros = 1; micros < 3'155'760'000'000'000; micros = micros * 3 + 7) {
        const std::string path =
            written("{\"nueves\": 1, \"script\": [{\"at\": \"" + io::spanText(core::SimSpan(micros)) +
                    "\", \"do\": \"kill\", \"on\": \"pc\", \"for\": \"" +
                    io::spanText(core::SimSpan(micros)) + "\"}]}");
        const Scenario design = only(read(kOneMachine, path));
        QCOMPARE(design.script.at(0).at.time_since_epoch().count(), micros);
        QCOMPARE(design.script.at(0).duration->count(), micros);
    }
}

QTEST_APPLESS_MAIN(ScriptFileTest)
#include "tst_script_file.moc"
