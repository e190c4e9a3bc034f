// Nothing inert: every key of the tables, changed in turn, gives another scenario; and no key is read into
// nothing.
#include "sim/io/scenario_reader.hpp"
#include "sim/scenario/canonical.hpp"
#include "sim/scenario/fields.hpp"
#include "support/json_text.hpp"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace nueves;
using scenario::Owner;
using test::json;

namespace {

// A file with one thing of every kind that has keys of its own; each row below changes one value in it.
constexpr const char* kFile =
    "{'nueves': 1, 'title': 't', "
    "'calendar': {'start': '2027-01-01', 'timeZone': 'Europe/Madrid', 'holidays': 'es'}, "
    "'presets': {'p': {'cpu': 3}}, "
    "'parts': {'site': {'kind': 'site', 'at': '40, -3'}, 'site2': {'kind': 'site', 'at': '41, 2'}, 'grid': "
    "{'kind': 'grid'}, 'grid2': {'kind': 'grid'}, "
    "'isp': {'kind': 'isp', 'sla': '99 %', 'failures': {'promise': {'repair': 'Exp(1 h)'}}}, "
    "'sw': {'kind': 'switch', 'net': 'isp'}, 'sw2': {'kind': 'switch'}, 'cable': {'kind': 'link', 'between': "
    "['sw', 'sw2']}, "
    "'ups': {'kind': 'ups', 'power': 'grid', 'bridges': '10 min', 'recharge': '4 h'}, 'gen': {'kind': "
    "'generator', 'fuel': '24 h'}, "
    "'dns': {'kind': 'dns', 'ttl': '60 s', 'policy': 'first', 'check': {'every': '30 s', 'fall': 3, 'rise': "
    "3}}, "
    "'host': {'kind': 'host', 'count': 3, 'in': 'site', 'power': 'ups', 'net': 'sw', 'needs': 'cool', 'cpu': "
    "8, 'memory': '16 GiB', "
    "'disk': '1 TB', 'draw': '100 W', 'startup': '5 min', 'crew': 'staff', 'except': {'2': {'cpu': 16}}, "
    "'os': {'kernel': 'linux', 'overhead': {'share': '1 %', 'memory': '1 GiB', 'perGuest': '10 MiB'}}, "
    "'hypervisor': {'startup': '1 min'}, "
    "'runtime': {'needsKernel': 'linux'}, 'parts': {'d': {'kind': 'disk', 'count': 2, 'need': 1}}, "
    "'cost': {'buy': '100 EUR', 'life': '5 a', 'rent': '1 EUR/h', 'licence': '1 EUR/h', 'upkeep': '1 h/a'}, "
    "'failures': {'f': {'every': 'Exp(1 a)', 'effect': {'slow': '50 %'}, 'during': 'Mon-Fri 09:00-14:00', "
    "'detect': {'after': '1 min', 'hidden': '10 %', 'inspect': '30 d', 'falseAlarm': 'Exp(9 a)'}, "
    "'repair': [{'tried': '50 %', 'response': '1 h', 'diagnosis': '1 h', 'part': '1 h', 'takes': '1 h', "
    "'works': '90 %', 'crew': 'staff', "
    "'spare': 'disks', 'begins': 'at-once'}, '9 h']}, 'g': {'probability': '5 %'}}, "
    "'maintenance': {'m': {'every': '30 d', 'takes': '1 h', 'window': 'Sun 03:00-05:00', 'atOnce': 1, "
    "'crew': 'staff'}}}, "
    "'cool': {}, 'cool2': {}, "
    "'pair': {'kind': 'standby', 'of': 'host', 'reserve': 'cold', 'active': 1, 'switch': '30 s', 'failback': "
    "'no'}}, "
    "'services': {'web': {'on': 'host', 'replicas': 3, 'inside': {'vm': {}, 'container': {}}, 'required': 1, "
    "'behind': 'dns', 'from': 'internet', "
    "'requests': {'cpu': 1, 'memory': '1 GiB', 'disk': '1 GB'}, 'limits': {'cpu': 2, 'memory': '2 GiB', "
    "'disk': '2 GB'}, "
    "'cost': {'down': '5 EUR/h'}}}, "
    "'commonCauses': {'c': {'every': 'Exp(9 a)', 'hits': 'host', 'repair': '1 h', 'effect': 'stop', 'at': "
    "'40, -3', 'radius': '5 km'}, "
    "'b': {'beta': '5 %', 'hits': 'host', 'mode': 'f'}}, "
    "'crews': {'staff': {'size': 2, 'shifts': 'Mon-Fri 08:00-15:00', 'holidays': 'off', 'onCall': '30 min', "
    "'cost': '30 EUR/h'}}, "
    "'spares': {'disks': {'stock': 2, 'lead': '3 d', 'cost': {'buy': '50 EUR'}}}, "
    "'targets': {'t': {'of': 'web', 'uptime': '99 %', 'window': 'Mon-Fri 09:00-14:00', 'excluding': "
    "'maintenance', 'holidays': 'excluded', 'confidence': '90 %'}}, "
    "'money': {'currency': 'EUR', 'rates': {'USD': {'value': '0.9 EUR', 'on': '2026-11-01'}}, 'energy': '0.1 "
    "EUR/kWh', 'pue': 1.5}, "
    "'script': [{'at': '2 h', 'do': 'kill', 'on': 'host[2]', 'for': '1 h'}], "
    "'run': {'horizon': '1 a', 'measure': 'horizon', 'start': 'new', 'seed': 1, 'precision': '5 %', "
    "'histories': 10}}";

struct Change {
    Owner owner;
    const char* key;
    const char* path;
    const char* value;
};

constexpr Change kThingChanges[] = {
    {Owner::thing, "kind", "parts.cool.kind", "'board'"},
    {Owner::thing, "use", "parts.host.use", "'p'"}, // by what the preset brings: see below
    {Owner::thing, "count", "parts.host.count", "4"},
    {Owner::thing, "except", "parts.host.except.2.cpu", "17"},
    {Owner::thing, "parts", "parts.host.parts.d.count", "3"},
    {Owner::thing, "need", "parts.host.parts.d.need", "2"},
    {Owner::thing, "in", "parts.host.in", "'site2'"},
    {Owner::thing, "on", "services.web.on", "'host[1..2]'"},
    {Owner::thing, "at", "parts.site.at", "'41, -3'"},
    {Owner::thing, "power", "parts.host.power", "'grid'"},
    {Owner::thing, "net", "parts.host.net", "'sw2'"},
    {Owner::thing, "needs", "parts.host.needs", "'cool2'"},
    {Owner::thing, "os", "parts.host.os.startup", "'2 min'"},
    {Owner::thing, "hypervisor", "parts.host.hypervisor", "null"},
    {Owner::thing, "runtime", "parts.host.runtime.startup", "'2 min'"},
    {Owner::thing, "cpu", "parts.host.cpu", "9"},
    {Owner::thing, "memory", "parts.host.memory", "'17 GiB'"},
    {Owner::thing, "disk", "parts.host.disk", "'2 TB'"},
    {Owner::thing, "draw", "parts.host.draw", "'101 W'"},
    {Owner::thing, "startup", "parts.host.startup", "'6 min'"},
    {Owner::thing, "overhead", "parts.host.os.overhead", "null"},
    {Owner::thing, "kernel", "parts.host.os.kernel", "null"},
    {Owner::thing, "needsKernel", "parts.host.runtime.needsKernel", "null"},
    {Owner::thing, "failures", "parts.host.failures.g", "null"},
    {Owner::thing, "maintenance", "parts.host.maintenance", "null"},
    {Owner::thing, "crew", "parts.host.crew", "null"},
    {Owner::thing, "requests", "services.web.requests", "null"},
    {Owner::thing, "limits", "services.web.limits", "null"},
    {Owner::thing, "cost", "parts.host.cost", "null"},
    {Owner::thing, "of", "parts.pair.of", "'host[1..2]'"},
    {Owner::thing, "reserve", "parts.pair.reserve", "'30 %'"},
    {Owner::thing, "active", "parts.pair.active", "2"},
    {Owner::thing, "switch", "parts.pair.switch", "'31 s'"},
    {Owner::thing, "failback", "parts.pair.failback", "'auto'"},
    {Owner::thing, "between", "parts.cable.between", "['sw2', 'isp']"},
    {Owner::thing, "bridges", "parts.ups.bridges", "'11 min'"},
    {Owner::thing, "recharge", "parts.ups.recharge", "null"},
    {Owner::thing, "fuel", "parts.gen.fuel", "'25 h'"},
    {Owner::thing, "sla", "parts.isp.sla", "'99.5 %'"},
    {Owner::thing, "ttl", "parts.dns.ttl", "'61 s'"},
    {Owner::thing, "policy", "parts.dns.policy", "'round-robin'"},
    {Owner::thing, "check", "parts.dns.check", "null"},
    {Owner::thing, "replicas", "services.web.replicas", "2"},
    {Owner::thing, "inside", "services.web.inside", "{'container': {}}"},
    {Owner::thing, "required", "services.web.required", "'95 %'"},
    {Owner::thing, "behind", "services.web.behind", "null"},
    {Owner::thing, "from", "services.web.from", "'sw'"},
};

constexpr Change kSmallChanges[] = {
    {Owner::failure, "every", "parts.host.failures.f.every.mean", "'2 a'"},
    {Owner::failure, "probability", "parts.host.failures.g.probability", "'6 %'"},
    {Owner::failure, "effect", "parts.host.failures.f.effect", "{'slow': '60 %'}"},
    {Owner::failure, "during", "parts.host.failures.f.during", "null"},
    {Owner::failure, "detect", "parts.host.failures.f.detect", "'2 min'"},
    {Owner::failure, "repair", "parts.host.failures.f.repair", "'never'"},
    {Owner::detect, "after", "parts.host.failures.f.detect.after", "'2 min'"},
    {Owner::detect, "hidden", "parts.host.failures.f.detect.hidden", "'11 %'"},
    {Owner::detect, "inspect", "parts.host.failures.f.detect.inspect", "'31 d'"},
    {Owner::detect, "falseAlarm", "parts.host.failures.f.detect.falseAlarm", "null"},
    {Owner::maintenance, "every", "parts.host.maintenance.m.every", "'31 d'"},
    {Owner::maintenance, "takes", "parts.host.maintenance.m.takes", "'2 h'"},
    {Owner::maintenance, "window", "parts.host.maintenance.m.window", "'Sun 03:00-06:00'"},
    {Owner::maintenance, "atOnce", "parts.host.maintenance.m.atOnce", "2"},
    {Owner::maintenance, "crew", "parts.host.maintenance.m.crew", "null"},
    {Owner::check, "every", "parts.dns.check.every", "'31 s'"},
    {Owner::check, "fall", "parts.dns.check.fall", "4"},
    {Owner::check, "rise", "parts.dns.check.rise", "4"},
    {Owner::amounts, "cpu", "services.web.requests.cpu", "1.5"},
    {Owner::amounts, "memory", "services.web.requests.memory", "'1.5 GiB'"},
    {Owner::amounts, "disk", "services.web.requests.disk", "'1.5 GB'"},
    {Owner::overhead, "share", "parts.host.os.overhead.share", "'2 %'"},
    {Owner::overhead, "memory", "parts.host.os.overhead.memory", "'2 GiB'"},
    {Owner::overhead, "perGuest", "parts.host.os.overhead.perGuest", "'20 MiB'"},
    {Owner::cost, "buy", "parts.host.cost.buy", "'101 EUR'"},
    {Owner::cost, "life", "parts.host.cost.life", "'6 a'"},
    {Owner::cost, "rent", "parts.host.cost.rent", "'2 EUR/h'"},
    {Owner::cost, "licence", "parts.host.cost.licence", "'2 EUR/h'"},
    {Owner::cost, "upkeep", "parts.host.cost.upkeep", "'2 h/a'"},
    {Owner::cost, "down", "services.web.cost.down", "'6 EUR/h'"},
};

constexpr Change kSharedChanges[] = {
    {Owner::calendar, "start", "calendar.start", "'2027-01-02'"},
    {Owner::calendar, "timeZone", "calendar.timeZone", "'UTC'"},
    {Owner::calendar, "holidays", "calendar.holidays", "['2027-05-05']"},
    {Owner::cause, "every", "commonCauses.c.every", "'Exp(10 a)'"},
    {Owner::cause, "beta", "commonCauses.b.beta", "'6 %'"},
    {Owner::cause, "hits", "commonCauses.b.hits", "'host[1..2]'"},
    {Owner::cause, "mode", "commonCauses.b.mode", "'g'"},
    {Owner::cause, "effect", "commonCauses.c.effect", "'destroy'"},
    {Owner::cause, "repair", "commonCauses.c.repair", "'2 h'"},
    {Owner::cause, "at", "commonCauses.c.at", "'40, -4'"},
    {Owner::cause, "radius", "commonCauses.c.radius", "'6 km'"},
    {Owner::crew, "size", "crews.staff.size", "3"},
    {Owner::crew, "shifts", "crews.staff.shifts", "'Mon-Fri 08:00-16:00'"},
    {Owner::crew, "holidays", "crews.staff.holidays", "'on'"},
    {Owner::crew, "onCall", "crews.staff.onCall", "'no'"},
    {Owner::crew, "cost", "crews.staff.cost", "'31 EUR/h'"},
    {Owner::spare, "stock", "spares.disks.stock", "3"},
    {Owner::spare, "lead", "spares.disks.lead", "'4 d'"},
    {Owner::spare, "cost", "spares.disks.cost.buy", "'51 EUR'"},
    {Owner::target, "of", "targets.t.of", "'api'"},
    {Owner::target, "uptime", "targets.t.uptime", "'98 %'"},
    {Owner::target, "window", "targets.t.window", "null"},
    {Owner::target, "excluding", "targets.t.excluding", "null"},
    {Owner::target, "holidays", "targets.t.holidays", "'counted'"},
    {Owner::target, "confidence", "targets.t.confidence", "'91 %'"},
    {Owner::money, "currency", "money.currency", "'USD'"},
    {Owner::money, "rates", "money.rates.USD.value", "'0.8 EUR'"},
    {Owner::rate, "value", "money.rates.USD.value", "'0.8 EUR'"},
    {Owner::money, "energy", "money.energy", "'0.2 EUR/kWh'"},
    {Owner::money, "pue", "money.pue", "1.6"},
    {Owner::run, "horizon", "run.horizon", "'2 a'"},
    {Owner::run, "measure", "run.measure", "'mission'"},
    {Owner::run, "start", "run.start", "'aged'"},
    {Owner::run, "seed", "run.seed", "2"},
    {Owner::run, "precision", "run.precision", "'4 %'"},
    {Owner::run, "histories", "run.histories", "11"},
};

// Keys in lists, which no path reaches: by text.
struct Rewrite {
    Owner owner;
    const char* key;
    const char* from;
    const char* to;
};
constexpr Rewrite kRewrites[] = {
    {Owner::attempt, "tried", "'tried': '50 %'", "'tried': '51 %'"},
    {Owner::attempt, "response", "'response': '1 h'", "'response': '2 h'"},
    {Owner::attempt, "diagnosis", "'diagnosis': '1 h'", "'diagnosis': '2 h'"},
    {Owner::attempt, "part", "'part': '1 h'", "'part': '2 h'"},
    {Owner::attempt, "takes", "'part': '1 h', 'takes': '1 h'", "'part': '1 h', 'takes': '2 h'"},
    {Owner::attempt, "works", "'works': '90 %'", "'works': '91 %'"},
    {Owner::attempt, "crew", "'works': '90 %', 'crew': 'staff'", "'works': '90 %'"},
    {Owner::attempt, "spare", "'spare': 'disks', ", ""},
    {Owner::attempt, "begins", "'at-once'", "'after-switch'"},
    {Owner::action, "at", "'at': '2 h'", "'at': '2027-02-01 10:00'"},
    {Owner::action, "do", "'do': 'kill'", "'do': 'hang'"},
    {Owner::action, "on", "'on': 'host[2]'", "'on': 'host[1]'"},
    {Owner::action, "for", "'for': '1 h'", "'for': '2 h'"},
};

// Said, but without effect on the scenario: texts; when a rate was true; demand and what goes with it has a
// file of its own (tst_every_traffic_key); what a preset brings is seen by itself; whole sections, each key
// of which has its own row.
const std::set<std::string> kSilent = {"title",   "notes",     "source",        "weight",
                                       "on@rate", "use@thing", "latency@target"};

std::string base() {
    std::string file = json(kFile);
    file.insert(file.find("\"web\": {"), json("'api': {}, "));
    return file;
}

std::string changed(const Change& change) {
    io::ReadOptions options;
    options.sets.emplace_back(change.path, json(change.value));
    // Money is converted: the same amounts in another currency need the rate the other way round.
    if (std::string_view(change.path) == "money.currency")
        options.sets.emplace_back("money.rates", json("{'EUR': {'value': '1.1 USD', 'on': '2026-11-01'}}"));
    std::string file = base();
    if (std::string_view(change.path).starts_with("money.rates")) // something that is paid in dollars
        file.replace(file.find("100 EUR"), 7, "100 USD");
    const auto outcome = io::readScenarioText(file, "test.json", options);
    if (outcome.designs.empty()) return "error: " + outcome.issues.at(0).code + " " + outcome.issues[0].path;
    return scenario::canonical(outcome.designs[0], false);
}

std::string original(const Change& change) {
    std::string file = base();
    if (std::string_view(change.path).starts_with("money.rates"))
        file.replace(file.find("100 EUR"), 7, "100 USD");
    return scenario::canonical(io::readScenarioText(file, "test.json", {}).designs.at(0), false);
}

template <std::size_t n> void addRows(const Change (&changes)[n]) {
    for (std::size_t i = 0; i < n; ++i)
        QTest::addRow("%s", changes[i].path) << static_cast<const void*>(&changes[i]);
}

template <std::size_t n, class T> void addKeys(const T (&changes)[n], std::set<std::string>& keys) {
    for (const T& change : changes)
        keys.insert(std::string(change.key) + "@" + std::string(ownerName(change.owner)));
}

template <class S> std::set<std::string> fieldsOf(S object) {
    std::set<std::string> keys;
    eachField(object, [&](std::string_view key, auto&&) { keys.emplace(key); });
    return keys;
}

} // namespace

class EveryKeyTest : public QObject {
    Q_OBJECT

  private slots:
    void theFileIsRight() {
        const auto outcome = io::readScenarioText(base(), "test.json", {});
        QVERIFY2(!core::hasError(outcome.issues),
                 outcome.issues.empty() ? ""
                                        : (outcome.issues[0].code + " " + outcome.issues[0].path).c_str());
        QCOMPARE(outcome.designs.size(), std::size_t{1});
    }
    void aChangedKeyGivesAnotherScenario_data() {
        QTest::addColumn<const void*>("change");
        addRows(kThingChanges);
        addRows(kSmallChanges);
        addRows(kSharedChanges);
    }
    void aChangedKeyGivesAnotherScenario() {
        QFETCH(const void*, change);
        const Change& one = *static_cast<const Change*>(change);
        const std::string after = changed(one);
        QVERIFY2(!after.starts_with("error"), after.c_str());
        QVERIFY(after != original(one));
    }
    void aChangedKeyOfAListGivesAnotherScenario() {
        for (const Rewrite& rewrite : kRewrites) {
            std::string file = base();
            const std::string from = json(rewrite.from);
            QVERIFY2(file.find(from) != std::string::npos, rewrite.from);
            file.replace(file.find(from), from.size(), json(rewrite.to));
            const auto outcome = io::readScenarioText(file, "test.json", {});
            QVERIFY2(!outcome.designs.empty(), rewrite.from);
            QVERIFY2(
                scenario::canonical(outcome.designs[0], true) !=
                    scenario::canonical(io::readScenarioText(base(), "test.json", {}).designs.at(0), true),
                rewrite.from);
        }
    }
    void everyKeyOfTheTablesHasARow() {
        std::set<std::string> tried;
        addKeys(kThingChanges, tried);
        addKeys(kSmallChanges, tried);
        addKeys(kSharedChanges, tried);
        addKeys(kRewrites, tried);
        for (const Owner owner : scenario::owners()) {
            if (owner == Owner::scenario || owner == Owner::design || owner == Owner::preset ||
                owner == Owner::scriptFile) // a document of its own: tst_script_file
                continue;                   // sections
            for (const auto& parameter : parameters(owner)) {
                const std::string key(parameter.key);
                const std::string full = key + "@" + std::string(ownerName(owner));
                const bool young = parameter.late || (owner >= Owner::demand && owner <= Owner::creditStep);
                if (parameter.order > 1 || young || kSilent.contains(key) || kSilent.contains(full)) continue;
                QVERIFY2(tried.contains(full), full.c_str());
            }
        }
    }
    void everyKeyFillsAMemberAndEveryMemberHasItsKey() {
        const std::set<std::string> unread = {"title", "notes", "source", "weight"};
        const auto check = [&](Owner owner, const std::set<std::string>& fields) {
            for (const std::string& key : fields) QVERIFY2(findParameter(owner, key) != nullptr, key.c_str());
            for (const auto& parameter : parameters(owner)) {
                const std::string key(parameter.key);
                const bool read =
                    parameter.order > 1 || unread.contains(key) || fields.contains(key) || key == "rates";
                QVERIFY2(read, (std::string(ownerName(owner)) + "." + key).c_str());
            }
        };
        check(Owner::thing, fieldsOf(scenario::Thing{}));
        check(Owner::failure, fieldsOf(scenario::FailureMode{}));
        check(Owner::attempt, fieldsOf(scenario::Attempt{}));
        check(Owner::detect, fieldsOf(scenario::Detect{}));
        check(Owner::maintenance, fieldsOf(scenario::Maintenance{}));
        check(Owner::check, fieldsOf(scenario::Check{}));
        check(Owner::amounts, fieldsOf(scenario::Amounts{}));
        check(Owner::cost, fieldsOf(scenario::Cost{}));
        check(Owner::cause, fieldsOf(scenario::CommonCause{}));
        check(Owner::crew, fieldsOf(scenario::Crew{}));
        check(Owner::spare, fieldsOf(scenario::Spare{}));
        check(Owner::target, fieldsOf(scenario::Target{}));
        check(Owner::action, fieldsOf(scenario::ScriptAction{}));
        check(Owner::money, fieldsOf(scenario::MoneySettings{}));
        check(Owner::run, fieldsOf(scenario::RunSettings{}));
    }
    void wordsForPeopleLeaveTheHashAlone() {
        const auto hash = [](const std::string& file) {
            return io::readScenarioText(file, "test.json", {}).designs.at(0).hash;
        };
        std::string file = base();
        const auto before = hash(file);
        file.replace(file.find("\"t\""), 3,
                     json("'other', 'view': {'x': 1}, 'x-mine': 2, 'notes': 'n', 'source': 's'"));
        QCOMPARE(hash(file), before);
        file.replace(file.find(json("'seed': 1")), 9, json("'seed': 7"));
        QCOMPARE(hash(file), before);
        file.replace(file.find("8,"), 2, "9,");
        QVERIFY(hash(file) != before);
    }
    void theSameInOtherWordsHasTheSameHash() {
        const auto hash = [](const char* takes, const char* sections) {
            return io::readScenarioText(json(std::string("{'nueves': 1, 'parts': {'a': {'failures': {'f': "
                                                         "{'every': 'Exp(1000 h)', 'repair': ") +
                                             takes + "}}}}" + sections + "}"),
                                        "test.json", {})
                .designs.at(0)
                .hash;
        };
        QCOMPARE(hash("'2 h'", ""), hash("{'takes': '120 min'}", ""));
        QCOMPARE(hash("'2 h'", ""),
                 hash("[{'takes': {'value': '2 h', 'source': 'x'}}]", ", 'money': {'currency': 'EUR'}"));
        QVERIFY(hash("'2 h'", "") != hash("'2.1 h'", ""));
    }
};

QTEST_APPLESS_MAIN(EveryKeyTest)
#include "tst_every_key.moc"
