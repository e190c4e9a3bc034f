// The pizza web and the retry storm by rates and request by request: the one lies within the printed seam
// error of the other, and that is narrow. All shipped scenarios: study_seam.cpp.
#include "support/seam.hpp"

#include <QtTest>

using namespace nueves;
using test::SeamRow;

namespace {

constexpr SeamRow kRows[] = {
    {"telepi", "none", 13.0 + 55.0 / 60.0, 10.0}, // 3 of 5 lost, two repeats each
    {"telepi", "none", 20.5, 30.0},               // an ordinary evening
    {"telepi", "hpa", 13.0 + 55.0 / 60.0, 10.0},  // on its way up
    {"retry-storm", "naive", 0.5, 5.0},           // before the peak
    {"retry-storm", "naive", 1.5, 5.0},           // long after it: held down
    {"retry-storm", "budget", 59.0 / 60.0, 5.0},  // the peak
    {"retry-storm", "short-queue", 59.0 / 60.0, 5.0},
};

} // namespace

class SeamTest : public QObject {
    Q_OBJECT

  private slots:
    void requestsLieWithinTheSeam_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i != static_cast<int>(std::size(kRows)); ++i)
            QTest::addRow("%s", qPrintable(test::nameOf(kRows[i]))) << i;
    }
    void requestsLieWithinTheSeam() {
        QFETCH(int, number);
        const analysis::ZoomResult result = test::zoomShipped(kRows[number]);
        const auto& [p95, lost] = std::pair(result.whole.p95, result.whole.lostSeam);
        QVERIFY(result.otherWindows >= 4);
        QVERIFY2(test::isInside(p95), qPrintable(test::shown(p95)));
        QVERIFY2(test::isInside(lost), qPrintable(test::shown(lost)));
        QVERIFY2(test::isNarrowTime(p95), qPrintable(test::shown(p95)));
        QVERIFY2(test::isNarrowShare(lost), qPrintable(test::shown(lost)));
    }
};

QTEST_APPLESS_MAIN(SeamTest)
#include "tst_seam.moc"
