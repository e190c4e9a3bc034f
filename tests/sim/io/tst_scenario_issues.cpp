// Every mistake that a scenario may hold: found, with its place, and no other beside it.
#include "sim/io/scenario_reader.hpp"
#include "sim/scenario/issue_codes.hpp"
#include "support/json_text.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace nueves;
using test::json;

namespace {

// JSON with ' for ".
struct Case {
    const char* code;
    const char* path;
    const char* sections; // of a file that is right but for this
};

constexpr Case kKeyCases[] = {
    {"syntax", "", "'parts': {"},
    {"doubled-key", "", "'parts': {}, 'parts': {}"},
    {"number-range", "", "'x-big': 1e999"},
    {"wrong-type", "parts", "'parts': []"},
    {"wrong-type", "parts.a.count", "'parts': {'a': {'count': 1.5}}"},
    {"missing-key", "parts.p", "'parts': {'p': {'kind': 'standby'}}"},
    {"missing-key", "targets.t", "'services': {'w': {}}, 'targets': {'t': {'of': 'w'}}"},
    {"unknown-key", "parts.a.cuont", "'parts': {'a': {'cuont': 2}}"},
    {"unknown-key", "servces", "'servces': {}"},
    {"unknown-key", "desings", "'desings': {}"},
    {"key-of-another-kind", "parts.a.replicas", "'parts': {'a': {'replicas': 2}}"},
    {"key-of-another-kind", "parts.d.os", "'parts': {'d': {'kind': 'disk', 'os': {}}}"},
    {"key-of-another-kind", "parts.a.need", "'parts': {'a': {'count': 2, 'need': 1}}"},
    {"key-of-another-kind", "parts.a.failures.f.repair",
     "'parts': {'a': {'failures': {'f': {'probability': '5 %', 'repair': '1 h'}}}}"},
    {"key-of-another-kind", "parts.b.parts.a.except.2.need",
     "'parts': {'b': {'parts': {'a': {'count': 2, 'except': {'2': {'need': 1}}}}}}"},
    {"key-of-another-kind", "parts.s.failures.f.effect",
     "'parts': {'s': {'kind': 'switch', 'failures': {'f': {'every': 'Exp(1 a)', 'repair': '1 h', "
     "'effect': {'slow': '30 %'}}}}}"},
    {"key-of-another-kind", "parts.h.parts.d.failures.f.effect",
     "'parts': {'h': {'kind': 'host', 'parts': {'d': {'kind': 'disk', 'failures': {'f': {'every': "
     "'Exp(1 a)', 'repair': '1 h', 'effect': 'cpu-hog'}}}}}}"},
    {"key-of-another-kind", "commonCauses.c.effect",
     "'parts': {'s': {'kind': 'grid'}}, 'commonCauses': {'c': {'every': 'Exp(1 a)', 'hits': 's', "
     "'repair': '1 h', 'effect': 'cpu-hog'}}"},
    {"not-in-this-version", "parts.c.kind", "'parts': {'c': {'kind': 'cluster'}}"},
    {"not-in-this-version", "data", "'data': {}"},
    {"not-in-this-version", "services.w.rollout", "'services': {'w': {'rollout': {}}}"},
    {"not-in-this-version", "script[1].do",
     "'run': {'measure': 'horizon'}, 'script': [{'at': '1 h', 'do': 'drain', 'on': 'a'}]"},
    {"not-in-this-version", "parts.a.startup.low",
     "'parts': {'a': {'startup': {'takes': '1 h'}, 'failures': {}}, 'b': {'failures': {'f': "
     "{'every': {'value': '1 h', 'low': '30 min'}, 'repair': '1 h'}}}}"},
    {"exactly-one", "parts.a.failures.f", "'parts': {'a': {'failures': {'f': {'repair': '1 h'}}}}"},
    {"exactly-one", "commonCauses.c",
     "'parts': {'a': {}}, 'commonCauses': {'c': {'every': 'Exp(1 a)', 'hits': 'a'}}"},
    {"unknown-word", "targets.t.weight",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '99 %', 'weight': 'tme'}}"},
    {"unknown-word", "run.measure", "'run': {'measure': 'steadi'}"},
    {"unknown-kind", "parts.a.kind", "'parts': {'a': {'kind': 'hots'}}"},
    {"kind-does-not-fit", "parts.pc.os.kind", "'parts': {'pc': {'kind': 'host', 'os': {'kind': 'disk'}}}"},
    {"unknown-effect", "parts.a.failures.f.effect",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'effect': 'stpo', 'repair': '1 h'}}}}"},
    {"missing-size", "parts.a.failures.f.effect",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'effect': 'slow', 'repair': '1 h'}}}}"},
    {"malformed-id", "parts.2a", "'parts': {'2a': {}}"},
    {"unknown-preset", "parts.a.use", "'parts': {'a': {'use': 'gaming-pcc'}}"},
    {"unknown-design", "designs.a.extends", "'designs': {'a': {'extends': 'b'}}"},
    {"circle", "parts.a.use",
     "'presets': {'x': {'use': 'y'}, 'y': {'use': 'x'}}, 'parts': {'a': {'use': 'x'}}"},
    {"circle", "designs.a.extends", "'designs': {'a': {'extends': 'b'}, 'b': {'extends': 'a'}}"},
    {"circle", "parts.b.needs", "'parts': {'a': {'needs': 'b'}, 'b': {'needs': 'a'}}"},
    {"circle", "parts.b.in", "'parts': {'a': {'kind': 'site', 'in': 'b'}, 'b': {'kind': 'site', 'in': 'a'}}"},
    {"patch-hits-nothing", "parts.b", "'parts': {'a': {}}, 'designs': {'d': {'parts': {'b': null}}}"},
    {"path-leaves-folder", "imports", "'imports': ['../x.json']"},
    {"path-leaves-folder", "extends", "'extends': '/etc/x.json'"},
    {"absent-file", "extends", "'extends': 'no-such-base.json'"},
    {"absent-file", "imports", "'imports': ['no-such-presets.json']"},
    {"absent-file", "parts.a.failures.f.repair.takes",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': "
     "{'takes': {'law': 'Empirical', 'file': 'no-such.csv', 'column': 'repair_h'}}}}}}"},
    {"folder-instead-of-file", "imports", "'imports': ['.']"},
};

constexpr Case kValueCases[] = {
    {"malformed-quantity", "run.horizon", "'run': {'horizon': 'a while'}"},
    {"unknown-unit", "run.horizon", "'run': {'horizon': '3 weeks'}"},
    {"wrong-dimension", "run.horizon", "'run': {'horizon': '3 GiB'}"},
    {"bare-number", "run.horizon", "'run': {'horizon': 3}"},
    {"bare-number", "targets.t.uptime",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '0.99'}}"},
    {"out-of-range", "targets.t.uptime",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '101 %'}}"},
    {"out-of-range", "parts.a.count", "'parts': {'a': {'count': 0}}"},
    {"malformed-law", "parts.a.failures.f.repair.takes",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': 'Exp(1 h'}}}}"},
    {"unknown-law", "parts.a.failures.f.every",
     "'parts': {'a': {'failures': {'f': {'every': 'Expo(1 a)', 'repair': '1 h'}}}}"},
    {"bare-clock", "parts.a.failures.f.every",
     "'parts': {'a': {'failures': {'f': {'every': '1 a', 'repair': '1 h'}}}}"},
    {"bare-clock", "commonCauses.c.every",
     "'parts': {'a': {}}, 'commonCauses': {'c': {'every': '1 a', 'hits': 'a', 'repair': '1 h'}}"},
    {"malformed-record", "parts.a.startup.takes",
     "'parts': {'a': {'kind': 'host', 'startup': '@'}}, 'services': {'w': {'on': 'a'}}"},
    {"unknown-record", "parts.a.startup.takes",
     "'parts': {'a': {'kind': 'host', 'startup': '@time.baremetal.bot'}}, 'services': {'w': {'on': 'a'}}"},
    {"malformed-window", "crews.c.shifts",
     "'parts': {'a': {'crew': 'c'}}, 'crews': {'c': {'shifts': 'Mon-Fry 08:00-15:00'}}"},
    {"window-never-opens", "crews.c.shifts", "'parts': {'a': {'crew': 'c'}}, 'crews': {'c': {'shifts': []}}"},
    {"malformed-date", "calendar.start", "'calendar': {'start': '2027-02-30'}"},
    {"before-start", "script[1].at",
     "'run': {'measure': 'horizon'}, 'parts': {'a': {}}, 'script': [{'at': '2020-01-01', 'do': 'kill', 'on': "
     "'a', 'for': '1 h'}]"},
    {"unknown-zone", "calendar.timeZone", "'calendar': {'timeZone': 'Europe/Madird'}"},
    {"unknown-holidays", "calendar.holidays", "'calendar': {'holidays': 'xx'}"},
    {"unknown-currency", "money.currency", "'money': {'currency': 'euros'}"},
    {"no-rate", "parts.a.cost.buy", "'parts': {'a': {'cost': {'buy': '10 USD', 'life': '1 a'}}}"},
    {"malformed-reference", "services.w.on", "'parts': {'a': {}}, 'services': {'w': {'on': 'a[x]'}}"},
    {"malformed-expression", "parts.a.needs", "'parts': {'a': {'needs': {'anny': ['b']}}, 'b': {}}"},
};

constexpr Case kMeaningCases[] = {
    {"doubled-name", "services.a", "'parts': {'a': {}}, 'services': {'a': {}}"},
    {"case-twin", "parts.web", "'parts': {'Web': {}, 'web': {}}"},
    {"reserved-name", "parts.internet", "'parts': {'internet': {}}"},
    {"reserved-name", "crews.nobody", "'crews': {'nobody': {}}"},
    {"unknown-crew", "parts.a.crew", "'parts': {'a': {'crew': 'nobdy'}}"},
    {"too-large", "parts.a.count", "'parts': {'a': {'count': 200001}}"},
    {"too-large", "parts.r.count",
     "'parts': {'r': {'kind': 'region', 'count': 100, 'parts': {'h': {'kind': 'host', 'count': 100, 'parts': "
     "{'d': {'kind': 'disk', 'count': 20}}}}}}"},
    {"too-large", "services.w.scaling.max",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s'}, 'requests': "
     "{'cpu': 1}, 'scaling': {'by': 'hpa', 'min': 1, 'max': 10001, 'metrics': {'cpu': '60 %'}}}}, 'demand': "
     "{'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"too-large", "spares.s.stock",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': {'spare': 's'}}}}}, "
     "'spares': {'s': {'stock': 200000}}"},
    {"too-large", "parts.g.needs",
     "'parts': {'a': {'count': 2000}, 'g': {'kind': 'group', 'count': 1001, 'needs': 'a'}}"},
    {"out-of-range", "run.horizon", "'run': {'horizon': '1000000 a'}"},
    {"unknown-name", "services.w.on", "'parts': {'server': {}}, 'services': {'w': {'on': 'sever'}}"},
    {"unknown-name", "targets.t.of",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'v', 'uptime': '99 %'}}"},
    {"no-such-member", "services.w.on", "'parts': {'a': {'count': 2}}, 'services': {'w': {'on': 'a[3]'}}"},
    {"no-such-member", "parts.a.except.3", "'parts': {'a': {'count': 2, 'except': {'3': {}}}}"},
    {"unknown-crew", "parts.a.crew",
     "'parts': {'a': {'crew': 'staf'}, 'b': {'crew': 'staff'}}, 'crews': {'staff': {}}"},
    {"unknown-spare", "parts.a.failures.f.repair.spare",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': {'spare': 'x'}}}}}"},
    {"wrong-reference", "parts.a.in", "'parts': {'a': {'in': 'b'}, 'b': {'kind': 'disk'}}"},
    {"wrong-reference", "targets.t.of",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': '1 h'}}}}, 'targets': {'t': {'of': "
     "'a', 'uptime': '99 %'}}"},
    {"gate-not-allowed", "parts.a.net",
     "'parts': {'a': {'kind': 'switch', 'net': {'any': ['b', 'c']}}, 'b': {'kind': 'switch'}, 'c': {'kind': "
     "'switch'}}"},
    {"above-count", "services.s.needs",
     "'parts': {'u': {'count': 3}}, 'services': {'s': {'needs': '4 of u'}}"},
    {"above-count", "parts.h.parts.d.need",
     "'parts': {'h': {'kind': 'host', 'parts': {'d': {'kind': 'disk', 'count': 2, 'need': 3}}}}, 'services': "
     "{'s': {'on': 'h'}}"},
    {"required-above-replicas", "services.s.required", "'services': {'s': {'replicas': 2, 'required': 3}}"},
    {"too-few-members", "parts.p.active",
     "'parts': {'a': {'count': 2}, 'p': {'kind': 'standby', 'of': 'a', 'active': 3}}"},
    {"missing-repair", "parts.a.failures.f", "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)'}}}}"},
    {"promise-without-repair", "parts.a.failures.promise",
     "'parts': {'a': {'kind': 'provider', 'sla': '99.9 %'}}"},
    {"last-attempt-uncertain", "parts.a.failures.f.repair",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': {'takes': '1 h', 'works': '90 "
     "%'}}}}}"},
    {"attempt-after-never", "parts.a.failures.f.repair",
     "'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': ['never', '1 h']}}}}"},
    {"layer-twice", "services.w.inside.vm",
     "'parts': {'v': {'kind': 'vm'}}, 'services': {'w': {'on': 'v', 'inside': {'vm': {}}}}"},
    {"wrong-kernel", "services.w.inside.container",
     "'parts': {'h': {'kind': 'host', 'os': {'kernel': 'nt'}, 'runtime': {}}}, 'services': {'w': {'on': 'h', "
     "'inside': {'container': {'needsKernel': 'linux'}}}}"},
    {"requests-above-capacity", "parts.h",
     "'parts': {'h': {'kind': 'host', 'cpu': 4}}, 'services': {'v': {'on': 'h', 'requests': {'cpu': 3}}, "
     "'w': {'on': 'h', 'requests': {'cpu': 2}}}"},
    {"requests-above-limit", "services.w",
     "'services': {'w': {'requests': {'cpu': 3}, 'limits': {'cpu': 2}}}"},
    {"hits-without-mode", "commonCauses.c.mode",
     "'parts': {'a': {'count': 2, 'failures': {'wear': {'every': 'Exp(1 a)', 'repair': '1 h'}}}}, "
     "'commonCauses': {'c': {'beta': '5 %', 'hits': 'a', 'mode': 'waer'}}"},
    {"beta-of-unlike-laws", "commonCauses.c.beta",
     "'parts': {'a': {'count': 2, 'failures': {'wear': {'every': 'Exp(1 a)', 'repair': '1 h'}}, 'except': "
     "{'2': {'failures': {'wear': "
     "{'every': 'Exp(2 a)'}}}}}}, 'commonCauses': {'c': {'beta': '5 %', 'hits': 'a', 'mode': 'wear'}}"},
    {"no-coordinates", "parts.a",
     "'parts': {'a': {}}, 'commonCauses': {'c': {'every': 'Exp(1 a)', 'hits': 'a', 'repair': '1 h', 'at': "
     "'40, -3', 'radius': '5 km'}}"},
    {"no-mode-to-strike", "script[1]",
     "'run': {'measure': 'horizon'}, 'parts': {'a': {}}, 'script': [{'at': '1 h', 'do': 'hang', 'on': 'a'}]"},
    {"nothing-to-maintain", "script[1].do",
     "'run': {'measure': 'horizon'}, 'parts': {'a': {}}, 'script': [{'at': '1 h', 'do': 'maintain patching', "
     "'on': 'a'}]"},
    {"steady-with-script", "run.measure",
     "'parts': {'a': {}}, 'script': [{'at': '1 h', 'do': 'kill', 'on': 'a', 'for': '2 h'}]"},
};

// Where only a demand is written, as an object: of a service that could serve it.
constexpr Case kTrafficCases[] = {
    {"exactly-one", "demand.d", "{'d': {'to': 'w'}}"},
    {"exactly-one", "demand.d", "{'d': {'to': 'w', 'users': 3, 'rate': '1 req/s', 'think': '1 s'}}"},
    {"missing-key", "demand.d", "{'d': {'to': 'w', 'users': 3}}"},
    {"missing-key", "demand.d", "{'d': {'rate': '1 req/s'}}"},
    {"key-of-another-kind", "demand.d.think", "{'d': {'to': 'w', 'rate': '1 req/s', 'think': '1 s'}}"},
    {"unknown-name", "demand.d.to", "{'d': {'to': 'v', 'rate': '1 req/s'}}"},
    {"wrong-reference", "demand.d.to", "{'d': {'to': 'h', 'rate': '1 req/s'}}"},
    {"doubled-name", "demand.w", "{'w': {'to': 'w', 'rate': '1 req/s'}}"},
    {"out-of-range", "demand.d.rate", "{'d': {'to': 'w', 'rate': '-5 req/s'}}"},
    {"out-of-range", "demand.d.rate", "{'d': {'to': 'w', 'rate': '1e12 req/s'}}"},
    {"out-of-range", "demand.d.users", "{'d': {'to': 'w', 'users': -1, 'think': '1 s'}}"},
    {"bare-number", "demand.d.rate", "{'d': {'to': 'w', 'rate': 5}}"},
    {"wrong-dimension", "demand.d.rate.08:00", "{'d': {'to': 'w', 'rate': {'08:00': '5 /s'}}}"},
    {"malformed-profile", "demand.d.users.Mon-Fry",
     "{'d': {'to': 'w', 'think': '1 s', 'users': {'Mon-Fry': 1, 'Mon-Sun': 2}}}"},
    {"malformed-profile", "demand.d.users.Mon-Sun",
     "{'d': {'to': 'w', 'think': '1 s', 'users': {'Mon-Sun': {'25:00': 1}}}}"},
    {"malformed-profile", "demand.d.users.Fri",
     "{'d': {'to': 'w', 'think': '1 s', 'users': {'Mon-Sun': 1, 'Fri': 2}}}"},
    {"days-without-demand", "demand.d.users",
     "{'d': {'to': 'w', 'think': '1 s', 'users': {'Mon-Fri': 1, 'Sun': 2}}}"},
    {"no-holidays", "demand.d.users.holidays",
     "{'d': {'to': 'w', 'think': '1 s', 'users': {'Mon-Sun': 1, 'holidays': 2}}}"},
    {"before-start", "demand.d.users.2020-01-01",
     "{'d': {'to': 'w', 'think': '1 s', 'users': {'Mon-Sun': 1, '2020-01-01': 2}}}"},
    {"before-start", "demand.d.events.e.on",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'events': {'e': {'on': '2020-01-01', 'peak': '1 req/s', "
     "'lasts': '1 h'}}}}"},
    {"wrong-dimension", "demand.d.events.e.peak",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'events': {'e': {'on': '2027-02-01', 'peak': 500, 'lasts': "
     "'1 h'}}}}"},
    {"missing-key", "demand.d.events.e",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'events': {'e': {'on': '2027-02-01', 'peak': '9 req/s'}}}}"},
    {"malformed-date", "demand.d.events.e.on",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'events': {'e': {'on': '2027-02-30', 'peak': '1 req/s', "
     "'lasts': '1 h'}}}}"},
    {"malformed-law", "demand.d.events.e.peak",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'events': {'e': {'on': '2027-02-01', 'peak': 'Afr(3 %)', "
     "'lasts': '1 h'}}}}"},
    {"malformed-quantity", "demand.d.growth", "{'d': {'to': 'w', 'rate': '1 req/s', 'growth': '20 %'}}"},
    {"out-of-range", "demand.d.growth", "{'d': {'to': 'w', 'rate': '1 req/s', 'growth': '10 %/d'}}"},
    {"out-of-range", "demand.d.burst.index",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'burst': {'index': 1, 'holds': '1 s'}}}"},
    {"unknown-word", "demand.d.retries.jitter",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'retries': {'times': 1, 'jitter': 'ful'}}}"},
    {"unknown-unit", "demand.d.trace.unit", "{'d': {'to': 'w', 'trace': {'file': 'x.csv', 'unit': 'hits'}}}"},
    {"path-leaves-folder", "demand.d.trace.file",
     "{'d': {'to': 'w', 'trace': {'file': '../x.csv', 'unit': 'req/s'}}}"},
    {"absent-file", "demand.d.trace.file",
     "{'d': {'to': 'w', 'trace': {'file': 'no-such.csv', 'unit': 'req/s'}}}"},
    {"too-large", "demand.d.burst.holds",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'burst': {'index': 5, 'holds': '1 ms'}}}"},
    {"too-large", "run.horizon",
     "'run': {'horizon': '300 a'}, 'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': "
     "{'takes': '1 s'}}}, 'demand': {'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"out-of-range", "services.w.work.takes",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '0 s'}}}, 'demand': "
     "{'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"out-of-range", "services.w.work.takes",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': 'LogNormal(median 1 "
     "s, "
     "sigma 40)'}}}, 'demand': {'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"out-of-range", "demand.d.think", "{'d': {'to': 'w', 'users': 5, 'think': '0 s'}}"},
    // What is wrong within `work`, `requests` or `metrics` is not missing, too.
    {"unknown-unit", "services.w.work.takes",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 parsec'}}}, "
     "'demand': {'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"unknown-unit", "services.w.work.takes",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 parsec'}, 'calls': {'v': {}}}}, 'demand': {'d': {'to': 'v', 'rate': '1 "
     "req/s'}}"},
    {"bare-number", "services.w.scaling.metrics.cpu",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'requests': {'cpu': 1}, 'scaling': "
     "{'by': 'hpa', 'max': 4, 'metrics': {'cpu': 60}}}}"},
    {"out-of-range", "services.w.requests.cpu",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'requests': {'cpu': -1}, 'scaling': "
     "{'by': 'hpa', 'max': 4, 'metrics': {'cpu': '60 %'}}}}"},
    {"key-of-another-kind", "services.v.shed",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}, 'shed': '5 "
     "req/s'}, 'w': {'on': 'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': "
     "{'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"key-of-another-kind", "services.v.limit",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}, 'limit': "
     "{'total': '5 req/s'}}, 'w': {'on': 'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': "
     "'later'}}}}, 'demand': {'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"requests-above-capacity", "services.w.scaling.sizes",
     "'parts': {'h': {'kind': 'host', 'cpu': 4}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s'}, "
     "'scaling': {'by': 'vertical', 'sizes': [8, 2], 'takes': '1 min'}}}, 'demand': {'d': {'to': 'w', "
     "'rate': '1 req/s'}}"},
    {"out-of-range", "parts.h.scaling.quota",
     "'parts': {'h': {'kind': 'host', 'count': 3, 'scaling': {'by': 'nodes', 'max': 4, 'quota': 2, "
     "'provision': '1 min'}}}, 'services': {'w': {'on': 'h'}}"},
    {"missing-work", "services.w",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h'}}, 'demand': {'d': {'to': 'w', 'rate': "
     "'1 "
     "req/s'}}"},
    {"demand-on-nothing", "services.w",
     "'services': {'w': {'work': {'takes': '1 s'}}}, 'demand': {'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"missing-work", "services.w",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'calls': {'v': {}}}, 'v': {'on': 'h', "
     "'work': "
     "{'takes': '1 s'}}}, 'demand': {'d': {'to': 'v', 'rate': '1 req/s'}}"},
    {"circle", "services.w.calls.v",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}, 'calls': "
     "{'w': "
     "{'fallback': 'yes'}}}, 'w': {'on': 'h', 'work': {'takes': '1 s'}, 'calls': {'v': {}}}}, 'demand': "
     "{'d': {'to': "
     "'v', 'rate': '1 req/s'}}"},
    {"missing-key", "services.w.work",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s', 'cold': '50 "
     "%'}}}"},
    {"missing-key", "services.w.work",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s', 'order': "
     "'deadline'}}}"},
    {"key-of-another-kind", "services.w.calls.v.retries",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later', 'retries': {'times': 2}}}}}, "
     "'demand': "
     "{'d': {'to': 'w', 'rate': '1 req/s'}}"},
    {"key-of-another-kind", "services.v.shed",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}, "
     "'shed': '5 req/s'}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': {'d': {'to': 'w', 'rate': "
     "'1 req/s'}}"},
    {"key-of-another-kind", "services.v.limit",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}, "
     "'limit': {'total': '5 req/s'}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': {'d': {'to': 'w', 'rate': "
     "'1 req/s'}}"},
    {"key-of-another-kind", "services.v.work.order",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', "
     "'work': {'takes': '1 s', 'order': 'lifo'}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': {'d': {'to': 'w', 'rate': "
     "'1 req/s'}}"},
    {"out-of-range", "services.v.failures.f.effect",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}, "
     "'failures': {'f': {'every': 'Exp(1 a)', 'repair': '1 h', 'effect': {'errors': '30 %'}}}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': {'d': {'to': 'w', 'rate': "
     "'1 req/s'}}"},
    {"out-of-range", "commonCauses.c.effect",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': {'d': {'to': 'w', 'rate': "
     "'1 req/s'}}, "
     "'commonCauses': {'c': {'every': 'Exp(1 a)', 'hits': 'v', 'repair': '1 h', 'effect': {'errors': '30 %'}}}"},
    {"queue-and-asked", "demand.e",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'v': {'on': 'h', 'work': {'takes': '1 s'}}, 'w': {'on': "
     "'h', 'work': {'takes': '1 s'}, 'calls': {'v': {'order': 'later'}}}}, 'demand': {'d': {'to': 'w', "
     "'rate': "
     "'1 req/s'}, 'e': {'to': 'v', 'rate': '1 req/s'}}"},
    {"out-of-range", "services.w.work.workers",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s', 'workers': "
     "0}}}"},
    {"key-of-another-kind", "services.w.scaling.ahead",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'schedule', 'ahead': "
     "'1 min', "
     "'at': {'Mon-Fri 08:00-10:00': 2}}}}"},
    {"missing-key", "services.w.scaling",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'schedule'}}}"},
    {"missing-key", "parts.h.lifetime", "'parts': {'h': {'kind': 'host', 'lifetime': 'Exp(20 d)'}}"},
    {"malformed-window", "services.w.scaling.at",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'schedule', 'at': "
     "{'2027-02-01': 2}}}}"},
    {"outside-scaling", "services.w.scaling",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'hpa', 'min': 2, "
     "'max': 4, "
     "'metrics': {'requests': '1 req/s'}}}}"},
    {"missing-request", "services.w.scaling.metrics",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'hpa', 'max': 4, "
     "'metrics': "
     "{'cpu': '60 %'}}}}"},
    {"kind-does-not-fit", "services.w.scaling.by",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'nodes', 'max': 4, "
     "'provision': '1 min'}}}"},
    {"exactly-one", "services.w.scaling.up.policies[1]",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'scaling': {'by': 'hpa', 'max': 4, "
     "'metrics': "
     "{'requests': '1 req/s'}, 'up': {'policies': [{'per': '15 s'}]}}}}"},
    {"missing-key", "targets.t",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'latency': {'p99': '1 s'}, 'credits': {'fee': '1 "
     "EUR/a', 'steps': [{'below': '99 %', 'share': '10 %'}]}}}"},
    {"missing-key", "targets.t.credits",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '99 %', 'credits': {'steps': [{'below': "
     "'99 %', 'share': '10 %'}]}}}"},
    {"wrong-type", "targets.t.credits.steps",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '99 %', 'credits': {'fee': '1 EUR/a', "
     "'steps': []}}}"},
    {"out-of-range", "targets.t.credits.steps[2]",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '99 %', 'credits': {'fee': '1 EUR/a', "
     "'steps': [{'below': '95 %', 'share': '10 %'}, {'below': '99 %', 'share': '25 %'}]}}}"},
    {"missing-key", "targets.t.latency",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'latency': {}}}"},
    {"out-of-range", "targets.t.latency",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'latency': {'p50': '2 s', 'p99': '1 s'}}}"},
    {"steady-with-dates", "demand.d.growth",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s'}}}, 'demand': "
     "{'d': "
     "{'to': 'w', 'rate': '1 req/s', 'growth': '5 %/a'}}"},
};

constexpr Case kWarningCases[] = {
    {"unused-preset", "presets.x", "'presets': {'x': {}}, 'parts': {'a': {}}"},
    {"carries-nothing", "parts.h", "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {}}"},
    {"crew-without-work", "crews.c", "'crews': {'c': {}}"},
    {"spare-without-use", "spares.s", "'spares': {'s': {'stock': 1}}"},
    {"all-on-one-host", "services.w",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'replicas': 2}}"},
    {"target-without-effect", "targets.t",
     "'services': {'w': {}}, 'targets': {'t': {'of': 'w', 'uptime': '99 %'}}"},
    {"without-demand", "services.w.work",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'work': {'takes': '1 s'}}}"},
    {"without-demand", "parts.b.policy",
     "'parts': {'h': {'kind': 'host'}, 'b': {'kind': 'balancer', 'policy': 'sticky'}}, 'services': {'w': "
     "{'on': 'h', "
     "'behind': 'b'}}"},
    {"after-the-end", "demand.d.events.e.on",
     "{'d': {'to': 'w', 'rate': '1 req/s', 'events': {'e': {'on': '2029-02-01', 'peak': '1 req/s', "
     "'lasts': '1 h'}}}}"},
    {"container-without-runtime", "services.w.inside.container",
     "'parts': {'h': {'kind': 'host'}}, 'services': {'w': {'on': 'h', 'inside': {'container': {}}}}"},
};

io::ReadOutcome read(const std::string& sections, const io::ReadOptions& options = {}) {
    const std::string served =
        "'run': {'measure': 'horizon'}, 'parts': {'h': {'kind': 'host'}}, 'services': {'w': "
        "{'on': 'h', 'work': {'takes': '50 ms'}}}, 'demand': ";
    const bool demand = sections.starts_with('{');
    return io::readScenarioText(json("{'nueves': 1, " + (demand ? served : "") + sections + "}"), "test.json",
                                options);
}

QString listed(const io::ReadOutcome& outcome) {
    QStringList list;
    for (const auto& issue : outcome.issues) {
        QString line = QString::fromStdString(issue.code + " " + issue.path);
        for (const auto& [name, value] : issue.arguments)
            line += QString::fromStdString(" " + name + "=" + value);
        list << line;
    }
    return list.join("; ");
}

template <std::size_t n> void addRows(const Case (&cases)[n], bool error) {
    for (const Case& one : cases)
        QTest::addRow("%s %s", one.code, one.path)
            << QString(one.code) << QString(one.path) << QString(one.sections) << error;
}

template <std::size_t n> void addCodes(const Case (&cases)[n], QStringList& codes) {
    for (const Case& one : cases) codes << one.code;
}

} // namespace

class ScenarioIssuesTest : public QObject {
    Q_OBJECT

  private slots:
    void aMistakeIsFoundAlone_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("sections");
        QTest::addColumn<bool>("error");
        addRows(kKeyCases, true);
        addRows(kValueCases, true);
        addRows(kMeaningCases, true);
        addRows(kTrafficCases, true);
        addRows(kWarningCases, false);
    }
    void aMistakeIsFoundAlone() {
        QFETCH(QString, code);
        QFETCH(QString, path);
        QFETCH(QString, sections);
        QFETCH(bool, error);
        const auto outcome = read(sections.toStdString());
        QVERIFY2(!outcome.issues.empty(), "no issue");
        for (const auto& issue : outcome.issues)
            QVERIFY2(issue.code == code.toStdString(), qPrintable(listed(outcome)));
        const core::Issue& issue = outcome.issues.front();
        if (!path.isEmpty() && !path.contains("designs") && code != "not-in-this-version")
            QVERIFY2(issue.path == path.toStdString(), qPrintable(listed(outcome)));
        QVERIFY2(issue.place.line > 0 && issue.place.column > 0, qPrintable(listed(outcome)));
        QCOMPARE(issue.severity == core::Severity::error, error);
        QCOMPARE(outcome.designs.empty(), error);
    }
    void everyCodeHasACase() {
        QStringList tried;
        addCodes(kKeyCases, tried);
        addCodes(kValueCases, tried);
        addCodes(kMeaningCases, tried);
        addCodes(kTrafficCases, tried);
        addCodes(kWarningCases, tried);
        // Those that need a file beside the scenario, or a text too large to stand here.
        tried << "only-script" // tst_recording
              << "too-deep"
              << "unknown-column"
              << "unreadable-file"
              << "malformed-trace"
              << "trace-too-short"
              << "trace-outside-run"
              << "wrong-version";
        for (const scenario::IssueCode& known : scenario::kIssueCodes)
            QVERIFY2(tried.contains(
                         QString::fromUtf8(known.code.data(), static_cast<qsizetype>(known.code.size()))),
                     known.code.data());
        for (const QString& code : tried)
            QVERIFY2(std::any_of(scenario::kIssueCodes.begin(), scenario::kIssueCodes.end(),
                                 [&](const auto& known) { return known.code == code.toStdString(); }),
                     qPrintable(code));
    }
    void argumentsAreThoseOfTheList() {
        const auto check = [](const auto& cases) {
            for (const Case& one : cases)
                for (const auto& issue : read(one.sections).issues) {
                    const auto known =
                        std::find_if(scenario::kIssueCodes.begin(), scenario::kIssueCodes.end(),
                                     [&](const auto& code) { return code.code == issue.code; });
                    QVERIFY2(known != scenario::kIssueCodes.end(), issue.code.c_str());
                    const QStringList names =
                        QString::fromStdString(std::string(known->arguments)).split(' ', Qt::SkipEmptyParts);
                    for (const auto& [name, value] : issue.arguments)
                        QVERIFY2(names.contains(QString::fromStdString(name)) ||
                                     names.contains(QString::fromStdString(name + "?")),
                                 (issue.code + " " + name).c_str());
                    for (const QString& name : names)
                        QVERIFY2(name.endsWith('?') ||
                                     std::any_of(issue.arguments.begin(), issue.arguments.end(),
                                                 [&](const auto& argument) {
                                                     return argument.first == name.toStdString();
                                                 }),
                                 (issue.code + " lacks " + name.toStdString()).c_str());
                }
        };
        check(kKeyCases);
        check(kValueCases);
        check(kMeaningCases);
        check(kTrafficCases);
        check(kWarningCases);
    }
    void deepAndLargeTextsAreRefused() {
        const auto deep = io::readScenarioText(std::string(70, '[') + std::string(70, ']'), "deep.json", {});
        QVERIFY2(deep.issues.at(0).code == "too-deep", qPrintable(listed(deep)));
        std::string many = "{\"nueves\": 1, \"x-list\": [0";
        for (int i = 0; i < 2'000'001; ++i) many += ",0";
        const auto large = io::readScenarioText(many + "]}", "large.json", {});
        QVERIFY2(large.issues.at(0).code == "too-large", qPrintable(listed(large)));
    }
    // Counts of one level and of the next are told with their sum, however large.
    void membersInAllAreCounted() {
        const auto outcome = read(
            "'parts': {'r': {'kind': 'region', 'count': 100, 'parts': {'h': {'kind': 'host', 'count': 100, "
            "'parts': {'d': {'kind': 'disk', 'count': 20}}}}}}");
        QVERIFY2(outcome.issues.at(0).arguments.at(0).second == "210100", qPrintable(listed(outcome)));
        const auto limit = read("'parts': {'a': {'count': 200000}}");
        QVERIFY2(limit.issues.empty(), qPrintable(listed(limit)));
    }
    void demandsAndServicesWithDemandAreCounted() {
        const auto asked = [](int demands, int services) {
            std::string body = "'parts': {'h': {'kind': 'host'}}, 'services': {";
            for (int i = 1; i <= services; ++i)
                body += (i > 1 ? ", 's" : "'s") + std::to_string(i) +
                        "': {'on': 'h', 'work': {'takes': '1 s'}, 'calls': {" +
                        (i < services ? "'s" + std::to_string(i + 1) + "': {}" : "") + "}}";
            body += "}, 'demand': {";
            for (int i = 1; i <= demands; ++i)
                body += (i > 1 ? ", 'd" : "'d") + std::to_string(i) + "': {'to': 's1', 'rate': '1 req/s'}";
            return read(body + "}");
        };
        const auto good = asked(1000, 1000);
        QVERIFY2(good.issues.empty(), qPrintable(listed(good).left(500)));
        for (const auto& bad : {asked(1001, 1), asked(1, 1001), asked(1, 20'000)})
            QVERIFY2(bad.issues.at(0).code == "too-large", qPrintable(listed(bad).left(500)));
    }
    void pilesOfThingsHaveAnEnd() {
        const auto piled = [](int levels) {
            std::string parts = "'parts': {'p1': {}";
            for (int i = 2; i <= levels; ++i)
                parts += ", 'p" + std::to_string(i) + "': {'on': 'p" + std::to_string(i - 1) + "'}";
            return read(parts + "}");
        };
        const auto good = piled(64);
        QVERIFY2(good.issues.empty(), qPrintable(listed(good)));
        const auto high = piled(65);
        QCOMPARE(high.issues.size(), std::size_t{1});
        QVERIFY2(high.issues[0].code == "too-deep" && high.issues[0].path == "parts.p65",
                 qPrintable(listed(high)));
    }
    void presetsUseOneAnotherToADepth() {
        const auto chained = [](int length) {
            std::string presets = "'presets': {'p1': {}";
            for (int i = 2; i <= length; ++i)
                presets += ", 'p" + std::to_string(i) + "': {'use': 'p" + std::to_string(i - 1) + "'}";
            return read(presets + "}, 'parts': {'a': {'use': 'p" + std::to_string(length) + "'}}");
        };
        const auto good = chained(64);
        QVERIFY2(good.issues.empty(), qPrintable(listed(good)));
        const auto deep = chained(65);
        QVERIFY2(deep.issues.at(0).code == "too-deep" && deep.issues[0].path == "parts.a.use",
                 qPrintable(listed(deep)));
    }
    void aFileThatCannotBeReadIsAMistakeAmongTheOthers() {
        const auto outcome = io::readScenarioText(
            json("{ 'nueves': 1,\n 'imports': ['no-such.json', '" + std::string(300, 'a') +
                 "'],\n 'extends': 'no-base.json',\n 'parts': {'a': {'cuont': 2}} }"),
            "test.json", {});
        QCOMPARE(listed(outcome).count(';') + 1, 4);
        QCOMPARE(outcome.issues[0].code, std::string("absent-file"));
        QVERIFY((outcome.issues[0].place == core::Place{"test.json", 2, 14}));
        QCOMPARE(outcome.issues[1].code, std::string("unreadable-file"));
        QCOMPARE(outcome.issues[2].path, std::string("extends"));
        QCOMPARE(outcome.issues[3].code, std::string("unknown-key"));
    }
    void anotherVersionIsRefused() {
        const auto outcome = io::readScenarioText("{\"nueves\": 2}", "test.json", {});
        QCOMPARE(QString::fromStdString(outcome.issues.at(0).code), QString("wrong-version"));
    }
    void aColumnThatIsNotThereIsSaid() {
        const QTemporaryDir folder;
        QFile csv(folder.filePath("repairs.csv"));
        QVERIFY(csv.open(QIODevice::WriteOnly));
        csv.write("place,repair_h\na,1.5\nb,4\n");
        csv.close();
        const auto readWith = [&](const char* column) {
            return io::readScenarioText(
                json("{'nueves': 1, 'parts': {'a': {'failures': {'f': {'every': 'Exp(1 a)', 'repair': "
                     "'Empirical(\\'repairs.csv\\', " +
                     std::string(column) + ")'}}}}}"),
                folder.filePath("s.json").toStdString(), {});
        };
        const auto good = readWith("repair_h");
        QVERIFY2(good.issues.empty(), qPrintable(listed(good)));
        QCOMPARE(good.designs.at(0).parts.at(0).failures.at(0).repair->list.at(0).takes.mean(),
                 2.75 * 3600.0);
        const auto bad = readWith("other_h");
        QVERIFY2(bad.issues.at(0).code == "unknown-column", qPrintable(listed(bad)));
    }
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        const auto outcome = io::readScenarioText(
            json("{ 'nueves': 1,\n 'parts': { 'a': { 'cuont': 2 } },\n 'services': { 'w': { 'on': 'b',\n"
                 "   'replicas': 'two' } },\n 'run': { 'seed': -1 } }"),
            "four.json", {});
        QCOMPARE(listed(outcome).count(';') + 1, 4);
        QCOMPARE(outcome.issues[0].code, std::string("unknown-key"));
        QVERIFY((outcome.issues[0].place == core::Place{"four.json", 2, 20}));
        QCOMPARE(outcome.issues[1].code, std::string("unknown-name"));
        QVERIFY((outcome.issues[1].place == core::Place{"four.json", 3, 29}));
        QCOMPARE(outcome.issues[2].place.line, 4);
        QCOMPARE(outcome.issues[3].path, std::string("run.seed"));
        QVERIFY(outcome.designs.empty());
    }
    void whatDesignsShareIsToldOnce() {
        const auto outcome =
            read("'parts': {'a': {'cuont': 2}}, 'designs': {'one': {}, 'two': {}, 'three': {}}");
        QCOMPARE(outcome.issues.size(), std::size_t{1});
    }
    void theNearestNameIsOffered() {
        const auto outcome =
            read("'parts': {'server': {'kind': 'host'}}, 'services': {'web': {'on': 'sevrer'}}");
        const auto& arguments = outcome.issues.at(0).arguments;
        QVERIFY(std::any_of(arguments.begin(), arguments.end(),
                            [](const auto& a) { return a.first == "nearest" && a.second == "server"; }));
    }
};

QTEST_APPLESS_MAIN(ScenarioIssuesTest)
#include "tst_scenario_issues.moc"
