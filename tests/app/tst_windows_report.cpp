// Windows around outages on every face of a result.
#include "app/report/csv.hpp"
#include "app/report/html_report.hpp"
#include "app/report/table.hpp"
#include "app/report/terminal_text.hpp"
#include "tests/app/sample_result.hpp"

#include <QRegularExpression>
#include <QtTest>

using namespace nueves;
using namespace nueves::report;

namespace {

analysis::Result withWindows() {
    analysis::Result result = tests::oneDesign();
    analysis::ZoomResult window;
    window.around = "web";
    window.history = 3;
    window.lasts = 600.0;
    window.date = "2027-03-20 20:45";
    window.replays = 7;
    window.whole.latency = {{0.5, tests::simulated(0.063, 0.001)},
                            {0.95, tests::simulated(1.25, 0.01)},
                            {0.99, tests::simulated(2.5, 0.02)},
                            {0.999, tests::simulated(2.9, 0.05)}};
    window.whole.lost = tests::simulated(0.31, 0.001);
    window.whole.p95 = {1.3, 1.25, 0.08};
    window.whole.lostSeam = {0.3, 0.31, 0.02};
    result.windows.push_back(window);
    window.around = "<b>api";
    window.replays = 0;
    window.expected = 3e5;
    window.whole = {};
    result.windows.push_back(window);
    return result;
}

QString plain(const std::string& text) {
    return QString::fromStdString(text).replace(QRegularExpression("\\s+"), " ");
}

} // namespace

class TstWindowsReport : public QObject {
    Q_OBJECT

  private slots:
    void theTableHasALineForEach() {
        const QString en = plain(table(withWindows(), core::Language::en, {}));
        for (const char* shown :
             {"Around the first outage, request by request",
              "web, history 3, 10 min from 2027-03-20 20:45: 95 % within 1.30 s by rates, within 1.25 s by "
              "requests; lost: 30.0 % by rates, 31.0 % by requests",
              "too many to be replayed here (nueves zoom)"})
            QVERIFY2(en.contains(shown), qPrintable(QString(shown) + "\n" + en));
        const QString es = plain(table(withWindows(), core::Language::es, {}));
        QVERIFY2(es.contains(QString::fromUtf8("Alrededor de la primera caída")), qPrintable(es));
        QVERIFY(!plain(table(tests::oneDesign(), core::Language::en, {})).contains("first outage, request"));
    }

    void theReportHasATable() {
        for (const core::Language language : {core::Language::es, core::Language::en}) {
            const QString html = QString::fromStdString(htmlReport(withWindows(), language));
            const QStringList all = language == core::Language::en
                                        ? QStringList{"What happens in an outage", "1.25", "2.90", "80.0"}
                                        : QStringList{"petición a petición", "1,25", "costura"};
            for (const QString& shown : all) QVERIFY2(html.contains(shown), qPrintable(shown));
            QVERIFY(!html.contains("<b>api"));
        }
        QVERIFY(
            !plain(htmlReport(tests::oneDesign(), core::Language::en)).contains("What happens in an outage"));
    }

    void csvHasTheirFigures() {
        const QString rows = QString::fromStdString(csvRows(withWindows()));
        QCOMPARE(rows.count(QRegularExpression(",web,window\\.latency 0\\.95,2027-03-20 20:45,1\\.25,")), 1);
        QCOMPARE(rows.count(QRegularExpression(",web,window\\.lost seam,2027-03-20 20:45,0\\.02,")), 1);
        QCOMPARE(rows.count(",<b>api,window."), 2); // not replayed: where it lies
    }
};

QTEST_APPLESS_MAIN(TstWindowsReport)
#include "tst_windows_report.moc"
