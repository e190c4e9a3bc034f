// Wrong answers, weights and limits in the compiled system: what is delivered, what a probe sees, what is
// refused.
#include "tests/sim/model/traffic_files.hpp"
#include "support/json_text.hpp"

#include <QtTest>

#include <cmath>

using namespace nueves;
using namespace nueves::built;

namespace {

// Two replicas behind a balancer; each may answer wrongly.
scenario::Scenario balanced(const std::string& balancer, const std::string& effect,
                            const std::string& required) {
    return readFile(
        "'parts': {'h': {'kind': 'host', 'count': 2}, 'lb': {'kind': 'balancer'" + balancer +
        "}}, 'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'lb', 'required': " + required +
        ", 'failures': {'bad': {'every': 'Exp(1 a)', 'effect': " + effect + ", 'repair': '1 h'}}}}");
}

// Codes of what a reader says of a balancer before a service that is asked 10 times a second.
QString said(const std::string& balancer, const std::string& service = "", const std::string& demand = "") {
    const std::string text =
        "{'nueves': 1, 'run': {'measure': 'horizon'}, 'parts': {'h': {'kind': 'host', 'count': 2}, 'lb': "
        "{'kind': 'balancer'" +
        balancer +
        "}}, 'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'lb', 'work': {'takes': '1 ms'}" +
        service + "}}, 'demand': {'d': {'to': 'web', 'rate': '10 req/s'" + demand + "}}}";
    QString codes;
    for (const auto& issue : test::readText(text).issues)
        codes += QString::fromStdString(issue.code + "@" + issue.path + " ");
    return codes.trimmed();
}

} // namespace

class CompileBalancingTest : public QObject {
    Q_OBJECT

  private slots:
    void wrongAnswersAreNotDelivered() {
        Built made(balanced("", "{'errors': '30 %'}", "'80 %'"));
        made.fail("web[1]", "bad");
        QVERIFY(made.runs("web[1]") && made.works("web[1]") && made.up("web"));
        QVERIFY(!made.whole("web"));
        QCOMPARE(made.fraction("web"), 0.85);
        made.fail("web[2]", "bad");
        QCOMPARE(made.fraction("web"), 0.7);
        QVERIFY(!made.up("web"));
        made.mend("web[1]", "bad");
        made.mend("web[2]", "bad");
        QVERIFY(made.whole("web"));
    }
    void whoAnswersAllWronglyCountsAsNoReplica() {
        Built made(balanced("", "'errors'", "2"));
        made.fail("web[1]", "bad");
        QVERIFY(made.works("web[1]"));
        QVERIFY(!made.up("web"));
    }
    void onlyADeepProbeFails_data() {
        QTest::addColumn<QString>("deep");
        QTest::addColumn<QString>("effect");
        QTest::addColumn<bool>("healthy");
        QTest::newRow("shallow") << "no"
                                 << "'errors'" << true;
        QTest::newRow("deep") << "yes"
                              << "'errors'" << false;
        QTest::newRow("half") << "yes"
                              << "{'errors': '50 %'}" << false;
        QTest::newRow("less than half") << "yes"
                                        << "{'errors': '49 %'}" << true;
    }
    void onlyADeepProbeFails() {
        QFETCH(QString, deep);
        QFETCH(QString, effect);
        QFETCH(bool, healthy);
        Built made(balanced(", 'check': {'every': '2 s', 'deep': '" + deep.toStdString() + "'}",
                            effect.toStdString(), "1"));
        made.fail("web[1]", "bad");
        const auto& rotations = made.system->rotations;
        QCOMPARE(rotations.size(), std::size_t{2});
        QCOMPARE(made.holds(rotations[model::RotationId{0u}].healthy), healthy);
        QVERIFY(made.holds(rotations[model::RotationId{1u}].healthy));
    }
    // The ttl of a box is the age of its list; what it checks by itself it knows at once.
    void aBoxActsOnItsOwnChecksAtOnce() {
        const Built made(balanced(", 'ttl': '1 min', 'check': {'every': '2 s'}", "'errors'", "1"));
        QCOMPARE(made.system->rotations[model::RotationId{0u}].delay, core::SimSpan{});
    }

    // 3 : 1, named by the machine. Without the heavy one a quarter is delivered.
    void weightsAreSharesOfWhatIsDelivered() {
        Built made(balanced(", 'policy': 'weighted', 'weights': {'h[2]': 3}", "'stop'", "1"));
        made.fail("web[2]", "bad");
        QCOMPARE(made.fraction("web"), 0.25);
        made.mend("web[2]", "bad");
        made.fail("web[1]", "bad");
        QCOMPARE(made.fraction("web"), 0.75);
    }
    void theNearestNameWeighs() {
        const Built made(readFile(
            "'parts': {'h': {'kind': 'host', 'count': 2}, 'lb': {'kind': 'balancer', 'policy': 'weighted', "
            "'slowStart': '30 "
            "s', 'ttl': '5 s', 'weights': {'h': 2, 'web[2]': 7}, 'eject': {'errors': '50 %'}}}, 'services': "
            "{'web': {'on': "
            "'h', 'replicas': 2, 'behind': 'lb', 'work': {'takes': '1 ms'}, 'limit': {'perUser': '5 req/s', "
            "'total': '90 "
            "req/s'}}}, 'demand': {'d': {'to': 'web', 'rate': '10 req/s', 'clients': 4, 'hostile': 'yes'}}"));
        const model::Station& web = made.system->traffic.stations.front();
        QCOMPARE(web.choice, model::Choice::weighted);
        QCOMPARE(web.targets[0].weight, 2.0);
        QCOMPARE(web.targets[1].weight, 7.0);
        QCOMPARE(web.slowStart, 30.0);
        QCOMPARE(web.listAge, 5.0);
        QCOMPARE(web.eject.errors, 0.5);
        QCOMPARE(web.eject.requests, 50.0);
        QCOMPARE(web.limitPerUser, 5.0);
        QCOMPARE(web.limitTotal, 90.0);
        const model::Demand& demand = made.system->traffic.demands.front();
        QVERIFY(demand.hostile);
        QCOMPARE(demand.clients, 4.0);
    }

    void whatDoesNothingIsRefused() {
        QCOMPARE(said(""), QString());
        QCOMPARE(said(", 'policy': 'weighted'"), QString("missing-key@parts.lb"));
        QCOMPARE(said(", 'weights': {'h': 2}"), QString("key-of-another-kind@parts.lb.weights"));
        QCOMPARE(said(", 'policy': 'weighted', 'weights': {'hh': 2}"),
                 QString("unknown-name@parts.lb.weights.hh"));
        QCOMPARE(said(", 'policy': 'weighted', 'weights': {'h': 0}"),
                 QString("out-of-range@parts.lb.weights.h"));
        QCOMPARE(said(", 'policy': 'first', 'slowStart': '30 s'"),
                 QString("key-of-another-kind@parts.lb.slowStart"));
        QCOMPARE(said("", ", 'limit': {}"), QString("missing-key@services.web.limit"));
        QCOMPARE(said("", "", ", 'clients': 5"), QString("missing-key@demand.d"));
        QCOMPARE(said("", ", 'limit': {'perUser': '5 req/s'}"),
                 QString("without-demand@services.web.limit.perUser"));
        QCOMPARE(said("", ", 'limit': {'perUser': '5 req/s'}", ", 'clients': 5"), QString());
    }
    void onlyReplicasGiveWrongAnswers() {
        const std::string file =
            "{\"nueves\": 1, \"parts\": {\"h\": {\"kind\": \"host\", \"failures\": {\"bad\": {\"every\": "
            "\"Exp(1 a)\", \"effect\": \"errors\", \"repair\": \"1 h\"}}}}, \"services\": {\"web\": "
            "{\"on\": \"h\"}}}";
        const auto outcome = io::readScenarioText(file, "test.json", {});
        QCOMPARE(outcome.issues.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(outcome.issues.front().code), QString("key-of-another-kind"));
    }
};

QTEST_APPLESS_MAIN(CompileBalancingTest)
#include "tst_compile_balancing.moc"
