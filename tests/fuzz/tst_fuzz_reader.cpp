// Damaged files, the same ones at each run: no crash, no hang, and what is refused says why. The
// coverage-guided fuzzers beside this file look further; this is the part that every run of the tests can
// afford.
#include "fuzz/checks.hpp"
#include "fuzz/mutator.hpp"

#include <QtTest>

#include <QDirIterator>
#include <QElapsedTimer>

using namespace nueves;

namespace {

constexpr std::uint64_t kSeed = 9;
constexpr qint64 kLongest = 20'000; // ms for one text of a few kilobytes: a hang, even on a busy machine

std::vector<std::string> filesBelow(const char* folder) {
    QStringList paths;
    for (QDirIterator it(QString(NUEVES_SOURCE_DIR "/") + folder, QDir::Files, QDirIterator::Subdirectories);
         it.hasNext();)
        paths << it.next();
    paths.sort();
    std::vector<std::string> texts;
    for (const auto& path : paths) texts.push_back(io::readFile(path.toStdString()));
    return texts;
}

// Runs `check` over damaged seeds; the text that fails is shown whole.
template <class Check>
std::string firstProblem(const std::vector<std::string>& seeds, std::size_t inputs, Check check) {
    fuzz::Mutator mutator(seeds, kSeed);
    for (std::size_t i = 0; i < inputs; ++i) {
        const std::string text = mutator.next(i);
        QElapsedTimer timer;
        timer.start();
        std::string problem;
        try {
            problem = check(text);
        } catch (const io::IoError& error) {
            problem = "thrown: " + error.path + " " + error.what;
        } catch (const std::exception& error) {
            problem = std::string("thrown: ").append(error.what());
        }
        if (timer.elapsed() > kLongest) problem.append(" took too long");
        if (!problem.empty())
            return problem.append(" in input ").append(std::to_string(i)).append(":\n").append(text);
    }
    return "";
}

} // namespace

class TestFuzzReader : public QObject {
    Q_OBJECT

  private slots:
    void damagedDocumentsAreReadOrRefused();
    void damagedValuesAreReadOrRefused();
    void damagedScenariosAreReadOrRefused();
    void seedsAreWhatTheySay();
};

void TestFuzzReader::damagedDocumentsAreReadOrRefused() {
    auto seeds = filesBelow("tests/fuzz/corpus/document");
    for (auto& scenario : filesBelow("scenarios")) seeds.push_back(std::move(scenario));
    QVERIFY(seeds.size() >= 8);
    const std::string problem = firstProblem(seeds, 4000, [](const std::string& text) {
        if (auto wrong = fuzz::documentProblem(text); !wrong.empty()) return wrong;
        std::vector<core::Issue> issues;
        return fuzz::valuesOfDocumentProblem(io::parseDocument(text, "f.json", issues));
    });
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestFuzzReader::damagedValuesAreReadOrRefused() {
    const auto seeds = filesBelow("tests/fuzz/corpus/values");
    QVERIFY(seeds.size() >= 20);
    const std::string problem = firstProblem(seeds, 20'000, fuzz::valueProblem);
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestFuzzReader::damagedScenariosAreReadOrRefused() {
    auto seeds = filesBelow("scenarios");
    for (auto& document : filesBelow("tests/fuzz/corpus/document")) seeds.push_back(std::move(document));
    const std::string problem = firstProblem(seeds, 4000, fuzz::scenarioProblem);
    QVERIFY2(problem.empty(), problem.c_str());
}

// Whole seeds are good values of at least one sort: otherwise the damage above would start from nothing.
void TestFuzzReader::seedsAreWhatTheySay() {
    const fuzz::FewRecords records;
    for (const auto& text : filesBelow("tests/fuzz/corpus/values")) {
        std::vector<core::Issue> issues;
        (void)io::parseExpression(io::Node::string(text), "n", issues);
        const bool good = io::parseQuantity(text) || io::parseLaw(text, records) || issues.empty() ||
                          io::catalogueQuantity(1.0, text);
        QVERIFY2(good, text.c_str());
    }
}

QTEST_APPLESS_MAIN(TestFuzzReader)
#include "tst_fuzz_reader.moc"
