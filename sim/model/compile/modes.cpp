#include "sim/model/compile/modes.hpp"

#include "sim/model/compile/leaks.hpp"

#include <cmath>

namespace nueves::model::compiling {

using engine::Rank;
using scenario::Effect;
using scenario::FailureMode;

namespace {

bool isStopping(Effect effect) {
    return effect == Effect::stop || effect == Effect::panic || effect == Effect::flap ||
           effect == Effect::destroy;
}

// Clocks, laws and draws of one mode of one thing.
class ModeMaker {
  public:
    ModeMaker(Context& context, ThingId thing, const FailureMode& written, double beta)
        : m_context(context), m_tables(context.tables), m_written(written), m_beta(beta),
          m_entity(context.system.things[thing].name), m_id(context.system.modes.size()) {
        m_mode.name = written.name;
        m_mode.thing = thing;
        m_mode.victim = victimOf(context, thing, written.effect);
        m_mode.effect = written.effect;
        m_mode.size = written.size;
        m_mode.stopping = isStopping(written.effect);
    }

    void make() {
        const Wire absent = m_context.leaf(LeafFamily::mode, m_id);
        m_mode.absent = m_context.gates.field(absent);
        addEffect(m_context, m_mode.victim, m_mode.effect, m_mode.size, absent);
        addRoots();
        if (m_written.probability) {
            m_mode.probability = *m_written.probability * (1.0 - m_beta);
            m_mode.probabilityStream = stream("probability");
        } else {
            addFailure();
            addDetection();
            addMovement();
            addRepair();
        }
        m_context.system.modes.push(std::move(m_mode));
    }

  private:
    StreamId stream(const char* purpose) { return m_tables.stream(m_entity, m_mode.name + "." + purpose); }
    ClockId clock(const char* purpose, EventKind kind, Rank rank) {
        return m_tables.clock(m_entity, m_mode.name + "." + purpose,
                              {.kind = kind, .rank = rank, .subject = m_id});
    }
    // Exponential clocks tick in absolute time and are accepted at the present speed.
    ClockId lifeClock(const char* purpose, EventKind kind, LawId law, StreamId draws, bool candidate) {
        return m_tables.clock(m_entity, m_mode.name + "." + purpose,
                              {.kind = kind,
                               .rank = Rank::fails,
                               .subject = m_id,
                               .law = law,
                               .stream = draws,
                               .candidate = candidate});
    }

    void addRoots() {
        const Thing& thing = m_context.system.things[m_mode.thing];
        Root root;
        root.name = thing.name + "." + m_mode.name;
        root.group = thing.path + "." + m_mode.name;
        root.title = m_written.title;
        root.owner = thing.service;
        m_mode.root = m_context.system.roots.push(root);
        if (!m_written.detect.falseAlarm) return;
        root.name = "false alarm of " + root.name;
        root.group = "false alarm of " + root.group;
        m_mode.falseRoot = m_context.system.roots.push(std::move(root));
    }

    void addFailure() {
        if (m_written.during) m_mode.during = m_tables.profile(*m_written.during, false);
        if (!m_written.every || m_beta >= 1.0) return;
        core::Law law = *m_written.every;
        if (m_beta > 0.0) law = law.raised(1.0 - m_beta);
        if (law.isNever()) return;
        m_mode.every = m_tables.law(law);
        m_mode.everyStream = stream("every");
        m_mode.candidate = law.isExponential();
        m_mode.everyClock =
            lifeClock("every", EventKind::failure, m_mode.every, m_mode.everyStream, m_mode.candidate);
    }

    void addDetection() {
        const scenario::Detect& detect = m_written.detect;
        m_mode.detect = m_tables.phase(detect.delay);
        m_mode.detectStream = m_tables.streamFor(m_mode.detect, m_entity, m_mode.name + ".detect");
        m_mode.detectClock = clock("detect", EventKind::known, Rank::knows);
        m_mode.hidden = detect.hidden;
        if (detect.hidden > 0.0) m_mode.hiddenStream = stream("hidden");
        if (detect.inspect) {
            m_mode.inspect = *detect.inspect;
            m_mode.inspectClock = clock("inspect", EventKind::inspection, Rank::knows);
        }
        if (!detect.falseAlarm) return;
        m_mode.falseAlarm = m_tables.law(*detect.falseAlarm);
        m_mode.falseStream = stream("falseAlarm");
        m_mode.falseClock = lifeClock("falseAlarm", EventKind::falseAlarm, m_mode.falseAlarm,
                                      m_mode.falseStream, detect.falseAlarm->isExponential());
        const Wire absent = m_context.leaf(LeafFamily::falseAlarm, m_id);
        m_mode.falseAbsent = m_context.gates.field(absent);
        m_context.faults[m_mode.thing.value].stopping.push_back(absent);
    }

    void addMovement() {
        if (m_mode.effect == Effect::flap) {
            m_mode.flap = m_tables.law(m_written.flap);
            m_mode.flapStream = stream("flap");
            m_mode.flapClock = clock("flap", EventKind::flapTurn, Rank::fails);
        }
        if (m_mode.effect != Effect::memoryLeak) return;
        m_mode.leakClock = clock("leak", EventKind::leakFull, Rank::level);
        const LeakBound bound = leakBound(m_context, m_mode.thing);
        const double room = bound.bytes - bound.start;
        if (room <= 0.0 || m_mode.size <= 0.0)
            m_context.error("leak-without-bound", m_written.mark, {{"found", m_entity}});
        else
            m_mode.leakTime = core::spanFromSeconds(room / m_mode.size);
        m_mode.leakKills = bound.kills;
        if (bound.kills) {
            m_context.faults[m_mode.thing.value].restarts = true;
        } else {
            const Wire starved = m_context.leaf(LeafFamily::starved, m_id);
            m_mode.starved = m_context.gates.field(starved);
            m_context.faults[m_mode.thing.value].starving.push_back(starved);
        }
    }

    void addRepair() {
        JobDraft draft{.owner = JobOwner::repair,
                       .subject = m_id,
                       .entity = m_entity,
                       .purpose = m_mode.name + ".repair"};
        draft.crew = m_context.inheritedCrew(m_context.instanceOf[m_mode.thing.value]);
        m_mode.repair = addJob(m_context, m_written.repair.value_or(scenario::Attempts{}), draft);
        if (!m_mode.falseAlarm) return;
        draft.owner = JobOwner::falseRepair;
        draft.purpose = m_mode.name + ".falseRepair";
        m_mode.falseRepair = addTwin(m_context, m_mode.repair, draft);
    }

    Context& m_context;
    Tables& m_tables;
    const FailureMode& m_written;
    double m_beta;
    std::string m_entity;
    std::size_t m_id;
    Mode m_mode;
};

// A promise p: unavailable for exactly 1 - p of the time, in outages as long as its repair takes. No law:
// promised without a repair, which is an error, or 100 %.
std::optional<core::Law> promised(Context& context, ThingId thing, const FailureMode* mode) {
    const scenario::Thing& keys = context.keys(thing);
    const double p = *keys.sla;
    if (p >= 1.0) return {};
    const double mean = mode && mode->repair ? meanTime(*mode->repair) : 0.0;
    if (mean > 0.0 && std::isfinite(mean) && p > 0.0) return core::Law::exponential(mean * p / (1.0 - p));
    context.error("missing-repair", keys.mark, {{"found", context.system.things[thing].name}});
    return {};
}

bool isPromise(const FailureMode& mode) {
    return mode.name == "promise" && !mode.every && !mode.probability;
}

void addModesOf(Context& context, ThingId thing, const Betas& betas) {
    const scenario::Thing& keys = context.keys(thing);
    bool found = false;
    for (const FailureMode& written : keys.failures) {
        const double beta = betas.of(thing, written.name);
        if (!keys.sla || !isPromise(written)) {
            ModeMaker(context, thing, written, beta).make();
            continue;
        }
        found = true;
        FailureMode promise = written;
        promise.every = promised(context, thing, &written);
        if (promise.every) ModeMaker(context, thing, promise, beta).make();
    }
    if (keys.sla && !found) promised(context, thing, nullptr);
}

} // namespace

// modeOf: for each thing the modes that strike it; then, if these are not the same, those whose clocks it
// runs.
void addModes(Context& context) {
    System& system = context.system;
    const Betas betas = findBetas(context);
    std::vector<Range> own(system.things.size());
    for (std::size_t t = 0; t != system.things.size(); ++t) {
        own[t].first = static_cast<std::uint32_t>(system.modes.size());
        addModesOf(context, ThingId{t}, betas);
        own[t].last = static_cast<std::uint32_t>(system.modes.size());
    }
    std::vector<std::vector<ModeId>> foreign(system.things.size()); // panics of what stands above
    std::vector<bool> exports(system.things.size(), false);
    for (std::size_t m = 0; m != system.modes.size(); ++m) {
        const Mode& mode = system.modes[ModeId{m}];
        if (mode.victim == mode.thing) continue;
        foreign[mode.victim.value].push_back(ModeId{m});
        exports[mode.thing.value] = true;
    }
    for (std::size_t t = 0; t != system.things.size(); ++t) {
        Thing& thing = system.things[ThingId{t}];
        const auto size = [&] { return static_cast<std::uint32_t>(system.modeOf.size()); };
        thing.clocked.first = size();
        for (std::uint32_t m = own[t].first; m != own[t].last; ++m) system.modeOf.emplace_back(m);
        thing.clocked.last = size();
        thing.modes = thing.clocked;
        if (foreign[t].empty() && !exports[t]) continue;
        thing.modes.first = size();
        for (std::uint32_t m = own[t].first; m != own[t].last; ++m)
            if (system.modes[ModeId{m}].victim == ThingId{t}) system.modeOf.emplace_back(m);
        for (const ModeId mode : foreign[t]) system.modeOf.push_back(mode);
        thing.modes.last = size();
    }
}

} // namespace nueves::model::compiling
