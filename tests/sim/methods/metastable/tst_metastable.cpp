// Held down by its own retries, or not: the same storm.
#include "sim/io/result_writer.hpp"
#include "support/timeline.hpp"

#include <QtTest>

using namespace nueves;

namespace {

// 100 requests a second at most, 60 asked; at one o'clock 150 more for three minutes. A full line is 20 s
// long, and users wait for 1 s: as long as it is full nobody is answered in time, and each tries three times
// more.
std::string storm(const std::string& retries, const std::string& timeout = "1 s") {
    return "'calendar': {'start': '2027-03-01'}, 'parts': {'h': {'kind': 'host', 'cpu': 10}}, 'services': "
           "{'web': {'on': "
           "'h', 'required': '90 %', 'work': {'takes': 'Exp(100 ms)', 'workers': 10, 'queue': 2000, "
           "'timeout': '" +
           timeout + "'}}}, 'demand': {'d': {'to': 'web', 'rate': '60 req/s', 'retries': {" + retries +
           "}, 'events': {'match': {'on': ['2027-03-01'], 'at': '01:00', 'peak': '150 req/s', 'rise': '1 "
           "min', 'lasts': "
           "'3 min', 'fades': '1 min'}}}}";
}

const analysis::Metastable& judged(const test::Timeline& seen) {
    const auto& found = seen.service("web").traffic->metastable;
    if (!found) throw std::runtime_error("not judged");
    return *found;
}

} // namespace

class TestMetastable : public QObject {
    Q_OBJECT

  private slots:
    // 60 x 4 = 240 attempts a second keep the line full; with nobody waiting, 60 of 100 are no load at all.
    void naiveRetriesHoldItDown() {
        const test::Timeline seen(storm("'times': 3, 'after': '500 ms'"), 3.0);
        const analysis::Metastable& found = judged(seen);
        QVERIFY(found.isMetastable);
        QCOMPARE(found.histories, std::uint64_t{1});
        QVERIFY(found.since > 3600.0 && found.since < 3600.0 + 1200.0);
        QVERIFY(found.lasted > 3600.0);                        // to the end of the three hours
        QVERIFY(found.share < 0.5 && found.calm > 0.99);       // by the rate clock
        QVERIFY(found.replayed && found.replayed->high < 0.5); // request by request
        QVERIFY(found.replayedCalm && found.replayedCalm->low > 0.99);
        QVERIFY(seen.down("web") > 1.5);
    }
    // A tenth more at the most: 66 of 100. The line drains, and it comes back.
    void aRetryBudgetRecoversFromTheSameStorm() {
        const test::Timeline seen(storm("'times': 3, 'after': '500 ms', 'budget': '10 %'"), 3.0);
        QVERIFY(!judged(seen).isMetastable);
        QCOMPARE(judged(seen).histories, std::uint64_t{0});
        QVERIFY(seen.down("web") > 0.0 && seen.down("web") < 0.5);
    }
    // Three attempts of each, 180 a second, hold one replica down; two of them do 200. The autoscaler wants
    // the second from 01:00:30 on at the latest, and acts when it has wanted it for `window`. Down from
    // 01:00:50, it is looked at after 1, 2, 3, 4.5, 6.75, 10.1, 15.2 and 22.8 min, or at the end of the step
    // that is under way then, 5 min later at most: free of the crowd at one of those after 01:05, certain at
    // the first that comes a quarter of an hour later, between 01:23:40 and 01:28:40. What counts of the
    // forks is what comes 10 to 20 min after that. Half an hour lies between: the forks see it act at
    // 01:30:30, before what counts begins.
    void whoIsHelpedByTheAutoscalerIsNotHeldDown() {
        std::string body = storm("'times': 2, 'after': '500 ms'");
        const auto put = [&](const std::string& what, const std::string& by) {
            body.replace(body.find(what), what.size(), by);
        };
        put("'cpu': 10}", "'cpu': 10, 'count': 2}");
        QVERIFY(judged(test::Timeline(body, 3.0)).isMetastable); // nobody helps

        put("'required': '90 %'",
            "'required': '90 %', 'requests': {'cpu': 10}, 'limits': {'cpu': 10}, 'scaling': "
            "{'by': 'hpa', 'min': 1, 'max': 2, 'metrics': {'cpu': '60 %'}, 'up': {'window': "
            "'30 min'}}");
        const test::Timeline seen(body, 3.0);
        const analysis::Metastable& found = judged(seen);
        QCOMPARE(found.histories, std::uint64_t{1}); // by the rates it was, under what stood there
        QVERIFY(found.share < 0.9 && found.calm > 0.99);
        QVERIFY2(found.replayed && found.replayed->value > 0.9,
                 qPrintable(QString::number(found.replayed ? found.replayed->value : -1.0)));
        QVERIFY(!found.isMetastable);
        // In the history, too, it comes back when the second one is there: soon after 01:30:30, not before.
        QVERIFY(found.since + found.lasted > 3600.0 + 1800.0 && found.since + found.lasted < 3600.0 + 2100.0);
        QVERIFY(seen.down("web") > 0.48 && seen.down("web") < 0.58);
    }
    // Overload that lasts is not held down by itself: what is asked is more than it can do.
    void aPlainOverloadIsNotCalledSo() {
        std::string body = storm("'times': 3, 'after': '500 ms'");
        body.replace(body.find("60 req/s"), 8, "180 req/s");
        const test::Timeline seen(body, 3.0);
        QVERIFY(seen.down("web") > 2.9);
        QVERIFY(!judged(seen).isMetastable);
        QCOMPARE(judged(seen).histories, std::uint64_t{0});
    }
    // The same storm on a service that counts replicas: it promises nothing, so 99 % is assumed.
    void whoCountsReplicasIsJudgedToo() {
        std::string body = storm("'times': 3, 'after': '500 ms'");
        body.replace(body.find("'required': '90 %', "), 20, "");
        const test::Timeline seen(body, 3.0);
        QVERIFY(judged(seen).isMetastable && judged(seen).assumed);
        QCOMPARE(judged(seen).required, 0.99);
        QCOMPARE(seen.down("web"), 0.0); // its replica is there all the time
    }
    // Half of that storm on a front, which passes it on to the service behind it: the retries are those of
    // its calls, four for each of 30 requests a second, and 50 are done.
    void aServiceThatOnlyOthersCallIsJudgedByTheirCalls() {
        const auto body = [](const std::string& required, const std::string& events) {
            return "'calendar': {'start': '2027-03-01'}, 'parts': {'h': {'kind': 'host', 'cpu': 6}}, "
                   "'services': "
                   "{'front': {'on': 'h', 'work': {'takes': '1 ms', 'workers': 600, 'queue': 0, 'timeout': "
                   "'60 s'}, "
                   "'calls': "
                   "{'web': {'timeout': '1 s', 'retries': {'times': 3, 'after': '500 ms'}}}}, 'web': {'on': "
                   "'h'" +
                   required +
                   ", 'work': {'takes': 'Exp(100 ms)', 'workers': 5, 'queue': 1000}}}, 'demand': {'d': "
                   "{'to': "
                   "'front', 'rate': '30 req/s'" +
                   events + "}}";
        };
        const test::Timeline seen(
            body(", 'required': '90 %'",
                 ", 'events': {'match': {'on': ['2027-03-01'], 'at': '01:00', 'peak': '75 "
                 "req/s', 'rise': '1 min', 'lasts': '3 min', 'fades': '1 min'}}"),
            2.0);
        const analysis::Metastable& found = judged(seen);
        QVERIFY(found.isMetastable && !found.assumed);
        QVERIFY(found.replayed->high < 0.5 && found.replayedCalm->low > 0.99);
        QVERIFY(seen.service("front").traffic->metastable->isMetastable); // its users are not answered either
        const test::Timeline counts(body("", ""), 1.0);
        QVERIFY(!counts.service("web").traffic->metastable);
        QCOMPARE(counts.service("web").traffic->notJudged, std::string("counts-replicas"));
    }
    void nothingThatRepeatsHoldsNothingDown() {
        const test::Timeline seen(storm("'times': 0"), 3.0);
        QVERIFY(!judged(seen).isMetastable);
    }
};

QTEST_APPLESS_MAIN(TestMetastable)
#include "tst_metastable.moc"
