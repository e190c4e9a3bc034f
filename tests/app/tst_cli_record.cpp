// A night recorded, and replayed by the program: --history, --record, --script.
#include "tests/app/program.hpp"

#include <QJsonArray>
#include <QtTest>

class TstCliRecord : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void aNightIsRecordedAndReplayed();
    void oneHistoryIsOneOfMany();
    void theCommandLineWinsOverTheMeasure();
    void itSaysWhatIsMissing();
    void aScriptHasItsSchema();

  private:
    QTemporaryDir m_folder;
    QString m_file;
    const QStringList m_year{"--measure", "horizon", "--format", "json"};
};

void TstCliRecord::init() {
    m_file = written(m_folder, "good.json", tenthDown("50 %"));
}

static double downtime(const QJsonObject& result) {
    return result["services"].toArray()[0].toObject()["unavailability"].toObject()["value"].toDouble();
}

void TstCliRecord::aNightIsRecordedAndReplayed() {
    const QString log = m_folder.filePath("log.json");
    const Said first =
        nueves(QStringList{"run", m_file + "#same", "--history", "7", "--record", log} + m_year);
    QVERIFY2(first.code == 0, qPrintable(first.err));
    QVERIFY2(first.err.contains("recorded in " + log), qPrintable(first.err));
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject script = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(script["recorded"].toObject()["history"].toInt(), 7);
    QVERIFY(script["script"].toArray().size() > 50); // a fault each 100 h on the average
    const Said again =
        nueves(QStringList{"run", m_file + "#same", "--history", "7", "--script", log} + m_year);
    QCOMPARE(again.code, 0);
    QCOMPARE(downtime(jsonOf(again)), downtime(jsonOf(first)));
    QVERIFY(downtime(jsonOf(first)) > 0.0);
    QVERIFY(jsonOf(again)["commandLine"].toString().contains("--script"));
    bool isSaid = false;
    for (const QJsonValue& warning : jsonOf(again)["warnings"].toArray())
        isSaid = isSaid || warning.toObject()["code"] == "only-script";
    QVERIFY(isSaid);
    // The other design would have mended its machine sooner, but a replay says how long it took.
    const Said other = nueves(QStringList{"run", m_file + "#better", "--script", log} + m_year);
    QCOMPARE(downtime(jsonOf(other)), downtime(jsonOf(first)));
}

// The mean of histories 1 and 2 alone is that of a run of both.
void TstCliRecord::oneHistoryIsOneOfMany() {
    const auto of = [&](const QStringList& which) {
        return downtime(jsonOf(nueves(QStringList{"run", m_file + "#same"} + which + m_year)));
    };
    const double both = of({"--histories", "2"});
    QVERIFY(std::abs((of({"--history", "1"}) + of({"--history", "2"})) / 2 - both) < 1e-12);
    QVERIFY(of({"--history", "1"}) != of({"--history", "2"}));
}

void TstCliRecord::theCommandLineWinsOverTheMeasure() {
    const QString script = written(m_folder, "s.json",
                                   "{\"nueves\": 1, \"script\": [{\"at\": \"2 h\", \"do\": \"kill\", "
                                   "\"on\": \"pc\", \"for\": \"1 h\"}]}");
    const QStringList run{"run", m_file + "#same", "--script", script, "--histories", "4", "--quiet"};
    QCOMPARE(nueves(run + QStringList{"--measure", "horizon"}).code, 0);
    const Said steady = nueves(run); // a date has no long run, and the file says nothing else
    QCOMPARE(steady.code, 2);
    QVERIFY2(steady.err.contains("s.json:1:"), qPrintable(steady.err));
}

void TstCliRecord::itSaysWhatIsMissing() {
    const QString log = m_folder.filePath("no.json");
    QCOMPARE(nueves({"run", m_file + "#same", "--record", log}).code, 2);
    QVERIFY(nueves({"run", m_file, "--record", log, "--history", "1", "--measure", "horizon"})
                .err.contains("--design"));
    QVERIFY(nueves({"run", m_file + "#same", "--record", log, "--history", "1"}).err.contains("run.measure"));
    QCOMPARE(nueves({"run", m_file, "--script", "/no/such.json"}).code, 6);
    QVERIFY(!QFile::exists(log));
    const QString unknown = written(m_folder, "u.json",
                                    "{\"nueves\": 1, \"script\": [\n{\"at\": \"2 h\", \"do\": "
                                    "\"kill\", \"on\": \"pcc\", \"for\": \"1 h\"}]}");
    const Said said = nueves({"validate", m_file, "--script", unknown});
    QCOMPARE(said.code, 2);
    QVERIFY2(said.err.contains("u.json:2:") && said.err.contains("did you mean \"pc\"?"),
             qPrintable(said.err));
}

void TstCliRecord::aScriptHasItsSchema() {
    const QJsonObject schema = jsonOf(nueves({"schema", "script"}));
    QVERIFY(schema["properties"].toObject().contains("alone"));
    QVERIFY(schema["definitions"].toObject().contains("action"));
}

QTEST_GUILESS_MAIN(TstCliRecord)
#include "tst_cli_record.moc"
