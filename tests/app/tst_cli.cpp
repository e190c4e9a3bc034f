// The program itself: what it prints where, and what it says to its caller. Exit codes are kept for ever.
#include "tests/app/program.hpp"

#include <QDir>
#include <QRegularExpression>
#include <QtTest>

#include <csignal>

namespace {

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
    void interruptedItSaysWhatItKnows();
    void aSingleLongHistoryIsGivenUpToo();
    void explainsFilesAndNames();
    void validates();

  private:
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
    for (const QString command : {"run", "compare", "validate", "zoom", "explain", "schema", "version"}) {
        QVERIFY2(said.out.contains("\n  " + command + " "), qPrintable(command));
        QCOMPARE(nueves({command, "--help"}).code, 0);
    }
    const QString run = nueves({"run", "--help"}).out;
    for (const char* option : {"--seed", "--precision", "--histories", "--max-histories", "--horizon",
                               "--measure", "--start", "--threads", "--format", "--output", "--report",
                               "--lang", "--quiet", "--set", "--design", "--gate", "--color", "--ascii"})
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
    QTest::newRow("two files, one report")
        << QStringList{"run", "a", "b", "--report", QDir::tempPath() + "/r.html"};
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
    QVERIFY(said.err.contains("--seed") && said.err.contains("--horizon") &&
            said.err.contains("did you mean \"json\"?"));
}

void TstCli::absentFilesAreSix() {
    for (const QString command : {"run", "compare", "validate", "explain"}) {
        const Said said = nueves({command, "/no/such/file.json"});
        QCOMPARE(said.code, 6);
        QVERIFY(said.err.contains("/no/such/file.json: does not exist"));
    }
    QCOMPARE(nueves({"zoom", "/no/such/file.json", "--from", "1h"}).code, 6);
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
    QVERIFY2(said.err.contains("bad.json:3:") && said.err.contains("did you mean \"host\"?"),
             qPrintable(said.err));
    QVERIFY2(said.err.contains("bad.json:4:") && said.err.contains("did you mean \"replicas\"?"),
             qPrintable(said.err));
    const QString broken = written(m_folder, "broken.json", "{\"nueves\": 1,");
    QCOMPARE(nueves({"run", broken}).code, 2); // it can be read, but not understood
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

// Both signals, in the middle of a history that would take hours; nothing is known then, and it says so.
void TstCli::aSingleLongHistoryIsGivenUpToo() {
    for (const int signal : {SIGINT, SIGTERM}) {
        QProcess process;
        process.setProcessEnvironment(plainEnvironment());
        process.start(program(), {"run", m_good, "--histories", "1", "--measure", "horizon", "--horizon",
                                  "200000 a", "--set", "parts.pc.failures.stop.every=Exp(1 s)", "--set",
                                  "parts.pc.failures.stop.repair=Exp(1 s)", "--format", "json"});
        QVERIFY(process.waitForStarted());
        QTest::qWait(1000);
        QCOMPARE(process.state(), QProcess::Running);
        ::kill(static_cast<pid_t>(process.processId()), signal);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitCode(), 4);
        const QJsonObject result = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QCOMPARE(result["partial"].toBool(), true);
        QCOMPARE(result["histories"].toInt(-1), 0);
    }
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
