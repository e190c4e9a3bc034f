// The seam error on every shipped scenario with demand: each design, in an ordinary hour and where it is
// hard. Built with -DNUEVES_STUDIES=ON, run with `ctest -L study`; prints the table that semantics.md,
// section 12, quotes.
#include "support/seam.hpp"

#include <QtTest>

#include <vector>

using namespace nueves;
using test::SeamRow;

namespace {

// What is not held to the promise, and why (semantics.md, section 12, Zoom).
enum Allowed {
    nothing = 0,
    wideTime = 1, // a percentile that falls between two regimes of the window
    wideLoss = 2, // losses of a short line or rarer than 1e-3, and the onset of a collapse
};

struct Row {
    SeamRow window;
    int allowed = nothing;
};

std::vector<Row> allRows() {
    std::vector<Row> rows;
    const auto add = [&](const char* scenario, std::initializer_list<const char*> designs,
                         std::initializer_list<std::pair<double, double>> windows, int allowed = nothing) {
        for (const char* design : designs)
            for (const auto& [hour, minutes] : windows)
                rows.push_back({{scenario, design, hour, minutes}, allowed});
    };
    constexpr double minute = 1.0 / 60.0;
    add("retry-storm", {"naive", "backoff", "budget", "short-queue"}, {{0.5, 5.0}, {1.5, 5.0}});
    add("retry-storm", {"naive", "backoff"}, {{59.0 * minute, 5.0}}, wideTime);
    add("retry-storm", {"budget", "short-queue"}, {{59.0 * minute, 5.0}});
    add("telepi", {"none"}, {{12.5, 10.0}, {13.05, 10.0}}, wideLoss);
    add("telepi", {"scheduled", "hpa", "predictive"}, {{12.5, 10.0}}, wideLoss);
    add("telepi", {"none", "scheduled", "hpa", "predictive"}, {{13.0 + 55.0 * minute, 10.0}, {20.5, 30.0}});
    add("telepi", {"none", "hpa"}, {{5.0 * 24.0 + 20.0 + 55.0 * minute, 10.0}});
    add("cold-cache", {"all-at-once", "one-by-one", "three-databases"}, {{0.5, 3.0}});
    add("cold-cache", {"all-at-once"}, {{1.0, 3.0}}, wideTime);
    add("cold-cache", {"one-by-one", "three-databases"}, {{1.0, 3.0}});
    add("slow-dependency", {"patient", "impatient", "notes-it-down"}, {{0.5, 10.0}, {65.0 * minute, 10.0}});
    add("slow-dependency", {"patient", "impatient", "notes-it-down", "breaker", "does-without"},
        {{125.0 * minute, 10.0}});
    add("thundering-herd", {"sharp", "spread", "long-queue"}, {{10.0, 10.0}, {11.0 + 59.0 * minute, 5.0}});
    add("app1-hospital", {"as-it-is", "half"}, {{250.0, 20.0}});
    add("app2-growth", {"vertical", "never-resized"}, {{50.0 * 24.0 + 10.0, 10.0}});
    add("app3-internet", {"fixed-small", "hpa", "scheduled", "bought-for-the-peak"},
        {{16.0, 50.0}, {17.0 + 5.0 * minute, 1.0}, {19.5, 1.0}});
    add("ml-classifier", {"one-of-each", "three-models", "without-groups"}, {{3.0 * 24.0 + 10.0, 30.0}});
    add("one-big-vs-n-small", {"one-big", "four", "eight"}, {{100.0, 5.0}}, wideLoss);
    add("real-trace", {"for-the-mean", "for-the-peak", "hpa"}, {{60.0, 5.0}}, wideLoss);
    add("spot-nodes", {"on-demand", "spot"}, {{12.0, 10.0}});
    return rows;
}

} // namespace

class SeamStudy : public QObject {
    Q_OBJECT

  private slots:
    void everyShippedScenario_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i != static_cast<int>(m_rows.size()); ++i)
            QTest::addRow("%s", qPrintable(test::nameOf(m_rows[static_cast<std::size_t>(i)].window))) << i;
    }
    void everyShippedScenario() {
        QFETCH(int, number);
        const Row& row = m_rows[static_cast<std::size_t>(number)];
        const analysis::ZoomResult result = test::zoomShipped(row.window);
        const auto& p95 = result.whole.p95;
        const auto& lost = result.whole.lostSeam;
        qInfo().noquote() << test::nameOf(row.window) << "p95:" << test::shown(p95)
                          << "lost:" << test::shown(lost);
        QVERIFY2(test::isInside(lost), qPrintable(test::shown(lost)));
        QVERIFY2(test::isInside(p95), qPrintable(test::shown(p95)));
        if ((row.allowed & wideTime) == 0) QVERIFY2(test::isNarrowTime(p95), qPrintable(test::shown(p95)));
        if ((row.allowed & wideLoss) == 0) QVERIFY2(test::isNarrowShare(lost), qPrintable(test::shown(lost)));
    }

  private:
    const std::vector<Row> m_rows = allRows();
};

QTEST_APPLESS_MAIN(SeamStudy)
#include "study_seam.moc"
