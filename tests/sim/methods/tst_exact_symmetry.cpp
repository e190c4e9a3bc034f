// Counting members instead of naming them must not change one figure; and where members are not alike, they
// must not be counted. Named states are the witness.
#include "support/small_systems.hpp"

#include "sim/methods/exact/symmetry.hpp"

#include <QTest>

#include <algorithm>

using namespace nueves;
using namespace nueves::methods;
using namespace nueves::test;

namespace {

const char* const kFails =
    "\"failures\": { \"f\": { \"every\": \"Exp(300 h)\", \"repair\": { \"takes\": \"Exp(9 h)\" } } }";
const char* const kCrewed =
    "\"failures\": { \"f\": { \"every\": \"Exp(300 h)\", \"repair\": { \"takes\": \"Exp(9 h)\","
    " \"crew\": \"staff\" } } }";

std::string file(const std::string& parts, const std::string& services, const std::string& more = "") {
    return "{ \"nueves\": 1, \"parts\": { " + parts + " }, \"services\": { " + services + " }" + more + " }";
}

std::string staff(int size) {
    return ", \"crews\": { \"staff\": { \"size\": " + std::to_string(size) + " } }";
}

ExactOutcome solvedBy(const Design& design, bool names) {
    ExactQuestion question;
    question.lump = !names;
    question.mostStates = 20000;
    return solved(design, question);
}

std::size_t members(const Design& design) { // of all groups
    std::size_t sum = 0;
    const Symmetry symmetry = findSymmetry(*design.system);
    for (const auto& group : symmetry.groups()) sum += group.members.size();
    return sum;
}

} // namespace

class TestExactSymmetry : public QObject {
    Q_OBJECT

  private slots:
    void countingChangesNoFigure_data();
    void countingChangesNoFigure();
    void unlikeMembersAreNoGroup_data();
    void unlikeMembersAreNoGroup();
    void blocksWithinBlocks();
};

void TestExactSymmetry::countingChangesNoFigure_data() {
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QString::fromStdString(text);
    };
    const std::string f = kFails, crewed = kCrewed;
    row("one crew for two kinds",
        file("\"a\": { \"count\": 2, " + crewed + " }, \"b\": { \"count\": 2, " + crewed + " }",
             "\"s\": { \"needs\": [ \"1 of a\", \"1 of b\" ] }", staff(1)));
    row("zones with servers",
        file("\"zone\": { \"kind\": \"zone\", \"count\": 2, " + f +
                 ", \"parts\": { \"server\": { \"kind\": \"host\", \"count\": 2, " + crewed + " } } }",
             "\"s\": { \"needs\": \"2 of zone.server\" }", staff(1)));
    row("a strip for each server",
        file("\"strip\": { \"kind\": \"pdu\", \"count\": 2, " + f +
                 " }, \"server\": { \"kind\": \"host\", \"count\": 2,"
                 " \"power\": \"strip[1]\", \"except\": { \"2\": { \"power\": \"strip[2]\" } }, " +
                 f + " }",
             "\"web\": { \"on\": \"server\", \"replicas\": 2, \"required\": 1 }"));
    row("disks in hosts, struck together, few hands",
        file("\"host\": { \"kind\": \"host\", \"count\": 2, " + crewed + ", \"parts\": { \"disk\": { " +
                 crewed + " } } }",
             "\"s\": { \"needs\": \"1 of host\" }",
             staff(1) + ", \"commonCauses\": { \"surge\": { \"every\": \"Exp(500 h)\", \"hits\": \"host\", "
                        "\"mode\": \"f\" } }"));
    row("a blackout of one repair",
        file("\"host\": { \"kind\": \"host\", \"count\": 3, " + f + " }",
             "\"s\": { \"needs\": \"2 of host\" }",
             ", \"commonCauses\": { \"blackout\": { \"every\": \"Exp(500 h)\", \"hits\": \"host\","
             " \"repair\": { \"takes\": \"Exp(5 h)\" } } }"));
    row("one spare for three",
        file("\"unit\": { \"count\": 3, \"failures\": { \"f\": { \"every\": \"Exp(300 h)\", \"repair\": { "
             "\"takes\":"
             " \"Exp(9 h)\", \"spare\": \"shelf\", \"crew\": \"staff\" } } } }",
             "\"s\": { \"needs\": \"2 of unit\" }",
             staff(1) + ", \"spares\": { \"shelf\": { \"stock\": 1, \"lead\": \"Exp(50 h)\" } }"));
    row("failures that take time to be seen",
        file("\"unit\": { \"count\": 3, \"failures\": { \"f\": { \"every\": \"Exp(300 h)\", \"detect\": "
             "\"Erlang(6 h, 2)\","
             " \"repair\": [ { \"takes\": \"Exp(1 h)\", \"works\": \"70 %\" }, { \"takes\": \"Exp(9 h)\", "
             "\"crew\": \"staff\" } ] } } }",
             "\"s\": { \"needs\": \"2 of unit\" }", staff(1)));
    row("replicas in machines that start up",
        file("\"host\": { \"kind\": \"host\", \"count\": 2, " + f +
                 ", \"os\": { \"startup\": \"Exp(1 h)\", " + f + " } }",
             "\"web\": { \"on\": \"host\", \"replicas\": 4, \"required\": 2, \"startup\": \"Exp(1 h)\", " +
                 f + " }"));
}

void TestExactSymmetry::countingChangesNoFigure() {
    QFETCH(QString, text);
    const Design design = compiledText(text.toStdString());
    const auto named = solvedBy(design, true), counted = solvedBy(design, false);
    QVERIFY2(counted.states < named.states || members(design) == 0,
             qPrintable(QString("%1 states, %2 by name").arg(counted.states).arg(named.states)));
    for (std::size_t s = 0; s != named.services.size(); ++s) {
        const auto &a = named.services[s].figures, &b = counted.services[s].figures;
        QVERIFY(a.unavailability > 0.0);
        VERIFY_NEAR(b.unavailability, a.unavailability, 1e-10);
        VERIFY_NEAR(b.degraded, a.degraded, 1e-10);
        VERIFY_NEAR(b.fraction, a.fraction, 1e-10);
        VERIFY_NEAR(b.outageRate, a.outageRate, 1e-10);
        double sum = 0.0;
        for (std::size_t r = 0; r != a.blame.size(); ++r) {
            VERIFY_NEAR(b.blame[r], a.blame[r], 1e-10);
            sum += b.blame[r];
        }
        VERIFY_NEAR(sum, b.unavailability, 1e-10);
        for (const auto& [phase, share] : a.phases) VERIFY_NEAR(b.phases.at(phase), share, 1e-10);
    }
}

void TestExactSymmetry::unlikeMembersAreNoGroup_data() {
    QTest::addColumn<QString>("text");
    const std::string f = kFails;
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QString::fromStdString(text);
    };
    row("one of them repairs faster",
        file("\"unit\": { \"count\": 2, " + f +
                 ", \"except\": { \"2\": { \"failures\": { \"f\": { \"repair\": \"Exp(2 h)\" } } } } }",
             "\"s\": { \"needs\": \"1 of unit\" }"));
    row("one of them is asked for alone",
        file("\"unit\": { \"count\": 2, " + f + " }",
             "\"s\": { \"needs\": \"1 of unit\" }, \"t\": { \"needs\": \"unit[2]\" }"));
    row("one of them is hit alone",
        file("\"unit\": { \"count\": 2, " + f + " }", "\"s\": { \"needs\": \"1 of unit\" }",
             ", \"commonCauses\": { \"c\": { \"every\": \"Exp(500 h)\", \"hits\": \"unit[1]\", \"mode\": "
             "\"f\" } }"));
    row("one of them is first in a pair",
        file("\"unit\": { \"count\": 2, " + f +
                 " }, \"pair\": { \"kind\": \"standby\", \"of\": \"unit\", \"reserve\": \"hot\" }",
             "\"s\": { \"needs\": \"pair\" }"));
}

void TestExactSymmetry::unlikeMembersAreNoGroup() {
    QFETCH(QString, text);
    QCOMPARE(members(compiledText(text.toStdString())), std::size_t{0});
}

// Two zones of three servers: the servers of each zone, and the zones; small blocks first. A zone works or
// not (2), and so many of its servers (4): 8 states, 36 multisets of two.
void TestExactSymmetry::blocksWithinBlocks() {
    const Design design = compiledText(
        file("\"zone\": { \"kind\": \"zone\", \"count\": 2, " + std::string(kFails) +
                 ", \"parts\": { \"server\": { \"kind\": \"host\", \"count\": 3, " + kFails + " } } }",
             "\"s\": { \"needs\": \"2 of zone.server\" }"));
    const Symmetry symmetry = findSymmetry(*design.system);
    const auto& groups = symmetry.groups();
    QCOMPARE(groups.size(), std::size_t{3});
    QCOMPARE(groups[0].members.size(), std::size_t{3});
    QCOMPARE(groups[2].members.size(), std::size_t{2});
    QCOMPARE(groups[2].members[0].things.size(), std::size_t{4});
    ExactQuestion question;
    question.blame = false;
    QCOMPARE(solved(design, question).states, std::size_t{36});
}

QTEST_APPLESS_MAIN(TestExactSymmetry)
#include "tst_exact_symmetry.moc"
