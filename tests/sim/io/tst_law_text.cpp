// Laws as text. Wanted moments follow from the textbook formulas of each distribution, beside the rows.
#include "sim/io/fake_records.hpp"

#include <QtTest>

using namespace nueves;
using namespace nueves::test;

class TestLawText : public QObject {
    Q_OBJECT

  private slots:
    void lawsAreReadInSeconds_data();
    void lawsAreReadInSeconds();
    void badLawsSayWhy_data();
    void badLawsSayWhy();
    void anEmpiricalLawTakesItsUnitFromTheColumn();
    void anAbsentFileIsNoIssue();
    void onlyLawsNameLaws();
    void lawsHaveAWideForm();
    void wideLawsAreReadLikeTexts();
    void errorsPointAtTheLetter();
    void lawsOfAmountsAreInTheirOwnUnit();
};

// How many come: numbers of users, or requests per second.
void TestLawText::lawsOfAmountsAreInTheirOwnUnit() {
    const FakeRecords records;
    const auto read = [&](const char* text, const io::Dimension& wanted) {
        return io::parseLawOf(io::Node::string(text), wanted, records);
    };
    QCOMPARE(read("Uniform(1500, 4000)", io::kPlain)->mean(), 2750.0);
    QCOMPARE(read("LogNormal(mean 300, cv 50 %)", io::kPlain)->mean(), 300.0);
    QCOMPARE(read("Exp(20 req/s)", io::kRequestRate)->mean(), 20.0);
    QCOMPARE(read("3600 req/h", io::kRequestRate)->mean(), 1.0);
    io::Node number = io::Node::string("500");
    number.type = io::Node::Type::number;
    QCOMPARE(io::parseLawOf(number, io::kPlain, records)->mean(), 500.0);
    QCOMPARE(read("Exp(20 req/s)", io::kPlain).error().code, std::string("wrong-dimension"));
    QCOMPARE(read("Uniform(1 h, 2 h)", io::kPlain).error().code, std::string("wrong-dimension"));
    QCOMPARE(read("Uniform(4000, 1500)", io::kPlain).error().code, std::string("out-of-range"));
    QCOMPARE(read("1e20", io::kPlain).error().code, std::string("out-of-range"));
    for (const char* text : {"Afr(3 %)", "Exp(rate 2)", "Empirical(\"a.csv\", b)"})
        QCOMPARE(read(text, io::kPlain).error().code, std::string("malformed-law"));
    QCOMPARE(read("never", io::kPlain).error().code, std::string("malformed-quantity"));
}

void TestLawText::lawsAreReadInSeconds_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<double>("mean");     // s
    QTest::addColumn<double>("variance"); // s^2
    using core::LawKind;
    const auto row = [](const char* text, LawKind kind, double mean, double variance) {
        QTest::newRow(text) << QString(text) << int(kind) << mean << variance;
    };
    constexpr double kHour = 3600.0;
    constexpr double kYear = 31557600.0;
    row("Exp(4000 h)", LawKind::exponential, 4000 * kHour, std::pow(4000 * kHour, 2));
    row("Exp(mean 4000 h)", LawKind::exponential, 4000 * kHour, std::pow(4000 * kHour, 2));
    row(" Exp ( 1 h 30 min ) ", LawKind::exponential, 5400, 5400.0 * 5400.0);
    row("Exp(2 /a)", LawKind::exponential, kYear / 2, std::pow(kYear / 2, 2));
    row("Exp(rate 2 /a)", LawKind::exponential, kYear / 2, std::pow(kYear / 2, 2));
    row("Exp(@sw.os.mttf)", LawKind::exponential, 4000 * kHour, std::pow(4000 * kHour, 2));
    row("Exp(@site.fire.rate)", LawKind::exponential, kYear * 1e4, std::pow(kYear * 1e4, 2));
    row("Exp(rate @run.rate)", LawKind::exponential, kHour / 0.000664, std::pow(kHour / 0.000664, 2));
    // P(T < 1 a) = 1 - exp(-1 a / mean) = p.
    row("Afr(1.57 %)", LawKind::exponential, -kYear / std::log(1 - 0.0157),
        std::pow(kYear / std::log(1 - 0.0157), 2));
    row("Afr(@hw.hdd.afr)", LawKind::exponential, -kYear / std::log(1 - 0.0157),
        std::pow(kYear / std::log(1 - 0.0157), 2));
    // Shape 2: mean = scale sqrt(pi)/2, variance = scale^2 (1 - pi/4).
    row("Weibull(scale 10 h, shape 2)", LawKind::weibull, 10 * kHour * std::sqrt(M_PI) / 2,
        std::pow(10 * kHour, 2) * (1 - M_PI / 4));
    row("Weibull(shape 2, mean 10 h)", LawKind::weibull, 10 * kHour,
        std::pow(10 * kHour, 2) * (4 / M_PI - 1));
    row("LogNormal(mean 4 h, cv 0.5)", LawKind::logNormal, 4 * kHour, std::pow(2 * kHour, 2));
    row("LogNormal(mean 4 h, cv 50 %)", LawKind::logNormal, 4 * kHour, std::pow(2 * kHour, 2));
    row("LogNormal(median @sw.os.mttf, sigma 1)", LawKind::logNormal, 4000 * kHour * std::exp(0.5),
        std::pow(4000 * kHour, 2) * (std::exp(1.0) - 1) * std::exp(1.0));
    row("Gamma(4 h, 4)", LawKind::gamma, 4 * kHour, std::pow(2 * kHour, 2));
    row("Gamma(mean 4 h, shape 4)", LawKind::gamma, 4 * kHour, std::pow(2 * kHour, 2));
    row("Erlang(4 h, 4)", LawKind::erlang, 4 * kHour, std::pow(2 * kHour, 2));
    row("Erlang(mean 4 h, k 4)", LawKind::erlang, 4 * kHour, std::pow(2 * kHour, 2));
    row("Uniform(1 h, 3 h)", LawKind::uniform, 2 * kHour, std::pow(2 * kHour, 2) / 12);
    row("Uniform(0 s, 3 h)", LawKind::uniform, 1.5 * kHour, std::pow(3 * kHour, 2) / 12);
    row("Fixed(90 s)", LawKind::fixed, 90, 0);
    row("Fixed(t 90 s)", LawKind::fixed, 90, 0);
    row("Fixed(0 s)", LawKind::fixed, 0, 0);
    row("1 h 30 min", LawKind::fixed, 5400, 0);
    row("0 s", LawKind::fixed, 0, 0);
    row("@sw.os.mttf", LawKind::fixed, 4000 * kHour, 0);
    row("@hw.switch.repair_time", LawKind::logNormal, 5400 * std::exp(0.5),
        5400.0 * 5400.0 * (std::exp(1.0) - 1) * std::exp(1.0));
    row("Empirical(\"repairs.csv\", repair_h)", LawKind::empirical, 2 * kHour, 2.0 / 3.0 * kHour * kHour);
    row("Empirical(file \"repairs.csv\", column \"s\")", LawKind::empirical, 2, 2.0 / 3.0);
}

void TestLawText::lawsAreReadInSeconds() {
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(double, mean);
    QFETCH(double, variance);
    const auto law = io::parseLaw(text.toStdString(), records());
    QVERIFY2(bool(law), law ? "" : (law.error().code + ": " + law.error().expected).c_str());
    QCOMPARE(int(law->kind), kind);
    QVERIFY2(std::abs(law->mean() - mean) <= 1e-9 * mean, qPrintable(QString::number(law->mean(), 'g', 17)));
    QVERIFY2(std::abs(law->variance() - variance) <= 1e-9 * variance,
             qPrintable(QString::number(law->variance(), 'g', 17)));
}

void TestLawText::badLawsSayWhy_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("offset");
    const auto row = [](const char* text, const char* code, int offset = 0) {
        QTest::newRow(text) << QString(text) << QString(code) << offset;
    };
    row("", "malformed-law");
    row("always", "malformed-law");
    row("Exp", "malformed-law");
    row("Exp(", "malformed-law");
    row("Exp 4 h)", "malformed-law");
    row("(4 h)", "malformed-law");
    row("Exp()", "malformed-law", 4);
    row("Exp(4 h, 5 h)", "malformed-law", 9);
    row("Exp(4 h,)", "malformed-law", 8);
    row("Exp(scale 4 h)", "malformed-law", 10);
    row("Exp(\"4 h\")", "malformed-law", 4);
    row("Exp(Exp(4 h))", "malformed-quantity", 4);
    row("exp(4 h)", "unknown-law");
    row("Normal(4 h, 1 h)", "unknown-law");
    row("Exp(4000)", "bare-number", 4);
    row("5", "bare-number");
    row("Exp(0 s)", "out-of-range", 4);
    row("Exp(-4 h)", "out-of-range", 4);
    row("Exp(1e400 h)", "out-of-range", 4);
    row("Exp(0.1 us)", "out-of-range", 4);
    row("Exp(1e20 a)", "out-of-range", 4);
    row("Exp(0 /a)", "out-of-range", 4);
    row("Exp(rate 1e8 /s)", "out-of-range", 9);
    row("Exp(NaN h)", "malformed-law", 8);
    row("Exp(mean 2 /a)", "wrong-dimension", 9);
    row("Exp(rate 2 h)", "wrong-dimension", 9);
    row("Exp(2 GiB)", "wrong-dimension", 4);
    row("Exp(@hw.hdd.afr)", "wrong-dimension", 4);
    row("Exp(@hw.switch.repair_time)", "wrong-dimension", 4);
    row("Exp(@no.such)", "unknown-record", 4);
    row("Exp(@)", "malformed-record", 4);
    row("Exp(4 hours)", "unknown-unit", 6);
    row("Afr(0.0157)", "bare-number", 4);
    row("Afr(12 h/a)", "wrong-dimension", 4);
    row("Afr(@sw.os.mttf)", "wrong-dimension", 4);
    row("Afr(@site.fire.rate)", "wrong-dimension", 4);
    row("Afr(0 %)", "out-of-range", 4);
    row("Afr(100 %)", "out-of-range", 4);
    row("Afr(120 %)", "out-of-range", 4);
    row("Weibull(73 a, 1.2)", "malformed-law", 8);
    row("Weibull(mean 73 a)", "malformed-law");
    row("Weibull(mean 73 a, scale 80 a, shape 1)", "malformed-law", 25);
    row("Weibull(mean 73 a, shape 0)", "out-of-range", 25);
    row("Weibull(mean 73 a, shape 1e-3)", "out-of-range", 25);
    row("Weibull(mean 73 a, shape 2 h)", "wrong-dimension", 25);
    row("LogNormal(mean 4 h, sigma 1)", "malformed-law", 26);
    row("LogNormal(median 4 h, cv 1)", "malformed-law", 25);
    row("LogNormal(median 4 h, sigma 0)", "out-of-range", 28);
    row("LogNormal(median 0 h, sigma 1)", "out-of-range", 17);
    row("Erlang(4 h, 2.5)", "out-of-range", 12);
    row("Erlang(4 h, 0)", "out-of-range", 12);
    row("Erlang(4 h, 1e9)", "out-of-range", 12);
    row("Uniform(1500, 4000)", "bare-number", 8);
    row("Uniform(3 h, 1 h)", "out-of-range", 13);
    row("Uniform(low 1 h, low 2 h)", "malformed-law", 21);
    row("Fixed(0.1 us)", "out-of-range", 6);
    row("0.1 us", "out-of-range");
    row("-5 s", "out-of-range");
    row("5 GiB", "wrong-dimension");
    row("@hw.hdd.afr", "wrong-dimension");
    row("@no.such", "unknown-record");
    row("Empirical(repairs.csv, repair_h)", "malformed-law", 10);
    row("Empirical(\"../repairs.csv\", repair_h)", "path-leaves-folder", 10);
    row("Empirical(\"/repairs.csv\", repair_h)", "path-leaves-folder", 10);
    row("Empirical(\"repairs.csv\", repair)", "unknown-unit", 25);
    row("Empirical(\"repairs.csv\", size_GiB)", "unknown-unit", 25);
    row("Empirical(\"repairs.csv\", other_h)", "unknown-column", 25);
    row("Empirical(\"repairs.csv\", bad_h)", "out-of-range", 25);
}

void TestLawText::badLawsSayWhy() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(int, offset);
    const auto law = io::parseLaw(text.toStdString(), records());
    QVERIFY(!law);
    QCOMPARE(words(law.error().code), code);
    QCOMPARE(int(law.error().offset), offset);
    QVERIFY(!law.error().expected.empty());
    if (text == "exp(4 h)") QCOMPARE(words(law.error().nearest), QString("Exp"));
}

void TestLawText::anEmpiricalLawTakesItsUnitFromTheColumn() {
    const auto law = io::parseLaw("Empirical(\"repairs.csv\", repair_h)", records());
    QVERIFY(bool(law));
    QCOMPARE(*law->sample, (std::vector<double>{3600.0, 7200.0, 10800.0}));
}

void TestLawText::anAbsentFileIsNoIssue() {
    QVERIFY_EXCEPTION_THROWN((void)io::parseLaw("Empirical(\"other.csv\", repair_h)", records()),
                             io::IoError);
}

void TestLawText::onlyLawsNameLaws() {
    for (const char* text : {"Exp(4 h)", "never", " Fixed(5 a)", "exp (4 h)"})
        QVERIFY2(io::namesALaw(text), text);
    for (const char* text : {"4 h", "@sw.os.mttf", "", "often", "4 h (about)"})
        QCOMPARE(io::namesALaw(text),
                 std::string_view(text) == "4 h (about)"); // a bad law rather than a bad quantity
}

void TestLawText::lawsHaveAWideForm() {
    const auto weibull = io::widenLaw("Weibull(shape 0.7, mean 3 a)", records());
    QVERIFY(bool(weibull));
    QCOMPARE(weibull->find("law")->text, std::string("Weibull"));
    QCOMPARE(weibull->find("mean")->text, std::string("3 a"));
    QCOMPARE(weibull->find("shape")->text, std::string("0.7"));
    QCOMPARE(io::widenLaw("Exp(4 h)", records())->find("mean")->text, std::string("4 h"));
    QCOMPARE(io::widenLaw("Exp(4 /a)", records())->find("rate")->text, std::string("4 /a"));
    QCOMPARE(io::widenLaw("Exp(@site.fire.rate)", records())->find("rate")->text,
             std::string("@site.fire.rate"));
    QVERIFY(!io::widenLaw("4 h", records()));
    QVERIFY(!io::widenLaw("Foo(4 h)", records()));
    QVERIFY(!io::widenLaw("Exp(4 h, 3 h)", records()));
}

void TestLawText::wideLawsAreReadLikeTexts() {
    for (const char* text :
         {"Exp(4 h)", "Exp(4 /a)", "Afr(2 %)", "Weibull(shape 0.7, mean 3 a)", "Uniform(1 h, 2 h)",
          "LogNormal(median 4 h, sigma 1)", "Erlang(4 h, 3)", "Empirical(\"repairs.csv\", repair_h)"}) {
        const auto wide = io::widenLaw(text, records());
        QVERIFY2(bool(wide), text);
        const auto law = io::parseLaw(*wide, records());
        QVERIFY2(law && *law == *io::parseLaw(text, records()), text);
    }
    const auto value =
        io::parseLaw(parsed("{\"value\": \"4 h\", \"low\": \"2 h\", \"high\": \"8 h\"}"), records());
    QVERIFY(value && *value == core::Law::fixed(4 * 3600.0));
    QVERIFY(*io::parseLaw(parsed("{\"law\": \"Weibull\", \"mean\": \"3 a\", \"shape\": 0.7}"), records()) ==
            *io::parseLaw("Weibull(mean 3 a, shape 0.7)", records()));
    const auto codeOf = [](const char* json) {
        const auto law = io::parseLaw(parsed(json), records());
        return law ? QString() : words(law.error().code);
    };
    QCOMPARE(codeOf("4000"), QString("bare-number"));
    QCOMPARE(codeOf("true"), QString("malformed-law"));
    QCOMPARE(codeOf("{}"), QString("malformed-law"));
    QCOMPARE(codeOf("{\"value\": \"4 h\", \"lo\": \"2 h\"}"), QString("malformed-law"));
    QCOMPARE(codeOf("{\"value\": {\"value\": \"4 h\"}}"), QString("malformed-law"));
    QCOMPARE(codeOf("{\"law\": \"Weibul\", \"mean\": \"3 a\"}"), QString("unknown-law"));
    QCOMPARE(codeOf("{\"law\": \"Exp\", \"mean\": 3}"), QString("bare-number"));
    QCOMPARE(codeOf("{\"law\": \"Exp\", \"mean\": \"-3 h\"}"), QString("out-of-range"));
    QCOMPARE(codeOf("{\"law\": \"Exp\", \"mean\": [1]}"), QString("malformed-law"));
}

void TestLawText::errorsPointAtTheLetter() {
    const io::Node node = parsed("[\n  \"Exp(4 hours)\", \"\\u0045xp(4 hours)\"]");
    const auto error = io::parseLaw(node.items[0].text, records()).error();
    const core::Issue issue = io::toIssue(error, node.items[0], "a.b");
    QCOMPARE(issue.place, (core::Place{"f.json", 2, 10})); // of "hours"
    QCOMPARE(words(issue.path), QString("a.b"));
    QCOMPARE(issue.arguments.size(), std::size_t{3});
    QCOMPARE(words(issue.arguments[2].second), QString("h"));
}

QTEST_APPLESS_MAIN(TestLawText)
#include "tst_law_text.moc"
