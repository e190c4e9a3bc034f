// Files of a few megabytes made to take for ever: read or refused. Each took time with the square of its length,
// or worse, when it was found: several minutes. No clock is read here, machines are shared; the test's own time
// limit, far above what all rows need together, is the one that a relapse would meet.
#include "sim/io/scenario_reader.hpp"

#include <QtTest>

using namespace nueves;

namespace {

constexpr const char* kFailing = "\"failures\": {\"f\": {\"every\": \"Exp(1000 h)\", \"repair\": \"1 h\"}}";

// "id1": {...}, "id2": {...}; `body` may use the number.
template <class Body> std::string things(const char* id, int count, Body body) {
    std::string text;
    for (int i = 1; i <= count; ++i) {
        if (i > 1) text += ",\n";
        text += "\"" + std::string(id) + std::to_string(i) + "\": {" + body(std::to_string(i)) + "}";
    }
    return text;
}

std::string fileOf(const std::string& sections) {
    return "{\"nueves\": 1, " + sections + "}";
}

QByteArray bytes(const std::string& text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class HostileFilesTest : public QObject {
    Q_OBJECT

  private slots:
    void areReadOrRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code"); // of the first mistake; empty: it is accepted
        const auto row = [](const char* name, const std::string& sections, const char* code) {
            QTest::newRow(name) << bytes(fileOf(sections)) << QString(code);
        };
        row("a thousand of a thousand, five deep",
            "\"parts\": {\"region\": {\"kind\": \"region\", \"count\": 1000, \"parts\": {\"site\": "
            "{\"kind\": \"site\", "
            "\"count\": 1000, \"parts\": {\"rack\": {\"kind\": \"rack\", \"count\": 1000, \"parts\": "
            "{\"host\": "
            "{\"kind\": \"host\", \"count\": 1000, \"parts\": {\"disk\": {\"kind\": \"disk\", \"count\": "
            "1000}}}}}}}}}}",
            "too-large");
        row("twenty services of a million replicas",
            "\"services\": {" + things("s", 20, [](const auto&) { return "\"replicas\": 1000000"; }) + "}",
            "too-large");
        row("everybody needs everybody",
            "\"parts\": {\"a\": {\"count\": 90000}, \"b\": {\"count\": 90000, \"needs\": \"a\"}}",
            "too-large");
        row("everybody is connected to everybody",
            "\"parts\": {\"zone\": {\"kind\": \"zone\", \"net\": \"sw\", \"parts\": {\"h\": {\"kind\": "
            "\"host\", "
            "\"count\": 90000}}}, \"sw\": {\"kind\": \"switch\", \"count\": 90000}}",
            "too-large");
        row(
            "twenty thousand exceptions",
            "\"parts\": {\"h\": {\"count\": 20000, " + std::string(kFailing) + ", \"except\": {" +
                [] {
                    std::string text;
                    for (int i = 1; i <= 20'000; ++i)
                        text += (i > 1 ? ", \"" : "\"") + std::to_string(i) + "\": {\"notes\": \"x\"}";
                    return text;
                }() +
                "}}}",
            "");
        row("twenty thousand unknown names",
            "\"parts\": {" + things("h", 20'000, [](const auto& i) { return "\"needs\": \"x" + i + "\""; }) +
                "}",
            "unknown-name");
        row("a tower of twenty thousand things",
            "\"parts\": {\"h0\": {}, " +
                things(
                    "h", 20'000,
                    [](const auto& i) { return "\"on\": \"h" + std::to_string(std::stoi(i) - 1) + "\""; }) +
                "}",
            "too-deep");
        row("ten thousand crews",
            "\"crews\": {" + things("c", 10'000, [](const auto&) { return ""; }) + "}, \"parts\": {" +
                things("h", 10'000,
                       [](const auto& i) { return "\"crew\": \"c" + i + "\", " + std::string(kFailing); }) +
                "}",
            "");
        row("thirty thousand presets, each used",
            "\"presets\": {" + things("p", 30'000, [](const auto&) { return "\"title\": \"x\""; }) +
                "}, \"parts\": {" +
                things("h", 30'000, [](const auto& i) { return "\"use\": \"p" + i + "\""; }) + "}",
            "");
        row("thirty thousand patches",
            "\"parts\": {" + things("h", 30'000, [](const auto&) { return "\"title\": \"x\""; }) +
                "}, \"designs\": {\"d\": {\"parts\": {" +
                things("h", 30'000, [](const auto&) { return "\"title\": \"y\""; }) + "}}}",
            "");
        row("presets that multiply",
            "\"presets\": {\"p\": {\"failures\": {" +
                things("f", 5'000,
                       [](const auto&) { return "\"every\": \"Exp(1 a)\", \"repair\": \"1 h\""; }) +
                "}}}, \"parts\": {" + things("h", 5'000, [](const auto&) { return "\"use\": \"p\""; }) + "}",
            "too-large");
        row("a window, laid out to the end of time",
            "\"run\": {\"horizon\": \"200000 a\"}, \"parts\": {\"h\": {\"failures\": {\"f\": {\"every\": "
            "\"Exp(1 h)\", "
            "\"during\": \"Mon 09:00-10:00\", \"repair\": \"1 h\"}}}}",
            "");
    }
    void areReadOrRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QString, code);
        const auto outcome =
            io::readScenarioText({text.data(), static_cast<std::size_t>(text.size())}, "f.json", {});
        const std::string first = core::hasError(outcome.issues) ? outcome.issues.front().code : "";
        QCOMPARE(QString::fromStdString(first), code);
    }
};

QTEST_APPLESS_MAIN(HostileFilesTest)
#include "tst_hostile_files.moc"
