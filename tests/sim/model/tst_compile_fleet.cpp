// Scaled machines compiled: how many there may be, how many places for replicas, and what is refused.
#include "tests/sim/model/traffic_files.hpp"

#include <QtTest>

using namespace nueves;
using namespace nueves::built;

namespace {

std::string body(const std::string& machine, const std::string& service) {
    return "'parts': {'h': {'kind': 'host', " + machine + "}}, 'services': {'web': {'on': 'h'" + service +
           "}}";
}
const std::string kPool = "'cpu': 4, 'count': 2, 'scaling': {'by': 'nodes', 'max': 5, 'provision': '2 min'}";

QString codes(const std::string& sections) {
    QString all;
    const scenario::Scenario scenario = readFile(sections);
    for (const auto& issue : model::compile(scenario, core::after(core::kStart, core::kYear)).issues)
        if (issue.severity == core::Severity::error) all += QString::fromStdString(issue.code) + " ";
    return all;
}

} // namespace

class CompileFleetTest : public QObject {
    Q_OBJECT

  private slots:
    // Five machines of four cores hold two replicas of two cores each; there are never more than three.
    void thereAreAsManyPlacesAsTheMachinesHold() {
        const auto scenario = readFile(body(kPool, ", 'replicas': 3, 'requests': {'cpu': 2}"));
        const auto made = model::compile(scenario, core::after(core::kStart, core::kYear));
        const model::Fleet& fleet = made.system->fleet;
        QCOMPARE(fleet.nodes.size(), std::size_t{5});
        QCOMPARE(fleet.pools.size(), std::size_t{1});
        QCOMPARE(fleet.pools.front().initial, 2);
        QCOMPARE(fleet.lodgers.front().replicas, 3);
        QCOMPARE(fleet.lodgers.front().places.size(), std::size_t{10});
        for (std::size_t p = 0; p != 10; ++p) // dealt in turn
            QCOMPARE(fleet.lodgers.front().places[p].node, static_cast<std::uint32_t>(p % 5));
    }
    // Each zone has its own group of equals.
    void machinesOfEachBoxAreAPool() {
        const auto scenario =
            readFile("'parts': {'z': {'kind': 'zone', 'count': 2, 'parts': {'h': {'kind': 'host', " + kPool +
                     "}}}}, 'services': {'web': {'on': 'z.h'}}");
        const auto made = model::compile(scenario, core::after(core::kStart, core::kYear));
        QCOMPARE(made.system->fleet.pools.size(), std::size_t{2});
        QCOMPARE(made.system->fleet.pools.front().name, std::string("z[1].h"));
    }
    void withoutScaledMachinesNothingIsThere() {
        const auto scenario = readFile(body("'cpu': 4, 'count': 2", ", 'replicas': 3"));
        const auto made = model::compile(scenario, core::after(core::kStart, core::kYear));
        QVERIFY(made.system->fleet.empty() && made.system->fleet.lodgers.empty());
    }
    void whatCannotBeIsRefused() {
        QCOMPARE(codes(body(kPool, ", 'requests': {'cpu': 5}")), QString("requests-above-host "));
        QCOMPARE(codes("'parts': {'h': {'kind': 'host', " + kPool +
                       "}, 'v': {'kind': 'vm', 'cpu': 2, 'on': 'h'}}, 'services': {'web': {'on': 'v'}}"),
                 QString("kind-does-not-fit "));
        const std::string vertical =
            ", 'requests': {'cpu': 1}, 'work': {'takes': '50 ms'}, 'scaling': {'by': "
            "'vertical', 'sizes': [1, 2], 'takes': '2 min'}";
        QCOMPARE(codes(body(kPool, vertical) + ", 'demand': {'d': {'to': 'web', 'rate': '1 req/s'}}"),
                 QString("kind-does-not-fit "));
    }
};

QTEST_APPLESS_MAIN(CompileFleetTest)
#include "tst_compile_fleet.moc"
