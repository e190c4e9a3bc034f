// Every row of the HPA tables of the Kubernetes project, met exactly by the functions that the simulation
// calls. kubernetes/README.md says where the rows come from and how they are read.
#include "verification/hpa_rows.hpp"

#include <QtTest>

using namespace nueves::behaviour;
using namespace nueves::test;

class TestHpaTables : public QObject {
    Q_OBJECT

  private slots:
    void everyTableIsThere();
    void replicaCalculator_data() { rowsOf("hpa_replica_calculator"); }
    void replicaCalculator();
    void reconcile_data() { rowsOf("hpa_reconcile"); }
    void reconcile();
    void behaviourRate_data() { rowsOf("hpa_behaviour_rate"); }
    void behaviourRate();
    void limits_data() { rowsOf("hpa_limits"); }
    void limits();
    void stabilisation_data() { rowsOf("hpa_stabilisation"); }
    void stabilisation();
    void scaleEvents_data() { rowsOf("hpa_scale_events"); }
    void scaleEvents();
};

void TestHpaTables::everyTableIsThere() {
    for (const char* table : {"hpa_replica_calculator", "hpa_reconcile", "hpa_behaviour_rate", "hpa_limits",
                              "hpa_stabilisation", "hpa_scale_events"})
        QVERIFY2(!casesOf(table).isEmpty(), table);
}

void TestHpaTables::replicaCalculator() {
    QFETCH(QJsonObject, row);
    const Scene scene(row);
    const HpaSettings& settings = scene.settings;
    const int current = row["current_replicas"].toInt();
    const auto proposal = hpaProposal(
        settings.targets.at(0), scene.readings.at(0), tolerancesOf(settings),
        {current, current, scene.pods, settings.cpuInitialisation, settings.readinessDelay, kNow});
    const QJsonObject expected = row["expected"].toObject();
    QCOMPARE(!proposal, expected.contains("error"));
    if (!proposal) return;
    QCOMPARE(proposal->replicas, expected["replicas"].toInt());
    int figures = 0;
    if (expected.contains("utilization_percent")) {
        QCOMPARE(proposal->percent, expected["utilization_percent"].toInteger());
        ++figures;
    }
    for (const char* key : {"average_usage_milli", "metric_value_milli"}) {
        if (!expected.contains(key)) continue;
        QCOMPARE(proposal->milli, expected[key].toInteger());
        ++figures;
    }
    QCOMPARE(figures + 1, expected.size()); // nothing that is expected was passed over
}

void TestHpaTables::reconcile() {
    QFETCH(QJsonObject, row);
    Scene scene(row);
    scene.settings.bounds = {row["min_replicas"].toInt(), row["max_replicas"].toInt()};
    scene.settings.downWindow = span(row["downscale_stabilization_s"]);
    scene.settings.capFactor = row["scale_up_limit_factor"].toDouble();
    HpaState state;
    state.started = row.contains("recommendations");
    state.recommendations = recommendationsOf(row["recommendations"]);
    const auto decision = hpaSync(scene.settings, state, scene.view(row["current_replicas"].toInt()), kNow);
    QCOMPARE(decision.replicas, expectedOf(row)["desired_replicas"].toInt());
}

void TestHpaTables::behaviourRate() {
    QFETCH(QJsonObject, row);
    HpaState state;
    state.ups = eventsOf(row["scale_up_events"]);
    state.downs = eventsOf(row["scale_down_events"]);
    const HpaBehaviour behaviour{rulesOf(row["scale_up"], hpaDefaultUp()),
                                 rulesOf(row["scale_down"], hpaDefaultDown())};
    const auto limited =
        hpaLimited(row["desired_before_limits"].toInt(), row["current_replicas"].toInt(),
                   {row["min_replicas"].toInt(), row["max_replicas"].toInt()}, behaviour, state, kNow);
    QCOMPARE(limited.replicas, expectedOf(row)["replicas"].toInt());
    QCOMPARE(limited.by, limitOf(expectedOf(row)["condition"]));
}

void TestHpaTables::limits() {
    QFETCH(QJsonObject, row);
    const int current = row["current_replicas"].toInt();
    if (row["kind"] == "min_max_and_upscale_cap") {
        const auto limited = hpaLimited(row["desired_before_limits"].toInt(), current,
                                        {row["min_replicas"].toInt(), row["max_replicas"].toInt()});
        QCOMPARE(limited.replicas, expectedOf(row)["replicas"].toInt());
        QCOMPARE(limited.by, limitOf(expectedOf(row)["condition"]));
        return;
    }
    QCOMPARE(row["kind"].toString(), "policy_limit");
    const bool up = named<bool>({{"up", true}, {"down", false}}, row["direction"]);
    const HpaRules rules = rulesOf(row["rules"], up ? hpaDefaultUp() : hpaDefaultDown());
    const int limit = up ? hpaUpLimit(current, rules, {}, kNow) : hpaDownLimit(current, rules, {}, kNow);
    QCOMPARE(limit, expectedOf(row)["limit"].toInt());
}

void TestHpaTables::stabilisation() {
    QFETCH(QJsonObject, row);
    auto log = recommendationsOf(row["recommendations"]);
    const int wanted = row["new_recommendation"].toInt();
    const QJsonObject expected = row["expected"].toObject();
    int stabilised = 0;
    if (row["kind"] == "controller_window") {
        stabilised = hpaStabilised(log, wanted, span(row["window_s"]), kNow);
    } else {
        QCOMPARE(row["kind"].toString(), "behaviour_windows");
        HpaBehaviour behaviour;
        behaviour.up.window = span(row["scale_up_window_s"]);
        behaviour.down.window = span(row["scale_down_window_s"]);
        stabilised = hpaStabilised(log, wanted, row["current_replicas"].toInt(), behaviour, kNow);
    }
    QCOMPARE(stabilised, expected["stabilized"].toInt());
    if (expected.contains("log_length")) QCOMPARE(qsizetype(log.size()), expected["log_length"].toInteger());
    if (!expected.contains("log_after")) return;
    QJsonArray after;
    for (const HpaRecommendation& entry : log) after << entry.replicas;
    QCOMPARE(after, expected["log_after"].toArray());
}

// The log of either direction works the same way.
void TestHpaTables::scaleEvents() {
    QFETCH(QJsonObject, row);
    const QJsonObject expected = row["expected"].toObject();
    const int change = row["new_change"].toInt();
    for (const bool up : {true, false}) {
        std::optional<HpaBehaviour> behaviour;
        if (!row["rules"].isNull()) {
            behaviour.emplace();
            (up ? behaviour->up : behaviour->down) = rulesOf(row["rules"], {});
        }
        HpaState state;
        auto& log = up ? state.ups : state.downs;
        log = eventsOf(row["previous_events"]);
        QCOMPARE(hpaChangedWithin(log, 60 * kSecond, kNow), expected["change_in_last_60_s"].toInt());
        hpaLogChange(state, behaviour, 100, up ? 100 + change : 100 - change, kNow);
        const QJsonArray after = expected["log_after"].toArray();
        QCOMPARE(qsizetype(log.size()), after.size());
        for (qsizetype i = 0; i < after.size(); ++i) {
            QCOMPARE(log[i].change, after[i]["replica_change"].toInt());
            QCOMPARE(log[i].outdated, after[i]["outdated"].toBool());
        }
    }
}

QTEST_APPLESS_MAIN(TestHpaTables)
#include "tst_hpa_tables.moc"
