// Rows of the HPA tables, as values that the autoscaler takes. kubernetes/README.md has the conventions.
#pragma once

#include "sim/behaviour/scaling/hpa.hpp"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>
#include <vector>

namespace nueves::test {

using namespace nueves::behaviour;
using core::SimSpan;
using core::SimTime;

inline constexpr SimTime kNow{SimSpan{864'000'000'000}}; // so that every age has its date
inline constexpr int kLongAgo = 86'400;                  // s

inline SimSpan span(const QJsonValue& seconds) {
    return seconds.toInteger() * kSecond;
}

inline SimTime ago(const QJsonValue& seconds) {
    return kNow - span(seconds);
}

inline QJsonArray casesOf(const QString& table) {
    const QString own = QString::fromUtf8(NUEVES_SOURCE_DIR) + "/tests/verification/kubernetes";
    QFile file(qEnvironmentVariable("NUEVES_KUBERNETES_TABLES", own) + "/" + table + ".json");
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object()["cases"].toArray();
}

inline void rowsOf(const QString& table) {
    QTest::addColumn<QJsonObject>("row");
    const QJsonArray cases = casesOf(table);
    if (cases.isEmpty()) QSKIP("no rows"); // everyTableIsThere fails
    for (qsizetype i = 0; i < cases.size(); ++i) {
        const QJsonObject row = cases[i].toObject();
        QTest::newRow(qPrintable(QString("%1: %2").arg(i).arg(row["id"].toString()))) << row;
    }
}

inline const QJsonObject expectedOf(const QJsonObject& row) {
    return row["expected"].toObject();
}

template <class T> T named(const std::map<QString, T>& names, const QJsonValue& name) {
    const auto at = names.find(name.toString());
    if (at == names.end()) qFatal("no meaning for %s", qPrintable(name.toString()));
    return at->second;
}

inline HpaRules rulesOf(const QJsonValue& value, const HpaRules& otherwise) {
    if (value.isNull() || value.isUndefined()) return otherwise;
    HpaRules rules{span(value["stabilization_window_s"]), HpaSelect::max, {}};
    rules.select = named<HpaSelect>(
        {{"Max", HpaSelect::max}, {"Min", HpaSelect::min}, {"Disabled", HpaSelect::disabled}},
        value["select_policy"]);
    for (const QJsonValue policy : value["policies"].toArray()) {
        const auto kind = named<HpaPolicy::Kind>(
            {{"Pods", HpaPolicy::Kind::pods}, {"Percent", HpaPolicy::Kind::percent}}, policy["type"]);
        rules.policies.push_back({kind, policy["value"].toInt(), span(policy["period_s"])});
    }
    return rules;
}

inline std::vector<HpaEvent> eventsOf(const QJsonValue& value) {
    std::vector<HpaEvent> events;
    for (const QJsonValue event : value.toArray())
        events.push_back({event["replica_change"].toInt(), ago(event["age_s"])});
    return events;
}

inline std::vector<HpaRecommendation> recommendationsOf(const QJsonValue& value) {
    std::vector<HpaRecommendation> log;
    for (const QJsonValue entry : value.toArray())
        log.push_back({entry["replicas"].toInt(), ago(entry["age_s"])});
    return log;
}

inline HpaLimit limitOf(const QJsonValue& condition) {
    return named<HpaLimit>({{"DesiredWithinRange", HpaLimit::none},
                            {"TooFewReplicas", HpaLimit::tooFew},
                            {"TooManyReplicas", HpaLimit::tooMany},
                            {"ScaleUpLimit", HpaLimit::up},
                            {"ScaleDownLimit", HpaLimit::down}},
                           condition);
}

// A deployment as a row describes it, with the readings of its metrics.
struct Scene {
    std::vector<HpaPod> pods;
    HpaSettings settings;
    std::vector<std::vector<HpaPodReading>> byPod; // per metric
    std::vector<std::vector<std::int64_t>> values;
    std::vector<HpaReading> readings;

    explicit Scene(const QJsonObject& row) {
        settings.tolerance = row["tolerance"].toDouble();
        settings.cpuInitialisation = span(row["cpu_initialization_period_s"]);
        settings.readinessDelay = span(row["initial_readiness_delay_s"]);
        const QJsonArray listed = row["pods"].toArray();
        for (const QJsonValue pod : listed) addPod(pod.toObject());
        const QJsonArray metrics =
            row.contains("metric") ? QJsonArray{row["metric"]} : row["metrics"].toArray();
        for (const QJsonValue metric : metrics) addMetric(metric.toObject(), listed);
        for (qsizetype i = 0; i < metrics.size(); ++i) readings.push_back({byPod[i], values[i]});
    }

    void addPod(const QJsonObject& row) {
        using Phase = HpaPod::Phase;
        HpaPod pod;
        pod.phase = named<Phase>({{"Pending", Phase::pending},
                                  {"Running", Phase::running},
                                  {"Succeeded", Phase::succeeded},
                                  {"Failed", Phase::failed},
                                  {"Unknown", Phase::unknown}},
                                 row["phase"]);
        pod.deleting = row["deleting"].toBool();
        pod.ready = row["ready"].toBool();
        const QJsonValue age = row["start_age_s"];
        pod.started = ago(age.isNull() ? QJsonValue(kLongAgo) : age);
        const bool young = kNow - *pod.started < settings.cpuInitialisation;
        pod.readyChanged = pod.ready && young ? kNow : *pod.started; // no sample since; or never was ready
        pods.push_back(pod);
    }

    void addMetric(const QJsonObject& metric, const QJsonArray& listed) {
        using Kind = HpaTarget::Kind;
        const HpaTarget::Kind kind = named<Kind>({{"resource_utilization", Kind::utilisation},
                                                  {"pods", Kind::average},
                                                  {"object", Kind::value},
                                                  {"external", Kind::value},
                                                  {"object_per_pod", Kind::averagedValue},
                                                  {"external_per_pod", Kind::averagedValue}},
                                                 metric["kind"]);
        HpaTarget target{kind, metric["resource"].toString() == "cpu", 0};
        for (const char* key : {"target_percent", "target_milli", "target_per_pod_milli"})
            if (metric.contains(key)) target.target = metric[key].toInteger();
        settings.targets.push_back(target);
        const QString key =
            metric.contains("usage_milli_by_pod") ? "usage_milli_by_pod" : "value_milli_by_pod";
        const QJsonObject samples = metric[key].toObject();
        byPod.emplace_back();
        for (const QJsonValue pod : listed) {
            HpaPodReading reading;
            if (!pod["request_milli"].isUndefined() && !pod["request_milli"].isNull())
                reading.requestMilli = pod["request_milli"].toInteger();
            const QString name = pod["name"].toString();
            if (samples.contains(name)) reading.sample = HpaSample{samples[name].toInteger(), kNow};
            byPod.back().push_back(reading);
        }
        values.emplace_back();
        for (const QJsonValue value : metric["values_milli"].toArray())
            values.back().push_back(value.toInteger());
    }

    HpaView view(int replicas) const { return {replicas, replicas, pods, readings}; }
};

} // namespace nueves::test
