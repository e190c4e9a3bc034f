// The reader of JSON text: positions, strictness, recovery. nlohmann's parser is the outside witness for what
// JSON is.
#include "sim/io/document.hpp"

#include <QtTest>

#include <chrono>

using namespace nueves;
using io::Node;

namespace {

struct Read {
    Node root;
    std::vector<core::Issue> issues;
};
Read read(std::string_view text) {
    Read result;
    result.root = io::parseDocument(text, "f.json", result.issues);
    return result;
}

std::string argument(const core::Issue& issue, const std::string& name) {
    for (const auto& [key, value] : issue.arguments)
        if (key == name) return value;
    return "";
}

// "code@line:column" of every issue.
QString summary(const std::vector<core::Issue>& issues) {
    QStringList parts;
    for (const auto& issue : issues)
        parts << QString("%1@%2:%3")
                     .arg(QString::fromStdString(issue.code))
                     .arg(issue.place.line)
                     .arg(issue.place.column);
    return parts.join(' ');
}

std::string repeated(const std::string& part, std::size_t n, const std::string& before = "") {
    std::string text = before;
    for (std::size_t i = 0; i < n; ++i) text += part;
    return text;
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT

  private slots:
    void everyValueAndKeyKnowsItsPlace();
    void aByteOrderMarkIsNoColumn();
    void numbersKeepTheirLiteral();
    void stringsAreUnescaped();
    void mistakesAreFoundAllAtOnce_data();
    void mistakesAreFoundAllAtOnce();
    void whatIsGoodIsReadInSpiteOfMistakes();
    void theFirstOfTwoEqualKeysIsKept();
    void nestingStopsAt64();
    void bracketsWithoutEndAreRefusedInTime();
    void manyDoubledKeysAreRefusedInTime();
    void tooManyValuesAreRefused();
    void tooLongATextIsRefused();
    void aHundredIssuesAreEnough();
    void excerptsAreAlwaysUtf8();
};

void TestDocument::everyValueAndKeyKnowsItsPlace() {
    const Read r = read("{\n  \"a\": 1,\n\t\"\u00E9\": \"\u00F1\", \"b\": [true,\r\n null]\n}");
    QVERIFY(r.issues.empty());
    QCOMPARE(r.root.place, (core::Place{"f.json", 1, 1}));
    QCOMPARE(r.root.members[0].keyPlace, (core::Place{"f.json", 2, 3}));
    QCOMPARE(r.root.find("a")->place, (core::Place{"f.json", 2, 8}));
    QCOMPARE(r.root.members[1].keyPlace, (core::Place{"f.json", 3, 2}));
    QCOMPARE(r.root.members[1].value.place, (core::Place{"f.json", 3, 7}));
    QCOMPARE(r.root.members[2].keyPlace, (core::Place{"f.json", 3, 12})); // letters, not bytes
    QCOMPARE(r.root.find("b")->items[0].place, (core::Place{"f.json", 3, 18}));
    QCOMPARE(r.root.find("b")->items[1].place, (core::Place{"f.json", 4, 2}));
}

void TestDocument::aByteOrderMarkIsNoColumn() {
    const Read r = read("\xEF\xBB\xBF[1]");
    QVERIFY(r.issues.empty());
    QCOMPARE(r.root.place.column, 1);
    QCOMPARE(r.root.items[0].place.column, 2);
}

void TestDocument::numbersKeepTheirLiteral() {
    const Read r = read("[18446744073709551615, -0.50e+2]");
    QVERIFY(r.issues.empty());
    QCOMPARE(r.root.items[0].text, std::string("18446744073709551615"));
    QCOMPARE(r.root.items[1].text, std::string("-0.50e+2"));
    QCOMPARE(r.root.items[1].number, -50.0);
}

void TestDocument::stringsAreUnescaped() {
    const Read r = read("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"]");
    QVERIFY(r.issues.empty());
    QCOMPARE(r.root.items[0].text, std::string("\"\\/\b\f\n\r\tA\u00E9\u20AC\U0001F600"));
}

void TestDocument::mistakesAreFoundAllAtOnce_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("issues");
    const auto row = [](const char* name, const QByteArray& text, const char* issues) {
        QTest::newRow(name) << text << QString(issues);
    };
    row("empty", "", "syntax@1:1");
    row("only blanks", " \n ", "syntax@2:2");
    row("truncated object", "{\"a\": {\"b\": 1", "syntax@1:14");
    row("truncated string", "{\"a\": \"b", "syntax@1:9");
    row("truncated after colon", "{\"a\":", "syntax@1:6");
    row("not a number", "{\"a\": NaN}", "syntax@1:7");
    row("infinite", "[Infinity, -Infinity]", "syntax@1:2 syntax@1:12");
    row("too great", "[1e400, -1e400]", "number-range@1:2 number-range@1:9");
    row("too small", "[1e-400]", "number-range@1:2");
    row("leading zero", "[01]", "syntax@1:2");
    row("bare point", "[1., .5]", "syntax@1:2 syntax@1:6");
    row("plus", "[+1]", "syntax@1:2");
    row("comma too many", "{\"a\": [1,],}", "syntax@1:10 syntax@1:12");
    row("comma forgotten", "{\"a\": 1\n \"b\": 2}", "syntax@2:2");
    row("colon forgotten", "{\"a\" 1, \"b\": x}", "syntax@1:6 syntax@1:14");
    row("key without quotes", "{a: 1, b: 2}", "syntax@1:2 syntax@1:8");
    row("wrong bracket", "{\"a\": [1}, \"b\": ?}", "syntax@1:9 syntax@1:17");
    row("two values", "1 2", "syntax@1:3");
    row("doubled keys", "{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"a\": 3}",
        "doubled-key@2:16 doubled-key@3:2");
    row("doubled by an escape", "{\"a\": 1, \"\\u0061\": 3}", "doubled-key@1:10");
    row("line break in a string", "[\"a\n\"]", "syntax@1:4 syntax@2:1 syntax@2:3");
    row("tab in a string", "[\"a\tb\"]", "syntax@1:4");
    row("unknown escape", "[\"\\x\"]", "syntax@1:3");
    row("half a surrogate", "[\"\\ud800\", \"\\udc00\", \"\\ud800\\u0041\"]",
        "syntax@1:9 syntax@1:13 syntax@1:29");
    row("bad UTF-8", "[\"\xC3(\", \"\xED\xA0\x80\", \"\xC0\xAF\"]",
        "syntax@1:3 syntax@1:9 syntax@1:10 syntax@1:10 syntax@1:14 syntax@1:15");
    row("zero byte", QByteArray("[1,\0 2]", 7), "syntax@1:4");
    row("comment without end", "[1] /* x", "syntax@1:5");
    row("single slash", "[1 / 2]", "syntax@1:4");
}

void TestDocument::mistakesAreFoundAllAtOnce() {
    QFETCH(QByteArray, text);
    QFETCH(QString, issues);
    const Read r = read(text.toStdString());
    QCOMPARE(summary(r.issues), issues);
    for (const auto& issue : r.issues) {
        QCOMPARE(issue.place.file, std::string("f.json"));
        QVERIFY(!issue.arguments.empty());
    }
}

void TestDocument::whatIsGoodIsReadInSpiteOfMistakes() {
    const Read r = read("{\"a\": tru, \"b\": [1, {\"x\": ], 3, \"c\": 4}");
    QVERIFY(!r.issues.empty());
    QCOMPARE(argument(r.issues[0], "found"), std::string("tru"));
    QVERIFY(r.root.find("b") != nullptr);
    QCOMPARE(r.root.find("b")->items[0].number, 1.0);
}

void TestDocument::theFirstOfTwoEqualKeysIsKept() {
    const Read r = read("{\"a\": 1, \"b\": 2, \"a\": 3, \"c\": 4, \"a\": 5}");
    QCOMPARE(r.issues.size(), std::size_t{2});
    QCOMPARE(argument(r.issues[0], "found"), std::string("a"));
    QCOMPARE(argument(r.issues[0], "firstLine"), std::string("1"));
    QCOMPARE(r.root.members.size(), std::size_t{3});
    QCOMPARE(r.root.find("a")->number, 1.0);
    QCOMPARE(r.root.find("c")->number, 4.0);
}

void TestDocument::nestingStopsAt64() {
    QVERIFY(read(repeated("[", 64) + repeated("]", 64)).issues.empty());
    const Read r = read(repeated("[", 65) + repeated("]", 65));
    QCOMPARE(summary(r.issues), QString("too-deep@1:65"));
    QCOMPARE(summary(read(repeated("{\"a\":", 65) + "1" + repeated("}", 65)).issues),
             QString("too-deep@1:321"));
    // What stands beside it is still read.
    const Read beside =
        read(repeated("[", 70, "{\"deep\": ") + "\"]\"" + repeated("]", 70) + ", \"a\": nope}");
    QCOMPARE(beside.issues.size(), std::size_t{2});
    QCOMPARE(argument(beside.issues[1], "found"), std::string("nope"));
}

void TestDocument::bracketsWithoutEndAreRefusedInTime() {
    const auto start = std::chrono::steady_clock::now();
    for (const char* opener : {"[", "{\"a\":", "[[],", "{\"a\":{},\"b\":"}) {
        const Read r = read(repeated(opener, std::size_t{20'000'000} / std::string(opener).size()));
        QVERIFY(core::hasError(r.issues));
        QVERIFY(r.issues.size() <= 3);
    }
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

void TestDocument::manyDoubledKeysAreRefusedInTime() {
    const auto start = std::chrono::steady_clock::now();
    const Read r = read(repeated("\"a\":0,", 300'000, "{") + "\"b\":0}");
    QCOMPARE(r.issues.size(), std::size_t{100});
    QCOMPARE(r.root.members.size(), std::size_t{2});
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

void TestDocument::tooManyValuesAreRefused() {
    QVERIFY(read(repeated("0,", 1'999'998, "[") + "0]").issues.empty()); // the array itself is one
    const Read r = read(repeated("0,", 1'999'999, "[") + "0]");
    QCOMPARE(summary(r.issues), QString("too-large@1:4000000"));
}

void TestDocument::tooLongATextIsRefused() {
    const std::string text(std::size_t{100'000'000}, '[');
    const Read r = read(text);
    QCOMPARE(r.issues.size(), std::size_t{1});
    QCOMPARE(r.issues[0].code, std::string("too-large"));
}

void TestDocument::aHundredIssuesAreEnough() {
    QCOMPARE(read(repeated("?,", 1000, "[") + "1]").issues.size(), std::size_t{100});
}

void TestDocument::excerptsAreAlwaysUtf8() {
    QCOMPARE(io::excerpt("abc"), std::string("abc"));
    QCOMPARE(io::excerpt("a\u20AC\u20AC", 2), std::string("a\u20AC..."));
    QCOMPARE(io::excerpt("a\xFF\n"), std::string("a??"));
}

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
