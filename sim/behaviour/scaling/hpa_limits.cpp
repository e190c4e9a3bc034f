#include "sim/behaviour/scaling/hpa_limits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nueves::behaviour {

namespace {

int clampedReplicas(double replicas) {
    constexpr double kLeast = std::numeric_limits<std::int32_t>::min();
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();
    return static_cast<int>(std::clamp(replicas, kLeast, kMost));
}

// In the place of the last one that nobody looks at any more, or at the end.
template <class Entry, class Expired>
void record(std::vector<Entry>& log, const Entry& entry, Expired expired) {
    const auto old = std::find_if(log.rbegin(), log.rend(), expired);
    if (old != log.rend())
        *old = entry;
    else
        log.push_back(entry);
}

// Size at the start of a policy's period, going back from `current`.
double startOf(const HpaPolicy& policy, int current, const HpaState& state, core::SimTime now) {
    return static_cast<double>(current) - hpaChangedWithin(state.ups, policy.period, now) +
           hpaChangedWithin(state.downs, policy.period, now);
}

// The percentages in this order of operations, as the last bit decides what rounds up.
int upTo(const HpaPolicy& policy, double start) {
    if (policy.kind == HpaPolicy::Kind::pods) return clampedReplicas(start + policy.value);
    return clampedReplicas(std::ceil(start * (1.0 + static_cast<double>(policy.value) / 100.0)));
}

int downTo(const HpaPolicy& policy, double start) {
    if (policy.kind == HpaPolicy::Kind::pods) return clampedReplicas(start - policy.value);
    return clampedReplicas(std::trunc(start * (1.0 - static_cast<double>(policy.value) / 100.0)));
}

} // namespace

core::SimSpan longestPeriod(const HpaRules& rules) {
    core::SimSpan longest{};
    for (const HpaPolicy& policy : rules.policies) longest = std::max(longest, policy.period);
    return longest;
}

int hpaStabilised(std::vector<HpaRecommendation>& log, int wanted, core::SimSpan window, core::SimTime now) {
    int highest = wanted;
    for (const HpaRecommendation& past : log)
        if (now - past.at <= window) highest = std::max(highest, past.replicas);
    record(log, {wanted, now}, [&](const HpaRecommendation& past) { return now - past.at > window; });
    return highest;
}

// What is logged is what the metrics said, not what the windows made of it. At the edge of a window an entry
// no longer counts, though its place is not free yet.
int hpaStabilised(std::vector<HpaRecommendation>& log, int wanted, int current, const HpaBehaviour& behaviour,
                  core::SimTime now) {
    const core::SimSpan up = behaviour.up.window, down = behaviour.down.window;
    int least = wanted, most = wanted;
    for (const HpaRecommendation& past : log) {
        if (now - past.at < up) least = std::min(least, past.replicas);
        if (now - past.at < down) most = std::max(most, past.replicas);
    }
    record(log, {wanted, now},
           [&](const HpaRecommendation& past) { return now - past.at > up && now - past.at > down; });
    return std::min(std::max(current, least), most);
}

HpaLimited hpaLimited(int wanted, int current, const HpaBounds& bounds, double capFactor) {
    const int pace = clampedReplicas(std::max(capFactor * current, 4.0));
    if (wanted < bounds.min) return {bounds.min, HpaLimit::tooFew};
    const bool byPace = bounds.max > pace;
    const int most = byPace ? pace : bounds.max;
    if (wanted > most) return {most, byPace ? HpaLimit::up : HpaLimit::tooMany};
    return {wanted, HpaLimit::none};
}

HpaLimited hpaLimited(int wanted, int current, const HpaBounds& bounds, const HpaBehaviour& behaviour,
                      const HpaState& state, core::SimTime now) {
    if (wanted > current) {
        const int pace = std::max(current, hpaUpLimit(current, behaviour.up, state, now));
        const bool byPace = bounds.max > pace;
        const int most = byPace ? pace : bounds.max;
        if (wanted > most) return {most, byPace ? HpaLimit::up : HpaLimit::tooMany};
    } else if (wanted < current) {
        const int pace = std::min(current, hpaDownLimit(current, behaviour.down, state, now));
        const bool byPace = bounds.min < pace;
        const int least = byPace ? pace : bounds.min;
        if (wanted < least) return {least, byPace ? HpaLimit::down : HpaLimit::tooFew};
    }
    return {wanted, HpaLimit::none};
}

int hpaUpLimit(int current, const HpaRules& rules, const HpaState& state, core::SimTime now) {
    if (rules.select == HpaSelect::disabled || rules.policies.empty()) return current;
    std::optional<int> limit;
    for (const HpaPolicy& policy : rules.policies) {
        const int allowed = upTo(policy, startOf(policy, current, state, now));
        const bool less = rules.select == HpaSelect::min;
        limit = !limit ? allowed : (less ? std::min(*limit, allowed) : std::max(*limit, allowed));
    }
    return *limit;
}

int hpaDownLimit(int current, const HpaRules& rules, const HpaState& state, core::SimTime now) {
    if (rules.select == HpaSelect::disabled || rules.policies.empty()) return current;
    std::optional<int> limit;
    for (const HpaPolicy& policy : rules.policies) {
        const int allowed = downTo(policy, startOf(policy, current, state, now));
        const bool less = rules.select == HpaSelect::min; // the least change is the highest size
        limit = !limit ? allowed : (less ? std::max(*limit, allowed) : std::min(*limit, allowed));
    }
    return *limit;
}

int hpaChangedWithin(std::span<const HpaEvent> log, core::SimSpan period, core::SimTime now) {
    int sum = 0;
    for (const HpaEvent& event : log)
        if (now - event.at < period) sum += event.change;
    return sum;
}

void hpaLogChange(HpaState& state, const std::optional<HpaBehaviour>& behaviour, int before, int after,
                  core::SimTime now) {
    if (!behaviour || after == before) return;
    const bool up = after > before;
    const core::SimSpan longest = longestPeriod(up ? behaviour->up : behaviour->down);
    std::vector<HpaEvent>& log = up ? state.ups : state.downs;
    for (HpaEvent& event : log)
        if (now - event.at > longest) event.outdated = true;
    record(log, {up ? after - before : before - after, now, false},
           [](const HpaEvent& event) { return event.outdated; });
}

} // namespace nueves::behaviour
