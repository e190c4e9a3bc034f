// Common causes: own shocks and Fleming's beta (semantics.md, section 9).
#include "sim/model/compile/modes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nueves::model::compiling {

using scenario::CommonCause;
using scenario::GeoPoint;

namespace {

constexpr double kEarthRadius = 6371008.8; // m, mean radius (IUGG)

// Haversine formula: exact on the sphere, stable for short distances.
double greatCircle(const GeoPoint& a, const GeoPoint& b) {
    const double degree = std::numbers::pi / 180.0;
    const double dLat = (b.latitude - a.latitude) * degree, dLon = (b.longitude - a.longitude) * degree;
    const double h = std::pow(std::sin(dLat / 2), 2) + std::cos(a.latitude * degree) *
                                                           std::cos(b.latitude * degree) *
                                                           std::pow(std::sin(dLon / 2), 2);
    return 2.0 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

// Where the nearest place that says so stands; places are dealt out like carriers.
bool isWithin(const Context& context, ThingId thing, const GeoPoint& centre, double radius) {
    const int placed = context.standing.nearest(
        context.instanceOf[thing.value], [&](int i) { return !context.inventory[i].thing->at.empty(); });
    if (placed == kNobody) return false;
    const auto& points = context.inventory[placed].thing->at;
    const std::size_t member = static_cast<std::size_t>(std::max(context.inventory[placed].member, 1)) - 1;
    return greatCircle(points[member % points.size()], centre) <= radius;
}

const scenario::FailureMode* modeOf(const Context& context, ThingId thing, const std::string& name) {
    for (const auto& mode : context.keys(thing).failures)
        if (mode.name == name) return &mode;
    return nullptr;
}

void addStrikes(Context& context, const CommonCause& written, Cause& cause) {
    for (const ThingId victim : cause.victims) {
        const ModeId mode =
            findMode(context.system, victim, [&](const Mode& m) { return m.name == *written.mode; });
        if (mode)
            cause.modes.push_back(mode);
        else
            context.error("unknown-mode", written.mark,
                          {{"found", *written.mode}, {"other", context.system.things[victim].name}});
    }
}

// One fault with one repair, whoever it strikes.
void addOneFault(Context& context, const CommonCause& written, Cause& cause, std::size_t number) {
    const Wire absent = context.leaf(LeafFamily::cause, number);
    cause.absent = context.gates.field(absent);
    using scenario::Effect;
    if (written.effect == Effect::flap || written.effect == Effect::memoryLeak)
        context.error("effect-needs-mode", written.mark,
                      {{"found", std::string(effectName(written.effect))}});
    for (const ThingId victim : cause.victims)
        addEffect(context, victimOf(context, victim, written.effect), written.effect, written.size, absent);
    cause.repair = addJob(
        context, written.repair.value_or(scenario::Attempts{}),
        {.owner = JobOwner::causeRepair, .subject = number, .entity = written.id, .purpose = "repair"});
}

// The law of the shock: its own, or the common share of its members' one law.
std::optional<core::Law> shockLaw(Context& context, const CommonCause& written, Cause& cause) {
    if (!written.beta) return written.every;
    std::optional<core::Law> common;
    for (const ThingId victim : cause.victims) {
        const auto* mode = modeOf(context, victim, written.mode.value_or(""));
        if (!mode) continue;
        if (mode->probability) {
            cause.probability = *written.beta * *mode->probability;
            cause.acceptStream = {};
        }
        if (!mode->every) continue;
        if (common && !(*common == *mode->every))
            context.error("different-laws", written.mark, {{"found", *written.mode}});
        common = mode->every;
    }
    if (common) common = common->raised(*written.beta);
    return common;
}

void addCause(Context& context, const CommonCause& written) {
    System& system = context.system;
    const std::size_t number = system.causes.size();
    Cause cause;
    cause.name = written.id;
    cause.beta = written.beta.has_value();
    cause.victims = victimsOf(context, written);
    if (cause.victims.empty())
        context.report(core::Severity::warning, "hits-nothing", written.mark, {{"found", written.id}});
    if (written.mode)
        addStrikes(context, written, cause);
    else
        addOneFault(context, written, cause, number);
    if (const auto law = shockLaw(context, written, cause); law && !law->isNever()) {
        cause.every = context.tables.law(*law);
        cause.candidate = law->isExponential();
        cause.everyStream = context.tables.stream(written.id, "every");
        cause.clock = context.tables.clock(written.id, "every",
                                           {.kind = EventKind::shock,
                                            .rank = engine::Rank::fails,
                                            .subject = number,
                                            .law = cause.every,
                                            .stream = cause.everyStream,
                                            .candidate = cause.candidate});
        if (cause.beta) cause.acceptStream = context.tables.stream(written.id, "accept");
    } else if (cause.probability > 0.0) {
        cause.everyStream = context.tables.stream(written.id, "probability");
    }
    cause.root = system.roots.push({written.id, written.id, written.title, {}, false});
    system.causes.push(std::move(cause));
}

} // namespace

std::vector<ThingId> victimsOf(Context& context, const CommonCause& cause) {
    std::vector<ThingId> victims;
    if (cause.hits) {
        victims = context.named(*cause.hits, kNobody);
    } else { // a disaster: whatever stands there by itself
        for (std::size_t t = 0; t != context.instanceOf.size(); ++t)
            if (!context.system.things[ThingId{t}].soft && !context.system.things[ThingId{t}].outside)
                victims.emplace_back(t);
    }
    if (cause.at)
        std::erase_if(victims, [&](ThingId v) { return !isWithin(context, v, *cause.at, cause.radius); });
    return victims;
}

Betas findBetas(Context& context) {
    Betas betas;
    for (const CommonCause& cause : context.scenario.commonCauses) {
        if (!cause.beta || !cause.mode) continue;
        for (const ThingId victim : victimsOf(context, cause)) {
            double& share = betas.share[{victim, *cause.mode}];
            share += *cause.beta;
            if (share > 1.0)
                context.error("beta-above-one", cause.mark,
                              {{"found", *cause.mode}, {"other", context.system.things[victim].name}});
        }
    }
    return betas;
}

void addCauses(Context& context) {
    for (const CommonCause& cause : context.scenario.commonCauses) addCause(context, cause);
}

} // namespace nueves::model::compiling
