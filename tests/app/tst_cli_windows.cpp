// Windows that a run zooms into by itself: in its JSON, after its schema, and left out when nobody wants
// them.
#include "tests/app/program.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <QJsonArray>
#include <QtTest>

using Json = nlohmann::json;

class TstCliWindows : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void eachDesignHasItsWindow();
    void withoutThemTheResultIsTheSame();
    void itsCommandLineZoomsIntoTheSame();

  private:
    QTemporaryDir m_folder;
    QString m_file;
    Said run(const QStringList& more = {}) const {
        return nueves(QStringList{"run", m_file, "--format", "json"} + more);
    }
};

// Down for some 20 s at 1 h in one design, for 5 min in the other.
void TstCliWindows::initTestCase() {
    QByteArray text =
        "{'nueves': 1, 'parts': {'h': {'kind': 'host', 'cpu': 1}}, 'services': {'web': {'on': 'h', "
        "'startup': "
        "'20 s', 'required': '50 %', 'work': {'takes': 'Exp(100 ms)', 'workers': 1, 'queue': 9, 'timeout': "
        "'2 "
        "s'}}}, 'demand': {'d': {'to': 'web', 'rate': '5 req/s'}}, 'script': [{'at': '1 h', 'do': 'restart', "
        "'on': 'web'}], 'designs': {'a': {}, 'b': {'services': {'web': {'startup': '5 min'}}}}, 'run': "
        "{'horizon': '3 h', 'measure': 'horizon', 'histories': 2}}";
    m_file = written(m_folder, "one.json", text.replace('\'', '"'));
}

void TstCliWindows::eachDesignHasItsWindow() {
    const Said said = run();
    QVERIFY2(said.code == 0, qPrintable(said.err));
    const Json document = Json::parse(said.out.toStdString());
    valijson::Schema schema;
    const Json text = Json::parse(nueves({"schema", "result"}).out.toStdString());
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    QVERIFY(
        valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr));
    QCOMPARE(document["windows"].size(), std::size_t{2});
    for (const char* design : {"a", "b"}) {
        const Json& window = document["windows"][design[0] == 'a' ? 0 : 1];
        QCOMPARE(window["design"].get<std::string>(), std::string(design));
        QCOMPARE(window["around"].get<std::string>(), std::string("web"));
        QCOMPARE(window["from"]["seconds"].get<double>(), 3480.0);
    }
    // 20 s and 5 min of 10 min, at 5 requests a second whatever happens.
    QVERIFY(std::abs(document["windows"][0]["lost"]["value"].get<double>() - 20.0 / 600.0) < 0.01);
    QVERIFY(std::abs(document["windows"][1]["lost"]["value"].get<double>() - 0.5) < 0.01);
}

void TstCliWindows::withoutThemTheResultIsTheSame() {
    QJsonObject with = jsonOf(run({"--threads", "2"})),
                without = jsonOf(run({"--no-windows", "--threads", "1"}));
    QCOMPARE(without["windows"].toArray().size(), 0);
    QCOMPARE(with["windows"].toArray().size(), 2);
    for (QJsonObject* result : {&with, &without})
        for (const char* key : {"windows", "commandLine"}) result->remove(key);
    QCOMPARE(with, without);
}

void TstCliWindows::itsCommandLineZoomsIntoTheSame() {
    const QJsonObject window = jsonOf(run())["windows"].toArray()[1].toObject();
    QStringList words = QProcess::splitCommand(window["commandLine"].toString().replace('\'', '"'));
    QCOMPARE(words.takeFirst(), "nueves");
    const QJsonObject zoomed = jsonOf(nueves(words + QStringList{"--format", "json"}));
    for (const char* key : {"design", "history", "from", "seconds"}) QCOMPARE(zoomed[key], window[key]);
    // With other luck of the requests, and more of it: the same share is lost, within some standard errors.
    const auto lost = [](const QJsonObject& of) { return of["lost"].toObject()["value"].toDouble(); };
    QVERIFY(std::abs(lost(zoomed) - lost(window)) < 0.01);
}

QTEST_GUILESS_MAIN(TstCliWindows)
#include "tst_cli_windows.moc"
