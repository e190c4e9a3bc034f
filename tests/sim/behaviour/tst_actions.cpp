// What a script does to things, and what a later action takes back (semantics.md, section 9).
#include "support/timeline.hpp"

using namespace nueves;
using test::timelineRow;

namespace {

const std::string kTwo =
    "'parts': {'h': {'kind': 'host', 'count': 2}}, 'services': {'web': {'on': 'h', 'replicas': 2";
const std::string kOne = "'parts': {'h': {'kind': 'host', 'os': {}}}, 'services': {'web': {'on': 'h'";

std::string script(const std::string& actions) {
    return "}}, 'script': [" + actions + "]";
}

std::string action(const char* at, const char* verb, const char* on, const char* length = nullptr) {
    std::string text = std::string("{'at': '") + at + "', 'do': '" + verb + "', 'on': '" + on + "'";
    return text + (length ? std::string(", 'for': '") + length + "'}" : "}");
}

} // namespace

class TestActions : public QObject {
    Q_OBJECT

  private slots:
    void aPartOfAnActionEnds_data();
    void aPartOfAnActionEnds() { test::compareWithHand(); }
    void startAndRestartGoThroughTheStartUp_data();
    void startAndRestartGoThroughTheStartUp() { test::compareWithHand(); }
    void whatIsMendedByHandIsMendedAsByItsOwnRepair_data();
    void whatIsMendedByHandIsMendedAsByItsOwnRepair() { test::compareWithHand(); }
    void aMemberThatNobodyMendsIsAnError();
};

void TestActions::aPartOfAnActionEnds_data() {
    test::timelineColumns();
    const std::string stopAll = action("5 h", "stop", "web"), stopThree = action("5 h", "stop", "web", "3 h");
    const std::string startOne = ", " + action("6 h", "start", "web[1]");
    timelineRow("one of two is enough", kTwo + script(stopAll + startOne), {20, 1, "script: stop web", 1});
    timelineRow("one after the other",
                kTwo + ", 'required': 2" +
                    script(stopAll + startOne + ", " + action("8 h", "start", "web[2]")),
                {20, 3, "script: stop web", 3});
    timelineRow("the rest ends as it was written", kTwo + ", 'required': 2" + script(stopThree + startOne),
                {20, 3, "script: stop web", 3});
    // 5:00 to 6:30, the start-up included; at 8:00 the second one starts, and the first one is left alone.
    timelineRow("who is back is left alone",
                kTwo + ", 'startup': {'takes': '30 min'}" + script(stopThree + startOne),
                {20, 1.5, "script: stop web", 1.5});
    timelineRow("a fault of one",
                kTwo + script(action("5 h", "kill", "web", "3 h") + ", " + action("6 h", "repair", "web[1]")),
                {20, 1, "script: kill web", 1});
    timelineRow("faults that only the script repairs",
                kTwo + ", 'required': 2" +
                    script(action("5 h", "kill", "web") + ", " + action("6 h", "repair", "web[1]") + ", " +
                           action("8 h", "repair", "web[2]")),
                {20, 3, "script: kill web", 3});
    timelineRow("all, of which some were stopped by name",
                kTwo + ", 'required': 2" +
                    script(action("5 h", "stop", "web[1]") + ", " + action("6 h", "start", "web")),
                {20, 1, "script: stop web[1]", 1});
}

void TestActions::startAndRestartGoThroughTheStartUp_data() {
    test::timelineColumns();
    const std::string slow = kOne + ", 'startup': {'takes': '1 h'}";
    const std::string crash = ", 'failures': {'crash': {'every': 'Fixed(10 h)', 'repair': {'takes': '5 h'}}}";
    const std::string hang =
        ", 'failures': {'hang': {'effect': 'hang', 'every': 'Fixed(10 h)', 'repair': {'takes': '5 h'}}}";
    timelineRow("what runs is not started again", slow + script(action("5 h", "start", "web")),
                {20, 0, "script: start web", 0});
    timelineRow("a start-up is the doing of the stop",
                slow + script(action("5 h", "stop", "h.os") + ", " + action("7 h", "start", "h.os")),
                {20, 3, "script: stop h.os", 3});
    timelineRow("restarting a system restarts what it carries",
                slow + script(action("5 h", "restart", "h.os")), {20, 1, "script: restart h.os", 1});
    timelineRow("a restart ends a stop",
                slow + script(action("5 h", "stop", "web") + ", " + action("7 h", "restart", "web")),
                {20, 3, "script: stop web", 2});
    timelineRow("a restart cures a crash", slow + crash + script(action("12 h", "restart", "web")),
                {20, 3, "web[1].crash", 2});
    timelineRow("a restart cures a hang", slow + hang + script(action("12 h", "restart", "web")),
                {20, 3, "web[1].hang", 2});
    timelineRow("of a machine it does not",
                "'parts': {'h': {'kind': 'host'" + crash + "}}, 'services': {'web': {'on': 'h'" +
                    script(action("12 h", "restart", "h")),
                {20, 5, "h[1].crash", 5});
}

void TestActions::whatIsMendedByHandIsMendedAsByItsOwnRepair_data() {
    test::timelineColumns();
    const std::string wear = ", 'failures': {'wear': {'every': 'Fixed(10 h)', 'repair': {'takes': '1 h'}}}";
    const std::string hang = ", 'failures': {'hang': {'effect': 'hang', 'every': 'Fixed(2 h)', 'detect': "
                             "'100 h', 'repair': {'takes': '1 h'}}}";
    const std::string site =
        "'parts': {'site': {'kind': 'site', 'failures': {'fire': {'effect': 'destroy', 'every': 'Fixed(20 "
        "h)',"
        " 'repair': {'takes': '10 h'}}}, 'parts': {'h': {'kind': 'host', 'failures': {'wear': {'every':"
        " 'Fixed(12 h)', 'repair': {'takes': '50 h'}}}}}}}, 'services': {'web': {'on': 'site.h'";
    const std::string alarm =
        "'parts': {'c': {'failures': {'x': {'every': 'Fixed(1000 h)', 'detect': {'falseAlarm': 'Fixed(3 h)'},"
        " 'repair': {'takes': '2 h'}}}}}, 'services': {'web': {'needs': 'c'";
    const std::string kill = action("5 h", "kill", "web", "1 h");
    // Killed from 5:00 to 6:00 and new then: it wears out at 16:00.
    timelineRow("the end of a kill leaves a new process", kOne + wear + script(kill),
                {16.5, 1.5, "web[1].wear", 0.5});
    timelineRow("and cures what it had", kOne + hang + script(kill), {8, 4, "web[1].hang", 3.5});
    // Worn at 12:00, burnt at 20:00, rebuilt at 25:00, worn again at 37:00.
    timelineRow("what is rebuilt by hand is new", site + script(action("25 h", "repair", "site")),
                {38, 14, "site[1].fire", 5});
    // False alarm at 3:00, killed at 4:00: the repair of that takes until 6:00; the next alarm comes at 9:00.
    timelineRow("a kill ends the false alarm", alarm + script(action("4 h", "kill", "c")),
                {8.5, 3, "script: kill c", 2});
}

void TestActions::aMemberThatNobodyMendsIsAnError() {
    const std::string body =
        kTwo + script(action("5 h", "kill", "web") + ", " + action("6 h", "repair", "web[1]"));
    QVERIFY_EXCEPTION_THROWN(test::Timeline(body, 20), std::runtime_error);
}

QTEST_APPLESS_MAIN(TestActions)
#include "tst_actions.moc"
