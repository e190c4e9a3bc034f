// Failure modes, common causes, planned work and the script: who may be struck by what, with its clocks and
// its leaf.
#pragma once

#include "sim/model/compile/context.hpp"
#include "sim/model/compile/jobs.hpp"

namespace nueves::model::compiling {

void addModes(Context& context);
void addCauses(Context& context);
void addWorks(Context& context);
void addActions(Context& context);

// Where an effect on a thing leads: `leaf` is false while it lasts.
void addEffect(Context& context, ThingId victim, scenario::Effect effect, double size, Wire leaf);
// Whom a fault of `thing` stops: a panic the nearest system below it.
ThingId victimOf(const Context& context, ThingId thing, scenario::Effect effect);
// The mode of a thing that satisfies `test`, in order of name; none.
template <class Test> ModeId findMode(const System& system, ThingId thing, Test&& test) {
    const Range range = system.things[thing].clocked;
    for (std::uint32_t i = range.first; i != range.last; ++i)
        if (test(system.modes[system.modeOf[i]])) return system.modeOf[i];
    return {};
}

// Shares of modes' rates that belong to a beta cause.
struct Betas {
    std::map<std::pair<ThingId, std::string>, double> share;
    double of(ThingId thing, const std::string& mode) const {
        const auto found = share.find({thing, mode});
        return found == share.end() ? 0.0 : found->second;
    }
};
Betas findBetas(Context& context);
// What a cause strikes: members of `hits` that stand within its radius.
std::vector<ThingId> victimsOf(Context& context, const scenario::CommonCause& cause);

} // namespace nueves::model::compiling
