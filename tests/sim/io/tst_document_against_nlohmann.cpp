// What is JSON and what is not: nlohmann's parser as the outside witness, apart from our stricter rules.
#include "sim/io/document.hpp"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

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

bool sameValue(const Node& node, const nlohmann::json& json) {
    switch (node.type) {
    case Node::Type::null: return json.is_null();
    case Node::Type::boolean: return json.is_boolean() && json.get<bool>() == node.boolean;
    case Node::Type::number: return json.is_number() && json.get<double>() == node.number;
    case Node::Type::string: return json.is_string() && json.get_ref<const std::string&>() == node.text;
    case Node::Type::array:
        if (!json.is_array() || json.size() != node.items.size()) return false;
        for (std::size_t i = 0; i < node.items.size(); ++i)
            if (!sameValue(node.items[i], json[i])) return false;
        return true;
    case Node::Type::object:
        if (!json.is_object() || json.size() != node.members.size()) return false;
        for (const auto& member : node.members)
            if (!json.contains(member.key) || !sameValue(member.value, json[member.key])) return false;
        return true;
    }
    return false;
}

// The stated differences: what is good JSON for nlohmann and still refused here.
bool onlyOurOwnRules(const std::vector<core::Issue>& issues) {
    return std::all_of(issues.begin(), issues.end(), [](const core::Issue& issue) {
        return issue.code == "doubled-key" || issue.code == "too-deep" || issue.code == "number-range";
    });
}

// Empty if both parsers agree on this text.
std::string disagreement(const std::string& text) {
    const Read ours = read(text);
    const auto theirs = nlohmann::json::parse(text, nullptr, false, true);
    if (theirs.is_discarded()) return ours.issues.empty() ? "accepted, though it is no JSON: " + text : "";
    if (!ours.issues.empty())
        return onlyOurOwnRules(ours.issues) ? "" : "refused, though it is JSON: " + text;
    return sameValue(ours.root, theirs) ? "" : "read otherwise: " + text;
}

} // namespace

class TestDocumentAgainstNlohmann : public QObject {
    Q_OBJECT

  private slots:
    void everyOddTextIsJudgedAlike_data();
    void everyOddTextIsJudgedAlike();
    void damagedTextsAreJudgedAlike();
};

void TestDocumentAgainstNlohmann::everyOddTextIsJudgedAlike_data() {
    QTest::addColumn<QByteArray>("text");
    int number = 0;
    for (const char* text : {"{}",
                             "[]",
                             "null",
                             "true",
                             "\"\"",
                             "0",
                             "-0",
                             "-",
                             "--1",
                             "1e5",
                             "1E+5",
                             "1e",
                             "1e+",
                             "1.5",
                             "1.",
                             ".5",
                             "00",
                             "-01",
                             "1a",
                             "nul",
                             "nulll",
                             "True",
                             "[1,2]",
                             "[1,,2]",
                             "[,1]",
                             "[1,]",
                             "[1 2]",
                             "{\"a\":1}",
                             "{\"a\":1,}",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{:1}",
                             "{1:1}",
                             "{\"a\":1 \"b\":2}",
                             "{\"a\":1;\"b\":2}",
                             "[1}",
                             "{\"a\":1]",
                             "[",
                             "]",
                             "{",
                             "}",
                             "[[]",
                             "[]]",
                             "\"a",
                             "'a'",
                             "\"\\u12\"",
                             "\"\\u12G4\"",
                             "\"\\uD83D\\uDE00\"",
                             "\"\\uD83D\"",
                             "\"\\uDE00\"",
                             "\"\\uD83Dx\"",
                             "\"\\uD83D\\n\"",
                             "\"\\uD83D\\uD83D\"",
                             "\"\\a\"",
                             "\"\\",
                             "\"\\\"",
                             "\"\\u0000\"",
                             "\"\x7F\"",
                             "\"\x1F\"",
                             "\"\xC2\x80\"",
                             "\"\xC1\x80\"",
                             "\"\xE0\x80\x80\"",
                             "\"\xE0\xA0\x80\"",
                             "\"\xED\x9F\xBF\"",
                             "\"\xED\xA0\x80\"",
                             "\"\xF0\x8F\xBF\xBF\"",
                             "\"\xF0\x90\x80\x80\"",
                             "\"\xF4\x8F\xBF\xBF\"",
                             "\"\xF4\x90\x80\x80\"",
                             "\"\xF5\x80\x80\x80\"",
                             "\"\xC2\"",
                             "\"\xE2\x82\"",
                             "\"\x80\"",
                             "\xC2\x80",
                             "\xEF\xBB\xBF[]",
                             "\xEF\xBB[]",
                             "[]\xEF\xBB\xBF",
                             "// c\n1",
                             "1 // c",
                             "1 /* c */",
                             "/* c */ 1",
                             "/* c * / */1",
                             "/**/1",
                             "/***/1",
                             "/*/1",
                             "/ 1",
                             "1 /",
                             "1 / 2",
                             "[1/**/,/**/2]",
                             "{\"a\"/**/:/**/1}",
                             "// only",
                             "//\r1",
                             "1\f",
                             "1\v",
                             "\t\r\n 1",
                             "123456789012345678901234567890",
                             "0.1",
                             "1e-5",
                             "2.2250738585072014e-308",
                             "1.7976931348623157e308",
                             "0e999",
                             "9007199254740993",
                             "0.30000000000000004",
                             "[1e1,[2,{\"x\":[null]}]]",
                             "\"\\/\"",
                             "\"/\"",
                             "nan",
                             "NaN",
                             "Infinity",
                             "-Infinity",
                             "0x10",
                             "1_000",
                             "+1",
                             "\"a\tb\"",
                             "\"a\nb\""})
        QTest::addRow("%d: %s", ++number, text) << QByteArray(text);
}

void TestDocumentAgainstNlohmann::everyOddTextIsJudgedAlike() {
    QFETCH(QByteArray, text);
    QCOMPARE(disagreement(text.toStdString()), std::string());
}

// Cuts, replaced and inserted letters; fixed seed, so that a failure can be repeated.
void TestDocumentAgainstNlohmann::damagedTextsAreJudgedAlike() {
    const std::string whole =
        "{\"nueves\": 1, // c\n \"a\\u00e9\": [true, false, null, -1.5e+3, \"x\\ud83d\\ude00\\n\xC3\xB1\"],"
        " /* d */ \"b\": {\"c\": [], \"d\": {}, \"e\": \"1 h\"}}";
    const std::string letters = "{}[]\",:/*\\u0dD8e+-.19ntf \n\t\x80\xC3\xED\xA0";
    std::mt19937 random(20250101);
    int agreedOn = 0;
    for (int i = 0; i < 40'000; ++i) {
        std::string text = whole;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            const char letter = letters[random() % letters.size()];
            switch (random() % 4) {
            case 0: text[at] = letter; break;
            case 1: text.insert(at, 1, letter); break;
            case 2: text.erase(at, 1 + random() % 4); break;
            default: text.insert(at, text.substr(random() % text.size(), random() % 8)); break;
            }
        }
        const std::string difference = disagreement(text);
        QVERIFY2(difference.empty(), difference.c_str());
        if (read(text).issues.empty()) ++agreedOn;
    }
    QVERIFY(agreedOn > 1000); // both outcomes were met
    QVERIFY(agreedOn < 39'000);
}

QTEST_APPLESS_MAIN(TestDocumentAgainstNlohmann)
#include "tst_document_against_nlohmann.moc"
