// The report: one file, no network, no script, nobody's name is markup, both languages, every table and
// drawing whole.
#include "app/report/html_report.hpp"
#include "app/report/html_text.hpp"
#include "app/report/svg_charts.hpp"
#include "app/report/svg_draw.hpp"
#include "tests/app/sample_result.hpp"

#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

#include <algorithm>
#include <limits>

using namespace nueves;
using namespace nueves::report;

namespace {

const std::string kHostile =
    "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&amp;' \x01\xff]]>-->";

QString page(const analysis::Result& result, core::Language language) {
    return QString::fromStdString(htmlReport(result, language));
}

analysis::Result hostileResult() {
    analysis::Result r = tests::twoDesigns();
    const core::Text text{kHostile, kHostile};
    r.title = text;
    r.scenario = r.commandLine = r.fingerprint = r.version = r.currency = kHostile;
    for (auto& design : r.designs) design.title = text;
    for (auto& service : r.services) {
        service.name = service.required = kHostile;
        service.causes[0].title = text;
        service.causes[3].group = service.causes[3].name = kHostile;
        service.phases[0].phase = kHostile;
        service.targets[1].window = kHostile;
        service.costPerYear[0].kind = kHostile;
    }
    r.designs[0].costPerYear[0].kind = kHostile;
    r.singlePoints[0] = {"metal", kHostile, kHostile};
    r.sharedFate = {{"metal", kHostile, {kHostile, kHostile}}};
    r.capacity[0].machine = kHostile;
    r.assumptions[0] = {kHostile, kHostile, kHostile, kHostile, true};
    r.notModelled = {{kHostile, kHostile}};
    core::Issue& warning = r.warnings.emplace_back();
    warning.code = "no-such-code";
    warning.severity = core::Severity::warning;
    warning.place.file = warning.path = kHostile;
    warning.arguments = {{"found", kHostile}};
    r.differences[0].service = r.differences[0].quantity = kHostile;
    return r;
}

// Our pages close every element but the void ones of HTML; once those are closed too, an XML reader checks
// nesting.
QString nestingError(const QString& html) {
    QString text = html.mid(html.indexOf("<html"));
    text.replace(QRegularExpression("<(meta|br)([^>]*)>"), "<\\1\\2/>");
    QXmlStreamReader reader(text);
    while (!reader.atEnd()) reader.readNext();
    return reader.hasError() ? reader.errorString() + QString(" line %1").arg(reader.lineNumber())
                             : QString();
}

class TstHtml : public QObject {
    Q_OBJECT

  private slots:
    void forbidsItselfTheNetwork();
    void saysItsLanguage();
    void isWellNested_data();
    void isWellNested();
    void noNameIsMarkup();
    void escapesWhatHtmlCannotHold();
    void hasATableUnderEachChart();
    void startsWithTheAnswer();
    void answersEveryQuestion();
    void drawsNoNumberThatIsNone();
    void betterIsFurtherRight();
    void splitsTheYearsAtTheTarget();
    void fewHistoriesMakeHollowBars();
    void barsAreInProportion();
    void keepsTheNamesOfDesignsApartAndAboveTheAxis();
    void anEmptyResultIsStillAPage();
};

void TstHtml::forbidsItselfTheNetwork() {
    const QString html = page(tests::twoDesigns(), core::Language::en);
    QVERIFY(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    for (const char* banned :
         {"<script", "<link", "<img", "<iframe", "<object", "@import", "url(", "href=", "src="})
        QVERIFY2(!html.contains(banned), banned);
}

void TstHtml::saysItsLanguage() {
    QVERIFY(page(tests::oneDesign(), core::Language::es).contains("<html lang=\"es\">"));
    QVERIFY(page(tests::oneDesign(), core::Language::en).contains("<html lang=\"en\">"));
    QVERIFY(page(tests::oneDesign(), core::Language::en).contains("<meta charset=\"utf-8\">"));
}

void TstHtml::isWellNested_data() {
    QTest::addColumn<QString>("html");
    for (const auto language : {core::Language::es, core::Language::en}) {
        const QByteArray name = language == core::Language::es ? "es" : "en";
        QTest::newRow(name + ", one design") << page(tests::oneDesign(), language);
        QTest::newRow(name + ", two designs") << page(tests::twoDesigns(), language);
        QTest::newRow(name + ", hostile names") << page(hostileResult(), language);
        QTest::newRow(name + ", nothing at all") << page(tests::emptyResult(), language);
    }
}

void TstHtml::isWellNested() {
    QFETCH(QString, html);
    QCOMPARE(nestingError(html), QString());
}

void TstHtml::noNameIsMarkup() {
    for (const auto language : {core::Language::es, core::Language::en}) {
        const QString html = page(hostileResult(), language);
        QVERIFY(!html.contains("<script"));
        QVERIFY(!html.contains("<img"));
        QVERIFY(!html.contains(QChar(1)));
        QVERIFY(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;"));
    }
}

void TstHtml::escapesWhatHtmlCannotHold() {
    QCOMPARE(escaped("a<b>&\"'"), std::string("a&lt;b&gt;&amp;&quot;&#39;"));
    QCOMPARE(escaped("ñ €\n"), std::string("ñ €\n"));
    QCOMPARE(escaped(std::string("\x00\x1b\x7f", 3)), std::string("\ufffd\ufffd\ufffd"));
    QCOMPARE(escaped("\xc3("), std::string("\ufffd("));         // cut off
    QCOMPARE(escaped("\xc0\xbc"), std::string("\ufffd\ufffd")); // an overlong '<'
}

void TstHtml::hasATableUnderEachChart() {
    for (const auto& result : {tests::oneDesign(), tests::twoDesigns()}) {
        const QString html = page(result, core::Language::es);
        int charts = 0;
        for (const QString& part : html.split("<svg class=\"chart\"").mid(1)) {
            ++charts;
            QVERIFY2(part.contains("<table>"), qPrintable(part.left(200)));
        }
        QVERIFY(charts >= 4);
    }
}

void TstHtml::startsWithTheAnswer() {
    const QString html = page(tests::oneDesign(), core::Language::es);
    const auto answer = html.indexOf(QString::fromUtf8("99,912\u202f% <small>±\u202f0,004"));
    QVERIFY(answer > 0);
    QVERIFY(answer < html.indexOf("<svg class=\"chart\""));
    QVERIFY(html.contains(QString::fromUtf8("7\u202fh\u00a043\u202fmin caído al año ±\u202f23\u202fmin")));
    QVERIFY(html.contains("<div class=\"verdict up\">") && html.contains("<div class=\"verdict down\">"));
}

void TstHtml::answersEveryQuestion() {
    const QString html = page(tests::twoDesigns(), core::Language::en);
    for (const char* wanted :
         {"Is the target met", "What does each nine cost?", "Is it better, in the same storm?",
          "How bad can a year be?", "Whose fault is it?", "What was going on meanwhile?",
          "What does a year cost?", "What fits on each machine", "What falls with what?",
          "What does this model leave out?", "Where does each figure come from", "How to get this again",
          "7c1e90ab00112233", "Schroeder &amp; Gibson 2007",
          "nueves run scenarios/ladder-999-two-servers.json --seed 1", "demand, shortage of hands"})
        QVERIFY2(html.contains(QString::fromUtf8(wanted)), wanted);
}

void TstHtml::drawsNoNumberThatIsNone() {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    analysis::Result result = tests::twoDesigns();
    result.services[0].unavailability = {kNan, kNan, kInfinity, analysis::Method::simulated};
    result.services[0].downtimeHoursPerYear = result.services[0].unavailability;
    result.services[0].downtimeHistogram = {{kNan, kNan}, {kInfinity, 0.5}};
    result.services[1].unavailability = tests::exact(0.0);
    result.designs[0].costTotal = kNan;
    const QString html = page(result, core::Language::en);
    QVERIFY(!QRegularExpression("=\"-?(nan|inf)").match(html).hasMatch());
    QCOMPARE(nestingError(html), QString());
}

void TstHtml::betterIsFurtherRight() {
    const NinesScale scale(1e-2, 1e-5, 100.0, 400.0);
    QCOMPARE(scale.at(1e-2), 100.0);
    QCOMPARE(scale.at(1e-3), 200.0); // each nine is as wide as the next
    QCOMPARE(scale.at(1e-5), 400.0);
    QCOMPARE(scale.at(0.0), 400.0); // off the ruler: at its end
    QCOMPARE(scale.at(1.0), 100.0);
    QCOMPARE(decadeLabel(3, core::Language::es), std::string("99,9\u202f%"));
    QCOMPARE(decadeLabel(2, core::Language::en), std::string("99\u202f%"));
    QCOMPARE(decadeTime(4, core::Language::en), std::string("52\u202fmin 36\u202fs"));
}

void TstHtml::splitsTheYearsAtTheTarget() {
    const HistogramData data{{{4.0, 0.5}, {8.766, 0.3}, {16.0, 0.2}}, 8.766, false};
    const QString svg = QString::fromStdString(histogramChart(data, "t", core::Language::en));
    QCOMPARE(svg.count("class=\"bar up\""), 2);
    QCOMPARE(svg.count("class=\"bar down\""), 1);
}

void TstHtml::fewHistoriesMakeHollowBars() {
    const HistogramData data{{{4.0, 0.5}, {8.0, 0.5}}, std::nullopt, true};
    QCOMPARE(QString::fromStdString(histogramChart(data, "t", core::Language::en)).count("bar ink few"), 2);
}

void TstHtml::barsAreInProportion() {
    const QString svg = QString::fromStdString(barChart({{"a", 0.6, "60 %"}, {"b", 0.3, "30 %"}}, "t"));
    QRegularExpression width("<rect [^>]*width=\"([0-9.]+)\"");
    auto all = width.globalMatch(svg);
    const double first = all.next().captured(1).toDouble(), second = all.next().captured(1).toDouble();
    QVERIFY(first > 0.0);
    QVERIFY(std::abs(first - 2.0 * second) < 0.2); // coordinates have one decimal
}

void TstHtml::anEmptyResultIsStillAPage() {
    const QString html = page(tests::emptyResult(), core::Language::es);
    QVERIFY(html.contains("</html>"));
    QVERIFY(!html.contains("<svg class=\"chart\""));
}

void TstHtml::keepsTheNamesOfDesignsApartAndAboveTheAxis() {
    std::vector<CostPoint> points;
    for (int i = 0; i < 9; ++i) // all at one place, low down
        points.push_back({"design " + std::to_string(i), 100.0, {0.0, 0.0, 0.9, analysis::Method::bound}});
    points.push_back({"the best", 200.0, {1e-5, 1e-6, 1e-4, analysis::Method::simulated}});
    const QString drawing = QString::fromStdString(costChart(points, "EUR", "cost", core::Language::en));
    const auto at = [&](const QString& text) {
        const QRegularExpression tag("<text [^>]*y=\"([0-9.]+)\"[^>]*>" + text + "<");
        return tag.match(drawing).captured(1).toDouble();
    };
    const double axis = at(QString::fromUtf8("€0"));
    QVERIFY(axis > 0.0);
    std::vector<double> lines{at("the best")};
    for (int i = 0; i < 9; ++i) lines.push_back(at("design " + QString::number(i)));
    std::sort(lines.begin(), lines.end());
    QVERIFY(lines.front() > 0.0 && lines.back() < axis - 12.0); // a line of the axis is 12 high
    for (std::size_t i = 1; i < lines.size(); ++i) QVERIFY(lines[i] - lines[i - 1] >= 15.9);
}

} // namespace

QTEST_APPLESS_MAIN(TstHtml)
#include "tst_html.moc"
