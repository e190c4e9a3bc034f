// References and dependencies as people write them.
#include "sim/io/fake_records.hpp"

#include <QtTest>

using namespace nueves;
using namespace nueves::test;

namespace {

// "all(a, atLeast 2(b))": an expression in one line.
std::string shape(const scenario::Expression& e) {
    using Op = scenario::Expression::Op;
    if (e.op == Op::name) return toString(e.name);
    if (e.op == Op::path) return "path(" + toString(e.name) + ", " + toString(e.other) + ")";
    static const std::map<Op, std::string> kNames{
        {Op::all, "all"}, {Op::any, "any"}, {Op::most, "most"}, {Op::none, "none"}, {Op::turn, "turn"}};
    std::string text = e.op == Op::atLeast ? "atLeast " + std::to_string(e.k) : kNames.at(e.op);
    text += '(';
    for (const auto& part : e.of) text += (text.back() == '(' ? "" : ", ") + shape(part);
    return text + ')';
}

} // namespace

class TestReferenceText : public QObject {
    Q_OBJECT

  private slots:
    void referencesComeBackAsWritten_data();
    void referencesComeBackAsWritten();
    void badReferencesSayWhy_data();
    void badReferencesSayWhy();
    void aStarIsRememberedOnTheLastStepOnly();
    void dependenciesAreRead_data();
    void dependenciesAreRead();
    void badDependenciesSayWhy_data();
    void badDependenciesSayWhy();
};

void TestReferenceText::referencesComeBackAsWritten_data() {
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"web", "web[2]", "web[1..3]", "web[*]", "zone[1].server.disk[1..2]", "web[2].container",
          "maquina-2_b", "internet", "zone[3].rack[1].store[*]", "a[1000000]"})
        QTest::newRow(text) << QString(text);
}

void TestReferenceText::referencesComeBackAsWritten() {
    QFETCH(QString, text);
    const auto selector = io::parseSelector(text.toStdString());
    QVERIFY(bool(selector));
    QCOMPARE(words(toString(*selector)), text);
}

void TestReferenceText::badReferencesSayWhy_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("offset");
    const auto row = [](const char* text, const char* code, int offset) {
        QTest::newRow(text) << QString(text) << QString(code) << offset;
    };
    row("", "malformed-reference", 0);
    row("2web", "malformed-reference", 0);
    row("m\u00E1quina", "malformed-reference", 1);
    row("web ", "malformed-reference", 3);
    row("web.", "malformed-reference", 4);
    row(".web", "malformed-reference", 0);
    row("web[", "malformed-reference", 4);
    row("web[]", "malformed-reference", 4);
    row("web[1", "malformed-reference", 5);
    row("web[1.3]", "malformed-reference", 6);
    row("web[1..]", "malformed-reference", 7);
    row("web[1...3]", "malformed-reference", 7);
    row("web[*", "malformed-reference", 5);
    row("web[-1]", "malformed-reference", 4);
    row("web[1]x", "malformed-reference", 6);
    row("web[0]", "out-of-range", 4);
    row("web[3..1]", "out-of-range", 4);
    row("web[1000001]", "out-of-range", 4);
    row("web[99999999999999999999]", "out-of-range", 4);
}

void TestReferenceText::badReferencesSayWhy() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(int, offset);
    const auto selector = io::parseSelector(text.toStdString());
    QVERIFY(!selector);
    QCOMPARE(words(selector.error().code), code);
    QCOMPARE(int(selector.error().offset), offset);
}

void TestReferenceText::aStarIsRememberedOnTheLastStepOnly() {
    QVERIFY(io::parseSelector("zone.web[*]")->starred);
    const auto inner = io::parseSelector("zone[*].web");
    QVERIFY(!inner->starred);
    QCOMPARE(words(toString(*inner)), QString("zone.web")); // all members either way
}

void TestReferenceText::dependenciesAreRead_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char* json, const char* wanted) {
        QTest::newRow(json) << QString(json) << QString(wanted);
    };
    row("\"unit\"", "unit");
    row("\"web[*]\"", "web[*]");
    row("\"2 of unit\"", "atLeast 2(unit)");
    row("\"2  of  unit[1..3]\"", "atLeast 2(unit[1..3])");
    row("\"most of unit\"", "most(unit)");
    row("[\"a\", \"b\"]", "all(a, b)");
    row("[\"a\", [\"b\", \"2 of c\"]]", "all(a, all(b, atLeast 2(c)))");
    row("[]", "all()");
    row("{\"any\": [\"grid\", \"generator\"]}", "any(grid, generator)");
    row("{\"all\": [\"a\", {\"not\": \"b\"}]}", "all(a, none(b))");
    row("{\"atLeast\": 2, \"of\": [\"a\", \"b\", \"c\"]}", "atLeast 2(a, b, c)");
    row("{\"of\": \"unit\", \"atLeast\": 2}", "atLeast 2(unit)");
    row("{\"path\": [\"s\", \"t[2]\"]}", "path(s, t[2])");
    row("{\"turn\": [\"feed[1]\", \"feed[2]\"]}", "turn(feed[1], feed[2])");
}

void TestReferenceText::dependenciesAreRead() {
    QFETCH(QString, json);
    QFETCH(QString, wanted);
    std::vector<core::Issue> issues;
    const auto expression = io::parseExpression(parsed(json.toStdString()), "services.web.needs", issues);
    QVERIFY(issues.empty());
    QCOMPARE(words(shape(expression)), wanted);
    QCOMPARE(words(expression.mark.path), QString("services.web.needs"));
}

void TestReferenceText::badDependenciesSayWhy_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("wanted"); // code path column
    const auto row = [](const char* json, const char* wanted) {
        QTest::newRow(json) << QString(json) << QString(wanted);
    };
    row("\"\"", "malformed-reference n 2");
    row("\"2 of\"", "malformed-reference n 2");
    row("\"2 of 3x\"", "malformed-reference n 7");
    row("\"few of unit\"", "malformed-expression n 2");
    row("\"-1 of unit\"", "malformed-expression n 2");
    row("\"0 of unit\"", "out-of-range n 2");
    row("\"99999999999 of unit\"", "out-of-range n 2");
    row("3", "malformed-expression n 1");
    row("true", "malformed-expression n 1");
    row("{}", "malformed-expression n 1");
    row("{\"any\": []}", "malformed-expression n.any 9");
    row("{\"any\": \"a\"}", "malformed-expression n.any 10");
    row("{\"some\": [\"a\"]}", "malformed-expression n 1");
    row("{\"any\": [\"a\"], \"all\": [\"b\"]}", "malformed-expression n 1");
    row("{\"any\": [\"a\", 3, \"b\", \"!\"]}", "malformed-expression n.any 15, malformed-reference n.any 24");
    row("{\"path\": [\"s\"]}", "malformed-expression n.path 10");
    row("{\"path\": [\"s\", 4]}", "malformed-expression n.path 10");
    row("{\"atLeast\": 2}", "malformed-expression n 1");
    row("{\"atLeast\": 2, \"of\": []}", "malformed-expression n.of 22");
    row("{\"atLeast\": 2.5, \"of\": \"a\"}", "out-of-range n.atLeast 13");
    row("{\"atLeast\": \"2\", \"of\": \"a\"}", "out-of-range n.atLeast 14");
    row("{\"atLeast\": 1e300, \"of\": \"a\"}", "out-of-range n.atLeast 13");
    row("{\"atLeast\": 3, \"of\": [\"a\", \"b\"]}", "above-count n.atLeast 13");
    row("{\"atLeast\": 2, \"of\": \"a\", \"or\": 1}", "malformed-expression n 1");
}

void TestReferenceText::badDependenciesSayWhy() {
    QFETCH(QString, json);
    QFETCH(QString, wanted);
    std::vector<core::Issue> issues;
    (void)io::parseExpression(parsed(json.toStdString()), "n", issues);
    QStringList found;
    for (const auto& issue : issues)
        found << QString("%1 %2 %3").arg(words(issue.code), words(issue.path)).arg(issue.place.column);
    QCOMPARE(found.join(", "), wanted);
}

QTEST_APPLESS_MAIN(TestReferenceText)
#include "tst_reference_text.moc"
