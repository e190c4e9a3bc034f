// The table on a terminal: the answer first, in both languages, nothing cut, nothing that moves the cursor.
#include "app/report/facts.hpp"
#include "app/report/table.hpp"
#include "app/report/terminal_text.hpp"
#include "tests/app/sample_result.hpp"

#include <QtTest>

using namespace nueves;
using namespace nueves::report;

namespace {

QString shown(const analysis::Result& result, core::Language language, TerminalStyle style = {}) {
    return QString::fromStdString(table(result, language, style));
}

class TstTable : public QObject {
    Q_OBJECT

  private slots:
    void answersFirst();
    void speaksSpanishWithDecimalCommas();
    void saysHowFarTheNaiveFigureIsOff();
    void mergesMembersOfOneCause();
    void tellsCausesOfOneTitleApart();
    void comparesDesignsInOneGrid();
    void plainOnRequest();
    void coloursOnlyOnRequest();
    void noNameMovesTheCursor();
    void wrapsLongLines();
    void saysThatARunWasStopped();
    void saysThatThePrecisionWasNotReached();
    void nothingSeenIsABound();
    void showsTheFirstOutageOfAMission();
    void aShortHorizonIsNoYear();
    void quietIsOneNumber();
};

void TstTable::answersFirst() {
    const QStringList lines = shown(tests::oneDesign(), core::Language::en).split('\n');
    QCOMPARE(lines[0],
             QString::fromUtf8(
                 "Two servers, one cluster · long run, 24×7 · simulated, 4,096 histories of 1 year"));
    QCOMPARE(lines[1].simplified(),
             QString::fromUtf8("web 99.912 % ± 0.004 (3.1 nines) 7 h 43 min down a year ± 23 min"));
    QCOMPARE(lines[2].simplified(),
             QString::fromUtf8("target 99.9 %: ✓ met; one year meets it with probability 71 % ± 1"));
    QCOMPARE(lines[3].simplified(),
             QString::fromUtf8("target 99.95 %, Mon-Fri 09:00-14:00: ✗ not met (99.918 % ± "
                               "0.006); one year meets it with"));
}

void TstTable::speaksSpanishWithDecimalCommas() {
    const QString text = shown(tests::oneDesign(), core::Language::es);
    for (const char* wanted :
         {"Dos servidores, un clúster · a la larga", "99,912 % ± 0,004 (3,1 nueves)",
          "7 h 43 min caído al año ± 23 min", "objetivo 99,9 %: ✓ se cumple", "la verdad es 98 veces peor",
          "corriente compartida (power) 41 %", "6240 € al año", "no modelado: demanda, falta de manos",
          "semilla 1 · huella 7c1e90ab00112233", "1 cifra supuesta, de 2",
          "un año de cada veinte pasa de 21 h 15 min"})
        QVERIFY2(text.simplified().contains(QString::fromUtf8(wanted)), wanted);
}

void TstTable::saysHowFarTheNaiveFigureIsOff() {
    // 8.8e-4 / 9.0e-6 = 97.8
    analysis::ServiceResult web = tests::webService("");
    QVERIFY(shown(tests::oneDesign(), core::Language::en).contains("the truth is 98 times worse"));
    web.naive = tests::exact(8.8e-3);
    QCOMPARE(QString::fromStdString(naiveText(web, core::Language::en)).split(": ")[1],
             "the truth is 10 times better");
    web.naive = tests::exact(8.7e-4);
    QCOMPARE(QString::fromStdString(naiveText(web, core::Language::en)).split(": ")[1],
             "the truth is nearly the same");
    web.naive = tests::exact(0.0); // nothing could fail alone: no ratio, no infinity
    QVERIFY(!naiveRatio(web));
}

void TstTable::mergesMembersOfOneCause() {
    const auto rows = causeRows(tests::webService(""), 5, core::Language::en);
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].title, std::string("shared power"));
    QCOMPARE(rows[1].title, std::string("bad version")); // 16.5 % + 16.5 %, before 26 %
    QVERIFY(std::abs(rows[1].share - 0.33) < 1e-12);
    const auto few = causeRows(tests::webService(""), 1, core::Language::en);
    QCOMPARE(few.size(), std::size_t{2});
    QVERIFY(std::abs(few[0].share + few[1].share - 1.0) < 1e-12);
    QCOMPARE(causeLabel(few[1], core::Language::es), std::string("otras"));
}

void TstTable::tellsCausesOfOneTitleApart() {
    analysis::ServiceResult web = tests::webService("");
    web.causes = {{"a[1].crash", "a.crash", {"Se cae", "Crashes"}, analysis::Cause::Side::self, 3.0, 0.6},
                  {"b[1].crash", "b.crash", {"Se cae", "Crashes"}, analysis::Cause::Side::self, 1.98, 0.396},
                  {"c.rare", "c.rare", {}, analysis::Cause::Side::self, 0.02, 0.004}};
    // Under 1 % is left to the report.
    QCOMPARE(QString::fromStdString(causesText(web, 5, core::Language::en)).replace(QChar(0x202f), ' '),
             "Crashes (a) 60 %, Crashes (b) 40 %");
}

void TstTable::comparesDesignsInOneGrid() {
    const QString text = shown(tests::twoDesigns(), core::Language::en);
    const QStringList lines = text.split('\n');
    QVERIFY(lines[2].startsWith("  metal "));
    QVERIFY(lines[3].simplified().endsWith(QString::fromUtf8("99.956 % ± 0.002 ✗")));
    QVERIFY(
        text.contains(QString::fromUtf8("vms against metal, web: time down −3 h 51 min ± 16 min a year")));
    QVERIFY(text.contains(QString::fromUtf8("vms against metal: cost +€10,560 a year")));
}

void TstTable::plainOnRequest() {
    TerminalStyle style;
    style.ascii = true;
    for (const auto language : {core::Language::es, core::Language::en}) {
        const std::string text = table(tests::twoDesigns(), language, style);
        for (const char c : text) QVERIFY(static_cast<unsigned char>(c) < 0x80);
        QVERIFY(text.find('?') == std::string::npos); // every character of ours has an ASCII form
        QVERIFY(text.find("[ok]") != std::string::npos);
    }
}

void TstTable::coloursOnlyOnRequest() {
    QVERIFY(!shown(tests::twoDesigns(), core::Language::en).contains('\x1b'));
    TerminalStyle style;
    style.colour = true;
    const QString coloured = shown(tests::twoDesigns(), core::Language::en, style);
    QVERIFY(coloured.contains(QString::fromUtf8("\x1b[32m✓")));
    // Colours change no word and no column.
    QCOMPARE(QString(coloured).remove(QRegularExpression("\x1b\\[[0-9]+m")),
             shown(tests::twoDesigns(), core::Language::en));
}

void TstTable::noNameMovesTheCursor() {
    analysis::Result result = tests::twoDesigns();
    const std::string nasty = "x\x1b[2J\r\n\x7f\xc2\x9b"
                              "31m";
    result.title = {nasty, nasty};
    result.designs[0].title = {nasty, nasty};
    result.services[0].causes[0].title = {nasty, nasty};
    result.scenario = nasty;
    result.commandLine = nasty;
    core::Issue& warning = result.warnings.emplace_back();
    warning.code = "unknown-code";
    warning.place.file = warning.path = nasty;
    warning.arguments = {{"found", nasty}};
    const std::string text = table(result, core::Language::en, {});
    for (const char bad : {'\x1b', '\r', '\x7f'}) QVERIFY(text.find(bad) == std::string::npos);
    QVERIFY(text.find("\xc2\x9b") == std::string::npos);
}

void TstTable::wrapsLongLines() {
    analysis::Result result = tests::oneDesign();
    for (int i = 0; i < 40; ++i) result.singlePoints.push_back({"", "web", "thing" + std::to_string(i)});
    TerminalStyle style;
    style.width = 80;
    for (const QString& line : shown(result, core::Language::es, style).split('\n'))
        QVERIFY2(line.size() <= 80, qPrintable(line));
    QVERIFY(shown(result, core::Language::en, style).contains(QString::fromUtf8("… and 34 more")));
}

void TstTable::saysThatARunWasStopped() {
    analysis::Result result = tests::oneDesign();
    result.partial = true;
    QVERIFY(shown(result, core::Language::es).split('\n')[1].startsWith("PARCIAL"));
}

void TstTable::saysThatThePrecisionWasNotReached() {
    analysis::Result result = tests::oneDesign();
    result.designs[0].precisionMet = false;
    result.designs[0].precisionReached = 0.21;
    QVERIFY(shown(result, core::Language::en)
                .contains(QString::fromUtf8("asked for, ± 5 %, not reached: got to ± 21 %")) ||
            shown(result, core::Language::en)
                .contains(QString::fromUtf8("asked for, ± 5 %, not reached: got to ± 20 %")));
}

void TstTable::nothingSeenIsABound() {
    analysis::Result result = tests::oneDesign();
    result.services[0].unavailability = tests::atMost(9.0e-4);
    result.services[0].downtimeHoursPerYear = tests::inHours(tests::atMost(9.0e-4));
    const QString text = shown(result, core::Language::es);
    QVERIFY(text.contains(QString::fromUtf8("más de 99,91 %")));
    QVERIFY(text.contains(QString::fromUtf8("caído al año: como mucho 7 h 53 min")));
    QVERIFY(!text.contains("100 %"));
    QVERIFY(!text.contains("veces")); // no ratio from a bound
}

void TstTable::showsTheFirstOutageOfAMission() {
    analysis::Result result = tests::oneDesign();
    result.measure = "mission";
    result.services[0].reliability = tests::simulated(0.83, 0.01);
    result.services[0].mttfHours = tests::simulated(17500.0, 300.0);
    const QString text = shown(result, core::Language::en);
    QVERIFY(text.contains(QString::fromUtf8("no outage in 1 year: 83 % ± 1")));
    QVERIFY(text.contains(QString::fromUtf8("first outage, on average: 729 d ± 13 d")));
    QVERIFY(!text.contains("down a year")); // its histories are no years
}

void TstTable::aShortHorizonIsNoYear() {
    analysis::Result result = tests::oneDesign();
    const auto text = [&] { return shown(result, core::Language::en).simplified(); };
    QVERIFY(text().contains("one year meets it with probability"));
    QVERIFY(text().contains("one year in twenty is worse than"));
    result.settings.horizon = std::chrono::hours(30 * 24);
    QVERIFY(text().contains("30 d meet it with probability"));
    QVERIFY(!text().contains("one year"));
}

void TstTable::quietIsOneNumber() {
    QCOMPARE(oneNumber(tests::oneDesign()), std::string("0.00088\n"));
    analysis::Result result = tests::oneDesign();
    result.services[0].unavailability = tests::atMost(9e-4);
    QCOMPARE(oneNumber(result), std::string("0.0009\n"));
}

} // namespace

QTEST_APPLESS_MAIN(TstTable)
#include "tst_table.moc"
