// What the program says to bad input: never a crash, always a reason, and the exit codes 2 (invalid) and 6
// (files).
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

struct Said {
    int code = -1; // -1: crashed or hung
    QString out, err;
};

QString program() {
    return QCoreApplication::applicationDirPath() + "/../app/nueves";
}

Said nueves(const QStringList& arguments) {
    QProcess process;
    process.start(program(), arguments + QStringList{"--lang", "en"});
    Said said;
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) return said;
    said.code = process.exitCode();
    said.out = QString::fromUtf8(process.readAllStandardOutput());
    said.err = QString::fromUtf8(process.readAllStandardError());
    return said;
}

// A machine that fails and a service on it; `change` takes the place of the failure law.
QByteArray scenarioWith(const QByteArray& law) {
    return "{\n\"nueves\": 1,\n\"parts\": {\"pc\": {\"failures\": {\"stop\": {\"every\":\n" + law +
           ", \"repair\": \"Exp(1 h)\"}}}},\n\"services\": {\"web\": {\"needs\": \"pc\"}}\n}\n";
}

QByteArray scenarioWithParts(const QByteArray& parts) {
    return "{\n\"nueves\": 1,\n\"parts\": {\n" + parts +
           "},\n\"services\": {\"web\": {\"needs\": \"pc\"}}\n}\n";
}

} // namespace

class TestBadInput : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void theGoodScenarioIsAccepted();
    void badFilesAreRefusedWithTheirPlace_data();
    void badFilesAreRefusedWithTheirPlace();
    void severalMistakesAreSaidAtOnce();
    void aHugeFileIsRefusedInTime();
    void aHundredMegabytesOfBracketsAreRefusedInTime();
    void aFolderInsteadOfAFileIsSix();
    void anAbsentFileIsSix();
    void anOutputThatCannotBeWrittenIsSix_data();
    void anOutputThatCannotBeWrittenIsSix();
    void aBadSettingIsTwo_data();
    void aBadSettingIsTwo();

  private:
    QString write(const QString& name, const QByteArray& text) const {
        QFile file(m_folder.filePath(name));
        const bool good = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        return good ? file.fileName() : QString();
    }
    QTemporaryDir m_folder;
};

void TestBadInput::initTestCase() {
    QVERIFY2(QFile::exists(program()), qPrintable(program()));
}

// Otherwise the refusals below could have another reason.
void TestBadInput::theGoodScenarioIsAccepted() {
    const Said said = nueves({"validate", write("good.json", scenarioWith("\"Exp(4000 h)\""))});
    QVERIFY2(said.code == 0, qPrintable(said.err));
    const Said parts = nueves({"validate", write("parts.json", scenarioWithParts("\"pc\": {}"))});
    QVERIFY2(parts.code == 0, qPrintable(parts.err));
}

void TestBadInput::badFilesAreRefusedWithTheirPlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place"); // line and column, as in a compiler's message
    QTest::addColumn<QString>("said");  // a word of the message
    const auto row = [](const char* name, const QByteArray& text, const char* place, const char* said) {
        QTest::newRow(name) << text << QString(place) << QString(said);
    };
    row("empty file", "", ":1:1", "end of file");
    row("only blanks", " \n\n", ":3:1", "end of file");
    row("truncated", scenarioWith("\"Exp(4000 h)\"").left(60), "", "end of file");
    row("not JSON", "services:\n  web: 1\n", ":1:1", "services");
    row("zero bytes", QByteArray(64, '\0'), ":1:1", "0x00");
    row("UTF-16", QByteArray("\xFF\xFE{\0}\0", 6), ":1:4", "0x00"); // the first zero byte
    row("a list", "[]", ":1:1", "");
    row("NaN", scenarioWith("NaN"), ":4:1", "NaN");
    row("Infinity", scenarioWith("Infinity"), ":4:1", "Infinity");
    row("NaN as text", scenarioWith("\"Exp(NaN h)\""), ":4:", "NaN h");
    row("1e400", scenarioWith("1e400"), ":4:1", "1e400");
    row("1e400 as text", scenarioWith("\"Exp(1e400 h)\""), ":4:6", "1e400 h");
    row("negative", scenarioWith("\"Exp(-4000 h)\""), ":4:6", "-4000 h");
    row("zero", scenarioWith("\"Exp(0 h)\""), ":4:6", "0 h");
    row("wrong unit", scenarioWith("\"Exp(4000 GiB)\""), ":4:6", "a time, such as 4000 h");
    row("unknown unit", scenarioWith("\"Exp(4000 hours)\""), ":4:11", "\"h\"");
    row("no unit", scenarioWith("\"Exp(4000)\""), ":4:6", "a time, such as 4000 h");
    row("unknown law", scenarioWith("\"Expo(4000 h)\""), ":4:", "Expo");
    row("unknown record", scenarioWith("\"Exp(@sw.app.mtff)\""), ":4:6", "@sw.app.mttf");
    row("unknown key", scenarioWithParts("\"pc\": {\"cuont\": 2}"), ":4:", "count");
    row("doubled key", scenarioWithParts("\"pc\": {},\n\"pc\": {}"), ":5:1", "pc");
    row("duplicate names",
        "{\"nueves\": 1, \"parts\": {\"web\": {}},\n\"services\": {\"web\": {\"needs\": \"web\"}}}", ":",
        "web");
    row("cycle",
        scenarioWithParts("\"pc\": {\"in\": \"a\"},\n\"a\": {\"kind\": \"rack\", \"in\": \"b\"},\n"
                          "\"b\": {\"kind\": \"rack\", \"in\": \"a\"}"),
        ":", "circle");
    row("absent preset", scenarioWithParts("\"pc\": {\"use\": \"rack-servr\"}"), ":4:", "rack-server");
    row("absent name", scenarioWithParts("\"pcs\": {}"), ":", "pc");
    row("newer version", "{\"nueves\": 99, \"services\": {}}", ":1:", "99");
    row("leaving the folder", "{\"nueves\": 1, \"extends\": \"../../etc/passwd\"}", ":1:", "passwd");
    row("absent base", "{\"nueves\": 1,\n\"extends\": \"no-base.json\"}", ":2:12: extends:", "no-base.json");
    row("absent import", "{\"nueves\": 1,\n\"imports\": [\"no.json\"]}", ":2:13: imports:", "no.json");
    row("deep",
        QByteArray("{\"nueves\": 1, \"notes\": ") + QByteArray(1000, '[') + QByteArray(1000, ']') + "}",
        ":1:", "levels");
}

void TestBadInput::badFilesAreRefusedWithTheirPlace() {
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    QFETCH(QString, said);
    const QString path = write("bad.json", text);
    for (const char* command : {"validate", "run", "explain"}) {
        const Said answer = nueves({command, path});
        if (command == std::string_view("explain") && answer.code == 0)
            continue; // shows what is not yet judged
        QVERIFY2(answer.code == 2,
                 qPrintable(QString("%1: %2 %3").arg(command).arg(answer.code).arg(answer.err)));
        QVERIFY2(answer.err.contains("bad.json" + place), qPrintable(answer.err));
        QVERIFY2(answer.err.contains(said), qPrintable(answer.err));
    }
}

void TestBadInput::severalMistakesAreSaidAtOnce() {
    const QString path =
        write("many.json", scenarioWithParts("\"pc\": {\"cuont\": 2},\n\"b\": {\"use\": \"no-such\"},\n"
                                             "\"c\": {\"failures\": {\"stop\": {\"every\": \"Exp(1)\"}}}"));
    const Said said = nueves({"validate", path});
    QCOMPARE(said.code, 2);
    for (const char* line : {":4:", ":5:", ":6:"})
        QVERIFY2(said.err.contains(QString("many.json") + line), qPrintable(said.err));
}

void TestBadInput::aHugeFileIsRefusedInTime() {
    const QString path = write("sixty.json", QByteArray(60'000'000, '['));
    QElapsedTimer timer;
    timer.start();
    const Said said = nueves({"validate", path});
    QCOMPARE(said.code, 2);
    QVERIFY2(said.err.contains("levels"), qPrintable(said.err.left(2000)));
    QVERIFY(said.err.size() < 20'000);
    QVERIFY(timer.elapsed() < 60'000);
}

// More than the 64 MiB that a scenario may have: it is not even read to the end.
void TestBadInput::aHundredMegabytesOfBracketsAreRefusedInTime() {
    const QString path = write("hundred.json", QByteArray(100'000'000, '['));
    QElapsedTimer timer;
    timer.start();
    const Said said = nueves({"validate", path});
    QVERIFY2(said.code == 2, qPrintable(said.err.left(2000)));
    QVERIFY2(said.err.contains("hundred.json:1:1: too large"), qPrintable(said.err.left(2000)));
    QVERIFY(timer.elapsed() < 60'000);
}

void TestBadInput::aFolderInsteadOfAFileIsSix() {
    for (const char* command : {"validate", "run", "explain"}) {
        const Said said = nueves({command, m_folder.path()});
        QVERIFY2(said.code == 6, qPrintable(said.err));
        QVERIFY2(said.err.contains("folder"), qPrintable(said.err));
        QVERIFY(said.out.isEmpty());
    }
}

void TestBadInput::anAbsentFileIsSix() {
    const Said said = nueves({"run", m_folder.filePath("absent.json")});
    QCOMPARE(said.code, 6);
    QVERIFY2(said.err.contains("absent.json"), qPrintable(said.err));
}

void TestBadInput::anOutputThatCannotBeWrittenIsSix_data() {
    QTest::addColumn<QString>("path"); // within the folder unless absolute
    QTest::newRow("folder that is absent") << "no/result.json";
    QTest::newRow("a folder") << ".";
    QTest::newRow("below a file") << "good.json/result.json";
    QTest::newRow("full disk") << "/dev/full";
}

void TestBadInput::anOutputThatCannotBeWrittenIsSix() {
    QFETCH(QString, path);
    const QString scenario = write("good.json", scenarioWith("\"Exp(4000 h)\""));
    const QString output = QDir(m_folder.path()).filePath(path);
    for (const char* option : {"--output", "--report"}) {
        const Said said = nueves({"run", scenario, "--histories", "2", option, output});
        QVERIFY2(said.code == 6, qPrintable(QString("%1: %2 %3").arg(option).arg(said.code).arg(said.err)));
        QVERIFY(!said.err.isEmpty());
    }
}

void TestBadInput::aBadSettingIsTwo_data() {
    QTest::addColumn<QString>("set");
    for (const char* set : {"parts.pc.failures.stop.every=Exp(-1 h)", "parts.pc.failures.stop.every=NaN",
                            "parts.pc.cuont=2", "parts.no-such.count=2", "parts.pc.count=-1",
                            "parts.pc.count=1e400", "parts.pc.count=[[[", "=", "parts.pc.count", "....=1"})
        QTest::newRow(set) << QString(set);
}

void TestBadInput::aBadSettingIsTwo() {
    QFETCH(QString, set);
    const QString scenario = write("good.json", scenarioWith("\"Exp(4000 h)\""));
    const Said said = nueves({"validate", scenario, "--set", set});
    QVERIFY2(said.code == 2, qPrintable(QString::number(said.code) + said.err));
    QVERIFY(!said.err.isEmpty());
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
