// What the program answers, in which form, and that the same question has the same answer.
#include "tests/app/program.hpp"

#include <QJsonArray>
#include <QtTest>

namespace {

class TstCliResults : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void dataGoesToOutputAloneAndQuietIsOneNumber();
    void gateOpensAndCloses();
    void withoutGateAMissedTargetIsZero();
    void theCommandLineWinsOverTheFile();
    void setsValues();
    void jsonAgreesWithTheSchemaCommand();
    void oneDesignOnRequest();
    void comparesItsDesigns();
    void severalFilesMakeOneArray();
    void csvHasOneHeader();
    void writesOutputAndReport();
    void threadsChangeNothing();
    void theCommandLineReproducesTheResult();
    void coloursOnlyWhereAskedFor();

  private:
    static void comparesADesignWithItself(const QStringList& files, const QString& name);

    QTemporaryDir m_folder;
    QString m_good, m_strict;
};

void TstCliResults::comparesADesignWithItself(const QStringList& files, const QString& name) {
    const Said said = nueves(QStringList{"compare", "--format", "json", "--histories", "64"} + files);
    QCOMPARE(said.code, 0);
    int found = 0;
    for (const QJsonValue each : jsonOf(said)["differences"].toArray()) {
        if (each["design"].toString() != name) continue;
        ++found;
        for (const char* end : {"value", "low", "high"}) QCOMPARE(each["difference"][end].toDouble(1.0), 0.0);
    }
    QCOMPARE(found, 2); // its one service, and what it costs
}

void TstCliResults::initTestCase() {
    QVERIFY2(QFile::exists(program()), qPrintable(program()));
}

void TstCliResults::init() {
    m_good = written(m_folder, "good.json", tenthDown("50 %"));
    m_strict = written(m_folder, "strict.json", tenthDown("99.9 %"));
    QVERIFY(!m_good.isEmpty() && !m_strict.isEmpty());
}

void TstCliResults::dataGoesToOutputAloneAndQuietIsOneNumber() {
    const Said said = nueves({"run", m_good + "#same", "--quiet"});
    QCOMPARE(said.code, 0);
    QCOMPARE(said.err, QString());
    bool isNumber = false;
    const double value = said.out.trimmed().toDouble(&isNumber);
    QVERIFY(isNumber);
    // Theory: 0.1. Asked for 5 % at 95 %; three such half-widths are 5.9 standard errors.
    QVERIFY2(std::abs(value - 0.1) < 0.015, qPrintable(said.out));
}

void TstCliResults::gateOpensAndCloses() {
    QCOMPARE(nueves({"run", m_good, "--gate", "--quiet"}).code, 0);
    const Said missed = nueves({"run", m_strict, "--gate", "--quiet", "--lang", "es"});
    QCOMPARE(missed.code, 3);
    QVERIFY(missed.err.contains("objetivo no cumplido: goal (same)"));
    QVERIFY(!missed.out.isEmpty()); // the answer is given all the same
}

void TstCliResults::withoutGateAMissedTargetIsZero() {
    QCOMPARE(nueves({"run", m_strict, "--quiet"}).code, 0);
}

void TstCliResults::theCommandLineWinsOverTheFile() {
    const Said said = nueves({"run", m_good + "#same", "--format", "json", "--seed", "7", "--histories", "5",
                              "--horizon", "30 d", "--measure", "horizon", "--start", "aged"});
    QCOMPARE(said.code, 0);
    const QJsonObject result = jsonOf(said);
    QCOMPARE(result["seed"].toInt(), 7);
    QCOMPARE(result["histories"].toInt(), 5);
    QCOMPARE(result["measure"].toString(), "horizon");
    QCOMPARE(result["settings"].toObject()["horizonSeconds"].toDouble(), 30 * 86400.0);
    QCOMPARE(result["settings"].toObject()["start"].toString(), "aged");
}

void TstCliResults::setsValues() {
    const Said said =
        nueves({"run", m_good + "#same", "--quiet", "--set", "parts.pc.failures.stop.repair=Exp(90 h)"});
    QVERIFY2(std::abs(said.out.trimmed().toDouble() - 0.5) < 0.08,
             qPrintable(said.out + said.err)); // 90 h in 180 h
    QCOMPARE(nueves({"run", m_good, "--set", "parts.nothing.here=1"}).code, 2);
}

void TstCliResults::jsonAgreesWithTheSchemaCommand() {
    const Said schema = nueves({"schema", "result"});
    QCOMPARE(schema.code, 0);
    QCOMPARE(nueves({"schema", "--result"}).out, schema.out);
    const QJsonArray required = jsonOf(schema)["required"].toArray();
    QVERIFY(required.size() > 10);
    const QJsonObject result = jsonOf(nueves({"run", m_good, "--histories", "4", "--format", "json"}));
    for (const QJsonValue& key : required)
        QVERIFY2(result.contains(key.toString()), qPrintable(key.toString()));
    QVERIFY(jsonOf(nueves({"schema"})).contains("$schema"));
}

void TstCliResults::oneDesignOnRequest() {
    const QStringList rest{"--histories", "4", "--format", "json"};
    for (const QStringList& how :
         {QStringList{"run", m_good + "#better"}, QStringList{"run", m_good, "--design", "better"}}) {
        const QJsonArray designs = jsonOf(nueves(how + rest))["designs"].toArray();
        QCOMPARE(designs.size(), 1);
        QCOMPARE(designs[0].toObject()["design"].toString(), "better");
    }
    QCOMPARE(nueves({"run", m_good + "#nosuch"}).code, 2);
}

void TstCliResults::comparesItsDesigns() {
    const QJsonArray own = jsonOf(nueves({"compare", m_good, "--format", "json"}))["differences"].toArray();
    QVERIFY(!own.isEmpty());
    bool found = false;
    for (const QJsonValue& entry : own) {
        const QJsonObject difference = entry.toObject();
        if (difference["quantity"] != "unavailability" || difference["service"] != "web") continue;
        found = true;
        QCOMPARE(difference["design"].toString(), "better");
        QCOMPARE(difference["against"].toString(), "same");
        // 1/91 - 10/100 = -0.0890
        QVERIFY(std::abs(difference["difference"].toObject()["value"].toDouble() + 0.0890) < 0.015);
    }
    QVERIFY(found);
    const Said files =
        nueves({"compare", m_good + "#same", m_strict + "#better", "--format", "json", "--histories", "8"});
    QCOMPARE(files.code, 0);
    QCOMPARE(jsonOf(files)["designs"].toArray()[1].toObject()["design"].toString(), "strict#better");
    QCOMPARE(nueves({"compare", m_good + "#same"}).code, 2);
    comparesADesignWithItself({m_good + "#same", m_good + "#same"}, "good#same (2)");
    comparesADesignWithItself({m_good + "#better", m_strict, m_good + "#better"}, "good#better (2)");
}

void TstCliResults::severalFilesMakeOneArray() {
    const Said said = nueves({"run", m_good, m_strict, "--histories", "2", "--format", "json"});
    QCOMPARE(said.code, 0);
    const QJsonArray all = QJsonDocument::fromJson(said.out.toUtf8()).array();
    QCOMPARE(all.size(), 2);
    QVERIFY(all[1].toObject()["scenario"].toString().endsWith("strict.json"));
}

void TstCliResults::csvHasOneHeader() {
    const Said said = nueves({"run", m_good, m_strict, "--histories", "2", "--format", "csv"});
    QCOMPARE(said.out.count("scenario,design,service,quantity,item,value,low,high,method,unit"), 1);
    for (const QString& line : said.out.split("\r\n", Qt::SkipEmptyParts)) QCOMPARE(line.count(','), 9);
}

void TstCliResults::writesOutputAndReport() {
    const QString json = m_folder.filePath("out.json"), html = m_folder.filePath("out.html");
    const Said said = nueves({"run", m_good, "--histories", "4", "--format", "json", "--output", json,
                              "--report", html, "--lang", "es"});
    QCOMPARE(said.code, 0);
    QCOMPARE(said.out, QString());
    QFile data(json), page(html);
    QVERIFY(data.open(QIODevice::ReadOnly) && page.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(data.readAll()).isObject());
    QVERIFY(page.readAll().contains("<html lang=\"es\">"));
}

void TstCliResults::threadsChangeNothing() {
    const QStringList base{"run", m_good, "--histories", "96", "--format", "json"};
    const Said one = nueves(base + QStringList{"--threads", "1"});
    QCOMPARE(one.code, 0);
    QCOMPARE(nueves(base + QStringList{"--threads", "3"}).out, one.out);
}

void TstCliResults::theCommandLineReproducesTheResult() {
    const Said first = nueves({"run", m_good, "--histories", "8", "--set",
                               "parts.pc.failures.stop.repair=Exp(3 h)", "--seed", "5", "--format", "json"});
    const QString command = jsonOf(first)["commandLine"].toString();
    QVERIFY2(command.startsWith("nueves run "), qPrintable(command));
    QProcess shell;
    shell.setProcessEnvironment(plainEnvironment());
    shell.start("sh",
                {"-c", "'" + program() + "' " + command.mid(QString("nueves ").size()) + " --format json"});
    QVERIFY(shell.waitForFinished(120000));
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), first.out);
}

void TstCliResults::coloursOnlyWhereAskedFor() {
    const QStringList base{"run", m_strict, "--histories", "4"};
    QVERIFY(!nueves(base).out.contains('\x1b')); // no terminal
    QVERIFY(nueves(base + QStringList{"--color=always"}).out.contains('\x1b'));
    QVERIFY(!nueves(base + QStringList{"--color=never"}).out.contains('\x1b'));
    const QString ascii = nueves(base + QStringList{"--ascii", "--lang", "es"}).out;
    QVERIFY(!ascii.isEmpty());
    for (const QChar c : ascii) QVERIFY(c.unicode() < 128);
}

} // namespace

QTEST_GUILESS_MAIN(TstCliResults)
#include "tst_cli_results.moc"
