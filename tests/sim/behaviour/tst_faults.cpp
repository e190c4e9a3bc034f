// A failure mode's small machine, where two things happen to it at once (semantics.md, sections 2, 4, 6, 9).
#include "support/timeline.hpp"

using namespace nueves;
using test::timelineRow;

namespace {

std::string site(const std::string& fire, const std::string& host) {
    return "'parts': {'site': {'kind': 'site', 'failures': {'fire': {'effect': 'destroy', 'every': 'Fixed(" +
           fire + ")', 'repair': {'takes': '10 h'}}}, 'parts': {'h': {'kind': 'host', " + host +
           "}}}}, 'services': {'web': {'on': 'site.h'}}";
}

std::string host(const std::string& keys) {
    return "'parts': {'h': {'kind': 'host', 'os': {}, 'memory': '8 GiB'" + keys + "}}, ";
}

} // namespace

class TestFaults : public QObject {
    Q_OBJECT

  private slots:
    void eachIsOverWhenItIsRepaired_data();
    void eachIsOverWhenItIsRepaired() { test::compareWithHand(); }
    void whatBurnsIsForgotten_data();
    void whatBurnsIsForgotten() { test::compareWithHand(); }
    void aSharedShockStrikesOnlyWhileTheClockRuns();
};

void TestFaults::eachIsOverWhenItIsRepaired_data() {
    test::timelineColumns();
    const std::string panic =
        ", 'failures': {'p': {'effect': 'panic', 'every': 'Fixed(10 h)', 'repair': {'takes': '1 h'}}}";
    const std::string alarm =
        ", 'failures': {'p': {'effect': 'panic', 'every': 'Fixed(1000 h)', 'detect': {'falseAlarm':"
        " 'Fixed(10 h)'}, 'repair': {'takes': '1 h'}}}";
    const std::string web = "'services': {'web': {'on': 'h'";
    // 10 h of running and 1 h of repair, nine times in 100 h.
    timelineRow("a machine's fault that panics its system", host(panic) + web + "}}", {100, 9, "h[1].p", 9});
    timelineRow("a process's fault that panics its system", host("") + web + panic + "}}",
                {100, 9, "web[1].p", 9});
    timelineRow("false alarms of it", host(alarm) + web + "}}", {100, 9, "false alarm of h[1].p", 9});
    // Leaks from 10:00, killed at 11:00, up at 11:30, detected at 12:00, killed at 12:30, repaired at 12:45.
    timelineRow("a leak that is repaired while its victim starts up",
                host("") + web +
                    ", 'requests': {'memory': '1 GiB'}, 'limits': {'memory': '2 GiB'}, 'startup': {'takes': "
                    "'30 min'},"
                    " 'failures': {'l': {'effect': {'memory-leak': '1 GiB/h'}, 'every': 'Fixed(10 h)', "
                    "'detect': '1 h',"
                    " 'repair': {'takes': '45 min'}}}}}",
                {22, 0.75, "web[1].l", 0.75});
    // Down at 10:00, starting from 11:00, repaired at 11:15.
    timelineRow("flapping that is repaired while it starts up",
                host("") + web +
                    ", 'startup': {'takes': '30 min'}, 'failures': {'f': {'effect': {'flap': 'Fixed(1 h)'},"
                    " 'every': 'Fixed(10 h)', 'repair': {'takes': '1 h 15 min'}}}}}",
                {21, 1.25, "web[1].f", 1.25});
    // Down at 5:00, 7:00, 9:00, 11:00 and 13:00, an hour each: all the doing of what struck.
    timelineRow("flapping that others brought",
                "'parts': {'c': {'count': 2, 'failures': {'f': {'effect': {'flap': 'Fixed(1 h)'}, 'every': "
                "'Fixed(1000 h)',"
                " 'repair': {'takes': '10 h'}}}}}, 'commonCauses': {'bad': {'every': 'Fixed(5 h)', 'hits': "
                "'c', 'mode': 'f'}},"
                " 'services': {'web': {'needs': 'c'}}",
                {15, 5, "bad", 5});
}

void TestFaults::whatBurnsIsForgotten_data() {
    test::timelineColumns();
    // Work on it begins at 15:00 for 50 h; the fire lasts from 20:00 to 30:00; next alarm at 45:00.
    timelineRow(
        "a false alarm",
        site("20 h",
             "'failures': {'w': {'every': 'Fixed(1200 h)', 'detect': {'falseAlarm': 'Fixed(15 h)'}, 'repair':"
             " {'takes': '50 h'}}}"),
        {43, 15, "site[1].fire", 10});
    // Begun at 40:00 for 50 h; the fire lasts from 50:00 to 60:00; next date at 80:00.
    timelineRow("planned work", site("50 h", "'maintenance': {'m': {'every': '40 h', 'takes': '50 h'}}"),
                {79, 20, "site[1].fire", 10});
}

// Every Exp(10 h) of the hours before noon: 60 failures of one member in 50 days, own and shared together.
// Bound: four standard errors of a Poisson count.
void TestFaults::aSharedShockStrikesOnlyWhileTheClockRuns() {
    constexpr int kHistories = 400;
    const test::Timeline seen(
        "'parts': {'c': {'count': 2, 'failures': {'x': {'every': 'Exp(10 h)', 'during': 'Mon-Sun "
        "00:00-12:00',"
        " 'repair': {'takes': '1 s'}}}}}, 'commonCauses': {'b': {'beta': '50 %', 'hits': 'c', 'mode': 'x'}},"
        " 'services': {'web': {'needs': 'c[1]'}}",
        1200.0, kHistories);
    const double count = seen.outages("web");
    QVERIFY2(std::abs(count - 60.0) < 4.0 * std::sqrt(60.0 / kHistories), qPrintable(QString::number(count)));
}

QTEST_APPLESS_MAIN(TestFaults)
#include "tst_faults.moc"
