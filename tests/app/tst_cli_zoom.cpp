// A window of a history by the program: where it looks, what it prints, what it refuses.
#include "tests/app/program.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <QtTest>

using Json = nlohmann::json;

namespace {

bool followsItsSchema(const Json& document) {
    const Json text = Json::parse(nueves({"schema", "window"}).out.toStdString());
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    valijson::Validator validator;
    return validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
}

} // namespace

class TstCliZoom : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void aWindowByTheClockAndByTheCalendarAreTheSame();
    void itsJsonFollowsItsSchema();
    void itSpeaksBothLanguages();
    void aForkSaysThatItIsOne();
    void ofSeveralDesignsItSaysWhich();
    void whatIsWrongIsTwo_data();
    void whatIsWrongIsTwo();
    void theHistoryIsLeftAsItWas();

  private:
    QTemporaryDir m_folder;
    QString m_file;
    QStringList zoom(const QStringList& more) const {
        return QStringList{"zoom", m_file, "--history", "17", "--for", "60s"} + more;
    }
};

void TstCliZoom::init() {
    QByteArray text =
        "{'nueves': 1, 'title': {'es': 'Uno', 'en': 'One'}, 'calendar': {'start': '2027-03-01', 'timeZone': "
        "'Europe/Madrid'}, 'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', "
        "'required': '50 %', 'work': {'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 9, 'timeout': '2 "
        "s'}}}, 'demand': {'d': {'to': 'web', 'rate': '8 req/s'}}, 'designs': {'a': {}, 'b': {}}, 'run': "
        "{'horizon': '3 d', 'measure': 'horizon', 'histories': 2}}";
    m_file = written(m_folder, "one.json", text.replace('\'', '"'));
}

void TstCliZoom::aWindowByTheClockAndByTheCalendarAreTheSame() {
    const Said since = nueves(zoom({"--from", "21h", "--format", "json", "--quiet"}));
    QVERIFY2(since.code == 0, qPrintable(since.err));
    QVERIFY(since.err.isEmpty());
    const Said date = nueves(zoom({"--from", "2027-03-01T21:00", "--format", "json", "--quiet"}));
    QJsonObject a = jsonOf(since), b = jsonOf(date);
    QCOMPARE(a["from"].toObject()["date"].toString(), "2027-03-01 21:00");
    QVERIFY(a["commandLine"].toString().contains("--history 17 --from 21h --for 60s"));
    a.remove("commandLine");
    b.remove("commandLine");
    QCOMPARE(a, b);
}

void TstCliZoom::itsJsonFollowsItsSchema() {
    const Said said = nueves(zoom({"--from", "21h", "--format", "json"}));
    const Json document = Json::parse(said.out.toStdString());
    QVERIFY(followsItsSchema(document));
    QCOMPARE(document["history"].get<int>(), 17);
    for (const char* p : {"p50", "p95", "p99", "p999"})
        QVERIFY(document["latency"][p]["value"].get<double>() > 0.0);
    const Json& seam = document["seamError"];
    const double p95 = document["latency"]["p95"]["value"].get<double>();
    QVERIFY(seam["p95"].get<double>() <= 0.1 * p95);
    QVERIFY(std::abs(seam["lost"]["rate"].get<double>() - seam["lost"]["request"].get<double>()) <=
            seam["lost"]["bound"].get<double>());
    QVERIFY(seam["otherDecisions"].is_number());
    QFile committed(NUEVES_SOURCE_DIR "/resources/schema/zoom.schema.json");
    QVERIFY(committed.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(committed.readAll()), nueves({"schema", "window"}).out);
}

void TstCliZoom::itSpeaksBothLanguages() {
    const Said en = nueves(zoom({"--from", "21h"}));
    QVERIFY2(en.out.contains("history 17") && en.out.contains("request"), qPrintable(en.out));
    const Said es = nueves(zoom({"--from", "21h", "--lang", "es"}));
    QVERIFY2(es.out.contains("historia 17") && es.out.contains("costura"), qPrintable(es.out));
}

// No seam to the history is claimed; what it would have been by rates stands beside.
void TstCliZoom::aForkSaysThatItIsOne() {
    const Said said = nueves(zoom({"--from", "21h", "--closed", "--format", "json", "--quiet"}));
    QVERIFY2(said.code == 0, qPrintable(said.err));
    const Json document = Json::parse(said.out.toStdString());
    QVERIFY(followsItsSchema(document));
    QVERIFY(document["seamError"].is_null() && document["services"][0]["seamError"].is_null());
    QCOMPARE(document["fork"]["since"]["date"].get<std::string>(), "2027-03-01 21:00");
    QCOMPARE(document["fork"]["since"]["seconds"].get<double>(), 75600.0);
    QVERIFY(document["fork"]["forks"].get<int>() >= 4);
    QVERIFY(document["latency"]["p95"]["value"].get<double>() > 0.0);
    QVERIFY(document["byRates"]["p95"].get<double>() > 0.0);
    QVERIFY(document["commandLine"].get<std::string>().find("--closed") != std::string::npos);
    const Json open = Json::parse(nueves(zoom({"--from", "21h", "--format", "json"})).out.toStdString());
    QVERIFY(open["fork"].is_null() && open["byRates"].is_null() && open["seamError"].is_object());
    QVERIFY(nueves(zoom({"--from", "21h", "--closed"})).out.contains("FORK of history 17"));
    const Said es = nueves(zoom({"--from", "21h", "--closed", "--lang", "es"}));
    QVERIFY2(es.out.contains("BIFURCACIÓN de la historia 17"), qPrintable(es.out));
    QVERIFY(!es.out.contains("costura"));
}

void TstCliZoom::ofSeveralDesignsItSaysWhich() {
    const Said said = nueves(zoom({"--from", "21h", "--format", "json"}));
    QVERIFY(said.err.contains("--design"));
    QCOMPARE(jsonOf(said)["design"].toString(), "a");
    const Said other = nueves(zoom({"--from", "21h", "--format", "json", "--design", "b"}));
    QVERIFY(other.err.isEmpty());
    QCOMPARE(jsonOf(other)["design"].toString(), "b");
}

void TstCliZoom::whatIsWrongIsTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("no date") << QStringList{} << "--from";
    QTest::newRow("no time") << QStringList{"--from", "noon"} << "--from";
    QTest::newRow("no unit") << QStringList{"--from", "21"} << "--from";
    QTest::newRow("no history") << QStringList{"--from", "21h", "--history", "0"} << "--history";
    QTest::newRow("half a history") << QStringList{"--from", "21h", "--history", "1.5"} << "--history";
    QTest::newRow("no length") << QStringList{"--from", "21h", "--for", "0s"} << "--for";
    QTest::newRow("beyond the end") << QStringList{"--from", "3d"} << "2027-03-04";
    QTest::newRow("before the start") << QStringList{"--from", "2027-02-01"} << "2027-03-04";
    QTest::newRow("a fork beyond the end") << QStringList{"--from", "3d", "--closed"} << "2027-03-04";
    QTest::newRow("as CSV") << QStringList{"--from", "21h", "--format", "csv"} << "table | json";
}
void TstCliZoom::whatIsWrongIsTwo() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Said said = nueves(QStringList{"zoom", m_file} + arguments);
    QCOMPARE(said.code, 2);
    QVERIFY2(said.err.contains(says), qPrintable(said.err));
    QVERIFY(said.out.isEmpty());
}

void TstCliZoom::theHistoryIsLeftAsItWas() {
    const QStringList run{"run", m_file, "--history", "17", "--format", "json", "--quiet"};
    const QString before = jsonOf(nueves(run))["fingerprint"].toString();
    QCOMPARE(nueves(zoom({"--from", "21h"})).code, 0);
    QCOMPARE(jsonOf(nueves(run))["fingerprint"].toString(), before);
}

QTEST_GUILESS_MAIN(TstCliZoom)
#include "tst_cli_zoom.moc"
