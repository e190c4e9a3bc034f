// The program itself: what it prints where, and what it says to its caller. Exit codes are kept for ever.
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

namespace {

struct Said {
    int code = -1;
    QString out, err;
};

QString program() { return QCoreApplication::applicationDirPath() + "/../app/nueves"; }
QString scenarioFile(const QString& name) { return QString(NUEVES_SOURCE_DIR "/scenarios/") + name; }

QProcessEnvironment plainEnvironment() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "NO_COLOR"}) environment.remove(name);
    environment.insert("LANG", "C.UTF-8");
    return environment;
}

Said nueves(const QStringList& arguments, const QProcessEnvironment& environment = plainEnvironment()) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program(), arguments);
    Said said;
    if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit) return said;
    said.code = process.exitCode();
    said.out = QString::fromUtf8(process.readAllStandardOutput());
    said.err = QString::fromUtf8(process.readAllStandardError());
    return said;
}

QString written(const QTemporaryDir& folder, const QString& name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(text);
    return file.fileName();
}

// One machine that is down a tenth of the time: 10 h in 100 h. Exactly 0.1 in the long run.
QByteArray tenthDown(const QByteArray& target) {
    QByteArray text = "{'nueves': 1, 'title': {'es': 'Una', 'en': 'One'},"
                      " 'parts': {'pc': {'failures': {'stop': {'every': 'Exp(90 h)', 'repair': 'Exp(10 h)'}}}},"
                      " 'services': {'web': {'needs': 'pc'}},"
                      " 'targets': {'goal': {'of': 'web', 'uptime': 'TARGET'}},"
                      " 'designs': {'same': {},"
                      "  'better': {'parts': {'pc': {'failures': {'stop': {'repair': 'Exp(1 h)'}}}}}}}";
    return text.replace("TARGET", target).replace('\'', '"');
}

QJsonObject jsonOf(const Said& said) { return QJsonDocument::fromJson(said.out.toUtf8()).object(); }

class TstCli : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void init();
    void saysItsVersion();
    void helpBeginsWithExamples();
    void helpFollowsTheEnvironment();
    void wrongUsageIsTwo_data();
    void wrongUsageIsTwo();
    void everyWrongValueIsSaidAtOnce();
    void absentFilesAreSix();
    void badPathsAreFoundBeforeTheRun();
    void aFullDiskIsSix();
    void mistakesInAFileAreTwoAndAllAreSaid();
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
    void interruptedItSaysWhatItKnows();
    void explainsFilesAndNames();
    void validates();

  private:
    static void comparesADesignWithItself(const QStringList& files, const QString& name);

    QTemporaryDir m_folder;
    QString m_good, m_strict;
};

void TstCli::initTestCase() {
    QVERIFY2(QFile::exists(program()), qPrintable(program()));
}

void TstCli::init() {
    m_good = written(m_folder, "good.json", tenthDown("50 %"));
    m_strict = written(m_folder, "strict.json", tenthDown("99.9 %"));
    QVERIFY(!m_good.isEmpty() && !m_strict.isEmpty());
}

void TstCli::saysItsVersion() {
    for (const QString argument : {"version", "--version"}) {
        const Said said = nueves({argument});
        QCOMPARE(said.code, 0);
        QVERIFY(QRegularExpression("^nueves \\d+\\.\\d+\\.\\d+\n$").match(said.out).hasMatch());
    }
}

void TstCli::helpBeginsWithExamples() {
    const Said said = nueves({"--help"});
    QCOMPARE(said.code, 0);
    QVERIFY(said.out.startsWith("Examples:\n  nueves run "));
    for (const QString command : {"run", "compare", "validate", "explain", "schema", "version"}) {
        QVERIFY2(said.out.contains("\n  " + command + " "), qPrintable(command));
        QCOMPARE(nueves({command, "--help"}).code, 0);
    }
    const QString run = nueves({"run", "--help"}).out;
    for (const char* option : {"--seed", "--precision", "--histories", "--max-histories", "--horizon", "--measure",
                               "--start", "--threads", "--format", "--output", "--report", "--lang", "--quiet", "--set",
                               "--design", "--gate", "--color", "--ascii"})
        QVERIFY2(run.contains(option), option);
}

void TstCli::helpFollowsTheEnvironment() {
    QProcessEnvironment spanish = plainEnvironment();
    spanish.insert("LC_ALL", "es_ES.UTF-8");
    QVERIFY(nueves({"--help"}, spanish).out.startsWith("Ejemplos:"));
    QVERIFY(nueves({"run", "--help", "--lang", "en"}, spanish).out.contains("Options:"));
    spanish.insert("LC_ALL", "");
    spanish.insert("LC_MESSAGES", "es_MX");
    QVERIFY(nueves({"--help"}, spanish).out.startsWith("Ejemplos:"));
}

void TstCli::wrongUsageIsTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"rnu", "x.json"};
    QTest::newRow("no file") << QStringList{"run"};
    QTest::newRow("unknown option") << QStringList{"run", "x.json", "--sede", "1"};
    QTest::newRow("value missing") << QStringList{"run", "x.json", "--seed"};
    QTest::newRow("seed no number") << QStringList{"run", "x.json", "--seed", "abc"};
    QTest::newRow("seed negative") << QStringList{"run", "x.json", "--seed", "-1"};
    QTest::newRow("no histories") << QStringList{"run", "x.json", "--histories", "0"};
    QTest::newRow("precision above one") << QStringList{"run", "x.json", "--precision", "200 %"};
    QTest::newRow("horizon without unit") << QStringList{"run", "x.json", "--horizon", "1"};
    QTest::newRow("horizon of money") << QStringList{"run", "x.json", "--horizon", "1 EUR"};
    QTest::newRow("unknown measure") << QStringList{"run", "x.json", "--measure", "mean"};
    QTest::newRow("unknown format") << QStringList{"run", "x.json", "--format", "xml"};
    QTest::newRow("unknown language") << QStringList{"run", "x.json", "--lang", "fr"};
    QTest::newRow("set without value") << QStringList{"run", "x.json", "--set", "services.web"};
    QTest::newRow("unknown schema") << QStringList{"schema", "cake"};
    QTest::newRow("unknown topic") << QStringList{"explain", "no-such-preset"};
    QTest::newRow("two files, one report") << QStringList{"run", "a", "b", "--report", QDir::tempPath() + "/r.html"};
}

void TstCli::wrongUsageIsTwo() {
    QFETCH(QStringList, arguments);
    const Said said = nueves(arguments);
    QCOMPARE(said.code, 2);
    QCOMPARE(said.out, QString());
    QVERIFY(!said.err.isEmpty());
}

void TstCli::everyWrongValueIsSaidAtOnce() {
    const Said said = nueves({"run", "x.json", "--seed", "x", "--horizon", "5", "--format", "jsn"});
    QCOMPARE(said.code, 2);
    QVERIFY(said.err.contains("--seed") && said.err.contains("--horizon") && said.err.contains("did you mean \"json\"?"));
}

void TstCli::absentFilesAreSix() {
    for (const QString command : {"run", "compare", "validate", "explain"}) {
        const Said said = nueves({command, "/no/such/file.json"});
        QCOMPARE(said.code, 6);
        QVERIFY(said.err.contains("/no/such/file.json: does not exist"));
    }
    const Said folder = nueves({"run", m_folder.path(), "--lang", "es"});
    QCOMPARE(folder.code, 6);
    QVERIFY(folder.err.contains("es una carpeta"));
}

void TstCli::badPathsAreFoundBeforeTheRun() {
    // The scenario does not even exist: the path is looked at first.
    for (const QString option : {"--output", "--report"}) {
        const Said said = nueves({"run", "/no/such/file.json", option, "/no/such/folder/r.html"});
        QCOMPARE(said.code, 6);
        QVERIFY(said.err.contains("/no/such/folder/r.html: its folder does not exist"));
        QVERIFY(nueves({"run", "/no/such/file.json", option, m_folder.path()}).err.contains("is a folder"));
    }
}

void TstCli::aFullDiskIsSix() {
    if (!QFile::exists("/dev/full")) QFAIL("this system has no /dev/full");
    QProcess process;
    process.setStandardOutputFile("/dev/full");
    process.start(program(), {"version"});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 6);
    QCOMPARE(nueves({"run", m_good, "--histories", "2", "--output", "/dev/full"}).code, 6);
}

void TstCli::mistakesInAFileAreTwoAndAllAreSaid() {
    const QString bad = written(m_folder, "bad.json",
                                "{\n  \"nueves\": 1,\n  \"parts\": { \"pc\": { \"kind\": \"hots\" } },\n"
                                "  \"services\": { \"web\": { \"needs\": \"pcc\", \"replica\": 2 } }\n}\n");
    const Said said = nueves({"run", bad});
    QCOMPARE(said.code, 2);
    QCOMPARE(said.out, QString());
    QVERIFY2(said.err.contains("bad.json:3:") && said.err.contains("did you mean \"host\"?"), qPrintable(said.err));
    QVERIFY2(said.err.contains("bad.json:4:") && said.err.contains("did you mean \"replicas\"?"), qPrintable(said.err));
    const QString broken = written(m_folder, "broken.json", "{\"nueves\": 1,");
    QCOMPARE(nueves({"run", broken}).code, 2); // it can be read, but not understood
}

void TstCli::dataGoesToOutputAloneAndQuietIsOneNumber() {
    const Said said = nueves({"run", m_good + "#same", "--quiet"});
    QCOMPARE(said.code, 0);
    QCOMPARE(said.err, QString());
    bool isNumber = false;
    const double value = said.out.trimmed().toDouble(&isNumber);
    QVERIFY(isNumber);
    // Theory: 0.1. Asked for 5 % at 95 %; three such half-widths are 5.9 standard errors.
    QVERIFY2(std::abs(value - 0.1) < 0.015, qPrintable(said.out));
}

void TstCli::gateOpensAndCloses() {
    QCOMPARE(nueves({"run", m_good, "--gate", "--quiet"}).code, 0);
    const Said missed = nueves({"run", m_strict, "--gate", "--quiet", "--lang", "es"});
    QCOMPARE(missed.code, 3);
    QVERIFY(missed.err.contains("objetivo no cumplido: goal (same)"));
    QVERIFY(!missed.out.isEmpty()); // the answer is given all the same
}

void TstCli::withoutGateAMissedTargetIsZero() {
    QCOMPARE(nueves({"run", m_strict, "--quiet"}).code, 0);
}

void TstCli::theCommandLineWinsOverTheFile() {
    const Said said = nueves({"run", m_good + "#same", "--format", "json", "--seed", "7", "--histories", "5", "--horizon",
                              "30 d", "--measure", "horizon", "--start", "aged"});
    QCOMPARE(said.code, 0);
    const QJsonObject result = jsonOf(said);
    QCOMPARE(result["seed"].toInt(), 7);
    QCOMPARE(result["histories"].toInt(), 5);
    QCOMPARE(result["measure"].toString(), "horizon");
    QCOMPARE(result["settings"].toObject()["horizonSeconds"].toDouble(), 30 * 86400.0);
    QCOMPARE(result["settings"].toObject()["start"].toString(), "aged");
}

void TstCli::setsValues() {
    const Said said = nueves({"run", m_good + "#same", "--quiet", "--set", "parts.pc.failures.stop.repair=Exp(90 h)"});
    QVERIFY2(std::abs(said.out.trimmed().toDouble() - 0.5) < 0.08, qPrintable(said.out + said.err)); // 90 h in 180 h
    QCOMPARE(nueves({"run", m_good, "--set", "parts.nothing.here=1"}).code, 2);
}

void TstCli::jsonAgreesWithTheSchemaCommand() {
    const Said schema = nueves({"schema", "result"});
    QCOMPARE(schema.code, 0);
    QCOMPARE(nueves({"schema", "--result"}).out, schema.out);
    const QJsonArray required = jsonOf(schema)["required"].toArray();
    QVERIFY(required.size() > 10);
    const QJsonObject result = jsonOf(nueves({"run", m_good, "--histories", "4", "--format", "json"}));
    for (const QJsonValue& key : required) QVERIFY2(result.contains(key.toString()), qPrintable(key.toString()));
    QVERIFY(jsonOf(nueves({"schema"})).contains("$schema"));
}

void TstCli::oneDesignOnRequest() {
    const QStringList rest{"--histories", "4", "--format", "json"};
    for (const QStringList& how : {QStringList{"run", m_good + "#better"}, QStringList{"run", m_good, "--design", "better"}}) {
        const QJsonArray designs = jsonOf(nueves(how + rest))["designs"].toArray();
        QCOMPARE(designs.size(), 1);
        QCOMPARE(designs[0].toObject()["design"].toString(), "better");
    }
    QCOMPARE(nueves({"run", m_good + "#nosuch"}).code, 2);
}

// Exactly nothing, whatever else is compared; and the second of them has a name of its own.
void TstCli::comparesADesignWithItself(const QStringList& files, const QString& name) {
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

void TstCli::comparesItsDesigns() {
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
    const Said files = nueves({"compare", m_good + "#same", m_strict + "#better", "--format", "json", "--histories", "8"});
    QCOMPARE(files.code, 0);
    QCOMPARE(jsonOf(files)["designs"].toArray()[1].toObject()["design"].toString(), "strict#better");
    QCOMPARE(nueves({"compare", m_good + "#same"}).code, 2);
    comparesADesignWithItself({m_good + "#same", m_good + "#same"}, "good#same (2)");
    comparesADesignWithItself({m_good + "#better", m_strict, m_good + "#better"}, "good#better (2)");
}

void TstCli::severalFilesMakeOneArray() {
    const Said said = nueves({"run", m_good, m_strict, "--histories", "2", "--format", "json"});
    QCOMPARE(said.code, 0);
    const QJsonArray all = QJsonDocument::fromJson(said.out.toUtf8()).array();
    QCOMPARE(all.size(), 2);
    QVERIFY(all[1].toObject()["scenario"].toString().endsWith("strict.json"));
}

void TstCli::csvHasOneHeader() {
    const Said said = nueves({"run", m_good, m_strict, "--histories", "2", "--format", "csv"});
    QCOMPARE(said.out.count("scenario,design,service,quantity,item,value,low,high,method,unit"), 1);
    for (const QString& line : said.out.split("\r\n", Qt::SkipEmptyParts)) QCOMPARE(line.count(','), 9);
}

void TstCli::writesOutputAndReport() {
    const QString json = m_folder.filePath("out.json"), html = m_folder.filePath("out.html");
    const Said said = nueves({"run", m_good, "--histories", "4", "--format", "json", "--output", json, "--report", html,
                              "--lang", "es"});
    QCOMPARE(said.code, 0);
    QCOMPARE(said.out, QString());
    QFile data(json), page(html);
    QVERIFY(data.open(QIODevice::ReadOnly) && page.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(data.readAll()).isObject());
    QVERIFY(page.readAll().contains("<html lang=\"es\">"));
}

void TstCli::threadsChangeNothing() {
    const QStringList base{"run", m_good, "--histories", "96", "--format", "json"};
    const Said one = nueves(base + QStringList{"--threads", "1"});
    QCOMPARE(one.code, 0);
    QCOMPARE(nueves(base + QStringList{"--threads", "3"}).out, one.out);
}

void TstCli::theCommandLineReproducesTheResult() {
    const Said first = nueves({"run", m_good, "--histories", "8", "--set", "parts.pc.failures.stop.repair=Exp(3 h)",
                               "--seed", "5", "--format", "json"});
    const QString command = jsonOf(first)["commandLine"].toString();
    QVERIFY2(command.startsWith("nueves run "), qPrintable(command));
    QProcess shell;
    shell.setProcessEnvironment(plainEnvironment());
    shell.start("sh", {"-c", "'" + program() + "' " + command.mid(QString("nueves ").size()) + " --format json"});
    QVERIFY(shell.waitForFinished(120000));
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), first.out);
}

void TstCli::coloursOnlyWhereAskedFor() {
    const QStringList base{"run", m_strict, "--histories", "4"};
    QVERIFY(!nueves(base).out.contains('\x1b')); // no terminal
    QVERIFY(nueves(base + QStringList{"--color=always"}).out.contains('\x1b'));
    QVERIFY(!nueves(base + QStringList{"--color=never"}).out.contains('\x1b'));
    const QString ascii = nueves(base + QStringList{"--ascii", "--lang", "es"}).out;
    QVERIFY(!ascii.isEmpty());
    for (const QChar c : ascii) QVERIFY(c.unicode() < 128);
}

void TstCli::interruptedItSaysWhatItKnows() {
    QProcess process;
    process.setProcessEnvironment(plainEnvironment());
    // Far more than can be done in the time of the test.
    process.start(program(), {"run", m_good, "--histories", "2000000000", "--format", "json"});
    QVERIFY(process.waitForStarted());
    QTest::qWait(1500);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 4);
    const QJsonObject result = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QCOMPARE(result["partial"].toBool(), true);
    QVERIFY(result["histories"].toDouble() > 0);
}

void TstCli::explainsFilesAndNames() {
    const Said file = nueves({"explain", m_good + "#same"});
    QCOMPARE(file.code, 0);
    QVERIFY(file.out.contains("Exp(90 h)"));
    const Said preset = nueves({"explain", "rack-server"});
    QCOMPARE(preset.code, 0);
    QVERIFY(preset.out.contains("rack-server"));
    const Said unknown = nueves({"explain", "rack-sever"});
    QCOMPARE(unknown.code, 2);
    QVERIFY(unknown.err.contains("did you mean \"rack-server\"?"));
}

void TstCli::validates() {
    const Said said = nueves({"validate", m_good, scenarioFile("smallest.json")});
    QVERIFY2(said.code == 0, qPrintable(said.err));
    QCOMPARE(said.out.count(QString::fromUtf8("✓")), 2);
    const QString bad = written(m_folder, "bad2.json", "{\"nueves\": 1, \"partz\": {}}");
    const Said wrong = nueves({"validate", m_good, bad});
    QCOMPARE(wrong.code, 2);
    QVERIFY(wrong.err.contains("did you mean \"parts\"?"));
}

} // namespace

QTEST_GUILESS_MAIN(TstCli)
#include "tst_cli.moc"
