// The plan of the house, enforced; and the enforcer, tried on small sources that break each rule.
#include "architecture/layer_rules.hpp"

#include <QDirIterator>
#include <QFile>
#include <QtTest>

using namespace nueves::architecture;

namespace {

QString root() {
    return QString::fromUtf8(NUEVES_SOURCE_DIR);
}

QStringList sourcesBelow(const QString& folder) {
    QStringList paths;
    QDirIterator files(root() + "/" + folder, {"*.hpp", "*.cpp", "*.h", "*.inc"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) paths << files.next().mid(root().size() + 1);
    paths.sort();
    return paths;
}

QString contentOf(const QString& path) {
    QFile file(root() + "/" + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString sentences(const std::vector<Violation>& violations) {
    QString text;
    for (const Violation& v : violations) text += QString("\n%1:%2: %3").arg(v.file).arg(v.line).arg(v.what);
    return text;
}

} // namespace

class TestLayers : public QObject {
    Q_OBJECT

  private slots:
    void everySourceKeepsToItsLayer();
    void theTableHasNoCircle();
    void allowedSourcesPass_data();
    void allowedSourcesPass();
    void forbiddenSourcesAreFound_data();
    void forbiddenSourcesAreFound();
    void linesAreCountedThroughCommentsAndStrings();
};

void TestLayers::everySourceKeepsToItsLayer() {
    const QStringList sources = sourcesBelow("sim") + sourcesBelow("app");
    // So that a wrong path of the source tree cannot pass for a clean one.
    QVERIFY(sources.contains("sim/core/time.hpp") && sources.contains("app/cli/main.cpp"));
    std::vector<Violation> all;
    for (const QString& path : sources) {
        const QString text = contentOf(path);
        QVERIFY2(!text.isEmpty(), qPrintable(path));
        const auto found = violationsIn(path, text);
        all.insert(all.end(), found.begin(), found.end());
    }
    QVERIFY2(all.empty(), qPrintable(sentences(all)));
}

// A layer may include only those that stand before it in the table.
void TestLayers::theTableHasNoCircle() {
    QStringList before;
    for (const Layer& layer : layers()) {
        for (const QString& included : layer.mayInclude)
            QVERIFY2(before.contains(included), qPrintable(layer.name + " -> " + included));
        before << layer.name;
    }
}

void TestLayers::allowedSourcesPass_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* path, const char* text) {
        QTest::newRow(name) << path << text;
    };
    row("own folder", "sim/core/a.cpp", "#include \"sim/core/a.hpp\"\n");
    row("own subfolder", "sim/behaviour/failures/a.cpp", "#include \"sim/behaviour/recovery/b.hpp\"\n");
    row("layer below", "sim/model/a.cpp", "#include \"sim/engine/b.hpp\"\n#include <vector>\n");
    row("methods see the model", "sim/methods/a.cpp", "#include \"sim/measure/b.hpp\"\n");
    row("a comment may name it", "sim/engine/a.cpp",
        "// no std::function, no <QString>\n/* rand() */ int x;\n");
    row("a commented include", "sim/engine/a.cpp", "// #include \"sim/io/b.hpp\"\n");
    row("a string may name it", "sim/engine/a.cpp",
        "auto why = \"std::function and rand() \\\" mt19937\";\n");
    row("a raw string may name it", "sim/engine/a.cpp", "auto why = R\"x(unordered_map \" rand)x\";\n");
    row("io opens files", "sim/io/a.cpp",
        "#include <fstream>\n#include <nlohmann/json.hpp>\nstd::ifstream s;\n");
    row("words that only look alike", "sim/engine/a.cpp",
        "SimTime time(Event e); int operand, random_; auto t = event.time(); int n = 1'000'000; // '\n");
    row("the methods' stopwatch", "sim/methods/a.cpp", "auto t = std::chrono::steady_clock::now();\n");
    row("sorted lookups elsewhere", "sim/analysis/a.cpp", "std::function<double(double)> f;\n");
    row("the window has Qt", "app/gui/a.cpp", "#include <QWidget>\n");
}

void TestLayers::allowedSourcesPass() {
    QFETCH(QString, path);
    QFETCH(QString, text);
    const auto found = violationsIn(path, text);
    QVERIFY2(found.empty(), qPrintable(sentences(found)));
}

void TestLayers::forbiddenSourcesAreFound_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* path, const char* text) {
        QTest::newRow(name) << path << text;
    };
    row("core sees nothing", "sim/core/a.hpp", "#include \"sim/scenario/b.hpp\"\n");
    row("engine knows no scenario", "sim/engine/a.hpp", "#include \"sim/scenario/b.hpp\"\n");
    row("scenario knows no engine", "sim/scenario/a.hpp", "  #  include \"sim/engine/b.hpp\"\n");
    row("model below behaviour", "sim/model/a.hpp", "#include \"sim/behaviour/failures/b.hpp\"\n");
    row("formulas see no engine", "sim/analysis/formulas/a.cpp", "#include \"sim/engine/b.hpp\"\n");
    row("io sees no model", "sim/io/a.cpp", "#include \"sim/model/b.hpp\"\n");
    row("planner sees no model", "sim/planner/a.cpp", "#include \"sim/model/b.hpp\"\n");
    row("methods see no planner", "sim/methods/a.cpp", "#include \"sim/planner/b.hpp\"\n");
    row("angle brackets hide nothing", "sim/core/a.cpp", "#include <sim/io/b.hpp>\n");
    row("sim knows no app", "sim/core/a.cpp", "#include \"app/report/b.hpp\"\n");
    row("includes name the layer", "sim/core/a.cpp", "#include \"time.hpp\"\n");
    row("no way up", "sim/core/a.cpp", "#include \"../io/document.hpp\"\n");
    row("folder outside the table", "sim/tools/a.cpp", "int x;\n");
    row("file outside any folder", "sim/a.cpp", "int x;\n");
    row("Qt class", "sim/io/a.cpp", "#include <QString>\n");
    row("Qt module", "sim/core/a.cpp", "#include <QtCore/qstring.h>\n");
    row("Qt in the command line", "app/cli/main.cpp", "#include <QString>\n");
    row("JSON outside io", "sim/analysis/a.cpp", "#include <nlohmann/json.hpp>\n");
    row("file stream", "sim/methods/a.cpp", "#include <fstream>\n");
    row("file system", "sim/course/a.cpp", "#include <filesystem>\n");
    row("fopen", "sim/core/a.cpp", "auto* f = std::fopen(name, mode);\n");
    row("stream by another header", "sim/planner/a.cpp", "void f(std::ofstream& s);\n");
    row("system clock", "sim/engine/a.cpp", "auto t = std::chrono::system_clock::now();\n");
    row("steady clock", "sim/model/a.cpp", "using Clock = std::chrono::steady_clock;\n");
    row("time(nullptr)", "sim/behaviour/a.cpp", "auto t = time(nullptr);\n");
    row("std::time", "sim/core/a.cpp", "auto t = std::time(&now);\n");
    row("rand", "sim/engine/a.cpp", "int x = rand();\n");
    row("random device", "sim/model/a.cpp", "std::random_device device;\n");
    row("Mersenne twister", "sim/behaviour/failures/a.cpp", "std::mt19937_64 engine(1);\n");
    row("unordered map", "sim/engine/a.hpp", "std::unordered_map<int, int> m;\n");
    row("its header alone", "sim/model/a.hpp", "#include <unordered_set>\n");
    row("std::function", "sim/behaviour/a.hpp", "std::function<void()> later;\n");
    row("code behind a comment", "sim/engine/a.cpp", "/* why */ std::function<void()> f; // because\n");
    row("code behind a string", "sim/engine/a.cpp", "f(\"// no comment\", rand());\n");
    row("code behind a character", "sim/engine/a.cpp", "f('\"', rand(), '\"');\n");
}

void TestLayers::forbiddenSourcesAreFound() {
    QFETCH(QString, path);
    QFETCH(QString, text);
    const auto found = violationsIn(path, text);
    QVERIFY2(found.size() == 1, qPrintable(sentences(found)));
    QCOMPARE(found.front().line, qsizetype{1});
}

void TestLayers::linesAreCountedThroughCommentsAndStrings() {
    const auto found =
        violationsIn("sim/engine/a.cpp", "/* one\ntwo */\nauto s = R\"(\n\n)\";\nint x = rand();\n"
                                         "#include \"sim/io/b.hpp\"\n");
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].line, qsizetype{7});
    QCOMPARE(found[1].line, qsizetype{6});
}

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
