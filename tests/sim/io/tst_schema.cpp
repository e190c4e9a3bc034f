// The schema made from the parameter tables: what it accepts and refuses, by two validators of other people.
#include "sim/io/scenario_reader.hpp"
#include "support/json_text.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace nueves;
using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

namespace {

bool accepts(const Json& document) {
    static const Json schemaText = Json::parse(io::scenarioSchema());
    static valijson::Schema schema;
    static const bool parsed = [] {
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(schemaText), schema);
        return true;
    }();
    valijson::Validator validator;
    return parsed && validator.validate(schema, Adapter(document), nullptr);
}

bool acceptsScript(const std::string& text) {
    const Json schemaText = Json::parse(io::scriptSchema()), document = Json::parse(test::json(text));
    valijson::Schema schema;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(schemaText), schema);
    valijson::Validator validator;
    return validator.validate(schema, Adapter(document), nullptr);
}

QStringList shippedFiles() {
    QStringList files;
    for (const char* folder : {"/resources/presets", "/scenarios"}) {
        QDirIterator found(QString(NUEVES_SOURCE_DIR) + folder, {"*.json"}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (found.hasNext()) {
            const QString file = found.next();
            if (!file.endsWith(".expected.json")) files << file;
        }
    }
    return files;
}

Json parsed(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return Json::parse(file.readAll().toStdString(), nullptr, true, true);
}

} // namespace

class SchemaTest : public QObject {
    Q_OBJECT

  private slots:
    void shippedFilesAreAccepted() {
        QVERIFY(shippedFiles().size() >= 9);
        for (const QString& file : shippedFiles()) QVERIFY2(accepts(parsed(file)), qPrintable(file));
    }
    void scriptsHaveASchemaOfTheirOwn() {
        scenario::ScriptLog log;
        QVERIFY(acceptsScript(io::scriptToJson(log)));
        log.actions.push_back({core::SimTime(core::SimSpan(5)), "maintain patching", "a[1].os", {}, "x", {}, true});
        log.unsaid.push_back({core::kStart, "no-verb", "web[1].limp", "web[1]", std::chrono::hours(2), {}});
        QVERIFY(acceptsScript(io::scriptToJson(log)));
        QVERIFY(acceptsScript("{'nueves': 1, 'script': [{'at': '2 h', 'do': 'kill', 'on': 'a', 'for': '1 h'}]}"));
        QVERIFY(!acceptsScript("{'nueves': 1}"));
        QVERIFY(!acceptsScript("{'nueves': 1, 'script': [{'at': '2 h', 'do': 'kill'}]}"));
        QVERIFY(!acceptsScript("{'nueves': 1, 'alone': 'perhaps', 'script': []}"));
        QVERIFY(!acceptsScript("{'nueves': 1, 'script': [], 'parts': {}}"));
    }
    void whatAFileMaySayIsAccepted_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("smallest") << "{'nueves': 1}";
        QTest::newRow("short forms") << "{'nueves': 1, 'parts': {'a': {'use': 'x', 'os': 'linux', 'on': 'b', "
                                        "'failures': {'f': {'every': 'Exp(1 a)', 'repair': '1 h'}}}}}";
        QTest::newRow("long forms") << "{'nueves': 1, 'parts': {'a': {'on': ['b'], 'power': {'any': ['g', "
                                       "{'all': ['h']}]}, 'failures': {'f': {'every': {'law': 'Exp', "
                                       "'mean': '1 a'}, 'effect': {'slow': '30 %'}, 'repair': [{'takes': '1 "
                                       "h', 'works': '90 %'}, 'never']}}}}}";
        QTest::newRow("null removes")
            << "{'nueves': 1, 'designs': {'d': {'parts': {'a': null, 'b': {'os': null}}}}}";
        QTest::newRow("demand") << "{'nueves': 1, 'demand': {'d': {'to': 'web', 'users': {'Mon-Fri': {'08:00': 1}, "
                                   "'Sat,Sun': 3, 'holidays': 0, '2027-03-20': {'20:45': 9}}, 'think': 'Exp(7 s)', "
                                   "'retries': 2, 'growth': '20 %/a', 'events': {'e': {'on': '2027-03-20', 'at': "
                                   "'20:45', 'peak': 500}}}, 'r': {'to': 'web', 'rate': '5 req/s', 'retries': "
                                   "{'times': 1}}}}";
        QTest::newRow("scaling") << "{'nueves': 1, 'services': {'w': {'scaling': {'by': 'schedule', 'at': {'Mon-Fri "
                                    "08:00-10:00': 3}}}, 'v': {'scaling': {'by': 'vertical', 'sizes': [2, 4]}}}}";
        QTest::newRow("own keys") << "{'nueves': 1, 'x-mine': [1, 2], 'parts': {'a': {'x-colour': 'red'}}}";
    }
    void whatAFileMaySayIsAccepted() {
        QFETCH(QString, text);
        QVERIFY(accepts(Json::parse(text.replace('\'', '"').toStdString())));
    }
    void mistakesAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("no version") << "{}";
        QTest::newRow("another version") << "{'nueves': 2}";
        QTest::newRow("unknown section") << "{'nueves': 1, 'servces': {}}";
        QTest::newRow("later section") << "{'nueves': 1, 'data': {}}";
        QTest::newRow("unknown key") << "{'nueves': 1, 'parts': {'a': {'cuont': 2}}}";
        QTest::newRow("unknown kind") << "{'nueves': 1, 'parts': {'a': {'kind': 'hots'}}}";
        QTest::newRow("bare number") << "{'nueves': 1, 'parts': {'a': {'memory': 8}}}";
        QTest::newRow("not whole") << "{'nueves': 1, 'parts': {'a': {'count': 1.5}}}";
        QTest::newRow("too few") << "{'nueves': 1, 'parts': {'a': {'count': 0}}}";
        QTest::newRow("unknown effect")
            << "{'nueves': 1, 'parts': {'a': {'failures': {'f': {'effect': 'stpo'}}}}}";
        QTest::newRow("bad id") << "{'nueves': 1, 'parts': {'2a': {}}}";
        QTest::newRow("no clock time") << "{'nueves': 1, 'demand': {'d': {'to': 'w', 'users': {'25:00': 1}}}}";
        QTest::newRow("negative users") << "{'nueves': 1, 'demand': {'d': {'to': 'w', 'users': -1}}}";
        QTest::newRow("growth without a time") << "{'nueves': 1, 'demand': {'d': {'to': 'w', 'growth': '20 %'}}}";
        QTest::newRow("script without at") << "{'nueves': 1, 'script': [{'do': 'kill', 'on': 'a'}]}";
    }
    void mistakesAreRefused() {
        QFETCH(QString, text);
        QVERIFY(!accepts(Json::parse(text.replace('\'', '"').toStdString())));
    }
    void anotherValidatorAgrees() {
        QProcess python;
        python.start("python3", {"-c", "import jsonschema"});
        if (!python.waitForFinished() || python.exitCode() != 0) QSKIP("python3-jsonschema is not installed");
        const QTemporaryDir folder;
        QFile schema(folder.filePath("schema.json"));
        QVERIFY(schema.open(QIODevice::WriteOnly));
        schema.write(QByteArray::fromStdString(io::scenarioSchema()));
        schema.close();
        QStringList arguments{
            "-c",
            "import json, sys, jsonschema\n"
            "schema = json.load(open(sys.argv[1]))\n"
            "jsonschema.Draft7Validator.check_schema(schema)\n"
            "check = jsonschema.Draft7Validator(schema)\n"
            "bad = [f for f in sys.argv[2:] if not check.is_valid(json.load(open(f)))]\n"
            "bad += ['accepts too much'] if check.is_valid({'nueves': 1, 'servces': {}}) else []\n"
            "print(bad)\n"
            "sys.exit(len(bad))\n",
            schema.fileName()};
        python.start("python3", arguments + shippedFiles());
        QVERIFY(python.waitForFinished());
        QVERIFY2(python.exitCode() == 0, python.readAll().constData());
    }
    void everyExampleOfTheTablesIsAccepted() {
        const Json schema = Json::parse(io::scenarioSchema());
        int tried = 0;
        for (const auto& [key, property] : schema.at("properties").items()) {
            const Json document = {{"nueves", 1}, {key, property.at("examples").at(0)}};
            QVERIFY2(accepts(document), key.c_str());
            ++tried;
        }
        const Json& thing = schema.at("definitions").at("thing").at("properties");
        for (const auto& [key, property] : thing.items()) {
            const Json document = {{"nueves", 1}, {"parts", {{"a", {{key, property.at("examples").at(0)}}}}}};
            QVERIFY2(accepts(document), key.c_str());
            ++tried;
        }
        QVERIFY(tried > 50);
    }
};

QTEST_APPLESS_MAIN(SchemaTest)
#include "tst_schema.moc"
