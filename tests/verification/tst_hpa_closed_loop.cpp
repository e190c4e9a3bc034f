// Rows of the HPA tables as scenarios: a service that sees just that situation, users and all, and how many of its
// replicas there are after the look.
//
// A row lists what each pod uses, and the controller adds it up: here the pods share the same sum. Rows are left
// out that say what a scenario cannot: pods with metrics of nobody, values from outside, pods being deleted.
#include "sim/io/scenario_reader.hpp"
#include "sim/methods/study.hpp"
#include "verification/hpa_rows.hpp"

#include <numeric>

using namespace nueves;
using namespace nueves::test;

namespace {

constexpr double kTakes = 0.1; // s of CPU of one request

QJsonObject metricOf(const QJsonObject& row) {
    const QJsonArray metrics = row["metrics"].toArray();
    return row.contains("metric") ? row["metric"].toObject() : metrics.size() == 1 ? metrics[0].toObject() : QJsonObject();
}

bool isPlain(const QJsonObject& pod) {
    return pod["phase"].toString() == "Running" && pod["ready"].toBool() && !pod["deleting"].toBool() &&
           pod["start_age_s"].toInt(kLongAgo) >= 3600;
}

// Per pod, thousandths; empty: the row is about something else.
QJsonObject usageOf(const QJsonObject& metric) {
    if (metric["kind"] == "pods") return metric["value_milli_by_pod"].toObject();
    if (metric["kind"] == "resource_utilization" && metric["resource"] == "cpu")
        return metric["usage_milli_by_pod"].toObject();
    return {};
}

bool isScenario(const QJsonObject& row) {
    const QJsonArray pods = row["pods"].toArray();
    const QJsonObject used = usageOf(metricOf(row));
    bool all = !pods.isEmpty() && pods.size() == row["current_replicas"].toInt() && used.size() == pods.size();
    for (const QJsonValue pod : pods) all = all && isPlain(pod.toObject()) && used.contains(pod["name"].toString());
    return all && expectedOf(row).contains(row.contains("min_replicas") ? "desired_replicas" : "replicas") &&
           row["recommendations"].toArray().isEmpty();
}

double sumOf(const QJsonObject& milli) {
    double sum = 0.0;
    for (const QJsonValue value : milli) sum += value.toDouble() / 1000.0;
    return sum;
}

// Cores that a pod asks for, mean; 1 where the row's metric needs none.
double requestOf(const QJsonObject& row) {
    double sum = 0.0;
    const QJsonArray pods = row["pods"].toArray();
    for (const QJsonValue pod : pods) sum += pod["request_milli"].toDouble(1000.0) / 1000.0;
    return sum / double(pods.size());
}

// Looks once an hour, so that their effects stand apart; machines and workers in plenty, so that all is answered.
QByteArray scenarioOf(const QJsonObject& row, int hours) {
    const QJsonObject metric = metricOf(row);
    const bool cpu = metric["kind"] != "pods";
    const double sum = sumOf(usageOf(metric));
    const QJsonObject target = cpu ? QJsonObject{{"cpu", QString::number(metric["target_percent"].toInt()) + " %"}}
                                   : QJsonObject{{"requests", QString::number(metric["target_milli"].toDouble() / 1000.0) + " req/s"}};
    const QJsonObject scaling{{"by", "hpa"},
                              {"min", row["min_replicas"].toInt(1)},
                              {"max", row["max_replicas"].toInt(50)},
                              {"metrics", target},
                              {"sync", "1 h"}};
    const QJsonObject web{{"on", "host"},
                          {"replicas", row["current_replicas"].toInt()},
                          {"requests", QJsonObject{{"cpu", requestOf(row)}}},
                          {"limits", QJsonObject{{"cpu", 20}}},
                          {"work", QJsonObject{{"takes", QString::number(kTakes) + " s"}, {"workers", 20}}},
                          {"scaling", scaling}};
    const QJsonObject document{
        {"nueves", 1},
        {"parts", QJsonObject{{"host", QJsonObject{{"kind", "host"}, {"cpu", 1000}}}}},
        {"services", QJsonObject{{"web", web}}},
        {"demand", QJsonObject{{"users", QJsonObject{{"to", "web"}, {"rate", QString::number(cpu ? sum / kTakes : sum, 'g', 12) + " req/s"}}}}},
        {"run", QJsonObject{{"measure", "horizon"}, {"horizon", QString::number(hours) + " h"}, {"histories", 2}}}};
    return QJsonDocument(document).toJson();
}

// Replicas times hours, over the first so many hours.
double replicaHours(const QJsonObject& row, int hours) {
    auto read = io::readScenarioText(scenarioOf(row, hours).toStdString(), "row.json", {});
    for (const auto& issue : read.issues)
        if (issue.severity == core::Severity::error) qFatal("%s %s", issue.path.c_str(), issue.code.c_str());
    const auto study = methods::runStudy(read.designs, {});
    return study.result.services.front().traffic.value().instances.value * hours;
}

} // namespace

class TestHpaClosedLoop : public QObject {
    Q_OBJECT

  private slots:
    void replicasAfterTheLook_data();
    void replicasAfterTheLook();
};

void TestHpaClosedLoop::replicasAfterTheLook_data() {
    QTest::addColumn<QJsonObject>("row");
    int rows = 0;
    for (const char* table : {"hpa_replica_calculator", "hpa_reconcile"})
        for (const QJsonValue value : casesOf(table)) {
            const QJsonObject row = value.toObject();
            if (!isScenario(row)) continue;
            QTest::addRow("%s: %s", table, qPrintable(row["id"].toString())) << row;
            ++rows;
        }
    QVERIFY2(rows >= 10, qPrintable(QString::number(rows)));
}

// The first look finds no recommendation but its own, the number that there is: fewer are wanted only after the
// stabilisation window. A row whose log is empty but begun is thus the second look, an hour later.
void TestHpaClosedLoop::replicasAfterTheLook() {
    QFETCH(QJsonObject, row);
    const int now = row["current_replicas"].toInt();
    const QJsonObject expected = expectedOf(row);
    const int wanted = expected[expected.contains("replicas") ? "replicas" : "desired_replicas"].toInt();
    const double first = replicaHours(row, 1), second = replicaHours(row, 2) - first;
    QVERIFY(std::abs(first - now) < 0.01); // not yet: the look is at its end
    const bool begun = !row.contains("min_replicas") || row.contains("recommendations");
    if (!begun || wanted >= now) {
        QVERIFY2(std::abs(second - wanted) < 0.01, qPrintable(QString::number(second)));
        return;
    }
    QVERIFY(std::abs(second - now) < 0.01);
    const double third = replicaHours(row, 3) - first - second;
    QVERIFY2(std::abs(third - wanted) < 0.01, qPrintable(QString::number(third)));
}

QTEST_APPLESS_MAIN(TestHpaClosedLoop)
#include "tst_hpa_closed_loop.moc"
