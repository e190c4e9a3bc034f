// Attempts, hands and pieces (semantics.md, section 3).
#include "support/timeline.hpp"

using namespace nueves;

class TestJobs : public QObject {
    Q_OBJECT

  private slots:
    void theHandIsGivenBackWhileAPartIsOnItsWay();
    void theAskingOrdersThePiece();
    void anAttemptThatWaitsForTheSwitchIsChosenOnce();
};

// a asks at 10:00: response and diagnosis until 12:00, then the part for 3 h; b, which asked at 11:00, has
// the hand from 12:00 to 16:00; a ends at 17:00.
void TestJobs::theHandIsGivenBackWhileAPartIsOnItsWay() {
    const test::Timeline seen("'crews': {'k': {'size': 1}}, 'parts': {'a': {'failures': {'x': {'every': "
                              "'Fixed(10 h)', 'repair': {'response': '1 h',"
                              " 'diagnosis': '1 h', 'part': '3 h', 'takes': '1 h', 'crew': 'k'}}}}, 'b': "
                              "{'failures': {'x': {'every': 'Fixed(11 h)',"
                              " 'repair': {'takes': '4 h', 'crew': 'k'}}}}}, 'services': {'sa': {'needs': "
                              "'a'}, 'sb': {'needs': 'b'}}",
                              20.0);
    QVERIFY(std::abs(seen.down("sa") - 7.0) < 1e-6);
    QVERIFY(std::abs(seen.down("sb") - 5.0) < 1e-6);
}

// Both fail at 10:00: a[1] has the piece, a[2] waits for the one that a[1]'s asking ordered, until 20:00. The
// one that a[2] ordered is there when a[1] fails again at 21:00.
void TestJobs::theAskingOrdersThePiece() {
    const test::Timeline seen("'spares': {'d': {'stock': 1, 'lead': '10 h'}}, 'parts': {'a': {'count': 2, "
                              "'failures': {'x': {'every': 'Fixed(10 h)',"
                              " 'repair': {'takes': '1 h', 'spare': 'd'}}}}}, 'services': {'one': {'needs': "
                              "'a[1]'}, 'two': {'needs': 'a[2]'}}",
                              25.0);
    QVERIFY(std::abs(seen.down("one") - 2.0) < 1e-6);
    QVERIFY(std::abs(seen.down("two") - 11.0) < 1e-6);
}

// Fails at 10:00, the switch lasts until 11:00. Then 10 h with chance 1/2, else beyond the end at 71:00.
// Repaired at 21:00 it fails at 31:00, and 20 h after each further repair. By branches, each 1/2: 1/2 x 61 +
// 1/2 x (11 + 1/2 x 40 + 1/2 x (10 + 1/2 x 20 + 1/2 x 10)) = 52.25 h. No figure is off by more than 31 h, so
// four standard errors are at most 2 h; choosing twice would give 1/4 in place of the first 1/2 and 56.6 h.
void TestJobs::anAttemptThatWaitsForTheSwitchIsChosenOnce() {
    constexpr int kHistories = 4000;
    const test::Timeline seen(
        "'parts': {'a': {'failures': {'x': {'every': 'Fixed(10 h)', 'repair': [{'tried': '50 %', 'takes':"
        " '10 h', 'begins': 'after-switch'}, {'takes': '100 h', 'begins': 'after-switch'}]}}}, 'b': {},"
        " 'pair': {'kind': 'standby', 'of': ['a', 'b'], 'reserve': 'hot', 'switch': {'takes': '1 h'}}},"
        " 'services': {'web': {'needs': 'a'}}",
        71.0, kHistories);
    const double down = seen.down("web");
    QVERIFY2(std::abs(down - 52.25) < 4.0 * 31.0 / std::sqrt(kHistories), qPrintable(QString::number(down)));
}

QTEST_APPLESS_MAIN(TestJobs)
#include "tst_jobs.moc"
