// The JSON of a result: follows its own schema, reads back exactly, never holds a number that is none.
#include "sim/io/result_writer.hpp"
#include "tests/app/sample_result.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <QtTest>

#include <fstream>
#include <limits>
#include <sstream>

using namespace nueves;
using Json = nlohmann::json;

namespace {

std::string whyInvalid(const Json& document) {
    const Json schemaText = Json::parse(io::resultSchema());
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(schemaText), schema);
    valijson::ValidationResults results;
    valijson::Validator validator;
    if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results)) return {};
    std::string out = "invalid";
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        out += "\n";
        for (const std::string& step : error.context) out += step;
        out += ": " + error.description;
    }
    return out;
}

Json written(const analysis::Result& result) {
    return Json::parse(io::resultToJson(result));
}

class TstResultJson : public QObject {
    Q_OBJECT

  private slots:
    void followsItsSchema();
    void theSchemaRefusesAMissingInterval();
    void theCommittedSchemaIsTheProgramsOwn();
    void numbersReadBackExactly();
    void whatIsNotFiniteIsNull();
    void hasWhatOtherProgramsRelyOn();
    void hostileTextStaysText();
};

void TstResultJson::followsItsSchema() {
    for (const auto& result : {tests::oneDesign(), tests::twoDesigns(), tests::emptyResult()}) {
        const std::string why = whyInvalid(written(result));
        QVERIFY2(why.empty(), why.c_str());
    }
}

void TstResultJson::theSchemaRefusesAMissingInterval() {
    Json broken = written(tests::oneDesign());
    broken["services"][0]["unavailability"].erase("low");
    QVERIFY(!whyInvalid(broken).empty());
    broken = written(tests::oneDesign());
    broken["measure"] = "whenever";
    QVERIFY(!whyInvalid(broken).empty());
}

void TstResultJson::theCommittedSchemaIsTheProgramsOwn() {
    std::ifstream file(NUEVES_SOURCE_DIR "/resources/schema/result.schema.json");
    std::stringstream text;
    text << file.rdbuf();
    QVERIFY(!text.str().empty());
    QCOMPARE(text.str(), io::resultSchema());
}

void TstResultJson::numbersReadBackExactly() {
    analysis::Result result = tests::oneDesign();
    const std::vector<double> hard{
        0.1, 1.0 / 3.0, 5.88003559e-4, 4.9406564584124654e-324, 1.7976931348623157e308, 3e-15, 0.1 + 0.2};
    for (const double value : hard) {
        result.services[0].unavailability = {value, value, value, analysis::Method::exact};
        const Json read = written(result);
        QCOMPARE(read["services"][0]["unavailability"]["value"].get<double>() - value, 0.0);
    }
    result.seed = std::numeric_limits<std::uint64_t>::max();
    QCOMPARE(written(result)["seed"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
}

void TstResultJson::whatIsNotFiniteIsNull() {
    analysis::Result result = tests::oneDesign();
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    result.services[0].mtbfHours = {kInfinity, kNan, -kInfinity, analysis::Method::simulated};
    result.designs[0].precisionReached = kInfinity;
    const Json read = written(result);
    QVERIFY(read["services"][0]["mtbfHours"]["value"].is_null());
    QVERIFY(read["services"][0]["mtbfHours"]["low"].is_null());
    QVERIFY(read["services"][0]["mtbfHours"]["high"].is_null());
    QVERIFY(read["designs"][0]["precisionReached"].is_null());
    QCOMPARE(whyInvalid(read), std::string());
}

void TstResultJson::hasWhatOtherProgramsRelyOn() {
    const Json read = written(tests::twoDesigns());
    QCOMPARE(read["version"].get<std::string>(), std::string("0.1.0"));
    QCOMPARE(read["simulatedYears"].get<double>(), 4096.0);
    QCOMPARE(read["assumptions"][1]["assumed"].get<bool>(), true);
    QCOMPARE(read["notModelled"][0]["what"].get<std::string>(), std::string("demand"));
    const Json& service = read["services"][1];
    QCOMPARE(service["design"].get<std::string>(), std::string("vms"));
    QCOMPARE(service["unavailability"]["high"].get<double>(), 4.4e-4 + 2.2e-5);
    QCOMPARE(service["naiveUnavailability"]["value"].get<double>(), 9.0e-6);
    QCOMPARE(service["windowed"]["window"].get<std::string>(), std::string("Mon-Fri 09:00-14:00"));
    QCOMPARE(service["windowed"]["unavailability"]["value"].get<double>(), 8.2e-4);
    QCOMPARE(service["causes"][0]["group"].get<std::string>(), std::string("power.cut"));
    QCOMPARE(service["costPerYear"]["parts"]["downtime"].get<double>(), 771.5);
    QCOMPARE(read["differences"][0]["difference"]["value"].get<double>(), -4.4e-4);
    QCOMPARE(read["differences"][0]["against"].get<std::string>(), std::string("metal"));
}

void TstResultJson::hostileTextStaysText() {
    analysis::Result result = tests::oneDesign();
    result.title.es = "\"quoted\" </script> \x1b[31m \xff\xfe";
    const Json read = written(result); // broken UTF-8 is replaced, the rest kept
    QVERIFY(read["title"]["es"].get<std::string>().find("\"quoted\" </script> \x1b[31m") == 0);
}

} // namespace

QTEST_APPLESS_MAIN(TstResultJson)
#include "tst_result_json.moc"
