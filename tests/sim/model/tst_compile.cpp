// What falls when what fails, from scenarios built by hand: semantics.md sections 1, 4 to 9.
#include "sim/core/random.hpp"
#include "sim/model/compile.hpp"
#include "tests/sim/model/built.hpp"

#include <QtTest>

using namespace nueves;
using namespace nueves::built;
using model::System;
using scenario::Effect;
using scenario::Expression;
using scenario::Kind;

class CompileTest : public QObject {
    Q_OBJECT

  private slots:
    void theTextbookSystemIsThreeLeavesAndOneGate() {
        scenario::Scenario file;
        file.parts = {failing(thing("unit", Kind::component, 3), "stop", hours(1000), hours(10), "fitter")};
        scenario::Thing service = thing("system", Kind::service);
        service.needs = atLeast(2, {name({{"unit"}})});
        file.services = {service};
        file.crews = {crew("fitter", 1)};
        Built built(file);
        const System& system = *built.system;
        QCOMPARE(system.things.size(), std::size_t{3});
        QCOMPARE(system.modes.size(), std::size_t{3});
        QCOMPARE(system.circuit.gates.size(), std::size_t{4});
        for (const auto& one : system.things) {
            QVERIFY(!one.supplied);
            QVERIFY(one.works == one.runs);
        }
        QVERIFY(system.things.raw()[1].works == system.modes.raw()[1].absent);
        QCOMPARE(system.services.raw()[0].fraction, model::GateId{});
        built.fail("unit[1]", "stop");
        QVERIFY(built.up("system"));
        built.fail("unit[3]", "stop");
        QVERIFY(!built.up("system"));
        built.mend("unit[1]", "stop");
        QVERIFY(built.up("system"));
        const model::Mode& mode = built.mode("unit[2]", "stop");
        QCOMPARE(system.attempts[system.jobs[mode.repair].attempts.first].crew, model::CrewId{0U});
        QVERIFY(mode.candidate);
        QCOMPARE(system.streams[mode.everyStream], core::streamKey("unit[2]", "stop.every"));
        const auto& attempt = system.attempts[system.jobs[mode.repair].attempts.first];
        QCOMPARE(system.streams[attempt.phaseStreams[3]], core::streamKey("unit[2]", "stop.repair[1].takes"));
        QCOMPARE(QString::fromStdString(system.roots[mode.root].name), QString("unit[2].stop"));
        QCOMPARE(QString::fromStdString(system.roots[mode.root].group), QString("unit.stop"));
    }
};

QTEST_APPLESS_MAIN(CompileTest)
#include "tst_compile.moc"
