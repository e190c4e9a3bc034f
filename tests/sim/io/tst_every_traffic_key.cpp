// Nothing inert: every key of demand, work, calls and scaling, changed in turn, gives another scenario.
#include "sim/io/scenario_reader.hpp"
#include "sim/scenario/canonical.hpp"
#include "sim/scenario/fields_traffic.hpp"
#include "support/json_text.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <set>

using namespace nueves;
using scenario::Owner;
using test::json;

namespace {

// A file in which every key of the tables stands once; each row below changes one value in it.
constexpr const char* kFile =
    "{'nueves': 1, 'calendar': {'start': '2027-03-01', 'timeZone': 'Europe/Madrid', 'holidays': 'es'}, "
    "'parts': {'lb': {'kind': 'balancer', 'policy': 'two-choices', 'net': 'h', 'check': {'every': '2 s', "
    "'deep': 'yes'}, "
    "'slowStart': '30 s', 'eject': {'errors': '50 %', 'window': '20 s', 'requests': 40, 'lasts': '1 min', "
    "'most': '20 "
    "%'}}, 'lb2': {'kind': 'balancer', 'policy': 'weighted', 'weights': {'h[1]': 3}, 'net': 'h'}, "
    "'h': {'kind': 'host', 'count': 2, 'cpu': 16, 'lifetime': 'Exp(20 d)', 'scaling': {'by': 'nodes', 'min': "
    "1, "
    "'max': 5, 'provision': '2 min', 'quota': 9, 'fails': '1 %', 'idle': '10 min', 'below': '50 %'}}}, "
    "'services': {'web': {'on': 'h', 'replicas': 2, 'behind': 'lb', 'requests': {'cpu': 1}, 'shed': '90 "
    "req/s', 'limit': {'perUser': '5 req/s', 'total': '200 req/s'}, "
    "'image': {'size': '300 MiB', 'rate': '50 MB/s'}, 'cost': {'lost': '1 EUR/req', 'terms': 'reserved'}, "
    "'work': {'takes': '50 ms', 'cpu': '60 %', 'workers': 8, 'queue': 100, 'order': 'lifo', 'timeout': '3 "
    "s', 'warm': "
    "'30 s', 'cold': '40 %'}, "
    "'calls': {'a': {'times': 2, 'timeout': '1 s', 'retries': {'times': 1, 'after': '1 s', 'factor': 2, "
    "'jitter': "
    "'full', 'budget': '20 %'}, 'cache': {'hit': '90 %', 'fill': 100}, 'pool': 5, "
    "'breaker': {'errors': '50 %', 'window': '10 s', 'open': '30 s'}}, "
    "'f': {'fallback': 'yes', 'order': 'parallel'}, 'v': {}}, "
    "'scaling': {'by': 'hpa', 'min': 1, 'max': 6, 'metrics': {'cpu': '60 %', 'requests': '20 req/s'}, "
    "'sync': '15 s', "
    "'tolerance': '10 %', 'initialisation': '5 min', 'readiness': '30 s', 'metricDelay': '20 s', "
    "'up': {'window': '1 min', 'select': 'min', 'policies': [{'pods': 4, 'per': '15 s'}, {'share': '100 %', "
    "'per': '15 "
    "s'}]}, 'down': {'window': '5 min'}}}, "
    "'a': {'on': 'h', 'work': {'takes': '5 ms'}, 'scaling': {'by': 'schedule', 'at': {'Mon-Fri 13:00-16:00': "
    "3}}}, "
    "'f': {'on': 'h', 'work': {'takes': '5 ms'}, 'scaling': {'by': 'forecast', 'max': 4, 'metrics': "
    "{'requests': '9 "
    "req/s'}, 'ahead': '15 min', 'season': 'week', 'history': '28 d'}}, "
    "'v': {'on': 'h', 'work': {'takes': '5 ms'}, 'scaling': {'by': 'vertical', 'sizes': [2, 4], 'takes': '2 "
    "min', "
    "'above': '70 %', 'below': '30 %'}}}, "
    "'demand': {'d': {'to': 'web', 'users': {'Mon-Fri': {'08:00': 1, '20:00': 9}, 'Sat,Sun': 3, 'holidays': "
    "2}, "
    "'think': 'Exp(7 s)', 'size': 2, 'retries': 2, 'growth': '20 %/a', 'burst': {'index': 5, 'holds': '1 "
    "min'}, "
    "'events': {'match': {'on': ['2027-03-20'], 'at': '20:45', 'peak': 'Uniform(1500, 4000)', 'rise': '5 "
    "min', "
    "'lasts': '2 h', 'fades': '1 h'}}}, "
    "'x': {'to': 'web', 'rate': '9 req/s', 'hostile': 'yes', 'clients': 50}, "
    "'r': {'to': 'a', 'rate': {'00:00': '1 req/s', '12:00': '2 req/s'}}}, "
    "'targets': {'t': {'of': 'web', 'uptime': '99 %', 'weight': 'requests', 'credits': {'fee': '6000 EUR/a', "
    "'steps': [{'below': '99 %', 'share': '10 %'}]}, 'latency': {'p50': '1 s', 'p90': '2 s', 'p95': '3 "
    "s', 'p99': "
    "'4 s', 'p999': '5 s'}}}, "
    "'run': {'measure': 'horizon'}}";

struct Change {
    Owner owner;
    const char* key;
    const char* from; // text of the file
    const char* to;
};

constexpr Change kChanges[] = {
    {Owner::thing, "work", "'work': {'takes': '5 ms'}, 'scaling': {'by': 'schedule'",
     "'work': {'takes': '6 ms'}, 'scaling': {'by': 'schedule'"},
    {Owner::thing, "calls", ", 'v': {}", ""},
    {Owner::thing, "shed", "'shed': '90 req/s'", "'shed': '91 req/s'"},
    {Owner::thing, "image", "'image': {'size': '300 MiB', 'rate': '50 MB/s'}, ", ""},
    {Owner::thing, "scaling", "'by': 'schedule', 'at': {'Mon-Fri 13:00-16:00': 3}",
     "'by': 'manual', 'at': {'2027-03-02': 3}"},
    {Owner::thing, "lifetime", "'lifetime': 'Exp(20 d)', ", ""},
    {Owner::thing, "policy", "'two-choices'", "'sticky'"},
    {Owner::cost, "lost", "'1 EUR/req'", "'2 EUR/req'"},
    {Owner::target, "latency",
     ", 'latency': {'p50': '1 s', 'p90': '2 s', 'p95': '3 s', 'p99': '4 s', 'p999': '5 s'}", ""},
    {Owner::target, "credits",
     "'credits': {'fee': '6000 EUR/a', 'steps': [{'below': '99 %', 'share': '10 %'}]}, ", ""},
    {Owner::credits, "fee", "'6000 EUR/a'", "'6001 EUR/a'"},
    {Owner::credits, "steps", "{'below': '99 %', 'share': '10 %'}",
     "{'below': '99 %', 'share': '10 %'}, {'below': '95 %', 'share': '25 %'}"},
    {Owner::creditStep, "below", "'below': '99 %'", "'below': '98 %'"},
    {Owner::creditStep, "share", "'share': '10 %'", "'share': '11 %'"},
    {Owner::cost, "terms", "'reserved'", "'on-demand'"},
    {Owner::target, "weight", "'weight': 'requests'", "'weight': 'users'"},
    {Owner::check, "deep", "'deep': 'yes'", "'deep': 'no'"},
    {Owner::thing, "slowStart", "'slowStart': '30 s'", "'slowStart': '40 s'"},
    {Owner::thing, "weights", "'h[1]': 3", "'h[2]': 3"},
    {Owner::thing, "limit", ", 'total': '200 req/s'", ""},
    {Owner::thing, "eject",
     "'errors': '50 %', 'window': '20 s', 'requests': 40, 'lasts': '1 min', 'most': '20 %'", ""},
    {Owner::eject, "errors", "'errors': '50 %', 'window': '20 s'", "'errors': '51 %', 'window': '20 s'"},
    {Owner::eject, "window", "'window': '20 s'", "'window': '21 s'"},
    {Owner::eject, "requests", "'requests': 40", "'requests': 41"},
    {Owner::eject, "lasts", "'lasts': '1 min', 'most'", "'lasts': '2 min', 'most'"},
    {Owner::eject, "most", "'most': '20 %'", "'most': '30 %'"},
    {Owner::limit, "perUser", "'perUser': '5 req/s'", "'perUser': '6 req/s'"},
    {Owner::limit, "total", "'total': '200 req/s'", "'total': '201 req/s'"},
    {Owner::demand, "hostile", "'hostile': 'yes'", "'hostile': 'no'"},
    {Owner::demand, "clients", "'clients': 50", "'clients': 51"},
    {Owner::latency, "p50", "'p50': '1 s'", "'p50': '500 ms'"},
    {Owner::latency, "p90", "'p90': '2 s'", "'p90': '1.5 s'"},
    {Owner::latency, "p95", "'p95': '3 s'", "'p95': '2.5 s'"},
    {Owner::latency, "p99", "'p99': '4 s'", "'p99': '3.5 s'"},
    {Owner::latency, "p999", "'p999': '5 s'", "'p999': '6 s'"},
    {Owner::demand, "to", "'to': 'a'", "'to': 'f'"},
    {Owner::demand, "users", "'20:00': 9", "'20:00': 8"},
    {Owner::demand, "rate", "'12:00': '2 req/s'", "'12:00': '2 req/min'"},
    {Owner::demand, "think", "'Exp(7 s)'", "'Exp(8 s)'"},
    {Owner::demand, "size", "'size': 2", "'size': 3"},
    {Owner::demand, "retries", "'retries': 2", "'retries': {'times': 2, 'after': '1 s'}"},
    {Owner::demand, "growth", "'20 %/a'", "'25 %/a'"},
    {Owner::demand, "burst", "'burst': {'index': 5, 'holds': '1 min'}, ", ""},
    {Owner::demand, "events",
     "'peak': 'Uniform(1500, 4000)', 'rise': '5 min', 'lasts': '2 h', 'fades': '1 h'",
     "'peak': 1, 'lasts': '1 h'"},
    {Owner::event, "on", "['2027-03-20']", "['2027-03-20', '2027-10-23']"},
    {Owner::event, "at", "'20:45'", "'20:46'"},
    {Owner::event, "peak", "'Uniform(1500, 4000)'", "'Uniform(1500, 4001)'"},
    {Owner::event, "rise", "'rise': '5 min'", "'rise': '6 min'"},
    {Owner::event, "lasts", "'lasts': '2 h'", "'lasts': '3 h'"},
    {Owner::event, "fades", "'fades': '1 h'", "'fades': '2 h'"},
    {Owner::retries, "times", "'retries': {'times': 1", "'retries': {'times': 2"},
    {Owner::retries, "after", "'after': '1 s'", "'after': '2 s'"},
    {Owner::retries, "factor", "'factor': 2", "'factor': 3"},
    {Owner::retries, "jitter", "'jitter': 'full'", "'jitter': 'none'"},
    {Owner::retries, "budget", "'budget': '20 %'", "'budget': '30 %'"},
    {Owner::burst, "index", "'index': 5", "'index': 6"},
    {Owner::burst, "holds", "'holds': '1 min'", "'holds': '2 min'"},
    {Owner::work, "takes", "'takes': '50 ms'", "'takes': 'Exp(50 ms)'"},
    {Owner::work, "cpu", "'cpu': '60 %', 'workers'", "'cpu': '61 %', 'workers'"},
    {Owner::work, "workers", "'workers': 8", "'workers': 9"},
    {Owner::work, "queue", "'queue': 100, ", ""},
    {Owner::work, "order", "'order': 'lifo'", "'order': 'deadline'"},
    {Owner::work, "timeout", "'timeout': '3 s'", "'timeout': '4 s'"},
    {Owner::work, "warm", "'warm': '30 s'", "'warm': '40 s'"},
    {Owner::work, "cold", "'cold': '40 %'", "'cold': '50 %'"},
    {Owner::call, "times", "'a': {'times': 2", "'a': {'times': 3"},
    {Owner::call, "timeout", "'timeout': '1 s', ", ""},
    {Owner::call, "retries", "'f': {'fallback'", "'f': {'retries': 1, 'fallback'"},
    {Owner::call, "fallback", "'fallback': 'yes'", "'fallback': 'no'"},
    {Owner::call, "order", "'order': 'parallel'", "'order': 'sequence'"},
    {Owner::call, "cache", "'cache': {'hit': '90 %', 'fill': 100}, ", ""},
    {Owner::call, "breaker", "'breaker': {'errors': '50 %', 'window': '10 s', 'open': '30 s'}",
     "'fallback': 'yes'"},
    {Owner::call, "pool", "'pool': 5, ", ""},
    {Owner::cache, "hit", "'hit': '90 %'", "'hit': '91 %'"},
    {Owner::cache, "fill", "'fill': 100", "'fill': 101"},
    {Owner::breaker, "errors", "'errors': '50 %'", "'errors': '51 %'"},
    {Owner::breaker, "window", "'window': '10 s'", "'window': '11 s'"},
    {Owner::breaker, "open", "'open': '30 s'", "'open': '31 s'"},
    {Owner::image, "size", "'size': '300 MiB'", "'size': '301 MiB'"},
    {Owner::image, "rate", "'rate': '50 MB/s'", "'rate': '51 MB/s'"},
    {Owner::scaling, "by",
     "'by': 'vertical', 'sizes': [2, 4], 'takes': '2 min', 'above': '70 %', 'below': '30 %'",
     "'by': 'manual', 'at': {'2027-03-02': 1}"},
    {Owner::scaling, "min", "'hpa', 'min': 1", "'hpa', 'min': 2"},
    {Owner::scaling, "max", "'max': 6", "'max': 7"},
    {Owner::scaling, "at", "'Mon-Fri 13:00-16:00': 3", "'Mon-Fri 13:00-17:00': 3"},
    {Owner::scaling, "metrics", "'cpu': '60 %', 'requests': '20 req/s'", "'cpu': '60 %'"},
    {Owner::scaling, "sync", "'sync': '15 s'", "'sync': '16 s'"},
    {Owner::scaling, "tolerance", "'tolerance': '10 %'", "'tolerance': '11 %'"},
    {Owner::scaling, "initialisation", "'initialisation': '5 min'", "'initialisation': '6 min'"},
    {Owner::scaling, "readiness", "'readiness': '30 s'", "'readiness': '31 s'"},
    {Owner::scaling, "metricDelay", "'metricDelay': '20 s'", "'metricDelay': '21 s'"},
    {Owner::scaling, "up", "'select': 'min', ", ""},
    {Owner::scaling, "down", ", 'down': {'window': '5 min'}", ""},
    {Owner::scaling, "ahead", "'ahead': '15 min'", "'ahead': '16 min'"},
    {Owner::scaling, "season", "'season': 'week'", "'season': 'day'"},
    {Owner::scaling, "history", "'history': '28 d'", "'history': '29 d'"},
    {Owner::scaling, "sizes", "[2, 4]", "[2, 4, 8]"},
    {Owner::scaling, "above", "'above': '70 %'", "'above': '71 %'"},
    {Owner::scaling, "below", "'below': '30 %'", "'below': '31 %'"},
    {Owner::scaling, "takes", "[2, 4], 'takes': '2 min'", "[2, 4], 'takes': '3 min'"},
    {Owner::scaling, "provision", "'provision': '2 min'", "'provision': '3 min'"},
    {Owner::scaling, "quota", "'quota': 9, ", ""},
    {Owner::scaling, "fails", "'fails': '1 %'", "'fails': '2 %'"},
    {Owner::scaling, "idle", "'idle': '10 min'", "'idle': '11 min'"},
    {Owner::metrics, "cpu", "'metrics': {'cpu': '60 %'", "'metrics': {'cpu': '61 %'"},
    {Owner::metrics, "requests", "'requests': '20 req/s'", "'requests': '21 req/s'"},
    {Owner::pace, "window", "'window': '1 min'", "'window': '2 min'"},
    {Owner::pace, "policies", "{'pods': 4, 'per': '15 s'}, ", ""},
    {Owner::pace, "select", "'select': 'min'", "'select': 'max'"},
    {Owner::policy, "pods", "'pods': 4", "'pods': 5"},
    {Owner::policy, "share", "'share': '100 %'", "'share': '50 %'"},
    {Owner::policy, "per", "'pods': 4, 'per': '15 s'", "'pods': 4, 'per': '16 s'"},
};

// A recorded demand needs its file.
constexpr const char* kTraceFile = "{'nueves': 1, 'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': "
                                   "'h', 'work': {'takes': '1 ms'}}}, "
                                   "'demand': {'d': {'to': 'w', 'trace': {'file': 'a.csv', 'time': 't', "
                                   "'value': 'v', 'unit': 'req/h', 'scale': 2, "
                                   "'repeat': 'day'}}}}";
constexpr Change kTraceChanges[] = {
    {Owner::demand, "trace",
     "'trace': {'file': 'a.csv', 'time': 't', 'value': 'v', 'unit': 'req/h', 'scale': 2, 'repeat': 'day'}",
     "'rate': '1 req/s'"},
    {Owner::trace, "file", "a.csv", "b.csv"},
    {Owner::trace, "time", "'time': 't'", "'time': 'u'"},
    {Owner::trace, "value", "'value': 'v'", "'value': 'w'"},
    {Owner::trace, "unit", "'req/h'", "'req/s'"},
    {Owner::trace, "scale", "'scale': 2", "'scale': 3"},
    {Owner::trace, "repeat", "'repeat': 'day'", "'repeat': 'week'"},
};

const std::set<std::string> kTexts = {"title", "notes", "source"};

std::string read(const std::string& file, const std::string& name, std::string* error = nullptr) {
    const auto outcome = io::readScenarioText(file, name, {});
    for (const auto& issue : outcome.issues)
        if (error != nullptr) {
            *error += issue.code + " " + issue.path;
            for (const auto& [key, value] : issue.arguments) *error += " " + key + "=" + value;
            *error += "; ";
        }
    return outcome.designs.empty() ? std::string() : scenario::canonical(outcome.designs[0], false);
}

void checkChange(const char* file, const Change& change, const std::string& name) {
    std::string text = json(file);
    const std::string from = json(change.from);
    QVERIFY2(text.find(from) != std::string::npos, change.from);
    text.replace(text.find(from), from.size(), json(change.to));
    std::string error;
    const std::string after = read(text, name, &error);
    QVERIFY2(!after.empty(), (std::string(change.key) + ": " + error).c_str());
    QVERIFY2(after != read(json(file), name),
             (std::string(ownerName(change.owner)) + "." + change.key).c_str());
}

template <class S> std::set<std::string> fieldsOf(S object) {
    std::set<std::string> keys;
    eachField(object, [&](std::string_view key, auto&&) { keys.emplace(key); });
    return keys;
}

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class EveryTrafficKeyTest : public QObject {
    Q_OBJECT

  private slots:
    void theFileIsRight() {
        std::string error;
        QVERIFY2(!read(json(kFile), "test.json", &error).empty(), error.c_str());
        QVERIFY2(error.empty(), error.c_str());
    }
    void aChangedKeyGivesAnotherScenario() {
        for (const Change& change : kChanges) checkChange(kFile, change, "test.json");
    }
    void aChangedKeyOfATraceGivesAnotherScenario() {
        const QTemporaryDir folder;
        QByteArray a("t,u,v,w\n"), b("t,u,v,w\n");
        for (int day = 1; day <= 8; ++day) {
            const QByteArray date = QByteArray("2020-01-0") + QByteArray::number(day);
            a += date + " 00:00," + date + " 00:01,5," + QByteArray::number(day) + "\n";
            b += date + " 00:00," + date + " 00:00,6," + QByteArray::number(day) + "\n";
        }
        write(folder.filePath("a.csv"), a);
        write(folder.filePath("b.csv"), b);
        for (const Change& change : kTraceChanges)
            checkChange(kTraceFile, change, folder.filePath("s.json").toStdString());
    }
    void everyKeyOfTheTablesHasARow() {
        std::set<std::string> tried;
        const auto add = [&](const Change& change) {
            tried.insert(std::string(change.key) + "@" + std::string(ownerName(change.owner)));
        };
        for (const Change& change : kChanges) add(change);
        for (const Change& change : kTraceChanges) add(change);
        for (const Owner owner : scenario::owners()) {
            const bool young = owner >= Owner::demand && owner <= Owner::creditStep;
            for (const auto& parameter : parameters(owner)) {
                if (parameter.order > 1 || kTexts.contains(std::string(parameter.key))) continue;
                const bool late = parameter.late && owner != Owner::preset;
                const std::string full = std::string(parameter.key) + "@" + std::string(ownerName(owner));
                if (young || late) QVERIFY2(tried.contains(full), full.c_str());
            }
        }
    }
    void everyKeyFillsAMemberAndEveryMemberHasItsKey() {
        const auto check = [&](Owner owner, const std::set<std::string>& fields) {
            for (const std::string& key : fields) QVERIFY2(findParameter(owner, key) != nullptr, key.c_str());
            for (const auto& parameter : parameters(owner)) {
                const std::string key(parameter.key);
                QVERIFY2(parameter.order > 1 || kTexts.contains(key) || fields.contains(key),
                         (std::string(ownerName(owner)) + "." + key).c_str());
            }
        };
        check(Owner::demand, fieldsOf(scenario::Demand{}));
        check(Owner::event, fieldsOf(scenario::Event{}));
        check(Owner::retries, fieldsOf(scenario::Retries{}));
        check(Owner::burst, fieldsOf(scenario::Burst{}));
        check(Owner::trace, fieldsOf(scenario::Trace{}));
        check(Owner::work, fieldsOf(scenario::Work{}));
        check(Owner::call, fieldsOf(scenario::Call{}));
        check(Owner::cache, fieldsOf(scenario::Cache{}));
        check(Owner::breaker, fieldsOf(scenario::Breaker{}));
        check(Owner::eject, fieldsOf(scenario::Ejection{}));
        check(Owner::limit, fieldsOf(scenario::Limit{}));
        check(Owner::latency, fieldsOf(scenario::Latency{}));
        check(Owner::credits, fieldsOf(scenario::Credits{}));
        check(Owner::creditStep, fieldsOf(scenario::CreditStep{}));
        check(Owner::image, fieldsOf(scenario::Image{}));
        check(Owner::scaling, fieldsOf(scenario::Scaling{}));
        check(Owner::metrics, fieldsOf(scenario::ScalingMetrics{}));
        check(Owner::pace, fieldsOf(scenario::Pace{}));
        check(Owner::policy, fieldsOf(scenario::PacePolicy{}));
    }
    // Files of before there was demand keep their fingerprint.
    void aFileWithoutDemandIsTheSameAsBefore() {
        const auto outcome = io::readScenarioText(
            json("{'nueves': 1, 'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h'}}}"),
            "test.json", {});
        const std::string text = scenario::canonical(outcome.designs.at(0), true);
        for (const char* key :
             {"work", "calls", "shed", "image", "scaling", "lifetime", "lost", "terms", "credits", "demand"})
            QVERIFY2(text.find(std::string(key) + "\n") == std::string::npos, key);
    }
};

QTEST_APPLESS_MAIN(EveryTrafficKeyTest)
#include "tst_every_traffic_key.moc"
