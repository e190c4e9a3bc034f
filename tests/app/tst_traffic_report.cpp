// Traffic on every face: curves over time, promises, budgets, credits; nothing hostile, nothing that is no
// number.
#include "app/report/csv.hpp"
#include "app/report/html_report.hpp"
#include "app/report/svg_time_chart.hpp"
#include "app/report/table.hpp"
#include "app/report/terminal_text.hpp"
#include "tests/app/sample_result.hpp"

#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

#include <limits>

using namespace nueves;
using namespace nueves::report;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// 288 slices of five minutes: 10 requests a second, half of them lost in the second hour; two replicas of
// three.
analysis::Series day() {
    analysis::Series series;
    series.start = {{2027, 3, 20}, 8 * 3600};
    series.step = 300.0;
    series.history = 7;
    for (int i = 0; i != 288; ++i) {
        const bool bad = i >= 12 && i < 24;
        series.asked.push_back(10.0);
        series.answered.push_back(bad ? 5.0 : 10.0);
        series.lost.push_back(bad ? 5.0 : 0.0);
        series.serving.push_back(bad ? 1.0 : 2.0);
        series.wanted.push_back(2.0);
        series.needed.push_back(2.0);
        series.machines.push_back(3.0);
        series.slow.push_back(bad ? kNan : 0.2);
    }
    series.incidents = {{3600.0, 7200.0, "host[2].crash", {}},
                        {0.0, 86400.0, "demand.fans.match", {"El derbi", "The derby"}}};
    return series;
}

analysis::Result withTraffic() {
    analysis::Result result = tests::oneDesign();
    auto& web = result.services.front();
    auto& traffic = web.traffic.emplace();
    traffic.asked = tests::simulated(10.0, 0.1);
    traffic.goodput = tests::simulated(9.9, 0.1);
    traffic.requestWeighted = tests::simulated(0.01, 0.001);
    traffic.userWeighted = tests::simulated(0.02, 0.002);
    traffic.lostPerYear = tests::simulated(3.2e6, 3e5);
    traffic.instances = tests::simulated(2.0, 0.1);
    traffic.utilisation = tests::simulated(0.31, 0.01);
    traffic.latency = {{0.5, tests::simulated(0.063, 0.001)}, {0.99, tests::simulated(0.8, 0.01)}};
    auto& supply = traffic.supply.emplace();
    supply.needed = tests::simulated(1.5, 0.1);
    supply.idle = tests::simulated(0.5, 0.1);
    supply.underHoursPerYear = tests::simulated(3.0, 0.5);
    supply.idleCostPerYear = {480.0, 470.0, 490.0, analysis::Method::simulated};
    traffic.day = day();
    auto& room = traffic.headroom.emplace();
    room.today = {2.5, 2.5, 2.55, analysis::Method::simulated};
    room.afterWorstLoss = analysis::Estimate{1.25, 1.25, 1.2502, analysis::Method::simulated};
    room.worstLoss = "node[1]";
    room.losses = 4;
    room.busyHour = "2027-03-01 12:00";
    auto& need = traffic.scalingNeed.emplace();
    need.rate = 12.0;
    need.instances = 3;
    need.simulated = 4;
    need.answered = 0.993;
    need.otherOrder = true;
    need.enough = true;
    need.margin = 2.5;
    auto& target = web.targets.front();
    target.weight = "requests";
    target.unavailability = tests::simulated(0.01, 0.001);
    target.latency = {{0.99, 2.0, tests::simulated(0.004, 0.0004), analysis::Verdict::met}};
    target.budget = analysis::Budget{"requests", 12000.0, tests::simulated(1.2, 0.1)};
    target.burn = {{1.0, 14.4, tests::simulated(30.0, 2.0), 41.0, tests::simulated(3.0, 0.5)}};
    target.credits =
        analysis::CreditResult{6000.0, tests::simulated(120.0, 10.0), tests::simulated(0.08, 0.01)};
    return result;
}

QString page(const analysis::Result& result, core::Language language) {
    return QString::fromStdString(htmlReport(result, language));
}

QString nestingError(const QString& html) {
    QString text = html.mid(html.indexOf("<html"));
    text.replace(QRegularExpression("<(meta|br)([^>]*)>"), "<\\1\\2/>");
    QXmlStreamReader reader(text);
    while (!reader.atEnd()) reader.readNext();
    return reader.hasError() ? reader.errorString() : QString();
}

} // namespace

class TstTrafficReport : public QObject {
    Q_OBJECT

  private slots:
    void theReportDrawsTheDayInBothLanguages() {
        const QString es = page(withTraffic(), core::Language::es),
                      en = page(withTraffic(), core::Language::en);
        QCOMPARE(nestingError(es), QString());
        QCOMPARE(nestingError(en), QString());
        for (const char* shown : {"El peor día: 2027-03-20, historia 7", "perdido", "El derbi",
                                  "09:00–10:00 · host[2].crash", "por petición", "Puede fallar al año"})
            QVERIFY2(es.contains(QString::fromUtf8(shown)), shown);
        for (const char* shown :
             {"The worst day: 2027-03-20, history 7", "answered in time", "The derby", "by request"})
            QVERIFY2(en.contains(QString::fromUtf8(shown)), shown);
    }

    // How far it goes is told with how finely it was looked for: 2 % apart both ends are told, less is not seen.
    void howFarItGoesStandsEverywhere() {
        const QString html = page(withTraffic(), core::Language::en);
        for (const char* shown : {"carries 2.50 times today", "and 2.55 no longer", "node[1]", "1.25 times",
                                  "order of arrival", "simulated, 4"})
            QVERIFY2(html.contains(shown), shown);
        const QString csv = QString::fromStdString(csvRows(withTraffic()));
        for (const char* row : {"headroom,,2.5,2.5,2.55,simulated", "headroomAfterWorstLoss,node[1],1.25,",
                                "scalingNeed,formula,3", "scalingNeed,simulated,4"})
            QVERIFY2(csv.contains(row), qPrintable(csv));
    }

    void aGapIsAGap() {
        const QString html = page(withTraffic(), core::Language::en);
        QVERIFY(!QRegularExpression("=\"[^\"]*(nan|inf)[ \"]").match(html).hasMatch());
        TimeChart chart;
        chart.panels = {{"x", {{"y", "asked", {1.0, kNan, 1.0, 2.0}}}}};
        const QString svg = QString::fromStdString(timeChart(chart, "t", core::Language::en));
        const QString path = svg.mid(svg.indexOf("<path d=\""));
        QCOMPARE(path.left(path.indexOf("class")).count('M'), 2);
    }

    void aCurveStandsWhereItsValueIs() {
        TimeChart chart;
        chart.panels = {{"x", {{"y", "asked", {0.0, 2.0}}}}};
        const QString svg = QString::fromStdString(timeChart(chart, "t", core::Language::en));
        // Two slices: their middles at a quarter and three quarters; 2 of 2 is the top, a panel's height
        // above 0.
        const auto match = QRegularExpression("d=\"M([0-9.]+) ([0-9.]+)L([0-9.]+) ([0-9.]+)\"").match(svg);
        QVERIFY(match.hasMatch());
        const double x1 = match.captured(1).toDouble(), x2 = match.captured(3).toDouble();
        QVERIFY(std::abs((x2 - x1) - (720.0 - 14.0 - 58.0) / 2.0) < 0.2);
        QVERIFY(std::abs(match.captured(2).toDouble() - match.captured(4).toDouble() - 104.0) < 0.2);
    }

    void noNameIsMarkup() {
        const std::string hostile = "<script>alert('x')</script>\"><img src=x>";
        analysis::Result result = withTraffic();
        result.services.front().traffic->day->incidents.front().name = hostile;
        result.services.front().targets.front().window = hostile;
        const QString html = page(result, core::Language::es);
        QVERIFY(!html.contains("<script") && !html.contains("<img"));
        QCOMPARE(nestingError(html), QString());
    }

    void theTableSaysWhatWasPromisedAndKept() {
        const QString shown = QString::fromStdString(table(withTraffic(), core::Language::en, {}));
        for (const char* part :
             {"target 99.9 % by request, 99 % within 2 s", "error budget of a year 12,000 requests",
              "120 % \xC2\xB1 10 used", "41 times its pace over 1 h", "given back a year",
              "1.50 would do; too few for 3 h a year; 4,383 instance hours a year idle (€480)"})
            QVERIFY2(
                QString(shown).replace(QRegularExpression("\\s+"), " ").contains(QString::fromUtf8(part)),
                qPrintable(QString(part) + "\n" + shown));
    }

    void csvHoldsTheCurvesAndTheBudget() {
        const QString rows = QString::fromStdString(csvRows(withTraffic()));
        QCOMPARE(rows.count(".asked,"), 288);
        QCOMPARE(rows.count(QRegularExpression("budgetUsed,year,1.2,")), 1);
        QCOMPARE(rows.count(QRegularExpression("creditsPerYear,year,120,110,130,simulated,EUR/a")), 1);
        QVERIFY(rows.contains(QRegularExpression("\\.p99,3600,,"))); // nobody was answered: empty
    }
};

QTEST_APPLESS_MAIN(TstTrafficReport)
#include "tst_traffic_report.moc"
