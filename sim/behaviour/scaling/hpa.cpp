#include "sim/behaviour/scaling/hpa.hpp"

#include "sim/core/assert.hpp"

#include <algorithm>

namespace nueves::behaviour {

namespace {

struct Wanted {
    std::optional<int> replicas;
    std::optional<HpaFailure> failure;
};

// The largest of what the metrics ask for. If one fails, fewer replicas than now are not believed.
Wanted wantedBy(const HpaSettings& settings, const HpaView& view, core::SimTime now) {
    NUEVES_ASSERT(view.readings.size() == settings.targets.size(), "one reading per target");
    const HpaScene scene{view.replicas,
                         view.existingReplicas,
                         view.pods,
                         settings.cpuInitialisation,
                         settings.readinessDelay,
                         now};
    const HpaTolerance tolerance = tolerancesOf(settings);
    Wanted wanted;
    for (std::size_t i = 0; i < settings.targets.size(); ++i) {
        const auto proposal = hpaProposal(settings.targets[i], view.readings[i], tolerance, scene);
        if (proposal)
            wanted.replicas = std::max(wanted.replicas.value_or(0), proposal->replicas);
        else if (!wanted.failure)
            wanted.failure = proposal.error();
    }
    if (wanted.failure && wanted.replicas && *wanted.replicas < view.replicas) wanted.replicas.reset();
    return wanted;
}

// Figures that do not come from the pods, which can be had when there are none.
bool seesFromOutside(const HpaSettings& settings) {
    return std::any_of(settings.targets.begin(), settings.targets.end(), [](const HpaTarget& target) {
        return target.kind == HpaTarget::Kind::value || target.kind == HpaTarget::Kind::averagedValue;
    });
}

bool wakesFromZero(const HpaSettings& settings, const HpaState& state) {
    return settings.scaleToZero && state.scaledToZero &&
           (settings.bounds.min != 0 || seesFromOutside(settings));
}

HpaLimited normalised(const HpaSettings& settings, HpaState& state, int wanted, int current,
                      core::SimTime now, int& stabilised) {
    if (!settings.behaviour) {
        stabilised = hpaStabilised(state.recommendations, wanted, settings.downWindow, now);
        return hpaLimited(stabilised, current, settings.bounds, settings.capFactor);
    }
    stabilised = hpaStabilised(state.recommendations, wanted, current, *settings.behaviour, now);
    return hpaLimited(stabilised, current, settings.bounds, *settings.behaviour, state, now);
}

HpaDecision byMetrics(const HpaSettings& settings, HpaState& state, const HpaView& view, core::SimTime now) {
    const Wanted wanted = wantedBy(settings, view, now);
    HpaDecision decision{.replicas = view.replicas, .wanted = wanted.replicas, .failure = wanted.failure};
    if (!wanted.replicas) return decision; // and nothing is logged
    int stabilised = 0;
    const HpaLimited limited = normalised(settings, state, *wanted.replicas, view.replicas, now, stabilised);
    decision.stabilised = stabilised != *wanted.replicas;
    decision.limit = limited.by;
    decision.replicas = limited.replicas;
    // A minimum that was raised while everything slept is not kept out by a policy.
    if (view.replicas == 0) decision.replicas = std::max(decision.replicas, settings.bounds.min);
    return decision;
}

HpaDecision decided(const HpaSettings& settings, HpaState& state, const HpaView& view, core::SimTime now) {
    const HpaBounds& bounds = settings.bounds;
    if (view.replicas == 0 && !wakesFromZero(settings, state))
        return {.replicas = 0}; // switched off by a person
    if (view.replicas > bounds.max) return {.replicas = bounds.max, .limit = HpaLimit::tooMany};
    if (view.replicas > 0 && view.replicas < bounds.min)
        return {.replicas = bounds.min, .limit = HpaLimit::tooFew};
    return byMetrics(settings, state, view, now);
}

} // namespace

HpaTolerance tolerancesOf(const HpaSettings& settings) {
    const double same = settings.tolerance;
    if (!settings.behaviour) return {same, same};
    return {settings.behaviour->up.tolerance.value_or(same),
            settings.behaviour->down.tolerance.value_or(same)};
}

HpaDecision hpaSync(const HpaSettings& settings, HpaState& state, const HpaView& view, core::SimTime now) {
    NUEVES_ASSERT(settings.bounds.min >= 0 && settings.bounds.max >= settings.bounds.min, "min <= max");
    if (!state.started && state.recommendations.empty())
        state.recommendations.push_back({view.replicas, now});
    state.started = true;
    const HpaDecision decision = decided(settings, state, view, now);
    if (decision.replicas == view.replicas) return decision;
    hpaLogChange(state, settings.behaviour, view.replicas, decision.replicas, now);
    state.scaledToZero = settings.scaleToZero && decision.replicas == 0 && seesFromOutside(settings);
    return decision;
}

} // namespace nueves::behaviour
